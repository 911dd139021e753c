"""Where a person sees that a text was cleaned: each edit's place in what it left. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.alignment import AppliedEdit, Assembly
from reader.model import Edit, Span

# What lays a text out: marked, it would be everywhere and say nothing of any word.
_LAYOUT_RULES = frozenset(
    {"join-lines", "heading-mark", "markdown-mark", "front-matter", "invisible"}
)


@dataclass(frozen=True, slots=True)
class EditPlace:
    """An edit and the characters that show it, at least one. The owner tells the span's space."""

    span: Span
    edit: Edit


@dataclass(frozen=True, slots=True)
class EditedWord:
    """Edits of one rule whose places share characters: what a person sees as one change."""

    span: Span
    edits: tuple[Edit, ...]

    @property
    def rule(self) -> str:
        return self.edits[0].rule


class EditPlaces:
    """The edits of an assembled text that changed its words, each at its place."""

    def __init__(self, assembly: Assembly) -> None:
        places = [
            EditPlace(span, applied.edit)
            for applied in assembly.edits
            if applied.edit.rule not in _LAYOUT_RULES
            and (span := _place(assembly.text, applied)) is not None
        ]
        self._places = sorted(places, key=lambda place: place.span)
        self._starts = [place.span.start for place in self._places]
        self._longest = max((len(place.span) for place in places), default=0)

    def within(self, part: Span) -> Iterator[EditPlace]:
        """Those that show in a part of the text, sorted; cut to it and counted from its start."""
        first = bisect_left(self._starts, part.start - self._longest)
        for place in self._places[first : bisect_left(self._starts, part.end)]:
            if place.span.overlaps(part):
                start = max(place.span.start, part.start) - part.start
                end = min(place.span.end, part.end) - part.start
                yield EditPlace(Span(start, end), place.edit)


def edited_words(places: Iterable[EditPlace]) -> Iterator[EditedWord]:
    """What belongs together of sorted places, as the gaps of one headline do; in no order."""
    open_: dict[str, list[EditPlace]] = {}
    for place in places:
        known = open_.setdefault(place.edit.rule, [])
        if known and known[-1].span.end <= place.span.start:
            yield _word(known)
            known.clear()
        known.append(place)
    for rest in open_.values():
        yield _word(rest)


def _word(places: Sequence[EditPlace]) -> EditedWord:
    span = Span(places[0].span.start, max(place.span.end for place in places))
    return EditedWord(span, tuple(place.edit for place in places))


def _place(text: str, applied: AppliedEdit) -> Span | None:
    """The characters of a clean text that show an edit; ``None`` where nothing is left to show it.

    It is what the edit left. A gap that was closed is shown by the characters on both sides, what
    was set twice by the setting that stays, any other thing that was dropped by the character
    before it: a gloss belongs to that.
    """
    edit, span = applied.edit, applied.span
    if not edit.after.strip() and edit.before.isspace():
        span = Span(max(span.start - 1, 0), min(span.end + 1, len(text)))
    elif not edit.after:
        twice = text.endswith(edit.before, 0, span.start)
        length = len(edit.before) if twice else 1
        span = Span(max(span.start - length, 0), span.start or min(1, len(text)))
    return span if len(span) else None
