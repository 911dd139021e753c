"""An article as a person sees it: each block cleaned and converted only when it is looked at.

A screen shows some twenty blocks. So an article of a million characters opens and changes its
script as fast as one of a thousand, and nothing waits for the rest of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.alignment import Alignment, Assembly, assemble
from reader.edit_places import EditedWord, EditPlace, EditPlaces, edited_words
from reader.model import Article, BlockKind, Edit, Script, ShownScript, Span
from reader.script import (
    NO_TERMS,
    Choice,
    Direction,
    Term,
    TermError,
    TermFault,
    Terms,
    choices,
    convert,
    convert_text,
    entry_at,
    paragraph_script,
    part_end,
    term_toward,
    uncut,
)

# A block longer than this is shown as several: a screen holds some 800 characters, and laying out
# ten thousand at once is felt.
_LONGEST_PART = 4_000
# No dictionary has an entry with one of these, so what they part converts as in its whole.
_PART_END = re.compile(r"[。！？；.!?;，,\s][”’」』）)]*")
# In these a traditional text is shown with other variants or words.
_REGIONS = frozenset({ShownScript.TAIWAN, ShownScript.TAIWAN_PHRASES, ShownScript.HONGKONG})


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
class BlockStyle:
    """What decides how a block is set; whether a paragraph begins with it, and ends with it."""

    kind: BlockKind
    begins: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block in the script on screen.

    ``clean``: source to the block's clean text; ``script``: that text to ``text``.
    """

    kind: BlockKind
    text: str
    clean: Alignment
    script: Alignment


@dataclass(frozen=True, slots=True)
class Word:
    """A converted word: ``source_form`` is the article's own, ``shown`` what became of it.

    ``simplified``: set where a traditional text is shown in a region's forms. There a term can only
    keep the word as the text has it, and this is its simplified form.
    """

    source_form: str
    shown: str
    to_traditional: bool
    simplified: str | None = None

    @property
    def suggestion(self) -> str:
        """What the answer may begin with: the only one that is possible, or what is shown."""
        return self.shown if self.simplified is None else self.source_form

    def corrected(self, answer: str) -> Term:
        """The term that makes it ``answer``, without the space around either.

        One of single characters holds in this direction alone: ``term_toward``. Raises
        ``TermError`` where that is no word, or one that no term can make of it.
        """
        source_form, answer = self.source_form.strip(), answer.strip()
        if self.simplified is not None:
            if answer and answer != source_form:
                raise TermError(TermFault.REGIONAL)
            return Term(simplified=self.simplified, traditional=answer)
        if self.to_traditional:
            return term_toward(Direction.TO_TRADITIONAL, source_form, answer)
        return term_toward(Direction.TO_SIMPLIFIED, answer, source_form)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What a rule made of a word: ``before`` is the source's, ``after`` the clean text."""

    rule: str
    before: str
    after: str


