"""Annotations travel between libraries: all of them arrive, and nothing that was there is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reader.errors import FileError, NotFoundError
from reader.exchange import AnnotationsImport
from reader.export import CitationStyle
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationChange,
    Color,
    ExportFormat,
    FieldTimes,
    MarkStyle,
    Progress,
    ShownScript,
    Span,
)
from reader.paths import paths_under
from reader.store import Store
from tests.conftest import Write
from tests.drafts import annotation_of, draft_of

SEEDS = Path(__file__).parents[1] / "seeds"
# 勣 has its simplified form beyond the BMP, so what follows it moves in UTF-16 but not here.
ASTRAL = "# 李勣列傳\n\n本報訊 李勣將軍與張將軍會師，勣軍先至。𪟝𠀀皇后在後宮聞訊。\n"
SIMPLIFIED = "今天，图书馆里来了许多学生。他们阅读历史，讨论经济发展。\n今天，图书馆关门。\n"
NASTY = (
    "\"'\\/<!-- ]]> </script> &amp; =1+1 \u2028\u2029\x00\x07\x1b\r\n\t\ufeff\u200b"
    " 𪟝 é e\u0301 ```\n"
)
LATER = timedelta(hours=1)


def add(library: Library, *paths: Path) -> None:
    for step in library.import_paths(paths):
        assert isinstance(step, Progress) or step.error is None


def put(library: Library, annotation: Annotation) -> Annotation:
    library.apply(AnnotationChange(None, annotation))
    return annotation


def mark(library: Library, article_id: int, words: str, /, **changed: Any) -> Annotation:
    """Annotate a quote, with whatever parts."""
    change = library.annotate(article_id, library.find_quote(article_id, words))
    assert change.after is not None
    library.apply(change.inverse())
    return put(library, replace(change.after, **changed))


def only(library: Library) -> Annotation:
    (placed,) = library.all_annotations()
    return placed.annotation


def exported(library: Library) -> str:
    return library.export(ExportFormat.JSONLD)


@contextmanager
def another(folder: Path) -> Iterator[Library]:
    with closing(Library(paths_under(folder))) as opened:
        yield opened


def result_of(steps: Generator[Progress, None, AnnotationsImport]) -> AnnotationsImport:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: AnnotationsImport = end.value
            return result


Take = Callable[[Library, str | list[Any] | dict[str, Any]], AnnotationsImport]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Import annotations that stand in a file."""

    def taken(library: Library, content: str | list[Any] | dict[str, Any]) -> AnnotationsImport:
        file = tmp_path / "annotations.jsonld"
        text = content if isinstance(content, str) else json.dumps(content)
        file.write_text(text, encoding="utf-8", newline="")
        return result_of(library.import_annotations(file))

    return taken


# Round trip


