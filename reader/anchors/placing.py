"""Tie an annotation to the source, and place it in any text made from that source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reader.errors import NotFoundError
from reader.messages import message
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
        raise NotFoundError(message("There is no text of the document in the selection."))
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

    ``sha256``: of the source. One that was made on another was not found again in this one.
    """
    if annotation.source_sha256 != sha256:
        return ()
    pieces = [piece for span in annotation.spans for piece in alignment.to(span)]
    return _joined(pieces, text)


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
