"""Carries annotation requests to the library and keeps them for undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reader.library import Library
from reader.model import Annotation, AnnotationChange, Color, Span
from reader.ui.tasks import Tasks
from reader.ui.undoable import Undoable


class Annotator(QObject):
    """Every write is stored at once, and undone or redone in the order it was made."""

    annotations_changed = Signal()
    undone = Signal(int)  # id of the article in which something was undone or redone
    note_started = Signal(str)  # id of a new annotation that waits for its note

    def __init__(
        self, library: Library, tasks: Tasks, undo_stack: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._undo_stack = undo_stack

    def highlight(self, article_id: int, span: Span, color: Color) -> None:
        """Highlight an article span."""
        work = partial(self._library.annotate, article_id, span, color=color)
        self._write(self.tr("Highlight"), work)

    def start_note(self, article_id: int, span: Span) -> None:
        """Highlight an article span and ask for the note's text."""
        work = partial(self._library.annotate, article_id, span)
        self._write(self.tr("Note"), work, self._on_note_stored)

    def write_note(self, annotation: Annotation, note: str) -> None:
        work = partial(self._library.edit_annotation, annotation.id, note=note)
        self._write(self.tr("Write note"), work)

    def set_color(self, annotation: Annotation, color: Color) -> None:
        work = partial(self._library.edit_annotation, annotation.id, color=color)
        self._write(self.tr("Change colour"), work)

    def delete(self, annotation: Annotation) -> None:
        work = partial(self._library.delete_annotation, annotation.id)
        self._write(self.tr("Delete annotation"), work)

    def _write(
        self,
        text: str,
        work: Callable[[], AnnotationChange],
        then: Callable[[AnnotationChange], None] | None = None,
    ) -> None:
        self._tasks.write(work, partial(self._on_written, text, then))

    def _on_written(
        self,
        text: str,
        then: Callable[[AnnotationChange], None] | None,
        change: AnnotationChange,
    ) -> None:
        redo = partial(self._apply, change)
        undo = partial(self._apply, change.inverse())
        self._undo_stack.push(Undoable(text, redo, undo, done=True))
        self.annotations_changed.emit()
        if then is not None:
            then(change)

    def _on_note_stored(self, change: AnnotationChange) -> None:
        if change.after is not None:
            self.note_started.emit(change.after.id)

    def _apply(self, change: AnnotationChange) -> None:
        self._tasks.write(partial(self._library.apply, change), partial(self._on_applied, change))

    def _on_applied(self, change: AnnotationChange, _: None) -> None:
        self.annotations_changed.emit()
        annotation = change.after or change.before
        if annotation is not None:
            self.undone.emit(annotation.article_id)
