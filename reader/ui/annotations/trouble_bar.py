"""Says under the cards what could not be stored, and offers another try."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout

from reader.ui.plain_text import PlainLabel


class TroubleBar(QFrame):
    """Hidden while there is nothing to say."""

    retry_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = PlainLabel()
        self._again = QToolButton()
        self.setObjectName("popup")
        self._text.setProperty("fault", True)
        self._text.setWordWrap(True)
        self._again.setText(self.tr("Try again"))
        self._again.setProperty("framed", True)
        self._again.clicked.connect(self.retry_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._text)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def say(self, text: str, *, again: bool) -> None:
        """``again``: whether anything waits that can be tried again."""
        self._text.setText(text)
        self._again.setVisible(again)
        self.setVisible(bool(text))
