"""The library on disk: one SQLite file. The only module that knows SQL.

Every public method that writes is one transaction, durable when it returns: what was confirmed is
there after any crash, what was not is absent. Each thread has its own connection.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from reader.alignment import assemble
from reader.errors import NotFoundError, StoreError
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationWords,
    Article,
    ArticleDraft,
    ArticleKind,
    ArticleSummary,
    Block,
    BlockKind,
    Collection,
    Color,
    DocumentDraft,
    DocumentSummary,
    Edit,
    IndexContents,
    IndexedArticle,
    Script,
    Source,
    Span,
)
from reader.script.terms import Direction, Term, Terms, TermsChange

# The source is kept in pieces of this many code points, so that opening one article of a corpus
# file reads some ten thousand characters and not the whole file.
_CHUNK_CHARACTERS = 16_384
_OPENING_CHARACTERS = 24
_BUSY_TIMEOUT_S = 10.0

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection_id INTEGER REFERENCES collection (id),
    sha256 TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT NOT NULL,
    script TEXT NOT NULL,
    newspaper TEXT,
    date TEXT,
    page TEXT,
    imported TEXT NOT NULL,
    removed TEXT                    -- when the user removed it; its notes stay until it is purged
);
CREATE TABLE source (               -- the immutable text, in pieces; offsets are code points
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document_id, start)
) WITHOUT ROWID;
CREATE TABLE edit (                 -- what stood there is in the source
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    rule TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE INDEX edit_place ON edit (document_id, source_start, source_end);
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,      -- order in the document, from 0
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    authors TEXT NOT NULL,          -- JSON list of names
    newspaper TEXT,
    date TEXT,
    page TEXT,
    script TEXT NOT NULL,
    blocks TEXT NOT NULL,           -- JSON: [[kind, [[source start, source end], ...]], ...]
    characters INTEGER NOT NULL,
    text TEXT NOT NULL,             -- the clean text, derived; kept for the list, snippets, index
    UNIQUE (document_id, position)
);
CREATE TABLE annotation (
    id TEXT PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id),
    article_id INTEGER NOT NULL REFERENCES article (id),
    spans TEXT NOT NULL,            -- JSON: [[source start, source end], ...]
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    source_sha256 TEXT NOT NULL,
    color TEXT NOT NULL,
    note TEXT NOT NULL,
    tags TEXT NOT NULL,             -- JSON list
    created TEXT NOT NULL,
    modified TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX annotation_article ON annotation (article_id);
CREATE TABLE reading (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    position INTEGER NOT NULL       -- source offset of the first line on screen
);
CREATE TABLE index_queue (          -- articles the search index has yet to hear of
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL
);
"""

# Numbered from 1; each brings a library from the number before. Never edit one that was released.
_MIGRATIONS: tuple[str, ...] = (
    _SCHEMA,
    """
CREATE TABLE term (                 -- the user's own words, in the order they were added
    position INTEGER PRIMARY KEY,
    simplified TEXT NOT NULL,
    traditional TEXT NOT NULL
);
""",
    """
ALTER TABLE term ADD COLUMN direction TEXT NOT NULL DEFAULT 'both';
""",
)

_ARTICLE_FIELDS = (
    "article.id, article.document_id, article.title, article.subtitle, article.authors,"
    " article.kind, article.newspaper, article.date, article.page, article.script,"
    " article.characters"
)
# For want of a title: the first words of the first line.
_OPENING = f"CASE WHEN article.title = '' THEN substr(article.text, 1, {_OPENING_CHARACTERS}) END"
_INDEXED_FIELDS = (
    "article.id, article.text, article.document_id, article.title, article.authors,"
    " article.newspaper, article.date, article.script"
)
# A bound JSON list: SQLite limits how many "?" one statement may have.
_LISTED = "(SELECT value FROM json_each(?))"
_TERMS = "SELECT position, simplified, traditional, direction FROM term ORDER BY position"
_ANNOTATION_FIELDS = (
    "id, document_id, article_id, spans, quote, prefix, suffix, source_sha256, color, note, tags,"
    " created, modified"
)


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """A change the index has yet to hear of; ``article`` is ``None`` where it is gone."""

    seq: int
    article_id: int
    article: IndexedArticle | None


