"""Glosses in small type above their characters, in the space between two lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from reader.model import Span

# Size against the character's. Where lines stand closer, a share of what is left between them.
_MOST_EM, _LEAST_EM = 0.5, 0.28
_LEADING_SHARE = 0.68
# The upper edge of a Chinese character above its baseline; below it are no letters but g, j, p, y.
_TOP_EM, _DESCENT_EM = 0.88, 0.24
# What is left free between two glosses, against their own size.
_GAP_EM = 0.3


@dataclass(frozen=True, slots=True)
class Gloss:
    """What is said above a stretch of a block's text."""

    span: Span
    text: str
    color: QColor


@dataclass(frozen=True, slots=True)
class GlossedBox:
    """A gloss over what it belongs to: that begins at ``left`` and is ``width`` pixels wide."""

    gloss: Gloss
    left: float
    width: float
    baseline: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2


@dataclass(frozen=True, slots=True)
class _Set:
    """A gloss with its place; ``condensed``: its width against the one it would have."""

    gloss: Gloss
    start: QPointF
    condensed: float


class GlossRows:
    """The glosses of one block, set when they are made."""

    def __init__(self, boxes: Sequence[GlossedBox], font: QFont, line_height: float) -> None:
        """``boxes`` from line to line, and in each from left to right; ``font``: the text's."""
        self._font = _gloss_font(font, line_height)
        metrics = QFontMetricsF(self._font)
        widths = [metrics.horizontalAdvance(box.gloss.text) for box in boxes]
        room = _room(boxes, widths, self._font.pixelSize() * _GAP_EM)
        rise = font.pixelSize() * _TOP_EM + self._font.pixelSize() * _DESCENT_EM
        self._rows = []
        for box, width, most in zip(boxes, widths, room, strict=True):
            condensed = min(1.0, most / width) if width else 1.0
            start = QPointF(box.middle - condensed * width / 2, box.baseline - rise)
            self._rows.append(_Set(box.gloss, start, condensed))

    def draw(self, painter: QPainter, at: QPointF, top: float, bottom: float) -> None:
        """Draw those that stand between two heights of the block; ``at``: its corner."""
        painter.save()
        painter.setFont(self._font)
        for one in self._rows:
            if top <= one.start.y() <= bottom:
                painter.setPen(one.gloss.color)
                start = one.start + at
                if one.condensed == 1.0:
                    painter.drawText(start, one.gloss.text)
                    continue
                painter.translate(start)
                painter.scale(one.condensed, 1.0)
                painter.drawText(QPointF(), one.gloss.text)
                painter.scale(1 / one.condensed, 1.0)
                painter.translate(-start)
        painter.restore()


def _gloss_font(font: QFont, line_height: float) -> QFont:
    em = font.pixelSize()
    share = (line_height / em - 1) * _LEADING_SHARE
    small = QFont(font)
    small.setWeight(QFont.Weight.Normal)
    small.setPixelSize(max(round(em * min(max(share, _LEAST_EM), _MOST_EM)), 1))
    return small


def _room(boxes: Sequence[GlossedBox], widths: Sequence[float], gap: float) -> list[float]:
    """The width that each may have: what its neighbours in the line leave it on either side.

    Two that need more than there is between them have half of it each.
    """
    halves = [width / 2 for width in widths]
    for index in range(len(boxes) - 1):
        here, following = boxes[index], boxes[index + 1]
        if here.baseline != following.baseline:
            continue
        between = following.middle - here.middle - gap
        own, other = widths[index] / 2, widths[index + 1] / 2
        halves[index] = min(halves[index], max(between / 2, between - other))
        halves[index + 1] = min(halves[index + 1], max(between / 2, between - own))
    return [2 * max(half, 0.0) for half in halves]
