"""Hard-wrapped lines to paragraphs: which line breaks are the page's and not the writer's.

A column of print is told by its right edge: many neighbouring lines of nearly one width that stop
in the middle of a sentence. Where that edge is known, a line is joined to the next only if the next
one's first character had no room left on it and the sentence runs on.

Widths are in cells: a Han character takes one, a Latin letter half.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median, mode

from reader.importing.invisible import INVISIBLE
from reader.model import Edit, Source, Span

# The rule of the edits that take line breaks away.
LINE_JOIN = "join-lines"

_VISIBLE = f"[^\\s{INVISIBLE}]"
_DOUBLE_MARKS = re.compile("[”’）》」』、，。；：！？](?=[“‘（《「『”’）》」』、，。；：！？])")
_LINE = re.compile(f"{_VISIBLE}(?:[^\\n]*{_VISIBLE})?")
_NARROW = re.compile("[\x20-\x7e\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\uff61-\uffdc]")

# Lines looked at together. Enough for the edge to show, few enough that a page's next column,
# narrower or wider, is seen as such.
_WINDOW = 10

# Fewer lines that stop in mid-sentence show no edge.
_LEAST_BROKEN = 3

# The gap before the first line of a region, wider than any.
_NO_LINE_BEFORE = 10**9

# How far lines of one column differ: a long number or a mark that may not begin a line goes to the
# next line whole, and justified type is set tighter or looser.
_BAND_CELLS = 2.5

# Type set looser or tighter than its neighbours leaves this much room, or seems to stand out.
_LOOSE_CELLS = 1.5
_OVERHANG_CELLS = 2.5

# Extraction drops the two blank cells before a paragraph, so its first line seems short.
_LOST_INDENT_CELLS = 2.0

# Verse has 5 or 7 characters in a line and, with two clauses, 12 and a mark after each; newspaper
# columns begin at 9. Past 64 cells lines are paragraphs.
_NARROWEST_CELLS = 9.0
_WIDEST_CELLS = 64.0
_SHORTEST_FULL = 7

# So many first lines must have been seen, and so many of them as expected, for the rest to be told.
_LEAST_FIRST_LINES = 3
_FIRST_LINE_SHARE = 0.75

# Prose in Latin letters is set wider than this; narrower lines of it are a program or a list.
_LATIN_CELLS = 25.0

# A line too long for a newspaper column is a paragraph, or a piece of one; a headline that holds
# sentence marks may be as long, but not twice.
_LONG_CELLS = 30.0

_CLOSERS = "”’」』）)》〉】〕\"'"
_ENDS = "。！？!?…；;：:．."
_CLAUSE_MARKS = re.compile("[，。；！？,;!?]")
_SENTENCE_MARKS = re.compile("[。；！？]")
_PAUSES = "，、,"
_NEVER_FIRST = "，。、；：！？”’）」』》】〕％%…"
_PAIRS = ("“”", "‘’", "（）", "「」", "《》", "【】")
_OPENERS = "“‘（「『《〈【〔(\"'"

_NUMERAL = "[一二三四五六七八九十百零〇]"
_MARKER = re.compile(
    f"[（(]?{_NUMERAL}{{1,4}}[）)、．.]"
    r"|[（(]\d{1,3}[）)]|\d{1,3}(?:[、．）)]|[.](?!\d))"
    f"|第 ?(?:{_NUMERAL}|[0-9-]){{1,7}} ?[章节節条條回编編篇卷款项項](?![^\\s（(])"
    r"|[\u2460-\u24ff\u2160-\u217f\u3220-\u3243\u2776-\u2793]"
    r"|——|[□■○●◎△▲▽▼◇◆☆★※•▪►#＃>|├└┌│]|[-*+·] "
    r"|本报讯|本報訊|本报记者|本報記者"
)
_DATELINE = re.compile("本[报報][讯訊]")
_CREDIT = re.compile(r"[（(][^（）()，。；]{2,20}[）)]")
_SIGNED = re.compile(r"[。！？!?…][”’」』]?\s*[（(][^（）()，。；]{2,20}[）)]$")
_BYLINE = re.compile(r"[□■]")
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile(r"[!-~\u00c0-\u024f]+")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Flow:
    """``paragraphs``: source, in order, disjoint, from their first to their last visible character.

    ``joins``: the edits that take their inner line breaks away; sorted, disjoint.
    """

    paragraphs: tuple[Span, ...]
    joins: tuple[Edit, ...]


def reflow(stretch: Source, regions: Iterable[Span]) -> Flow:
    """Find the paragraphs of each region. ``regions``: source, in order, disjoint.

    No line of one region is joined to one of another.
    """
    paragraphs: list[Span] = []
    joins: list[Edit] = []
    for region in regions:
        lines = _Lines(stretch, region)
        first = 0
        for index, joined in enumerate(_joined(lines)):
            if joined:
                between = Span(lines[index].end, lines[index + 1].start)
                joins.append(join(stretch, between))
                continue
            paragraphs.append(Span(lines.starts[first], lines.ends[index]))
            first = index + 1
    return Flow(tuple(paragraphs), tuple(joins))


class _Line:
    """A line with something visible on it. ``start`` and ``end``: source, without its margins.

    ``gap`` counts the blank lines before it, ``indent`` the cells of white space it begins with.
    """

    def __init__(self, start: int, text: str, gap: int, indent: float) -> None:
        self.start = start
        self.end = start + len(text)
        self.text = text
        self.gap = gap
        self.indent = indent

    @cached_property
    def edge(self) -> float:
        """How far the line reaches to the right, in cells."""
        return self.indent + cells(self.text)

    @cached_property
    def ended(self) -> bool:
        """Whether a sentence ends with the line."""
        return ends_sentence(self.text) or self.signed

    @cached_property
    def is_text(self) -> bool:
        """Whether the line is sure to be no headline."""
        return self.has_clauses or self.unclosed or self.text[-1] in _PAUSES

    @cached_property
    def has_han(self) -> bool:
        return _HAN.search(self.text) is not None

    @cached_property
    def signed(self) -> bool:
        """Whether the line ends with the authors' names after a sentence."""
        return _SIGNED.search(self.text[-30:]) is not None

    @cached_property
    def unclosed(self) -> bool:
        """Whether a quotation or parenthesis begun in the line goes on past it."""
        return any(self.text.count(pair[0]) > self.text.count(pair[1]) for pair in _PAIRS)

    @cached_property
    def runs_over(self) -> bool:
        """Whether the line stops without any mark."""
        return _HAN.match(self.text[-1]) is not None or _LATIN.match(self.text[-1]) is not None

    @cached_property
    def opens(self) -> bool:
        """Whether the line can only be the first of its paragraph, or one by itself."""
        return opens_paragraph(self.text)

    @cached_property
    def has_clauses(self) -> bool:
        """Whether a clause ends before the line does, or a report begins with it: running text."""
        return (
            _CLAUSE_MARKS.search(self.text[:-1]) is not None
            or _DATELINE.match(self.text) is not None
        )


