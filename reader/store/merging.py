"""Merges another library's file into this one: what is missing here is added, nothing is deleted.

Documents are the same by the hash of their bytes, or by their path and a note that both have or
text that goes on; notes by their id.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from reader.anchors import continued
from reader.model import Annotation, FieldTimes
from reader.store import readings
from reader.store.connection import Connections, read_only_error, reading_file
from reader.store.drafts import SEQUENCES, collection_id, number_on, queue
from reader.store.readings import AnnotationWriter
from reader.store.replacing import find_brought_back, found_of_another
from reader.store.rows import ANNOTATION_FIELDS, LISTED, annotation_of, json_of, marks

# What belongs to a document, beside its articles and annotations.
_PARTS = ("source", "edit", "record", "decision")
# What of an annotation goes with a field of ``FieldTimes``; the others stand for themselves.
_RANGE = ("spans", "quote", "prefix", "suffix", "source_sha256")


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge added or changed here.

    ``reread``: ids of documents that were corrected otherwise there; those corrections are stored,
    and take effect when the documents are read again. ``unplaced``: annotations of documents that
    are in neither. ``other_texts``: documents that have another text here, which stays.
    ``lost_decisions``: corrections of these, in whose source their offsets mean nothing.
    """

    documents: int = 0
    restored_documents: int = 0
    annotations: int = 0
    changed_annotations: int = 0
    terms: int = 0
    decisions: int = 0
    reread: tuple[int, ...] = ()
    unplaced: tuple[Annotation, ...] = ()
    lost_decisions: int = 0
    other_texts: int = 0


def merge(db: Connections, other: Path, *, bring_back: bool, same_ids: bool = False) -> Merged:
    """Merge another library of the same schema, as one transaction.

    ``bring_back``: what was taken away here and stands there comes back, as removed documents and
    corrections taken back; and of one document that was edited the text here stays, as it may be
    another there. ``same_ids``: documents and articles keep the ids they have there, where
    these are free here; for what was one library once. Raises ``StoreError``.
    """
    with db.writing() as here, reading_file(other) as there:
        there.execute("BEGIN")
        if same_ids:
            number_on(here, there.execute(SEQUENCES).fetchall())
        documents, added = _add_documents(here, there, same_ids, by_text=bring_back)
        restored = _bring_back(here, there, documents) if bring_back else 0
        same, other_source = _by_source(here, there, documents)
        decisions = _add_decisions(here, there, same, added) if bring_back else {}
        articles = _article_ids(here, there, documents)
        _add_readings(here, there, articles)
        found = [annotation_of(row) for row in _rows(there, ANNOTATION_FIELDS, "annotation")]
        placed = [one for one in found if one.document_id in documents]
        again = _found_again(db, other, placed, {one: documents[one] for one in other_source})
        moved = [again.get(one.id) or _moved(one, documents, articles) for one in placed]
        writer = AnnotationWriter(here)
        counts = [_merge_annotation(here, writer, one) for one in moved]
        # The others were looked for with all that is known, or have the place they had here.
        left = [
            one.id
            for one, what in zip(placed, counts, strict=True)
            if what == "changed" or (what == "added" and one.document_id not in other_source)
        ]
        find_brought_back(db, here, left)
        return Merged(
            documents=len(added),
            restored_documents=restored,
            annotations=counts.count("added"),
            changed_annotations=counts.count("changed"),
            terms=_add_terms(here, there),
            decisions=sum(decisions.values()),
            reread=tuple(decisions),
            unplaced=tuple(one for one in found if one.document_id not in documents),
            lost_decisions=_decisions_of(there, other_source) if bring_back else 0,
            other_texts=len(other_source),
        )


def _rows(db: sqlite3.Connection, columns: str, table: str, where: str = "TRUE") -> list[Any]:
    return db.execute(f"SELECT {columns} FROM {table} WHERE {where}").fetchall()


