"""The annotation pane: cards in the order of the text, and all that is done to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.model import (
    AnnotationEdit,
    AnnotationListing,
    AnnotationQuery,
    Color,
    MarkStyle,
)
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.card import Card
from reader.ui.annotations.card_delegate import CardDelegate
from reader.ui.annotations.card_list import CardList
from reader.ui.annotations.card_menu import CardMenu
from reader.ui.annotations.filter_bar import Scope, moments_of
from reader.ui.annotations.lister import KnownWords, Listed
from reader.ui.annotations.tag_editor import TagEditor
from reader.ui.search.date_popup import DatePopup
from reader.ui.search.filter_chips import Chip
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
        self.view = part_of(self.pane, CardList)
        self.written: list[tuple[str, str]] = []
        self.edited: list[tuple[tuple[str, ...], AnnotationEdit]] = []
        self.deleted: list[str] = []
        self.pane.note_written.connect(lambda one, note: self.written.append((one.id, note)))
        self.pane.edit_requested.connect(lambda ids, edit: self.edited.append((ids, edit)))
        self.pane.delete_requested.connect(self.deleted.extend)
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
        return self.pane.cards.ids[index.row()] if index.isValid() else ""

    @property
    def colored(self) -> list[tuple[str, str | None]]:
        return [(one, edit.color) for ids, edit in self.edited for one in ids]

    def cards(self) -> list[Card]:
        """All that are there."""
        found = (self.pane.cards.card(row) for row in range(self.pane.cards.rowCount()))
        return [one for one in found if one is not None]

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
    assert [one.id for one in asked.args] == ["b"]
    assert annotator.editor is None


def test_going_by_keys_asks_for_the_place_too(annotator: Annotator, qtbot: QtBot) -> None:
    annotator.click(0)
    with qtbot.waitSignal(annotator.pane.annotation_requested) as asked:
        annotator.press(Qt.Key.Key_Down)
    assert [one.id for one in asked.args] == ["b"]


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


def test_escape_keeps_the_note(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.type("写完")
    annotator.press(Qt.Key.Key_Escape)
    assert annotator.editor is None
    assert annotator.written == [("b", "第一个备注写完")]
    assert annotator.view.hasFocus()


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
    cards = annotator.cards()
    longer = replace(cards[0].annotation, note="很长的备注。" * 20)
    annotator.pane.set_cards([replace(cards[0], annotation=longer), *cards[1:]])
    wait_until(lambda: annotator.height(0) > bare + 40)


def test_a_long_note_is_folded_until_it_is_asked_for(annotator: Annotator) -> None:
    folded = "一行\n" * 30 + "末行"
    annotator.pane.set_cards([card("a", "皇后", folded), card("b", "后宫", "一行\n" * 11)])
    delegate = annotator.view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    first, second = (annotator.pane.cards.index(row) for row in range(2))
    assert delegate.fold_line(second).isEmpty()
    low = annotator.height(0)
    assert low < annotator.height(1) * 1.5
    line = delegate.fold_line(first)
    QTest.mouseClick(annotator.view.viewport(), Qt.MouseButton.LeftButton, pos=line.center())
    high = annotator.height(0)
    assert high > 2 * low
    annotator.view.verticalScrollBar().setValue(high)
    annotator.press(Qt.Key.Key_Space)
    assert annotator.height(0) == low
    assert annotator.view.visualRect(first).top() == 0
    annotator.press(Qt.Key.Key_Space)
    assert annotator.height(0) == high
    annotator.double_click(1)  # a note that is not folded is written in as before
    assert annotator.editor is not None


def test_the_menu_unfolds_a_long_note(annotator: Annotator) -> None:
    annotator.pane.set_cards([card("a", "皇后", "一行\n" * 30), card("b", "后宫")])
    entries = []
    for row in range(2):
        rect = annotator.view.visualRect(annotator.pane.cards.index(row))
        annotator.view.customContextMenuRequested.emit(rect.topLeft() + QPoint(20, 20))
        menu = annotator.pane.findChildren(CardMenu)[-1]
        entries.append([one for one in menu.actions() if "unfold" in one.text()])
        menu.close()
    low = annotator.height(0)
    annotator.click(0)
    (unfold,) = entries[0]
    unfold.trigger()
    assert annotator.height(0) > 2 * low
    assert entries[1] == []


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
    cards = annotator.cards()
    annotator.pane.set_cards([card("z", "更早的"), *cards])
    annotator.type("的")
    assert annotator.written == []
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "新的第一个备注"
    rect = annotator.view.visualRect(annotator.pane.cards.index(2))
    wait_until(lambda: annotator.editor is not None and rect.contains(annotator.editor.geometry()))
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("b", "新的第一个备注")]


def test_a_card_that_goes_leaves_its_editor_until_that_is_done(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.pane.set_cards([card("a", "皇后"), card("c", "李勣")])
    annotator.press(Qt.Key.Key_1)
    annotator.press(Qt.Key.Key_Backspace)
    assert annotator.editor is not None
    assert (annotator.editor.toPlainText(), annotator.current()) == ("第一个备注", "b")
    assert annotator.edited == [] and annotator.deleted == []
    annotator.press(Qt.Key.Key_Escape)
    wait_until(lambda: rows(annotator.view) == ["皇后", "李勣"])
    assert annotator.editor is None
    assert annotator.height(0) == annotator.height(1)


def test_the_cards_of_another_article_close_the_editor(annotator: Annotator) -> None:
    annotator.double_click(1)
    annotator.pane.set_article(7, 3)
    annotator.pane.set_cards([card("x", "别的")])
    assert annotator.editor is None
    assert rows(annotator.view) == ["别的"]


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
    cards = [annotator.cards()[row] for row in (0, 2)]
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
    menu = part_of(annotator.pane, CardMenu)
    actions = {action.text().split("\t")[0]: action for action in menu.actions()}
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


# Several at once


def click_with(annotator: Annotator, row: int, modifier: Qt.KeyboardModifier) -> None:
    rect = annotator.view.visualRect(annotator.pane.cards.index(row))
    viewport = annotator.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, modifier, rect.center())


def test_several_are_chosen_recoloured_and_deleted_together(
    annotator: Annotator, qtbot: QtBot
) -> None:
    annotator.click(0)
    with qtbot.assertNotEmitted(annotator.pane.annotation_requested):
        click_with(annotator, 2, Qt.KeyboardModifier.ControlModifier)
    assert annotator.pane.selected_ids() == ("a", "c")
    annotator.press(Qt.Key.Key_3)
    assert annotator.edited == [(("a", "c"), AnnotationEdit(color=Color.BLUE))]
    annotator.press(Qt.Key.Key_Delete)
    assert annotator.deleted == ["a", "c"]
    annotator.pane.set_cards([annotator.cards()[1]])
    assert annotator.pane.selected_ids() == ("b",)


def test_all_and_a_range_are_chosen(annotator: Annotator) -> None:
    annotator.click(0)
    click_with(annotator, 1, Qt.KeyboardModifier.ShiftModifier)
    assert annotator.pane.selected_ids() == ("a", "b")
    annotator.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert annotator.pane.selected_ids() == ("a", "b", "c")
    annotator.press(Qt.Key.Key_F2)  # of one note only
    assert annotator.editor is None


def test_the_menu_of_several_merges_exports_and_restyles(annotator: Annotator) -> None:
    merged: list[object] = []
    exported: list[object] = []
    annotator.pane.merge_requested.connect(merged.append)
    annotator.pane.export_requested.connect(exported.append)
    annotator.click(0)
    annotator.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    rect = annotator.view.visualRect(annotator.pane.cards.index(1))
    annotator.view.customContextMenuRequested.emit(rect.center())
    menu = part_of(annotator.pane, CardMenu)
    actions = {one.text().split("\t")[0]: one for one in menu.findChildren(QAction)}
    assert "Edit note" not in actions
    actions["Merge those that overlap"].trigger()
    actions["Export…"].trigger()
    actions["Underline"].trigger()
    menu.close()
    assert merged == exported == [("a", "b", "c")]
    assert annotator.edited == [(("a", "b", "c"), AnnotationEdit(style=MarkStyle.UNDERLINE))]


# Tags


def tag_editor(annotator: Annotator) -> tuple[TagEditor, QLineEdit]:
    annotator.press(Qt.Key.Key_T)
    found = part_of(annotator.pane, TagEditor)
    return found, part_of(found, QLineEdit)


def test_tags_are_typed_and_taken_away(annotator: Annotator) -> None:
    tagged = replace(annotator.cards()[1].annotation, tags=("旧", "留"))
    annotator.pane.set_cards([Card(tagged, "后宫")])
    annotator.click(0)
    editor, line = tag_editor(annotator)
    assert editor.tags == ["旧", "留"]
    type_text(line, "新，")
    QTest.keyClick(line, Qt.Key.Key_Return)
    type_text(line, "#又")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert editor.tags == ["旧", "留", "新", "又"]
    cross = next(
        one for one in editor.findChildren(QToolButton) if one.accessibleName().endswith("旧")
    )
    cross.click()
    QTest.keyClick(line, Qt.Key.Key_Return)  # an empty line: done
    assert not editor.isVisible()
    assert annotator.edited == [(("b",), AnnotationEdit(added=("新", "又"), removed=("旧",)))]


def test_escape_leaves_the_tags_and_anything_else_keeps_them(annotator: Annotator) -> None:
    annotator.click(0)
    editor, line = tag_editor(annotator)
    type_text(line, "不要")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert annotator.edited == []
    QApplication.sendPostedEvents(None, 52)  # the leaf goes when it was closed
    editor, line = tag_editor(annotator)
    type_text(line, "要")
    editor.close()
    assert annotator.edited == [(("a",), AnnotationEdit(added=("要",)))]


def test_tags_of_several_say_how_many_have_them(annotator: Annotator) -> None:
    one, two, three = annotator.cards()
    tagged = replace(one.annotation, tags=("甲",)), replace(two.annotation, tags=("甲", "乙"))
    annotator.pane.set_cards([Card(tagged[0], "皇后"), Card(tagged[1], "后宫"), three])
    annotator.click(0)
    annotator.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    editor, line = tag_editor(annotator)
    labels = [label.text() for label in editor.findChildren(QLabel)]
    assert labels == ["Tags of 3 annotations", "甲 (2)", "乙 (1)"]
    type_text(line, "甲")
    editor.close()
    assert annotator.edited == [(("a", "b", "c"), AnnotationEdit(added=("甲",)))]


def test_tags_are_completed_from_those_of_the_library(annotator: Annotator) -> None:
    annotator.pane.set_words(KnownWords(tags=("农村调查", "经济")))
    annotator.click(0)
    editor, line = tag_editor(annotator)
    completer = line.completer()
    completer.setCompletionPrefix("调")
    assert completer.currentCompletion() == "农村调查"
    type_text(line, "调")
    popup = completer.popup()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert editor.tags == ["农村调查"]
    editor.close()
    assert annotator.edited[0][1].added == ("农村调查",)


def on_screen(widget: QWidget) -> bool:
    return widget.screen().availableGeometry().contains(widget.geometry())


def test_pop_ups_stay_on_the_screen(annotator: Annotator) -> None:
    screen = annotator.pane.screen().availableGeometry()
    annotator.pane.move(screen.right() - 100, screen.bottom() - 300)
    annotator.click(0)
    editor, line = tag_editor(annotator)
    assert on_screen(editor)
    for number in range(12):
        type_text(line, f"标签{number}")
        QTest.keyClick(line, Qt.Key.Key_Return)
    names = [label for label in editor.findChildren(QLabel) if label.isVisible()]
    assert [label.text() for label in names] == editor.tags
    corners = [label.mapTo(editor, label.rect().bottomRight()) for label in names]
    assert all(editor.rect().contains(corner) for corner in corners)
    assert on_screen(editor)
    editor.close()
    chips = annotator.pane.filters.findChildren(Chip)
    next(chip for chip in chips if chip.name == "Date").pressed.emit()
    popup = part_of(annotator.pane, DatePopup)
    assert on_screen(popup)
    popup.close()


# Scopes and filters


def listing(query: AnnotationQuery, ids: str, total: int) -> Listed:
    found = tuple(replace(card(one, one.upper()), origin="文章") for one in ids)
    return Listed(AnnotationListing(query, tuple(ids), total), found)


def test_a_narrow_pane_shows_every_scope_and_filter(annotator: Annotator) -> None:
    annotator.pane.resize(150, 600)
    filters = annotator.pane.filters
    shown = [one for one in filters.findChildren(QToolButton) if one.isVisible()]
    texts = {one.text() for one in shown}
    assert {"Article", "Document", "All", "Colour", "Style", "Tag", "Date"} <= texts
    for button in shown:
        corner = button.mapTo(filters, button.rect().bottomRight())
        assert filters.rect().contains(corner)
        assert button.width() >= button.sizeHint().width()


def test_a_wider_scope_asks_for_its_list(annotator: Annotator) -> None:
    asked: list[AnnotationQuery] = []
    annotator.pane.listing_requested.connect(lambda query, _: asked.append(query))
    annotator.pane.set_article(7, 3)
    annotator.pane.filters.set_scope(Scope.DOCUMENT)
    annotator.pane.filters.set_scope(Scope.LIBRARY)
    assert asked == [AnnotationQuery(document_id=3), AnnotationQuery()]
    annotator.pane.show_listing(listing(asked[0], "xy", 2))  # too late
    assert [one.annotation.id for one in annotator.cards()] == ["a", "b", "c"]
    annotator.pane.show_listing(listing(asked[1], "axyz", 4))
    assert rows(annotator.view) == ["A", "X", "Y", "Z"]
    assert annotator.said().startswith("Annotations · 4")
    annotator.pane.set_cards([card("q", "别的")])  # another article: the list stays
    assert rows(annotator.view) == ["A", "X", "Y", "Z"]
    annotator.pane.filters.set_scope(Scope.ARTICLE)
    assert rows(annotator.view) == ["别的"]


def test_words_filter_the_article_in_the_order_of_its_text(annotator: Annotator) -> None:
    asked: list[AnnotationQuery] = []
    annotator.pane.listing_requested.connect(lambda query, _: asked.append(query))
    annotator.pane.set_article(7, 3)
    line = part_of(annotator.pane.filters, QLineEdit)
    type_text(line, "后")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked == [AnnotationQuery(article_id=7, words="后")]
    assert annotator.view.hasFocus()
    annotator.pane.show_listing(listing(asked[0], "ba", 3))
    assert rows(annotator.view) == ["皇后", "后宫\n第一个备注"]
    assert annotator.said().startswith("Annotations · 2 of 3")
    annotator.pane.show_listing(listing(asked[0], "", 3))
    assert "No annotation matches the filters." in annotator.said()
    clear = next(
        one
        for one in annotator.pane.findChildren(QToolButton)
        if one.isVisible() and one.text() == "Clear the filters"
    )
    clear.click()
    assert len(rows(annotator.view)) == 3
    assert line.text() == ""


def test_a_card_that_is_asked_for_comes_from_behind_its_filter(annotator: Annotator) -> None:
    annotator.pane.set_article(7, 3)
    line = part_of(annotator.pane.filters, QLineEdit)
    type_text(line, "后")
    QTest.keyClick(line, Qt.Key.Key_Return)
    query = AnnotationQuery(article_id=7, words="后")
    annotator.pane.show_listing(listing(query, "ab", 3))
    annotator.pane.select("c")
    assert annotator.current() == "c"
    assert len(rows(annotator.view)) == 3


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ("2020", (2020, 1, 1), (2021, 1, 1)),
        ("2020-12", (2020, 12, 1), (2021, 1, 1)),
        ("2020-02-28", (2020, 2, 28), (2020, 2, 29)),
        ("2019..2020-11", (2019, 1, 1), (2020, 12, 1)),
        ("..2020", None, (2021, 1, 1)),
        ("2020..", (2020, 1, 1), None),
    ],
)
def test_dates_are_days_of_this_computer(
    dates: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None
) -> None:
    since, until = moments_of(dates)
    assert since == (datetime(*first).astimezone() if first else None)
    assert until == (datetime(*last).astimezone() if last else None)


def test_many_cards_are_measured_only_as_they_are_seen(annotator: Annotator) -> None:
    asked: list[tuple[str, ...]] = []
    annotator.pane.rows_requested.connect(asked.append)
    annotator.pane.filters.set_scope(Scope.LIBRARY)
    ids = tuple(f"n{number}" for number in range(50_000))
    first = tuple(card(one, "皇后") for one in ids[:40])
    annotator.pane.show_listing(Listed(AnnotationListing(AnnotationQuery(), ids, 50_000), first))
    assert asked == []
    annotator.view.setFocus()
    annotator.press(Qt.Key.Key_End)
    assert annotator.current() == "n49999"
    assert "n49999" in asked[-1]
    assert sum(map(len, asked)) < 200
    annotator.pane.put_cards([card(one, "李勣") for one in asked[-1]])
    last = annotator.view.visualRect(annotator.pane.cards.index(49_999))
    assert annotator.view.viewport().rect().contains(last)
    annotator.press(Qt.Key.Key_Home)
    assert annotator.view.visualRect(annotator.pane.cards.index(0)).top() == 0
    annotator.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(annotator.pane.selected_ids()) == 50_000


# Orphans, and what could not be stored


def test_an_orphan_is_placed_on_selected_words(annotator: Annotator) -> None:
    placed: list[str] = []
    annotator.pane.place_requested.connect(lambda one: placed.append(one.id))
    lost = replace(card("o", "不在了"), orphan=True)
    annotator.pane.set_cards([card("a", "皇后"), lost])
    index = annotator.pane.cards.index(1)
    delegate = annotator.view.itemDelegate()
    assert isinstance(delegate, CardDelegate)
    assert delegate.place_button(annotator.pane.cards.index(0)).isEmpty()
    point = delegate.place_button(index).center()
    for placeable in (False, True):
        annotator.pane.set_placeable(placeable)
        QTest.mouseClick(annotator.view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert placed == ["o"]
    annotator.press(Qt.Key.Key_P)
    assert placed == ["o", "o"]


def lost_button(annotator: Annotator) -> QToolButton:
    buttons = annotator.pane.findChildren(QToolButton)
    return next(one for one in buttons if one.text().startswith("No longer"))


def test_it_says_how_many_are_no_longer_in_the_text_and_lists_them(annotator: Annotator) -> None:
    asked: list[AnnotationQuery] = []
    annotator.pane.listing_requested.connect(lambda query, _: asked.append(query))
    annotator.pane.set_article(7, 3)
    annotator.pane.set_cards([card("a", "皇后")])
    button = lost_button(annotator)
    assert not button.isVisible()
    lost = [replace(card(one, one), orphan=True) for one in "op"]
    annotator.pane.set_cards([card("a", "皇后"), *lost])
    assert (button.isVisible(), button.text()) == (True, "No longer in the text: 2")
    button.click()
    assert asked == [AnnotationQuery(article_id=7, orphans=True)]
    annotator.pane.show_listing(listing(asked[0], "op", 3))
    assert rows(annotator.view) == ["o", "p"]
    assert not button.isVisible()


def test_of_a_wider_scope_the_number_comes_later(annotator: Annotator) -> None:
    annotator.pane.set_article(7, 3)
    annotator.pane.filters.set_scope(Scope.DOCUMENT)
    document, library = AnnotationQuery(document_id=3), AnnotationQuery()
    button = lost_button(annotator)
    annotator.pane.show_orphans(document, 4)
    assert (button.isVisible(), button.text()) == (True, "No longer in the text: 4")
    annotator.pane.filters.set_scope(Scope.LIBRARY)
    annotator.pane.show_listing(listing(library, "xy", 2))
    assert not button.isVisible()
    annotator.pane.show_orphans(document, 4)  # too late
    assert not button.isVisible()


def test_a_note_that_could_not_be_stored_stays_in_its_card(annotator: Annotator) -> None:
    annotator.double_click(0)
    annotator.type("写了很久")
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    annotator.pane.keep_draft("a", "写了很久")
    annotator.pane.show_trouble("Write note: the disk is full")
    assert rows(annotator.view)[0] == "皇后\n写了很久"
    assert "the disk is full" in annotator.said()
    annotator.pane.set_cards(annotator.cards())  # what is stored is still without it
    assert rows(annotator.view)[0] == "皇后\n写了很久"
    annotator.double_click(0)
    assert annotator.editor is not None
    assert annotator.editor.toPlainText() == "写了很久"
    annotator.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert annotator.written == [("a", "写了很久"), ("a", "写了很久")]
    annotator.pane.drop_draft("a")
    annotator.pane.show_trouble("")
    assert "the disk is full" not in annotator.said()


def test_the_menu_key_opens_the_menu_of_the_current_card(annotator: Annotator) -> None:
    annotator.click(2)
    viewport = annotator.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(viewport, event)
    menu = part_of(annotator.pane, CardMenu)
    assert annotator.current() == "c"
    next(one for one in menu.actions() if one.text().startswith("Delete")).trigger()
    menu.close()
    assert annotator.deleted == ["c"]
