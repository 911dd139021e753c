"""Tells processes that share a library of one another: whether anyone else has it open.

A file of no content beside the database is locked through SQLite, whose locks hold on every
platform and end with their process, however it ends. Another is there while anyone has it open: who
finds it and is alone knows that the last one came to a bad end, and looks for damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from reader.errors import StoreError
from reader.messages import message
from reader.store.connection import beside, doubted, guarded, lock_of, sign_of
from reader.store.recovery import Recovery, is_unreadable, mend

# Several tries of SQLite's, for two that look at the same time; and short, for whoever opens a
# library that a window has open waits so long.
_LOOK_S = 0.05
# As long as another process may take to check and mend a large library.
_MOST_WAIT_S = 120.0


class Presence:
    """One process that has a library open, or wants to."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock = lock_of(database)
        self._sign = sign_of(database)
        self._shared: sqlite3.Connection | None = None

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody has the library open, this one included; then nobody can meanwhile."""
        with closing(self._connect(_LOOK_S)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                yield False
                return
            yield True

    def enter(self, backups: Path) -> Recovery | None:
        """Have it open; what was done where it was damaged before. Raises ``StoreError``."""
        found = None
        if self._ended_badly() or is_unreadable(self._database, backups):
            with self.alone() as alone:
                found = mend(self._database, backups) if alone else None
        with guarded(self._database):
            self._share()
            self._sign.touch()
        return found

    def leave(self) -> None:
        if self._shared is None:
            return
        self._shared.close()
        self._shared = None
        with suppress(StoreError, OSError), self.alone() as alone:
            if alone and not beside(self._database, "-wal").exists():
                self._sign.unlink(missing_ok=True)

    def _ended_badly(self) -> bool:
        signs = (self._sign, doubted(self._database), beside(self._database, "-wal"))
        return any(sign.exists() for sign in signs)

    def _share(self) -> None:
        connection = self._connect(_MOST_WAIT_S)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT * FROM sqlite_master").fetchall()
        except sqlite3.OperationalError as error:
            connection.close()
            raise StoreError(
                message(
                    "{path}: another program is checking or mending the library; try again when it"
                    " has finished.",
                    path=self._database,
                )
            ) from error
        self._shared = connection

    def _connect(self, timeout_s: float) -> sqlite3.Connection:
        with guarded(self._lock):
            return sqlite3.connect(
                self._lock, timeout=timeout_s, isolation_level=None, check_same_thread=False
            )
