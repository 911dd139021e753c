"""Which article has the words on screen, after a document was read otherwise. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.article_view import ArticleView
from reader.corrections import Holders
from reader.errors import NotFoundError
from reader.library import Library
from reader.model import ArticleDraft, Block, Span, Spans

_MOST_HITS = 5_000


@dataclass(frozen=True, slots=True)
class Followed:
    """The article to show, at the line of a source offset."""

    article_id: int
    position: int


@dataclass(frozen=True, slots=True)
class MarkedHits:
    """The hits of a query in an article as it was on screen. ``spans``: article."""

    view: ArticleView
    spans: Spans
    query: str

    def in_view(self, view: ArticleView) -> Spans:
        """The same words in another reading; sorted, disjoint, those that are not in it left out.

        The first few thousand: more than a person goes through.
        """
        found: set[Span] = set()
        for hit in self.spans[:_MOST_HITS]:
            pieces = [piece for own in self.view.clean.back(hit) for piece in view.clean.to(own)]
            if pieces:
                found.add(Span(min(pieces).start, max(piece.end for piece in pieces)))
        kept: list[Span] = []
        for span in sorted(found):
            if not kept or kept[-1].end <= span.start:
                kept.append(span)
        return Spans([span.start for span in kept], [span.end for span in kept])


def followed(articles: Mapping[int, Sequence[Block]], positions: Sequence[int]) -> Followed | None:
    """The article that holds most of these source offsets, at the first that it holds.

    The first article where none holds any; ``None`` where there is none at all.
    """
    ids = list(articles)
    holders = Holders([ArticleDraft(tuple(blocks)) for blocks in articles.values()])
    found = [
        (ids[number], position)
        for position in positions
        for number, _ in holders.of(Span(position, position + 1))
    ]
    if not found:
        return Followed(ids[0], positions[0] if positions else 0) if ids else None
    most = Counter(article_id for article_id, _ in found).most_common(1)[0][0]
    return Followed(*next(pair for pair in found if pair[0] == most))


def find_followed(
    library: Library, article_ids: Sequence[int], positions: Sequence[int]
) -> Followed | None:
    """The same of articles that are read for it; they may go meanwhile."""
    blocks: dict[int, Sequence[Block]] = {}
    for article_id in article_ids:
        try:
            blocks[article_id] = library.article(article_id).blocks
        except NotFoundError:
            continue
    return followed(blocks, positions)


def find_in_document(
    library: Library, document_id: int, positions: Sequence[int]
) -> Followed | None:
    """The same of all articles that a document has now."""
    ids = [one.id for one in library.articles() if one.document_id == document_id]
    return find_followed(library, ids, positions)
