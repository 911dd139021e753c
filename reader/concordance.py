"""Every place of a search in its context, a line each: made, sorted, counted by date, as CSV. Pure.

What is counted and what is listed are two things: a library has more places of 的 than anyone can
read, so lines end at ``MOST_LINES`` while the counts go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from unicodedata import normalize

import numpy as np

from reader.export.csv import table
from reader.model import ArticleSummary, Script, Span
from reader.script import paragraph_at, paragraph_script
from reader.script.folding import Array, fold, folded_points
from reader.search.pattern import SearchedText
from reader.search.places import as_spans, hit_places
from reader.search.query import Node, date_number

# 200,000 lines take some 120 MB.
MOST_LINES = 200_000
_CONTEXT_CHARACTERS = 30
# What ends a line in some program or another, and the tab: a line here is one line everywhere.
_BREAKS = dict.fromkeys(map(ord, "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")
# Few at first, so that lines are on screen at once; then enough to share the cost of a query.
_FIRST_ARTICLES = 16
_ARTICLES = 250
_CHARACTERS = 500_000
_RADICALS = range(0x2F00, 0x2FD6)


@dataclass(frozen=True, slots=True)
class ConcordanceLine:
    """A place in its context, all of it source text on one line. ``span``: article.

    ``script``: what the stretch is written in.
    """

    article_id: int
    span: Span
    left: str
    word: str
    right: str
    title: str
    newspaper: str
    date: str | None
    script: Script


@dataclass(frozen=True, slots=True)
class DateCount:
    """How many hits or articles bear a date: ISO 8601, or its beginning, or none."""

    date: str | None
    count: int


@dataclass(frozen=True, slots=True)
class ConcordanceBatch:
    """The next of a concordance's lines. ``done`` of ``total`` articles have been looked through.

    ``counts``: the hits of this batch, those too that have no line for want of room.
    """

    lines: tuple[ConcordanceLine, ...]
    counts: tuple[DateCount, ...]
    done: int
    total: int


class LineOrder(StrEnum):
    """What a concordance is sorted by."""

    LEFT = "left"
    WORD = "word"
    RIGHT = "right"
    NEWSPAPER = "newspaper"
    DATE = "date"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, ``2020``, or a month, ``2020-11``: written as a query's ``date:`` takes it."""

    name: str
    hits: int
    articles: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Hits and articles by period; ``periods`` follow each other without a gap, may be none.

    The others have no date, or in a timeline by month no month.
    """

    periods: tuple[Period, ...]
    undated_hits: int
    undated_articles: int


class LineMaker:
    """Makes the lines of one query from one article after the other, until there are too many."""

    def __init__(self, tree: Node | None, articles: int) -> None:
        """``articles``: how many there are going to be."""
        self._tree = tree
        self._articles = articles
        self._done = 0
        self._room = MOST_LINES

    def batch(
        self, articles: Sequence[ArticleSummary], texts: Mapping[int, str]
    ) -> ConcordanceBatch:
        """The lines of the next articles."""
        lines: list[ConcordanceLine] = []
        counts: Counter[str | None] = Counter()
        for article in articles:
            text = texts.get(article.id, "")
            spans = as_spans(hit_places(self._tree, SearchedText(text)))
            counts[article.date] += len(spans)
            lines += _lines(article, text, spans[: self._room - len(lines)])
        self._room -= len(lines)
        self._done += len(articles)
        found = tuple(DateCount(date, count) for date, count in counts.items() if count)
        return ConcordanceBatch(tuple(lines), found, self._done, self._articles)


def portions(
    article_ids: Sequence[int], summaries: Callable[[Sequence[int]], Mapping[int, ArticleSummary]]
) -> Iterator[list[ArticleSummary]]:
    """Articles in their order, a few at a time; ``summaries`` tells of those that still exist.

    The texts of one portion are no longer than is read at once, unless it is a single one.
    """
    start = 0
    while start < len(article_ids):
        wanted = article_ids[start : start + (_ARTICLES if start else _FIRST_ARTICLES)]
        start += len(wanted)
        known = summaries(wanted)
        portion: list[ArticleSummary] = []
        length = 0
        for article in (known[number] for number in wanted if number in known):
            if portion and length + article.characters > _CHARACTERS:
                yield portion
                portion, length = [], 0
            portion.append(article)
            length += article.characters
        if portion:
            yield portion


def line_order(
    lines: Sequence[ConcordanceLine], by: LineOrder, *, descending: bool = False
) -> Array:
    """The lines' numbers in this order; those that are alike stay in the order they are in.

    Contexts are compared from the word outwards, folded and without white space, so that the same
    words stand together in whichever script; in Unicode's order, which is by radical and strokes.
    What has no date or newspaper comes last, in either direction.
    """
    keys = _keys(lines, by)
    order: Array = np.argsort(keys, kind="stable")
    if descending:  # the last of the reversed is the first, and equal ones keep their order
        order = len(keys) - 1 - np.argsort(keys[::-1], kind="stable")[::-1]
    if by not in (LineOrder.DATE, LineOrder.NEWSPAPER):
        return order
    known = np.array([_value(line, by) != "" for line in lines], dtype=np.bool_)[order]
    return np.concatenate([order[known], order[~known]])


def timeline(
    hits: Iterable[DateCount], articles: Iterable[DateCount], *, by_month: bool = False
) -> Timeline:
    """Both by period, from the year of the earliest hit to that of the latest."""
    hit_counts, article_counts = (_by_period(counts, by_month) for counts in (hits, articles))
    undated = hit_counts.pop(None, 0), article_counts.pop(None, 0)
    return Timeline(
        tuple(
            Period(_period_name(number, by_month), hit_counts[number], article_counts[number])
            for number in _periods(
                [number for number in hit_counts if number is not None], by_month
            )
        ),
        *undated,
    )


def lines_csv(lines: Iterable[ConcordanceLine]) -> str:
    """Lines for a spreadsheet; a byte order mark tells it that this is UTF-8.

    A cell that a spreadsheet would take for a formula has an apostrophe before it.
    """
    header = ["left", "word", "right", "newspaper", "date", "title", "article", "start", "end"]
    rows = (
        [
            *(line.left, line.word, line.right, line.newspaper, line.date or "", line.title),
            *(line.article_id, line.span.start, line.span.end),
        ]
        for line in lines
    )
    return table([header, *rows])


def timeline_csv(counted: Timeline) -> str:
    """Counts for a spreadsheet; the row without a period is of what has none."""
    rows = [(period.name, period.hits, period.articles) for period in counted.periods]
    undated = ("", counted.undated_hits, counted.undated_articles)
    return table([("period", "hits", "articles"), *rows, undated])


def _lines(article: ArticleSummary, text: str, spans: Iterable[Span]) -> Iterator[ConcordanceLine]:
    title, newspaper = _on_one_line(article.label), _on_one_line(article.newspaper or "")
    paragraph, script = Span(0, 0), article.script
    for span in spans:
        if article.script is Script.MIXED and not paragraph.start <= span.start < paragraph.end:
            paragraph = paragraph_at(text, span.start)
            script = paragraph_script(text[paragraph.start : paragraph.end])
        yield ConcordanceLine(
            article_id=article.id,
            span=span,
            left=_on_one_line(text[max(span.start - _CONTEXT_CHARACTERS, 0) : span.start]),
            word=_on_one_line(text[span.start : span.end]),
            right=_on_one_line(text[span.end : span.end + _CONTEXT_CHARACTERS]),
            title=title,
            newspaper=newspaper,
            date=article.date,
            script=script,
        )


def _on_one_line(text: str) -> str:
    return text.translate(_BREAKS)


def _keys(lines: Sequence[ConcordanceLine], by: LineOrder) -> Array:
    match by:
        case LineOrder.LEFT:
            return _context_keys([line.left[::-1] for line in lines])
        case LineOrder.RIGHT:
            return _context_keys([line.right for line in lines])
        case _:
            return _ranks([_value(line, by) for line in lines])


def _value(line: ConcordanceLine, by: LineOrder) -> str:
    match by:
        case LineOrder.WORD:
            return line.word
        case LineOrder.NEWSPAPER:
            return line.newspaper
        case LineOrder.DATE:
            return line.date or ""
        case LineOrder.TITLE:
            return line.title
    raise AssertionError(by)


def _context_keys(contexts: Sequence[str]) -> Array:
    """Hardly two are alike: as an array, which is sorted while other threads go on."""
    squeezed = ["".join(context.split()) for context in contexts]
    texts = np.array(squeezed, dtype=f"U{_CONTEXT_CHARACTERS}")
    points = folded_points(texts.view(np.uint32))
    radicals = (points >= _RADICALS.start) & (points < _RADICALS.stop)
    points[radicals] = _unified_radicals()[points[radicals] - _RADICALS.start]
    keys: Array = points.view(texts.dtype)
    return keys


@cache
def _unified_radicals() -> Array:
    """Folding leaves 人 as the radical ⼈, which would come before all other characters."""
    return np.array([ord(normalize("NFKC", chr(point))) for point in _RADICALS], dtype=np.uint32)


def _ranks(values: Sequence[str]) -> Array:
    """Few are different: sorted once each."""
    folded = {value: (fold("".join(value.split())), value) for value in set(values)}
    ranks = {value: rank for rank, value in enumerate(sorted(folded, key=folded.__getitem__))}
    return np.array([ranks[value] for value in values], dtype=np.int64)


def _by_period(counts: Iterable[DateCount], by_month: bool) -> Counter[int | None]:
    found: Counter[int | None] = Counter()
    for one in counts:
        found[_period_number(one.date, by_month)] += one.count
    return found


def _periods(numbers: Sequence[int], by_month: bool) -> range:
    """All from the first to the last; months fill up their years."""
    if not numbers:
        return range(0)
    in_year = 12 if by_month else 1
    return range(min(numbers) // in_year * in_year, (max(numbers) // in_year + 1) * in_year)


def _period_number(date: str | None, by_month: bool) -> int | None:
    """Consecutive periods have consecutive numbers."""
    year, month = divmod(date_number(date) // 100, 100)
    if not year or (by_month and not month):
        return None
    return year * 12 + month - 1 if by_month else year


def _period_name(number: int, by_month: bool) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}" if by_month else f"{number:04}"