def _add_documents(
    here: sqlite3.Connection, there: sqlite3.Connection, same_ids: bool, *, by_text: bool
) -> tuple[dict[int, int], set[int]]:
    """Ids of documents here by those there, and those (there) that were missing.

    ``by_text``: one with the path of one here, whose text goes on in that one's, is the same.
    """
    known = dict(_rows(here, "sha256, id", "document"))
    rows = _rows(there, "id, sha256", "document")
    # Those have their own there: another beside it was to be another.
    taken = {known[sha256] for _, sha256 in rows if sha256 in known}
    ids: dict[int, int] = {}
    added: set[int] = set()
    for number, sha256 in rows:
        if sha256 not in known:
            same = _same_by_notes(here, there, number)
            if same is None and by_text:
                same = _same_by_text(here, there, number, taken)
            known[sha256] = _add_document(here, there, number, same_ids) if same is None else same
            taken.add(known[sha256])
            if same is None:
                added.add(number)
        ids[number] = known[sha256]
    return ids, added


def _same_by_text(
    here: sqlite3.Connection, there: sqlite3.Connection, number: int, taken: Collection[int]
) -> int | None:
    """The document here that lies where this one lay, if it goes on with its text.

    Of two machines the same path may be another document's.
    """
    last = "removed IS NULL ORDER BY imported DESC, id DESC LIMIT 1"
    path = there.execute("SELECT path FROM document WHERE id = ?", (number,)).fetchone()
    rows = [db.execute(f"SELECT id FROM document WHERE path = ? AND {last}", path).fetchone()
            for db in (there, here)]  # fmt: skip
    if rows[0] != (number,) or rows[1] is None or rows[1][0] in taken:
        return None
    goes_on = continued([_text(there, number)], [_text(here, rows[1][0])]) == [0]
    return int(rows[1][0]) if goes_on else None


def _text(db: sqlite3.Connection, document_id: int) -> str:
    sql = "SELECT text FROM article WHERE document_id = ? ORDER BY position"
    return "\n".join(row[0] for row in db.execute(sql, (document_id,)).fetchall())


def _same_by_notes(here: sqlite3.Connection, there: sqlite3.Connection, number: int) -> int | None:
    """The document here that has the same notes and path, whose file was edited since."""
    notes = there.execute("SELECT id FROM annotation WHERE document_id = ?", (number,)).fetchall()
    path = there.execute("SELECT path FROM document WHERE id = ?", (number,)).fetchone()[0]
    row = here.execute(
        "SELECT document.id FROM annotation JOIN document ON document.id = document_id"
        f" WHERE document.path = ? AND annotation.id IN {LISTED} LIMIT 1",
        (path, json_of([row[0] for row in notes])),
    ).fetchone()
    return None if row is None else int(row[0])


def _add_document(
    here: sqlite3.Connection, there: sqlite3.Connection, number: int, same_ids: bool
) -> int:
    row = there.execute(
        "SELECT collection.name FROM document LEFT JOIN collection ON collection.id = collection_id"
        " WHERE document.id = ?",
        (number,),
    ).fetchone()
    known = {"collection_id": collection_id(here, row[0])}
    (document_id,) = _copy_rows(here, there, "document", "id", number, known, same_ids)
    belongs: dict[str, int | None] = {"document_id": document_id}
    for table in _PARTS:
        _copy_rows(here, there, table, "document_id", number, belongs)
    _copy_rows(here, there, "article", "document_id", number, belongs, same_ids)
    queue(here, "document_id = ?", document_id)
    return document_id


def _copy_rows(
    here: sqlite3.Connection,
    there: sqlite3.Connection,
    table: str,
    key: str,
    number: int,
    known: dict[str, int | None],
    same_ids: bool = False,
) -> list[int]:
    """Copy rows with all their columns but the id, which is given anew; those in ``known`` too.

    ``same_ids``: an id that is free here stays.
    """
    names = [row[1] for row in there.execute(f"PRAGMA table_info({table})")]
    copied = [name for name in names if name not in known and (same_ids or name != "id")]
    insert = f"INSERT INTO {table} ({', '.join([*known, *copied])})"
    rows: Iterable[tuple[object, ...]] = there.execute(
        f"SELECT {', '.join(copied)} FROM {table} WHERE {key} = ? ORDER BY {_order(table)}",
        (number,),
    )
    if same_ids:
        rows = (_with_free_id(here, table, row, copied.index("id")) for row in rows)
    values = ((*known.values(), *row) for row in rows)
    count = len(known) + len(copied)
    return [
        int(here.execute(f"{insert} VALUES ({marks([0] * count)})", row).lastrowid or 0)
        for row in values
    ]


