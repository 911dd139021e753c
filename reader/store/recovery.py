"""Mends a library that is damaged: reads what reads, and adds what the last good backup has.

The damaged file is kept beside the library. What is put in its place is put together from, each
before the next: what read without fault, the last good backup, and what read only in part.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import uuid
from collections.abc import Sequence, Set
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.alignment import assemble
from reader.errors import DamagedError, ReaderError
from reader.files import write_whole
from reader.messages import joined, message
from reader.model import Annotation
from reader.store import readings
from reader.store.backup import (
    backups_in,
    check,
    checked_copy,
    drop_database,
    drop_leftovers,
    part_of,
    problems_of,
    put_in_place,
    sync_folder,
    unreadable,
)
from reader.store.connection import (
    DAMAGE,
    Connections,
    beside,
    doubted,
    guarded,
    lock_of,
    reading_file,
)
from reader.store.drafts import edits_inside
from reader.store.merging import merge, newer_of_each, notes_json
from reader.store.migrating import migrate
from reader.store.rows import (
    ANNOTATION_FIELDS,
    LISTED,
    annotation_of,
    is_annotation,
    json_of,
    marks,
    now_text,
)
from reader.store.salvage import salvage
from reader.store.schema import MIGRATIONS

_MAGIC = b"SQLite format 3\x00"
_VERSION_PLACE = 60  # in the first page, 4 bytes, the highest first
# Of the ``ANNOTATION_FIELDS``: the quote and what stands around it, and the note.
_WORDS = (4, 5, 6, 9)
# In this order no row is taken away that another refers to.
_WITHOUT_ASTRAY = (
    "DELETE FROM annotation_elsewhere WHERE annotation_id NOT IN (SELECT id FROM annotation)"
    " OR article_id NOT IN (SELECT id FROM article)",
    "DELETE FROM reading WHERE article_id NOT IN (SELECT id FROM article)",
    *(
        f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM document)"
        for table in ("source", "edit", "record", "decision", "article")
    ),
    "UPDATE document SET collection_id = NULL"
    " WHERE collection_id NOT IN (SELECT id FROM collection)",
)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done about a library that was damaged or gone.

    ``problem``: what was found. ``kept``: the damaged file, ``None`` where there was none.
    ``complete``: everything in it could be read. ``backup``: what was added from. ``lost``: where
    the documents that are in neither lay when they were imported; they can be imported again.
    ``notes``: a file with the ``unplaced`` annotations of such documents, if there are any.
    """

    problem: str
    kept: Path | None
    complete: bool
    backup: Path | None
    documents: int
    annotations: int
    lost: tuple[str, ...] = ()
    unplaced: int = 0
    notes: Path | None = None


def mend(path: Path, backups: Path) -> Recovery | None:
    """Look through a library after a bad end, and mend it; ``None`` where nothing is wrong.

    Documents and articles keep their ids, unless another has taken one since the backup was made.
    Only while nobody has it open. Raises ``StoreError`` where nothing can be read and there is no
    backup, or where there is no room; then all is as it was.
    """
    with guarded(path):
        drop_leftovers(path.parent, backups)
        problem = _damage(path, backups)
        if problem is None:
            doubted(path).unlink(missing_ok=True)
            return None
        kept = keep_damaged(path)
        parts = [part_of(path.with_stem(f"{path.stem}-{one}")) for one in _PARTS]
        try:
            found = _mended(path, kept, parts, problem, _good_backup(backups))
            put_mended(path, parts[0])
            return found
        except DamagedError:
            if kept is not None:
                drop_database(kept)
            raise
        finally:
            for part in parts:
                drop_database(part)


def _mended(
    path: Path, kept: Path | None, parts: list[Path], problem: str, backup: Path | None
) -> Recovery:
    """Put a library together; from the backup alone where what was read makes no sense at all."""
    try:
        return _Mending(path, kept, parts).mended(problem, backup)
    except (ReaderError, ValueError, TypeError, KeyError, IndexError, sqlite3.Error) as error:
        outward = isinstance(error.__cause__, OSError | sqlite3.OperationalError)
        if backup is None or outward:  # no room, as it may be; then it is not for us to help
            raise
        for part in parts:
            drop_database(part)
        return replace(_Mending(path, None, parts).mended(problem, backup), kept=kept)


