"""Headlines to the bodies they belong to, solved for a page as a whole.

A short line speaks for a body as far as the body's pairs of characters tell it from the page's
other bodies: the logarithm of how much likelier the line is in that body's words than in the
page's. To this come place, form and the gaps between lines. No body has two headlines.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.importing.layout import cells
from reader.importing.pages.bodies import Body, Group
from reader.importing.pages.forms import Part

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

# What a line is worth that becomes nobody's headline, and one too short to be one.
_NOBODYS = -1.0
_COLUMN_NAME = 1.5
_SHORTEST_TITLE = 5

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

# Of more bodies only those that share most of the rarer pairs are compared.
_MOST_SHARING = 40

# Headlines: one line of up to 30 cells, or two narrow ones.
_WIDEST_TITLE = 32.0
_USUAL_TITLE = 24.0
_NARROW_TITLE = 15.5
_WIDEST_NARROW = 31.0

# A subtitle's line that is wrapped fills the width.
_WRAPPED_SUBTITLE = 24.0

_HAN_PAIR = re.compile("(?=([\u3400-\u9fff0-9A-Za-z]{2}))")
_ENDED_SUBTITLE = re.compile(
    "(?:纪实|紀實|侧记|側記|综述|綜述|纪事|紀事|实录|實錄|观察|觀察|启示|啟示|调查|調查|透视|掠影|见闻)$"
)
_CAPTION = re.compile("(?:19|20)\\d\\d年|[图圖][为為①-⑩\\d]|[上下左右][图圖]|.*[摄攝]$")
_SENTENCE_LIKE = re.compile("[，；]")


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
        self._where: dict[str, list[int]] = defaultdict(list)
        for number, body in enumerate(bodies):
            text = body.text
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
    unit: _Unit
    body: int


class _Search:
    def __init__(self, bodies: Sequence[Body], groups: Sequence[Group], words: Words) -> None:
        self._bodies = bodies
        self._groups = groups
        lines = sum(len(group.lines) for group in groups)
        self._beam = max(_NARROWEST_BEAM, min(_BEAM, _MOST_STATES // max(lines, 1)))
        self._marked = any(line.level for group in groups for line in group.lines)
        self._strengths = [[words.strengths(line.text) for line in group.lines] for group in groups]

    def answer(self) -> Answer:
        best = self._best()
        taken: list[_Taken] = []
        while best is not None:
            taken.append(best)
            best = best.before
        taken.reverse()
        headlines = tuple(self._headline(choice) for choice in taken)
        used = {id(line) for headline in headlines for line in headline.title + headline.subtitle}
        rest = tuple(
            self._rest(number, at)
            for number, group in enumerate(self._groups)
            for at, line in enumerate(group.lines)
            if id(line) not in used
        )
        return Answer(headlines, rest)

    def _best(self) -> _Taken | None:
        states = {0: _State(0.0, 0, None)}
        for number, group in enumerate(self._groups):
            pending: list[dict[int, _State]] = [states] + [{} for _ in group.lines]
            for first in range(len(group.lines)):
                here = sorted(pending[first].values(), key=lambda state: -state.value)[: self._beam]
                moves = [
                    (unit, body, unit.form + self._value(unit, body))
                    for unit in self._units(number, first)
                    for body in self._candidates(unit)
                ]
                nobodys = self._nobodys(number, first)
                for state in here:
                    _keep(
                        pending[first + 1], _State(state.value + nobodys, state.used, state.taken)
                    )
                    for unit, body, value in moves:
                        if not state.used >> body & 1 and value > -_MOST_OF_LINE:
                            _keep(
                                pending[unit.end],
                                _State(
                                    state.value + value,
                                    state.used | 1 << body,
                                    _Taken(state.taken, unit, body),
                                ),
                            )
            states = pending[len(group.lines)]
        return max(states.values(), key=lambda state: state.value).taken

    def _units(self, number: int, first: int) -> Iterator[_Unit]:
        lines = self._groups[number].lines
        for end in range(first + 1, min(first + _MOST_LINES_OF_HEADLINE, len(lines)) + 1):
            for titles in (1, 2):
                if end - first >= titles:
                    form = _form(lines[first:end], titles, _usual_gap(lines))
                    if form is not None and self._marked and not lines[first].level:
                        form -= _UNMARKED
                    if form is not None:
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
        return dict.fromkeys([*near, *spoken_for])

    def _value(self, unit: _Unit, body: int) -> float:
        text = sum(
            strengths.get(body, strengths[-1])
            for strengths in self._strengths[unit.group][unit.first : unit.end]
        )
        return text + self._place(unit, body)

    def _place(self, unit: _Unit, body: int) -> float:
        group = self._groups[unit.group]
        value = 0.0
        if body == group.after:
            last = unit.end == len(group.lines)
            value += _RIGHT_BEFORE if last else _BESIDE
            if last and group.gap_after == 0 and _usual_gap(group.lines) > 0:
                value += _TOUCHING
        if body == group.before:
            value += _RIGHT_BEHIND if unit.first == 0 else _BESIDE
        return value

    def _nobodys(self, number: int, at: int) -> float:
        line = self._groups[number].lines[at]
        if cells(line.text) <= _SHORTEST_TITLE and not line.level:
            return _COLUMN_NAME
        return 0.0 if _CAPTION.match(line.text) else _NOBODYS

    def _headline(self, choice: _Taken) -> Headline:
        unit = choice.unit
        lines = self._groups[unit.group].lines
        own = self._value(unit, choice.body)
        others = [self._value(unit, body) for body in self._candidates(unit) if body != choice.body]
        free = max([0.0, *others])
        confidence = 1 / (1 + math.exp(-(own - free) / 3))
        title = lines[unit.first : unit.first + unit.titles]
        subtitle = lines[unit.first + unit.titles : unit.end]
        return Headline(choice.body, tuple(title), tuple(subtitle), round(confidence, 3))

    def _rest(self, number: int, at: int) -> Rest:
        strengths = {body: s for body, s in self._strengths[number][at].items() if body >= 0}
        group = self._groups[number]
        near = group.before if group.before is not None else group.after or 0
        body = max(strengths, key=lambda body: strengths[body], default=near)
        strength = strengths.get(body, 0.0)
        caption = strength >= (
            _LEAST_CAPTION if _CAPTION.match(group.lines[at].text) else _LEAST_RELATED
        )
        return Rest(group.lines[at], number, body if caption else near, caption)


def _keep(states: dict[int, _State], state: _State) -> None:
    """Of two readings that use the same bodies only the better can be the best."""
    if state.used not in states or states[state.used].value < state.value:
        states[state.used] = state


def _usual_gap(lines: Sequence[Part]) -> int:
    return max((line.gap for line in lines), default=0)


def _form(lines: Sequence[Part], titles: int, usual_gap: int) -> float | None:
    """How much lines look like a headline; ``None`` if they cannot be one."""
    heads, rest = lines[:titles], lines[titles:]
    value = _title_form(heads)
    if value is None:
        return None
    if rest:
        subtitle = _subtitle_form(heads, rest)
        if subtitle is None:
            return None
        value += subtitle
    if titles == 2 and any(line.level for line in heads):
        value -= 3.0
    for before, line in pairwise(lines):
        value += 2.0 if line.gap == 0 < usual_gap else -1.0 if line.gap > before.gap + 1 else 0.0
        value += 1.0 if 0 < before.level < line.level or line.continued else 0.0
    return value


def _title_form(lines: Sequence[Part]) -> float | None:
    widths = [cells(line.text) for line in lines]
    if any(line.text.startswith("——") or line.text[0] in "（(" for line in lines):
        return None
    if sum(widths) > _WIDEST_TITLE + 12 or (len(lines) == 2 and sum(widths) > _WIDEST_NARROW):
        return None
    value = -0.5 * max(sum(widths) - _WIDEST_TITLE, 0)
    if len(lines) == 2:
        if max(widths) > _NARROW_TITLE or any(" " in line.text for line in lines):
            return None
        value += 0.5
    elif widths[0] < _SHORTEST_TITLE:
        value -= 4.0
    if _SENTENCE_LIKE.search(lines[0].text):
        value -= 3.0
    if sum(widths) > _USUAL_TITLE:
        value -= 1.0
    if _CAPTION.match(lines[0].text):
        value -= 3.0
    return value


def _subtitle_form(heads: Sequence[Part], lines: Sequence[Part]) -> float | None:
    widths = [cells(line.text) for line in lines]
    if len(lines) > 3 or any(line.text.startswith("——") for line in lines[1:]):
        return None
    value = 0.0
    dashed = lines[0].text.startswith("——")
    if dashed:
        value += 3.0
    elif len(heads) == 1 and max(cells(heads[0].text), widths[0]) <= _NARROW_TITLE:
        # Two narrow lines are rather a headline set in two.
        value -= 3.0
    elif widths[0] < 8 or widths[0] < cells(heads[0].text) * 0.6:
        value -= 2.0
    if widths[0] > _WIDEST_TITLE or "、" in lines[0].text or _SENTENCE_LIKE.search(lines[0].text):
        value += 1.0
    for before, line in pairwise(lines):
        if _ENDED_SUBTITLE.search(before.text) or _CAPTION.match(line.text):
            return None
        if cells(before.text) < _WRAPPED_SUBTITLE and not dashed:
            value -= 4.0
        if cells(line.text) < 3:
            return None
    if any(_CAPTION.match(line.text) for line in lines):
        value -= 4.0
    return value
