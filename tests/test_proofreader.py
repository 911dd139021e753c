"""Corrections as they are stored, undone, taken back and kept when a document is read again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import corrections
from reader.corrections import Decision, move_block, set_kind, split_article
from reader.errors import ConflictError, NotFoundError
from reader.importing import repair
from reader.library import Library
from reader.model import Article, ArticleSummary, Block, BlockKind, Progress, Span
from reader.paths import Paths, paths_under
from reader.proofreader import RecleanResult, RecleanStatus
from tests.conftest import Write

PAGE = """云冈石窟数字化保护再上新台阶

□ 本报记者 刘 念

云冈石窟的数字化保护工作今年又有新进展，研究人员为石窟里的每一尊造像建立了档案。

“我们要把石窟留给后人。”云冈石窟研究院的工作人员这样告诉记者，石窟的每一处都要扫描。

干部下沉到社区为居民办实事

□ 本报记者 赵 静

干部下沉到社区以后，居民遇到的难事有人问、有人管，社区里的干部每天都要走访居民。

社区的居民说，干部来了以后，楼道里的灯亮了，居民办事也方便了，大家的心里暖暖的。
"""


@pytest.fixture
def library(paths: Paths, write: Write) -> Iterator[Library]:
    with closing(Library(paths)) as opened:
        list(opened.import_paths([write("page.txt", PAGE)]))
        yield opened


def titles(library: Library) -> list[str]:
    return [article.title for article in library.articles()]


def decide(library: Library, decision: Decision, *article_ids: int) -> None:
    library.proofreader.decide(decision, article_ids or [library.articles()[0].id])


def reclean(library: Library, *document_ids: int) -> list[RecleanResult]:
    steps = library.proofreader.reclean(document_ids or None)
    return [step for step in steps if not isinstance(step, Progress)]


def marked(library: Library, article: ArticleSummary, quote: str) -> str:
    """Mark a quote; the annotation's id."""
    change = library.annotate(article.id, library.find_quote(article.id, quote))
    assert change.after is not None
    return change.after.id


def marks(library: Library, article_id: int) -> list[str]:
    """What is marked in an article."""
    text = library.article(article_id).text
    return [
        "".join(text[span.start : span.end] for span in placed.spans)
        for placed in library.annotations(article_id)
    ]


def test_the_page_has_two_articles(library: Library) -> None:
    assert titles(library) == ["云冈石窟数字化保护再上新台阶", "干部下沉到社区为居民办实事"]


def test_a_decision_is_undone_and_done_again(library: Library) -> None:
    before = library.articles()
    first = library.article(before[0].id)
    step = library.proofreader.decide(
        split_article(first.blocks[-1].spans[0].start), [first.summary.id]
    )
    after = library.articles()
    assert len(after) == 3
    library.proofreader.apply(step.inverse())
    assert library.articles() == before
    assert library.article(first.summary.id) == first
    assert library.proofreader.decisions(1) == ()
    library.proofreader.apply(step)
    assert library.articles() == after
    assert len(library.proofreader.decisions(1)) == 1
    assert library.verify() == []


def test_the_index_hears_of_what_was_split_and_merged(library: Library) -> None:
    def found(query: str) -> list[int]:
        list(library.searcher.sync())
        return sorted(hit.article_id for hit in library.searcher.search(query).hits)

    first, second = library.articles()
    assert found("造像") == [first.id]
    blocks = [library.article(one.id).blocks for one in (first, second)]
    decide(library, corrections.merge_articles(*blocks), first.id, second.id)
    (merged,) = library.articles()
    assert found("造像") == found("楼道") == [merged.id]


def test_a_highlight_goes_with_its_words(library: Library) -> None:
    first, second = library.articles()
    marked(library, second, "楼道里的灯")
    blocks = [library.article(one.id).blocks for one in (first, second)]
    step = library.proofreader.decide(corrections.merge_articles(*blocks), [first.id, second.id])
    (merged,) = library.articles()
    assert marks(library, merged.id) == ["楼道里的灯"]
    library.proofreader.apply(step.inverse())
    assert marks(library, second.id) == ["楼道里的灯"]
    assert marks(library, first.id) == []


