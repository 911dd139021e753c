"""Decisions in words: each beside what it is about, as the source has it."""

from __future__ import annotations

import pytest

from reader.corrections import (
    Decision,
    confirmation,
    join_paragraphs,
    keep_rule,
    keep_source,
    merge_articles,
    move_block,
    set_kind,
    split_article,
    split_paragraph,
)
from reader.model import Block, BlockKind, Edit, Source, Span
from reader.ui.corrections.wording import decision_text, decision_words

# A stretch from the middle of a source.
START = 1_000
TEXT = "标题在这里\n\n第一段(dì yī duàn)说的是一件事情，写得很长很长很长很长很长很长。\n\n第二段"
SOURCE = Source(TEXT, START)


def span_of(words: str) -> Span:
    start = START + TEXT.index(words)
    return Span(start, start + len(words))


TITLE = Block(BlockKind.TITLE, (span_of("标题在这里"),))
FIRST = Block(BlockKind.PARAGRAPH, (span_of(TEXT.split("\n\n")[1]),))
SECOND = Block(BlockKind.PARAGRAPH, (span_of("第二段"),))
GLOSS = Edit("gloss", span_of("(dì yī duàn)"), "(dì yī duàn)", "")


@pytest.mark.parametrize(
    ("decision", "text", "words"),
    [
        (keep_source([GLOSS]), "A repair was undone", "第一段(dì␣yī␣duàn)说的是一件"),
        (
            keep_rule("gloss"),
            "Undone in the whole document",
            "A reading in brackets was taken out.",
        ),
        (set_kind(SECOND, BlockKind.CAPTION), "Set as Caption", "第二段"),
        (split_article(SECOND.spans[0].start), "An article begins here", "第二段"),
        (
            split_paragraph(FIRST.spans[0].start),
            "A paragraph begins here",
            "第一段(dì yī du…",
        ),
        (
            join_paragraphs(TITLE, SECOND),
            "Two paragraphs are one",
            "标题在这里 第一段(dì… + 第二段",
        ),
        (
            merge_articles([SECOND], [TITLE, FIRST]),
            "Two articles are one",
            "第二段 + 第一段(dì yī duàn)说的是一件事情，写…",
        ),
        (
            move_block(TITLE, [SECOND]),
            "Moved to another article",
            "标题在这里 → 第二段",
        ),
        (confirmation([TITLE, FIRST]), "The headline is right", "标题在这里"),
        (confirmation([SECOND]), "The headline is right", "第二段"),
    ],
)
def test_each_decision_is_told_with_its_words(decision: Decision, text: str, words: str) -> None:
    assert decision_text(decision) == text
    assert decision_words(decision, SOURCE) == words


def test_words_that_were_not_read_are_left_out() -> None:
    far = Block(BlockKind.PARAGRAPH, (Span(5, 9),))
    assert decision_words(set_kind(far, BlockKind.TITLE), SOURCE) == ""
    assert decision_words(split_article(9_000), SOURCE) == ""
    assert decision_words(move_block(far, [SECOND]), SOURCE) == "第二段"