class Store:
    """Rows as values and back. Any thread may call any method; writers wait for one another."""

    def __init__(self, path: Path) -> None:
        """Open or create. Raises ``StoreError`` where that cannot be done, touching nothing."""
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._connections_lock = threading.Lock()
        try:
            with _guarded(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every thread's connection; no thread may use the store afterwards."""
        with self._connections_lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()

    @property
    def library_id(self) -> str:
        """A random name of this library, given when it was created."""
        return self.meta("library_id") or ""

    def meta(self, key: str) -> str | None:
        value = self._value("SELECT value FROM meta WHERE key = ?", key)
        return None if value is None else str(value)

    def set_meta(self, key: str, value: str) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Documents

    def document_of_bytes(self, sha256: str) -> DocumentSummary | None:
        """The document imported from the same bytes, unless it was removed."""
        return next(iter(self._documents("document.sha256 = ?", sha256)), None)

    def documents(self) -> list[DocumentSummary]:
        """All that were not removed, in the order of their import."""
        return self._documents("TRUE")

    def collections(self) -> list[Collection]:
        """Those that have documents, in the order of their creation."""
        rows = self._rows(
            "SELECT collection.id, collection.name, count(*) FROM collection"
            " JOIN document ON document.collection_id = collection.id"
            " WHERE document.removed IS NULL GROUP BY collection.id ORDER BY collection.id"
        )
        return [Collection(*row) for row in rows]

    def add_document(
        self,
        draft: DocumentDraft,
        path: Path,
        collection: str | None = None,
        texts: Sequence[str] | None = None,
    ) -> DocumentSummary:
        """Store a draft and queue its articles for the index.

        One that was removed earlier and is read again comes back with its annotations.
        ``texts``: what ``clean_texts`` gives, where that was done before, in steps.
        """
        if texts is None:
            texts = list(clean_texts(draft))
        with self._writing() as db:
            known = db.execute(
                "SELECT id FROM document WHERE sha256 = ?", (draft.sha256,)
            ).fetchone()
            if known:
                document_id = int(known[0])
                self._set_removed(db, [document_id], None)
                db.execute(
                    "UPDATE document SET path = ? WHERE id = ?", (_storable(str(path)), document_id)
                )
            else:
                document_id = _insert_document(db, draft, path, _collection_id(db, collection))
                _insert_texts(db, document_id, draft)
                _insert_articles(db, document_id, draft.articles, texts)
                _queue(db, "document_id = ?", document_id)
        return self._documents("document.id = ?", document_id)[0]

    def remove_documents(self, document_ids: Sequence[int]) -> None:
        """Take documents out of the library. They and their annotations can be brought back."""
        with self._writing() as db:
            self._set_removed(db, document_ids, _now_text())

    def restore_documents(self, document_ids: Sequence[int]) -> None:
        """Bring removed documents back as they were."""
        with self._writing() as db:
            self._set_removed(db, document_ids, None)

    # Articles

    def articles(self) -> list[ArticleSummary]:
        """Every article of the library, by document and then in the document's order."""
        rows = self._rows(
            f"SELECT {_ARTICLE_FIELDS}, {_OPENING} FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE document.removed IS NULL ORDER BY article.document_id, article.position"
        )
        return [_summary(row) for row in rows]

    def article(self, article_id: int) -> Article:
        """One article with the stretch of source it needs. Raises ``NotFoundError``."""
        if not 0 < article_id < 2**63:  # SQLite's integers
            raise NotFoundError(f"There is no article {article_id} in the library.")
        row = self._row(
            f"SELECT {_ARTICLE_FIELDS}, {_OPENING}, document.name, document.sha256,"
            " article.blocks, article.text FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE article.id = ? AND document.removed IS NULL",
            article_id,
        )
        if row is None:
            raise NotFoundError(f"There is no article {article_id} in the library.")
        summary = _summary(row[:12])
        name, sha256, blocks_json, text = row[12:]
        kinds = {kind.value: kind for kind in BlockKind}  # an enum's call is slow
        blocks = tuple(
            Block(kinds[kind], _spans_from_json(spans)) for kind, spans in json.loads(blocks_json)
        )
        start = min(span.start for block in blocks for span in block.spans)
        end = max(span.end for block in blocks for span in block.spans)
        source = self._source(summary.document_id, start, end)
        edits = self._edits(summary.document_id, source)
        return Article(
            summary=summary,
            document_name=name,
            source_sha256=sha256,
            source=source,
            blocks=blocks,
            edits=edits_inside(edits, blocks),
            text=text,
        )

    def summaries(self, article_ids: Sequence[int]) -> dict[int, ArticleSummary]:
        """By id; those that are not in the library are left out."""
        rows = self._rows(
            f"SELECT {_ARTICLE_FIELDS}, {_OPENING} FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE article.id IN {_LISTED} AND document.removed IS NULL",
            _json(article_ids),
        )
        return {row[0]: _summary(row) for row in rows}

    def texts(self, article_ids: Sequence[int]) -> dict[int, str]:
        """Clean texts by id; those that are not in the library are left out."""
        rows = self._rows(
            "SELECT article.id, text FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE article.id IN {_LISTED} AND document.removed IS NULL",
            _json(article_ids),
        )
        return dict(rows)

    def document_names(self, document_ids: Iterable[int]) -> dict[int, str]:
        """By id."""
        return dict(
            self._rows(
                f"SELECT id, name FROM document WHERE id IN {_LISTED}", _json(list(document_ids))
            )
        )

    def article_count(self) -> int:
        return int(
            self._value(
                "SELECT count(*) FROM article JOIN document ON document.id = article.document_id"
                " WHERE document.removed IS NULL"
            )
        )

    def newspapers(self) -> list[tuple[str, int]]:
        """Each with the number of its articles, the most frequent first."""
        return self._rows(
            "SELECT article.newspaper, count(*) FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE document.removed IS NULL AND article.newspaper <> ''"
            " GROUP BY article.newspaper ORDER BY count(*) DESC, article.newspaper"
        )

    # The index's queue

    def queued(self, limit: int, characters: int) -> list[QueuedArticle]:
        """The oldest changes the index has yet to hear of, by ``seq``.

        No more than ``limit``, and none after the one whose text fills ``characters``.
        """
        sql = (
            f"SELECT seq, article_id, document.removed, {_INDEXED_FIELDS} FROM index_queue"
            " LEFT JOIN article ON article.id = article_id"
            " LEFT JOIN document ON document.id = article.document_id"
            " ORDER BY seq LIMIT ?"
        )
        found: list[QueuedArticle] = []
        length = 0
        with _guarded(self.path), closing(self._connection().execute(sql, (limit,))) as rows:
            for seq, article_id, removed, *fields in rows:
                gone = removed is not None or fields[0] is None
                article = None if gone else _indexed(fields)
                found.append(QueuedArticle(seq, article_id, article))
                length += len(article.text) if article else 0
                if length >= characters:
                    break
        return found

    def indexed_articles(
        self, article_ids: Sequence[int] | None = None
    ) -> Iterator[IndexedArticle]:
        """Articles as the index is told of them, those of the library by default; lazy."""
        chosen = "TRUE" if article_ids is None else f"article.id IN {_LISTED}"
        sql = (
            f"SELECT {_INDEXED_FIELDS} FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE document.removed IS NULL AND {chosen} ORDER BY article.id"
        )
        values = () if article_ids is None else (_json(article_ids),)
        with _guarded(self.path), closing(self._connection().execute(sql, values)) as rows:
            for fields in rows:
                yield _indexed(fields)

    def queue_length(self) -> int:
        return int(self._value("SELECT count(*) FROM index_queue"))

    def queued_articles(self) -> list[int]:
        """The ids of those the index has yet to hear of, ascending."""
        rows = self._rows("SELECT DISTINCT article_id FROM index_queue ORDER BY article_id")
        return [row[0] for row in rows]

    def unqueued_contents(self) -> IndexContents:
        """Of the articles of the library that the index was told of."""
        # Answered by SQLite's own indexes: the rows themselves hold the texts.
        return IndexContents(
            *self._row(
                "SELECT count(*), coalesce(sum(article.id), 0) FROM article"
                " JOIN document ON document.id = article.document_id"
                " WHERE document.removed IS NULL"
                " AND article.id NOT IN (SELECT article_id FROM index_queue)"
            )
        )

    def index_builds(self) -> int:
        """How often all was queued; an index may have been emptied when this has grown."""
        return int(self.meta("index_builds") or 0)

    def unqueue(self, last_seq: int) -> None:
        """Forget changes up to ``last_seq``: the index has them."""
        with self._writing() as db:
            db.execute("DELETE FROM index_queue WHERE seq <= ?", (last_seq,))

    def queue_all(self) -> None:
        """Queue every article, for an index that starts empty."""
        with self._writing() as db:
            db.execute("DELETE FROM index_queue")
            _queue(db, "TRUE")
            db.execute(
                "INSERT INTO meta VALUES ('index_builds', '1')"
                " ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )

    # Annotations

    def annotations(self, article_id: int | None = None) -> list[Annotation]:
        """Annotations of one article or of all, in the order of their creation."""
        where = "TRUE" if article_id is None else "article_id = ?"
        rows = self._rows(
            f"SELECT {_ANNOTATION_FIELDS} FROM annotation WHERE {where} AND document_id IN"
            " (SELECT id FROM document WHERE removed IS NULL) ORDER BY created, id",
            *(() if article_id is None else (article_id,)),
        )
        return [_annotation(row) for row in rows]

    def annotation_words(self) -> list[AnnotationWords]:
        """What search looks at of all annotations, in the order of their creation."""
        rows = self._rows(
            "SELECT id, article_id, note, quote, tags FROM annotation WHERE document_id IN"
            " (SELECT id FROM document WHERE removed IS NULL) ORDER BY created, id"
        )
        return [
            AnnotationWords(number, article_id, note, quote, _tags(tags))
            for number, article_id, note, quote, tags in rows
        ]

    def annotated_articles(self) -> list[int]:
        """Their ids, ascending."""
        rows = self._rows("SELECT DISTINCT article_id FROM annotation ORDER BY article_id")
        return [row[0] for row in rows]

    def put_annotation(self, annotation: Annotation) -> None:
        """Create it, or replace the one of the same id."""
        with self._writing() as db:
            _put_annotation(db, annotation)

    def change_annotation(
        self, annotation_id: str, changed: Callable[[Annotation], Annotation | None]
    ) -> AnnotationChange:
        """Change what is stored now, whatever the caller last saw; ``None`` deletes it.

        Raises ``NotFoundError`` where it is gone.
        """
        with self._writing() as db:
            row = db.execute(
                f"SELECT {_ANNOTATION_FIELDS} FROM annotation WHERE id = ?", (annotation_id,)
            ).fetchone()
            if row is None:
                raise NotFoundError("The annotation is no longer there.")
            before = _annotation(row)
            after = changed(before)
            if after is None:
                db.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))
            else:
                _put_annotation(db, after)
            return AnnotationChange(before, after)

    def delete_annotation(self, annotation_id: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))

    # Terms

    def terms(self) -> Terms:
        """The user's own words, in the order they were added."""
        return Terms(_terms(self._rows(_TERMS)).values())

    def change_terms(self, before: Terms, after: Terms) -> TermsChange:
        """Make a change to what is stored now, whatever the caller last saw: ``Terms.changed``.

        A row that is no term, as another version may have written, stays.
        """
        with self._writing() as db:
            rows = _terms(db.execute(_TERMS).fetchall())
            stored = Terms(rows.values())
            changed = stored.changed(before, after)
            alike = _alike(stored, changed)  # what is only added to is not written anew
            db.execute(f"DELETE FROM term WHERE position IN {_LISTED}", (_json([*rows][alike:]),))
            db.execute(
                "INSERT INTO term (simplified, traditional, direction)"
                " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
                " json_extract(value, '$[2]') FROM json_each(?) ORDER BY key",
                (_json([(*term.forms, term.direction) for term in [*changed][alike:]]),),
            )
            return TermsChange(stored, changed)

    # Reading places

    def reading_position(self, article_id: int) -> int | None:
        """Source offset of the first line that was on screen."""
        found = self._value("SELECT position FROM reading WHERE article_id = ?", article_id)
        return None if found is None else int(found)

    def read_articles(self) -> list[int]:
        """The ids of those that were ever opened, ascending."""
        rows = self._rows("SELECT article_id FROM reading ORDER BY article_id")
        return [row[0] for row in rows]

    def article_dates(self) -> list[tuple[str, int]]:
        """Every date of an article, and how many articles bear it."""
        return self._rows(
            "SELECT article.date, count(*) FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE document.removed IS NULL AND article.date IS NOT NULL"
            " GROUP BY article.date ORDER BY article.date"
        )

    def stamp(self) -> tuple[int, int, int]:
        """Something else whenever this thread may read something else than before."""
        with _guarded(self.path):
            db = self._connection()
            return id(db), int(db.execute("PRAGMA data_version").fetchone()[0]), db.total_changes

    def set_reading_position(self, article_id: int, position: int) -> None:
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO reading VALUES (?, ?)", (article_id, position))

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the file; empty where all is well."""
        found = [row[0] for row in self._rows("PRAGMA integrity_check") if row[0] != "ok"]
        broken = self._rows("PRAGMA foreign_key_check")
        return found + [f"row {row[1]} of {row[0]} refers to a missing {row[2]}" for row in broken]

    # Below: how

    def _documents(self, where: str, *values: object) -> list[DocumentSummary]:
        rows = self._rows(
            "SELECT document.id, collection_id, name, path, format,"
            " (SELECT count(*) FROM article WHERE document_id = document.id) FROM document"
            f" WHERE {where} AND removed IS NULL ORDER BY document.id",
            *values,
        )
        return [DocumentSummary(*row) for row in rows]

    def _source(self, document_id: int, start: int, end: int) -> Source:
        rows = self._rows(
            "SELECT start, text FROM source WHERE document_id = ? AND start >= ? AND start < ?"
            " ORDER BY start",
            document_id,
            start - start % _CHUNK_CHARACTERS,
            max(end, start + 1),
        )
        return Source("".join(text for _, text in rows), rows[0][0] if rows else 0)

    def _edits(self, document_id: int, source: Source) -> list[Edit]:
        """The edits that lie in a stretch of the source, sorted."""
        rows = self._rows(
            "SELECT rule, source_start, source_end, after FROM edit WHERE document_id = ?"
            " AND source_start BETWEEN ? AND ? AND source_end <= ?"
            " ORDER BY source_start, source_end, id",
            document_id,
            source.start,
            source.start + len(source.text),
            source.start + len(source.text),
        )
        return [
            Edit(rule, Span(start, end), source.slice(Span(start, end)), after)
            for rule, start, end, after in rows
        ]

    @staticmethod
    def _set_removed(db: sqlite3.Connection, ids: Sequence[int], removed: str | None) -> None:
        listed = _json(ids)
        db.execute(f"UPDATE document SET removed = ? WHERE id IN {_LISTED}", (removed, listed))
        _queue(db, f"document_id IN {_LISTED}", listed)

    def _migrate(self) -> None:
        db = self._connection()
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(_MIGRATIONS):
            raise StoreError(
                f"{self.path}: this library was made by a newer version of Jianfan Reader"
                f" (schema {version}, this program knows {len(_MIGRATIONS)})."
                " Update the program; nothing was changed."
            )
        if not version and db.execute("SELECT 1 FROM sqlite_master").fetchone():
            # Another process may be creating the library: then the number is there by now.
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if not version:
                raise StoreError(
                    f"{self.path}: this is another program's file; it was not changed."
                )
        # Kept in the file itself, so only now that the file is known to be ours.
        db.execute("PRAGMA journal_mode = WAL")
        if version == len(_MIGRATIONS):
            return
        with self._writing() as db:
            # Another process may have migrated between the look above and this lock.
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            for script in _MIGRATIONS[version:]:
                for statement in _statements(script):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
            db.execute(
                "INSERT OR IGNORE INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex[:12],)
            )

    def _connection(self) -> sqlite3.Connection:
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
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed as a whole, or rolled back by any exception."""
        with _guarded(self.path):
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with _guarded(self.path):
            return self._connection().execute(sql, values).fetchall()

    def _row(self, sql: str, *values: object) -> Any:
        return next(iter(self._rows(sql, *values)), None)

    def _value(self, sql: str, *values: object) -> Any:
        row = self._row(sql, *values)
        return None if row is None else row[0]


