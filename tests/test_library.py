"""The library as both front ends use it, on real files, a real database and a real index."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.article_view import Place
from reader.errors import FileError, NotFoundError, TextChangedError
from reader.library import SEEDS_COLLECTION, Library, unsaved_articles
from reader.model import (
    Color,
    ExportFormat,
    FieldTimes,
    ImportResult,
    ImportStatus,
    PlacedAnnotation,
    Progress,
    ShownScript,
    Span,
)
from reader.paths import Paths
from reader.script import NO_TERMS, Direction, Term, TermFault, TermProblem, Terms
from reader.search.index import SearchIndex

# 勣 has its simplified form beyond the BMP, so what follows it moves in UTF-16 but not here.
ASTRAL = "本報訊 李勣將軍與張將軍會師，勣軍先至。皇后在後宮聞訊。\n"
SIMPLIFIED = "今天，图书馆里来了许多学生。他们阅读历史，讨论经济发展。\n"


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def import_all(library: Library, *paths: Path) -> list[ImportResult]:
    steps = list(library.import_paths(paths))
    return [step for step in steps if isinstance(step, ImportResult)]


def add(library: Library, folder: Path, text: str, name: str = "page.txt") -> int:
    """Import one text of one article and index it; the article's id."""
    (result,) = import_all(library, write(folder, name, text))
    assert result.status is ImportStatus.IMPORTED, result
    sync(library)
    (article,) = [one for one in library.articles() if one.document_id == result.document_id]
    return article.id


def sync(library: Library) -> None:
    for _ in library.searcher.sync():
        pass


def found(library: Library, query: str) -> list[int]:
    return sorted(hit.article_id for hit in library.searcher.search(query).hits)


def shown_words(library: Library, placed: PlacedAnnotation, shown: ShownScript) -> list[str]:
    """What an annotation covers on screen."""
    view = library.view(placed.annotation.article_id, shown)
    pieces = [piece for span in placed.spans for piece in view.pieces(span)]
    return [view.block(piece.block).text[piece.span.start : piece.span.end] for piece in pieces]


# Import


def test_a_bad_file_is_a_result_and_the_rest_goes_on(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    write(folder, "1.txt", SIMPLIFIED)
    (folder / "2.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "3.txt").write_bytes(b"%PDF-1.7\n" + b"\x00" * 99)
    write(folder, "4.txt", ASTRAL)
    missing = tmp_path / "missing.txt"
    results = import_all(library, missing, folder)
    assert [result.path for result in results] == [missing, *sorted(folder.iterdir())]
    assert [result.status.value for result in results] == [
        "failed",
        "imported",
        "failed",
        "failed",
        "imported",
    ]
    assert all(result.error for result in results if result.status is ImportStatus.FAILED)
    assert len(library.documents()) == 2


def test_the_same_bytes_are_unchanged_under_any_name(library: Library, tmp_path: Path) -> None:
    first = import_all(library, write(tmp_path, "a.txt", SIMPLIFIED))
    again = import_all(library, write(tmp_path / "b", "c.txt", SIMPLIFIED), tmp_path / "a.txt")
    assert [result.status for result in again] == [ImportStatus.UNCHANGED] * 2
    assert [result.document_id for result in again] == [first[0].document_id] * 2
    assert again[0].articles == 1
    assert len(library.documents()) == 1


def test_bad_lines_of_a_corpus_are_numbered_and_the_rest_is_kept(
    library: Library, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"title": "甲", "text": "第一篇。", "date": "2020-01-02"}, ensure_ascii=False),
        "{broken",
        json.dumps({"title": "乙", "text": "第二篇。", "authors": ["王五"]}, ensure_ascii=False),
        json.dumps(["not", "an", "object"]),
        "[" * 100_000,
    ]
    (result,) = import_all(library, write(tmp_path, "corpus.jsonl", "\n".join(lines) + "\n"))
    assert (result.status, result.articles) == (ImportStatus.IMPORTED, 2)
    assert [problem.line for problem in result.problems] == [2, 4, 5]
    assert [article.title for article in library.articles()] == ["甲", "乙"]
    assert [article.date for article in library.articles()] == ["2020-01-02", None]
    assert library.articles()[1].authors == ("王五",)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
