"""Merging another library: what is missing is added, the newer holds, and nothing is deleted."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reader.corrections import keep_rule
from reader.library import Library
from reader.model import Annotation, Color, Edit, FieldTimes, Span
from reader.paths import Paths, paths_under
from reader.script import NO_TERMS, Term, Terms
from reader.store import Merged, Store
from reader.store.merging import newer_of_each
from tests.drafts import MOMENT, annotation_of, article_of, draft_of
from tests.store.test_backup import result_of


def after(hours: int) -> FieldTimes:
    return FieldTimes(note=MOMENT + timedelta(hours=hours))


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    return tmp_path / "theirs.sqlite3"


def add(store: Store, source: str, collection: str | None = None) -> int:
    document = store.add_document(draft_of(source), Path("/page.txt"), collection)
    return next(one.id for one in store.articles() if one.document_id == document.id)


def note(store: Store, article: int, number: int, text: str = "") -> Annotation:
    annotation = replace(annotation_of(store.article(article), 0, 2, number), note=text)
    store.put_annotation(annotation)
    return annotation


def merged(store: Store, path: Path) -> Merged:
    return result_of(store.keeper.merge(path))


def test_documents_and_notes_that_are_missing_are_added(store: Store, theirs: Path) -> None:
    shared = add(store, "一二三")
    mine = note(store, shared, 1)
    with closing(Store(theirs)) as other:
        add(other, "四五六", "集")
        number = add(other, "七八九", "集")
        note(other, number, 2)
        note(other, add(other, "一二三"), 3)
        other.set_reading_position(number, 1)
    found = merged(store, theirs)
    assert (found.documents, found.annotations, found.changed_annotations) == (2, 2, 0)
    texts = {store.article(one.id).text: one.id for one in store.articles()}
    assert texts.keys() == {"一二三", "四五六", "七八九"}
    notes = {one.id: one for one in store.annotations()}
    assert notes["annotation-1"] == mine
    assert notes["annotation-2"].article_id == texts["七八九"]
    assert notes["annotation-3"].article_id == shared
    assert store.reading_position(texts["七八九"]) == 1
    assert [(one.name, one.documents) for one in store.collections()] == [("集", 2)]
    assert {texts["七八九"], texts["四五六"]} <= set(store.queued_articles())
    assert store.problems() == []
    assert merged(store, theirs) == Merged(), "a second time there is nothing to add"


def test_of_a_note_in_both_the_newer_part_holds(store: Store, theirs: Path) -> None:
    article = add(store, "一二三")
    mine = replace(note(store, article, 1, "我"), color=Color.BLUE, times=after(1))
    store.put_annotation(mine)
    with closing(Store(theirs)) as other:
        theirs_ = note(other, add(other, "一二三"), 1, "他")
        other.put_annotation(
            replace(theirs_, times=replace(after(2), tags=MOMENT + timedelta(hours=3)), tags=("t",))
        )
    assert merged(store, theirs).changed_annotations == 1
    (found,) = store.annotations()
    assert (found.note, found.color, found.tags) == ("他", Color.BLUE, ("t",))
    assert found.times == FieldTimes(
        note=MOMENT + timedelta(hours=2), tags=MOMENT + timedelta(hours=3)
    )


def test_in_a_tie_mine_stays_and_a_note_of_an_older_version_has_one_time(store: Store) -> None:
    article = add(store, "一二三")
    one = note(store, article, 1, "我")
    assert newer_of_each(one, replace(one, note="他")) is one
    newer = replace(one, note="他", color=Color.PINK, modified=MOMENT + timedelta(hours=1))
    found = newer_of_each(one, newer)
    assert (found.note, found.color) == ("他", Color.PINK)
    dragged = replace(one, spans=(Span(1, 2),), quote="二", times=FieldTimes(spans=newer.modified))
    found = newer_of_each(one, dragged)
    assert (found.spans, found.quote, found.note) == ((Span(1, 2),), "二", "我")


def test_what_was_removed_here_comes_back(store: Store, theirs: Path) -> None:
    article = add(store, "一二三")
    note(store, article, 1)
    result_of(store.keeper.back_up(path=theirs))
    store.delete_annotation("annotation-1")
    store.remove_documents([1])
    found = merged(store, theirs)
    assert (found.restored_documents, found.annotations) == (1, 1)
    assert [one.id for one in store.annotations()] == ["annotation-1"]


def test_a_document_whose_file_was_edited_since_is_the_same(store: Store, theirs: Path) -> None:
    article = add(store, "一二三")
    note(store, article, 1, "甲")
    gone = note(store, article, 2, "乙")
    result_of(store.keeper.back_up(path=theirs))
    store.delete_annotation(gone.id)
    store.replace_source(1, draft_of("零一二三"), Path("/page.txt"))
    found = merged(store, theirs)
    assert (found.documents, found.annotations) == (0, 1)
    assert [one.id for one in store.documents()] == [1]
    assert sorted(one.note for one in store.annotations()) == ["乙", "甲"]
    assert store.problems() == []


def test_terms_are_added_before_mine(store: Store, theirs: Path) -> None:
    store.change_terms(NO_TERMS, Terms([Term("发", "髮")]))
    with closing(Store(theirs)) as other:
        other.change_terms(NO_TERMS, Terms([Term("发", "髮"), Term("发", "發"), Term("里", "裏")]))
    assert merged(store, theirs).terms == 2
    assert list(store.terms()) == [Term("发", "發"), Term("里", "裏"), Term("发", "髮")]


def test_corrections_made_there_take_effect(tmp_path: Path, paths: Paths) -> None:
    page = tmp_path / "page.txt"
    page.write_text("标题在此\n\n" + "一尊（zūn）造像出土了，许多人来看。" * 3, encoding="utf-8")
    theirs = paths_under(tmp_path / "theirs")
    for one in (paths, theirs):
        with closing(Library(one)) as library:
            list(library.import_paths([page]))
            if one is theirs:
                assert "zūn" not in library.article(1).text
                library.proofreader.decide(keep_rule("gloss"), [1])
                changed = library.article(1).text
    with closing(Library(paths)) as library:
        library.annotate(1, Span(0, 2))
        found = result_of(library.merge(theirs.database))
        assert (found.decisions, found.reread) == (1, (1,))
        assert library.article(1).text == changed
        assert library.verify() == []
        assert not library.annotations(1)[0].orphan


def test_a_note_on_an_article_that_reads_otherwise_here_finds_its_words(
    store: Store, theirs: Path
) -> None:
    source = "一二三\n四五六"
    store.add_document(draft_of(source, [article_of(source, 0, 3), article_of(source, 4)]), Path())
    with closing(Store(theirs)) as other:
        article = add(other, source)
        other.put_annotation(annotation_of(other.article(article), 4, 6))
    merged(store, theirs)
    (annotation,) = store.annotations()
    assert store.article(annotation.article_id).text == "四五六"


def test_a_merge_that_fails_changes_nothing(store: Store, theirs: Path) -> None:
    with closing(Store(theirs)) as other:
        source = "一二三"
        edit = Edit("rule", Span(0, 1), "一", "壹")
        other.add_document(draft_of(source, edits=[edit]), Path("/page.txt"))
        note(other, 1, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.store.merging.put_annotation", failing)
        with pytest.raises(ZeroDivisionError):
            merged(store, theirs)
    assert store.documents() == []
    assert merged(store, theirs).documents == 1
    assert store.article(1).text == "壹二三"


def failing(*_: object) -> None:
    raise ZeroDivisionError
