"""A note is stored while it is typed: nothing of it is lost, and nothing moves meanwhile."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox

from reader.library import Library
from reader.model import AnnotationOrder, Changed
from reader.paths import Paths
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.annotations.wording import order_text
from reader.ui.keeping.watcher import Watcher
from tests.ui.session import Session, import_files, rows, type_text, wait_until, write

Open = Callable[..., Session]

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on an article with three marks."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, write(tmp_path / "files", "one.txt", "皇后在後宮讀書。李勣來。\n"))
        (article,) = library.articles()
        for word in ("皇后", "讀書", "李勣"):
            library.annotate(article.id, library.find_quote(article.id, word))
    opened = open_session()
    opened.rest()
    return opened


@pytest.fixture
def other(paths: Paths) -> Iterator[Library]:
    """The library as another program has it open."""
    with closing(Library(paths)) as library:
        yield library


def open_note(session: Session, row: int = 0) -> NoteEditor:
    session.cards.setFocus()
    session.cards.setCurrentIndex(session.annotations.cards.index(row))
    QTest.keyClick(session.cards, Qt.Key.Key_Return)
    (editor,) = (one for one in session.cards.findChildren(NoteEditor) if one.isVisible())
    return editor


def pause_of(editor: NoteEditor) -> QTimer:
    timer = editor.findChild(QTimer, "pause")
    assert isinstance(timer, QTimer) and timer.isActive()
    return timer


def pause(session: Session, editor: NoteEditor) -> None:
    """Let the time pass after which what was typed is stored, and what is stored be shown."""
    timer = pause_of(editor)
    timer.start(0)
    wait_until(lambda: not timer.isActive())
    session.rest()


def compose(editor: NoteEditor, preedit: str, committed: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(committed)
    QCoreApplication.sendEvent(editor, event)


def notes(library: Library) -> dict[str, str]:
    found = (one.annotation for one in library.all_annotations())
    return {one.quote: one.note for one in found}


def said(session: Session) -> str:
    labels = session.annotations.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def boxes(session: Session) -> list[QMessageBox]:
    return [box for box in session.window.findChildren(QMessageBox) if box.isVisible()]


def test_what_is_typed_is_stored_at_a_pause_and_the_editor_stays(
    session: Session, other: Library
) -> None:
    editor = open_note(session)
    type_text(editor, "写到一半")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    assert notes(other)["皇后"] == ""
    pause(session, editor)
    assert notes(other)["皇后"] == "写到一半"
    assert editor.hasFocus()
    type_text(editor, "了")
    pause(session, editor)
    assert notes(other)["皇后"] == "写到一了半"


def test_a_word_an_input_method_is_in_the_midst_of_is_waited_for(
    session: Session, other: Library
) -> None:
    editor = open_note(session)
    type_text(editor, "写了")
    compose(editor, "bi'ji")
    timer = pause_of(editor)
    passed: list[None] = []
    timer.timeout.connect(lambda: passed.append(None))
    timer.start(0)
    wait_until(lambda: len(passed) > 2)
    session.rest()
    assert notes(other)["皇后"] == ""
    compose(editor, "", "笔记")
    pause(session, editor)
    assert notes(other)["皇后"] == "写了笔记"


def test_all_that_was_stored_of_a_note_is_one_step(session: Session, other: Library) -> None:
    for note in ("先前的", "后来的"):
        editor = open_note(session)
        editor.selectAll()
        for character in note:
            type_text(editor, character)
            pause(session, editor)
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        session.rest()
    QTest.keyClick(session.cards, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    session.rest()
    assert notes(other)["皇后"] == "先前的"
    session.choose("Undo Write note")
    assert notes(other)["皇后"] == ""
    session.choose("Redo Write note")
    session.choose("Redo Write note")
    assert notes(other)["皇后"] == "后来的"


def test_undoing_a_note_leaves_what_others_changed_of_its_mark(
    session: Session, other: Library
) -> None:
    editor = open_note(session)
    type_text(editor, "一")
    pause(session, editor)
    (mark,) = (one.annotation for one in other.all_annotations() if one.annotation.note)
    other.edit_annotation(mark.id, color="#336699")
    type_text(editor, "二")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    session.choose("Undo Write note")
    after = next(one.annotation for one in other.all_annotations() if one.annotation.id == mark.id)
    assert (after.note, after.color) == ("", "#336699")


def test_what_was_typed_and_deleted_leaves_neither_note_nor_step(
    session: Session, other: Library
) -> None:
    session.highlight("後宮")
    editor = open_note(session, 1)
    for text in ("不", "要"):
        type_text(editor, text)
        pause(session, editor)
    for _ in range(2):
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    assert notes(other)["後宮"] == ""
    session.choose("Undo Highlight")
    assert "後宮" not in notes(other)


def test_what_others_write_in_the_note_meanwhile_stays_and_nothing_doubles(
    session: Session, other: Library
) -> None:
    editor = open_note(session)
    type_text(editor, "我写")
    pause(session, editor)
    mark = next(one.annotation for one in other.all_annotations() if one.annotation.note)
    other.write_note(mark.id, "别人写的", seen="我写")
    for text in ("了", "又写"):
        type_text(editor, text)
        pause(session, editor)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    assert notes(other)["皇后"] == "别人写的\n\n我写了又写"
    session.choose("Undo Write note")
    assert notes(other)["皇后"] == "别人写的"


@pytest.mark.parametrize("paused", [False, True], ids=["unstored", "stored"])
def test_a_note_deleted_elsewhere_is_typed_on(
    session: Session, other: Library, paused: bool
) -> None:
    editor = open_note(session)
    type_text(editor, "写到一半")
    if paused:
        pause(session, editor)
    QTest.keyClick(editor, Qt.Key.Key_Left)
    mark = next(one.annotation for one in other.all_annotations() if one.annotation.quote == "皇后")
    other.delete_annotation(mark.id)
    session.window.changed.emit(Changed.ANNOTATIONS, None)  # as the watcher does
    wait_until(lambda: notes(other).get("皇后") == "写到一半")
    session.rest()
    assert editor.hasFocus()
    type_text(editor, "1")
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.toPlainText() == "写到一1"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    assert notes(other) == {"皇后": "写到一1", "讀書": "", "李勣": ""}
    assert [row.split("\n")[0] for row in rows(session.cards)] == ["皇后", "讀書", "李勣"]


def test_two_windows_typing_one_note_keep_what_both_type(
    session: Session, other: Library, open_session: Open
) -> None:
    second = open_session()
    second.rest()
    mine = open_note(session)
    type_text(mine, "甲")
    pause(session, mine)
    theirs = open_note(second)
    theirs.selectAll()
    for one, editor, text in (
        (second, theirs, "乙"),
        (session, mine, "丙"),
        (second, theirs, "丁"),
    ):
        type_text(editor, text)
        pause(one, editor)
    assert sorted(notes(other)["皇后"].split("\n\n")) == sorted(["甲丙", "乙丁"])


def refuse(paths: Paths) -> None:
    """As when the disk is full."""
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute(
            "CREATE TRIGGER refused BEFORE UPDATE ON annotation BEGIN"
            " SELECT RAISE(ABORT, 'the disk is full'); END"
        )


def accept(paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("DROP TRIGGER refused")


def test_a_pause_that_could_not_store_says_so_and_disturbs_nothing(
    paths: Paths, session: Session, other: Library
) -> None:
    editor = open_note(session, 1)
    type_text(editor, "写了很久")
    QTest.keyClick(editor, Qt.Key.Key_Left)
    refuse(paths)
    before = editor.geometry(), editor.textCursor().position(), heights(session)
    pause(session, editor)
    assert "disk is full" in said(session)
    assert boxes(session) == []
    assert editor.hasFocus()
    assert (editor.geometry(), editor.textCursor().position(), heights(session)) == before
    type_text(editor, "很")
    pause(session, editor)
    assert editor.toPlainText() == "写了很很久"
    accept(paths)
    type_text(editor, "很")
    pause(session, editor)
    assert "disk is full" not in said(session)
    assert editor.hasFocus()
    assert notes(other)["讀書"] == "写了很很很久"


def test_what_is_gone_elsewhere_brings_a_box_only_when_the_note_is_done(
    paths: Paths, session: Session
) -> None:
    watcher = session.window.findChild(Watcher)
    assert watcher is not None
    watcher.stop()  # it would have the article closed first
    editor = open_note(session)
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("DELETE FROM annotation")
        db.execute("DELETE FROM document")
    type_text(editor, "写到一半")
    pause(session, editor)
    assert boxes(session) == []
    assert "no longer there" in said(session)
    assert editor.hasFocus()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    (box,) = boxes(session)
    assert "no longer there" in box.text()
    box.close()
    session.window.close()
    (box,) = boxes(session)
    assert "写到一半" in box.text()
    (leave,) = (one for one in box.buttons() if one.text() == "Close without them")
    leave.click()
    wait_until(lambda: not session.window.isVisible())


def test_a_note_whose_pauses_all_failed_is_written_when_it_is_done(
    paths: Paths, session: Session, other: Library
) -> None:
    editor = open_note(session)
    type_text(editor, "一")
    pause(session, editor)
    refuse(paths)
    type_text(editor, "二")
    pause(session, editor)
    QTest.keyClick(editor, Qt.Key.Key_Backspace)  # as it is stored
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    accept(paths)
    session.annotations.retry_requested.emit()
    session.rest()
    assert notes(other)["皇后"] == "一"
    assert rows(session.cards)[0] == "皇后\n一"
    assert "disk is full" not in said(session)


def heights(session: Session) -> list[int]:
    model = session.annotations.cards
    return [session.cards.visualRect(model.index(row)).height() for row in range(len(model.ids))]


def test_a_long_note_leaves_the_size_of_its_card_until_it_is_done(session: Session) -> None:
    editor = open_note(session)
    sizes, where = heights(session), editor.geometry()
    for _ in range(2):
        type_text(editor, "一行\n" * 6)
        pause(session, editor)
        assert (heights(session), editor.geometry()) == (sizes, where)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    assert heights(session)[0] > sizes[0]
    assert heights(session)[1:] == sizes[1:]


def test_the_card_that_is_written_stays_where_it_is(session: Session, other: Library) -> None:
    """In the newest first it is the newest from its first pause on."""
    actions = session.annotations.filters.findChildren(QAction)
    next(one for one in actions if one.text() == order_text(AnnotationOrder.NEWEST)).trigger()
    wait_until(lambda: rows(session.cards) == ["李勣", "讀書", "皇后"])
    editor = open_note(session, 2)
    sizes = heights(session)
    type_text(editor, "一行\n" * 9 + "末行")
    where = editor.geometry()
    pause(session, editor)
    wait_until(lambda: notes(other)["皇后"] != "")
    session.annotations.refresh()
    session.rest()
    assert [row.split("\n")[0] for row in rows(session.cards)] == ["李勣", "讀書", "皇后"]
    assert (editor.geometry(), heights(session)) == (where, sizes)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    wait_until(lambda: [row[:2] for row in rows(session.cards)] == ["皇后", "李勣", "讀書"])


def test_hiding_the_pane_keeps_the_note(session: Session, other: Library) -> None:
    type_text(open_note(session), "写到一半")
    session.action("Annotations").trigger()
    session.rest()
    assert notes(other)["皇后"] == "写到一半"


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
def test_a_note_being_typed_is_there_after_the_program_was_killed(
    session: Session, paths: Paths
) -> None:
    session.close()
    command = [sys.executable, "-m", "tests.ui.annotations.typing_window", str(paths.data)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        told = program.stdout.readline()
        program.kill()
    assert told == "stored, and still being typed\n"
    assert program.returncode == -signal.SIGKILL
    with closing(Library(paths)) as library:
        assert notes(library)["皇后"] == "写到一半𪟝"
        assert library.verify() == []


def test_what_failed_on_its_way_is_stored_when_the_note_is_done(
    session: Session, other: Library, paths: Paths
) -> None:
    editor = open_note(session)
    type_text(editor, "很长的笔记")
    gate = threading.Event()
    session.tasks.write(gate.wait)  # another program holds the library up
    session.tasks.write(lambda: refuse(paths))
    timer = pause_of(editor)
    timer.start(0)
    wait_until(lambda: not timer.isActive())
    session.tasks.write(lambda: accept(paths))
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    gate.set()
    session.rest()
    assert notes(other)["皇后"] == "很长的笔记"


def test_what_is_undone_in_the_editor_is_stored_too(session: Session, other: Library) -> None:
    mark, second = (
        next(one.annotation for one in other.all_annotations() if one.annotation.quote == words)
        for words in ("皇后", "讀書")
    )
    other.edit_annotation(mark.id, note="原来很长的笔记")
    session.window.changed.emit(Changed.ANNOTATIONS, None)
    session.rest()
    editor = open_note(session)
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    pause(session, editor)
    assert notes(other)["皇后"] == ""
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    pause(session, editor)
    assert notes(other)["皇后"] == "原来很长的笔记"
    other.edit_annotation(second.id, color="#336699")
    session.window.changed.emit(Changed.ANNOTATIONS, None)
    session.rest()
    assert editor.toPlainText() == "原来很长的笔记"


def test_a_note_that_failed_does_not_bring_back_what_was_deleted_since(
    session: Session, other: Library, paths: Paths
) -> None:
    editor = open_note(session)
    refuse(paths)
    type_text(editor, "笔记")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    session.rest()
    for box in boxes(session):
        box.close()
    accept(paths)
    session.cards.setFocus()
    session.cards.setCurrentIndex(session.annotations.cards.index(0))
    QTest.keyClick(session.cards, Qt.Key.Key_Delete)
    session.rest()
    assert "皇后" not in notes(other)
    session.annotations.retry_requested.emit()
    session.rest()
    assert "皇后" not in notes(other)
