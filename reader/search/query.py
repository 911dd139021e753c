"""The query language: what a person types, and where its words stand in a text. Pure.

Words apart by white space must all occur; ``"…"`` or ``“…”`` is one string with its spaces. Case,
width and script do not matter. Whatever is typed means something, for it is read at every key: a
quote that is not closed yet runs to the end, and one within a word is a character like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap

from reader.model import Span
from reader.search.folding import fold

# A Chinese keyboard's quotation marks too: they are what it gives first.
_TERM = re.compile(r'"(?P<ascii>[^"]*)"?|“(?P<curly>[^”]*)”?|(?P<word>\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A string to be found. ``text`` is folded and not empty; ``span``: where it was typed."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Terms that must all occur, none twice, in the order typed; none: nothing is found."""

    terms: tuple[Term, ...]

    @property
    def needles(self) -> tuple[str, ...]:
        return tuple(term.text for term in self.terms)


def parse_query(query: str) -> SearchQuery:
    """What was typed, understood. Never fails."""
    terms: dict[str, Term] = {}
    for match in _TERM.finditer(query):
        group = match.lastgroup or "word"
        if text := fold(match[group]):
            terms.setdefault(text, Term(text, Span(*match.span(group))))
    return SearchQuery(tuple(terms.values()))


def find_spans(folded: str, needles: Sequence[str]) -> tuple[Span, ...]:
    """Where the needles stand in a folded text: sorted, disjoint, perhaps none.

    One needle's places are counted from the left and do not overlap; where two needles' do, they
    become one span.
    """
    places = [
        match.span() for needle in needles for match in re.finditer(re.escape(needle), folded)
    ]
    if len(needles) > 1:
        places = _joined(sorted(places))
    return tuple(starmap(Span, places))


def _joined(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def hit_spans(query: str, text: str) -> tuple[Span, ...]:
    """Where the words of a query stand in a text that is not folded, in its own code points."""
    return find_spans(fold(text), parse_query(query).needles)
