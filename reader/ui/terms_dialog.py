"""The user's own words: the list of them, and the question what one word should read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reader.article_view import Word
from reader.script import Direction, TermError, Terms, term_toward
from reader.ui.plain_text import PlainLabel
from reader.ui.term_model import DIRECTION, ProblemModel, TermImport, TermModel, fault_text

# A word is asked about in a sentence of two lines, whatever was selected.
_WORD_CHARACTERS = 16
_PROBLEMS_PIXELS = 120
_ARROW_PIXELS = 44


class WordDialog(QDialog):
    """Asks what a converted word should read: “此处应为…”.

    The form on screen is no answer: nothing is stored for it. To have a word read as it does
    whatever stands around it, and whatever becomes of the dictionaries, is for the list.
    """

    term_written = Signal(object)  # Term

    def __init__(self, word: Word, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Should read"))
        self._word = word
        question = PlainLabel(
            self.tr("“{source}” is shown as “{shown}”. It should read:").format(
                source=_shortened(word.source_form), shown=_shortened(word.shown)
            )
        )
        self._answer = QLineEdit(word.suggestion)
        self._answer.selectAll()
        self._preview = PlainLabel()
        self._hint = PlainLabel()
        self._hint.setProperty("muted", True)
        standard = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(10)
        for label in (question, self._preview, self._hint):
            label.setWordWrap(True)
        for widget in (question, self._answer, self._preview, self._hint, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(380)
        self._tell_outcome()
        self._answer.textChanged.connect(self._show_preview)

    @property
    def _unchanged(self) -> bool:
        return self._answer.text().strip() == self._word.shown.strip()

    def _show_preview(self) -> None:
        """The dialog grows for a text of more lines; it never shrinks while someone writes."""
        self._tell_outcome()
        height = self._column.heightForWidth(self.width())
        self.resize(self.width(), max(height, self.height()))

    def _tell_outcome(self) -> None:
        """What is going to be stored and where it holds, or why nothing is."""
        both = True
        try:
            term = self._word.corrected(self._answer.text())
        except TermError as error:
            empty = not self._answer.text().strip()
            wrong = fault_text(error.fault)
            told = self.tr("Write the word as it should be.") if empty else wrong
        else:
            both = term.direction is Direction.BOTH
            arrow = " ↔ " if both else " → "
            forms = (self._word.source_form, self._answer.text())
            told = arrow.join(_shortened(form.strip()) for form in forms)
        if self._unchanged:
            told = self.tr("It reads so already. Nothing will change.")
        self._preview.setText(told)
        self._hint.setText(
            self.tr("It is so in every document, and wherever it is converted back.")
            if both
            else self.tr("It is so in every document. Texts converted the other way do not change.")
        )

    def _on_accepted(self) -> None:
        if self._unchanged:
            self.reject()
            return
        try:
            term = self._word.corrected(self._answer.text())
        except TermError:  # the preview says why
            return
        self.term_written.emit(term)
        self.accept()


class WordBox(QLineEdit):
    """A line to write in. Where nothing was written, undo and redo are the window's."""

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            keys = QKeySequence.StandardKey
            undo = event.matches(keys.Undo) and not self.isUndoAvailable()
            if undo or (event.matches(keys.Redo) and not self.isRedoAvailable()):
                event.ignore()
                return False
        return super().event(event)


class DirectionDelegate(QStyledItemDelegate):
    """A click on a term's arrow, or the space bar, turns it."""

    turned = Signal(object)  # QModelIndex

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        clicked = (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.LeftButton
        )
        if clicked or (isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space):
            self.turned.emit(index)
            return True
        return False


