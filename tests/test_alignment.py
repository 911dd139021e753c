"""Alignments against a model that knows each pair of corresponding characters one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import Alignment, Run, assemble, assembled_text
from reader.model import Block, BlockKind, Edit, Source, Span

ALPHABET = "甲乙 \n𪟝𠮷a1"
# What may become of a piece of source, and what may come before a piece of target.
KINDS = ("keep", "keep", "replace", "delete", "uncovered")
ADDITIONS = ("", "", "", "insert", "uncovered")


class Pair(NamedTuple):
    """A target character and a source character that correspond."""

    target: int
    source: int


class Stretch(NamedTuple):
    """A replaced stretch: every character of one side stands for the whole of the other."""

    target: range
    source: range


@dataclass
class Model:
    """Two texts and how they correspond, character by character."""

    source_length: int
    target_length: int = 0
    pairs: set[Pair] = field(default_factory=set)
    # A deleted source character, with the target position where it stood; and the reverse.
    deleted: set[Pair] = field(default_factory=set)
    inserted: set[Pair] = field(default_factory=set)
    replaced: list[Stretch] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    @property
    def alignment(self) -> Alignment:
        return Alignment(self.runs)

    def inverse(self) -> Model:
        return Model(
            self.target_length,
            self.source_length,
            _swapped(self.pairs),
            _swapped(self.inserted),
            _swapped(self.deleted),
            [Stretch(stretch.source, stretch.target) for stretch in self.replaced],
            [run.inverse() for run in self.runs],
        )

    def back(self, span: Span) -> set[int]:
        within = range(span.start, span.end)
        kept = {pair.source for pair in self.pairs if pair.target in within}
        return kept | {gone.source for gone in self.deleted if gone.target in within[1:]}

    def cuts(self, span: Span) -> bool:
        """Whether an end of the target span lies inside a replaced stretch."""
        inner = {place for stretch in self.replaced for place in stretch.target[1:]}
        return span.start in inner or span.end in inner

    # How a piece of source, or none of it, becomes the next piece of target.

    def keep(self, source: range) -> None:
        self.pairs |= {Pair(self.target_length + i, place) for i, place in enumerate(source)}
        self._add(len(source), source)

    def replace(self, source: range, length: int) -> None:
        target = range(self.target_length, self.target_length + length)
        self.pairs |= {Pair(i, place) for i in target for place in source}
        self.replaced.append(Stretch(target, source))
        self._add(length, source)

    def delete(self, source: range) -> None:
        self.deleted |= {Pair(self.target_length, place) for place in source}
        self._add(0, source)

    def insert(self, length: int, place: int) -> None:
        self.inserted |= {Pair(self.target_length + i, place) for i in range(length)}
        self._add(length, range(place, place))

    def _add(self, length: int, source: range) -> None:
        self.runs.append(Run(self.target_length, length, source.start, len(source)))
        self.target_length += length


def _swapped(pairs: set[Pair]) -> set[Pair]:
    return {Pair(pair.source, pair.target) for pair in pairs}


@st.composite
def models(
    draw: st.DrawFn,
    source_length: int | None = None,
    *,
    scattered: bool = True,
    kinds: tuple[str, ...] = KINDS,
    additions: tuple[str, ...] = ADDITIONS,
) -> Model:
    """A source cut into pieces that are kept, changed or left out, with additions at any boundary;
    ``scattered``: the pieces in any order, the insertions said to come from any place.
    """
    if source_length is None:
        source_length = draw(st.integers(0, 9))
    cuts = draw(st.sets(st.integers(1, max(source_length - 1, 1)), max_size=5))
    ends = sorted({0, source_length, *(cut for cut in cuts if cut < source_length)})
    pieces = [(range(*ends_of), draw(st.sampled_from(kinds))) for ends_of in pairwise(ends)]
    replaced = {place for piece, kind in pieces if kind == "replace" for place in piece[1:]}
    places = [place for place in range(source_length + 1) if place not in replaced]
    model = Model(source_length)
    ordered = draw(st.permutations(pieces)) if scattered else pieces
    for piece, kind in [*ordered, (range(source_length, source_length), "end")]:
        addition = draw(st.sampled_from(additions))
        if addition == "insert":
            place = draw(st.sampled_from(places)) if scattered else piece.start
            model.insert(draw(st.integers(1, 3)), place)
        elif addition == "uncovered":
            model.target_length += 1
        if kind == "keep":
            model.keep(piece)
        elif kind == "replace":
            other_lengths = [length for length in range(1, 4) if length != len(piece)]
            model.replace(piece, draw(st.sampled_from(other_lengths)))
        elif kind == "delete":
            model.delete(piece)
    return model


@st.composite
def chains(
    draw: st.DrawFn, *, scattered: bool = True, additions: tuple[str, ...] = ADDITIONS
) -> tuple[Model, Model]:
    """Two models, the target of the first being the source of the second."""
    first = draw(models(scattered=scattered, additions=additions))
    return first, draw(models(first.target_length, scattered=scattered, additions=additions))


def characterwise(source_length: int | None = None) -> st.SearchStrategy[Model]:
    kinds, additions = ("keep", "keep", "uncovered"), ("", "uncovered")
    return models(source_length, kinds=kinds, additions=additions)


def spans(length: int) -> list[Span]:
    return [Span(start, end) for start in range(length + 1) for end in range(start, length + 1)]


def characters(found: tuple[Span, ...]) -> set[int]:
    """The places in spans, which must be disjoint, not empty, and joined where they adjoin."""
    places = [place for span in found for place in range(span.start, span.end)]
    assert len(places) == len(set(places))
    assert all(len(span) for span in found)
    assert all(left.end != right.start for left, right in pairwise(found))
    return set(places)


@settings(deadline=None)
@given(models())
def test_spans_map_as_their_characters_do(model: Model) -> None:
    inverse = model.inverse()
    for span in spans(model.target_length):
        assert characters(model.alignment.back(span)) == model.back(span)
    for span in spans(model.source_length):
        assert characters(model.alignment.to(span)) == inverse.back(span)


@settings(deadline=None)
@given(models())
def test_pieces_come_in_the_order_of_the_text_they_were_asked_in(model: Model) -> None:
    first_target = {pair.source: pair.target for pair in sorted(model.pairs, reverse=True)}
    found = model.alignment.back(Span(0, model.target_length))
    places = [place for span in found for place in range(span.start, span.end)]
    order = [first_target[place] for place in places if place in first_target]
    assert order == sorted(order)


@settings(deadline=None)
@given(models())
def test_inverting_exchanges_the_two_directions(model: Model) -> None:
    alignment = model.alignment
    inverse = alignment.invert()
    assert inverse.invert() == alignment
    assert Alignment(run.inverse() for run in inverse.runs) == alignment
    assert model.inverse().alignment == inverse
    for span in spans(model.target_length):
        assert inverse.to(span) == alignment.back(span)
    for position in range(model.target_length + 1):
        for leftward in (False, True):
            there = inverse.to_position(position, leftward=leftward)
            assert there == alignment.back_position(position, leftward=leftward)


@settings(deadline=None)
@given(models())
def test_there_and_back_again_holds_the_span(model: Model) -> None:
    covered = {pair.target for pair in model.pairs}
    for span in spans(model.target_length):
        there = model.alignment.back(span)
        again = {place for piece in there for place in characters(model.alignment.to(piece))}
        asked = covered & set(range(span.start, span.end))
        assert again >= asked
        if not model.cuts(span):
            assert again & covered == asked


@settings(deadline=None)
@given(models(), st.randoms())
def test_runs_are_normalised(model: Model, random: Random) -> None:
    """However one correspondence is cut into runs, and in any order, it is the same alignment."""
    crumbs = [crumb for run in model.runs for crumb in _crumbs(run)]
    random.shuffle(crumbs)
    alignment = Alignment(crumbs)
    assert alignment == model.alignment
    assert hash(alignment) == hash(model.alignment)
    assert list(alignment.runs) == sorted(alignment.runs)
    for left, right in pairwise(run for run in alignment.runs if not run.atomic):
        if (left.target_end, left.source_end) == (right.target_start, right.source_start):
            # Only what was deleted or inserted just there can keep the two apart.
            assert any(left.target_end == gone.target for gone in model.deleted) or any(
                left.source_end == new.source for new in model.inserted
            )


def _crumbs(run: Run) -> list[Run]:
    """The run cut at each character, unless it is a replacement."""
    target, length, source, source_length = run[:4]
    if length == source_length:
        return [Run(target + i, 1, source + i, 1) for i in range(length)]
    if not length:
        return [Run(target, 0, source + i, 1) for i in range(source_length)]
    if not source_length:
        return [Run(target + i, 1, source, 0) for i in range(length)]
    return [run]


@pytest.mark.parametrize(
    "runs",
    [
        [Run(0, 2, 0, 2), Run(1, 2, 2, 2)],  # in the target
        [Run(0, 2, 0, 2), Run(2, 2, 1, 2)],  # in the source
        [Run(0, 5, 0, 4), Run(2, 1, 9, 3)],  # one within another
        [Run(0, 1, 0, 1), Run(0, 1, 5, 1)],  # the same characters twice
        [Run(0, 0, 3, 2), Run(4, 0, 4, 2)],  # deleted twice
        [Run(0, 3, 0, 2), Run(1, 0, 7, 1)],  # a deletion inside a replacement
        [Run(0, 3, 0, 2), Run(5, 1, 1, 0)],  # an insertion inside a replacement
        [Run(0, 2, 0, 2, whole=True), Run(1, 2, 4, 2, whole=True)],  # shared, but not entirely
        [Run(0, 2, 0, 2, whole=True), Run(0, 2, 4, 2)],
        [Run(-1, 2, 0, 2)],
        [Run(0, 1, 0, -1)],
    ],
)
def test_overlapping_runs_are_refused(runs: list[Run]) -> None:
    with pytest.raises(ValueError, match="run"):
        Alignment(runs)
    with pytest.raises(ValueError, match="run"):
        Alignment(run.inverse() for run in reversed(runs))


def test_a_deletion_belongs_to_what_stands_on_both_sides_of_it() -> None:
    alignment = Alignment([Run(0, 2, 0, 2), Run(2, 0, 2, 3), Run(2, 2, 5, 2)])
    assert alignment.back(Span(0, 4)) == (Span(0, 7),)
    assert alignment.back(Span(1, 3)) == (Span(1, 6),)
    assert alignment.back(Span(0, 2)) == (Span(0, 2),)
    assert alignment.back(Span(2, 4)) == (Span(5, 7),)
    assert alignment.back(Span(2, 2)) == ()
    assert alignment.to(Span(2, 5)) == ()
    assert [alignment.to_position(place) for place in range(8)] == [0, 1, 2, 2, 2, 2, 3, 4]
    assert alignment.back_position(2) == 5
    assert alignment.back_position(2, leftward=True) == 2


@settings(deadline=None)
@given(models(), st.booleans())
def test_a_position_stays_with_its_character(model: Model, leftward: bool) -> None:
    sides = [_source_of(model, place) for place in range(model.target_length)]
    for position in range(model.target_length + 2):
        expected = _position(sides, position, leftward)
        assert model.alignment.back_position(position, leftward=leftward) == (
            _first_deleted(model) if expected is None else expected
        )


def _source_of(model: Model, target: int) -> range | None:
    """The source that a target character stands for, empty if it was inserted there."""
    sources = [pair.source for pair in model.pairs if pair.target == target]
    if sources:
        return range(min(sources), max(sources) + 1)
    places = [pair.source for pair in model.inserted if pair.target == target]
    return range(places[0], places[0]) if places else None


def _position(sides: list[range | None], position: int, leftward: bool) -> int | None:
    after = [side for side in sides[position:] if side is not None]
    before = [side for side in sides[:position] if side is not None]
    if after and not (leftward and before):
        return after[0].start
    return before[-1].stop if before else None


def _first_deleted(model: Model) -> int:
    """Where a text in which nothing has a counterpart is said to stand."""
    return min(model.deleted, default=Pair(0, 0)).source


@settings(deadline=None)
@given(models(scattered=False), st.booleans())
def test_positions_of_a_text_in_order_keep_their_order(model: Model, leftward: bool) -> None:
    alignment = model.alignment
    places = range(model.target_length + 1)
    there = [alignment.back_position(place, leftward=leftward) for place in places]
    assert there == sorted(there)
    places = range(model.source_length + 1)
    there = [alignment.to_position(place, leftward=leftward) for place in places]
    assert there == sorted(there)


@settings(deadline=None)
@given(models(scattered=False, additions=("", "insert")))
def test_mapping_the_ends_of_a_span_outward_never_narrows_it(model: Model) -> None:
    alignment = model.alignment
    for span in spans(model.target_length):
        start = alignment.back_position(span.start)
        end = alignment.back_position(span.end, leftward=True)
        assert characters(alignment.back(span)) <= set(range(start, end))


@settings(deadline=None)
@given(models())
def test_identity_changes_nothing(model: Model) -> None:
    alignment = model.alignment
    assert Alignment.identity(model.source_length).compose(alignment) == alignment
    assert alignment.compose(Alignment.identity(model.target_length)) == alignment
    assert Alignment.identity(5).back(Span(1, 3)) == (Span(1, 3),)


@settings(deadline=None)
@given(chains())
def test_composing_agrees_with_mapping_through_the_text_between(chain: tuple[Model, Model]) -> None:
    first, second = chain
    composed = first.alignment.compose(second.alignment)
    _check_through(composed, first, second)
    _check_through(composed.invert(), second.inverse(), first.inverse())


def _check_through(composed: Alignment, first: Model, second: Model) -> None:
    exact = not _straddled(first, second)
    gone = {pair.source for pair in first.deleted}
    for span in spans(second.target_length):
        found = characters(composed.back(span))
        middle = second.alignment.back(span)
        expected = {place for piece in middle for place in first.back(piece)}
        assert found >= expected
        if exact:
            # What the first deleted just where the second inserts has more than one right place.
            assert found - expected <= gone
        if exact and len(span) == 1:
            assert found - expected == set()


def _straddled(first: Model, second: Model) -> bool:
    """Whether a replacement of either meets a part of one, or a place inside it, of the other."""
    left = [set(stretch.target[1:]) for stretch in first.replaced]
    right = [set(stretch.source[1:]) for stretch in second.replaced]
    edges = {edge for one in first.replaced for edge in (one.target.start, one.target.stop)}
    ends = {edge for one in second.replaced for edge in (one.source.start, one.source.stop)}
    edges |= {pair.target for pair in first.deleted}
    ends |= {pair.source for pair in second.inserted}
    return any(inner & ends for inner in left) or any(inner & edges for inner in right)


@settings(deadline=None)
@given(chains())
def test_composing_keeps_whatever_both_map(chain: tuple[Model, Model]) -> None:
    first, second = chain
    composed = first.alignment.compose(second.alignment)
    for pair in first.pairs:
        targets = {other.target for other in second.pairs if other.source == pair.target}
        assert characters(composed.to(Span(pair.source, pair.source + 1))) >= targets


@settings(deadline=None)
@given(chains())
def test_the_inverse_of_a_composition_composes_the_inverses(chain: tuple[Model, Model]) -> None:
    first, second = (model.alignment for model in chain)
    assert first.compose(second).invert() == second.invert().compose(first.invert())


@settings(deadline=None)
@given(st.data())
def test_composing_any_number_loses_nothing(data: st.DataObject) -> None:
    """Scattered pieces that became atomic together compose further, from either end."""
    chain = [data.draw(models())]
    for _ in range(3):
        chain.append(data.draw(models(chain[-1].target_length)))
    alignments = [model.alignment for model in chain]
    from_first = reduce(Alignment.compose, alignments)
    from_last = reduce(lambda after, first: first.compose(after), reversed(alignments))
    for place in range(chain[0].source_length):
        reached = reduce(_stepped, chain, {place})
        for composed in (from_first, from_last):
            assert characters(composed.to(Span(place, place + 1))) >= reached


def _stepped(reached: set[int], model: Model) -> set[int]:
    return {pair.target for pair in model.pairs if pair.source in reached}


@settings(deadline=None)
@given(st.data())
def test_composing_character_by_character_is_associative(data: st.DataObject) -> None:
    chain = [data.draw(characterwise())]
    for _ in range(2):
        chain.append(data.draw(characterwise(chain[-1].target_length)))
    first, second, third = (model.alignment for model in chain)
    assert first.compose(second).compose(third) == first.compose(second.compose(third))


@settings(deadline=None)
@given(chains(scattered=False, additions=("", "", "insert")))
def test_composing_texts_in_order_keeps_the_order(chain: tuple[Model, Model]) -> None:
    first, second = chain
    composed = first.alignment.compose(second.alignment)
    places = range(second.target_length + 1)
    for leftward in (False, True):
        there = [composed.back_position(place, leftward=leftward) for place in places]
        assert there == sorted(there)


def test_a_replacement_of_scattered_pieces_stands_for_all_of_them() -> None:
    """A phrase whose two halves stand in two columns, converted to one of another length."""
    page = Alignment([Run(0, 2, 10, 2), Run(2, 2, 50, 2)])
    shown = page.compose(Alignment([Run(0, 3, 0, 4)]))
    assert shown.back(Span(1, 2)) == (Span(10, 12), Span(50, 52))
    assert shown.to(Span(51, 52)) == (Span(0, 3),)
    assert shown.back_position(0) == 10
    assert shown.back_position(3, leftward=True) == 52


def test_a_replacement_of_a_replacement_is_atomic_though_the_lengths_are_equal() -> None:
    shown = Alignment([Run(0, 1, 0, 2)]).compose(Alignment([Run(0, 2, 0, 1)]))
    assert shown.back(Span(0, 1)) == (Span(0, 2),)
    assert shown.to(Span(1, 2)) == (Span(0, 2),)


class Cell(NamedTuple):
    """A character of clean text and the source it stands for; no character: what was deleted."""

    character: str
    sources: frozenset[int]


@dataclass(frozen=True)
class Page:
    source: Source
    blocks: list[Block]
    edits: list[Edit]


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A stretch of a source from anywhere in it, edits, and some of its pieces as blocks."""
    text = draw(st.text(ALPHABET, min_size=1, max_size=10))
    start = draw(st.sampled_from([0, 0, 3, 1000]))
    source = Source(text, start)
    edits = [
        Edit("rule", span, source.slice(span), draw(st.text(ALPHABET, max_size=3)))
        for piece in draw(_pieces(start, len(text)))
        for span in draw(st.sampled_from([[], [piece], [Span(piece.start, piece.start), piece]]))
    ]
    if draw(st.booleans()):
        end = source.start + len(text)
        edits.append(Edit("rule", Span(end, end), "", draw(st.text(ALPHABET, max_size=3))))
    pieces = draw(st.permutations(draw(_pieces(start, len(text)))))
    pieces = pieces[: draw(st.integers(0, len(pieces)))]
    breaks = sorted(draw(st.sets(st.integers(0, len(pieces)))) | {0, len(pieces)})
    blocks = [Block(BlockKind.PARAGRAPH, tuple(pieces[low:high])) for low, high in pairwise(breaks)]
    return Page(source, blocks, edits)


