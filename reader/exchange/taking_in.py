"""Imports: annotations from a file merged with those of a library, as one transaction."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from reader.alignment import assemble
from reader.anchors import ArticleText, find_again
from reader.article_view import ArticleView
from reader.corrections import Holders
from reader.exchange.exporting import first_offset, grouped, placed_in
from reader.exchange.quote_search import QuoteSearch, alike, new_annotation
from reader.export import Incoming, IncomingFile, IncomingProblem
from reader.messages import message
from reader.model import Annotation, AnnotationChange, Progress, ShownScript, Span
from reader.store import Store, edits_inside
from reader.store.merging import newer_of_each, with_foreign

_REMOVED = message("its document was removed from this library; import it again, then this file")
# What says where an annotation stands in its document.
_RANGE = ("spans", "quote", "prefix", "suffix", "source_sha256")


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
    """An annotation as it would be new here; ``exactly``: by the source it was made on."""

    annotation: Annotation
    exactly: bool


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

    def result(self, file: IncomingFile) -> Generator[Progress, None, AnnotationsImport]:
        self._store.check_writable()  # before much is looked for
        known = self._store.known_annotations([one.id for one in file.annotations])
        anchored, problems = yield from self._anchored(file.annotations, known)
        steps = [
            (one.id, partial(_merged, one, anchored.get(one.number)))
            for one in file.annotations
            if one.id in known or one.number in anchored
        ]
        changes = tuple(self._store.merge_annotations(steps))
        return AnnotationsImport(
            changes=changes,
            unchanged=len(steps) - len(changes),
            orphaned=self._orphans([change.after.id for change in changes if change.after]),
            problems=tuple(sorted([*file.problems, *problems], key=lambda one: one.number)),
        )

    def _anchored(
        self, incoming: Sequence[Incoming], known: Collection[str]
    ) -> Generator[Progress, None, tuple[dict[int, _Anchored], list[IncomingProblem]]]:
        """Where annotations stand in this library, by their numbers, and which nowhere.

        One that is known and whose document is not here stays where it is.
        """
        found: dict[int, _Anchored] = {}
        removed, searched = [], []
        for done, one in enumerate(incoming):
            yield Progress(done, len(incoming), self._name)
            home = self._home(one.origin.sha256)
            if home is None and one.spans:
                home = self._home(one.anchored_on)
            if home is not None:
                found[one.number] = _tied(one, home)
            elif one.id not in known and self._is_removed(one):
                removed.append(IncomingProblem(one.number, _REMOVED))
            elif one.id not in known:
                searched.append(one)
        placed, problems = yield from QuoteSearch(self._store, searched, self._name).results()
        found |= {number: _Anchored(one, exactly=False) for number, one in placed.items()}
        return found, [*removed, *problems]

    def _is_removed(self, one: Incoming) -> bool:
        """Whether its document was removed here: to another one its words would not belong."""
        told = [one.origin.sha256, *([one.anchored_on] if one.spans else [])]
        for sha256 in filter(None, told):
            if sha256 not in self._removed:
                self._removed[sha256] = self._store.removed_bytes(sha256)
        return any(self._removed[sha256] for sha256 in filter(None, told))

    def _home(self, sha256: str) -> _Home | None:
        """The document of these bytes; ``None`` where it is not in the library."""
        if sha256 and sha256 not in self._homes:
            document = self._store.document_of_bytes(sha256)
            found = None if document is None else self._read_home(document.id, sha256)
            self._homes[sha256] = found
        return self._homes.get(sha256)

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


def _tied(one: Incoming, home: _Home) -> _Anchored:
    """An annotation in the document it is of, on the spans it gives if its words stand there."""
    tied = new_annotation(one, home.document_id, home.article(one))
    if one.anchored_on != home.sha256 or alike(home.quote(one.spans), one.quote.exact):
        return _Anchored(tied, exactly=True)
    (found,) = find_again([tied], home.texts)
    if found is None or not alike(found.anchor.quote, one.quote.exact):
        return _Anchored(replace(tied, source_sha256=""), exactly=False)
    anchor = found.anchor
    placed = replace(
        tied,
        article_id=home.article_ids[found.article],
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
    )
    return _Anchored(placed, exactly=False)


def _merged(
    theirs: Incoming, anchored: _Anchored | None, mine: Annotation | None
) -> Annotation | None:
    """What is to be stored in the place of ``mine``; ``None``: nothing new. Pure."""
    if mine is None:
        return None if anchored is None else anchored.annotation
    other = new_annotation(theirs, mine.document_id, mine.article_id)
    kept = [] if theirs.ours else ["color", "style"]  # other programs know none of ours
    home = anchored.annotation.document_id if anchored and anchored.exactly else 0
    if home != mine.document_id:
        kept += _RANGE
    other = replace(other, **{name: getattr(mine, name) for name in kept})
    merged = newer_of_each(mine, other) if theirs.ours else with_foreign(mine, other)
    return None if merged == mine else merged
