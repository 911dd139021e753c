"""The window as a person uses it, on a real library: import, search, read, annotate, come back."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QSplitter,
    QToolButton,
    QTreeWidget,
)
from pytestqt.qtbot import QtBot

from reader.article_view import Place
from reader.library import SEEDS_COLLECTION, Library
from reader.model import Annotation, AnnotationEdit, Color, MarkStyle, ShownScript
from reader.paths import Paths
from reader.settings import Glosses, Settings, Theme, load, save
from reader.ui.exchange.export_dialog import ExportDialog
from reader.ui.import_dialog import ImportDialog
from reader.ui.preferences import Preferences
from reader.ui.theme import DARK, LIGHT, SEPIA
from tests.ui.session import (
    Session,
    click,
    import_files,
    marked,
    middle_of,
    page_of,
    part_of,
    rows,
    select_words,
    shown_in,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]

# 勣 has its simplified form beyond the BMP, so what follows it moves in UTF-16.
ASTRAL = "本報訊 李勣將軍與張將軍會師，勣軍先至。皇后在後宮聞訊，遂閱讀歷史。\n"
SIMPLIFIED = "今天，图书馆里来了许多学生。他们阅读历史，讨论互联网的发展。\n"
LONG = "\n\n".join(f"第{number}段。" + "他们在图书馆阅读历史书。" * 9 for number in range(120))


@pytest.fixture
def three_documents(paths: Paths, tmp_path: Path) -> list[Path]:
    """A library of three articles: of astral conversions, simplified, and long."""
    files = [
        write(tmp_path / "files", "astral.txt", ASTRAL),
        write(tmp_path / "files", "simplified.txt", SIMPLIFIED),
        write(tmp_path / "files", "long.txt", LONG),
    ]
    with closing(Library(paths)) as library:
        import_files(library, *files)
    return files


def opened(session: Session) -> Session:
    session.rest()
    assert session.article.view is not None
    return session


@pytest.fixture
def session(three_documents: list[Path], open_session: Open) -> Session:
    """The window on those three, the first of them open."""
    assert three_documents
    return opened(open_session())


def open_row(session: Session, beginning: str) -> None:
    """Click the article's row in the list."""
    model = session.documents.documents
    parents = [session.documents.rootIndex(), *model.parents()]
    for parent in parents:
        for number in range(model.rowCount(parent)):
            index = model.index(number, 0, parent)
            if str(index.data()).startswith(beginning) and model.article_at(index):
                session.documents.scrollTo(index)
                point = session.documents.visualRect(index).center()
                viewport = session.documents.viewport()
                QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
                session.rest()
                return
    raise AssertionError(beginning)


def highlighted(session: Session) -> list[str]:
    return [words for words, _ in marked(session.article)]


def card_texts(session: Session) -> list[str]:
    return rows(session.cards)


def first_card(session: Session) -> Annotation:
    card = session.annotations.cards.card(0)
    assert card is not None
    return card.annotation


# The main job, from a fresh folder to the second start


def test_from_a_fresh_folder_to_a_highlight_after_a_restart(
    open_session: Open, tmp_path: Path
) -> None:
    session = open_session()
    seen: list[bool] = []
    session.progress.valueChanged.connect(lambda _: seen.append(session.progress.isVisible()))
    session.rest()
    assert any(seen)
    assert not session.progress.isVisible()
    listed = session.list_rows()
    assert listed[0] == SEEDS_COLLECTION
    assert len(listed) > 5
    assert session.page.isVisible()

    # A traditional word finds a simplified article.
    titles = session.search("發展")
    assert titles
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    assert session.find_bar.isVisible()
    assert ("发展", LIGHT.current_hit) in marked(session.article)
    session.show_in(ShownScript.TRADITIONAL)
    assert ("發展", LIGHT.current_hit) in marked(session.article)

    # A highlight across a character that changes its UTF-16 length.
    drop(session, write(tmp_path, "astral.txt", ASTRAL))
    session.rest()
    session.search("勣军先至")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    session.show_in(ShownScript.SIMPLIFIED)
    QTest.keyClick(session.page, Qt.Key.Key_Escape)
    session.highlight("会师，𪟝军先", Qt.Key.Key_3)
    assert marked(session.article) == [("会师，𪟝军先", LIGHT.highlights[Color.BLUE])]
    session.close()

    again = opened(open_session())
    seen_words = {}
    for shown in ShownScript:
        again.show_in(shown)
        assert marked(again.article)[0][1] == LIGHT.highlights[Color.BLUE]
        seen_words[shown] = highlighted(again)
        assert card_texts(again) == seen_words[shown]
    assert seen_words.pop(ShownScript.SIMPLIFIED) == ["会师，𪟝军先"]
    assert set(map(tuple, seen_words.values())) == {("會師，勣軍先",)}
    assert again.list_rows()[0] != SEEDS_COLLECTION  # what the user imported comes first


