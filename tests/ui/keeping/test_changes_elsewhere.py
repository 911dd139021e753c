"""What another window or program changes in the library is on screen soon, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPlainTextEdit, QToolButton

from reader.errors import StoreError
from reader.library import Library
from reader.model import Changed, ImportResult, ShownScript
from reader.paths import Paths
from reader.script import NO_TERMS, Term
from tests.ui.session import (
    Session,
    import_files,
    marked,
    page_of,
    rows,
    select_words,
    shown_in,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]

FIRST = "今天，图书馆里来了许多学生。他们阅读历史，讨论互联网的发展。\n"
LONG = "\n\n".join(f"第{number}段。" + "他们在图书馆阅读历史书。" * 9 for number in range(80))


@pytest.fixture
def files(paths: Paths, tmp_path: Path) -> list[Path]:
    """A library of a short document and a long one."""
    found = [write(tmp_path / "files", "first.txt", FIRST), write(tmp_path, "long.txt", LONG)]
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, *found)
    return found


@pytest.fixture
def session(files: list[Path], open_session: Open) -> Session:
    assert files
    opened = open_session()
    opened.rest()
    return opened


@pytest.fixture
def other(session: Session, paths: Paths) -> Iterator[Library]:
    """Another program on the same library, which the window is open on."""
    assert session
    opened = Library(paths)
    yield opened
    opened.close()


def annotate(library: Library, words: str, note: str = "") -> str:
    article_id = library.articles()[0].id
    change = library.annotate(article_id, library.find_quote(article_id, words), note=note)
    assert change.after is not None
    return change.after.id


def update(library: Library, path: Path, text: str) -> None:
    """Edit a file and import it as what its document is now."""
    path.write_text(text, encoding="utf-8", newline="\n")
    results = [one for one in library.import_paths([path]) if isinstance(one, ImportResult)]
    assert [one.update is not None for one in results] == [True]


def words_on_screen(session: Session) -> str:
    """What stands at the top of the page."""
    first = page_of(session.article).first_line()
    assert first is not None
    return shown_in(session.article).block(first[0].block).text[first[0].offset :][:12]


def test_a_mark_made_elsewhere_is_drawn_and_listed_and_the_selection_stays(
    session: Session, other: Library
) -> None:
    select_words(session.article, "阅读历史")
    annotate(other, "图书馆", "别处写的")
    wait_until(lambda: "图书馆" in [words for words, _ in marked(session.article)])
    wait_until(lambda: rows(session.cards) == ["图书馆\n别处写的"])
    assert session.article.selected_text() == "阅读历史"


def test_a_document_imported_elsewhere_is_listed(
    session: Session, other: Library, tmp_path: Path
) -> None:
    import_files(other, write(tmp_path, "new.md", "# 新来的文章\n\n正文在这里。\n"))
    wait_until(lambda: any("新来的文章" in row for row in session.list_rows()))
    assert "图书馆" in shown_in(session.article).whole_text()


def test_words_changed_elsewhere_are_shown(session: Session, other: Library) -> None:
    session.show_in(ShownScript.TRADITIONAL)
    assert "圖書館" in shown_in(session.article).whole_text()
    other.change_terms(NO_TERMS, NO_TERMS.with_added([Term("图书馆", "文庫")]))
    wait_until(lambda: "文庫" in shown_in(session.article).whole_text())


def test_a_note_being_typed_goes_on_while_others_change_the_article(
    session: Session, other: Library
) -> None:
    select_words(session.article, "学生")
    QTest.keyClick(session.page, Qt.Key.Key_N)
    wait_until(lambda: bool(editors(session)) and not session.tasks.busy)
    type_text(editors(session)[0], "写到一半")
    annotate(other, "历史")
    wait_until(lambda: len(rows(session.cards)) == 2)
    type_text(editors(session)[0], "的笔记")
    QTest.keyClick(editors(session)[0], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    session.annotations.keep_note()
    session.rest()
    assert "写到一半的笔记" in [one.annotation.note for one in other.all_annotations()]


def editors(session: Session) -> list[QPlainTextEdit]:
    return session.annotations.findChildren(QPlainTextEdit)


def test_a_note_being_typed_outlives_its_mark_being_deleted_elsewhere(
    session: Session, other: Library
) -> None:
    select_words(session.article, "学生")
    QTest.keyClick(session.page, Qt.Key.Key_N)
    wait_until(lambda: bool(editors(session)) and not session.tasks.busy)
    type_text(editors(session)[0], "还没写完")
    (annotation,) = (one.annotation for one in other.all_annotations())
    other.delete_annotation(annotation.id)
    wait_until(lambda: bool(other.all_annotations()) and not session.tasks.busy)
    assert [one.annotation.note for one in other.all_annotations()] == ["还没写完"]
    wait_until(lambda: rows(session.cards) == ["学生\n还没写完"])


def test_a_source_edited_elsewhere_is_shown_from_the_same_words(
    session: Session, other: Library, files: list[Path]
) -> None:
    session.window.open_article(other.articles()[-1].id)
    session.rest()
    page = page_of(session.article)
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum() // 2)
    before = words_on_screen(session)
    update(other, files[1], "添在最前面的一段。\n\n" * 20 + LONG)
    wait_until(lambda: "添在最前面" in shown_in(session.article).whole_text())
    assert words_on_screen(session) == before


def test_a_document_removed_elsewhere_goes_from_the_screen(
    session: Session, other: Library
) -> None:
    other.remove_documents([one.id for one in other.documents()])
    wait_until(lambda: session.article.view is None)
    assert session.list_rows() == []
    assert "“first.txt” was removed by another window or program." in session.status()


def test_a_note_being_typed_outlives_its_document_being_removed_elsewhere(
    session: Session, other: Library, files: list[Path]
) -> None:
    select_words(session.article, "学生")
    QTest.keyClick(session.page, Qt.Key.Key_N)
    wait_until(lambda: bool(editors(session)) and not session.tasks.busy)
    type_text(editors(session)[0], "还没写完")
    other.remove_documents([other.documents()[0].id])
    wait_until(lambda: not editors(session) and not session.tasks.busy)
    assert rows(session.cards) == []
    import_files(other, files[0])
    assert [one.annotation.note for one in other.all_annotations()] == ["还没写完"]


class Failing:
    """A library that cannot be asked, and then can."""

    def __init__(self) -> None:
        self.error: str | None = "no disk"
        self.asked = 0

    def changed_elsewhere(self) -> Changed:
        self.asked += 1
        if self.error is not None:
            raise StoreError(self.error)
        return Changed.NOTHING


def test_a_fault_is_told_once_until_it_has_passed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = Failing()
    monkeypatch.setattr(session.library, "changed_elsewhere", failing.changed_elsewhere)
    session.action("Annotations").setChecked(False)
    wait_until(lambda: failing.asked >= 2 and trouble(session) == ["no disk"])
    failing.error = None
    wait_until(lambda: trouble(session) == [])
    failing.error = "no disk"
    wait_until(lambda: trouble(session) == ["no disk"])


@pytest.mark.skipif(os.name != "posix", reason="open files can be moved on POSIX alone")
def test_a_library_that_is_taken_away_is_told_of_and_what_was_written_meanwhile_is_stored(
    session: Session, paths: Paths
) -> None:
    away = paths.database.parent.with_name("away")
    paths.database.parent.rename(away)
    wait_until(lambda: any("moved or deleted" in text for text in trouble(session)))
    assert not buttons(session)  # there is nothing to try again
    session.highlight("图书馆")
    assert len(trouble(session)) == 1
    assert buttons(session) == ["Try again"]
    away.rename(paths.database.parent)
    wait_until(lambda: rows(session.cards) == ["图书馆"])
    assert trouble(session) == []
    assert [one.annotation.quote for one in session.library.all_annotations()] == ["图书馆"]


def trouble(session: Session) -> list[str]:
    """What the annotations pane says is wrong."""
    labels = session.annotations.findChildren(QLabel)
    return [one.text() for one in labels if one.property("fault") and one.isVisible()]


def buttons(session: Session) -> list[str]:
    found = session.annotations.findChildren(QToolButton)
    return [one.text() for one in found if one.isVisible() and one.text() == "Try again"]


def boxes(session: Session) -> list[QMessageBox]:
    return [box for box in session.window.findChildren(QMessageBox) if box.isVisible()]


# Undo and redo of what others changed


def test_a_step_that_fits_no_more_says_so_and_leaves_the_stack(
    session: Session, other: Library
) -> None:
    session.highlight("学生")
    (annotation,) = (one.annotation for one in other.all_annotations())
    other.edit_annotation(annotation.id, note="别处写的")
    session.choose("Undo Highlight")
    (box,) = boxes(session)
    assert "“Highlight”" in box.text()
    box.close()
    assert [one.annotation.note for one in other.all_annotations()] == ["别处写的"]
    assert not session.action("Undo").isEnabled()
    assert not session.action("Redo").isEnabled()


def test_steps_about_other_marks_are_still_undone(session: Session, other: Library) -> None:
    session.highlight("图书馆")
    session.highlight("学生")
    last = next(one for one in other.all_annotations() if one.annotation.quote == "学生")
    other.edit_annotation(last.annotation.id, note="别处写的")
    undo = session.action("Undo Highlight")
    undo.trigger()
    session.rest()
    boxes(session)[0].close()
    undo.trigger()
    session.rest()
    assert [one.annotation.quote for one in other.all_annotations()] == ["学生"]
