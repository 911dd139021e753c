"""Merging another library: what is missing is added, the newer holds, and nothing is deleted."""

from __future__ import annotations

import sqlite3
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
from reader.store.merging import merge, newer_of_each, with_foreign
from tests.drafts import MOMENT, annotation_of, article_of, draft_of
from tests.store.test_backup import result_of

SENTENCES = (
    "数字革命与竞争。中国互联网经济在过去十年中发生了巨大的变化，许多企业都在寻找新的道路。"
    "农村居民的收入增长速度超过了城市居民，专家认为教育改革应当从基础学校开始，而不是只关注大学。"
    "北京的天气今年特别寒冷，市民们纷纷购买棉衣和取暖设备以度过漫长的冬天。"
)


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


def test_an_id_stays_where_it_is_free_here(store: Store, theirs: Path) -> None:
    mine = note(store, add(store, "一二三"), 1)
    with closing(Store(theirs)) as other:
        note(other, add(other, "四五六"), 2)  # its ids are those of 一二三 here
        for source in ("五", "六"):
            add(other, source)
        note(other, add(other, "七八九"), 3)
    merge(store._db, theirs, bring_back=False, same_ids=True)
    notes = {one.id: one for one in store.annotations()}
    assert notes["annotation-1"] == mine
    texts = [store.article(one.article_id).text for one in notes.values()]
    assert texts == ["一二三", "四五六", "七八九"]
    assert (notes["annotation-3"].document_id, notes["annotation-3"].article_id) == (4, 4)
    assert store.problems() == []


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
    hour = MOMENT + timedelta(hours=1)
    mine = note(store, article, 1, "我")
    mine = replace(mine, color=Color.BLUE, times=FieldTimes(note=hour, color=hour))
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
        color=hour, note=MOMENT + timedelta(hours=2), tags=MOMENT + timedelta(hours=3)
    )


def test_libraries_come_to_the_same_whichever_is_merged_into_which(store: Store) -> None:
    article = add(store, "一二三")
    one = note(store, article, 1, "我")
    other = replace(one, note="他")
    assert newer_of_each(one, other).note == newer_of_each(other, one).note
    hour = timedelta(hours=1)
    again = replace(one, times=after(5), modified=MOMENT + 5 * hour)  # to what it was
    between = replace(one, note="他", times=after(3), modified=MOMENT + 3 * hour)
    found = newer_of_each(newer_of_each(one, again), between)
    assert found == newer_of_each(newer_of_each(one, between), again)
    assert found.note == "我"


def test_a_range_is_taken_with_its_words_and_mine_holds_in_a_tie(store: Store) -> None:
    one = note(store, add(store, "一二三"), 1, "我")
    dragged = replace(one, spans=(Span(1, 2),), quote="二")
    assert newer_of_each(one, dragged) is one
    dragged = replace(dragged, times=FieldTimes(spans=MOMENT + timedelta(hours=1)))
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


def in_context(store: Store, start: int, end: int, number: int) -> Annotation:
    mark = annotation_of(store.article(1), start, end, number)
    return replace(mark, prefix=SENTENCES[start - 32 : start], suffix=SENTENCES[end : end + 32])


def test_a_note_from_another_source_stands_where_its_words_are_here(
    store: Store, theirs: Path
) -> None:
    add(store, SENTENCES)
    store.put_annotation(in_context(store, 42, 50, 1))
    result_of(store.keeper.back_up(path=theirs))
    with closing(Store(theirs)) as other:
        other.put_annotation(in_context(other, 55, 63, 2))
        times = replace(after(3), spans=MOMENT + timedelta(hours=3))
        dragged = replace(in_context(other, 42, 52, 1), note="也改了", times=times)
        other.put_annotation(dragged)
    draft = draft_of("前面加的一句。" + SENTENCES)
    store.replace_source(1, draft, Path("/page.txt"))
    found = merged(store, theirs)
    assert (found.annotations, found.changed_annotations) == (1, 1)
    notes = {one.id: one for one in store.annotations()}
    assert {one.source_sha256 for one in notes.values()} == {draft.sha256}
    texts = [
        "".join(draft.source[span.start : span.end] for span in notes[key].spans)
        for key in ("annotation-1", "annotation-2")
    ]
    assert texts == [SENTENCES[42:50], SENTENCES[55:63]]
    assert notes["annotation-1"].note == "也改了"


