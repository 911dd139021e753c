"""A small pane of its own that closes when something else is clicked."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QWidget


class Leaf(QFrame):
    """All of it stays on the screen, also while it grows. It is deleted when it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def show_at(self, point: QPoint) -> None:
        """``point``: of the screen, for the upper left corner, where there is room for the rest."""
        self.fit()
        self.move(point)
        self.show()

    def fit(self) -> None:
        """As high as what is in it takes at this width."""
        self.adjustSize()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is it known how large the style makes it."""
        super().showEvent(event)
        self._keep_on_screen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._keep_on_screen()

    def _keep_on_screen(self) -> None:
        screen = QGuiApplication.screenAt(self.pos()) or self.screen()
        self.move(_within(screen.availableGeometry(), self.geometry()))


def _within(whole: QRect, rect: QRect) -> QPoint:
    """The corner of a rectangle that is moved no farther than it takes to be in another."""
    left = max(whole.left(), min(rect.left(), whole.right() + 1 - rect.width()))
    top = max(whole.top(), min(rect.top(), whole.bottom() + 1 - rect.height()))
    return QPoint(left, top)
