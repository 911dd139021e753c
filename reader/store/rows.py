"""Rows as values and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from itertools import takewhile
from typing import Any

from reader.model import (
    Annotation,
    ArticleKind,
    ArticleSummary,
    Block,
    BlockKind,
    FieldTimes,
    IndexedArticle,
    MarkStyle,
    Script,
    Span,
    color_of,
)
from reader.script.terms import Direction, Term

OPENING_CHARACTERS = 24
_KINDS = {kind.value: kind for kind in BlockKind}  # an enum's call is slow

ARTICLE_FIELDS = (
    "article.id, article.document_id, article.title, article.subtitle, article.authors,"
    " article.kind, article.newspaper, article.date, article.page, article.script,"
    " article.characters, article.confidence"
)
# For want of a title: the first words of the first line.
OPENING = f"CASE WHEN article.title = '' THEN substr(article.text, 1, {OPENING_CHARACTERS}) END"
INDEXED_FIELDS = (
    "article.id, article.text, article.document_id, article.title, article.authors,"
    " article.newspaper, article.date, article.script"
)
# A bound JSON list: SQLite limits how many "?" one statement may have.
LISTED = "(SELECT value FROM json_each(?))"
TERMS = "SELECT position, simplified, traditional, direction FROM term ORDER BY position"
ANNOTATION_FIELDS = (
    "id, document_id, article_id, spans, quote, prefix, suffix, source_sha256, color, note, tags,"
    " created, modified, style, times"
)


def summary_of(row: Sequence[Any]) -> ArticleSummary:
    opening, line_end, _ = (row[12] or "").partition("\n")
    if opening and not line_end and row[10] > OPENING_CHARACTERS:
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
        confidence=row[11],
    )


def indexed_of(fields: Sequence[Any]) -> IndexedArticle:
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


def annotation_of(row: Sequence[Any]) -> Annotation:
    return Annotation(
        id=row[0],
        document_id=row[1],
        article_id=row[2],
        spans=spans_from_json(json.loads(row[3])),
        quote=row[4],
        prefix=row[5],
        suffix=row[6],
        source_sha256=row[7],
        color=color_of(row[8]),
        note=row[9],
        tags=tuple(json.loads(row[10])),
        created=datetime.fromisoformat(row[11]),
        modified=datetime.fromisoformat(row[12]),
        style=MarkStyle(row[13]),
        times=times_of(row[14]),
    )


def is_annotation(row: Sequence[Any]) -> bool:
    """Whether a row of ``ANNOTATION_FIELDS`` can be read as one: damage can leave what is none."""
    try:
        annotation_of(row)
    except (ValueError, TypeError, AttributeError, KeyError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns, what kind of value each has, and the keys its rows are sorted by."""

    table: str
    names: tuple[str, ...]
    kinds: tuple[type, ...]
    keys: tuple[str, ...]

    @property
    def select(self) -> str:
        return f"SELECT {', '.join(self.names)} FROM {self.table}"

    def fit(self, row: Sequence[Any]) -> bool:
        """Whether a row has such values: SQLite itself takes any."""
        pairs = zip(row, self.kinds, strict=True)
        return all(value is None or isinstance(value, kind) for value, kind in pairs)


_KINDS_OF_COLUMNS = {"TEXT": str, "INTEGER": int, "REAL": float}


def columns_of(db: sqlite3.Connection, table: str) -> Columns:
    """Without any names where there is no such table."""
    found = db.execute(f"PRAGMA table_info({table})").fetchall()
    return Columns(
        table,
        tuple(row[1] for row in found),
        tuple(_KINDS_OF_COLUMNS[row[2]] for row in found),
        tuple(name for _, name in sorted((row[5], row[1]) for row in found if row[5])),
    )


def times_of(times_json: str) -> FieldTimes:
    moments = json.loads(times_json)
    return FieldTimes(**{name: datetime.fromisoformat(moment) for name, moment in moments.items()})


def times_to_json(times: FieldTimes) -> str:
    moments = ((one.name, getattr(times, one.name)) for one in fields(FieldTimes))
    return json_of({name: moment.isoformat() for name, moment in moments if moment is not None})


@lru_cache(maxsize=1024)
def tags_of(tags_json: str) -> tuple[str, ...]:
    """The same few again and again."""
    return tuple(json.loads(tags_json))


def terms_of(rows: Iterable[tuple[int, str, str, str]]) -> dict[int, Term]:
    """Terms by their position; rows that are none are left out."""
    found: dict[int, Term] = {}
    for position, simplified, traditional, direction in rows:
        try:
            found[position] = Term(simplified, traditional, Direction(direction))
        except ValueError:  # no term, or no direction
            continue
    return found


def alike(one: Iterable[object], other: Iterable[object]) -> int:
    """How many values two lists have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def blocks_of(blocks_json: str) -> tuple[Block, ...]:
    return tuple(
        [Block(_KINDS[kind], spans_from_json(spans)) for kind, spans in json.loads(blocks_json)]
    )


def pairs(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def spans_to_json(spans: Iterable[Span]) -> str:
    return json_of(pairs(spans))


def spans_from_json(pairs: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple([Span(start, end) for start, end in pairs])


def json_of(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def storable(name: str) -> str:
    """A file name as text that SQLite takes: one that is not UTF-8 keeps what can be read of it."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def now_text() -> str:
    return datetime.now(UTC).isoformat()
