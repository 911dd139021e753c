"""What an import writes of a document: its source, its edits and its articles."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.alignment import assembled_text
from reader.model import Annotation, ArticleDraft, Block, DocumentDraft, Edit, Source
from reader.store.rows import (
    ANNOTATION_FIELDS,
    json_of,
    marks,
    now_text,
    pairs,
    spans_to_json,
    storable,
    times_to_json,
)

# The source is kept in pieces of this many code points, so that opening one article of a corpus
# file reads some ten thousand characters and not the whole file.
CHUNK_CHARACTERS = 16_384
ARTICLE_COLUMNS = (
    "document_id, position, kind, title, subtitle, authors, newspaper, date, page, script,"
    " confidence, blocks, characters, text"
)
SEQUENCES = "SELECT name, seq FROM sqlite_sequence"


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


def clean_texts(draft: DocumentDraft) -> Iterator[str]:
    """The clean text of each article of a draft, in order. Pure."""
    source = Source(draft.source)
    for article in draft.articles:
        start = min(span.start for block in article.blocks for span in block.spans)
        end = max(span.end for block in article.blocks for span in block.spans)
        first = bisect_left(draft.edits, start, key=_source_start)
        last = bisect_right(draft.edits, end, key=_source_start)
        yield assembled_text(source, article.blocks, draft.edits[first:last])


def collection_id(db: sqlite3.Connection, name: str | None) -> int | None:
    if name is None:
        return None
    db.execute("INSERT OR IGNORE INTO collection (name) VALUES (?)", (name,))
    return int(db.execute("SELECT id FROM collection WHERE name = ?", (name,)).fetchone()[0])


def insert_document(
    db: sqlite3.Connection, draft: DocumentDraft, path: Path, collection_id: int | None
) -> int:
    cursor = db.execute(
        "INSERT INTO document (collection_id, sha256, path, name, format, encoding, script,"
        " newspaper, date, page, section, columns, imported)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            collection_id,
            draft.sha256,
            storable(str(path)),
            storable(draft.name),
            draft.format,
            draft.encoding,
            draft.script.value,
            draft.newspaper,
            draft.date,
            draft.page,
            draft.section,
            json_of(draft.columns),
            now_text(),
        ),
    )
    return int(cursor.lastrowid or 0)


def insert_texts(db: sqlite3.Connection, document_id: int, draft: DocumentDraft) -> None:
    db.executemany(
        "INSERT INTO source VALUES (?, ?, ?)",
        (
            (document_id, start, draft.source[start : start + CHUNK_CHARACTERS])
            for start in range(0, len(draft.source), CHUNK_CHARACTERS)
        ),
    )
    insert_edits(db, document_id, draft.edits)
    db.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                document_id,
                record.start,
                record.body,
                record.newspaper,
                record.date,
                json_of(record.authors),
            )
            for record in draft.records
        ),
    )


def insert_edits(db: sqlite3.Connection, document_id: int, edits: Iterable[Edit]) -> None:
    db.executemany(
        "INSERT INTO edit (document_id, source_start, source_end, rule, after)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            (document_id, edit.source.start, edit.source.end, edit.rule, edit.after)
            for edit in edits
        ),
    )


def insert_articles(
    db: sqlite3.Connection,
    document_id: int,
    articles: Iterable[ArticleDraft],
    texts: Iterable[str],
) -> None:
    db.executemany(
        f"INSERT INTO article ({ARTICLE_COLUMNS}) VALUES ({marks(ARTICLE_COLUMNS.split(','))})",
        (
            article_values(document_id, position, article, text)
            for position, (article, text) in enumerate(zip(articles, texts, strict=True))
        ),
    )


def article_values(
    document_id: int, position: int, article: ArticleDraft, text: str
) -> tuple[object, ...]:
    """The values of ``ARTICLE_COLUMNS``; ``text``: clean."""
    return (
        document_id,
        position,
        article.kind.value,
        article.title,
        article.subtitle,
        json_of(article.authors),
        article.newspaper,
        article.date,
        article.page,
        article.script.value,
        article.confidence,
        json_of([(block.kind, pairs(block.spans)) for block in article.blocks]),
        len(text),
        text,
    )


def write_annotation(db: sqlite3.Connection, annotation: Annotation) -> None:
    values = (
        annotation.id,
        annotation.document_id,
        annotation.article_id,
        spans_to_json(annotation.spans),
        annotation.quote,
        annotation.prefix,
        annotation.suffix,
        annotation.source_sha256,
        str(annotation.color),
        annotation.note,
        json_of(annotation.tags),
        annotation.created.isoformat(),
        annotation.modified.isoformat(),
        annotation.style.value,
        times_to_json(annotation.times),
    )
    changed = ", ".join(f"{name} = excluded.{name}" for name in ANNOTATION_FIELDS.split(", ")[1:])
    db.execute(
        f"INSERT INTO annotation ({ANNOTATION_FIELDS}) VALUES ({marks(values)})"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        values,
    )


def number_on(db: sqlite3.Connection, sequences: Iterable[tuple[str, int]]) -> None:
    """Give new rows no number that was given before, as ``SEQUENCES`` of another library tell."""
    for table, number in sequences:
        db.execute(
            "INSERT INTO sqlite_sequence (name, seq) SELECT ?1, 0"
            " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ?1)",
            (table,),
        )
        db.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (number, table))


def queue(db: sqlite3.Connection, where: str, *values: object) -> None:
    db.execute(
        f"INSERT INTO index_queue (article_id) SELECT id FROM article WHERE {where} ORDER BY id",
        values,
    )
