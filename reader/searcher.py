"""Answers searches: asks the index, and the store for what the index is not told.

The index is kept up to date from the store's queue. What it has yet to hear of is looked through
instead, article by article, so that every answer is complete: all there is while the index is
damaged, and while it is being built anew what is not in it yet.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from reader.concordance import ConcordanceBatch, DateCount, LineMaker, portions
from reader.errors import IndexFolderError, SearchCancelledError
from reader.messages import message
from reader.model import (
    ArticleSummary,
    Facet,
    Facets,
    Hit,
    HitOrder,
    IndexedArticle,
    Progress,
    SearchResult,
    Snippet,
    Suggestion,
)
from reader.script.folding import Array
from reader.search.evaluation import Outside
from reader.search.index import SearchIndex
from reader.search.matches import Match, Matches, date_rank, field_text
from reader.search.noted import NotedWords
from reader.search.pattern import Pattern, SearchedText, united
from reader.search.places import as_spans, hit_places
from reader.search.query import (
    Contains,
    Field,
    ParsedQuery,
    State,
    StateIs,
    date_number,
    nodes,
    parse_query,
)
from reader.search.scan import article_ids as scanned_ids
from reader.search.scan import scan
from reader.search.snippets import MOST_SNIPPETS, note_snippet, text_snippets
from reader.store import Store

# A batch of the index. Large enough that a commit's fixed cost is shared, small enough that books
# stay within some hundred megabytes of memory and a cancel is felt.
_BATCH_ARTICLES = 1_000
_BATCH_CHARACTERS = 4_000_000
# So many articles look through in a moment; of more the user is told why it takes longer.
_MANY_ARTICLES = 1_000

# Each condition left out is a search of its own; further suggestions find less.
MOST_LOOSENED = 12
MOST_SUGGESTIONS = 5

_Answer = TypeVar("_Answer")
_Item = TypeVar("_Item")


def _never() -> bool:
    return False


class Searcher:
    """Any thread may search; what writes the index belongs on the one thread that writes."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._index: SearchIndex | None = None
        self._index_lock = threading.Lock()
        self._notes = _Notes(store)

    def close(self) -> None:
        """Release the files. No thread may search afterwards."""
        with self._index_lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def search(
        self,
        query: str,
        *,
        order: HitOrder = HitOrder.RELEVANCE,
        limit: int = 50,
        offset: int = 0,
        in_notes: bool = False,
        cancelled: Callable[[], bool] = _never,
    ) -> SearchResult:
        """Articles of which a query is true. ``in_notes``: a word in a note counts as in the text.

        Damage to the index that comes to light only now is answered by looking through the texts;
        ``lags`` is then true. Raises ``SearchCancelledError`` soon after ``cancelled`` is true.
        """
        started = time.perf_counter()
        parsed = parse_query(query)
        outside = self._outside(parsed, in_notes)
        matches, scanned = self._matches(parsed, outside, order, limit, offset, cancelled)
        hits = tuple(self._hits(matches.matches, parsed, outside))
        return SearchResult(
            query=query,
            total=matches.total,
            hits=hits,
            milliseconds=(time.perf_counter() - started) * 1000,
            problems=parsed.problems,
            scanned=scanned,
        )

    def article_ids(
        self, query: str, *, in_notes: bool = False, cancelled: Callable[[], bool] = _never
    ) -> list[int]:
        """All articles of which a query is true, by date and id, those without a date last.

        Raises ``SearchCancelledError`` soon after ``cancelled`` is true.
        """
        parsed = parse_query(query)
        outside = self._outside(parsed, in_notes)
        waiting, indexed = self._asked(
            outside, lambda known: self.index().article_ids(parsed, outside=known)
        )
        found = scanned_ids(self._unindexed(waiting, cancelled), parsed, outside)
        if not found or not indexed:
            return found or indexed or []
        summaries = self._store.summaries([*found, *indexed])
        ranked = [
            (date_rank(date_number(one.date), HitOrder.OLDEST), number)
            for number, one in summaries.items()
        ]
        return [number for _, number in sorted(ranked)]

    def concordance(
        self, query: str, *, in_notes: bool = False, cancelled: Callable[[], bool] = _never
    ) -> Iterator[ConcordanceBatch]:
        """Every place of a query's words, by date, article and place; some articles at a step.

        Nothing of the store stays open between two steps: any thread may take the next one.
        Raises ``SearchCancelledError`` soon after ``cancelled`` is true before the first of them.
        """
        ids = self.article_ids(query, in_notes=in_notes, cancelled=cancelled)
        maker = LineMaker(parse_query(query).tree, len(ids))
        for portion in portions(ids, self._store.summaries):
            yield maker.batch(portion, self._store.texts([article.id for article in portion]))

    def article_counts(self) -> list[DateCount]:
        """All articles by date, those without one too."""
        counts = [DateCount(date, count) for date, count in self._store.article_dates()]
        undated = self._store.article_count() - sum(one.count for one in counts)
        return [*counts, DateCount(None, undated)] if undated > 0 else counts

    def lags(self) -> bool:
        """Whether the index must be fed for searches to be as quick as they can be.

        Never of a library that may not be written to: its index stays as it is.
        """
        if self._store.read_only is not None:
            return False
        return self._store.queue_length() > 0 or not self._usable()

    def sync(self) -> Generator[Progress, None, None]:
        """Bring the index up to date, a batch at a time; build it anew where it is damaged.

        Not that of a library that may not be written to, which says what the index has heard of.
        Raises ``IndexBusyError`` where another program or window is doing so, any other
        ``IndexFolderError`` where the index's folder cannot be used.
        """
        if self._store.read_only is None:
            yield from self._sync(anew=False)

    def rebuild(self) -> Generator[Progress, None, None]:
        """Build the index anew. Raises as ``sync``, and ``ReadOnlyError``."""
        self._store.check_writable()
        yield from self._sync(anew=True)

    def _sync(self, *, anew: bool) -> Generator[Progress, None, None]:
        index = self.index()
        with index.feeding():
            index.needs_rebuild |= anew
            try:
                yield from self._feed(index)
                sound = not self._differs(index)
            except IndexFolderError:
                if not index.needs_rebuild:
                    raise
                sound = False
            if not sound:
                index.needs_rebuild = True
                yield from self._feed(index)

    def _feed(self, index: SearchIndex) -> Iterator[Progress]:
        if index.needs_rebuild:
            # In this order: a crash in between leaves the queue to fill whatever index is there.
            self._store.queue_all()
            index.clear()
        done, total = 0, self._store.queue_length()
        while batch := self._store.queued(_BATCH_ARTICLES, _BATCH_CHARACTERS):
            latest = {queued.article_id: queued.article for queued in batch}
            index.apply(
                [article for article in latest.values() if article is not None],
                [number for number, article in latest.items() if article is None],
            )
            self._store.unqueue(batch[-1].seq)
            done += len(batch)
            yield Progress(done, max(total, done))

    def differs(self) -> bool:
        """Whether the index holds other articles than those it was told of.

        So it is after a crash between the making of a new index and the first feeding, and where
        the library was put back from a backup.
        """
        return self._differs(self.index())

    def index(self) -> SearchIndex:
        """Opened, and looked at once, when it is first needed. Raises ``IndexFolderError``."""
        with self._index_lock:
            if self._index is None:
                self._index = SearchIndex(self._folder)
                # Where the look comes upon damage, that is said by ``needs_rebuild`` too.
                with suppress(IndexFolderError):
                    self._index.needs_rebuild |= self._differs(self._index)
            return self._index

    def _differs(self, index: SearchIndex) -> bool:
        waiting = self._store.queued_articles()
        same = index.contents(waiting) == self._store.unqueued_contents()
        # Another process may have changed something between those looks.
        return not same and waiting == self._store.queued_articles()

    def _usable(self) -> bool:
        try:
            return not self.index().needs_rebuild
        except IndexFolderError:
            return False

    def _asked(
        self, outside: Outside, ask: Callable[[Outside], _Answer]
    ) -> tuple[list[int] | None, _Answer | None]:
        """The articles the index has yet to hear of, and what is answered where these are hidden.

        ``None`` for both where it cannot be asked, so that all have to be looked through.
        """
        while self._usable():
            builds = self._store.index_builds()
            waiting = self._store.queued_articles()
            try:
                answer = ask(replace(outside, hidden=np.array(waiting, dtype=np.int64)))
            except IndexFolderError:
                return None, None
            if builds == self._store.index_builds():  # else it may have been emptied meanwhile
                return waiting, answer
        return None, None

    def _unindexed(
        self, waiting: list[int] | None, cancelled: Callable[[], bool]
    ) -> Iterator[IndexedArticle]:
        if waiting == []:
            return iter(())
        return _uncancelled(self._store.indexed_articles(waiting), cancelled)

    def _matches(
        self,
        query: ParsedQuery,
        outside: Outside,
        order: HitOrder,
        limit: int,
        offset: int,
        cancelled: Callable[[], bool],
    ) -> tuple[Matches, bool]:
        """The page, and whether many texts had to be looked through."""
        end = offset + limit

        def scanned(waiting: list[int] | None) -> Matches:
            articles = self._unindexed(waiting, cancelled)
            return scan(articles, query, outside, order=order, limit=end, offset=0)

        def ask(known: Outside) -> Matches:
            index, waiting = self.index(), known.hidden.tolist()
            if not waiting:
                return index.search(query, outside=known, order=order, limit=limit, offset=offset)
            found = scanned(waiting)
            leading = list(dict.fromkeys(match.document_id for match in found.matches))
            indexed = index.search(query, outside=known, order=order, limit=end, leading=leading)
            return self._joined(found, indexed, order)

        waiting, matches = self._asked(outside, ask)
        if matches is not None and not waiting:
            return matches, False
        matches = matches or scanned(None)
        many = waiting is None or len(waiting) > _MANY_ARTICLES
        return replace(matches, matches=matches.matches[offset:end]), many

    def _joined(self, scanned: Matches, indexed: Matches, order: HitOrder) -> Matches:
        """In the order asked for; by relevance documents that were looked through come first.

        They are what came last; and the scores of the two cannot be compared. ``indexed`` has
        those documents first, too.
        """
        matches = [*scanned.matches, *indexed.matches]
        if order is HitOrder.RELEVANCE:
            ranks: dict[int, int] = {}
            for match in matches:
                ranks.setdefault(match.document_id, len(ranks))
            matches.sort(key=lambda match: ranks[match.document_id])
        elif scanned.matches:
            summaries = self._store.summaries([match.article_id for match in matches])
            matches = [match for match in matches if match.article_id in summaries]
            matches.sort(key=lambda match: _by_date(summaries[match.article_id], order))
        return Matches(scanned.total + indexed.total, tuple(matches))

    def _outside(self, query: ParsedQuery, in_notes: bool) -> Outside:
        noted: dict[tuple[Pattern, Field], Array] = {
            (node.pattern, node.field): self._notes.words().articles(node)
            for node in nodes(query.tree)
            if isinstance(node, Contains)
            and (node.field in (Field.NOTE, Field.TAG) or (in_notes and node.field is Field.TEXT))
        }
        states = {node.state for node in nodes(query.tree) if isinstance(node, StateIs)}
        annotated = self._store.annotated_articles() if State.ANNOTATED in states else []
        read = self._store.read_articles() if State.UNREAD in states else []
        return Outside(
            noted,
            np.array(annotated, dtype=np.int64),
            np.array(read, dtype=np.int64),
            self._originals,
        )

    def _originals(self, field: Field, article_ids: Sequence[int]) -> Mapping[int, str]:
        articles = self._store.indexed_articles(article_ids)
        return {article.id: field_text(article, field) for article in articles}

    def _hits(
        self, matches: Sequence[Match], query: ParsedQuery, outside: Outside
    ) -> Iterator[Hit]:
        ids = [match.article_id for match in matches]
        summaries = self._store.summaries(ids)
        texts = self._store.texts(ids)
        names = self._store.document_names({one.document_id for one in summaries.values()})
        for number in ids:
            if number in texts and number in summaries:
                summary = summaries[number]
                text = SearchedText(texts[number])
                notes = self._note_snippets(number, query, outside)
                yield _hit(summary, names[summary.document_id], text, query, notes)

    def _note_snippets(
        self, article_id: int, query: ParsedQuery, outside: Outside
    ) -> list[Snippet]:
        """Of each annotation of an article that holds one of the query's words."""
        wanted = [leaf for leaf in query.wanted if outside.has(leaf)]
        words = self._notes.words().of_article(article_id) if wanted else ()
        snippets = [note_snippet(one, wanted) for one in words]
        return [snippet for snippet in snippets if snippet is not None]

    def suggestions(
        self, query: str, *, in_notes: bool = False, cancelled: Callable[[], bool] = _never
    ) -> tuple[Suggestion, ...]:
        """What finds something of a query that finds nothing, the most first; a few at most.

        That is the query without one of its conditions, or else one of them alone. None for a
        query of more conditions than anyone types: each is a search of its own.
        Raises ``SearchCancelledError`` soon after ``cancelled`` is true.
        """
        parsed = parse_query(query)
        if not 2 <= len(parsed.conditions) <= MOST_LOOSENED:
            return ()
        spans = [condition.span for condition in parsed.conditions]
        return self._finding(
            [parsed.without(condition) for condition in parsed.conditions], in_notes, cancelled
        ) or self._finding([query[span.start : span.end] for span in spans], in_notes, cancelled)

    def _finding(
        self, queries: Iterable[str], in_notes: bool, cancelled: Callable[[], bool]
    ) -> tuple[Suggestion, ...]:
        found = []
        for query in _uncancelled(dict.fromkeys(queries), cancelled):
            answer = self.search(query, limit=1, in_notes=in_notes, cancelled=cancelled)
            found.append(Suggestion(query, answer.total))
        best = sorted((one for one in found if one.total), key=lambda one: -one.total)
        return tuple(best[:MOST_SUGGESTIONS])

    def facets(self) -> Facets:
        """What of the library a search can be narrowed by."""
        tagged = Counter(
            tag
            for tags in _tags_by_article(self._store.article_tags()).values()
            for tag in sorted(tags)
        )
        return Facets(
            newspapers=tuple(Facet(name, count) for name, count in self._store.newspapers()),
            tags=tuple(Facet(tag, count) for tag, count in tagged.most_common()),
        )


