"""What became of the files of an import, one row for each that needs a look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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

from reader.model import ImportResult, ImportStatus, SourceUpdate
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.translation import in_language

# More rows tell a person nothing; a last one counts them.
_MOST_ROWS = 2_000


class ImportDialog(QDialog):
    """The report of one import: counts above, files that failed and bad records below."""

    def __init__(self, results: Sequence[ImportResult], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import"))
        self.resize(680, 380)
        summary = PlainLabel(self.summary(results))
        summary.setWordWrap(True)
        self._rows = QTreeWidget()
        self._rows.setHeaderLabels([self.tr("File"), self.tr("What happened")])
        self._rows.setRootIsDecorated(False)
        self._rows.setWordWrap(True)
        self._rows.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self._rows.header().resizeSection(0, 240)
        found = [row for result in results for row in self._rows_of(result)]
        self._rows.addTopLevelItems(found[:_MOST_ROWS])
        if len(found) > _MOST_ROWS:
            more = self.locale().toString(len(found) - _MOST_ROWS)
            text = self.tr("and %1 more").replace("%1", more)
            self._rows.addTopLevelItem(QTreeWidgetItem(["", text]))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(summary)
        column.addWidget(self._rows, 1)
        column.addWidget(buttons)

    def summary(self, results: Sequence[ImportResult]) -> str:
        """How many files came to which end."""
        count = {
            status: sum(result.status is status for result in results) for status in ImportStatus
        }
        text = self.tr("{imported} imported, {unchanged} already there, {failed} failed.").format(
            imported=count[ImportStatus.IMPORTED],
            unchanged=count[ImportStatus.UNCHANGED],
            failed=count[ImportStatus.FAILED],
        )
        if count[ImportStatus.CHANGED]:
            left = self.tr("Changed and left as they were: {count}.")
            text += " " + left.format(count=count[ImportStatus.CHANGED])
        updates = [result.update for result in results if result.update is not None]
        return " ".join([text, *self._of_updates(updates)])

    def _of_updates(self, updates: Sequence[SourceUpdate]) -> Iterator[str]:
        """What became of the notes on files that had changed."""
        if updates:
            text = self.tr(
                "{updated} updated: notes found again: {found}, without a place now: {orphans}."
            )
            yield text.format(
                updated=len(updates),
                found=sum(one.found for one in updates),
                orphans=sum(one.orphans for one in updates),
            )
        dropped = sum(one.dropped for one in updates)
        if dropped:
            yield self.tr("Corrections whose words are gone: {count}.").format(count=dropped)

    def _rows_of(self, result: ImportResult) -> Iterator[QTreeWidgetItem]:
        reasons = [in_language(result.error)] if result.error else []
        reasons += [
            self.tr("line {line}: {reason}").format(
                line=problem.line, reason=in_language(problem.reason)
            )
            for problem in result.problems
        ]
        for reason in reasons:
            row = QTreeWidgetItem([result.path.name, reason])
            row.setToolTip(0, plain_tip(str(result.path)))
            row.setToolTip(1, plain_tip(reason))
            yield row
