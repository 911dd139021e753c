"""How documents are read as it stands in the library, and the step from one reading to another."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reader.corrections import (
    Decision,
    DecisionKind,
    Holders,
    Reading,
    ReadingChange,
    StoredArticle,
)
from reader.errors import ConflictError, NotFoundError
from reader.messages import message
from reader.model import (
    Annotation,
    ArticleDraft,
    ArticleKind,
    DocumentDraft,
    Edit,
    RecordOrigin,
    Script,
    Source,
    Span,
)
from reader.store.connection import Connections
from reader.store.drafts import (
    ARTICLE_COLUMNS,
    CHUNK_CHARACTERS,
    article_values,
    insert_edits,
    write_annotation,
)
from reader.store.rows import LISTED, alike, blocks_of, json_of, marks, pairs, spans_from_json

_DRAFT_FIELDS = (
    "id, kind, title, subtitle, authors, newspaper, date, page, script, confidence, blocks, text"
)


def document_sha256(db: Connections, document_id: int) -> str:
    """Of the bytes that a document of the library was read from. Raises ``NotFoundError``."""
    return str(_document_row(db, document_id, "sha256")[0])


def _document_row(db: Connections, document_id: int, fields: str) -> tuple[Any, ...]:
    """Of a document that is there and was not removed. Raises ``NotFoundError``."""
    sql = f"SELECT {fields} FROM document WHERE id = ? AND removed IS NULL"
    row: tuple[Any, ...] | None = db.row(sql, document_id)
    if row is None:
        raise NotFoundError(
            message("There is no document {number} in the library.", number=document_id)
        )
    return row


def document_draft(db: Connections, document_id: int) -> DocumentDraft:
    """A document as an import would give it, without its articles and edits.

    Raises ``NotFoundError``.
    """
    fields = "name, format, encoding, sha256, script, newspaper, date, page, section, columns"
    row = _document_row(db, document_id, fields)
    records = db.rows(
        "SELECT start, body, newspaper, date, authors FROM record WHERE document_id = ?"
        " ORDER BY start",
        document_id,
    )
    return DocumentDraft(
        name=row[0],
        format=row[1],
        encoding=row[2],
        sha256=row[3],
        source=source_between(db, document_id).text,
        edits=(),
        articles=(),
        script=Script(row[4]),
        newspaper=row[5],
        date=row[6],
        page=row[7],
        section=row[8],
        columns=tuple(json.loads(row[9])),
        records=tuple(
            RecordOrigin(start, body, newspaper, date, tuple(json.loads(authors)))
            for start, body, newspaper, date, authors in records
        ),
    )


def source_between(
    db: Connections, document_id: int, start: int = 0, end: int | None = None
) -> Source:
    """The stretch of a source that holds two offsets; all of it by default."""
    within = "" if end is None else " AND start < ?"
    rows = db.rows(
        f"SELECT start, text FROM source WHERE document_id = ? AND start >= ?{within}"
        " ORDER BY start",
        document_id,
        start - start % CHUNK_CHARACTERS,
        *(() if end is None else (max(end, start + 1),)),
    )
    return Source("".join(text for _, text in rows), rows[0][0] if rows else 0)


def edits_between(db: Connections, document_id: int, source: Source) -> list[Edit]:
    """The edits that lie in a stretch of the source, sorted."""
    end = source.start + len(source.text)
    rows = db.rows(
        "SELECT rule, source_start, source_end, after FROM edit WHERE document_id = ?"
        " AND source_start BETWEEN ? AND ? AND source_end <= ?"
        " ORDER BY source_start, source_end, id",
        document_id,
        source.start,
        end,
        end,
    )
    return [
        Edit(rule, Span(start, stop), source.slice(Span(start, stop)), after)
        for rule, start, stop, after in rows
    ]


def decisions_of(db: Connections, document_id: int) -> tuple[Decision, ...]:
    """What was decided of a document, in the order it was."""
    return tuple(decision for _, decision in _decisions(db, document_id))


def read(db: Connections, document_id: int, article_ids: Sequence[int] | None = None) -> Reading:
    """How a document stands: all of it, or from the first to the last of these articles.

    Raises ``NotFoundError`` where one of them is no longer there.
    """
    with db.snapshot():
        first, articles = _articles(db, document_id, article_ids)
        source, stretch = _stretch(db, document_id, articles, whole=article_ids is None)
        edits = tuple(
            edit
            for edit in edits_between(db, document_id, source)
            if stretch.start <= edit.source.start and edit.source.end <= stretch.end
        )
        decisions = decisions_of(db, document_id)
    return Reading(document_id, first, source, articles, edits, decisions)


def change(
    db: Connections, step: ReadingChange, document: DocumentDraft | None = None
) -> ReadingChange:
    """Store one step as a transaction of its own; ``document``: what else is known anew of it.

    What comes back has the ids of new articles. Raises ``ConflictError`` where the library has
    another reading than ``step.before`` by now, and changes nothing.
    """
    before, after = step.before, step.after
    with db.writing() as connection:
        _check_unchanged(db, before)
        _write_edits(connection, before, after)
        stored = write_articles(connection, before, after)
        after = replace(after, articles=stored)
        _rehome_annotations(connection, before, after)
        delete_articles(connection, _ids(before) - _ids(after))
        write_decisions(db, connection, after)
        if document is not None:
            write_document(connection, before.document_id, document)
        known = set(before.articles)
        touched = {article.id for article in stored if article not in known}
        changed = sorted((_ids(before) - _ids(after)) | {one for one in touched if one})
        connection.execute(
            "INSERT INTO index_queue (article_id) SELECT value FROM json_each(?)",
            (json_of(changed),),
        )
    return ReadingChange(before, after)


class AnnotationWriter:
    """Puts annotations in the articles that hold their words now.

    As long as one transaction that changes no article: it looks at each of them once.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._sources: dict[int, str] = {}
        self._articles: dict[int, Holders | None] = {}
        self._documents: dict[int, tuple[list[int], Holders]] = {}

    def put(self, annotation: Annotation) -> None:
        """Create it or replace the one of the same id.

        Its articles are looked for where the one it names does not hold it: it may come from an
        undo.
        """
        known = self._article(annotation.article_id)
        # An orphan's spans are of another source: it stays with the article that it was given.
        orphan = annotation.source_sha256 != self._source(annotation.document_id)
        if known and (orphan or _hold_all(known, annotation.spans)):
            write_annotation(self._db, annotation)
            if not orphan:  # it may have reached further before
                self._db.execute(
                    "DELETE FROM annotation_elsewhere WHERE annotation_id = ?", (annotation.id,)
                )
            return
        ids, holders = self._document(annotation.document_id)
        spans = () if orphan else annotation.spans
        home, others = _home(ids, holders, annotation.article_id, spans)
        write_annotation(self._db, replace(annotation, article_id=home))
        _set_elsewhere(self._db, annotation.id, others, within=ids)

    def _source(self, document_id: int) -> str:
        if document_id not in self._sources:
            self._sources[document_id] = source_sha256(self._db, document_id)
        return self._sources[document_id]

    def _article(self, article_id: int) -> Holders | None:
        if article_id not in self._articles:
            sql = "SELECT blocks FROM article WHERE id = ?"
            row = self._db.execute(sql, (article_id,)).fetchone()
            found = None if row is None else Holders([ArticleDraft(blocks_of(row[0]))])
            self._articles[article_id] = found
        return self._articles[article_id]

    def _document(self, document_id: int) -> tuple[list[int], Holders]:
        """The ids of its articles, in its order, and which of them hold what."""
        if document_id not in self._documents:
            sql = "SELECT id, blocks FROM article WHERE document_id = ? ORDER BY position"
            rows = self._db.execute(sql, (document_id,)).fetchall()
            holders = Holders([ArticleDraft(blocks_of(row[1])) for row in rows])
            self._documents[document_id] = [row[0] for row in rows], holders
        return self._documents[document_id]


