"""The preferences: each change is told at once, and only that."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reader.settings import Glosses, Language, Settings, Theme, Typeface
from reader.ui.preferences import Preferences
from tests.ui.session import part_of

SETTINGS = Settings(theme=Theme.SEPIA, zoom_percent=120, last_article=7, window="abc")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    return parent


def field(dialog: Preferences, label: str) -> QWidget:
    """The widget beside a label."""
    form = dialog.findChild(QFormLayout)
    assert form is not None
    for row in range(form.rowCount()):
        item = form.itemAt(row, QFormLayout.ItemRole.FieldRole)
        widget = item.widget() if item is not None else None
        name = form.labelForField(widget) if widget is not None else None
        if widget is not None and isinstance(name, QLabel) and name.text() == label:
            return widget
    raise AssertionError(label)


def test_it_shows_the_settings(window: QWidget) -> None:
    dialog = Preferences(SETTINGS, window)
    theme, zoom = field(dialog, "Theme"), field(dialog, "Text size")
    assert isinstance(theme, QComboBox) and isinstance(zoom, QSpinBox)
    assert theme.currentText() == "Sepia"
    assert zoom.value() == 120


@pytest.mark.parametrize(
    ("label", "presses", "changed"),
    [
        ("Theme", 1, {"theme": Theme.DARK}),
        ("Typeface", 1, {"typeface": Typeface.SANS}),
        ("Language (from the next start)", 2, {"language": Language.SIMPLIFIED}),
        ("Text size", 1, {"zoom_percent": 110}),
        ("Line height", 2, {"line_height_percent": 160}),
        ("Characters in a line", 1, {"measure": 36}),
        ("Readings in brackets", 1, {"glosses": Glosses.ABOVE}),
    ],
)
def test_each_field_changes_its_own_setting(
    window: QWidget, label: str, presses: int, changed: dict[str, object]
) -> None:
    start = replace(SETTINGS, theme=Theme.LIGHT)
    dialog = Preferences(start, window)
    dialog.show()
    told: list[Settings] = []
    dialog.settings_changed.connect(told.append)
    for _ in range(presses):
        QTest.keyClick(field(dialog, label), Qt.Key.Key_Down)
    assert len(told) == presses
    assert told[-1] == replace(start, **changed)  # type: ignore[arg-type]  # of many types
    dialog.close()


def test_the_indent_can_be_turned_off(window: QWidget) -> None:
    dialog = Preferences(SETTINGS, window)
    told: list[Settings] = []
    dialog.settings_changed.connect(told.append)
    part_of(dialog, QCheckBox).click()
    assert told == [replace(SETTINGS, first_line_indent=False)]


def test_the_lines_under_cleaned_words_can_be_turned_off(window: QWidget) -> None:
    dialog = Preferences(SETTINGS, window)
    told: list[Settings] = []
    dialog.settings_changed.connect(told.append)
    boxes = {box.text(): box for box in dialog.findChildren(QCheckBox)}
    boxes["Underline words that were cleaned"].click()
    assert told == [replace(SETTINGS, mark_edits=False)]


def test_it_closes_by_its_button(window: QWidget) -> None:
    dialog = Preferences(SETTINGS, window)
    dialog.open()
    part_of(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()
    assert not dialog.isVisible()
