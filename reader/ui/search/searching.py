"""Carries searches from the sidebar to the library, and their answers back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.errors import ReaderError
from reader.library import Library
from reader.model import Facets, SearchResult, Suggestion
from reader.search.query import parse_query
from reader.searcher import MOST_LOOSENED
from reader.ui.search.hit_model import Search
from reader.ui.tasks import Tasks
from reader.ui.translation import in_language

_PAGE_OF_HITS = 50
_LARGEST_PAGE_OF_HITS = 500


class Searching(QObject):
    """Answers what was asked for last; what was asked before is dropped."""

    found = Signal(object, object)  # Search, SearchResult: the first page
    more_found = Signal(object, object)  # Search, SearchResult: a further page
    failed = Signal(str)  # why there is no answer
    index_missed = Signal()  # an answer came without the index
    suggested = Signal(object, object)  # Search, tuple[Suggestion, ...]
    facets_read = Signal(object)  # Facets

    def __init__(self, library: Library, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks

    def search(self, search: Search, offset: int, least: int = 0) -> None:
        """Ask for the page of hits that begins at ``offset``, of ``least`` hits or more."""
        if not offset:  # the hits begin anew: what was asked about those before comes too late
            self._tasks.forget("more hits")
            self._tasks.forget("suggestions")
        self._tasks.read_cancellable(
            "more hits" if offset else "search",  # the one does not supersede the other
            partial(
                self._library.searcher.search,
                search.query,
                order=search.order,
                # Whoever is far down goes on; the list lays out all its rows for each page.
                limit=max(_PAGE_OF_HITS, least, min(offset // 4, _LARGEST_PAGE_OF_HITS)),
                offset=offset,
                in_notes=search.in_notes,
            ),
            partial(self._on_found, search, offset),
            self._on_failed,
        )

    def stop(self) -> None:
        """No answer is wanted any more."""
        for job in ("search", "more hits", "suggestions"):
            self._tasks.forget(job)

    def suggest(self, search: Search) -> None:
        """Ask what would find something in the place of a search that found nothing."""
        if len(parse_query(search.query).conditions) > MOST_LOOSENED:
            return
        work = partial(self._library.searcher.suggestions, search.query, in_notes=search.in_notes)
        self._tasks.read_cancellable("suggestions", work, partial(self._on_suggested, search))

    def read_facets(self) -> None:
        """Ask what articles can be filtered by."""
        self._tasks.read("facets", self._library.searcher.facets, self._on_facets_read)

    def _on_found(self, search: Search, offset: int, result: SearchResult) -> None:
        if result.scanned:
            self.index_missed.emit()
        (self.more_found if offset else self.found).emit(search, result)

    def _on_failed(self, error: ReaderError) -> None:
        self.failed.emit(in_language(str(error)))

    def _on_suggested(self, search: Search, suggestions: tuple[Suggestion, ...]) -> None:
        self.suggested.emit(search, suggestions)

    def _on_facets_read(self, facets: Facets) -> None:
        self.facets_read.emit(facets)
