"""A list of cards of any height, of which only those on screen are measured and drawn.

A ``QListView`` measures all of its rows, which takes seconds of some ten thousand notes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from reader.model import Color
from reader.ui.annotations.card_model import CardModel

_Index = QModelIndex | QPersistentModelIndex
# Pixels; of a card that was never on screen. What is wrong with it is made good as it comes.
_GUESSED_HEIGHT = 96
# A card that is measured may push others off the screen, and those in its place are measured too.
_MOST_PASSES = 8
_SCROLL_STEP = 24


class CardList(QAbstractItemView):
    """Rows of a ``CardModel``; keys and clicks say what is wanted of them."""

    chosen = Signal(object)  # QModelIndex: clicked, or reached by a key
    edit_pressed = Signal()
    delete_pressed = Signal()
    tags_pressed = Signal()
    place_pressed = Signal()
    color_pressed = Signal(object)  # Color
    fold_pressed = Signal()

    def __init__(self, model: CardModel) -> None:
        super().__init__()
        self._cards = model
        self._heights: npt.NDArray[Any] = np.zeros(0, dtype=np.int64)
        self._measured: npt.NDArray[Any] = np.zeros(0, dtype=bool)
        self._ends: npt.NDArray[Any] | None = None
        self._settling = False
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self.setObjectName("cards")
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._on_reset)
        model.layoutChanged.connect(self._on_reset)
        model.rowsInserted.connect(self._on_rows_inserted)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.dataChanged.connect(self._on_data_changed)
        self.clicked.connect(self._on_clicked)

    def selected_rows(self) -> list[int]:
        """Sorted. Of tens of thousands an index each would take a second."""
        chosen = self.selectionModel().selection()
        ranges = (chosen.at(number) for number in range(chosen.count()))
        return sorted({row for one in ranges for row in range(one.top(), one.bottom() + 1)})

    def remeasure(self, index: _Index) -> None:
        """A card has another height than before."""
        if index.isValid():
            self._measured[index.row()] = False
            self._update()

    def remeasure_all(self) -> None:
        self._measured[:] = False
        self._update()

    # What Qt asks of a view

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._heights):
            return QRect()
        self._settle()
        height = int(self._heights[index.row()])
        top = int(self._tops_end()[index.row()]) - height - self.verticalOffset()
        return QRect(0, top, self.viewport().width(), height)

    def scrollTo(
        self,
        index: _Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Twice, for what was guessed is measured on the way."""
        bar = self.verticalScrollBar()
        for _ in range(2):
            rect = self.visualRect(index)
            if rect.isNull():
                return
            if rect.top() < 0 or rect.height() > self.viewport().height():
                bar.setValue(bar.value() + rect.top())
            elif rect.bottom() >= self.viewport().height():
                bar.setValue(bar.value() + rect.bottom() + 1 - self.viewport().height())
            self._settle()

    def indexAt(self, point: QPoint) -> QModelIndex:
        self._settle()
        return self._cards.index(self._row_at(point.y() + self.verticalOffset()))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        row, last = self.currentIndex().row(), len(self._heights) - 1
        page = self.viewport().height()
        match action:
            case QAbstractItemView.CursorAction.MoveUp | QAbstractItemView.CursorAction.MoveLeft:
                row -= 1
            case QAbstractItemView.CursorAction.MoveHome:
                row = 0
            case QAbstractItemView.CursorAction.MoveEnd:
                row = last
            case QAbstractItemView.CursorAction.MovePageUp:
                row = min(row - 1, self._row_at(self._top_of(row) - page))
            case QAbstractItemView.CursorAction.MovePageDown:
                below = self._row_at(self._top_of(row) + page)
                row = max(row + 1, below) if below >= 0 else last
            case _:
                row += 1
        return self._cards.index(min(max(row, 0), last))

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        top = rect.normalized().top() + self.verticalOffset()
        bottom = rect.normalized().bottom() + self.verticalOffset()
        first, last = self._row_at(max(top, 0)), self._row_at(bottom)
        chosen = QItemSelection()
        if first >= 0:
            last = len(self._heights) - 1 if last < 0 else last
            chosen.select(self._cards.index(first), self._cards.index(last))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._settle()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._update()

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands here."""

    def paintEvent(self, event: QPaintEvent) -> None:
        self._settle()
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state
        selection, current = self.selectionModel(), self.currentIndex()
        for row in self._rows_between(event.rect().top(), event.rect().bottom()):
            index = self._cards.index(row)
            option.rect = self.visualRect(index)
            option.state = plain
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if self.hasFocus() and index == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.remeasure_all()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._modifiers = event.modifiers()
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """From the keyboard it is that of the current card, wherever the mouse is."""
        point = event.pos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            point = self.visualRect(self.currentIndex()).center()
        self.customContextMenuRequested.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.delete_pressed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2:
                self.edit_pressed.emit()
            case Qt.Key.Key_T if plain:
                self.tags_pressed.emit()
            case Qt.Key.Key_P if plain:
                self.place_pressed.emit()
            case Qt.Key.Key_Space if plain:
                self.fold_pressed.emit()
            case _ if 0 <= number < len(Color) and plain:
                self.color_pressed.emit(list(Color)[number])
            case _:
                before = self.currentIndex()
                super().keyPressEvent(event)
                shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                if self.currentIndex() != before and not shift:
                    self.chosen.emit(self.currentIndex())

    # Heights

    def _settle(self) -> None:
        """Measure what is on screen; what stands at its top stays where it is."""
        if self._settling:
            return
        self._settling = True
        try:
            for _ in range(_MOST_PASSES):
                if not self._measure_visible():
                    break
            rows = self._rows_between(0, self.viewport().height())
            if rows:
                self._cards.want(rows[0], rows[-1])
        finally:
            self._settling = False

    def _measure_visible(self) -> bool:
        """Whether a height turned out to be another, so that more may have come on screen."""
        bar = self.verticalScrollBar()
        top, changed = bar.value(), False
        for row in self._rows_between(0, self.viewport().height()):
            if self._measured[row]:
                continue
            begins = self._top_of(row)
            more = self._measure(row)
            changed |= bool(more)
            if begins < bar.value():  # it reaches in from above: its end stays
                top += more
        total = int(self._tops_end()[-1]) if len(self._heights) else 0
        page = self.viewport().height()
        bar.setPageStep(page)
        bar.setSingleStep(_SCROLL_STEP)
        bar.setRange(0, max(0, total - page))
        bar.setValue(top)
        return changed

    def _measure(self, row: int) -> int:
        """How much higher a row is than was thought."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        height = self.itemDelegate().sizeHint(option, self._cards.index(row)).height()
        more = height - int(self._heights[row])
        self._heights[row] = height
        self._measured[row] = True
        if more:
            self._ends = None
        return more

    def _tops_end(self) -> npt.NDArray[Any]:
        """Where each row ends, from the top of the first."""
        if self._ends is None:
            self._ends = np.cumsum(self._heights)
        return self._ends

    def _top_of(self, row: int) -> int:
        return int(self._tops_end()[row]) - int(self._heights[row]) if row >= 0 else 0

    def _row_at(self, y: int) -> int:
        """The row at a place below the top of the first; -1 below the last."""
        row = int(np.searchsorted(self._tops_end(), max(y, 0), side="right"))
        return row if row < len(self._heights) else -1

    def _rows_between(self, top: int, bottom: int) -> range:
        """The rows that are seen between two heights of the viewport."""
        first = self._row_at(top + self.verticalOffset())
        last = self._row_at(bottom + self.verticalOffset())
        if first < 0:
            return range(0)
        return range(first, (len(self._heights) - 1 if last < 0 else last) + 1)

    def _update(self) -> None:
        self.viewport().update()
        self.updateEditorGeometries()

    def _on_reset(self) -> None:
        count = self._cards.rowCount()
        self._heights = np.full(count, _GUESSED_HEIGHT, dtype=np.int64)
        self._measured = np.zeros(count, dtype=bool)
        self._ends = None
        self._update()

    def _on_rows_inserted(self, _: QModelIndex, first: int, last: int) -> None:
        new = np.full(last - first + 1, _GUESSED_HEIGHT, dtype=np.int64)
        self._heights = np.insert(self._heights, first, new)
        self._measured = np.insert(self._measured, first, np.zeros(len(new), dtype=bool))
        self._ends = None
        self._update()

    def _on_rows_removed(self, _: QModelIndex, first: int, last: int) -> None:
        self._heights = np.delete(self._heights, np.s_[first : last + 1])
        self._measured = np.delete(self._measured, np.s_[first : last + 1])
        self._ends = None
        self._update()

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._measured[first.row() : last.row() + 1] = False
        self._update()

    def _on_clicked(self, index: QModelIndex) -> None:
        several = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        if not self._modifiers & several:
            self.chosen.emit(index)
