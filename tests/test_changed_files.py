"""A file that changed, moved or was renamed keeps its notes, corrections and reading places."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader.alignment import Alignment
from reader.anchors import make_anchor
from reader.cli.commands import main
from reader.corrections import ReadingChange, split_article, split_paragraph
from reader.errors import NotFoundError
from reader.library import Library
from reader.model import (
    Annotation,
    ChangedFile,
    ImportResult,
    ImportStatus,
    PlacedAnnotation,
    SourceUpdate,
    Span,
)
from reader.store import Store
from reader.store.rows import now_text
from tests.conftest import Write
from tests.drafts import annotation_of, article_of, draft_of

PAGE = (
    "清晨的码头已经热闹起来，渔民们把一筐筐海鲜搬上岸。\n"
    "老周在这里守了三十年，谁家的船几点靠港他都清楚。\n"
    "中午时分雨停了，孩子们沿着石板路跑向学校，书包上的铃铛响个不停。\n"
)
KEPT = "几点靠港"
LOST = "铃铛响个不停"
SHORTER = "添上的一行，写在最前面。\n" + PAGE.replace("，书包上的铃铛响个不停", "")


def import_one(
    library: Library, path: Path, changed: ChangedFile = ChangedFile.UPDATE
) -> ImportResult:
    (result,) = [
        step
        for step in library.import_paths([path], changed=changed)
        if isinstance(step, ImportResult)
    ]
    return result


def mark(library: Library, quote: str) -> Annotation:
    """A mark on the first article that has the words."""
    for article in library.articles():
        try:
            span = library.find_quote(article.id, quote)
        except NotFoundError:
            continue
        made = library.annotate(article.id, span, note=quote).after
        assert made is not None
        return made
    raise AssertionError(quote)


def placed(library: Library, annotation: Annotation) -> PlacedAnnotation:
    (found,) = [one for one in library.all_annotations() if one.annotation.id == annotation.id]
    return found


def marked(library: Library, annotation: Annotation) -> list[str]:
    found = placed(library, annotation)
    text = library.article(found.annotation.article_id).text
    return [text[span.start : span.end] for span in found.spans]


def test_an_edited_file_is_the_same_document_and_its_notes_are_found(
    library: Library, write: Write
) -> None:
    first = import_one(library, write("page.txt", PAGE))
    kept, lost = mark(library, KEPT), mark(library, LOST)
    (article,) = library.articles()
    library.set_reading_position(article.id, 30)
    result = import_one(library, write("page.txt", SHORTER))
    assert (result.status, result.document_id) == (ImportStatus.UPDATED, first.document_id)
    assert result.update == SourceUpdate(found=1, orphans=1)
    assert [one.id for one in library.articles()] == [article.id]
    assert marked(library, kept) == [KEPT]
    orphan = placed(library, lost)
    assert orphan.orphan and orphan.annotation == lost
    assert 0 < (library.reading_position(article.id) or 0) < len(SHORTER)
    assert library.verify() == []


def test_search_finds_the_new_text_and_not_the_old(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    list(library.searcher.sync())
    import_one(library, write("page.txt", SHORTER))
    list(library.searcher.sync())
    assert library.searcher.search(LOST).total == 0
    assert library.searcher.search("写在最前面").total == 1
    assert library.verify() == []


def test_an_orphan_is_found_when_its_words_come_back(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    lost = mark(library, LOST)
    import_one(library, write("page.txt", SHORTER))
    assert marked(library, lost) == []
    result = import_one(library, write("page.txt", "添了一行。\n" + PAGE))
    assert result.update == SourceUpdate(found=1, orphans=0)
    assert marked(library, lost) == [LOST]


def test_an_orphan_can_be_placed_by_hand_and_that_undone(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    lost = mark(library, LOST)
    import_one(library, write("page.txt", SHORTER))
    (article,) = library.articles()
    change = library.place_annotation(
        lost.id, article.id, library.find_quote(article.id, "跑向学校")
    )
    assert marked(library, lost) == ["跑向学校"]
    assert placed(library, lost).annotation.note == LOST
    library.apply(change.inverse())
    assert placed(library, lost).orphan
    library.apply(change)
    assert marked(library, lost) == ["跑向学校"]


def test_an_annotation_is_not_placed_in_another_document(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    annotation = mark(library, KEPT)
    import_one(library, write("other.txt", "另一篇文章。"))
    other = library.articles()[-1].id
    with pytest.raises(NotFoundError):
        library.place_annotation(annotation.id, other, Span(0, 2))
    with pytest.raises(NotFoundError):
        library.place_annotation("none", other, Span(0, 2))
    assert marked(library, annotation) == [KEPT]


@pytest.mark.parametrize("name", ["renamed.txt", "folder/page.txt"])
def test_a_file_that_was_moved_keeps_its_notes(library: Library, write: Write, name: str) -> None:
    path = write("page.txt", PAGE)
    first = import_one(library, path)
    annotation = mark(library, KEPT)
    path.unlink()
    moved = write(name, PAGE)
    assert import_one(library, moved).status is ImportStatus.UNCHANGED
    (document,) = library.documents()
    assert (document.id, document.path, document.name) == (
        first.document_id,
        str(moved),
        moved.name,
    )
    result = import_one(library, write(name, SHORTER))
    assert (result.status, result.document_id) == (ImportStatus.UPDATED, first.document_id)
    assert marked(library, annotation) == [KEPT]


def test_a_copy_does_not_move_the_document(library: Library, write: Write) -> None:
    path = write("page.txt", PAGE)
    import_one(library, path)
    import_one(library, write("copy.txt", PAGE))
    assert [one.path for one in library.documents()] == [str(path)]


OTHER = "另一份报告，说的是完全不同的事情：河边的老桥要修了。\n"


def import_all(library: Library, *paths: Path) -> list[ImportStatus]:
    steps = library.import_paths(paths)
    return [step.status for step in steps if isinstance(step, ImportResult)]


def paths_of(library: Library) -> dict[int, str]:
    return {one.id: Path(one.path).name for one in library.documents()}


@pytest.mark.parametrize("old_name", ["Report-old.txt", "Report0.txt", "Zold.txt"])
def test_another_file_under_the_old_name_does_not_take_the_notes(
    library: Library, write: Write, tmp_path: Path, old_name: str
) -> None:
    """Whichever of the two comes first."""
    path = write("pages/Report.txt", PAGE)
    import_one(library, path)
    annotation = mark(library, LOST)
    path.rename(path.with_name(old_name))
    write("pages/Report.txt", OTHER)
    statuses = import_all(library, tmp_path / "pages")
    assert sorted(statuses) == [ImportStatus.IMPORTED, ImportStatus.UNCHANGED]
    assert paths_of(library) == {1: old_name, 2: "Report.txt"}
    assert marked(library, annotation) == [LOST]
    assert import_all(library, tmp_path / "pages") == [ImportStatus.UNCHANGED] * 2


@pytest.mark.parametrize("copy_name", ["Report-old.txt", "Report0.txt", "Zold.txt"])
def test_an_edited_file_keeps_its_notes_though_a_copy_of_the_old_one_lies_beside_it(
    library: Library, write: Write, tmp_path: Path, copy_name: str
) -> None:
    path = write("pages/Report.txt", PAGE)
    import_one(library, path)
    annotation = mark(library, KEPT)
    path.with_name(copy_name).write_bytes(path.read_bytes())
    write("pages/Report.txt", SHORTER)
    assert ImportStatus.UPDATED in import_all(library, tmp_path / "pages")
    assert paths_of(library)[1] == "Report.txt"
    assert marked(library, annotation) == [KEPT]


def test_who_wants_to_be_asked_is_not_asked_of_a_file_that_was_renamed(
    library: Library, write: Write
) -> None:
    path = write("a.txt", PAGE)
    import_one(library, path)
    renamed = path.rename(path.with_name("b.txt"))
    write("a.txt", OTHER)
    found = [
        step.status
        for step in library.import_paths([path, renamed], changed=ChangedFile.ASK)
        if isinstance(step, ImportResult)
    ]
    assert found == [ImportStatus.IMPORTED, ImportStatus.UNCHANGED]


def test_files_that_swapped_their_names_are_still_their_documents(
    library: Library, write: Write
) -> None:
    one, two = write("a.txt", PAGE), write("b.txt", OTHER)
    import_all(library, one, two)
    annotation = mark(library, LOST)
    write("a.txt", OTHER)
    write("b.txt", PAGE)
    assert import_all(library, one, two) == [ImportStatus.UNCHANGED] * 2
    assert paths_of(library) == {1: "b.txt", 2: "a.txt"}
    assert marked(library, annotation) == [LOST]


def test_files_much_alike_that_swapped_their_names_are_still_their_documents(
    library: Library, write: Write
) -> None:
    one, two = write("a.txt", PAGE), write("b.txt", PAGE + OTHER)
    import_all(library, one, two)
    write("a.txt", PAGE + OTHER)
    write("b.txt", PAGE)
    assert import_all(library, one, two) == [ImportStatus.UNCHANGED] * 2
    assert paths_of(library) == {1: "b.txt", 2: "a.txt"}


def test_names_that_were_passed_on_in_a_row_are_followed(library: Library, write: Write) -> None:
    """The name that a file gave up may be another document's by now."""
    files = [write("x.txt", PAGE), write("y.txt", OTHER)]
    import_all(library, *files)
    annotation = mark(library, LOST)
    write("x.txt", "今天的一份新报告，只有一句话。")
    write("y.txt", PAGE)
    files.append(write("z.txt", OTHER))
    unchanged = [ImportStatus.UNCHANGED] * 2
    assert import_all(library, *files) == [ImportStatus.IMPORTED, *unchanged]
    assert paths_of(library) == {1: "y.txt", 2: "z.txt", 3: "x.txt"}
    assert marked(library, annotation) == [LOST]


