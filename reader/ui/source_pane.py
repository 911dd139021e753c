"""The source beside the article: its own lines, the article's in black, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from reader.article_view import Cleaning, Place
from reader.model import Article, ShownScript, Span
from reader.settings import Settings
from reader.source_view import (
    RowStyle,
    SourceLine,
    SourcePoint,
    SourceView,
    pixels_to,
    top_point,
)
from reader.ui.actions import copy_action
from reader.ui.edit_marks import cleaning_text
from reader.ui.laid_block import BlockForm, Mark
from reader.ui.page import Page, PageSource
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.theme import Colors, article_font, region_of

_BASE_PIXELS = 15
# A newspaper's lines have a blank one between every two: at full height a screen would be half of
# nothing.
_BLANK_HEIGHT = 0.4
# The article's own, so that both begin at the same height.
_TOP_MARGIN_PIXELS, _BOTTOM_MARGIN_PIXELS = 40.0, 90.0
# The line over the top edge is looked for among so many rows; those between are blank, or none of
# the article's.
_ROWS_ABOVE = 6


class SourcePane(QStackedWidget):
    """Shows one ``SourceView``. Offsets in its signals and methods are source offsets.

    It scrolls with an article that it does not know: it tells where it was scrolled to, and is told
    where the article was.
    """

    scrolled = Signal(object)  # SourcePoint, by a person
    line_clicked = Signal(object, float)  # Span of it, and its pixels below the top edge
    zoom_requested = Signal(int)
    escape_pressed = Signal()

    def __init__(self, settings: Settings, colors: Colors) -> None:
        super().__init__()
        self._settings, self._colors = settings, colors
        self._view: SourceView | None = None
        self._selection: Span | None = None  # article
        self._following = False
        self._page = Page()
        # The size of the page, and what was at its top edge, when a person last scrolled it.
        self._seen: tuple[QSize, SourcePoint | None] = (QSize(), None)
        self._empty = self._empty_page()
        self.addWidget(self._empty)
        self.addWidget(self._page)
        self._copy = copy_action(self.tr("Copy"), self)
        self.setFocusProxy(self._page)
        self._connect()

    @property
    def article(self) -> Article | None:
        """The article beside whose source it shows."""
        return self._view.article if self._view is not None else None

    def clear(self) -> None:
        """Show that nothing is open."""
        self._view, self._selection = None, None
        self._page.clear()
        self.setCurrentWidget(self._empty)

    def show_view(self, view: SourceView) -> None:
        """Show a source from its beginning."""
        self._view, self._selection = view, None
        self._set_source()
        self.setCurrentWidget(self._page)

    def set_typography(self, settings: Settings, colors: Colors) -> None:
        """Redraw in another size, typeface or theme; the first line on screen stays there."""
        self._settings, self._colors = settings, colors
        if self._view is None:
            return
        first, selection = self._page.first_line(), self._page.selection
        self._set_source()
        if first is not None:
            self._following = True
            self._page.scroll_to(*first)
            self._following = False
        if selection is not None:
            self._page.select(*selection)

    def follow(self, point: SourcePoint) -> None:
        """Scroll to where the article is."""
        if self._view is not None:
            self._following = True
            self._page.scroll_to(self._view.place(int(point.position)), point.below)
            self._page.scroll_pixels(pixels_to(point, self._lines(_ROWS_ABOVE)))
            self._following = False
            self._seen = self._page.viewport().size(), None

    def mark_selection(self, selection: Span | None) -> None:
        """Mark what an article span was made of."""
        if selection != self._selection:
            self._selection = selection
            self._page.marks_changed()

    def copy_selection(self) -> None:
        """Put the selected source on the clipboard, as it is."""
        selection = self._page.selection
        if self._view is not None and selection is not None:
            QGuiApplication.clipboard().setText(self._view.text(*selection))

    # Showing

    def _connect(self) -> None:
        self._page.scrolled.connect(self._on_page_scrolled)
        self._page.clicked.connect(self._on_page_clicked)
        self._page.hovered.connect(self._on_page_hovered)
        self._page.menu_requested.connect(self._on_menu_requested)
        self._page.zoom_requested.connect(self.zoom_requested)
        self._page.escape_pressed.connect(self.escape_pressed)
        self._copy.triggered.connect(self.copy_selection)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        hint = PlainLabel(self.tr("The source of the open article stands here."))
        hint.setProperty("muted", True)
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(hint)
        return page

    def _set_source(self) -> None:
        assert self._view is not None
        view, zoom = self._view, self._settings.zoom_percent / 100
        self._page.set_source(
            PageSource(view.lengths, view.styles, self._forms(), view.row_text, self._marks_of),
            measure=self._settings.measure * _BASE_PIXELS * zoom,
            margins=(_TOP_MARGIN_PIXELS * zoom, _BOTTOM_MARGIN_PIXELS * zoom),
            selection_color=QColor(self._colors.selection),
        )

    def _forms(self) -> list[BlockForm]:
        """One for each ``RowStyle``."""
        assert self._view is not None
        pixels = _BASE_PIXELS * self._settings.zoom_percent / 100
        region = region_of(ShownScript.ORIGINAL, self._view.article.summary.script)
        font = article_font(self._settings.typeface, region, pixels)
        line = round(pixels * self._settings.line_height_percent / 100)
        return [
            BlockForm(
                font=font,
                color=QColor(self._colors.text if style is RowStyle.OWN else self._colors.muted),
                line_height=round(line * _BLANK_HEIGHT) if style is RowStyle.BLANK else line,
                indent=0,
                above=0.0,
                below=0.0,
            )
            for style in RowStyle
        ]

    def _marks_of(self, row: int) -> list[Mark]:
        """What is none of the article's, what became of it, and over them what is selected."""
        assert self._view is not None
        view, muted = self._view, QColor(self._colors.muted)
        marks = []
        if view.styles[row] == RowStyle.OWN:
            marks += [Mark(span, color=muted) for span in view.others(row)]
            marks += [Mark(span, QColor(self._colors.missing)) for span in view.edited(row)]
        if self._selection is not None:
            faint = _between(self._colors.page, self._colors.selection)
            marks += [Mark(span, faint) for span in view.selected(row, self._selection)]
        return marks

    def _own_lines(self, above: int) -> Iterator[tuple[Span, float]]:
        """The article's part of each line on screen, and of some rows above it, that has any; with
        its pixels below the top edge."""
        assert self._view is not None
        view = self._view
        for line, following in pairwise(chain(self._page.lines(above), [None])):
            assert line is not None
            start, end = view.position(line.place), view.row(line.place.block).end
            if following is not None and following.place.block == line.place.block:
                end = view.position(following.place)
            own = view.own_part(Span(start, end))
            if own is not None:
                yield own, line.below

    def _lines(self, above: int) -> Iterator[SourceLine]:
        return (SourceLine(own.start, below) for own, below in self._own_lines(above))

    # Events

    def _on_page_scrolled(self) -> None:
        """Tell of it; a new size is no scrolling, though the page says so twice."""
        if self._view is None or self._following:
            return
        seen = self._page.viewport().size(), top_point(self._lines(_ROWS_ABOVE))
        moved = seen[0] == self._seen[0] and seen[1] != self._seen[1]
        self._seen = seen
        if moved and seen[1] is not None:
            self.scrolled.emit(seen[1])

    def _on_page_clicked(self, place: Place | None) -> None:
        """Ask for the line, if it is the article's."""
        if self._view is None or place is None:
            return
        position = self._view.position(place)
        for own, below in self._own_lines(0):
            if own.start <= position < own.end:
                self.line_clicked.emit(own, below)
                return

    def _on_page_hovered(self, place: Place | None, point: QPoint) -> None:
        edit = self._view.edit_at(place) if self._view is not None and place is not None else None
        if edit is None:
            QToolTip.hideText()
        else:
            after = edit.after or self.tr("(nothing)")
            told = cleaning_text(Cleaning(edit.rule, edit.before, after))
            QToolTip.showText(point, plain_tip(told), self._page)

    def _on_menu_requested(self, _: Place | None, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy"), self.copy_selection)
        copy.setEnabled(self._page.selection is not None)
        menu.popup(point)


def _between(one: str, other: str) -> QColor:
    """The colour half way between two."""
    first, second = QColor(one), QColor(other)
    return QColor(
        (first.red() + second.red()) // 2,
        (first.green() + second.green()) // 2,
        (first.blue() + second.blue()) // 2,
    )
