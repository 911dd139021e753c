"""A query's tree, asked of the index: fields, facts, and what the index is not told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pytest

from reader.model import HitOrder, IndexedArticle, Script
from reader.script.folding import Array
from reader.search.evaluation import NOTHING_OUTSIDE, HanQuery, Outside
from reader.search.index import SearchIndex
from reader.search.query import Field, parse_query

ARTICLES = {
    one.id: one
    for one in [
        IndexedArticle(
            1,
            "经济改革\n　　皇后以後",
            document_id=7,
            title="经济改革",
            authors=("李明", "王华"),
            newspaper="人民日报",
            date="2020-11-05",
            script=Script.SIMPLIFIED,
        ),
        IndexedArticle(
            2,
            "經濟發展，以後再說",
            document_id=7,
            title="發展",
            authors=("王明",),
            newspaper="大公報 海外版",
            date="2020-11",
            script=Script.TRADITIONAL,
        ),
        IndexedArticle(3, "以后再说\t经 济", document_id=8, newspaper="人民日报", date="2021"),
        IndexedArticle(4, "12\u30003", document_id=9),
        IndexedArticle(5, "", document_id=9, date="1999-12-31", script=Script.MIXED),
    ]
}


def originals(field: Field, ids: Sequence[int]) -> Mapping[int, str]:
    chosen = (ARTICLES[number] for number in ids)
    texts = {Field.TEXT: lambda one: one.text, Field.TITLE: lambda one: one.title}
    return {one.id: texts[field](one) for one in chosen}


def ids(*numbers: int) -> Array:
    return np.array(numbers, dtype=np.int64)


OUTSIDE = Outside(annotated=ids(1, 3, 99), read=ids(1, 2, 99), originals=originals)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    """Two segments, of one of which an article was replaced."""
    index = SearchIndex(tmp_path_factory.mktemp("index"))
    index.apply([ARTICLES[1], IndexedArticle(2, "旧文經濟經濟", date="2020")], [])
    index.apply([ARTICLES[number] for number in (2, 3, 4, 5)], [])
    yield index
    index.close()


def found(index: SearchIndex, query: str, outside: Outside = OUTSIDE) -> set[int]:
    answer = index.search(parse_query(query), outside=outside, limit=100)
    assert answer.total == len(answer.matches)
    return {match.article_id for match in answer.matches}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("经济", {1, 2, 3}),
        ("旧", set()),
        ("经济 -改革", {2, 3}),
        ("-经济", {4, 5}),
        ("-旧", {1, 2, 3, 4, 5}),
        ("--经济", {1, 2, 3}),
        ("-经济 -1", {5}),
        ("改革 OR 发展", {1, 2}),
        ("(改革 OR 发展) 皇后", {1}),
        ("经济 -(改革 OR 发展)", {3}),
        ("1 OR -经济", {4, 5}),
        ("经?改", {1}),
        ("济?以", set()),
        ("123", {4}),
        ('"123"', set()),
        ('"2 3"', {4}),
        ('" "', {1, 3, 4}),
        ('"\n"', {1}),
        ("title:经济", {1}),
        ("title:(经济 OR 发展)", {1, 2}),
        ("author:明", {1, 2}),
        ("author:王华", {1}),
        ("author:明王", set()),
        ("paper:人民日报", {1, 3}),
        ("paper:大公报", {2}),
        ("paper:大公报海外版", {2}),
        ('paper:"大公报海外版"', set()),
        ("-paper:人民日报", {2, 4, 5}),
    ],
)
def test_words(index: SearchIndex, query: str, numbers: set[int]) -> None:
    assert found(index, query) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("=后", {1, 3}),
        ("=後", {1, 2}),
        ("=以後", {1, 2}),
        ("=以后", {3}),
        ("=以?再", {2, 3}),
        ("=经济 =後", {1}),
        ("-=後", {3, 4, 5}),
        ("=1", {4}),
        ('=" "', {3}),
        ('="\u3000"', {1, 4}),
        ('="\t"', {3}),
        ("title:=发展", set()),
        ("title:=發展", {2}),
        ("=後 NEAR/0 再", {2}),
        ("=后 NEAR/0 再", {3}),
    ],
)
def test_very_characters(index: SearchIndex, query: str, numbers: set[int]) -> None:
    assert found(index, query) == numbers


def test_very_characters_of_an_article_that_is_gone_are_not_found(index: SearchIndex) -> None:
    """For the store may be ahead of the index."""
    assert found(index, "=以後", NOTHING_OUTSIDE) == set()
    assert found(index, "=以 NEAR =後", NOTHING_OUTSIDE) == set()


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("经济 NEAR/0 改革", {1}),
        ("改革 NEAR/0 经济", {1}),
        ("经济 NEAR/1 (皇后 OR 以后)", set()),
        ("经济 NEAR/2 (皇后 OR 以后)", {1, 3}),
        ("经济 NEAR/3 (皇后 OR 以后)", {1, 2, 3}),
        ('经济 NEAR/3 "，以"', {2}),
        ("经济 NEAR/3 以后 -改革", {2, 3}),
        ("-(经济 NEAR/2 以后)", {1, 2, 4, 5}),
    ],
)
def test_near(index: SearchIndex, query: str, numbers: set[int]) -> None:
    assert found(index, query) == numbers


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("date:2020", {1, 2}),
        ("date:2020-11", {1, 2}),
        ("date:2020-11-05", {1}),
        ("date:2020-11-01..", {1, 3}),
        ("date:..2020", {1, 2, 5}),
        ("date:2021", {3}),
        ("-date:2020", {3, 4, 5}),
        ("script:traditional", {2}),
        ("script:neither", {3, 4}),
        ("-script:mixed 经济", {1, 2, 3}),
        ("is:annotated", {1, 3}),
        ("is:unread", {3, 4, 5}),
        ("-is:unread", {1, 2}),
        ("is:annotated is:unread date:2021", {3}),
        ("date:2021 OR is:annotated", {1, 3}),
    ],
)
def test_facts(index: SearchIndex, query: str, numbers: set[int]) -> None:
    assert found(index, query) == numbers


def noting(notes: Iterable[tuple[str, Field, Array]]) -> Outside:
    noted = {
        (parse_query(word).wanted[0].pattern, field): articles for word, field, articles in notes
    }
    return Outside(noted)


def test_notes(index: SearchIndex) -> None:
    outside = noting([("读", Field.NOTE, ids(2, 4, 99)), ("法", Field.TAG, ids(3))])
    assert found(index, "note:读", outside) == {2, 4}
    assert found(index, "-note:读", outside) == {1, 3, 5}
    assert found(index, "note:读 经济", outside) == {2}
    assert found(index, "note:读 OR tag:法", outside) == {2, 3, 4}
    assert found(index, "note:法", outside) == set()
    assert found(index, "读", outside) == set()


def test_a_word_in_a_note_counts_as_one_in_the_text_where_that_is_asked(
    index: SearchIndex,
) -> None:
    outside = noting([("改革", Field.TEXT, ids(4))])
    assert found(index, "改革", outside) == {1, 4}
    assert found(index, "改革 经济", outside) == {1}
    assert found(index, "-改革", outside) == {2, 3, 5}
    assert found(index, "title:改革", outside) == {1}
    assert found(index, "改革 OR 1", outside) == {1, 4}


def test_what_says_more_of_the_words_comes_first(index: SearchIndex) -> None:
    matches = index.search(parse_query("经济 OR 改革 OR 皇后")).matches
    assert matches[0].article_id == 1
    assert matches[0].score > matches[-1].score > 0


@pytest.mark.parametrize(
    ("order", "numbers"),
    [(HitOrder.NEWEST, [3, 1, 2, 5, 4]), (HitOrder.OLDEST, [5, 2, 1, 3, 4])],
)
def test_the_undated_come_last(index: SearchIndex, order: HitOrder, numbers: list[int]) -> None:
    matches = index.search(parse_query("-旧"), order=order).matches
    assert [match.article_id for match in matches] == numbers


def test_all_ids_by_date(index: SearchIndex) -> None:
    assert index.article_ids(parse_query("经济")) == [2, 1, 3]
    assert index.article_ids(parse_query("")) == []


def test_a_query_is_what_it_asks() -> None:
    trees = [parse_query(query).tree for query in ("经济", "經濟", "=經濟")]
    assert HanQuery(trees[0], OUTSIDE) == HanQuery(trees[1], OUTSIDE)
    assert HanQuery(trees[1]) != HanQuery(trees[2])
    assert HanQuery(trees[0]) != HanQuery(trees[0], OUTSIDE)
