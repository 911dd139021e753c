"""Concordances: every place once, in its context; sorted, counted by date, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.concordance import (
    ConcordanceLine,
    DateCount,
    LineMaker,
    LineOrder,
    Period,
    Timeline,
    line_order,
    lines_csv,
    portions,
    timeline,
    timeline_csv,
)
from reader.library import Library
from reader.model import ArticleKind, ArticleSummary, Script, Span
from reader.search.query import parse_query

ALPHABET = "经濟济发發 \n，甲乙𪟝"


def summary(
    number: int = 1,
    *,
    date: str | None = None,
    script: Script = Script.SIMPLIFIED,
    characters: int = 9,
) -> ArticleSummary:
    return ArticleSummary(
        id=number,
        document_id=1,
        title=f"题目{number}",
        subtitle="",
        authors=(),
        kind=ArticleKind.ARTICLE,
        newspaper="某报",
        date=date,
        page=None,
        script=script,
        characters=characters,
        opening="",
    )


def lines_of(
    query: str, *texts: str, script: Script = Script.SIMPLIFIED, date: str | None = None
) -> list[ConcordanceLine]:
    maker = LineMaker(parse_query(query).tree, len(texts))
    articles = [summary(number, script=script, date=date) for number in range(len(texts))]
    return list(maker.batch(articles, dict(enumerate(texts))).lines)


def line(
    left: str = "", right: str = "", word: str = "经济", date: str | None = None, number: int = 1
) -> ConcordanceLine:
    return ConcordanceLine(
        number, Span(9, 11), left, word, right, "题目", "某报", date, Script.SIMPLIFIED
    )


def in_order(
    lines: Sequence[ConcordanceLine], by: LineOrder, *, descending: bool = False
) -> list[ConcordanceLine]:
    return [lines[number] for number in line_order(lines, by, descending=descending).tolist()]


def test_a_line_is_the_word_between_its_contexts() -> None:
    (first, second) = lines_of("经济", "今年的经濟发展，经\n济向好。\n完")
    assert (first.left, first.word, first.right) == ("今年的", "经濟", "发展，经 济向好。 完")
    assert (second.left, second.word, second.right) == ("今年的经濟发展，", "经 济", "向好。 完")
    assert (first.span, second.span) == (Span(3, 5), Span(8, 11))
    assert (first.title, first.newspaper, first.article_id) == ("题目0", "某报", 0)


@given(text=st.text(ALPHABET, max_size=120), query=st.sampled_from(["经", "经济", "甲 乙", "甲?"]))
def test_every_line_is_cut_from_the_text_at_its_span(text: str, query: str) -> None:
    flat = text.replace("\n", " ")
    lines = lines_of(query, text)
    for one in lines:
        before, after = flat[: one.span.start], flat[one.span.end :]
        assert flat[one.span.start : one.span.end] == one.word != ""
        assert before.endswith(one.left)
        assert after.startswith(one.right)
        assert len(one.left) == min(30, len(before))
        assert len(one.right) == min(30, len(after))
    assert all(one.span.end <= other.span.start for one, other in pairwise(lines))


def test_no_line_has_another_line_within() -> None:
    (only,) = lines_of("经济", "甲\t乙\u2028丙经济\x0b\x85\r丁")
    assert (only.left, only.right) == ("甲 乙 丙", "   丁")


def test_a_mixed_article_is_converted_paragraph_by_paragraph() -> None:
    text = "今天经济发展，图书馆里来了学生。\n今天經濟發展，圖書館裡來了學生。\n经济 abc"
    scripts = [one.script for one in lines_of("经济", text, script=Script.MIXED)]
    assert scripts == [Script.SIMPLIFIED, Script.TRADITIONAL, Script.SIMPLIFIED]


def test_lines_end_where_there_are_too_many_and_counts_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reader.concordance.MOST_LINES", 4)
    maker = LineMaker(parse_query("经").tree, 3)
    texts = {1: "经经经", 2: "经经", 3: "经"}
    first = maker.batch([summary(1, date="2020"), summary(2)], texts)
    second = maker.batch([summary(3, date="2020")], texts)
    assert [one.article_id for one in first.lines] == [1, 1, 1, 2]
    assert second.lines == ()
    assert first.counts == (DateCount("2020", 3), DateCount(None, 2))
    assert second.counts == (DateCount("2020", 1),)
    assert [(one.done, one.total) for one in (first, second)] == [(2, 3), (3, 3)]


@given(st.lists(st.integers(0, 700_000), max_size=60))
def test_portions_hold_every_article_once_and_no_more_text_than_is_read_at_once(
    lengths: list[int],
) -> None:
    known = {number: summary(number, characters=length) for number, length in enumerate(lengths)}
    gone = {number for number in known if number % 5 == 4}

    def summaries(ids: Sequence[int]) -> dict[int, ArticleSummary]:
        return {number: known[number] for number in ids if number not in gone}

    found = list(portions(list(known), summaries))
    ids = [article.id for portion in found for article in portion]
    assert ids == [number for number in known if number not in gone]
    for portion in found:
        assert len(portion) == 1 or sum(one.characters for one in portion) <= 500_000


def test_the_left_context_is_sorted_from_the_word_outwards() -> None:
    lines = [line("人中"), line("中人"), line("丁人"), line("")]
    assert [one.left for one in in_order(lines, LineOrder.LEFT)] == ["", "人中", "丁人", "中人"]


def test_the_same_words_stand_together_in_either_script_and_across_lines() -> None:
    lines = [line(right="发展"), line(right="危机"), line(right="發 展"), line(right="危機")]
    rights = [one.right for one in in_order(lines, LineOrder.RIGHT)]
    assert [rights.index("发展"), rights.index("發 展")] in ([0, 1], [2, 3])
    assert sorted([rights.index("危机"), rights.index("危機")]) in ([0, 1], [2, 3])


@given(
    st.lists(
        st.builds(
            line,
            left=st.text("甲乙 ", max_size=3),
            right=st.text("甲乙 ", max_size=3),
            word=st.sampled_from(["经济", "經濟", "甲"]),
            date=st.sampled_from([None, "2020", "2019-05-01"]),
            number=st.integers(0, 99),
        ),
        max_size=12,
    ),
    st.sampled_from(LineOrder),
    st.booleans(),
)
def test_sorting_again_by_the_same_changes_nothing_and_loses_nothing(
    lines: list[ConcordanceLine], by: LineOrder, descending: bool
) -> None:
    once = in_order(lines, by, descending=descending)
    assert sorted(map(id, once)) == sorted(map(id, lines))
    assert list(map(id, in_order(once, by, descending=descending))) == list(map(id, once))


@pytest.mark.parametrize("descending", [False, True])
def test_lines_that_are_alike_keep_their_order(descending: bool) -> None:
    lines = [line("甲", "乙", number=number) for number in range(50)]
    mixed = [replace(one, date=f"20{one.article_id % 3}0") for one in lines]
    for by in LineOrder:
        for given_lines in (lines, mixed):
            groups: dict[str | None, list[int]] = {}
            for one in in_order(given_lines, by, descending=descending):
                groups.setdefault(one.date, []).append(one.article_id)
            assert all(numbers == sorted(numbers) for numbers in groups.values())


def test_what_has_no_date_comes_last_in_either_direction() -> None:
    lines = [line(date="2020-01-02"), line(), line(date="1999")]
    assert [one.date for one in in_order(lines, LineOrder.DATE)] == ["1999", "2020-01-02", None]
    backwards = in_order(lines, LineOrder.DATE, descending=True)
    assert [one.date for one in backwards] == ["2020-01-02", "1999", None]


def test_a_timeline_has_no_gaps_and_tells_what_it_leaves_out() -> None:
    hits = [DateCount("2019-05-01", 2), DateCount("2019", 1), DateCount(None, 7)]
    hits += [DateCount("2021-01", 4), DateCount("someday", 1)]
    articles = [DateCount("2018-01-01", 9), DateCount("2020-02-02", 3), DateCount("2021-01-31", 5)]
    articles += [DateCount(None, 6)]
    assert timeline(hits, articles) == Timeline(
        (Period("2019", 3, 0), Period("2020", 0, 3), Period("2021", 4, 5)), 8, 6
    )
    months = timeline(hits, articles, by_month=True)
    assert [months.periods[0].name, months.periods[-1].name] == ["2019-01", "2021-12"]
    assert len(months.periods) == 36
    assert months.periods[4] == Period("2019-05", 2, 0)
    assert months.periods[24] == Period("2021-01", 4, 5)
    assert (months.undated_hits, months.undated_articles) == (9, 6)


def test_a_timeline_of_nothing_dated_has_no_periods() -> None:
    assert timeline([DateCount(None, 3)], [DateCount("2020", 1)]) == Timeline((), 3, 0)


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_lines_as_csv_are_read_back_as_they_were() -> None:
    told = line('他说："经济,', "”。", date="2020-01-02")
    header, row = rows_of(lines_csv([told]))
    assert dict(zip(header, row, strict=True)) == {
        "left": '他说："经济,',
        "word": "经济",
        "right": "”。",
        "newspaper": "某报",
        "date": "2020-01-02",
        "title": "题目",
        "article": "1",
        "start": "9",
        "end": "11",
    }


@pytest.mark.parametrize("sign", list("=+-@＝＋－＠"))
def test_no_cell_is_a_formula(sign: str) -> None:
    formula = f'{sign}HYPERLINK("x")'
    told = replace(line(formula, formula), word=formula, title=formula, newspaper=formula)
    _, row = rows_of(lines_csv([told]))
    assert [row[number] for number in (0, 1, 2, 3, 5)] == [f"'{formula}"] * 5


def test_counts_as_csv_end_with_what_has_no_date() -> None:
    counted = Timeline((Period("2020", 3, 0), Period("2021", 4, 5)), 8, 6)
    assert rows_of(timeline_csv(counted)) == [
        ["period", "hits", "articles"],
        ["2020", "3", "0"],
        ["2021", "4", "5"],
        ["", "8", "6"],
    ]


def test_a_library_tells_every_place_of_a_search(library: Library, tmp_path: Path) -> None:
    for name, text in (("a.txt", "经济发展，经济向好。\n"), ("b.txt", "經濟與科技。\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    list(library.import_paths([tmp_path / "a.txt", tmp_path / "b.txt"]))
    list(library.searcher.sync())
    batches = list(library.searcher.concordance("经济"))
    assert [one.word for batch in batches for one in batch.lines] == ["经济", "经济", "經濟"]
    assert sum(one.count for batch in batches for one in batch.counts) == 3
    assert (batches[-1].done, batches[-1].total) == (2, 2)
    assert [one.right for batch in library.searcher.concordance("科技") for one in batch.lines] == [
        "。"
    ]
    assert list(library.searcher.concordance("无此词")) == []
    assert list(library.searcher.concordance("")) == []
    assert library.searcher.article_counts() == [DateCount(None, 2)]
