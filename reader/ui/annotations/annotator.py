"""Carries annotation requests to the library and keeps them for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reader.errors import ConflictError, NotFoundError, ReaderError
from reader.library import Library
from reader.model import Annotation, AnnotationChange, AnnotationEdit, Color, MarkStyle, Span
from reader.ui.tasks import Job, Tasks
from reader.ui.undoable import Undoable, drop

_Changes = tuple[AnnotationChange, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A write that failed and can be tried again; ``text`` names it, as in the menu.

    ``words``: the clean text it is about, if that is known. ``note_of``: the annotation whose note
    it is.
    """

    text: str
    again: Callable[[], None]
    words: str = ""
    note_of: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What waits for another try, and why it could not be stored."""

    attempt: Attempt
    reason: str


class Annotator(QObject):
    """Every write is stored at once, and undone or redone in the order it was made.

    What one request changes, of however many annotations, is one step. A write that failed is
    kept for another try.
    """

    annotations_changed = Signal(object)  # AnnotationChanges as stored; none: they are to be read
    undone = Signal(int)  # id of the article in which something was undone or redone
    note_started = Signal(str)  # id of a new annotation that waits for its note
    note_stored = Signal(str)  # id
    write_failed = Signal(object, object)  # Attempt, ReaderError
    recovered = Signal()  # no failed write waits any more
    merged = Signal(int)  # how many annotations went into others

    def __init__(
        self, library: Library, tasks: Tasks, undo_stack: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._undo_stack = undo_stack
        self._failed: list[Failure] = []
        self._jobs: list[Job] = []

    @property
    def unsaved(self) -> tuple[Failure, ...]:
        """What could not be stored and waits for another try, in the order it was asked for."""
        return tuple(self._failed)

    @property
    def writing(self) -> bool:
        """Whether anything is asked for of which it is not known yet whether it was stored."""
        return any(self._tasks.runs(job) for job in self._jobs)

    def highlight(
        self,
        article_id: int,
        span: Span,
        color: str,
        style: MarkStyle = MarkStyle.HIGHLIGHT,
        expected: str | None = None,
    ) -> None:
        """Mark an article span; ``expected``: the clean text that it has where it was chosen."""
        work = partial(self._annotate, article_id, span, color, style, expected)
        self._write(self._name_of_style(style), work, words=expected or "")

    def start_note(self, article_id: int, span: Span, expected: str | None = None) -> None:
        """Highlight an article span and ask for the note's text."""
        work = partial(self._annotate, article_id, span, expected=expected)
        self._write(self.tr("Note"), work, self._on_note_started, words=expected or "")

    def write_note(self, annotation: Annotation, note: str) -> None:
        """``annotation`` with its note as it was when this one was begun.

        What was written last counts: an older try at the same note is given up.
        """
        self._failed = [one for one in self._failed if one.attempt.note_of != annotation.id]
        attempt = Attempt(
            self.tr("Write note"),
            partial(self.write_note, annotation, note),
            annotation.quote,
            annotation.id,
            note,
        )
        self._ask_for(
            partial(self._write_one_note, annotation, note),
            partial(self._on_note_stored, attempt),
            partial(self._on_failed, attempt),
        )

    def edit(self, annotation_ids: Sequence[str], edit: AnnotationEdit) -> None:
        """Change what the edit names of all of these."""
        work = partial(self._library.edit_annotations, tuple(annotation_ids), edit)
        self._write(self._name_of(edit), work)

    def delete(self, annotation_ids: Sequence[str]) -> None:
        several = len(annotation_ids) > 1
        text = self.tr("Delete annotations") if several else self.tr("Delete annotation")
        self._write(text, partial(self._library.delete_annotations, tuple(annotation_ids)))

    def merge(self, annotation_ids: Sequence[str]) -> None:
        """Make one of each group of these that overlap."""
        work = partial(self._library.merge_overlapping, tuple(annotation_ids))
        self._write(self.tr("Merge annotations"), work, self._on_merged)

    def keep(self, text: str, work: Callable[[], _Changes]) -> None:
        """Store what ``work`` changes as one step; ``text`` names it in the menu."""
        self._write(text, work)

    def stored(self, text: str, changes: _Changes) -> None:
        """Take what was stored already as one step, as if it had been made here."""
        self._on_written(text, None, changes)

    def retry(self) -> None:
        """Try everything again that could not be stored, in the order it was asked for."""
        failed, self._failed = self._failed, []
        for one in failed:
            one.attempt.again()

    def _annotate(
        self,
        article_id: int,
        span: Span,
        color: str = Color.YELLOW,
        style: MarkStyle = MarkStyle.HIGHLIGHT,
        expected: str | None = None,
    ) -> _Changes:
        change = self._library.annotate(
            article_id, span, color=color, style=style, expected=expected
        )
        return (change,)

    def _write_one_note(self, annotation: Annotation, note: str) -> _Changes:
        """Where the annotation was deleted elsewhere it comes back: what was typed is not lost."""
        try:
            return (self._library.write_note(annotation.id, note, seen=annotation.note),)
        except NotFoundError:
            change = AnnotationChange(None, replace(annotation, note=note))
            self._library.apply(change)
            return (change,)

    def _write(
        self,
        text: str,
        work: Callable[[], _Changes],
        then: Callable[[_Changes], None] | None = None,
        words: str = "",
    ) -> None:
        attempt = Attempt(text, partial(self._write, text, work, then, words), words)
        self._ask_for(
            work, partial(self._on_written, text, then), partial(self._on_failed, attempt)
        )

    def _ask_for(
        self,
        work: Callable[[], object],
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None],
    ) -> None:
        running = [job for job in self._jobs if self._tasks.runs(job)]
        self._jobs = [*running, self._tasks.write(work, done, failed)]

    def _on_written(
        self, text: str, then: Callable[[_Changes], None] | None, changes: _Changes
    ) -> None:
        if changes:
            self._undo_stack.push(_Step(text, changes, self._apply))
            self.annotations_changed.emit(changes)
        if then is not None:
            then(changes)
        self._on_succeeded()

    def _on_note_stored(self, attempt: Attempt, changes: _Changes) -> None:
        self.note_stored.emit(attempt.note_of)
        self._on_written(attempt.text, None, changes)

    def _on_note_started(self, changes: _Changes) -> None:
        for change in changes:
            if change.after is not None:
                self.note_started.emit(change.after.id)

    def _on_merged(self, changes: _Changes) -> None:
        self.merged.emit(sum(change.after is None for change in changes))

    def _apply(self, text: str, step: _Changes, again: bool) -> None:
        """Undo a step, or make it ``again``."""
        changes = step if again else tuple(change.inverse() for change in reversed(step))
        attempt = Attempt(text, partial(self._apply, text, step, again))
        self._ask_for(
            partial(self._library.apply_all, changes),
            partial(self._on_applied, changes),
            partial(self._on_unapplied, attempt, step),
        )

    def _on_unapplied(self, attempt: Attempt, step: _Changes, error: ReaderError) -> None:
        """A step that others made impossible is not offered again."""
        if isinstance(error, NotFoundError | ConflictError):
            drop(self._undo_stack, lambda one: isinstance(one, _Step) and one.changes is step)
            error = ConflictError(
                self.tr(
                    "Another window or program has changed or deleted this since, so “%1” can no"
                    " longer be undone or redone. Nothing was changed."
                ).replace("%1", attempt.text)
            )
        self._on_failed(attempt, error)

    def _on_applied(self, changes: _Changes, _: None) -> None:
        # What others changed of other parts stays, so these need not be what is stored now.
        self.annotations_changed.emit(())
        articles = [known.article_id for one in changes if (known := one.after or one.before)]
        if len(set(articles)) == 1:
            self.undone.emit(articles[0])
        self._on_succeeded()

    def _on_succeeded(self) -> None:
        if not self._failed:
            self.recovered.emit()

    def _on_failed(self, attempt: Attempt, error: ReaderError) -> None:
        """What is gone or was changed elsewhere would only fail again."""
        if isinstance(error, NotFoundError | ConflictError):
            self._tasks.error_raised.emit(error)
            if not attempt.note_of:
                return
        self._failed.append(Failure(attempt, str(error)))
        self.write_failed.emit(attempt, error)

    def _name_of(self, edit: AnnotationEdit) -> str:
        if edit.color is not None:
            return self.tr("Change colour")
        if edit.style is not None:
            return self.tr("Change style")
        if edit.note is not None:
            return self.tr("Write note")
        return self.tr("Change tags")

    def _name_of_style(self, style: MarkStyle) -> str:
        return {
            MarkStyle.HIGHLIGHT: self.tr("Highlight"),
            MarkStyle.UNDERLINE: self.tr("Underline"),
            MarkStyle.STRIKE: self.tr("Strike out"),
            MarkStyle.BOOKMARK: self.tr("Bookmark"),
        }[style]


class _Step(Undoable):
    """What one request changed, on the stack."""

    def __init__(
        self, text: str, changes: _Changes, apply: Callable[[str, _Changes, bool], None]
    ) -> None:
        redo, undo = partial(apply, text, changes, True), partial(apply, text, changes, False)
        super().__init__(text, redo, undo, done=True)
        self.changes = changes
