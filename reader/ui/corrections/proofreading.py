"""Correcting documents in the window: the article's menu, what was decided, and reading again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QWidget

from reader.corrections import Decision, ReadingChange
from reader.errors import NotFoundError
from reader.library import Library
from reader.model import DocumentSummary, Source
from reader.proofreader import RecleanResult
from reader.ui.corrections.corrections_dialog import CorrectionsDialog
from reader.ui.corrections.corrector import Corrector
from reader.ui.corrections.reclean_dialog import RecleanDialog
from reader.ui.plain_text import plain_box
from reader.ui.tasks import Tasks

_DECISIONS = "decisions"


class Proofreading(QObject):
    """Holds the dialogs about how documents are read, and asks before many are read again."""

    reclean_requested = Signal(object)  # ids of documents, or None for all

    def __init__(
        self, library: Library, tasks: Tasks, corrector: Corrector, window: QWidget
    ) -> None:
        super().__init__(window)
        self._library = library
        self._tasks = tasks
        self._corrector = corrector
        self._window = window
        self._dialog: CorrectionsDialog | None = None
        self._listed = 0  # the document whose decisions the dialog lists
        self._article = 0  # one of its articles
        corrector.reading_changed.connect(self._on_reading_changed)

    def show_decisions(
        self, document: DocumentSummary, article_id: int, undo: Sequence[QAction]
    ) -> None:
        """List what was decided of a document, for one at a time. ``article_id``: one of its
        articles, whose words are told of in any case; ``undo``: actions that work there too."""
        if self._dialog is not None:
            self._dialog.close()
        self._listed, self._article = document.id, article_id
        dialog = self._dialog = CorrectionsDialog(document.name, self._window)
        dialog.addActions(list(undo))
        dialog.take_back_requested.connect(self._on_take_back_requested)
        dialog.finished.connect(partial(self._on_closed, dialog))
        self._read()
        dialog.show()

    def read_again(self) -> None:
        """List the decisions anew, if the dialog is open: another reading may fit them better."""
        if self._dialog is not None:
            self._read()

    def ask_to_reclean(self, document_ids: Sequence[int] | None) -> None:
        """Ask whether documents are to be read again; ``None``: all."""
        question = self._question(document_ids)
        box = plain_box(QMessageBox.Icon.Question, self.tr("Read again"), question, self._window)
        box.addButton(QMessageBox.StandardButton.Cancel)
        read = box.addButton(self.tr("Read again"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(read)
        read.clicked.connect(partial(self.reclean_requested.emit, document_ids))
        box.open()

    def show_report(self, results: Sequence[RecleanResult]) -> None:
        """Tell what reading documents again changed."""
        RecleanDialog(results, self._window).open()

    def _question(self, document_ids: Sequence[int] | None) -> str:
        if document_ids is None:
            question = self.tr("Read all documents again by the present rules?")
        elif len(document_ids) == 1:
            question = self.tr("Read this document again by the present rules?")
        else:
            count = self._window.locale().toString(len(document_ids))
            question = self.tr("Read these %1 documents again by the present rules?")
            question = question.replace("%1", count)
        keeps = self.tr(
            "Your corrections and notes stay. What the rules find otherwise now is changed, and a"
            " report says what; it cannot be undone."
        )
        return f"{question}\n\n{keeps}"

    def _read(self) -> None:
        work = partial(_load, self._library, self._listed, self._article)
        self._tasks.read(_DECISIONS, work, self._on_read)

    def _on_read(self, decided: _Decisions) -> None:
        if self._dialog is not None and decided.document_id == self._listed:
            self._dialog.set_decisions(decided.decisions, decided.source)

    def _on_take_back_requested(self, decisions: tuple[Decision, ...]) -> None:
        if decisions:
            self._corrector.take_back(self._listed, decisions)

    def _on_reading_changed(self, step: ReadingChange) -> None:
        if step.after.document_id == self._listed:
            ids = [article.id for article in step.after.articles if article.id is not None]
            if self._article not in ids and ids:
                self._article = ids[0]
            self.read_again()

    def _on_closed(self, dialog: CorrectionsDialog, _: int) -> None:
        if self._dialog is dialog:
            self._dialog = None


@dataclass(frozen=True, slots=True)
class _Decisions:
    """What was decided of a document, and the stretch of its source that was read."""

    document_id: int
    decisions: tuple[Decision, ...]
    source: Source


def _load(library: Library, document_id: int, article_id: int) -> _Decisions:
    decisions = library.proofreader.decisions(document_id)
    try:
        source = library.source(library.article(article_id))
    except NotFoundError:  # it went in another reading: the decisions are told of without words
        source = Source("")
    return _Decisions(document_id, decisions, source)
