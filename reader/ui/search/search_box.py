"""The box a query is typed into; what of it is not understood is underlined."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QLineEdit

from reader.model import QueryProblem
from reader.ui.laid_block import Utf16Map
from reader.ui.query_problems import MOST_SHOWN
from reader.ui.theme import Colors

_WAVE = 2.0
_LEAST_WAVE = 5.0  # of a place that has no width, such as the end


class SearchBox(QLineEdit):
    """A line to type in, which the arrow keys leave."""

    left_downward = Signal()
    past_requested = Signal()  # earlier searches: Alt+Down
    composition_ended = Signal()  # whether or not it led to a text

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self.colors = colors
        self._problems: tuple[QueryProblem, ...] = ()
        self._composing = False
        self._giving_way = False

    @property
    def giving_way(self) -> bool:
        """Whether, as the text changes, what was selected goes for what is being composed."""
        return self._giving_way

    def set_problems(self, problems: Sequence[QueryProblem]) -> None:
        """Underline the first of these places of the text until it is changed."""
        self._problems = tuple(problems[:MOST_SHOWN])
        self.update()

    def event(self, event: QEvent) -> bool:
        """With nothing typed to undo, Ctrl+Z is the window's; Alt+Down is not."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
                event.ignore()
                return False
            if _is_alt_down(event):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_alt_down(event):
            self.past_requested.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downward.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        composed, self._composing = self._composing, bool(event.preeditString())
        self._giving_way = self._composing
        super().inputMethodEvent(event)
        self._giving_way = False
        if composed and not self._composing:
            self.composition_ended.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._problems and not self._composing:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.colors.accent), 1.3))
            painter.setClipRect(self.rect().adjusted(4, 0, -4, 0))
            for problem in self._problems:
                painter.drawPolyline(self._wave(problem))
            painter.end()

    def _wave(self, problem: QueryProblem) -> QPolygonF:
        """Placed by the cursor, for the text may be scrolled within the box."""
        text, metrics = self.text(), QFontMetricsF(self.font())
        cursor = Utf16Map(text).from_qt(self.cursorPosition())
        origin = self.cursorRect().center().x() - metrics.horizontalAdvance(text[:cursor])
        start = origin + metrics.horizontalAdvance(text[: problem.span.start])
        end = origin + metrics.horizontalAdvance(text[: problem.span.end])
        y = self.cursorRect().center().y() + metrics.height() / 2 + 1
        steps = int(max(end - start, _LEAST_WAVE) / _WAVE) + 1
        return QPolygonF(
            [QPointF(start + step * _WAVE, y - step % 2 * _WAVE) for step in range(steps)]
        )


def _is_alt_down(event: QKeyEvent) -> bool:
    alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return event.key() == Qt.Key.Key_Down and alt
