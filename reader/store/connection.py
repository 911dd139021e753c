"""Connections to the database file: one for each thread, errors as ours, whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.errors import DamagedError, StoreError

_BUSY_TIMEOUT_S = 10.0
# What reading a damaged database raises. Its errors quote what it holds, which may be no text.
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
_NO_RIGHTS = "the library cannot be written to; check the permissions of its folder."


class Connections:
    """Any thread may call any method; writers wait for one another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._connections_lock = threading.Lock()
        # Device and number of the files that are open, to notice when others take their names.
        self._identities: dict[Path, tuple[int, int]] = {}
        self._own: Counter[str] = Counter()
        self._own_lock = threading.Lock()

    def close(self) -> None:
        """Close every thread's connection; no thread may use the store afterwards."""
        with self._connections_lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

    def connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self.check_files()
            connection = connect(self.path, "rw" if self._identities else "rwc")
            with self._connections_lock:
                self._connections.append(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    def remember_files(self) -> None:
        """The database and its write-ahead log are open by now: from here on they must stay."""
        for path in (self.path, beside(self.path, "-wal")):
            if path not in self._identities and path.exists():
                self._identities[path] = _identity(path)

    def check_files(self) -> None:
        """Raise ``StoreError`` where a file that is open was deleted, moved or replaced.

        What is written to such a one would be gone when it is closed, and nobody would know.
        """
        for path, known in self._identities.items():
            try:
                found = _identity(path)
            except FileNotFoundError:
                raise StoreError(
                    f"{path}: this file of the library was moved or deleted while it was open."
                    " Put it back, or close all windows and open them again."
                    " Nothing was changed."
                ) from None
            if found != known:
                raise StoreError(
                    f"{path}: another file was put in the place of the library while it was open."
                    " Close all windows and open them again. Nothing was changed."
                )

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: committed as a whole, or rolled back by any exception.

        ``counted``: that its changes are this process's own is kept; a library that is only being
        made has no counts yet.
        """
        with guarded(self.path):
            self.check_files()
            db = self.connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                before = _counts(db) if counted else Counter()
                yield db
                own = _counts(db) - before if counted else before
                # Held over the commit: nobody takes the change for another process's in between.
                with self._own_lock:
                    db.execute("COMMIT")
                    self._own += own
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            self.remember_files()

    def foreign_counts(self) -> Counter[str]:
        """How often each kind of thing was changed, by other processes alone."""
        with guarded(self.path), self._own_lock:
            counts = _counts(self.connection())
            counts.subtract(self._own)
            return counts

    def own_counts(self) -> Counter[str]:
        """How often each kind of thing was changed by this process."""
        with self._own_lock:
            return self._own.copy()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one state of the library, whatever is written meanwhile."""
        with guarded(self.path):
            db = self.connection()
            if db.in_transaction:  # a write's reads are one state anyway
                yield
                return
            db.execute("BEGIN")
            try:
                yield
            finally:
                if db.in_transaction:  # an error of SQLite's may have ended it
                    db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[Any]:
        with guarded(self.path):
            return self.connection().execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Any:
        return next(iter(self.rows(sql, *values)), None)

    def value(self, sql: str, *values: object) -> Any:
        row = self.row(sql, *values)
        return None if row is None else row[0]


def beside(path: Path, ending: str) -> Path:
    """A file that SQLite keeps beside a database, or we do."""
    return path.with_name(path.name + ending)


def lock_of(path: Path) -> Path:
    """The file by whose locks processes know of one another; it is there where ours was open."""
    return path.with_suffix(".lock")


def doubted(path: Path) -> Path:
    """The file that says that damage was met with: the next to open the library looks into it."""
    return path.with_suffix(".damaged")


@contextmanager
def reading_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A database as it stands, nothing of it written: not even its log is folded into it."""
    with closing(connect(path, "ro")) as connection:
        yield connection


def connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,  # so that close() may close every thread's
    )


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _counts(db: sqlite3.Connection) -> Counter[str]:
    return Counter(dict(db.execute("SELECT kind, count FROM change").fetchall()))


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's and the file system's errors as ours, with what to do about them."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a misuse of SQLite, so a bug of ours
    except sqlite3.IntegrityError as error:
        raise StoreError(f"{path}: {error}. Nothing was changed.") from error
    except sqlite3.DatabaseError as error:
        raise _of_sqlite(path, error) from error
    except UnicodeDecodeError as error:
        raise _of_damage(path, "it holds what is no text") from error
    except PermissionError as error:
        raise StoreError(f"{path}: {_NO_RIGHTS}") from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}.") from error


def _of_sqlite(path: Path, error: sqlite3.DatabaseError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CORRUPT or "decode" in str(error):
        return _of_damage(path, str(error)[:100])
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(f"{path}: {_advice(str(error))}")
    return DamagedError(f"{path}: the library is damaged or is not a library ({error}).")


def _of_damage(path: Path, told: str) -> StoreError:
    with suppress(OSError):
        doubted(path).touch()
    return DamagedError(
        f"{path}: the library is damaged ({told}). Close all windows and open them again, and it is"
        " mended: joined from what can be read and the last backup."
    )


def _advice(message: str) -> str:
    if "locked" in message:
        return "another program is writing to the library; try again when it has finished."
    if "readonly" in message:
        return _NO_RIGHTS
    if "full" in message:
        return "the disk is full; free some space and try again. Nothing was changed."
    if "unable to open" in message:
        return "the library cannot be opened; check that its folder exists and is yours."
    if "disk I/O" in message:
        return "the disk failed or was taken away; check it and try again. Nothing was changed."
    return f"the library cannot be used ({message})."
