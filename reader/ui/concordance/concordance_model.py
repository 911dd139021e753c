"""The lines of a concordance as a table's rows, in the script on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.concordance import ConcordanceLine, LineOrder
from reader.library import shown_text
from reader.model import ShownScript
from reader.script import NO_TERMS, Terms, convert
from reader.script.folding import Array
from reader.ui.plain_text import plain_tip

_Index = QModelIndex | QPersistentModelIndex
COLUMNS = tuple(LineOrder)
# Some screens full; those that were scrolled past are converted again when they come back.
_KEPT_ROWS = 2_000
_AS_THEY_CAME: Array = np.empty(0, dtype=np.int64)
_ALIGNMENTS = {
    LineOrder.LEFT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    LineOrder.WORD: Qt.AlignmentFlag.AlignCenter,
}
_ALIGNED_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line in the script on screen."""

    left: str
    word: str
    right: str
    newspaper: str
    date: str
    title: str

    def cell(self, column: LineOrder) -> str:
        text: str = getattr(self, column.value)
        return text


def shown_line(line: ConcordanceLine, shown: ShownScript, terms: Terms = NO_TERMS) -> ShownLine:
    """Convert a line as a whole, as its words decide each other; the word stays the word. Pure."""
    converted = convert(line.left + line.word + line.right, shown, line.script, terms)
    end = len(line.left) + len(line.word)
    first = converted.alignment.to_position(len(line.left))
    last = max(first, converted.alignment.to_position(end, leftward=True))
    return ShownLine(
        left=converted.text[:first],
        word=converted.text[first:last],
        right=converted.text[last:],
        newspaper=shown_text(line.newspaper, shown, line.script, terms),
        date=line.date or "",
        title=shown_text(line.title, shown, line.script, terms),
    )


class ConcordanceModel(QAbstractTableModel):
    """One row for each line, one column for each ``LineOrder``. Rows are converted when drawn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[ConcordanceLine] = []
        self._order = _AS_THEY_CAME
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS
        self._rows: dict[int, ShownLine] = {}
        self._names = {
            LineOrder.LEFT: self.tr("Before"),
            LineOrder.WORD: self.tr("Word"),
            LineOrder.RIGHT: self.tr("After"),
            LineOrder.NEWSPAPER: self.tr("Newspaper"),
            LineOrder.DATE: self.tr("Date"),
            LineOrder.TITLE: self.tr("Article"),
        }

    @property
    def lines(self) -> tuple[ConcordanceLine, ...]:
        """In the order they came; a copy, for another thread."""
        return tuple(self._lines)

    @property
    def order(self) -> Array:
        """Which of ``lines`` stands in each row."""
        return np.concatenate([self._order, np.arange(len(self._order), len(self._lines))])

    def line(self, row: int) -> ConcordanceLine:
        return self._lines[self._number(row)]

    def shown(self, row: int) -> ShownLine:
        """A row as it is shown."""
        known = self._rows.get(row)
        if known is None:
            if len(self._rows) >= _KEPT_ROWS:
                self._rows.clear()
            known = self._rows[row] = shown_line(self.line(row), self._shown, self._terms)
        return known

    def clear(self) -> None:
        self.beginResetModel()
        self._lines, self._order, self._rows = [], _AS_THEY_CAME, {}
        self.endResetModel()

    def append(self, lines: Sequence[ConcordanceLine]) -> None:
        if lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
            self._lines.extend(lines)
            self.endInsertRows()

    def reorder(self, order: Array) -> None:
        """Put other of the ``lines`` in each row; those that came since stay behind."""
        self.layoutAboutToBeChanged.emit()
        row_of = np.empty(len(order), dtype=np.int64)
        row_of[order] = np.arange(len(order))
        for index in self.persistentIndexList():
            number = self._number(index.row())
            if number < len(order):
                moved = self.index(int(row_of[number]), index.column())
                self.changePersistentIndex(index, moved)
        self._order, self._rows = order, {}
        self.layoutChanged.emit()

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self._shown, self._terms = shown, terms
        self._rows = {}
        if self._lines:
            last = self.index(len(self._lines) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.shown(index.row()).cell(column)
            case Qt.ItemDataRole.ToolTipRole if column in (LineOrder.NEWSPAPER, LineOrder.TITLE):
                return plain_tip(self.shown(index.row()).cell(column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGNMENTS.get(column, _ALIGNED_LEFT)
        return None

    def _number(self, row: int) -> int:
        """Which of the lines, in the order they came, stands in a row."""
        return int(self._order[row]) if row < len(self._order) else row

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._names[column]
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGNMENTS.get(column, _ALIGNED_LEFT)
        return None
