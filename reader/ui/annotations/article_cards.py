"""The annotations of the article on screen and their cards: a change makes only a few anew.

Of an article with thousands of annotations, to read and place them all again at each new one would
be felt.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence

from reader.article_view import ArticleView
from reader.exchange import in_text_order, placed_in
from reader.library import shown_text
from reader.model import AnnotationChange, PlacedAnnotation
from reader.ui.annotations.card import Card
from reader.ui.annotations.lister import CARD_CHARACTERS


class ArticleCards:
    """Makes cards, and keeps each as long as its annotation and the view stay the same."""

    def __init__(self) -> None:
        self._view: ArticleView | None = None
        self._cards: dict[str, tuple[PlacedAnnotation, Card]] = {}

    def of(self, view: ArticleView, annotations: Sequence[PlacedAnnotation]) -> list[Card]:
        """The cards of all annotations of an article, in their order."""
        known = self._cards if view is self._view else {}
        made = {}
        for placed in annotations:
            before = known.get(placed.annotation.id)
            same = before is not None and before[0] is placed
            card = before[1] if before is not None and same else _card(view, placed)
            made[placed.annotation.id] = placed, card
        self._view, self._cards = view, made
        return [card for _, card in made.values()]


def changed_annotations(
    view: ArticleView, annotations: Sequence[PlacedAnnotation], changes: Sequence[AnnotationChange]
) -> tuple[PlacedAnnotation, ...] | None:
    """An article's annotations after changes that were stored; ``None``: they are to be read anew.

    Those that were not changed stay the same objects.
    """
    named = [one for change in changes for one in (change.before, change.after) if one is not None]
    # One of another article may touch this one, or do so no more.
    if not named or any(one.article_id != view.article.summary.id for one in named):
        return None
    changed = {one.id for one in named}
    kept = [placed for placed in annotations if placed.annotation.id not in changed]
    latest = {change.after.id: change.after for change in changes if change.after is not None}
    for placed in placed_in(view, latest.values()):
        insort(kept, placed, key=in_text_order)
    return tuple(kept)


def _card(view: ArticleView, placed: PlacedAnnotation) -> Card:
    """The quote is cut from the text on screen, so both always read alike."""
    if not placed.orphan:
        return Card(placed.annotation, view.quote(placed.spans, CARD_CHARACTERS))
    clean = placed.annotation.quote[:CARD_CHARACTERS].replace("\n", " ")
    quote = shown_text(clean, view.shown, view.article.summary.script, view.terms)
    return Card(placed.annotation, quote, orphan=True)
