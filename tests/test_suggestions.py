"""What the library offers beside the hits: less where nothing is found, and what to narrow by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import SearchCancelledError
from reader.model import Facet, Suggestion
from reader.paths import Paths
from reader.searcher import Searcher
from reader.store import Store
from tests.drafts import annotation_of, article_of, draft_of

TEXTS = {"经济发展": "南方日报", "经济改革": "南方日报", "後宮": "北方"}


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    opened = Store(paths.database)
    source = "".join(TEXTS)
    drafts, at = [], 0
    for text, newspaper in TEXTS.items():
        drafts.append(replace(article_of(source, at, at + len(text)), newspaper=newspaper))
        at += len(text)
    opened.add_document(draft_of(source, drafts), Path("x"))
    yield opened
    opened.close()


@pytest.fixture
def searcher(store: Store, paths: Paths) -> Iterator[Searcher]:
    opened = Searcher(store, paths.index(store.library_id))
    list(opened.sync())
    yield opened
    opened.close()


def test_the_most_is_found_with_the_right_condition_less(searcher: Searcher) -> None:
    assert searcher.suggestions("经济 -paper:南方 改革") == (Suggestion("经济 改革", 1),)
    assert searcher.suggestions("经济 后宫") == (Suggestion("经济", 2), Suggestion("后宫", 1))


def test_one_condition_alone_is_offered_where_leaving_one_out_does_not_help(
    searcher: Searcher,
) -> None:
    assert searcher.suggestions("经济 date:1066 is:annotated") == (Suggestion("经济", 2),)


def test_of_a_single_condition_nothing_can_be_left_out(searcher: Searcher) -> None:
    assert searcher.suggestions("没有") == ()
    assert searcher.suggestions("") == ()


def test_a_pasted_page_is_not_loosened_word_by_word(searcher: Searcher) -> None:
    wrong = " ".join(f"甲{number}" for number in range(11))
    assert searcher.suggestions(f"经济 {wrong}")
    assert searcher.suggestions(f"经济 {wrong} 乙") == ()


def test_a_few_are_enough(searcher: Searcher) -> None:
    assert len(searcher.suggestions("经济 发展 改革 后宫 宫 后 date:1066")) == 5


def test_no_more_is_asked_for_once_nobody_waits(searcher: Searcher) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) == 2

    with pytest.raises(SearchCancelledError):
        searcher.suggestions("经济 后宫 没有", cancelled=cancelled)
    assert len(asked) == 2


def test_newspapers_and_tags_are_counted_by_article(store: Store, searcher: Searcher) -> None:
    first, second, _ = (store.article(one.id) for one in store.articles())
    marks = ((first, ("要", "点")), (first, ("要",)), (second, ("要",)))
    for number, (article, tags) in enumerate(marks):
        span = article.blocks[0].spans[0]
        annotation = annotation_of(article, span.start, span.end, number)
        store.put_annotation(replace(annotation, tags=tags))
    facets = searcher.facets()
    assert facets.newspapers == (Facet("南方日报", 2), Facet("北方", 1))
    assert facets.tags == (Facet("要", 2), Facet("点", 1))


def test_newspapers_of_removed_documents_are_not_offered(store: Store, searcher: Searcher) -> None:
    store.remove_documents([store.documents()[0].id])
    assert searcher.facets().newspapers == ()
