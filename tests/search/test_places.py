"""What of a text a query marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.script.folding import fold
from reader.search.pattern import SearchedText
from reader.search.places import hit_places, hit_spans, holds_near, near_places
from reader.search.query import Near, parse_query

TEXT = st.text("甲乙丙a \n𠀀", max_size=30)
WORD = st.sampled_from(["甲", "乙", "甲乙", "乙甲", "甲甲", "a?", "丙?甲", '"甲 乙"', '" "', "𠀀"])


def marked(query: str, text: str) -> str:
    for span in reversed(hit_spans(query, text)):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("query", "text", "shown"),
    [
        ("后", "皇後与皇后", "皇[後]与皇[后]"),
        ("哈哈", "哈哈哈哈哈", "[哈哈][哈哈]哈"),
        ("甲乙 乙丙", "甲乙丙甲乙", "[甲乙丙][甲乙]"),
        ("经济", "经\n济，经 濟，经，济", "[经\n济]，[经 濟]，经，济"),
        ('"a b"', "Ａ\u3000Ｂ a  b", "[Ａ\u3000Ｂ] a  b"),
        ("国", "𠀀𠀀國", "𠀀𠀀[國]"),
        (".", "甲.乙", "甲[.]乙"),
        ("，", "甲，乙,丙。", "甲[，]乙[,]丙。"),
        ("丙", "甲乙", "甲乙"),
        ("", "甲乙", "甲乙"),
        ("-甲 乙", "甲乙", "甲[乙]"),
        ("-(甲 -乙)", "甲乙", "甲乙"),
        ("甲 OR 乙", "甲丙乙", "[甲]丙[乙]"),
        ("title:甲 note:甲 乙", "甲乙", "甲[乙]"),
        ("date:2020 is:unread script:mixed", "2020", "2020"),
        ("=后", "皇後与皇后", "皇後与皇[后]"),
        ("甲 NEAR/1 乙", "甲乙。。。甲。。乙甲", "[甲][乙]。。。甲。。[乙][甲]"),
        ("甲 NEAR/1 乙 丙", "甲丙。。乙丙", "甲[丙]。。乙[丙]"),
        ("(甲 OR 丙) NEAR/1 乙", "丙乙。。。甲。乙。。。丙", "[丙][乙]。。。[甲]。[乙]。。。丙"),
        ('"甲 乙" NEAR/2 丙', "甲 乙。丙。。。甲乙丙", "[甲 乙]。[丙]。。。甲乙丙"),
        ("=後 NEAR/1 来", "后来後来", "后[来][後][来]"),
    ],
)
def test_marked(query: str, text: str, shown: str) -> None:
    assert marked(query, text) == shown


@given(TEXT, st.lists(WORD, max_size=4))
def test_marks_are_in_order_apart_and_cover_what_each_word_covers(
    text: str, words: list[str]
) -> None:
    spans = hit_spans(" ".join(words), text)
    for span, following in pairwise(spans):
        assert span.start < span.end <= following.start
    each = {
        place
        for word in words
        for span in hit_spans(word, text)
        for place in range(span.start, span.end)
    }
    assert {place for span in spans for place in range(span.start, span.end)} == each


@pytest.mark.parametrize("filler", [0, 30_000])
@given(text=TEXT, left=WORD, right=WORD, distance=st.integers(0, 40))
def test_the_quick_look_says_the_same(
    filler: int, text: str, left: str, right: str, distance: int
) -> None:
    """Also of a text so long that the expression is not tried."""
    node = parse_query(f"{left} NEAR/{distance} ({right} OR {left}甲)").tree
    if isinstance(node, Near):
        folded = fold(text + "。" * filler)
        assert holds_near(node, folded) == (len(near_places(node, SearchedText(folded))) > 0)


@pytest.mark.parametrize(
    ("query", "text", "near"),
    [
        ("甲甲 NEAR/0 乙", "甲甲甲乙", False),
        ("甲甲 NEAR/0 乙", "甲甲甲甲乙", True),
        ("甲?甲 NEAR/0 乙", "甲。甲。甲乙", False),
        ('"甲 乙" NEAR/0 丙', "甲乙丙", False),
        ("(甲乙 OR 乙丙) NEAR/0 丙丁", "甲乙丙丁", True),
        ("(甲乙 OR 乙丙) NEAR/0 丁", "甲乙丙。丁", False),
    ],
)
def test_places_of_a_word_overlap_none_of_its_own(query: str, text: str, near: bool) -> None:
    node = parse_query(query).tree
    assert isinstance(node, Near)
    assert holds_near(node, fold(text)) == near
    assert (len(hit_spans(query, text)) > 0) == near


def test_nothing_is_marked_of_no_query() -> None:
    assert len(hit_places(None, SearchedText("甲"))) == 0
