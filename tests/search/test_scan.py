"""Without the index the same is found: beside the index, and beside a reading by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from reader.model import HitOrder, IndexedArticle, Script
from reader.script.folding import fold
from reader.search.evaluation import NOTHING_OUTSIDE, Outside
from reader.search.index import SearchIndex
from reader.search.matches import Matches
from reader.search.query import Field, parse_query
from reader.search.scan import article_ids, scan

ALPHABET = "的一是后後经經国國,，。aＡ1\n \u3000\t𠀀𪟝勣\ue000\U0010fffd"
DATES = [None, "1999-12-31", "2020", "2020-11", "2020-11-05", "2021-01-01"]


@dataclass(frozen=True)
class Asked:
    """A query, and what it says of an article, not read from it."""

    typed: str
    holds: Callable[[IndexedArticle], bool]


class Asking:
    """Random queries about some articles, an article's number being below 90."""

    def __init__(self, chance: random.Random, articles: Mapping[int, IndexedArticle]) -> None:
        self._chance = chance
        self._articles = articles
        self.annotated = set(chance.sample(range(90), 15))
        self.read = set(chance.sample(range(90), 30))

    @property
    def outside(self) -> Outside:
        annotated, read = (np.array(sorted(some)) for some in (self.annotated, self.read))
        return Outside(annotated=annotated, read=read, originals=self._originals)

    def query(self, depth: int = 3) -> Asked:
        single = [self._word, self._word, self._phrase, self._very, self._near, self._fact]
        nested = [self._both, self._both, self._either, self._not]
        if depth and self._chance.random() < 0.4:
            return self._chance.choice(nested)(depth - 1)
        return self._chance.choice(single)()

    def _originals(self, field: Field, numbers: Sequence[int]) -> Mapping[int, str]:
        chosen = (self._articles[number] for number in numbers if number in self._articles)
        return {one.id: one.text if field is Field.TEXT else one.title for one in chosen}

    def _stretch(self, longest: int) -> str:
        texts = [one.text for one in self._articles.values() if one.text.strip()] or ["的"]
        text = self._chance.choice(texts)
        start = self._chance.randrange(len(text))
        return text[start : start + self._chance.randint(1, longest)]

    def _solid(self, longest: int) -> str:
        return "".join(self._stretch(longest).split()) or "国"

    def _word(self) -> Asked:
        word, field = self._solid(5), self._chance.choice(["", "", "", "title:"])
        if len(word) > 2 and self._chance.random() < 0.3:
            any_one = self._chance.randrange(1, len(word) - 1)
            head, tail = solid(word[:any_one]), solid(word[any_one + 1 :])

            def holds(one: IndexedArticle) -> bool:
                text = solid(one.title if field else one.text)
                starts = range(len(text) - len(word) + 1)
                return any(
                    text.startswith(head, at) and text.startswith(tail, at + any_one + 1)
                    for at in starts
                )

            return Asked(f"{field}{word[:any_one]}?{word[any_one + 1 :]}", holds)
        return Asked(
            field + word, lambda one: solid(word) in solid(one.title if field else one.text)
        )

    def _phrase(self) -> Asked:
        words = self._stretch(6)
        return Asked(f'"{words}"', lambda one: fold(words) in fold(one.text))

    def _very(self) -> Asked:
        if self._chance.random() < 0.5:
            word = self._solid(3)
            return Asked(f"={word}", lambda one: word in "".join(one.text.split()))
        words = self._stretch(3)
        return Asked(f'="{words}"', lambda one: words in one.text)

    def _near(self) -> Asked:
        one, other = ([self._solid(2) for _ in range(self._chance.randint(1, 2))] for _ in "12")
        distance = self._chance.randint(0, 6)
        return Asked(
            f"({' OR '.join(one)}) NEAR/{distance} ({' OR '.join(other)})",
            lambda article: any(
                are_near(solid(article.text), solid(word), solid(another), distance)
                for word in one
                for another in other
            ),
        )

    def _fact(self) -> Asked:
        script = self._chance.choice(list(Script))
        facts = [
            Asked("date:2020", lambda one: (one.date or "").startswith("2020")),
            Asked("date:2020-11", lambda one: (one.date or "").startswith("2020-11")),
            Asked("date:2020-11-05..", lambda one: (one.date or "") >= "2020-11-05"),
            Asked("date:..2020-10", lambda one: "" < (one.date or "") < "2020-11"),
            Asked("is:annotated", lambda one: one.id in self.annotated),
            Asked("is:unread", lambda one: one.id not in self.read),
            Asked(f"script:{script}", lambda one: one.script is script),
            Asked("author:王", lambda one: "王" in "".join(one.authors)),
            Asked("author:明王", lambda one: False),  # noqa: ARG005  # of any
            Asked("paper:光明", lambda one: "光明" in one.newspaper),
        ]
        return self._chance.choice(facts)

    def _both(self, depth: int) -> Asked:
        one, other = self.query(depth), self.query(depth)
        return Asked(
            f"({one.typed}) {other.typed}", lambda text: one.holds(text) and other.holds(text)
        )

    def _either(self, depth: int) -> Asked:
        one, other = self.query(depth), self.query(depth)
        return Asked(
            f"({one.typed}) OR ({other.typed})",
            lambda text: one.holds(text) or other.holds(text),
        )

    def _not(self, depth: int) -> Asked:
        asked = self.query(depth)
        return Asked(f"-({asked.typed})", lambda text: not asked.holds(text))


