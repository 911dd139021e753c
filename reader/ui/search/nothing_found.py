"""What stands in the place of the hits where there are none: what would find something."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reader.model import Suggestion
from reader.searcher import MOST_SUGGESTIONS
from reader.ui.plain_text import PlainLabel
from reader.ui.search.line_list import LineList

_PADDING = 12


class NothingFound(QWidget):
    """Offers queries of less, each with what it finds."""

    query_chosen = Signal(str)
    left_upward = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._hint = PlainLabel(self.tr("Fewer characters find more; either script finds both."))
        self._hint.setWordWrap(True)
        self._hint.setProperty("muted", True)
        self._heading = PlainLabel(self.tr("These find something:"))
        self._lines = LineList()
        self._lines.setAccessibleName(self.tr("These find something:"))
        self._lines.chosen.connect(self.query_chosen)
        self._lines.left_upward.connect(self.left_upward)
        self._lines.escape_pressed.connect(self.left_upward)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        for label in (self._hint, self._heading):
            label.setContentsMargins(_PADDING, 0, _PADDING, 0)
            column.addWidget(label)
        column.addWidget(self._lines, 1)
        column.addStretch()
        self.show_suggestions(())

    def show_suggestions(self, suggestions: Sequence[Suggestion]) -> None:
        self._lines.clear()
        for one in suggestions[:MOST_SUGGESTIONS]:
            count = self.locale().toString(one.total)
            text = self.tr("1 article") if one.total == 1 else self.tr("%1 articles")
            self._lines.add(f"{one.query}  ·  {text.replace('%1', count)}", one.query)
        self._hint.setVisible(not suggestions)
        self._heading.setVisible(bool(suggestions))
        self._lines.setVisible(bool(suggestions))

    def enter(self) -> None:
        """Take the focus, if there is a line to choose."""
        if self._lines.count():
            self._lines.enter()