def test_a_highlight_that_a_split_cuts_shows_in_both_articles(library: Library) -> None:
    first = library.articles()[0]
    article = library.article(first.id)
    text = article.text
    start, end = text.index("建立了档案"), text.index("“我们") + 3
    library.annotate(first.id, Span(start, end))
    decide(library, split_article(article.blocks[-1].spans[0].start))
    shown = [marks(library, one.id) for one in library.articles()]
    assert shown[:2] == [["建立了档案。"], ["“我们"]]
    assert len(library.all_annotations()) == 1


def test_an_annotation_that_is_brought_back_finds_the_article_of_its_words(
    library: Library,
) -> None:
    first, second = library.articles()
    marked(library, second, "楼道里的灯")
    (placed,) = library.annotations(second.id)
    deletion = library.delete_annotation(placed.annotation.id)
    blocks = [library.article(one.id).blocks for one in (first, second)]
    decide(library, corrections.merge_articles(*blocks), first.id, second.id)
    library.apply(deletion.inverse())
    (merged,) = library.articles()
    assert marks(library, merged.id) == ["楼道里的灯"]


def test_what_another_program_changed_is_not_undone(library: Library, paths: Paths) -> None:
    first = library.articles()[0]
    article = library.article(first.id)
    step = library.proofreader.decide(set_kind(article.blocks[-1], BlockKind.NOTE), [first.id])
    with closing(Library(paths)) as other:
        other.proofreader.decide(set_kind(article.blocks[-1], BlockKind.CAPTION), [first.id])
    before = library.article(first.id)
    with pytest.raises(ConflictError):
        library.proofreader.apply(step.inverse())
    assert library.article(first.id) == before
    assert len(library.proofreader.decisions(1)) == 2


def test_what_changes_nothing_is_refused_and_not_kept(library: Library) -> None:
    with pytest.raises(NotFoundError):
        decide(library, corrections.keep_rule("no such rule"))
    with pytest.raises(NotFoundError):
        decide(library, split_article(0), 99)
    assert library.proofreader.decisions(1) == ()


def test_decisions_are_taken_back_in_any_order(library: Library, paths: Paths) -> None:
    before = library.articles()
    article = library.article(before[0].id)
    note = set_kind(article.blocks[-1], BlockKind.NOTE)
    split = split_article(article.blocks[-1].spans[0].start)
    decide(library, note)
    decide(library, split)
    with closing(Library(paths)) as later:
        later.proofreader.take_back(1, [note])
        assert later.proofreader.decisions(1) == (split,)
        assert [one.kind for one in later.article(later.articles()[1].id).blocks] == [
            BlockKind.PARAGRAPH
        ]
        later.proofreader.take_back(1, [split])
        assert titles(later) == [one.title for one in before]
        assert later.verify() == []


# Reading again


def test_reading_again_by_the_same_rules_changes_nothing(library: Library) -> None:
    before = library.articles()
    list(library.searcher.sync())
    (result,) = reclean(library)
    assert result.status is RecleanStatus.UNCHANGED
    assert library.articles() == before
    assert not library.searcher.lags()