def test_samples_that_were_removed_do_not_come_back(open_session: Open) -> None:
    session = opened(open_session())
    session.documents.setCurrentIndex(session.documents.documents.index(0, 0))
    session.documents.setFocus()
    QTest.keyClick(session.documents, Qt.Key.Key_Delete)
    session.rest()
    assert session.list_rows() == []
    assert not session.page.isVisible()
    assert session.window.windowTitle() == "Jianfan Reader"
    assert "Documents removed: 5" in session.status()
    session.close()
    again = open_session()
    again.rest()
    assert again.list_rows() == []


def test_removed_samples_come_back_by_undo_and_are_found_again(open_session: Open) -> None:
    session = opened(open_session())
    before = session.list_rows()
    total = len(session.search("发展"))
    QTest.keyClick(session.box, Qt.Key.Key_Escape)
    session.documents.setCurrentIndex(session.documents.documents.index(0, 0))
    session.documents.setFocus()
    QTest.keyClick(session.documents, Qt.Key.Key_Delete)
    session.rest()
    session.choose("Undo Remove documents")
    assert session.list_rows() == before
    assert len(session.search("发展")) == total
    session.choose("Redo Remove documents")
    assert session.list_rows() == []
    wait_until(lambda: rows(session.hits) == [])


# The script


def test_the_toggle_reaches_everything_on_screen(session: Session) -> None:
    open_row(session, "今天，图书馆")
    session.highlight("讨论互联网")
    session.search("阅读历史")

    def screen() -> list[str]:
        view = session.article.view
        assert view is not None
        return [
            session.window.windowTitle().split(" — ")[0][:6],
            view.whole_text()[:6],
            session.list_rows()[1][:6],
            next(row for row in rows(session.hits) if "学" in row or "學" in row)[:6],
            card_texts(session)[0],
            highlighted(session)[0],
        ]

    assert screen() == [*["今天，图书馆"] * 4, "讨论互联网", "讨论互联网"]
    session.show_in(ShownScript.TRADITIONAL)
    assert screen() == [*["今天，圖書館"] * 4, "討論互聯網", "討論互聯網"]
    session.show_in(ShownScript.TAIWAN_PHRASES)
    assert screen() == [*["今天，圖書館"] * 4, "討論網際網路", "討論網際網路"]
    session.show_in(ShownScript.ORIGINAL)
    assert screen() == [*["今天，图书馆"] * 4, "讨论互联网", "讨论互联网"]


