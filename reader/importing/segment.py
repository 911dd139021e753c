"""A page to articles: titles, subtitles and headings to the paragraphs that follow them.

Headlines that stand elsewhere on the page than their body are sought by ``pages.newspaper``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import pairwise, takewhile

from reader.alignment import assembled_text
from reader.importing.formats import Heading, Page
from reader.importing.invisible import visible
from reader.importing.layout import cells, ends_sentence, opens_paragraph
from reader.model import ArticleDraft, Block, BlockKind, Edit, Source, Span
from reader.script import detect

# Headings of this level or above begin an article; those below stand inside one.
_ARTICLE_LEVEL = 2

# Titles in the newspapers seen have up to 28 cells; a longer line is a sentence.
_WIDEST_TITLE_CELLS = 30.0

# Characters; with marks and invisible characters a line of a title may have so many.
_LONGEST_LINE = 500

# How many lines may stand between a title and its text: subtitle, date, names.
_MOST_BETWEEN = 3

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ONLY_WORDS = re.compile("[\u3400-\u9fff]{5,30}")
_BESIDE_TITLE = re.compile(
    r"[□■]|[（(]|\d{4}|作者|文[/／]|记者|記者|来源|來源|编辑|編輯|[\u3400-\u9fff]{2,3}$"
    r"|[\u3400-\u9fff] [\u3400-\u9fff]( [\u3400-\u9fff])?$|第.{1,6}[章回节節卷]"
    r"|[^，、]{1,15} [\u3400-\u9fff]{2,4}$"
)

_SPEAKER = re.compile(
    "[\u3400-\u9fff]{0,10}(?:[长長]|[书書][记記]|主席|主任|[总總][经經]理|委[员員]|代表)[ \u3000]+"
    "(?P<name>[\u3400-\u9fff]{2,4}|[\u3400-\u9fff][ \u3000]+[\u3400-\u9fff])"
)
_GAP = re.compile("[ \u3000]+")
_SECTION_HEAD = re.compile(
    "[一二三四五六七八九十]{1,3}、[^，。；：,;:]{2,24}|[\u3400-\u9fff]{4,16}"
)

# Each alternative keeps what stands in its named group and drops its marks. A mark is taken only in
# pairs on one line; emphasis inside emphasis and marks beside their like are left as they are.
_INLINE = re.compile(
    r"(?<!`)`(?P<code>[^`\n]+)`(?!`)"
    r"|!?\[(?P<link>[^\[\]\n]*[^\[\]\s][^\[\]\n]*)\]\([^()\s]*\)"
    r"|(?<![*\\])\*\*(?![\s*])(?P<strong>[^*\n]*[^*\s])\*\*(?!\*)"
    r"|(?<![0-9A-Za-z*\\])\*(?![\s*])(?P<emphasis>[^*\n]*[^*\s])\*(?![0-9A-Za-z*])"
)


@dataclass(frozen=True, slots=True)
class _Section:
    """An article to be: its headings, and the source stretch that is its own."""

    span: Span
    title: Heading | None
    subtitle: Heading | None


def regions(page: Page) -> Iterator[Span]:
    """The source stretches in which lines may be joined, in order; each verbatim line is one."""
    apart = sorted([*((span, True) for span in page.verbatim),
                    *((heading.span, False) for heading in page.headings)])  # fmt: skip
    position = _text_start(page)
    for span, verbatim in apart:
        yield Span(position, span.start)
        if verbatim:
            yield from _lines(page.source, span)
        position = span.end
    yield Span(position, page.source.start + len(page.source.text))


def marks(page: Page) -> Iterator[Edit]:
    """The edits that take a format's own marks away; disjoint, in no order."""
    if page.front_matter is not None:
        span = visible(page.source, page.front_matter)
        if span is not None:
            yield _dropping("front-matter", page.source, span)
    for heading in page.headings:
        for span in (
            Span(heading.span.start, heading.text.start),
            Span(heading.text.end, heading.span.end),
        ):
            if len(span):
                yield _dropping("heading-mark", page.source, span)
    if page.marked:
        yield from _inline_marks(page)


