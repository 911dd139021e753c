"""The library: the one object that the window and the command line hold.

It joins the store, the index and the pure parts. Methods that write belong on one serial thread;
any thread may read. Long work is a generator of ``Progress``: to stop iterating is to cancel.
"""

from __future__ import annotations

import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reader.alignment import assemble
from reader.anchors import continued, make_anchor
from reader.annotation_edits import anchored, edited, merged, note_beside
from reader.annotation_list import AnnotationList
from reader.article_view import ArticleView
from reader.errors import (
    FileError,
    IndexFolderError,
    NotFoundError,
    ReaderError,
    ReadOnlyError,
    TextChangedError,
)
from reader.exchange import AnnotationsImport, Exporter, grouped, placed_in, take_in
from reader.export import CitationStyle, NotAnnotationsError, read_annotations
from reader.files import write_whole
from reader.importing import LARGEST_TEXT_BYTES, read_document, reading, walk
from reader.importing.encoding import decode
from reader.importing.hashing import HashedFiles
from reader.messages import message, words_of
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationEdit,
    Article,
    ArticleSummary,
    Changed,
    ChangedFile,
    Collection,
    Color,
    DocumentDraft,
    DocumentSummary,
    ExportFormat,
    ImportResult,
    ImportStatus,
    MarkStyle,
    PlacedAnnotation,
    Progress,
    Script,
    ShownScript,
    Source,
    Span,
    color_of,
    tidy_tags,
)
from reader.paths import Paths, seeds
from reader.proofreader import Proofreader
from reader.script import (
    NO_TERMS,
    TermProblem,
    Terms,
    TermsChange,
    convert_text,
    read_terms,
    write_terms,
)
from reader.script.folding import fold
from reader.searcher import Searcher
from reader.store import (
    Merged,
    Recovery,
    Store,
    clean_texts,
    edits_inside,
    replace_unreadable,
)

# Between two steps of an import other writes come through, and a cancel is felt.
_TEXTS_PER_PROGRESS = 500
# A bar of so many steps for each file moves inside a large one too.
_FILE_UNITS = 1_000
# Half a million terms, which are read in a second; a larger file is something else.
_LARGEST_TERMS_BYTES = 16 * 2**20
# Some 100,000 annotations, which take 1 GB of memory while they are read.
_LARGEST_ANNOTATIONS_BYTES = 128 * 2**20
# Characters. A page has some ten thousand and the longest book a million; of a corpus file only
# what stands around the article is wanted.
_LARGEST_SOURCE = 1_000_000
SEEDS_COLLECTION = "示例文档"


@dataclass(frozen=True, slots=True)
class TermsImport:
    """What a file of terms changed: how many it has, and which of its lines are none."""

    change: TermsChange
    terms: int
    problems: tuple[TermProblem, ...]

    @property
    def added(self) -> int:
        """How many were not there before."""
        return len(self.change.after) - len(self.change.before)


