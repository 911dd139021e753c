"""The handles at the ends of a range of words, by which a person changes it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from reader.article_view import Place

_STEM_PIXELS, _KNOB_PIXELS = 2, 9
# Around the stem and the knob a press still takes the handle; less than half a small character.
_NEAR_PIXELS = 5


_NO_GRIP = QPoint()


@dataclass(frozen=True, slots=True)
class PlaceRange:
    """What stands between two places, of which the first comes first; not empty."""

    start: Place
    end: Place


class RangeHandles:
    """Where the two handles are, and which of them is being led.

    Rectangles are those of the range's start and end in the viewport, one pixel wide; ``None``
    for an end that is not on screen.
    """

    def __init__(self) -> None:
        self._range: PlaceRange | None = None
        self._color = QColor()
        self._fixed: Place | None = None
        self._grip = _NO_GRIP
        self.moved = False  # since a handle was taken

    @property
    def range(self) -> PlaceRange | None:
        """What has handles, as far as it is led by now."""
        return self._range

    @property
    def led(self) -> bool:
        """Whether a handle is being led."""
        return self._fixed is not None

    @property
    def grip(self) -> QPoint:
        """From where the handle that is being led was taken to its place among the words."""
        return self._grip

    def show(self, range_: PlaceRange | None, color: QColor) -> None:
        """Give a range handles, or none; one that is being led is let go."""
        self._range, self._color = range_, color
        self.let_go()

    def take(self, *, end: bool, grip: QPoint = _NO_GRIP) -> None:
        """Begin to lead one of the handles."""
        assert self._range is not None
        self._fixed = self._range.start if end else self._range.end
        self._grip, self.moved = grip, False

    def lead(self, place: Place) -> bool:
        """Lead the handle that was taken to a place; whether that gives another range.

        Beyond the other handle it goes on as that one.
        """
        if self._fixed is None or place == self._fixed:
            return False
        led = PlaceRange(min(self._fixed, place), max(self._fixed, place))
        if led == self._range:
            return False
        self._range, self.moved = led, True
        return True

    def led_place(self) -> Place | None:
        """Where the handle that was taken is now."""
        if self._range is None or self._fixed is None:
            return None
        return self._range.end if self._fixed == self._range.start else self._range.start

    def let_go(self) -> bool:
        """Leave the handle where it is; whether it was led anywhere."""
        moved = self.moved
        self._fixed, self._grip, self.moved = None, _NO_GRIP, False
        return moved

    def at(self, point: QPoint, start: QRect | None, end: QRect | None) -> bool | None:
        """Whether the handle at a point is the end's; ``None`` where there is none."""
        for rect, is_end in ((end, True), (start, False)):
            if rect is not None and _takes(rect, is_end, point):
                return is_end
        return None

    def draw(self, painter: QPainter, start: QRect | None, end: QRect | None) -> None:
        for rect, is_end in ((start, False), (end, True)):
            if rect is not None:
                self._draw_one(painter, rect, is_end)

    def _draw_one(self, painter: QPainter, rect: QRect, is_end: bool) -> None:
        x = rect.left() + (0 if is_end else 1)
        painter.fillRect(
            QRect(x - _STEM_PIXELS // 2, rect.top(), _STEM_PIXELS, rect.height()), self._color
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self._color)
        painter.drawEllipse(_knob(rect, is_end))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _knob(rect: QRect, is_end: bool) -> QRectF:
    """Over the start, and under the end: the two are told apart, and clear of the words."""
    y = rect.bottom() + 1 if is_end else rect.top() - _KNOB_PIXELS
    centre = QPointF(rect.left() + 0.5, y + _KNOB_PIXELS / 2)
    half = _KNOB_PIXELS / 2
    return QRectF(centre.x() - half, centre.y() - half, _KNOB_PIXELS, _KNOB_PIXELS)


def _takes(rect: QRect, is_end: bool, point: QPoint) -> bool:
    near = _NEAR_PIXELS
    knob = _knob(rect, is_end).toAlignedRect().adjusted(-near, -near, near, near)
    return knob.contains(point) or rect.adjusted(-near, 0, near, 0).contains(point)
