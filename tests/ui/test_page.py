"""The page by itself: layout as it comes on screen, scrolling and selecting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reader.article_view import Place
from reader.model import Span
from reader.ui.laid_block import BlockForm, LaidBlock, Line, Mark, Utf16Map
from reader.ui.page import Page, PageSource
from tests.ui.session import drag, wait_until

_CHARACTERS = st.text(st.sampled_from("a中𪟝😀勣\n") | st.characters(exclude_categories=["Cs"]))
_MEASURE = 20 * 30.0
_ODD = "\r\u2028\u2029\ufdd0\ufdd1\ufffc\x00\x0b\x0c\x85\u200b\ufe0f\t"


# UTF-16


@given(_CHARACTERS)
def test_positions_are_those_of_utf_16(text: str) -> None:
    positions = Utf16Map(text)
    for position in range(len(text) + 1):
        qt_position = len(text[:position].encode("utf-16-le")) // 2
        assert positions.to_qt(position) == qt_position
        assert positions.from_qt(qt_position) == position


@given(_CHARACTERS, st.sampled_from("𪟝😀\U00010000\U0010ffff"), _CHARACTERS)
def test_a_place_inside_a_surrogate_pair_is_the_place_before_it(
    before: str, astral: str, after: str
) -> None:
    inside = len(before.encode("utf-16-le")) // 2 + 1
    assert Utf16Map(before + astral + after).from_qt(inside) == len(before)


# A block


def test_lines_under_neighbouring_words_do_not_touch(qapp: QApplication) -> None:
    """On a highlight they do: there both belong to one."""
    font = QFont(["Noto Sans CJK SC"])
    font.setPixelSize(20)
    form = BlockForm(font, QColor("white"), line_height=36, indent=0, above=0, below=0)
    block = LaidBlock("后来发展", form, 200)
    red = QColor("red")

    def drawn(ground: QColor | None) -> set[int]:
        """The columns in which there is a line."""
        image = QImage(200, 36, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        marks = [Mark(span, ground, red) for span in (Span(0, 2), Span(2, 4))]
        block.draw(painter, QPointF(0, 0), marks, QRectF(image.rect()))
        painter.end()
        at = [(x, y) for x in range(200) for y in range(36)]
        return {x for x, y in at if image.pixelColor(x, y) == red}

    border = round(block.caret(2).left())
    around = set(range(border - 10, border + 10))
    free = around - drawn(None)
    assert set(range(border - 2, border + 2)) <= free <= set(range(border - 5, border + 5))
    assert around <= drawn(QColor("yellow"))


def test_a_word_with_two_lines_shows_both(qapp: QApplication) -> None:
    """One says how it could be converted, the other that it was cleaned."""
    font = QFont(["Noto Sans CJK SC"])
    font.setPixelSize(20)
    form = BlockForm(font, QColor("white"), line_height=36, indent=0, above=0, below=0)
    block = LaidBlock("后来", form, 200)

    def rows(*marks: Mark) -> set[int]:
        """The rows in which there is a line."""
        image = QImage(200, 36, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        block.draw(painter, QPointF(0, 0), marks, QRectF(image.rect()))
        painter.end()
        at = [(x, y) for x in range(200) for y in range(36)]
        return {y for x, y in at if image.pixelColor(x, y) != QColor("white")}

    red = QColor("red")
    dotted = Mark(Span(0, 2), None, red, Line.DOTTED)
    beads = Mark(Span(0, 2), None, red, Line.BEADS)
    assert rows(dotted) and rows(beads)
    assert max(rows(dotted)) + 1 < min(rows(beads))
    assert rows(dotted, beads) == rows(dotted) | rows(beads)


# The page


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[Sequence[str]], Page]:
    """Shows texts on a page, each a block of 20 pixels' type on lines of 36."""
    page = Page()
    qtbot.addWidget(page)
    page.resize(760, 500)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()

    def show_texts(texts: Sequence[str]) -> Page:
        font = QFont(["Noto Sans CJK SC"])
        font.setPixelSize(20)
        form = BlockForm(font, QColor("black"), line_height=36, indent=40, above=0, below=10)
        page.set_source(
            PageSource(
                [len(text) for text in texts],
                [0] * len(texts),
                [form],
                texts.__getitem__,
                _no_marks,
            ),
            measure=_MEASURE,
            margins=(44, 90),
            selection_color=QColor("blue"),
        )
        page.setFocus()
        return page

    return show_texts


def _no_marks(_: int) -> Sequence[Mark]:
    return ()