def test_of_two_documents_with_one_path_the_last_to_come_there_is_meant(
    library: Library, write: Write
) -> None:
    import_all(library, write("a.txt", PAGE), write("b.txt", OTHER))
    annotation = mark(library, KEPT)
    imported = now_text()
    while now_text() == imported:  # of a clock that ticks slowly
        pass
    write("a.txt", "别的。")
    import_one(library, write("b.txt", PAGE))
    assert paths_of(library) == {1: "b.txt", 2: "b.txt"}
    result = import_one(library, write("b.txt", SHORTER))
    assert (result.status, result.document_id) == (ImportStatus.UPDATED, 1)
    assert marked(library, annotation) == [KEPT]


def test_who_wants_to_be_asked_is_and_nothing_is_changed(library: Library, write: Write) -> None:
    path = write("page.txt", PAGE)
    first = import_one(library, path)
    annotation = mark(library, LOST)
    write("page.txt", SHORTER)
    result = import_one(library, path, ChangedFile.ASK)
    assert (result.status, result.document_id) == (ImportStatus.CHANGED, first.document_id)
    assert marked(library, annotation) == [LOST]
    assert import_one(library, path, ChangedFile.NEW).status is ImportStatus.IMPORTED
    assert len(library.documents()) == 2
    assert marked(library, annotation) == [LOST]


