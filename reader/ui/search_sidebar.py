"""The sidebar: a search box, and under it the hits, or another widget while the box is empty."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.library import shown_text
from reader.model import Hit, SearchResult, ShownScript, Span
from reader.script import NO_TERMS, Terms, convert
from reader.ui.plain_text import PlainLabel
from reader.ui.theme import Colors

_Index = QModelIndex | QPersistentModelIndex
_HIT_ROLE = Qt.ItemDataRole.UserRole
# Shorter than a pause between two keys of one word, longer than the gap inside an IME's commit.
_DEBOUNCE_MS = 120
_PADDING = 12
_NEVER_FIRST = frozenset("，。、；：！？”’）》」』】…%")  # these hang at the line's end


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit's row in the script on screen; ``spans``: offsets into ``snippet``."""

    title: str
    snippet: str
    spans: tuple[Span, ...]
    places: int


def shown_hit(hit: Hit, shown: ShownScript, terms: Terms = NO_TERMS) -> ShownHit:
    """Convert a hit's title and snippet, its marks staying on the same words. Pure."""
    converted = convert(hit.snippet, shown, hit.script, terms)
    end = hit.snippet_start + len(hit.snippet)
    inside = [
        Span(span.start - hit.snippet_start, min(span.end, end) - hit.snippet_start)
        for span in hit.spans
        if hit.snippet_start <= span.start < end
    ]
    spans = tuple(piece for span in inside for piece in converted.alignment.to(span))
    title = shown_text(hit.label or hit.title, shown, hit.script, terms)
    return ShownHit(title, converted.text, spans, len(hit.spans))


class HitModel(QAbstractListModel):
    """The hits that have been fetched, best first."""

    more_requested = Signal(int)  # offset of the first one wanted

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self._hits: list[Hit] = []
        self._total = 0
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS
        self._rows: dict[int, ShownHit] = {}
        self._asked = -1

    @property
    def query(self) -> str:
        """The query whose hits these are; empty where there is no answer."""
        return self._query

    def set_result(self, result: SearchResult | None) -> None:
        self.beginResetModel()
        self._query = result.query if result else ""
        self._hits = list(result.hits) if result else []
        self._total = result.total if result else 0
        self._rows = {}
        self._asked = -1
        self.endResetModel()

    def extend(self, result: SearchResult) -> None:
        """Add the next page of the same search; one of another search comes too late."""
        if result.query != self._query:
            return
        if not result.hits:
            self._total = len(self._hits)
            return
        first = len(self._hits)
        self.beginInsertRows(QModelIndex(), first, first + len(result.hits) - 1)
        self._hits.extend(result.hits)
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
        row = self._rows.get(index.row())
        if row is None:
            row = self._rows[index.row()] = shown_hit(
                self._hits[index.row()], self._shown, self._terms
            )
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{row.title}\n{row.snippet}"
        return None

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and len(self._hits) < self._total

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent) and self._asked != len(self._hits):
            self._asked = len(self._hits)
            self.more_requested.emit(self._asked)


class HitDelegate(QStyledItemDelegate):
    """Draws a hit: its title, and a snippet of at most two lines with the hit marked."""

    def __init__(self, colors: Colors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colors = colors

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = QFontMetrics(option.font)
        return QSize(0, round(metrics.height() * 3.15) + 2 * 9)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(_HIT_ROLE)
        assert isinstance(row, ShownHit)
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        option.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        rect: QRect = option.rect.adjusted(_PADDING, 9, -_PADDING, -9)
        palette: QPalette = option.palette
        font: QFont = option.font
        painter.save()
        self._paint_title(painter, rect, font, palette, row)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        metrics = QFontMetrics(font)
        rect.setTop(rect.top() + round(metrics.height() * 1.15))
        self._paint_snippet(painter, rect, metrics, row)
        painter.restore()

    def _paint_title(
        self, painter: QPainter, rect: QRect, font: QFont, palette: QPalette, row: ShownHit
    ) -> None:
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        count = str(row.places) if row.places > 1 else ""
        count_width = metrics.horizontalAdvance(count) + 8 if count else 0
        painter.setFont(bold)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        width = rect.width() - count_width
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, width)
        line = QRect(rect.left(), rect.top(), rect.width(), metrics.height())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, count)

    def _paint_snippet(
        self, painter: QPainter, rect: QRect, metrics: QFontMetrics, row: ShownHit
    ) -> None:
        """Character by character: CJK text breaks anywhere, and a mark may cross a line's end."""
        x, y, lines = rect.left(), rect.top(), 1
        ends = {span.end for span in row.spans}
        starts = {span.start for span in row.spans}
        marked = False
        for position, character in enumerate(row.snippet):
            marked = (marked and position not in ends) or position in starts
            width = metrics.horizontalAdvance(character)
            if x + width > rect.right() and character not in _NEVER_FIRST:
                if lines == 2:
                    return
                x, y, lines = rect.left(), y + metrics.height(), lines + 1
            if marked:
                painter.fillRect(x, y, width, metrics.height(), QColor(self.colors.hit))
            painter.drawText(x, y + metrics.ascent(), character)
            x += width


