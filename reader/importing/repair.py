"""Rules that mend damaged text: each looks at a stretch of the source and yields edits.

A rule never changes the text itself. To add one, write a function from a stretch to edits and name
it in ``RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat
from types import MappingProxyType

from reader.importing.invisible import INVISIBLE
from reader.importing.repairs.doubling import doubled
from reader.importing.repairs.glosses import gloss_debris, glosses
from reader.importing.repairs.shifted import shifted_bytes
from reader.importing.repairs.spacing import letter_spaced, spaced_names
from reader.model import Edit, Source, Span

Rule = Callable[[Source], Iterable[Edit]]

_INVISIBLE_RUN = re.compile(f"[{INVISIBLE}]+")


def invisible(stretch: Source) -> Iterator[Edit]:
    """Drop characters that cannot be seen but break words for search and selection."""
    for match in _INVISIBLE_RUN.finditer(stretch.text):
        span = Span(stretch.start + match.start(), stretch.start + match.end())
        yield Edit("invisible", span, match.group(), "")


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "invisible": invisible,
        "shifted-bytes": shifted_bytes,
        "gloss": glosses,
        "gloss-debris": gloss_debris,
        "doubled": doubled,
        "letter-spaced": letter_spaced,
        "spaced-name": spaced_names,
    }
)


# A rule may find work in what another one left, and none does so often. Damage that has more layers
# is made up, and each look at a long text takes time.
_MOST_LOOKS = 4


def repairs(stretch: Source) -> tuple[Edit, ...]:
    """The edits of all rules; sorted, disjoint.

    Each rule looks at the text with the edits of the others applied, until none finds anything: so
    in what they leave there is nothing to repair.
    """
    edits: list[Edit] = []
    text = stretch
    quiet = 0
    for rule in chain.from_iterable(repeat(tuple(RULES.values()), _MOST_LOOKS)):
        found = list(combined(rule(text)))
        if found:
            edits = list(stacked(stretch, edits, text, found)) if edits else found
            text = Source(_applied(stretch, edits), stretch.start)
        quiet = 0 if found else quiet + 1
        if quiet == len(RULES):
            break
    return tuple(edits)


def _applied(stretch: Source, edits: Iterable[Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += (stretch.text[position : edit.source.start - stretch.start], edit.after)
        position = edit.source.end - stretch.start
    return "".join([*pieces, stretch.text[position:]])


def stacked(
    stretch: Source, lower: Sequence[Edit], text: Source, upper: Sequence[Edit]
) -> Iterator[Edit]:
    """Edits of ``stretch`` that do what ``lower`` does and ``upper`` does after it.

    ``upper`` edits ``text``, which ``lower`` left of ``stretch``; both are sorted and disjoint, and
    so is what comes. An edit of ``upper`` takes in those of ``lower`` whose text it changes.
    """
    at = number = grown = 0  # grown: by how much the text is longer here than the source
    while number < len(upper):
        start, end = upper[number].source.start, upper[number].source.end
        while at < len(lower) and lower[at].source.start + grown + len(lower[at].after) <= start:
            yield lower[at]
            grown += len(lower[at].after) - len(lower[at].before)
            at += 1
        first, grown_before = number, grown
        while at < len(lower) and lower[at].source.start + grown < end:
            start = min(start, lower[at].source.start + grown)
            end = max(end, lower[at].source.start + grown + len(lower[at].after))
            grown += len(lower[at].after) - len(lower[at].before)
            at += 1
            while number + 1 < len(upper) and upper[number + 1].source.start < end:
                number += 1
                end = max(end, upper[number].source.end)
        number += 1
        own = upper[first:number]
        span = Span(start - grown_before, end - grown)
        yield Edit(own[0].rule, span, stretch.slice(span), _applied(_part(text, start, end), own))
    yield from lower[at:]


def _part(text: Source, start: int, end: int) -> Source:
    return Source(text.slice(Span(start, end)), start)


def combined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Sorted and disjoint. Of two that overlap, the one that begins first stands, and of two that
    begin together the wider: so a joined line's white space takes in what is invisible in it.
    """
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.source.start, -edit.source.end)):
        if edit.source.start >= end:
            end = edit.source.end
            yield edit