class _Lines:
    """The lines of a region on which something is visible. ``starts`` and ``ends``: source.

    What else is known of a line is found out when it is asked for: most lines of most files are
    too short or too plain to need it.
    """

    def __init__(self, stretch: Source, region: Span) -> None:
        self._stretch = stretch
        self._region = region
        self.starts: list[int] = []
        self.ends: list[int] = []
        for match in _LINE.finditer(
            stretch.text, region.start - stretch.start, region.end - stretch.start
        ):
            self.starts.append(match.start() + stretch.start)
            self.ends.append(match.end() + stretch.start)
        self._lines: dict[int, _Line] = {}

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, index: int) -> _Line:
        if index not in self._lines:
            before = self.ends[index - 1] if index else self._region.start
            start = self.starts[index]
            margin = self._stretch.slice(Span(before, start))
            self._lines[index] = _Line(
                start,
                self._stretch.slice(Span(start, self.ends[index])),
                margin.count("\n") - 1 if index else _NO_LINE_BEFORE,
                cells(margin[margin.rfind("\n") + 1 :]),
            )
        return self._lines[index]

    def pairs(self) -> Iterator[tuple[int, _Line, _Line]]:
        """Each line that another follows, with its number, but for those too short to be full."""
        for index in range(len(self) - 1):
            if self.ends[index] - self.starts[index] >= _SHORTEST_FULL:
                yield index, self[index], self[index + 1]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of print that some lines show: where its full lines end and its lines begin, in
    cells, and the blank lines between them.
    """

    edge: float
    margin: float
    gap: int


def cells(text: str) -> float:
    """The width of a line of text; of two marks side by side, one is set half as wide."""
    return len(text) - (len(_NARROW.findall(text)) + len(_DOUBLE_MARKS.findall(text))) / 2


def ends_sentence(text: str) -> bool:
    """Whether a line's last mark, quotation marks apart, ends a sentence or announces one."""
    bare = text.rstrip(_CLOSERS)
    return not bare or bare[-1] in _ENDS


