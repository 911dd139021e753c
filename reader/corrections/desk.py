"""Carry out decisions on the articles and edits that the rules found. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.alignment import assembled_text
from reader.corrections.decision import Decision, DecisionKind, block_kind
from reader.importing.invisible import visible
from reader.importing.layout import LINE_JOIN, join
from reader.importing.pages.forms import authors_of
from reader.model import ArticleDraft, Block, BlockKind, Edit, Script, Source, Span
from reader.script import detect

_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_LEADING = (BlockKind.TITLE, BlockKind.SUBTITLE)


@dataclass(frozen=True, slots=True)
class Decided:
    """Articles and edits with decisions carried out.

    ``unapplied``: those that say nothing of this reading, as their words are not in it.
    """

    articles: tuple[ArticleDraft, ...]
    edits: tuple[Edit, ...]
    unapplied: tuple[Decision, ...] = ()


def decided(
    source: Source,
    articles: Sequence[ArticleDraft],
    edits: Sequence[Edit],
    decisions: Iterable[Decision],
) -> Decided:
    """Carry decisions out in their order. ``edits`` sorted and disjoint, as they are returned.

    An article that anything of was decided is certain: its confidence is 1.
    """
    desk = _Desk(source, articles, edits)
    unapplied = tuple(decision for decision in decisions if not desk.carry_out(decision))
    return Decided(tuple(desk.drafts()), tuple(desk.edits), unapplied)


@dataclass
class _Sheet:
    """An article in hand. ``found``: as it was before; ``touched``: something was decided of it."""

    found: ArticleDraft
    blocks: list[Block]
    touched: bool = False


@dataclass(frozen=True, slots=True)
class _Fields:
    """What an article's blocks say of it."""

    title: str
    subtitle: str
    authors: tuple[str, ...]


