"""The search index: a folder of Whoosh segments, fed with articles, asked with queries.

It is a cache. Whatever in it is missing, damaged or of another version costs a rebuild, never a
wrong hit: ``needs_rebuild`` says so, and the caller feeds it every article again.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from whoosh.collectors import Collector
from whoosh.fields import COLUMN, Schema
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from reader.errors import IndexFolderError
from reader.model import Span
from reader.search.columns import ArticleIdColumn
from reader.search.folding import fingerprint
from reader.search.hantext import HanBM25, HanMatcher, HanQuery, HanText, open_column, open_segment
from reader.search.postings import Array
from reader.search.query import find_spans, parse_query
from reader.search.storage import CheckedStorage

# Raise it whenever the files' layout or meaning changes.
_FORMAT = 1
_VERSION_FILE = "jianfan-index.json"
_NAME = "MAIN"
_LOCK = f"{_NAME}_WRITELOCK"
# How long a commit of another process may take before ours gives up.
_LOCK_TIMEOUT_S = 0.5
# How often to look again for a segment that was merged away while it was being opened.
_OPEN_ATTEMPTS = 5
# Segments whose sizes are within this factor are merged when there are this many of them, so that
# each article is copied once for every eightfold growth, and queries meet few segments.
_MERGE_FACTOR = 8
# No segment grows beyond this, for its documents to be counted in two bytes.
_SEGMENT_DOCUMENTS = 1 << 16
# A commit of one article must be quick, so it copies no more than this many; a larger one may copy
# in proportion to what it adds.
_SMALL_MERGE_DOCUMENTS = 4096


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article handed over to be indexed; both texts clean. The title is found in the text."""

    id: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Match:
    """An article found. ``spans``: article, sorted, disjoint, all of them."""

    article_id: int
    score: float
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """The page asked for, best first, beside the number of all articles that match."""

    total: int
    matches: tuple[Match, ...]


