"""How a document stands in the library, or a row of its articles does: what a decision changes."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.corrections.decision import Decision
from reader.model import ArticleDraft, Edit, Source, Span


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the library; ``id`` is ``None`` until it is stored. ``text``: clean."""

    id: int | None
    draft: ArticleDraft
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A row of a document's articles, the first at position ``first``, and what belongs to them.

    ``source``: the stretch they stand in, and ``edits`` all in it, sorted. ``decisions``: all of
    the document, in their order.
    """

    document_id: int
    first: int
    source: Source
    articles: tuple[StoredArticle, ...]
    edits: tuple[Edit, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """One undoable step from one reading of the same stretch to another."""

    before: Reading
    after: Reading

    def inverse(self) -> ReadingChange:
        return ReadingChange(self.after, self.before)


def matched(before: Sequence[StoredArticle], after: Sequence[ArticleDraft]) -> list[int | None]:
    """For each new article the id of the old one it goes on with; ``None`` where there is none.

    Those that share most of the source belong together, each with no more than one.
    """
    shared = Counter(_shared(before, after))
    ids: list[int | None] = [None] * len(after)
    taken: set[int] = set()
    for (old, new), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if ids[new] is None and old not in taken:
            ids[new] = before[old].id
            taken.add(old)
    return ids


def _shared(
    before: Sequence[StoredArticle], after: Sequence[ArticleDraft]
) -> dict[tuple[int, int], int]:
    """How many characters of the source an old article, by its number, shares with a new one."""
    old = Holders([article.draft for article in before])
    shared: Counter[tuple[int, int]] = Counter()
    for new, article in enumerate(after):
        for block in article.blocks:
            for span in block.spans:
                for number, part in old.of(span):
                    shared[number, new] += len(part)
    return shared


class Holders:
    """Which articles hold a source span."""

    def __init__(self, articles: Sequence[ArticleDraft]) -> None:
        self._held = sorted(
            (span, number)
            for number, article in enumerate(articles)
            for block in article.blocks
            for span in block.spans
        )

    def of(self, span: Span) -> Iterator[tuple[int, Span]]:
        """The numbers of the articles that hold a part of a span, with that part, in its order."""
        at = max(bisect_right(self._held, span.start, key=lambda held: held[0].start) - 1, 0)
        for index in range(at, len(self._held)):
            held, number = self._held[index]
            if held.start >= span.end:
                break
            if held.overlaps(span):
                part = Span(max(held.start, span.start), min(held.end, span.end))
                yield number, part
