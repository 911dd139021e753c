"""What a row of the hits says: a hit in the script on screen, beneath its document. Pure.

Hits of one document follow one another; the first of them bears the document's heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reader.library import shown_text
from reader.model import Hit, Script, ShownScript, Snippet, Span
from reader.script import NO_TERMS, Terms, convert


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """A document's heading; a newspaper and a date only if all articles first seen share them."""

    document_id: int
    name: str
    newspaper: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class ShownSnippet:
    """``spans``: offsets into ``text``; ``of_note``: it was found in a note and not in the text."""

    text: str
    spans: tuple[Span, ...]
    of_note: bool = False


@dataclass(frozen=True, slots=True)
class ShownHit:
    """``heading`` is empty but for the first hit of a document; ``facts`` stand under it as well.

    ``places`` counts the hits in the article.
    """

    heading: str
    heading_facts: str
    title: str
    title_spans: tuple[Span, ...]
    facts: str
    snippets: tuple[ShownSnippet, ...]
    places: int


def groups_of(hits: Sequence[Hit], last: DocumentGroup | None = None) -> Iterator[DocumentGroup]:
    """The group of each hit; hits of ``last``'s document at the beginning go on with it."""
    for document_id, together in groupby(hits, lambda hit: hit.summary.document_id):
        same = list(together)
        group = last
        if group is None or group.document_id != document_id:
            newspapers = {hit.summary.newspaper or "" for hit in same}
            dates = {hit.summary.date or "" for hit in same}
            group = DocumentGroup(
                document_id,
                same[0].document_name,
                newspapers.pop() if len(newspapers) == 1 else "",
                dates.pop() if len(dates) == 1 else "",
            )
        yield from (group for _ in same)


def own_facts(hit: Hit, group: DocumentGroup) -> tuple[str, str]:
    """The newspaper and the date of an article where its document's heading does not say them."""
    newspaper, date = hit.summary.newspaper or "", hit.summary.date or ""
    return (
        newspaper if newspaper != group.newspaper else "",
        date if date != group.date else "",
    )


def shown_hit(
    hit: Hit,
    group: DocumentGroup,
    shown: ShownScript,
    terms: Terms = NO_TERMS,
    *,
    first: bool = True,
) -> ShownHit:
    """Convert what a row says, its marks staying on the same words."""
    own = hit.summary.script
    label = Snippet(hit.summary.label, 0, hit.title_spans, own)
    title = _converted(label, shown, terms)
    newspaper, date = own_facts(hit, group)
    heading_newspaper = shown_text(group.newspaper, shown, own, terms)
    return ShownHit(
        heading=shown_text(group.name, shown, Script.NEITHER, terms) if first else "",
        heading_facts=_joined(heading_newspaper, group.date) if first else "",
        title=title.text,
        title_spans=title.spans,
        facts=_joined(shown_text(newspaper, shown, own, terms), date),
        snippets=tuple(_converted(snippet, shown, terms) for snippet in hit.snippets),
        places=len(hit.spans),
    )


def _converted(snippet: Snippet, shown: ShownScript, terms: Terms) -> ShownSnippet:
    """A note stays as it was written."""
    if snippet.annotation_id is not None:
        return ShownSnippet(snippet.text, snippet.spans, of_note=True)
    converted = convert(snippet.text, shown, snippet.script, terms)
    spans = tuple(piece for span in snippet.spans for piece in converted.alignment.to(span))
    return ShownSnippet(converted.text, spans)


def _joined(*facts: str) -> str:
    return " · ".join(filter(None, facts))
