"""Searches the readings of text that was decoded one byte off for the likeliest.

What happened to such text: pinyin or a half-width mark was put into a GBK byte stream where two
bytes looked like a character, though they were the end of one and the beginning of the next. From
there on each pair is read across the boundary, until a byte of ASCII stands alone. A lead byte left
without its trail is shown as ``?`` and swallows the ASCII character after it; a pair that is no
character is dropped; full-width forms are folded to ASCII in the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import NamedTuple

from reader.importing.repairs.gbk import (
    EURO,
    EURO_BYTE,
    FULL_WIDTH_LEAD,
    LEADS,
    droppable,
    encoded,
    pairs,
)
from reader.importing.repairs.known import PART, SEEN, TOLD, WHOLE, Judge
from reader.importing.repairs.likelihood import ANY, CONTEXT, LOST, Language
from reader.importing.repairs.pinyin import SYLLABLE, is_reading, read_as

GLOSS = re.compile(f"[(（]({SYLLABLE})[)）]")
SWALLOWING_GLOSS = re.compile(f"\\?({SYLLABLE})[)）]")
SWALLOWING_TAG = re.compile(r"\?(/?[a-z]{1,10}[1-6]?>)")

# A stream that has not come into step after so many characters is none that we know how to read.
_LONGEST = 80

# In step for so long, the reading of what follows no longer depends on what stood before.
_SETTLED = 5

# How many readings are followed at once, and how much less likely than the best one may be.
_BEAM, _WIDEST = 30, 12.0

# Of the characters that a known byte could be a part of, so many of the likeliest are tried, and
# none that is less likely than once in 24 million characters.
_TRIED, _WORST = 12, -17.0

# Logarithms: how rare damage is, as against a question mark and rare characters that are meant.
_BREAKS = -7.0
_BREAKS_UNTOLD = -10.0
_DROPS = -1.0

# A numbered head, and how much likelier a reading becomes by one that the sequence expects.
HEAD_OPENING = "\u3000（"
_HEAD = re.compile(f"{HEAD_OPENING}([一二三四五六七八九十]{{1,3}})[）)]")
_IN_SEQUENCE = 5.0

# Less likely than this, a character on average, is no text but other damage.
_WORST_MEAN = -7.5


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of a text as it was: ``start`` and ``end`` are offsets in the damaged text."""

    start: int
    end: int
    text: str


class _State(NamedTuple):
    """What has been read up to a place of the damaged text.

    ``evidence``: for each character of ``text``, what speaks for it, as in ``known``.
    ``pending``: the possible values of a byte that waits for its second one; none when in step.
    ``changed_at``, ``changed_length``: where the damaged text was in step again for the last time,
    and the length of ``text`` there.
    """

    likelihood: float
    text: str
    evidence: str
    pending: bytes = b""
    changed_at: int = 0
    changed_length: int = 0
    breaks: int = 0


class _Sought(NamedTuple):
    """Characters that begin with one of the bytes pending, and what else is known of them.

    ``seconds``: the second byte. ``syllable``: how it is read. ``dropped``: it ended with the first
    byte of a pair that was dropped.
    """

    pending: bytes
    seconds: bytes | None = None
    syllable: str | None = None
    dropped: bool = False


