"""What a page prints beside its texts, and what may so stand in the middle of one.

``lifted`` takes it out before lines are joined, so that a column goes on below it; ``put_back``
returns it to its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from reader.importing.layout import Flow
from reader.model import Source, Span

# A number no text would set apart: with a nought or a letter before it, or called a page's.
_PAGE = re.compile(
    "(?:[A-H]\\d{2}|0[1-9]|第 ?[0-9一二三四五六七八九十]{1,3} ?版|[-—·] ?\\d{1,3} ?[-—·])"
)
_NAME = re.compile("[\u3400-\u9fff]{2,4}(?:[日晚早时時周週商]|都市)[报報]")
_DATE = re.compile(
    "(?:19|20)\\d\\d[-./年]\\d{1,2}[-./月]\\d{1,2}日?[ \u3000]*"
    "(?:(?:星期|[周週])[一二三四五六日天])?"
)
_STAFF = re.compile("[^\n，。]{0,24}(?:[编編][辑輯]|[热熱][线線]|[责責][编編])[：:][^\n，。]{2,40}")

# Any number may be a page's, unless what follows is counted with it.
_NUMBER = re.compile("[1-9]\\d?")
_COUNTED = re.compile(
    "[\\s0-9.%％多余餘万萬亿億千百十年月日号號时時点點分秒度届屆期个個名位人家户戶件台辆輛只條条艘次"
    "岁歲米公里斤吨噸亩畝元倍所座间間项項层層楼樓张張本部种種天周週]"
)


_LINE = re.compile("\\S(?:[^\n]*\\S)?")
_CLAUSE = re.compile("[，。；！？]")
_UNFINISHED = re.compile("[\u3400-\u9fff0-9A-Za-z，、,（“《]$")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Lifted:
    """A source with blanks for the lines in ``spans``, these sorted; all offsets hold."""

    source: Source
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PutBack:
    """``cuts``: where the halves of paragraphs end and begin again, in the source."""

    flow: Flow
    cuts: frozenset[int] = frozenset()


def lifted(source: Source, regions: Iterable[Span]) -> Lifted:
    """Take out the page's own lines that stand below one that stops in mid-sentence."""
    pieces: list[str] = []
    spans: list[Span] = []
    position = 0
    for before, line in _in_midst(source, regions):
        pieces += (source.text[position:before], " " * (line.end() - before))
        spans.append(Span(line.start() + source.start, line.end() + source.start))
        position = line.end()
    pieces.append(source.text[position:])
    return Lifted(Source("".join(pieces), source.start), tuple(spans))


def _in_midst(source: Source, regions: Iterable[Span]) -> Iterator[tuple[int, re.Match[str]]]:
    """Each such line and where the one before it ends. A page's head has no sentence above it."""
    told = False
    for region in regions:
        cut, end = False, 0
        lines = _LINE.finditer(source.text, region.start - source.start, region.end - source.start)
        for line, following in pairwise(chain(lines, (None,))):
            assert line is not None
            below = following.group() if following else ""
            short = line.end() - line.start() <= _LONGEST
            if cut and short and is_between_halves(line.group(), below):
                yield end, line
            else:
                told = told or _CLAUSE.search(line.group()) is not None
                cut = told and _UNFINISHED.search(line.group()[-1]) is not None
            end = line.end()


def put_back(source: Source, flow: Flow, lifted: Lifted) -> PutBack:
    """The flow with the lines that were lifted as paragraphs, and those they part in pieces."""
    paragraphs: list[Span] = []
    cuts: set[int] = set()
    waiting = list(reversed(lifted.spans))
    for paragraph in flow.paragraphs:
        while waiting and waiting[-1].start < paragraph.start:
            paragraphs.append(waiting.pop())
        start = paragraph.start
        while waiting and waiting[-1].start < paragraph.end:
            line = waiting.pop()
            half = _bare(source, Span(start, line.start))
            if len(half):
                paragraphs.append(half)
                cuts.update((half.end, start) if start > paragraph.start else (half.end,))
            paragraphs.append(line)
            start = paragraph.end - len(source.slice(Span(line.end, paragraph.end)).lstrip())
        if start > paragraph.start:
            cuts.add(start)
        paragraphs.append(Span(start, paragraph.end))
    paragraphs += reversed(waiting)
    kept = (edit for edit in flow.joins if edit.source.end not in cuts)
    joins = tuple(edit for edit in kept if edit.source.start not in cuts)
    return PutBack(Flow(tuple(paragraphs), joins), frozenset(cuts))


def _bare(source: Source, span: Span) -> Span:
    return Span(span.start, span.start + len(source.slice(span).rstrip()))


def is_furniture(line: str) -> bool:
    """Whether a line is a page's number, name, date or staff, wherever it stands."""
    return any(form.fullmatch(line) for form in (_PAGE, _NAME, _DATE, _STAFF))


def is_between_halves(line: str, following: str) -> bool:
    """Whether a line in the middle of a sentence is the page's, and the sentence goes on below."""
    if is_furniture(line):
        return True
    return _NUMBER.fullmatch(line) is not None and _COUNTED.match(following) is None
