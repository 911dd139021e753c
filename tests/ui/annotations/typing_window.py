"""The program with a note being typed, to be killed: it says when what was typed is stored.

Run as ``python -m tests.ui.annotations.typing_window LIBRARY``, of a library whose first article
has an annotation.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from reader.__main__ import main
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.annotator import Annotator
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.main_window import MainWindow
from tests.ui.session import type_text

NOTE = "写到一半𪟝"
# Reached only where nothing is ever stored.
_MOST_MS = 60_000


class Typist(QObject):
    """Opens the first note once it is on screen, types, and leaves the editor open."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()
        QTimer.singleShot(_MOST_MS, self, QApplication.quit)

    def _on_timeout(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and self._begin(window):
                self._timer.stop()

    def _begin(self, window: MainWindow) -> bool:
        """Whether there was a note to begin."""
        pane = window.findChild(AnnotationPane)
        annotator = window.findChild(Annotator)
        if pane is None or annotator is None or not pane.cards.ids:
            return False
        pane.edit_note(pane.cards.ids[0])
        editor = pane.findChild(NoteEditor)
        if editor is None:
            return False
        annotator.note_stored.connect(self._on_stored)
        type_text(editor, NOTE)
        self._editor = editor
        return True

    def _on_stored(self, _: str) -> None:
        if self._editor.isVisible():
            print("stored, and still being typed", flush=True)


if __name__ == "__main__":
    application = QApplication([])
    typist = Typist()
    sys.exit(main(["--data-dir", str(Path(sys.argv[1]))]))
