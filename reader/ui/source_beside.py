"""The source beside the article: read when it is wanted, and scrolled together with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from reader.article_view import ArticleView
from reader.library import Library
from reader.model import Span
from reader.source_view import SourcePoint, SourceView
from reader.ui.article_pane import ArticlePane
from reader.ui.open_article import OpenArticle
from reader.ui.source_pane import SourcePane
from reader.ui.tasks import Tasks

_SOURCE = "source"


class SourceBeside(QObject):
    """Leads each of the two panes by the other, while they show the same article."""

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        article: OpenArticle,
        pane: ArticlePane,
        source: SourcePane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._article = article
        self._pane = pane
        self._source = source
        self._wanted = False

    def set_visible(self, on: bool) -> None:
        """Show the source, or put it away."""
        self._wanted = on
        self._source.setVisible(on)
        if on:
            self.read()
        else:
            self._tasks.forget(_SOURCE)
            self._source.clear()

    def read(self) -> None:
        """Show the source of the article that is open by now, if it is wanted."""
        if self._article.view is not None and self._wanted:
            work = partial(_load, self._library, self._article.view)
            self._tasks.read(_SOURCE, work, self._on_read)

    def follow_article(self) -> None:
        """Scroll the source to where the article is."""
        point = self._pane.top_point() if self._fits else None
        if point is not None:
            self._source.follow(point)

    def mark_selection(self) -> None:
        """Mark in the source what is selected in the article."""
        if self._fits:
            self._source.mark_selection(self._pane.selected_span())

    def lead_article(self, point: SourcePoint) -> None:
        """Scroll the article to where the source is."""
        if self._fits:
            self._pane.follow(point)

    def select_line(self, span: Span, below: float) -> None:
        """Select in the article what a source span became, ``below`` pixels under the top edge."""
        if self._fits:
            self._pane.select_source(span, below)

    @property
    def _fits(self) -> bool:
        """Whether the source that is shown is that of the article; it is read after it."""
        view = self._article.view
        return view is not None and self._source.article is view.article

    def _on_read(self, read: SourceView) -> None:
        view = self._article.view
        if view is not None and read.article is view.article:
            self._source.show_view(read)
            self.mark_selection()
            self.follow_article()


def _load(library: Library, view: ArticleView) -> SourceView:
    return SourceView(library.source(view.article), view)
