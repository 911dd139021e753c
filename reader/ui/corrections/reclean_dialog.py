"""What reading documents again changed, a row for each document and each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.proofreader import RecleanResult, RecleanStatus
from reader.ui.corrections.wording import decision_text
from reader.ui.edit_marks import rule_text
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.translation import in_language

# More tell a person nothing; a last row counts them.
_MOST_DOCUMENTS = 2_000
_ORDER = (RecleanStatus.FAILED, RecleanStatus.CHANGED, RecleanStatus.UNCHANGED)


class RecleanDialog(QDialog):
    """The report: counts above, below the documents, those that failed or changed first."""

    def __init__(self, results: Sequence[RecleanResult], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Read again"))
        self.resize(640, 440)
        self._lines = [self._summary_of(results)]
        self._summary = PlainLabel(self._lines[0])
        self._rows = QTreeWidget()
        self._items: list[QTreeWidgetItem] = []
        self._show(sorted(results, key=lambda result: _ORDER.index(result.status)))
        self._arrange()

    def text(self) -> str:
        """All of the report, a line each."""
        return "\n".join(self._lines)

    def _arrange(self) -> None:
        self._summary.setWordWrap(True)
        self._rows.setHeaderHidden(True)
        self._rows.setWordWrap(True)
        self._rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        copy = QAction(self._rows)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._on_copy_rows)
        self._rows.addAction(copy)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        whole = buttons.addButton(
            self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole
        )
        whole.clicked.connect(self._on_copy)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._summary)
        column.addWidget(self._rows, 1)
        column.addWidget(buttons)

    def _show(self, results: Sequence[RecleanResult]) -> None:
        for result in results[:_MOST_DOCUMENTS]:
            self._show_document(result.name, list(self._facts(result)))
        if len(results) > _MOST_DOCUMENTS:
            more = self.locale().toString(len(results) - _MOST_DOCUMENTS)
            self._add(None, self.tr("and %1 more").replace("%1", more))

    def _show_document(self, name: str, facts: Sequence[str]) -> None:
        """One fact stands on the document's own row, more of them under it."""
        if len(facts) == 1:
            self._add(None, f"{name}: {facts[0]}")
            return
        row = self._add(None, name)
        for fact in facts:
            self._add(row, fact)
        row.setExpanded(True)

    def _add(self, parent: QTreeWidgetItem | None, text: str) -> QTreeWidgetItem:
        row = QTreeWidgetItem([text])
        row.setToolTip(0, plain_tip(text))
        self._items.append(row)
        self._lines.append(text if parent is None else f"  {text}")
        if parent is None:
            self._rows.addTopLevelItem(row)
        else:
            parent.addChild(row)
        return row

    def _summary_of(self, results: Sequence[RecleanResult]) -> str:
        count = {one: sum(result.status is one for result in results) for one in RecleanStatus}
        if not results:
            return self.tr("No document was read again.")
        if count[RecleanStatus.UNCHANGED] == len(results):
            return self.tr("Nothing changed. Documents read again: {count}.").format(
                count=self.locale().toString(len(results))
            )
        return self.tr("{changed} changed, {unchanged} as before, {failed} failed.").format(
            changed=count[RecleanStatus.CHANGED],
            unchanged=count[RecleanStatus.UNCHANGED],
            failed=count[RecleanStatus.FAILED],
        )

    def _facts(self, result: RecleanResult) -> Iterator[str]:
        """What is to be told of a document, at least one thing."""
        if result.error is not None:
            yield self.tr("failed: %1").replace("%1", in_language(result.error))
            return
        if result.status is RecleanStatus.UNCHANGED:
            yield self.tr("nothing changed")
        for title in result.added:
            yield self.tr("New article: %1").replace("%1", title)
        for title in result.removed:
            yield self.tr("No longer an article: %1").replace("%1", title)
        for old, new in result.renamed:
            yield self._renamed(old, new)
        if result.rewritten:
            count = self.locale().toString(result.rewritten)
            yield self.tr("Articles whose text reads otherwise: %1").replace("%1", count)
        for rule, difference in result.edits:
            sign = "+" if difference > 0 else "−"
            yield f"{sign}{self.locale().toString(abs(difference))} · {rule_text(rule)}"
        yield from self._homeless(result)
        nothing_else = not (result.added or result.removed or result.renamed or result.rewritten)
        if result.status is RecleanStatus.CHANGED and nothing_else and not result.edits:
            yield self.tr("Blocks or facts of its articles were found otherwise.")

    def _homeless(self, result: RecleanResult) -> Iterator[str]:
        if result.unplaced:
            count = self.locale().toString(result.unplaced)
            yield self.tr("Notes whose words are in no article: %1. They are kept.").replace(
                "%1", count
            )
        for decision in result.unapplied:
            text = decision_text(decision)
            yield self.tr("A correction that does not fit any more: %1. It is kept.").replace(
                "%1", text
            )

    def _renamed(self, old: str, new: str) -> str:
        if not old:
            return self.tr("New headline: %1").replace("%1", new)
        if not new:
            return self.tr("No longer a headline: %1").replace("%1", old)
        return self.tr("Headline: {old} → {new}").format(old=old, new=new)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    def _on_copy_rows(self) -> None:
        rows = [row for row in self._items if row.isSelected()]
        QGuiApplication.clipboard().setText("\n".join(row.text(0) for row in rows))
