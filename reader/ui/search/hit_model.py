"""The hits that have been fetched, as a list that asks for more."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from reader.model import Hit, HitOrder, SearchResult, ShownScript
from reader.script import NO_TERMS, Terms
from reader.ui.plain_text import plain_tip
from reader.ui.search.hit_row import DocumentGroup, ShownHit, groups_of, own_facts, shown_hit

_Index = QModelIndex | QPersistentModelIndex
HIT_ROLE = Qt.ItemDataRole.UserRole
SHAPE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for, but for the page."""

    query: str
    order: HitOrder = HitOrder.RELEVANCE
    in_notes: bool = False


@dataclass(frozen=True, slots=True)
class HitShape:
    """What a row's height depends on. ``text``: the snippet, where there is only one."""

    has_heading: bool
    has_facts: bool
    snippets: int
    text: str


class HitModel(QAbstractListModel):
    """The hits of one search, in its order."""

    more_requested = Signal(int)  # offset of the first one wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search: Search | None = None
        self._hits: list[Hit] = []
        self._groups: list[DocumentGroup] = []
        self._total = 0
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS
        self._rows: dict[int, ShownHit] = {}
        self._asked = -1

    @property
    def search(self) -> Search | None:
        """The search whose hits these are; none where there is no answer."""
        return self._search

    @property
    def query(self) -> str:
        """What was searched for; empty where there is no answer."""
        return self._search.query if self._search else ""

    def set_result(self, search: Search | None, result: SearchResult | None) -> None:
        self.beginResetModel()
        self._search = search if result else None
        self._hits = list(result.hits) if result else []
        self._groups = list(groups_of(self._hits))
        self._total = result.total if result else 0
        self._rows = {}
        self._asked = -1
        self.endResetModel()

    def extend(self, search: Search, result: SearchResult) -> None:
        """Add the next page of the same search; one of another search comes too late."""
        if search != self._search:
            return
        if not result.hits:
            self._total = len(self._hits)
            return
        first = len(self._hits)
        last = self._groups[-1] if self._groups else None
        self.beginInsertRows(QModelIndex(), first, first + len(result.hits) - 1)
        self._hits.extend(result.hits)
        self._groups.extend(groups_of(result.hits, last))
        self.endInsertRows()

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self._shown, self._terms = shown, terms
        self._rows = {}
        if self._hits:
            self.dataChanged.emit(self.index(0), self.index(len(self._hits) - 1))

    def hit(self, row: int) -> Hit:
        return self._hits[row]

    def row_of(self, article_id: int) -> int:
        """The row of an article's hit, or -1."""
        ids = [hit.article_id for hit in self._hits]
        return ids.index(article_id) if article_id in ids else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case value if value == SHAPE_ROLE:
                return self._shape(index.row())
            case Qt.ItemDataRole.UserRole:
                return self._row(index.row())
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                row = self._row(index.row())
                return "\n".join([row.title, *(snippet.text for snippet in row.snippets)])
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._row(index.row()).title)
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and len(self._hits) < self._total

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent) and self._asked != len(self._hits):
            self._asked = len(self._hits)
            self.more_requested.emit(self._asked)

    def _row(self, row: int) -> ShownHit:
        shown = self._rows.get(row)
        if shown is None:
            shown = self._rows[row] = shown_hit(
                self._hits[row],
                self._groups[row],
                self._shown,
                self._terms,
                first=self._begins_group(row),
            )
        return shown

    def _shape(self, row: int) -> HitShape:
        """Without conversion: the list asks it of every row."""
        hit = self._hits[row]
        return HitShape(
            self._begins_group(row),
            any(own_facts(hit, self._groups[row])),
            len(hit.snippets),
            hit.snippets[0].text if len(hit.snippets) == 1 else "",
        )

    def _begins_group(self, row: int) -> bool:
        return row == 0 or self._groups[row] is not self._groups[row - 1]