class Library:
    """A library of documents on disk.

    ``searcher`` finds something in it, ``proofreader`` corrects how its documents are read,
    ``keeper`` makes backups of it and puts them back.
    """

    def __init__(self, paths: Paths) -> None:
        """Open or create; one that is damaged is mended, as ``recovery`` tells then.

        One that may not be written to is only read, as ``read_only`` tells then. Raises
        ``StoreError`` where the database cannot be used.
        """
        self.paths = paths
        self._store = Store(paths.database, paths.backups)
        self.keeper = self._store.keeper
        self.searcher = Searcher(self._store, paths.index(self._store.library_id))
        self.proofreader = Proofreader(self._store)
        self._exporter = Exporter(self._store)
        self.annotation_list = AnnotationList(self._store)

    def close(self) -> None:
        """Release the files. No thread may use the library afterwards."""
        self.searcher.close()
        self._store.close()

    @property
    def recovery(self) -> Recovery | None:
        """What was done about damage when this was opened; ``None`` where there was none."""
        return self._store.recovery

    @property
    def read_only(self) -> ReadOnlyError | None:
        """Why nothing may be written to this library; ``None`` where it may be."""
        return self._store.read_only

    def changed_elsewhere(self) -> Changed:
        """Which kinds of thing other windows and programs changed since this was last asked.

        Cheap enough to be asked twice a second, off the GUI thread.
        """
        return self._store.changed_elsewhere()

    @property
    def own_changes(self) -> Changed:
        """Which kinds of thing were changed through this since it was opened."""
        return self._store.own_changes

    def merge(self, path: Path) -> Generator[Progress, None, Merged]:
        """Add what is missing here of a backup or another library; nothing is deleted.

        Documents that were corrected there are read again with those corrections. Raises
        ``StoreError``.
        """
        merged = yield from self.keeper.merge(path)
        if merged.reread:
            for step in self.proofreader.reclean(merged.reread):
                if isinstance(step, Progress):
                    yield step
        return merged

    # Import

    def import_paths(
        self,
        paths: Iterable[Path],
        collection: str | None = None,
        changed: ChangedFile = ChangedFile.UPDATE,
    ) -> Generator[Progress | ImportResult, None, None]:
        """Import files and folders: ``Progress`` inside a large file, one result for each file.

        A file is stored as a whole or not at all. A file that fails is a result with its reason.
        ``changed``: what becomes of documents whose files have changed.
        """
        files = HashedFiles(list(walk(paths)))
        for number, path in enumerate(files.files):
            steps = self._import_file(files, number, collection, changed)
            try:
                result = yield from _of_all(steps, number, len(files.files), path.name)
            except FileError as error:
                result = ImportResult(path, ImportStatus.FAILED, error=error.reason)
            except ReaderError as error:
                result = ImportResult(path, ImportStatus.FAILED, error=str(error))
            yield result

    def _import_file(
        self, files: HashedFiles, number: int, collection: str | None, changed: ChangedFile
    ) -> Generator[Progress, None, ImportResult]:
        path = files.files[number]
        steps = reading(path)
        first = next(steps)  # only now is it known to be a file that can be read to its end
        sha256 = files.sha256(path)
        known = self._store.document_of_bytes(sha256)
        if known is not None:
            steps.close()
            old = Path(known.path)
            # Else it is a copy.
            if files.is_elsewhere(old, sha256, path) and not self._is_edited(known.id, old, files):
                self._store.move_document(known.id, _settled(path))
            return ImportResult(path, ImportStatus.UNCHANGED, known.id, known.articles)
        before = None
        # One that was removed comes back as it was, with its own notes.
        if changed is not ChangedFile.NEW and not self._store.removed_bytes(sha256):
            before = yield from self._document_at(files, number)
        if before is not None and changed is ChangedFile.ASK:
            steps.close()
            return ImportResult(path, ImportStatus.CHANGED, before.id, before.articles)
        self._store.check_writable()  # before a long file is read
        yield first
        draft = yield from steps
        if before is not None:
            return self._update(path, before.id, draft)
        texts = []
        for number, text in enumerate(clean_texts(draft)):
            if number % _TEXTS_PER_PROGRESS == 0:
                yield Progress(1, 1)
            texts.append(text)
        document = self._store.add_document(draft, _settled(path), collection, texts)
        return ImportResult(
            path, ImportStatus.IMPORTED, document.id, document.articles, problems=draft.problems
        )

    def _document_at(
        self, files: HashedFiles, number: int
    ) -> Generator[Progress, None, DocumentSummary | None]:
        """The document whose file has changed.

        None where its bytes are in a file still to come, and quite other words in this one: that
        was renamed, and another has its name now; so the document goes there.
        """
        path = files.files[number]
        before = self._store.document_at(_settled(path))
        if before is None:
            return None
        renamed = yield from files.behind(number, self._store.source_sha256(before.id))
        if renamed is None or self._is_edited(before.id, path, files):
            return before
        self._store.move_document(before.id, _settled(renamed))
        return None

    def _is_edited(self, document_id: int, path: Path, files: HashedFiles) -> bool:
        """Whether a file goes on with a document's words, so that what has its bytes is a copy.

        Not where it is another document's file that came here.
        """
        try:
            decoded = decode(_content_of(path, LARGEST_TEXT_BYTES))
            if decoded is None or self._store.document_of_bytes(files.sha256(path)) is not None:
                return False
        except FileError:
            return False
        before = self.whole_source(document_id).text
        return continued([before], [decoded.text]) == [0]

    def _update(self, path: Path, document_id: int, draft: DocumentDraft) -> ImportResult:
        update = self._store.replace_source(document_id, draft, _settled(path))
        return ImportResult(
            path,
            ImportStatus.UPDATED,
            document_id,
            len(self._store.article_blocks(document_id)),
            problems=draft.problems,
            update=update,
        )

    def seeds_wanted(self) -> bool:
        """Whether this library is new, or its first start was cut short, and lacks the samples."""
        if self.read_only is not None:
            return False
        state = self._store.meta("seeds")
        return state == "started" or (state is None and not self._store.documents())

    def import_seeds(self) -> Generator[Progress | ImportResult, None, None]:
        """Import the sample documents as a collection of their own; cut short, it is resumed."""
        self._store.set_meta("seeds", "started")
        yield from self.import_paths([seeds()], SEEDS_COLLECTION)
        self._store.set_meta("seeds", "done")

    def decline_seeds(self) -> None:
        """The user wants none of the samples that are not there yet."""
        self._store.set_meta("seeds", "done")

    def clean(self, path: Path) -> DocumentDraft:
        """What an import of the file would store; stores nothing. Raises ``FileError``."""
        return read_document(path)

    # Documents and articles

    def collections(self) -> list[Collection]:
        return self._store.collections()

    def documents(self) -> list[DocumentSummary]:
        """In the order of their import."""
        return self._store.documents()

    def articles(self) -> list[ArticleSummary]:
        """By document, and in the document's order."""
        return self._store.articles()

    def article(self, article_id: int) -> Article:
        """Raises ``NotFoundError``."""
        return self._store.article(article_id)

    def view(self, article_id: int, shown: ShownScript) -> ArticleView:
        """An article in a script. Raises ``NotFoundError``."""
        return ArticleView(self._store.article(article_id), shown, self.terms())

    def source(self, article: Article) -> Source:
        """The source around an article: all of its document's, unless that is a whole corpus."""
        whole = self._store.source(article.summary.document_id, _LARGEST_SOURCE)
        return article.source if whole is None else whole

    def whole_source(self, document_id: int) -> Source:
        """A document's source, however long. Raises ``NotFoundError``."""
        return Source(self._store.document_draft(document_id).source)

    def remove_documents(self, document_ids: Sequence[int]) -> None:
        """Take documents out of the library; ``restore_documents`` brings them back."""
        self._store.remove_documents(document_ids)

    def restore_documents(self, document_ids: Sequence[int]) -> None:
        self._store.restore_documents(document_ids)

    def reading_position(self, article_id: int) -> int | None:
        """Source offset of the first line that was on screen when the article was left."""
        return self._store.reading_position(article_id)

    def set_reading_position(self, article_id: int, position: int) -> None:
        """Not kept of a library that may not be written to: nobody asked for it."""
        if self.read_only is None:
            self._store.set_reading_position(article_id, position)

    # The user's own words

    def terms(self) -> Terms:
        """In the order they were added; of two that contradict each other the later holds."""
        return self._store.terms()

    def change_terms(self, before: Terms, after: Terms) -> TermsChange:
        """Make a change to what is stored now, whatever the caller last saw: ``Terms.changed``."""
        return self._store.change_terms(before, after)

    def add_terms(self, terms: Terms) -> TermsChange:
        """Add these, which go to the end even where they were there already."""
        return self._store.change_terms(NO_TERMS, NO_TERMS.with_added(terms))

    def import_terms(self, path: Path) -> TermsImport:
        """Add the terms of a TSV file, which may be in any encoding that a document may be in.

        Raises ``FileError``.
        """
        terms, problems = read_terms(_text_of(path))
        return TermsImport(self.add_terms(terms), len(terms), problems)

    def export_terms(self, path: Path) -> None:
        """Write all terms to a TSV file. Raises ``FileError``."""
        write_whole(path, write_terms(self.terms()))

    # Annotations

    def annotate(
        self,
        article_id: int,
        span: Span,
        *,
        color: str = Color.YELLOW,
        style: MarkStyle = MarkStyle.HIGHLIGHT,
        note: str = "",
        tags: Sequence[str] = (),
        expected: str | None = None,
    ) -> AnnotationChange:
        """Mark an article span. Raises ``NotFoundError`` where it holds no text of the source.

        ``expected``: the clean text that stood there when it was looked at. Raises
        ``TextChangedError`` where another stands there now.
        """
        article = self._store.article(article_id)
        _check_text(article, span, expected)
        clean = ArticleView(article, ShownScript.ORIGINAL).clean
        anchor = make_anchor(article.text, clean, span)
        now = datetime.now(UTC)
        annotation = Annotation(
            id=uuid.uuid4().hex,
            document_id=article.summary.document_id,
            article_id=article_id,
            spans=anchor.spans,
            quote=anchor.quote,
            prefix=anchor.prefix,
            suffix=anchor.suffix,
            source_sha256=article.source_sha256,
            color=color_of(color),
            note=note,
            tags=tidy_tags(tags),
            created=now,
            modified=now,
            style=style,
        )
        change = AnnotationChange(None, annotation)
        self.apply(change)
        return change

    def place_annotation(
        self, annotation_id: str, article_id: int, span: Span, *, expected: str | None = None
    ) -> AnnotationChange:
        """Tie an annotation to an article span: an orphan by hand, or another range of words.

        ``expected``: as in ``annotate``. Raises ``NotFoundError`` where it is gone, where the span
        holds no text of the source, or where the article is of another document.
        """
        view = self.view(article_id, ShownScript.ORIGINAL)
        _check_text(view.article, span, expected)
        anchor = make_anchor(view.article.text, view.clean, span)
        now = datetime.now(UTC)

        def placed(annotation: Annotation) -> Annotation:
            if annotation.document_id != view.article.summary.document_id:
                raise NotFoundError(message("The annotation belongs to another document."))
            return anchored(annotation, view.article, anchor, now)

        return self._store.change_annotation(annotation_id, placed)

    def edit_annotation(
        self,
        annotation_id: str,
        *,
        color: str | None = None,
        style: MarkStyle | None = None,
        note: str | None = None,
        tags: Sequence[str] | None = None,
    ) -> AnnotationChange:
        """Change what is stored now; what is ``None`` stays.

        Raises ``NotFoundError`` where it is gone.
        """
        edit = AnnotationEdit(color, style, note, None if tags is None else tuple(tags))
        now = datetime.now(UTC)
        return self._store.change_annotation(annotation_id, lambda one: edited(one, edit, now))

    def write_note(
        self, annotation_id: str, note: str, seen: str, drafts: Sequence[str] = ()
    ) -> AnnotationChange:
        """Put a note in the place of the one that was ``seen``; if another program wrote there
        since, behind what it wrote. Raises ``NotFoundError`` where the annotation is gone.

        ``drafts``: what may have been stored of this note while it was typed.
        """
        now = datetime.now(UTC)

        def written(one: Annotation) -> Annotation:
            beside = note_beside(one.note, seen, note, drafts)
            return edited(one, AnnotationEdit(note=beside), now)

        return self._store.change_annotation(annotation_id, written)

    def edit_annotations(
        self, annotation_ids: Sequence[str], edit: AnnotationEdit
    ) -> tuple[AnnotationChange, ...]:
        """Change several as one transaction; those that are gone are left out."""
        now = datetime.now(UTC)
        return self._store.change_annotations(annotation_ids, lambda one: edited(one, edit, now))

    def merge_overlapping(self, annotation_ids: Sequence[str]) -> tuple[AnnotationChange, ...]:
        """Make one of each group that overlaps, as one transaction; see ``merged``."""
        by_article = grouped(self._store.known_annotations(annotation_ids).values())
        now = datetime.now(UTC)
        changes = tuple(
            change
            for article_id, annotations in by_article.items()
            for change in merged(self.view(article_id, ShownScript.ORIGINAL), annotations, now)
        )
        self.apply_all(changes)
        return changes

    def delete_annotation(self, annotation_id: str) -> AnnotationChange:
        """Raises ``NotFoundError`` where it is gone already."""
        return self._store.change_annotation(annotation_id, _deleted)

    def delete_annotations(self, annotation_ids: Sequence[str]) -> tuple[AnnotationChange, ...]:
        """Delete several as one transaction; those that are gone are left out."""
        return self._store.change_annotations(annotation_ids, _deleted)

    def apply(self, change: AnnotationChange) -> None:
        """Make a step to what is stored now; its ``inverse()`` undoes it.

        What another window changed of other parts stays. Raises ``ConflictError`` where it changed
        the same, and ``NotFoundError`` where it deleted the annotation; then nothing is changed.
        """
        self._store.apply_annotation(change)

    def apply_all(self, changes: Iterable[AnnotationChange]) -> None:
        """As ``apply``, of several as one transaction."""
        self._store.apply_annotations(changes)

    def annotations(self, article_id: int) -> list[PlacedAnnotation]:
        """An article's annotations in text order, orphans last. Raises ``NotFoundError``."""
        return self.annotations_of(self.view(article_id, ShownScript.ORIGINAL))

    def annotations_of(self, view: ArticleView) -> list[PlacedAnnotation]:
        """The same of an article that was read already: a long one is not read twice."""
        return placed_in(view, self._store.annotations(view.article.summary.id))

    def all_annotations(self) -> list[PlacedAnnotation]:
        """Every annotation: by document, article, and place in the text."""
        return [placed for _, annotations in self._annotated() for placed in annotations]

    def _annotated(self) -> Iterator[tuple[Article, list[PlacedAnnotation]]]:
        """Each article that has annotations, with them; every article is read once."""
        by_article: dict[int, list[Annotation]] = {}
        for annotation in self._store.annotations():
            by_article.setdefault(annotation.article_id, []).append(annotation)
        for article_id in sorted(by_article):
            view = self.view(article_id, ShownScript.ORIGINAL)
            yield view.article, placed_in(view, by_article[article_id])

    def find_quote(self, article_id: int, quote: str, occurrence: int = 1) -> Span:
        """Article span of the ``occurrence``-th place of a quote: as it is, else in either script.

        Raises ``NotFoundError`` where there are fewer.
        """
        text = self._store.article(article_id).text
        for haystack, needle in ((text, quote), (fold(text), fold(quote))):
            places = list(_places(haystack, needle))
            if places:
                if not 1 <= occurrence <= len(places):
                    raise NotFoundError(
                        message(
                            "Article {article} has the quote {count} times, not {wanted}:"
                            " {quote!r}",
                            article=article_id,
                            count=len(places),
                            wanted=occurrence,
                            quote=quote,
                        )
                    )
                start = places[occurrence - 1]
                return Span(start, start + len(quote))
        raise NotFoundError(
            message(
                "Article {article} does not have the quote {quote!r}.",
                article=article_id,
                quote=quote,
            )
        )

    def export(
        self,
        wanted: ExportFormat,
        article_id: int | None = None,
        *,
        annotation_ids: Sequence[str] | None = None,
        shown: ShownScript = ShownScript.ORIGINAL,
        style: CitationStyle = CitationStyle.GBT7714,
    ) -> str:
        """The annotations of one article, those of these ids, or all, in document order.

        Quotes and titles are in the script asked for, but in JSON-LD. Raises ``NotFoundError``.
        """
        if article_id is not None:
            self._store.article(article_id)  # it may have none, and must be there all the same
        found = self._store.annotations(article_id)
        if annotation_ids is not None:
            wanted_ids = frozenset(annotation_ids)
            found = [one for one in found if one.id in wanted_ids]
            if len(found) < len(wanted_ids):
                raise NotFoundError(
                    message("An annotation that was to be exported is no longer there.")
                )
        by_article = grouped(found) if article_id is None else {article_id: found}
        return self._exporter.export(wanted, by_article, shown, style)

    def import_annotations(self, path: Path) -> Generator[Progress, None, AnnotationsImport]:
        """Take in the annotations of a JSON-LD file, merged with those that are here.

        All that can be is stored as one step, the last, whose ``changes`` undo it. Raises
        ``FileError``.
        """
        content = _content_of(path, _LARGEST_ANNOTATIONS_BYTES)
        try:
            file = read_annotations(content, datetime.now(UTC))
        except NotAnnotationsError as error:
            raise FileError(path, str(error)) from error
        return (yield from take_in(self._store, file, path.name))

    def citation(
        self,
        article_id: int,
        *,
        shown: ShownScript = ShownScript.ORIGINAL,
        style: CitationStyle = CitationStyle.GBT7714,
    ) -> str:
        """Where an article is from, on one line. Raises ``NotFoundError``."""
        return self._exporter.citation(article_id, shown, style)

    def quotation(
        self,
        article_id: int,
        span: Span,
        *,
        shown: ShownScript = ShownScript.ORIGINAL,
        style: CitationStyle = CitationStyle.GBT7714,
    ) -> str:
        """An article span in quotation marks with its citation. Raises ``NotFoundError``."""
        return self._exporter.quotation(article_id, span, shown, style)

    def verify(self) -> list[str]:
        """What is wrong with the store, the index or the backups; empty where all is well.

        An index that has yet to hear of changes is well: the next search feeds it. A library that
        was damaged and is mended is told of once more.
        """
        problems = [recovery_text(self.recovery)] if self.recovery is not None else []
        try:
            problems += self._store.problems()
            unlike = [
                problem
                for summary in self._store.articles()
                for problem in self._article_problems(summary.id)
            ]
            if unlike:
                self._store.doubt()
            problems += unlike
            problems += self._index_problems()
            problems += self.keeper.problems()
        except ReaderError as error:
            problems.append(str(error))
        return problems

    def _article_problems(self, article_id: int) -> list[str]:
        try:
            article = self._store.article(article_id)
            text = assemble(article.source, article.blocks, article.edits).text
        except ValueError as error:
            return [f"article {article_id}: it cannot be put together from its source ({error})"]
        if text == article.text:
            return []
        return [f"article {article_id}: its text differs from its source's"]

    def _index_problems(self) -> list[str]:
        if self.read_only is not None:
            return []  # searches do without it where it does not match
        if self._store.article_count():
            try:
                self.searcher.index().check()
            except IndexFolderError as error:
                return [str(error)]
        waiting = self._store.queue_length() > 0
        lost = self.searcher.index().needs_rebuild and self._store.article_count() > 0
        if not waiting and (lost or self.searcher.differs()):
            return ["the search index does not match the library; the next search will rebuild it"]
        return []