class SearchIndex:
    """The index in a folder; only folders that this class wrote are read.

    ``needs_rebuild``: nothing usable was found and the index is empty, or damage came to light
    since; every article should be applied again, after ``clear`` in the second case.
    Every method raises ``IndexFolderError`` where the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self.needs_rebuild = False
        self._folder = folder
        self._storage = CheckedStorage(folder)
        self._schema = Schema(id=COLUMN(ArticleIdColumn()), text=HanText())
        self._whoosh: Any = None
        self._local = threading.local()
        self._searchers: WeakSet[Any] = WeakSet()
        with self._border():
            folder.mkdir(parents=True, exist_ok=True)
        if not self._is_usable():
            self.clear()
            self.needs_rebuild = True

    def apply(self, changed: Iterable[IndexedArticle], removed: Iterable[int]) -> None:
        """In one commit, put articles in the place of those with their ids, and delete others.

        Doing it again changes nothing. Writer lane only.
        """
        articles = {article.id: article for article in changed}
        with self._border():
            writer = self._index().writer(timeout=_LOCK_TIMEOUT_S, compound=False)
            try:
                for number in _documents(writer, {*articles, *removed}):
                    writer.delete_document(number)
                for article in articles.values():
                    writer.add_document(id=article.id, text=article.text)
                writer.commit(mergetype=_merge_similar)
            except BaseException:
                _give_up(writer)
                raise

    def clear(self) -> None:
        """Make it an empty index of the current version. Writer lane only."""
        with self._border(), self._locked():
            # Never an old number again: searchers would take the new index for the one they know.
            generation = TOC._latest_generation(self._storage, _NAME) + 1
            TOC(self._schema, [], generation).write(self._storage, _NAME)
            clean_files(self._storage, _NAME, generation, [])
            # Last, so that a death before it leaves the old number beside the new files: unusable.
            self._write_version()
            shutil.rmtree(self._folder / f"{_NAME}.tmp", ignore_errors=True)
        self.needs_rebuild = False

    def search(self, query: str, *, limit: int = 50, offset: int = 0) -> Matches:
        """The articles that hold every term of the query; an empty query finds none. Any thread."""
        needles = parse_query(query).needles
        if not needles:
            return Matches(0, ())
        with self._border():
            searcher = self._searcher()
            collector = _PageCollector(limit, offset)
            searcher.search_with_collector(HanQuery("text", needles), collector)
            matches = tuple(
                Match(place.article_id, place.score, find_spans(_text(place), needles))
                for place in collector.page()
            )
        return Matches(collector.total, matches)

    def article_count(self) -> int:
        """Any thread."""
        with self._border():
            return int(self._searcher().doc_count())

    def close(self) -> None:
        """Let go of every file. No thread may search any more."""
        for searcher in list(self._searchers):
            searcher.close()
        self._searchers.clear()
        self._local = threading.local()

    def _index(self) -> Any:
        if self._whoosh is None:
            self._whoosh = FileIndex(self._storage, schema=self._schema, indexname=_NAME)
        return self._whoosh

    def _searcher(self) -> Any:
        """This thread's searcher over the newest generation, all its segments open."""
        searcher = getattr(self._local, "searcher", None)
        if searcher is not None:
            if searcher.up_to_date():
                return searcher
            del self._local.searcher
            self._searchers.discard(searcher)
        self._local.searcher = opened = self._open_searcher()
        self._searchers.add(opened)
        return opened

    def _open_searcher(self) -> Any:
        """Whoosh opens columns when they are first used, when a merge may have deleted them."""
        for attempt in range(_OPEN_ATTEMPTS):
            searcher = self._index().searcher(weighting=HanBM25())
            try:
                for leaf, _ in searcher.leaf_searchers():
                    if leaf.reader().doc_count_all():
                        open_column(leaf.reader(), "id")
                        open_segment(leaf.reader(), "text")
                return searcher
            except FileNotFoundError:
                if attempt + 1 == _OPEN_ATTEMPTS:
                    raise
        raise AssertionError("the loop returns or raises")

    def _is_usable(self) -> bool:
        """Whether the folder holds a sound index of this version, as far as opening it shows."""
        try:
            written = json.loads((self._folder / _VERSION_FILE).read_text(encoding="utf-8"))
            if written != _version():
                return False
            with self._border():
                self._searcher()
        except (OSError, ValueError, IndexFolderError):
            return False
        return True

    def _write_version(self) -> None:
        unfinished = self._folder / f"{_VERSION_FILE}.new"
        unfinished.write_text(json.dumps(_version()), encoding="utf-8")
        unfinished.replace(self._folder / _VERSION_FILE)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self._storage.lock(_LOCK)
        if not lock.acquire():
            raise LockError
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _border(self) -> Iterator[None]:
        """Whoosh's and the machine's exceptions as ours."""
        try:
            yield
        except LockError as error:
            raise IndexFolderError(
                f"{self._folder}: another program is writing this search index; close it first"
            ) from error
        except (EmptyIndexError, WhooshIndexError, FileNotFoundError) as error:
            self.needs_rebuild = True
            raise IndexFolderError(
                f"{self._folder}: a part of the search index is missing ({error}); rebuild it"
            ) from error
        except OSError as error:
            raise IndexFolderError(
                f"{self._folder}: the search index cannot be used ({error})"
            ) from error
        except IndexFolderError:
            self.needs_rebuild = True
            raise


def _version() -> dict[str, int]:
    return {"format": _FORMAT, "folding": fingerprint()}


@dataclass(frozen=True, slots=True)
class _Place:
    """An article found, and the segment reader and document number it stands at."""

    article_id: int
    score: float
    reader: Any
    document: int


def _text(place: _Place) -> str:
    return open_segment(place.reader, "text").column.text(place.document)