class CleanAlignment:
    """Source to article, as ``Alignment`` has it, from the blocks that a span touches alone."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view

    def to(self, span: Span) -> tuple[Span, ...]:
        """The article spans of a source span, block by block, in the order of the article."""
        found: list[Span] = []
        for number in self._view.blocks_of_source(span):
            start = self._view.clean_span(number).start
            for clean in self._view.block(number).clean.to(span):
                piece = Span(start + clean.start, start + clean.end)
                if found and found[-1].end == piece.start:
                    piece = Span(found.pop().start, piece.end)
                found.append(piece)
        return tuple(found)

    def back(self, span: Span) -> tuple[Span, ...]:
        """The source spans of an article span, in the article's order, neighbours joined."""
        found: list[Span] = []
        for number in self._view.blocks_of(span):
            whole = self._view.clean_span(number)
            low, high = max(span.start, whole.start), min(span.end, whole.end)
            inside = Span(low - whole.start, max(low, high) - whole.start)
            for source in self._view.block(number).clean.back(inside):
                if found and found[-1].end == source.start:
                    source = Span(found.pop().start, source.end)
                found.append(source)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the views of one article share. A row is a block, or a part of a very long one.

    ``starts`` and ``ends``: article offsets; ``blocks``: the number of each row's block;
    ``styles``: for each row an index into ``style_table``; ``lengths``: in clean characters.
    """

    starts: list[int]
    ends: list[int]
    blocks: list[int]
    lengths: list[int]
    styles: list[int]
    style_table: list[BlockStyle]


class ArticleView:
    """An article in a script; a block of many thousand characters counts as several.

    Any thread may use it; what it keeps is only ever added to.
    """

    def __init__(
        self,
        article: Article,
        shown: ShownScript,
        terms: Terms = NO_TERMS,
        rows: _Rows | None = None,
    ) -> None:
        """``terms``: the user's own words, which precede all others."""
        self.article = article
        self.shown = shown
        self.terms = terms
        self._rows = rows or _rows(article)
        self._blocks: dict[int, ShownBlock] = {}
        self._assemblies: dict[int, Assembly] = {}
        self._edit_places: dict[int, EditPlaces] = {}  # by block
        self._edits: dict[int, tuple[EditPlace, ...]] = {}
        self._choices: dict[int, tuple[Choice, ...]] = {}
        self._scripts: dict[int, Script] = {}

    @property
    def clean(self) -> CleanAlignment:
        """Source to article."""
        return CleanAlignment(self)

    def __len__(self) -> int:
        """How many blocks there are."""
        return len(self._rows.starts)

    def in_script(self, shown: ShownScript, terms: Terms = NO_TERMS) -> ArticleView:
        """The same article in another script."""
        other = ArticleView(self.article, shown, terms, self._rows)
        # The same in every script, and in a block of a million characters each is felt.
        other._assemblies, other._scripts = self._assemblies, self._scripts
        other._edit_places = self._edit_places
        return other

    def prepare(self) -> None:
        """Clean the very long blocks, for this and every view made of it; 70 ms for a million
        characters (2026-11), so the GUI thread is not the one to do it."""
        for number, style in enumerate(self._rows.styles):
            look = self._rows.style_table[style]
            if look.begins and not look.ends:
                self.edits(number)

    def kind(self, number: int) -> BlockKind:
        return self.article.blocks[self._rows.blocks[number]].kind

    def block_number(self, number: int) -> int:
        """Which of the article's blocks is shown, of those that count as several."""
        return self._rows.blocks[number]

    def continues(self, number: int) -> bool:
        """Whether the block goes on with the paragraph of the one before it."""
        blocks = self._rows.blocks
        return 0 < number < len(blocks) and blocks[number] == blocks[number - 1]

    @property
    def lengths(self) -> Sequence[int]:
        """Characters of each block's clean text: near enough those of its shown text."""
        return self._rows.lengths

    @property
    def starts(self) -> Sequence[int]:
        """Where each block stands in the article's clean text; ascending."""
        return self._rows.starts

    @property
    def styles(self) -> Sequence[int]:
        """For each block an index into ``style_table``: there are many blocks and few styles."""
        return self._rows.styles

    @property
    def style_table(self) -> Sequence[BlockStyle]:
        return self._rows.style_table

    def clean_span(self, number: int) -> Span:
        """Where a block stands in the article's clean text."""
        return Span(self._rows.starts[number], self._rows.ends[number])

    def block(self, number: int) -> ShownBlock:
        """A block, cleaned and converted at the first call."""
        known = self._blocks.get(number)
        if known is None:
            known = self._blocks[number] = self._show(number)
        return known

    def pieces(self, span: Span) -> list[Piece]:
        """Where an article span is shown, block by block, none empty."""
        return [piece for number in self.blocks_of(span) for piece in self.pieces_in(number, span)]

    def blocks_of(self, span: Span) -> range:
        """The blocks an article span touches."""
        first = max(bisect_right(self._rows.starts, span.start) - 1, 0)
        return range(first, min(bisect_left(self._rows.starts, span.end), len(self)))

    def blocks_of_source(self, span: Span) -> list[int]:
        """The blocks a source span touches, in the order of the article."""
        starts = self._source_starts
        first = max(bisect_right(starts, (span.start, len(starts))) - 1, 0)
        last = bisect_left(starts, (span.end, -1))
        rows = {
            row
            for _, block in starts[first:last]
            for clean in self._assembly(block).alignment.to(span)
            for row in self._rows_of(block, clean)
        }
        return sorted(rows)

    def pieces_in(self, number: int, span: Span) -> list[Piece]:
        """Where an article span is shown in one block."""
        whole = self.clean_span(number)
        if not whole.overlaps(span):
            return []
        low, high = max(span.start, whole.start), min(span.end, whole.end)
        inside = Span(low - whole.start, high - whole.start)
        return [Piece(number, shown) for shown in self.block(number).script.to(inside)]

    def place(self, position: int, *, leftward: bool = False) -> Place:
        """Where an article position is shown, after the character before it if ``leftward``."""
        find = bisect_left if leftward else bisect_right
        row = max(find(self._rows.starts, position) - 1, 0)
        inside = min(position, self._rows.ends[row]) - self._rows.starts[row]
        return Place(row, self.block(row).script.to_position(inside, leftward=leftward))

    def span(self, start: Place, end: Place) -> Span | None:
        """The article span of what is shown between two places; ``None`` if that is nothing."""
        first = self._nearest(range(start.block, end.block + 1), start, end)
        last = self._nearest(range(end.block, start.block - 1, -1), start, end)
        return None if first is None or last is None else Span(first.start, last.end)

    def text(self, start: Place, end: Place) -> str:
        """What is shown between two places, paragraphs on lines of their own."""
        parts = []
        for number in range(start.block, end.block + 1):
            if number > start.block and not self.continues(number):
                parts.append("\n")
            span = self._between(number, start, end)
            parts.append(self.block(number).text[span.start : span.end])
        return "".join(parts)

    def paragraphs(self) -> Iterator[tuple[BlockKind, str]]:
        """Every block of the article with what is shown of it, however long."""
        parts: list[str] = []
        for number in range(len(self)):
            parts.append(self.block(number).text)
            if not self.continues(number + 1):
                yield self.kind(number), "".join(parts)
                parts = []

    def whole_text(self) -> str:
        """All that is shown, paragraphs on lines of their own."""
        return "\n".join(text for _, text in self.paragraphs())

    def quote(self, spans: Sequence[Span], limit: int | None = None) -> str:
        """What is shown of article spans, on one line; no more than ``limit`` characters and an
        ellipsis."""
        words = ""
        for span in spans:
            for number in self.blocks_of(span):
                for piece in self.pieces_in(number, span):
                    apart = words and not self.continues(number)
                    text = self.block(number).text[piece.span.start : piece.span.end]
                    words += f" {text}" if apart else text
                if limit is not None and len(words) > limit:
                    return words[:limit] + "…"
        return words

    def choices(self, number: int) -> tuple[Choice, ...]:
        """The words of a block that could have been converted otherwise, in its order.

        ``source`` is counted in the block's clean text, ``target`` in its shown text.
        """
        known = self._choices.get(number)
        if known is None:
            own = self._own_script(number)
            known = choices(self._clean_text(number), self.shown, own, self.terms)
            self._choices[number] = known
        return known

    def choice_at(self, place: Place) -> Choice | None:
        """The choice that the character after a place belongs to."""
        for choice in self.choices(place.block):
            if choice.target.start <= place.offset < choice.target.end:
                return choice
        return None

    def edits(self, number: int) -> tuple[EditPlace, ...]:
        """The edits that show in a block, but for those that only lay it out; sorted.

        Their places are spans of the block's shown text. They may overlap.
        """
        known = self._edits.get(number)
        if known is None:
            within = self._places_of_edits(self._rows.blocks[number]).within(self._inside(number))
            to_shown = self.block(number).script.to
            known = tuple(
                EditPlace(Span(shown[0].start, shown[-1].end), place.edit)
                for place in within
                if (shown := to_shown(place.span))
            )
            self._edits[number] = known
        return known

    def edit_at(self, place: Place) -> Edit | None:
        """The edit that the character after a place shows; of several, the one that begins last."""
        found = [one.edit for one in self.edits(place.block) if _holds(one.span, place)]
        return found[-1] if found else None

    def cleanings_at(self, place: Place) -> tuple[Cleaning, ...]:
        """What was cleaned at the character after a place, one for each rule; may be empty.

        It is told of all that reads as one word: of a letter-spaced headline, the whole.
        """
        words = [word for word in edited_words(self.edits(place.block)) if _holds(word.span, place)]
        return tuple(self._cleaning(place.block, word) for word in words)

    def word_at(self, place: Place) -> Word | None:
        """The word that the character after a place belongs to; see ``word``."""
        block = self.block(place.block)
        own = self._own_script(place.block)
        text = self._clean_text(place.block)
        entry = entry_at(text, block.script.back_position(place.offset), self.shown, own)
        shown = block.script.to(entry)
        if not shown:
            return None
        return self.word(Place(place.block, shown[0].start), Place(place.block, shown[-1].end))

    def word(self, start: Place, end: Place) -> Word | None:
        """What stands between two places of one block, in its own script and as it is shown.

        It is widened where it cuts a word that was converted as a whole. ``None`` where it goes
        over several blocks, where it is only space, or where the user's own term could change
        nothing: the text is in the script asked for.

        Of a traditional text in a region's forms, it is ``None`` too where the word stands as the
        text has it, and where the term that keeps it would say something new of simplified texts.
        """
        own = self._own_script(start.block)
        regional = own is Script.TRADITIONAL and self.shown in _REGIONS
        if start.block != end.block or not (regional or self._changes_script(own)):
            return None
        block = self.block(start.block)
        clean = block.script.back(Span(start.offset, max(start.offset, end.offset)))
        if not clean:
            return None
        text = self._clean_text(start.block)
        source = uncut(text, Span(clean[0].start, clean[-1].end), self.shown, own, self.terms)
        source_form = text[source.start : source.end]
        places = block.script.to(source)
        shown = block.text[places[0].start : places[-1].end]
        if not source_form.strip():
            return None
        if not regional:
            return Word(source_form, shown, self.shown is not ShownScript.SIMPLIFIED)
        simplified = _simplified(source_form.strip())
        if simplified is None or shown == source_form:
            return None
        return Word(source_form, shown, to_traditional=True, simplified=simplified)

    def _places_of_edits(self, block: int) -> EditPlaces:
        known = self._edit_places.get(block)
        if known is None:
            known = self._edit_places[block] = EditPlaces(self._assembly(block))
        return known

    def _cleaning(self, number: int, word: EditedWord) -> Cleaning:
        block = self.block(number)
        clean = block.script.back(word.span)
        text = self._clean_text(number)
        after = "".join(text[span.start : span.end] for span in clean)
        # What was dropped at the edge of the word is not among what it came from.
        spans = [source for span in clean for source in block.clean.back(span)]
        spans += [edit.source for edit in word.edits]
        before = "…".join(self.article.source.slice(span) for span in _joined(spans))
        return Cleaning(word.rule, before, after)

    def _changes_script(self, own: Script) -> bool:
        """Whether text in a script is converted to the other; what is in neither is."""
        if self.shown is ShownScript.ORIGINAL:
            return False
        simplified = self.shown is ShownScript.SIMPLIFIED
        return own is not (Script.SIMPLIFIED if simplified else Script.TRADITIONAL)

    def source_position(self, place: Place) -> int:
        """The source offset of the character after a place."""
        block = self.block(place.block)
        return block.clean.back_position(block.script.back_position(place.offset))

    def place_of_source(self, position: int) -> Place:
        """Where a source offset is shown; the nearest block's where it belongs to none."""
        starts = self._source_starts
        index = max(bisect_right(starts, (position, len(starts))) - 1, 0)
        block = starts[index][1]
        first = bisect_left(self._rows.blocks, block)
        at = self._rows.starts[first] + self._assembly(block).alignment.to_position(position)
        row = max(bisect_right(self._rows.starts, at) - 1, first)
        inside = min(at, self._rows.ends[row]) - self._rows.starts[row]
        return Place(row, self.block(row).script.to_position(inside))

    @cached_property
    def _source_starts(self) -> list[tuple[int, int]]:
        """The source offset of each stretch of a block, with the block's number, sorted."""
        return sorted(
            (span.start, number)
            for number, block in enumerate(self.article.blocks)
            for span in block.spans
        )

    def _rows_of(self, block: int, clean: Span) -> range:
        """The rows that a span of a block's clean text touches."""
        first = bisect_left(self._rows.blocks, block)
        start = self._rows.starts[first]
        return self.blocks_of(Span(start + clean.start, start + clean.end))

    def _show(self, number: int) -> ShownBlock:
        whole = self._assembly(self._rows.blocks[number])
        inside = self._inside(number)
        clean = whole.alignment
        if len(inside) < len(whole.text):
            clean = clean.within(inside)
        text = whole.text[inside.start : inside.end]
        converted = convert(text, self.shown, self._own_script(number), self.terms)
        return ShownBlock(self.kind(number), converted.text, clean, converted.alignment)

    def _clean_text(self, number: int) -> str:
        inside = self._inside(number)
        return self._assembly(self._rows.blocks[number]).text[inside.start : inside.end]

    def _inside(self, number: int) -> Span:
        """Where a row stands in its block's clean text."""
        start = self._rows.starts[bisect_left(self._rows.blocks, self._rows.blocks[number])]
        return Span(self._rows.starts[number] - start, self._rows.ends[number] - start)

    def _own_script(self, number: int) -> Script:
        """What a row is converted from; in a mixed article each block is looked at by itself.

        ``NEITHER`` converts as asked. A part of a long block goes with the whole of it.
        """
        own = self.article.summary.script
        if own is not Script.MIXED:
            return own
        block = self._rows.blocks[number]
        known = self._scripts.get(block)
        if known is None:
            known = self._scripts[block] = paragraph_script(self._assembly(block).text)
        return known

    def _assembly(self, number: int) -> Assembly:
        """A whole block of the article, cleaned at the first call."""
        known = self._assemblies.get(number)
        if known is None:
            article = self.article
            block = article.blocks[number]
            low = bisect_left(self._edit_starts, min(span.start for span in block.spans))
            high = bisect_right(self._edit_starts, max(span.end for span in block.spans))
            edits = [
                edit
                for edit in article.edits[low:high]
                if len(edit.source) or self._insertions.get(edit.source.start, number) == number
            ]
            known = self._assemblies[number] = assemble(article.source, [block], edits)
        return known

    @cached_property
    def _insertions(self) -> dict[int, int]:
        """Which block has what is inserted where two of them meet: the one that is read first."""
        places = {edit.source.start for edit in self.article.edits if not len(edit.source)}
        owners: dict[int, int] = {}
        for number, block in enumerate(self.article.blocks if places else ()):
            for span in block.spans:
                for place in places & {span.start, span.end}:
                    owners.setdefault(place, number)
        return owners

    @cached_property
    def _edit_starts(self) -> list[int]:
        return [edit.source.start for edit in self.article.edits]

    def _nearest(self, blocks: range, start: Place, end: Place) -> Span | None:
        """The article span at one end of what is shown between two places."""
        for number in blocks:
            found = self.block(number).script.back(self._between(number, start, end))
            if found:
                offset = self._rows.starts[number]
                low, high = min(found).start, max(span.end for span in found)
                return Span(offset + low, offset + high)
        return None

    def _between(self, number: int, start: Place, end: Place) -> Span:
        low = start.offset if number == start.block else 0
        high = end.offset if number == end.block else len(self.block(number).text)
        return Span(min(low, high), high)