def source_sha256(db: sqlite3.Connection, document_id: int) -> str:
    sql = "SELECT sha256 FROM document WHERE id = ?"
    return str((db.execute(sql, (document_id,)).fetchone() or ("",))[0])


def _hold_all(holders: Holders, spans: Iterable[Span]) -> bool:
    return all(sum(len(part) for _, part in holders.of(span)) == len(span) for span in spans)


def _home(
    ids: Sequence[int], holders: Holders, article_id: int, spans: Sequence[Span]
) -> tuple[int, set[int]]:
    """The article an annotation belongs to, and the others that hold a part of it.

    Its own is that of its first character; where no article holds it, the one it had.
    """
    held = [ids[number] for span in spans for number, _ in holders.of(span)]
    if held:
        return held[0], set(held[1:]) - {held[0]}
    return (article_id if article_id in set(ids) else ids[0]), set()


def _articles(
    db: Connections, document_id: int, article_ids: Sequence[int] | None
) -> tuple[int, tuple[StoredArticle, ...]]:
    """All articles of a document or those from the first to the last of some, and its position."""
    first, last = 0, 2**62
    if article_ids is not None:
        positions = [
            row[0]
            for row in db.rows(
                f"SELECT position FROM article WHERE document_id = ? AND id IN {LISTED}",
                document_id,
                json_of(article_ids),
            )
        ]
        if len(positions) < len(set(article_ids)) or not positions:
            raise NotFoundError(message("The article is no longer there."))
        first, last = min(positions), max(positions)
    rows = db.rows(
        f"SELECT {_DRAFT_FIELDS} FROM article WHERE document_id = ? AND position BETWEEN ? AND ?"
        " ORDER BY position",
        document_id,
        first,
        last,
    )
    return first, tuple(_stored(row) for row in rows)


