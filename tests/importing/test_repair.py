"""Rules yield edits that are exact, disjoint and, once applied, leave nothing to do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.importing.invisible import visible
from reader.importing.repair import RULES, combined, repairs
from reader.model import Block, BlockKind, Edit, Source, Span

DAMAGED = st.text(
    alphabet=st.one_of(
        st.sampled_from("\u200b\u200c\ufeff\u00ad\x00\x07\x1b\x7f\u2060 \t\n\u3000"),
        st.sampled_from("汉字，。a1\U00020000\U0001f600\u200d"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


def applied(text: str) -> str:
    if not text:
        return text
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(text)),))
    return assemble(Source(text), [block], repairs(Source(text))).text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("春\u200b天\u200c", "春天"),
        ("\ufeff春天", "春天"),
        ("春\u00ad天", "春天"),
        ("春\x07天\x7f", "春天"),
        ("春\t天\n", "春\t天\n"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("春\x97天", "春\x97天"),
    ],
)
def test_what_cannot_be_seen_is_dropped_and_nothing_else(text: str, clean: str) -> None:
    assert applied(text) == clean


def test_neighbours_are_one_edit_in_source_coordinates() -> None:
    edits = repairs(Source("春\u200b\ufeff\u200b天", start=100))
    assert edits == (Edit("invisible", Span(101, 104), "\u200b\ufeff\u200b", ""),)


def test_each_rule_is_named_by_the_edits_it_yields() -> None:
    for name, rule in RULES.items():
        assert {edit.rule for edit in rule(Source("a\u200bb"))} <= {name}


def test_the_wider_of_overlapping_edits_stands() -> None:
    wide = Edit("join-lines", Span(2, 6), "\n\u200b\n\n", "")
    narrow = Edit("invisible", Span(3, 4), "\u200b", "")
    beside = Edit("invisible", Span(6, 7), "\u200b", "")
    assert list(combined([beside, narrow, wide])) == [wide, beside]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  春天 \n", Span(12, 14)),
        ("\u200b\u3000春\u200b天\ufeff", Span(12, 15)),
        (" \n\u200b", None),
        ("", None),
    ],
)
def test_visible_leaves_margins_out(text: str, expected: Span | None) -> None:
    assert visible(Source(text, 10), Span(10, 10 + len(text))) == expected


@settings(deadline=None)  # the first damaged text waits for the tables
@given(DAMAGED)
def test_edits_are_sorted_disjoint_and_say_what_stood_there(text: str) -> None:
    edits = repairs(Source(text))
    assert all(edit.before == text[edit.source.start : edit.source.end] for edit in edits)
    assert all(left.source.end <= right.source.start for left, right in pairwise(edits))


@settings(deadline=None)  # the first damaged text waits for the tables
@given(DAMAGED)
def test_repair_is_idempotent(text: str) -> None:
    assert applied(applied(text)) == applied(text)


@settings(deadline=None)  # the first damaged text waits for the tables
@given(DAMAGED)
def test_repair_drops_only_what_its_edits_say(text: str) -> None:
    dropped = sum(len(edit.before) - len(edit.after) for edit in repairs(Source(text)))
    assert len(text) - len(applied(text)) == dropped
