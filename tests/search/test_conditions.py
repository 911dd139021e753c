"""Conditions are read out of a query, put into it and taken out, and the rest stays as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Span
from reader.script.folding import fold
from reader.search.conditions import (
    conditions_of,
    with_condition,
    with_state,
    without_conditions,
)
from reader.search.query import Contains, Field, Not, State, StateIs, parse_query
from tests.search.test_query import TYPED, draw


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("经济", []),
        ("经济 date:2020..2021", [("date", "2020..2021")]),
        ("paper：北方 经济 is:unread", [("paper", "北方"), ("is", "unread")]),
        ('TAG:"要 点" script:mixed', [("tag", "要 点"), ("script", "mixed")]),
        ("tag:=法 tag:“法 律”", [("tag", "法"), ("tag", "法 律")]),
        ("-is:unread (paper:北方 OR 经济)", []),
        ("paper:(北方 OR 南方)", [("paper", "北方 OR 南方")]),
        ("date:2020 OR 经济", []),
        ("paper:(北方) OR 经济", []),
        ("date:never", []),
    ],
)
def test_a_condition_is_what_must_hold(query: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.value) for one in conditions_of(query)] == expected


@pytest.mark.parametrize(
    ("query", "name", "value", "changed"),
    [
        ("", "paper", "人民日报", "paper:人民日报"),
        ("甲", "paper", "人民日报", "甲 paper:人民日报"),
        ("甲 OR 乙", "date", "2020..", "甲 OR 乙 date:2020.."),
        ("甲 paper:光明 乙", "paper", "人民日报", "甲 乙 paper:人民日报"),
        ("甲 Paper：光明 paper:青年", "paper", "人民日报", "甲 paper:人民日报"),
        ("甲 paper:光明 乙", "paper", "", "甲 乙"),
        ("paper:(光明 OR 青年)", "paper", "", ""),
        ("甲 -paper:光明", "paper", "人民日报", "甲 -paper:光明 paper:人民日报"),
        ("“甲  乙” tag:丙", "tag", "", "“甲  乙”"),
        ("甲", "tag", "三 农", '甲 tag:"三 农"'),
        ("甲", "tag", "三\u3000农", '甲 tag:"三\u3000农"'),
        ("甲", "tag", "(法)", '甲 tag:"(法)"'),
        ("甲", "tag", "法?", '甲 tag:"法?"'),
        ("甲", "tag", "=法", '甲 tag:"=法"'),
        ("甲", "tag", "“法”", '甲 tag:"“法”"'),
        ("甲", "tag", '"法" 律', '甲 tag:“"法" 律”'),
        ('"甲 乙', "tag", "法", 'tag:法 "甲 乙'),
        ("甲 OR", "tag", "法", "tag:法 甲 OR"),
        ("甲 NOT", "tag", "法", "tag:法 甲 NOT"),
        ("-(甲", "tag", "法", "tag:法 -(甲"),
        ("OR 甲 OR", "tag", "法", "tag:法 AND OR 甲 OR"),
        ("date:2020 OR 甲", "date", "2021", "date:2020 OR 甲 date:2021"),
        ("paper:光明 paper:光明", "paper", "", ""),
        ("甲 -paper:光明", "paper", "光明", "甲 paper:光明"),
    ],
)
def test_a_chip_writes_its_condition(query: str, name: str, value: str, changed: str) -> None:
    assert with_condition(query, name, value) == changed


@pytest.mark.parametrize(
    ("query", "changed"),
    [
        ("", "is:annotated"),
        ("甲", "甲 is:annotated"),
        ("is:unread", "is:unread is:annotated"),
        ("is:annotated 甲", "甲 is:annotated"),
        ("甲 -is:annotated", "甲 is:annotated"),
        ("NOT is:ANNOTATED", "is:annotated"),
        ("-is:annotated -is:unread", "-is:unread is:annotated"),
        ('"甲 乙', 'is:annotated "甲 乙'),
    ],
)
def test_a_state_is_written_beside_others_and_contradicts_nothing(query: str, changed: str) -> None:
    assert with_state(query, "annotated") == changed


def test_only_what_was_named_is_taken_out() -> None:
    query = "is:annotated 经济 IS:Unread"
    assert without_conditions(query, "is", "unread") == "is:annotated 经济"
    assert without_conditions(query, "is") == "经济"
    assert without_conditions(query, "tag") == query


@given(TYPED, st.text('甲 a\u3000?="“()-:\ud800𠀀', min_size=1, max_size=5))
def test_a_condition_holds_beside_whatever_is_typed(query: str, value: str) -> None:
    changed = parse_query(with_condition(query, "paper", value))
    written = [
        one
        for one in changed.conditions
        if isinstance(one, Contains)
        and (one.field, one.pattern.parts) == (Field.PAPER, (fold(value),))
    ]
    assert written
    if not parse_query(query).problems:
        cleared = with_condition(changed.typed, "paper", "")
        without = with_condition(query, "paper", "")
        assert draw(parse_query(cleared).tree) == draw(parse_query(without).tree)


@given(TYPED)
def test_a_state_holds_beside_whatever_is_typed(query: str) -> None:
    conditions = parse_query(with_state(query, "unread")).conditions
    wanted = StateIs(State.UNREAD, Span(0, 0))
    assert wanted in conditions
    assert Not(wanted, Span(0, 0)) not in conditions


@given(TYPED)
def test_nothing_of_a_name_is_left_once_it_is_taken_out(query: str) -> None:
    for name in ("paper", "date", "is"):
        left = without_conditions(f"{query} is:unread", name)
        assert name not in [one.name for one in conditions_of(left)]
