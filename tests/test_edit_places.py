"""Where an edit shows: on what it left, or on the words beside what it took away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.edit_places import EditPlace, EditPlaces, edited_words
from reader.model import Block, BlockKind, Edit, Source, Span


def places_in(source: str, *edits: tuple[str, str, str]) -> list[tuple[str, str]]:
    """What is shown of edits in a block: rules, each with the clean words it is seen on.

    ``edits``: what is replaced, each found behind the one before it; by what; by which rule.
    """
    made, position = [], 0
    for before, after, rule in edits:
        start = source.index(before, position)
        position = start + len(before)
        made.append(Edit(rule, Span(start, position), before, after))
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(source)),))
    assembly = assemble(Source(source), [block], made)
    found = EditPlaces(assembly).within(Span(0, len(assembly.text)))
    return [(place.edit.rule, assembly.text[place.span.start : place.span.end]) for place in found]


@pytest.mark.parametrize(
    ("source", "edit", "shown"),
    [
        ("在羅湖區(qū)辦", ("(qū)", "", "gloss"), "區"),
        ("李 君", (" ", "", "spaced-name"), "李君"),
        ("光 彩  照 人", ("  ", " ", "letter-spaced"), "彩 照"),
        ("报：云冈云冈成果", ("云冈", "", "other"), "："),
        ("下去?。ㄒ唬來", ("?。ㄒ唬", "（一）", "shifted-bytes"), "（一）"),
        ("(jiǎ)甲", ("(jiǎ)", "", "gloss"), "甲"),
        ("甲 ", (" ", "", "later-rule"), "甲"),
        ("勣𪟝勣(jì)", ("(jì)", "", "gloss"), "勣"),
    ],
)
def test_an_edit_is_seen_on_what_it_left_or_on_its_neighbours(
    source: str, edit: tuple[str, str, str], shown: str
) -> None:
    assert places_in(source, edit) == [(edit[2], shown)]


def test_what_was_set_twice_is_seen_on_the_setting_that_stays() -> None:
    source = "云冈研究院云冈研究院：：数字化"
    twice, colon = Span(5, 10), Span(11, 12)
    edits = [Edit("doubled", span, source[span.start : span.end], "") for span in (twice, colon)]
    block = Block(BlockKind.TITLE, (Span(0, len(source)),))
    assembly = assemble(Source(source), [block], edits)
    whole = EditPlaces(assembly).within(Span(0, len(assembly.text)))
    assert [place.span for place in whole] == [Span(0, 5), Span(5, 6)]


@pytest.mark.parametrize("rule", ["join-lines", "heading-mark", "markdown-mark", "invisible"])
def test_what_only_lays_a_text_out_is_not_seen(rule: str) -> None:
    assert places_in("一行\n\n二行(èr)", ("\n\n", "", rule), ("(èr)", "", "gloss")) == [
        ("gloss", "行")
    ]


def test_an_edit_that_left_nothing_of_its_block_is_not_seen() -> None:
    assert places_in("(qū)", ("(qū)", "", "gloss")) == []


def test_the_gaps_of_a_headline_are_one_word_and_two_glosses_are_two() -> None:
    places = [
        EditPlace(Span(start, end), Edit(rule, Span(9 * start, 9 * start + 1), " ", ""))
        for start, end, rule in [
            (0, 2, "letter-spaced"),
            (1, 2, "gloss"),
            (1, 3, "letter-spaced"),
            (2, 3, "gloss"),
            (4, 6, "letter-spaced"),
        ]
    ]
    words = {(word.rule, word.span, len(word.edits)) for word in edited_words(places)}
    assert words == {
        ("letter-spaced", Span(0, 3), 2),
        ("letter-spaced", Span(4, 6), 1),
        ("gloss", Span(1, 2), 1),
        ("gloss", Span(2, 3), 1),
    }


_LINE = st.text(st.sampled_from("甲乙𪟝 (ā)\u3000"), min_size=1, max_size=30)


@given(_LINE, st.data())
def test_every_part_of_a_text_has_the_edits_that_show_in_it(line: str, data: st.DataObject) -> None:
    """What the whole has, cut into parts at any places."""
    starts = st.sets(st.integers(0, len(line) - 1), max_size=8)
    edits = [
        Edit("rule", Span(start, start + 1), line[start], data.draw(st.sampled_from(["", "丙丁"])))
        for start in sorted(data.draw(starts))
    ]
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(line)),))
    assembly = assemble(Source(line), [block], edits)
    places = EditPlaces(assembly)
    length = len(assembly.text)
    whole = list(places.within(Span(0, length)))
    assert len(whole) == (len(edits) if length else 0)
    assert all(len(place.span) and place.span.end <= length for place in whole)
    cut = data.draw(st.integers(0, length))
    seen = {
        (place.edit, at + offset)
        for at, part in ((0, Span(0, cut)), (cut, Span(cut, length)))
        for place in places.within(part)
        for offset in range(place.span.start, place.span.end)
    }
    assert seen == {
        (place.edit, at) for place in whole for at in range(place.span.start, place.span.end)
    }