def is_unreadable(path: Path, backups: Path) -> bool:
    """Whether the file is gone or is no database any more, and once was our library.

    SQLite is asked: opening and closing the file beside it would end its locks, where this process
    has the library open already.
    """
    with guarded(path):
        kept = bool(backups_in(backups))
        if not path.exists():
            return kept
        try:
            with reading_file(path) as db:
                return kept and not db.execute("PRAGMA page_count").fetchone()[0]
        except sqlite3.OperationalError:
            return False  # it is locked or cannot be read: whoever opens it now is told so
        except DAMAGE:
            return kept or lock_of(path).exists()


def _damage(path: Path, backups: Path) -> str | None:
    """What is wrong with the file; ``None`` also where it is not for this program to mend."""
    if is_unreadable(path, backups):
        if not path.exists():
            return message("it is gone")
        return message("it cannot be read as a database")
    if not path.exists():
        return None
    with reading_file(path) as db:
        try:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.OperationalError:
            raise
        except DAMAGE:
            return None  # it may be anyone's
        if not 0 < version <= len(MIGRATIONS):
            return None  # another program's, or of a newer version of this one
        found = problems_of(db)
        if not found and _is_cut(path, db):
            found = [message("its last page is cut off")]
        if not found and doubted(path).exists():
            found = unreadable(db) or _unlike_source(path, version)
    return joined(found[:3]) or None


def _is_cut(path: Path, db: sqlite3.Connection) -> bool:
    """Whether the file ends within a page, which SQLite reads as if zeros went on.

    With a log, that is where a page of the log was being put into the file.
    """
    log = beside(path, "-wal")
    if log.exists() and log.stat().st_size:
        return False
    return path.stat().st_size % int(db.execute("PRAGMA page_size").fetchone()[0]) != 0


def _unlike_source(path: Path, version: int) -> list[str]:
    """Documents whose articles do not read as their source does."""
    if version < len(MIGRATIONS):
        return []
    with closing(Connections(path)) as db:
        documents = db.rows("SELECT id, name FROM document")
        broken = [name for number, name in documents if not _is_whole(db, number, lenient=False)]
    return [message("{name} differs from its source", name=name) for name in broken]


def _version(header: bytes) -> int:
    return int.from_bytes(header[_VERSION_PLACE : _VERSION_PLACE + 4], "big")


def damaged_name(path: Path) -> Path:
    """What a copy of a damaged library is called, beside it."""
    now = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return path.with_stem(f"{path.stem}-damaged-{now}-{uuid.uuid4().hex[:4]}")


def keep_damaged(path: Path) -> Path | None:
    """Copy the damaged file, and its log; only while nobody has it open."""
    if not path.exists():
        return None
    kept = damaged_name(path)
    for ending in ("", "-wal"):
        if beside(path, ending).exists():
            shutil.copy2(beside(path, ending), beside(kept, ending))
            with beside(kept, ending).open("rb+") as file:
                os.fsync(file.fileno())
    sync_folder(path.parent)
    return kept


def _good_backup(backups: Path) -> Path | None:
    """The newest that is sound."""
    for backup in backups_in(backups):
        with suppress(ReaderError):
            check(backup.path)
            return backup.path
    return None


def put_mended(path: Path, part: Path) -> None:
    """Put a mended database in the place of the damaged one.

    The damaged one's log must be gone before, or SQLite would fold it into the mended one; what is
    cut short here is done again when the library is opened the next time.
    """
    doubted(path).touch()
    for ending in ("-wal", "-shm", "-journal"):
        beside(path, ending).unlink(missing_ok=True)
    sync_folder(path.parent)
    put_in_place(part, path)
    doubted(path).unlink(missing_ok=True)


_PARTS = ("mended", "backup", "rest", "scratch")


