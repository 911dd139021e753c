"""The concordance of a search: every place of its words in context, and a plot of them by time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPalette,
)
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.concordance import ConcordanceBatch, DateCount, LineOrder, Timeline, timeline
from reader.model import Script, ShownScript
from reader.script import NO_TERMS, Terms
from reader.script.folding import Array
from reader.search.conditions import with_condition
from reader.search.query import parse_query
from reader.ui.concordance.concordance_model import COLUMNS, ConcordanceModel
from reader.ui.concordance.timeline_plot import TimelinePlot
from reader.ui.plain_text import PlainLabel
from reader.ui.query_problems import problems_text
from reader.ui.theme import interface_font, region_of

_Index = QModelIndex | QPersistentModelIndex
# While lines come, the plot is drawn anew at this pace.
_PLOT_PAUSE_MS = 200
_WIDTHS = {LineOrder.WORD: 90, LineOrder.NEWSPAPER: 100, LineOrder.DATE: 96, LineOrder.TITLE: 190}
_ROW_PADDING = 10
_PROGRESS_PIXELS = 120
_LINES_PAGE, _PLOT_PAGE, _EMPTY_PAGE = range(3)


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the lines are sorted."""

    by: LineOrder = LineOrder.DATE
    descending: bool = False


class LineDelegate(QStyledItemDelegate):
    """Leaves out what is farthest from the word, and lets the word stand out."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected:  # the line is, not one of its cells
            option.state &= ~QStyle.StateFlag.State_HasFocus
        column = COLUMNS[index.column()]
        left = column is LineOrder.LEFT
        option.textElideMode = Qt.TextElideMode.ElideLeft if left else Qt.TextElideMode.ElideRight
        if column is LineOrder.WORD:
            palette = QPalette(option.palette)
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                palette.setColor(role, palette.color(QPalette.ColorRole.Link))
            option.palette = palette


class LineTable(QTableView):
    """A table of which a line is copied, and not a cell."""

    copy_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        else:
            super().keyPressEvent(event)


class ConcordanceWindow(QWidget):
    """Shows what it is given; what a person wants of it is asked for by signals."""

    concordance_requested = Signal(str)  # the query in its box
    cancel_requested = Signal()
    sort_requested = Signal(object)  # Sorting
    line_requested = Signal(object)  # ConcordanceLine
    period_requested = Signal(str)  # the query with the period of a bar
    lines_export_requested = Signal(object)  # Path
    counts_export_requested = Signal(object)  # Path
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setMinimumSize(720, 400)
        self.resize(1080, 680)
        self.model = ConcordanceModel(self)
        self.sorting = Sorting()
        self._hits: Counter[str | None] = Counter()
        self._articles: Sequence[DateCount] = ()
        self._running = self._cancelled = False
        self._problem = ""  # why there is no answer
        self._done = self._total = 0  # articles
        self._box = QLineEdit()
        self._faults = PlainLabel()  # what of the query is not understood
        self._status = PlainLabel()
        self._progress = QProgressBar()
        self._cancel = self._button(self.tr("Cancel"))
        self._export = self._button(self.tr("Export…"))
        self._pages = QStackedWidget()
        self._table = LineTable()
        self._plot = TimelinePlot()
        self._undated = PlainLabel()
        self._nothing = PlainLabel()
        self._page_buttons = self._switch([self.tr("Lines"), self.tr("Over time")])
        self._period_buttons = self._switch([self.tr("Years"), self.tr("Months")])
        self._plot_timer = QTimer(self, singleShot=True, interval=_PLOT_PAUSE_MS)
        self._arrange()
        self._connect()
        self._show_page()

    @property
    def timeline(self) -> Timeline:
        """What the plot shows."""
        hits = [DateCount(date, count) for date, count in self._hits.items()]
        by_month = self._period_buttons.checkedId() == 1
        return timeline(hits, self._articles, by_month=by_month)

    @property
    def _plotting(self) -> bool:
        """Whether the plot is wanted, and not the lines."""
        return self._page_buttons.checkedId() == 1

    def start(self, query: str) -> None:
        """Clear all for the concordance of another query."""
        self.setWindowTitle(self.tr("Concordance: %1").replace("%1", query))
        self._box.setText(query)
        faults = parse_query(query).problems
        self._faults.setText(problems_text(faults, query))
        self._faults.setVisible(bool(faults))
        self.model.clear()
        self._hits.clear()
        self._done = self._total = 0
        self._running, self._cancelled, self._problem = True, False, ""
        self._show()
        (self._plot if self._plotting else self._table).setFocus()

    def set_articles(self, counts: Sequence[DateCount]) -> None:
        """The ground of the plot: how many articles there are of each date."""
        self._articles = counts
        self._plot_timer.start()

    def add(self, batch: ConcordanceBatch) -> None:
        first = not self.model.rowCount()
        self.model.append(batch.lines)
        for one in batch.counts:
            self._hits[one.date] += one.count
        self._done, self._total = batch.done, batch.total
        if first:
            self._fit_word()
        if not self._plot_timer.isActive():
            self._plot_timer.start()
        self._show()

    def finish(self) -> None:
        """All lines are there. Those that came in another order than is wanted are sorted."""
        self._running = False
        self._show()
        self._show_plot()
        if self.sorting != Sorting() and self.model.rowCount():
            self.sort_requested.emit(self.sorting)

    def cancel(self) -> None:
        """No more lines come; those that are there stay."""
        if self._running:
            self._cancelled = True
            self.finish()

    def show_problem(self, message: str) -> None:
        """Say why there is no answer, or no more of it."""
        self._problem = message
        self.cancel()

    def show_text(self, text: str) -> None:
        """Say what was done."""
        self._status.setText(text)

    def set_order(self, order: Array) -> None:
        self.model.reorder(order)
        self._table.scrollToTop()

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self.setFont(interface_font(QApplication.font(), region_of(shown, Script.SIMPLIFIED)))
        self.model.set_shown(shown, terms)

    # Putting together

    def _arrange(self) -> None:
        self._box.setAccessibleName(self.tr("Search"))
        self._box.setPlaceholderText(self.tr("Search all articles, in either script"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_PROGRESS_PIXELS)
        for label in (self._status, self._undated, self._nothing):
            label.setProperty("muted", True)
        self._faults.setProperty("fault", True)
        self._faults.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setWordWrap(True)
        self._arrange_table()
        for page in (self._table, self._plot_page(), self._nothing):
            self._pages.addWidget(page)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._box, 1)
        for button in self._page_buttons.buttons():
            top.addWidget(button)
        below.setSpacing(10)
        below.addWidget(self._status, 1)
        below.addWidget(self._progress)
        below.addWidget(self._cancel)
        for button in self._period_buttons.buttons():
            below.addWidget(button)
        below.addWidget(self._export)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(6)
        head.addLayout(top)
        head.addWidget(self._faults)
        head.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _arrange_table(self) -> None:
        table = self._table
        table.setModel(self.model)
        table.setItemDelegate(LineDelegate(table))
        table.setAccessibleName(self.tr("Lines"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(QFontMetrics(self.font()).height() + _ROW_PADDING)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(COLUMNS.index(self.sorting.by), Qt.SortOrder.AscendingOrder)
        for column in (LineOrder.LEFT, LineOrder.RIGHT):
            header.setSectionResizeMode(COLUMNS.index(column), QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(COLUMNS.index(column), width)

    def _plot_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._plot, 1)
        self._undated.setContentsMargins(14, 6, 14, 8)
        column.addWidget(self._undated)
        return page

    def _connect(self) -> None:
        close = QAction(self)
        close.setShortcuts([QKeySequence(Qt.Key.Key_Escape), QKeySequence("Ctrl+W")])
        close.triggered.connect(self.close)
        self.addAction(close)
        self._box.returnPressed.connect(self._on_return_pressed)
        self._cancel.clicked.connect(self.cancel_requested)
        self._export.clicked.connect(self._on_export)
        self._table.copy_requested.connect(self._on_copy_requested)
        self._table.activated.connect(self._on_activated)
        self._table.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_wanted)
        self._page_buttons.idClicked.connect(self._on_page_chosen)
        self._period_buttons.idClicked.connect(self._show_plot)
        self._plot.period_chosen.connect(self._on_period_chosen)
        self._plot_timer.timeout.connect(self._show_plot)

    def _button(self, text: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        return button

    def _switch(self, names: Sequence[str]) -> QButtonGroup:
        """Buttons of which one is on."""
        group = QButtonGroup(self)
        for number, name in enumerate(names):
            button = self._button(name)
            button.setCheckable(True)
            button.setChecked(not number)
            group.addButton(button, number)
        return group

    # Showing

    def _show(self) -> None:
        """What can be said of the lines and done with them now."""
        self._status.setText(self._state())
        self._progress.setVisible(self._running)
        self._progress.setRange(0, self._total)
        self._progress.setValue(self._done)
        self._cancel.setVisible(self._running)
        self._export.setEnabled(self.model.rowCount() > 0)
        self._show_page()

    def _show_page(self) -> None:
        plot = self._plotting
        for button in self._period_buttons.buttons():
            button.setVisible(plot)
        empty = not self._running and not self.model.rowCount()
        self._nothing.setText(self._state() if empty else "")
        self._pages.setCurrentIndex(_EMPTY_PAGE if empty else _PLOT_PAGE if plot else _LINES_PAGE)

    def _state(self) -> str:
        number = self.locale().toString
        hits = self._hits.total()
        if self._problem:
            return self._problem
        if self._running:
            return self.tr("Looking: hits so far %1").replace("%1", number(hits))
        if self._cancelled and not self._total:
            return self.tr("Cancelled")
        if self._cancelled:
            text = self.tr("Cancelled: hits %1, in the first %2 of %3 articles")
        elif hits > self.model.rowCount():
            text = self.tr("The first %4 of %1 hits, in %2 articles; the plot counts all")
        elif hits:
            text = self.tr("Hits: %1, in %2 articles")
        elif self._total:
            text = self.tr("Articles found: %2; no word of the search stands in their texts.")
        else:
            text = self.tr("These words stand in no article.")
        for place, count in enumerate((hits, self._done, self._total, self.model.rowCount()), 1):
            text = text.replace(f"%{place}", number(count))
        return text

    def _show_plot(self) -> None:
        """Only when it is looked at: to count dates takes a while."""
        if not self._plotting:
            return
        counted = self.timeline
        self._plot.set_timeline(counted)
        text = self.tr("Without a date: hits %1, articles %2")
        if self._period_buttons.checkedId() == 1:
            text = self.tr("Without a month: hits %1, articles %2")
        text = text.replace("%1", self.locale().toString(counted.undated_hits))
        self._undated.setText(text.replace("%2", self.locale().toString(counted.undated_articles)))

    def _fit_word(self) -> None:
        """Room for the word as the first lines have it."""
        metrics = QFontMetrics(self._table.font())
        words = [self.model.shown(row).word for row in range(min(self.model.rowCount(), 50))]
        widest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        width = min(max(widest + 30, 64), 260)
        self._table.horizontalHeader().resizeSection(COLUMNS.index(LineOrder.WORD), width)

    # What a person does

    def _on_page_chosen(self) -> None:
        self._show_plot()
        self._show_page()

    def _on_return_pressed(self) -> None:
        query = self._box.text().strip()
        if query:
            self.concordance_requested.emit(query)

    def _on_activated(self, index: QModelIndex) -> None:
        self.line_requested.emit(self.model.line(index.row()))

    def _on_sort_wanted(self, section: int, order: Qt.SortOrder) -> None:
        self.sorting = Sorting(COLUMNS[section], order is Qt.SortOrder.DescendingOrder)
        if self.model.rowCount():
            self.sort_requested.emit(self.sorting)

    def _on_period_chosen(self, name: str) -> None:
        """From all years into the months of one."""
        self._period_buttons.button(1).setChecked(True)
        self.period_requested.emit(with_condition(self._box.text().strip(), "date", name))

    def _on_copy_requested(self) -> None:
        row = self._table.currentIndex().row()
        if row >= 0:
            line = self.model.shown(row)
            facts = [fact for fact in (line.newspaper, line.date, line.title) if fact]
            text = f"{line.left}【{line.word}】{line.right}\n{' · '.join(facts)}"
            QGuiApplication.clipboard().setText(text)

    def _on_export(self) -> None:
        plot = self._plotting
        title = self.tr("Export the counts") if plot else self.tr("Export the lines")
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Table (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self._on_counts_file if plot else self._on_lines_file)
        dialog.open()

    def _on_lines_file(self, name: str) -> None:
        self.lines_export_requested.emit(Path(name))

    def _on_counts_file(self, name: str) -> None:
        self.counts_export_requested.emit(Path(name))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
