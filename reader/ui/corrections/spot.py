"""What a menu in the article is about: a character, or the selection that it is in. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reader.article_view import ArticleView, Cleaning, Place
from reader.edit_places import EditedWord, edited_words
from reader.model import Block, Span


@dataclass(frozen=True, slots=True)
class Repair:
    """A word that was cleaned, as it is told of and as it would be undone."""

    cleaning: Cleaning
    word: EditedWord


class Spot:
    """A place of an article. ``selection``: that it is in, if any."""

    def __init__(
        self, view: ArticleView, place: Place, selection: tuple[Place, Place] | None = None
    ) -> None:
        if selection is not None:
            place = selection[0]
        if place.offset >= len(view.block(place.block).text):
            # What is selected from a line's end on begins with the next; beside a line the mouse
            # is on no character of its block, so that it is about the block as a whole.
            goes_on = selection is not None and place.block + 1 < len(view)
            row = place.block + 1 if goes_on else _first_row(view, place.block)
            place = Place(row, 0)
        self.view = view
        self.place = place
        self._selection = selection

    @property
    def article_id(self) -> int:
        return self.view.article.summary.id

    @property
    def number(self) -> int:
        """Of the article's block."""
        return self.view.block_number(self.place.block)

    @property
    def block(self) -> Block:
        """The block, or what of it is selected."""
        whole = self.view.article.blocks[self.number]
        selected = self._selected()
        if selected is None:
            return whole
        found = self.view.clean.back(selected)
        # What was dropped between two words that are selected goes with them.
        pieces = [[span for span in found if span.overlaps(own)] for own in whole.spans]
        spans = tuple(
            Span(min(piece).start, max(span.end for span in piece)) for piece in pieces if piece
        )
        return Block(whole.kind, spans) if spans else whole

    @property
    def in_part(self) -> bool:
        """Whether it is about a part of the block, which is selected."""
        return self._selected() is not None

    @property
    def begins(self) -> bool:
        """Whether it is the beginning of its block."""
        return self.place.offset == 0 and not self.view.continues(self.place.block)

    @property
    def source_position(self) -> int:
        """The source offset of its character; at the beginning, of its block."""
        if self.begins:
            return self.view.article.blocks[self.number].spans[0].start
        return self.view.source_position(self.place)

    def at_beginning(self) -> Spot:
        """The beginning of its block."""
        return Spot(self.view, Place(_first_row(self.view, self.place.block), 0))

    def neighbour(self, step: int) -> Block | None:
        """The block before (-1) or after (1) this one."""
        number = self.number + step
        blocks = self.view.article.blocks
        return blocks[number] if 0 <= number < len(blocks) else None

    def repairs(self) -> Iterator[Repair]:
        """What was cleaned here, one for each rule."""
        place = self.place
        words = [
            word
            for word in edited_words(self.view.edits(place.block))
            if word.span.start <= place.offset < word.span.end
        ]
        for word, cleaning in zip(words, self.view.cleanings_at(place), strict=True):
            yield Repair(cleaning, word)

    def words_from(self, count: int) -> str:
        """What is shown from the place on, up to the end of its line."""
        text = self.view.block(self.place.block).text
        return text[self.place.offset : self.place.offset + count]

    def _selected(self) -> Span | None:
        """The article span of a selection of a part of one block; ``None`` for any other."""
        if self._selection is None:
            return None
        start, end = self._selection
        if self.view.block_number(start.block) != self.view.block_number(end.block):
            return None
        span = self.view.span(start, end)
        lengths = self.view.clean_span(start.block).start, self.view.clean_span(end.block).end
        whole = (
            not self.view.continues(start.block)
            and not self.view.continues(end.block + 1)
            and span == Span(*lengths)
        )
        return None if whole else span


def _first_row(view: ArticleView, row: int) -> int:
    """Where the block begins that a row is a part of."""
    while view.continues(row):
        row -= 1
    return row
