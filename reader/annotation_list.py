"""Which annotations are listed, and in what order: the store's rows, looked through for words."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model import AnnotationListing, AnnotationOrder, AnnotationQuery, ListedAnnotation
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

        Inside an article that is the order of the source; of one document it is that in which
        its articles are read. ``most``: where the first are found at once, no more than so many.
        """
        wanted = query.words.split()
        ranked = query.order is AnnotationOrder.PLACE and query.document_id is not None
        limit = -1 if wanted or ranked else most
        found = self._store.find_annotations(query, with_words=bool(wanted), most=limit)
        if len(found) == limit:
            return AnnotationListing(query, tuple(one.id for one in found), 0, complete=False)
        total = self._store.count_annotations(query.unfiltered()) if query.filtered else len(found)
        if wanted:
            found = _with_words(found, wanted)
        if ranked and query.document_id is not None:
            found = self._in_reading_order(query.document_id, found)
        return AnnotationListing(query, tuple(one.id for one in found), total)

    def rows(self, annotation_ids: Sequence[str]) -> tuple[ListedAnnotation, ...]:
        """In the order of the ids; what is no longer there is left out."""
        known = self._store.listed_annotations(annotation_ids)
        return tuple(known[one] for one in annotation_ids if one in known)

    def tags(self) -> tuple[str, ...]:
        """Every tag of the library, the most frequent first."""
        return tuple(tag for tag, _ in self._store.annotation_tags())

    def colors(self) -> tuple[str, ...]:
        """Every colour in use, the most frequent first."""
        return tuple(self._store.annotation_colors())

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


def _with_words(found: Sequence[FoundAnnotation], words: Sequence[str]) -> list[FoundAnnotation]:
    """Folded all at once: one by one takes ten times as long."""
    folded = fold(_BETWEEN.join(one.words.replace(_BETWEEN, " ") for one in found))
    wanted = [fold(word) for word in words]
    texts = folded.split(_BETWEEN) if found else []
    return [
        one for one, text in zip(found, texts, strict=True) if all(word in text for word in wanted)
    ]
