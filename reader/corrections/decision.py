"""Decisions of a person about a document, tied to its source: no later reading moves them.

An article or a block is named by source offsets, never by a number: rules may come to find other
articles, and a decision still means the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reader.model import Block, BlockKind, Edit, Span

# A line break between characters that are set without spaces.
_CUT = re.compile(r"(?<=[^\x00-\x7f])[^\S\n]*\n\s*(?=[^\x00-\x7f])")


class DecisionKind(StrEnum):
    """What was decided. ``spans``, ``to`` and ``value`` are those of ``Decision``."""

    KEEP_SOURCE = "keep-source"  # what stands in ``spans`` is right; ``value``: whose edit it was
    KEEP_RULE = "keep-rule"  # the rule ``value`` changes nothing in this document
    SET_KIND = "set-kind"  # ``spans`` are one block, of the kind ``value``
    SPLIT_ARTICLE = "split-article"  # another article begins at ``to``
    SPLIT_PARAGRAPH = "split-paragraph"  # another paragraph begins at ``to``
    MERGE_ARTICLES = "merge-articles"  # the article at ``to`` goes on with that of ``spans``
    JOIN_PARAGRAPHS = "join-paragraphs"  # the block at ``to`` goes on with that of ``spans``
    MOVE_BLOCK = "move-block"  # ``spans`` are one block, of the article at ``to``
    CONFIRM = "confirm"  # ``spans``, if any, are the title of the article at ``to``


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. ``spans`` and ``to``: source; what they mean, ``DecisionKind`` tells."""

    kind: DecisionKind
    spans: tuple[Span, ...] = ()
    to: int | None = None
    value: str = ""


def keep_source(edits: Iterable[Edit]) -> Decision:
    """Undo these edits of one rule, at least one."""
    spans = tuple((edit.source, edit.rule) for edit in edits)
    return Decision(DecisionKind.KEEP_SOURCE, tuple(span for span, _ in spans), value=spans[0][1])


def keep_rule(rule: str) -> Decision:
    """Undo all edits of a rule."""
    return Decision(DecisionKind.KEEP_RULE, value=rule)


def set_kind(block: Block, kind: BlockKind) -> Decision:
    return Decision(DecisionKind.SET_KIND, block.spans, value=kind.value)


def block_kind(decision: Decision) -> BlockKind:
    """The kind that a ``SET_KIND`` sets."""
    return BlockKind(decision.value)


def split_article(at: int) -> Decision:
    """Begin another article at a source offset."""
    return Decision(DecisionKind.SPLIT_ARTICLE, to=at)


def split_paragraph(at: int) -> Decision:
    """Begin another paragraph at a source offset."""
    return Decision(DecisionKind.SPLIT_PARAGRAPH, to=at)


def merge_articles(first: Iterable[Block], second: Iterable[Block]) -> Decision:
    """Put the second article at the end of the first."""
    return Decision(DecisionKind.MERGE_ARTICLES, (_text_of(second),), _text_of(first).start)


def join_paragraphs(first: Block, second: Block) -> Decision:
    """Let a paragraph go on with another."""
    return Decision(DecisionKind.JOIN_PARAGRAPHS, second.spans, first.spans[-1].start)


def move_block(block: Block, article: Iterable[Block]) -> Decision:
    """Put a block where it belongs in another article."""
    return Decision(DecisionKind.MOVE_BLOCK, block.spans, _text_of(article).start)


def confirmation(article: Iterable[Block]) -> Decision:
    """The title is this text's."""
    blocks = list(article)
    title = tuple(span for block in blocks if block.kind is BlockKind.TITLE for span in block.spans)
    return Decision(DecisionKind.CONFIRM, title, _text_of(blocks).start)


def uncut(words: str) -> str:
    """Words of a source as one reads them: what a line's end cuts in two is one word."""
    return _CUT.sub("", words)


def _text_of(article: Iterable[Block]) -> Span:
    """What tells an article from all others: its first text. Its title may be moved away."""
    blocks = list(article)
    texts = [block for block in blocks if block.kind is BlockKind.PARAGRAPH]
    return (texts or blocks)[0].spans[0]