class _Desk:
    """Where articles are taken apart and put together."""

    def __init__(
        self, source: Source, articles: Sequence[ArticleDraft], edits: Sequence[Edit]
    ) -> None:
        self.edits = list(edits)
        self._found_edits = list(edits)
        self._source = source
        self._sheets = [_Sheet(article, list(article.blocks)) for article in articles]
        self._ways: Mapping[DecisionKind, Callable[[Decision], bool]] = {
            DecisionKind.KEEP_SOURCE: self._keep_source,
            DecisionKind.KEEP_RULE: self._keep_rule,
            DecisionKind.SET_KIND: self._set_kind,
            DecisionKind.SPLIT_ARTICLE: self._split_article,
            DecisionKind.SPLIT_PARAGRAPH: self._split_paragraph,
            DecisionKind.MERGE_ARTICLES: self._merge_articles,
            DecisionKind.JOIN_PARAGRAPHS: self._join_paragraphs,
            DecisionKind.MOVE_BLOCK: self._move_block,
            DecisionKind.CONFIRM: self._confirm,
        }

    def carry_out(self, decision: Decision) -> bool:
        """Whether it could be: its words are in the articles."""
        applied = self._ways[decision.kind](decision)
        self._sheets = [sheet for sheet in self._sheets if sheet.blocks]
        return applied

    def drafts(self) -> Iterator[ArticleDraft]:
        """The articles as they are now, with what follows from their blocks."""
        for sheet in self._sheets:
            found, blocks = sheet.found, tuple(sheet.blocks)
            same = blocks == found.blocks and self.edits == self._found_edits
            if same and not sheet.touched:
                yield found
                continue
            before = self._fields(found.blocks, self._found_edits)
            after = self._fields(blocks, self.edits)
            yield replace(
                found,
                blocks=blocks,
                title=found.title if after.title == before.title else after.title,
                subtitle=found.subtitle if after.subtitle == before.subtitle else after.subtitle,
                authors=found.authors if after.authors == before.authors else after.authors,
                script=found.script if blocks == found.blocks else self._script(blocks),
                confidence=1.0 if sheet.touched else found.confidence,
            )

    # Edits

    def _keep_source(self, decision: Decision) -> bool:
        undone = [edit for edit in self.edits if _contradicts(edit, decision.spans)]
        self._drop(undone)
        return bool(undone)

    def _keep_rule(self, decision: Decision) -> bool:
        """Line breaks in a paragraph are not the writer's: to undo one is to split it there."""
        undone = [edit for edit in self.edits if edit.rule == decision.value != LINE_JOIN]
        self._drop(undone)
        return bool(undone)

    def _drop(self, undone: Sequence[Edit]) -> None:
        """Take edits out; a line break that comes to light in a block goes on being none."""
        gone = set(undone)
        kept = [edit for edit in self.edits if edit not in gone]
        joins = [join for edit in undone for join in self._line_joins(edit)]
        self.edits = sorted([*kept, *joins], key=lambda edit: (edit.source.start, edit.source.end))

    def _line_joins(self, edit: Edit) -> Iterator[Edit]:
        for match in _LINE_BREAK.finditer(edit.before):
            start = edit.source.start + match.start()
            yield join(self._source, Span(start, start + len(match.group())))

    # Blocks

    def _set_kind(self, decision: Decision) -> bool:
        place = self._isolated(decision.spans)
        if place is None:
            return False
        sheet, number = place
        was = sheet.blocks.pop(number)
        block = Block(block_kind(decision), was.spans)
        if was.kind in _LEADING and block.kind in _TEXT:  # it was taken to the top
            number = _by_source(sheet.blocks, block)
        self._insert(sheet, block, number)
        return True

    def _split_paragraph(self, decision: Decision) -> bool:
        place = self._at(decision.to)
        if place is None:
            return False
        sheet, number = place
        parts = self._cut(sheet.blocks[number], self._edge(decision.to or 0))
        sheet.blocks[number : number + 1] = parts
        sheet.touched = True
        return len(parts) > 1

    def _join_paragraphs(self, decision: Decision) -> bool:
        first, second = self._at(decision.to), self._at_spans(decision.spans)
        if first is None or second is None or first == second:
            return False
        sheet, number = first
        other, other_number = second
        following = other.blocks.pop(other_number)
        number -= other is sheet and other_number < number
        block = sheet.blocks[number]
        sheet.blocks[number] = Block(block.kind, self._joined(block.spans, following.spans))
        sheet.touched = other.touched = True
        return True

    def _move_block(self, decision: Decision) -> bool:
        target = self._at(decision.to)
        place = self._isolated(decision.spans) if target is not None else None
        if target is None or place is None:
            return False
        sheet, number = place
        block = sheet.blocks.pop(number)
        sheet.touched = True
        self._insert(target[0], block, _by_source(target[0].blocks, block))
        return True

    def _insert(self, sheet: _Sheet, block: Block, number: int) -> None:
        """Put a block into an article at a number, or where one of its kind belongs."""
        if block.kind is BlockKind.TITLE:
            number = _leading(sheet.blocks, (BlockKind.TITLE,))
        elif block.kind is BlockKind.SUBTITLE:
            number = _leading(sheet.blocks, _LEADING)
        sheet.blocks.insert(number, block)
        sheet.touched = True

    # Articles

    def _split_article(self, decision: Decision) -> bool:
        place = self._at(decision.to)
        if place is None:
            return False
        sheet, number = place
        parts = self._cut(sheet.blocks[number], self._edge(decision.to or 0))
        inside = len(parts) > 1
        if not inside and not number:
            return False
        first = [*sheet.blocks[:number], *parts[:-1]]
        second = [parts[-1], *sheet.blocks[number + 1 :]]
        if second[0].kind is BlockKind.HEADING:
            second[0] = Block(BlockKind.TITLE, second[0].spans)
        sheet.blocks = first
        sheet.touched = True
        unnamed = replace(sheet.found, blocks=(), title="", subtitle="", authors=())
        at = self._sheets.index(sheet) + 1
        self._sheets.insert(at, _Sheet(unnamed, second, touched=True))
        return True

    def _merge_articles(self, decision: Decision) -> bool:
        first, second = self._at(decision.to), self._at_spans(decision.spans)
        if first is None or second is None or first[0] is second[0]:
            return False
        sheet, other = first[0], second[0]
        titled = any(block.kind is BlockKind.TITLE for block in sheet.blocks)
        sheet.blocks += [_within(block) if titled else block for block in other.blocks]
        sheet.touched = True
        other.blocks = []
        return True

    def _confirm(self, decision: Decision) -> bool:
        target = self._at(decision.to)
        if target is None:
            return False
        sheet = target[0]
        titles = [block.spans for block in sheet.blocks if block.kind is BlockKind.TITLE]
        if decision.spans and tuple(span for spans in titles for span in spans) != decision.spans:
            place = self._isolated(decision.spans)
            if place is None:
                return False
            own, number = place
            own.blocks.pop(number)
            self._insert(sheet, Block(BlockKind.TITLE, decision.spans), 0)
        sheet.touched = True
        return True

    # Places

    def _at(self, offset: int | None) -> tuple[_Sheet, int] | None:
        """The article and the number of the block that hold a source offset."""
        return self._at_spans(() if offset is None else (Span(offset, offset + 1),))

    def _at_spans(self, spans: Sequence[Span]) -> tuple[_Sheet, int] | None:
        """The block that holds the first of these spans' characters that any holds."""
        for wanted in spans:
            held = [
                (max(span.start, wanted.start), order, number)
                for order, sheet in enumerate(self._sheets)
                for number, block in enumerate(sheet.blocks)
                for span in block.spans
                if span.overlaps(wanted)
            ]
            if held:
                _, order, number = min(held)
                return self._sheets[order], number
        return None

    def _isolated(self, spans: tuple[Span, ...]) -> tuple[_Sheet, int] | None:
        """A block of just these spans where the first of them stood; no other has any of them.

        ``None`` where none of them is in an article, or nothing of them can be seen.
        """
        spans = tuple(seen for span in spans for seen in self._visible(span.start, span.end))
        place = self._at_spans(spans)
        if place is None:
            return None
        home, home_number = place
        for sheet in self._sheets:
            blocks: list[Block] = []
            for number, block in enumerate(sheet.blocks):
                own = sheet is home and number == home_number
                before, after = self._around(block, spans)
                blocks += before
                if own:
                    place = sheet, len(blocks)
                    blocks.append(Block(block.kind, spans))
                blocks += after
            sheet.blocks = blocks
        return place

    def _around(self, block: Block, spans: Sequence[Span]) -> tuple[list[Block], list[Block]]:
        """What is left of a block before the first of these spans that it has, and behind it.

        What stood together stays together.
        """
        runs: list[list[Span]] = [[]]
        for own in block.spans:
            at = own.start
            for barred in sorted(span for span in spans if span.overlaps(own)):
                runs[-1] += self._visible(at, barred.start)
                runs.append([])
                at = barred.end
            runs[-1] += [own] if at == own.start else self._visible(at, own.end)
        rests = [[Block(block.kind, tuple(run))] if run else [] for run in runs]
        return rests[0], [rest for some in rests[1:] for rest in some]

    def _cut(self, block: Block, at: int) -> list[Block]:
        """A block cut before a source offset: two blocks, or one where nothing lies on a side."""
        inside = [n for n, span in enumerate(block.spans) if span.start <= at <= span.end]
        if not inside:  # an edit reaches over the block's edge
            return [block]
        number = inside[0]
        cut = block.spans[number]
        sides = (
            (*block.spans[:number], *self._visible(cut.start, at)),
            (*self._visible(at, cut.end), *block.spans[number + 1 :]),
        )
        parts = [Block(block.kind, side) for side in sides if side]
        if any(not self._text(part, self.edits).strip() for part in parts):
            return [block]  # what an edit took away stays where it was
        return parts

    def _edge(self, at: int) -> int:
        """A source offset that lies within no edit: else where that begins."""
        number = bisect_left(self.edits, at, key=lambda edit: edit.source.end)
        if number < len(self.edits) and self.edits[number].source.start < at:
            edit = self.edits[number].source
            return at if edit.end == at else edit.start
        return at

    def _visible(self, start: int, end: int) -> list[Span]:
        """A stretch from its first to its last visible character, no edit of it cut in two."""
        span = visible(self._source, Span(start, end)) if start < end else None
        if span is None:
            return []
        low, high = span.start, span.end
        for edit in _inside(self.edits, Span(start, end)):
            if start <= edit.source.start and edit.source.end <= end:
                low = edit.source.start if edit.source.start < low < edit.source.end else low
                high = edit.source.end if edit.source.start < high < edit.source.end else high
        return [Span(low, high)]

    def _joined(self, first: tuple[Span, ...], second: tuple[Span, ...]) -> tuple[Span, ...]:
        """The spans of a block that goes on with another; over white space they become one."""
        start, end = first[-1].end, second[0].start
        if start > end or self._visible(start, end):
            return (*first, *second)
        gap = Span(start, end)
        within = {edit for edit in self.edits if edit.source.overlaps(gap)}
        if any(edit.source.start < start or edit.source.end > end for edit in within):
            return (*first, *second)
        if len(gap):
            kept = [edit for edit in self.edits if edit not in within]
            self.edits = sorted([*kept, join(self._source, gap)], key=_start)
        return (*first[:-1], Span(first[-1].start, second[0].end), *second[1:])

    # What follows

    def _fields(self, blocks: Sequence[Block], edits: Sequence[Edit]) -> _Fields:
        def texts(kind: BlockKind) -> list[str]:
            chosen = [block for block in blocks if block.kind is kind]
            return [self._text(block, edits) for block in chosen]

        return _Fields(
            " ".join(texts(BlockKind.TITLE)),
            " ".join(texts(BlockKind.SUBTITLE)),
            authors_of(texts(BlockKind.BYLINE)),
        )

    def _text(self, block: Block, edits: Sequence[Edit]) -> str:
        whole = Span(min(block.spans).start, max(span.end for span in block.spans))
        return assembled_text(self._source, [block], _inside(edits, whole))

    def _script(self, blocks: Iterable[Block]) -> Script:
        return detect("".join(self._source.slice(span) for block in blocks for span in block.spans))


