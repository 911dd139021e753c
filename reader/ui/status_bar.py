"""The status bar: a message for a while, the progress of long work, facts about the article."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton

from reader.article_view import ArticleView
from reader.library import shown_text
from reader.model import Progress
from reader.ui.plain_text import PlainLabel

_MESSAGE_MS = 8_000
_FACT_CHARACTERS = 24


class StatusBar(QStatusBar):
    """What is under way stands before a message, and a message before nothing."""

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._message = PlainLabel()
        self._facts = PlainLabel()
        self._progress = QProgressBar()
        self._cancel = QToolButton()
        self._shown = ""
        self._doing = ""
        self.setSizeGripEnabled(False)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._cancel.setText(self.tr("Cancel"))
        self._message.setContentsMargins(10, 0, 0, 0)
        self._facts.setContentsMargins(0, 0, 12, 0)
        self.addWidget(self._message, 1)
        for widget in (self._progress, self._cancel, self._facts):
            self.addPermanentWidget(widget)
        self._progress.hide()
        self._cancel.hide()
        self._cancel.clicked.connect(self._on_cancel_clicked)

    def show_text(self, text: str) -> None:
        """Show a message for a while."""
        self._show(text)
        QTimer.singleShot(_MESSAGE_MS, self, partial(self._forget, text))

    def show_article(self, view: ArticleView) -> None:
        """Say where the article is from, and how long it is."""
        summary = view.article.summary
        newspaper = shown_text(summary.newspaper or "", view.shown, summary.script, view.terms)
        count = self.locale().toString(summary.characters)
        facts = [newspaper, summary.date, self.tr("%1 characters").replace("%1", count)]
        self._facts.setText(" · ".join(_elided(fact) for fact in facts if fact))

    def forget_article(self) -> None:
        """None is open."""
        self._facts.setText("")

    def show_progress(self, progress: Progress, doing: str, cancellable: bool) -> None:
        self._progress.setRange(0, progress.total)
        self._progress.setValue(progress.done)
        self._progress.show()
        self._cancel.setVisible(cancellable)
        self._doing = f"{doing} {progress.label}".strip()
        self._show(self._doing)

    def hide_progress(self) -> None:
        """The work has come to rest; a message that came meanwhile stays."""
        self._progress.hide()
        self._cancel.hide()
        self._forget(self._doing)

    def _on_cancel_clicked(self) -> None:
        self._doing = self.tr("Cancelling…")
        self._show(self._doing)
        self.cancel_requested.emit()

    def _show(self, text: str) -> None:
        self._shown = text
        self._message.setText(text)

    def _forget(self, text: str) -> None:
        if self._shown == text:
            self._show("")


def _elided(text: str) -> str:
    return text if len(text) <= _FACT_CHARACTERS else f"{text[: _FACT_CHARACTERS - 1]}…"
