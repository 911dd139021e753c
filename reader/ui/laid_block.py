"""One block laid out: its lines, and the way between its text and points on the page.

Qt counts UTF-16 units and the rest of the program code points; this module alone converts. Every
offset in its methods is a code point of the block's text; every y is counted from its first line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby, pairwise
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from reader.model import Span
from reader.ui.gloss_rows import Gloss, GlossedBox, GlossRows

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# What QTextLayout would take for a line's end or an object; each is drawn as one other character.
_STRUCTURAL = str.maketrans(
    {"\r": " ", "\u2028": " ", "\u2029": " ", "\ufdd0": "�", "\ufdd1": "�", "\ufffc": "�"}
)

# How far an underline stands above the lower edge of its line's box: clear of the characters.
_UNDERLINE_PIXELS = 3
# Beads stand on that edge, clear of another line under the same word. The pattern is in widths: a
# bead that is as good as a point, and what is free behind it.
_BEAD_PIXELS, _BEAD_PATTERN = 1.6, (0.01, 2.4)
# What is left free at either end of a line that marks a word: beside another word's it would look
# like one line under both.
_GAP_PIXELS = 3
# An underline or a strike that a person drew: told from the program's own, which are of one pixel.
# Where several are over one another, each has a place of its own.
_DRAWN_PIXELS, _LEVEL_PIXELS, _DRAWN_GAP_PIXELS = 2, 3, 1
# The middle of a Chinese character stands so much of its size above the baseline.
_MIDDLE_EM = 0.38
# What is seen of a highlight that lies under another, and of how many: more would hide the words.
_STRIPE_PIXELS, _STRIPES = 3, 3


class Utf16Map:
    """Positions of one text, in code points and in the UTF-16 units that Qt counts."""

    def __init__(self, text: str) -> None:
        self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + index for index, point in enumerate(self._points)]

    def to_qt(self, position: int) -> int:
        return position + bisect_left(self._points, position)

    def from_qt(self, qt_position: int) -> int:
        """A place inside a surrogate pair counts as the place before it."""
        return qt_position - bisect_left(self._units, qt_position)


@dataclass(frozen=True, slots=True)
class BlockForm:
    """How a kind of block is set; lengths in pixels."""

    font: QFont
    color: QColor
    line_height: float
    indent: float
    above: float
    below: float


class Line(Enum):
    """What a line under words looks like, or through them, or on either side."""

    SOLID = auto()
    DOTTED = auto()
    BEADS = auto()
    DRAWN = auto()
    STRIKE = auto()
    BAND = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block's text drawn in another way.

    ``background`` lets nothing through. ``stripe``: what is seen of it all the same, at the lower
    edge, under another. ``level``: which of several lines at one place this is.
    """

    span: Span
    background: QColor | None = None
    underline: QColor | None = None
    line: Line = Line.SOLID
    color: QColor | None = None
    stripe: QColor | None = None
    level: int = 0


_DRAWN_LINES = frozenset({Line.DRAWN, Line.STRIKE})


