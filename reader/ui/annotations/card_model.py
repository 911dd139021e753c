"""The cards by their ids, all of them known at once, each read when it is first to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from reader.ui.annotations.card import Card

_Index = QModelIndex | QPersistentModelIndex
CARD_ROLE = Qt.ItemDataRole.UserRole
# With more places changed at once than this a person sees another list, not a changed one.
_MOST_CHANGES = 64
# Rows beside those on screen that are read with them.
_READ_AHEAD = 30


class CardModel(QAbstractListModel):
    """The cards. ``editing`` is where the card is whose note is being written, if there is one.

    ``drafts``: notes that could not be stored, by the ids of their annotations. ``unfolded``: ids
    of those whose long notes are shown whole.
    """

    note_typed = Signal(object, str)  # Annotation, note as it is so far
    note_written = Signal(object, str)  # Annotation, note: it is done
    rows_requested = Signal(object)  # ids whose cards are wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: list[str] = []
        self._row_of: dict[str, int] | None = None
        self._cards: dict[str, Card] = {}
        self._stale: dict[str, Card] = {}  # shown until they are read again
        self._asked: set[str] = set()
        self.editing = QPersistentModelIndex()
        self._seen = ""  # the note as it was when the one that is written was begun
        self._typed = False  # whether any of the one that is written was told of
        self._begun = ""  # the one that is written, as it was shown before that
        self.drafts: dict[str, str] = {}
        self.unfolded: set[str] = set()

    @property
    def ids(self) -> Sequence[str]:
        return self._ids

    def set_ids(self, ids: Iterable[str], cards: Iterable[Card]) -> None:
        """Show these; of those without a card the last known is shown, and read again when seen.

        Rows that stay are not told as new, so a note can go on being written.
        """
        wanted = list(ids)
        self._stale = {**self._stale, **self._cards}
        self._cards = {card.annotation.id: card for card in cards}
        self._asked = set()
        self._change_rows(wanted)
        if len(self._stale) > 4 * len(self._ids) + _READ_AHEAD:
            self._stale = {}
        if self._ids:
            self.dataChanged.emit(self.index(0), self.index(len(self._ids) - 1))

    def put_cards(self, cards: Iterable[Card]) -> None:
        """Cards that were asked for."""
        rows = []
        for card in cards:
            row = self.row_of(card.annotation.id)
            if row >= 0:
                self._cards[card.annotation.id] = card
                rows.append(row)
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def want(self, first: int, last: int) -> None:
        """Ask for the cards of these rows, and some around them, that are not there yet."""
        missing = [one for one in self._ids[first : last + 1] if one not in self._cards]
        if not set(missing) <= self._asked:
            around = self._ids[max(0, first - _READ_AHEAD) : last + 1 + _READ_AHEAD]
            asked = tuple(one for one in around if one not in self._cards)
            self._asked |= set(asked)
            self.rows_requested.emit(asked)

    def card(self, row: int) -> Card | None:
        """``None`` while it is being read."""
        annotation_id = self._ids[row]
        return self._cards.get(annotation_id) or self._stale.get(annotation_id)

    def note(self, card: Card) -> str:
        """What was typed, if it could not be stored."""
        return self.drafts.get(card.annotation.id, card.annotation.note)

    def row_of(self, annotation_id: str) -> int:
        """Its row, or -1."""
        if self._row_of is None:
            self._row_of = {one: row for row, one in enumerate(self._ids)}
        return self._row_of.get(annotation_id, -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.card(index.row()) else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        card = self.card(index.row()) if index.isValid() else None
        if card is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return card
            case Qt.ItemDataRole.EditRole:
                return self.note(card)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{card.quote}\n{self.note(card)}".strip()
        return None

    def begin(self, index: _Index) -> None:
        """A note is written from here on: what others make of it meanwhile is not lost."""
        card = self.card(index.row())
        self._seen = card.annotation.note if card is not None else ""
        self._typed = False

    def begun(self, card: Card) -> str:
        """The note that is written as it was when it was begun: so long its card keeps its size."""
        return self._begun if self._typed else self.note(card)

    def take_typed(self, text: str) -> None:
        """So far the note that is written reads so."""
        card = self.card(self.editing.row()) if self.editing.isValid() else None
        if card is not None and self._differs(card, text.strip()):
            self._begun, self._typed = self.begun(card), True
            self.note_typed.emit(replace(card.annotation, note=self._seen), text.strip())

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        card = self.card(index.row())
        note = str(value).strip()
        if card is not None:
            self.drafts.pop(card.annotation.id, None)
            if self._differs(card, note):
                self._typed = False
                self.note_written.emit(replace(card.annotation, note=self._seen), note)
        return True

    def _differs(self, card: Card, note: str) -> bool:
        """From what is stored, or may be: of what was typed the card need not tell yet."""
        return self._typed or note != card.annotation.note

    def _change_rows(self, wanted: list[str]) -> None:
        if wanted == self._ids:
            return
        kept = set(wanted)
        gone = list(_runs(row for row, one in enumerate(self._ids) if one not in kept))
        known = set(self._ids)
        new = list(_runs(row for row, one in enumerate(wanted) if one not in known))
        if not known & kept or len(gone) + len(new) > _MOST_CHANGES:
            self.beginResetModel()
            self._set(wanted)
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set(self._ids[:first] + self._ids[last + 1 :])
            self.endRemoveRows()
        self._sort(wanted, known)
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._set(self._ids[:first] + wanted[first : last + 1] + self._ids[first:])
            self.endInsertRows()

    def _sort(self, wanted: Sequence[str], known: set[str]) -> None:
        """Those that stay may have changed places among themselves."""
        in_order = [one for one in wanted if one in known]
        if in_order == self._ids:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._ids[index.row()] for index in before]
        self._set(in_order)
        after = [self.index(self.row_of(one)) for one in ids]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _set(self, ids: list[str]) -> None:
        self._ids = ids
        self._row_of = None


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of neighbours."""
    for _, run in groupby(enumerate(rows), key=lambda one: one[1] - one[0]):
        members = [row for _, row in run]
        yield members[0], members[-1]
