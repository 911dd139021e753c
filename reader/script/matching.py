"""Applies a group of dictionaries to a text exactly as the OpenCC package does, many times faster.

In every run between separators the package takes the longest entry anywhere first, the leftmost
among equals, then goes on to the left and to the right of it; what is left over goes to the next
dictionary of the group. Three facts give the same result without that search:

* It is the same as taking all occurrences of entries in the order (dictionary, longest first,
  leftmost first) and leaving out those that overlap one taken before.
* Most entries convert just as their characters do one by one. Only where another entry occurs, an
  *exception*, can a text differ from its character-by-character conversion.
* Two neighbouring characters that stand side by side in no entry are never inside one occurrence.
  Cut a text between all such pairs, and no occurrence in one *piece* overlaps one in another.

So a text is converted by characters at one go, and only the pieces that may hold an exception are
taken out and searched. Separators need no care: the package's entries hold none, and the few of
ours that hold one, names with a hyphen, are found across it, as they should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.alignment import Run

# ``str.translate`` takes 40 ns a character, a regular expression 3 ns and 200 ns a replacement
# (measured 2026-11): the larger tables replace a fifth of a text, the small ones a hundredth.
_SMALL_TABLE = 500

# Pieces are words, so they recur; longer ones hardly do. The bound keeps a memo to a few MB.
_MEMO_ENTRIES = 10_000
_MEMO_PIECE = 16


class _Piece(NamedTuple):
    """A piece of text converted. ``atoms``: the runs that change length, in the piece's offsets."""

    text: str
    atoms: tuple[Run, ...]


class Replacement(NamedTuple):
    """An entry found in a text that gives something else than its characters one by one."""

    start: int
    end: int
    value: str


class _Occurrence(NamedTuple):
    """A dictionary entry found in a piece; they sort in the order in which they are taken."""

    rank: int
    minus_length: int
    start: int
    value: str

    @property
    def end(self) -> int:
        return self.start - self.minus_length


class Step:
    """A group of dictionaries applied to a text at once, those first in the list taking precedence.

    Any number may stand before the package's. Each gives one value, not empty, for a key. May be
    used by any number of threads.
    """

    def __init__(self, dictionaries: Sequence[Mapping[str, str]]) -> None:
        singles = _single_characters(dictionaries)
        self._characters = _CharacterTable(singles)
        self._dictionaries = _searchable(
            [_marked(dictionary, self._characters) for dictionary in dictionaries]
        )
        self._anchors = _Anchors(
            (key, _anchor(key, value, singles))
            for dictionary in self._dictionaries
            for key, value in dictionary.items()
            if value
        )
        self._links = _neighbours(self._dictionaries)
        self._longest = max((max(map(len, each)) for each in self._dictionaries if each), default=0)
        self._memo: dict[str, _Piece] = {}

    def rewrite(self, text: str) -> tuple[str, list[Run]]:
        """The converted text and the runs that change length, sorted."""
        plain = self._characters.convert(text)
        parts: list[str] = []
        atoms: list[Run] = []
        done = shift = 0
        for offset in self._anchors.find(text):
            if offset < done:
                continue
            start, end = self._bounds(text, offset)
            piece = self._converted(text[start:end])
            parts += (plain[done:start], piece.text)
            for run in piece.atoms:
                target = start + shift + run.target_start
                atoms.append(
                    run._replace(target_start=target, source_start=start + run.source_start)
                )
            shift += len(piece.text) - (end - start)
            done = end
        return ("".join((*parts, plain[done:])) if parts else plain), atoms

    def by_characters(self, text: str) -> str:
        """What the text would be if no entry were longer than a character."""
        return self._characters.convert(text)

    def joins(self, text: str, offset: int) -> bool:
        """Whether an entry may stand across ``offset``, which is inside the text."""
        return text[offset - 1 : offset + 1] in self._links

    def replacements(self, text: str) -> Iterator[Replacement]:
        """The entries that make the difference to ``by_characters``, in the order of the text."""
        done = 0
        for offset in self._anchors.find(text):
            if offset < done:
                continue
            start, done = self._bounds(text, offset)
            for found in self._chosen(text[start:done]):
                if found.value:
                    yield Replacement(start + found.start, start + found.end, found.value)

    def _bounds(self, text: str, offset: int) -> tuple[int, int]:
        """The piece around ``offset``: beyond either end stands a pair that no entry holds."""
        links = self._links
        start, end = offset, offset + 1
        while text[start - 1 : start + 1] in links:
            start -= 1
        while text[end - 1 : end + 1] in links:
            end += 1
        return start, end

    def _converted(self, text: str) -> _Piece:
        piece = self._memo.get(text)
        if piece is None:
            piece = self._searched(text)
            if len(text) <= _MEMO_PIECE:
                if len(self._memo) >= _MEMO_ENTRIES:
                    self._memo.clear()
                self._memo[text] = piece
        return piece

    def _searched(self, text: str) -> _Piece:
        plain = self._characters.convert(text)
        parts: list[str] = []
        atoms: list[Run] = []
        done = length = 0
        for found in self._chosen(text):
            if not found.value:
                continue
            parts += (plain[done : found.start], found.value)
            length += found.start - done
            if len(found.value) != found.end - found.start:
                atoms.append(Run(length, len(found.value), found.start, found.end - found.start))
            length += len(found.value)
            done = found.end
        return _Piece("".join((*parts, plain[done:])), tuple(atoms))

    def _chosen(self, text: str) -> list[_Occurrence]:
        """The occurrences that are taken, in the order of the text."""
        taken = bytearray(len(text))
        chosen: list[_Occurrence] = []
        for found in sorted(self._occurrences(text)):
            if taken.find(1, found.start, found.end) < 0:
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
                chosen.append(found)
        return sorted(chosen, key=lambda found: found.start)

    def _occurrences(self, text: str) -> Iterator[_Occurrence]:
        for rank, dictionary in enumerate(self._dictionaries):
            for start in range(len(text)):
                for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                    value = dictionary.get(text[start:end])
                    if value is not None:
                        yield _Occurrence(rank, start - end, start, value)