def test_export_import_export_is_the_same(
    library: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    files = [*sorted(SEEDS.iterdir()), write("勣.md", ASTRAL), write("简.txt", SIMPLIFIED)]
    add(library, *files)
    styles, colors = list(MarkStyle), [*Color, "#0a0b0c"]
    for number, summary in enumerate(library.articles()):
        # From the title far into the body: scattered over the page, on most of them.
        for start, length in ((0, 1), (0, 60), (7, 4), (summary.characters // 2, 200)):
            end = min(start + length, summary.characters)
            change = library.annotate(
                summary.id, Span(start, end), note=NASTY, tags=("a b", "经济")
            )
            assert change.after is not None
            library.apply(change.inverse())
            now = change.after.created
            put(
                library,
                replace(
                    change.after,
                    style=styles[number % len(styles)],
                    color=colors[number % len(colors)],
                    times=FieldTimes(
                        note=now + LATER, color=now + 2 * LATER if number % 2 else None
                    ),
                    modified=now + 2 * LATER,
                ),
            )
        assert change.after is not None
        put(
            library,
            replace(
                change.after,
                id=f"{number:032x}",
                source_sha256="ab" * 32,
                quote="这些字哪里也没有",
                spans=(Span(5, 6),) * (number % 2),
            ),
        )
    before = exported(library)
    assert max(len(placed.annotation.spans) for placed in library.all_annotations()) > 1
    with another(tmp_path / "other") as other:
        add(other, *reversed(files))
        result = take(other, before)
        count = len(library.all_annotations())
        assert (result.added, result.merged, result.unchanged) == (count, 0, 0)
        assert result.orphaned == len(library.articles())
        assert result.problems == ()
        assert exported(other) == before
        again = take(other, before)
        assert (again.added, again.merged, again.unchanged) == (0, 0, count)
        assert exported(other) == before
    assert take(library, before).changes == ()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    note=st.text(max_size=30),
    tags=st.lists(st.text(min_size=1, max_size=5), max_size=3),
    start=st.integers(0, 20),
    length=st.integers(1, 20),
)
def test_any_note_and_any_tags_arrive(
    library: Library,
    write: Write,
    take: Take,
    note: str,
    tags: list[str],
    start: int,
    length: int,
) -> None:
    add(library, write("勣.md", ASTRAL))
    article_id = library.articles()[0].id
    assume(library.article(article_id).text[start : start + length].strip("\n"))
    change = library.annotate(article_id, Span(start, start + length), note=note, tags=tags)
    before = exported(library)
    library.apply(change.inverse())
    assert library.all_annotations() == []
    result = take(library, before)
    assert exported(library) == before
    assert only(library) == change.after
    (added,) = result.changes
    library.apply(added.inverse())
    assert library.all_annotations() == []


def test_a_mark_over_what_is_two_articles_here_stands_in_both(
    library: Library, write: Write, take: Take
) -> None:
    add(library, write("两.md", f"{ASTRAL}\n# 图书馆\n\n{SIMPLIFIED}"))
    first, second = mark(library, 1, "聞訊"), mark(library, 2, "图书馆关门")
    whole = json.loads(exported(library))
    item, other = whole["first"]["items"]
    item["target"]["jianfan:spans"] += other["target"]["jianfan:spans"]
    for selector in item["target"]["selector"]:
        if selector["type"] == "TextQuoteSelector":
            selector["exact"] = "聞訊图书馆关门"
    for gone in (first, second):
        library.apply(AnnotationChange(gone, None))
    (change,) = take(library, [item]).changes
    assert change.after is not None
    assert change.after.article_id == 1
    texts = [
        library.article(number).text[span.start : span.end]
        for number in (1, 2)
        for placed in library.annotations(number)
        for span in placed.spans
    ]
    assert texts == ["聞訊", "图书馆关门"]


def test_no_annotations_travel_too(library: Library, take: Take) -> None:
    assert take(library, exported(library)) == AnnotationsImport()


@pytest.mark.parametrize("spans", [[(0, 2)], [(10**6, 10**6 + 2)]])
def test_source_spans_that_hold_other_words_are_not_believed(
    library: Library, tmp_path: Path, write: Write, take: Take, spans: list[tuple[int, int]]
) -> None:
    path = write("简.txt", SIMPLIFIED)
    add(library, path)
    kept = mark(library, 1, "许多学生")
    whole = json.loads(exported(library))
    (item,) = whole["first"]["items"]
    item["target"]["jianfan:spans"] = [{"start": start, "end": end} for start, end in spans]
    lost = json.loads(json.dumps(item)) | {"id": f"urn:uuid:{uuid4()}"}
    for selector in lost["target"]["selector"]:
        if selector["type"] == "TextQuoteSelector":
            selector["exact"] = "没有这样的话"
    with another(tmp_path / "other") as other:
        add(other, path)
        assert take(other, [item, lost]).orphaned == 1
        found = {placed.annotation.quote: placed for placed in other.all_annotations()}
        assert found["许多学生"].annotation.spans == kept.spans
        assert found["没有这样的话"].orphan


def test_a_quote_from_elsewhere_does_not_go_to_words_that_are_like_it(
    library: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    row = "{}应当在合同生效之日起十个工作日内向对方支付全部货款，逾期支付的应当承担责任。\n\n"
    whole = "# 合同条款\n\n{}以上由双方各执一份。\n"
    both = row.format("河北省") + row.format("山东省")
    add(library, write("a.md", whole.format(both)))
    mark(library, 1, "河北省应当在合同生效之日起十个工作日")
    with another(tmp_path / "other") as other:
        add(other, write("b.md", whole.format(row.format("山东省"))))
        assert take(other, exported(library)).orphaned == 1


# Merging


@pytest.fixture
def two(library: Library, tmp_path: Path, write: Write, take: Take) -> Iterator[Library]:
    """Another library with the same document and annotation as ``library``."""
    path = write("简.txt", SIMPLIFIED)
    add(library, path)
    mark(library, 1, "许多学生", note="旧", tags=("旧",))
    with another(tmp_path / "other") as other:
        add(other, path)
        take(other, exported(library))
        yield other


def edited(library: Library, after: timedelta, **changed: Any) -> Annotation:
    """Change parts of the only annotation, so long after it was made."""
    before = only(library)
    moment = before.created + after
    times = replace(before.times, **dict.fromkeys(changed, moment))
    modified = max(before.modified, moment)
    now = replace(before, **changed, times=times, modified=modified)
    library.apply(AnnotationChange(before, now))
    return now


def test_of_each_part_the_newer_holds(library: Library, two: Library, take: Take) -> None:
    edited(library, 1 * LATER, note="这里", color=Color.GREEN)
    edited(library, 4 * LATER, tags=("这里",))
    edited(two, 2 * LATER, note="那里", style=MarkStyle.STRIKE)
    edited(two, 3 * LATER, tags=("那里",))
    result = take(library, exported(two))
    assert (result.added, result.merged, result.unchanged) == (0, 1, 0)
    merged = only(library)
    assert (merged.note, merged.color, merged.style) == ("那里", Color.GREEN, MarkStyle.STRIKE)
    assert merged.tags == ("这里",)
    take(two, exported(library))
    assert exported(two) == exported(library)


def test_a_merge_can_be_undone(library: Library, two: Library, take: Take) -> None:
    before = edited(library, LATER, note="这里")
    edited(two, 2 * LATER, note="那里", color=Color.BLUE)
    (change,) = take(library, exported(two)).changes
    assert only(library).note == "那里"
    library.apply(change.inverse())
    undone = only(library)
    assert replace(undone, modified=before.modified, times=before.times) == before


def test_what_the_file_lacks_stays(library: Library, two: Library, take: Take) -> None:
    mark(library, 1, "经济发展")
    result = take(library, exported(two))
    assert (result.added, result.merged, result.unchanged) == (0, 0, 1)
    assert len(library.all_annotations()) == 2


def test_a_mark_that_was_moved_there_moves_here(library: Library, two: Library, take: Take) -> None:
    anchor = mark(two, 1, "阅读历史")
    library_mark = only(library)
    (there,) = [
        one.annotation for one in two.all_annotations() if one.annotation.id == library_mark.id
    ]
    moved = replace(
        there,
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        times=FieldTimes(spans=there.created + LATER),
        modified=there.created + LATER,
    )
    two.apply(AnnotationChange(there, moved))
    result = take(library, exported(two))
    assert (result.added, result.merged) == (1, 1)
    assert sorted(one.annotation.quote for one in library.all_annotations()) == ["阅读历史"] * 2


def test_a_removed_document_keeps_its_notes_and_they_merge(
    library: Library, two: Library, take: Take
) -> None:
    edited(two, LATER, note="那里")
    library.remove_documents([1])
    assert take(library, exported(two)).merged == 1
    library.restore_documents([1])
    assert only(library).note == "那里"


def test_twice_the_same_in_one_file_is_once_here(
    library: Library, two: Library, take: Take
) -> None:
    whole = json.loads(exported(two))
    (item,) = whole["first"]["items"]
    newer = json.loads(json.dumps(item))
    newer["body"][0]["value"] = "新"
    newer["jianfan:noteChanged"] = newer["modified"] = "2999-01-01T00:00:00Z"
    library.apply(AnnotationChange(only(library), None))
    result = take(library, [item, newer, item])
    assert len(result.changes) == 2
    assert only(library).note == "新"


# Where the document is another, or another program wrote the file


def foreign(quote: str, prefix: str = "", suffix: str = "", **changed: Any) -> dict[str, Any]:
    selector = {"type": "TextQuoteSelector", "exact": quote, "prefix": prefix, "suffix": suffix}
    return {
        "id": f"http://example.org/{quote}",
        "type": "Annotation",
        "created": "2020-01-02T03:04:05Z",
        "body": {"type": "TextualBody", "value": "看法"},
        "target": {"source": "http://example.org/page", "selector": [selector]},
        **changed,
    }


def test_another_programs_annotation_stands_where_its_words_are(
    library: Library, write: Write, take: Take
) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("勣.md", ASTRAL))
    result = take(library, [foreign("讨论经济发展")])
    assert (result.added, result.orphaned, result.problems) == (1, 0, ())
    (placed,) = library.all_annotations()
    text = library.article(1).text
    assert [text[span.start : span.end] for span in placed.spans] == ["讨论经济发展"]
    assert placed.annotation.prefix.endswith("阅读历史，")
    assert placed.annotation.note == "看法"
    assert take(library, [foreign("讨论经济发展")]).unchanged == 1


def test_a_quote_from_elsewhere_may_be_in_another_script_and_spaced_otherwise(
    library: Library, write: Write, take: Take
) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("勣.md", ASTRAL))
    assert take(library, [foreign("李勣将军与 张将军会师, 𪟝军先至")]).added == 1
    assert only(library).quote == "李勣將軍與張將軍會師，勣軍先至"


def test_the_words_about_a_quote_tell_its_place(library: Library, write: Write, take: Take) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("另.txt", "他们说图书馆很大。\n"))
    assert take(library, [foreign("图书馆", "今天，", "关门")]).added == 1
    (placed,) = library.all_annotations()
    assert library.article(1).text[placed.spans[0].end :].startswith("关门")


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("阅读历史，讨论经济", "its words stand in 2 places of this library"),
        ("学生", "it is too short to be looked for: with the words about it, it has fewer than 6"),
        ("没有", "it is too short to be looked for: with the words about it, it has fewer than 6"),
        ("，。！——……", "it is too short to be looked for"),
        ("这里没有的几个字", "no document of this library has its words"),
    ],
)
def test_what_has_no_one_place_is_told_and_not_stored(
    library: Library, write: Write, take: Take, quote: str, reason: str
) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("另.txt", "她也阅读历史，讨论经济。\n"))
    result = take(library, [foreign(quote), foreign("讨论经济发展")])
    (problem,) = result.problems
    assert (problem.number, result.added) == (1, 1)
    assert problem.reason.startswith(reason)
    assert [one.annotation.quote for one in library.all_annotations()] == ["讨论经济发展"]