def key(page: Page, key_: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    modifier = Qt.KeyboardModifier.NoModifier
    for one in modifiers:
        modifier |= one
    QTest.keyClick(page, key_, modifier)


SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def lines(page: Page, texts: Sequence[str]) -> Iterator[tuple[int, Place]]:
    """The lines on screen, from above: the top of each, and its first place."""
    tops: dict[int, Place] = {}
    for number in page.blocks_on_screen():
        for offset in range(len(texts[number]) + 1):
            rect = page.rect_of(Place(number, offset))
            assert rect is not None
            tops.setdefault(rect.top(), Place(number, offset))
    yield from sorted(tops.items())


def paragraphs(count: int) -> list[str]:
    """Of one to seven lines; every third has no character that the estimate of heights expects."""
    wide, narrow = "一二三四五六七八九十", "illicit "
    return [
        f"{number} " + (narrow if number % 3 == 0 else wide) * (1 + number * 7 % 19)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "text", ["汉字𪟝勣𪟝字", "a𪟝b 𪟝", "𪟝" * 70, *(f"前{odd}𪟝中后" for odd in _ODD)]
)
def test_every_place_is_found_where_it_is_drawn(
    show: Callable[[Sequence[str]], Page], text: str
) -> None:
    page = show(["上", text, "下"])
    for offset in range(len(text) + 1):
        rect = page.rect_of(Place(1, offset))
        assert rect is not None
        place = page.place_at(rect.center())
        assert place is not None and place.block == 1
        again = page.rect_of(place)
        assert again is not None
        # Places around a character without width are drawn at one point; a wrapped line's end is
        # drawn as the beginning of the next.
        assert again.topLeft() == rect.topLeft() or again.left() == rect.left()
    assert [page.rect_of(Place(number, 0)) is not None for number in (0, 2)] == [True, True]


@pytest.mark.parametrize("odd", _ODD)
def test_odd_characters_neither_break_a_block_nor_move_what_follows(
    show: Callable[[Sequence[str]], Page], odd: str
) -> None:
    page = show([f"前{odd}𪟝中后面", "下"])
    start, end = page.rect_of(Place(0, 4)), page.rect_of(Place(0, 6))
    below = page.rect_of(Place(1, 0))
    assert start is not None and end is not None and below is not None
    assert end.left() - start.left() == 40  # 后面, two characters of 20 pixels
    assert start.top() == end.top() == below.top() - 36 - 10
    drag(page, start.center(), end.center())
    assert page.selection == (Place(0, 4), Place(0, 6))


def test_the_scroll_bar_can_be_moved_where_there_is_more_to_see(
    show: Callable[[Sequence[str]], Page],
) -> None:
    for texts, more in ((paragraphs(100), True), (["短"], False), (paragraphs(50), True)):
        bar = show(texts).verticalScrollBar()
        assert bar.isVisible()
        assert bar.isEnabled() is more
        assert (bar.maximum() > 0) is more


def test_a_place_is_shown_while_any_of_its_line_is_on_screen(
    show: Callable[[Sequence[str]], Page],
) -> None:
    page = show(["一二三四五六七八九十" * 60, *paragraphs(100)])
    last = Place(0, 599)
    assert page.shows(Place(0, 0))
    assert not page.shows(Place(90, 0))
    page.scroll_to(last, 0)
    assert page.shows(last)
    assert not page.shows(Place(0, 0))  # its block is, its line is not
    page.scroll_pixels(10)
    assert page.shows(last)


def test_the_first_line_is_the_first_whole_one(show: Callable[[Sequence[str]], Page]) -> None:
    texts = paragraphs(100)
    page = show(texts)
    for _ in range(40):
        page.scroll_pixels(97.3)
        whole = [(top, place) for top, place in lines(page, texts) if top >= 0]
        first = page.first_line()
        assert first is not None
        assert first[0] == whole[0][1]
        assert abs(first[1] - whole[0][0]) <= 1


def test_lines_on_screen_never_jump_while_heights_are_corrected(
    show: Callable[[Sequence[str]], Page],
) -> None:
    """Down through the text and up again, as heights go from estimated to known."""
    texts = paragraphs(120)
    page = show(texts)
    for step in [*[61.0] * 90, *[-61.0] * 90]:
        before = {place: top for top, place in lines(page, texts)}
        page.scroll_pixels(step)
        page.viewport().grab()
        after = {place: top for top, place in lines(page, texts)}
        moved = {before[place] - after[place] for place in before.keys() & after.keys()}
        assert moved
        assert all(abs(one - step) <= 1 for one in moved) or _at_an_end(page, texts)


def _at_an_end(page: Page, texts: Sequence[str]) -> bool:
    last = page.rect_of(Place(len(texts) - 1, len(texts[-1])))
    bottom = page.viewport().height()
    return page.verticalScrollBar().value() == 0 or (last is not None and last.bottom() < bottom)


def test_the_end_key_goes_to_the_end_and_home_to_the_beginning(
    show: Callable[[Sequence[str]], Page],
) -> None:
    texts = paragraphs(150)
    page = show(texts)
    key(page, Qt.Key.Key_End)
    last = page.rect_of(Place(149, len(texts[-1])))
    assert last is not None
    assert abs(page.viewport().height() - last.bottom() - 100) <= 10  # block's space, page's margin
    page.viewport().grab()
    assert page.verticalScrollBar().value() == page.verticalScrollBar().maximum()
    key(page, Qt.Key.Key_Home)
    first = page.rect_of(Place(0, 0))
    assert first is not None and 44 <= first.top() < 60
    assert page.verticalScrollBar().value() == 0


def test_the_scroll_bar_reaches_both_ends(show: Callable[[Sequence[str]], Page]) -> None:
    texts = paragraphs(150)
    page = show(texts)
    bar = page.verticalScrollBar()
    for _ in range(4):  # a hand that keeps pulling while the estimates become heights
        bar.setValue(bar.maximum())
        page.viewport().grab()
    last = page.rect_of(Place(149, len(texts[-1])))
    assert last is not None and last.bottom() < page.viewport().height()
    bar.setValue(0)
    assert page.first_line() is not None
    assert page.rect_of(Place(0, 0)) is not None


def test_keys_and_wheel_scroll(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(paragraphs(100))
    bar = page.verticalScrollBar()
    key(page, Qt.Key.Key_Down)
    assert bar.value() == 36
    key(page, Qt.Key.Key_Up)
    assert bar.value() == 0
    key(page, Qt.Key.Key_Space)
    turned = bar.value()
    assert page.viewport().height() * 0.8 < turned < page.viewport().height()
    key(page, Qt.Key.Key_Space, SHIFT)
    assert bar.value() == 0
    key(page, Qt.Key.Key_PageDown)
    assert bar.value() == turned
    key(page, Qt.Key.Key_PageUp)
    wheel(page, -120)
    assert bar.value() == 3 * 36
    wheel(page, 120)
    assert bar.value() == 0


def test_the_wheel_with_control_asks_for_another_size(
    show: Callable[[Sequence[str]], Page], qtbot: QtBot
) -> None:
    page = show(paragraphs(100))
    with qtbot.waitSignal(page.zoom_requested) as asked:
        wheel(page, 120, CONTROL)
    assert asked.args == [1]
    with qtbot.waitSignal(page.zoom_requested) as asked:
        wheel(page, -120, CONTROL)
    assert asked.args == [-1]
    assert page.verticalScrollBar().value() == 0


def wheel(
    page: Page,
    angle: int,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    point = QPoint(300, 200)
    event = QWheelEvent(
        QPointF(point),
        QPointF(page.mapToGlobal(point)),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(page.viewport(), event)


def test_revealing_scrolls_only_as_far_as_it_must(show: Callable[[Sequence[str]], Page]) -> None:
    texts = paragraphs(200)
    page = show(texts)
    page.reveal(Place(1, 2))
    assert page.verticalScrollBar().value() == 0
    page.reveal(Place(150, 5))
    rect = page.rect_of(Place(150, 5))
    assert rect is not None and 100 < rect.top() < 250
    page.reveal(Place(0, 0))
    rect = page.rect_of(Place(0, 0))
    assert rect is not None and rect.top() >= 0


def test_resizing_keeps_the_first_line(show: Callable[[Sequence[str]], Page]) -> None:
    texts = paragraphs(200)
    page = show(texts)
    page.scroll_pixels(5000)
    first = page.first_line()
    assert first is not None
    for width in (*range(740, 300, -20), *range(300, 760, 20)):
        page.resize(width, 500)
        line = next(place for top, place in lines(page, texts) if top >= first[1] - 1)
        following = next(place for _, place in lines(page, texts) if place > line)
        assert line <= first[0] < following, width
    page.resize(760, 500)
    assert page.first_line() == first


# Selecting


def test_a_drag_selects_either_way(show: Callable[[Sequence[str]], Page], qtbot: QtBot) -> None:
    page = show(["一二𪟝三四", "五六七"])
    first, last = page.rect_of(Place(0, 2)), page.rect_of(Place(1, 1))
    assert first is not None and last is not None
    for points in ((first.center(), last.center()), (last.center(), first.center())):
        with qtbot.waitSignal(page.selection_finished):
            drag(page, *points)
        assert page.selection == (Place(0, 2), Place(1, 1))


def test_a_click_selects_nothing_and_tells_its_character(
    show: Callable[[Sequence[str]], Page], qtbot: QtBot
) -> None:
    page = show(["一二𪟝三四"])
    page.select(Place(0, 0), Place(0, 3))
    left = page.rect_of(Place(0, 2))
    assert left is not None
    for x in (2, 10, 17):  # any part of it
        with qtbot.waitSignal(page.clicked) as clicked:
            point = left.center() + QPoint(x, 0)
            QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert clicked.args == [Place(0, 2)]
    assert page.selection is None
    with qtbot.waitSignal(page.clicked) as clicked:
        point = left.center() + QPoint(300, 0)
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert clicked.args == [None]


def test_a_click_with_shift_extends_the_selection(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(["一二三四五六七八"])
    viewport, button = page.viewport(), Qt.MouseButton.LeftButton
    second, sixth = page.rect_of(Place(0, 2)), page.rect_of(Place(0, 6))
    assert second is not None and sixth is not None
    QTest.mouseClick(viewport, button, pos=second.center())
    QTest.mouseClick(viewport, button, SHIFT, sixth.center())
    assert page.selection == (Place(0, 2), Place(0, 6))


def test_a_double_click_selects_the_word_under_the_mouse(
    show: Callable[[Sequence[str]], Page], qtbot: QtBot
) -> None:
    page = show(["汉字𪟝 reading 书"])
    viewport, button = page.viewport(), Qt.MouseButton.LeftButton
    start, end = page.rect_of(Place(0, 4)), page.rect_of(Place(0, 11))
    assert start is not None and end is not None
    for point in (start.center() + QPoint(2, 0), end.center() - QPoint(2, 0)):
        with qtbot.waitSignal(page.selection_finished):
            QTest.mouseDClick(viewport, button, pos=point)
            QTest.mouseRelease(viewport, button, pos=point)
        assert page.selection == (Place(0, 4), Place(0, 11))
    astral = page.rect_of(Place(0, 2))
    assert astral is not None
    QTest.mouseDClick(viewport, button, pos=astral.center() + QPoint(17, 0))
    selection = page.selection
    assert selection is not None
    assert selection[0] <= Place(0, 2) and Place(0, 3) <= selection[1]


def test_shift_and_arrows_select_over_lines_and_blocks(
    show: Callable[[Sequence[str]], Page],
) -> None:
    page = show(["一𪟝", "三四"])
    for expected in (Place(0, 1), Place(0, 2), Place(1, 0), Place(1, 1)):
        key(page, Qt.Key.Key_Right, SHIFT)
        assert page.selection == (Place(0, 0), expected)
    for expected in (Place(1, 0), Place(0, 2), Place(0, 1)):
        key(page, Qt.Key.Key_Left, SHIFT)
        assert page.selection == (Place(0, 0), expected)
    key(page, Qt.Key.Key_Down, SHIFT)
    assert page.selection == (Place(0, 0), Place(1, 1))
    key(page, Qt.Key.Key_End, SHIFT)
    assert page.selection == (Place(0, 0), Place(1, 2))
    key(page, Qt.Key.Key_Up, SHIFT)
    assert page.selection == (Place(0, 0), Place(0, 2))
    key(page, Qt.Key.Key_Home, SHIFT)
    assert page.selection is None
    key(page, Qt.Key.Key_A, CONTROL)
    assert page.selection == (Place(0, 0), Place(1, 2))


def test_a_selection_by_keys_stays_on_screen(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(paragraphs(100))
    for _ in range(30):
        key(page, Qt.Key.Key_Down, SHIFT)
    selection = page.selection
    assert selection is not None
    rect = page.rect_of(selection[1])
    assert rect is not None and page.viewport().rect().contains(rect)
    assert page.verticalScrollBar().value() > 0


def test_a_drag_beyond_the_edge_scrolls_on(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(paragraphs(100))
    viewport = page.viewport()
    start, below = QPoint(200, 60), QPoint(200, viewport.height() + 30)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QCursor.setPos(viewport.mapToGlobal(below))
    where = QPointF(below), QPointF(viewport.mapToGlobal(below))
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        *where,
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, move)
    wait_until(lambda: page.verticalScrollBar().value() > 40)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=below)
    selection = page.selection
    assert selection is not None and selection[1].block > selection[0].block
    stopped = page.verticalScrollBar().value()
    QTest.qWait(100)
    assert page.verticalScrollBar().value() == stopped


def test_an_empty_page_takes_every_key_and_click(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(["一"])
    page.clear()
    for one in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Space):
        key(page, one)
        key(page, one, SHIFT)
    key(page, Qt.Key.Key_A, CONTROL)
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseDClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    page.resize(300, 300)
    page.viewport().grab()
    assert page.selection is None
    assert page.first_line() is None


def test_an_empty_block_can_be_gone_through(show: Callable[[Sequence[str]], Page]) -> None:
    page = show(["一", "", "三"])
    for expected in (Place(0, 1), Place(1, 0), Place(2, 0), Place(2, 1)):
        key(page, Qt.Key.Key_Right, SHIFT)
        assert page.selection == (Place(0, 0), expected)
    page.viewport().grab()
    assert page.rect_of(Place(1, 0)) is not None
