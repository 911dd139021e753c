"""A Whoosh field for Chinese text: found by any string of characters, from one upward.

``HanText`` adds no terms. Its column keeps, for each segment, the folded texts and their postings,
``HanBM25`` scores what is found with them and ``HanMatcher`` hands it to Whoosh.
Documents are numbered as in their segment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from whoosh.columns import ColumnReader, EmptyColumnReader
from whoosh.fields import FieldType
from whoosh.matching import Matcher
from whoosh.scoring import WeightingModel

from reader.script.folding import Array
from reader.search.columns import FoundTexts, HanColumn, HanColumnReader, StoredTexts
from reader.search.pattern import Pattern

# The usual values (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009).
_BM25_K1 = 1.2
_BM25_B = 0.75


class HanText(FieldType):  # type: ignore[misc]  # Whoosh ships no types
    """A text to be found by any string of its characters, after folding."""

    indexed = False
    stored = False

    def __init__(self) -> None:
        self.column_type = HanColumn()

    def to_column_value(self, value: str | Sequence[str]) -> str | Sequence[str]:
        return value

    def from_column_value(self, value: StoredTexts) -> str:
        return value.column.text(int(value.documents[0]))


@dataclass(frozen=True, slots=True, eq=False)
class HanSegment:
    """A segment as one reader sees it. ``live``: ``None`` where no document was deleted."""

    column: HanColumnReader
    live: Array | None


# Whoosh makes a new column reader at every call, after a look at the disk for its file.
_columns: WeakKeyDictionary[Any, dict[str, ColumnReader]] = WeakKeyDictionary()
_segments: WeakKeyDictionary[Any, dict[str, HanSegment]] = WeakKeyDictionary()
_averages: WeakKeyDictionary[Any, dict[str, float]] = WeakKeyDictionary()


def open_column(reader: Any, fieldname: str) -> Any:
    """A column of the segment that a Whoosh segment reader reads, opened once for each reader.

    Raises ``FileNotFoundError`` where it is missing: another thread may just have merged it away.
    """
    opened = _columns.setdefault(reader, {})
    if fieldname not in opened:
        column = reader.column_reader(fieldname, translate=False)
        if isinstance(column, EmptyColumnReader):
            raise FileNotFoundError(f"no column {fieldname} in {reader}")
        opened[fieldname] = column
    return opened[fieldname]


def open_segment(reader: Any, fieldname: str) -> HanSegment:
    """As ``open_column``, with the reader's deletions, for a field that is a ``HanText``."""
    opened = _segments.setdefault(reader, {})
    if fieldname not in opened:
        column: HanColumnReader = open_column(reader, fieldname)
        deleted = np.fromiter(reader.segment().deleted_docs(), dtype=np.int64)
        live = np.ones(len(column), dtype=np.bool_) if len(deleted) else None
        if live is not None:
            live[deleted] = False
        opened[fieldname] = HanSegment(column, live)
    return opened[fieldname]


class HanBM25(WeightingModel):  # type: ignore[misc]  # Whoosh ships no types
    """BM25 over patterns.

    How many documents hold a pattern, and how often each does, is taken from its rarest pair of
    characters: at most a little high for long patterns, and free.
    """

    def idf(self, searcher: Any, fieldname: str, text: Pattern) -> float:
        """Over the whole index. Whoosh's searcher caches it."""
        total, holding = 0, 0
        for leaf, _ in searcher.get_parent().leaf_searchers():
            column = open_segment(leaf.reader(), fieldname).column
            total += len(column)
            holding += column.frequency(text)
        return float(np.log1p((total - holding + 0.5) / (holding + 0.5)))

    def scores(
        self,
        searcher: Any,
        fieldname: str,
        patterns: Sequence[Pattern],
        column: HanColumnReader,
        found: FoundTexts,
    ) -> Array:
        """One for each found document."""
        average = max(_average_length(searcher, fieldname), 1.0)
        lengths = column.lengths[found.documents]
        norm = _BM25_K1 * (1 - _BM25_B + _BM25_B * lengths / average)
        total = np.zeros(len(found.documents))
        for pattern, counts in zip(patterns, found.counts, strict=True):
            idf = searcher.idf(fieldname, pattern)
            total += idf * (_BM25_K1 + 1) * counts / (counts + norm)
        return total


def _average_length(searcher: Any, fieldname: str) -> float:
    """Over the whole index, and so the same for each segment."""
    averages = _averages.setdefault(searcher.get_parent(), {})
    if fieldname not in averages:
        columns = [
            open_segment(leaf.reader(), fieldname).column
            for leaf, _ in searcher.get_parent().leaf_searchers()
        ]
        characters = sum(column.characters for column in columns)
        averages[fieldname] = float(characters / sum(map(len, columns)))
    return averages[fieldname]


class HanMatcher(Matcher):  # type: ignore[misc]  # Whoosh ships no types
    """Documents of a segment, ascending, and their scores, as arrays.

    A collector that knows it takes the arrays whole; any other part of Whoosh may step through.
    """

    def __init__(self, documents: Array, scores: Array) -> None:
        self.documents = documents
        self.scores = scores
        self._position = 0

    def is_active(self) -> bool:
        return self._position < len(self.documents)

    def reset(self) -> None:
        self._position = 0

    def copy(self) -> HanMatcher:
        copied = HanMatcher(self.documents, self.scores)
        copied._position = self._position
        return copied

    def id(self) -> int:
        return int(self.documents[self._position])

    def all_ids(self) -> Iterator[int]:
        return iter(self.documents[self._position :].tolist())

    def next(self) -> None:
        self._position += 1

    def skip_to(self, id: int) -> None:
        if self.is_active() and self.id() < id:
            self._position = int(np.searchsorted(self.documents, id))

    def score(self) -> float:
        return float(self.scores[self._position])

    def weight(self) -> float:
        return self.score()

    def value(self) -> bytes:
        return b""

    def supports(self, astype: str) -> bool:
        return astype == "weight"

    def value_as(self, astype: str) -> float:
        if not self.supports(astype):
            raise NotImplementedError(f"a HanText has no {astype}")
        return self.score()
