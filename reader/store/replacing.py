"""Gives a document another source, and takes along what people added to it.

Notes and decisions are found again by their words, reading places approximately. All is one
transaction: a document has its old source with all that belonged to it, or the new one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.alignment import Alignment, assemble
from reader.anchors import (
    CONTEXT_CHARACTERS,
    Anchor,
    ArticleText,
    FoundAgain,
    Sought,
    continued,
    find_again,
    find_orphans,
    make_anchor,
)
from reader.corrections import Decision, Reading, StoredArticle, decided
from reader.errors import NotFoundError
from reader.model import (
    Annotation,
    ArticleDraft,
    DocumentDraft,
    Edit,
    Source,
    SourceUpdate,
    Span,
)
from reader.store import readings
from reader.store.connection import Connections
from reader.store.drafts import edits_inside, insert_texts, write_annotation
from reader.store.rows import ANNOTATION_FIELDS, LISTED, annotation_of, json_of, now_text, storable

# What a decision says to stand at an offset is known again by so many characters from there on.
_BEHIND = 12


@dataclass(frozen=True, slots=True)
class _Step:
    """From one reading to another, of another source. ``texts``: those of ``after``'s articles."""

    before: Reading
    after: Reading
    texts: tuple[ArticleText, ...]
    dropped: int


def replace_source(
    db: Connections, document_id: int, draft: DocumentDraft, path: Path
) -> SourceUpdate:
    """Store a draft as what a document is now; its articles keep their ids where they go on.

    Raises ``NotFoundError``.
    """
    with db.writing() as connection:
        old_sha256 = readings.document_sha256(db, document_id)
        before = readings.read(db, document_id)
        step = _step(before, draft)
        annotations = _annotations(connection, document_id)
        found = _found(annotations, step, old_sha256)
        after = _write(db, connection, step, draft, path)
        _write_places(connection, before, after)
        homes = _homes(before, after)
        for annotation, place in zip(annotations, found, strict=True):
            moved = replace(annotation, article_id=homes[annotation.article_id])
            if place is not None:
                moved = _moved(annotation, place, after.articles, draft.sha256)
            write_annotation(connection, moved)
        readings.delete_articles(connection, _ids(before) - _ids(after))
        _queue(connection, _ids(before) | _ids(after))
    placed = sum(place is not None for place in found)
    return SourceUpdate(placed, len(found) - placed, step.dropped)


def find_orphans_again(db: Connections, before: Reading) -> int:
    """Give a document's orphans their places, where they have one by now; how many had.

    ``before``: how it was read when they were last looked for.
    """
    document_id = before.document_id
    with db.writing() as connection:
        sha256 = readings.source_sha256(connection, document_id)
        annotations = _annotations(connection, document_id)
        orphans = [one for one in annotations if one.source_sha256 != sha256]
        if not orphans:
            return 0
        after = readings.read(db, document_id)
        found = find_orphans(orphans, _texts_of(after), _texts_of(before))
        for orphan, place in zip(orphans, found, strict=True):
            if place is not None:
                write_annotation(connection, _moved(orphan, place, after.articles, sha256))
    return sum(place is not None for place in found)


def find_brought_back(
    db: Connections, connection: sqlite3.Connection, annotation_ids: Sequence[str]
) -> None:
    """Look for annotations whose source was replaced while they were not there."""
    sql = (
        f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id IN {LISTED} AND source_sha256 <>"
        " (SELECT sha256 FROM document WHERE document.id = annotation.document_id)"
    )
    by_document: dict[int, list[Annotation]] = {}
    for row in connection.execute(sql, (json_of(annotation_ids),)).fetchall():
        orphan = annotation_of(row)
        by_document.setdefault(orphan.document_id, []).append(orphan)
    for document_id, orphans in by_document.items():
        sha256 = readings.source_sha256(connection, document_id)
        reading = readings.read(db, document_id)
        found = _verbatim(orphans, _texts_of(reading))
        for orphan, place in zip(orphans, found, strict=True):
            if place is not None:
                write_annotation(connection, _moved(orphan, place, reading.articles, sha256))


