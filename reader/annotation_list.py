"""Which annotations are listed, and in what order: the store's rows, looked through for words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from reader.anchors import place
from reader.article_view import ArticleView
from reader.errors import NotFoundError
from reader.model import (
    AnnotationListing,
    AnnotationOrder,
    AnnotationQuery,
    Block,
    ListedAnnotation,
    ShownScript,
)
from reader.script.folding import fold
from reader.store import FoundAnnotation, Store

# Stands in no text; what is folded at once is told apart by it.
_BETWEEN = "\0"


class AnnotationList:
    """Lists a library's annotations. Any thread may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, query: AnnotationQuery, most: int = -1) -> AnnotationListing:
        """What a query asks for, in its order.

        An orphan is what ``reader.anchors.place`` finds no place for in its article: its source
        was replaced and it was not found again, or nothing of its words is in the article.
        Inside an article that is the order of the source; of one document it is that in which
        its articles are read. ``most``: where the first are found at once, no more than so many.
        """
        wanted = query.words.split()
        ranked = query.order is AnnotationOrder.PLACE and query.document_id is not None
        limit = -1 if wanted or ranked or query.orphans else most
        # Which have no place is found out of all, for the store knows of most of them alone.
        of_all = replace(query, orphans=False)
        found = self._store.find_annotations(of_all, with_words=bool(wanted), most=limit)
        if len(found) == limit:
            return AnnotationListing(query, tuple(one.id for one in found), 0, complete=False)
        total = self._store.count_annotations(query.unfiltered()) if query.filtered else len(found)
        if wanted:
            found = _with_words(found, wanted)
        if query.orphans:
            unplaced = self._unplaced([one.id for one in found if not one.orphan])
            found = [one for one in found if one.orphan or one.id in unplaced]
        if ranked and query.document_id is not None:
            found = self._in_reading_order(query.document_id, found)
        return AnnotationListing(query, tuple(one.id for one in found), total)

    def rows(self, annotation_ids: Sequence[str]) -> tuple[ListedAnnotation, ...]:
        """In the order of the ids; what is no longer there is left out."""
        known = self._store.listed_annotations(annotation_ids)
        for number in self._unplaced([*known]):
            known[number] = replace(known[number], orphan=True)
        return tuple(known[one] for one in annotation_ids if one in known)

    def tags(self) -> tuple[str, ...]:
        """Every tag of the library, the most frequent first."""
        return tuple(tag for tag, _ in self._store.annotation_tags())

    def colors(self) -> tuple[str, ...]:
        """Every colour in use, the most frequent first."""
        return tuple(self._store.annotation_colors())

    def _unplaced(self, annotation_ids: Sequence[str]) -> set[str]:
        """Those of the present source that have no place in their article all the same.

        What begins on a character that stands in the article as it is has one; for the few others
        the article is read.
        """
        beginnings = self._store.annotation_beginnings(annotation_ids)
        blocks = self._store.blocks({one.article_id for one in beginnings})
        held = {article_id: _Pieces(of_article) for article_id, of_article in blocks.items()}
        doubtful: dict[int, list[str]] = {}
        for one in beginnings:
            pieces = held.get(one.article_id, ())  # none where it is gone by now
            if one.edited or one.start not in pieces:
                doubtful.setdefault(one.article_id, []).append(one.id)
        return {
            number
            for article_id, numbers in doubtful.items()
            for number in self._unplaced_in(article_id, numbers)
        }

    def _unplaced_in(self, article_id: int, annotation_ids: Sequence[str]) -> Iterable[str]:
        with suppress(NotFoundError):  # gone by now, and with it what was asked
            article = self._store.article(article_id)
            clean = ArticleView(article, ShownScript.ORIGINAL).clean
            for number, one in self._store.known_annotations(annotation_ids).items():
                if not place(one, article.text, clean, article.source_sha256):
                    yield number

    def _in_reading_order(
        self, document_id: int, found: Sequence[FoundAnnotation]
    ) -> list[FoundAnnotation]:
        """On a newspaper page a headline may stand far below its text."""
        places = {
            (article_id, start): (position, number)
            for position, (article_id, blocks) in enumerate(
                self._store.article_blocks(document_id).items()
            )
            for number, start in enumerate(span.start for block in blocks for span in block.spans)
        }
        starts: dict[int, list[int]] = {}
        for article_id, start in places:
            starts.setdefault(article_id, []).append(start)

        def rank(one: FoundAnnotation) -> tuple[int, bool, int, int]:
            held = [start for start in starts.get(one.article_id, ()) if start <= one.start]
            place = places[one.article_id, max(held)] if held else (0, 0)
            return (place[0], one.orphan, place[1], one.start)

        return sorted(found, key=rank)


class _Pieces:
    """The source offsets that blocks hold."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._spans = sorted(span for block in blocks for span in block.spans)
        self._starts = [span.start for span in self._spans]

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._spans[at].end


def _with_words(found: Sequence[FoundAnnotation], words: Sequence[str]) -> list[FoundAnnotation]:
    """Folded all at once: one by one takes ten times as long."""
    folded = fold(_BETWEEN.join(one.words.replace(_BETWEEN, " ") for one in found))
    wanted = [fold(word) for word in words]
    texts = folded.split(_BETWEEN) if found else []
    return [
        one for one, text in zip(found, texts, strict=True) if all(word in text for word in wanted)
    ]
