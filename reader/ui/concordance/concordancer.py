"""Makes concordances for their window: a batch at a time, sorted and written off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.concordance import (
    ConcordanceBatch,
    ConcordanceLine,
    DateCount,
    Timeline,
    line_order,
    lines_csv,
    timeline_csv,
)
from reader.errors import ReaderError
from reader.files import write_whole
from reader.library import Library
from reader.model import Hit, ShownScript, Snippet, Span
from reader.script import NO_TERMS, Terms
from reader.script.folding import Array
from reader.search.places import hit_spans
from reader.ui.concordance.concordance_window import ConcordanceWindow, Sorting
from reader.ui.tasks import Tasks
from reader.ui.translation import in_language

# The jobs of a concordance; they are dropped with it, but for the one that opens an article.
_BATCH, _ARTICLES, _SORT = "concordance", "concordance articles", "concordance sort"
_HIT = "concordance hit"


class Concordancer(QObject):
    """Holds the one window of concordances, if it is open.

    The next batch is asked for when the last one is on screen: so lines never come faster than
    they are shown, and to cancel is to ask no more. No job is given a method of the window: a
    thread that was the last to hold it would destroy it, which only the GUI thread may.
    """

    hit_requested = Signal(object, object, str)  # Hit, its Snippet to go to, the query
    period_requested = Signal(str)  # a query narrowed to a year or a month

    def __init__(self, library: Library, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._window: ConcordanceWindow | None = None
        self._query = ""
        self._batches: Iterator[ConcordanceBatch] = iter(())
        self._stop = threading.Event()
        self._in_notes = False
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS

    def show(self, query: str, *, in_notes: bool = False) -> None:
        """Show the concordance of a query, in the window that is open or in a new one."""
        self._in_notes = in_notes
        if self._window is None:
            self._window = self._new_window()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self._begin(query)

    def set_shown(self, shown: ShownScript, terms: Terms) -> None:
        self._shown, self._terms = shown, terms
        if self._window is not None:
            self._window.set_shown(shown, terms)

    def close(self) -> None:
        """Close the window, if it is open."""
        if self._window is not None:
            self._window.close()

    def _new_window(self) -> ConcordanceWindow:
        # Without a parent: a child's window would always stand before the article it opens.
        window = ConcordanceWindow()
        window.set_shown(self._shown, self._terms)
        window.concordance_requested.connect(self._begin)
        window.cancel_requested.connect(self._on_cancel_requested)
        window.sort_requested.connect(self._on_sort_requested)
        window.line_requested.connect(self._on_line_requested)
        window.period_requested.connect(self._on_period_requested)
        window.lines_export_requested.connect(self._on_lines_export)
        window.counts_export_requested.connect(self._on_counts_export)
        window.closed.connect(self._on_closed)
        return window

    def _begin(self, query: str) -> None:
        assert self._window is not None
        self._drop()
        self._window.start(query)
        self._query = query
        self._stop = threading.Event()
        searcher = self._library.searcher
        self._batches = searcher.concordance(
            query, in_notes=self._in_notes, cancelled=self._stop.is_set
        )
        self._tasks.read(_ARTICLES, searcher.article_counts, self._on_articles)
        self._ask()

    def _on_articles(self, counts: Sequence[DateCount]) -> None:
        assert self._window is not None
        self._window.set_articles(counts)

    def _ask(self) -> None:
        work = partial(next, self._batches, None)
        self._tasks.read(_BATCH, work, self._on_batch, self._on_failed)

    def _on_batch(self, batch: ConcordanceBatch | None) -> None:
        assert self._window is not None
        if batch is None:
            self._window.finish()
        else:
            self._window.add(batch)
            self._ask()

    def _on_failed(self, error: ReaderError) -> None:
        assert self._window is not None
        self._window.show_problem(in_language(str(error)))

    def _on_cancel_requested(self) -> None:
        assert self._window is not None
        self._stop.set()
        self._tasks.forget(_BATCH)
        self._window.cancel()

    def _on_sort_requested(self, sorting: Sorting) -> None:
        assert self._window is not None
        model = self._window.model
        work = partial(_sorted, model.lines, model.order, sorting)
        self._tasks.read(_SORT, work, self._on_sorted)

    def _on_sorted(self, order: Array) -> None:
        assert self._window is not None
        self._window.set_order(order)

    def _on_line_requested(self, line: ConcordanceLine) -> None:
        work = partial(_hit_of, self._library, self._query, line)
        self._tasks.read(_HIT, work, partial(self._on_hit_read, self._query))

    def _on_hit_read(self, query: str, hit: Hit) -> None:
        self.hit_requested.emit(hit, hit.snippets[0], query)

    def _on_period_requested(self, query: str) -> None:
        self._begin(query)
        self.period_requested.emit(query)

    def _on_lines_export(self, path: Path) -> None:
        assert self._window is not None
        model = self._window.model
        self._export(path, partial(_write_lines, path, model.lines, model.order))

    def _on_counts_export(self, path: Path) -> None:
        assert self._window is not None
        self._export(path, partial(_write_counts, path, self._window.timeline))

    def _export(self, path: Path, work: Callable[[], None]) -> None:
        self._tasks.write(work, partial(self._on_exported, str(path)))

    def _on_exported(self, name: str, _: None) -> None:
        if self._window is not None:
            self._window.show_text(self.tr("Wrote %1").replace("%1", name))

    def _on_closed(self) -> None:
        self._window = None
        self._drop()

    def _drop(self) -> None:
        """Whatever is under way is for lines that are no longer wanted."""
        self._stop.set()
        for job in (_BATCH, _ARTICLES, _SORT):
            self._tasks.forget(job)


def _hit_of(library: Library, query: str, line: ConcordanceLine) -> Hit:
    """The line's article with all its hits; the one snippet is of the line."""
    article = library.article(line.article_id)
    word = Snippet(line.word, line.span.start, (Span(0, len(line.word)),), line.script)
    spans = hit_spans(query, article.text)
    return Hit(article.summary, article.document_name, spans, (), (word,))


def _sorted(lines: Sequence[ConcordanceLine], order: Array, sorting: Sorting) -> Array:
    """Another order of the lines; those that are alike stay as they stood in the last one."""
    listed = [lines[number] for number in order.tolist()]
    again: Array = order[line_order(listed, sorting.by, descending=sorting.descending)]
    return again


def _write_lines(path: Path, lines: Sequence[ConcordanceLine], order: Array) -> None:
    write_whole(path, lines_csv(lines[number] for number in order.tolist()))


def _write_counts(path: Path, counted: Timeline) -> None:
    write_whole(path, timeline_csv(counted))