def test_a_later_version_repairs_what_an_earlier_one_left(
    paths: Paths, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGE.replace("云冈石窟数字化保护再上新台阶", "云 冈 石 窟 数 字 化 保 护")
    with closing(Library(paths)) as library:
        with monkeypatch.context() as patch:
            rules = {name: rule for name, rule in repair.RULES.items() if "spaced" not in name}
            patch.setattr(repair, "RULES", rules)
            list(library.import_paths([write("page.txt", page)]))
        first, second = library.articles()
        marked(library, first, "每一尊造像")
        article = library.article(second.id)
        decision = set_kind(article.blocks[-1], BlockKind.NOTE)
        decide(library, decision, second.id)
        (result,) = reclean(library)
        assert result.status is RecleanStatus.CHANGED
        assert dict(result.edits)["letter-spaced"] > 0
        assert (result.added, result.removed, result.unplaced) == ((), (), 0)
        assert result.renamed == ((first.title, "云冈石窟数字化保护"),)
        assert [one.id for one in library.articles()] == [first.id, second.id]
        assert library.articles()[0].title == "云冈石窟数字化保护"
        assert marks(library, first.id) == ["每一尊造像"]
        assert library.article(second.id).blocks[-1].kind is BlockKind.NOTE
        assert library.proofreader.decisions(1) == (decision,)
        assert library.verify() == []


def test_a_repair_that_was_undone_stays_undone(paths: Paths, write: Write) -> None:
    page = PAGE.replace("每一尊造像", "每一尊（zūn）造像")
    with closing(Library(paths)) as library:
        list(library.import_paths([write("page.txt", page)]))
        first = library.articles()[0]
        article = library.article(first.id)
        assert "每一尊造像" in article.text
        undone = [edit for edit in article.edits if edit.rule == "gloss"]
        decide(library, corrections.keep_source(undone))
        assert "每一尊（zūn）造像" in library.article(first.id).text
        (result,) = reclean(library)
        assert result.status is RecleanStatus.UNCHANGED
        assert "每一尊（zūn）造像" in library.article(first.id).text


def test_records_are_read_again_with_what_their_lines_said(paths: Paths, write: Write) -> None:
    records = [
        {
            "title": "题一",
            "text": "甲（jiǎ）乙。\n# 一\n丙。",
            "date": "2020-01-02",
            "source": "某报",
        },
        {"text": "没有题目。", "authors": ["李 娜"]},
        {"title": "题三", "text": "\n\n丁。"},
    ]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    with closing(Library(paths)) as library:
        list(library.import_paths([write("corpus.jsonl", lines)]))
        before = [library.article(one.id) for one in library.articles()]
        (result,) = reclean(library)
        assert result.status is RecleanStatus.UNCHANGED
        decide(library, corrections.keep_rule("gloss"))
        (result,) = reclean(library, 1)
        assert [library.article(one.id) for one in library.articles()][1:] == before[1:]
        assert library.article(before[0].summary.id).text.startswith("题一\n甲（jiǎ）乙。")


def test_a_document_that_is_not_there_is_a_result_with_its_reason(library: Library) -> None:
    gone, changed = reclean(library, 99, 1)
    assert gone.status is RecleanStatus.FAILED
    assert gone.error and "99" in gone.error
    assert changed.status is RecleanStatus.UNCHANGED


def test_to_stop_iterating_is_to_cancel(library: Library, write: Write) -> None:
    list(library.import_paths([write("second.txt", PAGE + "完")]))
    steps = library.proofreader.reclean()
    first = next(step for step in steps if not isinstance(step, Progress))
    steps.close()
    assert first.document_id == 1
    assert library.verify() == []


# What once went wrong


def test_paragraphs_are_joined_over_what_cannot_be_seen(paths: Paths, write: Write) -> None:
    with closing(Library(paths)) as library:
        list(library.import_paths([write("page.txt", "一段。\n\u200b\n二段。")]))
        (only,) = library.articles()
        blocks = library.article(only.id).blocks
        decide(library, corrections.join_paragraphs(*blocks))
        assert library.article(only.id).text == "一段。二段。"
        assert library.verify() == []


def test_a_step_of_before_a_reclean_that_moved_articles_is_not_undone(
    library: Library,
) -> None:
    second = library.articles()[1]
    article = library.article(second.id)
    step = library.proofreader.decide(set_kind(article.blocks[-1], BlockKind.NOTE), [second.id])
    first = library.article(library.articles()[0].id)
    decide(library, split_article(first.blocks[-1].spans[0].start))
    before = library.articles()
    with pytest.raises(ConflictError):
        library.proofreader.apply(step.inverse())
    assert library.articles() == before


def test_a_note_that_is_brought_back_after_its_words_moved_finds_them(
    library: Library,
) -> None:
    first, second = library.articles()
    marked(library, second, "楼道里的灯")
    (placed,) = library.annotations(second.id)
    deletion = library.delete_annotation(placed.annotation.id)
    blocks = library.article(second.id).blocks
    decide(library, move_block(blocks[-1], library.article(first.id).blocks), first.id, second.id)
    library.apply(deletion.inverse())
    assert marks(library, first.id) == ["楼道里的灯"]
    assert marks(library, second.id) == []


def test_line_breaks_within_paragraphs_are_no_repairs_to_undo(library: Library) -> None:
    with pytest.raises(NotFoundError):
        decide(library, corrections.keep_rule("join-lines"))


def test_a_split_at_a_mark_that_an_edit_took_is_no_split(paths: Paths, write: Write) -> None:
    page = "# 标题一\n\n正文一。\n\n### 小标题\n\n正文二。\n"
    with closing(Library(paths)) as library:
        list(library.import_paths([write("page.md", page)]))
        heading = page.index("小标题")
        with pytest.raises(NotFoundError):
            decide(library, corrections.split_paragraph(heading))
        decide(library, split_article(heading))
        assert [one.title for one in library.articles()] == ["标题一", "小标题"]


def test_a_headline_is_confirmed_once(library: Library) -> None:
    with pytest.raises(NotFoundError):
        decide(
            library, corrections.confirmation([Block(BlockKind.PARAGRAPH, (Span(9**9, 9**9 + 1),))])
        )
    first = library.articles()[0]
    article = library.article(first.id)
    decide(library, corrections.confirmation(article.blocks))
    with pytest.raises(NotFoundError):  # it was said before
        decide(library, corrections.confirmation(article.blocks))


LINES = (
    "本报讯 渔港的清晨。",
    "□ 林 岸",
    "渔港新码头迎来早潮",
    "山上的果园今年挂满了柑橘，果农们用上了无人机。（周渡）",
    "图书馆搬进了老粮仓，读者可以在木梁下读书，",
    "",
    "# 渔港",
    "## 果园",
    "渔港渔港清晨第一网清晨第一网",
    "渔 港 清 晨 第 一 网",
    "区(qū)的\u200b渔港",
    "\u200b",
    "**粗**体 Zhang",
    "San and",
    "𠮷𠮷",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=3, max_size=14), st.data())
