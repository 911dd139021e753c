"""The source beside an article: its own lines, which of them the article has, what became of them.

Nothing of it is cleaned or converted: these are the document's own characters.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from reader.article_view import ArticleView, Place
from reader.model import Article, Edit, ShownScript, Source, Span

# A line longer than this is shown as several: laying out ten thousand characters at once is felt.
_LONGEST_PART = 4_000
# The longest line on a screen, and a page's number or the like between it and the next.
_LINE_CHARACTERS = 200
_PART_END = re.compile(r"[。！？；.!?;，,\s]")


class RowStyle(IntEnum):
    """How a row is set."""

    OWN = 0  # the article has all of it, or a part
    OTHER = 1
    BLANK = 2


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a pane: the source offset it begins with, and its pixels below the top edge."""

    position: int
    below: float


@dataclass(frozen=True, slots=True)
class SourcePoint:
    """What two panes that scroll together have at one height, in pixels below the top edge.

    ``position``: source, with a part of the way to the next character.
    """

    position: float
    below: float


class SourceView:
    """A source in rows: a row is a line of it, or a part of a very long one.

    A ``Place`` is in a row of it here, and counts the source's own characters. Made on any thread.
    """

    def __init__(self, source: Source, view: ArticleView) -> None:
        """``source`` holds all of the article's blocks."""
        self._source = source
        self._view = view.in_script(ShownScript.ORIGINAL)
        self._own = _joined(span for block in view.article.blocks for span in block.spans)
        self._own_ends = [span.end for span in self._own]
        self._edit_ends = [edit.source.end for edit in view.article.edits]
        self._starts = array("q")
        self._lengths = array("q")
        self._styles = array("b")
        for row in _rows(source):
            self._starts.append(row.start)
            self._lengths.append(len(row))
            self._styles.append(self._style(row))

    @property
    def article(self) -> Article:
        return self._view.article

    @property
    def lengths(self) -> Sequence[int]:
        return self._lengths

    @property
    def styles(self) -> Sequence[int]:
        """For each row a ``RowStyle``."""
        return self._styles

    def row(self, number: int) -> Span:
        """Where a row stands in the source; its line break is none of it."""
        start = self._starts[number]
        return Span(start, start + self._lengths[number])

    def row_text(self, number: int) -> str:
        return self._source.slice(self.row(number))

    def position(self, place: Place) -> int:
        """The source offset of a place."""
        return self._starts[place.block] + place.offset

    def place(self, position: int) -> Place:
        """Where a source offset is shown; the nearest place where it is not in this stretch."""
        number = max(bisect_right(self._starts, position) - 1, 0)
        inside = max(position - self._starts[number], 0)
        return Place(number, min(inside, self._lengths[number]))

    def text(self, start: Place, end: Place) -> str:
        """The source between two places, line breaks and all."""
        return self._source.slice(Span(self.position(start), self.position(end)))

    def own_part(self, span: Span) -> Span | None:
        """From the first to the last character of a source span that the article has."""
        own = list(self._own_in(span))
        if not own:
            return None
        return Span(max(own[0].start, span.start), min(own[-1].end, span.end))

    def others(self, number: int) -> list[Span]:
        """The parts of a row that are none of the article's, where it has others of the row."""
        row = self.row(number)
        found, start = [], row.start
        for own in self._own_in(row):
            found.append(Span(start, max(start, own.start)))
            start = own.end
        found.append(Span(min(start, row.end), row.end))
        return [_inside(row, span) for span in found if len(span)]

    def edited(self, number: int) -> list[Span]:
        """The parts of a row that were replaced in the article, or dropped from it; sorted."""
        row, edits = self.row(number), self.article.edits
        found = []
        for index in range(bisect_right(self._edit_ends, row.start), len(edits)):
            if edits[index].source.start >= row.end:
                break
            if edits[index].source.overlaps(row):
                found.append(_inside(row, edits[index].source))
        return found

    def edit_at(self, place: Place) -> Edit | None:
        """The edit of the character after a place."""
        position, edits = self.position(place), self.article.edits
        index = bisect_right(self._edit_ends, position)
        if index < len(edits) and edits[index].source.start <= position:
            return edits[index]
        return None

    def selected(self, number: int, selection: Span) -> list[Span]:
        """The parts of a row that an article span was made of."""
        row, clean = self.row(number), self._view.clean
        return [
            _inside(row, source)
            for span in clean.to(row)
            if span.overlaps(selection)
            for source in clean.back(
                Span(max(span.start, selection.start), min(span.end, selection.end))
            )
            if source.overlaps(row)
        ]

    def _own_in(self, span: Span) -> Iterator[Span]:
        """The stretches of the article that share characters with a source span, in its order."""
        if not len(span):
            return
        for index in range(bisect_right(self._own_ends, span.start), len(self._own)):
            if self._own[index].start >= span.end:
                return
            yield self._own[index]

    def _style(self, row: Span) -> RowStyle:
        if not len(row):
            return RowStyle.BLANK
        return RowStyle.OTHER if self.own_part(row) is None else RowStyle.OWN


def top_point(lines: Iterable[SourceLine]) -> SourcePoint | None:
    """What is at the top edge, of lines in the order of a pane; some may be over the edge.

    As a line passes over the edge, its characters do so one by one: then the other pane, whose
    lines are of another length, moves as evenly as this one. Where the line below comes from
    elsewhere in the source, it is that line. ``None`` where none is below.
    """
    over: SourceLine | None = None
    for line in lines:
        if line.below >= 0:
            if over is None or not _adjoin(over, line):
                return SourcePoint(line.position, line.below)
            passed = over.below / (over.below - line.below)
            return SourcePoint(over.position + passed * (line.position - over.position), 0.0)
        over = line
    return None


def pixels_to(point: SourcePoint, lines: Iterable[SourceLine]) -> float:
    """How far below the top edge a point is that belongs there: the way back from ``top_point``.

    The pane has its line, or one beside it, at the edge.
    """
    if not point.below:
        for line, following in pairwise(lines):
            if line.position <= point.position < following.position and _adjoin(line, following):
                part = (point.position - line.position) / (following.position - line.position)
                return line.below + part * (following.below - line.below)
    return 0.0


def _adjoin(line: SourceLine, following: SourceLine) -> bool:
    return 0 < following.position - line.position <= _LINE_CHARACTERS


def _joined(spans: Iterator[Span]) -> list[Span]:
    """Disjoint spans sorted, neighbours as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].end == span.start:
            span = Span(joined.pop().start, span.end)
        joined.append(span)
    return joined


def _inside(row: Span, span: Span) -> Span:
    """The part of a source span in a row that it overlaps, counted from the row's start."""
    return Span(max(span.start, row.start) - row.start, min(span.end, row.end) - row.start)


def _rows(source: Source) -> Iterator[Span]:
    """Each line; a very long one in parts that end with a clause."""
    text, start = source.text, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > _LONGEST_PART:
            cut = _cut(text, start)
            yield Span(source.start + start, source.start + cut)
            start = cut
        if start < end or end < len(text):  # a break at the end begins no line
            yield Span(source.start + start, source.start + end)
        start = end + 1


def _cut(text: str, start: int) -> int:
    """Where a part of a line ends that begins at ``start``."""
    last = start + _LONGEST_PART
    clauses = _PART_END.finditer(text, start + _LONGEST_PART // 2, last)
    return max((match.end() for match in clauses), default=last)
