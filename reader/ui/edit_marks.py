"""What a person sees of the edits in a block: lines under words, glosses above them, and a tip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from reader.article_view import Cleaning
from reader.edit_places import EditPlace
from reader.model import Span
from reader.ui.gloss_rows import Gloss
from reader.ui.laid_block import Line, Mark

_GLOSS = "gloss"
_BRACKETS = "()（）"
# A tip of more is no longer taken in at a glance; the longest headline set twice has 80.
_TIP_CHARACTERS = 80
# What else cannot be seen in a tip.
_GAPS = str.maketrans({" ": "␣", "\u3000": "␣", "\u00a0": "␣", "\t": "⇥", "\n": "↵"})


def edit_marks(places: Sequence[EditPlace], color: QColor, *, glossed: bool) -> list[Mark]:
    """A line under each word that was cleaned; what adjoins is one line.

    ``glossed``: glosses stand above their characters, so nothing is missing there.
    """
    spans: list[Span] = []
    for place in places:
        if glossed and place.edit.rule == _GLOSS:
            continue
        if spans and place.span.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, place.span.end))
        else:
            spans.append(place.span)
    return [Mark(span, underline=color, line=Line.BEADS) for span in spans]


def glosses(places: Sequence[EditPlace], color: QColor) -> Iterator[Gloss]:
    """The glosses that were dropped, without their brackets; one for each character.

    Those of a phrase that the script on screen has in another length stand together above it.
    """
    readings: dict[Span, list[str]] = {}
    for place in places:
        if place.edit.rule == _GLOSS:
            readings.setdefault(place.span, []).append(place.edit.before.strip(_BRACKETS))
    for span, words in readings.items():
        yield Gloss(span, " ".join(words), color)


def cleaning_text(cleaning: Cleaning) -> str:
    """What stood there and what became of it, and the rule, in the language of the window."""
    before, after = (seen(text) for text in (cleaning.before, cleaning.after))
    return f"{before} → {after}\n{rule_text(cleaning.rule)}"


def rule_text(rule: str) -> str:
    """What a rule does; a rule of a later version is told by its name."""
    return _rule_texts().get(rule, rule)


def seen(text: str, limit: int = _TIP_CHARACTERS) -> str:
    """A text on one line, its spaces to be seen; of a longer one than the limit, both ends."""
    short = re.sub(r"\n\s*", "\n", text)
    if len(short) > limit:
        short = f"{short[: limit // 2]}…{short[-(limit // 2) :]}"
    return short.translate(_GAPS)


def _rule_texts() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        _GLOSS: translate("Rule", "A reading in brackets was taken out."),
        "gloss-debris": translate(
            "Rule", "A reading in brackets was taken out; its character is damaged."
        ),
        "shifted-bytes": translate(
            "Rule", "A byte was lost here; the text was read again without the shift."
        ),
        "doubled": translate("Rule", "What was printed twice stands once."),
        "letter-spaced": translate("Rule", "A letter-spaced line was closed up."),
        "spaced-name": translate("Rule", "A letter-spaced name was closed up."),
        "join-lines": translate("Rule", "A line break inside a paragraph was taken out."),
        "invisible": translate("Rule", "A character that cannot be seen was taken out."),
        "heading-mark": translate("Rule", "The marks of a heading were taken out."),
        "markdown-mark": translate("Rule", "The marks of Markdown were taken out."),
        "front-matter": translate("Rule", "What stands before the text was taken out."),
    }
