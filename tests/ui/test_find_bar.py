"""The find bar: which hit of how many, and the way round them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.ui.find_bar import FindBar


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FindBar]:
    window, shown = QWidget(), FindBar()
    QVBoxLayout(window).addWidget(shown)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield shown


def said(bar: FindBar) -> str:
    return " ".join(label.text() for label in bar.findChildren(QLabel))


def press(bar: FindBar, text: str) -> None:
    (button,) = [button for button in bar.findChildren(QToolButton) if button.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_is_seen_only_while_there_are_hits(bar: FindBar) -> None:
    assert not bar.isVisible()
    bar.set_hits("皇后", 3)
    assert bar.isVisible()
    assert said(bar) == "“皇后” 1 / 3"
    bar.set_hits("", 0)
    assert not bar.isVisible()


def test_the_buttons_go_round_the_hits(bar: FindBar) -> None:
    shown: list[int] = []
    bar.hit_shown.connect(shown.append)
    bar.set_hits("皇后", 3)
    for button in "›››‹":
        press(bar, button)
    assert shown == [0, 1, 2, 0, 2]
    assert said(bar) == "“皇后” 3 / 3"


def test_closing_it_unmarks_the_hits_once(bar: FindBar, qtbot: QtBot) -> None:
    bar.set_hits("皇后", 3)
    with qtbot.waitSignal(bar.closed):
        press(bar, "×")
    assert not bar.isVisible()
    with qtbot.assertNotEmitted(bar.closed), qtbot.assertNotEmitted(bar.hit_shown):
        bar.close_bar()
        bar.next()
        bar.previous()
