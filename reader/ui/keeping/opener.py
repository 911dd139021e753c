"""Opens the library at the program's start, however long that takes and whatever stands against it.

A library that is looked through or mended after a bad end can take a minute, so it is opened on a
thread of its own, and a small window says what is waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reader.errors import DamagedError, ReaderError
from reader.library import Library, replace_damaged
from reader.paths import Paths
from reader.store import Backup, backups_in
from reader.ui.keeping.restore_dialog import RestoreDialog
from reader.ui.keeping.safekeeping import contents_texts
from reader.ui.plain_text import PlainLabel, plain_box
from reader.ui.tasks import Job, Tasks
from reader.ui.translation import in_language

# A sound library is open long before.
_PATIENCE_MS = 400
_APPLICATION = "Jianfan Reader"


class Opener(QObject):
    """Opens it, asks what to do where that fails, and tries again until a person gives up."""

    def __init__(self, paths: Paths, tasks: Tasks) -> None:
        super().__init__()
        self._paths = paths
        self._tasks = tasks
        self._loop = QEventLoop(self)
        self._library: Library | None = None
        self._bug: Exception | None = None
        self._job: Job | None = None
        self._waiting = _WaitingWindow()
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._waiting.show)

    def open(self) -> Library | None:
        """The library; ``None`` where a person gave up. What is a bug is raised."""
        # Between two boxes there is no window for a moment, which is not the end.
        QGuiApplication.setQuitOnLastWindowClosed(False)
        self._tasks.bug_raised.connect(self._on_bug_raised)
        self._try()
        self._loop.exec()
        self._tasks.bug_raised.disconnect(self._on_bug_raised)
        QGuiApplication.setQuitOnLastWindowClosed(True)
        self._waiting.deleteLater()
        if self._bug is not None:
            raise self._bug
        return self._library

    def _try(self) -> None:
        self._patience.start()
        self._tasks.write(partial(Library, self._paths), self._on_opened, self._on_failed)

    def _on_opened(self, library: Library) -> None:
        self._end_waiting()
        self._library = library
        self._loop.quit()

    def _on_bug_raised(self, bug: Exception) -> None:
        self._end_waiting()
        self._bug = bug
        self._loop.quit()

    def _end_waiting(self) -> None:
        self._patience.stop()
        self._waiting.hide()

    def _on_failed(self, error: ReaderError) -> None:
        self._end_waiting()
        box = plain_box(QMessageBox.Icon.Critical, _APPLICATION, in_language(str(error)), None)
        leave = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.RejectRole)
        again = box.addButton(self.tr("Try again"), QMessageBox.ButtonRole.AcceptRole)
        restore = None
        if isinstance(error, DamagedError):
            box.setInformativeText(
                self.tr(
                    "You can put a backup in its place. The damaged file is kept beside it, and"
                    " nothing of it is deleted."
                )
            )
            restore = box.addButton(
                self.tr("Restore from a backup…"), QMessageBox.ButtonRole.ActionRole
            )
        box.setDefaultButton(restore or again)
        box.setEscapeButton(leave)
        # Closed by its frame it has no button clicked, but it is finished.
        box.finished.connect(partial(self._on_answered, box, again, restore, error))
        box.open()

    def _on_answered(
        self,
        box: QMessageBox,
        again: QPushButton,
        restore: QPushButton | None,
        error: ReaderError,
        _: int,
    ) -> None:
        answer = box.clickedButton()
        if answer is again:
            self._try()
        elif restore is not None and answer is restore:
            self._on_restore_wanted(error)
        else:
            self._loop.quit()

    # Putting a backup in its place

    def _on_restore_wanted(self, error: ReaderError) -> None:
        work = partial(backups_in, self._paths.backups)
        self._tasks.read("backups", work, partial(self._on_backups_read, error), self._on_failed)

    def _on_backups_read(self, error: ReaderError, backups: Sequence[Backup]) -> None:
        dialog = RestoreDialog(backups, None, can_merge=False)
        dialog.contents_requested.connect(partial(self._on_contents_requested, dialog))
        dialog.restore_requested.connect(partial(self._on_restore_requested, dialog))
        dialog.cancel_requested.connect(self._on_cancel_requested)
        dialog.rejected.connect(partial(self._on_restore_given_up, error))
        dialog.ask_for_contents()
        dialog.open()

    def _on_contents_requested(self, dialog: RestoreDialog, paths: tuple[Path, ...]) -> None:
        self._tasks.read("contents", partial(contents_texts, paths), dialog.set_contents)

    def _on_restore_requested(self, dialog: RestoreDialog, path: Path, _: bool) -> None:
        self._job = self._tasks.write_steps(
            partial(replace_damaged, self._paths, path),
            dialog.show_progress,
            partial(self._on_replaced, dialog),
            partial(self._on_unreplaced, dialog),
        )

    def _on_restore_given_up(self, error: ReaderError) -> None:
        self._tasks.forget("contents")
        self._on_failed(error)

    def _on_cancel_requested(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_replaced(self, dialog: RestoreDialog, _: object) -> None:
        if self._job is not None and self._job.cancelled:
            dialog.show_problem(self.tr("Nothing was put back."))
            return
        self._tasks.forget("contents")
        dialog.rejected.disconnect()
        dialog.end()
        self._try()

    def _on_unreplaced(self, dialog: RestoreDialog, error: ReaderError) -> None:
        dialog.show_problem(in_language(str(error)))


class _WaitingWindow(QWidget):
    """Says that the library is being looked through. Closing it does not end the program."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(_APPLICATION)
        heading = PlainLabel(self.tr("Opening the library…"))
        heading.setProperty("heading", True)
        text = PlainLabel(
            self.tr(
                "If the program was not closed properly the last time, all notes are looked"
                " through first. This may take a minute."
            )
        )
        text.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(12)
        for widget in (heading, text, bar):
            column.addWidget(widget)
        self.setFixedWidth(420)
