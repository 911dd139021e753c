"""What ends a program from outside (SIGTERM, Ctrl+C, its terminal closed), as a signal of Qt's."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES = ("SIGTERM", "SIGINT", "SIGHUP")  # the last is POSIX's
_NUMBERS = tuple(int(getattr(signal, name)) for name in _NAMES if hasattr(signal, name))


class Interruption(QObject):
    """From ``listen`` to ``stop``, both on the main thread.

    Python's own handlers wait until Python runs, which in an idle event loop it does not: the
    number of a signal is also written to a socket, and the loop wakes up for that.
    """

    asked = Signal()  # to end the program

    def __init__(self) -> None:
        super().__init__()
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        before = {number: signal.getsignal(number) for number in _NUMBERS}
        # Who started the program may have had it take no notice of some, as ``nohup`` does.
        self._before = {one: it for one, it in before.items() if it not in (signal.SIG_IGN, None)}
        self._wakeup = -1

    def listen(self) -> None:
        self._wakeup = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in self._before:
            signal.signal(number, _nothing)

    def stop(self) -> None:
        """All is as it was before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _on_activated(self) -> None:
        """Other signals that Python handles are told of too; they are none of these."""
        if any(number in self._before for number in self._ours.recv(4096)):
            self.asked.emit()


def _nothing(number: int, frame: FrameType | None) -> None:
    """The socket tells of it."""
