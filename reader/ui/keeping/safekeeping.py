"""Backups made and put back from the window, on the writing lane."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from reader.errors import ReaderError
from reader.library import Library
from reader.model import Changed, Progress
from reader.store import Backup, BackupReason, Merged, contents_of
from reader.ui.keeping.restore_dialog import RestoreDialog
from reader.ui.keeping.wording import contents_text
from reader.ui.plain_text import plain_box
from reader.ui.tasks import Job, Tasks
from reader.ui.translation import in_language

# A program whose window is gone is expected to end. A library of 138 MB is backed up in 0.4 s
# (2026-11); what takes much longer is left to the next start.
_CLOSING_S = 3.0


@dataclass(frozen=True, slots=True)
class _Ended:
    """The last step of long work: what came of it."""

    result: object


class Safekeeping(QObject):
    """One backup or restore at a time. What was cancelled or failed has changed nothing."""

    progressed = Signal(object, str, bool)  # as the importer's
    rested = Signal()
    restoring = Signal()  # all that is not stored yet should be, and other long work end
    restored = Signal(bool)  # whether everything was replaced; else something was added
    told = Signal(str)
    failed = Signal(object)  # ReaderError

    def __init__(self, library: Library, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._library = library
        self._tasks = tasks
        self._window = window
        self._job: Job | None = None
        self._dialog: RestoreDialog | None = None

    def start(self) -> None:
        """Make the backup of the day, unless there is one."""
        self._tasks.write(self._library.keeper.backup_due, self._on_due_known, self._on_failed)

    def back_up(self) -> None:
        """Make a backup now, as a person asks for it."""
        self._back_up(BackupReason.ASKED)

    def ask_to_restore(self) -> None:
        """Let a person choose a backup, and put it back."""
        if self._dialog is None:
            self._tasks.read("backups", self._library.keeper.backups, self._on_backups_read)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_due_known(self, due: bool) -> None:
        if due:
            self._back_up(BackupReason.DAILY)

    def _back_up(self, reason: BackupReason) -> None:
        if self._job is not None:
            self.told.emit(self.tr("A backup is being made or put back already."))
            return
        daily = reason is BackupReason.DAILY
        self.progressed.emit(Progress(0, 0), self._backing_up, True)
        self._run(
            partial(self._library.keeper.back_up, reason),
            self._on_backup_step,
            partial(self._on_backed_up, quietly=daily),
            self._on_backup_failed,
        )

    @property
    def _backing_up(self) -> str:
        return self.tr("Backing up")

    def _run(
        self,
        work: Callable[[], Generator[Progress, None, object]],
        stepped: Callable[[Progress], None],
        done: Callable[[object], None],
        failed: Callable[[ReaderError], None],
    ) -> None:
        """``done`` is given what came of it, ``None`` where it was cancelled."""
        results: list[object] = []

        def step(value: Progress | _Ended) -> None:
            if isinstance(value, _Ended):
                results.append(value.result)
            else:
                stepped(value)

        def rest(_: None) -> None:
            self._job = None
            done(results[0] if results else None)

        def fail(error: ReaderError) -> None:
            self._job = None
            failed(error)

        self._job = self._tasks.write_steps(partial(_to_end, work), step, rest, fail)

    def _on_backup_step(self, progress: Progress) -> None:
        # Its label is the name of the file, always the same.
        bare = Progress(progress.done, progress.total)
        self.progressed.emit(bare, self._backing_up, True)

    def _on_backed_up(self, path: object, *, quietly: bool) -> None:
        self.rested.emit()
        if path is None:
            self.told.emit(self.tr("No backup was made."))
        elif not quietly:
            self.told.emit(self.tr("Backup made: %1").replace("%1", str(path)))

    def _on_backup_failed(self, error: ReaderError) -> None:
        self.rested.emit()
        self._on_failed(error)

    def _on_failed(self, error: ReaderError) -> None:
        self.failed.emit(error)

    # Putting back

    def _on_backups_read(self, backups: Sequence[Backup]) -> None:
        dialog = self._dialog = RestoreDialog(backups, self._window)
        dialog.contents_requested.connect(self._on_contents_requested)
        dialog.restore_requested.connect(self._on_restore_requested)
        dialog.cancel_requested.connect(self.cancel)
        dialog.finished.connect(self._on_closed)
        dialog.ask_for_contents()
        dialog.open()

    def _on_closed(self) -> None:
        self._dialog = None

    def _on_contents_requested(self, paths: tuple[Path, ...]) -> None:
        self._tasks.read("contents", partial(contents_texts, paths), self._on_contents_read)

    def _on_contents_read(self, contents: dict[Path, str]) -> None:
        if self._dialog is not None:
            self._dialog.set_contents(contents)

    def _on_restore_requested(self, path: Path, merge: bool) -> None:
        if self._job is not None and self._dialog is not None:
            self._dialog.show_problem(self.tr("A backup is being made. Please try again."))
            return
        self.restoring.emit()
        work = self._library.merge if merge else self._library.keeper.restore
        ended = partial(self._on_restore_ended, merge=merge)
        self._run(partial(_restore, work, path), self._on_restore_step, ended, self._on_unrestored)

    def _on_restore_step(self, progress: Progress) -> None:
        if self._dialog is not None:
            self._dialog.show_progress(progress)

    def _on_restore_ended(self, result: object, *, merge: bool) -> None:
        if self._dialog is not None:
            self._dialog.end()
        if isinstance(result, _Restored):
            self.restored.emit(not merge)
            self._tell_restored(result)
        else:
            self.told.emit(self.tr("Nothing was put back."))

    def _on_unrestored(self, error: ReaderError) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(in_language(str(error)))
        else:
            self._on_failed(error)

    def _tell_restored(self, result: _Restored) -> None:
        """What was left out is not said in passing only."""
        text = self._restored_text(result)
        self.told.emit(text)
        left_out = self._left_out(result.merged) if result.merged is not None else []
        if left_out:
            text = "\n\n".join([text, *left_out])
            title = self.tr("Restore from a backup")
            plain_box(QMessageBox.Icon.Information, title, text, self._window).open()

    def _left_out(self, merged: Merged) -> list[str]:
        locale, told = self._window.locale(), []
        if merged.other_texts:
            text = self.tr(
                "Documents that have another text there: %1. The text here was kept, and their"
                " annotations were looked for in it."
            )
            told.append(text.replace("%1", locale.toString(merged.other_texts)))
        if merged.lost_decisions:
            text = self.tr(
                "Corrections left out: %1. The source of their documents is another one here, in"
                " which their places are not known; please make them again."
            )
            told.append(text.replace("%1", locale.toString(merged.lost_decisions)))
        return told

    def _restored_text(self, result: _Restored) -> str:
        if result.merged is None:
            text = self.tr("Everything was put back from the backup.")
            if result.kept is not None:
                kept = self.tr("What was here before is kept as %1.")
                text += " " + kept.replace("%1", result.kept.name)
            return text
        locale, merged = self._window.locale(), result.merged
        text = self.tr("Added: documents %1, annotations %2. Annotations changed: %3.")
        text = text.replace("%1", locale.toString(merged.documents + merged.restored_documents))
        text = text.replace("%2", locale.toString(merged.annotations))
        return text.replace("%3", locale.toString(merged.changed_annotations))


@dataclass(frozen=True, slots=True)
class _Restored:
    """``merged``: what was added; else everything was replaced, and ``kept`` is what was there."""

    merged: Merged | None
    kept: Path | None


def back_up_at_close(library: Library) -> None:
    """Make the backup of the day after a session that changed something, if one is due.

    It is given up where it takes too long: nobody sees what the program still does. What keeps it
    from being made is told at the next start, which tries again.
    """
    if not library.own_changes & ~Changed.INDEX:
        return
    deadline = time.monotonic() + _CLOSING_S
    try:
        steps = library.keeper.back_up(BackupReason.DAILY) if library.keeper.backup_due() else None
        while steps is not None and time.monotonic() < deadline:
            if next(steps, None) is None:
                return
        if steps is not None:
            steps.close()
    except ReaderError:
        return


def contents_texts(paths: Sequence[Path]) -> dict[Path, str]:
    """What is in each backup, or why that is not known; not for the GUI thread."""
    found = {}
    for path in paths:
        try:
            found[path] = contents_text(contents_of(path))
        except ReaderError as error:
            found[path] = in_language(str(error))
    return found


def _to_end(work: Callable[[], Generator[Progress, None, object]]) -> Iterator[Progress | _Ended]:
    result = yield from work()
    yield _Ended(result)


def _restore(
    work: Callable[[Path], Generator[Progress, None, Merged | Path | None]], path: Path
) -> Generator[Progress, None, _Restored]:
    result = yield from work(path)
    if isinstance(result, Merged):
        return _Restored(result, None)
    return _Restored(None, result)
