"""Puts a backup in the place of a library that may be open in several windows."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path

from reader.errors import StoreError
from reader.messages import message
from reader.model import Progress
from reader.store.backup import check, checked_copy, drop_database, overwrite, part_of
from reader.store.connection import Connections, guarded, read_only_error
from reader.store.drafts import SEQUENCES, number_on
from reader.store.migrating import migrate
from reader.store.presence import Presence
from reader.store.recovery import keep_damaged, put_mended, queue_all
from reader.store.rows import json_of

# No process makes so many changes while another restores, so what it saw last is never met again.
_LEAP = 1_000_000
# SQLite's own choice.
_PAGE = 4096


def prepare(path: Path, part: Path, page_size: int = _PAGE) -> Generator[Progress, None, None]:
    """Make a copy of a backup, checked and of the present schema, that can be put into a library.

    The backup itself stays as it is. Raises ``StoreError`` where it is no library, damaged, or of
    a newer version.
    """
    check(path)
    yield from checked_copy(path, part)
    with guarded(part), closing(Connections(part)) as db:
        _same_pages(db, page_size)
        migrate(db)


def _same_pages(db: Connections, size: int) -> None:
    """SQLite copies only between files of one page size, which others may have made another."""
    if db.value("PRAGMA page_size") != size:
        db.connection().execute(f"PRAGMA page_size = {size}")
        db.connection().execute("VACUUM")


def replaced(
    live: Connections, part: Path, counts: Mapping[str, int] | None
) -> Generator[Progress, None, None]:
    """Put the content of a prepared copy in the place of what is there, as one change.

    Raises ``ChangedMeanwhileError`` where there are other ``counts`` by then.
    """
    with closing(Connections(part)) as db:
        _make_fit(live, db)
    yield from overwrite(live.path, part, counts)


def _make_fit(live: Connections, db: Connections) -> None:
    """Give a copy what of the library it replaces must not change or come again.

    That is its name, by which its index is found; numbers of rows that windows may still speak of;
    and counts, by which they learn of changes. All articles are queued for the index, those too
    that will be gone.
    """
    articles = live.rows("SELECT id FROM article")
    sequences = live.rows(SEQUENCES)
    counts = live.rows("SELECT count, kind FROM change")
    builds = int(live.value("SELECT value FROM meta WHERE key = 'index_builds'") or 0)
    name = live.value("SELECT value FROM meta WHERE key = 'library_id'")
    with db.writing() as connection:
        number_on(connection, sequences)
        connection.execute("DELETE FROM index_queue")
        connection.execute(
            "UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'index_queue'", (_LEAP,)
        )
        connection.execute(
            "INSERT INTO index_queue (article_id) SELECT value FROM json_each(?)"
            " UNION SELECT id FROM article",
            (json_of([row[0] for row in articles]),),
        )
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            [("library_id", name), ("index_builds", str(builds + 1))],
        )
        connection.executemany(
            "UPDATE change SET count = ? WHERE kind = ?",
            [(count + _LEAP, kind) for count, kind in counts],
        )


def replace_unreadable(database: Path, path: Path) -> Generator[Progress, None, Path | None]:
    """Put a backup in the place of a library that cannot be opened, which is kept; where it is.

    Raises ``StoreError``, too where another program has it open.
    """
    with guarded(database):
        if (error := read_only_error(database)) is not None:
            raise error
    with guarded(database), Presence(database).alone() as alone:
        if not alone:
            raise StoreError(
                message("{path}: close all windows of Jianfan Reader and try again.", path=database)
            )
        part = part_of(database.with_stem(f"{database.stem}-restored"))
        try:
            yield from prepare(path, part)
            with closing(Connections(part)) as db:
                queue_all(db)
                db.connection().execute("PRAGMA journal_mode = DELETE")
            kept = keep_damaged(database)
            put_mended(database, part)
            return kept
        finally:
            drop_database(part)
