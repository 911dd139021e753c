"""The search index: a folder of Whoosh segments, fed with articles, asked with queries.

It is a cache. Whatever in it is missing, damaged or of another version costs a rebuild, never a
wrong hit: ``needs_rebuild`` says so, and the caller feeds it every article again.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from whoosh.collectors import Collector
from whoosh.fields import COLUMN, Schema
from whoosh.index import TOC, EmptyIndexError, FileIndex, LockError, clean_files
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from reader.errors import IndexBusyError, IndexFolderError
from reader.messages import message, words_of
from reader.model import HitOrder, IndexContents, IndexedArticle
from reader.script.folding import Array, fingerprint
from reader.search.columns import HanColumnReader, NumberColumn, StoredTexts
from reader.search.evaluation import NOTHING_OUTSIDE, HanQuery, Outside, script_number
from reader.search.hantext import HanBM25, HanMatcher, HanText, open_column, open_segment
from reader.search.matches import NO_DATE, Match, Matches, field_text
from reader.search.query import Field, Node, ParsedQuery, date_number
from reader.search.storage import CheckedStorage

# Raise it whenever the files' layout or meaning changes.
_FORMAT = 3
_VERSION_FILE = "jianfan-index.json"
_NAME = "MAIN"
_LOCK = f"{_NAME}_WRITELOCK"
# Held from the look at what is to be done to its end, and so across commits.
_FEEDING_LOCK = f"{_NAME}_FEEDLOCK"
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
# Beyond so many, hits are sorted all at once: looking up each document's costs more.
_MOST_BY_DOCUMENT = 1_000
_FIELDS = {
    "id": COLUMN(NumberColumn()),
    "document": COLUMN(NumberColumn()),
    "text": HanText(),
    "title": HanText(),
    "author": HanText(),
    "paper": HanText(),
    "date": COLUMN(NumberColumn()),
    "script": COLUMN(NumberColumn()),
}


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
        self._schema = Schema(**_FIELDS)
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
                if articles:
                    _add(writer, _columns(list(articles.values())), len(articles))
                writer.commit(mergetype=_merge_similar)
            except BaseException:
                _give_up(writer)
                raise

    def clear(self) -> None:
        """Make it an empty index of the current version. Writer lane only."""
        with self._border(), self._locked(_LOCK):
            # Never an old number again: searchers would take the new index for the one they know.
            generation = TOC._latest_generation(self._storage, _NAME) + 1
            TOC(self._schema, [], generation).write(self._storage, _NAME)
            clean_files(self._storage, _NAME, generation, [])
            # Last, so that a death before it leaves the old number beside the new files: unusable.
            self._write_version()
            shutil.rmtree(self._folder / f"{_NAME}.tmp", ignore_errors=True)
        self.needs_rebuild = False

    def search(
        self,
        query: ParsedQuery,
        *,
        outside: Outside = NOTHING_OUTSIDE,
        order: HitOrder = HitOrder.RELEVANCE,
        limit: int = 50,
        offset: int = 0,
        leading: Sequence[int] = (),
    ) -> Matches:
        """The articles of which the query is true; an empty query is true of none. Any thread.

        ``leading``: documents that are the most relevant, whatever their scores, in this order.
        """
        if query.tree is None:
            return Matches(0, ())
        with self._border():
            collector = self._collected(query.tree, outside)
            return Matches(collector.total, tuple(collector.page(order, limit, offset, leading)))

    def article_ids(self, query: ParsedQuery, *, outside: Outside = NOTHING_OUTSIDE) -> list[int]:
        """All articles of which the query is true, by date and id, undated last. Any thread."""
        if query.tree is None:
            return []
        with self._border():
            return self._collected(query.tree, outside).article_ids()

    def _collected(self, tree: Node, outside: Outside) -> _PageCollector:
        collector = _PageCollector()
        self._searcher().search_with_collector(HanQuery(tree, outside), collector)
        return collector

    def contents(self, hidden: Sequence[int] = ()) -> IndexContents:
        """Of all articles but the hidden ones. Any thread."""
        articles = ids = 0
        with self._border():
            for leaf, _ in self._searcher().leaf_searchers():
                if leaf.reader().doc_count_all():
                    live = open_segment(leaf.reader(), "text").live
                    of_leaf = _article_ids(leaf.reader())
                    of_leaf = of_leaf if live is None else of_leaf[live]
                    of_leaf = of_leaf[np.isin(of_leaf, hidden, invert=True)]
                    articles += len(of_leaf)
                    ids += int(of_leaf.sum())
        return IndexContents(articles, ids)

    def check(self) -> None:
        """Read all of it, some 1 GB a second, and raise where it is damaged. Any thread."""
        with self._border():
            self._searcher()
            self._storage.check_all()

    @contextmanager
    def feeding(self) -> Iterator[None]:
        """While this lasts no other feeds the index, in this program or another.

        Two that did would each take what the other has just seen for what is to be done.
        Raises ``IndexBusyError`` where another does.
        """
        with ExitStack() as held:
            with self._border():
                self._folder.mkdir(parents=True, exist_ok=True)
                held.enter_context(self._locked(_FEEDING_LOCK))
            yield

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
        self._storage.check_lengths()
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
                        _open_columns(leaf.reader())
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
    def _locked(self, name: str) -> Iterator[None]:
        lock = self._storage.lock(name)
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
            raise IndexBusyError(
                message("another program or window is keeping the search index up to date")
            ) from error
        except (EmptyIndexError, WhooshIndexError, FileNotFoundError) as error:
            self.needs_rebuild = True
            raise IndexFolderError(
                message(
                    "{folder}: a part of the search index is missing ({why}); rebuild it",
                    folder=self._folder,
                    why=words_of(error, str(error)),
                )
            ) from error
        except OSError as error:
            raise IndexFolderError(
                message(
                    "{folder}: the search index cannot be used ({why})",
                    folder=self._folder,
                    why=words_of(error, str(error)),
                )
            ) from error
        except IndexBusyError:
            raise
        except IndexFolderError:
            self.needs_rebuild = True
            raise


def _version() -> dict[str, int]:
    return {"format": _FORMAT, "folding": fingerprint()}


def _columns(articles: Sequence[IndexedArticle]) -> dict[str, object]:
    """What each column is to hold of them."""
    return {
        "id": [article.id for article in articles],
        "document": [article.document_id for article in articles],
        **{
            field.value: [field_text(article, field) for article in articles]
            for field in (Field.TEXT, Field.TITLE, Field.AUTHOR, Field.PAPER)
        },
        "date": [date_number(article.date) for article in articles],
        "script": [script_number(article.script) for article in articles],
    }


def _stored_columns(reader: Any, documents: Array) -> dict[str, object]:
    """The same of what a segment holds already."""
    return {
        name: StoredTexts(column, documents)
        if isinstance(column, HanColumnReader)
        else column.values[documents].tolist()
        for name in _FIELDS
        for column in [open_column(reader, name)]
    }


def _add(writer: Any, columns: dict[str, object], count: int) -> None:
    """Add as many documents; their columns whole, for Whoosh's work on each value is most of it."""
    writer.add_document(**columns)
    for _ in range(count - 1):
        writer.add_document()


