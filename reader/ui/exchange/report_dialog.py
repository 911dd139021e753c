"""What became of the annotations of a file that was imported."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.exchange import AnnotationsImport
from reader.export import IncomingProblem
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.translation import in_language

# More rows tell a person nothing; a last one counts them.
_MOST_ROWS = 2_000


class ReportDialog(QDialog):
    """Counts above; below those that were not taken, with the reason for each."""

    def __init__(self, result: AnnotationsImport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import annotations"))
        self.summary = self._summary_of(result)
        summary = PlainLabel(self.summary)
        summary.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(summary)
        if result.orphaned:
            column.addWidget(self._orphans_hint())
        if result.problems:
            column.addWidget(self._rows_of(result.problems), 1)
        column.addWidget(buttons)
        self.resize(560, 340 if result.problems else 140)

    def _summary_of(self, result: AnnotationsImport) -> str:
        number = self.locale().toString
        counts = self.tr("{added} added, {merged} merged with those here, {unchanged} unchanged.")
        text = counts.format(
            added=number(result.added),
            merged=number(result.merged),
            unchanged=number(result.unchanged),
        )
        if result.orphaned:
            orphaned = self.tr("Without a place in their article: %1.")
            text += " " + orphaned.replace("%1", number(result.orphaned))
        if result.problems:
            left = self.tr("Not taken: %1.").replace("%1", number(len(result.problems)))
            text += " " + left
        return text

    def _orphans_hint(self) -> PlainLabel:
        hint = PlainLabel(
            self.tr(
                "Those without a place are listed in the annotations pane; select the words they"
                " belong to, and place them there."
            )
        )
        hint.setProperty("muted", True)
        hint.setWordWrap(True)
        return hint

    def _rows_of(self, problems: Sequence[IncomingProblem]) -> QTreeWidget:
        rows = QTreeWidget()
        rows.setHeaderLabels([self.tr("Number in the file"), self.tr("Why it was not taken")])
        rows.setRootIsDecorated(False)
        rows.setWordWrap(True)
        rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for problem in problems[:_MOST_ROWS]:
            reason = in_language(problem.reason)
            row = QTreeWidgetItem([self.locale().toString(problem.number), reason])
            row.setTextAlignment(0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setToolTip(1, plain_tip(reason))
            rows.addTopLevelItem(row)
        if len(problems) > _MOST_ROWS:
            more = self.locale().toString(len(problems) - _MOST_ROWS)
            text = self.tr("and %1 more").replace("%1", more)
            rows.addTopLevelItem(QTreeWidgetItem(["", text]))
        return rows
