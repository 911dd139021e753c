"""What a change makes of annotations: the fields, the times they are stamped with, and merging."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotation_edits import edited, note_beside
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationEdit,
    Color,
    FieldTimes,
    ImportResult,
    MarkStyle,
    ShownScript,
)
from tests.conftest import Write
from tests.drafts import MOMENT, mark_of

LATER = MOMENT + timedelta(hours=1)
TEXT = "今天图书馆里来了许多学生，他们阅读历史。\n第二天下雨，街上没有人。\n"


def test_only_what_is_changed_is_stamped() -> None:
    before = mark_of("皇后", note="旧", tags=("一",))
    after = edited(before, AnnotationEdit(note="新"), LATER)
    assert after == replace(before, note="新", modified=LATER, times=FieldTimes(note=LATER))
    again = edited(after, AnnotationEdit(color="#AABBCC"), LATER + timedelta(hours=1))
    assert again.color == "#aabbcc"
    assert again.times == FieldTimes(note=LATER, color=LATER + timedelta(hours=1))


def test_an_edit_that_changes_nothing_leaves_the_annotation_as_it_is() -> None:
    before = mark_of("皇后", color=Color.BLUE, tags=("一",))
    same = AnnotationEdit(color=Color.BLUE, style=MarkStyle.HIGHLIGHT, note="", tags=("一",))
    assert edited(before, same, LATER) is before
    assert edited(before, AnnotationEdit(added=("一",), removed=("二",)), LATER) is before


def test_tags_stand_on_one_line_each() -> None:
    after = edited(mark_of("皇后"), AnnotationEdit(tags=(" 一 \n\t二 ", "一 二", "\n")), LATER)
    assert after.tags == ("一 二",)
    assert edited(after, AnnotationEdit(added=("三\u2028四",)), LATER).tags == ("一 二", "三 四")


def test_a_tag_of_two_lines_stays_until_it_is_taken_away() -> None:
    """As an older version may have stored it."""
    before = mark_of("皇后", tags=("一\n二", "三"))
    noted = edited(before, AnnotationEdit(note="注"), LATER)
    assert (noted.tags, noted.times.tags) == (before.tags, None)
    assert edited(before, AnnotationEdit(removed=("一\n二",)), LATER).tags == ("三",)


def test_tags_are_added_and_removed_each_once_in_their_order() -> None:
    before = mark_of("皇后", tags=("一", "二"))
    after = edited(before, AnnotationEdit(added=(" 三 ", "一", ""), removed=("二",)), LATER)
    assert after.tags == ("一", "三")
    assert after.times == FieldTimes(tags=LATER)


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="mauve"):
        edited(mark_of("皇后"), AnnotationEdit(color="mauve"), LATER)


@pytest.mark.parametrize(
    ("stored", "drafts", "written", "expected"),
    [
        ("旧", (), "新", "新"),
        ("别人的", (), "新", "别人的\n\n新"),
        ("写到", ("写到",), "写到一半", "写到一半"),
        ("别人的\n\n写到", ("写到",), "写到一半", "别人的\n\n写到一半"),
        ("写到\n\n别人的", ("写", "写到"), "写到一半", "写到一半\n\n别人的"),
        ("一\n\n写到\n\n二", ("写到",), "写到一半", "一\n\n写到一半\n\n二"),
        ("别人的\n\n写到", ("写到",), "", "别人的"),
        ("别人的", ("写到",), "", "别人的"),
        ("别人写到", ("写到",), "写到一半", "别人写到\n\n写到一半"),
    ],
)
def test_a_note_being_typed_takes_its_own_place_and_no_other(
    stored: str, drafts: tuple[str, ...], written: str, expected: str
) -> None:
    assert note_beside(stored, "旧", written, drafts) == expected


NOTES = [st.text(letter + "𪟝\n", max_size=8).map(str.strip) for letter in "ab"]


@given(st.data(), st.lists(st.booleans(), max_size=12))
def test_of_a_note_typed_in_two_windows_the_last_of_both_is_kept_once(
    data: st.DataObject, turns: list[bool]
) -> None:
    """Each begins with its own letter; what the other one wrote is known to neither."""
    stored, latest = "", ["", ""]
    for turn in turns:
        typed = data.draw(NOTES[turn])
        written = "ab"[turn] + typed if typed else ""
        stored = note_beside(stored, "", written, (latest[turn],))
        latest[turn] = written
    expected = [note for note in latest if note]
    assert stored in ("\n\n".join(expected), "\n\n".join(reversed(expected)))


@pytest.fixture
def article_id(library: Library, write: Write) -> int:
    *_, result = library.import_paths([write("page.txt", TEXT)])
    assert isinstance(result, ImportResult) and result.error is None
    return library.articles()[0].id


def marked(library: Library, article_id: int, words: str, **fields: object) -> Annotation:
    span = library.find_quote(article_id, words)
    change = library.annotate(article_id, span, **fields)  # type: ignore[arg-type]  # of a test
    assert change.after is not None
    return change.after


def quotes(library: Library, article_id: int) -> list[str]:
    return [one.annotation.quote for one in library.annotations(article_id)]


def test_overlapping_ones_become_one_over_all_of_them(library: Library, article_id: int) -> None:
    first = marked(library, article_id, "图书馆里", note="甲", tags=("一",), color="pink")
    second = marked(library, article_id, "里来了许多", tags=("二", "一"))
    third = marked(library, article_id, "许多学生", note="丙")
    apart = marked(library, article_id, "下雨", note="丁")
    changes = library.merge_overlapping([third.id, apart.id, second.id, first.id])
    assert quotes(library, article_id) == ["图书馆里来了许多学生", "下雨"]
    whole = library.annotations(article_id)[0].annotation
    assert (whole.id, whole.note, whole.tags) == (first.id, "甲\n\n丙", ("一", "二"))
    assert whole.color == "pink"
    assert whole.times.spans == whole.times.note == whole.times.tags == whole.modified
    assert whole.times.color is None
    library.apply_all([change.inverse() for change in reversed(changes)])
    assert quotes(library, article_id) == ["图书馆里", "里来了许多", "许多学生", "下雨"]


def test_neighbours_and_bookmarks_are_not_merged(library: Library, article_id: int) -> None:
    marks = [
        marked(library, article_id, "图书馆"),
        marked(library, article_id, "里来了"),
        marked(library, article_id, "书馆里", style=MarkStyle.BOOKMARK),
    ]
    assert library.merge_overlapping([one.id for one in marks]) == ()
    assert len(quotes(library, article_id)) == 3


def test_merging_reaches_over_a_line_end(library: Library, article_id: int) -> None:
    marks = [
        marked(library, article_id, "阅读历史。\n第二天"),
        marked(library, article_id, "第二天下雨"),
    ]
    library.merge_overlapping([one.id for one in marks])
    (whole,) = library.annotations(article_id)
    assert whole.annotation.quote == "阅读历史。\n第二天下雨"
    text = library.view(article_id, ShownScript.ORIGINAL).article.text
    assert "".join(text[span.start : span.end] for span in whole.spans).replace("\n", "") == (
        "阅读历史。第二天下雨"
    )


def test_many_are_changed_as_one_transaction(library: Library, article_id: int) -> None:
    marks = [marked(library, article_id, words) for words in ("图书馆", "学生", "历史")]
    ids = [one.id for one in marks]
    edit = AnnotationEdit(style=MarkStyle.UNDERLINE, added=("要",))
    changes = library.edit_annotations([*ids, "gone"], edit)
    assert [change.after.id for change in changes if change.after] == ids
    stored = [one.annotation for one in library.annotations(article_id)]
    assert {(one.style, one.tags) for one in stored} == {(MarkStyle.UNDERLINE, ("要",))}
    with pytest.raises(ValueError, match="mauve"):
        library.edit_annotations(ids, AnnotationEdit(note="x", color="mauve"))
    assert [one.annotation for one in library.annotations(article_id)] == stored
    assert len(library.delete_annotations(ids)) == 3
    assert quotes(library, article_id) == []


def test_the_span_of_a_mark_is_kept_by_an_edit(library: Library, article_id: int) -> None:
    one = marked(library, article_id, "学生")
    library.edit_annotation(one.id, tags=["甲", "甲", " "], style=MarkStyle.STRIKE)
    (placed,) = library.annotations(article_id)
    assert placed.annotation.tags == ("甲",)
    assert placed.annotation.times.spans is None
    assert placed.annotation.spans == one.spans
