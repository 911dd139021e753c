"""Exports annotations, imports them, and copies quotes with their citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader.article_view import ArticleView
from reader.errors import ReaderError
from reader.exchange import AnnotationsImport
from reader.exchange.exporting import shown_summary
from reader.export import CitationStyle, quotation
from reader.files import write_whole
from reader.library import Library, shown_text
from reader.model import (
    Annotation,
    AnnotationChange,
    ExportFormat,
    Progress,
    ShownScript,
    Span,
)
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.exchange.export_dialog import ExportChoice, ExportDialog, ExportScope
from reader.ui.exchange.report_dialog import ReportDialog
from reader.ui.open_article import OpenArticle
from reader.ui.script_switch import ScriptSwitch
from reader.ui.tasks import Job, Tasks

_ENDINGS = {
    ExportFormat.MARKDOWN: "md",
    ExportFormat.HTML: "html",
    ExportFormat.CSV: "csv",
    ExportFormat.JSONLD: "jsonld",
}


@dataclass(frozen=True, slots=True)
class _OnScreen:
    """What there is to export. ``article_id``: 0 where none is open; ``selected``: ids of
    annotations."""

    article_id: int
    selected: tuple[str, ...]
    shown: ShownScript


class Exchanger(QObject):
    """Holds the dialogs. What it writes and reads is done on the writing lane, in order."""

    exported = Signal(str)  # the file's name
    imported = Signal(str, object)  # the step's name, its changes
    told = Signal(str)
    progressed = Signal(object, str, bool)  # as the importer's
    rested = Signal()
    failed = Signal(object)  # ReaderError

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        article: OpenArticle,
        pane: AnnotationPane,
        script: ScriptSwitch,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._tasks = tasks
        self._article = article
        self._pane = pane
        self._script = script
        self._window = window
        self._choice = ExportChoice()  # as last made
        self._import: Job | None = None

    def ask_to_export(self) -> None:
        """Ask what to export and how; the annotations selected in the pane are offered first if
        they are several, else everything."""
        selected = self._pane.selected_ids()
        # The current card is always selected.
        self._ask(selected, ExportScope.SELECTED if len(selected) > 1 else ExportScope.LIBRARY)

    def ask_to_export_selected(self, annotation_ids: tuple[str, ...]) -> None:
        """The same, these being offered first."""
        self._ask(annotation_ids, ExportScope.SELECTED)

    def ask_to_import(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Import annotations"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Web annotations (*.jsonld *.json)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def copy_span(self, span: Span) -> None:
        """Put words of the article and where they are from on the clipboard."""
        if self._article.view is not None:
            work = partial(
                self._library.quotation,
                self._article.id,
                span,
                shown=self._script.shown,
                style=self._choice.citation,
            )
            self._tasks.read("quotation", work, self._on_quoted)

    def copy_annotation(self, annotation: Annotation) -> None:
        """The same of the words of an annotation, which may be an orphan."""
        work = partial(
            _quotation, self._library, annotation, self._script.shown, self._choice.citation
        )
        self._tasks.read("quotation", work, self._on_quoted)

    def _ask(self, selected: tuple[str, ...], first: ExportScope) -> None:
        """``first``: what is offered before all else."""
        on_screen = _OnScreen(self._article.id, selected, self._script.shown)
        scopes = [ExportScope.LIBRARY]
        if on_screen.article_id:
            scopes.append(ExportScope.ARTICLE)
        if on_screen.selected:
            scopes.append(ExportScope.SELECTED)
        scopes.reverse()
        scopes.sort(key=lambda one: one is not first)
        dialog = ExportDialog(self._choice, scopes, len(on_screen.selected), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(partial(self._on_chosen, on_screen))
        dialog.open()

    def _on_quoted(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.told.emit(self.tr("Copied with its citation."))

    def _on_chosen(self, on_screen: _OnScreen, choice: ExportChoice) -> None:
        self._choice = replace(choice, scope=self._choice.scope)
        ending = _ENDINGS[choice.format]
        dialog = QFileDialog(self._window, self.tr("Export annotations"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"*.{ending}")
        dialog.setDefaultSuffix(ending)
        name = self.tr("Annotations")
        dialog.selectFile(f"{name}.{ending}")
        dialog.fileSelected.connect(partial(self._on_place_chosen, on_screen, choice))
        dialog.open()

    def _on_place_chosen(self, on_screen: _OnScreen, choice: ExportChoice, name: str) -> None:
        work = partial(_write, self._library, Path(name), on_screen, choice)
        self._tasks.write(work, partial(self._on_written, name))

    def _on_written(self, name: str, _: None) -> None:
        self.exported.emit(name)

    def cancel(self) -> None:
        """Give up an import: nothing of it is stored, unless it was just done."""
        if self._import is not None:
            self._import.cancel()

    def _on_file_chosen(self, name: str) -> None:
        if self._import is not None:
            self.told.emit(self.tr("Annotations are being imported already."))
            return
        results: list[AnnotationsImport] = []
        self._import = self._tasks.write_steps(
            partial(_taking_in, self._library, Path(name), results),
            self._on_step,
            partial(self._on_import_ended, results),
            self._on_import_failed,
        )
        self._on_step(Progress(0, 0))

    def _on_step(self, progress: Progress) -> None:
        self.progressed.emit(progress, self.tr("Importing"), True)

    def _on_import_ended(self, results: Sequence[AnnotationsImport], _: object) -> None:
        self._import = None
        self.rested.emit()
        if results:
            self._on_imported(results[0])
        else:
            self.told.emit(self.tr("No annotations were imported."))

    def _on_import_failed(self, error: ReaderError) -> None:
        self._import = None
        self.rested.emit()
        self.failed.emit(error)

    def _on_imported(self, result: AnnotationsImport) -> None:
        changes: tuple[AnnotationChange, ...] = result.changes
        if changes:
            self.imported.emit(self.tr("Import annotations"), changes)
        dialog = ReportDialog(result, self._window)
        if result.problems or result.orphaned:
            dialog.open()
        else:
            self.told.emit(dialog.summary)
            dialog.deleteLater()


def _taking_in(
    library: Library, path: Path, results: list[AnnotationsImport]
) -> Iterator[Progress]:
    """Leaves in ``results`` what came of it, which is stored then even if it is given up now."""
    results.append((yield from library.import_annotations(path)))


def _write(library: Library, path: Path, on_screen: _OnScreen, choice: ExportChoice) -> None:
    text = library.export(
        choice.format,
        on_screen.article_id if choice.scope is ExportScope.ARTICLE else None,
        annotation_ids=on_screen.selected if choice.scope is ExportScope.SELECTED else None,
        shown=on_screen.shown if choice.as_shown else ShownScript.ORIGINAL,
        style=choice.citation,
    )
    write_whole(path, text)


def _quotation(
    library: Library, annotation: Annotation, shown: ShownScript, style: CitationStyle
) -> str:
    view: ArticleView = library.view(annotation.article_id, shown)
    summary = view.article.summary
    placed: Sequence[Span] = next(
        (
            one.spans
            for one in library.annotations_of(view)
            if one.annotation.id == annotation.id and not one.orphan
        ),
        (),
    )
    quote = (
        view.quote(placed)
        if placed
        else shown_text(annotation.quote, shown, summary.script, view.terms)
    )
    return quotation(quote, shown_summary(summary, shown, view.terms), style)
