"""The script that everything on screen is shown in, switched when its dictionaries are there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.library import prepare_script
from reader.model import Script, ShownScript
from reader.settings import Settings
from reader.ui.tasks import Tasks
from reader.ui.term_editor import TermEditor


class ScriptSwitch(QObject):
    """Holds the script on screen and the one that was asked for, which takes its place."""

    shown_changed = Signal(object, object)  # ShownScript, Terms: both are ready to be used

    def __init__(
        self, settings: Settings, tasks: Tasks, terms: TermEditor, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._terms = terms
        self._shown, self._traditional = settings.shown, settings.traditional
        self._wanted = settings.shown

    @property
    def shown(self) -> ShownScript:
        """What is on screen."""
        return self._shown

    @property
    def traditional(self) -> ShownScript:
        """The traditional form that was shown last."""
        return self._traditional

    def show(self, shown: ShownScript) -> None:
        """Show everything on screen in another script, as soon as its dictionaries are there."""
        if shown is not self._wanted:
            self._wanted = shown
            self.prepare()

    def flip(self, own: Script | None) -> None:
        """From traditional to simplified, and from anything else to traditional.

        ``own``: of the article that is open, if there is one.
        """
        if self._wanted is ShownScript.ORIGINAL and own is not None:
            simplified = own is Script.TRADITIONAL
        else:
            simplified = self._wanted is not ShownScript.SIMPLIFIED
        self.show(ShownScript.SIMPLIFIED if simplified else self._traditional)

    def prepare(self) -> None:
        """Show everything by the terms as they are now.

        Many thousand terms take a while to be made ready, as do the dictionaries.
        """
        work = partial(prepare_script, self._wanted, self._terms.terms)
        self._tasks.read("script", work, partial(self._on_ready, self._wanted))

    def _on_ready(self, shown: ShownScript, _: None) -> None:
        self._shown = shown
        if shown not in (ShownScript.ORIGINAL, ShownScript.SIMPLIFIED):
            self._traditional = shown
        self.shown_changed.emit(shown, self._terms.terms)
