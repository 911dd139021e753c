"""Lines of a newspaper's columns that cannot be told from their neighbours alone.

``parted`` finds section heads that look like full lines, by heads of the same form; ``rejoined``
finds the lines of texts too short to show the edge of their column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from statistics import median

from reader.importing.layout import Flow, cells, ends_sentence, join, opens_paragraph
from reader.importing.repairs.doubling import doubled
from reader.importing.repairs.spacing import letter_spaced
from reader.model import Source, Span

_WIDEST_HEAD = 24.0
_SHORTEST_HEAD = 6
_CLAUSE = re.compile("[，。；！？：、,;!?:]")

# Columns of newspapers, in cells; how far lines of one column differ; what a first line has lost.
_NARROWEST, _WIDEST = 9.0, 40.0
_LOOSE = 1.5
_LOST_INDENT = 2.0
_LONGEST_RUN = 60
_UNFINISHED = re.compile("[\u3400-\u9fff0-9A-Za-z，、,（“《％%）”》]$")
_SIGNED = re.compile(r"[。！？!?…][”’」』]?\s*[（(][^（）()，。；]{2,30}[）)]$")
_BYLINE = re.compile("[□■●◆]|——")
_ALONE = re.compile(
    "[^\n]*[编編][辑輯][：:][^\n]*|[^\n]*[热熱][线線][：:][^\n]*|[（(][^（）()]*[）)]|[^\n]*(?:星期|[周週])[一二三四五六日天]|[^\n]*[摄攝]"
)

# Lines of a masthead and credits, which are as wide as they happen to be.
_ALONE_IN_FRONT = re.compile(
    "[^\n，。]{0,24}(?:[编編][辑輯]|[热熱][线線]|[责責][编編])[：:][^\n，。]{2,40}$"
    "|[（(][^（）()，。；]{2,30}[）)]$"
    "|(?:19|20)\\d\\d[^\n，。]{4,12}(?:星期|[周週])[一二三四五六日天][^\n，。]{0,20}$"
)

_LINE = re.compile("[^\\s](?:[^\\n]*[^\\s])?")
_MOST_IN_FRONT = 4

# A parenthesis with names, cut by a line's end.
_OPENED = re.compile("[（(][^（）()，。；]*$")
_CLOSES = re.compile("[^（）()，。；]{1,20}[）)]")
_LONGEST_PARENTHESIS = 40

# So many first lines must have been seen, and so many of them as expected, for the rest to be told.
_LEAST_FIRST_LINES = 3
_FIRST_LINE_SHARE = 0.75

# Heads of one article share most of their words: 发展“依靠人”, 发展“为了人”.
_LEAST_SHARED = 0.6

# Heads of one article stand at most so many paragraphs apart, and a page has few that begin alike.
_MOST_APART = 40
_MOST_ALIKE = 20


def parted(source: Source, flow: Flow) -> Flow:
    """Part a first line from its paragraph where it is set like a head that stands alone."""
    heads = _heads(source, flow)
    indents = _shows_indents([source.slice(paragraph) for paragraph in flow.paragraphs])
    paragraphs: list[Span] = []
    cuts: set[int] = set()
    for number, paragraph in enumerate(flow.paragraphs):
        line, *rest = source.slice(paragraph).split("\n", 1)
        bare = line.rstrip()
        near = [
            text
            for at, text in heads.get(bare[:2], ())[:_MOST_ALIKE]
            if abs(at - number) <= _MOST_APART
        ]
        alike = any(_is_alike(bare, text) for text in near)
        head = _is_display(bare) or (
            _may_be_head(bare)
            and (alike or (indents and bool(rest) and _is_over_indent(line, rest[0])))
        )
        if rest and head:
            text = rest[0].lstrip()
            pieces = [
                Span(paragraph.start, paragraph.start + len(bare)),
                Span(paragraph.end - len(text), paragraph.end),
            ]
        else:
            pieces = list(_without_front(source, paragraph))
        if indents:
            pieces = [part for piece in pieces for part in _at_first_lines(source, piece)]
        cuts.update(piece.end for piece in pieces[:-1])
        paragraphs += pieces
    joins = tuple(edit for edit in flow.joins if edit.source.start not in cuts)
    return Flow(tuple(paragraphs), joins)


def _is_display(line: str) -> bool:
    """Whether a line is set as only headlines are: twice, or with every character apart."""
    stretch = Source(line)
    return any(True for rule in (doubled, letter_spaced) for _ in rule(stretch))


def _without_front(source: Source, paragraph: Span) -> Iterator[Span]:
    """A paragraph, or the lines of a masthead or credit it begins with and what remains of it."""
    lines = list(_LINE.finditer(source.slice(paragraph)))
    heads = [
        at for at, line in enumerate(lines[:_MOST_IN_FRONT]) if _ALONE_IN_FRONT.match(line.group())
    ]
    start = paragraph.start
    for line in lines[: heads[-1] + 1 if heads else 0]:
        yield Span(paragraph.start + line.start(), paragraph.start + line.end())
    if not heads:
        yield paragraph
    elif heads[-1] + 1 < len(lines):
        yield Span(start + lines[heads[-1] + 1].start(), paragraph.end)


def _at_first_lines(source: Source, paragraph: Span) -> Iterator[Span]:
    """A paragraph parted where a line that ends a sentence stops short of the column and the next
    one looks like a first line.
    """
    lines = list(_LINE.finditer(source.slice(paragraph)))
    widths = [cells(line.group()) for line in lines]
    broken = [
        width
        for line, width in zip(lines[1:], widths[1:], strict=True)
        if _UNFINISHED.search(line.group()) and line.group()[-1] not in "，、"
    ]
    start = paragraph.start
    for at in range(1, len(lines) if broken else 0):
        full = median(broken)
        short = full - widths[at - 1] >= 1 and ends_sentence(lines[at - 1].group())
        if short and abs(full - widths[at] - _LOST_INDENT) <= 0.5:
            yield Span(start, paragraph.start + lines[at - 1].end())
            start = paragraph.start + lines[at].start()
    yield Span(start, paragraph.end)


def _shows_indents(texts: Sequence[str]) -> bool:
    """Whether the first lines of paragraphs stop short of their column, their indent lost: judged
    by those behind a paragraph whose last line was not full.
    """
    told = seen = 0
    for before, text in pairwise(texts):
        width = _full_width(text)
        last = cells(before.rsplit("\n", 1)[-1])
        if width and ends_sentence(before) and last < width - _LOST_INDENT - 1:
            seen += 1
            told += abs(width - cells(text.split("\n", 1)[0]) - _LOST_INDENT) <= 1
    return seen >= _LEAST_FIRST_LINES and told >= seen * _FIRST_LINE_SHARE


def _is_over_indent(line: str, rest: str) -> bool:
    """Whether below a paragraph's first line stands one that looks like a first line itself."""
    lines = [text for text in rest.split("\n") if text.strip()]
    if len(lines) < 3 or _CLAUSE.search(line):
        return False
    width = median(map(cells, lines[1:-1]))
    inner = sum(abs(width - cells(text)) <= 1 for text in lines[1:-1]) >= 0.7 * len(lines[1:-1])
    return (
        inner
        and _NARROWEST <= width <= _WIDEST
        and abs(width - cells(lines[0]) - _LOST_INDENT) <= 0.5
        and abs(width - cells(line) - _LOST_INDENT) > 0.5
    )


