"""Which annotations are listed, and in what order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.annotation_list import AnnotationList
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationOrder,
    AnnotationQuery,
    ArticleDraft,
    Block,
    BlockKind,
    Edit,
    ImportResult,
    MarkStyle,
    Span,
)
from reader.paths import Paths
from reader.store import Store
from tests.conftest import Write
from tests.drafts import annotation_of, draft_of, mark_of

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def listed(library: Library, write: Write) -> Library:
    """Three marks in one document, one in another; made out of order."""
    for name, text in (
        ("one.txt", "皇后在後宮讀書。李勣將軍來。\n"),
        ("two.txt", "经济发展了。\n"),
    ):
        *_, result = library.import_paths([write(name, text)])
        assert isinstance(result, ImportResult) and result.error is None
    one, two = library.articles()
    library.annotate(two.id, library.find_quote(two.id, "发展"), color="blue", tags=["经济"])
    library.annotate(one.id, library.find_quote(one.id, "李勣"), color="#8a2be2", note="**将军**")
    library.annotate(
        one.id, library.find_quote(one.id, "皇后"), style=MarkStyle.UNDERLINE, tags=["人物", "要"]
    )
    library.annotate(one.id, library.find_quote(one.id, "讀書"), tags=["要"])
    return library


def found(library: Library, query: AnnotationQuery) -> list[str]:
    listing = library.annotation_list.find(query)
    return [row.annotation.quote for row in library.annotation_list.rows(listing.ids)]


def test_everything_is_listed_by_document_and_place(listed: Library) -> None:
    assert found(listed, AnnotationQuery()) == ["皇后", "讀書", "李勣", "发展"]
    one, two = listed.articles()
    assert found(listed, AnnotationQuery(article_id=one.id)) == ["皇后", "讀書", "李勣"]
    assert found(listed, AnnotationQuery(document_id=two.document_id)) == ["发展"]


def test_by_time_the_last_change_counts(listed: Library) -> None:
    newest = AnnotationQuery(order=AnnotationOrder.NEWEST)
    assert found(listed, newest) == ["讀書", "皇后", "李勣", "发展"]
    first = listed.annotation_list.find(newest).ids[-1]
    listed.edit_annotation(first, note="又看")
    assert found(listed, newest)[0] == "发展"
    assert found(listed, replace(newest, order=AnnotationOrder.OLDEST))[-1] == "发展"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (AnnotationQuery(colors=("blue", "#8a2be2")), ["李勣", "发展"]),
        (AnnotationQuery(styles=(MarkStyle.UNDERLINE,)), ["皇后"]),
        (AnnotationQuery(tags=("要",)), ["皇后", "讀書"]),
        (AnnotationQuery(tags=("要", "人物")), ["皇后"]),
        (AnnotationQuery(words="读书"), ["讀書"]),  # the quote, in the other script
        (AnnotationQuery(words="將軍"), ["李勣"]),  # the note
        (AnnotationQuery(words="人物"), ["皇后"]),  # a tag
        (AnnotationQuery(words="經濟 發展"), ["发展"]),
        (AnnotationQuery(words="皇后 发展"), []),
        (AnnotationQuery(words="李𪟝"), ["李勣"]),
        (AnnotationQuery(orphans=True), []),
    ],
)
def test_filters(listed: Library, query: AnnotationQuery, expected: list[str]) -> None:
    assert found(listed, query) == expected
    listing = listed.annotation_list.find(query)
    assert listing.total == 4
    assert listing.complete


def test_the_first_come_without_the_rest(listed: Library) -> None:
    everything = listed.annotation_list.find(AnnotationQuery())
    some = listed.annotation_list.find(AnnotationQuery(), 2)
    assert not some.complete
    assert some.ids == everything.ids[:2]
    assert listed.annotation_list.find(AnnotationQuery(), 9) == everything
    words = AnnotationQuery(words="发展")
    assert listed.annotation_list.find(words, 1).complete


def test_dates_are_half_open(listed: Library) -> None:
    ids = listed.annotation_list.find(AnnotationQuery()).ids
    for number, (one, row) in enumerate(zip(ids, listed.annotation_list.rows(ids), strict=True)):
        moved = replace(row.annotation, modified=NOON + timedelta(hours=number))
        listed.delete_annotation(one)
        listed.apply(AnnotationChange(None, moved))
    span = AnnotationQuery(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=3))
    assert found(listed, span) == ["讀書", "李勣"]
    assert found(listed, AnnotationQuery(until=NOON)) == []


def test_a_removed_document_is_not_listed(listed: Library) -> None:
    two = listed.articles()[1]
    listed.remove_documents([two.document_id])
    assert found(listed, AnnotationQuery()) == ["皇后", "讀書", "李勣"]
    assert "经济" not in listed.annotation_list.tags()
    listed.restore_documents([two.document_id])
    assert found(listed, AnnotationQuery())[-1] == "发展"


def test_tags_and_colours_in_use_come_by_frequency(listed: Library) -> None:
    assert listed.annotation_list.tags() == ("要", "人物", "经济")
    assert listed.annotation_list.colors()[0] == "yellow"
    assert set(listed.annotation_list.colors()) == {"yellow", "blue", "#8a2be2"}


def test_orphans_stand_last_and_say_so(listed: Library) -> None:
    first = listed.annotation_list.find(AnnotationQuery()).ids[0]
    (row,) = listed.annotation_list.rows([first])
    lost = replace(row.annotation, source_sha256="another", prefix="别处才有的话")
    listed.delete_annotation(first)
    listed.apply(AnnotationChange(None, lost))
    assert found(listed, AnnotationQuery()) == ["讀書", "李勣", "皇后", "发展"]
    assert found(listed, AnnotationQuery(orphans=True)) == ["皇后"]
    assert listed.annotation_list.rows([first])[0].orphan


# Of 甲〇乙丙 the article has 甲乙 alone: a rule took 〇 away, and 丙 is in no article.
@pytest.mark.parametrize(
    ("span", "placed"),
    [
        (Span(0, 1), True),
        (Span(1, 2), False),
        (Span(1, 3), True),
        (Span(2, 4), True),
        (Span(3, 4), False),
    ],
)
def test_what_no_article_shows_is_an_orphan_wherever_it_is_told(
    library: Library, span: Span, placed: bool
) -> None:
    source = "甲〇乙丙"
    drafts = [ArticleDraft((Block(BlockKind.PARAGRAPH, (Span(0, 3),)),))]
    edit = Edit("dropped", Span(1, 2), "〇", "")
    library._store.add_document(draft_of(source, drafts, [edit]), Path("/page.txt"))
    (summary,) = library.articles()
    mark = annotation_of(library.article(summary.id), span.start, span.end)
    library._store.put_annotation(mark)
    (told,) = library.annotations(summary.id)
    assert told.orphan == (not placed)
    orphans = library.annotation_list.find(AnnotationQuery(orphans=True))
    assert (orphans.ids, orphans.total) == (() if placed else (mark.id,), 1)
    (row,) = library.annotation_list.rows([mark.id])
    assert row.orphan == told.orphan


def test_a_note_without_any_place_is_listed(listed: Library) -> None:
    first = listed.annotation_list.find(AnnotationQuery()).ids[0]
    (row,) = listed.annotation_list.rows([first])
    placeless = replace(row.annotation, id="placeless", quote="此句不在其中", spans=())
    listed.apply(AnnotationChange(None, placeless))
    query = AnnotationQuery(document_id=row.annotation.document_id)
    assert "此句不在其中" in found(listed, query)
    assert found(listed, AnnotationQuery(orphans=True)) == ["此句不在其中"]


def test_in_a_document_the_order_is_that_of_reading(paths: Paths, store: Store) -> None:
    """The headline of an article may stand below its text on the page."""
    source = "正文在上面\n标题在下面\n"
    draft = ArticleDraft(
        (
            Block(BlockKind.TITLE, (Span(6, 11),)),
            Block(BlockKind.PARAGRAPH, (Span(0, 5),)),
        )
    )
    document = store.add_document(draft_of(source, [draft]), paths.data / "page.txt", None)
    article = store.article(store.articles()[0].id)

    def mark(number: int, start: int) -> Annotation:
        return replace(
            mark_of("x", [Span(start, start + 2)], id_=str(number), article_id=article.summary.id),
            document_id=document.id,
            source_sha256=article.source_sha256,
        )

    for one in (mark(1, 0), mark(2, 6), mark(3, 2)):
        store.put_annotation(one)
    listing = AnnotationList(store).find(AnnotationQuery(document_id=document.id))
    assert listing.ids == ("2", "1", "3")