def solid(text: str) -> str:
    return "".join(fold(text).split())


def are_near(text: str, one: str, other: str, distance: int) -> bool:
    ends = (
        [at + len(one) for at in counted(text, one)],
        [at + len(other) for at in counted(text, other)],
    )
    return any(
        0 <= start - end <= distance
        for ended, started in ((ends[0], counted(text, other)), (ends[1], counted(text, one)))
        for end in ended
        for start in started
    )


def counted(text: str, word: str) -> list[int]:
    """Where a word stands, from the left, none overlapping another."""
    starts = [text.find(word)]
    while starts[-1] >= 0:
        starts.append(text.find(word, starts[-1] + len(word)))
    return starts[:-1]


def random_article(chance: random.Random, number: int) -> IndexedArticle:
    text = "".join(chance.choices(ALPHABET, k=chance.choice([0, 1, 5, 30, 90])))
    return IndexedArticle(
        number,
        text,
        document_id=chance.randrange(9),
        title=text[:4].strip(),
        authors=tuple(chance.sample(["李明", "王华", "张三"], k=chance.randrange(3))),
        newspaper=chance.choice(["", "人民日报", "光明日報"]),
        date=chance.choice(DATES),
        script=chance.choice(list(Script)),
    )


def found(matches: Matches) -> set[int]:
    assert matches.total == len(matches.matches)
    return {match.article_id for match in matches.matches}


@pytest.mark.parametrize("seed", range(2))
def test_the_index_the_scan_and_the_hand_say_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    index = SearchIndex(tmp_path)
    articles: dict[int, IndexedArticle] = {}
    for _ in range(20):
        changed = [random_article(chance, chance.randrange(90)) for _ in range(8)]
        removed = {chance.randrange(90) for _ in range(2)} - {one.id for one in changed}
        index.apply(changed, removed)
        for number in removed:
            articles.pop(number, None)
        articles |= {one.id: one for one in changed}
        asking = Asking(chance, articles)
        for _ in range(15):
            asked = asking.query()
            query = parse_query(asked.typed)
            assert query.problems == ()
            by_hand = {one.id for one in articles.values() if asked.holds(one)}
            scanned = scanned_matches(list(articles.values()), asked.typed, asking.outside)
            assert found(index.search(query, outside=asking.outside, limit=100)) == by_hand
            assert found(scanned) == by_hand
            all_ids = index.article_ids(query, outside=asking.outside)
            assert all_ids == article_ids(articles.values(), query, asking.outside)
            assert set(all_ids) == by_hand
    index.close()


def scanned_matches(
    articles: Sequence[IndexedArticle],
    query: str,
    outside: Outside = NOTHING_OUTSIDE,
    order: HitOrder = HitOrder.RELEVANCE,
    limit: int = 100,
    offset: int = 0,
) -> Matches:
    parsed = parse_query(query)
    return scan(articles, parsed, outside, order=order, limit=limit, offset=offset)


ARTICLES = [
    IndexedArticle(1, "甲", document_id=5, date="2020-01-02"),
    IndexedArticle(2, "甲甲", document_id=6),
    IndexedArticle(3, "甲甲甲", document_id=5, date="2020"),
    IndexedArticle(4, "甲乙", document_id=6, date="2021-01-01"),
    IndexedArticle(5, "乙", document_id=6, date="2021-01-01"),
]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        (HitOrder.RELEVANCE, [3, 1, 2, 4]),  # the hits of one document stand together
        (HitOrder.NEWEST, [4, 1, 3, 2]),
        (HitOrder.OLDEST, [3, 1, 4, 2]),
    ],
)
def test_its_order_and_its_pages(order: HitOrder, numbers: list[int]) -> None:
    pages = [
        scanned_matches(ARTICLES, "甲", order=order, limit=3, offset=offset) for offset in (0, 3)
    ]
    assert [page.total for page in pages] == [4, 4]
    assert [match.article_id for page in pages for match in page.matches] == numbers


def test_no_query_finds_nothing() -> None:
    assert scanned_matches(ARTICLES, " ") == Matches(0, ())
    assert article_ids(ARTICLES, parse_query("("), NOTHING_OUTSIDE) == []


def test_a_note_counts_where_the_index_would_count_it() -> None:
    pattern = parse_query("丙").wanted[0].pattern
    outside = Outside({(pattern, Field.TEXT): np.array([2]), (pattern, Field.TAG): np.array([3])})
    assert found(scanned_matches(ARTICLES, "丙", outside)) == {2}
    assert found(scanned_matches(ARTICLES, "tag:丙", outside)) == {3}
    assert found(scanned_matches(ARTICLES, "note:丙", outside)) == set()
    assert found(scanned_matches(ARTICLES, "甲 -丙", outside)) == {1, 3, 4}
