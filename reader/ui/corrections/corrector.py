"""Carries decisions about documents to the library and keeps them for undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reader.corrections import (
    Decision,
    DecisionKind,
    ReadingChange,
    confirmation,
    merge_articles,
    move_block,
)
from reader.errors import ConflictError, NotFoundError, ReaderError
from reader.library import Library
from reader.model import Block, Progress
from reader.ui.corrections.wording import step_name
from reader.ui.tasks import Tasks
from reader.ui.undoable import Undoable, drop


@dataclass(slots=True, eq=False)
class _Made:
    """What a correction changed, as soon as the writing thread has made it."""

    step: ReadingChange | None = None


class Corrector(QObject):
    """Every decision is stored at once, and undone or redone in the order it was asked for."""

    reading_changed = Signal(object)  # ReadingChange that was stored
    undone = Signal(object)  # the same, where it came of undo or redo
    progressed = Signal(object, str, bool)  # as the importer's
    rested = Signal()
    missed = Signal()  # what is on screen may be out of date: a decision did not fit it

    def __init__(
        self, library: Library, tasks: Tasks, undo_stack: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._undo_stack = undo_stack

    def decide(self, decision: Decision, article_ids: Sequence[int]) -> None:
        """Carry out a decision about articles of one document."""
        work = partial(self._library.proofreader.decide, decision, article_ids)
        self._make(step_name(decision.kind, decision.value), work)

    def merge(self, first_id: int, second_id: int) -> None:
        """Put the second article at the end of the first."""
        work = partial(_merge, self._library, first_id, second_id)
        self._make(step_name(DecisionKind.MERGE_ARTICLES), work)

    def move(self, block: Block, article_id: int, target_id: int) -> None:
        """Put a block of an article where it belongs in another."""
        work = partial(_move, self._library, block, article_id, target_id)
        self._make(step_name(DecisionKind.MOVE_BLOCK), work)

    def confirm(self, article_id: int) -> None:
        """The article's title is its own."""
        work = partial(_confirm, self._library, article_id)
        self._make(step_name(DecisionKind.CONFIRM), work)

    def take_back(self, document_id: int, decisions: Iterable[Decision]) -> None:
        """Read a document again without some of what was decided of it."""
        take_back = self._library.proofreader.take_back
        work = partial(take_back, document_id, tuple(decisions))
        self._make(self.tr("Take back corrections"), work)
        # A corpus file of thousands of articles takes a while.
        self.progressed.emit(Progress(0, 0), self.tr("Reading again"), False)

    def _make(self, name: str, work: Callable[[], ReadingChange]) -> None:
        """Ask for a step. It can be undone at once: the writing thread does one after another."""
        made = _Made()
        self._undo_stack.push(_Correction(name, made, self._apply))
        self._tasks.write(
            partial(_carry_out, made, work), self._on_made, partial(self._on_unmade, made)
        )

    def _on_made(self, step: ReadingChange) -> None:
        self.rested.emit()
        self.reading_changed.emit(step)

    def _on_unmade(self, made: _Made, error: ReaderError) -> None:
        self.rested.emit()
        self._drop(lambda other: other is made)
        self._tasks.error_raised.emit(error)
        self.missed.emit()

    def _apply(self, made: _Made, again: bool) -> None:
        """Undo a step, or make it ``again``."""
        self._tasks.write(
            partial(_applied, self._library, made, again),
            self._on_applied,
            partial(self._on_unapplied, made),
        )

    def _on_applied(self, step: ReadingChange | None) -> None:
        if step is not None:
            self.reading_changed.emit(step)
            self.undone.emit(step)

    def _on_unapplied(self, made: _Made, error: ReaderError) -> None:
        """Once a step fits no more, no other of its document does: they are not offered again."""
        if isinstance(error, ConflictError | NotFoundError):
            document_id = _document_of(made)
            self._drop(lambda other: _document_of(other) == document_id)
            error = ConflictError(
                self.tr(
                    "The document has been changed since in another way, so this step can no"
                    " longer be undone or redone. Its corrections are listed under “Corrections of"
                    " this document…”, where they can be taken back."
                )
            )
            self.missed.emit()
        self._tasks.error_raised.emit(error)

    def _drop(self, gone: Callable[[_Made], bool]) -> None:
        drop(self._undo_stack, lambda one: isinstance(one, _Correction) and gone(one.made))


class _Correction(Undoable):
    """A step on the stack, which need not have been made yet."""

    def __init__(self, name: str, made: _Made, apply: Callable[[_Made, bool], None]) -> None:
        super().__init__(name, partial(apply, made, True), partial(apply, made, False), done=True)
        self.made = made


def _document_of(made: _Made) -> int | None:
    return None if made.step is None else made.step.before.document_id


def _carry_out(made: _Made, work: Callable[[], ReadingChange]) -> ReadingChange:
    made.step = work()
    return made.step


def _applied(library: Library, made: _Made, again: bool) -> ReadingChange | None:
    """Store a step; ``None`` where there is none, for it could not be made."""
    if made.step is None:
        return None
    return library.proofreader.apply(made.step if again else made.step.inverse())


def _merge(library: Library, first_id: int, second_id: int) -> ReadingChange:
    first, second = library.article(first_id), library.article(second_id)
    decision = merge_articles(first.blocks, second.blocks)
    return library.proofreader.decide(decision, (first_id, second_id))


def _move(library: Library, block: Block, article_id: int, target_id: int) -> ReadingChange:
    decision = move_block(block, library.article(target_id).blocks)
    return library.proofreader.decide(decision, (article_id, target_id))


def _confirm(library: Library, article_id: int) -> ReadingChange:
    decision = confirmation(library.article(article_id).blocks)
    return library.proofreader.decide(decision, (article_id,))
