"""Carries changes of the user's own words to the library, with undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QUndoStack

from reader.errors import ReaderError
from reader.library import Library, TermsImport
from reader.script import NO_TERMS, Term, Terms, TermsChange
from reader.ui.tasks import Job, Tasks
from reader.ui.term_model import TermImport
from reader.ui.undoable import Undoable


class TermEditor(QObject):
    """Holds the terms as the user wants them; every view follows ``terms_changed``.

    What is stored may be changed by another program at any time. So each step is stored as a
    change, which leaves alone what it is not about, and what is stored then is shown.
    """

    terms_changed = Signal(object)  # Terms
    imported = Signal(object)  # TermImport
    exported = Signal(str)  # the file's name

    def __init__(
        self, library: Library, tasks: Tasks, undo_stack: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._undo_stack = undo_stack
        self.terms = NO_TERMS
        self._known = False  # whether ``terms`` are those that are stored
        self._reading: Job | None = None  # the latest; what an older one reads is out of date
        self._waiting: list[Callable[[], None]] = []
        self._asked = 0  # the number of the latest change; what an older one stored is out of date

    def start(self) -> None:
        """Read what is stored, behind the writes asked for: before them it would be out of date."""
        self._known = False
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._tasks.write(self._library.terms, self._on_read, self._on_unreadable)

    def add(self, term: Term) -> None:
        """Add a term to those that are stored, as soon as these are known."""
        if self._known:
            self.replace(self.terms.with_added([term]))
        else:
            self._wait(partial(self.add, term))

    def replace(self, terms: Terms) -> None:
        """Change those that are shown to these, if it is known what is stored."""
        if not self._known:
            self.terms_changed.emit(self.terms)  # whoever showed the change already takes it back
        elif terms != self.terms:
            self._push(TermsChange(self.terms, terms))

    def import_file(self, path: Path) -> None:
        """Add the terms of a TSV file, at once: they are stored even if the window is closed."""
        self._tasks.write(
            partial(self._library.import_terms, path),
            partial(self._on_imported, path.name, self._asked),
        )

    def export_file(self, path: Path) -> None:
        self._tasks.write(
            partial(self._library.export_terms, path), partial(self._on_exported, str(path))
        )

    def _push(self, change: TermsChange, *, done: bool = False) -> None:
        """Make a change as a step of undo; ``done``: it was made."""
        # Not as ``Terms``: what these make to find themselves would be kept with every step.
        before, after = tuple(change.before), tuple(change.after)
        redo, undo = partial(self._store, before, after), partial(self._store, after, before)
        self._undo_stack.push(Undoable(self.tr("Change words"), redo, undo, done=done))

    def _store(self, before: tuple[Term, ...], after: tuple[Term, ...]) -> None:
        """Shown at once, so that the next change builds upon it however long the writing takes."""
        change = TermsChange(Terms(before), Terms(after))
        self._asked += 1
        self._show(self.terms.changed(change.before, change.after))
        self._tasks.write(
            partial(self._library.change_terms, change.before, change.after),
            partial(self._on_stored, self._asked),
            self._on_failed,
        )

    def _on_stored(self, number: int, change: TermsChange) -> None:
        if number == self._asked:
            self._show(change.after)

    def _on_failed(self, error: ReaderError) -> None:
        """What could not be stored is not shown either."""
        self.start()
        self._tasks.error_raised.emit(error)

    def _wait(self, change: Callable[[], None]) -> None:
        """Make a change when it is known what it is made to."""
        self._waiting.append(change)
        if self._reading is None:
            self.start()

    def _on_read(self, terms: Terms) -> None:
        self._reading = None
        self._known = True
        self._show(terms)
        waiting, self._waiting = self._waiting, []
        for add in waiting:
            add()

    def _on_unreadable(self, error: ReaderError) -> None:
        """Nothing is built on terms that are not known; the next change reads them again."""
        self._reading = None
        self._waiting = []
        self._tasks.error_raised.emit(error)

    def _show(self, terms: Terms) -> None:
        if terms != self.terms:
            self.terms = terms
            self.terms_changed.emit(terms)

    def _on_imported(self, name: str, number: int, found: TermsImport) -> None:
        """What the file says holds against what was there before."""
        if found.change.before != found.change.after:
            self._push(found.change, done=True)
        self._on_stored(number, found.change)
        added = QLocale().toString(found.added)
        bad = QLocale().toString(len(found.problems))
        if found.problems:
            text = self.tr("{file}: words added: {added}; lines that could not be read: {bad}.")
        else:
            text = self.tr("{file}: words added: {added}.")
        summary = text.format(file=name, added=added, bad=bad)
        self.imported.emit(TermImport(summary, found.problems))

    def _on_exported(self, name: str, _: None) -> None:
        self.exported.emit(name)
