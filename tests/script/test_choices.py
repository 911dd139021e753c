"""What a conversion chose, told word by word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Script, ShownScript, Span
from reader.script import Term, Terms, choices, convert, convert_text, entry_at, uncut
from tests.script.texts import SIMPLIFIED_LINE, TRADITIONAL_LINE, chinese_texts, terms


def told(
    text: str, shown: ShownScript, script: Script, own: Terms
) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (choice.source_form, choice.chosen, choice.alternatives)
        for choice in choices(text, shown, script, own)
    ]


@pytest.mark.parametrize(
    ("text", "shown", "expected"),
    [
        ("皇后", ShownScript.TRADITIONAL, [("后", "后", ("後",))]),
        ("以后", ShownScript.TRADITIONAL, [("后", "後", ("后",))]),
        ("头发", ShownScript.TAIWAN, [("发", "髮", ("發",))]),
        ("这里", ShownScript.TAIWAN, [("里", "裡", ("里",))]),
        ("这里", ShownScript.HONGKONG, [("里", "裏", ("里",))]),
        ("𪟝软件", ShownScript.TAIWAN_PHRASES, [("软件", "軟體", ("軟件",))]),
        ("他上互联网", ShownScript.TAIWAN_PHRASES, [("互联网", "網際網路", ("互聯網",))]),
        ("他说什么", ShownScript.TRADITIONAL, []),
    ],
)
def test_choices(
    text: str, shown: ShownScript, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert told(text, shown, Script.SIMPLIFIED, Terms()) == expected


def test_choices_to_simplified() -> None:
    assert told("乾隆", ShownScript.SIMPLIFIED, Script.TRADITIONAL, Terms()) == [
        ("乾", "乾", ("干",))
    ]
    assert told("看著", ShownScript.SIMPLIFIED, Script.TRADITIONAL, Terms()) == [
        ("著", "着", ("著",))
    ]


def test_a_term_is_a_choice_unless_it_changes_nothing() -> None:
    own = Terms([Term("理发店", "剃頭鋪子"), Term("说", "說")])
    assert told("理发店说", ShownScript.TRADITIONAL, Script.SIMPLIFIED, own) == [
        ("理发店", "剃頭鋪子", ("理髮店",))
    ]


def test_text_left_as_it_is_holds_no_choice() -> None:
    for shown, script in (
        (ShownScript.ORIGINAL, Script.SIMPLIFIED),
        (ShownScript.SIMPLIFIED, Script.SIMPLIFIED),
        (ShownScript.TRADITIONAL, Script.TRADITIONAL),
    ):
        assert not choices("皇后的头发", shown, script)


def test_a_mixed_text_is_told_line_by_line() -> None:
    text = f"{TRADITIONAL_LINE}皇后\n{SIMPLIFIED_LINE}互联网\n{SIMPLIFIED_LINE}皇后"
    found = choices(text, ShownScript.TAIWAN_PHRASES, Script.MIXED)
    converted = convert_text(text, ShownScript.TAIWAN_PHRASES, Script.MIXED)
    (queen,) = [choice for choice in found if choice.source_form == "后"]
    assert queen.source.start == len(text) - 1
    assert queen.target.start == len(converted) - 1


@settings(max_examples=300, deadline=None)
@given(
    text=chinese_texts(),
    shown=st.sampled_from(ShownScript),
    script=st.sampled_from(Script),
    own=terms(),
)
def test_spans_are_those_of_the_conversion(
    text: str, shown: ShownScript, script: Script, own: Terms
) -> None:
    converted = convert(text, shown, script, own)
    source = target = 0
    for choice in choices(text, shown, script, own):
        assert choice.source_form == text[choice.source.start : choice.source.end]
        assert choice.chosen == converted.text[choice.target.start : choice.target.end]
        assert converted.alignment.to(choice.source) == (choice.target,)
        assert choice.source.start >= source and choice.target.start >= target
        assert choice.chosen not in choice.alternatives
        assert len(set(choice.alternatives)) == len(choice.alternatives) > 0
        source, target = choice.source.end, choice.target.end


def test_the_word_over_a_character_is_the_longest_entry() -> None:
    for text, position, word in (
        ("他的头发很长", 3, "头发"),
        ("以后再说", 1, "以后"),
        ("天", 0, "天"),
        ("𪟝", 0, "𪟝"),
    ):
        span = entry_at(text, position, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
        assert text[span.start : span.end] == word
    alone = entry_at("头发", 1, ShownScript.SIMPLIFIED, Script.SIMPLIFIED)
    assert alone == Span(1, 2)  # nothing is converted: there are no entries


@pytest.mark.parametrize(
    ("text", "span", "shown", "script", "expected"),
    [
        # An entry of a later step, of the same length.
        ("𪟝的信息网", Span(3, 4), ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED, Span(2, 4)),
        ("𪟝的信息网", Span(3, 4), ShownScript.TAIWAN, Script.SIMPLIFIED, Span(3, 4)),
        # One of the first step, behind a longer one that changes the length.
        ("互联网头发", Span(4, 5), ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED, Span(3, 5)),
        # Two, one at either end.
        ("信息和软件", Span(1, 4), ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED, Span(0, 5)),
        ("軟件", Span(0, 1), ShownScript.TAIWAN_PHRASES, Script.TRADITIONAL, Span(0, 2)),
        ("乾隆", Span(1, 2), ShownScript.SIMPLIFIED, Script.TRADITIONAL, Span(0, 2)),
        ("头发", Span(1, 2), ShownScript.SIMPLIFIED, Script.SIMPLIFIED, Span(1, 2)),
    ],
)
def test_what_cuts_an_entry_is_widened_to_all_of_it(
    text: str, span: Span, shown: ShownScript, script: Script, expected: Span
) -> None:
    assert uncut(text, span, shown, script) == expected


def test_what_cuts_a_term_is_widened_to_all_of_it_and_to_no_entry_under_it() -> None:
    own = Terms([Term("理发", "剃頭"), Term("店里", "店裏")])
    script, shown = Script.SIMPLIFIED, ShownScript.TRADITIONAL
    assert uncut("在理发店里", Span(2, 4), shown, script, own) == Span(1, 5)
    assert uncut("在理发店", Span(3, 4), shown, script, own) == Span(3, 4)


@settings(max_examples=100, deadline=None)
@given(text=chinese_texts(), own=terms(), data=st.data())
def test_an_uncut_span_is_converted_to_itself_alone(
    text: str, own: Terms, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    shown, script = ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED
    whole = uncut(text, span, shown, script, own)
    assert (whole.start <= span.start, whole.end >= span.end) == (True, True)
    alignment = convert(text, shown, script, own).alignment
    for target in alignment.to(whole):
        (source,) = alignment.back(target)
        assert whole.start <= source.start <= source.end <= whole.end
