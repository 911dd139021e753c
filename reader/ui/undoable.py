"""One step of undo and redo, for whatever writes to the library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class Undoable(QUndoCommand):
    """A step made of two functions. ``done``: it was made already, so pushing it does nothing."""

    def __init__(
        self, text: str, redo: Callable[[], None], undo: Callable[[], None], *, done: bool = False
    ) -> None:
        super().__init__(text)
        self._redo = redo
        self._undo = undo
        self._done = done

    def redo(self) -> None:
        if not self._done:
            self._redo()
        self._done = False

    def undo(self) -> None:
        self._undo()