def found_of_another(
    db: Connections,
    document_id: int,
    annotations: Sequence[Annotation],
    before: Reading,
    sha256: str,
) -> list[Annotation]:
    """Annotations of another state of a document, each that has a place in the present one.

    ``before``: how that state was read, with its own ids, which the annotations name. ``sha256``:
    its hash.
    """
    after = readings.read(db, document_id)
    current = str(db.value("SELECT sha256 FROM document WHERE id = ?", document_id))
    known = [one for one in annotations if one.source_sha256 != current]
    found = _found(known, _Step(before, after, _texts_of(after), 0), sha256)
    return [
        replace(_moved(one, place, after.articles, current), document_id=document_id)
        for one, place in zip(known, found, strict=True)
        if place is not None
    ]


def _verbatim(
    orphans: Sequence[Annotation], texts: Sequence[ArticleText]
) -> list[FoundAgain | None]:
    """The place of each where its very words stand among the very words about it.

    What else was like them where they are from is not known.
    """
    return [
        place if place is not None and _all_words(place.anchor) == _all_words(orphan) else None
        for orphan, place in zip(orphans, find_again(orphans, texts), strict=True)
    ]


def _all_words(one: Sought) -> tuple[str, str, str]:
    return one.prefix, one.quote, one.suffix


def _step(before: Reading, draft: DocumentDraft) -> _Step:
    """What becomes of a document with another source. Pure."""
    source = Source(draft.source)
    kept = _carried(before.decisions, before.source, source)
    result = decided(source, draft.articles, draft.edits, kept)
    decisions = tuple(one for one in kept if one not in set(result.unapplied))
    texts = _texts(source, result.articles, result.edits)
    numbers = continued([one.text for one in before.articles], [one.text for one in texts])
    articles = tuple(
        StoredArticle(None if number is None else before.articles[number].id, article, made.text)
        for number, article, made in zip(numbers, result.articles, texts, strict=True)
    )
    after = Reading(before.document_id, 0, source, articles, result.edits, decisions)
    return _Step(before, after, texts, len(before.decisions) - len(decisions))


def _texts(
    source: Source, articles: Iterable[ArticleDraft], edits: Sequence[Edit]
) -> tuple[ArticleText, ...]:
    made = (assemble(source, one.blocks, edits_inside(edits, one.blocks)) for one in articles)
    return tuple(ArticleText(one.text, one.alignment) for one in made)


def _texts_of(reading: Reading) -> tuple[ArticleText, ...]:
    return _texts(reading.source, [one.draft for one in reading.articles], reading.edits)


def _carried(decisions: Sequence[Decision], before: Source, after: Source) -> tuple[Decision, ...]:
    """Decisions about words that stand in another source, too; the others are left out. Pure."""
    sought = [anchor for one in decisions for anchor in _words_of(one, before.text)]
    whole = ArticleText(after.text, Alignment.identity(len(after.text)))
    old = ArticleText(before.text, Alignment.identity(len(before.text)))
    found = iter(find_again(sought, [whole], [old]))
    carried = []
    for decision in decisions:
        spans = [next(found) for _ in decision.spans]
        to = next(found) if decision.to is not None else None
        if None in spans or (decision.to is not None and to is None):
            continue
        placed = tuple(span for one in spans if one is not None for span in one.anchor.spans)
        offset = to.anchor.spans[0].start if to is not None else None
        carried.append(replace(decision, spans=placed, to=offset))
    return tuple(carried)


def _words_of(decision: Decision, text: str) -> list[Anchor]:
    """What stands at each of its spans, then what stands at its offset."""
    spans = list(decision.spans)
    if decision.to is not None:
        spans.append(Span(decision.to, min(decision.to + _BEHIND, len(text))))
    return [
        Anchor(
            (span,),
            text[span.start : span.end],
            text[max(0, span.start - CONTEXT_CHARACTERS) : span.start],
            text[span.end : span.end + CONTEXT_CHARACTERS],
        )
        for span in spans
    ]


def _found(
    annotations: Sequence[Annotation], step: _Step, old_sha256: str
) -> list[FoundAgain | None]:
    """The place of each; those that had one before are looked for by what is known of it."""
    placed = [one for one in annotations if one.source_sha256 == old_sha256]
    orphans = [one for one in annotations if one.source_sha256 != old_sha256]
    old_texts = _texts_of(step.before) if annotations else ()
    known = _as_it_stands(placed, step.before, old_texts) if placed else []
    by_id = {
        one.id: place
        for group, found in (
            (placed, find_again(known, step.texts, old_texts)),
            (orphans, find_orphans(orphans, step.texts, old_texts)),
        )
        for one, place in zip(group, found, strict=True)
    }
    return [by_id[one.id] for one in annotations]