def _with_free_id(
    here: sqlite3.Connection, table: str, row: tuple[object, ...], place: int
) -> tuple[object, ...]:
    taken = here.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row[place],)).fetchone()
    return (*row[:place], None, *row[place + 1 :]) if taken else row


def _order(table: str) -> str:
    return {"article": "position", "source": "start", "record": "start"}.get(table, "id")


def _bring_back(
    here: sqlite3.Connection, there: sqlite3.Connection, documents: dict[int, int]
) -> int:
    """Documents that were removed here and are not there; how many."""
    standing = [documents[row[0]] for row in _rows(there, "id", "document", "removed IS NULL")]
    found = here.execute(
        f"SELECT id FROM document WHERE removed IS NOT NULL AND id IN {LISTED}",
        (json_of(standing),),
    ).fetchall()
    listed = json_of([row[0] for row in found])
    here.execute(f"UPDATE document SET removed = NULL WHERE id IN {LISTED}", (listed,))
    queue(here, f"document_id IN {LISTED}", listed)
    return len(found)


def _by_source(
    here: sqlite3.Connection, there: sqlite3.Connection, documents: dict[int, int]
) -> tuple[dict[int, int], list[int]]:
    """Of ``documents`` those of the same bytes, and those (there) that are others here by now."""
    hashes = dict(_rows(here, "id, sha256", "document"))
    same: dict[int, int] = {}
    others: list[int] = []
    for number, sha256 in _rows(there, "id, sha256", "document"):
        if hashes.get(documents[number]) == sha256:
            same[number] = documents[number]
        else:
            others.append(number)
    return same, others


def _decisions_of(db: sqlite3.Connection, documents: list[int]) -> int:
    sql = f"SELECT count(*) FROM decision WHERE document_id IN {LISTED}"
    return int(db.execute(sql, (json_of(documents),)).fetchone()[0])


def _add_decisions(
    here: sqlite3.Connection,
    there: sqlite3.Connection,
    documents: dict[int, int],
    added: set[int],
) -> dict[int, int]:
    """Decisions of documents that were here already; how many of which."""
    columns = "document_id, kind, spans, target, value"
    known = set(_rows(here, columns, "decision"))
    counts: dict[int, int] = {}
    for number, *rest in there.execute(f"SELECT {columns} FROM decision ORDER BY id").fetchall():
        row = (documents.get(number), *rest)
        if number not in added and row[0] is not None and row not in known:
            here.execute(f"INSERT INTO decision ({columns}) VALUES ({marks(row)})", row)
            counts[row[0]] = counts.get(row[0], 0) + 1
    return counts


def _article_ids(
    here: sqlite3.Connection, there: sqlite3.Connection, documents: dict[int, int]
) -> dict[int, int]:
    """Ids here by those there, of the articles that anything refers to and that are alike."""
    referred = "id IN (SELECT article_id FROM annotation UNION SELECT article_id FROM reading)"
    ids: dict[int, int] = {}
    for number, document, position, blocks in _rows(
        there, "id, document_id, position, blocks", "article", referred
    ):
        row = here.execute(
            "SELECT id FROM article WHERE document_id = ? AND position = ? AND blocks = ?",
            (documents.get(document), position, blocks),
        ).fetchone()
        if row is not None:
            ids[number] = row[0]
    return ids


def _add_readings(
    here: sqlite3.Connection, there: sqlite3.Connection, articles: dict[int, int]
) -> None:
    here.executemany(
        "INSERT OR IGNORE INTO reading (article_id, position) VALUES (?, ?)",
        [
            (articles[article_id], position)
            for article_id, position in _rows(there, "article_id, position", "reading")
            if article_id in articles
        ],
    )


def _moved(
    annotation: Annotation, documents: dict[int, int], articles: dict[int, int]
) -> Annotation:
    """With the ids of its document and article here; 0 for one to be looked for."""
    return replace(
        annotation,
        document_id=documents[annotation.document_id],
        article_id=articles.get(annotation.article_id, 0),
    )


