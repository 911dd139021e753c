"""The query language: what a person types, as a tree. Pure.

Whatever is typed means something, for it is read at every key: what cannot be understood becomes a
problem that says where it stands, and the rest is searched for. The language: ``docs/search.md``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from reader.model import QueryFault, QueryProblem, Script, Span
from reader.script.folding import fold
from reader.search.pattern import Pattern, pieces

_DISTANCE = 10
_MOST_DISTANCE = 10_000
# Deeper nesting is no query of a person's, and would exhaust the stack.
_DEEPEST = 50


class Field(StrEnum):
    """What of an article a string is looked for in."""

    TEXT = "text"
    TITLE = "title"
    AUTHOR = "author"
    PAPER = "paper"
    NOTE = "note"
    TAG = "tag"


class State(StrEnum):
    """What a person did with an article, or did not."""

    ANNOTATED = "annotated"
    UNREAD = "unread"


# Of every node, ``span`` says where it was typed. What a node says does not depend on it: two nodes
# are equal wherever they stand.


@dataclass(frozen=True, slots=True)
class Contains:
    """A field holds a pattern."""

    pattern: Pattern
    span: Span = field(compare=False)
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class Near:
    """One of either side stands at most ``distance`` characters from one of the other's."""

    left: tuple[Contains, ...]
    right: tuple[Contains, ...]
    distance: int
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class DateIn:
    """The date lies in a range; both ends belong to it, as numbers: 20201231."""

    first: int
    last: int
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class ScriptIs:
    script: Script
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class StateIs:
    state: State
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of them; of one alone, that one."""

    children: tuple[Node, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    child: Node
    span: Span = field(compare=False)


Node = Contains | Near | DateIn | ScriptIs | StateIs | And | Or | Not


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """``tree`` is ``None`` where nothing can be searched for, and then nothing is found."""

    typed: str
    tree: Node | None
    problems: tuple[QueryProblem, ...] = ()

    @property
    def wanted(self) -> tuple[Contains, ...]:
        """What a hit may hold, nothing twice, in the order typed: what is marked in an article."""
        leaves = (node for node in nodes(self.tree, denied=False) if isinstance(node, Contains))
        return tuple(dict.fromkeys(leaves))

    @property
    def conditions(self) -> tuple[Node, ...]:
        """What must all hold, each by itself."""
        if self.tree is None:
            return ()
        return self.tree.children if isinstance(self.tree, And) else (self.tree,)

    def without(self, condition: Node) -> str:
        """What was typed but for one of the conditions."""
        return _cut(self.typed, condition.span)


def parse_query(query: str) -> ParsedQuery:
    """What was typed, understood. Never fails."""
    parser = _Parser(query)
    tree = parser.sequence()
    return ParsedQuery(query, tree, tuple(sorted(parser.problems, key=lambda one: one.span)))


def _cut(query: str, span: Span) -> str:
    """What is left and right of a span, which no word of either goes through."""
    rest = query[: span.start].rstrip(), query[span.end :].lstrip()
    return " ".join(filter(None, rest)).strip()


def nodes(tree: Node | None, *, denied: bool = True) -> Iterator[Node]:
    """A tree's root and all below it, in the order typed; ``denied``: also what must not be."""
    if tree is None:
        return
    yield tree
    children: tuple[Node, ...] = ()
    match tree:
        case And(children) | Or(children):
            pass
        case Near(left, right):
            children = (*left, *right)
        case Not(child) if denied:
            children = (child,)
    for child in children:
        yield from nodes(child, denied=denied)


class _Token(NamedTuple):
    kind: str  # word, quoted, open, close, minus, or, and, near
    start: int
    end: int
    field: str = ""
    very: bool = False
    text: str = ""


_FIELDS = frozenset(field.value for field in Field) | {"date", "is", "script"}
_STATES = frozenset(state.value for state in State)
_SCRIPTS = frozenset(script.value for script in Script)
# A Chinese keyboard's marks too: they are what it gives first. Only ASCII brackets group, for
# those of Chinese text stand in whatever is pasted.
FIELD_PREFIX = re.compile(r"(?P<field>[A-Za-z]+)[:：]|=")
_QUOTED = re.compile(r'"(?P<ascii>[^"]*)(?P<ascii_end>"?)|“(?P<curly>[^”]*)(?P<curly_end>”?)')
_OPERATOR = re.compile(
    r"(?:(?P<or>OR)|(?P<and>AND)|(?P<not>NOT)|(?P<near>NEAR(?:/(?P<far>[^\s()]*))?))(?=[\s()]|\Z)"
)
_SPACE = re.compile(r"\s*")


