"""The sidebar: a search box with its filters, and under it the hits, or what rests meanwhile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.model import Facets, Hit, HitOrder, SearchResult, ShownScript, Snippet, Suggestion
from reader.script import NO_TERMS, Terms
from reader.search.query import Contains, Field, State, StateIs, nodes, parse_query
from reader.settings import SavedSearch, SearchSettings
from reader.ui.search.filter_chips import FilterChips
from reader.ui.search.hit_list import HitList, HitPlace
from reader.ui.search.hit_model import HitModel, Search
from reader.ui.search.nothing_found import NothingFound
from reader.ui.search.search_box import SearchBox
from reader.ui.search.search_help import SearchHelp
from reader.ui.search.search_past import SearchPast
from reader.ui.search.search_status import SearchStatus
from reader.ui.theme import Colors

# Longer than the gap inside an IME's commit; with the search and the drawing it stays below the
# 100 ms at which an answer seems to come at once.
_DEBOUNCE_MS = 40


class SearchSidebar(QWidget):
    """The box, the hits, and ``resting``, the widget that is shown while the box is empty."""

    search_requested = Signal(object, int, int)  # Search, offset, how many hits at least
    suggestions_requested = Signal(object)  # Search that found nothing
    hit_requested = Signal(object, object)  # Hit, its Snippet that was clicked, or None
    reading_requested = Signal()  # the keys are to go to the article that was asked for
    search_cleared = Signal()

    def __init__(
        self, resting: QWidget, colors: Colors, settings: SearchSettings = SearchSettings()
    ) -> None:
        super().__init__()
        self._settings = settings
        self._resting = resting
        self._model = HitModel(self)
        self._box = SearchBox(colors)
        self._chips = FilterChips(in_notes=settings.in_notes)
        self._status = SearchStatus(settings.order)
        self._hits = HitList(self._model, colors)
        self._nothing = NothingFound()
        self._found = QWidget()
        self._past = SearchPast()
        self._pages = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._opens_first = False  # Enter was pressed before the answer came
        self._arrange()
        self._connect()

    @property
    def query(self) -> str:
        """What is in the box, without white space at its ends."""
        return self._box.text().strip()

    @property
    def search(self) -> Search:
        """What is asked for now."""
        return Search(self.query, self._settings.order, self._settings.in_notes)

    @property
    def settings(self) -> SearchSettings:
        """How is searched, and what was searched for."""
        return self._settings

    @property
    def hits(self) -> HitModel:
        return self._model

    def focus_box(self) -> None:
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def focus_hits(self) -> None:
        """Back to the hits, or to the box where there are none."""
        if self._model.rowCount():
            self._on_left_downward()
        else:
            self.focus_box()

    def set_query(self, query: str) -> None:
        """Ask for a query at once, as if it had been typed."""
        self._box.setText(query)
        self._on_typed()

    def search_again(self) -> None:
        """Ask once more, for there is news."""
        if self.query:
            # Of the same search all rows are kept, or those beyond the first page would go.
            least = self._model.rowCount() if self.search == self._model.search else 0
            self.search_requested.emit(self.search, 0, least)

    def search_annotations_again(self) -> None:
        """Ask once more if the answer hangs on annotations, for they have changed."""
        if self._settings.in_notes or _asks_of_annotations(self.query):
            self.search_again()

    def show_result(self, search: Search, result: SearchResult) -> None:
        """Show the first page of an answer; news of the same search keep row and place."""
        if search != self.search:
            return
        place = self._hits.place() if search == self._model.search else HitPlace()
        self._model.set_result(search, result)
        self._hits.go_to(place)
        self._show_count(result)
        if not result.total:
            self.suggestions_requested.emit(search)
        if self._opens_first:
            self._open_first()

    def extend_result(self, search: Search, result: SearchResult) -> None:
        self._model.extend(search, result)

    def show_suggestions(self, search: Search, suggestions: tuple[Suggestion, ...]) -> None:
        """What would find something, if that is still wanted."""
        if search == self._model.search:
            self._nothing.show_suggestions(suggestions)

    def show_problem(self, message: str) -> None:
        """Say why there is no answer."""
        self._model.set_result(None, None)
        self._nothing.hide()
        self._status.show_message(message)

    def set_facets(self, facets: Facets) -> None:
        """What the library can be filtered by."""
        self._chips.set_facets(facets)

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self._model.set_shown(shown, terms)

    def set_colors(self, colors: Colors) -> None:
        self._hits.set_colors(colors)
        self._box.colors = colors

    # Putting together

    def _arrange(self) -> None:
        self._box.setPlaceholderText(self.tr("Search, in either script"))
        self._box.setClearButtonEnabled(True)
        self._box.setAccessibleName(self.tr("Search"))
        found = QVBoxLayout(self._found)
        found.setContentsMargins(0, 0, 0, 0)
        found.setSpacing(0)
        found.addWidget(self._status)
        found.addWidget(self._hits, 1)
        found.addWidget(self._nothing, 1)
        self._nothing.hide()
        for page in (self._resting, self._found, self._past):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top())
        layout.addWidget(self._pages, 1)

    def _top(self) -> QWidget:
        top = QWidget()
        line = QHBoxLayout()
        line.setSpacing(3)
        line.addWidget(self._box, 1)
        for text, tip, slot in (
            ("▾", self.tr("Earlier searches (Alt+Down)"), self._on_past_requested),
            ("?", self.tr("What can be searched for"), self._on_help_pressed),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setProperty("flat", True)
            button.clicked.connect(slot)
            line.addWidget(button)
        column = QVBoxLayout(top)
        column.setContentsMargins(10, 10, 8, 8)
        column.setSpacing(7)
        column.addLayout(line)
        column.addWidget(self._chips)
        return top

    def _connect(self) -> None:
        self._box.textChanged.connect(self._on_text_changed)
        self._box.returnPressed.connect(self._on_return_pressed)
        self._box.left_downward.connect(self._on_left_downward)
        self._box.past_requested.connect(self._on_past_requested)
        self._box.composition_ended.connect(self._on_composition_ended)
        self._timer.timeout.connect(self._on_typed)
        self._chips.query_changed.connect(self.set_query)
        self._chips.in_notes_changed.connect(self._on_in_notes_changed)
        self._status.order_chosen.connect(self._on_order_chosen)
        self._status.star_pressed.connect(self._on_star_pressed)
        self._model.more_requested.connect(self._on_more_requested)
        self._hits.hit_chosen.connect(self._on_hit_chosen)
        self._hits.hit_entered.connect(self._on_hit_entered)
        self._hits.left_upward.connect(self.focus_box)
        self._hits.escape_pressed.connect(self._on_escape_pressed)
        self._nothing.query_chosen.connect(self.set_query)
        self._nothing.left_upward.connect(self.focus_box)
        self._past.query_chosen.connect(self._on_past_chosen)
        self._past.saved_removed.connect(self._on_saved_removed)
        self._past.recent_removed.connect(self._on_recent_removed)
        self._past.clear_requested.connect(self._on_past_cleared)
        self._past.closed.connect(self._on_past_closed)

    # Typing

    def _on_text_changed(self) -> None:
        self._opens_first = False
        self._box.set_problems(())
        if self.query:
            self._timer.start()
        elif not self._box.giving_way:  # else the hits stay until there is another text
            self._rest()

    def _on_composition_ended(self) -> None:
        """It may have been given up after the text it was to replace had gone."""
        if not self.query and self._pages.currentWidget() is self._found:
            self._rest()

    def _rest(self) -> None:
        """No search: what rests is shown again."""
        self._timer.stop()
        self._pages.setCurrentWidget(self._resting)
        self._model.set_result(None, None)
        self._status.set_problems((), "")
        self._status.clear()
        self._chips.set_query("")
        self.search_cleared.emit()

    def _on_typed(self) -> None:
        self._timer.stop()
        if not self.query:
            return
        self._pages.setCurrentWidget(self._found)
        typed = self._box.text()
        problems = parse_query(typed).problems
        self._box.set_problems(problems)
        self._status.set_problems(problems, typed)
        self._status.set_saved(self._settings.is_saved(self.query))
        self._chips.set_query(self.query)
        self.search_again()

    def _show_count(self, result: SearchResult) -> None:
        self._hits.setVisible(result.total > 0)
        self._nothing.setVisible(result.total == 0)
        if result.total:
            self._status.show_result(result)
        else:
            self._nothing.show_suggestions(())
            self._status.show_message(self.tr("Nothing found."))

    def _on_more_requested(self, offset: int) -> None:
        if self._model.search is not None:
            self.search_requested.emit(self._model.search, offset, 0)

    def _on_return_pressed(self) -> None:
        if self._timer.isActive():
            self._on_typed()
        if self._model.search == self.search:
            self._open_first()
        else:
            self._opens_first = True

    def _open_first(self) -> None:
        self._opens_first = False
        if self._model.rowCount():
            self._on_left_downward()
            self._on_hit_entered(self._model.hit(self._hits.currentIndex().row()))

    def _on_left_downward(self) -> None:
        """Into what is shown under the box; from an empty box, to the earlier searches."""
        if self._pages.currentWidget() is self._resting:
            if self._settings.recent or self._settings.saved:
                self._on_past_requested()
            else:
                self._resting.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self._pages.currentWidget() is self._past:
            self._past.enter()
        elif self._model.rowCount():
            self._hits.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if not self._hits.currentIndex().isValid():
                self._hits.setCurrentIndex(self._model.index(0))
        else:
            self._nothing.enter()

    def _on_escape_pressed(self) -> None:
        self._box.clear()
        self.focus_box()

    # Hits

    def _on_hit_chosen(self, hit: Hit, snippet: Snippet | None) -> None:
        self._settings = self._settings.with_recent(self._model.query)
        self.hit_requested.emit(hit, snippet)

    def _on_hit_entered(self, hit: Hit) -> None:
        self._on_hit_chosen(hit, None)
        self.reading_requested.emit()

    def _on_order_chosen(self, order: HitOrder) -> None:
        self._settings = replace(self._settings, order=order)
        self.search_again()

    def _on_in_notes_changed(self, in_notes: bool) -> None:
        self._settings = replace(self._settings, in_notes=in_notes)
        self.search_again()

    # Help and earlier searches

    def _on_help_pressed(self) -> None:
        leaf = SearchHelp(self)
        leaf.example_chosen.connect(self._on_past_chosen)
        leaf.show_at(self._box.mapToGlobal(QPoint(0, self._box.height() + 4)))

    def _on_past_requested(self) -> None:
        """Show them, or put them away again."""
        if self._pages.currentWidget() is self._past:
            self._on_past_closed()
            return
        self._past.show_searches(self._settings)
        self._pages.setCurrentWidget(self._past)
        self._past.enter()

    def _on_past_closed(self) -> None:
        self._pages.setCurrentWidget(self._found if self.query else self._resting)
        self.focus_box()

    def _on_past_chosen(self, query: str) -> None:
        self.set_query(query)
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_saved_removed(self, query: str) -> None:
        self._change_past(self._settings.without_saved(query))

    def _on_recent_removed(self, query: str) -> None:
        recent = tuple(one for one in self._settings.recent if one != query)
        self._change_past(replace(self._settings, recent=recent))

    def _on_past_cleared(self) -> None:
        self._change_past(replace(self._settings, recent=()))

    def _change_past(self, settings: SearchSettings) -> None:
        self._settings = settings
        self._past.show_searches(settings)
        self._status.set_saved(settings.is_saved(self.query))

    def _on_star_pressed(self) -> None:
        """Ask for a name; a search that is saved is forgotten."""
        query = self.query
        if self._settings.is_saved(query):
            self._settings = self._settings.without_saved(query)
            self._status.set_saved(False)
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Save this search"))
        dialog.setLabelText(self.tr("Its name:"))
        dialog.setTextValue(query)
        dialog.textValueSelected.connect(self._on_name_given)
        dialog.open()

    def _on_name_given(self, name: str) -> None:
        self._settings = self._settings.with_saved(
            SavedSearch(" ".join(name.split()) or self.query, self.query)
        )
        self._status.set_saved(True)


def _asks_of_annotations(query: str) -> bool:
    for node in nodes(parse_query(query).tree):
        match node:
            case StateIs(state=State.ANNOTATED) | Contains(field=Field.NOTE | Field.TAG):
                return True
    return False
