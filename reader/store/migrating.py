"""Brings a database file to the present schema, or refuses what is not for this program."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable

from reader.errors import StoreError
from reader.messages import message
from reader.store.connection import Connections
from reader.store.schema import MIGRATIONS, statements

# How often a program that creates the library at the same moment is waited for.
_TRIES = 10


def migrate(db: Connections, back_up: Callable[[], None] = lambda: None) -> None:
    """Create the library, or bring it to the present schema as one transaction.

    ``back_up``: what is done before anything of a library of an older schema is changed. Raises
    ``StoreError`` where the file is of a newer version or another program's, which is not touched,
    or of an older one and may not be written to.
    """
    version = _version(db)
    if version > len(MIGRATIONS):
        raise StoreError(
            message(
                "{path}: this library was made by a newer version of Jianfan Reader (schema"
                " {version}, this program knows {known}). Update the program; nothing was changed.",
                path=db.path,
                version=version,
                known=len(MIGRATIONS),
            )
        )
    # Where there are tables and no number, another process may be creating the library: then the
    # number is there by now.
    if not version and db.row("SELECT 1 FROM sqlite_master") and not (version := _version(db)):
        raise StoreError(
            message("{path}: this is another program's file; it was not changed.", path=db.path)
        )
    if db.read_only is not None:
        _check_present(db, version)
        return
    # Kept in the file itself, so only now that the file is known to be ours.
    _keep_log(db.connection())
    if version < len(MIGRATIONS):
        if version:
            back_up()
        _carry_out(db)
    db.remember_files()


def _check_present(db: Connections, version: int) -> None:
    if version < len(MIGRATIONS):
        raise StoreError(
            message(
                "{path}: this library was made by an older version of Jianfan Reader (schema"
                " {version}) and cannot be brought up to date, for nothing may be written to it."
                " Copy its whole folder to where you may write, and open it there. Nothing was"
                " changed.",
                path=db.path,
                version=version,
            )
        )


def _keep_log(connection: sqlite3.Connection) -> None:
    """Write ahead, in a log. Another program may be creating the same library at this moment."""
    for _ in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
        # For this SQLite waits for no other program; for a write it does.
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")


def _version(db: Connections) -> int:
    return int(db.value("PRAGMA user_version"))


def _carry_out(db: Connections) -> None:
    with db.writing(counted=False) as connection:
        # Another process may have migrated between the look before and this lock.
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for script in MIGRATIONS[version:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(
            "INSERT OR IGNORE INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex[:12],)
        )