def opens_paragraph(text: str) -> bool:
    """Whether a line begins with the mark of a list, a section or a report, or is a credit."""
    return _MARKER.match(text) is not None or _CREDIT.fullmatch(text) is not None


def _joined(lines: _Lines) -> list[bool]:
    """For each line whether the next one belongs to its paragraph."""
    columns = _Columns(lines)
    joined = [False] * len(lines)
    for index, line, following in lines.pairs():
        starts = not index or not joined[index - 1]
        joined[index] = not (line.ended or following.opens or _BYLINE.match(line.text)) and (
            any(_is_full(line, following, column, starts) for column in columns.at(index))
            or _is_cut(line, following)
        )
    if _shows_first_lines(lines, joined, columns):
        _judge_by_first_lines(lines, joined, columns)
    return joined


def _judge_by_first_lines(lines: _Lines, joined: list[bool], columns: _Columns) -> None:
    """Correct ``joined`` where a paragraph's first lines are known by their look.

    A headline as long as a full line is none, and after a sentence that ends with the line, only
    such a line begins a new paragraph.
    """
    for index, line, following in lines.pairs():
        starts = not index or not joined[index - 1]
        if joined[index] and starts and not line.is_text:
            joined[index] = any(
                line.indent >= 1 or line.edge < column.edge for column in columns.at(index)
            )
        elif line.ended and not line.signed and not following.opens:
            goes_on = following.ended or joined[index + 1]
            joined[index] = goes_on and any(
                _is_within(line, following, column) for column in columns.at(index)
            )


class _Columns:
    """The columns that the lines about a line show; each window is measured once."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines
        self._measured: dict[int, _Column | None] = {}

    def at(self, index: int) -> Iterator[_Column]:
        """Columns of windows that begin at a line, lie about it and end after it."""
        if self._lines[index].edge < _SHORTEST_FULL:
            return
        for start in (index, max(index - 3, 0), max(index - _WINDOW + 2, 0)):
            if start not in self._measured:
                window = range(start, min(start + _WINDOW, len(self._lines)))
                self._measured[start] = _column([self._lines[number] for number in window])
            column = self._measured[start]
            if column is not None:
                yield column


def _column(lines: Sequence[_Line]) -> _Column | None:
    """The column these lines are set in, if most that stop in mid-sentence reach one edge."""
    broken = [line for line in lines if not line.ended]
    if len(broken) < _LEAST_BROKEN or not any(line.has_clauses for line in broken):
        return None
    edges = sorted(line.edge for line in broken)
    inside = [number - bisect_left(edges, edge - _BAND_CELLS) for number, edge in enumerate(edges)]
    edge = max(zip(inside, edges, strict=True))[1]
    band = [line for line in broken if edge - _BAND_CELLS <= line.edge <= edge]
    if (
        not _NARROWEST_CELLS <= edge <= _WIDEST_CELLS
        or len(band) < max(_LEAST_BROKEN, len(broken) / 2)
        or (edge < _LATIN_CELLS and 2 * sum(line.has_han for line in band) < len(band))
        or sum(line.edge > edge + _OVERHANG_CELLS for line in lines) > len(lines) / 3
        or sum(line.runs_over for line in band) < len(band) / 3
        or sum(line.has_clauses for line in band) < len(band) / 4
    ):
        return None
    return _Column(
        median(line.edge for line in band),
        mode(line.indent for before, line in pairwise(lines) if not before.ended),
        mode(line.gap for line in lines[1:]),
    )


def _is_full(line: _Line, following: _Line, column: _Column, starts: bool) -> bool:
    """Whether the next line's first character had no room left on this one.

    A line that begins a paragraph could be a headline. It is none if it holds clauses or an open
    quotation, or if the next line is too long to begin a paragraph itself.
    """
    if not _may_continue(line, following, column):
        return False
    room = column.edge - line.edge
    needed = _first_unit(following.text) + _LOOSE_CELLS
    if not starts:
        return -_OVERHANG_CELLS <= room < needed + _LOOSE_CELLS
    if line.is_text:
        return -_OVERHANG_CELLS <= room < needed + _LOST_INDENT_CELLS
    if line.gap < column.gap or following.edge > column.edge + _LOOSE_CELLS:
        return False
    return -_LOOSE_CELLS < room < needed - _LOOSE_CELLS or (
        following.edge >= max(column.edge - _LOST_INDENT_CELLS / 2, line.edge + 1)
        and room < needed + _LOST_INDENT_CELLS
    )


def _may_continue(line: _Line, following: _Line, column: _Column) -> bool:
    """Whether the next line stands in the column as the same paragraph's would.

    One that is short and ends no sentence is an item of a list, unless it closes a parenthesis.
    """
    return (
        following.gap == column.gap
        and following.indent < column.margin + 1
        and following.edge <= column.edge + _OVERHANG_CELLS
        and (
            following.ended
            or following.has_clauses
            or line.unclosed
            or following.edge >= column.edge - _BAND_CELLS - _LOOSE_CELLS
        )
    )


def _is_first(line: _Line, column: _Column) -> bool:
    """Whether a line looks like a paragraph's first, its two blank cells kept or lost."""
    return line.indent >= column.margin + 1 or line.edge <= column.edge - _LOST_INDENT_CELLS / 2


