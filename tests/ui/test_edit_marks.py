"""The lines, glosses and words that tell of edits."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from reader.article_view import Cleaning
from reader.edit_places import EditPlace
from reader.importing.repair import RULES
from reader.model import Edit, Span
from reader.ui.edit_marks import cleaning_text, edit_marks, glosses, rule_text

FAINT = QColor("gray")


def place(start: int, end: int, before: str = " ", rule: str = "letter-spaced") -> EditPlace:
    return EditPlace(Span(start, end), Edit(rule, Span(9 * start, 9 * start + 1), before, ""))


def test_what_overlaps_or_adjoins_is_one_line() -> None:
    places = [place(0, 2), place(1, 3), place(3, 4), place(5, 6)]
    marks = edit_marks(places, FAINT, glossed=False)
    assert [mark.span for mark in marks] == [Span(0, 4), Span(5, 6)]
    assert {mark.background for mark in marks} == {None}


def test_no_line_says_that_a_gloss_is_missing_that_is_there() -> None:
    places = [place(0, 1, "(qū)", "gloss"), place(3, 5)]
    assert [mark.span for mark in edit_marks(places, FAINT, glossed=True)] == [Span(3, 5)]
    assert len(edit_marks(places, FAINT, glossed=False)) == 2


def test_a_gloss_is_told_without_its_brackets_and_once_for_each_place() -> None:
    places = [
        place(0, 1, "(qū)", "gloss"),
        place(1, 3),
        place(4, 8, "（wǎng）", "gloss"),
        place(4, 8, "(lù)", "gloss"),
    ]
    found = [(gloss.span, gloss.text) for gloss in glosses(places, FAINT)]
    assert found == [(Span(0, 1), "qū"), (Span(4, 8), "wǎng lù")]


def test_spaces_and_line_breaks_are_seen() -> None:
    told = cleaning_text(Cleaning("letter-spaced", "干\u3000部 沉\n\n  下", "干部沉下"))
    assert told == "干␣部␣沉↵下 → 干部沉下\nA letter-spaced line was closed up."


def test_a_long_word_is_told_by_its_ends() -> None:
    told = cleaning_text(Cleaning("doubled", "头" + "中" * 500 + "尾", "短"))
    before, _, after = told.splitlines()[0].partition(" → ")
    assert before.startswith("头中") and before.endswith("中尾") and "…" in before
    assert len(before) < 100
    assert after == "短"


@pytest.mark.parametrize("rule", sorted(set(RULES) - {"invisible"}))
def test_every_rule_of_repair_has_its_words(rule: str) -> None:
    assert " " in rule_text(rule)


def test_a_rule_of_a_later_version_is_told_by_its_name() -> None:
    assert rule_text("rule-of-2031") == "rule-of-2031"