def edits_inside(edits: Sequence[Edit], blocks: Iterable[Block]) -> tuple[Edit, ...]:
    """Those of a document's edits that lie inside a block of an article; at least one block.

    ``edits`` sorted. Only those between the article's first and last character are looked at, for
    a corpus file has thousands of articles.
    """
    spans = sorted(span for block in blocks for span in block.spans)
    starts = [span.start for span in spans]
    first = bisect_left(edits, starts[0], key=_source_start)
    last = bisect_right(edits, max(span.end for span in spans), key=_source_start)
    return tuple(
        edit
        for edit in edits[first:last]
        if edit.source.end <= spans[bisect_right(starts, edit.source.start) - 1].end
    )


def _source_start(edit: Edit) -> int:
    return edit.source.start


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
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


def _statements(script: str) -> Iterator[str]:
    """The statements of a schema script one by one: ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def clean_texts(draft: DocumentDraft) -> Iterator[str]:
    """The clean text of each article of a draft, in order. Pure."""
    source = Source(draft.source)
    for article in draft.articles:
        edits = edits_inside(draft.edits, article.blocks)
        yield assemble(source, article.blocks, edits).text


def _collection_id(db: sqlite3.Connection, name: str | None) -> int | None:
    if name is None:
        return None
    db.execute("INSERT OR IGNORE INTO collection (name) VALUES (?)", (name,))
    return int(db.execute("SELECT id FROM collection WHERE name = ?", (name,)).fetchone()[0])


def _insert_document(
    db: sqlite3.Connection, draft: DocumentDraft, path: Path, collection_id: int | None
) -> int:
    cursor = db.execute(
        "INSERT INTO document (collection_id, sha256, path, name, format, encoding, script,"
        " newspaper, date, page, imported) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            collection_id,
            draft.sha256,
            _storable(str(path)),
            _storable(draft.name),
            draft.format,
            draft.encoding,
            draft.script.value,
            draft.newspaper,
            draft.date,
            draft.page,
            _now_text(),
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_texts(db: sqlite3.Connection, document_id: int, draft: DocumentDraft) -> None:
    db.executemany(
        "INSERT INTO source VALUES (?, ?, ?)",
        (
            (document_id, start, draft.source[start : start + _CHUNK_CHARACTERS])
            for start in range(0, len(draft.source), _CHUNK_CHARACTERS)
        ),
    )
    db.executemany(
        "INSERT INTO edit (document_id, source_start, source_end, rule, after)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            (document_id, edit.source.start, edit.source.end, edit.rule, edit.after)
            for edit in draft.edits
        ),
    )


def _insert_articles(
    db: sqlite3.Connection,
    document_id: int,
    articles: Iterable[ArticleDraft],
    texts: Iterable[str],
) -> None:
    db.executemany(
        "INSERT INTO article (document_id, position, kind, title, subtitle, authors, newspaper,"
        " date, page, script, blocks, characters, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document_id,
                position,
                article.kind.value,
                article.title,
                article.subtitle,
                _json(article.authors),
                article.newspaper,
                article.date,
                article.page,
                article.script.value,
                _json([(block.kind, _pairs(block.spans)) for block in article.blocks]),
                len(text),
                text,
            )
            for position, (article, text) in enumerate(zip(articles, texts, strict=True))
        ),
    )


def _put_annotation(db: sqlite3.Connection, annotation: Annotation) -> None:
    values = (
        annotation.id,
        annotation.document_id,
        annotation.article_id,
        _spans_to_json(annotation.spans),
        annotation.quote,
        annotation.prefix,
        annotation.suffix,
        annotation.source_sha256,
        annotation.color.value,
        annotation.note,
        _json(annotation.tags),
        annotation.created.isoformat(),
        annotation.modified.isoformat(),
    )
    db.execute(
        f"INSERT OR REPLACE INTO annotation ({_ANNOTATION_FIELDS}) VALUES ({_marks(values)})",
        values,
    )


def _queue(db: sqlite3.Connection, where: str, *values: object) -> None:
    db.execute(
        f"INSERT INTO index_queue (article_id) SELECT id FROM article WHERE {where} ORDER BY id",
        values,
    )


def _summary(row: Sequence[Any]) -> ArticleSummary:
    opening, line_end, _ = (row[11] or "").partition("\n")
    if opening and not line_end and row[10] > _OPENING_CHARACTERS:
        opening += "…"
    return ArticleSummary(
        id=row[0],
        document_id=row[1],
        title=row[2],
        subtitle=row[3],
        authors=tuple(json.loads(row[4])),
        kind=ArticleKind(row[5]),
        newspaper=row[6],
        date=row[7],
        page=row[8],
        script=Script(row[9]),
        characters=row[10],
        opening=opening,
    )


def _indexed(fields: Sequence[Any]) -> IndexedArticle:
    number, text, document_id, title, authors, newspaper, date, script = fields
    return IndexedArticle(
        id=number,
        text=text,
        document_id=document_id,
        title=title,
        authors=tuple(json.loads(authors)),
        newspaper=newspaper or "",
        date=date,
        script=Script(script),
    )


def _annotation(row: Sequence[Any]) -> Annotation:
    return Annotation(
        id=row[0],
        document_id=row[1],
        article_id=row[2],
        spans=_spans_from_json(json.loads(row[3])),
        quote=row[4],
        prefix=row[5],
        suffix=row[6],
        source_sha256=row[7],
        color=Color(row[8]),
        note=row[9],
        tags=tuple(json.loads(row[10])),
        created=datetime.fromisoformat(row[11]),
        modified=datetime.fromisoformat(row[12]),
    )


@lru_cache(maxsize=1024)
def _tags(tags_json: str) -> tuple[str, ...]:
    """The same few again and again."""
    return tuple(json.loads(tags_json))


def _terms(rows: Iterable[tuple[int, str, str, str]]) -> dict[int, Term]:
    """Terms by their position; rows that are none are left out."""
    found: dict[int, Term] = {}
    for position, simplified, traditional, direction in rows:
        try:
            found[position] = Term(simplified, traditional, Direction(direction))
        except ValueError:  # no term, or no direction
            continue
    return found


def _alike(one: Iterable[Term], other: Iterable[Term]) -> int:
    """How many terms two lists have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _pairs(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _spans_to_json(spans: Iterable[Span]) -> str:
    return _json(_pairs(spans))


def _spans_from_json(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple([Span(start, end) for start, end in pairs])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _storable(name: str) -> str:
    """A file name as text that SQLite takes: one that is not UTF-8 keeps what can be read of it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _now_text() -> str:
    return datetime.now(UTC).isoformat()