def _is_within(line: _Line, following: _Line, column: _Column) -> bool:
    """Whether a sentence ends at a full line's end and its paragraph goes on."""
    room = column.edge - line.edge
    return (
        -_OVERHANG_CELLS <= room < _first_unit(following.text)
        and _may_continue(line, following, column)
        and following.edge - (not following.runs_over) >= column.edge
    )


def _shows_first_lines(lines: _Lines, joined: Sequence[bool], columns: _Columns) -> bool:
    """Whether first lines can be told from others here: judged by those after a short last line."""
    told = seen = 0
    for index in range(1, len(lines)):
        if not joined[index] or not lines[index - 1].ended:
            continue
        before, line = lines[index - 1], lines[index]
        for column in columns.at(index):
            if before.edge < column.edge - _BAND_CELLS:
                seen += 1
                told += _is_first(line, column)
                break
    return seen >= _LEAST_FIRST_LINES and told >= seen * _FIRST_LINE_SHARE


def _first_unit(text: str) -> float:
    """The cells of what would have had to move up together: one character or a Latin word."""
    index = len(text) - len(text.lstrip(_OPENERS))
    word = _LATIN_WORD.match(text, index)
    index = word.end() if word else index + 1
    while index < len(text) and text[index] in _NEVER_FIRST:
        index += 1
    return cells(text[:index])


def _is_cut(line: _Line, following: _Line) -> bool:
    """Whether a column's or page's end cuts a sentence of text that is not wrapped."""
    unfinished = line.edge >= _LONG_CELLS and line.text[-1] in _PAUSES
    return (
        (unfinished or (line.edge >= 2 * _LONG_CELLS and line.runs_over))
        and _SENTENCE_MARKS.search(line.text) is not None
        and following.indent < 1
        and following.has_clauses
        and (following.ended or following.edge >= _LONG_CELLS)
        and _HAN.match(following.text) is not None
    )


def join(stretch: Source, between: Span) -> Edit:
    """The edit that makes one line of two; ``between``: source, the white space between them."""
    start, end = between.start - stretch.start, between.end - stretch.start
    last, following = stretch.text[start - 1 : start], stretch.text[end : end + 1]
    words = _LATIN.match(following) and (_LATIN.match(last) or last in ",;.")
    return Edit(LINE_JOIN, between, stretch.slice(between), " " if words else "")
