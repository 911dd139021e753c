"""Corrections: people's decisions of how documents are read, and reading documents again.

Everything here is a step from one reading of a document to another, stored as a whole. Highlights
stay on their words, for they are tied to the source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.alignment import assemble
from reader.corrections import (
    Decision,
    DecisionKind,
    Holders,
    Reading,
    ReadingChange,
    StoredArticle,
    decided,
    matched,
)
from reader.corrections.desk import Decided
from reader.errors import ConflictError, NotFoundError, ReaderError
from reader.importing import rereading
from reader.messages import message
from reader.model import DocumentDraft, Progress, result_of
from reader.store import Store, edits_inside

# A bar of so many steps for each document moves inside a large one too.
_DOCUMENT_UNITS = 1_000
# How often a decision is carried out anew where others change the same document meanwhile.
_TRIES = 5


class RecleanStatus(StrEnum):
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RecleanResult:
    """What reading a document again changed.

    ``added`` and ``removed``: labels of articles; ``renamed``: old and new titles; ``rewritten``:
    how many articles that were there read otherwise. ``edits``: by rule, how many more or fewer.
    ``unplaced``: notes that have no place in its articles any more. ``unapplied``: decisions that
    its words do not fit any more; they are kept.
    """

    document_id: int
    name: str
    status: RecleanStatus
    articles: int = 0
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    rewritten: int = 0
    edits: tuple[tuple[str, int], ...] = ()
    unplaced: int = 0
    unapplied: tuple[Decision, ...] = ()
    error: str | None = None


class Proofreader:
    """Carries decisions out and reads documents again. Its writes belong on the serial thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def decisions(self, document_id: int) -> tuple[Decision, ...]:
        """What was decided of a document and holds, in the order it was.

        Raises ``NotFoundError`` where there is no such document.
        """
        if not any(document.id == document_id for document in self._store.documents()):
            raise NotFoundError(
                message("There is no document {number} in the library.", number=document_id)
            )
        return self._store.decisions(document_id)

    def decide(self, decision: Decision, article_ids: Sequence[int]) -> ReadingChange:
        """Carry out and keep a decision about one or several articles of one document.

        Raises ``NotFoundError`` where an article is gone or where nothing would change.
        """
        for _ in range(_TRIES - 1):
            with suppress(ConflictError):  # another program was quicker; its change stays
                return self._decide(decision, article_ids)
        return self._decide(decision, article_ids)

    def _decide(self, decision: Decision, article_ids: Sequence[int]) -> ReadingChange:
        document_id = self._document_of(article_ids)
        whole = decision.kind is DecisionKind.KEEP_RULE
        before = self._store.reading(document_id, None if whole else article_ids)
        drafts = [article.draft for article in before.articles]
        result = decided(before.source, drafts, before.edits, [decision])
        same = (list(result.articles), result.edits) == (drafts, before.edits)
        # What is certain by itself may be confirmed, for later rules may doubt it.
        told = decision.kind is DecisionKind.CONFIRM and decision not in before.decisions
        if result.unapplied or (same and not told):
            raise NotFoundError(message("There is nothing in the document that this would change."))
        decisions = (*before.decisions, decision)
        return self._store.change_reading(ReadingChange(before, _after(before, result, decisions)))

    def take_back(self, document_id: int, decisions: Iterable[Decision]) -> ReadingChange:
        """Read a document again without some of what was decided of it.

        Raises ``NotFoundError`` where the document is gone.
        """
        dropped = set(decisions)
        before = self._store.reading(document_id)
        kept = tuple(one for one in before.decisions if one not in dropped)
        draft, result = result_of(self._reread(before, kept))
        step = ReadingChange(before, _after(before, result, kept))
        return self._store.change_reading(step, draft)

    def apply(self, step: ReadingChange) -> ReadingChange:
        """Store a step again; its ``inverse()`` undoes it.

        Raises ``ConflictError`` where the document was changed since.
        """
        return self._store.change_reading(step)

    def reclean(
        self, document_ids: Sequence[int] | None = None
    ) -> Generator[Progress | RecleanResult, None, None]:
        """Read documents again by the rules of today, all by default; one result for each.

        What was decided of them and their notes stay. A document is changed as a whole or not at
        all; one that fails is a result with its reason.
        """
        names = {document.id: document.name for document in self._store.documents()}
        chosen = list(names) if document_ids is None else list(dict.fromkeys(document_ids))
        for number, document_id in enumerate(chosen):
            name = names.get(document_id, str(document_id))
            total = len(chosen) * _DOCUMENT_UNITS
            yield Progress(number * _DOCUMENT_UNITS, total, name)
            steps = self._reclean(document_id, name)
            try:
                while True:
                    step = next(steps)
                    inside = _DOCUMENT_UNITS * step.done // max(step.total, 1)
                    yield Progress(number * _DOCUMENT_UNITS + inside, total, name)
            except StopIteration as end:
                result: RecleanResult = end.value
            except ReaderError as error:
                result = RecleanResult(document_id, name, RecleanStatus.FAILED, error=str(error))
            yield result

    def _reclean(self, document_id: int, name: str) -> Generator[Progress, None, RecleanResult]:
        before = self._store.reading(document_id)
        draft, result = yield from self._reread(before, before.decisions)
        after = _after(before, result, before.decisions)
        step = ReadingChange(before, after)
        if (after.articles, after.edits) != (before.articles, before.edits):
            self._store.change_reading(step, draft)
            self._store.find_orphans_again(before)
        notes = self._store.document_annotations(document_id)
        holders = Holders([article.draft for article in after.articles])
        placed = sum(
            note.source_sha256 == draft.sha256 and any(any(holders.of(span)) for span in note.spans)
            for note in notes
        )
        return replace(
            _report(step, name), unplaced=len(notes) - placed, unapplied=result.unapplied
        )

    def _reread(
        self, before: Reading, decisions: Sequence[Decision]
    ) -> Generator[Progress, None, tuple[DocumentDraft, Decided]]:
        draft = yield from rereading(self._store.document_draft(before.document_id))
        return draft, decided(before.source, draft.articles, draft.edits, decisions)

    def _document_of(self, article_ids: Sequence[int]) -> int:
        summaries = self._store.summaries(article_ids)
        documents = {summary.document_id for summary in summaries.values()}
        if len(summaries) < len(set(article_ids)) or len(documents) != 1:
            raise NotFoundError(message("The article is no longer there."))
        return documents.pop()


