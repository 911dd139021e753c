"""Tie an annotation to the source, and find its place again in a text made from that source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reader.errors import NotFoundError
from reader.model import Annotation, Span

# Enough to tell repeats apart on one page, and short enough to store with every note.
CONTEXT_CHARACTERS = 32


class Correspondence(Protocol):
    """Source to article: an ``Alignment``, or one that looks only at the blocks it needs."""

    def to(self, span: Span) -> tuple[Span, ...]: ...
    def back(self, span: Span) -> tuple[Span, ...]: ...


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an annotation stands. ``spans``: source; the rest is clean text."""

    spans: tuple[Span, ...]
    quote: str
    prefix: str
    suffix: str


def make_anchor(text: str, alignment: Correspondence, span: Span) -> Anchor:
    """Anchor an article span. ``text``: the article's; ``alignment``: source to article.

    The quote is the text of the span, widened to whole characters of the source where an edit
    stands for several. Raises ``NotFoundError`` where the span holds nothing of the source.
    """
    spans = alignment.back(span)
    if not spans:
        raise NotFoundError("There is no text of the document in the selection.")
    placed = _hull([shown for piece in spans for shown in alignment.to(piece)]) or span
    return Anchor(
        spans=spans,
        quote=text[placed.start : placed.end],
        prefix=text[max(0, placed.start - CONTEXT_CHARACTERS) : placed.start],
        suffix=text[placed.end : placed.end + CONTEXT_CHARACTERS],
    )


def place(
    annotation: Annotation, text: str, alignment: Correspondence, sha256: str
) -> tuple[Span, ...]:
    """The article spans of an annotation, in reading order, neighbours joined; empty: an orphan.

    By its source span while the source is the one it was made on; otherwise by its quote, where
    the text before and after it tells one place from all others. Never a guess between equals.
    """
    if annotation.source_sha256 == sha256:
        pieces = [piece for span in annotation.spans for piece in alignment.to(span)]
        return _joined(pieces, text)
    found = _find_quote(annotation, text)
    return (found,) if found else ()


def _find_quote(annotation: Annotation, text: str) -> Span | None:
    """The one best place of the quote by its context, or ``None`` where two are as good."""
    best: list[Span] = []
    best_score = -1
    start = text.find(annotation.quote) if annotation.quote else -1
    while start >= 0:
        end = start + len(annotation.quote)
        before = text[max(0, start - CONTEXT_CHARACTERS) : start]
        after = text[end : end + CONTEXT_CHARACTERS]
        score = _shared(before[::-1], annotation.prefix[::-1]) + _shared(after, annotation.suffix)
        if score > best_score:
            best, best_score = [], score
        if score == best_score:
            best.append(Span(start, end))
        start = text.find(annotation.quote, start + 1)
    return best[0] if len(best) == 1 else None


def _shared(one: str, other: str) -> int:
    """Length of the common beginning."""
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length


def _hull(spans: list[Span]) -> Span | None:
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _joined(spans: list[Span], text: str) -> tuple[Span, ...]:
    """Sorted spans, joined where only the line break between two blocks lies between them."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip("\n"):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
