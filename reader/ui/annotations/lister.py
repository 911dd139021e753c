"""Reads what the annotation pane lists: the ids first, the cards as they are to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.library import Library, shown_text
from reader.model import AnnotationListing, AnnotationQuery, ListedAnnotation, Script, ShownScript
from reader.script import NO_TERMS, Terms
from reader.ui.annotations.card import Card
from reader.ui.tasks import Tasks

# More cards than a screen holds: the first are shown before all the others are found.
FIRST_CARDS = 40
# A card shows four lines of a quote; converting all of a whole article's would be felt.
CARD_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, and the cards of its beginning and of those that were asked for."""

    listing: AnnotationListing
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What a person has used in any annotation, the most frequent first."""

    tags: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()


class Lister(QObject):
    """Answers the pane's requests. ``set_shown`` tells the script of what it gives."""

    found = Signal(object)  # Listed
    rows_read = Signal(object)  # tuple of Cards
    words_read = Signal(object)  # KnownWords
    orphans_counted = Signal(object, int)  # AnnotationQuery of all there is, how many of it

    def __init__(self, library: Library, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS
        self._waiting: set[str] = set()

    def set_shown(self, shown: ShownScript, terms: Terms) -> None:
        self._shown, self._terms = shown, terms

    def find(self, query: AnnotationQuery, seen: Sequence[str]) -> None:
        """Look for annotations; the cards of ``seen`` come with them, for they are on screen."""
        self._tasks.forget("annotation cards")
        self._waiting = set()
        self._look(query, seen, FIRST_CARDS)

    def read_rows(self, annotation_ids: Sequence[str]) -> None:
        """Ask for cards; those asked for before and not yet there come with them."""
        self._waiting |= set(annotation_ids)
        self._tasks.read(
            "annotation cards",
            partial(self._load_cards, tuple(self._waiting), self._shown, self._terms),
            self._on_rows_read,
        )

    def read_words(self) -> None:
        """Ask for all tags and colours."""
        self._tasks.read("annotation words", self._load_words, self.words_read.emit)

    def _look(self, query: AnnotationQuery, seen: Sequence[str], most: int) -> None:
        work = partial(self._load, query, tuple(seen), most, self._shown, self._terms)
        self._tasks.read("annotation list", work, partial(self._on_found, seen))

    def _on_found(self, seen: Sequence[str], listed: Listed) -> None:
        self.found.emit(listed)
        if not listed.listing.complete:
            self._look(listed.listing.query, seen, -1)
        elif listed.listing.query.article_id is None:  # an article's own cards tell of them
            self._count_orphans(listed.listing.query.unfiltered())

    def _count_orphans(self, query: AnnotationQuery) -> None:
        """Behind the list, for of tens of thousands it takes a while."""
        work = partial(self._library.annotation_list.find, replace(query, orphans=True))
        self._tasks.read("annotation orphans", work, partial(self._on_orphans_found, query))

    def _on_orphans_found(self, query: AnnotationQuery, listing: AnnotationListing) -> None:
        self.orphans_counted.emit(query, len(listing.ids))

    def _on_rows_read(self, cards: tuple[Card, ...]) -> None:
        self._waiting = set()
        self.rows_read.emit(cards)

    def _load(
        self,
        query: AnnotationQuery,
        seen: Sequence[str],
        most: int,
        shown: ShownScript,
        terms: Terms,
    ) -> Listed:
        # What a person has on screen is found anew as a whole: the first few would move it away.
        most = -1 if seen else most
        listing = self._library.annotation_list.find(query, most)
        wanted = dict.fromkeys([*listing.ids[:FIRST_CARDS], *seen])
        return Listed(listing, self._load_cards(tuple(wanted), shown, terms))

    def _load_cards(
        self, annotation_ids: Sequence[str], shown: ShownScript, terms: Terms
    ) -> tuple[Card, ...]:
        rows = self._library.annotation_list.rows(annotation_ids)
        return tuple(_card(row, shown, terms) for row in rows)

    def _load_words(self) -> KnownWords:
        listed = self._library.annotation_list
        return KnownWords(listed.tags(), listed.colors())


def _card(row: ListedAnnotation, shown: ShownScript, terms: Terms) -> Card:
    quote = row.annotation.quote
    cut = quote if len(quote) <= CARD_CHARACTERS else f"{quote[:CARD_CHARACTERS]}…"
    label = shown_text(row.article_label, shown, row.script, terms)
    name = _stem(row.document_name, shown, terms)
    return Card(
        row.annotation,
        shown_text(cut.replace("\n", " "), shown, row.script, terms),
        row.orphan,
        label if label == name else f"{label} · {name}",
    )


def _stem(name: str, shown: ShownScript, terms: Terms) -> str:
    """A document's name without its ending."""
    stem, dot, _ = name.rpartition(".")
    return shown_text(stem if dot and stem else name, shown, Script.NEITHER, terms)