class _SearchBox(QLineEdit):
    left_downward = Signal()

    def event(self, event: QEvent) -> bool:
        """With nothing typed to undo, Ctrl+Z is the window's."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_downward.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
        else:
            super().keyPressEvent(event)


class SearchSidebar(QWidget):
    """The box, the hits, and ``resting``, the widget that is shown while the box is empty."""

    search_requested = Signal(str, int)  # query, offset
    hit_requested = Signal(object)  # Hit
    search_cleared = Signal()

    def __init__(self, resting: QWidget, colors: Colors) -> None:
        super().__init__()
        self._resting = resting
        self._model = HitModel(self)
        self._box = _SearchBox()
        self._status = PlainLabel()
        self._hits = QListView()
        self._delegate = HitDelegate(colors, self._hits)
        self._pages = QStackedWidget()
        self._timer = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._opens_first = False  # Enter was pressed before the answer came
        self._arrange()
        self._box.textChanged.connect(self._on_text_changed)
        self._box.returnPressed.connect(self._on_return_pressed)
        self._box.left_downward.connect(self._on_left_downward)
        self._timer.timeout.connect(self._on_typed)
        self._model.more_requested.connect(self._on_more_requested)
        self._hits.clicked.connect(self._on_hit_chosen)
        self._hits.activated.connect(self._on_hit_chosen)

    @property
    def query(self) -> str:
        """What is in the box, without white space at its ends."""
        return self._box.text().strip()

    @property
    def hits(self) -> HitModel:
        return self._model

    def focus_box(self) -> None:
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def set_query(self, query: str) -> None:
        self._box.setText(query)

    def show_result(self, result: SearchResult) -> None:
        """Show the first page of an answer; news of the same search keep row and place."""
        index = self._hits.currentIndex()
        same = result.query == self._model.query
        current = self._model.hit(index.row()).article_id if same and index.isValid() else 0
        scrolled = self._hits.verticalScrollBar().value() if same else 0
        self._model.set_result(result)
        self._hits.setCurrentIndex(self._model.index(self._model.row_of(current)))
        self._hits.doItemsLayout()
        self._hits.verticalScrollBar().setValue(scrolled)
        if result.total:
            count = self.locale().toString(result.total)
            time = self.locale().toString(result.milliseconds, "f", 0)
            text = self.tr("1 article") if result.total == 1 else self.tr("%1 articles")
            self._status.setText(f"{text.replace('%1', count)} · {time} ms")
        else:
            self._status.setText(
                self.tr("Nothing found. Fewer characters find more; either script finds both.")
            )
        if self._opens_first:
            self._open_first()

    def extend_result(self, result: SearchResult) -> None:
        self._model.extend(result)

    def show_problem(self, message: str) -> None:
        """Say why there is no answer."""
        self._model.set_result(None)
        self._status.setText(message)

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self._model.set_shown(shown, terms)

    def set_colors(self, colors: Colors) -> None:
        self._delegate.colors = colors
        self._hits.viewport().update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up from the first hit goes back to the box; Escape clears the search."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Up and self._hits.currentIndex().row() <= 0:
                self.focus_box()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._box.clear()
                self.focus_box()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_hit_chosen(self._hits.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        self._box.setPlaceholderText(self.tr("Search all articles, in either script"))
        self._box.setClearButtonEnabled(True)
        self._box.setAccessibleName(self.tr("Search"))
        self._status.setProperty("muted", True)
        self._status.setWordWrap(True)
        self._status.setContentsMargins(_PADDING, 2, _PADDING, 6)
        self._hits.setModel(self._model)
        self._hits.setItemDelegate(self._delegate)
        self._hits.setMouseTracking(True)
        self._hits.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._hits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hits.setAccessibleName(self.tr("Hits"))
        self._hits.installEventFilter(self)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._status)
        column.addWidget(self._hits, 1)
        self._pages.addWidget(self._resting)
        self._pages.addWidget(found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        top = QWidget()
        top_row = QVBoxLayout(top)
        top_row.setContentsMargins(10, 10, 10, 8)
        top_row.addWidget(self._box)
        layout.addWidget(top)
        layout.addWidget(self._pages, 1)

    def _on_text_changed(self) -> None:
        self._opens_first = False
        if self.query:
            self._timer.start()
        else:
            self._timer.stop()
            self._pages.setCurrentIndex(0)
            self._model.set_result(None)
            self._status.clear()
            self.search_cleared.emit()

    def _on_typed(self) -> None:
        self._pages.setCurrentIndex(1)
        self.search_requested.emit(self.query, 0)

    def _on_more_requested(self, offset: int) -> None:
        self.search_requested.emit(self._model.query, offset)

    def _on_return_pressed(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._on_typed()
        if self._model.query == self.query:
            self._open_first()
        else:
            self._opens_first = True

    def _open_first(self) -> None:
        self._opens_first = False
        if self._model.rowCount():
            self._on_left_downward()
            self._on_hit_chosen(self._hits.currentIndex())

    def _on_left_downward(self) -> None:
        target = self._hits if self._pages.currentIndex() else self._resting
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self._pages.currentIndex() and not self._hits.currentIndex().isValid():
            self._hits.setCurrentIndex(self._model.index(0))

    def _on_hit_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.hit_requested.emit(self._model.hit(index.row()))
