"""Headlines to the bodies they belong to, solved for a page as a whole.

A short line speaks for a body as far as the body's pairs of characters tell it from the page's
other bodies: the logarithm of how much likelier the line is in that body's words than in the
page's. To this come place, form and the gaps between lines. No body has two headlines.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from reader.importing.layout import cells
from reader.importing.pages.bodies import Body, Group
from reader.importing.pages.confidence import confidence
from reader.importing.pages.forms import Part
from reader.importing.pages.headline_forms import (
    SHORTEST_TITLE,
    headline_form,
    looks_like_caption,
)

# How much of what a body says is said in the page's words rather than in its own.
_PAGE_SHARE = 0.35

# The first paragraphs name what the headline names.
_OPENING_CHARACTERS = 150
_OPENING_WEIGHT = 2

# One pair tells little, however rare it is, and one line not all.
_MOST_OF_PAIR = 2.5
_LEAST_OF_PAIR = -0.8
_MOST_OF_LINE = 16.0

# Nats for the place: right before the text, right behind it, in the group beside it.
_RIGHT_BEFORE = 4.5
_RIGHT_BEHIND = 3.0
_BESIDE = 1.5
_TOUCHING = 2.5

# A text has a headline more often than not, and the headline says it in other words: a line that
# stands in the text as it is was taken from it, for a subtitle or by a column's end.
_HEADED = 3.0
_QUOTED = 8.0
_LEAST_QUOTED = 6
_LONGEST_ARTICLE = 20_000

# What a line is worth that becomes nobody's headline, and one too short to be one.
_NOBODYS = -1.0
_COLUMN_NAME = 1.5

# What a line must say for a body, in nats, to be a caption; less if it has a caption's form.
_LEAST_RELATED = 4.0
_LEAST_CAPTION = 1.0

# The pages seen have up to 10 bodies; this many states keep the best answer for 30.
_BEAM = 96
_NARROWEST_BEAM = 8
_MOST_STATES = 20_000
_BODIES_TRIED = 4
_MOST_LINES_OF_HEADLINE = 5

# Where headlines are marked as such, a line that is not is hardly one.
_UNMARKED = 10.0

# At the top of a page a short line names its column.
_AT_TOP = 3.0

# Of more bodies only those that share most of the rarer pairs are compared.
_MOST_SHARING = 40

_HAN_PAIR = re.compile("(?=([\u3400-\u9fff0-9A-Za-z]{2}))")


@dataclass(frozen=True, slots=True)
class Headline:
    """Lines of a group that are one body's headline; ``confidence`` from 0 to 1."""

    body: int
    title: tuple[Part, ...]
    subtitle: tuple[Part, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Answer:
    """``rest``: lines that are nobody's headline."""

    headlines: tuple[Headline, ...]
    rest: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """A line with the number of its group. ``body``: the one it speaks for, enough to be a
    ``caption`` of it, or else the one that stands nearest.
    """

    line: Part
    group: int
    body: int
    caption: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """A stretch of a group's lines read as a headline: ``titles`` lines and a subtitle."""

    group: int
    first: int
    end: int
    titles: int
    form: float


class Words:
    """The pairs of characters of a page's bodies."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._page: Counter[str] = Counter()
        self._bodies: list[Counter[str]] = []
        self._texts: list[str] = []
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, body in enumerate(bodies):
            text = body.text
            self._texts.append(text[:_LONGEST_ARTICLE])
            counts = Counter(_pairs(text))
            for pair in _pairs(text[:_OPENING_CHARACTERS]):
                counts[pair] += _OPENING_WEIGHT - 1
            self._bodies.append(counts)
            self._page.update(counts)
            for pair in counts:
                self._where[pair].append(number)
        self._total = max(self._page.total(), 1)
        self._totals = [max(counts.total(), 1) for counts in self._bodies]

    def strengths(self, text: str) -> Mapping[int, float]:
        """For each body that shares a pair with a line, how much the line speaks for it, in nats;
        ``-1``: for any other.
        """
        pairs = [pair for pair in dict.fromkeys(_pairs(text)) if pair in self._page]
        shared = Counter(
            number
            for pair in pairs
            if len(self._where[pair]) <= _MOST_SHARING
            for number in self._where[pair]
        )
        near = [number for number, _ in shared.most_common(_MOST_SHARING)]
        found = {number: self._strength(pairs, number) for number in near}
        found[-1] = max(len(pairs) * math.log(_PAGE_SHARE), -_MOST_OF_LINE / 2)
        return found

    def says(self, text: str, number: int) -> bool:
        """Whether a body says something word for word."""
        counts = self._bodies[number]
        return all(pair in counts for pair in _pairs(text)) and text in self._texts[number]

    def _strength(self, pairs: Iterable[str], number: int) -> float:
        counts, total = self._bodies[number], self._totals[number]
        strength = 0.0
        for pair in pairs:
            rarity = counts[pair] / total * self._total / self._page[pair]
            ratio = _PAGE_SHARE + (1 - _PAGE_SHARE) * rarity
            strength += min(max(math.log(ratio), _LEAST_OF_PAIR), _MOST_OF_PAIR)
        return max(min(strength, _MOST_OF_LINE), -_MOST_OF_LINE / 2)


def attached(bodies: Sequence[Body], groups: Sequence[Group]) -> Answer:
    """Find each body's headline among the lines of all groups."""
    words = Words(bodies)
    return _Search(bodies, groups, words).answer()


def _pairs(text: str) -> Iterator[str]:
    return (match.group(1) for match in _HAN_PAIR.finditer(text))


@dataclass(frozen=True, slots=True)
class _State:
    """A reading of the page up to a line; ``used``: bodies that have their headline, as bits."""

    value: float
    used: int
    taken: _Taken | None


@dataclass(frozen=True, slots=True)
class _Taken:
    before: _Taken | None
    move: _Move


@dataclass(frozen=True, slots=True)
class _Move:
    """From one line on to the line ``end``, both counted over all groups: the lines between are
    ``unit`` for ``body``, or one line that is nobody's.
    """

    end: int
    value: float
    unit: _Unit | None = None
    body: int = -1

    @property
    def bit(self) -> int:
        return 0 if self.unit is None else 1 << self.body


class _Search:
    def __init__(self, bodies: Sequence[Body], groups: Sequence[Group], words: Words) -> None:
        self._bodies = bodies
        self._words = words
        self._groups = groups
        self._usual_gaps = [max(line.gap for line in group.lines) for group in groups]
        lines = sum(len(group.lines) for group in groups)
        self._beam = max(_NARROWEST_BEAM, min(_BEAM, _MOST_STATES // max(lines, 1)))
        self._marked = any(line.level for group in groups for line in group.lines)
        self._strengths = [[words.strengths(line.text) for line in group.lines] for group in groups]
        claimed = {
            body
            for strengths in chain.from_iterable(self._strengths)
            for body, strength in strengths.items()
            if strength >= _LEAST_RELATED
        }
        self._unclaimed = [number for number in range(len(bodies)) if number not in claimed]
        places = [
            (number, at) for number, group in enumerate(groups) for at in range(len(group.lines))
        ]
        self._moves = [self._moves_from(line, *place) for line, place in enumerate(places)]

    def answer(self) -> Answer:
        states, last = self._readings()
        margins = _Margins(self._moves, states, last)
        taken: list[_Move] = []
        step = last.taken
        while step is not None:
            taken.append(step.move)
            step = step.before
        taken.reverse()
        headlines = tuple(self._headline(move, margins) for move in taken)
        used = {id(line) for headline in headlines for line in headline.title + headline.subtitle}
        rest = tuple(
            self._rest(number, at)
            for number, group in enumerate(self._groups)
            for at, line in enumerate(group.lines)
            if id(line) not in used
        )
        return Answer(headlines, rest)

    def _moves_from(self, line: int, number: int, first: int) -> Sequence[_Move]:
        nobodys = _Move(line + 1, self._nobodys(number, first))
        taking = (
            _Move(line + unit.end - first, unit.form + self._value(unit, body), unit, body)
            for unit in self._units(number, first)
            for body in self._candidates(unit)
        )
        return [nobodys, *(move for move in taking if move.value > -_MOST_OF_LINE)]

    def _readings(self) -> tuple[list[list[_State]], _State]:
        """The best readings up to each line, and the best of the whole page."""
        pending: list[dict[int, _State]] = [{} for _ in range(len(self._moves) + 1)]
        pending[0][0] = _State(0.0, 0, None)
        states: list[list[_State]] = []
        for here, moves in enumerate(self._moves):
            states.append(
                sorted(pending[here].values(), key=lambda state: -state.value)[: self._beam]
            )
            pending[here].clear()
            for state in states[here]:
                for move in moves:
                    if not state.used & move.bit:
                        taken = _Taken(state.taken, move) if move.unit else state.taken
                        value = state.value + move.value
                        _keep(pending[move.end], _State(value, state.used | move.bit, taken))
        return states, max(pending[-1].values(), key=lambda state: state.value)

    def _units(self, number: int, first: int) -> Iterator[_Unit]:
        group = self._groups[number]
        lines = group.lines
        for end in range(first + 1, min(first + _MOST_LINES_OF_HEADLINE, len(lines)) + 1):
            for titles in (1, 2):
                if end - first >= titles:
                    form = headline_form(lines[first:end], titles, self._usual_gaps[number])
                    if form is not None:
                        if self._marked and not lines[first].level:
                            form -= _UNMARKED
                        if group.before is None and cells(lines[first].text) < SHORTEST_TITLE:
                            form -= _AT_TOP
                        yield _Unit(number, first, end, titles, form)

    def _candidates(self, unit: _Unit) -> Iterable[int]:
        group = self._groups[unit.group]
        sums: dict[int, float] = defaultdict(float)
        for at in range(unit.first, unit.end):
            strengths = self._strengths[unit.group][at]
            for body, strength in strengths.items():
                if body >= 0:
                    sums[body] += strength - strengths[-1]
        near = [body for body in (group.before, group.after) if body is not None]
        spoken_for = sorted(sums, key=lambda body: -sums[body])[:_BODIES_TRIED]
        return dict.fromkeys([*near, *spoken_for, *self._unclaimed_near(unit.group)])

    def _unclaimed_near(self, number: int) -> Sequence[int]:
        """The bodies next to a group that no line of the page speaks for."""
        group = self._groups[number]
        place = group.after if group.after is not None else len(self._bodies)
        at = bisect_left(self._unclaimed, place)
        return self._unclaimed[max(at - _BODIES_TRIED, 0) : at + _BODIES_TRIED]

    def _value(self, unit: _Unit, body: int) -> float:
        text = sum(
            strengths.get(body, strengths[-1])
            for strengths in self._strengths[unit.group][unit.first : unit.end]
        )
        quoted = _QUOTED if self._is_quoted(unit, body) else 0.0
        return text + self._place(unit, body) + _HEADED - quoted

    def _is_quoted(self, unit: _Unit, body: int) -> bool:
        """Whether a body says what is to be its title word for word."""
        lines = self._groups[unit.group].lines[unit.first : unit.first + unit.titles]
        title = "".join(line.text for line in lines)
        return len(title) >= _LEAST_QUOTED and self._words.says(title, body)

    def _place(self, unit: _Unit, body: int) -> float:
        group = self._groups[unit.group]
        value = 0.0
        if body == group.after:
            last = unit.end == len(group.lines)
            value += _RIGHT_BEFORE if last else _BESIDE
            if last and group.gap_after == 0 < self._usual_gaps[unit.group]:
                value += _TOUCHING
        if body == group.before:
            value += _RIGHT_BEHIND if unit.first == 0 else _BESIDE
        return value

    def _nobodys(self, number: int, at: int) -> float:
        line = self._groups[number].lines[at]
        if cells(line.text) <= SHORTEST_TITLE and not line.level:
            return _COLUMN_NAME
        return 0.0 if looks_like_caption(line) else _NOBODYS

    def _headline(self, move: _Move, margins: _Margins) -> Headline:
        unit = move.unit
        assert unit is not None
        lines = self._groups[unit.group].lines
        title = lines[unit.first : unit.first + unit.titles]
        subtitle = lines[unit.first + unit.titles : unit.end]
        body = self._bodies[move.body]
        sure = confidence(
            margins.of(move),
            quoted=self._is_quoted(unit, move.body),
            marked=bool(body.before or body.after),
        )
        return Headline(move.body, tuple(title), tuple(subtitle), sure)

    def _rest(self, number: int, at: int) -> Rest:
        strengths = {body: s for body, s in self._strengths[number][at].items() if body >= 0}
        group = self._groups[number]
        near = group.before if group.before is not None else group.after or 0
        body = max(strengths, key=lambda body: strengths[body], default=near)
        strength = strengths.get(body, 0.0)
        caption = strength >= (
            _LEAST_CAPTION if looks_like_caption(group.lines[at]) else _LEAST_RELATED
        )
        return Rest(group.lines[at], number, body if caption else near, caption)


class _Margins:
    """By how much the best reading of a page surpasses the best that does without one attachment.

    ``states``: readings up to each line; ``last``: the best of the whole page.
    """

    def __init__(
        self, moves: Sequence[Sequence[_Move]], states: Sequence[Sequence[_State]], last: _State
    ) -> None:
        self._moves = moves
        self._states = states
        self._best = last.value
        self._after: list[dict[int, float]] = [{} for _ in moves]
        for here in range(len(moves) - 1, -1, -1):
            self._after[here] = {
                state.used: max((value for _, value in self._on(here, state)), default=-math.inf)
                for state in states[here]
            }

    def of(self, taken: _Move) -> float:
        """In nats, at most ``_MOST_OF_LINE``."""
        assert taken.unit is not None
        first = taken.end - (taken.unit.end - taken.unit.first)
        others = (
            state.value + value
            for here in range(max(first - _MOST_LINES_OF_HEADLINE + 1, 0), first + 1)
            for state in self._states[here]
            for move, value in self._on(here, state)
            if move.end > first and not (here == first and _is_same(move, taken))
        )
        return min(self._best - max(others, default=-math.inf), _MOST_OF_LINE)

    def _on(self, here: int, state: _State) -> Iterator[tuple[_Move, float]]:
        """The moves from a line on and what the page is worth from there."""
        for move in self._moves[here]:
            if not state.used & move.bit:
                yield move, move.value + self._worth(move.end, state.used | move.bit)

    def _worth(self, line: int, used: int) -> float:
        return self._after[line].get(used, -math.inf) if line < len(self._after) else 0.0


def _is_same(move: _Move, other: _Move) -> bool:
    """Whether two moves from one line make the same lines the title of the same body."""
    return (
        move.unit is not None
        and other.unit is not None
        and (move.body, move.unit.titles) == (other.body, other.unit.titles)
    )


def _keep(states: dict[int, _State], state: _State) -> None:
    """Of two readings that use the same bodies only the better can be the best."""
    if state.used not in states or states[state.used].value < state.value:
        states[state.used] = state
