"""Earlier searches: those that were saved under a name, and the latest."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from reader.settings import SearchSettings
from reader.ui.plain_text import PlainLabel
from reader.ui.search.line_list import LineList

_PADDING = 12


class SearchPast(QWidget):
    """Offers them; whoever holds them takes one away or forgets them when asked."""

    query_chosen = Signal(str)
    saved_removed = Signal(str)  # the query
    recent_removed = Signal(str)
    clear_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._saved_heading = self._heading(self.tr("Saved searches"))
        self._saved = self._list(self.tr("Saved searches"))
        self._recent_heading = self._heading(self.tr("Latest searches"))
        self._recent = self._list(self.tr("Latest searches"))
        self._clear = QToolButton()
        self._clear.setText(self.tr("Clear history"))
        self._clear.setToolTip(self.tr("Forget the latest searches; saved ones stay"))
        self._clear.clicked.connect(self.clear_requested)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(_PADDING - 4, 4, _PADDING, 6)
        bottom.addWidget(self._clear)
        bottom.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._saved_heading)
        column.addWidget(self._saved)
        column.addWidget(self._recent_heading)
        column.addWidget(self._recent, 1)
        column.addLayout(bottom)
        self._saved.remove_requested.connect(self.saved_removed)
        self._recent.remove_requested.connect(self.recent_removed)
        self._saved.left_upward.connect(self.closed)
        self._recent.left_upward.connect(self._on_recent_left)

    def show_searches(self, settings: SearchSettings) -> None:
        for one in (self._saved, self._recent):
            one.clear()
        for saved in settings.saved:
            self._saved.add(f"★ {saved.name}", saved.query, saved.query)
        for query in settings.recent:
            self._recent.add(query, query)
        rows = self._saved.count()
        height = self._saved.sizeHintForRow(0) * min(rows, 6) + 2 if rows else 0
        self._saved.setFixedHeight(height)
        self._saved.setVisible(rows > 0)
        self._saved_heading.setVisible(rows > 0)
        self._recent_heading.setText(
            self.tr("Latest searches") if settings.recent else self.tr("Nothing searched for yet")
        )
        self._clear.setVisible(bool(settings.recent))

    def enter(self) -> None:
        """Take the focus."""
        (self._saved if self._saved.count() else self._recent).enter()

    def _on_recent_left(self) -> None:
        if self._saved.count():
            self._saved.setCurrentRow(self._saved.count() - 1)
            self._saved.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.closed.emit()

    def _heading(self, text: str) -> PlainLabel:
        label = PlainLabel(text)
        label.setProperty("muted", True)
        label.setContentsMargins(_PADDING, 8, _PADDING, 4)
        return label

    def _list(self, name: str) -> LineList:
        made = LineList()
        made.setAccessibleName(name)
        made.chosen.connect(self.query_chosen)
        made.escape_pressed.connect(self.closed)
        return made
