"""What of the annotations is to be written, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from reader.export import CitationStyle
from reader.model import ExportFormat
from reader.ui.plain_text import PlainLabel


class ExportScope(StrEnum):
    SELECTED = "selected"
    ARTICLE = "article"
    LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """``as_shown``: in the script on screen; else each article in its own."""

    format: ExportFormat = ExportFormat.MARKDOWN
    scope: ExportScope = ExportScope.LIBRARY
    as_shown: bool = True
    citation: CitationStyle = CitationStyle.GBT7714


class ExportDialog(QDialog):
    """Asks, and tells what was chosen; where to is asked next."""

    chosen = Signal(object)  # ExportChoice

    def __init__(
        self, choice: ExportChoice, scopes: Sequence[ExportScope], selected: int, parent: QWidget
    ) -> None:
        """``choice``: what is offered first, but for its scope, which is the first of ``scopes``.

        ``selected``: how many annotations are.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export annotations"))
        self._format, self._scope = QComboBox(), QComboBox()
        self._script, self._citation = QComboBox(), QComboBox()
        self._hint = PlainLabel()
        for format_ in ExportFormat:
            self._format.addItem(self._format_text(format_), format_.value)
        for scope in scopes:
            self._scope.addItem(self._scope_text(scope, selected), scope.value)
        self._script.addItem(self.tr("As shown"), True)
        self._script.addItem(self.tr("As in the source"), False)
        self._citation.addItem("GB/T 7714-2015", CitationStyle.GBT7714.value)
        self._citation.addItem(self.tr("Plain words"), CitationStyle.PLAIN.value)
        for box, value in (
            (self._format, choice.format.value),
            (self._script, choice.as_shown),
            (self._citation, choice.citation.value),
        ):
            box.setCurrentIndex(box.findData(value))
        self._arrange()
        self._format.currentIndexChanged.connect(self._on_format_changed)
        self._on_format_changed()

    def accept(self) -> None:
        super().accept()
        self.chosen.emit(
            ExportChoice(
                ExportFormat(self._format.currentData()),
                ExportScope(self._scope.currentData()),
                bool(self._script.currentData()),
                CitationStyle(self._citation.currentData()),
            )
        )

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("What"), self._scope)
        form.addRow(self.tr("Format"), self._format)
        form.addRow("", self._hint)
        form.addRow(self.tr("Script"), self._script)
        form.addRow(self.tr("Citations"), self._citation)
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        # So that the dialog need not grow when another format has more to say.
        self._hint.setMinimumSize(360, 2 * self._hint.fontMetrics().lineSpacing() + 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 14)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)

    def _on_format_changed(self) -> None:
        """JSON-LD is always in the source's script, with citations of one style."""
        format_ = ExportFormat(self._format.currentData())
        self._hint.setText(self._format_hint(format_))
        for box in (self._script, self._citation):
            box.setEnabled(format_ is not ExportFormat.JSONLD)

    def _format_text(self, format_: ExportFormat) -> str:
        return {
            ExportFormat.MARKDOWN: "Markdown",
            ExportFormat.HTML: "HTML",
            ExportFormat.CSV: "CSV",
            ExportFormat.JSONLD: "JSON-LD (W3C Web Annotation)",
        }[format_]

    def _format_hint(self, format_: ExportFormat) -> str:
        return {
            ExportFormat.MARKDOWN: self.tr("To go on writing with."),
            ExportFormat.HTML: self.tr("To read in a browser and to print."),
            ExportFormat.CSV: self.tr("For spreadsheets."),
            ExportFormat.JSONLD: self.tr(
                "For other libraries and programs, with all that an annotation is. It can be"
                " imported again."
            ),
        }[format_]

    def _scope_text(self, scope: ExportScope, selected: int) -> str:
        count = self.locale().toString(selected)
        return {
            ExportScope.SELECTED: self.tr("The selected annotations (%1)").replace("%1", count),
            ExportScope.ARTICLE: self.tr("This article"),
            ExportScope.LIBRARY: self.tr("Everything"),
        }[scope]