class Unshifter:
    """Reads damaged places of one document."""

    def __init__(self, text: str, language: Language, glossed: Mapping[str, int]) -> None:
        """``glossed``: how often the document's undamaged part has pinyin after a character."""
        self._text = text
        self._language = language
        self._glossed = glossed
        self._likely = [(each, encoded(each)) for each in language.likely()]
        # Of what is looked for time and again: states differ in what was read long before.
        self._best_known: dict[tuple[str, _Sought], list[tuple[float, str]]] = {}
        self._dropped: dict[bytes, dict[str, bytes]] = {}

    def read(self, before: str, start: int, numerals: Sequence[str] = ()) -> Reading | None:
        """The reading of a place that begins with a question mark, if it is sure to be damaged.

        ``before``: what stands before it, without glosses. The text may hold ``LOST``.
        """
        end = self._text.find("\n", start, start + _LONGEST)
        end = end if end >= 0 else min(start + _LONGEST, len(self._text))
        finished = [_numbered(state, numerals) for state in self._search(before, start, end)]
        return self._decided(finished, before, start, numerals)

    def _search(self, before: str, start: int, end: int) -> list[_State]:
        prefix = before[-4:]
        waiting: dict[int, list[_State]] = {start: [_State(0.0, prefix, SEEN * len(prefix))]}
        for at in range(start, end + 1):
            states = _best(waiting.pop(at, []))
            dropping = [each for state in states for each in self._dropping(state)]
            twice = [each for state in _best(dropping) for each in self._dropping(state)]
            states = _best([*states, *dropping, *twice])
            if not states:
                continue
            if at == end or (
                at > start and not waiting and all(_settled(state, at) for state in states)
            ):
                if at == end and at < len(self._text) and self._text[at] == "\n":
                    states = [self._with(state, "\n") for state in states]
                return [
                    state._replace(
                        text=state.text[len(prefix) :],
                        evidence=state.evidence[len(prefix) :],
                        changed_length=max(0, state.changed_length - len(prefix)),
                    )
                    for state in states
                    if not state.pending
                ]
            for state in states:
                for position, following in self._steps(state, at):
                    waiting.setdefault(position, []).append(following)
        return []

    def _steps(self, state: _State, at: int) -> Iterator[tuple[int, _State]]:
        if state.pending:
            yield from self._shifted(state, at)
        else:
            yield from self._in_step(state, at)

    def _in_step(self, state: _State, at: int) -> Iterator[tuple[int, _State]]:
        character = self._text[at]
        gloss = GLOSS.match(self._text, at)
        if gloss and state.text and is_reading(state.text[-1], gloss[1]):
            yield gloss.end(), state._replace(text=state.text)
            return
        yield at + 1, self._with(state, character)
        if character == "?":
            yield from self._breaking(state, at)

    def _breaking(self, state: _State, at: int) -> Iterator[tuple[int, _State]]:
        """The question mark is a byte that lost its second one."""
        swallowing = SWALLOWING_GLOSS.match(self._text, at)
        if swallowing:
            yield from self._glossed_across(state, swallowing)
            yield from self._glossed_and_lost(state, swallowing)
            return
        broken = state._replace(likelihood=state.likelihood + _BREAKS, breaks=state.breaks + 1)
        yield at + 1, broken._replace(pending=LEADS)

    def _glossed_across(self, state: _State, gloss: re.Match[str]) -> Iterator[tuple[int, _State]]:
        """The gloss of the character that the last byte and the lost one seemed to be."""
        code = encoded(state.text[-1]) if state.text else b""
        if len(code) != 2:
            return
        found = {
            trail: self._glossed.get(character, 0) + 0.02
            for trail, character in pairs().by_lead.get(code[1], ())
            if trail in LEADS and is_reading(character, gloss[1])
        }
        for trail, weight in found.items():
            likelihood = state.likelihood + _BREAKS + log(weight / sum(found.values()))
            yield (
                gloss.end(),
                state._replace(
                    likelihood=likelihood, pending=bytes([trail]), breaks=state.breaks + 1
                ),
            )

    def _glossed_and_lost(
        self, state: _State, gloss: re.Match[str]
    ) -> Iterator[tuple[int, _State]]:
        """The gloss of a character that is lost as a whole."""
        found = [each for each in self._glossed if is_reading(each, gloss[1])]
        broken = state._replace(
            likelihood=state.likelihood + _BREAKS_UNTOLD, breaks=state.breaks + 1
        )
        for character in found:
            yield gloss.end(), self._ended(self._with(broken, character), gloss.end())

    def _shifted(self, state: _State, at: int) -> Iterator[tuple[int, _State]]:
        character = self._text[at]
        gloss = GLOSS.match(self._text, at)
        if gloss and at and is_reading(self._text[at - 1], gloss[1]):
            yield gloss.end(), state
        code = encoded(character)
        if len(code) == 2:
            yield from self._paired(state, at, code[0], code[1])
        elif character == EURO:
            yield from self._completed(state, at, EURO_BYTE)
        elif character == "?":
            yield from self._unpaired(state, at)
        if character.isascii() and "!" <= character <= "~":
            yield from self._paired(state, at, FULL_WIDTH_LEAD, ord(character) | 0x80)
            if character >= "@":
                yield from self._completed(state, at, ord(character))

    def _paired(
        self, state: _State, at: int, first: int, second: int
    ) -> Iterator[tuple[int, _State]]:
        """Two bytes that seemed a pair: the end of one character and the beginning of the next."""
        for following in self._closing(state, bytes([first])):
            if second in LEADS:
                yield at + 1, following._replace(pending=bytes([second]))
            elif 0x40 <= second < 0x7F:
                yield at + 1, self._ended(self._with(following, chr(second)), at + 1)

    def _completed(self, state: _State, at: int, second: int) -> Iterator[tuple[int, _State]]:
        """A single byte that was a second one: the stream is in step again."""
        for following in self._closing(state, bytes([second])):
            end = at + 1
            gloss = GLOSS.match(self._text, end)
            if gloss and is_reading(following.text[-1], gloss[1]):
                end = gloss.end()
                following = following._replace(likelihood=following.likelihood - _BREAKS)
            yield end, self._ended(following, end)

    def _unpaired(self, state: _State, at: int) -> Iterator[tuple[int, _State]]:
        """A question mark in the place of a second byte."""
        gloss = SWALLOWING_GLOSS.match(self._text, at)
        tag = SWALLOWING_TAG.match(self._text, at)
        if gloss:
            for following in self._closing(state, None, gloss[1]):
                yield gloss.end(), self._ended(following, gloss.end())
        elif tag:
            for following in self._closing(state, None):
                yield tag.end(), self._ended(following, tag.end())
        else:
            for following in self._closing(state, None):
                if _is_mark(self._text[at + 1 : at + 2]):
                    yield at + 1, self._ended(following, at + 1)
                else:
                    yield at + 1, self._ended(self._with(following, LOST), at + 1)

    def _dropping(self, state: _State) -> Iterator[_State]:
        """A pair that is no character stood before the next character and was dropped."""
        found = self._dropped.get(state.pending)
        if found is None:
            found = self._dropped[state.pending] = self._after_dropped(state.pending)
        for following in self._scored(state, _Sought(state.pending, dropped=True), PART):
            yield following._replace(
                likelihood=following.likelihood + _DROPS, pending=found[following.text[-1]]
            )

    def _after_dropped(self, pending: bytes) -> dict[str, bytes]:
        """The characters that one of these bytes begins and a dropped pair ended, and what of that
        pair is pending then."""
        seconds = droppable()
        if len(pending) == 1:
            return {
                character: seconds[first]
                for first in seconds
                if (character := pairs().characters.get((pending[0], first)))
            }
        return {
            character: seconds[code[1]]
            for character, code in self._likely
            if code[0] in pending and code[1] in seconds
        }

    def _closing(
        self, state: _State, seconds: bytes | None, syllable: str | None = None
    ) -> Iterator[_State]:
        """Complete what is pending; ``seconds``: the second byte, ``None`` for any."""
        if len(state.pending) > 1 and seconds is None and syllable is None:
            yield state._replace(
                likelihood=state.likelihood + self._language.score_of_lead(state.pending),
                text=state.text + ANY,
                evidence=state.evidence + PART,
                pending=b"",
            )
        if syllable is not None:
            evidence = TOLD
        else:
            evidence = WHOLE if seconds and len(state.pending) == 1 else PART
        yield from self._scored(state, _Sought(state.pending, seconds, syllable), evidence)

    def _scored(self, state: _State, sought: _Sought, evidence: str) -> Iterator[_State]:
        """The likeliest of the characters sought after what has been read."""
        key = (state.text[-CONTEXT:], sought)
        best = self._best_known.get(key)
        if best is None:
            found = self._characters(sought)
            scores = ((self._language.score(state.text, each), each) for each in found)
            best = [each for each in nlargest(_TRIED, scores) if each[0] >= _WORST]
            self._best_known[key] = best
        for score, character in best:
            yield state._replace(
                likelihood=state.likelihood + score,
                text=state.text + character,
                evidence=state.evidence + evidence,
                pending=b"",
            )

    def _characters(self, sought: _Sought) -> Iterable[str]:
        table = pairs()
        pending, seconds, syllable, dropped = sought
        if dropped:
            return self._dropped[pending]
        if syllable is not None:
            return [each for each in read_as(syllable) if encoded(each)[0] in pending]
        if seconds is not None:
            if len(pending) == 1:
                character = table.characters.get((pending[0], seconds[0]))
                return [character] if character else []
            by_trail = table.by_trail.get(seconds[0], ())
            return [character for lead, character in by_trail if lead in pending]
        if len(set(pending)) == 1:
            return [character for _, character in table.by_lead.get(pending[0], ())]
        return [character for character, code in self._likely if code[0] in pending]

    def _with(self, state: _State, character: str) -> _State:
        score = self._language.score(state.text, character)
        return state._replace(
            likelihood=state.likelihood + score,
            text=state.text + character,
            evidence=state.evidence + SEEN,
        )

    def _decided(
        self, finished: list[_State], before: str, start: int, numerals: Sequence[str]
    ) -> Reading | None:
        """What is known of a place, if the damage is certain."""
        if not finished:
            return None
        best = max(finished, key=lambda state: state.likelihood)
        least = _WORST_MEAN * len(best.text)
        if not best.breaks or best.likelihood - best.breaks * _BREAKS < least:
            return None
        head = _HEAD.match(best.text)
        if best.text.startswith(HEAD_OPENING) and not head:
            return None
        given = head.end() if head and head[1] in numerals else 0
        known = Judge(self._language, before, finished, best).known(given)
        sound = 0
        while (
            known[sound : sound + 1] == self._text[start + sound] and best.evidence[sound] == SEEN
        ):
            sound += 1
        return Reading(start + sound, best.changed_at, known[sound:]) if known[sound:] else None

    @staticmethod
    def _ended(state: _State, at: int) -> _State:
        return state._replace(pending=b"", changed_at=at, changed_length=len(state.text))


def _numbered(state: _State, numerals: Sequence[str]) -> _State:
    """Judge a numbered head as a whole: one that the sequence expects is no chance."""
    head = _HEAD.match(state.text)
    if head is None or head[1] not in numerals:
        return state
    return state._replace(likelihood=state.likelihood + _IN_SEQUENCE)


def _is_mark(character: str) -> bool:
    return not character or character in "，。、；：！？,;:!?“”‘’《》（）()\n"


def _settled(state: _State, at: int) -> bool:
    return not state.pending and at - state.changed_at >= _SETTLED


def _best(states: list[_State]) -> list[_State]:
    best = nlargest(_BEAM, states, key=lambda state: state.likelihood)
    return [state for state in best if state.likelihood >= best[0].likelihood - _WIDEST]
