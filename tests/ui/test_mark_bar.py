"""The scroll bar's marks: they stand where the bar leads to, however many they are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from reader.article_view import ArticleView
from reader.model import Color, Script, ShownScript, Spans
from reader.settings import Settings
from reader.ui.article_pane import ArticlePane
from reader.ui.mark_bar import BarMarks, MarkBar, bar_marks
from reader.ui.theme import LIGHT, SWATCHES
from tests.ui.pages import article_of_lines, long_lines, placed_on
from tests.ui.session import marked, page_of

# Of three blocks of text.
_STARTS, _LENGTHS = np.array([0, 11, 32]), np.array([10, 20, 40])
_RED, _BLUE = QColor("#ff0000"), QColor("#0000ff")


@pytest.fixture
def bar(qtbot: QtBot) -> MarkBar:
    """As high as 202 pixels, on three blocks of 100, 300 and 600."""
    shown = MarkBar()
    qtbot.addWidget(shown)
    shown.resize(11, 202)
    shown.setRange(0, 800)
    shown.set_tops(np.array([0.0, 100.0, 400.0, 1000.0]))
    return shown


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[ArticlePane]:
    shown = ArticlePane(Settings(), LIGHT)
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown


def drawn(bar: MarkBar, color: QColor) -> list[int]:
    """The rows of pixels that are of a colour in one half of the bar."""
    image = bar.grab().toImage()
    return [
        y
        for y in range(image.height())
        if color.name() in (image.pixelColor(x, y).name() for x in (3, bar.width() - 4))
    ]


def marks_at(*positions: int, color: QColor = _RED) -> BarMarks:
    return bar_marks(_STARTS, _LENGTHS, np.array(positions), color)


def test_a_mark_stands_as_far_down_the_bar_as_in_the_page(bar: MarkBar) -> None:
    marks = marks_at(0, 21, 72)  # the first, the middle of the second block, the end
    bar.set_marks([marks])
    assert bar.rows(marks) == [0, 50, 200]
    assert drawn(bar, _RED) == [0, 1, 50, 51, 200, 201]


def test_the_marks_move_with_the_heights_of_the_blocks(bar: MarkBar) -> None:
    bar.set_marks([marks_at(32)])
    assert drawn(bar, _RED) == [80, 81]
    bar.set_tops(np.array([0.0, 100.0, 500.0, 1000.0]))
    assert drawn(bar, _RED) == [100, 101]
    bar.resize(11, 402)
    assert drawn(bar, _RED) == [200, 201]


def test_marks_that_share_a_row_are_one_and_later_ones_are_seen(bar: MarkBar) -> None:
    one_block = np.array([0]), np.array([100_000])
    everywhere = bar_marks(*one_block, np.arange(100_000), _RED)
    bar.set_tops(np.array([0.0, 1000.0]))
    bar.set_marks([everywhere, bar_marks(*one_block, np.array([50_000]), _BLUE)])
    assert bar.rows(everywhere) == list(range(200))
    assert drawn(bar, _BLUE) == [100, 101]


def test_marks_of_either_half_leave_those_of_the_other_to_be_seen(bar: MarkBar) -> None:
    left = bar_marks(_STARTS, _LENGTHS, np.array([32]), _BLUE, left=True)
    bar.set_marks([left, marks_at(32)])
    image = bar.grab().toImage()
    assert [image.pixelColor(x, 80) for x in (2, 8)] == [_BLUE, _RED]


def test_a_pointed_mark_is_a_wedge_over_the_others(bar: MarkBar) -> None:
    flat = marks_at(32)
    pointed = bar_marks(_STARTS, _LENGTHS, np.array([32]), _BLUE, left=True, pointed=True)
    bar.set_marks([flat, pointed])
    image = bar.grab().toImage()
    heights = [sum(image.pixelColor(x, y) == _BLUE for y in range(bar.height())) for x in (1, 4)]
    assert heights[0] > heights[1] > 0


def test_there_are_no_marks_where_all_is_on_screen(bar: MarkBar) -> None:
    bar.set_marks([marks_at(32)])
    bar.setRange(0, 0)
    assert drawn(bar, _RED) == []


def test_hits_and_highlights_are_marked_where_the_bar_brings_them_on_screen(
    pane: ArticlePane,
) -> None:
    article = article_of_lines(long_lines(200), Script.SIMPLIFIED)
    start = article.text.index("第150段")
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    pane.set_annotations([placed_on(article, "第30段", Color.GREEN)])
    pane.set_hits(Spans([start], [start + 5]))
    bar = page_of(pane).verticalScrollBar()
    assert isinstance(bar, MarkBar)
    for color, ground in (
        (SWATCHES[Color.GREEN], LIGHT.highlights[Color.GREEN]),
        (LIGHT.current_hit, LIGHT.hit),
    ):
        (row, _) = drawn(bar, QColor(color))
        bar.setValue(round(row / bar.height() * (bar.maximum() + bar.pageStep())) - 200)
        assert [one for _, one in marked(pane)] == [ground]
    pane.show_hit(0)
    assert drawn(bar, QColor(LIGHT.current_hit)) == []
    assert len(drawn(bar, QColor(LIGHT.accent))) == 2
    pane.set_hits(Spans())
    assert drawn(bar, QColor(LIGHT.accent)) == []


def test_another_article_takes_the_marks_of_the_one_before_away(pane: ArticlePane) -> None:
    for number in (1, 2):
        article = article_of_lines(long_lines(60), Script.SIMPLIFIED, number)
        pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
        bar = page_of(pane).verticalScrollBar()
        assert isinstance(bar, MarkBar)
        assert drawn(bar, QColor(SWATCHES[Color.PINK])) == []
        pane.set_annotations([placed_on(article, "第30段", Color.PINK)])
        assert len(drawn(bar, QColor(SWATCHES[Color.PINK]))) == 2
