"""What a change makes of annotations. Pure: values in, values out.

Every change of a field is stamped here and nowhere else: two libraries are merged by the stamps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime

from reader.anchors import Anchor, make_anchor, place
from reader.article_view import ArticleView
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationEdit,
    Article,
    FieldTimes,
    MarkStyle,
    Span,
    color_of,
    tidy_tags,
)

_STAMPED = tuple(field.name for field in fields(FieldTimes))


def edited(annotation: Annotation, edit: AnnotationEdit, now: datetime) -> Annotation:
    """The annotation with the edit made; itself where that changes nothing."""
    changed = replace(
        annotation,
        color=annotation.color if edit.color is None else color_of(edit.color),
        style=annotation.style if edit.style is None else edit.style,
        note=annotation.note if edit.note is None else edit.note,
        tags=_tags(annotation.tags if edit.tags is None else edit.tags, edit),
    )
    return stamped(annotation, changed, now)


def note_beside(stored: str, seen: str, written: str, drafts: Sequence[str] = ()) -> str:
    """What a note becomes that was ``seen`` when ``written`` was begun, and is ``stored`` now.

    What others wrote meanwhile stays, before it. ``drafts``: what of ``written`` may have been
    stored while it was typed; its place is taken, also where others wrote beside it.
    """
    if stored in ("", seen, written, *drafts):
        return written
    framed = f"\n\n{stored}\n\n"
    for draft in reversed(drafts):
        before, found, after = framed.partition(f"\n\n{draft}\n\n")
        if draft and found:
            return "\n\n".join(part for part in (before[2:], written, after[:-2]) if part)
    return f"{stored}\n\n{written}" if written else stored


def anchored(annotation: Annotation, article: Article, anchor: Anchor, now: datetime) -> Annotation:
    """The annotation tied to other words, of an article of its document."""
    moved = replace(
        annotation,
        article_id=article.summary.id,
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        source_sha256=article.source_sha256,
    )
    # The same offsets in another source are another place.
    times = replace(moved.times, spans=now)
    return annotation if moved == annotation else replace(moved, times=times, modified=now)


def stamped(before: Annotation, after: Annotation, now: datetime) -> Annotation:
    """``after`` with the time of each field in which it differs from ``before``."""
    differing = [name for name in _STAMPED if getattr(before, name) != getattr(after, name)]
    if not differing:
        return before
    times = replace(after.times, **dict.fromkeys(differing, now))
    return replace(after, times=times, modified=now)


def merged(
    view: ArticleView, annotations: Sequence[Annotation], now: datetime
) -> tuple[AnnotationChange, ...]:
    """Make one of each group of an article's annotations that overlap, the first of them.

    It stands over all they stood over, with their notes one below the other and all their tags.
    Bookmarks and orphans stay as they are.
    """
    article = view.article
    standing = [
        (hull, one)
        for one in annotations
        if one.style is not MarkStyle.BOOKMARK
        and (hull := _hull(place(one, article.text, view.clean, article.source_sha256)))
    ]
    changes: list[AnnotationChange] = []
    for group in _overlapping(standing):
        hull = Span(group[0][0].start, max(span.end for span, _ in group))
        first, *others = [one for _, one in group]
        changes.append(AnnotationChange(first, _joined(view, hull, first, others, now)))
        changes += [AnnotationChange(one, None) for one in others]
    return tuple(changes)


def _joined(
    view: ArticleView, hull: Span, first: Annotation, others: Sequence[Annotation], now: datetime
) -> Annotation:
    all_of = [first, *others]
    anchor = make_anchor(view.article.text, view.clean, hull)
    # What of them stands in other articles is not in this one's text.
    elsewhere = [
        span
        for one in all_of
        for span in one.spans
        if not any(span.overlaps(held) for held in anchor.spans)
    ]
    joined = replace(
        first,
        spans=(*anchor.spans, *dict.fromkeys(elsewhere)),
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        source_sha256=view.article.source_sha256,
        note="\n\n".join(one.note for one in all_of if one.note),
        tags=tuple(dict.fromkeys(tag for one in all_of for tag in one.tags)),
    )
    return stamped(first, joined, now)


def _overlapping(
    standing: Iterable[tuple[Span, Annotation]],
) -> Iterable[list[tuple[Span, Annotation]]]:
    """Groups of two or more, each reaching into another of its group, in the order of the text."""
    group: list[tuple[Span, Annotation]] = []
    end = 0
    for span, annotation in sorted(standing, key=lambda one: (one[0], one[1].created)):
        if group and span.start >= end:
            if len(group) > 1:
                yield group
            group, end = [], 0
        group.append((span, annotation))
        end = max(end, span.end)
    if len(group) > 1:
        yield group


def _hull(spans: Sequence[Span]) -> Span | None:
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _tags(tags: Sequence[str], edit: AnnotationEdit) -> tuple[str, ...]:
    """What an edit of another part does not touch stays as it is, however it was written."""
    if edit.tags is None and not edit.added and not edit.removed:
        return tuple(tags)
    kept = (tag for tag in (*tags, *edit.added) if tag not in edit.removed)
    return tuple(tag for tag in tidy_tags(kept) if tag not in edit.removed)
