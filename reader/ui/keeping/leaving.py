"""Leaving the program: not before all annotations are stored, or a person gave them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from reader.errors import ReaderError
from reader.files import write_whole
from reader.ui.annotations.annotator import Annotator, Attempt, Failure
from reader.ui.plain_text import plain_box
from reader.ui.tasks import Tasks
from reader.ui.translation import in_language

# Desktops wait some five seconds for a program before they say that it hangs.
_SESSION_END_S = 3.0
# More lines tell a person nothing at a glance; the rest are counted.
_MOST_LINES = 6
_LINE_CHARACTERS = 40


class Leaving(QObject):
    """Asked by the window before it closes."""

    ready = Signal()  # the window can be closed now
    told = Signal(str)

    def __init__(self, annotator: Annotator, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._annotator = annotator
        self._tasks = tasks
        self._window = window
        self._waiting = False
        self._box: QMessageBox | None = None
        self._given_up: tuple[Failure, ...] = ()

    def may_leave(self) -> bool:
        """Whether nothing is left to be stored. Else it is seen to: ``ready`` tells when."""
        if self._annotator.writing:
            self._wait()
            return False
        if self._annotator.unsaved != self._given_up:
            self._ask()
            return False
        return True

    def stay(self) -> None:
        """Something else has come up that a person is to see first."""
        self._waiting = False

    def end_session(self, manager: QSessionManager) -> None:
        """The desktop is about to end the program: it waits for what is being stored, and is held
        up by what cannot be."""
        self._tasks.settle_writes(_SESSION_END_S)
        if not self.may_leave():
            manager.allowsInteraction()  # some desktops let only those cancel that asked for it
            manager.cancel()

    def _wait(self) -> None:
        if not self._waiting:
            self._waiting = True
            self.told.emit(self.tr("Storing your notes…"))
            self._tasks.after_writes(self._on_settled)

    def _on_settled(self, _: None) -> None:
        if self._waiting:
            self._waiting = False
            self.ready.emit()

    def _ask(self, problem: str = "") -> None:
        """``problem``: why they could not be saved as a file either."""
        if self._box is not None:
            self._box.raise_()
            return
        heading = self.tr("Some of your annotations could not be stored.")
        parts = (heading, *self._told(self._annotator.unsaved), problem)
        text = "\n\n".join(part for part in parts if part)
        box = plain_box(QMessageBox.Icon.Warning, self._window.windowTitle(), text, self._window)
        again = box.addButton(self.tr("Try again"), QMessageBox.ButtonRole.AcceptRole)
        save = box.addButton(self.tr("Save as a file…"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(self.tr("Close without them"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Do not close"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(again)
        box.setEscapeButton(stay)
        box.finished.connect(partial(self._on_answered, box, again, save, leave))
        self._box = box
        box.open()

    def _told(self, failures: Sequence[Failure]) -> tuple[str, str]:
        """What could not be stored, a line each, and why."""
        lines = [f"• {_line_of(one.attempt)}" for one in failures[:_MOST_LINES]]
        if len(failures) > _MOST_LINES:
            more = self._window.locale().toString(len(failures) - _MOST_LINES)
            lines.append(self.tr("and %1 more").replace("%1", more))
        reasons = dict.fromkeys(in_language(one.reason) for one in failures)
        return "\n".join(lines), "\n".join(reasons)

    def _on_answered(
        self,
        box: QMessageBox,
        again: QPushButton,
        save: QPushButton,
        leave: QPushButton,
        _: int,
    ) -> None:
        self._box = None
        clicked = box.clickedButton()
        acts = ((again, self._try_again), (save, self._ask_for_file), (leave, self._leave))
        for button, act in acts:
            if clicked is button:  # when the box is gone, which is in the midst of being closed
                QTimer.singleShot(0, self, act)

    def _try_again(self) -> None:
        self._annotator.retry()
        self._wait()

    def _leave(self) -> None:
        self._leave_without(self._annotator.unsaved)

    def _leave_without(self, failures: tuple[Failure, ...], _: None = None) -> None:
        self._given_up = failures
        self.ready.emit()

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Save as a file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.md")
        dialog.setDefaultSuffix("md")
        dialog.selectFile(self.tr("Notes not stored") + ".md")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.rejected.connect(partial(QTimer.singleShot, 0, self, self._ask))
        dialog.open()

    def _on_file_chosen(self, name: str) -> None:
        """Written on a reading thread: the writing one may be held up by the library."""
        failures = self._annotator.unsaved
        work = partial(write_whole, Path(name), unstored_text(failures))
        done = partial(self._leave_without, failures)
        self._tasks.read("notes not stored", work, done, self._on_unsaved)

    def _on_unsaved(self, error: ReaderError) -> None:
        self._ask(in_language(str(error)))


def unstored_text(failures: Sequence[Failure]) -> str:
    """What could not be stored, whole, as Markdown."""
    return "\n\n".join("\n\n".join(_parts_of(one.attempt)) for one in failures) + "\n"


def _parts_of(attempt: Attempt) -> Iterator[str]:
    yield f"## {attempt.text}"
    if attempt.words:
        yield "\n".join(f"> {line}" for line in attempt.words.split("\n"))
    if attempt.note:
        yield attempt.note


def _line_of(attempt: Attempt) -> str:
    about = (attempt.words, attempt.note)
    told = [_cut(" ".join(text.split())) for text in about if text]
    return " · ".join([attempt.text, *told])


def _cut(text: str) -> str:
    return text if len(text) <= _LINE_CHARACTERS else f"{text[: _LINE_CHARACTERS - 1]}…"
