"""A string to be found, and where it stands in a text. Pure.

A plain pattern looks through white space, of which text from a PDF has too much: 经济 stands in
``经\\n济``. Its positions are therefore looked for in the *squeezed* text, the folded text without
white space, and then led back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reader.script.folding import (
    Array,
    as_text,
    code_points,
    fold,
    fold_code_points,
    white_space,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for: ``parts`` with exactly one character, any, between every two of them.

    Of a folded text, and so folded itself, unless ``very``: then of the characters as they are.
    ``spaces``: white space in the text counts; else it is looked through, and the parts hold none.
    Not all parts are empty.
    """

    parts: tuple[str, ...]
    spaces: bool = False
    very: bool = False

    def __len__(self) -> int:
        """In characters, those between the parts included."""
        return sum(map(len, self.parts)) + len(self.parts) - 1

    @property
    def folded(self) -> Pattern:
        """Finds all that this finds, and more where this is of very characters."""
        return Pattern(tuple(map(fold, self.parts)), self.spaces) if self.very else self

    @property
    def squeezed_parts(self) -> tuple[str, ...]:
        """The folded parts without white space; each stands in the squeezed text of every hit."""
        return tuple("".join(fold(part).split()) for part in self.parts)

    @property
    def expression(self) -> re.Pattern[str]:
        """Finds it in a text that is folded or not, squeezed or not, as the pattern says."""
        return re.compile(".".join(map(re.escape, self.parts)), re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where something stands in a text: sorted by start; ``starts`` and ``ends`` of one length."""

    starts: Array
    ends: Array

    def __len__(self) -> int:
        return len(self.starts)


class SearchedText:
    """A text as it is looked through; what a pattern needs of it is made when first needed."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _folded_points(self) -> Array:
        return fold_code_points(self.text)

    @cached_property
    def folded(self) -> str:
        return as_text(self._folded_points)

    @cached_property
    def kept(self) -> Array:
        """The offset in the text of each character of the squeezed text."""
        return np.flatnonzero(~white_space(self._folded_points))

    @cached_property
    def _squeezed(self) -> str:
        return as_text(self._folded_points[self.kept])

    @cached_property
    def _squeezed_very(self) -> str:
        return as_text(code_points(self.text)[self.kept])

    def holds(self, pattern: Pattern) -> bool:
        return pattern.expression.search(self._looked_through(pattern)) is not None

    def places(self, pattern: Pattern) -> Places:
        """Counted from the left, none overlapping another; in offsets of the text."""
        looked_through = self._looked_through(pattern)
        found = [match.start() for match in pattern.expression.finditer(looked_through)]
        starts = np.array(found, dtype=np.int64)
        if pattern.spaces:
            return Places(starts, starts + len(pattern))
        return Places(self.kept[starts], self.kept[starts + len(pattern) - 1] + 1)

    def _looked_through(self, pattern: Pattern) -> str:
        if pattern.spaces:
            return self.text if pattern.very else self.folded
        return self._squeezed_very if pattern.very else self._squeezed


def united(places: Sequence[Places]) -> Places:
    """All of them, of which there may be none; those that overlap as one."""
    if len(places) == 1:
        return places[0]
    starts = np.concatenate([np.empty(0, np.int64), *(some.starts for some in places)])
    ends = np.concatenate([np.empty(0, np.int64), *(some.ends for some in places)])
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    if not len(starts):
        return Places(starts, reach)
    first = np.flatnonzero(np.append(True, starts[1:] >= reach[:-1]))
    last = np.append(first[1:], len(starts)) - 1
    return Places(starts[first], reach[last])


def near(text: SearchedText, left: Places, right: Places, distance: int) -> Places:
    """Those of either side that have one of the other side near, before or behind.

    No more than ``distance`` characters stand between, white space not counted; they do not
    overlap.
    """
    numbers = [
        (np.searchsorted(text.kept, side.starts), np.searchsorted(text.kept, side.ends))
        for side in (left, right)
    ]
    (left_starts, left_ends), (right_starts, right_ends) = numbers
    return united(
        [
            _chosen(left, _has_near(left_starts, left_ends, right_starts, right_ends, distance)),
            _chosen(right, _has_near(right_starts, right_ends, left_starts, left_ends, distance)),
        ]
    )


def _has_near(starts: Array, ends: Array, others: Array, other_ends: Array, distance: int) -> Array:
    """For each stretch whether another begins at or ends before it, close enough; all sorted."""
    behind = np.searchsorted(others, ends)
    has_behind = np.append(others, np.iinfo(np.int64).max)[behind] - ends <= distance
    before = np.searchsorted(other_ends, starts, side="right") - 1
    gaps = starts - np.append(other_ends, np.iinfo(np.int32).min)[before]
    near_before: Array = gaps <= distance
    has_near: Array = has_behind | near_before
    return has_near


def _chosen(places: Places, which: Array) -> Places:
    return Places(places.starts[which], places.ends[which])


def pieces(text: str) -> Iterator[str]:
    """The parts of a typed string in which ``?`` stands for any one character."""
    yield from text.split("?")
