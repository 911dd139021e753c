"""The rows of the list of the user's own words, and of what an import found wrong with a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QCoreApplication,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from reader.script import (
    Direction,
    Term,
    TermError,
    TermFault,
    TermProblem,
    Terms,
    term_toward,
)
from reader.script.folding import fold

_Index = QModelIndex | QPersistentModelIndex
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
# More than are ever read; they are laid out in a millisecond.
_FETCHED_ROWS = 1_000
_TIP_ROLES = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
# In the order of the columns; the arrow stands between the words.
SIMPLIFIED, DIRECTION, TRADITIONAL = range(3)
_ARROWS = {
    Direction.BOTH: "↔",
    Direction.TO_TRADITIONAL: "→",
    Direction.TO_SIMPLIFIED: "←",
}


@dataclass(frozen=True, slots=True)
class TermImport:
    """What became of a file of terms: a sentence that says it, and the lines that were none."""

    summary: str
    problems: tuple[TermProblem, ...]


def fault_text(fault: TermFault) -> str:
    """Why something is no term, in the language of the window."""
    texts = {
        TermFault.FIELDS: QCoreApplication.translate(
            "TermFault", "Not two words with one tab between them."
        ),
        TermFault.EMPTY: QCoreApplication.translate("TermFault", "Write the word in both scripts."),
        TermFault.BREAK: QCoreApplication.translate(
            "TermFault", "A word holds no tab and no line break."
        ),
        TermFault.SPACE: QCoreApplication.translate("TermFault", "A word has no space around it."),
        TermFault.COMMENT: QCoreApplication.translate(
            "TermFault", "A word does not begin with “#”: that marks a remark in a file of words."
        ),
        TermFault.UNREADABLE: QCoreApplication.translate(
            "TermFault", "A character of it cannot be read."
        ),
        TermFault.DIRECTION: QCoreApplication.translate(
            "TermFault",
            "After the two words stands nothing, “both”, “to-traditional” or “to-simplified”.",
        ),
        TermFault.REGIONAL: QCoreApplication.translate(
            "TermFault", "A traditional text can only keep the word as it is written there."
        ),
    }
    return texts[fault]


class TermModel(QAbstractTableModel):
    """One row for each term, or for each that is looked for; an edit gives a new list of all.

    The direction is no text to edit: ``turn`` goes on to the next.
    """

    terms_edited = Signal(object)  # Terms
    edit_refused = Signal(str)  # why

    def __init__(self, terms: Terms, parent: QObject) -> None:
        super().__init__(parent)
        self._terms = terms
        self._wanted = ""  # what is looked for, folded
        self._folded: list[str] | None = None  # both forms of each term, when looked for
        self._places: Sequence[int] = range(len(terms))  # for each row, which term it is
        self._rows = list(terms)

    @property
    def terms(self) -> Terms:
        """All of them, in sight or not."""
        return self._terms

    @property
    def rows(self) -> Sequence[Term]:
        """The terms in sight."""
        return self._rows

    def set_terms(self, terms: Terms) -> None:
        """Rows that stay are left alone: one may be selected, or a cell of it being written."""
        if terms != self._terms:
            self._terms, self._folded = terms, None
            self._places = self._found()
            every = tuple(terms)
            self._change_rows([every[place] for place in self._places])

    def look_for(self, words: str) -> None:
        """Keep those in sight that hold these words, in whatever script; all for none."""
        wanted = fold(words.strip())
        if wanted != self._wanted:
            self.beginResetModel()
            self._wanted = wanted
            self._places = self._found()
            every = tuple(self._terms)
            self._rows = [every[place] for place in self._places]
            self.endResetModel()

    def without(self, rows: Iterable[int]) -> Terms:
        """All terms but those of some rows."""
        gone = {self._places[row] for row in rows}
        return Terms(term for place, term in enumerate(self._terms) if place not in gone)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 3

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if index.column() == DIRECTION else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        term = self._rows[index.row()]
        if index.column() == DIRECTION:
            return self._direction_data(term.direction, role)
        if role not in _TEXT_ROLES:
            return None
        return term.simplified if index.column() == SIMPLIFIED else term.traditional

    def _direction_data(self, direction: Direction, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return _ARROWS[direction]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role in _TIP_ROLES:
            return {
                Direction.BOTH: self.tr("In both directions"),
                Direction.TO_TRADITIONAL: self.tr("To traditional only"),
                Direction.TO_SIMPLIFIED: self.tr("To simplified only"),
            }[direction]
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Simplified"), "", self.tr("Traditional"))[section]
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        old = self._rows[index.row()]
        word = str(value).strip()
        try:
            term = _rewritten(old, index.column(), word)
        except TermError as error:
            self.edit_refused.emit(fault_text(error.fault))
            return False
        if term == old:
            return True
        if any(term.forms == other.forms for other in self._terms):
            self.edit_refused.emit(self.tr("This word is in the list already."))
            return False
        self._write(index, term)
        return True

    def turn(self, index: _Index) -> None:
        """Let a term hold in the next direction."""
        term = self._rows[index.row()]
        directions = tuple(Direction)
        following = directions[(directions.index(term.direction) + 1) % len(directions)]
        self._write(index, replace(term, direction=following))

    def _write(self, index: _Index, term: Term) -> None:
        """At once: shown only when it is stored, it would be reset under its open editor.

        The row stays in sight although it may no longer be what is looked for.
        """
        every = list(self._terms)
        every[self._places[index.row()]] = self._rows[index.row()] = term
        self._terms, self._folded = Terms(every), None
        row = index.row()
        self.dataChanged.emit(self.index(row, SIMPLIFIED), self.index(row, TRADITIONAL))
        self.terms_edited.emit(self._terms)

    def _found(self) -> Sequence[int]:
        """Which terms hold what is looked for."""
        if not self._wanted:
            return range(len(self._terms))
        if self._folded is None:
            lines = (f"{term.simplified}\t{term.traditional}" for term in self._terms)
            self._folded = fold("\n".join(lines)).split("\n")  # at once: each takes its time
        return [place for place, line in enumerate(self._folded) if self._wanted in line]

    def _change_rows(self, rows: list[Term]) -> None:
        """Tell of the rows between the first and the last that differ, and of no other."""
        old = self._rows
        start = _alike(old, rows)
        alike_after = _alike(reversed(old[start:]), reversed(rows[start:]))
        old_end, end = len(old) - alike_after, len(rows) - alike_after
        if old_end == end:
            self._rows = rows
            if start < end:
                self.dataChanged.emit(self.index(start, 0), self.index(end - 1, TRADITIONAL))
            return
        if start < old_end:
            self.beginRemoveRows(QModelIndex(), start, old_end - 1)
            self._rows = old[:start] + old[old_end:]
            self.endRemoveRows()
        if start < end:
            self.beginInsertRows(QModelIndex(), start, end - 1)
            self._rows = rows
            self.endInsertRows()


class ProblemModel(QAbstractListModel):
    """The lines of a file that were no terms: there may be as many as the file has.

    The list lays out every row it is told of; so it is told of more only when it is scrolled there.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._problems: tuple[TermProblem, ...] = ()
        self._told = 0  # rows that the list knows of

    def set_problems(self, problems: tuple[TermProblem, ...]) -> None:
        self.beginResetModel()
        self._problems = problems
        self._told = min(len(problems), _FETCHED_ROWS)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._told

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._told < len(self._problems)

    def fetchMore(self, parent: _Index) -> None:
        told = min(self._told + _FETCHED_ROWS, len(self._problems))
        if told > self._told:
            self.beginInsertRows(QModelIndex(), self._told, told - 1)
            self._told = told
            self.endInsertRows()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        problem = self._problems[index.row()]
        line = QLocale().toString(problem.line)
        reason = fault_text(problem.fault)
        return self.tr("line {line}: {reason}").format(line=line, reason=reason)


def _rewritten(term: Term, column: int, word: str) -> Term:
    """A term with another word in a column. Raises ``TermError``."""
    simplified, traditional = term.forms
    forms = (word, traditional) if column == SIMPLIFIED else (simplified, word)
    changed = replace(term, simplified=forms[0], traditional=forms[1])
    if changed.is_character and not term.is_character:
        return term_toward(Direction.TO_TRADITIONAL, *forms)
    return changed


def _alike(one: Iterable[Term], other: Iterable[Term]) -> int:
    """How many terms two lists have in common at their beginnings."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left is not right and left != right:
            break
        count += 1
    return count