class _CharacterTable:
    """Replaces single characters by single characters; the rest stay as they are."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._translation = _Translation({ord(key): value for key, value in values.items()})
        self._keys = re.compile(one_of(values)) if len(values) <= _SMALL_TABLE else None

    def convert(self, text: str) -> str:
        if self._keys is None:
            return text.translate(self._translation)
        return self._keys.sub(self._value, text)

    def _value(self, match: re.Match[str]) -> str:
        return self._values[match[0]]


class _Translation(dict[int, str | int]):
    """For ``str.translate``: a character without an entry stands for itself.

    It is remembered, because a missing key costs ``str.translate`` an exception each time.
    """

    def __missing__(self, code_point: int) -> int:
        self[code_point] = code_point
        return code_point


class _Anchors:
    """Finds the places in a text where an exception may stand; it misses none.

    An exception's anchor is a character of it with a neighbour in it, the first that its
    characters' own conversion gets wrong if there is one.
    """

    def __init__(self, exceptions: Iterable[tuple[str, int]]) -> None:
        """Each exception's key and the index of its anchor in it."""
        self._alone: set[str] = set()
        self._with_next: set[str] = set()
        self._with_previous: set[str] = set()
        for key, index in exceptions:
            if len(key) == 1:
                self._alone.add(key)
            elif index + 1 < len(key):
                self._with_next.add(key[index : index + 2])
            else:
                self._with_previous.add(key[index - 1 : index + 1])
        self._pattern = self._compiled()

    def find(self, text: str) -> Iterator[int]:
        """Offsets in ``text``, rising; some of them may turn out to be no exception."""
        alone, with_next, with_previous = (
            self._alone,
            self._with_next,
            self._with_previous,
        )
        for match in self._pattern.finditer(text):
            offset = match.start()
            if (
                text[offset : offset + 2] in with_next
                or text[offset - 1 : offset + 1] in with_previous
                or text[offset] in alone
            ):
                yield offset

    def _compiled(self) -> re.Pattern[str]:
        """A sieve in C: an anchor beside a character that stands beside some anchor."""
        anchors = {pair[0] for pair in self._with_next} | {pair[1] for pair in self._with_previous}
        sides = (
            f"(?={one_of(pair[1] for pair in self._with_next)})",
            f"(?<={one_of(pair[0] for pair in self._with_previous)}.)",
            f"(?<={one_of(self._alone)})",
        )
        return re.compile(f"{one_of(anchors | self._alone)}(?:{'|'.join(sides)})")


def one_of(characters: Iterable[str]) -> str:
    """A regular expression that matches one of the characters, and nothing where there is none."""
    inside = re.escape("".join(sorted(set(characters))))
    return f"[{inside}]" if inside else "(?!)"


def _single_characters(dictionaries: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The entries from one character to one, as far as no earlier dictionary has the character."""
    singles: dict[str, str] = {}
    for dictionary in dictionaries:
        for key, value in dictionary.items():
            if len(key) == 1:
                singles.setdefault(key, value)
    return {key: value for key, value in singles.items() if len(value) == 1}


def _marked(dictionary: Mapping[str, str], characters: _CharacterTable) -> dict[str, str]:
    """Each entry that is no exception without its value: it only keeps others from its place."""
    plain = characters.convert("\n".join(dictionary)).split("\n")
    return dict.fromkeys(dictionary, "") | {
        key: value
        for key, value, converted in zip(dictionary, dictionary.values(), plain, strict=True)
        if value != converted
    }


def _searchable(marked: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The dictionaries but for the last ones, if all they do is what their characters do."""
    kept = list(marked)
    while kept and not any(value or len(key) > 1 for key, value in kept[-1].items()):
        kept.pop()
    return kept


def _anchor(key: str, value: str, singles: Mapping[str, str]) -> int:
    """The index in an exception's key of the first character that alone converts otherwise."""
    if len(key) != len(value):
        return 0
    index = 0
    while singles.get(key[index], key[index]) == value[index]:
        index += 1
    return index


def _neighbours(dictionaries: Iterable[Iterable[str]]) -> set[str]:
    """The pairs of characters that stand side by side in some key."""
    keys = "\n".join("\n".join(dictionary) for dictionary in dictionaries)
    return set(re.findall(r"(?=(..))", keys))