class _Scanner:
    """The tokens of a query, one after the other."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.place = 0
        self.depth = 0

    def next(self) -> _Token | None:
        self.place = self._after_space(self.place)
        start = self.place
        if start == len(self.query):
            return None
        token = self._mark(start) or self._operator(start) or self._string(start)
        self.place = token.end
        return token

    def _mark(self, start: int) -> _Token | None:
        mark = self.query[start]
        if mark == "(":
            return _Token("open", start, start + 1)
        if mark == ")" and self.depth:
            return _Token("close", start, start + 1)
        if mark == "-":
            return _Token("minus", start, start + 1)
        return None

    def _operator(self, start: int) -> _Token | None:
        match = _OPERATOR.match(self.query, start)
        if match is None or (self.query[match.end() : match.end() + 1] == ")" and not self.depth):
            return None
        kind = next(kind for kind in ("or", "and", "not", "near") if match[kind])
        kind = "minus" if kind == "not" else kind
        return _Token(kind, start, match.end(), text=match["far"] or "")

    def _string(self, start: int) -> _Token:
        place, field, very = start, "", False
        prefix = FIELD_PREFIX.match(self.query, place)
        if prefix and prefix["field"] and prefix["field"].lower() in _FIELDS:
            field, place = prefix["field"].lower(), prefix.end()
            if self.query[place : place + 1] == "(":
                return _Token("open", start, place + 1, field)
        if self.query[place : place + 1] == "=" and self._word_end(place) > place + 1:
            very, place = True, place + 1
        if quoted := _QUOTED.match(self.query, place):
            name = "ascii" if quoted["ascii"] is not None else "curly"
            kind = "quoted" if quoted[f"{name}_end"] else "unclosed"
            return _Token(kind, start, quoted.end(), field, very, quoted[name])
        end = self._word_end(place)
        return _Token("word", start, end, field, very, self.query[place:end])

    def _word_end(self, start: int) -> int:
        """At white space, or at the bracket that closes a group and none of the word's own."""
        inside = 0
        for place in range(start, len(self.query)):
            character = self.query[place]
            if character.isspace():
                return place
            if character == "(":
                inside += 1
            elif character == ")":
                if self.depth and not inside:
                    return place
                inside -= 1
        return len(self.query)

    def _after_space(self, place: int) -> int:
        match = _SPACE.match(self.query, place)
        return match.end() if match else place


_NO_OPERAND = ("close", "or", "near", "and")


