"""One step of undo and redo, for whatever writes to the library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand, QUndoStack


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


def drop(stack: QUndoStack, gone: Callable[[QUndoCommand], bool]) -> None:
    """Take steps from the stack: those that are next to be undone or redone at once, the others
    when their turn comes."""
    for number in range(stack.count()):
        command = stack.command(number)
        if gone(command):
            command.setObsolete(True)
    while stack.canRedo() and stack.command(stack.index()).isObsolete():
        stack.redo()
    while stack.canUndo() and stack.command(stack.index() - 1).isObsolete():
        stack.undo()