class LaidBlock:
    """A block's text in lines of one width, at an even distance. ``height``: of all its lines."""

    def __init__(
        self, text: str, form: BlockForm, width: float, glosses: Sequence[Gloss] = ()
    ) -> None:
        """``glosses`` in the order of the text; they take no space of their own."""
        self.length = len(text)
        self._map = Utf16Map(text)
        self._form = form
        self._layout = QTextLayout(text.translate(_STRUCTURAL), form.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self.height = self._break_lines(width)
        boxes = [box for gloss in glosses for box in self._glossed(gloss)]
        self._glosses = GlossRows(boxes, form.font, form.line_height) if boxes else None

    @property
    def lines(self) -> int:
        return self._layout.lineCount()

    def line_tops(self) -> Iterator[tuple[int, float]]:
        """Each line's first offset and its y."""
        for line in self._each_line():
            yield self._map.from_qt(line.textStart()), line.y()

    def caret(self, offset: int, *, leftward: bool = False) -> QRectF:
        """Where an offset is: a rectangle without width, as high as its line.

        ``leftward``: behind the character before it, which may end the line above.
        """
        line, x = self._line_of(offset)
        if leftward and offset > 0:
            line, _ = self._line_of(offset - 1)
            x = self._x(line, self._map.to_qt(min(offset, self.length)))
        return QRectF(x, line.y(), 0, line.height())

    def line_number(self, offset: int) -> int:
        return self._line_of(offset)[0].lineNumber()

    def line_ends(self, offset: int) -> Span:
        """The first and the last offset of the line that an offset is in."""
        line, _ = self._line_of(offset)
        start = line.textStart()
        return Span(self._map.from_qt(start), self._map.from_qt(start + line.textLength()))

    def offset_in_line(self, number: int, x: float) -> int:
        """The offset of a line nearest to an x."""
        return self._map.from_qt(self._layout.lineAt(number).xToCursor(x))

    def offset_at(self, x: float, y: float) -> int:
        """The offset nearest to a point."""
        number = self.lines - 1
        for line in self._each_line():
            if y < line.y() + line.height():
                number = line.lineNumber()
                break
        return self.offset_in_line(number, x)

    def character_at(self, x: float, y: float) -> int | None:
        """The offset before the character that a point is on; ``None`` if it is on none."""
        for line in self._each_line():
            ink = line.naturalTextRect()
            near = abs(y - ink.center().y()) <= self._form.line_height / 2
            if near and ink.left() <= x < ink.right():
                on = line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
                return self._map.from_qt(on)
        return None

    def beside(self, offset: int, *, forward: bool, by_word: bool) -> int:
        """The offset one character, or one word, further on or back."""
        modes = QTextLayout.CursorMode
        mode = modes.SkipWords if by_word else modes.SkipCharacters
        step = self._layout.nextCursorPosition if forward else self._layout.previousCursorPosition
        return self._map.from_qt(step(self._map.to_qt(offset), mode))

    def word_at(self, offset: int) -> Span:
        """The word that the character after an offset belongs to."""
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, self._layout.text())
        finder.setPosition(self._map.to_qt(min(offset + 1, self.length)))
        start = max(finder.toPreviousBoundary(), 0)
        end = max(finder.toNextBoundary(), start)
        return Span(self._map.from_qt(start), self._map.from_qt(end))

    def draw(self, painter: QPainter, at: QPointF, marks: Sequence[Mark], clip: QRectF) -> None:
        """Draw the lines with their first at a point; later marks over earlier ones.

        The marks are drawn here, those in sight: Qt cuts each out of every line, and a page of
        single characters that were found took it a tenth of a second.
        """
        seen = self._offsets_between(clip.top() - at.y(), clip.bottom() - at.y())
        inside = [mark for mark in marks if mark.span.overlaps(seen)]
        for layers, stretch in _grounds(inside, seen):
            for box in self._boxes(stretch):
                _fill(painter, box.translated(at), layers)
        painter.setPen(self._form.color)
        colored = [self._range(mark.span, mark.color) for mark in inside if mark.color is not None]
        self._layout.draw(painter, at, colored, clip)
        for mark in inside:
            if mark.underline is not None:
                self._underline(painter, at, mark, _common(mark.span, seen))
        if self._glosses is not None:
            line = self._form.line_height
            top, bottom = clip.top() - at.y() - line, clip.bottom() - at.y() + line
            self._glosses.draw(painter, at, top, bottom)

    def _underline(self, painter: QPainter, at: QPointF, mark: Mark, part: Span) -> None:
        assert mark.underline is not None
        beads = mark.line is Line.BEADS
        painter.setPen(_pen(mark.underline, mark.line))
        if beads:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, gap = at.x(), _gap(mark)
        for box in self._boxes(part):
            left, right = x + box.left() + gap, x + box.right() - gap
            for below in self._line_places(mark, box.height()):
                y = at.y() + box.top() + below
                painter.drawLine(QPointF(left, y), QPointF(right, y))
        if beads:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _line_places(self, mark: Mark, height: float) -> Sequence[float]:
        """How far under the top of a line's box a mark's lines are drawn."""
        match mark.line:
            case Line.BAND:
                return 0, height
            case Line.STRIKE:
                ascent = self._layout.lineAt(0).ascent()
                middle = ascent - _MIDDLE_EM * self._form.font.pixelSize()
                return (round(middle) - mark.level * _LEVEL_PIXELS,)
            case Line.BEADS:
                return (height,)
        return (height - _UNDERLINE_PIXELS + mark.level * _LEVEL_PIXELS,)

    def _range(self, span: Span, color: QColor) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start = self._map.to_qt(span.start)
        found.length = self._map.to_qt(span.end) - found.start
        found.format.setForeground(color)
        return found

    def _glossed(self, gloss: Gloss) -> Iterator[GlossedBox]:
        """A gloss over the first line that its words stand on."""
        for box in self._boxes(gloss.span):
            if box.width() > 0:
                line = self._layout.lineForTextPosition(self._map.to_qt(gloss.span.start))
                yield GlossedBox(gloss, box.left(), box.width(), line.y() + line.ascent())
                return

    def _boxes(self, span: Span) -> Iterator[QRectF]:
        """The part of each line that a span covers."""
        start, end = self._map.to_qt(span.start), self._map.to_qt(span.end)
        number = self._layout.lineForTextPosition(start).lineNumber()
        while number < self._layout.lineCount():
            line = self._layout.lineAt(number)
            line_start = line.textStart()
            line_end = line_start + line.textLength()
            low = self._x(line, max(start, line_start))
            yield QRectF(low, line.y(), self._x(line, min(end, line_end)) - low, line.height())
            if line_end >= end:
                return
            number += 1

    def _offsets_between(self, top: float, bottom: float) -> Span:
        """The offsets of the lines that lie between two heights, at least in part."""
        last = self.lines - 1
        first = min(max(int(top / self._form.line_height), 0), last)
        end = self._layout.lineAt(min(max(int(bottom / self._form.line_height) + 1, first), last))
        start = self._map.from_qt(self._layout.lineAt(first).textStart())
        return Span(start, max(start, self._map.from_qt(end.textStart() + end.textLength())))

    def _break_lines(self, width: float) -> float:
        y, indent = 0.0, self._form.indent
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width - indent, 1.0))
            line.setPosition(QPointF(indent, y + (self._form.line_height - line.height()) / 2))
            y += self._form.line_height
            indent = 0.0
        self._layout.endLayout()
        return y

    def _each_line(self) -> Iterator[QTextLine]:
        for number in range(self._layout.lineCount()):
            yield self._layout.lineAt(number)

    def _line_of(self, offset: int) -> tuple[QTextLine, float]:
        """The line of an offset, and the offset's x in it."""
        qt_position = self._map.to_qt(min(offset, self.length))
        line = self._layout.lineForTextPosition(qt_position)
        return line, self._x(line, qt_position)

    @staticmethod
    def _x(line: QTextLine, qt_position: int) -> float:
        x: Any = line.cursorToX(qt_position)  # the stubs and the releases differ on what it is
        return float(x[0] if isinstance(x, tuple) else x)


