"""Imports: annotations from a file merged with those of a library, as one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from reader.alignment import assemble
from reader.anchors import ArticleText, FoundAgain, find_again
from reader.article_view import ArticleView
from reader.corrections import Holders
from reader.errors import ConflictError
from reader.exchange.exporting import first_offset, grouped, placed_in
from reader.exchange.pacing import Pace
from reader.exchange.quote_search import QuoteSearch, alike, new_annotation
from reader.export import Incoming, IncomingFile, IncomingProblem
from reader.messages import message
from reader.model import Annotation, AnnotationChange, Progress, ShownScript, Span
from reader.store import Store, edits_inside
from reader.store.merging import newer_of_each, with_foreign

_REMOVED = message("its document was removed from this library; import it again, then this file")
# What says where an annotation stands in its document.
_RANGE = ("spans", "quote", "prefix", "suffix", "source_sha256")
# An id and what merges the annotation of that id with what the file has.
_Step = tuple[str, Callable[[Annotation | None], Annotation | None]]


@dataclass(frozen=True, slots=True)
class AnnotationsImport:
    """What a file of annotations changed; ``changes`` are steps that can be undone.

    ``unchanged``: they were here, and no part of them was newer in the file. ``orphaned``: how many
    of those added or merged have no place in their article. ``problems``: those that were not
    taken, by their number in the file.
    """

    changes: tuple[AnnotationChange, ...] = ()
    unchanged: int = 0
    orphaned: int = 0
    problems: tuple[IncomingProblem, ...] = ()

    @property
    def added(self) -> int:
        return sum(change.before is None for change in self.changes)

    @property
    def merged(self) -> int:
        return len(self.changes) - self.added


class _Anchored(NamedTuple):
    """An annotation as it would be new here.

    ``exactly``: where it is from, and not where its words were found. ``sha256``: of the source
    that its document has, if ``exactly``.
    """

    annotation: Annotation
    exactly: bool
    sha256: str = ""

    def has_range_for(self, mine: Annotation) -> bool:
        """Whether its range may stand for that of the one that is here: both on one source."""
        if not self.exactly or self.annotation.document_id != mine.document_id:
            return False
        return self.annotation.source_sha256 == self.sha256 or mine.source_sha256 != self.sha256


@dataclass(frozen=True, slots=True)
class _Home:
    """A document that annotations are tied to by its bytes."""

    document_id: int
    sha256: str
    article_ids: tuple[int, ...]
    starts: tuple[int, ...]
    holders: Holders
    texts: tuple[ArticleText, ...]

    def article(self, incoming: Incoming) -> int:
        """The article of the first character; 0 where several hold a part, so the store tells."""
        spans = incoming.spans if incoming.anchored_on == self.sha256 else ()
        held = [number for span in spans for number, _ in self.holders.of(span)]
        if held:
            return self.article_ids[held[0]] if len(set(held)) == 1 else 0
        if incoming.origin.article in self.starts:
            return self.article_ids[self.starts.index(incoming.origin.article)]
        return self.article_ids[0]

    def quote(self, spans: Iterable[Span]) -> str:
        """What stands on source spans, from the first word to the last in each article."""
        pieces: dict[int, list[Span]] = {}
        for span in spans:
            for number, part in self.holders.of(span):
                pieces.setdefault(number, []).extend(self.texts[number].alignment.to(part))
        return "".join(
            self.texts[number].text[min(p.start for p in shown) : max(p.end for p in shown)]
            for number, shown in pieces.items()
            if shown
        )

    def placed(self, annotation: Annotation, found: FoundAgain) -> Annotation:
        """An annotation of this document where it was found in it."""
        anchor = found.anchor
        return replace(
            annotation,
            article_id=self.article_ids[found.article],
            spans=anchor.spans,
            quote=anchor.quote,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            source_sha256=self.sha256,
        )


def take_in(
    store: Store, file: IncomingFile, name: str
) -> Generator[Progress, None, AnnotationsImport]:
    """Store a file's annotations as one transaction, each merged with the one of its id.

    The newer wins, field by field; nothing is deleted. Until the end nothing is written. ``name``:
    the file's, for the label of the steps.
    """
    return _Import(store, name).result(file)


class _Import:
    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._homes: dict[str, _Home | None] = {}
        self._removed: dict[str, bool] = {}
        # By the ids of all documents; what was found holds as long as they are these.
        self._hashes: dict[int, str] = {}
        # Documents as they were when annotations were looked for in vain.
        self._before: dict[str, _Home] = {}

    def result(self, file: IncomingFile) -> Generator[Progress, None, AnnotationsImport]:
        self._store.check_writable()  # before much is looked for
        total = len(file.annotations)
        changes: tuple[AnnotationChange, ...] | None = None
        while changes is None:
            self._hashes = self._store.source_hashes()
            known = self._store.known_annotations([one.id for one in file.annotations])
            anchored, problems = yield from self._anchored(file.annotations, known)
            steps = [
                (one.id, partial(_merged, one, anchored.get(one.number)))
                for one in file.annotations
                if one.id in known or one.number in anchored
            ]
            yield Progress(total, total, self._name)
            changes = self._stored(steps, anchored.values())
        return AnnotationsImport(
            changes=changes,
            unchanged=len(steps) - len(changes),
            orphaned=self._orphans([change.after.id for change in changes if change.after]),
            problems=tuple(sorted([*file.problems, *problems], key=lambda one: one.number)),
        )

    def _stored(
        self, steps: Sequence[_Step], anchored: Iterable[_Anchored]
    ) -> tuple[AnnotationChange, ...] | None:
        """``None``: a source was replaced or removed meanwhile, so all is to be looked for anew."""
        documents = {one.annotation.document_id for one in anchored}
        sources = {document: self._hashes.get(document, "") for document in documents}
        try:
            return tuple(self._store.merge_annotations(steps, sources))
        except ConflictError:
            self._forget()
            return None

    def _forget(self) -> None:
        """Forget what was found, but not the documents it was found in."""
        for sha256, home in self._homes.items():
            if home is not None:
                self._before.setdefault(sha256, home)
        self._homes.clear()
        self._removed.clear()

    def _anchored(
        self, incoming: Sequence[Incoming], known: Collection[str]
    ) -> Generator[Progress, None, tuple[dict[int, _Anchored], list[IncomingProblem]]]:
        """Where annotations stand in this library, by their numbers, and which nowhere.

        One that is known and whose document is not here stays where it is.
        """
        found: dict[int, _Anchored] = {}
        removed, searched = [], []
        moved: defaultdict[str, list[Incoming]] = defaultdict(list)
        pace = Pace()
        for done, one in enumerate(incoming):
            if pace.due():
                yield Progress(done, len(incoming), self._name)
            told = _told(one)
            home = next(filter(None, map(self._home, told)), None)
            replaced = next((sha256 for sha256 in told if self._successor(sha256)), None)
            if home is not None:
                found[one.number] = _tied(one, home)
            elif replaced is not None:
                moved[replaced].append(one)
            elif one.id not in known and any(map(self._is_removed, told)):
                removed.append(IncomingProblem(one.number, _REMOVED))
            elif one.id not in known:
                searched.append(one)
        for sha256, some in moved.items():
            home = self._successor(sha256)
            found |= _carried(some, self._before[sha256], home) if home else {}
        placed, problems = yield from QuoteSearch(self._store, searched, self._name).results()
        found |= {number: _Anchored(one, exactly=False) for number, one in placed.items()}
        return found, [*removed, *problems]

    def _successor(self, sha256: str) -> _Home | None:
        """As it is now, the document whose source was replaced while this one was looked in."""
        before = self._before.get(sha256)
        now = self._hashes.get(before.document_id) if before is not None else None
        return None if now is None else self._home(now)

    def _is_removed(self, sha256: str) -> bool:
        """Whether its document was removed here: to another one its words would not belong."""
        if sha256 not in self._removed:
            gone = sha256 in self._before or self._store.removed_bytes(sha256)
            self._removed[sha256] = gone
        return self._removed[sha256]

    def _home(self, sha256: str) -> _Home | None:
        """The document of these bytes; ``None`` where it is not in the library."""
        if sha256 not in self._homes:
            document = self._store.document_of_bytes(sha256)
            found = None if document is None else self._read_home(document.id, sha256)
            if self._store.document_of_bytes(sha256) != document:  # what was read is another's
                found = None
            self._homes[sha256] = found
        return self._homes[sha256]

    def _read_home(self, document_id: int, sha256: str) -> _Home | None:
        reading = self._store.reading(document_id)
        drafts = [article.draft for article in reading.articles]
        made = [
            assemble(reading.source, one.blocks, edits_inside(reading.edits, one.blocks))
            for one in drafts
        ]
        if not drafts:
            return None
        return _Home(
            document_id,
            sha256,
            tuple(article.id or 0 for article in reading.articles),
            tuple(first_offset(one.blocks) for one in drafts),
            Holders(drafts),
            tuple(ArticleText(one.text, one.alignment) for one in made),
        )

    def _orphans(self, ids: Sequence[str]) -> int:
        by_article = grouped(self._store.known_annotations(ids).values())
        count = 0
        for article_id in self._store.summaries(list(by_article)):
            view = ArticleView(self._store.article(article_id), ShownScript.ORIGINAL)
            count += sum(placed.orphan for placed in placed_in(view, by_article[article_id]))
        return count


def _told(one: Incoming) -> list[str]:
    """The hashes of the sources it says that it is of."""
    told = [one.origin.sha256, one.anchored_on if one.spans else ""]
    return [sha256 for sha256 in told if sha256]


def _tied(one: Incoming, home: _Home) -> _Anchored:
    """An annotation in the document it is of, on the spans it gives if its words stand there."""
    tied = new_annotation(one, home.document_id, home.article(one))
    if one.anchored_on != home.sha256 or alike(home.quote(one.spans), one.quote.exact):
        return _Anchored(tied, exactly=True, sha256=home.sha256)
    (found,) = find_again([tied], home.texts)
    if found is None or not alike(found.anchor.quote, one.quote.exact):
        return _Anchored(replace(tied, source_sha256=""), exactly=False)
    return _Anchored(home.placed(tied, found), exactly=False)


def _carried(incoming: Sequence[Incoming], before: _Home, home: _Home) -> dict[int, _Anchored]:
    """Annotations of a source in the one that was put in its place, by their numbers."""
    tied = [_tied(one, before) for one in incoming]
    found = find_again([one.annotation for one in tied], home.texts, before.texts)
    carried: dict[int, _Anchored] = {}
    for one, old, place in zip(incoming, tied, found, strict=True):
        annotation = old.annotation
        if place is not None and annotation.source_sha256 == before.sha256:
            annotation = home.placed(annotation, place)
        carried[one.number] = _Anchored(annotation, old.exactly, home.sha256)
    return carried


def _merged(
    theirs: Incoming, anchored: _Anchored | None, mine: Annotation | None
) -> Annotation | None:
    """What is to be stored in the place of ``mine``; ``None``: nothing new. Pure."""
    if mine is None:
        return None if anchored is None else anchored.annotation
    other = new_annotation(theirs, mine.document_id, mine.article_id)
    if not theirs.ours:  # other programs know none of ours
        other = replace(other, color=mine.color, style=mine.style)
    if anchored is not None and anchored.has_range_for(mine):
        other = _with_range(other, anchored.annotation)
    else:  # nor is it told that it had changed by then: that range may come yet
        times = replace(other.times, spans=mine.changed_at("spans"))
        other = replace(_with_range(other, mine), times=times)
    merged = newer_of_each(mine, other) if theirs.ours else with_foreign(mine, other)
    return None if merged == mine else merged


def _with_range(annotation: Annotation, other: Annotation) -> Annotation:
    return replace(annotation, **{name: getattr(other, name) for name in _RANGE})