@dataclass(frozen=True, slots=True)
class _Homeless:
    """An annotation whose document could not be read, and that one's hash if it was known.

    ``sound``: it was read without fault itself.
    """

    annotation: Annotation
    sha256: str
    sound: bool


class _Mending:
    """One library being put together, each part of it in a file of its own."""

    def __init__(self, path: Path, kept: Path | None, parts: list[Path]) -> None:
        self._path = path
        self._kept = kept
        self._mended, self._backup, self._rest, self._scratch = parts
        self._alone = False  # without a backup
        self._homeless: list[_Homeless] = []
        self._known: dict[str, str] = {}  # the paths of documents by their hash

    def mended(self, problem: str, backup: Path | None) -> Recovery:
        self._alone = backup is None
        complete = self._salvaged(self._mended, lenient=False)
        if backup is not None:
            for _ in checked_copy(backup, self._backup):
                pass
        elif not self._known and not self._homeless:
            raise DamagedError(
                message(
                    "{path}: nothing in the library can be read ({problem}), and there is no sound"
                    " backup. It was left as it is; jianfan restore FILE puts a copy in its place.",
                    path=self._path,
                    problem=problem,
                )
            )
        with closing(Connections(self._mended)) as db:
            migrate(db)
            if backup is not None:
                self._add(db, self._backup)
            if not complete:
                there = {row[0] for row in db.rows("SELECT sha256 FROM document")}
                self._salvaged(self._rest, lenient=True, there=there)
                self._leave_out(db, self._rest)
                self._add(db, self._rest)
            unplaced = self._place_homeless(db)
            lost = self._lost(db)
            queue_all(db)
            counts = db.row("SELECT (SELECT count(*) FROM document WHERE removed IS NULL),"
                            " (SELECT count(*) FROM annotation)")  # fmt: skip
            db.connection().execute("PRAGMA journal_mode = DELETE")
            if found := problems_of(db.connection()):
                raise AssertionError(f"what was mended is damaged: {found}")
        return Recovery(
            problem,
            self._kept,
            complete,
            backup,
            documents=counts[0],
            annotations=counts[1],
            lost=lost,
            unplaced=len(unplaced),
            notes=self._written(unplaced),
        )

    def _salvaged(self, part: Path, *, lenient: bool, there: Set[str] = frozenset()) -> bool:
        """Read the damaged file into a part, and take out of it what does not hold together.

        ``there``: hashes of documents that are whole elsewhere, and not looked at.
        """
        if self._kept is None:
            with closing(Connections(part)) as db:
                migrate(db)
            return False
        source, version = self._readable()
        complete = salvage(source, part, version, lenient=lenient)
        with closing(Connections(part)) as db:
            migrate(db)
            self._known |= dict(db.rows("SELECT sha256, path FROM document"))
            if lenient:
                _rebuild_documents(db, all_of_them=self._alone)
            self._homeless += _without_fragments(db, lenient, there)
        return complete

    def _readable(self) -> tuple[Path, int]:
        """The damaged file with the first bytes that SQLite looks for, and its schema's number."""
        assert self._kept is not None
        with self._kept.open("rb") as file:
            header = file.read(100)
        version = _version(header)
        version = version if 0 < version <= len(MIGRATIONS) else len(MIGRATIONS)
        if header.startswith(_MAGIC):
            return self._kept, version
        for ending in ("", "-wal"):
            if beside(self._kept, ending).exists():
                shutil.copyfile(beside(self._kept, ending), beside(self._scratch, ending))
        with self._scratch.open("rb+") as file:
            file.write(_MAGIC)
        return self._scratch, version

    def _add(self, db: Connections, part: Path) -> None:
        with closing(Connections(part)) as other:
            migrate(other)
        merge(db, part, bring_back=False, same_ids=True)
        with db.writing() as connection, reading_file(part) as there:
            connection.executemany(
                "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                there.execute("SELECT key, value FROM meta").fetchall(),
            )

    def _leave_out(self, db: Connections, part: Path) -> None:
        """Take out of what read only in part the notes that are there, whole, already."""
        known = {row[0] for row in db.rows("SELECT id FROM annotation")}
        known |= {one.annotation.id for one in self._homeless if one.sound}
        with closing(Connections(part)) as other, other.writing() as connection:
            connection.execute(
                f"DELETE FROM annotation WHERE id IN {LISTED}", (json_of(sorted(known)),)
            )

    def _place_homeless(self, db: Connections) -> list[Annotation]:
        """Put annotations on their documents, now that these are there; what is left."""
        unplaced: dict[str, Annotation] = {}
        with db.writing() as connection:
            documents = dict(connection.execute("SELECT sha256, id FROM document").fetchall())
            writer = readings.AnnotationWriter(connection)
            for homeless in self._homeless:
                one = homeless.annotation
                row = connection.execute(
                    f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id = ?", (one.id,)
                ).fetchone()
                home = documents.get(homeless.sha256) or documents.get(one.source_sha256)
                if row is not None and homeless.sound:
                    stored = annotation_of(row)
                    writer.put(newer_of_each(stored, one))
                elif row is None and home is not None:
                    moved = replace(one, document_id=home, article_id=0)
                    writer.put(moved)
                elif row is None:
                    unplaced.setdefault(one.id, one)
        return list(unplaced.values())

    def _lost(self, db: Connections) -> tuple[str, ...]:
        there = {row[0] for row in db.rows("SELECT sha256 FROM document")}
        return tuple(sorted(path for sha256, path in self._known.items() if sha256 not in there))

    def _written(self, unplaced: list[Annotation]) -> Path | None:
        if not unplaced or self._kept is None:
            return None
        path = self._kept.with_suffix(".notes.jsonl")
        write_whole(path, notes_json(unplaced))
        return path


