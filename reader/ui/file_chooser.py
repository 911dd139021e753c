"""Asks which files or which folder to import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class FileChooser(QObject):
    """Holds no dialog: each goes when it is closed."""

    chosen = Signal(object)  # Paths

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask_for_files(self) -> None:
        dialog = self._dialog(self.tr("Import files"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [self.tr("Documents (*.txt *.md *.markdown *.jsonl)"), self.tr("All files (*)")]
        )
        dialog.open()

    def ask_for_folder(self) -> None:
        self._dialog(self.tr("Import a folder"), QFileDialog.FileMode.Directory).open()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._on_selected)
        return dialog

    def _on_selected(self, names: list[str]) -> None:
        self.chosen.emit([Path(name) for name in names])