def _pen(color: QColor, line: Line) -> QPen:
    if line in _DRAWN_LINES:
        pen = QPen(color, _DRAWN_PIXELS)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen
    if line is not Line.BEADS:
        dots = Qt.PenStyle.DotLine if line is Line.DOTTED else Qt.PenStyle.SolidLine
        return QPen(color, 1, dots)
    pen = QPen(color, _BEAD_PIXELS)
    pen.setDashPattern(_BEAD_PATTERN)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _gap(mark: Mark) -> int:
    """What is left free at either end of a line."""
    if mark.line in _DRAWN_LINES:
        return _DRAWN_GAP_PIXELS
    return 0 if mark.background is not None or mark.line is Line.BAND else _GAP_PIXELS


@dataclass(frozen=True, slots=True)
class _Layers:
    """The ground of a stretch, and the stripes of what lies under it, the nearest first."""

    ground: QColor
    stripes: tuple[QColor, ...]


def _fill(painter: QPainter, box: QRectF, layers: _Layers) -> None:
    painter.fillRect(box, layers.ground)
    for number, stripe in enumerate(reversed(layers.stripes), 1):
        y = box.bottom() - number * _STRIPE_PIXELS
        painter.fillRect(QRectF(box.left(), y, box.width(), _STRIPE_PIXELS), stripe)


def _grounds(marks: Sequence[Mark], seen: Span) -> Iterator[tuple[_Layers, Span]]:
    """The stretches of what is seen that have a ground of their own: that of their last mark.

    A thousand marks over one another cost no more than the characters under them.
    """
    size = len(seen)
    covers: list[QColor | None] = [None] * size
    # The last mark that is seen under others, the one before it, and so on.
    layers: list[list[Mark | None]] = [[None] * size for _ in range(_STRIPES + 1)]
    top, downward = layers[0], tuple(pairwise(reversed(layers)))
    for mark in marks:
        if mark.background is None:
            continue
        low = max(mark.span.start - seen.start, 0)
        high = min(mark.span.end - seen.start, size)
        covers[low:high] = [None if mark.stripe else mark.background] * (high - low)
        if mark.stripe is not None:
            for under, over in downward:
                under[low:high] = over[low:high]
            top[low:high] = [mark] * (high - low)
    start = seen.start
    for (cover, *under), characters in groupby(zip(covers, *layers, strict=True)):
        end = start + len(list(characters))
        layered = _layered(cover, under)
        if layered is not None:
            yield layered, Span(start, end)
        start = end


def _layered(cover: QColor | None, marks: Sequence[Mark | None]) -> _Layers | None:
    """``marks``: the upper first. A cover lies over all of them."""
    striped = [mark for mark in marks if mark is not None]
    ground = cover
    if cover is None and striped:
        ground = striped.pop(0).background
    if ground is None:
        return None
    return _Layers(ground, tuple(mark.stripe for mark in striped[:_STRIPES] if mark.stripe))


def _common(span: Span, other: Span) -> Span:
    """What two spans that overlap have in common."""
    return Span(max(span.start, other.start), min(span.end, other.end))
