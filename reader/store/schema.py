"""The tables, and the numbered migrations that lead to them from every version released."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

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


def _count_changes(
    kind: str, *tables: str, events: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
) -> str:
    """Triggers, so that no writing method can forget to count; 1 µs a row (2026-11)."""
    return "".join(
        f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} BEGIN"
        f" UPDATE change SET count = count + 1 WHERE kind = '{kind}'; END;\n"
        for table in tables
        for event in events
    )


# Numbered from 1; each brings a library from the number before. Never edit one that was released.
MIGRATIONS: tuple[str, ...] = (
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
    """
ALTER TABLE document ADD COLUMN section TEXT;
ALTER TABLE document ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';  -- JSON list of names
ALTER TABLE article ADD COLUMN confidence REAL NOT NULL DEFAULT 1.0;
CREATE TABLE record (               -- what a line of a JSON Lines file said, to read it again
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,         -- source offsets, of its first character and of its text's
    body INTEGER NOT NULL,
    newspaper TEXT,
    date TEXT,
    authors TEXT NOT NULL,          -- JSON list of names
    PRIMARY KEY (document_id, start)
) WITHOUT ROWID;
INSERT INTO record
    SELECT document_id, json_extract(blocks, '$[0][1][0][0]'),
        json_extract(blocks, iif(json_extract(blocks, '$[0][0]') = 'title', '$[1][1][0][0]',
                                 '$[0][1][0][0]')),
        article.newspaper, article.date, article.authors
    FROM article JOIN document ON document.id = document_id WHERE document.format = 'jsonl';
CREATE TABLE decision (             -- what a person decided of how a document is read
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    spans TEXT NOT NULL,            -- JSON: [[source start, source end], ...]
    target INTEGER,                 -- a source offset
    value TEXT NOT NULL
);
CREATE INDEX decision_document ON decision (document_id);
CREATE TABLE annotation_elsewhere ( -- further articles that hold a part of an annotation
    annotation_id TEXT NOT NULL REFERENCES annotation (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, annotation_id)
) WITHOUT ROWID;
CREATE INDEX annotation_document ON annotation (document_id);
CREATE INDEX elsewhere_annotation ON annotation_elsewhere (annotation_id);
""",
    """
ALTER TABLE annotation ADD COLUMN style TEXT NOT NULL DEFAULT 'highlight';
ALTER TABLE annotation ADD COLUMN times TEXT NOT NULL DEFAULT '{}';  -- JSON: {field: moment}
UPDATE annotation SET times = json_object('color', modified, 'style', modified, 'note', modified,
    'tags', modified, 'spans', modified) WHERE modified <> created;
CREATE TABLE change (               -- how often each kind of thing was changed, for other processes
    kind TEXT PRIMARY KEY,
    count INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO change VALUES ('documents', 0), ('annotations', 0), ('index', 0), ('terms', 0);
"""
    + _count_changes("documents", "document", "article", "decision")
    + _count_changes("annotations", "annotation")
    + _count_changes("terms", "term")
    + _count_changes("index", "index_queue", events=("DELETE",)),
)


def statements(script: str) -> Iterator[str]:
    """The statements of a schema script one by one: ``executescript`` would end the transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
