"""Backups: copies of the database in a folder of their own, each whole, checked, and named by time.

A copy is made under another name, checked, and only then given its own: a backup is never half a
file. Writers go on meanwhile; the copy is the library of one moment.
"""

from __future__ import annotations

import os
import queue
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from reader.errors import DamagedError, StoreError
from reader.messages import joined, message, words_of
from reader.model import Progress
from reader.store.connection import (
    DAMAGE,
    beside,
    connect,
    guarded,
    lock_of,
    meant,
    reading_file,
    writing_to,
)
from reader.store.rows import ANNOTATION_FIELDS, columns_of, is_annotation
from reader.store.schema import MIGRATIONS

# Pages of 4 KiB. A step takes some 10 ms: so soon a cancel is felt.
_STEP_PAGES = 1_000
# Nobody holds the library as long as this for one change.
_MOST_WAIT_S = 30.0
_DAILY_KEPT = 7
_WEEKLY_KEPT = 4
# Of those made before a migration, and of those before a restore, when they are old.
_OTHERS_KEPT = 5
# Those are all that is left of what was there: as long as this nobody may have missed it.
_OTHERS_AGE = timedelta(days=30)
_STALE = timedelta(days=1)
_PART = ".part"
_NAME = re.compile(r"library-(\d{8}-\d{6})-([a-z-]+?)(?:-\d+)?\.sqlite3")
_MOMENT = "%Y%m%d-%H%M%S"
_TABLES = ("document", "article", "annotation", "term", "decision")
# Those that every version has.
_TEXT_TABLES = ("document", "source", "edit", "article", "annotation")


class BackupReason(StrEnum):
    DAILY = "daily"
    ASKED = "asked"
    MIGRATION = "before-migration"
    RESTORE = "before-restore"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup in the folder; ``taken``: UTC, to the second."""

    path: Path
    taken: datetime
    reason: BackupReason
    size_bytes: int


@dataclass(frozen=True, slots=True)
class BackupContents:
    """How much is in a backup; documents that were removed, and their annotations, count not."""

    documents: int
    annotations: int


def contents_of(path: Path) -> BackupContents:
    """What is in a library or a backup, which is not checked. Raises ``StoreError``."""
    with guarded(path):
        _check_file(path)
        with reading_file(path) as db:
            check_version(path, db)
            kept = "SELECT count(*) FROM document WHERE removed IS NULL"
            notes = (
                "SELECT count(*) FROM annotation JOIN document ON document.id = document_id"
                " WHERE removed IS NULL"
            )
            return BackupContents(*(db.execute(sql).fetchone()[0] for sql in (kept, notes)))


def backups_in(folder: Path) -> list[Backup]:
    """The newest first; none where there is no such folder. Raises ``StoreError``."""
    with guarded(folder):
        found = [_backup_of(path) for path in folder.iterdir()] if folder.is_dir() else []
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.taken, one.path.name), reverse=True)


def _backup_of(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    with suppress(ValueError, FileNotFoundError):
        if match is not None:
            taken = datetime.strptime(match[1], _MOMENT).replace(tzinfo=UTC)
            return Backup(path, taken, BackupReason(match[2]), path.stat().st_size)
    return None


def is_due(folder: Path, now: datetime) -> bool:
    """Whether no backup was made this day, as UTC counts them.

    One of a day still to come was made while the clock was wrong, and is none of this day.
    """
    taken = [one.taken for one in _daily(backups_in(folder))]
    return all(one.date() < now.date() for one in taken if one <= now + timedelta(days=1))


def back_up(
    database: Path, folder: Path, reason: BackupReason, now: datetime
) -> Generator[Progress, None, Path]:
    """Make a backup in the folder; where it is.

    Raises ``StoreError``, of it ``DamagedError`` where the library itself is damaged.
    """
    with guarded(folder):
        folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder / f"library-{now.strftime(_MOMENT)}-{reason}.sqlite3")
    yield from write_backup(database, path)
    return path


def let_go(folder: Path, now: datetime, but: Path | None = None) -> None:
    """Delete the backups that are too many, all ``but`` one. Raises ``StoreError``."""
    spared = but and but.resolve()
    for old in superseded(backups_in(folder), now):
        if old.path.resolve() == spared:
            continue
        with guarded(old.path):
            old.path.unlink(missing_ok=True)


def _free(path: Path) -> Path:
    """The name itself, or with a number where two are made in one second."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1_000))
    return next((one for one in (path, *numbered) if not one.exists()), path)