def _contradicts(edit: Edit, kept: Iterable[Span]) -> bool:
    """Whether an edit changes what is to stay as the source has it; line joins change no word."""
    return edit.rule != LINE_JOIN and any(
        edit.source.overlaps(span) or edit.source == span for span in kept
    )


def _inside(edits: Sequence[Edit], span: Span) -> Sequence[Edit]:
    """Those of all edits, sorted, that begin in a span or at its end."""
    return edits[
        bisect_left(edits, span.start, key=_start) : bisect_left(edits, span.end + 1, key=_start)
    ]


def _start(edit: Edit) -> int:
    return edit.source.start


def _leading(blocks: Sequence[Block], kinds: Sequence[BlockKind]) -> int:
    """How many blocks of these kinds an article begins with."""
    return next((n for n, block in enumerate(blocks) if block.kind not in kinds), len(blocks))


def _by_source(blocks: Sequence[Block], block: Block) -> int:
    """Where a block stands among an article's texts: in the order of the source; others last."""
    texts = [number for number, own in enumerate(blocks) if own.kind in _TEXT]
    if block.kind not in _TEXT or not texts:
        return len(blocks)
    start = block.spans[0].start
    later = [number for number in texts if blocks[number].spans[0].start > start]
    return later[0] if later else texts[-1] + 1


def _within(block: Block) -> Block:
    """A block of an article that goes into another: its headline heads a section there."""
    if block.kind in _LEADING:
        return Block(BlockKind.HEADING, block.spans)
    return block