def queue_all(db: Connections) -> None:
    with db.writing() as connection:
        connection.execute("DELETE FROM index_queue")
        connection.execute("INSERT INTO index_queue (article_id) SELECT id FROM article")
        connection.execute(
            "INSERT OR IGNORE INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex[:12],)
        )
        connection.execute(
            "INSERT INTO meta VALUES ('index_builds', '1')"
            " ON CONFLICT (key) DO UPDATE SET value = value + 1"
        )


def _rebuild_documents(db: Connections, *, all_of_them: bool) -> None:
    """Give sources whose document was lost another, of the hash that its annotations name.

    ``all_of_them``: those without annotations too, which a backup would have twice.
    """
    lost = db.rows(
        "SELECT source.document_id, (SELECT source_sha256 FROM annotation"
        " WHERE annotation.document_id = source.document_id LIMIT 1) FROM source"
        " WHERE start = 0 AND source.document_id NOT IN (SELECT id FROM document)"
    )
    with db.writing() as connection:
        for number, sha256 in lost:
            if sha256 is not None or all_of_them:
                connection.execute(
                    "INSERT OR IGNORE INTO document (id, sha256, path, name, format, encoding,"
                    " script, imported) VALUES (?, ?, '', ?, 'text', 'utf-8', 'neither', ?)",
                    (
                        number,
                        sha256 or _hash_of_source(connection, number),
                        f"{number}.txt",
                        now_text(),
                    ),
                )