def superseded(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """Those to let go of: what a person asked for stays, of the others the last ones.

    Of those made before a migration or a restore all of the last 30 days stay.

    Of those made daily the last of each of seven days stays, and before these of four weeks.
    """
    backups = sorted(backups, key=lambda one: (one.taken, one.path.name), reverse=True)
    kept: set[Path] = {one.path for one in backups if one.reason is BackupReason.ASKED}
    for reason in (BackupReason.MIGRATION, BackupReason.RESTORE):
        others = [one for one in backups if one.reason is reason]
        kept |= {one.path for one in others[:_OTHERS_KEPT]}
        kept |= {one.path for one in others if one.taken > now - _OTHERS_AGE}
    by_day: dict[object, Path] = {}
    by_week: dict[object, Path] = {}
    for one in _daily(backups):
        if one.taken.date() in by_day or len(by_day) < _DAILY_KEPT:
            by_day.setdefault(one.taken.date(), one.path)
        elif len(by_week) < _WEEKLY_KEPT:
            by_week.setdefault(one.taken.isocalendar()[:2], one.path)
    kept |= {*by_day.values(), *by_week.values()}
    return [one for one in backups if one.path not in kept]


def _daily(backups: Iterable[Backup]) -> list[Backup]:
    return [one for one in backups if one.reason is BackupReason.DAILY]


def write_backup(database: Path, path: Path) -> Generator[Progress, None, None]:
    """Write a checked copy of a database in the place of a file, as a whole or not at all.

    Raises ``StoreError``.
    """
    part = part_of(path)
    try:
        yield from checked_copy(database, part)
        with guarded(path):
            put_in_place(part, path)
    finally:
        drop_database(part)


def part_of(path: Path) -> Path:
    """Where a file is made that is to have this name; of each process another."""
    return path.with_name(f"{path.name}.{os.getpid()}{_PART}")


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, and make sure that it outlasts a loss of power."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    if os.name == "posix":  # elsewhere folders cannot be opened
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def drop_database(path: Path) -> None:
    """Delete a database of ours, and what SQLite left beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            beside(path, ending).unlink(missing_ok=True)


def drop_leftovers(*folders: Path) -> None:
    """Delete what a process left that was killed; only while no other has the library open."""
    for folder in folders:
        for path in folder.glob(f"library*{_PART}*") if folder.is_dir() else ():
            with suppress(OSError):
                path.unlink()


def leftovers(folder: Path, now: datetime) -> list[Path]:
    """Unfinished files that are so old that nobody is making them any more."""
    with guarded(folder):
        return [
            path
            for path in sorted(folder.glob(f"library*{_PART}*"))
            if datetime.fromtimestamp(path.stat().st_mtime, UTC) < now - _STALE
        ]


def checked_copy(database: Path, copy: Path) -> Generator[Progress, None, None]:
    """Copy a database as it is at one moment, and look through all of the copy.

    Raises ``StoreError``, of it ``DamagedError`` where that finds damage.
    """

    def work(step: Callable[[int, int], None]) -> None:
        with guarded(copy), closing(connect(copy, "rwc")) as target:
            with guarded(database), reading_file(database) as source:
                source.execute("BEGIN")  # so that all steps copy the same moment
                before = _row_counts(source)
                with writing_to(copy.parent):
                    _copy(source, target, step)
            # So that it is one file, whatever the library is.
            target.execute("PRAGMA journal_mode = DELETE")
            target.set_progress_handler(lambda: step(0, 0), 100_000)
            found = problems_of(target) or unreadable(target)
            if found or _row_counts(target) != before:
                raise DamagedError(
                    message(
                        "{path}: the library is damaged ({found}). Close all windows and open them"
                        " again, and it is mended.",
                        path=database,
                        found=joined(found[:3]),
                    )
                )

    yield from _in_steps(work, database.name)


def unchecked_copy(database: Path, copy: Path) -> Generator[Progress, None, None]:
    """Copy a database as it is, damaged or not, while it may be open. Raises ``StoreError``."""

    def work(step: Callable[[int, int], None]) -> None:
        with (
            guarded(copy),
            closing(connect(copy, "rwc")) as target,
            guarded(database),
            reading_file(database) as source,
            writing_to(copy.parent),
        ):
            _copy(source, target, step)

    yield from _in_steps(work, database.name)


class ChangedMeanwhileError(Exception):
    """A library is not any more what was kept of it."""


def counts_of(db: sqlite3.Connection) -> dict[str, int]:
    """How often what people make was changed in a library."""
    return dict(db.execute("SELECT kind, count FROM change WHERE kind <> 'index'").fetchall())


def overwrite(
    database: Path, by: Path, counts: Mapping[str, int] | None = None
) -> Generator[Progress, None, None]:
    """Put the content of one database in the place of another's, which may be open anywhere.

    For everybody who has it open it is one change, made as a whole or not at all. Raises
    ``StoreError``; ``ChangedMeanwhileError`` where it has other ``counts`` when nobody else can
    write to it any more.
    """

    def look() -> None:
        with reading_file(database) as now:
            if counts is not None and counts_of(now) != counts:
                raise ChangedMeanwhileError

    def work(step: Callable[[int, int], None]) -> None:
        with (
            guarded(database),
            reading_file(by) as source,
            closing(connect(database, "rw")) as target,
        ):
            target.execute("PRAGMA synchronous = FULL")
            _copy(source, target, step, locked=look)

    yield from _in_steps(work, database.name)


def _copy(
    source: sqlite3.Connection,
    target: sqlite3.Connection,
    step: Callable[[int, int], None],
    locked: Callable[[], None] = lambda: None,
) -> None:
    """Copy page by page. Python's own method would wait for ever where the target is locked.

    ``locked`` is called once, when only this can write to the target and nothing is decided yet.
    """
    began, reached = time.monotonic(), -1
    # The last step commits, so the first must not be the last.
    half = max(1, int(source.execute("PRAGMA page_count").fetchone()[0]) // 2)

    def show(_: int, remaining: int, total: int) -> None:
        nonlocal began, reached
        if total - remaining != reached:
            if reached <= 0 < total - remaining:
                locked()
            began, reached = time.monotonic(), total - remaining
        elif time.monotonic() - began > _MOST_WAIT_S:
            raise sqlite3.OperationalError("database is locked")
        step(total - remaining, total)

    source.backup(target, pages=min(_STEP_PAGES, half), progress=show, sleep=0.02)


class _CancelledError(Exception):
    """Nobody waits for the copy any more."""


def _in_steps(
    work: Callable[[Callable[[int, int], None]], None], label: str
) -> Generator[Progress, None, None]:
    """What SQLite does in one call, as steps: it runs on a thread, and stops when they do."""
    steps: queue.SimpleQueue[Progress | BaseException | None] = queue.SimpleQueue()
    cancelled = threading.Event()

    def step(done: int, total: int) -> None:
        if cancelled.is_set():
            raise _CancelledError
        if total:
            steps.put(Progress(done, total, label))

    def run() -> None:
        try:
            work(step)
        except BaseException as error:
            steps.put(error)
        else:
            steps.put(None)

    thread = threading.Thread(target=run, name="backup")
    thread.start()
    try:
        while (found := steps.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        cancelled.set()
        thread.join()


def check_replaceable(path: Path) -> None:
    """Raise ``StoreError`` where a file is there that is no backup, or a library in use."""
    with guarded(path):
        if not path.exists():
            return
        in_use = any(one.exists() for one in (lock_of(path), beside(path, "-wal")))
    if in_use:
        raise StoreError(
            message("{path}: this is a library, not a backup; name another file.", path=path)
        )
    try:
        with guarded(path), reading_file(path) as db:
            check_version(path, db)
    except StoreError:
        raise StoreError(
            message(
                "{path}: this file is no backup of a library and was left; name another file.",
                path=path,
            )
        ) from None


def check(path: Path) -> None:
    """Raise ``StoreError`` unless a file is a sound library of a version that is known here."""
    with guarded(path):
        _check_file(path)
        with reading_file(path) as db:
            check_version(path, db)
            found = problems_of(db) or unreadable(db)
    if found:
        raise DamagedError(
            message("{path}: this backup is damaged ({found}).", path=path, found=joined(found[:3]))
        )


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise StoreError(message("{path}: this is a folder; name a backup in it.", path=path))
    if not path.is_file():
        raise StoreError(message("{path}: there is no such file.", path=path))


def check_version(path: Path, db: sqlite3.Connection) -> None:
    """Raise ``StoreError`` unless a database is a library of a version that is known here."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    version = _version(db)
    if version > len(MIGRATIONS):
        raise StoreError(
            message(
                "{path}: this library was made by a newer version of Jianfan Reader (schema"
                " {version}, this program knows {known}). Update the program; nothing was changed.",
                path=path,
                version=version,
                known=len(MIGRATIONS),
            )
        )
    if not version or not tables >= {"meta", "document", "article", "annotation"}:
        raise StoreError(message("{path}: this is no library of Jianfan Reader.", path=path))


def problems_of(db: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with a database; empty where all is well."""
    try:
        return [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except sqlite3.OperationalError:
        raise
    except DAMAGE as error:
        return [meant(str(error))]


def unreadable(db: sqlite3.Connection) -> list[str]:
    """What SQLite holds for sound and is not: bytes that are no text, values that are none.

    All of the database is read; some 2 s for 500 MB (2026-11).
    """
    found: list[str] = []
    for table in _TEXT_TABLES:
        try:
            columns = columns_of(db, table)
            if not all(columns.fit(row) for row in db.execute(columns.select)):
                found.append(message("{table}: a value is of another kind", table=table))
        except DAMAGE as error:
            found.append(message("{table}: {why}", table=table, why=meant(words_of(error))))
    if not found and _version(db) == len(MIGRATIONS):
        rows = db.execute(f"SELECT {ANNOTATION_FIELDS} FROM annotation")
        found += [
            message("annotation {id} cannot be read", id=row[0])
            for row in rows
            if not is_annotation(row)
        ]
    return found


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _row_counts(db: sqlite3.Connection) -> dict[str, int]:
    present = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    return {
        table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in _TABLES
        if table in present
    }