@st.composite
def _pieces(draw: st.DrawFn, start: int, length: int) -> list[Span]:
    ends = draw(st.sets(st.integers(start, start + length), max_size=8))
    return [Span(*ends_of) for ends_of in pairwise(sorted({start, start + length, *ends}))]


def _edited(page: Page) -> list[list[Cell]]:
    """The cells of each block: the source's, with the edits put in from the last to the first."""
    waiting = list(page.edits)
    blocks: list[list[Cell]] = []
    for block in page.blocks:
        blocks.append([])
        for span in block.spans:
            within = [
                e for e in waiting if span.start <= e.source.start <= e.source.end <= span.end
            ]
            waiting = [edit for edit in waiting if edit not in within]
            places = range(span.start, span.end)
            cells = [
                Cell(c, frozenset({i}))
                for i, c in zip(places, page.source.slice(span), strict=True)
            ]
            for edit in reversed(within):
                low, high = edit.source.start - span.start, edit.source.end - span.start
                cells[low:high] = _replacement(edit)
            blocks[-1].extend(cells)
    return blocks


def _replacement(edit: Edit) -> list[Cell]:
    places = range(edit.source.start, edit.source.end)
    if len(places) == len(edit.after):
        return [Cell(c, frozenset({i})) for i, c in zip(places, edit.after, strict=True)]
    return [Cell(character, frozenset(places)) for character in edit.after or [""]]


