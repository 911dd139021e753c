"""Which texts hold which pairs of neighbouring characters, as numpy arrays. Pure.

Every character of a text begins exactly one pair, its last one a pair with ``_END``. So the texts
that hold a character are those of all pairs it begins, which lie side by side; and those that hold
a string of two are found without looking at a text. A *mark* is a number beyond the code points
that a text has without holding it; it too stands in a pair with ``_END``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reader.script.folding import Array

# Numbers from here on are marks.
FIRST_MARK = 0x110000
_NUMBERS = 2 * FIRST_MARK
# The rank that stands behind a text's last character; no character of an alphabet has it.
_END = 0
# While sorting, a pair, its text's number and whether white space stands in it share 64 bits. Ranks
# need 21 (fewer than 2**21 code points and marks ever occur together), so a run may hold up to
# 2**21 texts.
_RANK_BITS = 21
_TEXT_BITS = 63 - 2 * _RANK_BITS
# In a count, the bits that count, and the one that says of white space.
MOST_COUNTED = 127
SPACED = 128


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """For each pair of characters, the texts that hold it and how often.

    ``alphabet``: the code points that occur, sorted; a character's rank is its place there, from 1.
    ``keys``: the pairs, sorted; the rank of the first in the upper half of the bits.
    ``offsets``: where each pair's list begins in ``texts`` and ``counts``; one more than keys.
    ``texts``: numbers from 0, ascending within a list. ``counts`` stop at ``MOST_COUNTED``; with
    ``SPACED`` in it, there was white space between the two somewhere in the text.
    """

    alphabet: Array
    keys: Array
    offsets: Array
    texts: Array
    counts: Array

    def lists(self, needle: Sequence[int]) -> list[slice] | None:
        """The lists whose texts may hold the needle; ``None`` if no text can.

        One for each pair of the needle, which is of code points, or is a single mark. For a single
        character one slice over all pairs it begins, in which a text may stand several times.
        """
        wanted = np.array(needle, dtype=np.uint32)
        places = _places_of(wanted, self.alphabet)
        if places is None:
            return None
        ranks = (places + 1).astype(np.uint64)
        shift = half_bits(self.keys)
        if len(needle) == 1:
            bounds = (np.array([ranks[0], ranks[0] + np.uint64(1)]) << shift).tolist()
            low, high = (self._place(bound) for bound in bounds)
            return [slice(int(self.offsets[low]), int(self.offsets[high]))]
        pairs = _sorted_once((ranks[:-1] << shift) | ranks[1:]).astype(self.keys.dtype)
        found = _places_of(pairs, self.keys)
        if found is None:
            return None
        starts, ends = self.offsets[found].tolist(), self.offsets[found + 1].tolist()
        return [slice(start, end) for start, end in zip(starts, ends, strict=True)]

    def _place(self, bound: int) -> int:
        if bound > np.iinfo(self.keys.dtype).max:
            return len(self.keys)
        return int(np.searchsorted(self.keys, self.keys.dtype.type(bound)))


def half_bits(keys: Array) -> np.uint64:
    """How many bits one rank has in a key."""
    return np.uint64(4 * keys.dtype.itemsize)


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Marks of texts: their ``numbers``, and of each the text that has it; any order."""

    numbers: npt.NDArray[np.uint32]
    texts: Array


NO_MARKS = Marks(np.empty(0, np.uint32), np.empty(0, np.int64))


def build_postings(
    code_points: npt.NDArray[np.uint32],
    lengths: Array,
    marks: Marks = NO_MARKS,
    spaced: Array | None = None,
) -> Postings:
    """The postings of texts that stand end to end; ``lengths`` in code points, any may be 0.

    ``spaced``: behind which characters white space was taken out. At most 2**21 texts. Holds about
    40 bytes for each character and each mark while it works.
    """
    alphabet = _alphabet(code_points, marks.numbers)
    rank_of = _ranks(alphabet)
    ranks = rank_of[code_points]
    following = np.empty_like(ranks)
    following[:-1] = ranks[1:]
    filled = lengths[lengths > 0]
    following[np.cumsum(filled) - 1] = _END
    packed = np.empty(len(ranks) + len(marks.numbers), dtype=np.uint64)
    paired, marked = packed[: len(ranks)], packed[len(ranks) :]
    paired[:] = (ranks << np.uint64(64 - _RANK_BITS)) | (following << np.uint64(_TEXT_BITS + 1))
    paired |= np.repeat(np.arange(len(lengths), dtype=np.uint64) << np.uint64(1), lengths)
    if spaced is not None:
        paired |= spaced
    marked[:] = rank_of[marks.numbers] << np.uint64(64 - _RANK_BITS)
    marked |= marks.texts.astype(np.uint64) << np.uint64(1)
    packed.sort()
    entries = packed >> np.uint64(1)
    first = _first_of_each(entries)
    ends = np.append(first, len(packed))[1:]
    counts = np.minimum(ends - first, MOST_COUNTED).astype(np.uint8)
    counts[(packed[ends - 1] & np.uint64(1)) > 0] |= SPACED
    entries = entries[first]
    pairs = entries >> np.uint64(_TEXT_BITS)
    heads = _first_of_each(pairs)
    dtype = _key_dtype(alphabet)
    first_ranks = pairs[heads] >> np.uint64(_RANK_BITS)
    second_ranks = pairs[heads] & np.uint64((1 << _RANK_BITS) - 1)
    keys = (first_ranks << np.uint64(4 * dtype.itemsize)) | second_ranks
    return Postings(
        alphabet=alphabet,
        keys=keys.astype(dtype),
        offsets=np.append(heads, len(pairs)).astype(np.uint32),
        texts=(entries & np.uint64((1 << _TEXT_BITS) - 1)).astype(_text_dtype(len(lengths))),
        counts=counts,
    )


