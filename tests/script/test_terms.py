"""The user's terms: they have the last word, in both directions, and survive their file."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Script, ShownScript, Span
from reader.script import (
    Direction,
    Term,
    TermError,
    TermFault,
    TermProblem,
    Terms,
    convert,
    convert_text,
    read_terms,
    term_toward,
    write_terms,
)
from tests.script.texts import assert_covers, chinese_texts, terms

TRADITIONAL_FORMS = (
    ShownScript.TRADITIONAL,
    ShownScript.TAIWAN,
    ShownScript.TAIWAN_PHRASES,
    ShownScript.HONGKONG,
)


def shown(text: str, form: ShownScript, script: Script, *pairs: tuple[str, str]) -> str:
    return convert_text(text, form, script, Terms(Term(*pair) for pair in pairs))


@pytest.mark.parametrize("form", TRADITIONAL_FORMS)
def test_a_term_is_final(form: ShownScript) -> None:
    """裏, 爲 and 軟件 are forms that a later step would change."""
    pairs = (("软件", "軟件"), ("里为", "裏爲"))
    assert shown("软件和里为", form, Script.SIMPLIFIED, *pairs) == "軟件和裏爲"


def test_both_directions() -> None:
    pair = ("发文", "髪文")
    assert shown("他发文了", ShownScript.TRADITIONAL, Script.SIMPLIFIED, pair) == "他髪文了"
    assert shown("他髪文了", ShownScript.SIMPLIFIED, Script.TRADITIONAL, pair) == "他发文了"


def test_regional_forms_leave_a_term_alone() -> None:
    assert shown("爲了裏爲", ShownScript.TAIWAN, Script.TRADITIONAL, ("里为", "裏爲")) == "為了裏爲"


def test_text_in_the_script_asked_for_is_left_alone() -> None:
    assert shown("头发", ShownScript.SIMPLIFIED, Script.SIMPLIFIED, ("头", "頭")) == "头发"


def test_of_two_that_contradict_the_later_holds_each_way_by_itself() -> None:
    pairs = (("发", "發"), ("发", "髮"))
    assert shown("发", ShownScript.TRADITIONAL, Script.SIMPLIFIED, *pairs) == "髮"
    assert shown("發髮", ShownScript.SIMPLIFIED, Script.TRADITIONAL, *pairs) == "发发"
    pairs = (("干", "乾"), ("乾", "乾"))
    assert shown("乾", ShownScript.SIMPLIFIED, Script.TRADITIONAL, *pairs) == "乾"


def test_the_longest_at_the_leftmost_place_is_taken() -> None:
    pairs = (("皇后", "1"), ("皇", "2"), ("后来", "3"))
    assert shown("皇后来皇", ShownScript.TRADITIONAL, Script.SIMPLIFIED, *pairs) == "1來2"


def test_a_term_takes_precedence_over_longer_phrases_and_corrections() -> None:
    assert shown("理发店", ShownScript.TRADITIONAL, Script.SIMPLIFIED, ("发", "發")) == "理發店"
    assert shown("栗子", ShownScript.TRADITIONAL, Script.SIMPLIFIED, ("栗", "慄")) == "慄子"


def test_a_term_of_another_length_is_atomic() -> None:
    converted = convert(
        "说互联网𪟝了",
        ShownScript.TAIWAN_PHRASES,
        Script.SIMPLIFIED,
        Terms([Term("𪟝了", "某某先生")]),
    )
    assert converted.text == "說網際網路某某先生"
    assert converted.alignment.back(Span(6, 7)) == (Span(4, 6),)
    assert converted.alignment.back(Span(2, 3)) == (Span(1, 4),)


@settings(max_examples=150, deadline=None)
@given(
    text=chinese_texts(),
    own=terms(),
    form=st.sampled_from(TRADITIONAL_FORMS),
    data=st.data(),
)
def test_a_term_stands_wherever_it_was_found(
    text: str, own: Terms, form: ShownScript, data: st.DataObject
) -> None:
    """The terms cut the text as a line break would, and stand where the cuts are."""
    if own:
        text += data.draw(st.sampled_from(list(own))).simplified + text
    converted = convert(text, form, Script.SIMPLIFIED, own)
    assert_covers(converted, text)
    assert converted.text == convert_text(text, form, Script.SIMPLIFIED, own)
    values = {
        term.simplified: term.traditional
        for term in own
        if term.direction is not Direction.TO_SIMPLIFIED
    }
    expected, plain, place = "", "", 0
    while place < len(text):
        here = [word for word in values if text.startswith(word, place)]
        word = max(here, key=len, default="")
        if word:
            expected += convert_text(plain, form, Script.SIMPLIFIED) + values[word]
            plain = ""
        else:
            plain += text[place]
        place += len(word) or 1
    assert converted.text == expected + convert_text(plain, form, Script.SIMPLIFIED)


def test_terms_are_values() -> None:
    one, other = Term("后", "后"), Term("发", "髮")
    assert Terms([one, other]) == Terms(iter([one, other]))
    assert Terms([one, other]) != Terms([other, one])
    assert len({Terms([one]), Terms([one]), Terms()}) == 2
    assert (list(Terms([one, other])), len(Terms([one]))) == ([one, other], 1)


def test_what_is_added_goes_to_the_end_and_is_there_once() -> None:
    one, other, third = Term("发", "發"), Term("发", "髮"), Term("𪟝", "勣")
    own = Terms([one, other])
    assert list(own.with_added([third, one, third])) == [other, one, third]
    assert list(own) == [one, other]
    assert own.with_added([]) == own


def test_the_same_forms_are_there_once_in_the_latest_direction() -> None:
    both, back = Term("头发", "頭髮"), Term("头发", "頭髮", Direction.TO_SIMPLIFIED)
    other = Term("后", "后")
    assert list(Terms([both, other]).with_added([back])) == [other, back]
    assert list(Terms().with_added([back, other, both])) == [other, both]


@settings(max_examples=150, deadline=None)
@given(own=terms(), added=terms())
def test_what_is_added_holds_against_what_was_there(own: Terms, added: Terms) -> None:
    added = Terms().with_added(added)
    both = own.with_added(added)
    assert {term.forms for term in both} == {term.forms for term in (*own, *added)}
    assert list(both)[len(both) - len(added) :] == list(added)
    for term in added:
        if term.direction is not Direction.TO_SIMPLIFIED:
            (found,) = added.to_traditional.find(term.simplified)
            assert both.to_traditional.find(term.simplified) == [found]
        if term.direction is not Direction.TO_TRADITIONAL:
            (found,) = added.to_simplified.find(term.traditional)
            assert both.to_simplified.find(term.traditional) == [found]


# Directions


def test_a_character_for_another_goes_one_way_and_leaves_other_words_alone() -> None:
    pairs = (("着", "著"), ("干", "乾"))
    own = Terms(term_toward(Direction.TO_TRADITIONAL, *pair) for pair in pairs)
    back = convert_text("著名作家談乾隆，乾了", ShownScript.SIMPLIFIED, Script.TRADITIONAL, own)
    assert back == "著名作家谈乾隆，干了"
    there = convert_text("着干", ShownScript.TRADITIONAL, Script.SIMPLIFIED, own)
    assert there == "著乾"


def test_a_term_to_simplified_leaves_simplified_and_regional_texts_alone() -> None:
    own = Terms([term_toward(Direction.TO_SIMPLIFIED, "里", "裏")])
    assert convert_text("里", ShownScript.TAIWAN, Script.SIMPLIFIED, own) == "裡"
    assert convert_text("裏", ShownScript.TAIWAN, Script.TRADITIONAL, own) == "裡"
    own = Terms([term_toward(Direction.TO_SIMPLIFIED, "着", "著")])
    assert convert_text("著", ShownScript.SIMPLIFIED, Script.TRADITIONAL, own) == "着"


@pytest.mark.parametrize("pair", [("头发", "頭髮"), ("乾", "乾"), ("𪟝", "勣了"), ("头发", "發")])
def test_all_other_terms_go_both_ways(pair: tuple[str, str]) -> None:
    assert term_toward(Direction.TO_SIMPLIFIED, *pair) == Term(*pair)


# Changes made by several


A, B, C, X = (Term(word, word) for word in ("甲", "乙", "丙", "𪟝"))


@pytest.mark.parametrize(
    ("stored", "before", "after", "expected"),
    [
        ([A, B], [A, B], [B], [B]),
        ([B], [B], [A, B], [A, B]),  # as an undo, where nobody else changed anything
        ([A, B, X], [A, B], [A, B, C], [A, B, X, C]),
        ([A, B, X], [A, B], [B], [B, X]),
        ([A, B, X], [A, B], [B, A], [B, X, A]),  # added again: it holds
        ([A, B, C, X], [A, B, C], [A, Term("乙", "丁"), C], [A, C, X, Term("乙", "丁")]),
        ([B, X], [A, B], [A, B, C], [B, X, C]),  # what someone else took away stays away
        ([A, X], [], [X, B], [A, X, B]),
        ([A, X], [], [A], [X, A]),
        ([A, X], [B], [], [A, X]),
    ],
)
def test_a_change_is_made_to_what_is_there(
    stored: list[Term], before: list[Term], after: list[Term], expected: list[Term]
) -> None:
    assert list(Terms(stored).changed(Terms(before), Terms(after))) == expected


@settings(max_examples=150, deadline=None)
@given(stored=terms(), before=terms(), after=terms())
def test_a_change_loses_nothing_of_others(stored: Terms, before: Terms, after: Terms) -> None:
    changed = stored.changed(before, after)
    forms = {term.forms for term in changed}
    assert {term.forms for term in stored if term not in set(before)} <= forms
    assert {term.forms for term in after if term not in set(before)} <= forms
    assert not set(changed) & (set(before) - set(after))


# Files


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (("", "后"), TermFault.EMPTY),
        (("后", " \u3000"), TermFault.EMPTY),
        (("a\tb", "c"), TermFault.BREAK),
        (("a", "b\u2028c"), TermFault.BREAK),
        (("a", "b\n"), TermFault.BREAK),
        ((" a", "b"), TermFault.SPACE),
        (("#a", "b"), TermFault.COMMENT),
        (("a", "\ufffd"), TermFault.UNREADABLE),
        (("\ud842", "b"), TermFault.UNREADABLE),
    ],
)
def test_what_no_line_can_hold_is_no_term(pair: tuple[str, str], fault: TermFault) -> None:
    with pytest.raises(TermError) as raised:
        Term(*pair)
    assert raised.value.fault is fault


@settings(max_examples=150, deadline=None)
@given(own=terms())
def test_a_file_of_terms_reads_back(own: Terms) -> None:
    assert read_terms(write_terms(own)) == (own, ())


def test_a_file_says_the_direction_where_it_must() -> None:
    own = Terms([Term("头发", "頭髮"), Term("发", "髮"), Term("后", "后", Direction.TO_SIMPLIFIED)])
    lines = write_terms(own).splitlines()[1:]
    assert lines == ["头发\t頭髮", "发\t髮\tboth", "后\t后\tto-simplified"]
    assert list(read_terms("发\t髮\n头发\t頭髮")[0]) == [
        Term("发", "髮", Direction.TO_TRADITIONAL),
        Term("头发", "頭髮"),
    ]


def test_bad_lines_are_told_and_the_good_ones_kept() -> None:
    lines = [
        "\ufeff后\t后\n",
        "# 注\n",
        "\n",
        "发\n",
        "发\t髮\t發\n",
        "里面 \t 裡面\r\n",
        "干\t\ufffd\r",
        "头\u2028发\t頭髮\n",
        "头发\t頭\x85髮\n",
        "后 \t后\tboth \u2028\n",
        "坏",
    ]
    terms, problems = read_terms("".join(lines))
    assert list(terms) == [Term("后", "后"), Term("里面", "裡面"), Term("后", "后")]
    assert problems == (
        TermProblem(4, TermFault.FIELDS),
        TermProblem(5, TermFault.DIRECTION),
        TermProblem(7, TermFault.UNREADABLE),
        TermProblem(8, TermFault.BREAK),
        TermProblem(9, TermFault.BREAK),
        TermProblem(11, TermFault.FIELDS),
    )


@settings(max_examples=100, deadline=None)
@given(lines=st.lists(st.text("后发\t #\ufeff\x85\u2028a", max_size=5), max_size=6))
def test_any_lines_can_be_read(lines: list[str]) -> None:
    terms, problems = read_terms("\n".join(lines))
    assert len(terms) + len(problems) <= len(lines)
    assert all(before.line < after.line for before, after in pairwise(problems))
