"""The user's own words: asked for on the page, kept in a list, followed by all views."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QContextMenuEvent, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.article_view import Word
from reader.library import Library
from reader.model import Color, LineProblem, ShownScript
from reader.paths import Paths
from reader.script import NO_TERMS, Term, Terms
from reader.ui.preferences import Preferences
from reader.ui.tasks import Tasks
from reader.ui.term_editor import TermEditor
from reader.ui.terms_dialog import TermsDialog, WordDialog
from reader.ui.theme import LIGHT
from tests.ui.session import (
    Session,
    import_files,
    marked,
    middle_of,
    part_of,
    places_of,
    rows,
    select_words,
    shown_in,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]

# 云 is 雲 or 云: conversion has to guess, and a person knows the name. 𫖯 goes beyond the BMP.
TEXT = (
    "朱云来访\n\n记者王五报道 本报讯，朱云来到了图书馆，𫖯首读书。"
    "朱云今年三十岁，他写道：“发展历史。”\n"
)
TWO = Terms([Term("朱云", "朱云"), Term("头发", "頭髮")])


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on one article, in traditional characters."""
    with closing(Library(paths)) as library:
        import_files(library, write(tmp_path / "files", "one.txt", TEXT))
    session = open_session()
    session.rest()
    session.show_in(ShownScript.TRADITIONAL)
    return session


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def word_menu(session: Session, words: str) -> QMenu:
    """The menu of a right-click in the middle of words on screen."""
    session.page.reveal(places_of(shown_in(session.article), words)[0])
    point, viewport = middle_of(session.article, words), session.page.viewport()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
    QCoreApplication.sendEvent(viewport, event)
    return session.article.findChildren(QMenu)[-1]


def ask(session: Session, words: str) -> WordDialog:
    """Right-click words and choose that they should read otherwise."""
    menu = word_menu(session, words)
    (entry,) = [entry for entry in menu.actions() if "should read" in entry.text()]
    entry.trigger()
    menu.close()
    return session.part(WordDialog)


def answer(dialog: WordDialog, text: str) -> None:
    box = part_of(dialog, QLineEdit)
    box.selectAll()
    type_text(box, text)
    press(dialog, QDialogButtonBox.StandardButton.Ok)


def press(dialog: WordDialog, which: QDialogButtonBox.StandardButton) -> None:
    part_of(dialog, QDialogButtonBox).button(which).click()


def correct(session: Session, words: str, text: str) -> None:
    """Select words, say what they should read, and wait until all follow."""
    select_words(session.article, words)
    answer(ask(session, words), text)
    session.rest()


def body(session: Session) -> str:
    return shown_in(session.article).whole_text()


def said(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


# On the page


def test_a_corrected_word_reaches_everything_on_screen(session: Session) -> None:
    session.search("朱云")
    session.highlight("朱雲來到", Qt.Key.Key_3)

    def screen() -> list[str]:
        return [
            body(session),
            session.window.windowTitle(),
            *session.list_rows(),
            *rows(session.hits),
            *rows(session.cards),
            *(words for words, color in marked(session.article) if color == BLUE),
        ]

    before = screen()
    assert sum("朱雲" in text for text in before) == 6
    correct(session, "朱雲", "朱云")
    after = screen()
    assert after == [text.replace("朱雲", "朱云") for text in before]
    assert after[-1] == "朱云來到"

    session.action("Undo Change words").trigger()
    session.rest()
    assert screen() == before
    session.choose("Redo Change words")
    assert screen() == after
    assert list(session.library.terms()) == [Term("朱云", "朱云")]


BLUE = LIGHT.highlights[Color.BLUE]


def test_undo_takes_the_word_back_with_the_keyboard(session: Session) -> None:
    before = body(session)
    correct(session, "朱雲", "朱云")
    assert body(session) != before
    session.window.activateWindow()
    wait_until(session.window.isActiveWindow)
    session.page.setFocus()
    QTest.keyClick(session.page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    session.rest()
    assert body(session) == before
    assert list(session.library.terms()) == []


def test_a_word_that_changes_its_length_keeps_highlights_on_theirs(session: Session) -> None:
    session.highlight("圖書館，頫首", Qt.Key.Key_3)
    ((words, _),) = marked(session.article)
    assert words == "圖書館，頫首"
    correct(session, "朱雲", "朱氏𠮷雲")
    assert "朱氏𠮷雲來到" in body(session)
    assert ("圖書館，頫首", BLUE) in marked(session.article)
    assert rows(session.cards) == ["圖書館，頫首"]


def test_a_word_is_kept_for_the_next_start(session: Session, open_session: Open) -> None:
    correct(session, "朱雲", "朱云")
    session.close()
    again = open_session()
    again.rest()
    assert "朱云來到" in body(again)
    assert "朱云" in again.window.windowTitle()
    assert "朱云來訪" in "\n".join(again.list_rows())


def test_a_word_goes_both_ways(paths: Paths, tmp_path: Path, open_session: Open) -> None:
    with closing(Library(paths)) as library:
        import_files(library, write(tmp_path / "files", "one.txt", "朱雲在後宮讀歷史，還說話。\n"))
    session = open_session()
    session.rest()
    session.show_in(ShownScript.SIMPLIFIED)
    correct(session, "朱云", "朱雲")
    assert "朱雲在后宫" in body(session)
    assert list(session.library.terms()) == [Term("朱雲", "朱雲")]


def test_without_a_selection_it_is_the_dictionary_word_under_the_mouse(session: Session) -> None:
    dialog = ask(session, "發")
    assert "“发展” is shown as “發展”" in said(dialog)
    assert part_of(dialog, QLineEdit).text() == "發展"
    press(dialog, QDialogButtonBox.StandardButton.Cancel)
    session.rest()
    assert list(session.library.terms()) == []


def test_there_is_nothing_to_correct_in_the_original(session: Session) -> None:
    session.show_in(ShownScript.ORIGINAL)
    menu = word_menu(session, "朱云")
    entry = menu.actions()[-1]
    assert entry.text() == "Should read…"
    assert not entry.isEnabled()
    menu.close()


def test_an_answer_that_is_no_word_is_asked_for_again(parent: QWidget, qtbot: QtBot) -> None:
    dialog = WordDialog(Word("朱云", "朱雲", to_traditional=True), parent)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.term_written):
        answer(dialog, "  ")
    assert dialog.isVisible()
    assert "Write the word as it should be." in said(dialog)
    with qtbot.waitSignal(dialog.term_written) as written:
        answer(dialog, " 朱云 ")
    assert written.args == [Term("朱云", "朱云")]
    assert not dialog.isVisible()


# The list


def table_of(dialog: TermsDialog) -> list[list[str]]:
    model = part_of(dialog, QTableView).model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def button(dialog: TermsDialog, text: str) -> QPushButton:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == text]
    return found


