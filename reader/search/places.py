"""Where the words of a query stand in a text: what is marked, counted and quoted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reader.model import Spans
from reader.search.pattern import Pattern, Places, SearchedText, near, united
from reader.search.query import And, Contains, Field, Near, Node, Or, parse_query

# An expression may step this far from every character of a text. Some 5 ms; beyond that it is
# quicker to look up all places of either side (Python 3.11, 2026-11).
_MOST_STEPS = 1_000_000


def hit_places(tree: Node | None, text: SearchedText) -> Places:
    """All places of the words that a hit may hold; of those of a NEAR, the ones that are near.

    Sorted, disjoint: where two words overlap they are one place.
    """
    return united(list(_places(tree, text)))


def hit_spans(query: str, text: str) -> Spans:
    """Where the words of a query stand in a text, in its own code points."""
    return as_spans(hit_places(parse_query(query).tree, SearchedText(text)))


def as_spans(places: Places) -> Spans:
    return Spans(places.starts.tolist(), places.ends.tolist())


def near_places(node: Near, text: SearchedText) -> Places:
    """The words of either side that have one of the other near.

    Each with each: overlapping words of one side, taken as one, could overlap one of the other.
    """
    left, right = ([text.places(leaf.pattern) for leaf in side] for side in (node.left, node.right))
    return united([near(text, one, other, node.distance) for one in left for other in right])


def holds_near(node: Near, folded: str) -> bool:
    """Whether a folded text has ``near_places``; for patterns that are not of very characters."""
    if len(folded) * node.distance > _MOST_STEPS:
        return len(near_places(node, SearchedText(folded))) > 0
    squeezed = folded.replace(" ", "").replace("\n", "")
    forward, backward = _expressions(node)
    if not (forward.search(squeezed) or backward.search(squeezed)):
        return False
    return _is_sure(node) or len(near_places(node, SearchedText(folded))) > 0


@lru_cache(maxsize=64)
def _expressions(node: Near) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One is found in the squeezed text of whatever has ``near_places``, and in little else."""
    left, right = (
        "|".join(".".join(map(re.escape, leaf.pattern.squeezed_parts)) for leaf in side)
        for side in (node.left, node.right)
    )
    # One for each order: an expression that begins with a string is searched for at C's speed.
    return _in_order(left, right, node.distance), _in_order(right, left, node.distance)


@lru_cache(maxsize=64)
def _is_sure(node: Near) -> bool:
    """Whether the expressions find nothing else: no place of a word overlaps another of its own."""
    return not any(_may_overlap(leaf.pattern) for leaf in (*node.left, *node.right))


def _may_overlap(pattern: Pattern) -> bool:
    text = pattern.parts[0]
    borders = any(text.startswith(text[start:]) for start in range(1, len(text)))
    return len(pattern.parts) > 1 or pattern.spaces or borders


def _in_order(first: str, second: str, distance: int) -> re.Pattern[str]:
    begins = f"(?:{first})" if "|" in first else first
    return re.compile(f"{begins}.{{0,{distance}}}?(?:{second})", re.DOTALL)


def _places(node: Node | None, text: SearchedText) -> Iterator[Places]:
    match node:
        case Contains(field=Field.TEXT):
            yield text.places(node.pattern)
        case Near():
            yield near_places(node, text)
        case And(children) | Or(children):
            for child in children:
                yield from _places(child, text)