def test_a_document_that_was_edited_since_is_not_added_again(store: Store, theirs: Path) -> None:
    """Its notes of then are looked for as after an edit, though none of them is here."""
    add(store, SENTENCES)
    result_of(store.keeper.back_up(path=theirs))
    with closing(Store(theirs)) as other:
        for number, (start, end) in enumerate([(42, 50), (90, 98)], start=1):
            other.put_annotation(in_context(other, start, end, number))
    mine = in_context(store, 55, 63, 3)
    store.put_annotation(mine)
    # The words of one stand, with others about them; those of the other are gone.
    edited = "前面加的一句。" + SENTENCES[:40] + "，添" + SENTENCES[40:84]
    store.replace_source(1, draft_of(edited), Path("/page.txt"))
    found = merged(store, theirs)
    assert (found.documents, found.annotations, found.other_texts) == (0, 2, 1)
    assert [one.id for one in store.documents()] == [1]
    sha256 = store.source_sha256(1)
    stand = {
        one.id: "".join(edited[span.start : span.end] for span in one.spans)
        for one in store.annotations()
        if one.source_sha256 == sha256
    }
    assert stand == {"annotation-1": SENTENCES[42:50], "annotation-3": SENTENCES[55:63]}
    assert {one.id for one in store.annotations()} - {*stand} == {"annotation-2"}
    assert store.article(1).text == edited
    assert store.problems() == []


def test_another_document_of_the_same_path_is_added(store: Store, theirs: Path) -> None:
    add(store, SENTENCES[:42])
    with closing(Store(theirs)) as other:
        note(other, add(other, SENTENCES[42:]), 1)
    found = merged(store, theirs)
    assert (found.documents, found.annotations, found.other_texts) == (1, 1, 0)
    assert len(store.documents()) == 2


@pytest.mark.parametrize("last", [0, 1])
def test_what_were_two_documents_there_are_two_here(store: Store, theirs: Path, last: int) -> None:
    """Another state of a document that somebody kept beside it."""
    states = [SENTENCES, SENTENCES + "后来加的。"]
    add(store, states[last])
    with closing(Store(theirs)) as other:
        for state in states:
            add(other, state)
    assert merged(store, theirs).documents == 1
    here = [store.article(one.id).text for one in store.articles()]
    assert here == [states[last], states[1 - last]]


def test_corrections_of_another_source_are_left_out_and_told(store: Store, theirs: Path) -> None:
    note(store, add(store, "一二三"), 1)
    result_of(store.keeper.back_up(path=theirs))
    with closing(sqlite3.connect(theirs)) as db:
        db.execute(
            "INSERT INTO decision (document_id, kind, spans, target, value)"
            " VALUES (1, 'split-article', '[]', 2, '')"
        )
        db.commit()
    store.replace_source(1, draft_of("零一二三"), Path("/page.txt"))
    found = merged(store, theirs)
    assert (found.decisions, found.reread, found.lost_decisions) == (0, (), 1)
    assert store.reading(1).decisions == ()


def test_what_another_program_says_yields_to_what_was_changed_here(store: Store) -> None:
    mine = replace(
        note(store, add(store, "一二三"), 1, "长长的看法"),
        times=after(1),
        modified=MOMENT + timedelta(hours=1),
    )
    theirs = replace(mine, note="短", tags=("t",), times=FieldTimes())
    theirs = replace(theirs, modified=MOMENT + timedelta(hours=2))
    found = with_foreign(mine, theirs)
    assert (found.note, found.tags) == ("长长的看法", ("t",))
    again = replace(theirs, tags=("u",), modified=MOMENT + timedelta(hours=3))
    assert with_foreign(found, again).tags == ("u",)
    assert with_foreign(found, replace(again, modified=MOMENT)) is found


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
        patch.setattr("reader.store.merging.AnnotationWriter.put", failing)
        with pytest.raises(ZeroDivisionError):
            merged(store, theirs)
    assert store.documents() == []
    assert merged(store, theirs).documents == 1
    assert store.article(1).text == "壹二三"


def failing(*_: object) -> None:
    raise ZeroDivisionError