def test_a_new_file_is_no_question(library: Library, write: Write) -> None:
    result = import_one(library, write("page.txt", PAGE), ChangedFile.ASK)
    assert result.status is ImportStatus.IMPORTED


def test_bytes_of_a_removed_document_bring_that_back(library: Library, write: Write) -> None:
    path = write("page.txt", PAGE)
    import_one(library, path)
    removed = import_one(library, write("other.txt", SHORTER))
    assert removed.document_id is not None
    library.remove_documents([removed.document_id])
    write("page.txt", SHORTER)
    assert import_one(library, path).document_id == removed.document_id
    assert len(library.documents()) == 2


def test_a_file_that_cannot_be_read_any_more_changes_nothing(
    library: Library, write: Write
) -> None:
    path = write("page.txt", PAGE)
    import_one(library, path)
    annotation = mark(library, KEPT)
    path.write_bytes(b"\x00\x01" * 500)
    assert import_one(library, path).status is ImportStatus.FAILED
    assert marked(library, annotation) == [KEPT]


def test_corrections_go_with_their_words(library: Library, write: Write) -> None:
    path = write("page.txt", PAGE)
    import_one(library, path)
    (article,) = library.articles()
    for words in ("谁家的船", "书包上的"):
        step = split_paragraph(library.article(article.id).source.text.index(words))
        library.proofreader.decide(step, [article.id])
    result = import_one(library, write("page.txt", SHORTER))
    assert result.update == SourceUpdate(0, 0, dropped=1)
    text = library.article(article.id).text
    assert "守了三十年，\n谁家的船" in text
    assert result.document_id is not None
    assert len(library.proofreader.decisions(result.document_id)) == 1
    assert library.verify() == []


