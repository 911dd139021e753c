"""A short list of lines to choose from, cut where they are too long."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from reader.ui.plain_text import plain_tip

_VALUE_ROLE = Qt.ItemDataRole.UserRole


class LineList(QListWidget):
    """Each line stands for a value; a click or Enter chooses it."""

    chosen = Signal(str)
    remove_requested = Signal(str)  # with the Delete key
    left_upward = Signal()
    escape_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("lines", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._on_chosen)

    def add(self, text: str, value: str, tip: str = "") -> None:
        item = QListWidgetItem(" ".join(text.splitlines()), self)  # what was pasted may have more
        item.setData(_VALUE_ROLE, value)
        item.setToolTip(plain_tip(tip or text))

    def enter(self) -> None:
        """Take the focus, at the first line if at none."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        match event.key():
            case Qt.Key.Key_Up if self.currentRow() <= 0:
                self.left_upward.emit()
            case Qt.Key.Key_Escape:
                self.escape_pressed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if item is not None:
                self._on_chosen(item)
            case Qt.Key.Key_Delete if item is not None:
                self.remove_requested.emit(item.data(_VALUE_ROLE))
            case _:
                super().keyPressEvent(event)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_VALUE_ROLE))
