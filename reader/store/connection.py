"""Connections to the database file: one for each thread, errors as ours, whole transactions."""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.errors import DamagedError, ReadOnlyError, StoreError
from reader.messages import Message, message, words_of

_BUSY_TIMEOUT_S = 10.0
# What reading a damaged database raises. Its errors quote what it holds, which may be no text.
DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
_NO_RIGHTS = message("the library cannot be written to; check the permissions of its folder.")

# Of errors of the disk those that reading does not have.
_WRITE_ERRORS = (
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
)
_SQLITES_WORDS: dict[str, str] = {
    str(one): one
    for one in (
        message("database disk image is malformed"),
        message("file is not a database"),
    )
}


class Connections:
    """Any thread may call any method; writers wait for one another.

    ``read_only``: why nothing may be written to the database, then or beside it.
    """

    def __init__(self, path: Path, read_only: ReadOnlyError | None = None) -> None:
        self.path = path
        self.read_only = read_only
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
        if self.read_only is not None:
            return self._reading_connection()
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

    def _reading_connection(self) -> sqlite3.Connection:
        """Opened anew where someone who may write did, which SQLite would not notice; but not
        while rows of it are being read."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and (connection.in_transaction or self._streams()):
            return connection
        state = _state(self.path)
        if connection is not None and self._local.state == state:
            return connection
        opened = connect_reading(self.path)
        with self._connections_lock:
            self._connections.append(opened)
            if connection is not None:
                self._connections.remove(connection)
                connection.close()
        self._local.connection, self._local.state = opened, state
        return opened

    def _streams(self) -> set[object]:
        """What this thread reads row by row; the rows may be given up on another."""
        streams: set[object] | None = getattr(self._local, "streams", None)
        if streams is None:
            streams = self._local.streams = set()
        return streams

    def check_writable(self) -> None:
        """Raise ``ReadOnlyError`` where nothing may be written."""
        if self.read_only is not None:
            raise ReadOnlyError(*self.read_only.args)

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
                    message(
                        "{path}: this file of the library was moved or deleted while it was open."
                        " Put it back, or close all windows and open them again. Nothing was"
                        " changed.",
                        path=path,
                    )
                ) from None
            if found != known:
                raise StoreError(
                    message(
                        "{path}: another file was put in the place of the library while it was"
                        " open. Close all windows and open them again. Nothing was changed.",
                        path=path,
                    )
                )

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: committed as a whole, or rolled back by any exception.

        ``counted``: that its changes are this process's own is kept; a library that is only being
        made has no counts yet.
        """
        with guarded(self.path):
            self.check_writable()
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
        """How often each kind of thing was changed, by other processes alone.

        Raises ``StoreError`` where the files are gone: what is open could still be asked.
        """
        with guarded(self.path), self._own_lock:
            self.check_files()
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

    @contextmanager
    def stream(self, sql: str, *values: object) -> Iterator[sqlite3.Cursor]:
        """Rows one by one, for those that are too many to be held at once."""
        with guarded(self.path):
            connection, streams, own = self.connection(), self._streams(), object()
            streams.add(own)
            try:
                with closing(connection.execute(sql, values)) as rows:
                    yield rows
            finally:
                streams.discard(own)

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


def sign_of(path: Path) -> Path:
    """The file that is there while anyone has the library open to write."""
    return path.with_suffix(".open")


def doubted(path: Path) -> Path:
    """The file that says that damage was met with: the next to open the library looks into it."""
    return path.with_suffix(".damaged")


def read_only_error(path: Path) -> ReadOnlyError | None:
    """Why a library that is there may be read and not written to; ``None`` where it may be."""
    if not path.is_file():
        return None
    beside_it = (beside(path, "-wal"), beside(path, "-shm"), lock_of(path), sign_of(path))
    for one in (path.parent, path, *beside_it):
        if one.exists() and not _may_write(one):
            return ReadOnlyError(
                message(
                    "{path}: this library can only be read, for {file} cannot be written to. To"
                    " change anything, see to its rights, or copy the whole folder to where you may"
                    " write; then open the library again.",
                    path=path,
                    file=one,
                )
            )
    return None


