"""A query answered without the index, by looking through one article after the other. Pure.

For the time in which the index is damaged or being built anew; some hundred times slower.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reader.model import HitOrder, IndexedArticle
from reader.search.evaluation import Outside
from reader.search.matches import Match, Matches, date_rank, field_text
from reader.search.pattern import SearchedText
from reader.search.places import hit_places, near_places
from reader.search.query import (
    And,
    Contains,
    DateIn,
    Field,
    Near,
    Node,
    Not,
    Or,
    ParsedQuery,
    ScriptIs,
    State,
    StateIs,
    date_number,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is kept of an article; not its text, for nearly all may be found."""

    id: int
    document: int
    date: int
    score: float


def scan(
    articles: Iterable[IndexedArticle],
    query: ParsedQuery,
    outside: Outside,
    *,
    order: HitOrder,
    limit: int,
    offset: int,
) -> Matches:
    """As ``SearchIndex.search``; scored by how often the words stand in an article."""
    tree = query.tree
    if tree is None:
        return Matches(0, ())
    looking = _Scan(outside)
    found = [looking.found(tree, article) for article in articles if looking.holds(tree, article)]
    best: dict[int, float] = {}
    for one in found:
        best[one.document] = max(best.get(one.document, 0.0), one.score)

    def rank(one: _Found) -> tuple[float, int, float, int]:
        if order is HitOrder.RELEVANCE:
            return -best[one.document], one.document, -one.score, one.id
        return date_rank(one.date, order), one.document, 0.0, one.id

    page = sorted(found, key=rank)[offset : offset + limit]
    return Matches(len(found), tuple(Match(one.id, one.document, one.score) for one in page))


def article_ids(
    articles: Iterable[IndexedArticle], query: ParsedQuery, outside: Outside
) -> list[int]:
    """As ``SearchIndex.article_ids``."""
    tree = query.tree
    if tree is None:
        return []
    looking = _Scan(outside)
    found = [
        (date_rank(date_number(article.date), HitOrder.OLDEST), article.id)
        for article in articles
        if looking.holds(tree, article)
    ]
    return [number for _, number in sorted(found)]


class _Scan:
    """Looks through articles; the last one's folded text is kept from one word to the next."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._noted = {key: frozenset(ids.tolist()) for key, ids in outside.noted.items()}
        self._annotated = frozenset(outside.annotated.tolist())
        self._read = frozenset(outside.read.tolist())
        self._text = SearchedText("")

    def holds(self, node: Node, article: IndexedArticle) -> bool:
        match node:
            case Contains():
                return self._contains(article, node)
            case Near():
                return len(near_places(node, self._text_of(article))) > 0
            case And(children):
                return all(self.holds(child, article) for child in children)
            case Or(children):
                return any(self.holds(child, article) for child in children)
            case Not(child):
                return not self.holds(child, article)
            case DateIn(first, last):
                return max(first, 1) <= date_number(article.date) <= last
            case ScriptIs(script):
                return article.script is script
            case StateIs(state):
                if state is State.UNREAD:
                    return article.id not in self._read
                return article.id in self._annotated

    def found(self, tree: Node, article: IndexedArticle) -> _Found:
        score = float(len(hit_places(tree, self._text_of(article))))
        return _Found(article.id, article.document_id, date_number(article.date), score)

    def _contains(self, article: IndexedArticle, wanted: Contains) -> bool:
        if article.id in self._noted.get((wanted.pattern, wanted.field), ()):
            return True
        if wanted.field is Field.TEXT:
            return self._text_of(article).holds(wanted.pattern)
        return SearchedText(field_text(article, wanted.field)).holds(wanted.pattern)

    def _text_of(self, article: IndexedArticle) -> SearchedText:
        if self._text.text is not article.text:
            self._text = SearchedText(article.text)
        return self._text