def _tags_by_article(tagged: Iterable[tuple[int, Sequence[str]]]) -> dict[int, set[str]]:
    by_article: dict[int, set[str]] = {}
    for article_id, tags in tagged:
        by_article.setdefault(article_id, set()).update(tags)
    return by_article


class _Notes:
    """The words of all annotations, read again where something was written since.

    One copy for all threads; each knows by its own connection whether it is the latest.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._local = threading.local()
        self._lock = threading.Lock()
        self._latest = NotedWords(())

    def words(self) -> NotedWords:
        if getattr(self._local, "stamp", None) == self._store.stamp():
            return self._latest
        with self._lock:
            # Taken before the words are read: what is written in between is seen the next time.
            stamp = self._store.stamp()
            words = self._store.annotation_words()
            if words != self._latest.words:
                self._latest = NotedWords(words)
            self._local.stamp = stamp
            return self._latest


def _by_date(summary: ArticleSummary, order: HitOrder) -> tuple[int, int, int]:
    """Newest or oldest first, those without a date last; the articles of a document together."""
    return date_rank(date_number(summary.date), order), summary.document_id, summary.id


def _hit(
    summary: ArticleSummary,
    document_name: str,
    text: SearchedText,
    query: ParsedQuery,
    notes: Sequence[Snippet],
) -> Hit:
    spans = as_spans(hit_places(query.tree, text))
    in_title = [leaf.pattern for leaf in query.wanted if leaf.field in (Field.TEXT, Field.TITLE)]
    title = SearchedText(summary.label)
    snippets = list(text_snippets(text.text, spans, summary.script)) if spans or not notes else []
    # However often a word is in the text, a note that has it shows.
    of_text = max(1, MOST_SNIPPETS - len(notes))
    return Hit(
        summary=summary,
        document_name=document_name,
        spans=spans,
        title_spans=tuple(as_spans(united([title.places(pattern) for pattern in in_title]))),
        snippets=(*snippets[:of_text], *notes)[:MOST_SNIPPETS],
    )


def _uncancelled(items: Iterable[_Item], cancelled: Callable[[], bool]) -> Iterator[_Item]:
    for item in items:
        if cancelled():
            raise SearchCancelledError(message("the search was given up"))
        yield item