def _hash_of_source(db: sqlite3.Connection, number: int) -> str:
    rows = db.execute("SELECT text FROM source WHERE document_id = ? ORDER BY start", (number,))
    text = "".join(str(row[0]) for row in rows)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _without_fragments(db: Connections, lenient: bool, there: Set[str]) -> list[_Homeless]:
    """Take out documents of which a part was lost, and rows that refer to what is not there.

    The annotations of what was taken out are handed back, to be put on the same document from
    elsewhere.
    """
    documents = db.rows("SELECT id, sha256 FROM document")
    listed = json_of(
        [one for one, sha256 in documents if sha256 in there or _is_whole(db, one, lenient)]
    )
    astray = (
        f"document_id NOT IN {LISTED} OR document_id NOT IN (SELECT id FROM document)"
        f" OR article_id NOT IN (SELECT id FROM article WHERE document_id IN {LISTED})"
    )
    with db.writing() as connection:
        # A mended row may refer to what was lost, until it is taken out here.
        connection.execute("PRAGMA defer_foreign_keys = ON")
        _mend_annotations(connection, lenient)
        known = dict(connection.execute("SELECT id, sha256 FROM document").fetchall())
        rows = connection.execute(
            f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE {astray}", (listed, listed)
        ).fetchall()
        connection.execute(f"DELETE FROM annotation WHERE {astray}", (listed, listed))
        connection.execute(f"DELETE FROM document WHERE id NOT IN {LISTED}", (listed,))
        for statement in _WITHOUT_ASTRAY:
            connection.execute(statement)
    found = [annotation_of(row) for row in rows]
    return [_Homeless(one, known.get(one.document_id, ""), not lenient) for one in found]


def _mend_annotations(db: sqlite3.Connection, lenient: bool) -> None:
    """Take out those with a value that is none, or put in the place of such a value what is one.

    Where a sector was lost, zeros are read; where these are all the words there were, nothing is
    left of the annotation.
    """
    for row in db.execute(f"SELECT {ANNOTATION_FIELDS} FROM annotation").fetchall():
        zeros = any(isinstance(value, str) and "\0" in value for value in row)
        if is_annotation(row) and not zeros:
            continue
        db.execute("DELETE FROM annotation WHERE id = ?", (row[0],))
        if lenient:
            mended = _with_defaults(
                [value.replace("\0", "") if isinstance(value, str) else value for value in row]
            )
            if not any(mended[place] for place in _WORDS):
                continue
            db.execute(
                f"INSERT OR IGNORE INTO annotation ({ANNOTATION_FIELDS}) VALUES ({marks(mended)})",
                mended,
            )


def _with_defaults(row: Sequence[Any]) -> list[Any]:
    """A row of ``ANNOTATION_FIELDS``, each value that is none replaced; the words stay."""
    now = now_text()
    defaults: dict[int, Any] = {3: "[]", 8: "yellow", 10: "[]", 11: now, 12: now}
    defaults |= {13: "highlight", 14: "{}"}
    mended = list(row)
    for place, value in defaults.items():
        # With all others at their defaults, what is wrong can only be this one.
        trial = [defaults.get(number, one) for number, one in enumerate(row)]
        trial[place] = row[place]
        mended[place] = row[place] if is_annotation(trial) else value
    return mended


def _is_whole(db: Connections, document_id: int, lenient: bool) -> bool:
    """Whether a document's articles can be put together from its source, and read as they did.

    ``lenient``: those that read otherwise are made to, for a character of theirs was replaced.
    """
    reached = 0
    for start, length in db.rows(
        "SELECT start, length(text) FROM source WHERE document_id = ? ORDER BY start", document_id
    ):
        if start != reached:
            return False
        reached += length
    try:
        reading = readings.read(db, document_id)
        texts = {
            article.id: assemble(
                reading.source,
                article.draft.blocks,
                edits_inside(reading.edits, article.draft.blocks),
            ).text
            for article in reading.articles
        }
    except (ReaderError, ValueError, TypeError, IndexError, KeyError):
        return False
    # A bit can make a line break of a character, and then no view can be made of the article.
    if any(texts[one.id].count("\n") != len(one.draft.blocks) - 1 for one in reading.articles):
        return False
    other = {one.id: texts[one.id] for one in reading.articles if texts[one.id] != one.text}
    if lenient and other:
        with db.writing() as connection:
            connection.executemany(
                "UPDATE article SET text = ?, characters = ? WHERE id = ?",
                [(text, len(text), number) for number, text in other.items()],
            )
    places = db.rows(
        "SELECT position FROM article WHERE document_id = ? ORDER BY position", document_id
    )
    in_order = [row[0] for row in places] == list(range(len(places)))
    return bool(places) and (lenient or (in_order and not other))