def rejoined(source: Source, flow: Flow) -> Flow:
    """Join lines as wide as their column that stop in mid-sentence, up to one that ends one, and
    those that a short parenthesis, as names stand in, goes across.
    """
    flow = _closed(source, flow)
    texts = [source.slice(paragraph) for paragraph in flow.paragraphs]
    widths = _column_widths(texts)
    indents = _shows_indents(texts)
    paragraphs: list[Span] = []
    joins = list(flow.joins)
    number = 0
    while number < len(texts):
        end = max(
            _run_end(source, flow.paragraphs, texts, number, width, indents)
            for width in dict.fromkeys(widths[number])
        )
        run = flow.paragraphs[number : end + 1]
        for before, following in pairwise(run):
            joins.append(join(source, Span(before.end, following.start)))
        paragraphs.append(Span(run[0].start, run[-1].end))
        number = end + 1
    joins.sort(key=lambda edit: edit.source.start)
    return Flow(tuple(paragraphs), tuple(joins))


def _closed(source: Source, flow: Flow) -> Flow:
    """Join a line with the next where a short parenthesis begins in one and ends in the other."""
    paragraphs: list[Span] = []
    joins = list(flow.joins)
    for paragraph in flow.paragraphs:
        before = paragraphs[-1] if paragraphs else None
        if before is not None and _OPENED.search(source.slice(before)[-_LONGEST_PARENTHESIS:]):
            between = Span(before.end, paragraph.start)
            gap = source.slice(between)
            near = not gap.strip() and gap.count("\n") <= 2  # a heading may stand between
            if near and _CLOSES.match(source.slice(paragraph)[:_LONGEST_PARENTHESIS]):
                joins.append(join(source, between))
                paragraphs[-1] = Span(before.start, paragraph.end)
                continue
        paragraphs.append(paragraph)
    joins.sort(key=lambda edit: edit.source.start)
    return Flow(tuple(paragraphs), tuple(joins))


