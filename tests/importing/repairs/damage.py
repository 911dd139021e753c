"""Damages text as pages are damaged that were annotated byte by byte; the truth is kept beside it.

An annotator looks for pairs of bytes in a GBK stream and heeds no character boundary: pinyin goes
in after a character, full-width marks become ASCII, tags stand around numbered heads. What a
decoder then makes of the stream is the damaged text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# Marks an annotator knows, and what it puts in their place.
_MARKS = {
    "，": ",",
    "！": "!",
    "；": ";",
    "：": ":",
    "？": "?",
    "（": "(",
    "）": ")",
    "。": "。",
    "、": "、",
    "\n": "\n",
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """``origins``: for each character of ``text`` and for its end, the offset of the byte in the
    GBK form of ``original`` that it begins with.
    """

    original: str
    text: str
    origins: tuple[int, ...]

    def truth(self, start: int, end: int) -> str:
        """What stood where a stretch of the damaged text stands."""
        characters = []
        place = 0
        for character in self.original:
            if (
                self.origins[start] < place + len(character.encode("gbk"))
                and place < self.origins[end]
            ):
                characters.append(character)
            place += len(character.encode("gbk"))
        return "".join(characters)


def damaged(original: str, glossed: Mapping[str, str]) -> Damaged:
    """``original``: text that GBK can encode. ``glossed``: characters and their pinyin."""
    data = original.encode("gbk")
    tokens = {mark.encode("gbk"): mark for mark in _MARKS} | {
        character.encode("gbk"): character for character in glossed
    }
    pattern = re.compile(b"|".join(map(re.escape, tokens)), re.DOTALL)
    stream: list[tuple[bytes | str, int]] = []
    position = 0
    for match in pattern.finditer(data):
        token = tokens[match.group()]
        stream.extend((data[place : place + 1], place) for place in range(position, match.start()))
        position = match.end()
        if token in _MARKS:
            stream.append((_MARKS[token], match.start()))
            continue
        stream.extend((data[place : place + 1], place) for place in range(match.start(), position))
        gloss = f"({glossed[token]})"
        stream.extend((byte, position) for letter in gloss for byte in _bytes(letter))
    stream.extend((data[place : place + 1], place) for place in range(position, len(data)))
    return _decoded(original, stream, len(data))


def _bytes(letter: str) -> list[bytes]:
    code = letter.encode("gbk")
    return [code[index : index + 1] for index in range(len(code))]


def _decoded(original: str, stream: list[tuple[bytes | str, int]], length: int) -> Damaged:
    text: list[str] = []
    origins: list[int] = []
    index = 0
    while index < len(stream):
        piece, origin = stream[index]
        index += 1
        shown = piece if isinstance(piece, str) else ""
        if isinstance(piece, bytes):
            if piece < b"\x80":
                shown = piece.decode("ascii")
            elif piece == b"\x80":
                shown = "€"
            else:
                second = stream[index][0] if index < len(stream) else ""
                shown = "?"
                if isinstance(second, bytes):
                    index += 1
                    if second >= b"\x40":
                        shown = (piece + second).decode("gbk", "ignore")
                        shown = "" if shown.isascii() else shown
        text.extend(shown)
        origins.extend([origin] * len(shown))
    return Damaged(original, "".join(text), (*origins, length))
