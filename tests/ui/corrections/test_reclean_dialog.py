"""The report of reading again: what a person reads there of each document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from reader.corrections import split_paragraph
from reader.proofreader import RecleanResult, RecleanStatus
from reader.ui.corrections.reclean_dialog import RecleanDialog
from tests.ui.session import part_of

CHANGED = RecleanResult(
    2,
    "changed.txt",
    RecleanStatus.CHANGED,
    articles=3,
    added=("新的题目",),
    removed=("旧的题目",),
    renamed=(("", "有了题目"), ("没了题目", ""), ("甲", "乙")),
    rewritten=2,
    edits=(("doubled", 3), ("gloss", -1), ("a-later-rule", 1)),
    unplaced=1,
    unapplied=(split_paragraph(3),),
)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    shown = QWidget()
    qtbot.addWidget(shown)
    yield shown


def test_every_change_is_told_in_plain_words(window: QWidget) -> None:
    same = RecleanResult(1, "same.txt", RecleanStatus.UNCHANGED)
    failed = RecleanResult(3, "bad.txt", RecleanStatus.FAILED, error="it is no longer there")
    dialog = RecleanDialog([same, CHANGED, failed], window)
    assert dialog.text().split("\n") == [
        "1 changed, 1 as before, 1 failed.",
        "bad.txt: failed: it is no longer there",
        "changed.txt",
        "  New article: 新的题目",
        "  No longer an article: 旧的题目",
        "  New headline: 有了题目",
        "  No longer a headline: 没了题目",
        "  Headline: 甲 → 乙",
        "  Articles whose text reads otherwise: 2",
        "  +3 · What was printed twice stands once.",
        "  −1 · A reading in brackets was taken out.",
        "  +1 · a-later-rule",
        "  Notes whose words are in no article: 1. They are kept.",
        "  A correction that does not fit any more: A paragraph begins here. It is kept.",
        "same.txt: nothing changed",
    ]


def test_the_chosen_rows_are_copied(window: QWidget, qtbot: QtBot) -> None:
    dialog = RecleanDialog([CHANGED], window)
    with qtbot.waitExposed(dialog):
        dialog.open()
    rows = part_of(dialog, QTreeWidget)
    index = rows.model().index(0, 0)
    for number in (1, 0):
        chosen = rows.model().index(number, 0, index)
        rows.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
    rows.setFocus()
    QTest.keySequence(rows, QKeySequence(QKeySequence.StandardKey.Copy))
    assert (
        QGuiApplication.clipboard().text()
        == "New article: 新的题目\nNo longer an article: 旧的题目"
    )
    dialog.close()


def test_cancelled_before_the_first_document(window: QWidget) -> None:
    assert RecleanDialog([], window).text() == "No document was read again."