def _holds(span: Span, place: Place) -> bool:
    """Whether the character after a place is in a span of its block."""
    return span.start <= place.offset < span.end


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans in any order, those that overlap or adjoin as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            span = Span(joined[-1].start, max(joined[-1].end, span.end))
            joined.pop()
        joined.append(span)
    return joined


def _simplified(word: str) -> str | None:
    """A traditional word in simplified characters, if these are no other word's too.

    裏 alone is 里 there, and a term of the two would make 公里 公裏. So a character alone is never
    one, and a word only if the way back leads to it.
    """
    simplified = convert_text(word, ShownScript.SIMPLIFIED, Script.TRADITIONAL)
    again = convert_text(simplified, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    return simplified if len(word) > 1 and again == word else None


def _rows(article: Article) -> _Rows:
    """The rows of an article: a block is a line of its clean text."""
    rows = _Rows([], [], [], [], [], [])
    script = article.summary.script
    known: dict[tuple[BlockKind, bool, bool], int] = {}
    start = 0
    for number, (block, line) in enumerate(
        zip(article.blocks, article.text.split("\n"), strict=True)
    ):
        length = len(line)
        whole = ((0, length),)
        for low, high in _cuts(line, script) if length > _LONGEST_PART else whole:
            rows.starts.append(start + low)
            rows.ends.append(start + high)
            rows.blocks.append(number)
            rows.lengths.append(high - low)
            style = (block.kind, not low, high == length)
            rows.styles.append(known.setdefault(style, len(known)))
        start += length + 1
    rows.style_table.extend(BlockStyle(*style) for style in known)
    return rows


def _cuts(line: str, script: Script) -> Iterator[tuple[int, int]]:
    """Starts and ends of parts of bounded length, none empty; they convert as in the whole line."""
    start = 0
    while len(line) - start > _LONGEST_PART:
        end = start + _part_length(line[start : start + 2 * _LONGEST_PART], script)
        yield start, end
        start = end
    if start < len(line):
        yield start, len(line)


def _part_length(ahead: str, script: Script) -> int:
    """To the end of a clause; else to where no entry stands across; for want of both, all."""
    clauses = _PART_END.finditer(ahead, _LONGEST_PART // 2, _LONGEST_PART)
    ends = [match.end() for match in clauses]
    if ends:
        return ends[-1]
    return part_end(ahead[:_LONGEST_PART], script) or part_end(ahead, script) or len(ahead)