def test_any_corrections_leave_a_library_that_reads_and_undoes(
    lines: list[str], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page.md"
        page.write_text("\n".join(lines), encoding="utf-8")
        with closing(Library(paths_under(Path(folder) / "library"))) as library:
            list(library.import_paths([page]))
            if library.articles():
                _correct_and_undo(library, data)


def _correct_and_undo(library: Library, data: st.DataObject) -> None:
    start = [library.article(one.id) for one in library.articles()]
    steps = []
    for _ in range(data.draw(st.integers(1, 4))):
        articles = [library.article(one.id) for one in library.articles()]
        article, other = (data.draw(st.sampled_from(articles)) for _ in range(2))
        decision, ids = _any_decision(article, other, data)
        try:
            steps.append(library.proofreader.decide(decision, ids))
        except NotFoundError:
            continue
        assert library.verify() == []
    for step in reversed(steps):
        library.proofreader.apply(step.inverse())
    assert [library.article(one.id) for one in library.articles()] == start


def _any_decision(
    article: Article, other: Article, data: st.DataObject
) -> tuple[Decision, list[int]]:
    number = data.draw(st.integers(0, len(article.blocks) - 1))
    block, following = article.blocks[number], article.blocks[number + 1 : number + 2]
    span = data.draw(st.sampled_from(block.spans))
    at = data.draw(st.integers(span.start, span.end - 1))
    own, both = [article.summary.id], [article.summary.id, other.summary.id]
    ways = [
        (split_article(at), own),
        (corrections.split_paragraph(at), own),
        (set_kind(block, data.draw(st.sampled_from(list(BlockKind)))), own),
        (move_block(block, other.blocks), both),
        (corrections.merge_articles(article.blocks, other.blocks), both),
        (corrections.confirmation(article.blocks), own),
        *((corrections.keep_source([edit]), own) for edit in article.edits[:3]),
        *((corrections.join_paragraphs(block, after), own) for after in following),
    ]
    return data.draw(st.sampled_from(ways))
