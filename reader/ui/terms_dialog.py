"""The user's own words: the list of them, and the question what one word should read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.article_view import Word
from reader.model import LineProblem
from reader.script import NO_TERMS, Term, Terms
from reader.ui.plain_text import PlainLabel

_Index = QModelIndex | QPersistentModelIndex
_MOST_PROBLEMS = 5


class WordDialog(QDialog):
    """Asks what a converted word should read: “此处应为…”."""

    term_written = Signal(object)  # Term

    def __init__(self, word: Word, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Should read"))
        self._word = word
        question = PlainLabel(
            self.tr("“%1” is shown as “%2”. It should read:")
            .replace("%1", word.source_form)
            .replace("%2", word.shown)
        )
        question.setWordWrap(True)
        self._answer = QLineEdit(word.shown)
        self._answer.selectAll()
        self._problem = PlainLabel()
        self._problem.setProperty("muted", True)
        hint = PlainLabel(self.tr("It is so in every document, and wherever it is converted back."))
        hint.setProperty("muted", True)
        hint.setWordWrap(True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        for widget in (question, self._answer, hint, self._problem, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(380)

    def _on_accepted(self) -> None:
        try:
            term = self._word.corrected(self._answer.text().strip())
        except ValueError:
            self._problem.setText(self.tr("Write the word as it should be."))
            return
        self.term_written.emit(term)
        self.accept()


class TermModel(QAbstractTableModel):
    """One row for each term; an edit gives a new list of all of them."""

    terms_edited = Signal(object)  # Terms

    def __init__(self, terms: Terms, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = list(terms)

    @property
    def rows(self) -> Sequence[Term]:
        return self._rows

    def set_terms(self, terms: Terms) -> None:
        """As many rows as before keep their places: a cell that is being written may be among."""
        if len(terms) == len(self._rows):
            self._rows = list(terms)
            self.dataChanged.emit(self.index(0, 0), self.index(len(terms) - 1, 1))
            return
        self.beginResetModel()
        self._rows = list(terms)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 2

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
        ):
            return None
        term = self._rows[index.row()]
        return term.traditional if index.column() else term.simplified

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Simplified"), self.tr("Traditional"))[section]
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        old = self._rows[index.row()]
        word = str(value).strip()
        try:
            term = Term(old.simplified, word) if index.column() else Term(word, old.traditional)
        except ValueError:
            return False
        if term != old:
            # At once: shown only when it is stored, it would be reset under its open editor.
            self._rows[index.row()] = term
            self.dataChanged.emit(index, index)
            self.terms_edited.emit(Terms(self._rows))
        return True


class TermsDialog(QDialog):
    """Lists, edits, imports and exports the terms. What is changed is asked for by signals."""

    terms_edited = Signal(object)  # Terms
    import_requested = Signal(object)  # Path
    export_requested = Signal(object)  # Path

    def __init__(self, terms: Terms, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("My words"))
        self.resize(520, 440)
        self._model = TermModel(terms, self)
        self._table = QTableView()
        self._simplified, self._traditional = QLineEdit(), QLineEdit()
        self._message = PlainLabel()
        self._arrange()
        self._model.terms_edited.connect(self.terms_edited)

    def set_terms(self, terms: Terms) -> None:
        """Show these; where there are more or fewer, the selection goes."""
        self._model.set_terms(terms)

    def show_problems(self, added: int, problems: tuple[LineProblem, ...]) -> None:
        """Say how an import went: the lines that were no terms, by number."""
        lines = [self.tr("Words added: %1.").replace("%1", self.locale().toString(added))]
        lines += [
            self.tr("line {line}: {reason}").format(line=problem.line, reason=problem.reason)
            for problem in problems[:_MOST_PROBLEMS]
        ]
        if len(problems) > _MOST_PROBLEMS:
            more = self.locale().toString(len(problems) - _MOST_PROBLEMS)
            lines.append(self.tr("and %1 more lines").replace("%1", more))
        self._message.setText("\n".join(lines))

    def _arrange(self) -> None:
        intro = PlainLabel(
            self.tr(
                "These words go before every dictionary. Of two that contradict each other the"
                " later one holds."
            )
        )
        intro.setProperty("muted", True)
        intro.setWordWrap(True)
        self._message.setProperty("muted", True)
        self._message.setWordWrap(True)
        self._table.setModel(self._model)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.verticalHeader().hide()
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._simplified.setPlaceholderText(self.tr("Simplified"))
        self._traditional.setPlaceholderText(self.tr("Traditional"))
        self._traditional.returnPressed.connect(self._on_add)
        new = QHBoxLayout()
        new.addWidget(self._simplified)
        new.addWidget(self._traditional)
        new.addWidget(self._button(self.tr("Add"), self._on_add))
        bottom = QHBoxLayout()
        bottom.addWidget(self._button(self.tr("Remove"), self._on_remove))
        bottom.addStretch(1)
        bottom.addWidget(self._button(self.tr("Import…"), self._on_import))
        bottom.addWidget(self._button(self.tr("Export…"), self._on_export))
        bottom.addWidget(self._button(self.tr("Close"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addWidget(self._table, 1)
        column.addLayout(new)
        column.addWidget(self._message)
        column.addLayout(bottom)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _on_add(self) -> None:
        try:
            term = Term(self._simplified.text().strip(), self._traditional.text().strip())
        except ValueError:
            self._message.setText(self.tr("Write the word in both scripts."))
            return
        self._simplified.clear()
        self._traditional.clear()
        self._message.clear()
        self._simplified.setFocus()
        self.terms_edited.emit(Terms((*self._model.rows, term)))

    def _on_remove(self) -> None:
        rows = {index.row() for index in self._table.selectionModel().selectedRows()}
        if rows:
            kept = [term for row, term in enumerate(self._model.rows) if row not in rows]
            self.terms_edited.emit(Terms(kept) if kept else NO_TERMS)

    def _on_import(self) -> None:
        dialog = self._file_dialog(self.tr("Import words"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_import_chosen)
        dialog.open()

    def _on_import_chosen(self, name: str) -> None:
        self.import_requested.emit(Path(name))

    def _on_export(self) -> None:
        dialog = self._file_dialog(self.tr("Export words"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("tsv")
        dialog.fileSelected.connect(self._on_export_chosen)
        dialog.open()

    def _on_export_chosen(self, name: str) -> None:
        self.export_requested.emit(Path(name))

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([self.tr("Words (*.tsv *.txt)"), self.tr("All files (*)")])
        return dialog
