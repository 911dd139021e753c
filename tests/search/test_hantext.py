"""The field within Whoosh: any substring is found, and it goes together with Whoosh's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.fields import ID, Schema
from whoosh.index import FileIndex
from whoosh.query import And, Every, Not, Or, Term

from reader.model import Span
from reader.script.folding import fold
from reader.search.evaluation import HanQuery
from reader.search.hantext import HanBM25, HanText, open_segment
from reader.search.pattern import Pattern
from reader.search.query import And as AllOf
from reader.search.query import Contains
from reader.search.storage import CheckedStorage

ALPHABET = "甲乙后後a\n \x00𠀀𪟝\ue000\ud800"
TEXT = st.text(ALPHABET, max_size=15)
NEEDLE = st.text(ALPHABET, min_size=1, max_size=5)


def create(folder: Path) -> Any:
    storage = CheckedStorage(folder)
    return FileIndex.create(storage, Schema(name=ID(stored=True), text=HanText()), "MAIN")


def add(index: Any, texts: dict[str, str], **commit: Any) -> None:
    writer = index.writer(compound=False)
    for name, text in texts.items():
        writer.add_document(name=name, text=text)
    writer.commit(**commit)


def names(searcher: Any, query: Any) -> set[str]:
    return {hit["name"] for hit in searcher.search(query, limit=None)}


def han(*needles: str) -> HanQuery:
    """Every one of the strings, with its white space."""
    nowhere = Span(0, 0)
    terms = [Contains(Pattern((fold(needle),), spaces=True), nowhere) for needle in needles]
    return HanQuery(terms[0] if len(terms) == 1 else AllOf(tuple(terms), nowhere))


@pytest.fixture
def index(tmp_path: Path) -> Any:
    index = create(tmp_path)
    add(index, {"a": "皇后駕到", "b": "然後"}, merge=False)
    add(index, {"c": "後來皇后皇后", "d": "", "e": "龍"}, merge=False)
    return index


@given(
    batches=st.lists(st.lists(TEXT, max_size=6), max_size=4),
    needles=st.lists(NEEDLE, min_size=1, max_size=3),
    deleted=st.sets(st.integers(0, 23)),
    optimize=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_exactly_the_texts_that_hold_every_needle(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[str]],
    needles: list[str],
    deleted: set[int],
    optimize: bool,
) -> None:
    index = create(tmp_path_factory.mktemp("index"))
    texts: dict[str, str] = {}
    for number, batch in enumerate(batches):
        named = {f"{number}-{place}": text for place, text in enumerate(batch)}
        texts |= named
        add(index, named, merge=False)
    writer = index.writer(compound=False)
    kept = dict(texts)
    for docnum, name in enumerate(texts):
        if docnum in deleted:
            writer.delete_document(docnum)
            del kept[name]
    writer.commit(merge=False)
    if optimize:
        index.writer(compound=False).commit(optimize=True)
    by_hand = {
        name for name, text in kept.items() if all(fold(needle) in fold(text) for needle in needles)
    }
    with index.searcher(weighting=HanBM25()) as searcher:
        assert names(searcher, han(*needles)) == by_hand


def test_it_goes_together_with_other_queries(index: Any) -> None:
    with index.searcher() as searcher:
        assert names(searcher, And([han("皇后"), Term("name", "c")])) == {"c"}
        assert names(searcher, And([han("后"), Not(Term("name", "c"))])) == {"a", "b"}
        assert names(searcher, Or([han("龙"), Term("name", "d")])) == {"d", "e"}
        assert names(searcher, And([Every(), han("后"), han("来")])) == {"c"}
        assert names(searcher, Not(han("后"))) == {"d", "e"}


def test_it_filters(index: Any) -> None:
    with index.searcher() as searcher:
        hits = searcher.search(Every(), filter=han("后"), mask=han("来"), limit=None)
        assert {hit["name"] for hit in hits} == {"a", "b"}


def test_what_is_said_more_often_or_in_fewer_words_comes_first(tmp_path: Path) -> None:
    index = create(tmp_path)
    add(index, {"often": "改革改革改革开放", "once": "改革开放开放开放", "none": "开放"})
    add(index, {"long": "改革" + "的一个问题" * 30, "short": "改革的一个问题"}, merge=False)
    with index.searcher(weighting=HanBM25()) as searcher:
        order = [hit["name"] for hit in searcher.search(han("改革"), limit=None)]
    assert order.index("often") < order.index("once")
    assert order.index("short") < order.index("long")


def test_a_rare_word_weighs_more(tmp_path: Path) -> None:
    index = create(tmp_path)
    add(index, {"a": "甲甲乙丙", "b": "甲乙乙丙", **{str(n): "甲丙丙丙" for n in range(9)}})
    with index.searcher(weighting=HanBM25()) as searcher:
        assert [hit["name"] for hit in searcher.search(han("甲", "乙"))] == ["b", "a"]


def test_a_segment_is_opened_once(index: Any) -> None:
    with index.searcher() as searcher:
        leaves = [leaf.reader() for leaf, _ in searcher.leaf_searchers()]
        assert len(leaves) == 2
        for reader in leaves:
            assert open_segment(reader, "text") is open_segment(reader, "text")


def test_the_column_gives_the_folded_text(index: Any) -> None:
    with index.searcher() as searcher:
        texts = [
            searcher_leaf.reader().column_reader("text")[number]
            for searcher_leaf, _ in searcher.leaf_searchers()
            for number in range(searcher_leaf.reader().doc_count_all())
        ]
    assert sorted(texts) == sorted(map(fold, ["皇后駕到", "然後", "後來皇后皇后", "", "龍"]))


def test_queries_are_values(index: Any) -> None:
    assert han("後") == han("后")
    assert hash(han("後")) == hash(han("后"))
    assert han("後") != han("前")
    assert And([han("后"), han("後")]).normalize() == han("后")
    with index.searcher() as searcher:
        assert names(searcher, HanQuery(None)) == set()


def test_an_empty_index(tmp_path: Path) -> None:
    with create(tmp_path).searcher(weighting=HanBM25()) as searcher:
        assert names(searcher, han("后")) == set()