@settings(deadline=None)
@given(pages())
def test_an_assembled_article_answers_for_each_of_its_characters(page: Page) -> None:
    blocks = _edited(page)
    assembly = assemble(page.source, page.blocks, page.edits)
    texts = ["".join(cell.character for cell in cells) for cells in blocks]
    assert assembly.text == "\n".join(texts)
    assert [assembly.text[span.start : span.end] for span in assembly.blocks] == texts
    assert all(left.end + 1 == right.start for left, right in pairwise(assembly.blocks))
    assert assembled_text(page.source, page.blocks, page.edits) == "\n".join(texts)
    cells = [cell for cells in blocks for cell in [*cells, Cell("\n", frozenset())]][:-1]
    filled = [index for index, cell in enumerate(cells) if cell.character]
    for span in filter(len, spans(len(filled))):
        within = cells[filled[span.start] : filled[span.end - 1] + 1]
        expected = {place for cell in within for place in cell.sources}
        assert characters(assembly.alignment.back(span)) == expected


def test_joined_lines_lead_back_across_the_line_break() -> None:
    source = Source("第一行𪟝\n\n續在此。", start=100)
    block = Block(BlockKind.PARAGRAPH, (Span(100, 110),))
    edit = Edit("join", Span(104, 106), "\n\n", "")
    assembly = assemble(source, [block], [edit])
    assert assembly.text == "第一行𪟝續在此。"
    assert assembly.alignment.back(Span(3, 5)) == (Span(103, 107),)
    assert assembly.alignment.to(Span(104, 106)) == ()
    assert assembly.alignment.back_position(4, leftward=True) == 104
    assert assembly.alignment.back_position(4) == 106


