"""The bar under an article opened from a search: which hit this is, and the way to the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from reader.ui.plain_text import PlainLabel


class FindBar(QFrame):
    """Moves between the hits of one article, round its end."""

    hit_shown = Signal(int)  # which hit, from 0
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._count = 0
        self._current = -1
        self._query = PlainLabel()
        self._position = PlainLabel()
        self._position.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self._query)
        row.addWidget(self._position)
        row.addStretch(1)
        for text, tip, slot in (
            ("‹", self.tr("Previous hit (Shift+F3)"), self.previous),
            ("›", self.tr("Next hit (F3)"), self.next),
            ("×", self.tr("Unmark the hits (Esc)"), self.close_bar),
        ):
            button = QToolButton()
            button.setText(text)
            button.setToolTip(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
        self.hide()

    def set_hits(self, query: str, count: int) -> None:
        """Show the bar for ``count`` hits of a query, the first being current; hide it for none."""
        self._count = count
        self._query.setText(f"“{query}”")
        self._current = 0 if count else -1
        self.setVisible(count > 0)
        self._show()

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def close_bar(self) -> None:
        """Put the bar away, if it is there."""
        if self._count:
            self._count = 0
            self.hide()
            self.closed.emit()

    def _go(self, step: int) -> None:
        if self._count:
            self._current = (self._current + step) % self._count
            self._show()

    def _show(self) -> None:
        if self._count:
            current = self.locale().toString(self._current + 1)
            self._position.setText(f"{current} / {self.locale().toString(self._count)}")
            self.hit_shown.emit(self._current)
