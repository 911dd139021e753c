"""What a search answers, with the index or without it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

# No white space, which a query looks through: no string is found across two authors.
AUTHORS_APART = "、"
# After all dates there are: what has none comes last, whether the oldest comes first or the newest.
NO_DATE = 1 << 40


@dataclass(frozen=True, slots=True)
class Match:
    """An article found."""

    article_id: int
    document_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """The page asked for, in its order, beside the number of all articles that match."""

    total: int
    matches: tuple[Match, ...]
