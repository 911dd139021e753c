"""Texts as they are when a file comes back: edited, wrapped anew, in the other script, read again.

Every character keeps where it came from, so that it is known where any words are afterwards. All is
drawn from a seeded generator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from reader.model import ShownScript
from reader.script import convert_text, detect

_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]+|[^。！？\n]+")
_EDITED_SENTENCES = 0.1
_WIDTH = 28
# Of the characters that are read wrongly: as another one, as none, or as two.
_SUBSTITUTED, _DROPPED = 0.7, 0.15


@dataclass(frozen=True)
class Edited:
    """A text made from another; ``origins``: of each character, -1 where it is new."""

    text: str
    origins: tuple[int, ...]


_Character = tuple[str, int]
Change = Callable[[Random, str, Sequence[str]], Iterator[_Character]]


def edited(change: Change, random: Random, text: str, strangers: Sequence[str]) -> Edited:
    """Apply a change; ``strangers``: sentences of other texts."""
    characters = list(change(random, text, strangers))
    return Edited("".join(one for one, _ in characters), tuple(origin for _, origin in characters))


def inserted(random: Random, text: str, strangers: Sequence[str]) -> Iterator[_Character]:
    """New sentences come in between others, and new words within some."""
    for match in _SENTENCE.finditer(text):
        cut = len(match.group())
        if random.random() < _EDITED_SENTENCES:
            cut = random.choice((0, random.randrange(len(match.group()))))
        for at in range(match.start(), match.end()):
            if at == match.start() + cut:
                yield from ((character, -1) for character in random.choice(strangers))
            yield text[at], at


def deleted(random: Random, text: str, _: Sequence[str]) -> Iterator[_Character]:
    """Some sentences go, and the end of others."""
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if random.random() < _EDITED_SENTENCES:
            end = random.choice((start, start + random.randrange(len(match.group()))))
        yield from ((text[at], at) for at in range(start, end))


def wrapped(_: Random, text: str, __: Sequence[str]) -> Iterator[_Character]:
    """Line breaks stand elsewhere: every paragraph is set in lines of one width."""
    column = 0
    for at, character in enumerate(text):
        between = text[at - 1 : at] != "\n" and text[at + 1 : at + 2] != "\n"
        if character == "\n" and between:
            continue
        column = 0 if character == "\n" else column + 1
        yield character, at
        if column == _WIDTH:
            yield "\n", -1
            column = 0


def other_script(_: Random, text: str, __: Sequence[str]) -> Iterator[_Character]:
    """Simplified as traditional and the other way round."""
    script = detect(text)
    for shown in (ShownScript.TRADITIONAL, ShownScript.SIMPLIFIED):
        converted = convert_text(text, shown, script)
        if converted != text and len(converted) == len(text):
            break
    return zip(converted, range(len(text)), strict=True)


def read_again(share: float) -> Change:
    """So many of the characters are read wrongly."""

    def noisy(random: Random, text: str, strangers: Sequence[str]) -> Iterator[_Character]:
        letters = "".join(strangers)
        for at, character in enumerate(text):
            if character.isspace() or random.random() >= share:
                yield character, at
                continue
            kind = random.random()
            if kind < _SUBSTITUTED:
                yield random.choice(letters), at
            elif kind >= _SUBSTITUTED + _DROPPED:
                yield character, at
                yield random.choice(letters), -1

    return noisy


def sentences(text: str) -> list[str]:
    """Of some length, without their line breaks."""
    found = (match.group().strip() for match in _SENTENCE.finditer(text))
    return [sentence for sentence in found if len(sentence) >= 8]


CHANGES: dict[str, Change] = {
    "insertions": inserted,
    "deletions": deleted,
    "reflow": wrapped,
    "other script": other_script,
    "noise 1 %": read_again(0.01),
    "noise 3 %": read_again(0.03),
    "noise 10 %": read_again(0.1),
}
