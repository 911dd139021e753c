"""Which places are marked in the article, and the way through them: hits, or words found in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.model import Hit, Snippet, Spans
from reader.ui.article_pane import ArticlePane
from reader.ui.corrections.following import MarkedHits
from reader.ui.find_bar import FindBar
from reader.ui.finder import Finder, FoundPlaces


class ArticleHits(QObject):
    """Marks the hits of a search or the words that are asked for in the bar: never both."""

    annotation_hit = Signal(str)  # id: the hit to go to is in its note, or in its tags

    def __init__(self, pane: ArticlePane, bar: FindBar, finder: Finder, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._bar = bar
        self._finder = finder

    @property
    def marked(self) -> MarkedHits | None:
        """The hits of a search that are marked, if there are any."""
        view, query = self._pane.view, self._bar.query
        return MarkedHits(view, self._pane.hits, query) if view is not None and query else None

    def show(self, hit: Hit, snippet: Snippet | None, query: str) -> None:
        """Mark all hits of a query, and go to the place that was clicked or to the first; of what
        only a note holds, to its words."""
        if hit.spans:
            self._finder.stop()  # the bar is now the hits'
        self._pane.set_hits(hit.spans)
        note = snippet or (hit.snippets[0] if hit.snippets and not hit.spans else None)
        current = 0
        if snippet is not None and snippet.spans and snippet.annotation_id is None:
            current = self._pane.hit_from(snippet.start + snippet.spans[0].start)
        self._bar.set_hits(query, len(hit.spans), current)
        if note is not None and note.annotation_id is not None:
            self.annotation_hit.emit(note.annotation_id)

    def show_again(self, query: str, spans: Spans) -> None:
        """Mark hits where they stand by now, and stay with what is on screen."""
        self._pane.set_hits(spans)
        if query:
            ahead = self._pane.hit_from(self._pane.looked_at())
            self._bar.set_hits(query, len(spans), ahead, go=False)

    def clear(self) -> None:
        """Mark the hits of a search no more; words that are asked for stay marked."""
        if not self._bar.finding:
            self._bar.set_hits("", 0)
            self._pane.set_hits(Spans())

    def put_away(self) -> None:
        """Nothing is open in which there could be any."""
        self._finder.stop()
        self._bar.put_away()

    def ask_for_words(self) -> None:
        """Open the bar for words to find, those that are selected first."""
        if self._pane.view is not None:
            if not self._bar.finding:
                self._pane.set_hits(Spans())
            self._bar.ask_for(self._pane.selected_text())

    def show_found(self, found: FoundPlaces) -> None:
        """Go to the first from the place on screen; where nobody asked anew, stay with the current
        one, and with what is on screen if a person scrolled away from it."""
        go = not found.again or self._pane.shows_current_hit()
        place = self._pane.looked_at()
        self._pane.set_hits(found.spans)
        self._bar.set_places(len(found.spans), self._pane.hit_from(place), go=go)

    def leave(self) -> None:
        """The bar was closed: the word that was found stays selected, to be marked or read on
        from."""
        if self._finder.looking:
            self._pane.select_current_hit()
        self._finder.stop()
        self._pane.set_hits(Spans())
        self._pane.setFocus()
