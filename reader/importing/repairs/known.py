"""Decides which characters of a damaged place are known; the others become U+FFFD.

The readings of a place must agree on a character, counted from either end. If both of its bytes are
there, that is enough. If one is lost, it must be likelier than any other in its place, by the more
the less often it has been seen beside its neighbours; never seen there, it is not known at all: an
unknown word fits as badly as a wrong one, and which one is the likelier says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import exp, inf, log
from typing import Protocol

from reader.importing.repairs.likelihood import ANY, LOST, Attested, Language

# What speaks for a character of a reading: it stands in the text, both of its bytes do, a gloss
# tells how it is read, or a byte alone is left, if any.
SEEN, WHOLE, TOLD, PART = "swtp"

# The share of all readings that must agree on a character of which both bytes are there; on the
# place of one of which a byte is lost; on a strange one, never seen beside its neighbours; and on a
# strange one of three in a row. Where three characters are read as two for want of a pair that was
# dropped, one strange character stands between sound ones; a row of them is an unknown word.
_AGREED, _PLACED, _AGREED_STRANGE, _AGREED_AMONG_STRANGE = 0.97, 0.9, 0.995, 0.85
_STRANGE_ROW = 3

# The share of readings that must have nothing between two characters that are known.
_JOINED = 0.75

# By how much likelier than the second a character must be, as a logarithm, if the document and the
# list of words have it with its neighbours, or have it often; if the list alone has it, in rows of
# three; if the document alone has. Beyond these one in twenty was wrong, however likely (2026-11).
_BY_BOTH, _BY_BOTH_OFTEN, _BY_LIST, _BY_DOCUMENT = 2.5, 0.5, 2.0, 2.5
_OFTEN, _OFTEN_LONG = 8, 2

# The same where a gloss leaves few characters: seen in both, in one, in none of them.
_TOLD_BY_BOTH, _TOLD_BY_ONE, _TOLD_STRANGE = 0.5, 3.0, 4.0

# A full stop is common enough to be known where its share is so high and it has been seen beside
# one of its neighbours; other marks are too rare.
_STOP, _OTHER_MARKS = "。", "\u3000，；：！？（）、“”"
_STOP_SHARE = 0.84

# A character of which no byte is known must be at least so likely beside all that could stand
# there.
_NAMED = 0.02


class State(Protocol):
    """A reading. All readings of a place end with the same character.

    Up to ``changed_length`` it differs from the damaged text, which is in step from ``changed_at``.
    """

    @property
    def likelihood(self) -> float: ...
    @property
    def text(self) -> str: ...
    @property
    def evidence(self) -> str: ...
    @property
    def changed_at(self) -> int: ...
    @property
    def changed_length(self) -> int: ...


class Judge:
    """Judges the best reading of a place beside all others."""

    def __init__(
        self, language: Language, before: str, states: Sequence[State], best: State
    ) -> None:
        self._language, self._before = language, before[-2:]
        self._best = best
        weights = [exp(state.likelihood - best.likelihood) for state in states]
        total = sum(weights)
        self._readings = [
            (weight / total, state) for weight, state in zip(weights, states, strict=True)
        ]

    def known(self, given: int) -> str:
        """What is known of the part that changed; empty if nothing is.

        So many characters are ``given`` by what stands elsewhere. Where it is unknown how many
        characters are lost, a sign stands for any number.
        """
        best = self._best
        ending = sum(
            share for share, state in self._readings if state.changed_at == best.changed_at
        )
        if ending < _PLACED:
            return ""
        places = range(best.changed_length)
        sure = [place < given or self._is_known(place) for place in places]
        sure = [sure[place] and (place < given or self._is_closed(place, sure)) for place in places]
        if not any(sure[place] and best.evidence[place] != SEEN for place in places):
            return ""
        return self._with_signs(sure, given)

    def _with_signs(self, sure: Sequence[bool], given: int) -> str:
        text = ""
        for place, known in enumerate(sure):
            if known:
                gap = place >= given and text[-1:] != LOST and not self._are_joined(place)
                text += LOST * gap + self._best.text[place]
            elif self._is_counted or text[-1:] != LOST:
                text += LOST
        return text if text[-1:] == LOST or self._are_joined(len(sure)) else text + LOST

    def _are_joined(self, place: int) -> bool:
        """Whether nothing is lost between a character and the one before it."""
        return max(self._agreed(place - 1, place), self._held(place - 1, place)) >= _JOINED

    def _held(self, left: int, right: int) -> float:
        """The share of readings with the same characters from there on that have all their bytes.

        Backward from ``left``, forward from ``right``.
        """
        evidence = self._best.evidence
        while left >= 0 and evidence[left] not in (SEEN, WHOLE):
            left -= 1
        while right < len(evidence) and evidence[right] not in (SEEN, WHOLE):
            right += 1
        return self._agreed(left, right)

    @cached_property
    def _is_counted(self) -> bool:
        """Whether the number of characters is known."""
        return sum(share for share, _ in self._alike) >= _PLACED

    @cached_property
    def _alike(self) -> list[tuple[float, State]]:
        best = self._best
        return [
            (share, state)
            for share, state in self._readings
            if (state.changed_at, state.changed_length) == (best.changed_at, best.changed_length)
        ]

    def _agreed(self, *places: int) -> float:
        """The share of readings with the same characters, counted from the start or the end."""
        length = len(self._best.text)
        ahead = behind = 0.0
        for share, state in self._readings:
            shift = len(state.text) - length
            if self._has(state, places, 0) and (shift == 0 or length not in places):
                ahead += share
            if self._has(state, places, shift) and (shift == 0 or -1 not in places):
                behind += share
        return max(ahead, behind)

    def _has(self, state: State, places: Iterable[int], shift: int) -> bool:
        text, length = self._best.text, len(self._best.text)
        return all(
            place in (-1, length)
            or (place + shift >= 0 and state.text[place + shift : place + shift + 1] == text[place])
            for place in places
        )

    def _is_known(self, place: int) -> bool:
        if self._best.text[place] in (ANY, LOST):
            return False
        if self._is_strange(place):
            return self._is_known_though_strange(place)
        if self._best.evidence[place] in (SEEN, WHOLE):
            return self._agreed(place) >= _AGREED
        if max(self._agreed(place), self._held(place - 1, place + 1)) < _PLACED:
            return False
        return self._margin(place) > self._needed(place)

    def _is_strange(self, place: int) -> bool:
        return (
            place < self._best.changed_length
            and self._best.evidence[place] == WHOLE
            and self._attested[place].by_none
        )

    def _is_known_though_strange(self, place: int) -> bool:
        beside = range(max(0, place - 1), min(place + 2, self._best.changed_length))
        if any(
            self._best.evidence[each] == PART and not self._attested[each].by_both
            for each in beside
        ):
            return False
        firsts = range(max(0, place - _STRANGE_ROW + 1), place + 1)
        rows = (range(first, first + _STRANGE_ROW) for first in firsts)
        among = any(all(map(self._is_strange, row)) for row in rows)
        return self._agreed(place) >= (_AGREED_AMONG_STRANGE if among else _AGREED_STRANGE)

    def _margin(self, place: int) -> float:
        """The logarithm of how much likelier a character is than any other in its place."""
        shares: defaultdict[str, float] = defaultdict(float)
        for share, state in self._alike:
            shares[state.text[place]] += share
        unknown, own = shares.pop(ANY, 0.0), shares.pop(self._best.text[place])
        if own < _NAMED * unknown:
            return -inf
        if not shares:
            return inf
        others = sum(shares.values()) if self._best.text[place] == _STOP else max(shares.values())
        return log(own / others)

    def _needed(self, place: int) -> float:
        """The margin that a character needs of which a byte is lost, or both."""
        seen, character = self._attested[place], self._best.text[place]
        if self._best.evidence[place] == TOLD:
            alone = _TOLD_STRANGE if seen.by_none else _TOLD_BY_ONE
            return _TOLD_BY_BOTH if seen.by_both else alone
        if character == _STOP:
            return inf if seen.by_none else log(_STOP_SHARE / (1 - _STOP_SHARE))
        if character in _OTHER_MARKS:
            return inf
        if seen.by_both:
            often = seen.here >= _OFTEN or seen.here_long >= _OFTEN_LONG
            return _BY_BOTH_OFTEN if often else _BY_BOTH
        if seen.listed_long:
            return _BY_LIST
        return _BY_DOCUMENT if seen.here_long >= _OFTEN_LONG else inf

    def _is_closed(self, place: int, sure: Sequence[bool]) -> bool:
        """Whether a full stop of which a byte is lost has something known after it."""
        if self._best.text[place] != _STOP or self._best.evidence[place] != PART:
            return True
        after = place + 1
        return after == len(sure) or (sure[after] and not self._is_strange(after))

    @cached_property
    def _attested(self) -> Sequence[Attested]:
        text = self._before + self._best.text
        start = len(self._before)
        unsure = {start + place for place, each in enumerate(self._best.evidence) if each == PART}
        return [
            self._language.attested(text, start + place, unsure)
            for place in range(self._best.changed_length)
        ]