def _open_columns(reader: Any) -> None:
    for name, field in _FIELDS.items():
        if isinstance(field, HanText):
            open_segment(reader, name)
        else:
            open_column(reader, name)


class _PageCollector(Collector):  # type: ignore[misc]  # Whoosh ships no types
    """Counts all matches and gives a page of them; articles of one rank stand by their ids."""

    def __init__(self) -> None:
        super().__init__()
        self.total = 0
        self._readers: list[Any] = []
        self._matchers: list[HanMatcher] = []

    def collect_matches(self) -> None:
        matcher = self.matcher if isinstance(self.matcher, HanMatcher) else _arrays(self.matcher)
        self.total += len(matcher.documents)
        self._matchers.append(matcher)
        self._readers.append(self.subsearcher.reader())

    def page(
        self, order: HitOrder, limit: int, offset: int, leading: Sequence[int] = ()
    ) -> Iterator[Match]:
        """Articles of one document stand together.

        The best document first and in it the best article, or the newest or oldest first, those
        without a date last.
        """
        if not self.total:
            return
        scores = np.concatenate([matcher.scores for matcher in self._matchers])
        ids, documents, end = self._values("id"), self._values("document"), offset + limit
        if order is HitOrder.RELEVANCE:
            chosen = _best_first(scores, documents, ids, end, leading)[offset:]
        else:
            dates = self._values("date")
            keys = -dates if order is HitOrder.NEWEST else _undated_last(dates)
            chosen = np.lexsort((ids, documents, keys))[offset:end]
        for at in chosen.tolist():
            yield Match(int(ids[at]), int(documents[at]), float(scores[at]))

    def article_ids(self) -> list[int]:
        """By date and id, those without a date last."""
        if not self.total:
            return []
        ids = self._values("id")
        by_date: list[int] = ids[np.lexsort((ids, _undated_last(self._values("date"))))].tolist()
        return by_date

    def _values(self, column: str) -> Array:
        return np.concatenate(
            [
                open_column(reader, column).values[matcher.documents]
                for reader, matcher in zip(self._readers, self._matchers, strict=True)
            ]
        )


def _arrays(matcher: Any) -> HanMatcher:
    """What any other matcher of Whoosh's would step through."""
    documents, scores = [], []
    while matcher.is_active():
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return HanMatcher(np.array(documents, dtype=np.int64), np.array(scores, dtype=np.float64))


def _undated_last(dates: Array) -> Array:
    return np.where(dates, dates, NO_DATE)


def _best_first(
    scores: Array, documents: Array, ids: Array, count: int, leading: Sequence[int] = ()
) -> Array:
    """Where the first ``count`` stand: by the best score of the document, then by their own."""
    best = np.full(int(documents.max()) + 1, -np.inf)
    np.maximum.at(best, documents, scores)
    first = np.array([one for one in leading if one < len(best)], dtype=np.int64)
    best[first] = np.where(np.isfinite(best[first]), np.arange(len(first), 0, -1), -np.inf)
    best[first] += scores.max()
    if count > _MOST_BY_DOCUMENT:
        return np.lexsort((ids, -scores, documents, -best[documents]))[:count]
    return _by_document(scores, documents, ids, best, count)


def _by_document(scores: Array, documents: Array, ids: Array, best: Array, count: int) -> Array:
    """The same, ``best`` of each document known; only what comes first is sorted.

    A common character is in nearly all there are.
    """
    present = np.flatnonzero(np.isfinite(best))
    ahead = present[_at_least(best[present], count)]
    ahead = ahead[np.lexsort((ahead, -best[ahead]))]
    ordered: list[Array] = []
    for document in ahead.tolist():
        if count <= 0:
            break
        inside = np.flatnonzero(documents == document)
        inside = inside[_at_least(scores[inside], count)]
        ordered.append(inside[np.lexsort((ids[inside], -scores[inside]))][:count])
        count -= len(ordered[-1])
    return np.concatenate([np.empty(0, np.int64), *ordered])


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
        deleted = np.fromiter(segment.deleted_docs(), dtype=np.int64)
        documents = np.delete(np.arange(segment.doc_count_all()), deleted)
        _add(writer, _stored_columns(reader, documents), len(documents))
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
