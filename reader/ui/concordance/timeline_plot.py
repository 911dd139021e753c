"""A plot of hits by year or month, over the number of articles of that time, each to its scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QWidget

from reader.concordance import Period, Timeline

_STEPS = 5
_ABOVE, _BELOW, _BESIDE = 44, 30, 14
_LABEL_GAP = 14
_SWATCH = 10
# Of the room of a period; where there is less than this many pixels for each, all of it.
_ARTICLE_BAR, _HIT_BAR = 0.86, 0.5
_NARROW = 4.0
_WIDEST = 56.0
_QUIET = 70  # how opaque, of 255


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """A label under a period, counted from 0."""

    period: int
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The numbers beside the bars: from 0 to ``top``, which is above all, by ``step``."""

    step: int
    top: int

    @property
    def values(self) -> range:
        return range(0, self.top + 1, self.step)


def scale_for(highest: int) -> Scale:
    """Round steps, at most five of them."""
    step = 1
    while highest > step * _STEPS:
        step = _rounder(step)
    return Scale(step, max(-(-highest // step), 1) * step)


def axis_labels(
    periods: Sequence[Period], room: float, width: Callable[[str], float]
) -> list[AxisLabel]:
    """Labels that do not overlap, at round years or months. ``room``: pixels for each period."""
    names = [period.name for period in periods]
    if not names:
        return []
    months = [int(name[5:]) - 1 for name in names] if "-" in names[0] else []
    for step in (1, 3, 6) if months else ():
        if room * step >= width(names[0]) + _LABEL_GAP:
            return [
                AxisLabel(number, name)
                for number, name in enumerate(names)
                if months[number] % step == 0
            ]
    in_year = 12 if months else 1
    step = 1
    while room * in_year * step < width("2000") + _LABEL_GAP:
        step = _rounder(step)
    return [
        AxisLabel(number, name[:4])
        for number, name in enumerate(names)
        if int(name[:4]) % step == 0 and (not months or months[number] == 0)
    ]


def _rounder(step: int) -> int:
    """From 1 to 2, 5, 10, 20 and so on."""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


class TimelinePlot(QWidget):
    """Bars by period. The mouse or the arrow keys tell a bar's numbers, a click chooses it."""

    period_chosen = Signal(str)  # its name

    def __init__(self) -> None:
        super().__init__()
        self._timeline = Timeline((), 0, 0)
        self._hit_scale = self._article_scale = scale_for(0)
        self._current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_timeline(self, timeline: Timeline) -> None:
        self._timeline = timeline
        periods = timeline.periods
        self._hit_scale = scale_for(max((period.hits for period in periods), default=0))
        self._article_scale = scale_for(max((period.articles for period in periods), default=0))
        self._current = -1
        self.setAccessibleName(self._summary())
        self.update()

    @property
    def caption(self) -> str:
        """What is told of the bar under the mouse or the keys; empty where there is none."""
        if self._current < 0:
            return ""
        period = self._timeline.periods[self._current]
        return (
            self.tr("%1: hits %2, articles %3")
            .replace("%1", period.name)
            .replace("%2", self.locale().toString(period.hits))
            .replace("%3", self.locale().toString(period.articles))
        )

    def bar(self, number: int) -> QRectF:
        """The room of a period, counted from 0."""
        area = self._area()
        room = area.width() / max(len(self._timeline.periods), 1)
        return QRectF(area.left() + number * room, area.top(), room, area.height())

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if any(period.hits for period in self._timeline.periods):
            self._paint_current(painter)
            self._paint_scales(painter)
            self._paint_bars(painter)
            self._paint_axis(painter)
            self._paint_legend(painter)
        else:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._nothing())
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_current(self._period_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._set_current(self._period_at(event.position()))
            self._choose()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_current(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._timeline.periods) - 1
        match event.key():
            case Qt.Key.Key_Left:
                self._set_current(max(self._current - 1, 0) if last >= 0 else -1)
            case Qt.Key.Key_Right:
                self._set_current(min(self._current + 1, last))
            case Qt.Key.Key_Home:
                self._set_current(min(0, last))
            case Qt.Key.Key_End:
                self._set_current(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._choose()
            case _:
                super().keyPressEvent(event)

    # Where things stand

    def _area(self) -> QRectF:
        """The room of the bars, between the numbers of both scales."""
        left, right = (
            max(self._width(self._number(value)) for value in scale.values) + 2 * _BESIDE
            for scale in (self._hit_scale, self._article_scale)
        )
        return QRectF(self.rect()).adjusted(left, _ABOVE, -right, -_BELOW)

    def _period_at(self, point: QPointF) -> int:
        area = self._area()
        if not self._timeline.periods or not area.contains(point):
            return -1
        number = int((point.x() - area.left()) / self.bar(0).width())
        return min(number, len(self._timeline.periods) - 1)

    def _set_current(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.setAccessibleDescription(self.caption)
            hits = number >= 0 and self._timeline.periods[number].hits > 0
            shape = Qt.CursorShape.PointingHandCursor if hits else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def _choose(self) -> None:
        if self._current >= 0 and self._timeline.periods[self._current].hits:
            self.period_chosen.emit(self._timeline.periods[self._current].name)

    # Painting

    def _paint_current(self, painter: QPainter) -> None:
        if self._current >= 0:
            painter.fillRect(self.bar(self._current), self._color(QPalette.ColorRole.Highlight, 90))

    def _paint_scales(self, painter: QPainter) -> None:
        area = self._area()
        below = QFontMetricsF(self.font()).ascent() / 2 - 1  # a number's middle is at its line
        for value in self._hit_scale.values:
            y = area.bottom() - area.height() * value / self._hit_scale.top
            painter.setPen(self._color(QPalette.ColorRole.Mid))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            text = self._number(value)
            painter.setPen(self._color(QPalette.ColorRole.Link))
            painter.drawText(QPointF(area.left() - self._width(text) - _BESIDE, y + below), text)
        painter.setPen(self._color(QPalette.ColorRole.PlaceholderText))
        for value in self._article_scale.values:
            y = area.bottom() - area.height() * value / self._article_scale.top
            painter.drawText(QPointF(area.right() + _BESIDE, y + below), self._number(value))

    def _paint_bars(self, painter: QPainter) -> None:
        area = self._area()
        room = area.width() / len(self._timeline.periods)
        article_height = area.height() / self._article_scale.top
        hit_height = area.height() / self._hit_scale.top
        articles = self._color(QPalette.ColorRole.PlaceholderText, _QUIET)
        hits = self._color(QPalette.ColorRole.Link)
        for number, period in enumerate(self._timeline.periods):
            middle = QPointF(area.left() + (number + 0.5) * room, area.bottom())
            if period.articles:
                bar = _bar(middle, room, _ARTICLE_BAR, period.articles * article_height)
                painter.fillRect(bar, articles)
            if period.hits:
                painter.fillRect(_bar(middle, room, _HIT_BAR, period.hits * hit_height), hits)

    def _paint_axis(self, painter: QPainter) -> None:
        area = self._area()
        painter.setPen(self._color(QPalette.ColorRole.Text))
        metrics = QFontMetricsF(self.font())
        for label in axis_labels(self._timeline.periods, self.bar(0).width(), self._width):
            x = self.bar(label.period).center().x() - self._width(label.text) / 2
            painter.drawText(QPointF(x, area.bottom() + metrics.ascent() + 7), label.text)

    def _paint_legend(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self.font())
        x, baseline = float(_BESIDE), 12 + metrics.ascent()
        for text, color in (
            (self.tr("Hits"), self._color(QPalette.ColorRole.Link)),
            (
                self.tr("All articles of the library"),
                self._color(QPalette.ColorRole.PlaceholderText, _QUIET),
            ),
        ):
            painter.fillRect(QRectF(x, baseline - _SWATCH, _SWATCH, _SWATCH), color)
            painter.setPen(self._color(QPalette.ColorRole.Text))
            painter.drawText(QPointF(x + _SWATCH + 6, baseline), text)
            x += _SWATCH + 6 + self._width(text) + 20
        painter.drawText(
            QPointF(self.width() - _BESIDE - self._width(self.caption), baseline), self.caption
        )

    def _color(self, role: QPalette.ColorRole, alpha: int = 255) -> QColor:
        color = QColor(self.palette().color(role))
        color.setAlpha(alpha)
        return color

    def _width(self, text: str) -> float:
        return QFontMetricsF(self.font()).horizontalAdvance(text)

    def _number(self, value: int) -> str:
        return self.locale().toString(value)

    def _nothing(self) -> str:
        if self._timeline.undated_hits:
            return self.tr("None of the hits has such a date.")
        return self.tr("There are no hits to show.")

    def _summary(self) -> str:
        """For those who hear the window."""
        periods = self._timeline.periods
        if not any(period.hits for period in periods):
            return self._nothing()
        return (
            self.tr("Hits over time, %1 to %2: hits %3, articles %4")
            .replace("%1", periods[0].name)
            .replace("%2", periods[-1].name)
            .replace("%3", self._number(sum(period.hits for period in periods)))
            .replace("%4", self._number(sum(period.articles for period in periods)))
        )


def _bar(middle: QPointF, room: float, share: float, height: float) -> QRectF:
    """A bar on the line, no lower and no narrower than a pixel: one hit among thousands is seen."""
    width = max(min(room, _WIDEST) * (share if room >= _NARROW else 1.0), 1.0)
    height = max(height, 1.0)
    return QRectF(middle.x() - width / 2, middle.y() - height, width, height)
