"""Carries out one undoable step on an annotation, whatever other windows did to it meanwhile."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from reader.errors import ConflictError, NotFoundError
from reader.messages import message
from reader.model import Annotation, AnnotationChange
from reader.store.readings import AnnotationWriter
from reader.store.rows import ANNOTATION_FIELDS, annotation_of

# What a person decides of an annotation; each part is changed as a whole.
_PARTS = (
    ("color",),
    ("style",),
    ("note",),
    ("tags",),
    ("spans", "quote", "prefix", "suffix", "source_sha256"),
)


def apply(db: sqlite3.Connection, writer: AnnotationWriter, change: AnnotationChange) -> None:
    """Make a change to what is stored now: of an annotation the fields that it changes.

    ``writer``: that of the transaction. Raises ``NotFoundError`` and ``ConflictError``, before
    anything is changed.
    """
    before, after = change.before, change.after
    known = after or before
    stored = _stored(db, known.id) if known is not None else None
    if before is None and after is not None:
        _create(db, writer, stored, after)
    elif before is not None and after is None:
        _delete(db, stored, before)
    elif before is not None and after is not None:
        if stored is None:
            raise NotFoundError(message("The annotation is no longer there."))
        writer.put(_changed(stored, before, after))


def _stored(db: sqlite3.Connection, annotation_id: str) -> Annotation | None:
    row = db.execute(
        f"SELECT {ANNOTATION_FIELDS} FROM annotation WHERE id = ?", (annotation_id,)
    ).fetchone()
    return None if row is None else annotation_of(row)


def _create(
    db: sqlite3.Connection,
    writer: AnnotationWriter,
    stored: Annotation | None,
    after: Annotation,
) -> None:
    if stored is not None and _differing(stored, after):
        raise _conflict()
    if not db.execute("SELECT 1 FROM document WHERE id = ?", (after.document_id,)).fetchone():
        raise NotFoundError(message("The document of the annotation is no longer there."))
    if stored is None:
        writer.put(after)


def _delete(db: sqlite3.Connection, stored: Annotation | None, before: Annotation) -> None:
    if stored is None:
        return
    differing = _differing(stored, before)
    moved_by_itself = stored.times.spans == before.times.spans  # its source was read again
    if differing and not (moved_by_itself and differing == [_PARTS[-1]]):
        raise _conflict()
    db.execute("DELETE FROM annotation WHERE id = ?", (before.id,))


def _changed(stored: Annotation, before: Annotation, after: Annotation) -> Annotation:
    """What is stored with what the step changes; what it does not stays as it is.

    What an undo changes is as new as any other change: of two libraries the later one holds.
    """
    now = datetime.now(UTC)
    merged = stored
    for part in _differing(before, after):
        if _values(stored, part) == _values(after, part):
            continue
        if _values(stored, part) != _values(before, part):
            raise _conflict()
        values = {name: getattr(after, name) for name in part}
        made = after.changed_at(part[0])
        times = replace(
            merged.times, **{part[0]: made if made > stored.changed_at(part[0]) else now}
        )
        merged = replace(merged, **values, times=times)
    if merged == stored:
        return stored
    return replace(merged, modified=after.modified if after.modified > stored.modified else now)


def _differing(one: Annotation, other: Annotation) -> list[tuple[str, ...]]:
    return [part for part in _PARTS if _values(one, part) != _values(other, part)]


def _values(annotation: Annotation, part: tuple[str, ...]) -> list[object]:
    return [getattr(annotation, name) for name in part]


def _conflict() -> ConflictError:
    return ConflictError(
        message(
            "The annotation has been changed in another window or program since; it was left as it"
            " is."
        )
    )
