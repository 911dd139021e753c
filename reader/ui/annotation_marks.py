"""What a person sees of annotations in the text: grounds, lines, ribbons; and which are where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from PySide6.QtGui import QColor

from reader.article_view import ArticleView, Place
from reader.model import Color, MarkStyle, PlacedAnnotation, Span
from reader.script.folding import Array
from reader.ui.laid_block import Line, Mark
from reader.ui.ribbons import Ribbon
from reader.ui.theme import Colors, ground_of, line_of, mixed

# How much of a highlight's line is in the stripe that is seen of it under another: told from the
# ground even where both are of one colour.
_STRIPE = 0.6
_LEVELS = 3
_LINES = {MarkStyle.UNDERLINE: Line.DRAWN, MarkStyle.STRIKE: Line.STRIKE}
# What a tip shows of a note, and of how many annotations over one another.
_TIP_LINES, _TIP_CHARACTERS, _TIP_NOTES = 4, 200, 3


class Standing(NamedTuple):
    """An annotation, and one of the article spans where it stands."""

    span: Span
    placed: PlacedAnnotation

    @property
    def id(self) -> str:
        return self.placed.annotation.id

    @property
    def style(self) -> MarkStyle:
        return self.placed.annotation.style


@dataclass(frozen=True, slots=True)
class Ink:
    """One annotation colour on the page: the ground of words, a line, a ground under another."""

    ground: QColor
    line: QColor
    stripe: QColor


class Inks:
    """The colours of annotations in one theme, each made once."""

    def __init__(self, colors: Colors) -> None:
        self._colors = colors
        self._known: dict[str, Ink] = {}

    def of(self, color: str) -> Ink:
        known = self._known.get(color)
        if known is None:
            ground, line = ground_of(self._colors, color), line_of(self._colors, color)
            known = self._known[color] = Ink(ground, line, mixed(line, ground, _STRIPE))
        return known


class Annotated:
    """Annotations by where they stand. They may be thousands, and overlap in any way."""

    def __init__(self, placed: Sequence[PlacedAnnotation]) -> None:
        self._by_id: dict[str, PlacedAnnotation] = {
            one.annotation.id: one for one in placed if one.spans
        }
        standing = [Standing(span, one) for one in placed for span in one.spans]
        starts = np.array([one.span.start for one in standing], dtype=np.int64)
        ends = np.array([one.span.end for one in standing], dtype=np.int64)
        colors = np.array([one.placed.annotation.color for one in standing], dtype=str)
        bookmarks = [one.placed.annotation.style is MarkStyle.BOOKMARK for one in standing]
        longest_first = np.argsort(starts - ends, kind="stable")
        self._standing: list[Standing] = [standing[index] for index in longest_first]
        self._starts, self._ends = starts[longest_first], ends[longest_first]
        self._colors = colors[longest_first]
        self._bookmarks = np.array(bookmarks, dtype=bool)[longest_first]
        self.has_bookmarks = any(bookmarks)

    def colors(self) -> list[str]:
        """Those in use: the named ones in their order, then a person's own."""
        used = set(np.unique(self._colors).tolist())
        return [*(color for color in Color if color in used), *sorted(used - set(Color))]

    def starts(self, color: str, *, bookmarks: bool) -> Array:
        """Where those of a colour begin in the article: the bookmarks, or all others."""
        wanted = (self._colors == color) & (self._bookmarks == bookmarks)
        found: Array = self._starts[wanted]
        return found

    def over(self, whole: Span) -> list[Standing]:
        """Those that overlap an article span, the longest first."""
        found = np.flatnonzero((self._starts < whole.end) & (self._ends > whole.start))
        return [self._standing[index] for index in found]

    def find(self, annotation_id: str) -> PlacedAnnotation | None:
        """One that has a place."""
        return self._by_id.get(annotation_id)

    def bookmark_at(self, position: int) -> PlacedAnnotation | None:
        """The bookmark that begins at an article offset."""
        for index in np.flatnonzero((self._starts == position) & self._bookmarks):
            return self._standing[index].placed
        return None


def annotation_marks(
    view: ArticleView, block: int, standing: Sequence[Standing], inks: Inks, current: str
) -> Iterator[Mark]:
    """What is drawn of annotations in a block; ``standing``: the longest first."""
    levels = _Levels()
    for one in standing:
        if one.style is MarkStyle.BOOKMARK:
            continue
        ink = inks.of(one.placed.annotation.color)
        level = 0 if one.style is MarkStyle.HIGHLIGHT else levels.of(one)
        for piece in view.pieces_in(block, one.span):
            yield from _marks(piece.span, one, ink, level)
            if one.id == current:
                yield Mark(piece.span, underline=ink.line, line=Line.BAND)


def ribbons(
    view: ArticleView,
    block: int,
    standing: Sequence[Standing],
    inks: Inks,
    current: str,
    edge: QColor,
) -> Iterator[Ribbon]:
    """The ribbons of the bookmarks that begin in a block. ``edge``: of the current one."""
    whole = view.clean_span(block)
    for one in standing:
        begins = one.span == one.placed.spans[0] and whole.start <= one.span.start < whole.end
        if one.style is MarkStyle.BOOKMARK and begins:
            color = inks.of(one.placed.annotation.color).line
            offset = view.place(one.span.start).offset
            yield Ribbon(offset, color, one.id, edge if one.id == current else None)


def clicked_at(view: ArticleView, place: Place, standing: Sequence[Standing]) -> list[str]:
    """The ids of those over the character after a place, the smallest first.

    A bookmark is clicked on its ribbon, not on the words it stands at.
    """
    return [
        one.id
        for one in reversed(standing)
        for piece in view.pieces_in(place.block, one.span)
        if one.style is not MarkStyle.BOOKMARK and piece.span.start <= place.offset < piece.span.end
    ]


def note_tips(notes: Sequence[str]) -> list[str]:
    """The first lines of the notes that are there, for a tip."""
    return [_first_lines(note) for note in notes if note.strip()][:_TIP_NOTES]


def _first_lines(note: str) -> str:
    lines = [line for line in note.strip().splitlines() if line.strip()]
    text = "\n".join(lines[:_TIP_LINES])
    cut = len(lines) > _TIP_LINES or len(text) > _TIP_CHARACTERS
    return f"{text[:_TIP_CHARACTERS]}…" if cut else text


def _marks(span: Span, one: Standing, ink: Ink, level: int) -> Iterator[Mark]:
    """A dotted line says that there is a note; under an underline it stands lower."""
    noted = bool(one.placed.annotation.note)
    if one.style is MarkStyle.HIGHLIGHT:
        line = ink.line if noted else None
        yield Mark(span, ink.ground, line, Line.DOTTED, stripe=ink.stripe)
        return
    yield Mark(span, underline=ink.line, line=_LINES[one.style], level=level)
    if noted:
        lower = level + 1 if one.style is MarkStyle.UNDERLINE else 0
        yield Mark(span, underline=ink.line, line=Line.DOTTED, level=lower)


class _Levels:
    """Finds lines that would cover one another places of their own."""

    def __init__(self) -> None:
        self._taken: dict[tuple[MarkStyle, int], list[Span]] = {}

    def of(self, one: Standing) -> int:
        """The first level that is free where it stands, or the last."""
        for level in range(_LEVELS):
            taken = self._taken.setdefault((one.style, level), [])
            if not any(span.overlaps(one.span) for span in taken):
                taken.append(one.span)
                return level
        return _LEVELS - 1