def _column_widths(texts: Sequence[str]) -> list[list[float]]:
    """For each paragraph the widths of full lines that it may be set in: those of the nearest
    paragraphs of several lines, above and below, and that of the lines right here.
    """
    own = [_full_width(text) for text in texts]
    found: list[list[float]] = []
    above = 0.0
    for number, text in enumerate(texts):
        above = own[number] or above
        here = max(map(cells, [text, *texts[number + 1 : number + 3]]))
        found.append([above, here])
    below = 0.0
    for number in range(len(texts) - 1, -1, -1):
        below = own[number] or below
        found[number].insert(0, below)
    return found


def _full_width(text: str) -> float:
    lines = [line for line in text.split("\n") if line.strip()]
    inner = [cells(line) for line in lines[1:-1]]
    return median(inner) if inner else 0.0


def _run_end(
    source: Source,
    paragraphs: Sequence[Span],
    texts: Sequence[str],
    first: int,
    width: float,
    indents: bool,
) -> int:
    """The last paragraph of a run of lines that are one, which begins with a given paragraph."""
    gap = -1
    if _is_display(texts[first]):
        return first
    for number in range(first, min(first + _LONGEST_RUN, len(texts))):
        text = texts[number]
        if number > first:
            between = source.slice(Span(paragraphs[number - 1].end, paragraphs[number].start))
            if between.strip() or gap not in (-1, between.count("\n")) or opens_paragraph(text):
                return first
            gap = between.count("\n")
        lines = text.split("\n")
        if number > first and len(lines) > 1 and width - cells(lines[0]) >= _LOST_INDENT - 1:
            return first  # it is a paragraph's first line itself
        if number > first and (
            _is_display(text) or abs((_full_width(text) or width) - width) > 1.5
        ):
            return first
        if indents and _goes_on(texts, number, width):
            continue
        if ends_sentence(text) or _SIGNED.search(text):
            return number if cells(lines[0]) <= width + 2 and not _BYLINE.match(text) else first
        if not _is_full(lines[-1], width, number == first and len(lines) == 1):
            return first
        if _BYLINE.match(text) or _ALONE.fullmatch(text) or _UNFINISHED.search(text) is None:
            return first
    return first


def _goes_on(texts: Sequence[str], number: int, width: float) -> bool:
    """Whether a sentence ends at the very end of a full line and the next line is no first one."""
    if number + 1 == len(texts) or _SIGNED.search(texts[number]):
        return False
    lines, following = texts[number].split("\n"), texts[number + 1].split("\n")
    room = width - cells(lines[-1]) - (_LOST_INDENT if len(lines) == 1 else 0)
    over = width - cells(following[0])
    goes_on = over < 1 if len(following) > 1 else over > _LOST_INDENT + 0.5 or over < 1
    return (
        ends_sentence(lines[-1])
        and abs(room) <= 0.5
        and goes_on
        and over >= -_LOOSE
        and (
            len(following) > 1
            or (ends_sentence(following[0]) and not opens_paragraph(following[0]))
        )
        and not _BYLINE.match(texts[number])
        and _CLAUSE.search(texts[number]) is not None
    )


def _is_full(line: str, width: float, first: bool) -> bool:
    """Whether a line reaches its column's edge. The first line of a paragraph, its indent lost, is
    shorter, and so a line without marks is a headline if it is not.
    """
    if not _NARROWEST <= width <= _WIDEST:
        return False
    room = width - cells(line)
    if first:
        return _LOST_INDENT - _LOOSE <= room <= _LOST_INDENT + _LOOSE or (
            -_LOOSE <= room <= _LOOSE and _CLAUSE.search(line) is not None
        )
    return -_LOOSE <= room <= _LOOSE


def _heads(source: Source, flow: Flow) -> dict[str, list[tuple[int, str]]]:
    """Short lines that stand alone, by what they begin with."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, paragraph in enumerate(flow.paragraphs):
        if len(paragraph) <= _WIDEST_HEAD * 2:
            text = source.slice(paragraph)
            if _may_be_head(text):
                found[text[:2]].append((number, text))
    return found


def _may_be_head(text: str) -> bool:
    return (
        len(text) >= _SHORTEST_HEAD
        and "\n" not in text
        and cells(text) <= _WIDEST_HEAD
        and not _CLAUSE.search(text)
    )


def _is_alike(text: str, head: str) -> bool:
    if abs(len(text) - len(head)) > 2 or text == head:
        return False
    before = _shared(text, head)
    behind = _shared(text[before:][::-1], head[before:][::-1])
    return before + behind >= _LEAST_SHARED * len(text)


def _shared(text: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, other, strict=False))
    )
