"""Runs of words that an old and a new text of a document share, and what they tell of a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from reader.anchors.grams import LENGTH, hashes
from reader.anchors.squeezed import Array, squeeze
from reader.model import Span

# So many characters that stand together in both are no chance, if some stand nowhere else.
_LEAST_RUN = 12
# So many of a run stand beside a quote, or it is not known that it is the quote's.
_LEAST_BESIDE = 8
_END = 6  # characters at either end of a place
# Owners of points that are in no run, and in several.
_NOBODYS, _CONTESTED = -1, -2
_FIRST_LOOK = 32  # characters compared at once, twice as many each time


class Place(NamedTuple):
    """``span``: of the text of the article of that number."""

    article: int
    span: Span


class SharedRuns:
    """Runs that begin from words which stand once in the old texts and once in the new.

    ``before``, ``after``: the texts of all articles. In the time it takes to read them a few times.
    """

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self._old, self._new = _Joined(before), _Joined(after)
        self._runs = [run for run in _runs(self._old.points, self._new.points) if run.is_long]
        self._shifts = np.array([run.shift for run in self._runs] or [0], dtype=np.int64)
        self._old_owner = _owners(self._runs, len(self._old.points), moved=False)
        self._new_owner = _owners(self._runs, len(self._new.points), moved=True)

    def carried(self, place: Place) -> Place | None:
        """Where the words of an old place stand now, without its outer punctuation.

        ``None``: they do not all stand together in one run, or two runs claim them.
        """
        start, end = self._old.range(place)
        run = self._sole_run(self._old_owner, start, end)
        if run is None or run.length - (end - start) < _LEAST_BESIDE:
            return None
        start, end = start + run.shift, end + run.shift
        if self._sole_run(self._new_owner, start, end) is None:
            return None
        return self._new.place(start, end)

    def are_of_others(self, now: Place, old: Place, *, stayed: bool = False) -> bool:
        """Whether less of what stands in a new place is from the old place than from elsewhere.

        So is a place of which either end is. What two runs claim may be from either, as where one
        of two rows that are alike is gone; what ``stayed`` where it was is not doubted for that.
        """
        start, end = self._new.range(now)
        first, last = self._old.range(old)
        owners = self._new_owner[start:end]
        origins = np.arange(start, end) - self._shifts[np.maximum(owners, 0)]
        own = (owners >= 0) & (first <= origins) & (origins < last)
        elsewhere = (owners >= 0 if stayed else owners != _NOBODYS) & ~own
        parts = slice(None), slice(_END), slice(-_END, None)
        return any(bool(elsewhere[part].sum() > own[part].sum()) for part in parts)

    def _sole_run(self, owner: Array, start: int, end: int) -> _Run | None:
        """The run that alone has all of a range."""
        owners = owner[start:end]
        if not len(owners) or owners[0] < 0 or bool((owners != owners[0]).any()):
            return None
        return self._runs[int(owners[0])]


class _Joined:
    """Texts squeezed, one behind the other with a character between them that is in none."""

    def __init__(self, texts: Sequence[str]) -> None:
        each = [squeeze(text) for text in texts]
        self._places = [one.places for one in each]
        lengths = [len(one.points) + 1 for one in each]
        self._starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        gap = np.zeros(1, dtype=np.uint32)
        parts = [part for one in each for part in (one.points, gap)]
        self.points: Array = np.concatenate(parts) if parts else gap[:0]

    def range(self, place: Place) -> tuple[int, int]:
        bounds = np.searchsorted(self._places[place.article], [place.span.start, place.span.end])
        start, end = (bounds + self._starts[place.article]).tolist()
        return start, end

    def place(self, start: int, end: int) -> Place:
        """Of a range of one text that is not empty."""
        number = int(np.searchsorted(self._starts, start, side="right")) - 1
        places, first = self._places[number], int(self._starts[number])
        return Place(number, Span(int(places[start - first]), int(places[end - first - 1]) + 1))


class _Run(NamedTuple):
    """Old points ``[start, end)`` are the new ones ``shift`` further on."""

    shift: int
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def is_long(self) -> bool:
        return self.length >= _LEAST_RUN


def _owners(runs: Sequence[_Run], length: int, *, moved: bool) -> Array:
    """For each point the number of the run that alone has it, or ``_NOBODYS`` or ``_CONTESTED``."""
    owner = np.full(length, _NOBODYS, dtype=np.int64)
    for number, run in enumerate(runs):
        part = owner[run.start + run.shift * moved : run.end + run.shift * moved]
        part[:] = np.where(part == _NOBODYS, number, _CONTESTED)
    return owner


def _runs(old: Array, new: Array) -> Iterator[_Run]:
    """Each as long as it is, and once. A run grows into no other but where both of them end."""
    reached: dict[int, int] = {}
    for seed in _seeds(old, new):
        if seed.start >= reached.get(seed.shift, 0):
            run = _grown(seed, old, new)
            reached[run.shift] = run.end
            yield run


def _seeds(old: Array, new: Array) -> Iterator[_Run]:
    """Stretches that stand once in either, those together that stand together in both."""
    at_old, at_new = _sole_pairs(old, new)
    if not len(at_old):
        return
    shifts = at_new - at_old
    apart = np.flatnonzero((np.diff(shifts) != 0) | (np.diff(at_old) > LENGTH)) + 1
    bounds = [0, *apart.tolist(), len(at_old)]
    for first, behind in pairwise(bounds):
        yield _Run(int(shifts[first]), int(at_old[first]), int(at_old[behind - 1]) + LENGTH)


def _sole_pairs(old: Array, new: Array) -> tuple[Array, Array]:
    """Where stretches stand that are once in either text; in the old one's order."""
    sole_old, where_old = _sole(hashes(old))
    sole_new, where_new = _sole(hashes(new))
    _, at_old, at_new = np.intersect1d(sole_old, sole_new, assume_unique=True, return_indices=True)
    order = np.argsort(where_old[at_old])
    return where_old[at_old][order], where_new[at_new][order]


def _sole(hashed: Array) -> tuple[Array, Array]:
    found, first, count = np.unique(hashed, return_index=True, return_counts=True)
    return found[count == 1], first[count == 1]


def _grown(run: _Run, old: Array, new: Array) -> _Run:
    shift, start, end = run
    end += _equal(old[end:], new[end + shift :])
    start -= _equal(old[:start][::-1], new[: start + shift][::-1])
    return _Run(shift, start, end)


def _equal(one: Array, other: Array) -> int:
    """How many points at the beginning are the same."""
    most = min(len(one), len(other))
    reached, look = 0, _FIRST_LOOK
    while reached < most:
        end = min(reached + look, most)
        differing = np.flatnonzero(one[reached:end] != other[reached:end])
        if len(differing):
            return reached + int(differing[0])
        reached, look = end, look * 2
    return most
