"""Which backup to put back, and how: in the place of all that is here, or only what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.model import Progress
from reader.store import Backup
from reader.ui.keeping.wording import reason_text
from reader.ui.moments import moment_text
from reader.ui.plain_text import PlainLabel, plain_box, plain_tip


class RestoreDialog(QDialog):
    """The backups, newest first, with what is in them. It asks by signals, shows what is done, and
    holds up the window meanwhile: what was written now would be lost."""

    contents_requested = Signal(object)  # tuple of Paths
    restore_requested = Signal(object, bool)  # Path, whether to merge
    cancel_requested = Signal()

    def __init__(
        self, backups: Sequence[Backup], parent: QWidget | None, *, can_merge: bool = True
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Restore from a backup"))
        self.resize(620, 440)
        self._working = False
        self._rows = QTreeWidget()
        self._merge = QRadioButton(self.tr("Add what is missing here; nothing is deleted"))
        self._replace = QRadioButton(self.tr("Replace everything that is here"))
        self._problem = PlainLabel()
        self._progress = QProgressBar()
        self._file = QPushButton(self.tr("Choose a file…"))
        self._buttons = QDialogButtonBox()
        self._restore = QPushButton(self.tr("Restore"))
        self._close = QPushButton(self.tr("Close"))
        self._arrange()
        self._merge.setVisible(can_merge)
        self._replace.setVisible(can_merge)
        (self._merge if can_merge else self._replace).setChecked(True)
        for backup in backups:
            self._add_backup(backup)
        first = self._rows.topLevelItem(0)
        if first is not None:
            self._rows.setCurrentItem(first)
        self._connect()
        self._show_what_is_possible()

    def ask_for_contents(self) -> None:
        """Ask what is in the backups that are listed, as far as that is not known."""
        rows = (self._rows.topLevelItem(number) for number in range(self._rows.topLevelItemCount()))
        unknown = (row for row in rows if row is not None and not row.text(2))
        self.contents_requested.emit(tuple(_path_of(row) for row in unknown))

    def set_contents(self, contents: Mapping[Path, str]) -> None:
        """Say what is in some of the backups, or why that is not known."""
        for number in range(self._rows.topLevelItemCount()):
            row = self._rows.topLevelItem(number)
            if row is not None and _path_of(row) in contents:
                text = contents[_path_of(row)]
                row.setText(2, text)
                row.setToolTip(2, plain_tip(text))

    def show_progress(self, progress: Progress) -> None:
        self._set_working(working=True)
        self._progress.setRange(0, progress.total)
        self._progress.setValue(progress.done)

    def show_problem(self, text: str) -> None:
        """It was not done; nothing was changed, and another can be tried."""
        self._set_working(working=False)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))

    def end(self) -> None:
        """It was done, or given up."""
        self._set_working(working=False)
        self.close()

    def reject(self) -> None:
        """Escape and the close button: first what is under way is given up."""
        if self._working:
            self._close.setEnabled(False)
            self.cancel_requested.emit()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._working:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)

    # Below: how

    def _arrange(self) -> None:
        self._rows.setHeaderLabels(
            [self.tr("Made"), self.tr("Reason"), self.tr("What is in it"), self.tr("Size")]
        )
        self._rows.setRootIsDecorated(False)
        header = self._rows.header()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        header.setStretchLastSection(False)
        for section, width in ((0, 150), (1, 110), (3, 80)):
            header.resizeSection(section, width)
        self._problem.setProperty("fault", True)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._buttons.addButton(self._restore, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(self._close, QDialogButtonBox.ButtonRole.RejectRole)
        self._restore.setDefault(True)
        self._file.setAutoDefault(False)
        bottom = QHBoxLayout()
        bottom.addWidget(self._file)
        bottom.addWidget(self._buttons, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._rows, 1)
        for widget in (self._merge, self._replace, self._problem, self._progress):
            column.addWidget(widget)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._rows.currentItemChanged.connect(self._show_what_is_possible)
        self._file.clicked.connect(self._on_file_wanted)
        self._restore.clicked.connect(self._on_restore_clicked)
        self._buttons.rejected.connect(self.reject)

    def _add_backup(self, backup: Backup) -> None:
        size = self.locale().formattedDataSize(backup.size_bytes, 1)
        self._add(backup.path, [moment_text(backup.taken), reason_text(backup.reason), "", size])

    def _add(self, path: Path, texts: Sequence[str]) -> QTreeWidgetItem:
        row = QTreeWidgetItem(list(texts))
        row.setData(0, Qt.ItemDataRole.UserRole, str(path))
        row.setToolTip(0, plain_tip(str(path)))
        row.setTextAlignment(3, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._rows.addTopLevelItem(row)
        return row

    def _on_file_wanted(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a backup"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Backups (*.sqlite3)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        path = Path(name)
        row = self._add(path, [path.name, self.tr("File"), "", ""])
        self._rows.setCurrentItem(row)
        self.ask_for_contents()

    def _on_restore_clicked(self) -> None:
        row = self._rows.currentItem()
        if row is None:
            return
        if self._merge.isChecked():
            self._ask_for(row, merge=True)
            return
        question = self.tr(
            "Replace everything that is here by the backup “%1”?\n\nWhat is here now is kept as a"
            " backup first. Afterwards earlier steps can no longer be undone."
        )
        box = plain_box(
            QMessageBox.Icon.Warning, self.windowTitle(), question.replace("%1", row.text(0)), self
        )
        box.addButton(QMessageBox.StandardButton.Cancel)
        replace = box.addButton(self.tr("Replace everything"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        replace.clicked.connect(self._on_replace_confirmed)
        box.open()

    def _on_replace_confirmed(self) -> None:
        row = self._rows.currentItem()
        if row is not None:
            self._ask_for(row, merge=False)

    def _ask_for(self, row: QTreeWidgetItem, *, merge: bool) -> None:
        self.show_problem("")
        self.show_progress(Progress(0, 0))
        self.restore_requested.emit(_path_of(row), merge)

    def _set_working(self, *, working: bool) -> None:
        self._working = working
        self._progress.setVisible(working)
        self._close.setEnabled(True)
        self._close.setText(self.tr("Cancel") if working else self.tr("Close"))
        self._show_what_is_possible()

    def _show_what_is_possible(self) -> None:
        for widget in (self._rows, self._merge, self._replace, self._file):
            widget.setEnabled(not self._working)
        self._restore.setEnabled(not self._working and self._rows.currentItem() is not None)


def _path_of(row: QTreeWidgetItem) -> Path:
    return Path(str(row.data(0, Qt.ItemDataRole.UserRole)))
