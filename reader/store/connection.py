"""Connections to the database file: one for each thread, errors as ours, whole transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.errors import StoreError

_BUSY_TIMEOUT_S = 10.0


class Connections:
    """Any thread may call any method; writers wait for one another."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._connections_lock = threading.Lock()

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
            connection = sqlite3.connect(
                self.path,
                timeout=_BUSY_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,  # so that close() may close every thread's
            )
            with self._connections_lock:
                self._connections.append(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._local.connection = connection
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed as a whole, or rolled back by any exception."""
        with guarded(self.path):
            db = self.connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

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
                db.execute("COMMIT")

    def rows(self, sql: str, *values: object) -> list[Any]:
        with guarded(self.path):
            return self.connection().execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Any:
        return next(iter(self.rows(sql, *values)), None)

    def value(self, sql: str, *values: object) -> Any:
        row = self.row(sql, *values)
        return None if row is None else row[0]


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's and the file system's errors as ours, with what to do about them."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise  # a misuse of SQLite, so a bug of ours
    except sqlite3.OperationalError as error:
        raise StoreError(f"{path}: {_advice(str(error))}") from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path}: the library is damaged or is not a library ({error})."
        ) from error
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror or error}.") from error


def _advice(message: str) -> str:
    if "locked" in message:
        return "another program is writing to the library; try again when it has finished."
    if "readonly" in message:
        return "the library cannot be written to; check the permissions of its folder."
    if "full" in message:
        return "the disk is full; free some space and try again. Nothing was changed."
    if "unable to open" in message:
        return "the library cannot be opened; check that its folder exists and is yours."
    return f"the library cannot be used ({message})."