def test_words_among_others_are_told_and_not_stored(
    library: Library, write: Write, take: Take
) -> None:
    add(library, write("简.txt", SIMPLIFIED))
    (problem,) = take(library, [foreign("学生", "没有这样的话", "也没有那样的")]).problems
    assert problem.reason.endswith("but too few of those about them")


def test_a_note_on_a_removed_document_goes_to_no_other(
    library: Library, two: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    library.delete_annotation(only(library).id)
    library.remove_documents([1])
    add(library, write("copy.txt", f"{SIMPLIFIED}又及。\n"))
    result = take(library, exported(two))
    (problem,) = result.problems
    assert (problem.number, result.added) == (1, 0)
    assert "its document was removed from this library" in problem.reason
    assert library.all_annotations() == []
    library.restore_documents([1])
    assert take(library, exported(two)).added == 1
    assert only(library).document_id == 1


def test_an_import_that_is_given_up_changes_nothing(
    library: Library, write: Write, tmp_path: Path
) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("勣.md", ASTRAL))
    file = write("notes.json", json.dumps([foreign("讨论经济发展"), foreign("皇后在後宮聞訊")]))
    progress = list(library.import_annotations(file))
    assert len(progress) > 2
    assert all(step.label == "notes.json" and step.done <= step.total for step in progress)
    found = library.all_annotations()
    assert len(found) == 2
    library.delete_annotations([one.annotation.id for one in found])
    for number in range(1, len(progress) + 1):
        steps = library.import_annotations(file)
        for _ in range(number):
            next(steps)
        steps.close()
        assert library.all_annotations() == []


