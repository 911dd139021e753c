"""The filters under the search box: each writes a condition into the query, or takes it out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from reader.model import Facet, Facets
from reader.search.conditions import (
    conditions_of,
    with_condition,
    with_state,
    without_conditions,
)
from reader.ui.flow_layout import FlowLayout
from reader.ui.plain_text import plain_tip
from reader.ui.search.date_popup import DatePopup

_MOST_IN_MENU = 40
_LABEL_CHARACTERS = 14
_CROSS_WIDTH = 20


class Chip(QFrame):
    """A filter by name; while it holds, with its value and a cross that takes it away."""

    pressed = Signal()
    remove_requested = Signal()

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.name = name
        self._button = QToolButton()
        self._button.setText(name)
        self._button.setToolTip(tip)
        self._button.clicked.connect(self.pressed)
        self._cross = QToolButton()
        self._cross.setObjectName("cross")
        self._cross.setText("×")
        self._cross.setFixedWidth(_CROSS_WIDTH)
        self._cross.setToolTip(self.tr("Search without this filter"))
        self._cross.setAccessibleName(f"{name} ×")
        self._cross.clicked.connect(self.remove_requested)
        self._cross.hide()
        self.setObjectName("chip")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._button)
        row.addWidget(self._cross)

    @property
    def text(self) -> str:
        return self._button.text().replace("&&", "&")

    def set_on(self, on: bool, label: str = "") -> None:
        """``label`` stands in the place of the name."""
        text = label if len(label) <= _LABEL_CHARACTERS else f"{label[: _LABEL_CHARACTERS - 1]}…"
        self._button.setText((text or self.name).replace("&", "&&"))
        self._cross.setVisible(on)
        for widget in (self, self._button):
            if widget.property("on") != on:
                widget.setProperty("on", on)
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def under(self) -> QPoint:
        """Where what it opens belongs, on the screen."""
        return self.mapToGlobal(self.rect().bottomLeft() + QPoint(0, 3))


class FilterChips(QWidget):
    """Follows what is typed, and asks for another query when a chip is pressed."""

    query_changed = Signal(str)
    in_notes_changed = Signal(bool)

    def __init__(self, *, in_notes: bool) -> None:
        super().__init__()
        self._query = ""
        self._facets = Facets()
        self._in_notes = in_notes
        self._date = Chip(self.tr("Date"), self.tr("Only from these years or days"))
        self._paper = Chip(self.tr("Paper"), self.tr("Only from this newspaper"))
        self._tag = Chip(self.tr("Tag"), self.tr("Only with a note of this tag"))
        self._annotated = Chip(self.tr("Annotated"), self.tr("Only with notes or highlights"))
        self._unread = Chip(self.tr("Unread"), self.tr("Only what was never opened"))
        self._script = Chip(self.tr("Script"), self.tr("Only written in this script"))
        self._notes = Chip(self.tr("Notes too"), self.tr("Look for the words in notes as well"))
        flow = FlowLayout(self, 4)
        for chip in self._chips().values():
            flow.addWidget(chip)
        flow.addWidget(self._notes)
        self._connect()
        self._notes.set_on(in_notes)

    def set_query(self, query: str) -> None:
        """Show which filters the query has."""
        self._query = query
        found = conditions_of(query)
        for name, chip in self._chips().items():
            kind, _, state = name.partition(":")
            values = [one.value for one in found if one.name == kind]
            if state:
                chip.set_on(state in (value.lower() for value in values))
            else:
                chip.set_on(bool(values), ", ".join(map(self._label, values)))

    def set_facets(self, facets: Facets) -> None:
        self._facets = facets

    def _chips(self) -> dict[str, Chip]:
        """By the condition that each writes."""
        return {
            "date": self._date,
            "paper": self._paper,
            "tag": self._tag,
            "is:annotated": self._annotated,
            "is:unread": self._unread,
            "script": self._script,
        }

    def _connect(self) -> None:
        self._date.pressed.connect(self._on_date_pressed)
        self._paper.pressed.connect(self._on_paper_pressed)
        self._tag.pressed.connect(self._on_tag_pressed)
        self._script.pressed.connect(self._on_script_pressed)
        for state, chip in (("annotated", self._annotated), ("unread", self._unread)):
            chip.pressed.connect(partial(self._flip_state, state))
            chip.remove_requested.connect(partial(self._flip_state, state))
        for name in ("date", "paper", "tag", "script"):
            self._chips()[name].remove_requested.connect(partial(self._set, name, ""))
        self._notes.pressed.connect(self._flip_notes)
        self._notes.remove_requested.connect(self._flip_notes)

    def _label(self, value: str) -> str:
        """A script by its name; anything else as it was typed, a range with a dash."""
        return self._scripts().get(value.lower(), value.replace("..", "–"))

    def _scripts(self) -> dict[str, str]:
        return {
            "simplified": self.tr("Simplified"),
            "traditional": self.tr("Traditional"),
            "mixed": self.tr("Both scripts"),
        }

    def _set(self, name: str, value: str) -> None:
        self.query_changed.emit(with_condition(self._query, name, value))

    def _flip_state(self, state: str) -> None:
        kept = without_conditions(self._query, "is", state)
        held = kept != self._query.strip()
        self.query_changed.emit(kept if held else with_state(self._query, state))

    def _flip_notes(self) -> None:
        self._in_notes = not self._in_notes
        self._notes.set_on(self._in_notes)
        self.in_notes_changed.emit(self._in_notes)

    def _on_date_pressed(self) -> None:
        dates = next((one.value for one in conditions_of(self._query) if one.name == "date"), "")
        popup = DatePopup(dates, self)
        popup.dates_chosen.connect(partial(self._set, "date"))
        popup.show_at(self._date.under())

    def _on_paper_pressed(self) -> None:
        self._offer(self._paper, "paper", self._facets.newspapers)

    def _on_tag_pressed(self) -> None:
        self._offer(self._tag, "tag", self._facets.tags)

    def _on_script_pressed(self) -> None:
        menu = self._menu()
        for value, name in self._scripts().items():
            menu.addAction(name).triggered.connect(partial(self._set, "script", value))
        menu.popup(self._script.under())

    def _offer(self, chip: Chip, name: str, facets: Sequence[Facet]) -> None:
        menu = self._menu()
        menu.setToolTipsVisible(True)
        for facet in facets[:_MOST_IN_MENU]:
            count = self.locale().toString(facet.articles)
            action = menu.addAction(f"{facet.value.replace('&', '&&')}\t{count}")
            action.setToolTip(plain_tip(facet.value))
            action.triggered.connect(partial(self._set, name, facet.value))
        if not facets:
            menu.addAction(self.tr("None yet")).setEnabled(False)
        menu.popup(chip.under())

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("facets")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu
