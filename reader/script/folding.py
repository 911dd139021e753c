"""Fold a text so that variants of one character compare equal; one code point to one, always.

A class joins what OpenCC's character tables hold to be variants (發 发 髮), the full-width and
half-width forms of a character, its upper and lower case, and the code points that Unicode keeps
only for compatibility (the radical ⽂ and 文, which text extracted from PDF mixes). White space is
one class, but for the line feed. Because lengths never change, offsets in a folded text are offsets
in the text.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from reader.script.dictionaries import character_pairs

Array = npt.NDArray[Any]

_CODE_POINTS = 0x110000
# Where Unicode has cased letters, width variants or compatibility ideographs. The ranges left out
# (CJK ideographs, Hangul, surrogates, private use) have none, and looking at each would cost 0.3 s.
_RANGES = (
    range(0x0041, 0x3400),
    range(0xA640, 0xAC00),
    range(0xF900, 0xFFEF),
    range(0x10400, 0x10D90),
    range(0x118A0, 0x118E0),
    range(0x16E40, 0x16EE0),
    range(0x1E900, 0x1E944),
    range(0x2F800, 0x2FA1E),
)
_WHITE_SPACE = tuple(filter(str.isspace, map(chr, range(0x3001))))
# Decompositions that name the same character in another form; others (<super>, <circle>, <font>)
# say something the reader sees.
_FORMS = ("<wide>", "<narrow>")
_KANGXI_RADICALS = range(0x2F00, 0x2FD6)
_COMPATIBILITY_IDEOGRAPHS = (range(0xF900, 0xFB00), range(0x2F800, 0x2FA1E))


def fold(text: str) -> str:
    """The text with every character replaced by its class's representative; the same length."""
    return as_text(fold_code_points(text))


def fold_code_points(text: str) -> npt.NDArray[np.uint32]:
    """As ``fold``, as an array of code points."""
    return folded_points(code_points(text))


def folded_points(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """As ``fold``, from and to arrays of code points."""
    folded: npt.NDArray[np.uint32] = _table()[points]
    return folded


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The text as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def as_text(points: npt.NDArray[np.uint32]) -> str:
    """The text that an array of code points stands for."""
    return points.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def white_space(folded: Array) -> Array:
    """Which of some folded code points are white space: folding leaves two kinds of it."""
    space: Array = (folded == 0x20) | (folded == 0x0A)
    return space


def has_variants(points: npt.NDArray[np.uint32]) -> Array:
    """Which of some code points, not folded, fold to the same as another does."""
    shared: Array = _shared()[points]
    return shared


@cache
def _shared() -> Array:
    table = _table()
    members = np.bincount(table, minlength=_CODE_POINTS)
    shared: Array = members[table] > 1
    shared[[ord(space) for space in _WHITE_SPACE]] = False
    return shared


@cache
def fingerprint() -> int:
    """A number that changes when any character folds to another; it comes with the tables."""
    return zlib.crc32(_table().astype("<u4", copy=False).tobytes())


@cache
def _table() -> npt.NDArray[np.uint32]:
    """The representative of every code point: the lowest of its class, the space of white space."""
    parents: dict[int, int] = {}

    def representative(code_point: int) -> int:
        while (parent := parents.get(code_point, code_point)) != code_point:
            parents[code_point] = parents.get(parent, parent)
            code_point = parent
        return code_point

    spaces = ((" ", space) for space in _WHITE_SPACE if space != "\n")
    for left, right in chain(character_pairs(), _form_pairs(), spaces):
        low, high = sorted((representative(ord(left)), representative(ord(right))), key=_order)
        if low != high:
            parents[high] = low
    table = np.arange(_CODE_POINTS, dtype=np.uint32)
    for code_point in list(parents):
        table[code_point] = representative(code_point)
    table.setflags(write=False)
    return table


def _order(code_point: int) -> tuple[bool, int]:
    """Control characters stand for no class: the tab is lower than the space."""
    return code_point < 0x20, code_point


def _form_pairs() -> Iterator[tuple[str, str]]:
    """Characters and their other width, case and compatibility forms, where that is one each."""
    for code_point in chain(*_RANGES):
        character = chr(code_point)
        lower = character.casefold()
        if len(lower) != 1:
            lower = character.lower()
        if len(lower) == 1 and lower != character:
            yield character, lower
        decomposition = unicodedata.decomposition(character)
        if decomposition and (same := _same_character(code_point, decomposition)):
            yield character, same


def _same_character(code_point: int, decomposition: str) -> str | None:
    """The character that a Unicode decomposition field names, if it is but another form of it."""
    *tag, value = decomposition.split()
    if any(code_point in block for block in _COMPATIBILITY_IDEOGRAPHS):
        return None if tag else chr(int(value, 16))
    if len(tag) != 1:
        return None
    if tag[0] in _FORMS or (tag[0] == "<compat>" and code_point in _KANGXI_RADICALS):
        return chr(int(value, 16))
    return None
