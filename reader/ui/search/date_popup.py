"""Asks for a range of dates: two years, months or days, of which one may be left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QWidget

from reader.search.query import parse_query
from reader.ui.leaf import Leaf
from reader.ui.plain_text import PlainLabel

_BESIDE = 28  # what a line has beside its text: padding, edge and cursor


class DatePopup(Leaf):
    """Closes when it was answered, too."""

    dates_chosen = Signal(str)  # as behind date: in a query

    def __init__(self, dates: str, parent: QWidget) -> None:
        super().__init__(parent)
        first, dots, last = dates.partition("..")
        self._first = self._line(first, self.tr("2020 or 2020-11"))
        self._last = self._line(last if dots else first, self.tr("2023 or 2023-05-31"))
        self._fault = PlainLabel()
        self._fault.setProperty("fault", True)
        self._fault.setWordWrap(True)
        self._fault.hide()
        button = QToolButton()
        button.setText(self.tr("Filter"))
        button.setProperty("framed", True)
        button.clicked.connect(self._on_entered)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        for row, (name, line) in enumerate(
            ((self.tr("From"), self._first), (self.tr("To"), self._last))
        ):
            label = PlainLabel(name)
            label.setBuddy(line)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
        grid.addWidget(self._fault, 2, 0, 1, 2)
        grid.addWidget(button, 3, 1, Qt.AlignmentFlag.AlignRight)
        self._first.setFocus()

    def _line(self, text: str, example: str) -> QLineEdit:
        line = QLineEdit(text)
        line.setPlaceholderText(example)
        line.setMinimumWidth(line.fontMetrics().horizontalAdvance(example) + _BESIDE)
        line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        line.returnPressed.connect(self._on_entered)
        return line

    def _on_entered(self) -> None:
        """Take the dates, or say that they are none and wait."""
        first, last = self._first.text().strip(), self._last.text().strip()
        dates = first if first == last else f"{first}..{last}"
        if not first and not last:
            self.dates_chosen.emit("")
        elif parse_query(f"date:{dates}").problems or " " in dates:
            self._fault.setText(self.tr("A date is written 2020, 2020-11 or 2020-11-05."))
            self._fault.show()
            self.adjustSize()
            return
        else:
            self.dates_chosen.emit(dates)
        self.close()
