"""What a search looks at and answers, with the index or without it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import HitOrder, IndexedArticle
from reader.search.query import Field

# No white space, which a query looks through: no string is found across two authors.
_AUTHORS_APART = "、"
# After all dates there are: what has none comes last, whether the oldest comes first or the newest.
NO_DATE = 1 << 40


def date_rank(date: int, order: HitOrder) -> int:
    """What sorts ``date_number``s, the newest first or else the oldest, none last."""
    return -date if order is HitOrder.NEWEST else date or NO_DATE


def field_text(article: IndexedArticle, field: Field) -> str:
    """What the index is told of a field of an article; nothing of notes, which are not in it."""
    match field:
        case Field.TEXT:
            return article.text
        case Field.TITLE:
            return article.title
        case Field.AUTHOR:
            return _AUTHORS_APART.join(article.authors)
        case Field.PAPER:
            return article.newspaper
    return ""


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
