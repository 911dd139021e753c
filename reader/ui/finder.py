"""Finds words in the article on screen, off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.article_view import ArticleView
from reader.model import Spans
from reader.search.in_article import FindableArticle
from reader.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """Where the words stand. ``spans``: article. ``again``: nobody asked anew, what is shown
    changed."""

    spans: Spans
    again: bool


class Finder(QObject):
    """Answers for the words asked for last, and again for every view that is shown."""

    found = Signal(object)  # FoundPlaces

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._article: FindableArticle | None = None
        self._words, self._exact = "", False

    @property
    def looking(self) -> bool:
        """Whether words are looked for."""
        return bool(self._words)

    def find(self, words: str, exact: bool) -> None:
        """``exact``: these very characters."""
        self._words, self._exact = words, exact
        self._look(again=False)

    def set_view(self, view: ArticleView) -> None:
        """Look here from now on."""
        self._article = FindableArticle(view)
        if self.looking:
            self._look(again=True)

    def stop(self) -> None:
        """Look for nothing more."""
        self._words = ""
        self._tasks.forget("find")

    def _look(self, *, again: bool) -> None:
        if self._article is not None:
            work = partial(self._article.find, self._words, exact=self._exact)
            self._tasks.read("find", work, partial(self._on_found, again))

    def _on_found(self, again: bool, spans: Spans) -> None:
        self.found.emit(FoundPlaces(spans, again))