class TermsDialog(QDialog):
    """Lists, edits, imports and exports the terms. What is changed is asked for by signals."""

    term_written = Signal(object)  # Term
    terms_edited = Signal(object)  # Terms
    import_requested = Signal(object)  # Path
    export_requested = Signal(object)  # Path

    def __init__(self, terms: Terms, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("My words"))
        self.resize(540, 520)
        self._model = TermModel(terms, self)
        self._problem_model = ProblemModel(self)
        self._table = QTableView()
        self._arrows = DirectionDelegate(self)
        self._filter = WordBox()
        self._count = PlainLabel()
        self._simplified, self._traditional = WordBox(), WordBox()
        self._message = PlainLabel()
        self._problems = QListView()
        self._arrange()
        self._connect()
        self._show_count()

    def set_terms(self, terms: Terms) -> None:
        """Show these; what is looked for and selected stays so."""
        self._model.set_terms(terms)
        self._show_count()

    def show_import(self, report: TermImport) -> None:
        """Say how an import went: the lines that were no terms, by number."""
        self._say(report.summary)
        self._problem_model.set_problems(report.problems)
        self._problems.setVisible(bool(report.problems))
        self._problems.scrollToTop()

    def _arrange(self) -> None:
        intro = PlainLabel(
            self.tr(
                "These words go before every dictionary. Of two that contradict each other the"
                " later one holds. The arrow says in which direction; a click turns it."
            )
        )
        intro.setProperty("muted", True)
        self._count.setProperty("muted", True)
        for label in (intro, self._message):
            label.setWordWrap(True)
        self._filter.setPlaceholderText(self.tr("Find a word"))
        self._filter.setClearButtonEnabled(True)
        self._simplified.setPlaceholderText(self.tr("Simplified"))
        self._traditional.setPlaceholderText(self.tr("Traditional"))
        self._message.hide()
        self._arrange_views()
        search, new, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        search.setSpacing(12)
        search.addWidget(self._filter, 1)
        search.addWidget(self._count)
        new.addWidget(self._simplified)
        new.addWidget(self._traditional)
        new.addWidget(self._button(self.tr("Add"), self._on_add))
        bottom.addWidget(self._button(self.tr("Remove"), self._on_remove))
        bottom.addStretch(1)
        bottom.addWidget(self._button(self.tr("Import…"), self._on_import))
        bottom.addWidget(self._button(self.tr("Export…"), self._on_export))
        bottom.addWidget(self._button(self.tr("Close"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(intro)
        column.addLayout(search)
        column.addWidget(self._table, 1)
        column.addLayout(new)
        column.addWidget(self._message)
        column.addWidget(self._problems)
        column.addLayout(bottom)

    def _arrange_views(self) -> None:
        self._table.setModel(self._model)
        self._table.setItemDelegateForColumn(DIRECTION, self._arrows)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(DIRECTION, QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(_ARROW_PIXELS)
        header.resizeSection(DIRECTION, _ARROW_PIXELS)
        self._table.verticalHeader().hide()
        self._table.setTabKeyNavigation(False)  # the key would never leave the table
        self._table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._problems.setModel(self._problem_model)
        self._problems.setUniformItemSizes(True)  # else each of many thousand lines is measured
        self._problems.setMaximumHeight(_PROBLEMS_PIXELS)
        self._problems.hide()

    def _connect(self) -> None:
        remove = QAction(self._table)
        remove.setShortcut(Qt.Key.Key_Delete)
        remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # not while a cell is written
        remove.triggered.connect(self._on_remove)
        self._table.addAction(remove)
        self._filter.textChanged.connect(self._on_filter_changed)
        self._simplified.returnPressed.connect(self._traditional.setFocus)
        self._traditional.returnPressed.connect(self._on_add)
        self._arrows.turned.connect(self._model.turn)
        self._model.terms_edited.connect(self._on_edited)
        self._model.edit_refused.connect(self._say)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _say(self, text: str) -> None:
        """Show a message, or none, in the place of the last one."""
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._problems.hide()

    def _show_count(self) -> None:
        shown, every = (
            self.locale().toString(count)
            for count in (self._model.rowCount(), len(self._model.terms))
        )
        if self._filter.text().strip():
            text = self.tr("%1 of %2").replace("%1", shown).replace("%2", every)
        else:
            text = self.tr("Words: %1").replace("%1", every)
        self._count.setText(text)

    def _on_filter_changed(self, words: str) -> None:
        self._model.look_for(words)
        self._show_count()

    def _on_edited(self, terms: Terms) -> None:
        self._say("")
        self.terms_edited.emit(terms)

    def _on_add(self) -> None:
        try:
            forms = (box.text().strip() for box in (self._simplified, self._traditional))
            term = term_toward(Direction.TO_TRADITIONAL, *forms)
        except TermError as error:
            self._say(fault_text(error.fault))
            return
        for box in (self._simplified, self._traditional, self._filter):
            box.setText("")  # unlike ``clear``, this leaves nothing to be undone in the box
        self._say("")
        self._simplified.setFocus()
        self.term_written.emit(term)
        last = self._model.rowCount() - 1
        if last >= 0 and self._model.rows[last] == term:
            self._table.selectRow(last)
            self._table.scrollToBottom()  # the row is so new that selecting it falls short of it

    def _on_remove(self) -> None:
        chosen = self._table.selectionModel().selection().toList()
        rows = [row for each in chosen for row in range(each.top(), each.bottom() + 1)]
        if rows:
            self._say("")
            self.terms_edited.emit(self._model.without(rows))
            self._go_to(min(rows))

    def _go_to(self, row: int) -> None:
        """Let the keys go on from a row; nothing is selected, so another Delete does nothing."""
        nearest = self._model.index(min(row, self._model.rowCount() - 1), 0)
        self._table.clearSelection()
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        self._table.selectionModel().setCurrentIndex(nearest, flag)

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


def _shortened(text: str) -> str:
    """A word for a sentence; of a long one, how it begins and ends."""
    if len(text) <= _WORD_CHARACTERS:
        return text
    half = _WORD_CHARACTERS // 2
    return f"{text[:half]}…{text[-half:]}"
