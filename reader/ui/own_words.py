"""The dialogs about the user's own words: one of them corrected, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from reader.article_view import Word
from reader.ui.term_editor import TermEditor
from reader.ui.term_model import TermImport
from reader.ui.terms_dialog import TermsDialog, WordDialog


class OwnWords(QObject):
    """Holds the list, while it is open. What is changed in it goes to the ``TermEditor``."""

    told = Signal(str)

    def __init__(self, terms: TermEditor, undo: Sequence[QAction], window: QWidget) -> None:
        """``undo``: actions that work in the list too."""
        super().__init__(window)
        self._terms = terms
        self._undo = undo
        self._window = window
        self._dialog: TermsDialog | None = None

    def correct(self, word: Word) -> None:
        """Ask how a word is to be written."""
        dialog = WordDialog(word, self._window)
        dialog.term_written.connect(self._terms.add)
        dialog.open()

    def show(self) -> None:
        """Open the list, or bring it to the front."""
        if self._dialog is None:
            self._dialog = self._new_dialog()
        self._dialog.show()
        self._dialog.raise_()

    def show_import(self, report: TermImport) -> None:
        """Lines that could not be read are shown in the list, which may have been closed."""
        self.told.emit(report.summary)
        if report.problems:
            self.show()
        if self._dialog is not None:
            self._dialog.show_import(report)

    def _new_dialog(self) -> TermsDialog:
        dialog = TermsDialog(self._terms.terms, self._window)
        dialog.addActions(list(self._undo))
        dialog.term_written.connect(self._terms.add)
        dialog.terms_edited.connect(self._terms.replace)
        dialog.import_requested.connect(self._terms.import_file)
        dialog.export_requested.connect(self._terms.export_file)
        self._terms.terms_changed.connect(dialog.set_terms)
        dialog.finished.connect(self._on_closed)
        return dialog

    def _on_closed(self) -> None:
        self._dialog = None
