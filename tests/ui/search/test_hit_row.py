"""What a row says: the marks in every script, and what stands under a document's heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model import Hit, Script, ShownScript, Snippet, Span
from reader.ui.search.hit_row import ShownSnippet, groups_of, own_facts, shown_hit
from tests.ui.search.test_search_sidebar import hit


def texts_marked(snippet: ShownSnippet) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans]


def first_snippet(found: Hit, shown: ShownScript) -> ShownSnippet:
    return shown_hit(found, next(groups_of([found])), shown).snippets[0]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (ShownScript.ORIGINAL, ["联网", "皇后"]),
        (ShownScript.SIMPLIFIED, ["联网", "皇后"]),
        (ShownScript.TRADITIONAL, ["聯網", "皇后"]),
        (ShownScript.TAIWAN_PHRASES, ["網際網路", "皇后"]),
    ],
)
def test_marks_stay_on_the_same_words_in_every_script(shown: ShownScript, words: list[str]) -> None:
    found = hit(1, "互联网上的皇后和后宫。", "联网", "皇后")
    assert texts_marked(first_snippet(found, shown)) == words


def test_marks_stay_on_words_that_become_astral() -> None:
    found = hit(1, "勣軍，勣將", "勣軍", "勣將", script=Script.TRADITIONAL)
    assert texts_marked(first_snippet(found, ShownScript.SIMPLIFIED)) == ["𪟝军", "𪟝将"]


def test_the_title_is_marked_in_every_script() -> None:
    found = hit(1, "皇后", "皇后")
    summary = replace(found.summary, title="干涉与干部")
    found = replace(found, summary=summary, title_spans=(Span(3, 5),))
    row = shown_hit(found, next(groups_of([found])), ShownScript.TRADITIONAL)
    assert row.title == "干涉與幹部"
    assert row.title_spans == (Span(3, 5),)


def test_a_note_stays_as_it_was_written() -> None:
    note = Snippet("后宫", 0, (Span(0, 2),), Script.SIMPLIFIED, annotation_id="a")
    found = replace(hit(1, "后宫", "后"), snippets=(note,))
    assert first_snippet(found, ShownScript.TRADITIONAL) == ShownSnippet(
        "后宫", (Span(0, 2),), of_note=True
    )


def test_articles_say_what_their_heading_does_not() -> None:
    dates = ("2020-01-01", "2020-01-02", None)
    hits = [
        hit(number, "后", document=1, newspaper="北方日报", date=dates[number])
        for number in range(3)
    ]
    groups = list(groups_of(hits))
    assert groups[0].newspaper == "北方日报"
    assert groups[0].date == ""
    assert [own_facts(one, group) for one, group in zip(hits, groups, strict=True)] == [
        ("", "2020-01-01"),
        ("", "2020-01-02"),
        ("", ""),
    ]


def test_a_later_page_goes_on_with_the_heading_that_stands() -> None:
    first = list(groups_of([hit(1, "后", document=1, date="2020-01-01")]))
    later = hit(2, "后", document=1, date="2020-01-02")
    groups = list(groups_of([later, hit(3, "后", document=2)], first[-1]))
    assert groups[0] is first[0]
    assert own_facts(later, groups[0]) == ("", "2020-01-02")
    assert groups[1].document_id == 2
