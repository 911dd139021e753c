"""An article as a person sees it: each block cleaned and converted only when it is looked at.

A screen shows some twenty blocks. So an article of a million characters opens and changes its
script as fast as one of a thousand, and nothing waits for the rest of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from reader.alignment import Alignment, assemble
from reader.model import Article, BlockKind, ShownScript, Span
from reader.script import convert


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place between two shown characters; ``offset``: from the start of the block's text."""

    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block; ``span``: offsets into the block's shown text."""

    block: int
    span: Span


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block in the script on screen.

    ``clean``: source to the block's clean text; ``script``: that text to ``text``.
    """

    kind: BlockKind
    text: str
    clean: Alignment
    script: Alignment


class ArticleView:
    """An article in a script. Any thread may use it; what it keeps is only ever added to."""

    def __init__(self, article: Article, shown: ShownScript) -> None:
        self.article = article
        self.shown = shown
        self._lines = article.text.split("\n")
        # The article offset of each block's start; one line break stands between two blocks.
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))
        self._blocks: dict[int, ShownBlock] = {}

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._lines)

    def in_script(self, shown: ShownScript) -> ArticleView:
        """The same article in another script."""
        return ArticleView(self.article, shown)

    def kind(self, number: int) -> BlockKind:
        return self.article.blocks[number].kind

    def length(self, number: int) -> int:
        """Characters of a block's clean text: near enough those of its shown text."""
        return len(self._lines[number])

    def clean_span(self, number: int) -> Span:
        """Where a block stands in the article's clean text."""
        return Span(self._starts[number], self._starts[number] + len(self._lines[number]))

    def block(self, number: int) -> ShownBlock:
        """A block, cleaned and converted at the first call."""
        known = self._blocks.get(number)
        if known is None:
            known = self._blocks[number] = self._show(number)
        return known

    def pieces(self, span: Span) -> list[Piece]:
        """Where an article span is shown, block by block, none empty."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        blocks = range(first, min(last, len(self)))
        return [piece for number in blocks for piece in self.pieces_in(number, span)]

    def pieces_in(self, number: int, span: Span) -> list[Piece]:
        """Where an article span is shown in one block."""
        whole = self.clean_span(number)
        if not whole.overlaps(span):
            return []
        low, high = max(span.start, whole.start), min(span.end, whole.end)
        inside = Span(low - whole.start, high - whole.start)
        return [Piece(number, shown) for shown in self.block(number).script.to(inside)]

    def span(self, start: Place, end: Place) -> Span | None:
        """The article span of what is shown between two places; ``None`` if that is nothing."""
        covered = [
            Span(self._starts[number] + clean.start, self._starts[number] + clean.end)
            for number in range(start.block, end.block + 1)
            for clean in self.block(number).script.back(self._between(number, start, end))
        ]
        return Span(covered[0].start, max(span.end for span in covered)) if covered else None

    def text(self, start: Place, end: Place) -> str:
        """What is shown between two places, blocks on lines of their own."""
        lines = []
        for number in range(start.block, end.block + 1):
            span = self._between(number, start, end)
            lines.append(self.block(number).text[span.start : span.end])
        return "\n".join(lines)

    def whole_text(self) -> str:
        """All that is shown, blocks on lines of their own."""
        return "\n".join(self.block(number).text for number in range(len(self)))

    def source_position(self, place: Place) -> int:
        """The source offset of the character after a place."""
        block = self.block(place.block)
        return block.clean.back_position(block.script.back_position(place.offset))

    def place_of_source(self, position: int) -> Place:
        """Where a source offset is shown; the nearest block's where it belongs to none."""
        starts = self._source_starts
        index = max(bisect_right(starts, (position, len(self))) - 1, 0)
        number = starts[index][1]
        block = self.block(number)
        return Place(number, block.script.to_position(block.clean.to_position(position)))

    @cached_property
    def _source_starts(self) -> list[tuple[int, int]]:
        """The source offset of each stretch of a block, with the block's number, sorted."""
        return sorted(
            (span.start, number)
            for number, block in enumerate(self.article.blocks)
            for span in block.spans
        )

    def _show(self, number: int) -> ShownBlock:
        article = self.article
        block = article.blocks[number]
        low = bisect_left(self._edit_starts, min(span.start for span in block.spans))
        high = bisect_right(self._edit_starts, max(span.end for span in block.spans))
        cleaned = assemble(article.source, [block], article.edits[low:high])
        converted = convert(cleaned.text, self.shown, article.summary.script)
        return ShownBlock(block.kind, converted.text, cleaned.alignment, converted.alignment)

    @cached_property
    def _edit_starts(self) -> list[int]:
        return [edit.source.start for edit in self.article.edits]

    def _between(self, number: int, start: Place, end: Place) -> Span:
        low = start.offset if number == start.block else 0
        high = end.offset if number == end.block else len(self.block(number).text)
        return Span(min(low, high), high)
