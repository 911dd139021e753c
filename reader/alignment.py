"""How two texts correspond, as runs: one class for cleaning and for script conversion alike.

A *source* text becomes a *target* text. Offsets in both are code points. ``to`` goes from source
to target, ``back`` from target to source.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product, starmap
from typing import NamedTuple

from reader.model import Block, Edit, Source, Span


class Run(NamedTuple):
    """One stretch of both texts. Equal lengths map character by character; unequal ones are atomic:
    a part of one side stands for the whole of the other. Length 0 is an insertion or a deletion.

    ``whole`` makes a run atomic at equal lengths too, and lets it share an entire side with other
    whole runs: a scattered stretch. Only ``Alignment.compose`` has need of it.
    """

    target_start: int
    target_length: int
    source_start: int
    source_length: int
    whole: bool = False

    @property
    def target_end(self) -> int:
        return self.target_start + self.target_length

    @property
    def source_end(self) -> int:
        return self.source_start + self.source_length

    @property
    def atomic(self) -> bool:
        return self.whole or self.target_length != self.source_length

    @property
    def divisible(self) -> bool:
        """Whether it says the same when cut anywhere: not atomic, or one side is empty."""
        one_sided = not self.target_length or not self.source_length
        return not self.whole and (one_sided or self.target_length == self.source_length)

    def inverse(self) -> Run:
        source = self.source_start, self.source_length
        return Run(*source, self.target_start, self.target_length, self.whole)

    def part(self, start: int, end: int) -> Run:
        """From one offset within it to another; all of it where it is not divisible."""
        if not self.divisible:
            return self
        target_start, target_end = (min(max(at, 0), self.target_length) for at in (start, end))
        source_start, source_end = (min(max(at, 0), self.source_length) for at in (start, end))
        return Run(
            self.target_start + target_start,
            target_end - target_start,
            self.source_start + source_start,
            source_end - source_start,
        )

    def continued_by(self, following: Run) -> bool:
        """Whether both are of one divisible kind and adjoin in the target and in the source."""
        return (
            self.target_end == following.target_start
            and self.source_end == following.source_start
            and self.divisible
            and following.divisible
            and bool(self.target_length) == bool(following.target_length)
            and bool(self.source_length) == bool(following.source_length)
        )

    def source_of(self, span: Span) -> Span:
        """The source of the part that lies in a target span, which overlaps the run."""
        if self.atomic:
            return Span(self.source_start, self.source_end)
        shift = self.source_start - self.target_start
        start = max(span.start, self.target_start)
        return Span(start + shift, min(span.end, self.target_end) + shift)


class Alignment:
    """Runs sorted by target offset, disjoint in the target and in the source (but see ``whole``).

    The source side may be scattered, in any order. What no run covers on either side has no
    counterpart. Nothing is inserted or deleted strictly inside an atomic run. Immutable, so any
    thread may use it.
    """

    def __init__(self, runs: Iterable[Run] = ()) -> None:
        """``runs`` in any order. Raises ``ValueError`` where they break what the class says."""
        ordered = sorted(run for run in runs if run.target_length or run.source_length)
        _check_disjoint(ordered)
        _check_disjoint(sorted(run.inverse() for run in ordered))
        self.runs: tuple[Run, ...] = tuple(_normalised(ordered))
        # Both ascend, for no run reaches over the start or the end of another.
        self._starts = [run.target_start for run in self.runs]
        self._ends = [run.target_end for run in self.runs]

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """A text of ``length`` code points and itself."""
        return cls([Run(0, length, 0, length)])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alignment) and self.runs == other.runs

    def __hash__(self) -> int:
        return hash(self.runs)

    def __repr__(self) -> str:
        return f"Alignment({list(map(tuple, self.runs))})"

    def invert(self) -> Alignment:
        """The same correspondence with source and target exchanged."""
        return self._inverse

    def to(self, span: Span) -> tuple[Span, ...]:
        """The target spans of a source span; see ``back``."""
        return self._inverse.back(span)

    def to_position(self, position: int, *, leftward: bool = False) -> int:
        """The target position of a source position; see ``back_position``."""
        return self._inverse.back_position(position, leftward=leftward)

    def back(self, span: Span) -> tuple[Span, ...]:
        """The source spans of a target span: in target order, disjoint, none empty, those that
        adjoin in this order joined.

        A part of an atomic run gives the whole of its source. What was deleted strictly inside the
        span belongs to it; what was deleted at its edges does not. Empty where nothing corresponds.
        """
        if not len(span):
            return ()
        first, end = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)
        found: list[Span] = []
        # Runs that share a side give the same piece again.
        for piece in dict.fromkeys(run.source_of(span) for run in self.runs[first:end]):
            if found and found[-1].end == piece.start:
                found[-1] = Span(found[-1].start, piece.end)
            elif len(piece):
                found.append(piece)
        return tuple(found)

    def back_position(self, position: int, *, leftward: bool = False) -> int:
        """The source position of a place between two target characters; 0 where there are no runs.

        It stays with the character on its right, or with the one on its left if ``leftward``; where
        no run holds that one, with the next that way, and past the last with the nearest of all.
        Within an atomic run it goes to that run's start, or to its end if ``leftward``: so mapping
        a span's start rightward and its end leftward never narrows a span, unless the source is
        scattered. Around what has no counterpart the two may cross.
        """
        run = self._beside(position, leftward)
        if run is None:
            return self.runs[0].source_start if self.runs else 0
        if position <= run.target_start:
            return run.source_start
        if position >= run.target_end:
            return run.source_end
        if run.atomic:
            return run.source_end if leftward else run.source_start
        return run.source_start + position - run.target_start

    def within(self, target: Span) -> Alignment:
        """The part that lies in a target span, its target offsets counted from the span's start.

        What cannot be cut and reaches over an end of the span is left out.
        """
        runs = []
        first = bisect_left(self._ends, target.start)
        for run in self.runs[first : bisect_right(self._starts, target.end)]:
            cut = run.part(target.start - run.target_start, target.end - run.target_start)
            if target.start <= cut.target_start and cut.target_end <= target.end:
                runs.append(cut._replace(target_start=cut.target_start - target.start))
        return Alignment(runs)

    def compose(self, after: Alignment) -> Alignment:
        """This alignment, then ``after``: from this source to that target.

        ``after``'s source is this target. Where an atomic run of either meets only a part of a run
        of the other, they become atomic together, even when their pieces are scattered. What this
        one deleted, or ``after`` inserted, stays with the character on its left.
        """
        return Alignment(_composed(self, after))

    @cached_property
    def _inverse(self) -> Alignment:
        inverse = Alignment(run.inverse() for run in self.runs)
        inverse.__dict__["_inverse"] = self
        return inverse

    def _beside(self, position: int, leftward: bool) -> Run | None:
        """The run of the target character beside a position, or the next that way, or the last."""
        runs, starts, ends = self._filled
        if not runs:
            return None
        if leftward:
            return runs[max(bisect_left(starts, position) - 1, 0)]
        return runs[min(bisect_right(ends, position), len(runs) - 1)]

    @cached_property
    def _filled(self) -> tuple[list[Run], list[int], list[int]]:
        """The runs that have target characters, their starts and their ends."""
        runs = [run for run in self.runs if run.target_length]
        return runs, [run.target_start for run in runs], [run.target_end for run in runs]


def _check_disjoint(runs: Iterable[Run]) -> None:
    """Raise ``ValueError`` where sorted runs are not disjoint in the target."""
    last: Run | None = None
    for run in runs:
        if min(run) < 0:
            raise ValueError(f"a run with a negative number: {run}")
        if last is not None and run.target_start < last.target_end:
            shared = run.whole and last.whole and run[:2] == last[:2]
            if not (shared if run.target_length else last.divisible):
                raise ValueError(f"runs overlap: {last} and {run}")
        if run.target_length:
            last = run


def _normalised(runs: Sequence[Run]) -> list[Run]:
    """The runs sorted, each as long as it can be with nothing deleted or inserted inside it."""
    deletions = [run.target_start for run in runs if not run.target_length]
    insertions = sorted(run.source_start for run in runs if not run.source_length)
    barred = set(insertions)
    normal: list[Run] = []
    for piece in sorted(piece for run in runs for piece in _split(run, deletions, insertions)):
        joins = not piece.source_length or piece.source_start not in barred
        if joins and normal and normal[-1].continued_by(piece):
            last = normal[-1]
            normal[-1] = last._replace(
                target_length=last.target_length + piece.target_length,
                source_length=last.source_length + piece.source_length,
            )
        else:
            normal.append(piece)
    return normal


def _split(run: Run, deletions: Sequence[int], insertions: Sequence[int]) -> Iterable[Run]:
    """The run cut at those of the sorted places that lie inside it."""
    inside_target = _inside(deletions, run.target_start, run.target_length)
    inside_source = _inside(insertions, run.source_start, run.source_length)
    if not inside_target and not inside_source:
        return (run,)
    cuts = {0, max(run.target_length, run.source_length)}
    cuts.update(place - run.target_start for place in inside_target)
    cuts.update(place - run.source_start for place in inside_source)
    return starmap(run.part, pairwise(sorted(cuts)))


def _inside(places: Sequence[int], start: int, length: int) -> Sequence[int]:
    """Those of the sorted places that lie strictly inside a stretch."""
    return places[bisect_right(places, start) : bisect_left(places, start + length)]


def _composed(first: Alignment, after: Alignment) -> set[Run]:
    """Runs from ``first``'s source to ``after``'s target, through the text between them, *mid*.

    Mid is cut wherever no atomic run straddles; what lies between two cuts is one group.
    """
    heads = first.runs  # target side is mid
    tails = after.invert().runs  # target side is mid, source side is the final target
    cuts = _cuts([*heads, *tails])
    composed: set[Run] = set()
    head_groups, tail_groups = _grouped(heads, cuts), _grouped(tails, cuts)
    for group, pieces in head_groups.items():
        composed.update(_between_cuts(pieces, tail_groups.get(group, ())))
    for run in _at_cuts(heads, cuts):
        target = after.to_position(run.target_start, leftward=True)
        composed.add(Run(target, 0, run.source_start, run.source_length, run.whole))
    for run in _at_cuts(tails, cuts):
        source = first.back_position(run.target_start, leftward=True)
        composed.add(Run(run.source_start, run.source_length, source, 0, run.whole))
    return composed


def _cuts(runs: Iterable[Run]) -> list[int]:
    """Mid positions, ascending, where both sides can be cut: edges that no atomic run straddles."""
    edges = sorted({edge for run in runs for edge in (run.target_start, run.target_end)})
    barred: set[int] = set()
    for run in runs:
        if not run.divisible and run.target_length > 1:
            first_inside = bisect_right(edges, run.target_start)
            barred.update(edges[first_inside : bisect_left(edges, run.target_end)])
    return [edge for edge in edges if edge not in barred]


def _at_cuts(runs: Iterable[Run], cuts: Iterable[int]) -> Iterator[Run]:
    """What was deleted from mid, or inserted into it, at a cut."""
    places = set(cuts)
    return (run for run in runs if not run.target_length and run.target_start in places)


def _grouped(runs: Iterable[Run], cuts: Sequence[int]) -> dict[int, list[Run]]:
    """Runs clipped at the cuts, by the index of the cut before them; those at a cut left out."""
    groups: defaultdict[int, list[Run]] = defaultdict(list)
    for run in runs:
        group = bisect_right(cuts, run.target_start) - 1
        if not run.target_length:
            if cuts[group] != run.target_start:
                groups[group].append(run)
            continue
        while cuts[group] < run.target_end:
            low, high = cuts[group] - run.target_start, cuts[group + 1] - run.target_start
            groups[group].append(run.part(low, high))
            group += 1
    return groups


def _between_cuts(heads: Sequence[Run], tails: Sequence[Run]) -> Iterator[Run]:
    """One group of mid: each piece of one side for each of the other, unless both can be cut."""
    if all(run.divisible for run in (*heads, *tails)):
        for head, tail in product(heads, tails):
            yield Run(tail.source_start, tail.source_length, head.source_start, head.source_length)
        return
    sources = {(run.source_start, run.source_length) for run in heads}
    targets = {(run.source_start, run.source_length) for run in tails}
    shared = len(sources) * len(targets) > 1 or any(run.whole for run in (*heads, *tails))
    for target, source in product(targets, sources):
        yield Run(*target, *source, whole=shared or target[1] == source[1] > 1)


@dataclass(frozen=True, slots=True)
class AppliedEdit:
    """An edit and what it left; ``span``: article, empty where that is nothing."""

    edit: Edit
    span: Span


@dataclass(frozen=True, slots=True)
class Assembly:
    """An article's clean text with its way back to the source.

    ``alignment``: source to article. ``blocks``: article, one span for each block, in order.
    ``edits``: those that were applied, in the order of the article.
    """

    text: str
    alignment: Alignment
    blocks: tuple[Span, ...]
    edits: tuple[AppliedEdit, ...]


def assemble(source: Source, blocks: Sequence[Block], edits: Sequence[Edit]) -> Assembly:
    """Apply the edits inside each block and join the blocks by ``\\n``.

    ``edits`` sorted and disjoint; one that reaches beyond a block's span is not applied in it. An
    insertion where two spans meet is applied once, in the one that is read first.
    Raises ``ValueError`` where ``source`` does not hold a block, or where blocks overlap.
    """
    assembler = _Assembler(source, edits)
    block_spans: list[Span] = []
    for block in blocks:
        if block_spans:
            assembler.put("\n", Span(assembler.source_end, assembler.source_end))
        start = assembler.length
        for span in block.spans:
            assembler.put_source(span)
        block_spans.append(Span(start, assembler.length))
    return Assembly(
        "".join(assembler.texts),
        Alignment(assembler.runs),
        tuple(block_spans),
        tuple(assembler.edits),
    )


def assembled_text(source: Source, blocks: Sequence[Block], edits: Sequence[Edit]) -> str:
    """The text of ``assemble``, in a fraction of its time; overlapping blocks are not noticed."""
    within = _EditsWithin(edits)
    texts: list[str] = []
    for block in blocks:
        pieces: list[str] = []
        for span in block.spans:
            position = span.start
            for edit in within.taken(span):
                pieces += (source.slice(Span(position, edit.source.start)), edit.after)
                position = edit.source.end
            pieces.append(source.slice(Span(position, span.end) if pieces else span))
        texts.append("".join(pieces))
    return "\n".join(texts)


class _Assembler:
    """Clean text in the making: its pieces, and the runs that lead back to their source."""

    def __init__(self, source: Source, edits: Sequence[Edit]) -> None:
        self.texts: list[str] = []
        self.runs: list[Run] = []
        self.edits: list[AppliedEdit] = []
        self.length = 0
        self.source_end = 0
        self._source = source
        self._within = _EditsWithin(edits)

    def put(self, text: str, source: Span) -> None:
        """Append clean text that stands for a source span."""
        self.texts.append(text)
        self.runs.append(Run(self.length, len(text), source.start, len(source)))
        self.length += len(text)
        self.source_end = source.end

    def put_source(self, span: Span) -> None:
        """Append a source span with its edits applied."""
        position = span.start
        for edit in self._within.taken(span):
            self._put_unchanged(Span(position, edit.source.start))
            left = Span(self.length, self.length + len(edit.after))
            self.edits.append(AppliedEdit(edit, left))
            self.put(edit.after, edit.source)
            position = edit.source.end
        self._put_unchanged(Span(position, span.end))

    def _put_unchanged(self, span: Span) -> None:
        self.put(self._source.slice(span), span)


class _EditsWithin:
    """Edits, sorted and disjoint, each of which is taken once, by the first span that holds it."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.source.start for edit in edits]
        self._applied: set[int] = set()

    def taken(self, span: Span) -> Iterator[Edit]:
        first = bisect_left(self._starts, span.start)
        for index in range(first, bisect_right(self._starts, span.end, first)):
            edit = self._edits[index]
            if edit.source.end <= span.end and index not in self._applied:
                self._applied.add(index)
                yield edit
