"""What was decided of a document, to be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.corrections import Decision
from reader.model import Source
from reader.ui.corrections.wording import decision_text, decision_words
from reader.ui.plain_text import PlainLabel, plain_tip

_TEXT_PIXELS = 210


class CorrectionsDialog(QDialog):
    """Lists the decisions of one document, the oldest first. What to take back is asked for."""

    take_back_requested = Signal(object)  # tuple[Decision, ...]

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Corrections of %1").replace("%1", name))
        self.resize(620, 400)
        self._decisions: tuple[Decision, ...] = ()
        self._intro = PlainLabel()
        self._rows = QTreeWidget()
        self._take_back = self._button(self.tr("Take back"), self._on_take_back)
        self._take_back_all = self._button(self.tr("Take back all"), self._on_take_back_all)
        self._arrange()
        self._rows.itemSelectionChanged.connect(self._on_selection_changed)
        self.set_decisions((), Source(""))

    def set_decisions(self, decisions: Sequence[Decision], source: Source) -> None:
        """Show these, with their words from a stretch of the source."""
        self._decisions = tuple(decisions)
        self._rows.clear()
        for decision in decisions:
            words = decision_words(decision, source)
            row = QTreeWidgetItem([decision_text(decision), words])
            row.setToolTip(1, plain_tip(words))
            self._rows.addTopLevelItem(row)
        self._rows.setVisible(bool(decisions))
        self._take_back_all.setEnabled(bool(decisions))
        self._intro.setText(
            self.tr(
                "This was decided of how the document is read. It holds in any later reading too,"
                " until it is taken back."
            )
            if decisions
            else self.tr(
                "Nothing was corrected in this document. Corrections are made in the menu of the"
                " article's words: press the right mouse button."
            )
        )
        self._on_selection_changed()

    def _arrange(self) -> None:
        self._intro.setProperty("muted", True)
        self._intro.setWordWrap(True)
        self._intro.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._rows.setHeaderLabels([self.tr("Decided"), self.tr("Words")])
        self._rows.setRootIsDecorated(False)
        self._rows.setUniformRowHeights(True)
        self._rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self._rows.header().resizeSection(0, _TEXT_PIXELS)
        bottom = QHBoxLayout()
        bottom.addWidget(self._take_back)
        bottom.addWidget(self._take_back_all)
        bottom.addStretch(1)
        bottom.addWidget(self._button(self.tr("Close"), self.close))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._intro)
        column.addWidget(self._rows, 1)
        column.addLayout(bottom)
        column.setStretchFactor(self._intro, 0)

    def _button(self, text: str, slot: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _on_selection_changed(self) -> None:
        self._take_back.setEnabled(bool(self._rows.selectedItems()))

    def _on_take_back(self) -> None:
        chosen = {self._rows.indexOfTopLevelItem(row) for row in self._rows.selectedItems()}
        self.take_back_requested.emit(tuple(self._decisions[number] for number in sorted(chosen)))

    def _on_take_back_all(self) -> None:
        self.take_back_requested.emit(self._decisions)
