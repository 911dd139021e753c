"""The article on screen: opened, and kept open where a person is when it changes under them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.article_view import ArticleView
from reader.corrections import ReadingChange
from reader.errors import NotFoundError, ReaderError
from reader.library import Library, prepare_script
from reader.model import Hit, PlacedAnnotation, ShownScript, Snippet, Spans
from reader.script import NO_TERMS, Terms
from reader.ui.article_hits import ArticleHits
from reader.ui.article_pane import ArticlePane
from reader.ui.corrections.following import (
    Followed,
    MarkedHits,
    find_followed,
    find_in_document,
    followed,
)
from reader.ui.document_list import DocumentTree
from reader.ui.keeping.changed_article import changed_article
from reader.ui.tasks import Tasks

# The jobs: an article that was asked for, where the words on screen stand by now, and whether
# others changed the article.
_ARTICLE, _WORDS, _CHANGED = "article", "words", "changed article"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article to open. With a ``hit``: all of it marked, at the ``snippet`` that was clicked.

    ``query``: whose hits are marked. ``marked``: those that were, before it was read otherwise.
    """

    article_id: int
    hit: Hit | None = None
    snippet: Snippet | None = None
    query: str = ""
    marked: MarkedHits | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it was read for the screen. ``position``: source, where it was left.

    ``hits``: article, those that were marked before it was read otherwise.
    """

    wanted: Wanted
    view: ArticleView
    annotations: tuple[PlacedAnnotation, ...]
    position: int | None
    hits: Spans


class OpenArticle(QObject):
    """Holds the one article that is open, and shows its text in the pane."""

    leaving = Signal()  # it is to be read, or another: what is being typed about it is to be stored
    opened = Signal(object)  # Opened, when its text stands on screen
    converted = Signal()  # its text stands there in another script
    article_shown = Signal(object)  # ArticleView, when all else about it is on screen too
    closed = Signal()
    missed = Signal()  # what was asked for is no longer there
    told = Signal(str)

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        pane: ArticlePane,
        hits: ArticleHits,
        last_id: int,
        parent: QObject,
    ) -> None:
        """``last_id``: the article that was open when the window was closed; 0 for none."""
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._pane = pane
        self._hits = hits
        self._view: ArticleView | None = None
        self._last_id = last_id
        self._asked_id = 0
        self._shown, self._terms = ShownScript.ORIGINAL, NO_TERMS
        # Where articles were left: storing it waits its turn, and may be overtaken by reading it.
        self._positions: dict[int, int] = {}

    @property
    def view(self) -> ArticleView | None:
        """As it is on screen; ``None`` where nothing is open."""
        return self._view

    @property
    def id(self) -> int:
        """0 where nothing is open."""
        return self._view.article.summary.id if self._view is not None else 0

    @property
    def document_id(self) -> int:
        """0 where nothing is open."""
        return self._view.article.summary.document_id if self._view is not None else 0

    @property
    def last_id(self) -> int:
        """What to open at the next start; 0 for nothing."""
        return self._last_id

    @property
    def asked_id(self) -> int:
        """The article that was asked for last, which need not be on screen yet."""
        return self._asked_id

    @property
    def opening(self) -> bool:
        """Whether an article that was asked for is not on screen yet."""
        return self._tasks.awaits(_ARTICLE)

    def open(self, wanted: Wanted) -> None:
        """Leave the article on screen where it is, and show another."""
        self.leaving.emit()
        self.keep_position()
        self._read(wanted)

    def read_again(self) -> None:
        """Show it anew, as it is stored now."""
        if self._view is not None:
            self.leaving.emit()
            self._read(Wanted(self.id))

    def close(self) -> None:
        """Show that nothing is open."""
        self._view, self._last_id = None, 0
        self._pane.clear()
        self.closed.emit()

    def set_shown(self, shown: ShownScript, terms: Terms) -> None:
        """Show it in another script, whose dictionaries are ready."""
        self._shown, self._terms = shown, terms
        if self._view is not None:
            self._view = self._view.in_script(shown, terms)
            self._pane.show_view(self._view)
            self.converted.emit()
            self.article_shown.emit(self._view)

    def keep_position(self) -> None:
        """Remember the line on screen, to come back to it."""
        position = self._pane.reading_position()
        if self._view is not None and position is not None:
            self._positions[self.id] = position
            self._tasks.write(partial(self._library.set_reading_position, self.id, position))

    def forget_positions(self) -> None:
        """Sources were replaced: offsets into what they were mean nothing."""
        self._positions.clear()

    # What changes under it

    def follow_change(self, step: ReadingChange) -> None:
        """Stay with the words on screen, whichever article has them now."""
        ids = {article.id for article in step.before.articles}
        if self.opening:
            if self._asked_id in ids:  # it may have been read as it was before
                self._read(Wanted(self._asked_id))
        elif self.id in ids:
            articles = {one.id: one.draft.blocks for one in step.after.articles if one.id}
            work = partial(followed, articles, self._pane.positions_on_screen())
            self._tasks.read(_WORDS, work, self._on_words_followed)

    def follow_in_document(self) -> None:
        """Its document was read again: the same, among all articles that it has now."""
        places = self._pane.positions_on_screen()
        work = partial(find_in_document, self._library, self.document_id, places)
        self._tasks.read(_WORDS, work, self._on_words_followed)

    def follow_in_list(self, tree: DocumentTree, *, elsewhere: bool) -> None:
        """Where it is gone from the list, another of its document may have its words.

        ``elsewhere``: others changed the list.
        """
        if self._view is None or self.id in tree.by_article:
            return
        if self.opening or self._tasks.awaits(_WORDS):
            return
        ids = tree.articles_of.get(self.document_id)
        if ids is None:
            if elsewhere:
                self._tell_of_removal(self._view.article.document_name)
            self.close()
            return
        work = partial(find_followed, self._library, ids, self._pane.positions_on_screen())
        self._tasks.read(_WORDS, work, self._on_words_followed)

    def look_again(self) -> None:
        """Show it anew if it is no longer stored as it is shown."""
        if self._view is not None and not self.opening:
            positions = self._pane.positions_on_screen()
            work = partial(changed_article, self._library, self._view, positions)
            self._tasks.read(_CHANGED, work, partial(self._on_looked_at, self._view))

    def _on_looked_at(self, view: ArticleView, target: Followed | None) -> None:
        same = self._view is not None and self._view.article is view.article
        if target is not None and same and not self.opening:
            self._follow(target)

    def _on_words_followed(self, target: Followed | None) -> None:
        if self._view is not None and not self.opening:
            self._follow(target)

    def _follow(self, target: Followed | None) -> None:
        """Read the article again that has the words on screen; its hits may stand elsewhere."""
        if target is None:
            self.close()
            return
        self.leaving.emit()
        self._positions[target.article_id] = target.position
        marked = self._hits.marked
        query = "" if marked is None else marked.query
        self._read(Wanted(target.article_id, query=query, marked=marked))

    def _tell_of_removal(self, name: str) -> None:
        text = self.tr(
            "“%1” was removed by another window or program. Importing it again brings it"
            " back, with all you wrote."
        )
        self.told.emit(text.replace("%1", name))

    # Reading

    def _read(self, wanted: Wanted) -> None:
        self._asked_id = wanted.article_id
        self._tasks.forget(_WORDS)  # those on screen are left
        work = partial(_load, self._library, wanted, self._shown)
        self._tasks.read(_ARTICLE, work, self._on_read, self._on_missing)

    def _on_read(self, opened: Opened) -> None:
        # The script may have been changed while the article was read.
        view = self._view = opened.view.in_script(self._shown, self._terms)
        self._last_id = self.id
        self._pane.show_view(view, self._positions.get(self.id, opened.position))
        self.opened.emit(replace(opened, view=view))
        wanted = opened.wanted
        if wanted.hit is not None:  # it may be in a note, which is there by now
            self._hits.show(wanted.hit, wanted.snippet, wanted.query)
        else:
            self._hits.show_again(wanted.query, opened.hits)
        self.article_shown.emit(view)

    def _on_missing(self, error: ReaderError) -> None:
        """What is on screen stays; where nothing is, the list that is read chooses anew."""
        if not isinstance(error, NotFoundError):
            self._tasks.error_raised.emit(error)
            return
        if self._view is None:
            self._last_id = 0
        self.missed.emit()


def _load(library: Library, wanted: Wanted, shown: ShownScript) -> Opened:
    prepare_script(shown)  # here, and not on the GUI thread when the first line is drawn
    view = library.view(wanted.article_id, shown)
    view.prepare()
    annotations = tuple(library.annotations_of(view))
    position = library.reading_position(wanted.article_id)
    hits = wanted.marked.in_view(view) if wanted.marked else Spans()
    return Opened(wanted, view, annotations, position, hits)