def test_the_flip_key_goes_between_simplified_and_the_last_traditional(session: Session) -> None:
    open_row(session, "今天，图书馆")
    session.show_in(ShownScript.TAIWAN_PHRASES)
    texts = []
    for _ in range(2):
        QTest.keyClick(session.page, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        session.rest()
        assert session.article.view is not None
        texts.append(session.article.view.whole_text()[-12:])
    assert "互联网" in texts[0]
    assert "網際網路" in texts[1]


def test_scripts_chosen_in_haste_end_with_the_last(session: Session) -> None:
    open_row(session, "今天，图书馆")
    session.action("繁體").trigger()
    session.action("Original").trigger()
    session.rest()
    assert session.action("Original").isChecked()
    assert session.window.windowTitle().startswith("今天，图书馆")
    for _ in range(3):
        session.action("Flip simplified and traditional").trigger()
    session.rest()
    assert session.action("繁體").isChecked()
    assert session.window.windowTitle().startswith("今天，圖書館")


def test_a_flip_from_the_original_shows_the_other_script(session: Session) -> None:
    for beginning, other in (("今天，图书馆", "今天，圖書館"), ("本報訊", "本报讯")):
        open_row(session, beginning)
        session.choose("Flip simplified and traditional")
        assert session.window.windowTitle().startswith(other)
        session.show_in(ShownScript.ORIGINAL)


@pytest.mark.usefixtures("three_documents")
def test_the_script_is_remembered(open_session: Open) -> None:
    session = opened(open_session())
    session.show_in(ShownScript.HONGKONG)
    session.close()
    again = opened(open_session())
    assert again.action("Hong Kong (香港繁體)").isChecked()
    assert again.list_rows()[1].startswith("今天，圖書館")


def test_an_article_clicked_just_before_the_toggle_still_opens(session: Session) -> None:
    session.window.open_article(2)
    session.action("繁體").trigger()
    session.rest()
    assert session.window.windowTitle().startswith("今天，圖書館")
    assert session.article.view is not None
    assert session.article.view.shown is ShownScript.TRADITIONAL


# Search


def test_hits_lead_from_one_to_the_next_and_escape_ends_them(session: Session) -> None:
    assert session.search("將軍")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    current, other = LIGHT.current_hit, LIGHT.hit
    assert [ground for _, ground in marked(session.article)] == [current, other]
    QTest.keyClick(session.window, Qt.Key.Key_F3)
    assert [ground for _, ground in marked(session.article)] == [other, current]
    QTest.keyClick(session.window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert [ground for _, ground in marked(session.article)] == [current, other]
    session.page.setFocus()
    QTest.keyClick(session.page, Qt.Key.Key_Escape)
    assert marked(session.article) == []
    assert not session.find_bar.isVisible()


def test_an_empty_box_brings_the_list_back_and_unmarks_the_hits(session: Session) -> None:
    session.search("將軍")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    assert not session.documents.isVisible()
    QTest.keyClick(session.hits, Qt.Key.Key_Escape)
    assert session.documents.isVisible()
    assert marked(session.article) == []


def test_control_shift_f_goes_to_the_search_even_when_it_is_hidden(session: Session) -> None:
    session.action("Sidebar").trigger()
    assert not session.sidebar.isVisible()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(session.window, Qt.Key.Key_F, both)
    assert session.sidebar.isVisible()
    assert session.box.hasFocus()


def test_a_hit_far_down_is_shown(session: Session) -> None:
    session.search("第97段")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    assert session.page.viewport().rect().contains(middle_of(session.article, "第97段"))
    assert marked(session.article) == [("第97段", LIGHT.current_hit)]


def test_what_is_imported_while_a_search_is_on_screen_is_found(
    session: Session, tmp_path: Path
) -> None:
    assert len(session.search("阅读历史")) == 3
    drop(session, write(tmp_path, "new.txt", "新的文章也閱讀歷史。\n"))
    wait_until(lambda: session.sidebar.hits.rowCount() == 4)


# Annotations


def test_keys_highlight_the_selection_in_each_colour(session: Session) -> None:
    open_row(session, "本報訊")
    words = ["李勣", "將軍與", "張將軍", "會師", "勣軍", "先至"]
    for number, (part, color) in enumerate(zip(words, Color, strict=True)):
        session.highlight(part, Qt.Key(Qt.Key.Key_1 + number))
        assert (part, LIGHT.highlights[color]) in marked(session.article)
    assert card_texts(session) == words


def test_keys_without_a_selection_or_in_the_search_box_highlight_nothing(session: Session) -> None:
    QTest.keyClick(session.page, Qt.Key.Key_1)
    select_words(session.article, "李勣")
    session.box.setFocus()
    QTest.keyClick(session.box, Qt.Key.Key_1)
    QTest.keyClick(session.box, Qt.Key.Key_N)
    session.rest()
    assert card_texts(session) == []
    assert session.box.text() == "1n"


def test_keys_underline_strike_and_bookmark(session: Session) -> None:
    open_row(session, "本報訊")
    for words, key in (("皇后", Qt.Key.Key_U), ("本報訊", Qt.Key.Key_S), ("皇后", Qt.Key.Key_B)):
        select_words(session.article, words)
        QTest.keyClick(session.page, key)
        session.rest()
    stored = {one.annotation.style: one.annotation for one in session.library.all_annotations()}
    assert stored[MarkStyle.UNDERLINE].quote == "皇后"
    assert stored[MarkStyle.STRIKE].quote == "本報訊"
    assert stored[MarkStyle.BOOKMARK].quote.startswith("皇后")
    click(session.article, middle_of(session.article, "本報訊"))
    QTest.keyClick(session.page, Qt.Key.Key_2)
    session.rest()
    (struck,) = [
        one.annotation
        for one in session.library.all_annotations()
        if one.annotation.style is MarkStyle.STRIKE
    ]
    assert struck.color == Color.GREEN


def test_a_range_that_was_dragged_is_stored_and_undone(session: Session) -> None:
    open_row(session, "本報訊")
    session.highlight("皇后")
    click(session.article, middle_of(session.article, "皇后"))
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(session.page, Qt.Key.Key_Right, control | shift)
    session.rest()
    assert card_texts(session) == highlighted(session) == ["皇后在"]
    session.choose("Undo Change the range")
    assert highlighted(session) == ["皇后"]
    session.choose("Redo Change the range")
    assert highlighted(session) == ["皇后在"]


def test_words_that_another_window_changed_are_not_marked(
    session: Session, paths: Paths, three_documents: list[Path]
) -> None:
    """The article is shown as it reads now, and the message says so."""
    open_row(session, "本報訊")
    before = shown_in(session.article).article.text
    path = three_documents[0]
    path.write_text("新添的一句話。" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with closing(Library(paths)) as other:
        import_files(other, path)
    select_words(session.article, "皇后")
    QTest.keyClick(session.page, Qt.Key.Key_1)
    session.rest()
    assert session.library.all_annotations() == []
    (box,) = session.window.findChildren(QMessageBox)
    assert "changed elsewhere" in box.text()
    box.close()
    assert shown_in(session.article).article.text != before
    session.highlight("皇后")
    assert highlighted(session) == ["皇后"]


def note_editor(session: Session) -> QPlainTextEdit:
    wait_until(lambda: session.cards.viewport().findChild(QPlainTextEdit) is not None)
    return part_of(session.cards.viewport(), QPlainTextEdit)


def write_note(session: Session, text: str) -> None:
    editor = note_editor(session)
    type_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    session.rest()


@pytest.mark.usefixtures("three_documents")
def test_a_note_is_written_beside_its_words(open_session: Open) -> None:
    session = opened(open_session())
    session.action("Annotations").trigger()
    assert not session.annotations.isVisible()
    select_words(session.article, "皇后")
    QTest.keyClick(session.page, Qt.Key.Key_N)
    session.rest()
    assert session.annotations.isVisible()
    assert note_editor(session).hasFocus()
    write_note(session, "一段備註𪟝")
    assert card_texts(session) == ["皇后\n一段備註𪟝"]
    session.close()
    again = opened(open_session())
    assert card_texts(again) == ["皇后\n一段備註𪟝"]


def test_undo_and_redo_go_through_all_that_was_done_to_an_annotation(session: Session) -> None:
    open_row(session, "本報訊")

    def state() -> tuple[list[str], list[tuple[str, str]]]:
        return card_texts(session), marked(session.article)

    states = [state()]
    select_words(session.article, "皇后")
    QTest.keyClick(session.page, Qt.Key.Key_N)
    session.rest()
    states.append((["皇后"], [("皇后", LIGHT.highlights[Color.YELLOW])]))
    write_note(session, "备注")
    states.append(state())
    QTest.keyClick(session.cards, Qt.Key.Key_4)
    session.rest()
    states.append(state())
    QTest.keyClick(session.cards, Qt.Key.Key_Delete)
    session.rest()
    states.append(state())
    assert states[2][0] == ["皇后\n备注"]
    assert states[3][1] == [("皇后", LIGHT.highlights[Color.PINK])]
    assert states[4] == states[0] == ([], [])
    for expected in reversed(states[:-1]):
        QTest.keyClick(session.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        session.rest()
        assert state() == expected
    assert not session.action("Undo").isEnabled()
    for expected in states[1:]:
        QTest.keyClick(session.page, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        session.rest()
        assert state() == expected


def test_undo_goes_to_the_article_in_which_it_undoes(session: Session) -> None:
    open_row(session, "今天")
    session.highlight("讨论")
    open_row(session, "本報訊")
    session.choose("Undo Highlight")
    wait_until(lambda: session.window.windowTitle().startswith("今天"))
    session.rest()
    assert marked(session.article) == []
    session.choose("Redo Highlight")
    assert highlighted(session) == ["讨论"]


def test_changes_made_at_once_all_stand(session: Session) -> None:
    """A second change may be asked for before the first is on screen."""
    session.highlight("皇后")
    session.cards.setCurrentIndex(session.annotations.cards.index(0))
    session.cards.setFocus()
    annotation = first_card(session)
    session.annotations.edit_requested.emit((annotation.id,), AnnotationEdit(color=Color.PURPLE))
    session.annotations.note_written.emit(annotation, "备注")
    session.rest()
    assert card_texts(session) == ["皇后\n备注"]
    assert marked(session.article) == [("皇后", LIGHT.highlights[Color.PURPLE])]


def test_a_click_on_a_card_goes_to_its_words_and_back(session: Session) -> None:
    open_row(session, "第0段")
    session.highlight("第90段", Qt.Key.Key_2)
    session.highlight("第1段", Qt.Key.Key_1)
    assert card_texts(session) == ["第1段", "第90段"]
    rect = session.cards.visualRect(session.annotations.cards.index(1))
    QTest.mouseClick(session.cards.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert ("第90段", LIGHT.highlights[Color.GREEN]) in marked(session.article)
    session.cards.clearSelection()
    point = middle_of(session.article, "第90段")
    QTest.mouseClick(session.page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert [index.row() for index in session.cards.selectedIndexes()] == [1]


def test_a_note_being_written_is_kept_when_another_article_is_opened(session: Session) -> None:
    session.highlight("皇后")
    session.cards.edit(session.annotations.cards.index(0))
    type_text(note_editor(session), "没有完")
    QTest.keyClick(note_editor(session), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    session.rest()
    assert session.window.windowTitle().startswith("今天")
    open_row(session, "本報訊")
    assert card_texts(session) == ["皇后\n没有完"]


def test_a_note_being_written_survives_the_toggle(session: Session) -> None:
    session.highlight("皇后")
    session.cards.edit(session.annotations.cards.index(0))
    editor = note_editor(session)
    type_text(editor, "前后")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    QTest.keyClick(editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    session.rest()
    write_note(session, "中")
    assert card_texts(session) == ["皇后\n前中后"]


@pytest.mark.usefixtures("three_documents")
def test_a_note_being_written_is_kept_when_the_window_closes(open_session: Open) -> None:
    session = opened(open_session())
    session.highlight("皇后")
    session.cards.edit(session.annotations.cards.index(0))
    type_text(note_editor(session), "没有完")
    session.close()
    assert card_texts(opened(open_session())) == ["皇后\n没有完"]


def test_copying_a_quote_from_its_card(session: Session) -> None:
    session.show_in(ShownScript.SIMPLIFIED)
    session.highlight("𪟝军先至")
    session.annotations.copy_requested.emit(first_card(session))
    assert QGuiApplication.clipboard().text() == "𪟝军先至"


def test_annotations_are_exported_to_a_file(session: Session, tmp_path: Path) -> None:
    session.highlight("皇后")
    target = tmp_path / "notes.md"
    session.action("Export annotations…").trigger()
    part_of(session.window, ExportDialog).accept()
    dialog = part_of(session.window, QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    session.rest()
    assert "皇后" in target.read_text(encoding="utf-8")
    assert str(target) in session.status()


# Import


def drop(session: Session, *files: Path) -> None:
    """Drag files onto the article and let them go there, as the desktop tells of it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    modifier = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), action, data, button, modifier)
    enter.setAccepted(False)
    taker = session.article.currentWidget()
    # Qt offers it to the widget under the mouse, then to those around it, until one accepts.
    while taker is not None and not enter.isAccepted():
        taker = taker.parentWidget()
        if taker is not None and taker.acceptDrops():
            QApplication.sendEvent(taker, enter)
    assert taker is not None
    QApplication.sendEvent(taker, QDropEvent(QPointF(40, 40), action, data, button, modifier))


def test_dropped_files_are_imported_and_reported_in_the_status_bar(
    session: Session, three_documents: list[Path], tmp_path: Path
) -> None:
    drop(session, write(tmp_path, "new.txt", "一篇新文章。\n"), three_documents[0])
    session.rest()
    assert "一篇新文章。" in session.list_rows()[-1]
    assert "1 imported, 1 already there, 0 failed." in session.status()


def test_files_that_cannot_be_read_are_reported_in_a_dialog(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00" * 9)
    lines = [json.dumps({"title": "好", "text": "一篇好文章。"}), "{broken"]
    corpus = write(tmp_path, "corpus.jsonl", "\n".join(lines) + "\n")
    drop(session, tmp_path / "picture.txt", corpus, tmp_path / "missing.txt")
    session.rest()
    dialog = part_of(session.window, ImportDialog)
    report = part_of(dialog, QTreeWidget)
    listed = [report.topLevelItem(row) for row in range(report.topLevelItemCount())]
    names = [item.text(0) for item in listed if item is not None]
    assert names == ["picture.txt", "corpus.jsonl", "missing.txt"]
    assert "2" in (listed[1].text(1) if listed[1] else "")  # the line's number
    assert "1 imported, 0 already there, 2 failed." in part_of(dialog, QLabel).text()
    dialog.close()
    assert any("好" in row for row in session.list_rows())


def cancel_button(session: Session) -> QToolButton:
    buttons = session.window.statusBar().findChildren(QToolButton)
    (cancel,) = [button for button in buttons if button.text() == "Cancel"]
    return cancel


def test_an_import_can_be_cancelled_and_another_begun(session: Session, tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"第{number}行。" * 30}) for number in range(20_000)]
    drop(session, write(tmp_path, "corpus.jsonl", "\n".join(lines)))
    cancel = cancel_button(session)
    wait_until(cancel.isVisible)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    session.rest()
    assert not cancel.isVisible()
    assert not any("corpus" in row for row in session.list_rows())
    drop(session, write(tmp_path, "small.txt", "一篇小文章。\n"))
    session.rest()
    assert "一篇小文章。" in session.list_rows()[-1]


def test_samples_that_were_cancelled_do_not_come_back(open_session: Open) -> None:
    session = open_session()
    cancel = cancel_button(session)
    wait_until(cancel.isVisible)
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    session.rest()
    listed = session.list_rows()
    session.close()
    again = open_session()
    again.rest()
    assert again.list_rows() == listed


def test_the_window_can_be_closed_in_the_middle_of_an_import(
    open_session: Open, three_documents: list[Path], tmp_path: Path
) -> None:
    session = opened(open_session())
    lines = [json.dumps({"text": f"第{number}行。" * 30}) for number in range(20_000)]
    drop(session, write(tmp_path, "corpus.jsonl", "\n".join(lines)), *three_documents)
    wait_until(session.progress.isVisible)
    session.close()
    again = opened(open_session())
    assert len(again.list_rows()) == 3


def test_imports_asked_for_together_are_all_done(session: Session, tmp_path: Path) -> None:
    drop(session, write(tmp_path, "one.txt", "第一篇。\n"))
    drop(session, write(tmp_path, "two.txt", "第二篇。\n"))
    session.rest()
    assert [row.strip() for row in session.list_rows()[-2:]] == ["第一篇。", "第二篇。"]


def test_a_new_library_gets_its_samples_and_the_files_given(
    open_session: Open, tmp_path: Path
) -> None:
    session = open_session(write(tmp_path, "given.txt", "给的文章。\n"))
    session.rest()
    wait_until(lambda: not session.tasks.busy)
    listed = session.list_rows()
    assert SEEDS_COLLECTION in listed
    assert "  给的文章。" in listed


def test_files_chosen_in_the_dialog_are_imported(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path / "folder", "new.txt", "一篇新文章。\n")
    for entry, chosen in (("Import files…", file), ("Import a folder…", file.parent)):
        session.action(entry).trigger()
        dialog = part_of(session.window, QFileDialog)
        dialog.filesSelected.emit([str(chosen)])
        dialog.close()
        session.rest()
        QApplication.processEvents()
    assert "一篇新文章。" in session.list_rows()[-1]
    assert "0 imported, 1 already there" in session.status()


# Coming back


@pytest.mark.usefixtures("three_documents")
def test_the_last_article_and_the_place_in_each_are_remembered(open_session: Open) -> None:
    session = opened(open_session())
    open_row(session, "第0段")
    session.page.scroll_to(Place(60, 0), 0)
    open_row(session, "今天")
    open_row(session, "第0段")
    assert first_block(session) == 60
    session.page.scroll_to(Place(80, 0), 0)
    session.close()
    again = opened(open_session())
    assert again.window.windowTitle().startswith("第0段")
    assert first_block(again) == 80
    assert "第0段" in str(again.documents.currentIndex().data())


def first_block(session: Session) -> int:
    first = session.page.first_line()
    assert first is not None
    return first[0].block


def test_going_back_at_once_finds_the_place_although_the_lane_is_busy(session: Session) -> None:
    """The place is stored behind whatever is being written, and may be wanted before that."""
    open_row(session, "第0段")
    session.page.scroll_to(Place(60, 0), 0)
    gate = threading.Event()
    session.tasks.write(lambda: gate.wait(20))
    session.window.open_article(2)
    wait_until(lambda: session.window.windowTitle().startswith("今天"))
    session.window.open_article(3)
    wait_until(lambda: session.window.windowTitle().startswith("第0段"))
    assert first_block(session) == 60
    gate.set()
    session.rest()


@pytest.mark.usefixtures("three_documents")
def test_geometry_and_panes_are_remembered(open_session: Open) -> None:
    session = opened(open_session())
    session.window.resize(790, 650)
    splitter = session.part(QSplitter)
    splitter.setSizes([215, 365, 208])
    sizes = splitter.sizes()
    session.choose("Annotations")
    session.close()
    again = opened(open_session())
    assert (again.window.width(), again.window.height()) == (790, 650)
    assert again.part(QSplitter).sizes()[0] == sizes[0]
    assert not again.annotations.isVisible()
    assert not again.action("Annotations").isChecked()
    again.choose("Annotations")
    assert again.annotations.isVisible()
    wait_until(lambda: again.part(QSplitter).sizes() == sizes)


def test_an_article_that_is_gone_is_not_opened_again(session: Session, paths: Paths) -> None:
    save(Settings(last_article=999), paths.settings)
    assert session.window.windowTitle().startswith("本報訊")


def test_removing_the_open_article_opens_another(session: Session) -> None:
    open_row(session, "今天")
    session.documents.setFocus()
    QTest.keyClick(session.documents, Qt.Key.Key_Delete)
    session.rest()
    assert session.window.windowTitle().startswith("本報訊")
    assert not any("今天" in row for row in session.list_rows())


def test_alt_arrows_go_through_the_articles(session: Session) -> None:
    titles = [session.window.windowTitle()[:3]]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(session.page, key, Qt.KeyboardModifier.AltModifier)
        session.rest()
        titles.append(session.window.windowTitle()[:3])
    assert titles == ["本報訊", "今天，", "第0段", "第0段", "今天，"]


# Looks


def test_the_theme_is_switched_everywhere_at_once(session: Session, paths: Paths) -> None:
    session.highlight("皇后")
    for name, colors in (("Dark", DARK), ("Sepia", SEPIA), ("Light", LIGHT)):
        session.choose(name)
        assert marked(session.article) == [("皇后", colors.highlights[Color.YELLOW])]
        assert session.window.palette().color(QPalette.ColorRole.Window).name() == colors.window
        card = session.cards.viewport().grab().toImage().pixelColor(40, 12).name()
        assert card == colors.page
    session.choose("Dark")
    session.close()
    assert load(paths.settings).theme is Theme.DARK


def test_zoom_by_keys_and_menu(session: Session) -> None:

    def size() -> int:
        left, right = (session.page.rect_of(Place(0, offset)) for offset in (1, 2))
        assert left is not None and right is not None
        return right.left() - left.left()

    before = size()
    QTest.keyClick(session.page, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert size() > before
    for _ in range(2):
        QTest.keyClick(session.page, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert size() < before
    QTest.keyClick(session.page, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert size() == before


def test_preferences_show_at_once_and_are_remembered(session: Session, paths: Paths) -> None:
    session.action("Preferences…").trigger()
    dialog = part_of(session.window, Preferences)
    dialog.settings_changed.emit(Settings(theme=Theme.DARK, zoom_percent=200))
    assert session.window.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert session.action("Dark").isChecked()
    dialog.close()
    session.close()
    kept = load(paths.settings)
    assert (kept.theme, kept.zoom_percent) == (Theme.DARK, 200)
    assert kept.last_article  # what the dialog does not edit stays


def test_what_is_cleaned_shows_as_the_menu_says_and_is_remembered(
    session: Session, paths: Paths
) -> None:
    lines, readings = "Underline cleaned words", "Readings above characters"
    assert session.action(lines).isChecked() and not session.action(readings).isChecked()
    for name in (lines, readings):
        session.action(name).trigger()
    session.action("Preferences…").trigger()
    dialog = part_of(session.window, Preferences)
    dialog.settings_changed.emit(Settings(glosses=Glosses.ABOVE, mark_edits=True))
    assert session.action(lines).isChecked() and session.action(readings).isChecked()
    dialog.close()
    session.action(lines).trigger()
    session.close()
    kept = load(paths.settings)
    assert (kept.mark_edits, kept.glosses) == (False, Glosses.ABOVE)


# Errors


def test_a_failing_library_is_told_of_once_and_the_window_goes_on(
    session: Session, paths: Paths
) -> None:
    with closing(sqlite3.connect(paths.database)) as db:
        db.execute("DROP TABLE annotation")
        db.commit()
    session.window.open_article(2)
    session.rest()
    session.rest()
    boxes = session.window.findChildren(QMessageBox)
    assert len(boxes) == 1
    assert boxes[0].text()
    boxes[0].close()
    assert session.window.windowTitle().startswith("本報訊")  # what could be read stays


def test_an_export_that_cannot_be_written_says_why(session: Session, tmp_path: Path) -> None:
    session.action("Export annotations…").trigger()
    part_of(session.window, ExportDialog).accept()
    dialog = part_of(session.window, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "no such folder" / "notes.md"))
    dialog.close()
    session.rest()
    (box,) = session.window.findChildren(QMessageBox)
    assert "no such folder" in box.text()
    box.close()


def test_about_tells_what_this_is(session: Session, qtbot: QtBot) -> None:
    session.action("About Jianfan Reader").trigger()
    (box,) = session.window.findChildren(QMessageBox)
    qtbot.waitUntil(box.isVisible)
    assert "简繁阅读" in box.text()
    box.close()


def test_a_window_without_documents_can_be_used(open_session: Open, paths: Paths) -> None:
    with closing(Library(paths)) as library:
        import_files(library)
        list(library.import_seeds())
        library.remove_documents([document.id for document in library.documents()])
    session = open_session()
    session.rest()
    for name in ("繁體", "Flip simplified and traditional", "Next article", "Next hit"):
        session.choose(name)
    session.choose("Larger text")
    assert not session.page.isVisible()
    assert page_of(session.article).first_line() is None
    box = session.box
    type_text(box, "发展")
    wait_until(
        lambda: (
            "Nothing found"
            in " ".join(label.text() for label in session.sidebar.findChildren(QLabel))
        )
    )
