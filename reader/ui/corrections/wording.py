"""What was decided of a document in the words of the window, beside the words it is about."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from reader.corrections import Decision, DecisionKind, block_kind, uncut
from reader.model import ArticleSummary, BlockKind, Source, Span
from reader.ui.edit_marks import rule_text, seen

# A row or a menu entry is taken in at a glance.
_WORDS_CHARACTERS = 24
# What stands on either side of a repair that was undone: its own words may be one space.
_AROUND_CHARACTERS = 5


def kind_name(kind: BlockKind) -> str:
    """What a block of this kind is called."""
    translate = QCoreApplication.translate
    return {
        BlockKind.TITLE: translate("Correction", "Title"),
        BlockKind.SUBTITLE: translate("Correction", "Subtitle"),
        BlockKind.BYLINE: translate("Correction", "Byline"),
        BlockKind.CAPTION: translate("Correction", "Caption"),
        BlockKind.HEADING: translate("Correction", "Heading"),
        BlockKind.PARAGRAPH: translate("Correction", "Paragraph"),
        BlockKind.NOTE: translate("Correction", "Note"),
    }[kind]


def confirm_text(article: ArticleSummary) -> str:
    """What a person says who has looked at an uncertain article and finds it well."""
    translate = QCoreApplication.translate
    if article.title:
        return translate("Correction", "The headline is right")
    return translate("Correction", "It is right without a headline")


def step_name(kind: DecisionKind, value: str = "") -> str:
    """What making a decision is called in the menu that undoes it; ``value`` is the decision's."""
    translate = QCoreApplication.translate
    if kind is DecisionKind.SET_KIND:
        name = kind_name(BlockKind(value))
        return translate("Correction", "Set as %1").replace("%1", name)
    return {
        DecisionKind.KEEP_SOURCE: translate("Correction", "Restore the source"),
        DecisionKind.KEEP_RULE: translate("Correction", "Switch a rule off"),
        DecisionKind.SPLIT_ARTICLE: translate("Correction", "Split article"),
        DecisionKind.SPLIT_PARAGRAPH: translate("Correction", "Split paragraph"),
        DecisionKind.MERGE_ARTICLES: translate("Correction", "Merge articles"),
        DecisionKind.JOIN_PARAGRAPHS: translate("Correction", "Join paragraphs"),
        DecisionKind.MOVE_BLOCK: translate("Correction", "Move to another article"),
        DecisionKind.CONFIRM: translate("Correction", "Confirm headline"),
    }[kind]


def decision_text(decision: Decision) -> str:
    """What was decided, in a few words; ``decision_words`` tells of which."""
    translate = QCoreApplication.translate
    match decision.kind:
        case DecisionKind.KEEP_SOURCE:
            return translate("Correction", "A repair was undone")
        case DecisionKind.KEEP_RULE:
            return translate("Correction", "Undone in the whole document")
        case DecisionKind.SET_KIND:
            name = kind_name(block_kind(decision))
            return translate("Correction", "Set as %1").replace("%1", name)
        case DecisionKind.SPLIT_ARTICLE:
            return translate("Correction", "An article begins here")
        case DecisionKind.SPLIT_PARAGRAPH:
            return translate("Correction", "A paragraph begins here")
        case DecisionKind.MERGE_ARTICLES:
            return translate("Correction", "Two articles are one")
        case DecisionKind.JOIN_PARAGRAPHS:
            return translate("Correction", "Two paragraphs are one")
        case DecisionKind.MOVE_BLOCK:
            return translate("Correction", "Moved to another article")
        case DecisionKind.CONFIRM:
            return translate("Correction", "The headline is right")


def decision_words(decision: Decision, source: Source) -> str:
    """The words of the source that a decision is about; of one about two places, both.

    Empty where the stretch does not hold them.
    """
    match decision.kind:
        case DecisionKind.KEEP_RULE:
            return rule_text(decision.value)
        case DecisionKind.KEEP_SOURCE:
            start, end = decision.spans[0].start, decision.spans[-1].end
            return seen(_around(source, Span(start, max(start, end))), _WORDS_CHARACTERS)
        case DecisionKind.SPLIT_ARTICLE | DecisionKind.SPLIT_PARAGRAPH:
            return _opening(source, decision.to)
        case DecisionKind.SET_KIND:
            return _words(source, decision.spans)
        case DecisionKind.CONFIRM if decision.spans:
            return _words(source, decision.spans)
        case DecisionKind.CONFIRM:
            return _opening(source, decision.to)
        case DecisionKind.MERGE_ARTICLES | DecisionKind.JOIN_PARAGRAPHS:
            pair = _opening(source, decision.to), _words(source, decision.spans)
            return " + ".join(words for words in pair if words)
        case DecisionKind.MOVE_BLOCK:
            pair = _words(source, decision.spans), _opening(source, decision.to)
            return " → ".join(words for words in pair if words)


def elided(text: str, limit: int = _WORDS_CHARACTERS) -> str:
    """A text on one line, no longer than the limit and an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def _words(source: Source, spans: Iterable[Span]) -> str:
    words = "".join(_slice(source, span.start, span.end) for span in spans)
    return elided(uncut(words))


def _opening(source: Source, at: int | None) -> str:
    """What stands from a source offset on."""
    return "" if at is None else elided(_slice(source, at, at + 2 * _WORDS_CHARACTERS), 12)


def _around(source: Source, span: Span) -> str:
    """The words of a span with some that stand beside them on its first and last line."""
    within = _slice(source, span.start, span.end)
    before = _slice(source, span.start - _AROUND_CHARACTERS, span.start)
    after = _slice(source, span.end, span.end + _AROUND_CHARACTERS)
    return before.rpartition("\n")[2] + within + after.partition("\n")[0]


def _slice(source: Source, start: int, end: int) -> str:
    """What the stretch holds between two source offsets."""
    low, high = max(start - source.start, 0), max(end - source.start, 0)
    return source.text[low:high]
