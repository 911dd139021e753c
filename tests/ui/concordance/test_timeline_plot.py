"""The plot over time: what a person reads from it, points at and chooses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reader.concordance import DateCount, Period, Timeline, timeline
from reader.ui.concordance.timeline_plot import TimelinePlot, axis_labels, scale_for
from tests.ui.session import wait_until

_COUNTED = Timeline(
    (Period("2019", 10, 0), Period("2020", 0, 3), Period("2021", 5, 1500), Period("2022", 1, 9)),
    8,
    6,
)


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[TimelinePlot]:
    shown = TimelinePlot()
    qtbot.addWidget(shown)
    shown.setLocale(QLocale(QLocale.Language.English))
    shown.resize(500, 300)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.set_timeline(_COUNTED)
    yield shown
    shown.close()


def colors_over(plot: TimelinePlot, number: int) -> list[str]:
    """From the line at the foot of a period upwards, at its middle."""
    image = plot.grab().toImage()
    bar = plot.bar(number)
    x = round(bar.center().x())
    return [image.pixelColor(x, y).name() for y in range(int(bar.bottom()) - 1, int(bar.top()), -1)]


def height_of(plot: TimelinePlot, number: int) -> int:
    """Of a period's bar of hits, in pixels."""
    color = plot.palette().color(QPalette.ColorRole.Link).name()
    return colors_over(plot, number).count(color)


def middle(plot: TimelinePlot, number: int) -> QPoint:
    return plot.bar(number).center().toPoint()


def period_range(first: int, count: int, *, by_month: bool) -> list[Period]:
    hits = [DateCount(f"{first}-01", 1), DateCount(f"{first + count - 1}-12", 1)]
    return list(timeline(hits, [], by_month=by_month).periods)


@given(
    st.integers(1000, 2020),
    st.integers(1, 300),
    st.booleans(),
    st.floats(0.02, 200),
)
def test_labels_never_touch_each_other(first: int, count: int, by_month: bool, room: float) -> None:
    periods = period_range(first, count, by_month=by_month)
    labels = axis_labels(periods, room, lambda text: 7.0 * len(text))
    for label in labels:
        assert periods[label.period].name.startswith(label.text)
    for label, following in pairwise(labels):
        assert (following.period - label.period) * room > 7.0 * len(following.text)


def test_labels_are_as_close_as_they_can_be() -> None:
    years = period_range(1949, 12, by_month=False)
    assert [one.text for one in axis_labels(years, 60, lambda text: 7 * len(text))] == [
        str(year) for year in range(1949, 1961)
    ]
    assert [one.text for one in axis_labels(years, 10, lambda text: 7 * len(text))] == [
        "1950",
        "1955",
        "1960",
    ]
    months = period_range(2020, 1, by_month=True)
    assert [one.text for one in axis_labels(months, 30, lambda text: 7 * len(text))] == [
        "2020-01",
        "2020-04",
        "2020-07",
        "2020-10",
    ]
    assert [one.text for one in axis_labels(months, 5, lambda text: 7 * len(text))] == ["2020"]


@given(st.integers(0, 10**9))
def test_a_scale_has_few_round_numbers_and_ends_above_all(highest: int) -> None:
    scale = scale_for(highest)
    assert scale.top >= highest
    assert scale.top - scale.step < max(highest, 1)
    assert 2 <= len(scale.values) <= 6
    assert str(scale.step).rstrip("0") in ("1", "2", "5")


def test_bars_are_as_high_as_their_numbers(plot: TimelinePlot) -> None:
    heights = [height_of(plot, number) for number in range(4)]
    assert heights[1] == 0
    assert heights[0] == pytest.approx(2 * heights[2], abs=3)
    assert heights[0] == pytest.approx(10 * heights[3], abs=10)
    assert heights[3] > 0


def test_one_among_thousands_is_seen(plot: TimelinePlot) -> None:
    plot.set_timeline(Timeline((Period("2019", 1, 0), Period("2020", 900_000, 1)), 0, 0))
    assert height_of(plot, 0) == 1


def test_pointing_at_a_bar_tells_its_numbers(plot: TimelinePlot) -> None:
    assert plot.caption == ""
    QTest.mouseMove(plot, middle(plot, 2))
    wait_until(lambda: plot.caption != "")
    assert plot.caption == "2021: hits 5, articles 1,500"
    assert plot.accessibleDescription() == plot.caption
    QTest.mouseMove(plot, QPoint(1, 1))
    wait_until(lambda: plot.caption == "")


def test_a_click_chooses_a_period_that_has_hits(plot: TimelinePlot) -> None:
    chosen: list[str] = []
    plot.period_chosen.connect(chosen.append)
    for point in (middle(plot, 1), middle(plot, 2), QPoint(1, 1)):
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseClick(plot, Qt.MouseButton.RightButton, pos=middle(plot, 0))
    assert chosen == ["2021"]


def test_the_keys_do_what_the_mouse_does(plot: TimelinePlot) -> None:
    chosen: list[str] = []
    plot.period_chosen.connect(chosen.append)
    told = []
    for key in (
        Qt.Key.Key_Right,
        Qt.Key.Key_Right,
        Qt.Key.Key_End,
        Qt.Key.Key_Right,
        Qt.Key.Key_Left,
        Qt.Key.Key_Home,
        Qt.Key.Key_Left,
    ):
        QTest.keyClick(plot, key)
        told.append(plot.caption[:4])
    assert told == ["2019", "2020", "2022", "2022", "2021", "2019", "2019"]
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert chosen == ["2019"]


def test_those_who_hear_it_are_told_the_totals(plot: TimelinePlot) -> None:
    assert plot.accessibleName() == "Hits over time, 2019 to 2022: hits 16, articles 1,512"


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (Timeline((), 3, 5), "None of the hits has such a date."),
        (Timeline((), 0, 5), "There are no hits to show."),
    ],
)
def test_a_plot_of_nothing_says_so(plot: TimelinePlot, counted: Timeline, said: str) -> None:
    plot.set_timeline(counted)
    assert plot.accessibleName() == said
    plot.grab()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(plot, key)
        assert plot.caption == ""
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(250, 150))
    assert plot.caption == ""
