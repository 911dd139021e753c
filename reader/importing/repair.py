"""Rules that mend damaged text: each looks at a stretch of the source and yields edits.

A rule never changes the text itself. To add one, write a function from a stretch to edits and name
it in ``RULES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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


def repairs(stretch: Source) -> tuple[Edit, ...]:
    """The edits of all rules; sorted, disjoint."""
    return tuple(combined(edit for rule in RULES.values() for edit in rule(stretch)))


def combined(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Sorted and disjoint. Of two that overlap, the one that begins first stands, and of two that
    begin together the wider: so a joined line's white space takes in what is invisible in it.
    """
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.source.start, -edit.source.end)):
        if edit.source.start >= end:
            end = edit.source.end
            yield edit