def _stretch(
    db: Connections, document_id: int, articles: Sequence[StoredArticle], *, whole: bool
) -> tuple[Source, Span]:
    """The source that articles stand in, and from where to where; all of it where ``whole``."""
    spans = [span for article in articles for block in article.draft.blocks for span in block.spans]
    if whole or not spans:
        source = source_between(db, document_id)
        return source, Span(0, len(source.text))
    stretch = Span(min(span.start for span in spans), max(span.end for span in spans))
    return source_between(db, document_id, stretch.start, stretch.end), stretch


def _stored(row: Sequence[Any]) -> StoredArticle:
    draft = ArticleDraft(
        blocks=blocks_of(row[10]),
        title=row[2],
        subtitle=row[3],
        authors=tuple(json.loads(row[4])),
        kind=ArticleKind(row[1]),
        newspaper=row[5],
        date=row[6],
        page=row[7],
        script=Script(row[8]),
        confidence=row[9],
    )
    return StoredArticle(row[0], draft, row[11])


def _ids(reading: Reading) -> set[int]:
    return {article.id for article in reading.articles if article.id is not None}


def _check_unchanged(db: Connections, before: Reading) -> None:
    ids = [article.id for article in before.articles if article.id is not None]
    try:
        first, articles = _articles(db, before.document_id, ids)
    except NotFoundError:
        first, articles = -1, ()
    decisions = decisions_of(db, before.document_id)
    known = before.first, before.articles, before.decisions
    if (first, articles, decisions) != known:
        raise changed_since()


def changed_since() -> ConflictError:
    return ConflictError(
        message(
            "The document has been changed in another window or program since; look at it again."
        )
    )


def _write_edits(db: sqlite3.Connection, before: Reading, after: Reading) -> None:
    gone = set(before.edits) - set(after.edits)
    db.executemany(
        "DELETE FROM edit WHERE document_id = ? AND source_start = ? AND source_end = ?"
        " AND rule = ? AND after = ?",
        (
            (before.document_id, edit.source.start, edit.source.end, edit.rule, edit.after)
            for edit in gone
        ),
    )
    known = set(before.edits)
    insert_edits(db, before.document_id, [edit for edit in after.edits if edit not in known])


def write_articles(
    db: sqlite3.Connection, before: Reading, after: Reading
) -> tuple[StoredArticle, ...]:
    """Put the articles of a reading where those of another stand, which keep their rows a while."""
    document_id, end = before.document_id, before.first + len(before.articles)
    shift = len(after.articles) - len(before.articles)
    # A position is one article's alone, so all make room before any takes its place.
    db.execute(
        "UPDATE article SET position = -1 - position WHERE document_id = ? AND position >= ?"
        " AND position < ?",
        (document_id, before.first, 2**62 if shift else end),
    )
    if shift:
        db.execute(
            "UPDATE article SET position = -1 - position + ? WHERE document_id = ?"
            " AND position <= ?",
            (shift, document_id, -1 - end),
        )
    present = _ids(before)
    stored = []
    for position, article in enumerate(after.articles, start=after.first):
        values = article_values(document_id, position, article.draft, article.text)
        if article.id in present:
            db.execute(
                f"UPDATE article SET ({ARTICLE_COLUMNS}) = ({marks(values)}) WHERE id = ?",
                (*values, article.id),
            )
            stored.append(article)
        else:
            cursor = db.execute(
                f"INSERT INTO article (id, {ARTICLE_COLUMNS}) VALUES (?, {marks(values)})",
                (article.id, *values),
            )
            stored.append(replace(article, id=int(cursor.lastrowid or 0)))
    return tuple(stored)