def _may_write(path: Path) -> bool:
    """POSIX is asked: to close a file would end the locks this process has on it.

    Elsewhere the answer tells nothing of folders, nor of rights that are given by lists.
    """
    if os.access in os.supports_effective_ids:
        wanted = os.W_OK | os.X_OK if path.is_dir() else os.W_OK
        return os.access(path, wanted, effective_ids=True)
    try:
        if path.is_dir():
            probe = path / f".{uuid.uuid4().hex}"
            probe.touch(exist_ok=False)
            probe.unlink()
        else:
            path.open("rb+").close()
    except OSError:
        return False
    return True


@contextmanager
def reading_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A database as it stands, nothing of it written: not even its log is folded into it."""
    with closing(connect_reading(path)) as connection:
        yield connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """Open a database that is only read, also where SQLite may write nothing beside it.

    Raises ``StoreError`` where what was written last is in a log that cannot be read so.
    """
    if read_only_error(path) is None:
        return connect(path, "ro")
    if not _has_log(path):
        return connect(path, "ro&immutable=1")
    connection = connect(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "locked" in str(error):
            raise
        raise StoreError(
            message(
                "{path}: this library was not closed properly, and what was written last cannot be"
                " read where nothing may be written. Copy its whole folder to where you may write,"
                " and open it there.",
                path=path,
            )
        ) from error
    return connection


def _has_log(path: Path) -> bool:
    """Whether something of a database stands beside it alone."""
    logs = (beside(path, ending) for ending in ("-wal", "-journal"))
    return any(log.exists() and log.stat().st_size for log in logs)


def _state(path: Path) -> tuple[tuple[int, int], int, int, bool]:
    """Other than before where another program wrote to a database."""
    found = path.stat()
    return (found.st_dev, found.st_ino), found.st_size, found.st_mtime_ns, _has_log(path)


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """``mode``: as in SQLite's addresses, with what may follow it."""
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
        raise StoreError(
            message("{path}: {why}. Nothing was changed.", path=path, why=str(error))
        ) from error
    except sqlite3.DatabaseError as error:
        raise _of_sqlite(path, error) from error
    except UnicodeDecodeError as error:
        raise _of_damage(path, message("it holds what is no text")) from error
    except PermissionError as error:
        raise StoreError(message("{path}: {why}", path=path, why=_NO_RIGHTS)) from error
    except OSError as error:
        raise StoreError(message("{path}: {why}.", path=path, why=words_of(error))) from error


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """A full or failing disk told of where it is written to: one database is read as well."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0)
        if code in _WRITE_ERRORS or code & 0xFF == sqlite3.SQLITE_FULL:
            raise _of_sqlite(folder, error) from error
        raise


def _of_sqlite(path: Path, error: sqlite3.DatabaseError) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_CORRUPT or "decode" in str(error):
        return _of_damage(path, meant(str(error)[:100]))
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(message("{path}: {why}", path=path, why=_advice(str(error))))
    return DamagedError(
        message(
            "{path}: the library is damaged or is not a library ({why}).",
            path=path,
            why=meant(str(error)),
        )
    )


def meant(told: str) -> str:
    """What SQLite said of a file, with what it means where that is known."""
    return _SQLITES_WORDS.get(told, told)


def _of_damage(path: Path, told: str) -> StoreError:
    """Whoever has a library open to write to has a lock beside it: other files are copies of one,
    and nobody mends them."""
    if not lock_of(path).exists():
        return DamagedError(message("{path}: this file is damaged ({why}).", path=path, why=told))
    with suppress(OSError):
        doubted(path).touch()
    if read_only_error(path) is not None:
        return DamagedError(
            message(
                "{path}: the library is damaged ({why}), and cannot be mended where nothing may be"
                " written. Copy its whole folder to where you may write, and open it there.",
                path=path,
                why=told,
            )
        )
    return DamagedError(
        message(
            "{path}: the library is damaged ({why}). Close all windows and open them again, and it"
            " is mended: joined from what can be read and the last backup.",
            path=path,
            why=told,
        )
    )


def _advice(told: str) -> Message:
    if "locked" in told:
        return message("another program is writing to the library; try again when it has finished.")
    if "readonly" in told:
        return _NO_RIGHTS
    if "full" in told:
        return message("the disk is full; free some space and try again. Nothing was changed.")
    if "unable to open" in told:
        return message("the library cannot be opened; check that its folder exists and is yours.")
    if "disk I/O" in told:
        return message(
            "the disk failed or was taken away; check it and try again. Nothing was changed."
        )
    return message("the library cannot be used ({why}).", why=told)
