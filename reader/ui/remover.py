"""Takes documents out of the library and brings them back, by undo as well."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reader.library import Library
from reader.ui.tasks import Tasks
from reader.ui.undoable import Undoable


class Remover(QObject):
    """Removal is never final: the documents and their notes stay in the library's file."""

    documents_changed = Signal()
    removed = Signal(int)  # how many documents

    def __init__(
        self, library: Library, tasks: Tasks, undo_stack: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._undo_stack = undo_stack

    def remove(self, document_ids: tuple[int, ...]) -> None:
        self._tasks.write(
            partial(self._library.remove_documents, document_ids),
            partial(self._on_removed, document_ids),
        )

    def _on_removed(self, document_ids: tuple[int, ...], _: None) -> None:
        text = self.tr("Remove documents")
        redo = partial(self._set_removed, document_ids, True)
        undo = partial(self._set_removed, document_ids, False)
        self._undo_stack.push(Undoable(text, redo, undo, done=True))
        self.documents_changed.emit()
        self.removed.emit(len(document_ids))

    def _set_removed(self, document_ids: tuple[int, ...], removed: bool) -> None:
        library = self._library
        work = library.remove_documents if removed else library.restore_documents
        self._tasks.write(partial(work, document_ids), self._on_written)

    def _on_written(self, _: None) -> None:
        self.documents_changed.emit()
