"""Closing the window, or the desktop's session, while something could not be stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMessageBox, QPlainTextEdit, QPushButton

from reader.library import Library
from reader.model import AnnotationEdit, Color
from reader.paths import Paths
from reader.ui.annotations.tag_editor import TagEditor
from tests.ui.session import (
    Session,
    import_files,
    part_of,
    rows,
    select_words,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]

NOTE = "写了很久的笔记"


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on an article with one mark."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, write(tmp_path / "files", "one.txt", "皇后在後宮讀書。李勣來。\n"))
        (article,) = library.articles()
        library.annotate(article.id, library.find_quote(article.id, "皇后"))
    opened = open_session()
    opened.rest()
    return opened


def refuse(paths: Paths) -> None:
    """As when the disk is full."""
    with closing(sqlite3.connect(paths.database)) as db, db:
        for event in ("INSERT", "UPDATE"):
            db.execute(
                f"CREATE TRIGGER refused_{event} BEFORE {event} ON annotation BEGIN"
                " SELECT RAISE(ABORT, 'the disk is full'); END"
            )


def accept(paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("DROP TRIGGER refused_INSERT")
        db.execute("DROP TRIGGER refused_UPDATE")


def type_note(session: Session) -> None:
    """Begin a note and do not end it."""
    session.cards.setFocus()
    session.cards.setCurrentIndex(session.annotations.cards.index(0))
    QTest.keyClick(session.cards, Qt.Key.Key_Return)
    type_text(part_of(session.cards, QPlainTextEdit), NOTE)


def question(session: Session) -> QMessageBox:
    """What the window asks instead of closing."""

    def asked() -> list[QMessageBox]:
        return [box for box in session.window.findChildren(QMessageBox) if box.isVisible()]

    wait_until(lambda: bool(asked()))
    (box,) = asked()
    return box


def answer(session: Session, text: str) -> None:
    (button,) = (one for one in question(session).findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def notes(paths: Paths) -> list[str]:
    with closing(sqlite3.connect(paths.database)) as db:
        return [note for (note,) in db.execute("SELECT note FROM annotation")]


def closed(session: Session) -> bool:
    return not session.window.isVisible()


def test_the_window_stays_and_says_what_is_not_stored_and_why(
    session: Session, paths: Paths
) -> None:
    refuse(paths)
    type_note(session)
    session.window.close()
    box = question(session)
    for told in ("Write note · 皇后 · " + NOTE, "the disk is full"):
        assert told in box.text()
    answer(session, "Do not close")
    session.rest()
    assert session.window.isVisible()
    assert rows(session.cards) == ["皇后\n" + NOTE]
    accept(paths)
    session.window.close()
    answer(session, "Try again")
    wait_until(lambda: closed(session))
    assert notes(paths) == [NOTE]


def test_trying_again_in_vain_asks_again(session: Session, paths: Paths) -> None:
    refuse(paths)
    type_note(session)
    session.window.close()
    first = question(session)
    answer(session, "Try again")
    wait_until(lambda: question(session) is not first)
    answer(session, "Close without them")
    wait_until(lambda: closed(session))
    assert notes(paths) == [""]


def test_what_is_not_stored_is_saved_as_a_file(
    session: Session, paths: Paths, tmp_path: Path
) -> None:
    refuse(paths)
    session.highlight("讀書")
    type_note(session)
    session.window.close()
    answer(session, "Save as a file…")
    wait_until(lambda: bool(session.window.findChildren(QFileDialog)))
    dialog = session.part(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "kept.sqlite3"))  # as no text may be called
    dialog.hide()
    dialog.deleteLater()
    assert "kept.sqlite3" in question(session).text()
    answer(session, "Save as a file…")
    wait_until(lambda: bool(session.window.findChildren(QFileDialog)))
    session.part(QFileDialog).fileSelected.emit(str(tmp_path / "kept.md"))
    wait_until(lambda: closed(session))
    kept = (tmp_path / "kept.md").read_text(encoding="utf-8")
    assert kept == f"## Highlight\n\n> 讀書\n\n## Write note\n\n> 皇后\n\n{NOTE}\n"


def test_leaving_the_choice_of_a_file_asks_again(session: Session, paths: Paths) -> None:
    refuse(paths)
    type_note(session)
    session.window.close()
    answer(session, "Save as a file…")
    wait_until(lambda: bool(session.window.findChildren(QFileDialog)))
    session.part(QFileDialog).reject()
    answer(session, "Close without them")
    wait_until(lambda: closed(session))


def test_what_was_given_up_is_asked_about_no_more_but_what_comes_then_is(
    session: Session, paths: Paths
) -> None:
    """As when the settings cannot be saved either, and the window stays for that."""
    refuse(paths)
    type_note(session)
    paths.settings.mkdir(parents=True)
    session.window.close()
    answer(session, "Close without them")
    wait_until(lambda: str(paths.settings) in question(session).text())
    question(session).close()
    edit = AnnotationEdit(color=Color.BLUE)
    session.annotations.edit_requested.emit(tuple(session.annotations.cards.ids), edit)
    session.window.close()
    assert "Change colour" in question(session).text()
    answer(session, "Close without them")
    wait_until(lambda: closed(session))


def test_a_mark_whose_words_changed_is_told_of_before_the_window_closes(
    session: Session, paths: Paths
) -> None:
    select_words(session.article, "讀書")
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("UPDATE article SET text = replace(text, '讀書', '寫字')")
    QTest.keyClick(session.page, Qt.Key.Key_1)
    session.window.close()
    assert "changed elsewhere" in question(session).text()
    question(session).close()
    assert session.window.isVisible()


def test_tags_being_typed_are_stored(session: Session, paths: Paths) -> None:
    session.cards.setFocus()
    session.cards.setCurrentIndex(session.annotations.cards.index(0))
    QTest.keyClick(session.cards, Qt.Key.Key_T)
    type_text(part_of(part_of(session.annotations, TagEditor), QLineEdit), "要")
    session.window.close()
    wait_until(lambda: closed(session))
    with closing(Library(paths)) as library:
        assert [one.annotation.tags for one in library.all_annotations()] == [("要",)]


# The session ends


class SessionEnd:
    """What a desktop hands over: ``QSessionManager`` cannot be made here."""

    def __init__(self) -> None:
        self.cancelled = False

    def allowsInteraction(self) -> bool:  # noqa: N802  # Qt's name
        return True

    def cancel(self) -> None:
        self.cancelled = True


def test_a_note_being_written_is_stored_before_the_session_ends(
    session: Session, paths: Paths
) -> None:
    type_note(session)
    end = SessionEnd()
    session.window.end_session(end)  # type: ignore[arg-type]
    assert not end.cancelled
    assert notes(paths) == [NOTE]  # with no turn of the event loop


def test_a_note_that_cannot_be_stored_holds_up_the_end_of_the_session(
    session: Session, paths: Paths
) -> None:
    refuse(paths)
    type_note(session)
    end = SessionEnd()
    session.window.end_session(end)  # type: ignore[arg-type]
    assert end.cancelled
    assert NOTE in question(session).text()
    answer(session, "Close without them")
    wait_until(lambda: closed(session))