def articles(
    page: Page, paragraphs: Sequence[Span], edits: Sequence[Edit]
) -> Iterator[ArticleDraft]:
    """The articles of a page in its order; none without a visible character.

    ``paragraphs``: source, sorted, outside headings. ``edits``: all of the page's, sorted.
    """
    cleaner = Cleaner(page.source, edits)
    starts = [paragraph.start for paragraph in paragraphs]
    heads = [heading.span.start for heading in page.headings]
    for section in _sections(page):
        low = bisect_left(starts, section.span.start)
        high = bisect_left(starts, section.span.end)
        headings = page.headings[bisect_left(heads, section.span.start) :
                                 bisect_left(heads, section.span.end)]  # fmt: skip
        blocks = _blocks(page, section, headings, paragraphs[low:high])
        if not page.headings and page.record is None:
            blocks = _with_section_heads(_with_opening_title(blocks, cleaner), cleaner)
        if blocks:
            yield _draft(page, blocks, cleaner)


class Cleaner:
    """Clean text of blocks, without going through all edits of the page for each."""

    def __init__(self, source: Source, edits: Sequence[Edit]) -> None:
        self._source = source
        self._edits = edits
        self._starts = [edit.source.start for edit in edits]

    def text(self, block: Block) -> str:
        """The clean text of a block whose spans, if several, stand in source order."""
        start, end = block.spans[0].start, block.spans[-1].end
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, end, low)
        if low == high and len(block.spans) == 1:
            return self._source.slice(block.spans[0])
        return assembled_text(self._source, [block], self._edits[low:high])

    def opening(self, block: Block) -> str:
        """The clean text of a block, or something as long where it is surely not one line."""
        span = block.spans[0]
        return self.text(block) if len(span) <= _LONGEST_LINE else self._source.slice(span)


def _lines(source: Source, span: Span) -> Iterator[Span]:
    position = span.start
    for line in source.slice(span).split("\n"):
        yield Span(position, position + len(line))
        position += len(line) + 1


def _text_start(page: Page) -> int:
    """Where the text of a page begins, in the source."""
    if page.front_matter is not None:
        return page.front_matter.end
    return page.record.body.start if page.record else page.source.start


def _inline_marks(page: Page) -> Iterator[Edit]:
    source = page.source
    position = _text_start(page)
    for barred in [*page.verbatim, Span(*[source.start + len(source.text)] * 2)]:
        for match in _INLINE.finditer(
            source.text, position - source.start, barred.start - source.start
        ):
            kept = Span(*match.span(match.lastgroup or 0))
            for start, end in ((match.start(), kept.start), (kept.end, match.end())):
                span = Span(start + source.start, end + source.start)
                yield _dropping("markdown-mark", source, span)
        position = barred.end


def _dropping(rule: str, source: Source, span: Span) -> Edit:
    return Edit(rule, span, source.slice(span), "")


def _sections(page: Page) -> Iterator[_Section]:
    """The stretches of a page that are articles; the one before the first heading comes first."""
    end = page.source.start + len(page.source.text)
    if page.record is not None:
        yield _Section(Span(page.source.start, end), None, None)
        return
    start, title, subtitle = page.source.start, None, None
    for before, heading in pairwise((None, *page.headings)):
        if heading is None:
            continue
        if before is not None and before is title and _is_subtitle(page, before, heading):
            subtitle = heading
        elif heading.level <= _ARTICLE_LEVEL:
            yield _Section(Span(start, heading.span.start), title, subtitle)
            start, title, subtitle = heading.span.start, heading, None
    yield _Section(Span(start, end), title, subtitle)


def _is_subtitle(page: Page, title: Heading, heading: Heading) -> bool:
    """Whether a heading below a title's level stands right under it."""
    between = Span(title.span.end, heading.span.start)
    return heading.level > title.level and visible(page.source, between) is None


def _blocks(
    page: Page, section: _Section, headings: Sequence[Heading], paragraphs: Sequence[Span]
) -> list[Block]:
    marked = [Block(_heading_kind(section, heading), (heading.span,)) for heading in headings]
    if page.record is not None and page.record.title is not None:
        marked.insert(0, Block(BlockKind.TITLE, (page.record.title,)))
    plain = [Block(BlockKind.PARAGRAPH, (paragraph,)) for paragraph in paragraphs]
    return [*merge(marked, plain, key=lambda block: block.spans[0].start)] if marked else plain


def _heading_kind(section: _Section, heading: Heading) -> BlockKind:
    if heading is section.title:
        return BlockKind.TITLE
    return BlockKind.SUBTITLE if heading is section.subtitle else BlockKind.HEADING