def test_a_file_name_that_is_not_unicode_is_kept_as_far_as_it_can_be(
    library: Library, tmp_path: Path
) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb9\xc2.txt"))
    path.write_text(SIMPLIFIED, encoding="utf-8")
    (result,) = import_all(library, tmp_path)
    assert (result.path, result.status) == (path, ImportStatus.IMPORTED)
    assert library.documents()[0].name == "\ufffd\ufffd.txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="other systems have no named pipes")
def test_a_named_pipe_is_refused_without_waiting(library: Library, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (result,) = import_all(library, tmp_path / "pipe.txt")
    assert (result.status, result.error) == (ImportStatus.FAILED, "is not a regular file")


def test_text_that_is_not_unicode_is_kept_as_far_as_it_can_be(
    library: Library, tmp_path: Path
) -> None:
    record = {key: f"{key}\ud800\0" for key in ("title", "text", "source", "date")}
    record_line = json.dumps(record | {"authors": ["\udc00五"]})
    import_all(library, write(tmp_path, "corpus.jsonl", record_line + "\n"))
    (article,) = library.articles()
    assert article.title.startswith("title")
    assert library.verify() == []


def test_an_import_stopped_within_a_file_leaves_none_of_it(
    library: Library, tmp_path: Path
) -> None:
    lines = [json.dumps({"title": f"题{n}", "text": f"文{n}。" * 50}) for n in range(4_000)]
    small = write(tmp_path, "a.txt", SIMPLIFIED)
    large = write(tmp_path, "b.jsonl", "\n".join(lines))
    steps = library.import_paths([small, large])
    while not isinstance(next(steps), ImportResult):
        pass
    within = [step for step, _ in zip(steps, range(6), strict=False)]
    assert [step.label for step in within if isinstance(step, Progress)] == ["b.jsonl"] * 6
    steps.close()
    assert [document.name for document in library.documents()] == ["a.txt"]
    assert library.verify() == []


def test_the_seeds_come_once_as_a_collection_that_can_be_removed(paths: Paths) -> None:
    with closing(Library(paths)) as library:
        assert library.seeds_wanted()
        steps = library.import_seeds()
        while not isinstance(next(steps), ImportResult):
            pass
        steps.close()
        assert library.seeds_wanted(), "the first start was cut short"
        assert {type(step) for step in library.import_seeds()} == {Progress, ImportResult}
        (collection,) = library.collections()
        assert (collection.name, collection.documents) == (SEEDS_COLLECTION, 5)
        assert library.verify() == []
        library.remove_documents([document.id for document in library.documents()])
        assert library.collections() == []
    with closing(Library(paths)) as library:
        assert not library.seeds_wanted()


def test_a_library_with_documents_of_its_own_wants_no_seeds(
    library: Library, tmp_path: Path
) -> None:
    add(library, tmp_path, SIMPLIFIED)
    assert not library.seeds_wanted()


def test_a_file_read_without_storing_is_what_an_import_stores(
    library: Library, tmp_path: Path
) -> None:
    path = write(tmp_path, "page.md", f"# 第一题\n\n{SIMPLIFIED}\n# 第二题\n\n{ASTRAL}")
    drafted = list(unsaved_articles(library.clean(path)))
    assert library.documents() == []
    import_all(library, path)
    stored = [library.article(summary.id) for summary in library.articles()]
    assert len(stored) == 2
    for one, other in zip(drafted, stored, strict=True):
        assert (one.text, one.blocks, one.edits) == (other.text, other.blocks, other.edits)
        assert one.summary.title == other.summary.title


# Views


@pytest.mark.parametrize("shown", list(ShownScript))
def test_a_view_holds_the_articles_blocks(
    library: Library, tmp_path: Path, shown: ShownScript
) -> None:
    article_id = add(library, tmp_path, f"# 標題\n\n{ASTRAL}\n{ASTRAL[:-1]}完。\n", "page.md")
    view = library.view(article_id, shown)
    blocks = [view.block(number) for number in range(len(view))]
    assert [block.kind for block in blocks] == [block.kind for block in view.article.blocks]
    text = view.whole_text()
    assert text.split("\n") == [block.text for block in blocks]
    assert "皇后" in text
    assert ("李𪟝" in text) == (shown is ShownScript.SIMPLIFIED)


def test_a_shown_character_leads_back_to_its_source(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, ASTRAL)
    view = library.view(article_id, ShownScript.SIMPLIFIED)
    at = view.block(0).text.index("会师")
    start = view.source_position(Place(0, at))
    assert view.article.source.slice(Span(start, start + 2)) == "會師"


# Search


@pytest.mark.parametrize("query", ["圖書館", "图书馆", "館", "经", "經濟發展"])
def test_either_script_finds_a_simplified_article(
    library: Library, tmp_path: Path, query: str
) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    other_id = add(library, tmp_path, "完全不同的内容。\n", "other.txt")
    result = library.searcher.search(query)
    (hit,) = result.hits
    assert (result.total, hit.article_id) == (1, article_id)
    assert other_id not in found(library, query)
    text = library.article(article_id).text
    words = {text[span.start : span.end] for span in hit.spans}
    assert words <= {"图书馆", "馆", "经", "经济发展"}
    snippet = hit.snippets[0]
    marked = {snippet.text[span.start : span.end] for span in snippet.spans}
    assert marked and marked <= words
    assert text[snippet.start :].startswith(snippet.text[:4])


def test_every_place_of_a_word_is_told(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, ASTRAL)
    text = library.article(article_id).text
    (hit,) = library.searcher.search("𪟝").hits
    assert [text[span.start : span.end] for span in hit.spans] == ["勣", "勣"]


def test_the_total_is_true_beyond_the_limit(library: Library, tmp_path: Path) -> None:
    lines = [json.dumps({"title": f"题{n}", "text": "同样的文字。"}) for n in range(30)]
    import_all(library, write(tmp_path, "many.jsonl", "\n".join(lines)))
    sync(library)
    first = library.searcher.search("同样", limit=20)
    rest = library.searcher.search("同樣", limit=20, offset=20)
    assert (first.total, len(first.hits), len(rest.hits)) == (30, 20, 10)
    assert len({hit.article_id for hit in (*first.hits, *rest.hits)}) == 30


def test_removed_documents_are_not_found_until_they_are_restored(
    library: Library, tmp_path: Path
) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    document_id = library.documents()[0].id
    library.remove_documents([document_id])
    assert library.searcher.search("图书").hits == (), "even before the index has heard of it"
    sync(library)
    assert library.searcher.search("图书").total == 0
    library.restore_documents([document_id])
    sync(library)
    assert found(library, "图书") == [article_id]
    assert library.searcher.search("图书").total == 1


def test_the_index_is_rebuilt_where_it_is_missing(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        assert library.searcher.search("图书").total == 0
        import_all(library, write(tmp_path, "page.txt", SIMPLIFIED))
        sync(library)
        assert not library.searcher.lags()
        (article_id,) = (article.id for article in library.articles())
        import_all(library, write(tmp_path, "other.txt", ASTRAL))
        assert library.searcher.lags()
        sync(library)
    shutil.rmtree(paths.cache)
    with closing(Library(paths)) as library:
        assert library.searcher.lags()
        sync(library)
        assert found(library, "图书") == [article_id]
        assert not library.searcher.lags()


def test_the_index_is_fed_after_a_crash_that_left_it_new_and_empty(
    paths: Paths, tmp_path: Path
) -> None:
    with closing(Library(paths)) as library:
        article_id = add(library, tmp_path, SIMPLIFIED)
    (folder,) = paths.cache.iterdir()
    shutil.rmtree(folder)
    SearchIndex(folder).close()
    with closing(Library(paths)) as library:
        assert library.searcher.lags()
        sync(library)
        assert found(library, "图书") == [article_id]


def test_an_index_that_knows_too_much_is_rebuilt(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        add(library, tmp_path, SIMPLIFIED)
    backup = paths.database.read_bytes()
    with closing(Library(paths)) as library:
        add(library, tmp_path, ASTRAL, "later.txt")
    paths.database.write_bytes(backup)
    with closing(Library(paths)) as library:
        sync(library)
        assert library.searcher.search("會師").total == 0
        assert library.searcher.search("图书").total == 1


def test_a_damaged_index_is_rebuilt(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        article_id = add(library, tmp_path, SIMPLIFIED)
    for file in paths.cache.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\xff" * file.stat().st_size)
    with closing(Library(paths)) as library:
        sync(library)
        assert found(library, "图书") == [article_id]


def test_reindexing_finds_all_again(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    steps = list(library.searcher.rebuild())
    assert (steps[-1].done, steps[-1].total) == (1, 1)
    assert found(library, "图书") == [article_id]
    assert library.verify() == []


# Annotations


def annotate(library: Library, article_id: int, quote: str, occurrence: int = 1) -> str:
    span = library.find_quote(article_id, quote, occurrence)
    change = library.annotate(article_id, span, color=Color.BLUE, note="备注", tags=["甲"])
    assert change.after is not None
    return change.after.id


def test_an_annotation_stands_on_the_same_words_in_every_script(
    paths: Paths, tmp_path: Path
) -> None:
    with closing(Library(paths)) as library:
        article_id = add(library, tmp_path, ASTRAL)
        annotate(library, article_id, "李勣將軍與")
        annotate(library, article_id, "會師，勣軍")
    with closing(Library(paths)) as library:
        first, second = library.annotations(article_id)
        assert (first.annotation.quote, first.annotation.note) == ("李勣將軍與", "备注")
        words = {shown: shown_words(library, first, shown) for shown in ShownScript}
        assert words[ShownScript.ORIGINAL] == ["李勣將軍與"]
        assert words[ShownScript.TRADITIONAL] == ["李勣將軍與"]
        assert words[ShownScript.SIMPLIFIED] == ["李𪟝将军与"]
        assert shown_words(library, second, ShownScript.SIMPLIFIED) == ["会师，𪟝军"]


def values_of(library: Library) -> list[PlacedAnnotation]:
    """All annotations without the moments of their changes: an undo is a change of its own."""
    return [
        replace(
            one,
            annotation=replace(one.annotation, modified=one.annotation.created, times=FieldTimes()),
        )
        for one in library.all_annotations()
    ]


def test_undo_and_redo_restore_all_values(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    states = [values_of(library)]
    changes = [library.annotate(article_id, Span(3, 6), note="一")]
    states.append(values_of(library))
    annotation = states[-1][0].annotation
    changes.append(library.edit_annotation(annotation.id, color=Color.PINK, note="二"))
    states.append(values_of(library))
    changes.append(library.delete_annotation(states[-1][0].annotation.id))
    states.append(values_of(library))
    assert [len(state) for state in states] == [0, 1, 1, 0]
    for number in reversed(range(len(changes))):
        library.apply(changes[number].inverse())
        assert values_of(library) == states[number]
    for number, change in enumerate(changes):
        library.apply(change)
        assert values_of(library) == states[number + 1]


def test_an_edit_changes_only_what_was_asked(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    annotate(library, article_id, "图书馆")
    before = library.annotations(article_id)[0].annotation
    library.edit_annotation(before.id, note="")
    after = library.annotations(article_id)[0].annotation
    assert (after.note, after.color, after.tags) == ("", Color.BLUE, ("甲",))
    assert (after.id, after.created, after.spans) == (before.id, before.created, before.spans)
    assert after.modified > before.modified


def test_words_that_no_longer_stand_there_are_not_marked(library: Library, tmp_path: Path) -> None:
    """What is looked at may have been changed by another window."""
    article_id = add(library, tmp_path, ASTRAL)
    span = library.find_quote(article_id, "李勣將軍與")
    made = library.annotate(article_id, span, expected="李勣將軍與").after
    assert made is not None
    later = Span(span.start + 2, span.end)
    with pytest.raises(TextChangedError):
        library.annotate(article_id, later, expected="李勣將軍與")
    with pytest.raises(TextChangedError):
        library.place_annotation(made.id, article_id, later, expected="李勣將軍與")
    (placed,) = library.annotations(article_id)
    assert placed.annotation == made
    library.place_annotation(made.id, article_id, later, expected="將軍與")
    (moved,) = library.annotations(article_id)
    assert (moved.annotation.quote, moved.spans) == ("將軍與", (later,))


def test_annotations_stand_in_text_order(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    other_id = add(library, tmp_path, ASTRAL, "other.txt")
    for id_, quote in ((other_id, "張"), (article_id, "经济"), (article_id, "图书")):
        annotate(library, id_, quote)
    assert quotes(library.annotations(article_id)) == ["图书", "经济"]
    assert quotes(library.all_annotations()) == ["图书", "经济", "張"]


def quotes(placed: Iterable[PlacedAnnotation]) -> list[str]:
    return [one.annotation.quote for one in placed]


@pytest.mark.parametrize(
    ("quote", "occurrence", "found_text"),
    [("將軍", 1, "將軍"), ("將軍", 2, "將軍"), ("将军", 2, "將軍"), ("𪟝军先", 1, "勣軍先")],
)
def test_a_quote_is_found_in_either_script(
    library: Library, tmp_path: Path, quote: str, occurrence: int, found_text: str
) -> None:
    article_id = add(library, tmp_path, ASTRAL)
    text = library.article(article_id).text
    span = library.find_quote(article_id, quote, occurrence)
    assert text[span.start : span.end] == found_text
    assert text[: span.start].count(found_text) == occurrence - 1


@pytest.mark.parametrize(("quote", "occurrence"), [("元帥", 1), ("將軍", 3), ("將軍", 0), ("", 1)])
def test_a_quote_that_is_not_there_is_an_error(
    library: Library, tmp_path: Path, quote: str, occurrence: int
) -> None:
    article_id = add(library, tmp_path, ASTRAL)
    with pytest.raises(NotFoundError):
        library.find_quote(article_id, quote, occurrence)


def test_removed_documents_take_their_annotations_along(library: Library, tmp_path: Path) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    annotate(library, article_id, "图书馆")
    before = library.annotations(article_id)
    document_ids = [document.id for document in library.documents()]
    library.remove_documents(document_ids)
    assert library.all_annotations() == []
    with pytest.raises(NotFoundError):
        library.annotations(article_id)
    library.restore_documents(document_ids)
    assert library.annotations(article_id) == before


def test_annotations_are_exported_by_article(library: Library, tmp_path: Path) -> None:
    one = add(library, tmp_path, f"# 甲题\n\n{SIMPLIFIED}", "one.md")
    other = add(library, tmp_path, f"# 乙題\n\n{ASTRAL}", "other.md")
    annotate(library, one, "图书馆")
    annotate(library, other, "將軍")
    everything = library.export(ExportFormat.MARKDOWN)
    assert everything.index("# 甲题") < everything.index("> 图书馆") < everything.index("# 乙題")
    alone = library.export(ExportFormat.MARKDOWN, other)
    assert "> 將軍" in alone
    assert "图书馆" not in alone
    with pytest.raises(NotFoundError):
        library.export(ExportFormat.MARKDOWN, 99)


# Care


def test_a_sound_library_has_no_problems(library: Library, tmp_path: Path) -> None:
    assert library.verify() == []
    article_id = add(library, tmp_path, ASTRAL)
    annotate(library, article_id, "將軍")
    assert library.verify() == []
    import_all(library, write(tmp_path, "late.txt", SIMPLIFIED))
    assert library.verify() == [], "the next search feeds the index"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE article SET text = replace(text, '图书', '圖書')",
        "UPDATE source SET text = replace(text, '图书', '圖書')",
        "UPDATE source SET text = substr(text, 1, 5)",
        "UPDATE article SET blocks = '[[\"paragraph\", []]]'",
        "UPDATE article SET blocks = '[[\"paragraph\"'",
        "DELETE FROM source",
    ],
)
def test_a_tampered_article_is_found(paths: Paths, tmp_path: Path, tampering: str) -> None:
    with closing(Library(paths)) as library:
        add(library, tmp_path, ASTRAL, "sound.txt")
        article_id = add(library, tmp_path, SIMPLIFIED)
    with closing(sqlite3.connect(paths.database)) as db:
        db.execute(f"{tampering} WHERE {'id' if 'article' in tampering else 'document_id'} = 2")
        db.commit()
    with closing(Library(paths)) as library:
        (problem,) = library.verify()
        assert f"article {article_id}:" in problem


def test_a_lost_index_is_found_and_mended(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        add(library, tmp_path, SIMPLIFIED)
    shutil.rmtree(paths.cache)
    with closing(Library(paths)) as library:
        (problem,) = library.verify()
        assert "index" in problem
        sync(library)
        assert library.verify() == []


def test_the_reading_place_is_kept(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        article_id = add(library, tmp_path, SIMPLIFIED)
        library.set_reading_position(article_id, 7)
    with closing(Library(paths)) as library:
        assert library.reading_position(article_id) == 7


# The user's own words


def test_terms_are_kept_and_read_by_every_view(
    library: Library, paths: Paths, tmp_path: Path
) -> None:
    article_id = add(library, tmp_path, SIMPLIFIED)
    assert library.terms() == NO_TERMS
    terms = Terms([Term("学生", "學生們"), Term("发展", "发展")])
    library.add_terms(terms)
    assert "學生們。他們" in library.view(article_id, ShownScript.TRADITIONAL).whole_text()
    with closing(Library(paths)) as again:
        assert again.terms() == terms
        assert "經濟发展" in again.view(article_id, ShownScript.TRADITIONAL).whole_text()


def test_an_import_of_terms_keeps_the_good_lines_and_numbers_the_bad(
    library: Library, tmp_path: Path
) -> None:
    text = "\ufeff朱云\t朱云\n没有\n# 说明\n\n𪟝\t勣\n一\t\n甲\t乙\t丙\n发\t髮"
    library.add_terms(Terms([Term("后", "后")]))
    found = library.import_terms(write(tmp_path, "words.tsv", text))
    one_way = Direction.TO_TRADITIONAL
    assert list(found.change.after) == [
        Term("后", "后"),
        Term("朱云", "朱云"),
        Term("𪟝", "勣", one_way),
        Term("发", "髮", one_way),
    ]
    assert [problem.line for problem in found.problems] == [2, 6, 7]
    assert (found.terms, found.added) == (3, 3)
    assert list(found.change.before) == [Term("后", "后")]
    assert library.terms() == found.change.after


def test_the_lines_of_a_file_of_terms_are_counted_as_editors_do(
    library: Library, tmp_path: Path
) -> None:
    for encoding in ("utf-8", "utf-16"):
        file = tmp_path / "words.tsv"
        file.write_bytes("头\u2028发\t頭髮\r\n发\x85\v\r坏\n后\t后\n坏".encode(encoding))
        found = library.import_terms(file)
        assert [(problem.line, problem.fault) for problem in found.problems] == [
            (1, TermFault.BREAK),
            (2, TermFault.FIELDS),
            (3, TermFault.FIELDS),
            (5, TermFault.FIELDS),
        ]


def test_exported_terms_read_back(library: Library, tmp_path: Path) -> None:
    terms = Terms(
        [
            Term("𪟝", "勣"),
            Term("发", "發", Direction.TO_TRADITIONAL),
            Term("a b", "甲 乙", Direction.TO_SIMPLIFIED),
            Term("发", "髮"),
        ]
    )
    library.add_terms(terms)
    file = tmp_path / "words.tsv"
    library.export_terms(file)
    library.change_terms(terms, NO_TERMS)
    found = library.import_terms(file)
    assert (found.change.before, found.change.after) == (NO_TERMS, terms)
    assert (found.terms, found.added, found.problems) == (4, 4, ())
    assert library.terms() == terms


def test_two_that_change_terms_at_once_lose_none(paths: Paths) -> None:
    """Each adds and removes words of its own, in a thread of its own."""

    def work(first: str) -> None:
        with closing(Library(paths)) as library:
            for number in range(20):
                library.add_terms(Terms([Term(f"{first}{number}", f"{first}{number}")]))
            gone = Terms([Term(f"{first}0", f"{first}0")])
            library.change_terms(gone, NO_TERMS)

    with ThreadPoolExecutor(2) as both:
        list(both.map(work, "甲乙"))
    with closing(Library(paths)) as library:
        assert {term.simplified for term in library.terms()} == {
            f"{first}{number}" for first in "甲乙" for number in range(1, 20)
        }
        assert len(library.terms()) == 38


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_terms_are_read_in_any_encoding_and_with_any_line_ends(
    library: Library, tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "words.tsv"
    text = "# 注\r\n頭頂\t頭頂\r\n\r\n中間\r\n中文 \t 中文\r\n"
    file.write_bytes(text.encode(encoding))
    terms = Terms([Term("頭頂", "頭頂"), Term("中文", "中文")])
    found = library.import_terms(file)
    assert library.terms() == terms
    assert found.problems == (TermProblem(4, TermFault.FIELDS),)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read"),
        (bytes(range(256)), "not text"),
        ("朱云\t朱云\n".encode("utf-16-le"), "not text"),
        (b"\n" * (16 * 2**20 + 1), "too large"),
    ],
    ids=["missing", "binary", "without a byte order mark", "huge"],
)
def test_terms_that_cannot_be_read_are_an_error(
    library: Library, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    file = tmp_path / "words.tsv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(FileError, match=rf"words\.tsv.*{reason}"):
        library.import_terms(file)


def test_a_folder_holds_no_terms(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="not a regular file"):
        library.import_terms(tmp_path)


def test_terms_that_cannot_be_written_are_an_error(library: Library, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no folder"):
        library.export_terms(tmp_path / "no folder" / "words.tsv")
