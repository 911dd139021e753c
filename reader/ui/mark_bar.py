"""The scroll bar of a page: shows where in the article its highlights and hits stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygon, QResizeEvent
from PySide6.QtWidgets import QScrollBar

from reader.script.folding import Array

_MARK_PIXELS = 2
_MARGIN_PIXELS = 2  # as the handle's
_POINT_PIXELS = 4  # how far a pointed mark reaches over its row and under it


@dataclass(frozen=True, slots=True, eq=False)
class BarMarks:
    """Marks of one colour, in any order. ``blocks``: the block that each stands in; ``inside``:
    how far into it, from 0 to 1; ``left``: drawn in the left half of the bar, else in the right;
    ``pointed``: drawn as a wedge that points to its row from the left, over all other marks there.
    """

    blocks: Array
    inside: Array
    color: QColor
    left: bool
    pointed: bool = False


def bar_marks(
    starts: Array,
    lengths: Array,
    positions: Array,
    color: QColor,
    *,
    left: bool = False,
    pointed: bool = False,
) -> BarMarks:
    """Marks at these positions of a text, whose blocks have these starts, ascending, and lengths.

    None where there is no block.
    """
    at = positions if len(starts) else positions[:0]
    blocks = np.maximum(np.searchsorted(starts, at, side="right") - 1, 0)
    inside = np.clip((at - starts[blocks]) / np.maximum(lengths[blocks], 1), 0.0, 1.0)
    return BarMarks(blocks, inside, color, left, pointed)


class MarkBar(QScrollBar):
    """A vertical scroll bar with marks over it; those that share a row of pixels are one.

    Highlights are few, so the handle is seen between them when a search marks every row.
    """

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._marks: tuple[BarMarks, ...] = ()
        self._tops: Array = np.zeros(1)
        self._rows: dict[BarMarks, list[int]] = {}  # found when they are drawn

    def set_marks(self, marks: Sequence[BarMarks]) -> None:
        """Show these, later ones over earlier ones."""
        self._marks = tuple(marks)
        self._rows = {one: self._rows[one] for one in marks if one in self._rows}
        self.update()

    def set_tops(self, tops: Array) -> None:
        """``tops``: of each block and, last, the end of all, in pixels of the page."""
        if tops is not self._tops:
            self._tops = tops
            self._rows = {}
            self.update()

    def rows(self, marks: BarMarks) -> list[int]:
        """The tops of these marks, in pixels of the bar, ascending.

        None where the bar cannot be moved: all of the page is on screen.
        """
        if self.maximum() == self.minimum():
            return []
        if marks not in self._rows:
            self._rows[marks] = self._rows_of(marks)
        return self._rows[marks]

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for marks in self._marks:
            left = _MARGIN_PIXELS if marks.left else self.width() // 2
            right = self.width() // 2 if marks.left else self.width() - _MARGIN_PIXELS
            for row in self.rows(marks):
                if marks.pointed:
                    _draw_wedge(painter, row, self.width() - _MARGIN_PIXELS, marks.color)
                else:
                    painter.fillRect(left, row, right - left, _MARK_PIXELS, marks.color)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rows = {}

    def _rows_of(self, marks: BarMarks) -> list[int]:
        heights = np.diff(self._tops)
        total = float(self._tops[-1])
        if not len(marks.blocks) or total <= 0:
            return []
        y = self._tops[marks.blocks] + marks.inside * heights[marks.blocks]
        rows = np.unique((y / total * (self.height() - _MARK_PIXELS)).astype(int))
        return [int(row) for row in rows]


def _draw_wedge(painter: QPainter, row: int, right: int, color: QColor) -> None:
    middle = row + _MARK_PIXELS // 2
    corners = [
        QPoint(0, middle - _POINT_PIXELS),
        QPoint(right, middle),
        QPoint(0, middle + _POINT_PIXELS),
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(Qt.PenStyle.NoPen))
    painter.setBrush(color)
    painter.drawPolygon(QPolygon(corners))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
