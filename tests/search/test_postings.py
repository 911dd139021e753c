"""Postings of character pairs, against counting by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.postings import (
    FIRST_MARK,
    MOST_COUNTED,
    SPACED,
    Marks,
    Postings,
    build_postings,
    merge_postings,
    select_texts,
)

TEXTS = st.lists(st.text("甲乙丙\n\x00𠀀\U0010fffd\ue000", max_size=12), max_size=8)


def build(texts: list[str]) -> Postings:
    code_points = np.array([ord(character) for character in "".join(texts)], dtype=np.uint32)
    return build_postings(code_points, np.array([len(text) for text in texts], dtype=np.int64))


def counted(postings: Postings, needle: str) -> dict[int, int]:
    """How often each text holds a needle of one or two characters, after the postings."""
    totals: Counter[int] = Counter()
    for part in postings.lists(list(map(ord, needle))) or []:
        for text, count in zip(postings.texts[part], postings.counts[part], strict=True):
            totals[int(text)] += int(count)
    return dict(totals)


def occurrences(text: str, needle: str) -> int:
    return sum(text.startswith(needle, start) for start in range(len(text)))


def assert_holds(postings: Postings, texts: list[str]) -> None:
    characters = sorted({*"".join(texts), "甲", "丁"})
    for needle in [*characters, *(a + b for a in characters for b in characters)]:
        by_hand = {n: occurrences(text, needle) for n, text in enumerate(texts) if needle in text}
        assert counted(postings, needle) == by_hand


@given(TEXTS)
def test_built(texts: list[str]) -> None:
    assert_holds(build(texts), texts)


@given(TEXTS)
def test_a_text_bears_its_marks_and_holds_none_of_them(texts: list[str]) -> None:
    points = np.array([ord(character) for character in "".join(texts)], dtype=np.uint32)
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    marks = Marks(points + np.uint32(FIRST_MARK), np.repeat(np.arange(len(texts)), lengths))
    postings = build_postings(points, lengths, marks)
    assert_holds(postings, texts)
    for character in {*"".join(texts), "丁"}:
        bearing = {n for n, text in enumerate(texts) if character in text}
        (part,) = postings.lists([ord(character) + FIRST_MARK]) or [slice(0, 0)]
        assert set(postings.texts[part].tolist()) == bearing


@given(st.lists(TEXTS.filter(bool), max_size=4))
@settings(max_examples=50)
def test_merged(parts: list[list[str]]) -> None:
    merged = merge_postings([build(part) for part in parts], [len(part) for part in parts])
    assert_holds(merged, [text for part in parts for text in part])


@given(TEXTS, st.data())
@settings(max_examples=50)
def test_selected(texts: list[str], data: st.DataObject) -> None:
    kept = [number for number in range(len(texts)) if data.draw(st.booleans())]
    selected = select_texts(build(texts), np.array(kept, dtype=np.int64), len(texts))
    assert_holds(selected, [texts[number] for number in kept])


def test_a_longer_needle_asks_for_all_its_pairs() -> None:
    postings = build(["甲乙丙", "甲乙", "乙丙"])
    lists = postings.lists(list(map(ord, "甲乙丙")))
    assert lists is not None
    assert sorted(postings.texts[part].tolist() for part in lists) == [[0, 1], [0, 2]]
    assert postings.lists([ord("甲"), ord("丙")]) is None
    assert postings.lists([ord("丁")]) is None


def test_more_characters_than_two_bytes_can_number() -> None:
    everything = "".join(map(chr, [*range(0x100, 0xD800), *range(0xE000, 0x20000)]))
    small = build(["甲乙"])
    large = build([everything, "甲乙"])
    assert large.keys.dtype == np.uint64
    merged = merge_postings([small, large], [1, 2])
    for postings, shift in ((large, 0), (merged, 1)):
        assert counted(postings, "甲乙") == dict.fromkeys([0, shift + 1] if shift else [1], 1)
        assert counted(postings, everything[-1]) == {shift: 1}
        assert counted(postings, everything[70_000:70_002]) == {shift: 1}


def test_more_texts_than_two_bytes_can_number() -> None:
    texts = ["甲"] * 70_000
    postings = build([*texts, "乙"])
    assert counted(postings, "乙") == {70_000: 1}
    merged = merge_postings([build(texts), build(["乙"])], [70_000, 1])
    assert counted(merged, "乙") == {70_000: 1}
    assert merged.texts.dtype == np.uint32


def test_counts_stop_where_a_byte_does() -> None:
    assert counted(build(["甲乙" * 1000]), "甲乙") == {0: MOST_COUNTED}
    assert counted(build(["甲乙" * MOST_COUNTED]), "甲乙") == {0: MOST_COUNTED}


def test_a_pair_that_white_space_parts_somewhere_says_so() -> None:
    code_points = np.array(list(map(ord, "甲乙甲乙丙甲乙")), dtype=np.uint32)
    spaced = np.array([False, True, True, False, False, False, False])
    postings = build_postings(code_points, np.array([5, 2]), spaced=spaced)
    assert counted(postings, "甲乙") == {0: 2 | SPACED, 1: 1}
    assert counted(postings, "乙甲") == {0: 1 | SPACED}
    assert counted(postings, "乙丙") == {0: 1}