def _after(before: Reading, result: Decided, decisions: tuple[Decision, ...]) -> Reading:
    articles = []
    for number, draft in zip(
        matched(before.articles, result.articles), result.articles, strict=True
    ):
        text = assemble(before.source, draft.blocks, edits_inside(result.edits, draft.blocks)).text
        articles.append(StoredArticle(number, draft, text))
    return replace(before, articles=tuple(articles), edits=result.edits, decisions=decisions)


def _report(step: ReadingChange, name: str) -> RecleanResult:
    old = {article.id: article for article in step.before.articles}
    new = {article.id: article for article in step.after.articles if article.id is not None}
    both = [(old[number], new[number]) for number in old if number in new]
    rules = Counter(edit.rule for edit in step.after.edits)
    rules.subtract(Counter(edit.rule for edit in step.before.edits))
    unchanged = step.before.articles == step.after.articles
    same = unchanged and step.before.edits == step.after.edits
    return RecleanResult(
        step.before.document_id,
        name,
        RecleanStatus.UNCHANGED if same else RecleanStatus.CHANGED,
        articles=len(step.after.articles),
        added=tuple(_label(one) for one in step.after.articles if one.id is None),
        removed=tuple(_label(one) for one in step.before.articles if one.id not in new),
        renamed=tuple(
            (one.draft.title, other.draft.title)
            for one, other in both
            if one.draft.title != other.draft.title
        ),
        rewritten=sum(one.text != other.text for one, other in both),
        edits=tuple((rule, count) for rule, count in sorted(rules.items()) if count),
    )


def _label(article: StoredArticle) -> str:
    return article.draft.title or article.text[:24].replace("\n", " ")
