"""The query language, and where a query's words stand in a text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Span
from reader.search.folding import fold
from reader.search.query import find_spans, hit_spans, parse_query


@pytest.mark.parametrize(
    ("query", "needles"),
    [
        ("", []),
        (" \n\u3000", []),
        ("经济", ["经济"]),
        ("經濟", ["经济"]),
        ("经济 改革", ["经济", "改革"]),
        ("经济\u3000改革\n开放", ["经济", "改革", "开放"]),
        ("经济 經濟", ["经济"]),
        ('"中国 改革"', ["中国 改革"]),
        ('"中国 改革" 开放', ["中国 改革", "开放"]),
        ('"中国 改', ["中国 改"]),
        ('"', []),
        ('""', []),
        ('" "', [" "]),
        ('5"屏', ['5"屏']),
        ('"甲""乙"', ["甲", "乙"]),
        ("“甲 乙”", ["甲 乙"]),
        ("-房 (a*", ["-房", "(a*"]),
    ],
)
def test_reading(query: str, needles: list[str]) -> None:
    assert list(parse_query(query).needles) == [fold(needle) for needle in needles]


@given(st.text(st.sampled_from('甲后後a" \u3000\n𠀀\ue000\\*(')))
def test_whatever_is_typed_is_read_and_tells_where_it_was_typed(query: str) -> None:
    for term in parse_query(query).terms:
        assert term.text
        assert fold(query[term.span.start : term.span.end]) == term.text


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("后", "皇後与皇后", ["皇[後]与皇[后]"]),
        ("哈哈", "哈哈哈哈哈", ["[哈哈][哈哈]哈"]),
        ("甲乙 乙丙", "甲乙丙甲乙", ["[甲乙丙][甲乙]"]),
        ('"a b"', "Ａ\u3000Ｂ a  b", ["[Ａ\u3000Ｂ] a  b"]),
        ("丙", "甲乙", ["甲乙"]),
        ("", "甲乙", ["甲乙"]),
        (".", "甲.乙", ["甲[.]乙"]),
        ("國", "𠀀𠀀国", ["𠀀𠀀[国]"]),
    ],
)
def test_hits(query: str, text: str, marked: list[str]) -> None:
    assert _marked(text, hit_spans(query, text)) == marked[0]


@given(st.text("甲乙丙", max_size=30), st.lists(st.text("甲乙丙", min_size=1, max_size=3)))
def test_spans_are_ordered_apart_and_cover_just_what_the_needles_cover(
    text: str, needles: list[str]
) -> None:
    spans = find_spans(text, needles)
    for span, following in pairwise(spans):
        assert span.start < span.end <= following.start
    covered = {
        place for needle in needles for hit in _hits(text, needle) for place in range(*hit.span())
    }
    assert {place for span in spans for place in range(span.start, span.end)} == covered


def _hits(text: str, needle: str) -> list[re.Match[str]]:
    return list(re.finditer(re.escape(needle), text))


def _marked(text: str, spans: tuple[Span, ...]) -> str:
    for span in reversed(spans):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text
