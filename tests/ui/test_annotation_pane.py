"""The annotation pane: cards in the order of the text, and all that is done to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reader.model import Color
from reader.ui.annotation_pane import AnnotationPane, Card
from reader.ui.theme import DARK, LIGHT, SWATCHES
from tests.drafts import mark_of
from tests.ui.session import part_of, rows, type_text, wait_until


def card(id_: str, quote: str, note: str = "", color: Color = Color.YELLOW) -> Card:
    annotation = mark_of(quote, id_=id_, color=color, note=note)
    return Card(annotation, quote, orphan=False)


class Annotator:
    """The pane, the one who writes in it, and what it asked for."""

    def __init__(self, qtbot: QtBot) -> None:
        self.pane = AnnotationPane(LIGHT)
        self.tester = QAbstractItemModelTester(
            self.pane.cards, QAbstractItemModelTester.FailureReportingMode.Warning, self.pane
        )
        self.view = part_of(self.pane, QListView)
        self.written: list[tuple[str, str]] = []
        self.colored: list[tuple[str, Color]] = []
        self.deleted: list[str] = []
        self.pane.note_written.connect(lambda one, note: self.written.append((one.id, note)))
        self.pane.color_chosen.connect(lambda one, color: self.colored.append((one.id, color)))
        self.pane.delete_requested.connect(lambda one: self.deleted.append(one.id))
        qtbot.addWidget(self.pane)
        self.pane.resize(320, 600)
        with qtbot.waitExposed(self.pane):
            self.pane.show()
        self.pane.activateWindow()

    def click(self, row: int) -> None:
        rect = self.view.visualRect(self.pane.cards.index(row))
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    def double_click(self, row: int) -> None:
        point = self.view.visualRect(self.pane.cards.index(row)).center()
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
        QTest.mouseDClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=point)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key wherever the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifier)

    @property
    def editor(self) -> QPlainTextEdit | None:
        editors = self.view.viewport().findChildren(QPlainTextEdit)
        return next((one for one in editors if one.isVisible()), None)

    def type(self, text: str) -> None:
        """Type into the note that is open."""
        assert self.editor is not None and self.editor.hasFocus()
        type_text(self.editor, text)

    def current(self) -> str:
        index = self.view.currentIndex()
        return self.pane.cards.card(index.row()).annotation.id if index.isValid() else ""

    def height(self, row: int) -> int:
        return self.view.visualRect(self.pane.cards.index(row)).height()

    def said(self) -> str:
        labels = [label for label in self.pane.findChildren(QLabel) if label.isVisible()]
        return " ".join(label.text() for label in labels)


@pytest.fixture
def annotator(qtbot: QtBot) -> Iterator[Annotator]:
    opened = Annotator(qtbot)
    opened.pane.set_cards([card("a", "皇后"), card("b", "后宫", "第一个备注"), card("c", "李勣")])
    yield opened


def test_cards_stand_in_the_order_given(annotator: Annotator) -> None:
    assert rows(annotator.view) == ["皇后", "后宫\n第一个备注", "李勣"]
    assert annotator.said() == "Annotations · 3"


def test_without_cards_it_says_how_to_make_one(annotator: Annotator) -> None:
    annotator.pane.set_cards([])
    assert annotator.said().startswith("Annotations Select words")
    assert not annotator.view.isVisible()


def test_a_click_asks_for_the_place(annotator: Annotator, qtbot: QtBot) -> None:
    with qtbot.waitSignal(annotator.pane.annotation_requested) as asked:
        annotator.click(1)
    assert asked.args == ["b"]
    assert annotator.editor is None


def test_going_by_keys_asks_for_the_place_too(annotator: Annotator, qtbot: QtBot) -> None:
    annotator.click(0)
    with qtbot.waitSignal(annotator.pane.annotation_requested) as asked:
        annotator.press(Qt.Key.Key_Down)
    assert asked.args == ["b"]


def test_selecting_a_card_for_its_words_asks_for_nothing(
    annotator: Annotator, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(annotator.pane.annotation_requested):
        annotator.pane.select("c")
        annotator.pane.select("unknown")
    assert annotator.current() == "c"


# Notes


def test_a_double_click_opens_the_note_in_place(annotator: Annotator) -> None:
    annotator.double_click(1)
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "第一个备注"
    rect = annotator.view.visualRect(annotator.pane.cards.index(1))
    assert rect.contains(annotator.editor.geometry())


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Return])
def test_keys_open_the_note_and_control_enter_keeps_it(annotator: Annotator, key: Qt.Key) -> None:
    annotator.click(0)
    annotator.press(key)
    annotator.type("写下")
    annotator.press(Qt.Key.Key_Return)  # a new line
    annotator.type("两行𪟝")
    assert annotator.written == []
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("a", "写下\n两行𪟝")]
    assert annotator.editor is None
    assert annotator.view.hasFocus()


def test_escape_leaves_the_note_as_it_was(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.type("不要")
    annotator.press(Qt.Key.Key_Escape)
    assert annotator.editor is None
    assert annotator.written == []
    annotator.double_click(1)
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "第一个备注"


def test_going_elsewhere_keeps_the_note(annotator: Annotator) -> None:
    annotator.double_click(0)
    annotator.type("留下")
    annotator.click(2)
    assert annotator.written == [("a", "留下")]
    assert annotator.editor is None


def test_an_unchanged_note_is_not_written(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == []


def test_digits_and_delete_in_a_note_are_text(annotator: Annotator) -> None:
    annotator.double_click(1)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Backspace):
        annotator.press(key)
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("b", "第一个备注1")]
    assert annotator.colored == []
    assert annotator.deleted == []


def test_a_card_grows_for_its_editor_and_its_note(annotator: Annotator) -> None:
    bare = annotator.height(0)
    annotator.double_click(0)
    wait_until(lambda: annotator.height(0) > bare + 40)
    annotator.press(Qt.Key.Key_Escape)
    wait_until(lambda: annotator.height(0) == bare)
    cards = [annotator.pane.cards.card(row) for row in range(3)]
    longer = replace(cards[0].annotation, note="很长的备注。" * 20)
    annotator.pane.set_cards([replace(cards[0], annotation=longer), *cards[1:]])
    wait_until(lambda: annotator.height(0) > bare + 40)


# A note being written survives whatever happens around it


def test_a_draft_survives_another_script(annotator: Annotator) -> None:
    annotator.double_click(0)
    annotator.type("草稿完")
    annotator.press(Qt.Key.Key_Left)
    annotator.pane.set_cards(
        [card("a", "皇后"), card("b", "後宮", "第一個備註"), card("c", "李𪟝")]
    )
    annotator.type("未")
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "草稿未完"
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("a", "草稿未完")]
    assert rows(annotator.view)[1] == "後宮\n第一個備註"


def test_a_draft_survives_a_card_above_it(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.press(Qt.Key.Key_Home)
    annotator.type("新")
    cards = [annotator.pane.cards.card(row) for row in range(3)]
    annotator.pane.set_cards([card("z", "更早的"), *cards])
    annotator.type("的")
    assert annotator.written == []
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "新的第一个备注"
    rect = annotator.view.visualRect(annotator.pane.cards.index(2))
    wait_until(lambda: annotator.editor is not None and rect.contains(annotator.editor.geometry()))
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("b", "新的第一个备注")]


def test_a_card_that_goes_takes_its_editor_with_it(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.pane.set_cards([card("a", "皇后"), card("c", "李勣")])
    assert annotator.editor is None
    assert annotator.written == []
    assert annotator.height(0) == annotator.height(1)


# Colours and deletion


def test_number_keys_recolour(annotator: Annotator) -> None:
    annotator.click(1)
    for key in range(Qt.Key.Key_1, Qt.Key.Key_7):
        annotator.press(Qt.Key(key))
    assert annotator.colored == [("b", color) for color in list(Color)[1:]]  # yellow it is already
    annotator.press(Qt.Key.Key_7)
    assert len(annotator.colored) == 5


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_asks_for_the_current_one_and_goes_on_to_the_next(
    annotator: Annotator, key: Qt.Key
) -> None:
    annotator.click(1)
    annotator.press(key)
    assert annotator.deleted == ["b"]
    cards = [annotator.pane.cards.card(row) for row in (0, 2)]
    annotator.pane.set_cards(cards)
    assert annotator.current() == "c"
    annotator.press(key)
    annotator.pane.set_cards(cards[:1])
    assert annotator.current() == "a"
    assert annotator.deleted == ["b", "c"]


def test_keys_without_a_current_card_do_nothing(annotator: Annotator) -> None:
    annotator.view.setFocus()
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_2, Qt.Key.Key_F2):
        annotator.press(key)
    assert annotator.deleted == []
    assert annotator.colored == []
    assert annotator.editor is None


def test_the_menu_edits_copies_recolours_and_deletes(annotator: Annotator, qtbot: QtBot) -> None:
    rect = annotator.view.visualRect(annotator.pane.cards.index(1))
    annotator.view.customContextMenuRequested.emit(rect.center())
    (menu,) = annotator.pane.findChildren(QMenu)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Yellow"].isEnabled()
    actions["Blue"].trigger()
    assert annotator.colored == [("b", Color.BLUE)]
    with qtbot.waitSignal(annotator.pane.copy_requested) as copied:
        actions["Copy quote"].trigger()
    assert [one.id for one in copied.args] == ["b"]
    actions["Delete"].trigger()
    assert annotator.deleted == ["b"]
    menu.close()
    actions["Edit note"].trigger()
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "第一个备注"


def test_cards_are_drawn_in_their_colour_on_the_theme(annotator: Annotator) -> None:
    annotator.pane.set_cards([card("a", "皇后", color=Color.GREEN)])

    def colors() -> set[str]:
        image = annotator.view.viewport().grab().toImage()
        return {image.pixelColor(x, 25).name() for x in range(image.width())}

    assert {SWATCHES[Color.GREEN], LIGHT.page} <= colors()
    annotator.pane.set_colors(DARK)
    assert DARK.page in colors()


def test_a_long_quote_is_cut_and_a_long_note_is_not(annotator: Annotator) -> None:
    long = "很长的引文。" * 60
    annotator.pane.set_cards([card("a", long), card("b", "短", long)])
    line = annotator.view.fontMetrics().lineSpacing()
    assert annotator.height(0) < 9 * line
    assert annotator.height(1) > 15 * line
    annotator.view.viewport().grab()
