"""Work off the GUI thread: one serial lane for writes, a few threads for reads.

Work takes plain values and returns frozen ones; what it returns is delivered on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from reader.errors import ReaderError

# Two cores are the least a desktop has; a third reader would only wait for the interpreter's lock.
_READERS = 2


@dataclass(eq=False)
class Job:
    """One piece of work under way. Its callbacks run on the GUI thread.

    A cancelled job calls none of them, but for the ``done`` of long work: it tells that the work
    has come to rest.
    """

    done: Callable[[Any], None] | None = None
    failed: Callable[[ReaderError], None] | None = None
    stepped: Callable[[Any], None] | None = None
    cancelled: bool = False

    def cancel(self) -> None:
        """Drop the job: work not yet begun is not begun, long work stops at its next step."""
        self.cancelled = True

    def release(self) -> None:
        """Let go of the callbacks, on the GUI thread.

        The thread that did the work may hold the job for longer, and must not be the one where the
        last reference to a widget goes.
        """
        self.done = self.failed = self.stepped = None

    def is_cancelled(self) -> bool:
        """For work that looks whether anyone still waits for it."""
        return self.cancelled


class Tasks(QObject):
    """The lanes. Made and used on the GUI thread only."""

    error_raised = Signal(object)  # ReaderError of a job without a `failed` callback
    bug_raised = Signal(object)  # any other exception
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="read")
        self._latest: dict[str, Job] = {}
        self._running: set[Job] = set()
        self._closed = False
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job has yet to deliver its result."""
        return bool(self._running)

    def read(
        self,
        key: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None = None,
    ) -> Job:
        """Run ``work`` on a reading thread. A newer job of the same key supersedes this one."""
        job = self._superseding_job(key, done, failed)
        self._submit(self._readers, self._run, job, work)
        return job

    def read_cancellable(
        self,
        key: str,
        work: Callable[..., Any],
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None = None,
    ) -> Job:
        """As ``read``, of work that may take long: a superseded job must not hold up the newer.

        ``work`` is given ``cancelled``, a function to ask whether it may give up; what it raises
        then reaches no one.
        """
        job = self._superseding_job(key, done, failed)
        self._submit(self._readers, self._run, job, partial(work, cancelled=job.is_cancelled))
        return job

    def awaits(self, key: str) -> bool:
        """Whether a read of this key has yet to deliver its result."""
        job = self._latest.get(key)
        return job is not None and self.runs(job)

    def runs(self, job: Job) -> bool:
        """Whether it has yet to deliver its result; long work: to come to rest."""
        return job in self._running

    def forget(self, key: str) -> None:
        """Drop the job of this key, if one is under way."""
        older = self._latest.pop(key, None)
        if older is not None:
            self._drop(older)

    def write(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[ReaderError], None] | None = None,
    ) -> Job:
        """Run ``work`` on the writing thread, after all writes asked for before it."""
        job = self._job(done, failed)
        self._submit(self._writer, self._run, job, work)
        return job

    def write_steps(
        self,
        work: Callable[[], Iterator[Any]],
        stepped: Callable[[Any], None],
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None = None,
    ) -> Job:
        """Run a generator on the writing thread; other writes come between its steps.

        ``done`` is called with ``None`` when it has come to rest, at its end or cancelled.
        """
        job = self._job(done, failed)
        job.stepped = stepped
        self._submit(self._writer, self._start_steps, job, work)
        return job

    def after_writes(self, done: Callable[[None], None]) -> None:
        """Call ``done`` when what came of all writes asked for before has been delivered."""
        self.write(_nothing, done)

    def settle_writes(self, timeout_s: float) -> None:
        """Wait for the writes that were asked for, and deliver what came of them.

        It holds up the GUI thread: for when the program may be ended at any moment.
        """
        if self._closed:
            return
        with suppress(TimeoutError):
            self._writer.submit(_nothing).result(timeout_s)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Stop long work at its next step and wait for writes that were asked for.

        No callback is called afterwards, and what is asked for later is not begun.
        """
        self._closed = True
        for job in self._running:
            if job.stepped is not None:
                job.cancelled = True
        for job in self._latest.values():
            job.cancel()
        self._readers.shutdown(wait=True, cancel_futures=True)
        # A step asked for by the last step may be refused by now: it would only find its job ended.
        self._writer.shutdown(wait=True)

    def _job(
        self,
        done: Callable[[Any], None] | None,
        failed: Callable[[ReaderError], None] | None,
    ) -> Job:
        job = Job(done, failed)
        self._running.add(job)
        return job

    def _superseding_job(
        self,
        key: str,
        done: Callable[[Any], None],
        failed: Callable[[ReaderError], None] | None,
    ) -> Job:
        self.forget(key)
        job = self._latest[key] = self._job(done, failed)
        return job

    def _submit(
        self, lane: ThreadPoolExecutor, run: Callable[[Job, Any], None], job: Job, work: object
    ) -> None:
        if self._closed:  # a timer of a window that was closed may still ask
            self._drop(job)
        else:
            lane.submit(run, job, work)

    def _drop(self, job: Job) -> None:
        job.cancel()
        job.release()
        self._running.discard(job)

    def _run(self, job: Job, work: Callable[[], Any]) -> None:
        if job.cancelled:
            self._delivered.emit(_Result(job, None))
            return
        try:
            result = work()
        except Exception as error:  # delivered, and told apart, on the GUI thread
            self._delivered.emit(_Failure(job, error))
        else:
            self._delivered.emit(_Result(job, result))

    def _start_steps(self, job: Job, work: Callable[[], Iterator[Any]]) -> None:
        try:
            steps = work()
        except Exception as error:
            self._delivered.emit(_Failure(job, error))
        else:
            self._step(job, steps)

    def _step(self, job: Job, steps: Iterator[Any]) -> None:
        """One step, then back to the end of the lane."""
        if job.cancelled:
            close = getattr(steps, "close", None)
            if close is not None:
                close()
            self._delivered.emit(_Result(job, None))
            return
        try:
            step = next(steps)
        except StopIteration:
            self._delivered.emit(_Result(job, None))
        except Exception as error:
            self._delivered.emit(_Failure(job, error))
        else:
            self._delivered.emit(_Step(job, step))
            try:
                self._writer.submit(self._step, job, steps)
            except RuntimeError:  # the lane was shut down meanwhile: the work ends here
                job.cancelled = True

    def _on_delivered(self, delivery: object) -> None:
        if self._closed:
            return
        match delivery:
            case _Step(job, value):
                if not job.cancelled and job.stepped is not None:
                    job.stepped(value)
            case _Result(job, value):
                self._running.discard(job)
                if job.done is not None and (not job.cancelled or job.stepped is not None):
                    job.done(value)
                job.release()
            case _Failure(job, error):
                self._running.discard(job)
                if not job.cancelled or job.stepped is not None:  # long work tells how it ended
                    self._fail(job, error)
                job.release()

    def _fail(self, job: Job, error: Exception) -> None:
        if not isinstance(error, ReaderError):
            self.bug_raised.emit(error)
            if job.stepped is not None and job.done is not None:
                job.done(None)  # it has come to rest all the same
        elif job.failed is not None:
            job.failed(error)
        else:
            self.error_raised.emit(error)


def _nothing() -> None:
    """A place in a lane: it is reached when all before it is done."""


@dataclass(frozen=True, slots=True)
class _Result:
    job: Job
    value: Any


@dataclass(frozen=True, slots=True)
class _Step:
    job: Job
    value: Any


@dataclass(frozen=True, slots=True)
class _Failure:
    job: Job
    error: Exception