class _PageCollector(Collector):  # type: ignore[misc]  # Whoosh ships no types
    """Counts all matches and keeps one page of them; articles of one score stand by their ids."""

    def __init__(self, limit: int, offset: int) -> None:
        super().__init__()
        self.total = 0
        self._wanted = slice(offset, offset + limit)
        self._readers: list[Any] = []
        self._matchers: list[HanMatcher] = []

    def collect_matches(self) -> None:
        matcher = self.matcher if isinstance(self.matcher, HanMatcher) else _arrays(self.matcher)
        self.total += len(matcher.documents)
        self._matchers.append(matcher)
        self._readers.append(self.subsearcher.reader())

    def page(self) -> list[_Place]:
        """Best first."""
        if not self.total:
            return []
        scores = np.concatenate([matcher.scores for matcher in self._matchers])
        documents = np.concatenate([matcher.documents for matcher in self._matchers])
        ids = np.concatenate(
            [
                _article_ids(reader)[matcher.documents]
                for reader, matcher in zip(self._readers, self._matchers, strict=True)
            ]
        )
        segments = np.repeat(
            np.arange(len(self._matchers)), [len(matcher.documents) for matcher in self._matchers]
        )
        best = _at_least(scores, self._wanted.stop)
        order = best[np.lexsort((ids[best], -scores[best]))][self._wanted]
        return [
            _Place(
                int(ids[at]),
                float(scores[at]),
                self._readers[segments[at]],
                int(documents[at]),
            )
            for at in order.tolist()
        ]


def _arrays(matcher: Any) -> HanMatcher:
    """What any other matcher of Whoosh's would step through."""
    documents, scores = [], []
    while matcher.is_active():
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return HanMatcher(np.array(documents, dtype=np.int64), np.array(scores, dtype=np.float64))


def _at_least(scores: Array, count: int) -> Array:
    """Where the highest ``count`` scores stand, and all that equal the lowest of them."""
    if not 0 < count < len(scores):
        return np.arange(len(scores))
    threshold = np.partition(scores, len(scores) - count)[len(scores) - count]
    return np.flatnonzero(scores >= threshold)


def _article_ids(reader: Any) -> Array:
    ids: Array = open_column(reader, "id").values
    return ids


def _documents(writer: Any, article_ids: set[int]) -> list[int]:
    """The numbers, over all segments, of the committed documents with these ids."""
    wanted = np.array(sorted(article_ids), dtype=np.int64)
    numbers: list[int] = []
    with writer.reader() as reader:
        for leaf, base in reader.leaf_readers():
            if len(wanted) and leaf.doc_count_all():
                found = np.flatnonzero(np.isin(_article_ids(leaf), wanted))
                numbers.extend((found + base).tolist())
    return numbers


def _give_up(writer: Any) -> None:
    """Undo what a writer did and let others write, though what stopped it may stop that too."""
    if not writer.is_closed:
        with suppress(IndexFolderError, OSError):
            writer.cancel()
    if not writer.is_closed:
        writer.writelock.release()


def _merge_similar(writer: Any, segments: list[Any]) -> list[Any]:
    """A Whoosh merge policy: merge the smallest segments once there are enough of a size.

    Returns the segments that stay. Segments with no document left are dropped.
    """
    segments = sorted((s for s in segments if s.doc_count()), key=lambda s: int(s.doc_count()))
    budget = max(_SMALL_MERGE_DOCUMENTS, 2 * _MERGE_FACTOR * writer.doc_count())
    merged = _to_merge([int(segment.doc_count()) for segment in segments], budget)
    for segment in segments[:merged]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return segments[merged:]


def _to_merge(sizes: list[int], budget: int) -> int:
    """How many of the smallest segments to merge; ``sizes`` ascending, in documents. Pure."""
    budget = min(budget, _SEGMENT_DOCUMENTS)
    merged = total = 0
    for count, size in enumerate(sizes, start=1):
        if total + size > budget:
            break
        total += size
        # Enough of them, none of which dwarfs the others.
        if count >= _MERGE_FACTOR and total >= _MERGE_FACTOR / 2 * size:
            merged = count
    return merged