def test_an_edited_file_gets_its_notes_by_title_and_quote(
    library: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    add(library, write("a.md", ASTRAL))
    mark(library, 1, "張將軍會師", note="看法")
    with another(tmp_path / "other") as other:
        # The same title and the same words twice: the title tells which.
        add(other, write("b.md", ASTRAL.replace("本報訊", "本報專訊")))
        add(other, write("c.md", "# 另一篇\n\n人們說起張將軍會師。\n"))
        result = take(other, exported(library))
        assert (result.added, result.orphaned, result.problems) == (1, 0, ())
        (placed,) = other.all_annotations()
        assert placed.annotation.article_id == 1
        assert placed.annotation.note == "看法"
        assert placed.annotation.source_sha256 == other.article(1).source_sha256


def test_a_quote_that_its_article_lost_is_an_orphan_there(
    library: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    add(library, write("a.md", ASTRAL))
    kept = mark(library, 1, "張將軍會師", note="看法")
    with another(tmp_path / "other") as other:
        add(other, write("b.md", "# 李勣列傳\n\n此處全是別的文字，一句也不相同。\n"))
        result = take(other, exported(library))
        assert (result.added, result.orphaned, result.problems) == (1, 1, ())
        (placed,) = other.all_annotations()
        assert placed.orphan
        assert (placed.annotation.quote, placed.annotation.note) == (kept.quote, "看法")


def test_a_note_whose_document_is_not_here_is_not_stored_half(
    library: Library, tmp_path: Path, write: Write, take: Take
) -> None:
    add(library, write("a.md", ASTRAL))
    mark(library, 1, "張將軍會師")
    with another(tmp_path / "other") as other:
        result = take(other, exported(library))
        assert (result.added, len(result.problems)) == (0, 1)
        assert other.all_annotations() == []


def test_another_program_changes_the_note_and_not_the_colour(
    library: Library, write: Write, take: Take
) -> None:
    add(library, write("简.txt", SIMPLIFIED))
    take(library, [foreign("讨论经济发展")])
    edited(library, LATER, color=Color.PINK)
    newer = foreign("讨论经济发展", modified="2999-01-01T00:00:00Z", body="新的看法")
    assert take(library, [newer]).merged == 1
    found = only(library)
    assert (found.note, found.color) == ("新的看法", Color.PINK)
    assert found.quote == "讨论经济发展"


def test_several_are_stored_as_a_whole_or_not_at_all(store: Store) -> None:
    document = store.add_document(draft_of("一二三四"), Path("page.txt"))
    article = store.article(store.articles()[0].id)
    assert article.summary.document_id == document.id
    one, other = (annotation_of(article, number, number + 1, number) for number in (1, 2))

    def fails(_: Annotation | None) -> Annotation | None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.merge_annotations([(one.id, lambda _: one), (other.id, fails)])
    assert store.annotations() == []
    changes = store.merge_annotations([(one.id, lambda _: one), (other.id, lambda _: None)])
    assert changes == [AnnotationChange(None, one)]
    assert store.annotations() == [one]


# Bad files


def test_a_bad_file_is_told_by_name(library: Library, tmp_path: Path, take: Take) -> None:
    for content, reason in (("{", "is not JSON"), ("{}", "has no annotations")):
        with pytest.raises(FileError, match=rf"annotations\.jsonld: .*{reason}"):
            take(library, content)
    for path in (tmp_path, tmp_path / "missing.json"):
        with pytest.raises(FileError):
            result_of(library.import_annotations(path))


def test_a_file_beyond_all_measure_is_refused_unread(library: Library, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(512 * 2**20)  # takes no room
    with pytest.raises(FileError, match="too large"):
        result_of(library.import_annotations(huge))


# What is exported


def test_a_selection_in_document_order(library: Library, write: Write) -> None:
    add(library, write("简.txt", SIMPLIFIED), write("勣.md", ASTRAL))
    late = mark(library, 2, "皇后")
    first = mark(library, 1, "经济发展")
    mark(library, 1, "许多学生")
    earlier = mark(library, 2, "張將軍")
    ids = [late.id, first.id, earlier.id]
    items = json.loads(library.export(ExportFormat.JSONLD, annotation_ids=ids))["first"]["items"]
    found = [item["target"]["selector"][0]["exact"] for item in items]
    assert found == ["張將軍", "皇后", "经济发展"] or found == ["经济发展", "張將軍", "皇后"]
    text = library.export(ExportFormat.MARKDOWN, annotation_ids=ids)
    assert text.index("经济发展") < text.index("張將軍") < text.index("皇后")
    assert "> 许多学生" not in text
    assert "許多學生" not in library.export(ExportFormat.HTML, 2, shown=ShownScript.TRADITIONAL)
    with pytest.raises(NotFoundError):
        library.export(ExportFormat.CSV, annotation_ids=["gone"])


@pytest.mark.parametrize("wanted", [ExportFormat.MARKDOWN, ExportFormat.HTML, ExportFormat.CSV])
def test_quotes_and_titles_are_in_the_script_asked_for(
    library: Library, write: Write, wanted: ExportFormat
) -> None:
    add(library, write("勣.md", ASTRAL))
    mark(library, 1, "張將軍會師，勣軍", note="張")
    text = library.export(wanted, shown=ShownScript.SIMPLIFIED)
    assert "张将军会师，𪟝军" in text
    assert "李𪟝列传" in text
    assert "張" in text  # the note is the user's own
    assert "將" not in text


def test_json_ld_quotes_the_source_whatever_is_asked(library: Library, write: Write) -> None:
    add(library, write("勣.md", ASTRAL))
    mark(library, 1, "張將軍會師")
    assert library.export(ExportFormat.JSONLD, shown=ShownScript.SIMPLIFIED) == exported(library)


def test_a_lost_quote_is_shown_in_the_script_too(library: Library, write: Write) -> None:
    add(library, write("勣.md", ASTRAL))
    mark(library, 1, "張將軍", source_sha256="00" * 32, quote="失去的詞語\n第二段話")
    text = library.export(ExportFormat.MARKDOWN, shown=ShownScript.SIMPLIFIED)
    assert "> 失去的词语\n>\n> 第二段话\n" in text


def test_a_quote_is_copied_with_its_citation(library: Library, write: Write) -> None:
    add(library, write("勣.md", ASTRAL))
    span = library.find_quote(1, "張將軍會師")
    told = library.quotation(1, span, shown=ShownScript.SIMPLIFIED, style=CitationStyle.PLAIN)
    assert told == "“张将军会师”\n《李𪟝列传》。"
    assert library.citation(1) == "李勣列傳[Z]."