def replace_damaged(paths: Paths, path: Path) -> Generator[Progress, None, Path | None]:
    """Put a backup in the place of a library that cannot be opened; where that one is kept.

    Raises ``StoreError``.
    """
    return replace_unreadable(paths.database, path)


def recovery_text(found: Recovery) -> str:
    """What was done about damage, in one paragraph."""
    told = [f"The library was damaged ({found.problem})."]
    if found.backup is None:
        told.append("There was no sound backup; what could be read was kept.")
    elif found.kept is None:
        told.append(f"It was put back from the backup {found.backup.name}.")
    else:
        told.append(f"What could be read was joined with the backup {found.backup.name}.")
    told.append(f"It has {found.documents} documents and {found.annotations} annotations.")
    if found.complete:
        told.append("Nothing was lost.")
    told += [f"Import this again, which was lost: {path}" for path in found.lost]
    if found.notes is not None:
        told.append(f"{found.unplaced} notes of what was lost are kept in {found.notes}")
    if found.kept is not None:
        told.append(f"The damaged file is kept as {found.kept}")
    return " ".join(told)


def _of_all(
    steps: Generator[Progress, None, ImportResult], number: int, total: int, name: str
) -> Generator[Progress, None, ImportResult]:
    """The progress inside one file as progress among all of them."""
    yield Progress(number * _FILE_UNITS, total * _FILE_UNITS, name)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            result: ImportResult = end.value
            return result
        inside = _FILE_UNITS * step.done // step.total if step.total else 0
        yield Progress(number * _FILE_UNITS + inside, total * _FILE_UNITS, name)