def add(dialog: TermsDialog, simplified: str, traditional: str) -> None:
    for box, text in zip(dialog.findChildren(QLineEdit), (simplified, traditional), strict=True):
        box.setText(text)
    button(dialog, "Add").click()


def opened_list(session: Session) -> TermsDialog:
    session.action("My words…").trigger()
    return session.part(TermsDialog)


def edit_cell(dialog: TermsDialog, row: int, column: int, text: str) -> None:
    """Open a cell, write over what is there, and press Enter."""
    table = part_of(dialog, QTableView)
    index = table.model().index(row, column)
    table.setCurrentIndex(index)
    table.edit(index)
    editor = part_of(table.viewport(), QLineEdit)
    editor.selectAll()
    type_text(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_until(lambda: table.viewport().findChild(QLineEdit) is None)


def test_a_word_is_added_edited_and_removed_in_the_list(session: Session) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    session.rest()
    add(dialog, "𫖯首", "俯首")
    session.rest()
    assert table_of(dialog) == [["朱云", "朱云"], ["𫖯首", "俯首"]]
    assert "俯首" in body(session) and "朱云" in body(session)

    edit_cell(dialog, 0, 1, "朱芸")
    session.rest()
    assert table_of(dialog)[0] == ["朱云", "朱芸"]
    assert "朱芸" in body(session)

    part_of(dialog, QTableView).selectRow(0)
    button(dialog, "Remove").click()
    session.rest()
    assert table_of(dialog) == [["𫖯首", "俯首"]]
    assert "朱雲" in body(session)
    assert list(session.library.terms()) == [Term("𫖯首", "俯首")]
    dialog.close()


def test_words_added_in_haste_are_all_kept(session: Session) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    add(dialog, "𫖯首", "俯首")
    session.rest()
    assert table_of(dialog) == [["朱云", "朱云"], ["𫖯首", "俯首"]]
    assert len(session.library.terms()) == 2
    dialog.close()


def test_a_word_added_before_the_stored_ones_are_read_loses_none(library: Library) -> None:
    library.set_terms(Terms([Term("朱云", "朱云"), Term("后", "后")]))
    tasks = Tasks()
    stack = QUndoStack()
    editor = TermEditor(library, tasks, stack, stack)
    editor.start()
    editor.add(Term("发", "髮"))
    wait_until(lambda: not tasks.busy)
    tasks.close()
    assert list(library.terms()) == [Term("朱云", "朱云"), Term("后", "后"), Term("发", "髮")]
    assert editor.terms == library.terms()


def test_words_that_could_not_be_read_are_not_replaced(library: Library, paths: Paths) -> None:
    """The next change reads them again, and builds on what is stored."""
    library.set_terms(Terms([Term("朱云", "朱云")]))
    tasks = Tasks()
    told: list[object] = []
    tasks.error_raised.connect(told.append)
    stack = QUndoStack()
    editor = TermEditor(library, tasks, stack, stack)
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute("ALTER TABLE term RENAME TO lost")
        editor.start()
        wait_until(lambda: bool(told))
        editor.replace(Terms([Term("发", "髮")]))
        other.execute("ALTER TABLE lost RENAME TO term")
    editor.add(Term("后", "后"))
    wait_until(lambda: not tasks.busy)
    tasks.close()
    assert list(library.terms()) == [Term("朱云", "朱云"), Term("后", "后")]


def test_the_list_follows_undo_and_opens_again(session: Session) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    session.rest()
    session.choose("Undo Change words")
    assert table_of(dialog) == []
    session.choose("Redo Change words")
    assert table_of(dialog) == [["朱云", "朱云"]]
    button(dialog, "Close").click()
    wait_until(lambda: session.window.findChild(TermsDialog) is None)
    assert table_of(opened_list(session)) == [["朱云", "朱云"]]
    session.part(TermsDialog).close()


def test_the_preferences_lead_to_the_list(session: Session) -> None:
    session.action("Preferences…").trigger()
    preferences = session.part(Preferences)
    (entry,) = [b for b in preferences.findChildren(QPushButton) if b.text() == "My words…"]
    entry.click()
    assert session.part(TermsDialog).isVisible()
    session.part(TermsDialog).close()
    preferences.close()


def test_a_cell_without_a_word_stays_as_it_was(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TermsDialog(TWO, parent)
    dialog.show()
    with qtbot.assertNotEmitted(dialog.terms_edited):
        edit_cell(dialog, 1, 0, "  ")
        edit_cell(dialog, 1, 1, "頭髮")
        add(dialog, "", "字")
        part_of(dialog, QTableView).clearSelection()
        button(dialog, "Remove").click()
    assert table_of(dialog) == [["朱云", "朱云"], ["头发", "頭髮"]]
    assert "Write the word in both scripts." in said(dialog)
    dialog.close()


def test_removing_the_last_word_leaves_none(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TermsDialog(TWO, parent)
    part_of(dialog, QTableView).selectAll()
    with qtbot.waitSignal(dialog.terms_edited) as edited:
        button(dialog, "Remove").click()
    assert edited.args == [NO_TERMS]


def test_many_bad_lines_are_counted(parent: QWidget) -> None:
    dialog = TermsDialog(NO_TERMS, parent)
    dialog.show_problems(12, tuple(LineProblem(line, "bad") for line in range(10, 19)))
    text = said(dialog)
    assert "Words added: 12." in text
    assert "line 14: bad" in text and "line 15" not in text
    assert "and 4 more lines" in text


# Files


def choose_file(dialog: TermsDialog, entry: str, file: Path) -> None:
    button(dialog, entry).click()
    chooser = part_of(dialog, QFileDialog)
    chooser.fileSelected.emit(str(file))
    chooser.close()
    wait_until(lambda: dialog.findChild(QFileDialog) is None)


def test_an_import_keeps_the_good_lines_and_tells_the_bad(session: Session, tmp_path: Path) -> None:
    file = write(tmp_path, "words.tsv", "# mine\n朱云\t朱云\n没有\n\n𫖯首\t俯首\n一\t二\t三\n")
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    session.rest()
    choose_file(dialog, "Import…", file)
    session.rest()
    assert table_of(dialog) == [["朱云", "朱云"], ["𫖯首", "俯首"]]
    assert "俯首" in body(session)
    text = said(dialog)
    assert "Words added: 1." in text
    assert "line 3: " in text and "line 6: " in text and "line 4" not in text
    session.choose("Undo Change words")
    assert table_of(dialog) == [["朱云", "朱云"]]
    dialog.close()


def test_an_export_reads_back_and_says_where_it_is(session: Session, tmp_path: Path) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    session.rest()
    file = tmp_path / "words.tsv"
    choose_file(dialog, "Export…", file)
    session.rest()
    assert "朱云\t朱云\n" in file.read_text(encoding="utf-8")
    assert str(file) in session.status()
    part_of(dialog, QTableView).selectAll()
    button(dialog, "Remove").click()
    session.rest()
    choose_file(dialog, "Import…", file)
    session.rest()
    assert table_of(dialog) == [["朱云", "朱云"]]
    dialog.close()


def test_a_file_that_cannot_be_read_says_why(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "words.tsv"
    file.write_bytes("朱云\t朱云\n".encode("utf-16"))
    dialog = opened_list(session)
    choose_file(dialog, "Import…", file)
    session.rest()
    (box,) = session.window.findChildren(QMessageBox)
    assert "words.tsv" in box.text()
    box.close()
    assert table_of(dialog) == []
    dialog.close()


def test_words_that_cannot_be_stored_are_not_shown(session: Session, paths: Paths) -> None:
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON term BEGIN SELECT RAISE(ABORT, 'x'); END"
        )
        other.commit()
    before = body(session)
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    session.rest()
    (box,) = session.window.findChildren(QMessageBox)
    box.close()
    assert table_of(dialog) == []
    assert body(session) == before
    dialog.close()
