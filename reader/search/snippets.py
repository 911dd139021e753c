"""What is quoted of a text under its hit: the first stretches with hits, or its opening. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from reader.model import AnnotationWords, Script, Snippet, Span, Spans
from reader.script import paragraph_at, paragraph_script
from reader.search.pattern import SearchedText, united
from reader.search.places import as_spans
from reader.search.query import Contains, Field

MOST_SNIPPETS = 3
_BEFORE = 14
_CHARACTERS = 64
_NOT_FIRST = "，。、；：！？”’）》」』】… \n"


def text_snippets(text: str, spans: Spans, script: Script) -> Iterator[Snippet]:
    """The first stretches that hold hits, none overlapping another; else the text's opening.

    ``script``: the article's.
    """
    number = end = 0
    if not spans and text:
        yield _snippet(text, Span(0, 0), spans[:0], 0, script)
    for _ in range(MOST_SNIPPETS):
        if number == len(spans):
            return
        snippet = _snippet(text, spans[number], spans[number:], end, script)
        yield snippet
        end = snippet.start + len(snippet.text)
        number = bisect_left(spans.starts, end)


def _snippet(text: str, first: Span, spans: Sequence[Span], after: int, script: Script) -> Snippet:
    start = max(after, first.start - _BEFORE)
    start += len(text[start : first.start]) - len(text[start : first.start].lstrip(_NOT_FIRST))
    end = min(len(text), max(start + _CHARACTERS, first.end))
    if script is Script.MIXED:
        paragraph = paragraph_at(text, first.start)
        script = paragraph_script(text[paragraph.start : paragraph.end])
    return Snippet(
        text=text[start:end].replace("\n", " "),
        start=start,
        spans=tuple(_inside(spans, start, end)),
        script=script,
    )


def _inside(spans: Iterable[Span], start: int, end: int) -> Iterator[Span]:
    """The parts of the spans in a stretch, counted from its start; ``spans`` are sorted."""
    for span in spans:
        if span.start >= end:
            return
        if span.end > start:
            yield Span(max(span.start, start) - start, min(span.end, end) - start)


def note_snippet(words: AnnotationWords, wanted: Sequence[Contains]) -> Snippet | None:
    """The note, or for want of a hit in it the tags or the quote; ``None`` if none has one."""
    for text, is_tag in (
        (words.note, False),
        *((tag, True) for tag in words.tags),
        (words.quote, False),
    ):
        searched = SearchedText(text)
        held = [leaf for leaf in wanted if is_tag or leaf.field is not Field.TAG]
        spans = as_spans(united([searched.places(leaf.pattern) for leaf in held]))
        if spans:
            start = max(0, spans[0].start - _BEFORE)
            end = max(start + _CHARACTERS, spans[0].end)
            return Snippet(
                text=text[start:end].replace("\n", " "),
                start=0,
                spans=tuple(_inside(spans, start, end)),
                annotation_id=words.id,
            )
    return None
