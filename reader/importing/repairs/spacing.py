"""Letter-spaced headlines and names: white space that only served to fill the line is closed up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from reader.importing.repairs.names import (
    LETTER_SPACED,
    are_likely,
    begin_with_families,
    has_role,
    names,
)
from reader.model import Edit, Source, Span

_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_GAP = "[ \t\u3000]"

# A headline is set wide when it is short for its place; with fewer characters than this it could
# be a list, with more it would not fit.
_LEAST_CHARACTERS = 5
_MOST_CHARACTERS = 40

# What tables and calendars set apart, and no headline holds nothing but.
_TOLD_ONE_BY_ONE = tuple(
    frozenset(kind)
    for kind in (
        "日一二三四五六七八九十百",
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥",
        "东南西北中東",
        "赤橙黄绿青蓝紫红黑白灰黃綠藍紅",
        "金木水火土日月",
    )
)

_SPACED_LINE = re.compile(
    f"^{_GAP}*(?P<spaced>[{_HAN}“”‘’「」『』《》（）：，、！？—·]"
    f"(?:{_GAP}+(?:[{_HAN}“”‘’「」『』《》（）：，、！？—·]|[0-9A-Za-z%.]+))"
    f"{{{_LEAST_CHARACTERS - 1},{_MOST_CHARACTERS}}}){_GAP}*$",
    re.MULTILINE,
)
_GAP_RUN = re.compile(f"{_GAP}+")

# Headlines of two clauses have five to eight characters in each; four and four is one clause as
# often.
_SHORTEST_CLAUSE = 5

# Where names may stand: a line that begins as bylines do, or a credit behind a sentence.
_BYLINE = re.compile(
    r"^[ \t\u3000]*(?P<names>[□■●◆][^\n]{2,60}|本[报報][^\n，。]{3,40})$", re.MULTILINE
)
_CREDIT = re.compile(r"(?P<names>[（(][^（）()，。！？；]{3,40}[）)])[ \t\u3000]*$", re.MULTILINE)
_PHOTO = re.compile(
    r"(?P<names>本[报報][记記]者[ \u3000][^\n，。！？；]{3,30}[摄攝]影?)[ \t\u3000]*$", re.MULTILINE
)
_EDITOR = re.compile(
    f"(?:[编編][辑輯审審]|[责責][编編]|校[对對]|版式|美[编編])[：:]"
    f"(?P<names>[ \u3000]*[{_HAN}][ \u3000]+[{_HAN}])(?=\\s|$)"
)
_ENDED = "。！？!?…”’」』；;"


def letter_spaced(stretch: Source) -> Iterator[Edit]:
    """Close up a line whose every character stands apart; a wider gap, or the place where two
    clauses of one length meet, keeps one space.
    """
    text = _Words(stretch)
    for match in _SPACED_LINE.finditer(stretch.text):
        gaps = list(_GAP_RUN.finditer(match.group("spaced")))
        if _is_column(gaps) or _is_list(_GAP_RUN.sub("", match.group("spaced"))):
            continue
        kept = _clause_gaps(match.group("spaced"), gaps, text)
        start = stretch.start + match.start("spaced")
        for number, gap in enumerate(gaps):
            before, after = gap.group(), " " if number in kept else ""
            if before != after:
                span = Span(start + gap.start(), start + gap.end())
                yield Edit("letter-spaced", span, before, after)


def spaced_names(stretch: Source) -> Iterator[Edit]:
    """Close up names of two characters in bylines and credits."""
    for pattern in (_BYLINE, _CREDIT, _PHOTO, _EDITOR):
        for match in pattern.finditer(stretch.text):
            if not _holds_names(stretch.text, match, pattern is _CREDIT):
                continue
            for name in LETTER_SPACED.finditer(
                stretch.text, match.start("names"), match.end("names")
            ):
                span = Span(name.end("first"), name.start("second"))
                span = Span(stretch.start + span.start, stretch.start + span.end)
                yield Edit("spaced-name", span, stretch.slice(span), "")


def _holds_names(text: str, match: re.Match[str], credit: bool) -> bool:
    found = match.group("names")
    if LETTER_SPACED.search(found) is None:
        return False
    bare = names(found)
    if not credit:
        return bool(bare)
    before = text[max(match.start() - 3, 0) : match.start()].rstrip(" \t\u3000")
    if before and before[-1] in _ENDED:
        return bool(bare)
    return (not before or before[-1] == "\n") and (has_role(found) or are_likely(bare, ""))


def _is_column(gaps: Sequence[re.Match[str]]) -> bool:
    """Whether the gaps differ as in a table: a headline has one width, and one wider at most."""
    texts = [gap.group() for gap in gaps]
    kinds = set("".join(texts))
    widths = sorted(map(len, texts))
    return (
        "\t" in kinds
        or len(kinds) > 1
        or len(set(widths)) > 2
        or (widths[0] < widths[-1] and widths[len(widths) * 2 // 3] != widths[0])
    )


def _is_list(characters: str) -> bool:
    """Whether characters that stand apart are things told one by one: numbers of one kind, days of
    a calendar, or names of two characters.
    """
    kinds = set(characters)
    if any(kinds <= kind for kind in _TOLD_ONE_BY_ONE):
        return True
    pairs = [characters[at : at + 2] for at in range(0, len(characters), 2)]
    return len(pairs[-1]) == 2 and begin_with_families(pairs)


class _Words:
    """Which pairs of characters stand side by side on the page; found out when first asked."""

    def __init__(self, stretch: Source) -> None:
        self._stretch = stretch

    @cached_property
    def _pairs(self) -> frozenset[str]:
        lines = _SPACED_LINE.sub("", self._stretch.text)
        bare = re.sub(r"\s+", "", lines)
        return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))

    def binds(self, pair: str) -> bool:
        return pair in self._pairs


def _clause_gaps(line: str, gaps: Sequence[re.Match[str]], words: _Words) -> frozenset[int]:
    """The numbers of the gaps that part clauses: the wider ones, or else the middle one, if both
    halves have one length and nothing on the page binds them together.
    """
    widths = [gap.end() - gap.start() for gap in gaps]
    narrowest = min(widths)
    if max(widths) > narrowest:
        return frozenset(number for number, width in enumerate(widths) if width > narrowest)
    bare = _GAP_RUN.sub("", line)
    half = len(bare) // 2
    if len(bare) != len(gaps) + 1 or len(bare) % 2 or half < _SHORTEST_CLAUSE:
        return frozenset()
    bound = words.binds(bare[half - 1 : half + 1])
    both = words.binds(bare[:2]) and words.binds(bare[half : half + 2])
    clauses = all("\u3400" <= character <= "\u9fff" for character in bare)
    return frozenset([half - 1]) if clauses and both and not bound else frozenset()