def select_texts(postings: Postings, kept: Array, total: int) -> Postings:
    """The postings of some of the texts, renumbered from 0; ``kept`` ascending, of ``total``."""
    if len(kept) == total:
        return postings
    numbers = np.full(total, -1, dtype=np.int64)
    numbers[kept] = np.arange(len(kept))
    renumbered = numbers[postings.texts]
    stays = renumbered >= 0
    before = np.concatenate(([0], np.cumsum(stays)))
    offsets = before[postings.offsets]
    used = np.flatnonzero(np.diff(offsets))
    return Postings(
        alphabet=postings.alphabet,
        keys=postings.keys[used],
        offsets=np.append(offsets[used], offsets[-1]).astype(np.uint32),
        texts=renumbered[stays].astype(_text_dtype(len(kept))),
        counts=postings.counts[stays],
    )


def merge_postings(parts: Sequence[Postings], sizes: Sequence[int]) -> Postings:
    """The postings of the parts' texts one part after the other; ``sizes`` counts their texts.

    No list is sorted anew: a pair's list is its parts' lists put end to end.
    """
    if len(parts) == 1:
        return parts[0]
    alphabet = _sorted_once(
        np.concatenate([np.empty(0, np.uint32), *(part.alphabet for part in parts)])
    )
    dtype = _key_dtype(alphabet)
    part_keys = [_rekeyed(part, alphabet, dtype) for part in parts]
    keys = _sorted_once(np.concatenate([np.empty(0, dtype), *part_keys]))
    places = [np.searchsorted(keys, renamed) for renamed in part_keys]
    lengths = np.zeros(len(keys), dtype=np.int64)
    for part, place in zip(parts, places, strict=True):
        lengths[place] += np.diff(part.offsets)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    texts = np.empty(offsets[-1], dtype=_text_dtype(sum(sizes)))
    counts = np.empty(offsets[-1], dtype=np.uint8)
    filled, base = offsets[:-1].copy(), 0
    for part, place, size in zip(parts, places, sizes, strict=True):
        length = np.diff(part.offsets)
        target = np.repeat(filled[place] - part.offsets[:-1], length) + np.arange(len(part.texts))
        texts[target] = part.texts.astype(texts.dtype) + texts.dtype.type(base)
        counts[target] = part.counts
        filled[place] += length
        base += size
    return Postings(alphabet, keys, offsets.astype(np.uint32), texts, counts)


def _rekeyed(part: Postings, alphabet: Array, dtype: np.dtype[Any]) -> Array:
    """The part's keys in the ranks of a larger alphabet; they stay sorted."""
    ranks = np.zeros(len(part.alphabet) + 1, dtype=np.uint64)
    ranks[1:] = np.searchsorted(alphabet, part.alphabet) + 1
    shift = half_bits(part.keys)
    keys = part.keys.astype(np.uint64)
    second = ranks[keys & ((np.uint64(1) << shift) - np.uint64(1))]
    rekeyed: Array = (ranks[keys >> shift] << np.uint64(4 * dtype.itemsize)) | second
    return rekeyed.astype(dtype)


def _alphabet(*numbers: npt.NDArray[np.uint32]) -> Array:
    occurs = np.zeros(_NUMBERS, dtype=np.bool_)
    for some in numbers:
        occurs[some] = True
    return np.flatnonzero(occurs).astype(np.uint32)


def _ranks(alphabet: Array) -> Array:
    """The rank of each code point of the alphabet, as a table over all."""
    table = np.zeros(_NUMBERS, dtype=np.uint64)
    table[alphabet] = np.arange(1, len(alphabet) + 1)
    return table


def _first_of_each(values: Array) -> Array:
    """Where each run of equal values begins."""
    if not len(values):
        return np.empty(0, dtype=np.int64)
    return np.concatenate(([0], np.flatnonzero(values[1:] != values[:-1]) + 1))


def _places_of(wanted: Array, values: Array) -> Array | None:
    """Where the wanted stand among sorted values; ``None`` if one is missing."""
    places = np.searchsorted(values, wanted)
    if not len(values) or (values[np.minimum(places, len(values) - 1)] != wanted).any():
        return None
    return places


def _sorted_once(values: Array) -> Array:
    """The values in order, each once; sorting beats the hashing of ``np.unique`` eightfold here."""
    ordered = np.sort(values)
    return ordered[_first_of_each(ordered)]


def _key_dtype(alphabet: Array) -> np.dtype[Any]:
    """Four bytes a key hold the 65,535 characters that any ordinary text stays below."""
    return np.dtype(np.uint32 if len(alphabet) < 1 << 16 else np.uint64)


def _text_dtype(texts: int) -> np.dtype[Any]:
    return np.dtype(np.uint16 if texts <= 1 << 16 else np.uint32)
