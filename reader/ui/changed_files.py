"""Asks what becomes of the documents of files that have changed since they were imported."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QMessageBox, QWidget

from reader.model import ChangedFile, ImportResult
from reader.ui.plain_text import plain_box

_ANSWERS = {
    QMessageBox.ButtonRole.AcceptRole: ChangedFile.UPDATE,
    QMessageBox.ButtonRole.ActionRole: ChangedFile.NEW,
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What is to be done with changed files; in neither: nothing. ``results``: of all the files
    that were imported with them."""

    results: tuple[ImportResult, ...]
    update: tuple[Path, ...] = ()
    new: tuple[Path, ...] = ()


@dataclass(slots=True)
class _Question:
    """An import whose changed files are asked about, one after another."""

    results: tuple[ImportResult, ...]
    waiting: deque[Path]
    answers: dict[Path, ChangedFile | None] = field(default_factory=dict)


class ChangedFiles(QObject):
    """Asks once about each file, or once about all of an import."""

    answered = Signal(object)  # Answers

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._questions: deque[_Question] = deque()

    def ask(self, results: Sequence[ImportResult], changed: Sequence[Path]) -> None:
        """``results``: of an import; ``changed``: those of its files to ask about."""
        self._questions.append(_Question(tuple(results), deque(changed)))
        if len(self._questions) == 1:
            self._ask_next()

    def _ask_next(self) -> None:
        question = self._questions[0]
        path = question.waiting[0]
        text = self.tr("“%1” has changed since it was imported.").replace("%1", path.name)
        box = plain_box(QMessageBox.Icon.Question, self.tr("Changed file"), text, self._window)
        box.setInformativeText(
            self.tr(
                "An update keeps your notes: they are looked for in the new text. What is not found"
                " stays listed, and can be placed by hand."
            )
        )
        update = box.addButton(self.tr("Update, keep notes"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.tr("Import as another document"), QMessageBox.ButtonRole.ActionRole)
        leave = box.addButton(self.tr("Leave it as it is"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(update)
        box.setEscapeButton(leave)
        if len(question.waiting) > 1:
            count = self._window.locale().toString(len(question.waiting))
            same = self.tr("The same for all %1 changed files").replace("%1", count)
            box.setCheckBox(QCheckBox(same, box))
        box.finished.connect(partial(self._on_finished, box))
        box.open()

    def _on_finished(self, box: QMessageBox, _: int) -> None:
        question = self._questions[0]
        clicked = box.clickedButton()
        answer = None if clicked is None else _ANSWERS.get(box.buttonRole(clicked))
        check = box.checkBox()
        same = check is not None and check.isChecked()
        for _number in range(len(question.waiting) if same else 1):
            question.answers[question.waiting.popleft()] = answer
        # The next box is opened when this one is gone, which is in the midst of being closed.
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        question = self._questions[0]
        if not question.waiting:
            self._questions.popleft()
            self.answered.emit(_answers(question))
        if self._questions:
            self._ask_next()


def _answers(question: _Question) -> Answers:
    def those(wanted: ChangedFile) -> tuple[Path, ...]:
        return tuple(path for path, answer in question.answers.items() if answer is wanted)

    return Answers(question.results, those(ChangedFile.UPDATE), those(ChangedFile.NEW))