def unsaved_articles(draft: DocumentDraft) -> Iterator[Article]:
    """The articles of a document that is not stored, with 0 for their ids. Pure."""
    source = Source(draft.source)
    for article in draft.articles:
        edits = edits_inside(draft.edits, article.blocks)
        text = assemble(source, article.blocks, edits).text
        summary = ArticleSummary(
            id=0,
            document_id=0,
            title=article.title,
            subtitle=article.subtitle,
            authors=article.authors,
            kind=article.kind,
            newspaper=article.newspaper,
            date=article.date,
            page=article.page,
            script=article.script,
            characters=len(text),
            opening="",
        )
        yield Article(summary, draft.name, draft.sha256, source, article.blocks, edits, text)


def prepare_script(shown: ShownScript, terms: Terms = NO_TERMS) -> None:
    """Load what showing texts in this script takes; some 100 ms the first time, then nothing."""
    for own in (Script.SIMPLIFIED, Script.TRADITIONAL):
        convert_text("字", shown, own, terms)


def shown_text(text: str, shown: ShownScript, script: Script, terms: Terms = NO_TERMS) -> str:
    """A title, a snippet or a quote in the script on screen. Pure and quick."""
    return convert_text(text, shown, script, terms)


def _check_text(article: Article, span: Span, expected: str | None) -> None:
    if expected is not None and article.text[span.start : span.end] != expected:
        raise TextChangedError(
            message(
                "The article was changed elsewhere since it was opened, and these words no longer"
                " stand there. Nothing was marked; please select them again."
            )
        )


def _deleted(_: Annotation) -> None:
    return None


def _places(text: str, quote: str) -> Iterator[int]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _text_of(path: Path) -> str:
    """A file's text, if it is no more than a list of terms can be. Raises ``FileError``.

    Its line ends are the file's own: a document's would not count as its editor does.
    """
    content = _content_of(path, _LARGEST_TERMS_BYTES)
    decoded = decode(content)
    if decoded is None:
        raise FileError(path, message("is not text (binary data)"))
    return content.decode(decoded.encoding, "replace")


def _content_of(path: Path, most: int) -> bytes:
    """A regular file's bytes if they are no more than ``most``. Raises ``FileError``."""
    try:
        if path.exists() and not path.is_file():
            raise FileError(path, message("is not a regular file"))
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise FileError(path, message("cannot be read: {why}", why=words_of(error))) from error
    if len(content) > most:
        raise FileError(
            path, message("is too large: the limit is {limit} MiB", limit=most // 2**20)
        )
    return content


def _settled(path: Path) -> Path:
    """One name for a file, however it is reached: by ``..``, or through a folder that is a link."""
    try:
        return path.parent.resolve() / path.name
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        return path.absolute()
