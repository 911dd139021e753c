"""Long work on the library: imports, reading again, and bringing the search index up to date."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reader.errors import IndexBusyError, ReaderError
from reader.library import Library
from reader.model import ChangedFile, ImportResult, ImportStatus, Progress
from reader.proofreader import RecleanResult
from reader.ui.changed_files import Answers
from reader.ui.tasks import Job, Tasks

_Result = ImportResult | RecleanResult
_Work = Callable[[], Iterator[Progress | _Result]]
# While an import adds documents, whoever shows them hears of it at most this often.
_REFRESH_MS = 400
# How soon to look again whether another window or program has done with the index. Till then
# searches find everything, only not as quickly.
_INDEX_RETRY_MS = 2_000


class Importer(QObject):
    """One import or rereading at a time, and one indexing job at a time, on the writing lane."""

    progressed = Signal(object, str, bool)  # Progress, what is being done, can it be cancelled
    rested = Signal()
    documents_changed = Signal()
    index_changed = Signal()
    imported = Signal(object)  # list[ImportResult], of an import the user asked for
    changed_found = Signal(object, object)  # ImportResults, Paths among them to be asked about
    recleaned = Signal(object)  # list[RecleanResult]
    failed = Signal(object)  # ReaderError
    told = Signal(str)  # something to know, that calls for nothing

    def __init__(self, library: Library, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._import_job: Job | None = None
        self._waiting: deque[tuple[_Work, Callable[[None], None], str]] = deque()
        self._results: list[_Result] = []
        self._doing = ""
        self._index_job: Job | None = None
        self._index_again = False
        self._index_fed = False  # it has changed since that was last told
        self._index_trouble = ""  # what was last told to be wrong with it
        self._retry_timer = QTimer(self, singleShot=True, interval=_INDEX_RETRY_MS)
        self._retry_timer.timeout.connect(self._on_retry)
        self._retrying = False
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.setInterval(_REFRESH_MS)
        self._refresh_timer.timeout.connect(self.documents_changed)

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders, after the imports asked for before.

        Those that were imported before and have changed are left to be asked about.
        """
        work = partial(self._library.import_paths, list(paths), changed=ChangedFile.ASK)
        self._import(work, self._on_imported, self.tr("Importing"))

    def import_answered(self, answers: Answers) -> None:
        """Import the changed files of an import that ended, as a person wants it."""
        files = {*answers.update, *answers.new}
        others = [one for one in answers.results if one.path not in files]
        if files:
            work = partial(_by_answers, self._library, answers)
            self._import(work, partial(self._end_with, others), self.tr("Importing"))
        else:
            self.imported.emit(others)

    def reclean(self, document_ids: Sequence[int] | None) -> None:
        """Read documents again, ``None`` being all, after what was asked for before."""
        work = partial(self._library.proofreader.reclean, document_ids)
        self._import(work, self._on_recleaned, self.tr("Reading again"))

    def start(self, files: Sequence[Path]) -> None:
        """Give a new library the samples; then import the files the program was started with."""
        known = partial(self._on_seeds_known, tuple(files))
        self._tasks.read("seeds", self._library.seeds_wanted, known)

    def cancel(self) -> None:
        """Stop the import at its next step, and those that wait; what was imported stays."""
        self._waiting.clear()
        if self._import_job is not None:
            self._import_job.cancel()

    def sync_index(self) -> None:
        """Bring the index up to date; asked for again while at work, it looks again after."""
        self._index_again = self._index_job is not None
        if self._index_job is None:
            self._index_job = self._tasks.write_steps(
                self._library.searcher.sync,
                self._on_indexed,
                self._on_index_synced,
                self._on_index_failed,
            )

    def look_at_index(self) -> None:
        """It could not be asked, and may be damaged.

        While another program feeds it, that is why, and the next retry looks: to look at once
        would bring about the next search without it.
        """
        if not self._retry_timer.isActive():
            self.sync_index()

    def _import(
        self,
        work: _Work,
        done: Callable[[None], None],
        doing: str,
    ) -> None:
        if self._import_job is not None:
            self._waiting.append((work, done, doing))
            return
        self._results = []
        self._doing = doing
        self._import_job = self._tasks.write_steps(work, self._on_step, done, self._on_failed)
        self.progressed.emit(Progress(0, 0), doing, True)

    def _on_seeds_known(self, files: Sequence[Path], wanted: bool) -> None:
        if wanted:
            text = self.tr("Importing")
            self._import(self._library.import_seeds, self._on_seeds_imported, text)
        if files:
            self.import_paths(files)

    def _on_step(self, step: Progress | _Result) -> None:
        if isinstance(step, Progress):
            self.progressed.emit(step, self._doing, True)
            return
        self._results.append(step)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _on_seeds_imported(self, _: None) -> None:
        if self._import_job is not None and self._import_job.cancelled:
            self._tasks.write(self._library.decline_seeds)
        self._end_import()
        if any(result.error for result in self._results):
            self.imported.emit(self._results)
        self._begin_waiting()

    def _on_imported(self, _: None) -> None:
        results = [one for one in self._results if isinstance(one, ImportResult)]
        changed = [one.path for one in results if one.status is ImportStatus.CHANGED]
        if not changed or (self._import_job is not None and self._import_job.cancelled):
            self._end_with([], None)
            return
        self._end_import()
        self.changed_found.emit(results, changed)
        self._begin_waiting()

    def _end_with(self, others: Sequence[ImportResult], _: None) -> None:
        """Report the import, together with what was imported before it was asked."""
        self._end_import()
        self.imported.emit([*others, *self._results])
        self._begin_waiting()

    def _on_recleaned(self, _: None) -> None:
        self._end_import()
        self.recleaned.emit(self._results)
        self._begin_waiting()

    def _on_failed(self, error: ReaderError) -> None:
        self._end_import()
        self.failed.emit(error)
        self._begin_waiting()

    def _begin_waiting(self) -> None:
        if self._waiting:
            self._import(*self._waiting.popleft())

    def _end_import(self) -> None:
        self._import_job = None
        self._refresh_timer.stop()
        self.rested.emit()
        self.documents_changed.emit()
        self.sync_index()

    def _on_indexed(self, progress: Progress) -> None:
        self._index_fed = True
        if self._import_job is None and progress.done < progress.total:
            self.progressed.emit(progress, self.tr("Indexing"), False)

    def _on_index_synced(self, _: None) -> None:
        self._index_trouble = ""
        self._end_indexing()

    def _on_index_failed(self, error: ReaderError) -> None:
        """A fault is told once, for whatever asks for the index next meets it again."""
        self._index_again = False  # it would fail again; the next change tries anew
        known, retrying = self._index_trouble, self._retrying
        self._index_trouble = str(error)
        self._end_indexing()
        if isinstance(error, IndexBusyError):
            self._index_fed = True  # by the other one
            self._retry_timer.start()
            if not retrying:
                self.told.emit(self.tr("Another window or program is updating the search index."))
        elif known != str(error):
            self.failed.emit(error)

    def _on_retry(self) -> None:
        self._retrying = True
        self.sync_index()

    def _end_indexing(self) -> None:
        """While it was fed all was found too, so whoever shows hits hears of it only now."""
        self._index_job = None
        self._retrying = False
        if self._import_job is None:
            self.rested.emit()
        if self._index_fed:
            self._index_fed = False
            self.index_changed.emit()
        if self._index_again:
            self.sync_index()


def _by_answers(library: Library, answers: Answers) -> Iterator[Progress | ImportResult]:
    yield from library.import_paths(answers.update, changed=ChangedFile.UPDATE)
    yield from library.import_paths(answers.new, changed=ChangedFile.NEW)
