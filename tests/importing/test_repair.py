"""Rules yield edits that are exact, disjoint and, once applied, leave nothing to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.alignment import assembled_text
from reader.importing.invisible import visible
from reader.importing.repair import RULES, combined, repairs, stacked
from reader.model import Block, BlockKind, Edit, Source, Span

DAMAGED = st.text(
    alphabet=st.one_of(
        st.sampled_from("\u200b\u200c\ufeff\u00ad\x00\x07\x1b\x7f\u2060 \t\n\u3000"),
        st.sampled_from("汉字，。a1\U00020000\U0001f600\u200d"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)


# What each rule acts on, whole and in pieces, so that one rule's work ends where another's begins.
PIECES = (
    *("\u200b", "\u200b", " ", "\n", "\n", "。", "，", "：", "𠮷", "渔港", "爸爸妈妈", "12"),
    *("?。", "?/strong>", "燃?xì)獾?3個高", "?。ㄒ唬?/strong>因時因勢", "市\\(zhòng)"),
    *("区(qū)", "區(qū)", "(qū)", "(niàn)", "（xià）", "xì)"),
    *("春风化雨润民心", "云冈研究院", "AttentionAttention0404", "干 部 下 沉 去", "干　部"),
    *("□ 本报记者 刘 念", "（邢纪国 马 霞）", "编辑：王 芳", "刘 念", "本报记者 李 雷 摄"),
)
DAMAGED_TWICE = st.lists(
    st.sampled_from(PIECES).flatmap(
        lambda piece: st.sampled_from((piece, piece * 2, " ".join(piece), "\u200b".join(piece)))
    ),
    max_size=8,
).map("".join)


def applied(text: str) -> str:
    return with_edits(Source(text), repairs(Source(text)))


def with_edits(source: Source, edits: Sequence[Edit]) -> str:
    whole = Span(source.start, source.start + len(source.text))
    blocks = [Block(BlockKind.PARAGRAPH, (whole,))] if len(whole) else []
    return assembled_text(source, blocks, edits)


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


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("区\u200b(qū)", "区"),
        ("区(qū)(qū)", "区"),
        ("干 部 下(xià) 沉 去", "干部下沉去"),
        ("干\u200b 部 下 沉 去", "干部下沉去"),
        ("□ 刘 念(niàn)", "□ 刘念"),
        ("云 冈 研 究 院 云 冈 研 究 院", "云冈研究院"),
        ("燃?xì)獾?3個高燃?xì)獾?3個高", "燃氣等�3個高"),
    ],
)
def test_a_rule_sees_what_the_others_left(text: str, clean: str) -> None:
    assert applied(text) == clean


def test_an_edit_over_another_takes_it_in() -> None:
    source = Source("甲燃?xì)獾乙甲燃?xì)獾乙", start=10)
    lower = [
        Edit("shifted-bytes", Span(11, 17), "燃?xì)獾", "燃氣等"),
        Edit("shifted-bytes", Span(19, 25), "燃?xì)獾", "燃氣等"),
    ]
    text = Source("甲燃氣等乙甲燃氣等乙", start=10)
    (first, second) = stacked(
        source, lower, text, [Edit("doubled", Span(15, 20), text.text[5:], "")]
    )
    assert first == lower[0]
    assert second == Edit("doubled", Span(18, 26), "甲燃?xì)獾乙", "")


@st.composite
def replacements(draw: st.DrawFn, source: Source) -> list[Edit]:
    """Sorted, disjoint edits of a text that each change something."""
    places = draw(st.lists(st.integers(0, len(source.text)), max_size=10, unique=True).map(sorted))
    edits = [
        Edit("rule", Span(start + source.start, end + source.start), source.text[start:end], after)
        for start, end in zip(places[::2], places[1::2], strict=False)
        for after in (draw(st.text("戊己 \U00020000", max_size=3)),)
    ]
    return [edit for edit in edits if edit.before != edit.after]


@given(st.text("甲乙丙丁\n𠮷", max_size=20), st.integers(0, 5), st.data())
def test_stacked_edits_do_what_both_layers_do(text: str, start: int, data: st.DataObject) -> None:
    source = Source(text, start)
    lower = data.draw(replacements(source))
    between = Source(with_edits(source, lower), start)
    upper = data.draw(replacements(between))
    edits = list(stacked(source, lower, between, upper))
    assert with_edits(source, edits) == with_edits(between, upper)
    assert all(edit.before == source.slice(edit.source) for edit in edits)
    assert all(left.source.end <= right.source.start for left, right in pairwise(edits))


@settings(deadline=None)  # the first damaged text waits for the tables
@given(st.one_of(DAMAGED, DAMAGED_TWICE))
def test_edits_are_sorted_disjoint_and_say_what_stood_there(text: str) -> None:
    edits = repairs(Source(text))
    assert all(edit.before == text[edit.source.start : edit.source.end] for edit in edits)
    assert all(left.source.end <= right.source.start for left, right in pairwise(edits))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(DAMAGED, DAMAGED_TWICE))
def test_repair_is_idempotent(text: str) -> None:
    assert applied(applied(text)) == applied(text)


def test_every_rule_acts_on_the_pieces_of_damage() -> None:
    text = "\n".join(piece * 2 for piece in PIECES) + "\n".join(PIECES)
    assert {edit.rule for edit in repairs(Source(text))} == set(RULES)


@settings(deadline=None)  # the first damaged text waits for the tables
@given(DAMAGED)
def test_repair_drops_only_what_its_edits_say(text: str) -> None:
    dropped = sum(len(edit.before) - len(edit.after) for edit in repairs(Source(text)))
    assert len(text) - len(applied(text)) == dropped