def _as_it_stands(
    annotations: Iterable[Annotation], reading: Reading, texts: Sequence[ArticleText]
) -> list[Sought]:
    """Annotations with the words about them as they are read now, and not when they were made."""
    by_article = {article.id: made for article, made in zip(reading.articles, texts, strict=True)}
    known: list[Sought] = []
    for one in annotations:
        made = by_article[one.article_id]
        pieces = [piece for span in one.spans for piece in made.alignment.to(span)]
        try:
            whole = Span(min(p.start for p in pieces), max(p.end for p in pieces))
            anchor = make_anchor(made.text, made.alignment, whole)
        except (ValueError, NotFoundError):
            anchor = None
        # One that reaches over two articles is looked for as it was made.
        known.append(anchor if anchor is not None and anchor.spans == one.spans else one)
    return known


def _write(
    db: Connections,
    connection: sqlite3.Connection,
    step: _Step,
    draft: DocumentDraft,
    path: Path,
) -> Reading:
    """Write all but the notes; articles that do not go on are still there."""
    document_id = step.before.document_id
    for table in ("source", "edit", "record"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    insert_texts(connection, document_id, replace(draft, edits=step.after.edits))
    stored = readings.write_articles(connection, step.before, step.after)
    after = replace(step.after, articles=stored)
    readings.write_decisions(db, connection, after)
    readings.write_document(connection, document_id, draft)
    connection.execute(
        "UPDATE document SET sha256 = ?, path = ?, name = ?, format = ?, encoding = ?, imported = ?"
        " WHERE id = ?",
        (
            draft.sha256,
            storable(str(path)),
            storable(draft.name),
            draft.format,
            draft.encoding,
            now_text(),
            document_id,
        ),
    )
    connection.execute(
        "DELETE FROM annotation_elsewhere WHERE annotation_id IN"
        " (SELECT id FROM annotation WHERE document_id = ?)",
        (document_id,),
    )
    return after


def _write_places(db: sqlite3.Connection, before: Reading, after: Reading) -> None:
    """Reading places go to where as much of their article was read."""
    old = {article.id: _hull(article) for article in before.articles}
    for article in after.articles:
        was, now = old.get(article.id), _hull(article)
        if was is not None:
            db.execute(
                "UPDATE reading SET position = ? + (position - ?) * ? / ? WHERE article_id = ?",
                (now.start, was.start, len(now), max(len(was), 1), article.id),
            )


def _hull(article: StoredArticle) -> Span:
    spans = [span for block in article.draft.blocks for span in block.spans]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _homes(before: Reading, after: Reading) -> dict[int, int]:
    """For each old article the one that goes on with it, or stands about where it stood."""
    present = _ids(after)
    order = [article.id or 0 for article in after.articles]
    return {
        article.id: article.id if article.id in present else order[min(at, len(order) - 1)]
        for at, article in enumerate(before.articles)
        if article.id is not None
    }


def _moved(
    annotation: Annotation, place: FoundAgain, articles: Sequence[StoredArticle], sha256: str
) -> Annotation:
    return replace(
        annotation,
        article_id=articles[place.article].id or 0,
        spans=place.anchor.spans,
        quote=place.anchor.quote,
        prefix=place.anchor.prefix,
        suffix=place.anchor.suffix,
        source_sha256=sha256,
    )


def _annotations(db: sqlite3.Connection, document_id: int) -> list[Annotation]:
    sql = f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE document_id = ? ORDER BY created, id"
    return [annotation_of(row) for row in db.execute(sql, (document_id,)).fetchall()]


def _ids(reading: Reading) -> set[int]:
    return {article.id for article in reading.articles if article.id is not None}


def _queue(db: sqlite3.Connection, article_ids: Iterable[int]) -> None:
    db.execute(
        "INSERT INTO index_queue (article_id) SELECT value FROM json_each(?)",
        (json_of(sorted(article_ids)),),
    )