class _Parser:
    """Reads ``a b`` as both, ``OR`` before that, ``NEAR`` before that, ``-`` before all."""

    def __init__(self, query: str) -> None:
        self.problems: list[QueryProblem] = []
        self._scanner = _Scanner(query)
        self._token = self._scanner.next()

    def sequence(self, field: str = "") -> Node | None:
        """Everything up to the end of the group."""
        conditions: dict[Node, Node] = {}
        while self._token is not None and self._token.kind != "close":
            if self._token.kind in ("or", "near"):
                self._fault(QueryFault.OPERAND, self._take())
            elif self._token.kind == "and":
                operator = self._take()
                if not conditions or self._token is None or self._token.kind in _NO_OPERAND:
                    self._fault(QueryFault.OPERAND, operator)
            else:
                node = self._either(field)
                if node is not None:
                    # The same word a second time says nothing new.
                    conditions.setdefault(node, node)
        return _joined(And, list(conditions.values()))

    def _either(self, field: str) -> Node | None:
        children: list[Node] = []
        operator: _Token | None = None
        while True:
            known = len(self.problems)
            child = self._near(field)
            if child is not None:
                children.append(child)
            elif operator is not None and len(self.problems) == known:
                self._fault(QueryFault.OPERAND, operator)
            if self._token is None or self._token.kind != "or":
                return _joined(Or, children)
            operator = self._take()

    def _near(self, field: str) -> Node | None:
        known = len(self.problems)
        left = self._unary(field)
        chain: list[Node] = []
        while self._token is not None and self._token.kind == "near":
            operator = self._take()
            distance = self._distance(operator)
            right = self._unary(field)
            pair = _strings(left), _strings(right)
            if left is None or right is None or not pair[0] or not pair[1]:
                if (left is not None and right is not None) or len(self.problems) == known:
                    self._fault(QueryFault.NEAR_OPERAND, operator)
                chain += [node for node in (left,) if node is not None and not chain]
                left = right or left
                if right is not None:
                    chain.append(right)
                continue
            span = Span(left.span.start, right.span.end)
            chain.append(Near(*pair, distance, span))
            left = right
        return _joined(And, chain) if chain else left

    def _distance(self, operator: _Token) -> int:
        if not operator.text:
            return _DISTANCE
        if operator.text.isascii() and operator.text.isdigit() and len(operator.text) < 9:
            return min(int(operator.text), _MOST_DISTANCE)
        self._fault(QueryFault.DISTANCE, operator)
        return _DISTANCE

    def _unary(self, field: str) -> Node | None:
        token = self._token
        if token is None or token.kind in _NO_OPERAND:
            return None
        self._take()
        if token.kind == "minus":
            return self._negated(token, field)
        if token.kind == "open":
            return self._group(token, token.field or field)
        return self._leaf(token, field)

    def _negated(self, token: _Token, field: str) -> Node | None:
        known, start, denied = len(self.problems), token.start, True
        is_apart = self._is_apart(token)
        # No recursion here: a line of a thousand minuses is pasted easily.
        while self._token is not None and self._token.kind == "minus":
            token, denied = self._take(), not denied
            is_apart |= self._is_apart(token)
        child = self._unary(field)
        if child is None:
            if len(self.problems) == known:
                self._fault(QueryFault.OPERAND, token._replace(start=start))
            return None
        if is_apart:
            self._fault(QueryFault.MINUS, token._replace(start=start))
        span = Span(start, child.span.end)
        return Not(child, span) if denied else replace(child, span=span)

    def _is_apart(self, minus: _Token) -> bool:
        """Whether white space stands behind it, where it may be a dash; ``NOT`` takes some."""
        is_sign = minus.end == minus.start + 1
        return is_sign and self._token is not None and self._token.start > minus.end

    def _group(self, opened: _Token, field: str) -> Node | None:
        if self._scanner.depth > _DEEPEST:
            self._fault(QueryFault.DEPTH, opened)
            self._skip_group()
            return None
        known = len(self.problems)
        tree = self.sequence(field)
        closed = self._token
        end = closed.end if closed is not None else len(self._scanner.query)
        self._scanner.depth -= 1
        if closed is None:
            self._fault(QueryFault.UNCLOSED_GROUP, opened)
        else:
            self._take()
        if tree is None:
            if len(self.problems) == known:
                self._fault(QueryFault.EMPTY, opened)
            return None
        return replace(tree, span=Span(opened.start, end))

    def _skip_group(self) -> None:
        outside = self._scanner.depth - 1
        while self._token is not None and self._scanner.depth > outside:
            if self._token.kind == "close":
                self._scanner.depth -= 1
            self._take()

    def _leaf(self, token: _Token, group_field: str) -> Node | None:
        span = Span(token.start, token.end)
        field = token.field or group_field
        if token.kind == "unclosed":
            self._fault(QueryFault.UNCLOSED_QUOTE, token)
        if not token.text:
            if token.kind != "unclosed":
                self._fault(QueryFault.EMPTY, token)
            return None
        if field in ("date", "is", "script"):
            return self._fact(field, token, span)
        spaces = token.kind != "word"
        parts = (token.text,) if spaces or not token.text.strip("?") else (*pieces(token.text),)
        if not token.very:
            parts = tuple(map(fold, parts))
        return Contains(Pattern(parts, spaces, token.very), span, Field(field or "text"))

    def _fact(self, field: str, token: _Token, span: Span) -> Node | None:
        value = token.text.strip().lower()
        if field == "date":
            if (dates := _dates(value)) is not None:
                return DateIn(*dates, span)
            self._fault(QueryFault.DATE, token)
        elif field == "is":
            if value in _STATES:
                return StateIs(State(value), span)
            self._fault(QueryFault.STATE, token)
        else:
            if value in _SCRIPTS:
                return ScriptIs(Script(value), span)
            self._fault(QueryFault.SCRIPT, token)
        return None

    def _take(self) -> _Token:
        token = self._token
        assert token is not None
        if token.kind == "open":
            self._scanner.depth += 1
        self._token = self._scanner.next()
        return token

    def _fault(self, fault: QueryFault, token: _Token) -> None:
        self.problems.append(QueryProblem(fault, Span(token.start, token.end)))


def _joined(kind: type[And] | type[Or], children: list[Node]) -> Node | None:
    if len(children) < 2:
        return children[0] if children else None
    span = Span(children[0].span.start, children[-1].span.end)
    return kind(tuple(children), span)


def _strings(node: Node | None) -> tuple[Contains, ...]:
    """The strings of which one is meant, if that is what a node says of the text."""
    match node:
        case Contains(field=Field.TEXT):
            return (node,)
        case Or(children):
            strings = [_strings(child) for child in children]
            return tuple(one for some in strings for one in some) if all(strings) else ()
    return ()


_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)


def _dates(value: str) -> tuple[int, int] | None:
    """The first and the last day of ``2020``, ``2020-11``, ``2020..2023-05``, ``..2020``."""
    low, dots, high = value.partition("..")
    if not dots:
        high = low
    first = _day(low, last=False) if low else 0
    last = _day(high, last=True) if high else 99991231
    if first is None or last is None or not (low or high):
        return None
    return (first, last) if first <= last else _dates(f"{high}..{low}")


def _day(value: str, *, last: bool) -> int | None:
    match = _DATE.fullmatch(value.strip())
    if match is None:
        return None
    year = int(match[1])
    month = int(match[2]) if match[2] else (12 if last else 0)
    if not (0 if not match[2] else 1) <= month <= 12 or year == 0:
        return None
    if match[3] is None:
        day = 31 if last else 0
    else:
        day = int(match[3])
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            return None
    return year * 10_000 + month * 100 + day


@lru_cache(maxsize=1 << 16)
def date_number(date: str | None) -> int:
    """An ISO date, whole or only its year or year and month, as a number to compare; 0: none."""
    return (_day(date, last=False) or 0) if date else 0
