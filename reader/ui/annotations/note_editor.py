"""Where a note is typed; it says what stands there at each pause."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

# Long enough that a word is finished, short enough that no more than a few are ever lost.
_PAUSE_MS = 1_000


class NoteEditor(QPlainTextEdit):
    """An editor of plain text."""

    paused = Signal(str)  # the text; not while an input method is in the midst of a word

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.setObjectName("pause")
        self._pause.timeout.connect(self.tell)
        self.typed = False  # anything since it began
        self.textChanged.connect(self._on_text_changed)

    def begin(self, note: str) -> None:
        """Go on with a note as it is stored."""
        self.setPlainText(note)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self._pause.stop()
        self.typed = False

    def tell(self) -> None:
        """Say what stands there, as soon as no word is in the midst of being written."""
        if self._composing:
            self._pause.start()
        elif self.typed:
            self.paused.emit(self.toPlainText())

    def _on_text_changed(self) -> None:
        self.typed = True
        self._pause.start()

    @property
    def _composing(self) -> bool:
        return bool(self.textCursor().block().layout().preeditAreaText())