def test_a_headline_far_below_its_body_comes_first() -> None:
    source = Source("正文甲乙\n標題丙丁")
    title = Block(BlockKind.TITLE, (Span(5, 9),))
    body = Block(BlockKind.PARAGRAPH, (Span(0, 4),))
    assembly = assemble(source, [title, body], [])
    assert assembly.text == "標題丙丁\n正文甲乙"
    assert assembly.blocks == (Span(0, 4), Span(5, 9))
    assert assembly.alignment.back(Span(2, 7)) == (Span(7, 9), Span(0, 2))
    # The line break between them stands behind the headline, in the source too.
    assert assembly.alignment.back_position(4) == 9


def test_an_insertion_where_two_spans_meet_is_applied_once() -> None:
    source = Source("甲乙丙")
    spans = Span(0, 1), Span(1, 2), Span(2, 3)
    edits = [Edit("rule", Span(place, place), "", f"{place}") for place in range(4)]
    one_block = [Block(BlockKind.PARAGRAPH, spans)]
    assert assemble(source, one_block, edits).text == "0甲1乙2丙3"
    reversed_blocks = [Block(BlockKind.PARAGRAPH, (span,)) for span in reversed(spans)]
    assert assemble(source, reversed_blocks, edits).text == "2丙3\n1乙\n0甲"
    assert assembled_text(source, reversed_blocks, edits) == "2丙3\n1乙\n0甲"


def test_an_article_of_no_blocks_is_empty() -> None:
    assembly = assemble(Source(""), [], [])
    assert (assembly.text, assembly.blocks) == ("", ())
    assert assembly.alignment == Alignment()
    assert assembly.alignment.back(Span(0, 0)) == ()
    assert assembly.alignment.back_position(0) == 0


def test_a_block_outside_the_loaded_stretch_is_refused() -> None:
    block = Block(BlockKind.PARAGRAPH, (Span(1, 3),))
    with pytest.raises(ValueError, match="outside"):
        assemble(Source("甲乙", start=2), [block], [])
