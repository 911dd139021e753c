"""The lines between the search box and the hits: how many, in what order, and what to know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reader.model import HitOrder, QueryProblem, SearchResult
from reader.ui.plain_text import PlainLabel
from reader.ui.query_problems import problems_text

_PADDING = 12


class SearchStatus(QWidget):
    """Tells of an answer; the star saves its query, the menu chooses the order."""

    order_chosen = Signal(object)  # HitOrder
    star_pressed = Signal()

    def __init__(self, order: HitOrder) -> None:
        super().__init__()
        self._problems = PlainLabel()
        self._warning = PlainLabel()
        self._count = PlainLabel()
        self._star = QToolButton()
        self._order = QToolButton()
        self._actions = self._order_actions()
        self._arrange()
        self.set_order(order)
        self.set_problems((), "")
        self.clear()

    def set_order(self, order: HitOrder) -> None:
        self._actions[order].setChecked(True)
        self._order.setText(f"{self._actions[order].text()} ▾")

    def set_saved(self, saved: bool) -> None:
        """Whether the query is one of the saved ones."""
        self._star.setText("★" if saved else "☆")
        tip = self.tr("Forget this saved search") if saved else self.tr("Save this search")
        self._star.setToolTip(tip)
        self._star.setAccessibleName(tip)

    def set_problems(self, problems: Sequence[QueryProblem], query: str) -> None:
        """What of a query is not understood, a line for each of the first faults."""
        self._problems.setText(problems_text(problems, query))
        self._problems.setVisible(bool(problems))

    def show_result(self, result: SearchResult) -> None:
        count = self.locale().toString(result.total)
        time = self.locale().toString(result.milliseconds, "f", 0)
        text = self.tr("1 article") if result.total == 1 else self.tr("%1 articles")
        self._count.setText(f"{text.replace('%1', count)} · {time} ms")
        self._warning.setVisible(result.scanned)
        if result.scanned:
            self._warning.setText(self.tr("Searched without the index, which is not ready."))
        self._show_buttons(result.total > 0)

    def show_message(self, message: str) -> None:
        """In the place of a count: why there is none."""
        self._count.setText(message)
        self._warning.hide()
        self._show_buttons(False)

    def clear(self) -> None:
        self.show_message("")

    def _show_buttons(self, shown: bool) -> None:
        self._star.setVisible(shown)
        self._order.setVisible(shown)

    def _order_actions(self) -> dict[HitOrder, QAction]:
        group = QActionGroup(self)
        menu = QMenu(self._order)
        actions = {}
        for order, name in (
            (HitOrder.RELEVANCE, self.tr("Best first")),
            (HitOrder.NEWEST, self.tr("Newest first")),
            (HitOrder.OLDEST, self.tr("Oldest first")),
        ):
            action = group.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(partial(self._on_order_chosen, order))
            menu.addAction(action)
            actions[order] = action
        self._order.setMenu(menu)
        return actions

    def _arrange(self) -> None:
        self._problems.setProperty("fault", True)
        self._count.setProperty("muted", True)
        self._warning.setProperty("muted", True)
        for label in (self._problems, self._count, self._warning):
            label.setWordWrap(True)
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._star.setProperty("flat", True)
        self._order.setProperty("flat", True)
        self._order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order.setToolTip(self.tr("What comes first"))
        self._star.clicked.connect(self.star_pressed)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self._count, 1)
        row.addWidget(self._star)
        row.addWidget(self._order)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, 0, _PADDING - 4, 4)
        column.setSpacing(3)
        column.addWidget(self._problems)
        column.addLayout(row)
        column.addWidget(self._warning)

    def _on_order_chosen(self, order: HitOrder) -> None:
        self.set_order(order)
        self.order_chosen.emit(order)
