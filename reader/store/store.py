"""The store: rows as values and back.

Every public method that writes is one transaction, durable when it returns: what was confirmed is
there after any crash, what was not is absent. Each thread has its own connection.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.corrections import Decision, Reading, ReadingChange
from reader.errors import NotFoundError, ReadOnlyError
from reader.messages import message
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationQuery,
    AnnotationWords,
    Article,
    ArticleSummary,
    Block,
    Changed,
    Collection,
    DocumentDraft,
    DocumentSummary,
    IndexContents,
    IndexedArticle,
    ListedAnnotation,
    Source,
    SourceUpdate,
)
from reader.script.terms import Terms, TermsChange
from reader.store import listing, readings, replacing, steps
from reader.store.backup import problems_of, unreadable
from reader.store.connection import Connections, doubted, guarded, read_only_error
from reader.store.drafts import (
    clean_texts,
    collection_id,
    edits_inside,
    insert_articles,
    insert_document,
    insert_texts,
    queue,
)
from reader.store.keeper import Keeper
from reader.store.migrating import migrate
from reader.store.presence import Presence
from reader.store.recovery import Recovery
from reader.store.rows import (
    ANNOTATION_FIELDS,
    ARTICLE_FIELDS,
    INDEXED_FIELDS,
    LISTED,
    OPENING,
    TERMS,
    alike,
    annotation_of,
    blocks_of,
    indexed_of,
    json_of,
    now_text,
    storable,
    summary_of,
    tags_of,
    terms_of,
)


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """A change the index has yet to hear of; ``article`` is ``None`` where it is gone."""

    seq: int
    article_id: int
    article: IndexedArticle | None


class Store:
    """Rows as values and back. Any thread may call any method; writers wait for one another."""

    def __init__(self, path: Path, backups: Path | None = None) -> None:
        """Open or create. Raises ``StoreError`` where that cannot be done, touching nothing.

        One that may not be written to is opened to be read, as ``read_only`` tells then.
        ``backups``: their folder. With it a library that is damaged is mended, as ``recovery``
        tells then, and one of an older version is kept before it is migrated.
        """
        self.path = path
        self.recovery: Recovery | None = None
        with guarded(path):
            self._db = Connections(path, read_only_error(path))
        self._presence: Presence | None = None
        self.keeper = Keeper(self._db, path.parent / "backups" if backups is None else backups)
        try:
            with guarded(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                if backups is not None and self.read_only is None:
                    self._presence = Presence(path)
                    self.recovery = self._presence.enter(backups)
                migrate(self._db, self.keeper.keep_before_migration)
                self._foreign = self._db.foreign_counts()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every thread's connection; no thread may use the store afterwards."""
        self._db.close()
        if self._presence is not None:
            self._presence.leave()

    @property
    def read_only(self) -> ReadOnlyError | None:
        """Why nothing may be written, which every method that writes raises then."""
        return self._db.read_only

    def check_writable(self) -> None:
        """Raise ``ReadOnlyError`` where nothing may be written."""
        self._db.check_writable()

    @property
    def library_id(self) -> str:
        """A random name of this library, given when it was created."""
        return self.meta("library_id") or ""

    def meta(self, key: str) -> str | None:
        value = self._db.value("SELECT value FROM meta WHERE key = ?", key)
        return None if value is None else str(value)

    def set_meta(self, key: str, value: str) -> None:
        with self._db.writing() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Documents

    def document_of_bytes(self, sha256: str) -> DocumentSummary | None:
        """The document imported from the same bytes, unless it was removed."""
        return next(iter(self._documents("document.sha256 = ?", sha256)), None)

    def source_hashes(self) -> dict[int, str]:
        """What tells the sources of documents from one another, by the documents' ids."""
        return dict(self._db.rows("SELECT id, sha256 FROM document WHERE removed IS NULL"))

    def removed_bytes(self, sha256: str) -> bool:
        """Whether a document of the same bytes was removed."""
        sql = "SELECT 1 FROM document WHERE sha256 = ? AND removed IS NOT NULL"
        return self._db.value(sql, sha256) is not None

    def document_at(self, path: Path) -> DocumentSummary | None:
        """The document last imported from a path, unless it was removed."""
        latest = (
            "document.id = (SELECT id FROM document WHERE path = ? AND removed IS NULL"
            " ORDER BY imported DESC, id DESC LIMIT 1)"
        )
        return next(iter(self._documents(latest, storable(str(path)))), None)

    def source_sha256(self, document_id: int) -> str:
        """Of the bytes that a document was read from; empty where there is none."""
        with guarded(self.path):
            return readings.source_sha256(self._db.connection(), document_id)

    def move_document(self, document_id: int, path: Path) -> None:
        """Its file is elsewhere now, perhaps under another name."""
        with self._db.writing() as db:
            db.execute(
                "UPDATE document SET path = ?, name = ?, imported = ? WHERE id = ?",
                (storable(str(path)), storable(path.name), now_text(), document_id),
            )

    def replace_source(self, document_id: int, draft: DocumentDraft, path: Path) -> SourceUpdate:
        """Make a document that of a new draft, and take along what people added to it.

        Raises ``NotFoundError``.
        """
        return replacing.replace_source(self._db, document_id, draft, path)

    def find_orphans_again(self, before: Reading) -> int:
        """Give a document's orphans their places, where they have one by now; how many had.

        ``before``: how it was read when they were last looked for.
        """
        return replacing.find_orphans_again(self._db, before)

    def documents(self) -> list[DocumentSummary]:
        """All that were not removed, in the order of their import."""
        return self._documents("TRUE")

    def collections(self) -> list[Collection]:
        """Those that have documents, in the order of their creation."""
        rows = self._db.rows(
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
        with self._db.writing() as db:
            known = db.execute(
                "SELECT id FROM document WHERE sha256 = ?", (draft.sha256,)
            ).fetchone()
            if known:
                document_id = int(known[0])
                self._set_removed(db, [document_id], None)
                db.execute(
                    "UPDATE document SET path = ?, imported = ? WHERE id = ?",
                    (storable(str(path)), now_text(), document_id),
                )
            else:
                document_id = insert_document(db, draft, path, collection_id(db, collection))
                insert_texts(db, document_id, draft)
                insert_articles(db, document_id, draft.articles, texts)
                queue(db, "document_id = ?", document_id)
        return self._documents("document.id = ?", document_id)[0]

    def remove_documents(self, document_ids: Sequence[int]) -> None:
        """Take documents out of the library. They and their annotations can be brought back."""
        with self._db.writing() as db:
            self._set_removed(db, document_ids, now_text())

    def restore_documents(self, document_ids: Sequence[int]) -> None:
        """Bring removed documents back as they were."""
        with self._db.writing() as db:
            self._set_removed(db, document_ids, None)

    # How documents are read

    def document_draft(self, document_id: int) -> DocumentDraft:
        """A document as an import would give it, without its articles and edits.

        Raises ``NotFoundError``.
        """
        return readings.document_draft(self._db, document_id)

    def source(self, document_id: int, most: int) -> Source | None:
        """A document's whole source; ``None`` where it has more than ``most`` characters."""
        last = self._db.row(
            "SELECT start, length(text) FROM source WHERE document_id = ?"
            " ORDER BY start DESC LIMIT 1",
            document_id,
        )
        if last is None or sum(last) > most:
            return None
        return readings.source_between(self._db, document_id)

    def decisions(self, document_id: int) -> tuple[Decision, ...]:
        """What was decided of a document, in the order it was."""
        return readings.decisions_of(self._db, document_id)

    def reading(self, document_id: int, article_ids: Sequence[int] | None = None) -> Reading:
        """How a document stands: all of it, or from the first to the last of these articles.

        Raises ``NotFoundError`` where one of them is no longer there.
        """
        return readings.read(self._db, document_id, article_ids)

    def change_reading(
        self, step: ReadingChange, document: DocumentDraft | None = None
    ) -> ReadingChange:
        """Store one step; ``document``: what is known anew of the document.

        What comes back has the ids of new articles. Annotations go with their words. Raises
        ``ConflictError`` where the document was changed since ``step.before`` was read.
        """
        return readings.change(self._db, step, document)

    # Articles

    def articles(self) -> list[ArticleSummary]:
        """Every article of the library, by document and then in the document's order."""
        rows = self._db.rows(
            f"SELECT {ARTICLE_FIELDS}, {OPENING} FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE document.removed IS NULL ORDER BY article.document_id, article.position"
        )
        return [summary_of(row) for row in rows]

    def article(self, article_id: int) -> Article:
        """One article with the stretch of source it needs. Raises ``NotFoundError``."""
        if not 0 < article_id < 2**63:  # SQLite's integers
            raise NotFoundError(
                message("There is no article {number} in the library.", number=article_id)
            )
        with self._db.snapshot():
            row = self._db.row(
                f"SELECT {ARTICLE_FIELDS}, {OPENING}, document.name, document.sha256,"
                " article.blocks, article.text FROM article"
                " JOIN document ON document.id = article.document_id"
                " WHERE article.id = ? AND document.removed IS NULL",
                article_id,
            )
            if row is None:
                raise NotFoundError(
                    message("There is no article {number} in the library.", number=article_id)
                )
            summary = summary_of(row[:13])
            name, sha256, blocks_json, text = row[13:]
            blocks = blocks_of(blocks_json)
            start = min(span.start for block in blocks for span in block.spans)
            end = max(span.end for block in blocks for span in block.spans)
            source = readings.source_between(self._db, summary.document_id, start, end)
            edits = readings.edits_between(self._db, summary.document_id, source)
        return Article(
            summary=summary,
            document_name=name,
            source_sha256=sha256,
            source=source,
            blocks=blocks,
            edits=edits_inside(edits, blocks),
            text=text,
        )

    def article_blocks(self, document_id: int) -> dict[int, tuple[Block, ...]]:
        """The blocks of a document's articles by their ids, in its order."""
        rows = self._db.rows(
            "SELECT id, blocks FROM article WHERE document_id = ? ORDER BY position", document_id
        )
        return {article_id: blocks_of(blocks_json) for article_id, blocks_json in rows}

    def blocks(self, article_ids: Iterable[int]) -> dict[int, tuple[Block, ...]]:
        """The blocks of articles by their ids."""
        rows = self._db.rows(
            f"SELECT id, blocks FROM article WHERE id IN {LISTED}", json_of(list(article_ids))
        )
        return {article_id: blocks_of(blocks_json) for article_id, blocks_json in rows}

    def summaries(self, article_ids: Sequence[int]) -> dict[int, ArticleSummary]:
        """By id, in the library's order; those that are not in the library are left out."""
        rows = self._db.rows(
            f"SELECT {ARTICLE_FIELDS}, {OPENING} FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE article.id IN {LISTED} AND document.removed IS NULL"
            " ORDER BY article.document_id, article.position",
            json_of(article_ids),
        )
        return {row[0]: summary_of(row) for row in rows}

    def texts(self, article_ids: Sequence[int]) -> dict[int, str]:
        """Clean texts by id; those that are not in the library are left out."""
        rows = self._db.rows(
            "SELECT article.id, text FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE article.id IN {LISTED} AND document.removed IS NULL",
            json_of(article_ids),
        )
        return dict(rows)

    def document_names(self, document_ids: Iterable[int]) -> dict[int, str]:
        """By id."""
        return dict(
            self._db.rows(
                f"SELECT id, name FROM document WHERE id IN {LISTED}", json_of(list(document_ids))
            )
        )

    def article_count(self) -> int:
        return int(
            self._db.value(
                "SELECT count(*) FROM article JOIN document ON document.id = article.document_id"
                " WHERE document.removed IS NULL"
            )
        )

    def newspapers(self) -> list[tuple[str, int]]:
        """Each with the number of its articles, the most frequent first."""
        return self._db.rows(
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
            f"SELECT seq, article_id, document.removed, {INDEXED_FIELDS} FROM index_queue"
            " LEFT JOIN article ON article.id = article_id"
            " LEFT JOIN document ON document.id = article.document_id"
            " ORDER BY seq LIMIT ?"
        )
        found: list[QueuedArticle] = []
        length = 0
        with self._db.stream(sql, limit) as rows:
            for seq, article_id, removed, *fields in rows:
                gone = removed is not None or fields[0] is None
                article = None if gone else indexed_of(fields)
                found.append(QueuedArticle(seq, article_id, article))
                length += len(article.text) if article else 0
                if length >= characters:
                    break
        return found

    def indexed_articles(
        self, article_ids: Sequence[int] | None = None
    ) -> Iterator[IndexedArticle]:
        """Articles as the index is told of them, those of the library by default; lazy."""
        chosen = "TRUE" if article_ids is None else f"article.id IN {LISTED}"
        sql = (
            f"SELECT {INDEXED_FIELDS} FROM article"
            " JOIN document ON document.id = article.document_id"
            f" WHERE document.removed IS NULL AND {chosen} ORDER BY article.id"
        )
        values = () if article_ids is None else (json_of(article_ids),)
        with self._db.stream(sql, *values) as rows:
            for fields in rows:
                yield indexed_of(fields)

    def queue_length(self) -> int:
        return int(self._db.value("SELECT count(*) FROM index_queue"))

    def queued_articles(self) -> list[int]:
        """The ids of those the index has yet to hear of, ascending."""
        rows = self._db.rows("SELECT DISTINCT article_id FROM index_queue ORDER BY article_id")
        return [row[0] for row in rows]

    def unqueued_contents(self) -> IndexContents:
        """Of the articles of the library that the index was told of."""
        # Answered by SQLite's own indexes: the rows themselves hold the texts.
        return IndexContents(
            *self._db.row(
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
        with self._db.writing() as db:
            db.execute("DELETE FROM index_queue WHERE seq <= ?", (last_seq,))

    def queue_all(self) -> None:
        """Queue every article, for an index that starts empty."""
        with self._db.writing() as db:
            db.execute("DELETE FROM index_queue")
            queue(db, "TRUE")
            db.execute(
                "INSERT INTO meta VALUES ('index_builds', '1')"
                " ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )

    # Annotations

    def annotations(self, article_id: int | None = None) -> list[Annotation]:
        """Annotations that touch one article, or all, in the order of their creation."""
        touching = (
            "(article_id = ? OR id IN"
            " (SELECT annotation_id FROM annotation_elsewhere WHERE article_id = ?))"
        )
        where = "TRUE" if article_id is None else touching
        rows = self._db.rows(
            f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE {where} AND document_id IN"
            " (SELECT id FROM document WHERE removed IS NULL) ORDER BY created, id",
            *(() if article_id is None else (article_id, article_id)),
        )
        return [annotation_of(row) for row in rows]

    def find_annotations(
        self, query: AnnotationQuery, *, with_words: bool, most: int = -1
    ) -> list[listing.Found]:
        """What a query asks for but for its words: ``listing.find``."""
        return listing.find(self._db, query, with_words=with_words, most=most)

    def count_annotations(self, query: AnnotationQuery) -> int:
        """How many ``find_annotations`` would find."""
        return listing.count(self._db, query)

    def listed_annotations(self, annotation_ids: Sequence[str]) -> dict[str, ListedAnnotation]:
        """By id; what is no longer there is left out."""
        return listing.rows(self._db, annotation_ids)

    def annotation_beginnings(self, annotation_ids: Sequence[str]) -> list[listing.Beginning]:
        """Where those of the present source begin; the others are left out."""
        return listing.beginnings(self._db, annotation_ids)

    def annotation_tags(self) -> list[tuple[str, int]]:
        """Every tag, the most frequent first, and how many annotations have it."""
        return listing.tag_counts(self._db)

    def article_tags(self) -> list[tuple[int, tuple[str, ...]]]:
        """The article and the tags of each annotation that has any, in the order of creation."""
        return listing.article_tags(self._db)

    def annotation_colors(self) -> list[str]:
        """Every colour in use, the most frequent first."""
        return listing.colors(self._db)

    def document_annotations(self, document_id: int) -> list[Annotation]:
        """A document's annotations, in the order of their creation."""
        rows = self._db.rows(
            f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE document_id = ?"
            " ORDER BY created, id",
            document_id,
        )
        return [annotation_of(row) for row in rows]

    def annotation_words(self) -> list[AnnotationWords]:
        """What search looks at of all annotations, in the order of their creation."""
        rows = self._db.rows(
            "SELECT id, article_id, note, quote, tags FROM annotation WHERE document_id IN"
            " (SELECT id FROM document WHERE removed IS NULL) ORDER BY created, id"
        )
        return [
            AnnotationWords(number, article_id, note, quote, tags_of(tags))
            for number, article_id, note, quote, tags in rows
        ]

    def annotated_articles(self) -> list[int]:
        """Their ids, ascending."""
        rows = self._db.rows("SELECT DISTINCT article_id FROM annotation ORDER BY article_id")
        return [row[0] for row in rows]

    def apply_annotation(self, change: AnnotationChange) -> None:
        """Make a change to what is stored now: of an annotation the fields that it changes.

        Raises ``NotFoundError`` where the annotation is gone, and ``ConflictError`` where a field
        was changed elsewhere since; then nothing is changed.
        """
        self.apply_annotations([change])

    def apply_annotations(self, changes: Iterable[AnnotationChange]) -> None:
        """As ``apply_annotation``, of several as one transaction."""
        placed = []
        with self._db.writing() as db:
            writer = readings.AnnotationWriter(db)
            for change in changes:
                steps.apply(db, writer, change)
                before, after = change.before, change.after
                if after and (before is None or before.source_sha256 != after.source_sha256):
                    placed.append(after.id)
            replacing.find_brought_back(self._db, db, placed)

    def put_annotation(self, annotation: Annotation) -> None:
        """Create it, or replace the one of the same id."""
        with self._db.writing() as db:
            readings.AnnotationWriter(db).put(annotation)

    def change_annotation(
        self, annotation_id: str, changed: Callable[[Annotation], Annotation | None]
    ) -> AnnotationChange:
        """Change what is stored now, whatever the caller last saw; ``None`` deletes it.

        Raises ``NotFoundError`` where it is gone.
        """
        with self._db.writing() as db:
            row = db.execute(
                f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id = ?", (annotation_id,)
            ).fetchone()
            if row is None:
                raise NotFoundError(message("The annotation is no longer there."))
            before = annotation_of(row)
            after = changed(before)
            if after is None:
                db.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))
            else:
                readings.AnnotationWriter(db).put(after)
            return AnnotationChange(before, after)

    def change_annotations(
        self, annotation_ids: Sequence[str], changed: Callable[[Annotation], Annotation | None]
    ) -> tuple[AnnotationChange, ...]:
        """As ``change_annotation``, of several as one transaction.

        Those that are gone, and those that stay as they are, are left out of what comes back.
        """
        changes = []
        with self._db.writing() as db:
            found = db.execute(
                f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id IN {LISTED}",
                (json_of(annotation_ids),),
            )
            known = {row[0]: annotation_of(row) for row in found.fetchall()}
            writer = readings.AnnotationWriter(db)
            for before in (known[one] for one in annotation_ids if one in known):
                after = changed(before)
                if after is None:
                    db.execute("DELETE FROM annotation WHERE id = ?", (before.id,))
                elif after != before:
                    writer.put(after)
                if after != before:
                    changes.append(AnnotationChange(before, after))
        return tuple(changes)

    def known_annotations(self, annotation_ids: Sequence[str]) -> dict[str, Annotation]:
        """By id, those too whose document was removed; what is not there is left out."""
        rows = self._db.rows(
            f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id IN {LISTED}",
            json_of(annotation_ids),
        )
        return {row[0]: annotation_of(row) for row in rows}

    def merge_annotations(
        self,
        merges: Iterable[tuple[str, Callable[[Annotation | None], Annotation | None]]],
        sources: Mapping[int, str] | None = None,
    ) -> list[AnnotationChange]:
        """Create and change several as one transaction.

        Each is given what is stored under its id by then, and gives what shall be: ``None`` leaves
        it as it is. ``sources``: the hashes of the documents they were made for. Raises
        ``ConflictError`` where one of these has another source by now, or is not there; then
        nothing is changed.
        """
        changes = []
        sql = f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id = ?"
        with self._db.writing() as db:
            present = self.source_hashes() if sources else {}
            if any(present.get(one) != sha256 for one, sha256 in (sources or {}).items()):
                raise readings.changed_since()
            writer = readings.AnnotationWriter(db)
            for annotation_id, merged in merges:
                row = db.execute(sql, (annotation_id,)).fetchone()
                before = None if row is None else annotation_of(row)
                after = merged(before)
                if after is not None:
                    writer.put(after)
                    stored = db.execute(sql, (annotation_id,)).fetchone()
                    changes.append(AnnotationChange(before, annotation_of(stored)))
        return changes

    def delete_annotation(self, annotation_id: str) -> None:
        with self._db.writing() as db:
            db.execute("DELETE FROM annotation WHERE id = ?", (annotation_id,))

    # Terms

    def terms(self) -> Terms:
        """The user's own words, in the order they were added."""
        return Terms(terms_of(self._db.rows(TERMS)).values())

    def change_terms(self, before: Terms, after: Terms) -> TermsChange:
        """Make a change to what is stored now, whatever the caller last saw: ``Terms.changed``.

        A row that is no term, as another version may have written, stays.
        """
        with self._db.writing() as db:
            rows = terms_of(db.execute(TERMS).fetchall())
            stored = Terms(rows.values())
            changed = stored.changed(before, after)
            kept = alike(stored, changed)  # what is only added to is not written anew
            db.execute(f"DELETE FROM term WHERE position IN {LISTED}", (json_of([*rows][kept:]),))
            db.execute(
                "INSERT INTO term (simplified, traditional, direction)"
                " SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'),"
                " json_extract(value, '$[2]') FROM json_each(?) ORDER BY key",
                (json_of([(*term.forms, term.direction) for term in [*changed][kept:]]),),
            )
            return TermsChange(stored, changed)

    # Reading places

    def reading_position(self, article_id: int) -> int | None:
        """Source offset of the first line that was on screen."""
        found = self._db.value("SELECT position FROM reading WHERE article_id = ?", article_id)
        return None if found is None else int(found)

    def read_articles(self) -> list[int]:
        """The ids of those that were ever opened, ascending."""
        rows = self._db.rows("SELECT article_id FROM reading ORDER BY article_id")
        return [row[0] for row in rows]

    def article_dates(self) -> list[tuple[str, int]]:
        """Every date of an article, and how many articles bear it."""
        return self._db.rows(
            "SELECT article.date, count(*) FROM article"
            " JOIN document ON document.id = article.document_id"
            " WHERE document.removed IS NULL AND article.date IS NOT NULL"
            " GROUP BY article.date ORDER BY article.date"
        )

    def stamp(self) -> tuple[int, int, int]:
        """Something else whenever this thread may read something else than before."""
        with guarded(self.path):
            db = self._db.connection()
            return id(db), int(db.execute("PRAGMA data_version").fetchone()[0]), db.total_changes

    def changed_elsewhere(self) -> Changed:
        """Which kinds of thing other processes changed since this was last asked."""
        counts = self._db.foreign_counts()
        kinds = Changed.NOTHING
        for kind in Changed:
            name = (kind.name or "").lower()
            if counts[name] != self._foreign[name]:
                kinds |= kind
        self._foreign = counts
        return kinds

    @property
    def own_changes(self) -> Changed:
        """Which kinds of thing this process changed since it opened the library."""
        counts = self._db.own_counts()
        return Changed(sum(kind.value for kind in Changed if counts[(kind.name or "").lower()]))

    def set_reading_position(self, article_id: int, position: int) -> None:
        with self._db.writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO reading SELECT id, ? FROM article WHERE id = ?",
                (position, article_id),
            )

    def doubt(self) -> None:
        """Damage was found: who opens the library the next time, and is alone, mends it."""
        if self.read_only is None:
            with guarded(self.path):
                doubted(self.path).touch()

    def problems(self) -> list[str]:
        """What is wrong with the file; empty where all is well.

        It is mended when the library is opened the next time.
        """
        with guarded(self.path):
            db = self._db.connection()
            found = problems_of(db) or unreadable(db)
            if found:
                self.doubt()
        broken = self._db.rows("PRAGMA foreign_key_check")
        return found + [f"row {row[1]} of {row[0]} refers to a missing {row[2]}" for row in broken]

    # Below: how

    def _documents(self, where: str, *values: object) -> list[DocumentSummary]:
        rows = self._db.rows(
            "SELECT document.id, collection_id, name, path, format,"
            " (SELECT count(*) FROM article WHERE document_id = document.id) FROM document"
            f" WHERE {where} AND removed IS NULL ORDER BY document.id",
            *values,
        )
        return [DocumentSummary(*row) for row in rows]

    @staticmethod
    def _set_removed(db: sqlite3.Connection, ids: Sequence[int], removed: str | None) -> None:
        listed = json_of(ids)
        db.execute(f"UPDATE document SET removed = ? WHERE id IN {LISTED}", (removed, listed))
        queue(db, f"document_id IN {LISTED}", listed)
