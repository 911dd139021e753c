"""What can be done with the words just selected: a colour, a note, a copy."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from reader.model import Color
from reader.ui.theme import SWATCHES


class SelectionPopup(QFrame):
    """Six colours, a note, a copy: what can be done with the words just selected."""

    color_chosen = Signal(object)  # Color
    note_chosen = Signal()
    copy_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        for number, color in enumerate(Color, 1):
            button = self._button(f"{color_name(color)} ({number})")
            button.setIcon(swatch_icon(color))
            button.setIconSize(QSize(18, 18))
            button.clicked.connect(partial(self.color_chosen.emit, color))
            row.addWidget(button)
        for text, tip, signal in (
            (self.tr("Note"), self.tr("Highlight and write a note (N)"), self.note_chosen),
            (self.tr("Copy"), self.tr("Copy the selected words (Ctrl+C)"), self.copy_chosen),
        ):
            button = self._button(tip)
            button.setText(text)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button


def color_name(color: Color) -> str:
    """A highlight colour's name in the language of the window."""
    names = {
        Color.YELLOW: QCoreApplication.translate("Color", "Yellow"),
        Color.GREEN: QCoreApplication.translate("Color", "Green"),
        Color.BLUE: QCoreApplication.translate("Color", "Blue"),
        Color.PINK: QCoreApplication.translate("Color", "Pink"),
        Color.ORANGE: QCoreApplication.translate("Color", "Orange"),
        Color.PURPLE: QCoreApplication.translate("Color", "Purple"),
    }
    return names[color]


def swatch_icon(color: Color) -> QIcon:
    """A dot in a highlight colour, crisp on dense screens."""
    pixmap = QPixmap(36, 36)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(SWATCHES[color]))
    painter.drawEllipse(QRectF(2, 2, 14, 14))
    painter.end()
    return QIcon(pixmap)