def test_articles_of_a_corpus_keep_their_ids_in_another_order(
    library: Library, write: Write
) -> None:
    def lines(*texts: str) -> str:
        records = [{"title": text[:4], "text": text} for text in texts]
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records)

    one, two, three = PAGE.splitlines()
    import_one(library, write("corpus.jsonl", lines(one, two, three)))
    ids = [article.id for article in library.articles()]
    kept, lost = mark(library, KEPT), mark(library, LOST)
    result = import_one(
        library, write("corpus.jsonl", lines("全新的一篇，别无所有。", two + "完。", one))
    )
    assert result.update == SourceUpdate(found=1, orphans=1)
    after = {article.title: article.id for article in library.articles()}
    assert (after[two[:4]], after[one[:4]]) == (ids[1], ids[0])
    assert marked(library, kept) == [KEPT]
    assert placed(library, lost).annotation.article_id in after.values()
    assert library.verify() == []


def test_an_orphan_is_looked_for_when_its_document_is_read_again(store: Store) -> None:
    """By words that another reading gives it, though not by those that were refused."""
    document = store.add_document(draft_of(PAGE), Path("page.txt"))
    article = store.article(store.articles()[0].id)
    start = PAGE.index(LOST)
    anchor = make_anchor(PAGE, Alignment.identity(len(PAGE)), Span(start, start + len(LOST)))
    made = annotation_of(article, start, start + len(LOST))
    store.put_annotation(replace(made, prefix=anchor.prefix, suffix=anchor.suffix))
    source = "序。" + PAGE
    short = draft_of(source, [article_of(source, 0, 40)])
    assert store.replace_source(document.id, short, Path("page.txt")).orphans == 1
    before = store.reading(document.id)
    assert store.find_orphans_again(before) == 0
    stored = replace(before.articles[0], draft=article_of(source), text=source.strip())
    after = replace(before, articles=(stored,))
    store.change_reading(ReadingChange(before, after))
    assert store.find_orphans_again(after) == 0
    assert store.find_orphans_again(before) == 1
    (found,) = store.annotations()
    assert found.source_sha256 == short.sha256
    assert [source[span.start : span.end] for span in found.spans] == [LOST]


ROW = "{}应当在合同生效之日起十个工作日内向对方支付全部货款，逾期支付的应当承担违约责任。\n\n"


