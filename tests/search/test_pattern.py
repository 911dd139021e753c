"""Where a pattern stands in a text, against looking at every place by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Span
from reader.script.folding import fold
from reader.search.pattern import Pattern, Places, SearchedText, near, pieces, united
from reader.search.places import as_spans

TEXT = st.text("甲乙后後aＡ \n\u3000\t\xa0𠀀\U0010fffd\ud800\x00", max_size=24)
SOLID = st.text("甲乙后後aＡ𠀀\U0010fffd\ud800\x00", min_size=1, max_size=3)


def found(pattern: Pattern, text: str) -> list[str]:
    """The stretches of a text that a pattern finds."""
    searched = SearchedText(text)
    spans = as_spans(searched.places(pattern))
    assert searched.holds(pattern) == (len(spans) > 0)
    return [text[span.start : span.end] for span in spans]


def plain(typed: str) -> Pattern:
    return Pattern(tuple(map(fold, typed.split("?"))))


def phrase(typed: str) -> Pattern:
    return Pattern((fold(typed),), spaces=True)


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\u3000", "\xa0", "\u2003", " \n\u3000\u3000"])
def test_white_space_hides_nothing_and_belongs_to_the_place(space: str) -> None:
    text = f"{space}国{space}家。"
    assert found(plain("國家"), text) == [f"国{space}家"]
    assert found(plain("国?。"), text) == [f"国{space}家。"]
    assert found(Pattern(("国家",), very=True), text) == [f"国{space}家"]
    assert found(phrase("国家"), text) == []


@pytest.mark.parametrize(
    ("pattern", "text", "places"),
    [
        (phrase("國 家"), "国 家 国\u3000家 国\n家 国  家", ["国 家", "国\u3000家"]),
        (phrase(" "), "甲 乙\u3000\n丙", [" ", "\u3000"]),
        (phrase("\n"), "甲\n乙 丙", ["\n"]),
        (plain("哈哈"), "哈哈哈\n哈哈", ["哈哈", "哈\n哈"]),
        (plain("习?平"), "习近平、習 近 平、习平、习近近平", ["习近平", "習 近 平"]),
        (plain("?平"), "平平平平。平", ["平平", "平平", "。平"]),
        (plain("平?"), "平", []),
        (plain("平??"), "平𠀀\n甲", ["平𠀀\n甲"]),
        (plain("."), "甲。乙.", ["."]),
        (Pattern(("後",), very=True), "皇后以後", ["後"]),
        (Pattern(("Ａ", "后"), very=True), "Ａ1后A1后Ａ后后", ["Ａ1后", "Ａ后后"]),
        (Pattern(("後 a",), spaces=True, very=True), "後 a後\u3000a后 a", ["後 a"]),
        (plain("甲"), "", []),
    ],
)
def test_places(pattern: Pattern, text: str, places: list[str]) -> None:
    assert found(pattern, text) == places


@given(TEXT, SOLID)
def test_a_plain_pattern_is_found_as_by_hand(text: str, typed: str) -> None:
    kept = [(place, fold(one)) for place, one in enumerate(text) if not one.isspace()]
    wanted = list(fold(typed))
    spans, at = [], 0
    while at + len(wanted) <= len(kept):
        stretch = kept[at : at + len(wanted)]
        if [character for _, character in stretch] == wanted:
            spans.append(Span(stretch[0][0], stretch[-1][0] + 1))
            at += len(wanted)
        else:
            at += 1
    assert list(as_spans(SearchedText(text).places(plain(typed)))) == spans


@given(TEXT, SOLID)
def test_very_characters_are_found_where_their_folded_ones_are(text: str, typed: str) -> None:
    very = Pattern((typed,), very=True)
    searched = SearchedText(text)
    exact = ["".join(place.split()) for place in found(very, text)]
    assert exact == [typed] * len(exact)
    assert len(exact) == "".join(text.split()).count(typed)
    assert not exact or searched.holds(very.folded)


def test_a_length_counts_the_characters_between_the_parts() -> None:
    assert len(plain("习?平")) == 3
    assert len(plain("??")) == 2
    assert list(pieces("习??平")) == ["习", "", "平"]


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))).map(
    lambda pairs: [Span(start, start + length) for start, length in sorted(pairs)]
)


def places_of(spans: list[Span]) -> Places:
    """The places of a text of one character, repeated, that stand at some spans."""
    text = SearchedText("甲" * 30)
    every = text.places(plain("甲"))
    return Places(
        every.starts[[span.start for span in spans]], every.ends[[span.end - 1 for span in spans]]
    )


@given(st.lists(SPANS, max_size=3))
def test_united_covers_the_same_and_overlaps_nowhere(sides: list[list[Span]]) -> None:
    apart = [
        [span for at, span in enumerate(side) if not covered(side[:at], span)] for side in sides
    ]
    spans = as_spans(united([places_of(side) for side in apart]))
    ends = [0, *spans.ends]
    assert all(end <= span.start for end, span in zip(ends[:-1], spans, strict=True))
    assert inside(list(spans)) == inside([span for side in apart for span in side])


def covered(spans: list[Span], by: Span) -> bool:
    return any(span.overlaps(by) for span in spans)


def inside(spans: list[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


@pytest.mark.parametrize(
    ("left", "right", "distance", "text", "marked"),
    [
        ("甲", "乙", 0, "甲乙", ["甲", "乙"]),
        ("甲", "乙", 0, "乙 \n甲", ["乙", "甲"]),
        ("甲", "乙", 1, "甲--乙", []),
        ("甲", "乙", 2, "甲--乙", ["甲", "乙"]),
        ("甲", "乙", 2, "甲- \u3000-\n乙", ["甲", "乙"]),
        ("甲", "乙", 2, "甲甲-乙---乙", ["甲", "甲", "乙"]),
        ("甲", "甲", 3, "甲----甲--甲", ["甲", "甲"]),
        ("甲", "甲", 3, "甲", []),
        ("甲乙", "乙丙", 9, "甲乙丙", []),
        ("甲乙", "乙丙", 9, "甲乙乙丙", ["甲乙", "乙丙"]),
        ("甲", "乙", 5, "甲𠀀𠀀𠀀𠀀𠀀乙", ["甲", "乙"]),
        ("甲", "丙", 5, "甲乙", []),
    ],
)
def test_near(left: str, right: str, distance: int, text: str, marked: list[str]) -> None:
    searched = SearchedText(text)
    sides = searched.places(plain(left)), searched.places(plain(right))
    spans = as_spans(near(searched, *sides, distance))
    assert [text[span.start : span.end] for span in spans] == marked


@given(TEXT, SOLID, SOLID, st.integers(0, 6))
def test_near_is_what_every_pair_says(text: str, one: str, other: str, distance: int) -> None:
    searched = SearchedText(text)
    sides = [list(as_spans(searched.places(plain(word)))) for word in (one, other)]

    def is_near(span: Span, others: list[Span]) -> bool:
        between = [
            text[span.end : other.start]
            if span.end <= other.start
            else text[other.end : span.start]
            for other in others
            if not span.overlaps(other)
        ]
        return any(len("".join(gap.split())) <= distance for gap in between)

    by_hand = [span for span in sides[0] if is_near(span, sides[1])]
    by_hand += [span for span in sides[1] if is_near(span, sides[0])]
    left, right = searched.places(plain(one)), searched.places(plain(other))
    spans = as_spans(near(searched, left, right, distance))
    assert inside(list(spans)) == inside(by_hand)
