"""The bar under an article: finds words in it, or leads through the hits of a search in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton

from reader.ui.plain_text import PlainLabel, plain_tip

# Shorter than the pause between two keys of a quick typist is not worth the work.
_PAUSE_MS = 40
_BOX_WIDTHS = 60, 300  # beside all else in the narrowest window; enough for a clause
_QUERY_CHARACTERS = 24
# More than this is selected to be copied or marked, and not to be found elsewhere.
_MOST_SELECTED = 100


class FindBar(QFrame):
    """Moves between the places of one article, round its end.

    They are the hits of a search, or, while ``finding``, those of the words in its box.
    """

    find_requested = Signal(str, bool)  # the words, whether only these very characters
    hit_shown = Signal(int)  # which hit, from 0
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._finding = False
        self._count = 0
        self._words = ""  # whose hits are shown
        self._current = -1
        self._ahead = 0  # where none is current, the one to go to
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._query = PlainLabel()
        self._box = self._find_box()
        self._exact = self._button("=", self.tr("Exactly these characters: 發 does not find 髮"))
        self._exact.setCheckable(True)
        self._exact.toggled.connect(self._ask)
        self._position = PlainLabel()
        self._position.setProperty("muted", True)
        self._note = _Note()
        self._note.setProperty("muted", True)
        self._arrange()
        self.hide()

    @property
    def finding(self) -> bool:
        """Whether words are asked for here, and not those of a search."""
        return self._finding

    @property
    def query(self) -> str:
        """Whose hits are shown; empty where none are."""
        return "" if self._finding or not self._count else self._words

    def ask_for(self, selected: str) -> None:
        """Ask for words: those ``selected`` in the article, else those that were asked for last."""
        words = " ".join(selected.split())
        if 0 < len(words) <= _MOST_SELECTED and not self._box.hasFocus():
            self._box.setText(words)
        if not self._finding:
            self._finding = True
            self._set_count(0, 0)
        self._show_parts()
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        self._ask()

    def set_hits(self, query: str, count: int, current: int = 0, *, go: bool = True) -> None:
        """Show the bar for ``count`` hits of a query, one being current; hide it for none.

        While words are asked for here, it stays with them unless there are hits. Without ``go``
        none is current, and the next is that after ``current``.
        """
        if self._finding and not count:
            return
        self._finding = False
        self._pause.stop()
        self._words = query
        self._query.setText(f"“{_short(query)}”")
        self._query.setToolTip(plain_tip(query))
        self._set_count(count, 0 if go else current)
        self._show_parts()
        if go:
            self._go_to(current)

    def set_places(self, count: int, ahead: int, *, go: bool) -> None:
        """Where the words stand: ``count`` places. ``ahead``: the first from where a person looks
        on, ``count`` if all are before it; that one becomes current if ``go``."""
        if not self._finding:
            return
        self._set_count(count, ahead, missing=not count and bool(self._box.text().strip()))
        if go:
            self._go_to(ahead)

    def next(self) -> None:
        """Go on to the next place, after the last to the first."""
        self._go_to(self._ahead if self._current < 0 else self._current + 1)

    def previous(self) -> None:
        """Go back to the place before, from the first to the last."""
        self._go_to((self._ahead if self._current < 0 else self._current) - 1)

    def close_bar(self) -> None:
        """Put the bar away, if it is there."""
        if self._finding or self._count:
            self.put_away()
            self.closed.emit()

    def put_away(self) -> None:
        """Hide the bar; ask and show nothing more."""
        self._finding = False
        self._pause.stop()
        self._set_count(0, 0)
        self._show_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def _find_box(self) -> QLineEdit:
        box = QLineEdit()
        box.setPlaceholderText(self.tr("Find in this article"))
        box.setAccessibleName(self.tr("Find in this article"))
        box.setMinimumWidth(_BOX_WIDTHS[0])
        box.setMaximumWidth(_BOX_WIDTHS[1])
        box.textChanged.connect(self._on_text_changed)
        return box

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(4)
        row.addWidget(self._query)
        row.addWidget(self._box, 2)
        row.addWidget(self._exact)
        row.addWidget(self._position)
        row.addWidget(self._note, 1)
        for text, tip, slot in (
            ("‹", self.tr("Previous (Shift+F3)"), self.previous),
            ("›", self.tr("Next (F3)"), self.next),
            ("×", self.tr("Close and unmark (Esc)"), self.close_bar),
        ):
            button = self._button(text, tip)
            button.clicked.connect(slot)
            row.addWidget(button)

    def _show_parts(self) -> None:
        self._query.setVisible(not self._finding)
        self._box.setVisible(self._finding)
        self._exact.setVisible(self._finding)
        self.setVisible(self._finding or self._count > 0)

    def _ask(self) -> None:
        if self._finding:
            self._pause.stop()
            self.find_requested.emit(self._box.text(), self._exact.isChecked())

    def _on_text_changed(self) -> None:
        self._pause.start()

    def _on_enter(self, *, back: bool) -> None:
        """The words that were just typed are found first."""
        if self._pause.isActive():
            self._ask()
        elif back:
            self.previous()
        else:
            self.next()

    def _set_count(self, count: int, ahead: int, *, missing: bool = False) -> None:
        """None is current. ``missing``: there is something to find, and it is not there."""
        self._count, self._current, self._ahead = count, -1, ahead
        self._note.set_note("")
        self._position.setText(self.tr("Nothing found") if missing else self._counted())
        if self._box.property("missing") != missing:
            self._box.setProperty("missing", missing)
            self._box.style().polish(self._box)

    def _counted(self) -> str:
        if not self._count:
            return ""
        count = self.locale().toString(self._count)
        if self._current < 0:
            return self.tr("%1 found").replace("%1", count)
        current = self.locale().toString(self._current + 1)
        return self.tr("%1 of %2").replace("%1", current).replace("%2", count)

    def _go_to(self, number: int) -> None:
        """Show a place, from 0; one beyond either end is that of the other."""
        if not self._count:
            return
        self._current = number % self._count
        wrapped = ""
        if number >= self._count:
            wrapped = self.tr("From the beginning again")
        elif number < 0:
            wrapped = self.tr("From the end again")
        self._position.setText(f"↻ {self._counted()}" if wrapped else self._counted())
        self._note.set_note(wrapped)
        self.hit_shown.emit(self._current)


class _Note(PlainLabel):
    """Says something quietly in the room that is left, or nothing where there is too little."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_note(self, text: str) -> None:
        self._said = text
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._said) <= self.width()
        self.setText(self._said if fits else "")


def _short(query: str) -> str:
    return query if len(query) <= _QUERY_CHARACTERS else f"{query[:_QUERY_CHARACTERS]}…"
