"""What ends a program from outside (SIGTERM, Ctrl+C, its terminal closed), as a signal of Qt's."""

from __future__ import annotations

import signal
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")  # the last is POSIX's
_NUMBERS = tuple(int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name))
# Python's handlers wait until Python runs, which in an idle event loop it does not.
_WAKE_MS = 250


class Interruption(QObject):
    """From ``listen`` to ``stop``, both on the main thread."""

    asked = Signal()  # to end the program

    _told = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Python calls its handlers in the midst of anything.
        self._told.connect(self.asked, Qt.ConnectionType.QueuedConnection)
        self._wake = QTimer(self, interval=_WAKE_MS)
        self._wake.timeout.connect(_nothing)
        before = {number: signal.getsignal(number) for number in _NUMBERS}
        # Who started the program may have had it take no notice of some, as ``nohup`` does.
        self._before = {one: it for one, it in before.items() if it not in (signal.SIG_IGN, None)}

    def listen(self) -> None:
        self._wake.start()
        for number in self._before:
            signal.signal(number, self._on_signal)

    def stop(self) -> None:
        """All is as it was before."""
        self._wake.stop()
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._told.emit()


def _nothing() -> None:
    """To be called is enough."""