def _found_again(
    db: Connections, other: Path, annotations: Sequence[Annotation], documents: Mapping[int, int]
) -> dict[str, Annotation]:
    """By id, annotations that are not here, where their words are in documents of another source.

    ``documents``: their ids here by those there.
    """
    ids = json_of([one.id for one in annotations])
    known = {row[0] for row in db.rows(f"SELECT id FROM annotation WHERE id IN {LISTED}", ids)}
    missing: dict[int, list[Annotation]] = {}
    for one in annotations:
        if one.document_id in documents and one.id not in known:
            missing.setdefault(one.document_id, []).append(one)
    found: dict[str, Annotation] = {}
    if missing:
        with closing(Connections(other, read_only_error(other))) as theirs:
            for number, group in missing.items():
                before = readings.read(theirs, number)
                sha256 = str(theirs.value("SELECT sha256 FROM document WHERE id = ?", number))
                for one in found_of_another(db, documents[number], group, before, sha256):
                    found[one.id] = one
    return found


def _merge_annotation(
    here: sqlite3.Connection, writer: AnnotationWriter, theirs: Annotation
) -> str:
    row = here.execute(
        f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id = ?", (theirs.id,)
    ).fetchone()
    if row is None:
        writer.put(theirs)
        return "added"
    mine = annotation_of(row)
    sha256 = here.execute(
        "SELECT sha256 FROM document WHERE id = ?", (mine.document_id,)
    ).fetchone()[0]
    if theirs.source_sha256 != sha256:  # its offsets mean nothing here
        mine_range = {name: getattr(mine, name) for name in _RANGE}
        times = replace(theirs.times, spans=mine.changed_at("spans"))
        theirs = replace(theirs, **mine_range, times=times)
    merged = newer_of_each(mine, theirs)
    if merged == mine:
        return "same"
    writer.put(merged)
    return "changed"


def newer_of_each(mine: Annotation, theirs: Annotation) -> Annotation:
    """Each field as it was last changed, of two that are the same annotation.

    In a tie the values decide, so that libraries come to the same whichever is merged into which;
    but of two ranges mine holds: its offsets are of my source.
    """
    taken: dict[str, Any] = {}
    times: dict[str, datetime | None] = {}
    for field in fields(FieldTimes):
        if _rank(theirs, field.name) > _rank(mine, field.name):
            names = _RANGE if field.name == "spans" else (field.name,)
            taken |= {name: getattr(theirs, name) for name in names}
            times[field.name] = getattr(theirs.times, field.name)
    if not taken:
        return mine
    modified = max(mine.modified, theirs.modified)
    return replace(mine, **taken, modified=modified, times=replace(mine.times, **times))


def _rank(annotation: Annotation, field_name: str) -> tuple[datetime, object]:
    value = "" if field_name == "spans" else getattr(annotation, field_name)
    return annotation.changed_at(field_name), value


def with_foreign(mine: Annotation, theirs: Annotation) -> Annotation:
    """Mine with what another program, which knows no times of fields, changed since.

    What was changed here stays: there nobody knew of it. What is taken gets no time, so that it
    can be taken again.
    """
    if theirs.modified <= (mine.modified if mine.times == FieldTimes() else mine.created):
        return mine
    taken = {
        name: getattr(theirs, name)
        for field in fields(FieldTimes)
        if getattr(mine.times, field.name) is None
        for name in (_RANGE if field.name == "spans" else (field.name,))
    }
    if all(getattr(mine, name) == value for name, value in taken.items()):
        return mine
    return replace(mine, **taken, modified=max(mine.modified, theirs.modified))


def _add_terms(here: sqlite3.Connection, there: sqlite3.Connection) -> int:
    """Terms whose forms are not here; before mine, so that of two that differ mine holds."""
    known = set(_rows(here, "simplified, traditional", "term"))
    columns = "position, simplified, traditional, direction"
    rows = sorted(row for row in _rows(there, columns, "term") if tuple(row[1:3]) not in known)
    first = here.execute("SELECT coalesce(min(position), 1) FROM term").fetchone()[0]
    here.executemany(
        f"INSERT INTO term ({columns}) VALUES (?, ?, ?, ?)",
        [(first - len(rows) + place, *row[1:]) for place, row in enumerate(rows)],
    )
    return len(rows)


def notes_json(annotations: Iterable[Annotation]) -> str:
    """Annotations that have no document any more, one a line, for a person to read."""
    return "".join(
        json.dumps(
            {
                "id": one.id,
                "quote": one.quote,
                "note": one.note,
                "tags": one.tags,
                "color": str(one.color),
                "created": one.created.isoformat(),
            },
            ensure_ascii=False,
        )
        + "\n"
        for one in annotations
    )