def _draft(page: Page, blocks: Sequence[Block], cleaner: Cleaner) -> ArticleDraft:
    record = page.record
    whole = Span(blocks[0].spans[0].start, blocks[-1].spans[-1].end)
    return ArticleDraft(
        blocks=tuple(blocks),
        title=_joined_text(blocks, BlockKind.TITLE, cleaner),
        subtitle=_joined_text(blocks, BlockKind.SUBTITLE, cleaner),
        authors=record.authors if record else _speakers(blocks, cleaner),
        newspaper=record.newspaper if record else None,
        date=record.date if record else None,
        script=detect(page.source.slice(whole)),
    )


def _joined_text(blocks: Sequence[Block], kind: BlockKind, cleaner: Cleaner) -> str:
    return " ".join(cleaner.text(block) for block in blocks if block.kind is kind)


def _with_opening_title(blocks: list[Block], cleaner: Cleaner) -> list[Block]:
    """The first line as the title and a second that begins with a dash as the subtitle, if the
    first is short, ends no sentence and text follows, at most a few lines further down.
    """
    if not blocks or not _is_title(cleaner.opening(blocks[0])):
        return blocks
    texts = [cleaner.opening(block) for block in blocks[1 : _MOST_BETWEEN + 2]]
    before_text = list(takewhile(lambda text: not _is_running(text), texts))
    if len(before_text) == len(texts):
        return blocks
    subtitle_lines = _subtitle_lines(before_text)
    if not all(_BESIDE_TITLE.match(text) for text in before_text[subtitle_lines:]):
        return blocks
    subtitle = tuple(block.spans[0] for block in blocks[1 : 1 + subtitle_lines])
    return [
        Block(BlockKind.TITLE, blocks[0].spans),
        *([Block(BlockKind.SUBTITLE, subtitle)] if subtitle else []),
        *_with_speaker(blocks[1 + subtitle_lines :], cleaner),
    ]


def _with_speaker(blocks: Sequence[Block], cleaner: Cleaner) -> list[Block]:
    """Text below a title, its first line as the byline if it tells who speaks, office and name."""
    if blocks and _SPEAKER.fullmatch(cleaner.opening(blocks[0])):
        return [Block(BlockKind.BYLINE, blocks[0].spans), *blocks[1:]]
    return list(blocks)


def _speakers(blocks: Sequence[Block], cleaner: Cleaner) -> tuple[str, ...]:
    bylines = (cleaner.text(block) for block in blocks if block.kind is BlockKind.BYLINE)
    found = (_SPEAKER.fullmatch(text) for text in bylines)
    return tuple(_GAP.sub("", match.group("name")) for match in found if match)


def _with_section_heads(blocks: list[Block], cleaner: Cleaner) -> list[Block]:
    """Short lines over text as headings, where numbers, 一、 and 二、, show that it has such."""
    if not blocks or blocks[0].kind is not BlockKind.TITLE:
        return blocks
    texts = [
        cleaner.opening(block) if block.kind is BlockKind.PARAGRAPH else "" for block in blocks
    ]
    heads = [
        at
        for at, (text, below) in enumerate(pairwise(texts))
        if _SECTION_HEAD.fullmatch(text) and _is_running(below)
    ]
    numbered = [texts[at][0] for at in heads if "、" in texts[at]]
    if numbered[:2] != ["一", "二"]:
        return blocks
    first = next(at for at in heads if texts[at][0] == "一")
    chosen = {at for at in heads if at >= first}
    return [
        Block(BlockKind.HEADING, block.spans) if at in chosen else block
        for at, block in enumerate(blocks)
    ]


def _subtitle_lines(texts: Sequence[str]) -> int:
    """How many lines under a title are its subtitle: one that begins with a dash, and one more
    where that is wide and the next holds nothing but words.
    """
    if not texts or not texts[0].startswith("——"):
        return 0
    wraps = cells(texts[0]) >= _WIDEST_TITLE_CELLS / 2
    return 2 if wraps and len(texts) > 1 and _ONLY_WORDS.fullmatch(texts[1]) else 1


def _is_title(text: str) -> bool:
    return (
        cells(text) <= _WIDEST_TITLE_CELLS
        and not ends_sentence(text)
        and not opens_paragraph(text)
        and len(_HAN.findall(text)) * 2 > len(text)
    )


def _is_running(text: str) -> bool:
    """Whether a block is text: it ends a sentence, or is too long for a line of a headline."""
    return ends_sentence(text) or len(text) > 2 * _WIDEST_TITLE_CELLS
