"""Ribbons in the margin of a page: each marks the line of a bookmark."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

_WIDTH, _GAP = 9.0, 3.0
# From the text to the first ribbon; further ones of the same line stand left of it.
_FROM_TEXT = 12.0
# Around a ribbon a click still is one on it.
NEAR_PIXELS = 3.0


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A ribbon beside the line of an offset of a block's text. ``key``: what a click on it tells.

    ``edge``: drawn around one that is current.
    """

    offset: int
    color: QColor
    key: str
    edge: QColor | None = None


def ribbon_box(left: float, top: float, height: float, number: int) -> QRectF:
    """Where the ``number``-th ribbon of a line is, from 0; ``left`` is where the text begins."""
    x = max(left - _FROM_TEXT - _WIDTH - number * (_WIDTH + _GAP), 1.0)
    size = min(height, 2 * _WIDTH)
    return QRectF(x, top + (height - size) / 2, _WIDTH, size)


def draw_ribbon(painter: QPainter, box: QRectF, color: QColor, edge: QColor | None = None) -> None:
    """A strip whose lower end is cut out."""
    notch = QPointF(box.center().x(), box.bottom() - box.width() * 0.5)
    corners = [box.topLeft(), box.topRight(), box.bottomRight(), notch, box.bottomLeft()]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1.6) if edge is not None else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF(corners))
    painter.restore()
