"""What can be done with the words just selected: a colour, a line, a bookmark, a note, a copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QBrush, QColor, QConicalGradient, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from reader.model import Color, MarkStyle
from reader.ui.ribbons import draw_ribbon
from reader.ui.theme import swatch_of

_HUES = 12


class SelectionPopup(QFrame):
    """Six colours and another, two lines, a bookmark, a note, a copy."""

    color_chosen = Signal(object)  # Color
    own_color_chosen = Signal()
    style_chosen = Signal(object)  # MarkStyle: underline or strike
    bookmark_chosen = Signal()
    note_chosen = Signal()
    copy_chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("popup")
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        for number, color in enumerate(Color, 1):
            button = self._icon_button(swatch_icon(color), f"{color_name(color)} ({number})")
            button.clicked.connect(partial(self.color_chosen.emit, color))
            row.addWidget(button)
        self._add_icon(row, own_color_icon(), self.tr("Own colour… (7)"), self.own_color_chosen)
        for style, tip in (
            (MarkStyle.UNDERLINE, self.tr("Underline (U)")),
            (MarkStyle.STRIKE, self.tr("Strike out (S)")),
        ):
            row.addWidget(self._style_button(style, tip))
        self._add_icon(
            row, bookmark_icon(), self.tr("Bookmark this place (B)"), self.bookmark_chosen
        )
        for text, tip, signal in (
            (self.tr("Note"), self.tr("Highlight and write a note (N)"), self.note_chosen),
            (self.tr("Copy"), self.tr("Copy the selected words (Ctrl+C)"), self.copy_chosen),
        ):
            button = self._button(tip)
            button.setText(text)
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    def _add_icon(self, row: QHBoxLayout, icon: QIcon, tip: str, signal: SignalInstance) -> None:
        button = self._icon_button(icon, tip)
        button.clicked.connect(signal)
        row.addWidget(button)

    def _icon_button(self, icon: QIcon, tip: str) -> QToolButton:
        button = self._button(tip)
        button.setIcon(icon)
        button.setIconSize(QSize(18, 18))
        return button

    def _style_button(self, style: MarkStyle, tip: str) -> QToolButton:
        """Its letter looks as what it does."""
        button = self._button(tip)
        button.setText("U" if style is MarkStyle.UNDERLINE else "S")
        font = button.font()
        font.setUnderline(style is MarkStyle.UNDERLINE)
        font.setStrikeOut(style is MarkStyle.STRIKE)
        button.setFont(font)
        button.clicked.connect(partial(self.style_chosen.emit, style))
        return button

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


def swatch_icon(color: str) -> QIcon:
    """A dot in a highlight colour, crisp on dense screens."""
    return _dot(QBrush(swatch_of(color)))


def own_color_icon() -> QIcon:
    """A dot in all colours."""
    wheel = QConicalGradient(9, 9, 90)
    for number in range(_HUES + 1):
        wheel.setColorAt(number / _HUES, QColor.fromHsvF(number / _HUES % 1, 0.75, 0.95))
    return _dot(QBrush(wheel))


def bookmark_icon() -> QIcon:
    """A ribbon."""
    with _icon_painter() as (pixmap, painter):
        draw_ribbon(painter, QRectF(4.5, 1.5, 9, 15), swatch_of(Color.ORANGE))
    return QIcon(pixmap)


def _dot(brush: QBrush) -> QIcon:
    with _icon_painter() as (pixmap, painter):
        painter.setBrush(brush)
        painter.drawEllipse(QRectF(2, 2, 14, 14))
    return QIcon(pixmap)


@contextmanager
def _icon_painter() -> Iterator[tuple[QPixmap, QPainter]]:
    """A clear pixmap of 18 pixels, twice as dense, and what draws on it without an edge."""
    pixmap = QPixmap(36, 36)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    yield pixmap, painter
    painter.end()
