"""A note's Markdown on its card: shown, never loaded or run."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextDocument
from pytestqt.qtbot import QtBot

from reader.ui.annotations.note_text import NoteDocument, note_document, note_html


def shown(note: str) -> QTextDocument:
    return note_document(note, QFont(), 300)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("**重要** 与 *次要*", "重要 与 次要"),
        ("# 标题\n\n正文", "标题\n正文"),
        ("- 一\n- 二", "一\n二"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("<b>不是标签</b> & 𪟝", "<b>不是标签</b> & 𪟝"),
        ("[原文](https://example.org/a)", "原文 (https://example.org/a)"),
        ("<https://example.org>", "https://example.org"),
        ("![图](https://example.org/a.png)", "[图]"),
        ("[![图](https://example.org/a.png)](https://example.org)", "[图] (https://example.org)"),
    ],
)
def test_what_is_read(note: str, expected: str) -> None:
    assert shown(note).toPlainText() == expected


def test_what_is_strong_is_drawn_so(qtbot: QtBot) -> None:
    assert qtbot is not None
    block = shown("轻 **重**").begin()
    weights = {}
    fragments = block.begin()
    while not fragments.atEnd():
        fragment = fragments.fragment()
        weights[fragment.text().strip()] = fragment.charFormat().fontWeight()
        fragments += 1  # an iterator of Qt's
    assert weights["重"] > weights["轻"]


def test_nothing_in_it_can_be_clicked_or_loaded() -> None:
    html = note_html(
        "![a](file:///b.png) [c](javascript:alert(1)) [d](https://e.org) <img src='f'>"
        " <script>g</script>"
    )
    for tag in ("<a", "<img", "<script", "href"):
        assert tag not in html
    document = NoteDocument()
    kind = QTextDocument.ResourceType.ImageResource.value
    assert document.loadResource(kind, "https://example.org/a.png") is None
