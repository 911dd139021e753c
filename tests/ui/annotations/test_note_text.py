"""A note's Markdown on its card: shown, never loaded or run."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QTextDocument
from pytestqt.qtbot import QtBot

from reader.ui.annotations.note_text import NoteDocument, note_document, note_html, shown_note


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


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("note", ["> " * 5_000 + "深处", "- " * 40 + "深处"])
def test_what_is_nested_too_deep_stands_as_it_was_typed(note: str) -> None:
    assert shown(note).toPlainText() == note


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("note", ["```\n%s\n```", "`%s`", "https://example.org/%s"])
def test_nothing_is_wider_than_the_card(note: str) -> None:
    document = shown(note % ("word " * 30 + "x" * 200))
    assert document.idealWidth() <= document.textWidth()


@pytest.mark.usefixtures("qtbot")
def test_a_long_note_is_cut_between_two_lines() -> None:
    note = shown_note("一行\n" * 100, QFont(), 300, 200, unfolded=False)
    assert note.foldable
    line = note.document.firstBlock().layout().lineAt(0).height()
    assert 200 - line < note.height <= 200


@pytest.mark.usefixtures("qtbot")
def test_of_a_very_long_note_only_the_beginning_is_laid_out() -> None:
    words = "很长的笔记。\n" * 20_000
    folded = shown_note(words, QFont(), 300, 200, unfolded=False)
    assert folded.document.characterCount() < 5_000
    whole = shown_note(words, QFont(), 300, 200, unfolded=True)
    assert whole.foldable
    assert whole.document.toPlainText() == words.strip()


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
