"""Lists of annotations, as a person filters and sorts them: ids first, rows when they are seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from reader.model import AnnotationOrder, AnnotationQuery, ListedAnnotation, Script, color_of
from reader.store.connection import Connections
from reader.store.rows import (
    ANNOTATION_FIELDS,
    LISTED,
    OPENING_CHARACTERS,
    annotation_of,
    json_of,
    tags_of,
)

_FROM = (
    " FROM annotation JOIN document ON document.id = annotation.document_id"
    " JOIN article ON article.id = annotation.article_id"
)
# In the order of the places, so that the first few are found without looking at the rest.
_FROM_IN_PLACE = (
    " FROM document CROSS JOIN article ON article.document_id = document.id"
    " CROSS JOIN annotation ON annotation.article_id = article.id"
)
# What a row tells by itself; whether its article shows its words at all takes more than that.
_ORPHAN = "(annotation.source_sha256 <> document.sha256 OR annotation.spans = '[]')"
# What another program noted may have no place at all.
_START = "coalesce(json_extract(annotation.spans, '$[0][0]'), 0)"
_ORDERS = {
    AnnotationOrder.PLACE: (
        f"document.id, article.position, {_ORPHAN}, {_START}, annotation.created"
    ),
    AnnotationOrder.NEWEST: "annotation.modified DESC, annotation.id",
    AnnotationOrder.OLDEST: "annotation.modified, annotation.id",
}


# The last edit that begins no later than the annotation; insertions hold no character of it.
_IN_EDIT = (
    "coalesce((SELECT source_end FROM edit WHERE edit.document_id = annotation.document_id"
    f" AND source_start <= {_START} ORDER BY source_start DESC, source_end DESC LIMIT 1), 0)"
    f" > {_START}"
)


class Found(NamedTuple):
    """An annotation by its place. ``start``: source. ``words``: empty unless they were wanted.

    ``orphan``: its source was replaced, and it was not found again.
    """

    id: str
    article_id: int
    orphan: bool
    start: int
    words: str


def find(
    db: Connections, query: AnnotationQuery, *, with_words: bool, most: int = -1
) -> list[Found]:
    """All a query asks for but for its words, in its order; inside an article that of the source.

    ``with_words``: with the quote, the note and the tags, a line each. ``most``: no more than so
    many; -1 for all.
    """
    where, values = _conditions(query)
    words = "quote || char(10) || note || char(10) || tags" if with_words else "''"
    in_place = query.order is AnnotationOrder.PLACE and query.article_id is None
    source = _FROM_IN_PLACE if in_place else _FROM
    rows = db.rows(
        f"SELECT annotation.id, annotation.article_id, {_ORPHAN}, {_START}, {words}{source}"
        f" WHERE {where} ORDER BY {_ORDERS[query.order]} LIMIT ?",
        *values,
        most,
    )
    return [Found(*row) for row in rows]


class Beginning(NamedTuple):
    """Where an annotation begins in the source, and whether an edit replaces what stands there."""

    id: str
    article_id: int
    start: int
    edited: bool


def beginnings(db: Connections, annotation_ids: Sequence[str]) -> list[Beginning]:
    """Of those of the present source; the others are left out."""
    found = db.rows(
        f"SELECT annotation.id, annotation.article_id, {_START}, {_IN_EDIT}{_FROM}"
        f" WHERE annotation.id IN {LISTED} AND NOT {_ORPHAN}",
        json_of(annotation_ids),
    )
    return [Beginning(*row) for row in found]


def count(db: Connections, query: AnnotationQuery) -> int:
    where, values = _conditions(query)
    return int(db.value(f"SELECT count(*){_FROM} WHERE {where}", *values))


def rows(db: Connections, annotation_ids: Sequence[str]) -> dict[str, ListedAnnotation]:
    """By id; what is no longer there is left out."""
    fields = ", ".join(f"annotation.{name}" for name in ANNOTATION_FIELDS.split(", "))
    found = db.rows(
        f"SELECT {fields}, iif(article.title = '', substr(article.text, 1, {OPENING_CHARACTERS}),"
        f" article.title), document.name, article.script, {_ORPHAN}{_FROM}"
        f" WHERE annotation.id IN {LISTED}",
        json_of(annotation_ids),
    )
    return {
        row[0]: ListedAnnotation(
            annotation_of(row), row[-4].partition("\n")[0], row[-3], Script(row[-2]), bool(row[-1])
        )
        for row in found
    }


def tag_counts(db: Connections) -> list[tuple[str, int]]:
    """Every tag, the most frequent first, and how many annotations have it."""
    return db.rows(
        "SELECT value, count(*) FROM annotation JOIN document ON document.id = document_id,"
        " json_each(tags) WHERE removed IS NULL AND tags <> '[]' GROUP BY value"
        " ORDER BY count(*) DESC, value"
    )


def article_tags(db: Connections) -> list[tuple[int, tuple[str, ...]]]:
    """The article and the tags of each annotation that has any, in the order of creation."""
    found = db.rows(
        "SELECT article_id, tags FROM annotation JOIN document ON document.id = document_id"
        " WHERE removed IS NULL AND tags <> '[]' ORDER BY created, annotation.id"
    )
    return [(article_id, tags_of(tags)) for article_id, tags in found]


def colors(db: Connections) -> list[str]:
    """Every colour in use, the most frequent first."""
    found = db.rows("SELECT color FROM annotation GROUP BY color ORDER BY count(*) DESC, color")
    return [color_of(row[0]) for row in found]


def _conditions(query: AnnotationQuery) -> tuple[str, list[object]]:
    where, values = ["document.removed IS NULL"], list[object]()

    def ask(condition: str, *asked: object) -> None:
        where.append(condition)
        values.extend(asked)

    if query.article_id is not None:
        ask(
            "(annotation.article_id = ? OR annotation.id IN"
            " (SELECT annotation_id FROM annotation_elsewhere WHERE article_id = ?))",
            query.article_id,
            query.article_id,
        )
    if query.document_id is not None:
        ask("document.id = ?", query.document_id)
    if query.colors:
        ask(f"annotation.color IN {LISTED}", json_of(query.colors))
    if query.styles:
        ask(f"annotation.style IN {LISTED}", json_of(query.styles))
    for tag in query.tags:
        ask("EXISTS (SELECT 1 FROM json_each(annotation.tags) WHERE value = ?)", tag)
    if query.since is not None:
        ask("annotation.modified >= ?", _text(query.since))
    if query.until is not None:
        ask("annotation.modified < ?", _text(query.until))
    if query.orphans:
        ask(_ORPHAN)
    return " AND ".join(where), values


def _text(moment: datetime) -> str:
    """As moments are stored, which sort as text because all are UTC."""
    return moment.astimezone(UTC).isoformat()
