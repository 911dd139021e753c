"""GBK as bytes: which pairs are characters, which are none, and which bytes a character is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

LEADS = bytes(range(0x81, 0xFF))
TRAILS = bytes([*range(0x40, 0x7F), *range(0x80, 0xFF)])

# Full-width forms of ASCII are this lead byte and the ASCII code with its high bit set.
FULL_WIDTH_LEAD = 0xA3

# The euro sign is the one character of Windows' GBK above ASCII that is a single byte.
EURO, EURO_BYTE = "€", 0x80


@dataclass(frozen=True, slots=True)
class Pairs:
    """The characters of two bytes, in three orders, and for each lead byte the pairs without one.

    ``by_lead`` and ``by_trail`` give the other byte and the character.
    """

    characters: Mapping[tuple[int, int], str]
    by_lead: Mapping[int, Sequence[tuple[int, str]]]
    by_trail: Mapping[int, Sequence[tuple[int, str]]]
    undefined: Mapping[int, Sequence[int]]


@cache
def pairs() -> Pairs:
    characters: dict[tuple[int, int], str] = {}
    by_lead: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    by_trail: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    undefined: defaultdict[int, list[int]] = defaultdict(list)
    for lead in LEADS:
        for trail in TRAILS:
            character = bytes([lead, trail]).decode("gbk", "ignore")
            if len(character) != 1 or character.isascii():
                undefined[lead].append(trail)
                continue
            characters[lead, trail] = character
            by_lead[lead].append((trail, character))
            by_trail[trail].append((lead, character))
    return Pairs(characters, by_lead, by_trail, undefined)


@cache
def droppable() -> Mapping[int, bytes]:
    """The lead bytes of pairs without a character, with the second bytes that can lead a pair."""
    found = {
        first: bytes(set(seconds) & set(LEADS)) for first, seconds in pairs().undefined.items()
    }
    return {first: seconds for first, seconds in found.items() if seconds}


def encoded(character: str) -> bytes:
    """The bytes of one character, none if GBK has it not."""
    return character.encode("gbk", "ignore")


def is_frequent(character: str) -> bool:
    """Whether GB 2312 counts a character among the 3,755 of its first level."""
    code = encoded(character)
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1
