"""The user's own words: asked for on the page, kept in a list, followed by all views."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt
from PySide6.QtGui import QContextMenuEvent, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.article_view import Word
from reader.library import Library
from reader.model import Color, ShownScript
from reader.paths import Paths
from reader.script import NO_TERMS, Direction, Term, TermFault, TermProblem, Terms
from reader.ui.preferences import Preferences
from reader.ui.tasks import Tasks
from reader.ui.term_editor import TermEditor
from reader.ui.term_model import DIRECTION, SIMPLIFIED, TRADITIONAL, TermImport, fault_text
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
    own = Qt.FindChildOption.FindDirectChildrenOnly
    return session.article.findChildren(QMenu, options=own)[-1]


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
    (entry,) = [entry for entry in menu.actions() if "should read" in entry.text().lower()]
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


@pytest.mark.parametrize(
    ("word", "text", "told"),
    [
        (Word("头发", "頭發", to_traditional=True), " 頭髮", "头发 ↔ 頭髮"),
        (Word("頭髮", "头髮", to_traditional=False), "头发", "頭髮 ↔ 头发"),
        (Word("干", "幹", to_traditional=True), "乾", "干 → 乾"),
        (Word("著", "著", to_traditional=False), "着", "著 → 着"),
        (Word("頭髮", "头发", to_traditional=False), "#头发", "does not begin with “#”"),
        (Word("头发", "頭發", to_traditional=True), "頭發 ", "Nothing will change."),
    ],
)
def test_it_says_what_an_answer_would_do(word: Word, text: str, told: str, parent: QWidget) -> None:
    dialog = WordDialog(word, parent)
    dialog.open()
    assert "Nothing will change." in said(dialog)
    box = part_of(dialog, QLineEdit)
    box.selectAll()
    type_text(box, text)
    assert told in said(dialog)
    dialog.close()


def test_it_says_whether_it_holds_where_a_text_is_converted_back(parent: QWidget) -> None:
    dialog = WordDialog(Word("干", "幹", to_traditional=True), parent)
    dialog.open()
    box = part_of(dialog, QLineEdit)
    box.setText("乾")
    assert "do not change" in said(dialog)
    box.setText("乾了")
    assert "wherever it is converted back" in said(dialog)
    dialog.close()


def test_the_form_on_screen_is_no_answer(parent: QWidget, qtbot: QtBot) -> None:
    dialog = WordDialog(Word("朱云", "朱雲", to_traditional=True), parent)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.term_written):
        QTest.keyClick(part_of(dialog, QLineEdit), Qt.Key.Key_Return)
    assert not dialog.isVisible()


@pytest.mark.parametrize(("key", "count"), [(Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)])
def test_enter_and_escape_end_the_question(
    key: Qt.Key, count: int, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = WordDialog(Word("朱云", "朱雲", to_traditional=True), parent)
    written: list[Term] = []
    dialog.term_written.connect(written.append)
    dialog.open()
    box = part_of(dialog, QLineEdit)
    type_text(box, "朱芸")  # in the place of what is selected
    QTest.keyClick(box, key)
    assert not dialog.isVisible()
    assert written == [Term("朱云", "朱芸")][:count]


def test_a_long_selection_is_asked_about_in_short(parent: QWidget, qtbot: QtBot) -> None:
    word = Word("头" + "发展" * 500 + "尾", "頭" + "發展" * 500 + "尾", to_traditional=True)
    dialog = WordDialog(word, parent)
    dialog.open()
    answer_box = part_of(dialog, QLineEdit)
    assert answer_box.text() == word.shown
    answer_box.setText(word.shown + "。")
    assert "头发展" in said(dialog) and "展尾”" in said(dialog) and "展尾。" in said(dialog)
    assert len(said(dialog)) < 300
    assert dialog.width() < 500 and dialog.height() < 400
    for label in dialog.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())  # nothing is cut off
    with qtbot.waitSignal(dialog.term_written) as written:
        press(dialog, QDialogButtonBox.StandardButton.Ok)
    assert written.args == [Term(word.source_form, word.shown + "。")]


# The list


def table_of(dialog: TermsDialog) -> list[list[str]]:
    """The words of each row, without the arrow between them."""
    model = part_of(dialog, QTableView).model()
    return [
        [str(model.index(row, column).data()) for column in (SIMPLIFIED, TRADITIONAL)]
        for row in range(model.rowCount())
    ]


def arrows_of(dialog: TermsDialog) -> str:
    model = part_of(dialog, QTableView).model()
    return "".join(model.index(row, DIRECTION).data() for row in range(model.rowCount()))


def button(dialog: TermsDialog, text: str) -> QPushButton:
    (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == text]
    return found


def box_of(dialog: TermsDialog, name: str) -> QLineEdit:
    """The line of the dialog, not of a cell, that asks for this."""
    (found,) = [one for one in dialog.findChildren(QLineEdit) if one.placeholderText() == name]
    return found


def add(dialog: TermsDialog, simplified: str, traditional: str) -> None:
    box_of(dialog, "Simplified").setText(simplified)
    box_of(dialog, "Traditional").setText(traditional)
    button(dialog, "Add").click()


def select_row(dialog: TermsDialog, row: int) -> None:
    """That row alone, although a key of an earlier test may count as held."""
    table = part_of(dialog, QTableView)
    flag = QItemSelectionModel.SelectionFlag
    index = table.model().index(row, 0)
    table.selectionModel().select(index, flag.ClearAndSelect | flag.Rows)


def remove(dialog: TermsDialog, row: int) -> None:
    select_row(dialog, row)
    button(dialog, "Remove").click()


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

    edit_cell(dialog, 0, TRADITIONAL, "朱芸")
    session.rest()
    assert table_of(dialog)[0] == ["朱云", "朱芸"]
    assert "朱芸" in body(session)

    select_row(dialog, 0)
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
    library.add_terms(Terms([Term("朱云", "朱云"), Term("后", "后")]))
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
    library.add_terms(Terms([Term("朱云", "朱云")]))
    tasks = Tasks()
    told: list[object] = []
    tasks.error_raised.connect(told.append)
    stack = QUndoStack()
    editor = TermEditor(library, tasks, stack, stack)
    with closing(sqlite3.connect(paths.database)) as other:
        other.execute("ALTER TABLE term RENAME TO lost")
        editor.start()
        wait_until(lambda: bool(told))
        shown: list[Terms] = []
        editor.terms_changed.connect(shown.append)
        editor.replace(Terms([Term("发", "髮")]))
        assert shown == [NO_TERMS]  # the list takes its edit back
        other.execute("ALTER TABLE lost RENAME TO term")
    editor.add(Term("后", "后"))
    wait_until(lambda: not tasks.busy)
    tasks.close()
    assert list(library.terms()) == [Term("朱云", "朱云"), Term("后", "后")]


def test_words_of_another_program_stay_and_come_into_sight(session: Session, paths: Paths) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    add(dialog, "𫖯首", "俯首")
    session.rest()
    with closing(Library(paths)) as other:
        other.add_terms(Terms([Term("发展", "发展")]))
    remove(dialog, 0)
    session.rest()
    assert table_of(dialog) == [["𫖯首", "俯首"], ["发展", "发展"]]
    assert "发展歷史" in body(session)
    session.choose("Undo Change words")
    assert table_of(dialog) == [["𫖯首", "俯首"], ["发展", "发展"], ["朱云", "朱云"]]
    session.choose("Undo Change words")
    assert table_of(dialog) == [["发展", "发展"], ["朱云", "朱云"]]
    assert table_of(dialog) == [list(term.forms) for term in session.library.terms()]
    dialog.close()


def test_undo_puts_a_word_back_where_it_stood(session: Session) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    add(dialog, "𫖯首", "俯首")
    remove(dialog, 0)
    session.choose("Undo Change words")
    assert table_of(dialog) == [["朱云", "朱云"], ["𫖯首", "俯首"]]
    assert table_of(dialog) == [list(term.forms) for term in session.library.terms()]
    dialog.close()


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
        edit_cell(dialog, 1, SIMPLIFIED, "  ")
        edit_cell(dialog, 1, TRADITIONAL, "頭髮")
        add(dialog, "", "字")
        part_of(dialog, QTableView).clearSelection()
        button(dialog, "Remove").click()
    assert table_of(dialog) == [["朱云", "朱云"], ["头发", "頭髮"]]
    assert "Write the word in both scripts." in said(dialog)
    dialog.close()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" ", "Write the word in both scripts."),
        ("#朱云", "does not begin with “#”"),
        ("朱\t云", "holds no tab"),
        ("头发", "in the list already"),
    ],
)
def test_a_cell_says_why_it_stays_as_it_was(
    text: str, told: str, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = TermsDialog(Terms([Term("朱云", "頭髮"), Term("头发", "頭髮")]), parent)
    dialog.show()
    with qtbot.assertNotEmitted(dialog.terms_edited):
        edit_cell(dialog, 0, SIMPLIFIED, text)
    assert told in said(dialog)
    assert table_of(dialog)[0] == ["朱云", "頭髮"]
    edit_cell(dialog, 0, SIMPLIFIED, "朱芸")
    assert told not in said(dialog)
    dialog.close()


def test_every_fault_is_told_apart() -> None:
    assert len({fault_text(fault) for fault in TermFault}) == len(TermFault)


def test_a_word_added_again_goes_to_the_end(session: Session) -> None:
    dialog = opened_list(session)
    for words in (("朱云", "朱云"), ("头发", "頭髮"), ("朱云", "朱云")):
        add(dialog, *words)
    session.rest()
    assert table_of(dialog) == [["头发", "頭髮"], ["朱云", "朱云"]]
    assert "Words: 2" in said(dialog)
    assert list(session.library.terms()) == [Term("头发", "頭髮"), Term("朱云", "朱云")]
    dialog.close()


# Directions


def click_arrow(dialog: TermsDialog, row: int) -> None:
    table = part_of(dialog, QTableView)
    place = table.visualRect(table.model().index(row, DIRECTION)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_an_arrow_tells_the_direction_and_a_click_turns_it(session: Session) -> None:
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    add(dialog, "𫖯", "俯")
    session.rest()
    assert arrows_of(dialog) == "↔→"
    assert "朱云來到" in body(session)
    click_arrow(dialog, 0)
    assert arrows_of(dialog) == "→→"
    click_arrow(dialog, 0)
    session.rest()
    assert arrows_of(dialog) == "←→"
    assert "朱雲來到" in body(session)
    assert list(session.library.terms()) == [
        Term("朱云", "朱云", Direction.TO_SIMPLIFIED),
        Term("𫖯", "俯", Direction.TO_TRADITIONAL),
    ]
    session.choose("Undo Change words")
    assert arrows_of(dialog) == "→→"
    dialog.close()


def test_the_space_bar_turns_an_arrow(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TermsDialog(TWO, parent)
    dialog.show()
    table = part_of(dialog, QTableView)
    index = table.model().index(1, DIRECTION)
    table.setCurrentIndex(index)
    with qtbot.waitSignal(dialog.terms_edited) as edited:
        QTest.keyClick(table, Qt.Key.Key_Space)
    one_way = Term("头发", "頭髮", Direction.TO_TRADITIONAL)
    assert edited.args == [Terms([Term("朱云", "朱云"), one_way])]
    assert index.data() == "→"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "To traditional only"
    dialog.close()


def test_a_word_cut_down_to_a_character_goes_one_way(parent: QWidget) -> None:
    dialog = TermsDialog(TWO, parent)
    dialog.show()
    edit_cell(dialog, 1, SIMPLIFIED, "发")
    assert arrows_of(dialog) == "↔↔"
    edit_cell(dialog, 1, TRADITIONAL, "髮")
    assert arrows_of(dialog) == "↔→"
    click_arrow(dialog, 1)
    edit_cell(dialog, 1, TRADITIONAL, "發")
    assert arrows_of(dialog) == "↔←"  # as it was chosen
    dialog.close()


# Looking for a word


@pytest.fixture
def three(parent: QWidget) -> Iterator[TermsDialog]:
    """The list of three words, by itself."""
    terms = Terms([Term("头发", "頭髮"), Term("朱云", "朱云"), Term("理发", "理髮")])
    dialog = TermsDialog(terms, parent)
    dialog.terms_edited.connect(dialog.set_terms)  # as the window does
    dialog.show()
    yield dialog
    dialog.close()


def test_words_are_found_in_either_column_and_script(three: TermsDialog) -> None:
    box = box_of(three, "Find a word")
    assert "Words: 3" in said(three)
    for words in ("发", "髮", " 發"):
        box.setText(words)
        assert table_of(three) == [["头发", "頭髮"], ["理发", "理髮"]]
        assert "2 of 3" in said(three)
    box.setText("朱雲")
    assert table_of(three) == [["朱云", "朱云"]]
    box.setText("髮理")  # not over two words
    assert table_of(three) == []
    box.clear()
    assert len(table_of(three)) == 3
    assert "Words: 3" in said(three)


def test_words_that_were_found_are_edited_and_removed(three: TermsDialog, qtbot: QtBot) -> None:
    box_of(three, "Find a word").setText("髮")
    with qtbot.waitSignal(three.terms_edited) as edited:
        edit_cell(three, 1, TRADITIONAL, "理亂")
    assert edited.args == [
        Terms([Term("头发", "頭髮"), Term("朱云", "朱云"), Term("理发", "理亂")])
    ]
    assert table_of(three) == [["头发", "頭髮"], ["理发", "理亂"]]
    part_of(three, QTableView).selectAll()
    with qtbot.waitSignal(three.terms_edited) as edited:
        button(three, "Remove").click()
    assert edited.args == [Terms([Term("朱云", "朱云")])]
    assert "0 of 1" in said(three)


def test_a_word_that_is_added_is_seen(session: Session) -> None:
    dialog = opened_list(session)
    for number in range(40):
        add(dialog, f"第{number}", f"第{number}")
    box_of(dialog, "Find a word").setText("39")
    add(dialog, "朱云", "朱云")
    table = part_of(dialog, QTableView)
    last = table.model().index(40, 0)
    assert last.data() == "朱云"
    assert table.viewport().rect().contains(table.visualRect(last))
    dialog.close()


def test_rows_that_stay_keep_their_selection(three: TermsDialog) -> None:
    table = part_of(three, QTableView)
    select_row(three, 1)
    terms = [Term("头发", "頭髮"), Term("朱云", "朱云"), Term("理发", "理髮"), Term("后", "后")]
    for changed in (terms, terms[:2], [terms[3], *terms[:2]], [terms[3], terms[1]]):
        three.set_terms(Terms(changed))
        assert table_of(three) == [[term.simplified, term.traditional] for term in changed]
        (index,) = table.selectionModel().selectedRows()
        assert index.data() == "朱云"


# Keys


def test_delete_removes_the_selected_words(three: TermsDialog, qtbot: QtBot) -> None:
    three.activateWindow()
    wait_until(three.isActiveWindow)
    table = part_of(three, QTableView)
    table.setFocus()
    select_row(three, 0)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert table_of(three) == [["朱云", "朱云"], ["理发", "理髮"]]
    with qtbot.assertNotEmitted(three.terms_edited):
        QTest.keyClick(table, Qt.Key.Key_Delete)  # nothing is selected now
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert table_of(three) == [["朱云", "朱云"]]


def test_undo_and_redo_work_in_the_list(session: Session) -> None:
    dialog = opened_list(session)
    dialog.activateWindow()
    wait_until(dialog.isActiveWindow)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    add(dialog, "朱云", "朱云")
    for widget in (box_of(dialog, "Simplified"), part_of(dialog, QTableView)):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Z, control)
        assert table_of(dialog) == []
        QTest.keyClick(widget, Qt.Key.Key_Z, control | shift)
        assert table_of(dialog) == [["朱云", "朱云"]]
    session.rest()
    assert "朱云來到" in body(session)
    dialog.close()


def test_undo_takes_back_first_what_is_being_written(session: Session) -> None:
    dialog = opened_list(session)
    dialog.activateWindow()
    wait_until(dialog.isActiveWindow)
    add(dialog, "朱云", "朱云")
    box = box_of(dialog, "Simplified")
    type_text(box, "后")
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.text() == ""
    assert table_of(dialog) == [["朱云", "朱云"]]
    session.rest()
    dialog.close()


def test_removing_the_last_word_leaves_none(parent: QWidget, qtbot: QtBot) -> None:
    dialog = TermsDialog(TWO, parent)
    part_of(dialog, QTableView).selectAll()
    with qtbot.waitSignal(dialog.terms_edited) as edited:
        button(dialog, "Remove").click()
    assert edited.args == [NO_TERMS]


def test_every_bad_line_can_be_read(parent: QWidget) -> None:
    dialog = TermsDialog(NO_TERMS, parent)
    dialog.show()
    report = part_of(dialog, QListView)
    assert not report.isVisible()
    problems = tuple(TermProblem(line, TermFault.FIELDS) for line in range(1, 5000))
    dialog.show_import(TermImport("words.tsv: some", problems))
    assert "words.tsv: some" in said(dialog)
    assert report.isVisible()

    def read_on() -> bool:
        QTest.keyClick(report, Qt.Key.Key_End)
        return len(rows(report)) == 4999

    wait_until(read_on)
    assert rows(report)[-1].endswith("999: Not two words with one tab between them.")
    add(dialog, "", "")
    assert not report.isVisible()  # it says something else now
    dialog.close()


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
    summary = "words.tsv: words added: 1; lines that could not be read: 2."
    assert summary in said(dialog) and summary in session.status()
    assert [text.partition(":")[0] for text in rows(part_of(dialog, QListView))] == [
        "line 3",
        "line 6",
    ]
    session.choose("Undo Change words")
    assert table_of(dialog) == [["朱云", "朱云"]]
    dialog.close()


def test_an_import_is_kept_when_the_window_closes_right_away(
    session: Session, tmp_path: Path, paths: Paths
) -> None:
    file = write(tmp_path, "words.tsv", "朱云\t朱云\n")
    dialog = opened_list(session)
    dialog.import_requested.emit(file)
    dialog.close()
    session.close()
    with closing(Library(paths)) as library:
        assert list(library.terms()) == [Term("朱云", "朱云")]


def test_what_an_import_says_holds(session: Session, tmp_path: Path) -> None:
    """Of two that contradict each other the later one: that of the file."""
    file = write(tmp_path, "words.tsv", "朱云\t朱云\n")
    dialog = opened_list(session)
    add(dialog, "朱云", "朱云")
    add(dialog, "朱云", "朱芸")
    choose_file(dialog, "Import…", file)
    session.rest()
    assert table_of(dialog) == [["朱云", "朱芸"], ["朱云", "朱云"]]
    assert "朱云來到" in body(session)
    assert said(dialog).endswith("words.tsv: words added: 0.")
    assert not part_of(dialog, QListView).isVisible()
    dialog.close()


@pytest.mark.parametrize("bad", ["", "没有\n"])
def test_an_import_tells_its_end_when_the_list_was_closed(
    bad: str, session: Session, tmp_path: Path
) -> None:
    """Where lines could not be read, the list opens again to show them."""
    file = write(tmp_path, "words.tsv", f"朱云\t朱云\n{bad}")
    dialog = opened_list(session)
    dialog.import_requested.emit(file)
    dialog.close()
    session.rest()
    assert "words.tsv: words added: 1" in session.status()
    opened = [one for one in session.window.findChildren(TermsDialog) if one.isVisible()]
    assert len(opened) == bool(bad)
    for each in opened:
        assert rows(part_of(each, QListView)) == [
            "line 2: Not two words with one tab between them."
        ]
        each.close()


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
