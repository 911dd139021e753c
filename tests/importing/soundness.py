"""What holds for every document that could be read, whatever the file."""

from __future__ import annotations

from itertools import pairwise

from reader.alignment import assemble
from reader.model import DocumentDraft, Source


def check(document: DocumentDraft) -> None:
    """No character is lost, no two edits or blocks overlap, and no block is more than its text."""
    source = document.source
    assert all(left.source.end <= right.source.start for left, right in pairwise(document.edits))
    for edit in document.edits:
        assert edit.before == source[edit.source.start : edit.source.end]
    # On a newspaper page an article's blocks stand in any order.
    spans = sorted(
        span for article in document.articles for block in article.blocks for span in block.spans
    )
    assert all(left.end <= right.start for left, right in pairwise(spans))
    covered = bytearray(len(source))
    for span in [*spans, *(edit.source for edit in document.edits)]:
        covered[span.start : span.end] = b"\x01" * len(span)
    for character, seen in zip(source, covered, strict=True):
        assert seen or character.isspace()
    for article in document.articles:
        clean = assemble(Source(source), article.blocks, document.edits)
        assert not any("\n" in clean.text[span.start : span.end] for span in clean.blocks)
        for block in article.blocks:
            for span in block.spans:
                text = source[span.start : span.end]
                assert text and text == text.strip()
