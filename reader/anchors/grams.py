"""Stretches of a few characters that two texts have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from reader.anchors.squeezed import Array, squeeze

# Five characters of Chinese are rarely twice in a book, and noise leaves most of them whole.
LENGTH = 5
_BASE = np.uint64(0x9E3779B97F4A7C15)
# A document's article goes on in the one that has at least this share of what is its alone.
_LEAST_SHARED = 0.2


def hashes(points: Array) -> Array:
    """A number for each stretch of ``LENGTH`` code points, in their order."""
    if len(points) < LENGTH:
        return np.empty(0, dtype=np.uint64)
    wide = points.astype(np.uint64)
    found = np.zeros(len(points) - LENGTH + 1, dtype=np.uint64)
    for at in range(LENGTH):
        found = found * _BASE + wide[at : at + len(found)]
    return found ^ (found >> np.uint64(29))


def continued(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each new text the number of the old one it goes on with; ``None`` where there is none.

    Equal texts go together in their order, then those that share most of what stands in no other,
    each with no more than one.
    """
    found: list[int | None] = [None] * len(after)
    taken: set[int] = set()
    for old, new in _equal(before, after):
        found[new] = old
        taken.add(old)
    left_old = [number for number in range(len(before)) if number not in taken]
    left_new = [number for number, old in enumerate(found) if old is None]
    if not left_old or not left_new:
        return found
    shared, own = _shared([before[n] for n in left_old], [after[n] for n in left_new])
    for (old, new), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        enough = count >= _LEAST_SHARED * own[old]
        if enough and found[left_new[new]] is None and left_old[old] not in taken:
            found[left_new[new]] = left_old[old]
            taken.add(left_old[old])
    return found


def _equal(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    waiting: dict[str, list[int]] = {}
    for number in reversed(range(len(before))):
        waiting.setdefault(before[number], []).append(number)
    for number, text in enumerate(after):
        if waiting.get(text):
            yield waiting[text].pop(), number


def _shared(
    before: Sequence[str], after: Sequence[str]
) -> tuple[Counter[tuple[int, int]], Counter[int]]:
    """How many stretches of one old text alone are in one new text alone; how many an old text
    alone has."""
    old_hashes, old_numbers = _sole(before)
    new_hashes, new_numbers = _sole(after)
    _, at_old, at_new = np.intersect1d(
        old_hashes, new_hashes, assume_unique=True, return_indices=True
    )
    pairs = zip(old_numbers[at_old].tolist(), new_numbers[at_new].tolist(), strict=True)
    return Counter(pairs), Counter(old_numbers.tolist())


def _sole(texts: Iterable[str]) -> tuple[Array, Array]:
    """The stretches that stand in one of the texts alone, and in which; sorted."""
    each = [np.unique(hashes(squeeze(text).points)) for text in texts]
    numbers = np.repeat(np.arange(len(each)), [len(one) for one in each])
    found, first, count = np.unique(np.concatenate(each), return_index=True, return_counts=True)
    sole = count == 1
    return found[sole], numbers[first[sole]]
