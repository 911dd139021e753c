"""Reads from a damaged database what can still be read, row by row, into a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from reader.store.connection import DAMAGE, connect, reading_file
from reader.store.drafts import CHUNK_CHARACTERS
from reader.store.rows import Columns, columns_of, marks
from reader.store.schema import MIGRATIONS, statements

# Tables whose rows have a number, by which one can be asked for past damage.
_NUMBERED = ("collection", "document", "edit", "article", "term", "decision", "reading")
# Those whose rows refer to others come after these. What is queued for the index is not needed:
# all is queued anew.
_TABLES = (
    "meta",
    "collection",
    "document",
    "source",
    "record",
    "edit",
    "article",
    "annotation",
    "annotation_elsewhere",
    "reading",
    "term",
    "decision",
)
# Annotations are found past damage by how their ids begin, and by the indexes that list them.
_ID_BEGINNINGS = tuple(f"{number:02x}" for number in range(256))
_ANNOTATION_INDEXES = ("annotation_article", "annotation_document")
# Of a source of which nothing else is known as many pieces are looked for: 16 million characters.
_MOST_PIECES = 1_000
# Numbered rows are asked for by so many at a time, of no more numbers than any library has.
_RANGE = 1_000
_MOST_NUMBERS = 10_000_000


def salvage(damaged: Path, fresh: Path, version: int, *, lenient: bool) -> bool:
    """Fill a new database of schema ``version`` with what reads; whether that was everything.

    ``lenient``: a text with bytes that are none counts as read, these replaced. Rows may refer to
    others that were lost. The damaged file stays as it is.
    """
    complete = True
    with closing(connect(fresh, "rwc")) as target, reading_file(damaged) as source:
        # Without it, of a file that is shorter than it says not a single page is read.
        source.execute("PRAGMA writable_schema = ON")
        if lenient:
            source.text_factory = _decoded
        target.execute("BEGIN")
        for script in MIGRATIONS[:version]:
            for statement in statements(script):
                target.execute(statement)
        for table in _TABLES:
            columns = columns_of(target, table)
            if columns.names:  # else it is of a later version
                complete &= _fill(target, source, columns, lenient)
        target.execute(f"PRAGMA user_version = {version}")
        target.execute("COMMIT")
    return complete


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _fill(
    target: sqlite3.Connection, source: sqlite3.Connection, columns: Columns, lenient: bool
) -> bool:
    insert = f"INSERT OR REPLACE INTO {columns.table} VALUES ({marks(columns.names)})"
    # No values of a new library: its own are in the damaged one, or in a backup.
    target.execute(f"DELETE FROM {columns.table}")
    complete = True

    def take(row: Sequence[Any]) -> None:
        nonlocal complete
        if lenient and not columns.fit(row):
            row = [_fitting(value, kind) for value, kind in zip(row, columns.kinds, strict=True)]
        if columns.fit(row):
            with suppress(sqlite3.IntegrityError):  # of a value that must not be none
                target.execute(insert, row)
                return
        complete = False

    try:
        for row in source.execute(columns.select):
            take(row)
    except DAMAGE:
        for row in _past_damage(source, columns):
            take(row)
        return False
    return complete


def _fitting(value: Any, kind: type) -> Any:
    """A value of the kind that is asked for, as near as can be."""
    if value is None or isinstance(value, kind):
        return value
    text = _decoded(value) if isinstance(value, bytes) else str(value)
    with suppress(ValueError):
        return kind(text)
    return kind()


def _past_damage(source: sqlite3.Connection, columns: Columns) -> Iterator[tuple[object, ...]]:
    """All rows of a table that read, some of them several times."""
    for order in ("", " DESC"):
        ordered = ", ".join(f"{key}{order}" for key in columns.keys)
        yield from _until_damage(source, f"{columns.select} ORDER BY {ordered}")
    if columns.table in _NUMBERED:
        yield from _by_number(source, columns)
    elif columns.table == "annotation":
        yield from _annotations(source, columns)
    elif columns.table == "source":
        yield from _pieces(source, columns)


def _until_damage(
    source: sqlite3.Connection, sql: str, *values: object
) -> Iterator[tuple[object, ...]]:
    """The rows up to the first that cannot be read."""
    with suppress(*DAMAGE):
        yield from source.execute(sql, values)


def _by_number(source: sqlite3.Connection, columns: Columns) -> Iterator[tuple[object, ...]]:
    """By some at a time, those that hold damage by halves, down to single rows."""
    (key,) = columns.keys
    orders = (f"ORDER BY {key}", f"ORDER BY {key} DESC")
    every = [_until_damage(source, f"SELECT {key} FROM {columns.table} {one}") for one in orders]
    numbers = [row[0] for rows in every for row in rows if isinstance(row[0], int)]
    low, high = min(numbers, default=0), max(numbers, default=-1)
    starts = range(low, min(high, low + _MOST_NUMBERS) + 1, _RANGE)
    ranges = [(start, start + _RANGE - 1) for start in starts]
    while ranges:
        start, end = ranges.pop()
        where = f"{columns.select} WHERE {key} BETWEEN ? AND ?"
        try:
            yield from source.execute(where, (start, end)).fetchall()
        except DAMAGE:
            middle = (start + end) // 2
            if start < end:
                ranges += [(start, middle), (middle + 1, end)]


def _annotations(source: sqlite3.Connection, columns: Columns) -> Iterator[tuple[object, ...]]:
    for beginning in _ID_BEGINNINGS:
        where = f"{columns.select} WHERE id >= '{beginning}' AND id < '{beginning}g'"
        yield from _until_damage(source, f"{where} ORDER BY id")
        yield from _until_damage(source, f"{where} ORDER BY id DESC")
    for index in _ANNOTATION_INDEXES:
        listed = f"SELECT id FROM annotation INDEXED BY {index}"
        for (number,) in [*_until_damage(source, listed)]:
            yield from _until_damage(source, f"{columns.select} WHERE id = ?", number)


def _pieces(source: sqlite3.Connection, columns: Columns) -> Iterator[tuple[object, ...]]:
    where = f"{columns.select} WHERE document_id = ? AND start = ?"
    for (document,) in [*_until_damage(source, "SELECT id FROM document")]:
        for piece in range(_MOST_PIECES):
            yield from _until_damage(source, where, document, piece * CHUNK_CHARACTERS)
