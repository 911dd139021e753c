"""What the pane lists: of this article, this document or everything, and which of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.model import AnnotationOrder, AnnotationQuery, Color, MarkStyle
from reader.ui.annotations.lister import KnownWords
from reader.ui.annotations.wording import color_text, order_text, style_text
from reader.ui.flow_layout import FlowLayout
from reader.ui.plain_text import plain_tip
from reader.ui.search.date_popup import DatePopup
from reader.ui.search.filter_chips import Chip
from reader.ui.selection_popup import swatch_icon

_Value = TypeVar("_Value")
_TYPING_PAUSE_MS = 200
_MOST_TAGS = 60


class Scope(StrEnum):
    """Whose annotations are listed."""

    ARTICLE = "article"
    DOCUMENT = "document"
    LIBRARY = "library"


class FilterBar(QWidget):
    """Scope, order and filters. ``query`` is what they ask for, without the article's ids."""

    changed = Signal()
    left_downward = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._query = AnnotationQuery()
        self._dates = ""
        self._words = KnownWords()
        self._scopes = QButtonGroup(self)
        self._order = QToolButton()
        self._line = QLineEdit()
        self._pause = QTimer(self)
        self._lost = QToolButton()
        self._color = Chip(self.tr("Colour"), self.tr("Only in these colours"))
        self._style = Chip(self.tr("Style"), self.tr("Only marked like this"))
        self._tag = Chip(self.tr("Tag"), self.tr("Only with this tag"))
        self._date = Chip(self.tr("Date"), self.tr("Only last changed in these years or days"))
        self._arrange()
        self._connect()

    @property
    def query(self) -> AnnotationQuery:
        return self._query

    @property
    def scope(self) -> Scope:
        return list(Scope)[self._scopes.checkedId()]

    def set_scope(self, scope: Scope) -> None:
        self._scopes.button(list(Scope).index(scope)).setChecked(True)

    def set_words(self, words: KnownWords) -> None:
        """The tags and colours that can be chosen."""
        self._words = words

    def set_filters_visible(self, visible: bool) -> None:
        """Where there is nothing to filter, nothing of it is shown."""
        for widget in (self._line, self._color, self._style, self._tag, self._date):
            widget.setVisible(visible)
        self._order.setEnabled(visible)

    def clear(self) -> None:
        """Take all filters away."""
        self._line.clear()
        self._pause.stop()
        self._dates = ""
        self._ask(self._query.unfiltered())

    def set_orphans(self, count: int) -> None:
        """How many there are without a place in the text; to be said unless these are listed."""
        text = self.tr("No longer in the text: %1")
        self._lost.setText(text.replace("%1", self.locale().toString(count)))
        self._lost.setVisible(count > 0 and not self._query.orphans)

    def focus_line(self) -> None:
        self._line.setFocus()
        self._line.selectAll()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 0, 10, 6)
        column.setSpacing(6)
        scopes = QWidget()
        side_by_side = FlowLayout(scopes, 2)
        for number, (name, tip) in enumerate(
            (
                (self.tr("Article"), self.tr("This article")),
                (self.tr("Document"), self.tr("This document")),
                (self.tr("All"), self.tr("Everything in the library")),
            )
        ):
            button = QToolButton()
            button.setText(name)
            button.setToolTip(tip)
            button.setCheckable(True)
            self._scopes.addButton(button, number)
            side_by_side.addWidget(button)
        self._scopes.button(0).setChecked(True)
        self._order.setText("⇅")
        self._order.setProperty("flat", True)
        self._order.setAccessibleName(self.tr("Sort"))
        self._order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._order.setMenu(self._order_menu())
        row = QHBoxLayout()
        row.addWidget(scopes, 1)
        row.addWidget(self._order, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._line.setPlaceholderText(self.tr("Filter by words"))
        self._line.setAccessibleName(self.tr("Filter by words"))
        self._line.setClearButtonEnabled(True)
        column.addWidget(self._line)
        chips = QWidget()
        flow = FlowLayout(chips, 4)
        for chip in (self._color, self._style, self._tag, self._date):
            flow.addWidget(chip)
        column.addWidget(chips)
        self._lost.setProperty("link", True)
        self._lost.setMinimumWidth(1)  # it does not hold the pane
        self._lost.setToolTip(self.tr("List only these, to place them by hand"))
        self._lost.hide()
        column.addWidget(self._lost, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_words_typed)
        self._line.textChanged.connect(self._on_text_changed)
        self._line.returnPressed.connect(self._on_return_pressed)
        self._scopes.idToggled.connect(self._on_scope_toggled)
        self._lost.clicked.connect(self._show_orphans)
        self._color.pressed.connect(self._on_color_pressed)
        self._style.pressed.connect(self._on_style_pressed)
        self._tag.pressed.connect(self._on_tag_pressed)
        self._date.pressed.connect(self._on_date_pressed)
        self._color.remove_requested.connect(partial(self._set_colors, ()))
        self._style.remove_requested.connect(partial(self._set_styles, ()))
        self._tag.remove_requested.connect(partial(self._set_tags, ()))
        self._date.remove_requested.connect(partial(self._set_dates, ""))

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order in AnnotationOrder:
            action = menu.addAction(order_text(order))
            action.setCheckable(True)
            action.setChecked(order is self._query.order)
            action.setActionGroup(group)
            action.triggered.connect(partial(self._set_order, order))
        self._order.setToolTip(self.tr("Sort: %1").replace("%1", order_text(self._query.order)))
        return menu

    def _ask(self, query: AnnotationQuery) -> None:
        if query != self._query:
            self._query = query
            self._show_chips()
            self.changed.emit()

    def _show_chips(self) -> None:
        query = self._query
        self._color.set_on(bool(query.colors), ", ".join(map(color_text, query.colors)))
        styles = [style_text(style) for style in query.styles]
        if query.orphans:
            styles.append(self.tr("Lost"))
        self._style.set_on(bool(styles), ", ".join(styles))
        self._tag.set_on(bool(query.tags), ", ".join(query.tags))
        self._date.set_on(bool(self._dates), self._dates.replace("..", "–"))

    def _show_orphans(self) -> None:
        """All of them, whatever is filtered for now."""
        self._line.clear()
        self._pause.stop()
        self._dates = ""
        self._ask(replace(self._query.unfiltered(), orphans=True))

    def _set_order(self, order: AnnotationOrder) -> None:
        self._order.setToolTip(self.tr("Sort: %1").replace("%1", order_text(order)))
        self._ask(replace(self._query, order=order))

    def _set_colors(self, colors: Sequence[str]) -> None:
        self._ask(replace(self._query, colors=tuple(colors)))

    def _set_styles(self, styles: Sequence[MarkStyle], *, orphans: bool = False) -> None:
        self._ask(replace(self._query, styles=tuple(styles), orphans=orphans))

    def _set_tags(self, tags: Sequence[str]) -> None:
        self._ask(replace(self._query, tags=tuple(tags)))

    def _set_dates(self, dates: str) -> None:
        self._dates = dates
        since, until = moments_of(dates)
        self._ask(replace(self._query, since=since, until=until))

    def _on_scope_toggled(self, _: int, on: bool) -> None:
        if on:
            self.changed.emit()

    def _on_text_changed(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._on_words_typed()

    def _on_words_typed(self) -> None:
        self._pause.stop()
        self._ask(replace(self._query, words=self._line.text().strip()))

    def _on_return_pressed(self) -> None:
        self._on_words_typed()
        self.left_downward.emit()

    def _on_color_pressed(self) -> None:
        menu = self._menu()
        own = [color for color in self._words.colors if color.startswith("#")]
        for color in [*Color, *own]:
            action = self._check(menu, color_text(color), color in self._query.colors)
            action.setIcon(swatch_icon(color))
            action.triggered.connect(partial(self._flip_color, color))
        menu.popup(self._color.under())

    def _on_style_pressed(self) -> None:
        menu = self._menu()
        for style in MarkStyle:
            action = self._check(menu, style_text(style), style in self._query.styles)
            action.triggered.connect(partial(self._flip_style, style))
        menu.addSeparator()
        lost = self._check(menu, self.tr("No longer in the text"), self._query.orphans)
        lost.triggered.connect(self._flip_orphans)
        menu.popup(self._style.under())

    def _on_tag_pressed(self) -> None:
        menu = self._menu()
        menu.setToolTipsVisible(True)
        for tag in self._words.tags[:_MOST_TAGS]:
            action = self._check(menu, tag.replace("&", "&&"), tag in self._query.tags)
            action.setToolTip(plain_tip(tag))
            action.triggered.connect(partial(self._flip_tag, tag))
        if not self._words.tags:
            menu.addAction(self.tr("None yet")).setEnabled(False)
        menu.popup(self._tag.under())

    def _on_date_pressed(self) -> None:
        popup = DatePopup(self._dates, self)
        popup.dates_chosen.connect(self._set_dates)
        popup.show_at(self._date.under())

    def _flip_color(self, color: str) -> None:
        self._set_colors(_flipped(self._query.colors, color))

    def _flip_style(self, style: MarkStyle) -> None:
        self._set_styles(_flipped(self._query.styles, style), orphans=self._query.orphans)

    def _flip_orphans(self) -> None:
        self._set_styles(self._query.styles, orphans=not self._query.orphans)

    def _flip_tag(self, tag: str) -> None:
        self._set_tags(_flipped(self._query.tags, tag))

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("filters")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    @staticmethod
    def _check(menu: QMenu, text: str, on: bool) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(on)
        return action


def moments_of(dates: str) -> tuple[datetime | None, datetime | None]:
    """The half-open range of ``2020``, ``2020-11``, ``2020-11-05`` or ``2020..2023``, in the time
    of this computer; of a part that is no date there is no bound."""
    first, dots, last = dates.partition("..")
    since = _moment(first, after=False)
    return since, _moment(last if dots else first, after=True)


def _moment(date: str, *, after: bool) -> datetime | None:
    """When a date begins, or what comes after it."""
    try:
        year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
        if not after:
            return datetime(year, month or 1, day or 1).astimezone()
        if day:
            return datetime.fromordinal(datetime(year, month, day).toordinal() + 1).astimezone()
        following = (year, month + 1) if month and month < 12 else (year + 1, 1)
        return datetime(*following, 1).astimezone()
    except (ValueError, OverflowError):
        return None


def _flipped(held: Sequence[_Value], value: _Value) -> tuple[_Value, ...]:
    """With a value, or without it where it was there."""
    kept = tuple(one for one in held if one != value)
    return kept if len(kept) < len(held) else (*held, value)
