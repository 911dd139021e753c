"""Notices what other windows and programs change in the library."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reader.errors import ReaderError
from reader.library import Library
from reader.model import Changed
from reader.ui.tasks import Tasks

# A change is to be on screen within a second, the time of reading it anew included.
_INTERVAL_MS = 500
_KEY = "changes elsewhere"


class Watcher(QObject):
    """Asks again and again, off the GUI thread. A fault is told once, until it has passed."""

    changed = Signal(object)  # Changed
    failed = Signal(object)  # ReaderError
    recovered = Signal()  # what failed has passed

    def __init__(self, library: Library, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._trouble = ""
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_timeout(self) -> None:
        """While the answer to the last question is awaited, none is asked: a slow disk would never
        answer any."""
        if not self._tasks.awaits(_KEY):
            work = self._library.changed_elsewhere
            self._tasks.read(_KEY, work, self._on_known, self._on_failed)

    def _on_known(self, kinds: Changed) -> None:
        if self._trouble:
            self._trouble = ""
            self.recovered.emit()
        if kinds:
            self.changed.emit(kinds)

    def _on_failed(self, error: ReaderError) -> None:
        if str(error) != self._trouble:
            self._trouble = str(error)
            self.failed.emit(error)