def test_a_reading_place_stays_as_far_into_its_article(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    (article,) = library.articles()
    library.set_reading_position(article.id, 60)
    import_one(library, write("page.txt", PAGE.replace("\n", "，这是添上的话。" * 10 + "\n")))
    assert (library.reading_position(article.id) or 0) > 120


def test_an_orphan_does_not_go_to_what_was_beside_it(library: Library, write: Write) -> None:
    rows = ROW.format("河北省"), ROW.format("山东省")
    import_one(library, write("page.txt", "".join(rows) + "编号一\n"))
    lost = mark(library, "生效之日起十个工作日内向")
    import_one(library, write("page.txt", rows[1] + "编号一\n"))
    assert placed(library, lost).orphan
    import_one(library, write("page.txt", rows[1] + "编号一\n又加一句。"))
    assert placed(library, lost).orphan


def test_a_note_beside_a_split_is_found_by_the_words_as_they_are_read(
    library: Library, write: Write
) -> None:
    path = write("page.txt", PAGE)
    import_one(library, path)
    kept = mark(library, "孩子们沿着石板路跑向")
    (article,) = library.articles()
    at = library.article(article.id).source.text.index("学校")
    library.proofreader.decide(split_article(at), [article.id])
    result = import_one(library, write("page.txt", "添上的一行，写在最前面。\n" + PAGE))
    assert result.update == SourceUpdate(found=1, orphans=0)
    assert marked(library, kept) == ["孩子们沿着石板路跑向"]


def test_a_note_that_is_brought_back_is_found_in_what_its_file_became(
    library: Library, write: Write
) -> None:
    import_one(library, write("page.txt", PAGE))
    annotation = mark(library, KEPT)
    change = library.delete_annotation(annotation.id)
    import_one(library, write("page.txt", "添上的一行，写在最前面。\n" + PAGE))
    library.apply(change.inverse())
    assert marked(library, annotation) == [KEPT]
    library.apply(change)
    assert library.all_annotations() == []


def test_a_note_brought_back_does_not_go_to_words_among_others(
    library: Library, write: Write
) -> None:
    rows = ROW.format("河北省"), ROW.format("山东省")
    import_one(library, write("page.txt", "".join(rows) + "编号一\n"))
    lost = mark(library, "应当在合同生效之日")
    change = library.delete_annotation(lost.id)
    import_one(library, write("page.txt", rows[1] + "编号一\n"))
    library.apply(change.inverse())
    assert placed(library, lost).orphan


def test_a_mark_that_got_shorter_leaves_the_other_article(library: Library, write: Write) -> None:
    import_one(library, write("page.txt", PAGE))
    both = mark(library, "他都清楚。\n中午时分雨停了")
    (article,) = library.articles()
    at = library.article(article.id).source.text.index("中午")
    library.proofreader.decide(split_article(at), [article.id])
    first, second = (one.id for one in library.articles())
    assert len(library.annotations(second)) == 1
    library.place_annotation(both.id, first, library.find_quote(first, "他都清楚"))
    assert library.annotations(second) == []


def test_the_command_line_tells_what_became_of_the_notes(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = ["--data-dir", str(tmp_path / "library")]
    path = str(write("page.txt", PAGE))
    assert main([*library, "import", path]) == 0
    for quote in (KEPT, LOST):
        assert main([*library, "annotate", "1", "--quote", quote]) == 0
    write("page.txt", SHORTER)
    capsys.readouterr()
    assert main([*library, "import", "--json", path]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)[0]["status"] == "updated"
    assert "found again: 1, without a place now: 1" in printed.err
    write("page.txt", PAGE + "又一行。\n")
    assert main([*library, "import", "--json", "--changed", "new", path]) == 0
    assert json.loads(capsys.readouterr().out)[0]["status"] == "imported"


@pytest.mark.parametrize("way", ["folder/../page.txt", "link/page.txt"])
def test_an_edited_file_is_known_however_it_is_reached(
    library: Library, write: Write, tmp_path: Path, way: str
) -> None:
    write("folder/other.txt", "别的。")
    import_one(library, write("page.txt", PAGE))
    annotation = mark(library, KEPT)
    (tmp_path / "link").symlink_to(tmp_path, target_is_directory=True)
    write("page.txt", PAGE + "添在末尾的一行。\n")
    assert import_one(library, tmp_path / way).status is ImportStatus.UPDATED
    assert marked(library, annotation) == [KEPT]
