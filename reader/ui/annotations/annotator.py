"""Carries annotation requests to the library and keeps them for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from reader.errors import ConflictError, NotFoundError, ReaderError
from reader.library import Library
from reader.model import Annotation, AnnotationChange, AnnotationEdit, Color, MarkStyle, Span
from reader.ui.annotations.note_session import NoteSession
from reader.ui.tasks import Job, Tasks
from reader.ui.undoable import Undoable, drop

_Changes = tuple[AnnotationChange, ...]
_Apply = Callable[[str, _Changes, bool], None]
_NO_SESSION = -1  # as Qt has it of a command that takes in no other


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

    What one request changes, of however many annotations, is one step, and so is all that is
    stored of one note while it is typed. A write that failed is kept for another try.
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
        self._sessions: dict[str, NoteSession] = {}  # by the ids of the annotations
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

    def write_draft(self, annotation: Annotation, note: str) -> None:
        """Store what has been typed so far; all up to ``write_note`` is one step.

        ``annotation`` with its note as it was when this one was begun.
        """
        session = self._sessions.setdefault(annotation.id, NoteSession())
        self._write_note(session, annotation, note, typing=True)

    def write_note(self, annotation: Annotation, note: str) -> None:
        """Store what was typed. ``annotation``: as for ``write_draft``."""
        session = self._sessions.pop(annotation.id, None) or NoteSession()
        self._write_note(session, annotation, note, typing=False)

    def edit(self, annotation_ids: Sequence[str], edit: AnnotationEdit) -> None:
        """Change what the edit names of all of these."""
        work = partial(self._library.edit_annotations, tuple(annotation_ids), edit)
        self._write(self._name_of(edit), work)

    def delete(self, annotation_ids: Sequence[str]) -> None:
        several = len(annotation_ids) > 1
        text = self.tr("Delete annotations") if several else self.tr("Delete annotation")
        ids = tuple(annotation_ids)
        work = partial(self._library.delete_annotations, ids)
        self._write(text, work, partial(self._on_deleted, ids))

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

    def _write_note(
        self, session: NoteSession, annotation: Annotation, note: str, *, typing: bool
    ) -> None:
        """What was written last counts: an older try at the same note is given up."""
        self._give_up(annotation.id)
        attempt = Attempt(
            self.tr("Write note"),
            partial(self._write_note, session, annotation, note, typing=typing),
            annotation.quote,
            annotation.id,
            note,
        )
        self._ask_for(
            partial(self._write_one_note, session, annotation, note, session.drafts),
            partial(self._on_note_stored, session, attempt),
            partial(self._on_note_failed, session, attempt, typing),
        )
        session.ask(note)

    def _give_up(self, annotation_id: str) -> None:
        """Try an older note of an annotation no more."""
        self._failed = [one for one in self._failed if one.attempt.note_of != annotation_id]

    def _write_one_note(
        self, session: NoteSession, annotation: Annotation, note: str, drafts: tuple[str, ...]
    ) -> _Changes:
        """Where the annotation was deleted elsewhere it comes back: what was typed is not lost.

        Only now, in its turn, is it known what became of the drafts before it.
        """
        try:
            if session.stored == note:
                return (self._library.edit_annotation(annotation.id),)
            return (self._library.write_note(annotation.id, note, annotation.note, drafts),)
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
        self,
        text: str,
        then: Callable[[_Changes], None] | None,
        changes: _Changes,
        session: int = _NO_SESSION,
    ) -> None:
        if changes:
            self._undo_stack.push(_Step(text, changes, self._apply, session))
            self.annotations_changed.emit(changes)
        if then is not None:
            then(changes)
        self._on_succeeded()

    def _on_note_stored(self, session: NoteSession, attempt: Attempt, changes: _Changes) -> None:
        session.confirm(attempt.note)
        self._give_up(attempt.note_of)
        self.note_stored.emit(attempt.note_of)
        made = tuple(change for change in changes if change.before != change.after)
        self._on_written(attempt.text, None, made, session.number)

    def _on_note_failed(
        self, session: NoteSession, attempt: Attempt, typing: bool, error: ReaderError
    ) -> None:
        """Who is typing is not disturbed by a box: it comes if the note fails when it is done."""
        session.doubt()
        self._give_up(attempt.note_of)
        if typing:
            self._keep_for_retry(attempt, error)
        else:
            self._on_failed(attempt, error)

    def _on_deleted(self, annotation_ids: Sequence[str], _: _Changes) -> None:
        """With them goes what could not be written to them."""
        for annotation_id in annotation_ids:
            self._give_up(annotation_id)

    def _on_note_started(self, changes: _Changes) -> None:
        for change in changes:
            if change.after is not None:
                self.note_started.emit(change.after.id)

    def _on_merged(self, changes: _Changes) -> None:
        self.merged.emit(sum(change.after is None for change in changes))

    def _apply(self, text: str, step: _Changes, again: bool) -> None:
        """Undo a step, or make it ``again``."""
        changes = step if again else tuple(change.inverse() for change in reversed(step))
        for one in changes:
            known = one.after or one.before
            if known is not None and known.id in self._sessions:
                self._sessions[known.id].doubt()
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
        self._keep_for_retry(attempt, error)

    def _keep_for_retry(self, attempt: Attempt, error: ReaderError) -> None:
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
    """What one request changed, on the stack; of one ``session``, one step takes in the next."""

    def __init__(
        self, text: str, changes: _Changes, apply: _Apply, session: int = _NO_SESSION
    ) -> None:
        redo, undo = partial(apply, text, changes, True), partial(apply, text, changes, False)
        super().__init__(text, redo, undo, done=True)
        self.changes = changes
        self._apply = apply
        self._session = session

    def id(self) -> int:
        return self._session

    def mergeWith(self, other: QUndoCommand) -> bool:
        """A note as it was before the first of it was stored, and as it is after the last.

        Not where others wrote in it in between: undoing it would take what they wrote.
        """
        if not isinstance(other, _Step):
            return False
        joined = _joined(self.changes, other.changes)
        if joined is None:
            return False
        self.changes = joined
        self._redo = partial(self._apply, self.text(), joined, True)
        self._undo = partial(self._apply, self.text(), joined, False)
        self.setObsolete(_note_of(joined[0].before) == _note_of(joined[0].after))
        return True


def _note_of(annotation: Annotation | None) -> str | None:
    return None if annotation is None else annotation.note


def _joined(first: _Changes, second: _Changes) -> _Changes | None:
    """Two changes of one note as one; ``None`` where they do not join."""
    ((one,), (other,)) = first, second
    if one.after is None or other.before is None or other.after is None:
        return None
    if one.after.note != other.before.note:
        return None
    if one.before is None:
        return (AnnotationChange(None, other.after),)
    # What others changed of other parts is not this step's to undo.
    before = replace(other.before, note=one.before.note)
    return (AnnotationChange(before, other.after),)
