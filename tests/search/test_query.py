"""The query language: whatever is typed is read, and what is wrong is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.model import QueryFault, Script, Span
from reader.script.folding import fold
from reader.search.query import (
    And,
    Contains,
    DateIn,
    Field,
    Near,
    Node,
    Not,
    Or,
    ParsedQuery,
    ScriptIs,
    State,
    StateIs,
    date_number,
    nodes,
    parse_query,
)

# What the language is made of, and what it must not take for its own.
TYPED = st.lists(
    st.sampled_from(
        [
            *'甲乙丙后後a?=-"“”()（）：:  \u3000\n\t\\*..2𠀀𪟝\ue000\ud800\x00',
            *("OR", "AND", "NOT", "NEAR", "NEAR/", "NEAR/3", "NEAR/x"),
            *("title:", "paper:", "tag:", "date:", "is:", "script:", "2020..2021", "unread"),
        ]
    ),
    max_size=14,
).map("".join)


def draw(node: Node | None) -> str:
    """A tree on one line; ``·`` is any character, quotation marks say that white space counts."""
    match node:
        case None:
            return ""
        case Contains(pattern, _, field):
            text = "·".join(pattern.parts)
            text = f"“{text}”" if pattern.spaces else text
            return (f"{field}:" if field is not Field.TEXT else "") + "=" * pattern.very + text
        case Near(left, right, distance):
            sides = ("|".join(map(draw, side)) for side in (left, right))
            return f"<{f' {distance} '.join(sides)}>"
        case And(children):
            return f"[{' & '.join(map(draw, children))}]"
        case Or(children):
            return f"[{' | '.join(map(draw, children))}]"
        case Not(child):
            return f"!{draw(child)}"
        case DateIn(first, last):
            return f"{first}-{last}"
        case ScriptIs(script):
            return str(script)
        case StateIs(state):
            return str(state)


def assert_drawn(parsed: ParsedQuery, drawn: str) -> None:
    assert fold(draw(parsed.tree)) == fold(drawn)


def assert_typed_as(node: Node, query: str) -> None:
    tree = parse_query(query).tree
    assert tree == node
    assert tree.span == node.span


def faults(parsed: ParsedQuery) -> list[tuple[QueryFault, str]]:
    spans = [(problem.fault, problem.span) for problem in parsed.problems]
    return [(fault, parsed.typed[span.start : span.end]) for fault, span in spans]


@pytest.mark.parametrize(
    ("query", "drawn"),
    [
        ("", ""),
        (" \n\u3000", ""),
        ("经济", "经济"),
        ("經濟", "经济"),
        ("经济 改革", "[经济 & 改革]"),
        ("经济\u3000改革\n开放", "[经济 & 改革 & 开放]"),
        ("经济 AND 改革", "[经济 & 改革]"),
        ("经济 經濟", "经济"),
        ("经济 OR 金融", "[经济 | 金融]"),
        ("经济 or 金融", "[经济 & or & 金融]"),
        ("-房地产", "!房地产"),
        ("NOT 房地产", "!房地产"),
        ("经济 -房地产", "[经济 & !房地产]"),
        ("-(甲 乙)", "![甲 & 乙]"),
        ("NOT(甲 乙)", "![甲 & 乙]"),
        ("--甲", "甲"),
        ("NOT -甲", "甲"),
        ("---(甲 OR 乙)", "![甲 | 乙]"),
        ("(甲)", "甲"),
        ("((甲 乙)) 丙", "[[甲 & 乙] & 丙]"),
        ("(甲)(乙)丙", "[甲 & 乙 & 丙]"),
        ("甲 OR(乙 丙)", "[甲 | [乙 & 丙]]"),
        ('"中国 改革"', "“中国 改革”"),
        ("“中国 改革”", "“中国 改革”"),
        ('"中国 改革"开放', "[“中国 改革” & 开放]"),
        ('"甲""乙"', "[“甲” & “乙”]"),
        ('甲 "甲"', "[甲 & “甲”]"),
        ('" "', "“ ”"),
        ("经济 NEAR/20 改革", "<经济 20 改革>"),
        ("经济 NEAR 改革", "<经济 10 改革>"),
        ("经济 NEAR/ 改革", "<经济 10 改革>"),
        ("经济 NEAR/0 改革", "<经济 0 改革>"),
        ("甲 NEAR/99999 乙", "<甲 10000 乙>"),
        ("甲 NEAR/2 乙 NEAR/3 丙", "[<甲 2 乙> & <乙 3 丙>]"),
        ('"甲 乙" NEAR 丙?丁', "<“甲 乙” 10 丙·丁>"),
        ("(甲 OR 乙) NEAR/5 (丙 OR (丁 OR 戊))", "<甲|乙 5 丙|丁|戊>"),
        ("习?平", "习·平"),
        ("??平?", "··平·"),
        ("title:后", "title:后"),
        ("TITLE:后", "title:后"),
        ("title：后", "title:后"),
        ("author:王 paper:日报 note:读 tag:法", "[author:王 & paper:日报 & note:读 & tag:法]"),
        ('title:"甲 乙"', "title:“甲 乙”"),
        ("title:(甲 -乙 OR tag:丙) 丁", "[[title:甲 & [!title:乙 | tag:丙]] & 丁]"),
        ("-title:后", "!title:后"),
        ("is:annotated -is:unread", "[annotated & !unread]"),
        ("is:Unread", "unread"),
        ("script:traditional OR script:neither", "[traditional | neither]"),
        ("date:2020..2023", "20200000-20231231"),
        ("date:(2020 OR 2022)", "[20200000-20201231 | 20220000-20221231]"),
    ],
)
def test_reading(query: str, drawn: str) -> None:
    parsed = parse_query(query)
    assert_drawn(parsed, drawn)
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("query", "drawn"),
    [
        ("-甲 OR 乙", "[!甲 | 乙]"),
        ("甲 OR 乙 丙", "[[甲 | 乙] & 丙]"),
        ("甲 乙 OR 丙", "[甲 & [乙 | 丙]]"),
        ("甲 NEAR 乙 OR 丙", "[<甲 10 乙> | 丙]"),
        ("甲 OR 乙 NEAR 丙", "[甲 | <乙 10 丙>]"),
        ("甲 AND 乙 OR 丙", "[甲 & [乙 | 丙]]"),
    ],
)
def test_minus_goes_before_near_before_or_before_both(query: str, drawn: str) -> None:
    assert_drawn(parse_query(query), drawn)


@pytest.mark.parametrize(
    "query",
    [
        "（一）深化改革",
        "http://a.b/c",
        "3:00",
        "会议(全体)",
        "会议(全体(扩大))",
        "A-B",
        "=",
        "?",
        "??",
        "习？平",
        "甲)",
        "OR)",
        '5"屏',
        "b:c",
        "作者：王",
        "－甲",
        "＝甲",
        "甲=乙",
        "NEARBY",
        "ORDER",
    ],
)
def test_what_is_pasted_is_looked_for_as_it_stands(query: str) -> None:
    parsed = parse_query(query)
    assert [term.pattern.parts for term in parsed.wanted] == [(fold(query),)]
    assert parsed.problems == ()


def test_a_question_mark_of_an_address_is_any_character() -> None:
    (term,) = parse_query("http://a.b/c?d").wanted
    assert term.pattern.parts == (fold("http://a.b/c"), fold("d"))


@pytest.mark.parametrize(
    ("query", "parts", "field", "spaces"),
    [
        ("=後", ("後",), Field.TEXT, False),
        ("=Ａ?后", ("Ａ", "后"), Field.TEXT, False),
        ('="後 来"', ("後 来",), Field.TEXT, True),
        ("title:=後", ("後",), Field.TITLE, False),
        ("=-後", ("-後",), Field.TEXT, False),
    ],
)
def test_very_characters_are_not_folded(
    query: str, parts: tuple[str, ...], field: Field, spaces: bool
) -> None:
    (term,) = parse_query(query).wanted
    assert (term.pattern.parts, term.field, term.pattern.spaces) == (parts, field, spaces)
    assert term.pattern.very


OPERAND, EMPTY, MINUS = QueryFault.OPERAND, QueryFault.EMPTY, QueryFault.MINUS
NEAR_OPERAND, DISTANCE = QueryFault.NEAR_OPERAND, QueryFault.DISTANCE


@pytest.mark.parametrize(
    ("query", "drawn", "told"),
    [
        ("-", "", [(OPERAND, "-")]),
        ("甲 -", "甲", [(OPERAND, "-")]),
        ("甲 - 乙", "[甲 & !乙]", [(MINUS, "-")]),
        ("- (甲 乙)", "![甲 & 乙]", [(MINUS, "-")]),
        ("- -甲", "甲", [(MINUS, "- -")]),
        ("-NOT 甲", "甲", []),
        ("甲 - OR 乙", "[甲 & 乙]", [(OPERAND, "-")]),
        ("甲 - date:x", "甲", [(QueryFault.DATE, "date:x")]),
        ("甲 ---", "甲", [(OPERAND, "---")]),
        ("NOT", "", [(OPERAND, "NOT")]),
        ("甲 OR", "甲", [(OPERAND, "OR")]),
        ("AND", "", [(OPERAND, "AND")]),
        ("AND 甲", "甲", [(OPERAND, "AND")]),
        ("甲 AND", "甲", [(OPERAND, "AND")]),
        ("甲 AND 乙", "[甲 & 乙]", []),
        ("OR 甲", "甲", [(OPERAND, "OR")]),
        ("甲 OR OR 乙", "[甲 | 乙]", [(OPERAND, "OR")]),
        ("(甲 OR) 乙", "[甲 & 乙]", [(OPERAND, "OR")]),
        ("甲 OR -", "甲", [(OPERAND, "-")]),
        ("()", "", [(EMPTY, "(")]),
        ("甲 -()", "甲", [(EMPTY, "(")]),
        ('"" 甲', "甲", [(EMPTY, '""')]),
        ("title: 甲", "甲", [(EMPTY, "title:")]),
        ("甲 OR title:", "甲", [(EMPTY, "title:")]),
        ('甲 "乙 丙', "[甲 & “乙 丙”]", [(QueryFault.UNCLOSED_QUOTE, '"乙 丙')]),
        ("“乙 丙", "“乙 丙”", [(QueryFault.UNCLOSED_QUOTE, "“乙 丙")]),
        ('"', "", [(QueryFault.UNCLOSED_QUOTE, '"')]),
        ("甲 (乙 丙", "[甲 & [乙 & 丙]]", [(QueryFault.UNCLOSED_GROUP, "(")]),
        ("tag:(甲", "tag:甲", [(QueryFault.UNCLOSED_GROUP, "tag:(")]),
        ("甲 NEAR/x 乙", "<甲 10 乙>", [(DISTANCE, "NEAR/x")]),
        ("甲 NEAR/-3 乙", "<甲 10 乙>", [(DISTANCE, "NEAR/-3")]),
        ("甲 NEAR/٣ 乙", "<甲 10 乙>", [(DISTANCE, "NEAR/٣")]),
        ("甲 NEAR/" + "9" * 20 + " 乙", "<甲 10 乙>", [(DISTANCE, "NEAR/" + "9" * 20)]),
        ("NEAR 甲", "甲", [(OPERAND, "NEAR")]),
        ("甲 NEAR", "甲", [(NEAR_OPERAND, "NEAR")]),
        ("甲 NEAR -乙", "[甲 & !乙]", [(NEAR_OPERAND, "NEAR")]),
        ("甲 NEAR title:乙", "[甲 & title:乙]", [(NEAR_OPERAND, "NEAR")]),
        ("甲 NEAR (乙 丙)", "[甲 & [乙 & 丙]]", [(NEAR_OPERAND, "NEAR")]),
        ("甲 NEAR date:x", "甲", [(QueryFault.DATE, "date:x")]),
        ("甲 NEAR -乙 NEAR 丙", "[甲 & !乙 & 丙]", [(NEAR_OPERAND, "NEAR")] * 2),
        ("甲 NEAR/3 -乙 OR 丙", "[[甲 & !乙] | 丙]", [(NEAR_OPERAND, "NEAR/3")]),
        ("甲 date:2020-13", "甲", [(QueryFault.DATE, "date:2020-13")]),
        ("is:new 甲", "甲", [(QueryFault.STATE, "is:new")]),
        ("甲 -script:latin", "甲", [(QueryFault.SCRIPT, "script:latin")]),
        (
            "OR (甲 is:x -",
            "甲",
            [
                (OPERAND, "OR"),
                (QueryFault.UNCLOSED_GROUP, "("),
                (QueryFault.STATE, "is:x"),
                (OPERAND, "-"),
            ],
        ),
    ],
)
def test_a_fault_is_told_once_and_the_rest_is_searched_for(
    query: str, drawn: str, told: list[tuple[QueryFault, str]]
) -> None:
    parsed = parse_query(query)
    assert_drawn(parsed, drawn)
    assert faults(parsed) == told


@given(TYPED)
def test_whatever_is_typed_is_read(query: str) -> None:
    parsed = parse_query(query)
    within = range(len(query) + 1)
    for span in (one.span for one in (*parsed.problems, *nodes(parsed.tree))):
        assert span.start in within
        assert span.end in within
        assert len(span) > 0
    assert list(parsed.problems) == sorted(parsed.problems, key=lambda problem: problem.span)
    if query.strip() and parsed.tree is None:
        assert parsed.problems or not query.replace("AND", "").strip()


@given(TYPED)
def test_what_is_within_was_typed_within(query: str) -> None:
    for node in nodes(parse_query(query).tree):
        if isinstance(node, And | Or):
            for child in node.children:
                assert node.span.start <= child.span.start
                assert child.span.end <= node.span.end
            assert len(node.children) > 1
        elif isinstance(node, Not):
            assert node.span.end == node.child.span.end


def test_brackets_beyond_the_deepest_are_left_out_and_nothing_else() -> None:
    query = "(" * 50 + "甲" + ")" * 50 + " 乙"
    assert_drawn(parse_query(query), "[甲 & 乙]")
    query = "甲 " + "(" * 60 + "乙 (丙) 丁" + ")" * 60 + " 戊"
    parsed = parse_query(query)
    assert_drawn(parsed, "[甲 & 戊]")
    assert [(problem.fault, problem.span) for problem in parsed.problems] == [
        (QueryFault.DEPTH, Span(2 + 50, 2 + 51))
    ]


@pytest.mark.parametrize(
    "part", ["-", "- ", "NOT ", "(", ")", "title:(", "-(", '"', "甲 NEAR ", "a OR "]
)
def test_no_repetition_is_too_much(part: str) -> None:
    parsed = parse_query(part * 3000 + "甲")
    assert len(parsed.problems) <= 3001


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2020", 20200000, 20201231),
        ("2020-11", 20201100, 20201131),
        ("2020/2/29", 20200229, 20200229),
        ("2020.11", 20201100, 20201131),
        ("2020..2023", 20200000, 20231231),
        ("2020-11..2021-02-03", 20201100, 20210203),
        ("2023..2020", 20200000, 20231231),
        ("2020-12..2020-03", 20200300, 20201231),
        ("2020..", 20200000, 99991231),
        ("..2020-06", 0, 20200631),
        ('"2020"', 20200000, 20201231),
    ],
)
def test_dates(typed: str, first: int, last: int) -> None:
    assert_typed_as(DateIn(first, last, Span(0, 5 + len(typed))), f"date:{typed}")


@pytest.mark.parametrize(
    "typed", ["x", "..", "20", "2020-0", "2020-13", "2020-02-30", "2021-2-29", "0000", "2020-1-1-1"]
)
def test_no_dates(typed: str) -> None:
    parsed = parse_query(f"date:{typed}")
    assert parsed.tree is None
    assert faults(parsed) == [(QueryFault.DATE, f"date:{typed}")]


@pytest.mark.parametrize(
    ("date", "number"),
    [
        ("2020-11-05", 20201105),
        ("2020-11", 20201100),
        ("2020", 20200000),
        (None, 0),
        ("", 0),
        ("2020-02-31", 0),
    ],
)
def test_a_date_of_an_article_as_a_number(date: str | None, number: int) -> None:
    assert date_number(date) == number


@pytest.mark.parametrize("script", list(Script))
def test_every_script_has_its_word(script: Script) -> None:
    assert_typed_as(ScriptIs(script, Span(0, 7 + len(script))), f"script:{script}")


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_word(state: State) -> None:
    assert_typed_as(StateIs(state, Span(0, 3 + len(state))), f"is:{state}")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("甲 -乙 (丙 OR 甲)", ["甲", "丙"]),
        ("-(甲 乙)", []),
        ("--甲", ["甲"]),
        ("丁 NEAR (丙 OR 甲) title:甲 date:2020", ["丁", "丙", "甲", "title:甲"]),
        ("是 OR", ["是"]),
        ("", []),
    ],
)
def test_wanted_is_what_a_hit_may_hold(query: str, wanted: list[str]) -> None:
    assert [fold(draw(one)) for one in parse_query(query).wanted] == list(map(fold, wanted))


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("甲", [""]),
        ("甲 OR 乙", [""]),
        ("甲  乙 OR 丙 -丁", ["乙 OR 丙 -丁", "甲 -丁", "甲  乙 OR 丙"]),
        ("(甲 乙) date:2020", ["date:2020", "(甲 乙)"]),
        ('"甲  乙"丙', ["丙", '"甲  乙"']),
        (" 甲 NEAR 乙\u3000tag:(丙) ", ["tag:(丙)", "甲 NEAR 乙"]),
        ('丙 "甲 乙', ['"甲 乙', "丙"]),
        ("(甲 乙)", ["( 乙)", "(甲 )"]),
    ],
)
def test_without_a_condition(query: str, rest: list[str]) -> None:
    parsed = parse_query(query)
    assert [parsed.without(condition) for condition in parsed.conditions] == rest


@given(TYPED)
def test_without_a_condition_the_others_stay(query: str) -> None:
    parsed = parse_query(f"{query} 戊")  # so that a group stays a condition
    assume(not parsed.problems)
    drawn = [draw(condition) for condition in parsed.conditions]
    for condition, gone in zip(parsed.conditions, drawn, strict=True):
        *others, _ = parse_query(f"{parsed.without(condition)} 己").conditions
        assert {draw(other) for other in others} - {gone} == {*drawn} - {gone}
