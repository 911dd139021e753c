"""Nothing that comes from a document is taken for markup: no tag is drawn, no image loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox

from reader.article_view import Word
from reader.errors import FileError
from reader.script import NO_TERMS
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.terms_dialog import TermsDialog, WordDialog
from tests.ui.session import Session

_MARKUP = '<img src="file:///nowhere.png"><b>粗</b> & 后\n二行'


def test_a_tip_shows_every_character_of_it() -> None:
    for text in (_MARKUP, "<br>", "&lt;", "后 & 後", "平"):
        shown = QTextDocument()
        if QtText.mightBeRichText(plain_tip(text)):
            shown.setHtml(plain_tip(text))
        else:
            shown.setPlainText(plain_tip(text))
        assert shown.toPlainText() == text


def test_no_label_of_the_window_takes_markup(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    file = tmp_path / "坏.jsonl"
    record = {"title": f"题{_MARKUP}", "text": f"正文{_MARKUP}。", "source": _MARKUP}
    file.write_text(json.dumps(record), encoding="utf-8")
    session = open_session()
    session.start(file)
    session.rest()
    window = session.window
    window.show_error(FileError(f"{_MARKUP}.txt", "is empty"))
    labels = [label for label in window.findChildren(QLabel) if label.text()]
    assert any("<img" in label.text() for label in labels)
    rich = [label.text() for label in labels if label.textFormat() is not Qt.TextFormat.PlainText]
    assert not [text for text in rich if "<" in text]
    for box in window.findChildren(QMessageBox):
        assert box.textFormat() is Qt.TextFormat.PlainText
        box.close()


def test_dialogs_of_words_take_no_markup(open_session: Callable[..., Session]) -> None:
    session = open_session()
    session.start()
    dialogs = (
        WordDialog(Word(_MARKUP, _MARKUP, to_traditional=True), session.window),
        TermsDialog(NO_TERMS, session.window),
    )
    for dialog in dialogs:
        assert dialog.findChildren(PlainLabel)
        for label in dialog.findChildren(QLabel):
            assert label.textFormat() is Qt.TextFormat.PlainText
        dialog.close()
