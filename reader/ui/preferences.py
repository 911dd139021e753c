"""The preferences: every change shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reader.settings import (
    LINE_HEIGHT_PERCENT,
    MEASURE_CHARACTERS,
    ZOOM_PERCENT,
    Glosses,
    Language,
    Settings,
    Theme,
    Typeface,
)

_Option = TypeVar("_Option", Theme, Typeface, Language, Glosses)


class Preferences(QDialog):
    """Edits a ``Settings`` value and hands out each new one."""

    settings_changed = Signal(object)  # Settings
    terms_requested = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._settings = settings
        self._theme = _choices(
            {
                Theme.SYSTEM: self.tr("As the system"),
                Theme.LIGHT: self.tr("Light"),
                Theme.DARK: self.tr("Dark"),
                Theme.SEPIA: self.tr("Sepia"),
            },
            settings.theme,
        )
        self._typeface = _choices(
            {Typeface.SERIF: self.tr("Serif (Song)"), Typeface.SANS: self.tr("Sans (Hei)")},
            settings.typeface,
        )
        self._language = _choices(
            {
                Language.SYSTEM: self.tr("As the system"),
                Language.ENGLISH: "English",
                Language.SIMPLIFIED: "简体中文",
                Language.TRADITIONAL: "繁體中文",
            },
            settings.language,
        )
        self._zoom = _number(ZOOM_PERCENT, settings.zoom_percent, " %", 10)
        self._line_height = _number(LINE_HEIGHT_PERCENT, settings.line_height_percent, " %", 10)
        self._measure = _number(MEASURE_CHARACTERS, settings.measure, "", 2)
        self._indent = QCheckBox(self.tr("Indent the first line by two characters"))
        self._indent.setChecked(settings.first_line_indent)
        self._choices = QCheckBox(self.tr("Underline words that could be converted otherwise"))
        self._choices.setChecked(settings.mark_choices)
        self._edits = QCheckBox(self.tr("Underline words that were cleaned"))
        self._edits.setChecked(settings.mark_edits)
        self._glosses = _choices(
            {
                Glosses.HIDDEN: self.tr("Hidden"),
                Glosses.ABOVE: self.tr("Small, above the character"),
            },
            settings.glosses,
        )
        self._terms = QPushButton(self.tr("My words…"))
        self._terms.clicked.connect(self.terms_requested)
        self._arrange()
        for box in (self._theme, self._typeface, self._language, self._glosses):
            box.currentIndexChanged.connect(self._on_changed)
        for number in (self._zoom, self._line_height, self._measure):
            number.valueChanged.connect(self._on_changed)
        for check in (self._indent, self._choices, self._edits):
            check.toggled.connect(self._on_changed)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Theme"), self._theme)
        form.addRow(self.tr("Typeface"), self._typeface)
        form.addRow(self.tr("Text size"), self._zoom)
        form.addRow(self.tr("Line height"), self._line_height)
        form.addRow(self.tr("Characters in a line"), self._measure)
        form.addRow("", self._indent)
        form.addRow("", self._choices)
        form.addRow("", self._edits)
        form.addRow(self.tr("Readings in brackets"), self._glosses)
        form.addRow(self.tr("Conversion"), self._terms)
        form.addRow(self.tr("Language (from the next start)"), self._language)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 14)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(buttons)

    def _on_changed(self) -> None:
        self._settings = replace(
            self._settings,
            theme=Theme(self._theme.currentData()),
            typeface=Typeface(self._typeface.currentData()),
            language=Language(self._language.currentData()),
            zoom_percent=self._zoom.value(),
            line_height_percent=self._line_height.value(),
            measure=self._measure.value(),
            first_line_indent=self._indent.isChecked(),
            mark_choices=self._choices.isChecked(),
            mark_edits=self._edits.isChecked(),
            glosses=Glosses(self._glosses.currentData()),
        )
        self.settings_changed.emit(self._settings)


def _choices(names: Mapping[_Option, str], chosen: _Option) -> QComboBox:
    box = QComboBox()
    for value, name in names.items():
        box.addItem(name, value.value)
    box.setCurrentIndex(box.findData(chosen.value))
    return box


def _number(limits: tuple[int, int], value: int, suffix: str, step: int) -> QSpinBox:
    box = QSpinBox()
    box.setRange(*limits)
    box.setSingleStep(step)
    box.setSuffix(suffix)
    box.setValue(value)
    return box
