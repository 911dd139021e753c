"""Correcting a page in the window: the menu over its words, undo, the list and what is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QWidget,
)

from reader.corrections import keep_rule, merge_articles, split_paragraph
from reader.library import Library
from reader.paths import Paths
from reader.ui.corrections.corrections_dialog import CorrectionsDialog
from reader.ui.corrections.reclean_dialog import RecleanDialog
from tests.ui.session import (
    Session,
    import_files,
    marked,
    middle_of,
    page_of,
    part_of,
    select_words,
    shown_in,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]

FIRST = """# 甲地新闻

记者张三

区(qū)里的图书馆来了许多学生。他们阅读历史。

第二段在这里，说的是另一件事情。还有图(tú)书。
"""
SECOND = """# 乙地消息

乙地的工厂开工了。

工人们很高兴。
"""
THIRD = """# 丙地天气

今天下雨了。
"""


@pytest.fixture
def page(paths: Paths, tmp_path: Path) -> Path:
    """A library of one page of three articles."""
    file = write(tmp_path / "files", "page.md", "\n".join((FIRST, SECOND, THIRD)))
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, file)
    return file


@pytest.fixture
def session(page: Path, open_session: Open) -> Session:
    """The window on it, its first article open."""
    assert page
    opened = open_session()
    opened.rest()
    return opened


def menu_over(session: Session, words: str) -> QMenu:
    """Press the right mouse button on the middle of words."""
    return menu_at(session, middle_of(session.article, words))


def menu_at(
    session: Session,
    point: QPoint,
    reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse,
) -> QMenu:
    viewport = page_of(session.article).viewport()
    event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
    QCoreApplication.sendEvent(viewport, event)
    menus = [menu for menu in session.article.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


def entries(menu: QMenu) -> list[str]:
    """All entries, those of submenus indented; what cannot be chosen is in brackets."""
    drawn = []
    for action in menu.actions():
        if action.isSeparator():
            continue
        text = action.text() if action.isEnabled() else f"({action.text()})"
        drawn.append(f"✓{text}" if action.isChecked() else text)
        inner = action.menu()
        if isinstance(inner, QMenu):
            drawn += [f"  {entry}" for entry in entries(inner)]
    return drawn


def entry(menu: QMenu, text: str) -> QAction:
    for action in menu.actions():
        if action.text() == text:
            return action
        inner = action.menu()
        if isinstance(inner, QMenu) and text in [each.strip(" ✓()") for each in entries(inner)]:
            return entry(inner, text)
    raise AssertionError(f"{text!r} is not in {entries(menu)}")


def choose(session: Session, words: str, text: str) -> None:
    """Take an entry of the menu over words, and wait until all is shown."""
    menu = menu_over(session, words)
    entry(menu, text).trigger()
    menu.close()
    session.rest()


def lines(session: Session) -> list[str]:
    """The article on screen, a line for each block."""
    return shown_in(session.article).whole_text().split("\n")


def kinds(session: Session) -> list[str]:
    view = shown_in(session.article)
    return [kind.value for kind, _ in view.paragraphs()]


def boxes(session: Session) -> list[str]:
    return [box.text() for box in session.window.findChildren(QMessageBox) if box.isVisible()]


def test_the_menu_over_a_cleaned_word(session: Session) -> None:
    menu = menu_over(session, "区")
    assert entries(menu) == [
        "(Copy)",
        "(Copy with citation)",
        "(Highlight and write a note)",
        "(Should read…)",
        "Undo this repair: 区(qū) → 区",
        "Undo in the whole document: A reading in brackets was taken out",
        "Set as",
        "  Title",
        "  Subtitle",
        "  Byline",
        "  Heading",
        "  ✓(Paragraph)",
        "  Caption",
        "  Note",
        "Move to",
        "  乙地消息",
        "  丙地天气",
        "Split or join",
        "  Split the article before this paragraph",
        "  (Split the paragraph before “区里的图书馆来了…”)",
        "  Join with the next paragraph",
        "  Join with the previous paragraph",
        "  Merge with the next article: 乙地消息",
        "  (Merge with the previous article)",
    ]
    menu.close()


def test_by_the_keyboard_the_menu_is_about_the_selection(session: Session) -> None:
    select_words(session.article, "第二段在这里")
    menu = menu_at(session, QPoint(3, 3), QContextMenuEvent.Reason.Keyboard)
    told = entries(menu)
    assert "Set the selection as" in told
    assert "  Join with the previous paragraph" in told
    assert "Copy" in told
    menu.close()


def test_a_repair_is_undone_and_the_undoing_too(session: Session) -> None:
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    assert lines(session)[2].startswith("区(qū)里")
    assert lines(session)[3].endswith("还有图书。")
    assert session.action("Undo Restore the source").isEnabled()
    session.choose("Undo Restore the source")
    assert lines(session)[2].startswith("区里")
    session.choose("Redo Restore the source")
    assert lines(session)[2].startswith("区(qū)里")


def test_a_rule_is_undone_in_the_whole_document(session: Session) -> None:
    choose(session, "区", "Undo in the whole document: A reading in brackets was taken out")
    assert lines(session)[2].startswith("区(qū)里")
    assert lines(session)[3].endswith("还有图(tú)书。")


def test_all_gaps_of_a_headline_are_one_repair(
    paths: Paths, open_session: Open, tmp_path: Path
) -> None:
    body = "他们在图书馆阅读历史书，今天来了许多学生。" * 3
    file = write(tmp_path, "spaced.txt", f"干 部 沉 下 去\n\n{body}\n\n{body}\n")
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, file)
    session = open_session()
    session.rest()
    assert lines(session)[0] == "干部沉下去"
    choose(session, "沉", "Undo this repair: 干␣部␣沉␣下␣去 → 干部沉下去")
    assert lines(session)[0] == "干 部 沉 下 去"
    session.choose("Undo Restore the source")
    assert lines(session)[0] == "干部沉下去"


def test_a_paragraph_becomes_a_heading_and_highlights_stay(session: Session) -> None:
    session.highlight("第二段在这里")
    choose(session, "记者张三", "Byline")
    assert kinds(session)[1] == "byline"
    assert [words for words, _ in marked(session.article)] == ["第二段在这里"]
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    assert [words for words, _ in marked(session.article)] == ["第二段在这里"]


def test_a_part_of_a_paragraph_becomes_a_heading(session: Session) -> None:
    select_words(session.article, "第二段在这里")
    menu = menu_over(session, "第二段在这里")
    entry(menu, "Heading").trigger()
    menu.close()
    session.rest()
    assert lines(session)[3:] == ["第二段在这里", "，说的是另一件事情。还有图书。"]
    assert kinds(session)[3:] == ["heading", "paragraph"]


def test_an_article_is_split_and_becomes_one_again(session: Session) -> None:
    choose(session, "他们", "Split the article before “们阅读历史。”")
    assert lines(session) == ["甲地新闻", "记者张三", "区里的图书馆来了许多学生。他"]
    assert session.list_rows()[1:] == [
        "  甲地新闻",
        "  们阅读历史。",
        "  乙地消息",
        "  丙地天气",
    ]
    assert session.documents.currentIndex().data() == "甲地新闻"
    session.choose("Undo Split article")
    assert lines(session)[2] == "区里的图书馆来了许多学生。他们阅读历史。"
    session.choose("Redo Split article")
    assert lines(session)[-1] == "区里的图书馆来了许多学生。他"
    choose(session, "记者", "Merge with the next article: 们阅读历史。")
    assert lines(session)[3].startswith("们阅读历史。")


def test_paragraphs_are_split_and_joined(session: Session) -> None:
    words = "说"
    menu = menu_over(session, words)
    entry(menu, "Split the paragraph before “说的是另一件事情…”").trigger()
    menu.close()
    session.rest()
    assert lines(session)[3:] == ["第二段在这里，", "说的是另一件事情。还有图书。"]
    choose(session, "说", "Join with the previous paragraph")
    assert lines(session)[3:] == ["第二段在这里，说的是另一件事情。还有图书。"]


def test_two_articles_become_one(session: Session) -> None:
    assert session.list_rows()[-3:] == ["  甲地新闻", "  乙地消息", "  丙地天气"]
    choose(session, "区", "Merge with the next article: 乙地消息")
    assert session.list_rows()[-2:] == ["  甲地新闻", "  丙地天气"]
    assert lines(session)[-3:] == ["乙地消息", "乙地的工厂开工了。", "工人们很高兴。"]
    assert session.documents.currentIndex().data() == "甲地新闻"
    # Search knows of it.
    assert session.search("工厂开工") == ["甲地新闻"]
    session.choose("Undo Merge articles")
    assert session.list_rows()[-3:] == ["  甲地新闻", "  乙地消息", "  丙地天气"]


def test_merged_into_the_article_before_the_words_on_screen_stay(session: Session) -> None:
    session.choose("Next article")
    assert lines(session)[0] == "乙地消息"
    choose(session, "工人们", "Merge with the previous article: 甲地新闻")
    assert lines(session)[0] == "甲地新闻"
    assert "工人们很高兴。" in lines(session)
    assert session.documents.currentIndex().data() == "甲地新闻"


def test_a_paragraph_moves_to_another_article(session: Session) -> None:
    choose(session, "第二段", "丙地天气")
    assert [line[:4] for line in lines(session)] == ["甲地新闻", "记者张三", "区里的图"]
    session.choose("Next article")
    session.choose("Next article")
    assert lines(session)[0] == "丙地天气"
    assert "第二段在这里，说的是另一件事情。还有图书。" in lines(session)


def test_what_was_decided_elsewhere_is_gone_to_when_it_is_undone(session: Session) -> None:
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    session.choose("Next article")
    session.choose("Undo Restore the source")
    assert lines(session)[0] == "甲地新闻"


def test_a_step_that_fits_no_more_is_told_of_and_goes(session: Session, paths: Paths) -> None:
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    article = shown_in(session.article).article
    with closing(Library(paths)) as other:
        at = article.blocks[3].spans[0].start + 4
        other.proofreader.decide(split_paragraph(at), [article.summary.id])
    session.choose("Undo Restore the source")
    assert len(boxes(session)) == 1
    assert "can no longer be undone" in boxes(session)[0]
    assert not session.action("Undo").isEnabled()
    assert not session.action("Redo").isEnabled()


def test_words_that_another_window_merged_away_are_found_again(
    session: Session, paths: Paths
) -> None:
    session.choose("Next article")
    assert lines(session)[0] == "乙地消息"
    first, second, _ = (session.library.article(each.id) for each in session.library.articles())
    with closing(Library(paths)) as other:
        decision = merge_articles(first.blocks, second.blocks)
        other.proofreader.decide(decision, [first.summary.id, second.summary.id])
    choose(session, "工人们", "Title")
    assert boxes(session) == ["The article is no longer there."]
    assert lines(session)[0] == "甲地新闻"
    assert "工人们很高兴。" in lines(session)
    assert session.documents.currentIndex().data() == "甲地新闻"
    assert session.list_rows()[1:] == ["  甲地新闻", "  丙地天气"]


def test_an_uncertain_headline_is_marked_and_confirmed(
    page: Path, paths: Paths, open_session: Open
) -> None:
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("UPDATE article SET confidence = 0.4 WHERE title = '乙地消息'")
    session = open_session()
    session.rest()
    session.choose("Next uncertain headline")
    assert lines(session)[0] == "乙地消息"
    assert session.action("The headline is right").isEnabled()
    menu = menu_over(session, "工人们")
    assert "The headline is right" in entries(menu)
    entry(menu, "The headline is right").trigger()
    menu.close()
    session.rest()
    assert not session.action("The headline is right").isEnabled()
    session.choose("Next uncertain headline")
    assert "No headline is uncertain." in session.status()
    session.choose("Undo Confirm headline")
    assert session.action("The headline is right").isEnabled()


def test_corrections_hold_after_a_restart_and_are_taken_back(
    session: Session, open_session: Open
) -> None:
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    choose(session, "记者张三", "Byline")
    session.close()
    session = open_session()
    session.rest()
    assert lines(session)[2].startswith("区(qū)里")
    session.choose("Corrections of this document…")
    dialog = session.part(CorrectionsDialog)
    assert listed(dialog) == [
        ("A repair was undone", "区(qū)里的图书馆"),
        ("Set as Byline", "记者张三"),
    ]
    button(dialog, "Take back").click()  # nothing is selected
    session.rest()
    assert len(listed(dialog)) == 2
    found = part_of(dialog, QTreeWidget)
    found.setCurrentIndex(found.model().index(0, 0))
    button(dialog, "Take back").click()
    session.rest()
    assert lines(session)[2].startswith("区里")
    assert listed(dialog) == [("Set as Byline", "记者张三")]
    button(dialog, "Take back all").click()
    assert session.progress.isVisible()
    session.rest()
    assert not session.progress.isVisible()
    assert listed(dialog) == []
    assert kinds(session)[1] == "paragraph"
    session.choose("Undo Take back corrections")
    assert kinds(session)[1] == "byline"
    assert len(listed(dialog)) == 1
    dialog.close()


def listed(dialog: CorrectionsDialog) -> list[tuple[str, str]]:
    found = part_of(dialog, QTreeWidget)
    items = [found.topLevelItem(number) for number in range(found.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def test_a_document_that_nothing_was_decided_of(session: Session) -> None:
    session.choose("Corrections of this document…")
    dialog = session.part(CorrectionsDialog)
    assert "Nothing was corrected" in part_of(dialog, QLabel).text()
    assert not button(dialog, "Take back all").isEnabled()
    dialog.close()


def read_again(session: Session, text: str) -> RecleanDialog:
    """Take a menu entry and agree; the report."""
    session.choose(text)
    (box,) = (each for each in session.window.findChildren(QMessageBox) if each.isVisible())
    button(box, "Read again").click()
    session.rest()
    return session.part(RecleanDialog)


def test_reading_again_by_the_same_rules_changes_nothing(session: Session) -> None:
    dialog = read_again(session, "Read again by the present rules…")
    assert dialog.text() == ("Nothing changed. Documents read again: 1.\npage.md: nothing changed")
    dialog.close()


def test_an_older_reading_is_read_again_and_the_report_says_what_changed(
    session: Session, paths: Paths
) -> None:
    """As it would stand had the rule for glosses come later."""
    session.highlight("第二段在这里")
    choose(session, "区", "Undo in the whole document: A reading in brackets was taken out")
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("DELETE FROM decision")
    choose(session, "记者张三", "Byline")
    dialog = read_again(session, "Read all documents again…")
    assert dialog.text().split("\n") == [
        "1 changed, 0 as before, 0 failed.",
        "page.md",
        "  Articles whose text reads otherwise: 1",
        "  +2 · A reading in brackets was taken out.",
    ]
    button(dialog, "Copy the report").click()
    assert QGuiApplication.clipboard().text() == dialog.text()
    dialog.close()
    assert lines(session)[2].startswith("区里")
    assert kinds(session)[1] == "byline"
    assert [words for words, _ in marked(session.article)] == ["第二段在这里"]
    assert session.search("区里") == ["甲地新闻"]


def test_reading_again_goes_nowhere_when_a_person_thinks_better_of_it(session: Session) -> None:
    session.choose("Read all documents again…")
    (box,) = (each for each in session.window.findChildren(QMessageBox) if each.isVisible())
    button(box, "Cancel").click()
    session.rest()
    assert not session.window.findChildren(RecleanDialog)


def test_the_words_on_screen_stay_where_an_article_is_split_above_them(
    paths: Paths, open_session: Open, tmp_path: Path
) -> None:
    parts = [f"第{number}段。" + "他们在图书馆阅读历史书。" * 9 for number in range(60)]
    file = write(tmp_path, "long.md", "# 长文\n\n" + "\n\n".join(parts))
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, file)
        (summary,) = library.articles()
        article = library.article(summary.id)
        library.set_reading_position(summary.id, article.blocks[40].spans[0].start)
    session = open_session()
    session.rest()
    top = lines_on_screen(session)[0]
    assert top.startswith("第39段。")
    select_words(session.article, "第41段。")
    menu = menu_over(session, "第41段。")
    entry(menu, "Heading").trigger()
    menu.close()
    session.rest()
    assert lines_on_screen(session)[0] == top
    choose(session, "第39段。", "Split the article before this paragraph")
    assert [row.strip()[:5] for row in session.list_rows()] == ["long.", "长文", "第39段。"]
    assert lines(session)[0] == top
    session.choose("Undo Split article")
    assert lines(session)[0] == "长文"
    assert lines_on_screen(session)[0] == top


def lines_on_screen(session: Session) -> list[str]:
    """The blocks that are on screen, at least in part, without those whose last line is above."""
    view = shown_in(session.article)
    return [view.block(number).text for number in page_of(session.article).blocks_on_screen()]


def test_reading_again_is_told_of_and_can_be_cancelled(
    paths: Paths, open_session: Open, tmp_path: Path
) -> None:
    files = [write(tmp_path, f"{name}.md", f"# {name}\n\n{FIRST}") for name in "甲乙丙"]
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, *files)
    session = open_session()
    session.rest()
    seen: list[bool] = []
    session.progress.valueChanged.connect(lambda _: seen.append(session.progress.isVisible()))
    session.choose("Read all documents again…")
    (box,) = (each for each in session.window.findChildren(QMessageBox) if each.isVisible())
    button(box, "Read again").click()
    cancel = next(
        each
        for each in session.window.statusBar().findChildren(QToolButton)
        if each.text() == "Cancel"
    )
    assert cancel.isVisible()
    assert "Reading again" in session.status()
    cancel.click()
    session.rest()
    assert not cancel.isVisible()
    report = session.part(RecleanDialog)
    assert len(report.text().split("\n")) < 1 + len(files)
    report.close()


def test_the_report_of_a_document_that_fails_is_a_row(session: Session, paths: Paths) -> None:
    """Its source cannot be read."""
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("UPDATE document SET removed = 'now'")
    dialog = read_again(session, "Read again by the present rules…")
    assert dialog.text().startswith("0 changed, 0 as before, 1 failed.\n")
    assert "failed: There is no document" in dialog.text()
    dialog.close()


def test_steps_that_fit_no_more_go_however_quickly_they_are_asked_for(
    session: Session, paths: Paths
) -> None:
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    choose(session, "记者张三", "Byline")
    article = shown_in(session.article).article
    with closing(Library(paths)) as other:
        at = article.blocks[3].spans[0].start + 4
        other.proofreader.decide(split_paragraph(at), [article.summary.id])
    session.action("Undo Set as Byline").trigger()
    session.action("Undo Restore the source").trigger()
    session.rest()
    assert len(boxes(session)) == 2
    assert not session.action("Undo").isEnabled()
    assert not session.action("Redo").isEnabled()
    # What is on screen is what the other made of it.
    assert lines(session)[3] == "第二段在"


def test_words_that_are_looked_for_are_found_in_the_new_text(session: Session) -> None:
    session.choose("Find in this article")
    type_text(session.find_bar.findChildren(QLineEdit)[0], "图书")
    wait_until(lambda: len(marked(session.article)) == 2 and not session.tasks.busy)
    choose(session, "区", "Undo in the whole document: A reading in brackets was taken out")
    assert [words for words, _ in marked(session.article)] == ["图书"]


def test_hits_stay_on_their_words_in_a_text_that_changed(session: Session) -> None:
    session.search("图书馆")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    assert session.find_bar.isVisible()
    before = [word for word, _ in marked(session.article)]
    assert before
    choose(session, "区", "Undo this repair: 区(qū) → 区")
    assert session.find_bar.isVisible()
    assert [word for word, _ in marked(session.article)] == before
    session.choose("Undo Restore the source")
    assert session.find_bar.isVisible()
    assert [word for word, _ in marked(session.article)] == before


def test_undo_asked_for_before_a_correction_is_stored_undoes_that(session: Session) -> None:
    choose(session, "记者张三", "Byline")
    menu = menu_over(session, "区")
    entry(menu, "Undo this repair: 区(qū) → 区").trigger()
    session.action("Undo Restore the source").trigger()
    menu.close()
    session.rest()
    assert boxes(session) == []
    assert lines(session)[2].startswith("区里")
    assert kinds(session)[1] == "byline"
    session.choose("Undo Set as Byline")
    assert kinds(session)[1] == "paragraph"
    session.choose("Redo Set as Byline")
    session.choose("Redo Restore the source")
    assert lines(session)[2].startswith("区(qū)里")


def test_a_decision_that_changes_nothing_is_told_of_and_leaves_no_step(
    session: Session, paths: Paths
) -> None:
    article = shown_in(session.article).article
    menu = menu_over(session, "区")
    with closing(Library(paths)) as other:
        other.proofreader.decide(keep_rule("gloss"), [article.summary.id])
    entry(menu, "Undo this repair: 区(qū) → 区").trigger()
    menu.close()
    session.rest()
    assert boxes(session) == ["There is nothing in the document that this would change."]
    assert not session.action("Undo").isEnabled()
    assert lines(session)[2].startswith("区(qū)里")
