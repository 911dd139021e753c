"""The language of the window: every message has its Chinese, in both scripts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from reader import ui
from reader.paths import resources
from reader.settings import Language
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.theme import LIGHT
from reader.ui.translation import MessageTranslator, install_language

_FILE = resources() / "translations" / "zh_CN.ts"
_HAN = re.compile("[\u3400-\u9fff]")
_WORDLESS = {"Markdown (*.md)", "{action}: {reason}"}
# What is filled in, and keys.
_KEPT = re.compile(r"%\d|\{\w+\}|\((?:(?:Ctrl|Shift)\+)?(?:[A-Z]|F\d+|Esc)\)")


def messages() -> Iterator[tuple[str, str]]:
    """Each message of the window's modules, with the class or context it stands in."""
    for path in sorted(Path(ui.__path__[0]).rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        for node in module.body:
            for call in ast.walk(node):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
                if call.func.attr == "tr" and isinstance(node, ast.ClassDef):
                    yield node.name, str(texts[0])
                elif call.func.attr == "translate" and len(texts) == 2:
                    yield str(texts[0]), str(texts[1])


MESSAGES = sorted(set(messages()))


def test_there_are_messages() -> None:
    assert len(MESSAGES) > 60


@pytest.mark.parametrize("traditional", [False, True])
def test_every_message_has_its_translation(traditional: bool) -> None:
    translator = MessageTranslator(_FILE, traditional=traditional)
    missing = [one for one in MESSAGES if not translator.translate(*one)]
    assert missing == []
    for context, source in MESSAGES:
        text = translator.translate(context, source) or ""
        assert _HAN.search(text) or source in _WORDLESS, (source, text)
        for place in _KEPT.findall(source):
            assert place in text, (source, text)


def test_traditional_is_written_in_traditional_characters() -> None:
    simplified = MessageTranslator(_FILE, traditional=False)
    traditional = MessageTranslator(_FILE, traditional=True)
    source = ("SearchSidebar", "Search")
    assert simplified.translate(*source) != ""
    texts = [(simplified.translate(*one), traditional.translate(*one)) for one in MESSAGES]
    assert sum(one != other for one, other in texts) > len(MESSAGES) // 2


def test_an_unknown_message_is_left_as_it_is() -> None:
    translator = MessageTranslator(_FILE, traditional=False)
    assert not translator.isEmpty()
    assert not translator.translate("Nowhere", "Never said")


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()


def heading(qtbot: QtBot) -> str:
    pane = AnnotationPane(LIGHT)
    qtbot.addWidget(pane)
    label = pane.findChild(QLabel)
    assert label is not None
    return label.text()


def test_a_window_built_after_it_speaks_the_language(
    application: QApplication, qtbot: QtBot
) -> None:
    assert heading(qtbot) == "Annotations"
    install_language(application, Language.ENGLISH)
    assert heading(qtbot) == "Annotations"
    install_language(application, Language.TRADITIONAL)
    expected = MessageTranslator(_FILE, traditional=True).translate("AnnotationPane", "Annotations")
    assert heading(qtbot) == expected
    assert _HAN.search(heading(qtbot))
    assert QCoreApplication.translate("Nowhere", "Never said") == "Never said"