def _rehome_annotations(db: sqlite3.Connection, before: Reading, after: Reading) -> None:
    """Give every annotation of the articles that changed to those that hold its words now."""
    listed = json_of(sorted(_ids(before)))
    rows = db.execute(
        "SELECT id, article_id, spans, source_sha256 FROM annotation WHERE document_id = ? AND"
        f" (article_id IN {LISTED} OR id IN (SELECT annotation_id FROM annotation_elsewhere"
        f" WHERE article_id IN {LISTED}))",
        (before.document_id, listed, listed),
    ).fetchall()
    if not rows:
        return
    ids = [article.id or 0 for article in after.articles]
    holders = Holders([article.draft for article in after.articles])
    old = _ids(before)
    current = source_sha256(db, before.document_id)
    for annotation_id, article_id, spans_json, sha256 in rows:
        # An orphan's spans are those of another source.
        spans = spans_from_json(json.loads(spans_json)) if sha256 == current else ()
        home, others = _home(ids, holders, article_id, spans)
        if article_id not in old:  # it begins in an article that stays as it is
            held = [ids[number] for span in spans for number, _ in holders.of(span)]
            home, others = article_id, set(held)
        db.execute("UPDATE annotation SET article_id = ? WHERE id = ?", (home, annotation_id))
        _set_elsewhere(db, annotation_id, others, within=old | set(ids))


def _set_elsewhere(
    db: sqlite3.Connection, annotation_id: str, others: Iterable[int], within: Iterable[int]
) -> None:
    """Say which of the articles ``within`` hold a further part of an annotation."""
    db.execute(
        f"DELETE FROM annotation_elsewhere WHERE annotation_id = ? AND article_id IN {LISTED}",
        (annotation_id, json_of(sorted(within))),
    )
    db.executemany(
        "INSERT INTO annotation_elsewhere (annotation_id, article_id) VALUES (?, ?)",
        ((annotation_id, other) for other in sorted(others)),
    )


def delete_articles(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    db.execute(f"DELETE FROM article WHERE id IN {LISTED}", (json_of(sorted(ids)),))


def _decisions(db: Connections, document_id: int) -> list[tuple[int, Decision]]:
    rows = db.rows(
        "SELECT id, kind, spans, target, value FROM decision WHERE document_id = ? ORDER BY id",
        document_id,
    )
    return [
        (number, Decision(DecisionKind(kind), spans_from_json(json.loads(spans)), target, value))
        for number, kind, spans, target, value in rows
    ]


def write_decisions(db: Connections, connection: sqlite3.Connection, after: Reading) -> None:
    rows = _decisions(db, after.document_id)
    kept = alike([decision for _, decision in rows], after.decisions)
    connection.execute(
        f"DELETE FROM decision WHERE id IN {LISTED}", (json_of([one for one, _ in rows[kept:]]),)
    )
    connection.executemany(
        "INSERT INTO decision (document_id, kind, spans, target, value) VALUES (?, ?, ?, ?, ?)",
        (
            (after.document_id, one.kind.value, json_of(pairs(one.spans)), one.to, one.value)
            for one in after.decisions[kept:]
        ),
    )


def write_document(db: sqlite3.Connection, document_id: int, document: DocumentDraft) -> None:
    db.execute(
        "UPDATE document SET script = ?, newspaper = ?, date = ?, page = ?, section = ?,"
        " columns = ? WHERE id = ?",
        (
            document.script.value,
            document.newspaper,
            document.date,
            document.page,
            document.section,
            json_of(document.columns),
            document_id,
        ),
    )
