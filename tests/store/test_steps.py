"""Undo and redo beside another window: what the other changed stays, or the step is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.errors import ConflictError, NotFoundError
from reader.model import (
    Annotation,
    AnnotationChange,
    Changed,
    Color,
    FieldTimes,
    MarkStyle,
    Span,
)
from reader.paths import Paths
from reader.script import NO_TERMS, Term, Terms
from reader.store import Store
from reader.store.merging import newer_of_each
from tests.drafts import MOMENT, annotation_of, draft_of

LATER = MOMENT + timedelta(hours=1)


@pytest.fixture
def other(paths: Paths, store: Store) -> Iterator[Store]:
    """The same library in another window."""
    with closing(Store(paths.database)) as opened:
        yield opened


@pytest.fixture
def made(store: Store) -> Annotation:
    store.add_document(draft_of("一二三四五六"), Path("/page.txt"))
    annotation = annotation_of(store.article(1), 1, 3)
    store.apply_annotation(AnnotationChange(None, annotation))
    return annotation


def stored(store: Store) -> Annotation:
    (annotation,) = store.annotations()
    return annotation


def values_of(annotation: Annotation | None) -> Annotation:
    """Without the moments of changes."""
    assert annotation is not None
    return replace(annotation, modified=MOMENT, times=FieldTimes())


def test_an_undo_is_as_new_as_any_change(store: Store, made: Annotation) -> None:
    step = edited(made, note="新", times=FieldTimes(note=LATER))
    store.apply_annotation(step)
    exported = stored(store)
    assert exported == step.after, "what a step stamped is taken as it is"
    store.apply_annotation(step.inverse())
    undone = stored(store)
    assert undone.modified > LATER
    assert newer_of_each(undone, exported) == undone
    assert newer_of_each(exported, undone).note == made.note
    store.apply_annotation(step)
    assert newer_of_each(stored(store), undone).note == "新"


def edited(annotation: Annotation, **values: Any) -> AnnotationChange:
    changed = replace(annotation, **values, modified=LATER)
    return AnnotationChange(annotation, changed)


def test_undo_and_redo_bring_back_all_values_where_nobody_else_writes(
    store: Store, made: Annotation
) -> None:
    steps = [edited(made, note="新", times=FieldTimes(note=LATER))]
    assert steps[0].after is not None
    steps.append(edited(steps[0].after, color=Color.BLUE, spans=(Span(2, 4),), quote="三四"))
    for step in steps:
        store.apply_annotation(step)
        assert values_of(stored(store)) == values_of(step.after)
    for step in reversed(steps):
        store.apply_annotation(step.inverse())
        assert values_of(stored(store)) == values_of(step.before)
    for step in steps:
        store.apply_annotation(step)
        assert values_of(stored(store)) == values_of(step.after)
    for step in reversed(steps):
        store.apply_annotation(step.inverse())
    creation = AnnotationChange(None, made)
    store.apply_annotation(creation.inverse())
    assert store.annotations() == []
    store.apply_annotation(creation)
    assert stored(store) == made


@pytest.mark.parametrize(
    ("values", "others"),
    [
        ({"note": "甲"}, {"color": Color.PINK}),
        ({"color": Color.PINK}, {"note": "乙", "tags": ("c",)}),
        ({"tags": ("a",)}, {"style": MarkStyle.STRIKE}),
        ({"style": MarkStyle.UNDERLINE}, {"spans": (Span(0, 2),), "quote": "一二"}),
        ({"spans": (Span(0, 1),), "quote": "一"}, {"note": "丙"}),
    ],
)
def test_what_another_window_changed_beside_it_stays(
    store: Store, other: Store, made: Annotation, values: dict[str, Any], others: dict[str, Any]
) -> None:
    step = edited(made, **values)
    store.apply_annotation(step)
    other.change_annotation(made.id, lambda one: replace(one, **others))
    store.apply_annotation(step.inverse())
    assert values_of(stored(other)) == values_of(replace(made, **others))
    store.apply_annotation(step)
    assert values_of(stored(other)) == values_of(replace(made, **values, **others))


@pytest.mark.parametrize(
    "values", [{"note": "甲"}, {"color": Color.PINK}, {"tags": ()}, {"spans": (Span(0, 1),)}]
)
def test_what_another_window_changed_of_the_same_is_not_undone(
    store: Store, other: Store, made: Annotation, values: dict[str, Any]
) -> None:
    step = edited(made, **values)
    store.apply_annotation(step)
    theirs: dict[str, Any] = {
        "note": "丁",
        "color": Color.ORANGE,
        "tags": ("d",),
        "spans": (Span(4, 5),),
    }
    other.change_annotation(made.id, lambda one: replace(one, **{k: theirs[k] for k in values}))
    expected = stored(store)
    with pytest.raises(ConflictError, match="another window"):
        store.apply_annotation(step.inverse())
    assert stored(store) == expected


def test_two_that_changed_the_same_alike_do_not_conflict(
    store: Store, other: Store, made: Annotation
) -> None:
    step = edited(made, note="甲", color=Color.PINK)
    other.change_annotation(made.id, lambda one: replace(one, note="甲"))
    store.apply_annotation(step)
    assert (stored(store).note, stored(store).color) == ("甲", Color.PINK)


def test_what_another_window_wrote_is_not_deleted(
    store: Store, other: Store, made: Annotation
) -> None:
    other.change_annotation(made.id, lambda one: replace(one, note="写了很久"))
    with pytest.raises(ConflictError):
        store.apply_annotation(AnnotationChange(made, None))
    assert stored(store).note == "写了很久"


def test_a_mark_that_moved_with_its_source_can_be_deleted(
    store: Store, other: Store, made: Annotation
) -> None:
    other.change_annotation(
        made.id, lambda one: replace(one, spans=(Span(3, 5),), source_sha256="new")
    )
    store.apply_annotation(AnnotationChange(made, None))
    assert store.annotations() == []


def test_a_mark_that_another_window_dragged_is_not_deleted(
    store: Store, other: Store, made: Annotation
) -> None:
    times = FieldTimes(spans=LATER)
    other.change_annotation(made.id, lambda one: replace(one, spans=(Span(3, 5),), times=times))
    with pytest.raises(ConflictError):
        store.apply_annotation(AnnotationChange(made, None))


def test_what_another_window_deleted_is_not_changed_back_to_life(
    store: Store, other: Store, made: Annotation
) -> None:
    step = edited(made, note="甲")
    store.apply_annotation(step)
    other.delete_annotation(made.id)
    for one in (step, step.inverse()):
        with pytest.raises(NotFoundError):
            store.apply_annotation(one)
    store.apply_annotation(AnnotationChange(made, None))  # it is gone already
    assert other.annotations() == []
    other.apply_annotation(AnnotationChange(made, None).inverse())
    assert stored(store) == made


def test_what_was_made_again_elsewhere_is_not_overwritten(
    store: Store, other: Store, made: Annotation
) -> None:
    other.change_annotation(made.id, lambda one: replace(one, note="他的"))
    with pytest.raises(ConflictError):
        store.apply_annotation(AnnotationChange(None, made))
    assert stored(store).note == "他的"


def test_a_mark_of_a_document_that_is_gone_is_not_made(store: Store, made: Annotation) -> None:
    lost = replace(made, id="x", document_id=77)
    with pytest.raises(NotFoundError, match="document"):
        store.apply_annotation(AnnotationChange(None, lost))


# What changed elsewhere


def test_each_kind_of_change_is_told_once_to_others_alone(
    store: Store, other: Store, made: Annotation
) -> None:
    assert other.changed_elsewhere() == Changed.DOCUMENTS | Changed.ANNOTATIONS
    assert other.changed_elsewhere() == Changed.NOTHING
    assert store.changed_elsewhere() == Changed.NOTHING
    store.change_annotation(made.id, lambda one: replace(one, note="新"))
    assert other.changed_elsewhere() == Changed.ANNOTATIONS
    other.delete_annotation(made.id)
    assert other.changed_elsewhere() == Changed.NOTHING
    assert store.changed_elsewhere() == Changed.ANNOTATIONS
    store.change_terms(NO_TERMS, Terms([Term("发", "髮")]))
    store.unqueue(99)
    assert other.changed_elsewhere() == Changed.TERMS | Changed.INDEX
    store.remove_documents([1])
    other.restore_documents([1])
    assert other.changed_elsewhere() == Changed.DOCUMENTS
    assert store.changed_elsewhere() == Changed.DOCUMENTS
    store.set_reading_position(1, 1)
    assert other.changed_elsewhere() == Changed.NOTHING


def test_what_failed_is_no_change(store: Store, other: Store, made: Annotation) -> None:
    other.changed_elsewhere()

    def failing(_: Annotation) -> Annotation:
        raise NotFoundError("no")

    for _ in range(2):
        with pytest.raises(NotFoundError):
            store.change_annotation(made.id, failing)
    assert other.changed_elsewhere() == Changed.NOTHING
    assert store.changed_elsewhere() == Changed.NOTHING


def test_own_changes_are_known(store: Store, other: Store, made: Annotation) -> None:
    assert store.own_changes == Changed.DOCUMENTS | Changed.ANNOTATIONS
    assert other.own_changes == Changed.NOTHING
