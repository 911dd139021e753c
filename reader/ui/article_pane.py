"""The article: its typography, its highlights and hits, and what can be done with a selection."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QColorDialog,
    QMenu,
    QStackedWidget,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from reader.article_view import ArticleView, BlockStyle, Place, Word
from reader.model import (
    Article,
    BlockKind,
    MarkStyle,
    PlacedAnnotation,
    Span,
    Spans,
)
from reader.script.folding import Array
from reader.settings import Glosses, Settings
from reader.source_view import SourceLine, SourcePoint, pixels_to, top_point
from reader.ui.actions import copy_action
from reader.ui.annotation_layer import AnnotationLayer
from reader.ui.edit_marks import cleaning_text, edit_marks, glosses
from reader.ui.gloss_rows import Gloss
from reader.ui.laid_block import BlockForm, Line, Mark
from reader.ui.mark_bar import BarMarks, bar_marks
from reader.ui.page import Page, PageSource
from reader.ui.plain_text import PlainLabel, plain_tip
from reader.ui.selection_popup import SelectionPopup
from reader.ui.theme import Colors, article_font, region_of, swatch_of

_BASE_PIXELS = 18
# Size against the paragraph's, weight, and space above and below in ems.
_FORMS: dict[BlockKind, tuple[float, int, float, float]] = {
    BlockKind.TITLE: (1.55, 700, 0.3, 0.6),
    BlockKind.SUBTITLE: (1.05, 400, 0.0, 0.6),
    BlockKind.BYLINE: (0.85, 400, 0.2, 0.9),
    BlockKind.HEADING: (1.12, 700, 1.0, 0.4),
    BlockKind.PARAGRAPH: (1.0, 400, 0.0, 0.5),
    BlockKind.CAPTION: (0.86, 400, 0.3, 0.9),
    BlockKind.NOTE: (0.86, 400, 0.3, 0.7),
}
_MUTED = {BlockKind.SUBTITLE, BlockKind.BYLINE, BlockKind.CAPTION, BlockKind.NOTE}
_TITLE_LINE_HEIGHT = 1.5
_MENU_CHARACTERS = 12
# A bookmark's words: its card shows them, and they find its place in a changed source. One of
# fewer than six is not looked for there.
_BOOKMARK_CHARACTERS = 20
_NO_NUMBERS = np.zeros(0, dtype=np.int64)
_TOP_MARGIN_EM, _BOTTOM_MARGIN_EM = 2.2, 5.0


class ArticlePane(QStackedWidget):
    """Shows one ``ArticleView``. Spans in its signals and methods are article offsets."""

    mark_requested = Signal(object, object, str)  # Span, MarkStyle, colour
    edit_requested = Signal(str, object)  # id of an annotation, AnnotationEdit
    range_changed = Signal(str, object)  # id of an annotation, Span
    note_requested = Signal(object)  # Span
    edit_note_requested = Signal(str)  # id of an annotation
    annotation_clicked = Signal(str)
    correction_requested = Signal(object)  # Word
    zoom_requested = Signal(int)
    import_requested = Signal()
    escape_pressed = Signal()
    scrolled = Signal()  # in any way but by ``follow`` and ``select_source``
    selection_changed = Signal()
    citation_requested = Signal(object)  # Span, to be copied with where it is from
    menu_opening = Signal(object, object)  # QMenu to add entries to, Place that it is about

    def __init__(self, settings: Settings, colors: Colors) -> None:
        super().__init__()
        self._settings = settings
        self._colors = colors
        self._view: ArticleView | None = None
        self._hits = Spans()
        self._hit_starts = _NO_NUMBERS
        self._current_hit = -1
        self._blocks = _NO_NUMBERS, _NO_NUMBERS  # where each begins in the article, its length
        self._in_bar: tuple[BarMarks, ...] = ()  # all annotations and hits
        self._marks: dict[int, list[Mark]] = {}  # block → marks, as they are asked for
        # A place that was scrolled to, and the source offset it stands for: inside a phrase that
        # changed its length the way back would lead to the phrase's start.
        self._opened_at: tuple[Place, int] | None = None
        self._page = Page()
        self._layer = AnnotationLayer(self._page, colors, self)
        self._following = False
        self._popup = SelectionPopup(self._page)
        self._empty = self._empty_page()
        self.addWidget(self._empty)
        self.addWidget(self._page)
        self._copy = copy_action(self.tr("Copy"), self)
        self.setFocusProxy(self._page)
        self._connect()

    @property
    def view(self) -> ArticleView | None:
        return self._view

    def clear(self) -> None:
        """Show the empty page."""
        self._view = None
        self._layer.set_view(None, same=False)
        self._hits, self._hit_starts, self._current_hit = Spans(), _NO_NUMBERS, -1
        self._popup.hide()
        self._page.clear()
        self.setCurrentWidget(self._empty)

    def show_view(self, view: ArticleView, position: int | None = None) -> None:
        """Show an article; the line of source offset ``position`` is the first on screen.

        The same article again, in another script, stays at its line and keeps the selection.
        """
        older = self._view
        self._popup.hide()
        if older is not None and _same_source(older.article, view.article):
            self._show_again(view)
            return
        self._hits, self._hit_starts, self._current_hit = Spans(), _NO_NUMBERS, -1
        self._set_view(view)
        self.setCurrentWidget(self._page)
        if position is not None and view.place_of_source(position) > Place(0, 0):
            self._scroll_to(position, 0)

    def set_typography(self, settings: Settings, colors: Colors) -> None:
        """Redraw in another size, typeface or theme; the first line on screen stays there."""
        self._settings, self._colors = settings, colors
        self._layer.set_colors(colors)
        if self._view is not None:
            self.show_view(self._view)

    def set_annotations(self, annotations: Sequence[PlacedAnnotation]) -> None:
        """Show these instead of those before; a range that is being changed goes on."""
        self._layer.set_annotations(annotations)
        self._find_bar_marks()

    def show_annotation(self, annotation_id: str) -> None:
        """Bring an annotation on screen and mark it as the current one."""
        self._layer.make_current(annotation_id)
        placed = self._layer.current
        if placed is not None:
            self._reveal(placed.spans[0])

    def current_annotation(self) -> PlacedAnnotation | None:
        """The one that was clicked or shown last, if it has a place."""
        return self._layer.current

    @property
    def hits(self) -> Spans:
        return self._hits

    def set_hits(self, spans: Spans) -> None:
        """Mark these article spans, sorted and disjoint, as hits; none is current."""
        self._hits = spans
        self._hit_starts = np.array(spans.starts, dtype=np.int64)
        self._current_hit = -1
        self._marks_changed()
        self._find_bar_marks()

    def show_hit(self, number: int) -> None:
        """Bring a hit, counted from 0, on screen as the current one."""
        if 0 <= number < len(self._hits):
            self._current_hit = number
            self._page.marks_changed()
            self._mark_bar()
            self._reveal(self._hits[number])

    def looked_at(self) -> int:
        """The article offset that a person looks on from: the current hit's or the selection's if
        it is on screen, else that of the first line there."""
        if self._view is None:
            return 0
        if self.shows_current_hit():
            return self._hits[self._current_hit].start
        selection, first = self._page.selection, self._page.first_line()
        if selection is not None and self._page.shows(selection[0]):
            return self._position(selection[0])
        return 0 if first is None else self._position(first[0])

    def shows_current_hit(self) -> bool:
        """Whether there is a current hit, and it begins on screen."""
        if self._view is None or self._current_hit < 0:
            return False
        return self._page.shows(self._view.place(self._hits[self._current_hit].start))

    def hit_from(self, position: int) -> int:
        """The first hit from an article offset on, from 0; their number if all are before it."""
        return bisect_left(self._hits.starts, position)

    def select_current_hit(self) -> None:
        """Select the current hit, to go on from it or to mark it."""
        if self._view is not None and self._current_hit >= 0:
            hit = self._hits[self._current_hit]
            end = self._view.place(hit.end, leftward=True)
            self._page.select(self._view.place(hit.start), end)

    def reading_position(self) -> int | None:
        """Source offset of the first line on screen."""
        first = self._page.first_line()
        if first is None or self._view is None:
            return None
        if self._opened_at is not None and self._opened_at[0] == first[0]:
            return self._opened_at[1]
        return self._view.source_position(first[0])

    def positions_on_screen(self) -> list[int]:
        """Source offsets of the first line on screen and of the blocks that begin under it."""
        first = self._page.first_line()
        position = self.reading_position()
        if self._view is None or first is None or position is None:
            return []
        below = (number for number in self._page.blocks_on_screen() if number > first[0].block)
        return [position, *(self._view.source_position(Place(number, 0)) for number in below)]

    def top_point(self) -> SourcePoint | None:
        """The source at the top edge, for a pane beside this one."""
        return top_point(self._source_lines(1))

    def follow(self, point: SourcePoint) -> None:
        """Scroll to where a pane beside this one is.

        ``scrolled`` is not emitted, or the two would lead each other on.
        """
        if self._view is not None:
            self._following = True
            self._page.scroll_to(self._view.place_of_source(int(point.position)), point.below)
            self._page.scroll_pixels(pixels_to(point, self._source_lines(1)))
            self._following = False

    def select_source(self, span: Span, below: float) -> None:
        """Select what a source span became, ``below`` pixels under the top edge."""
        found = self._view.clean.to(span) if self._view is not None else ()
        if self._view is not None and found:
            start = self._view.place(found[0].start)
            self._following = True
            self._page.scroll_to(start, below)
            self._page.select(start, self._view.place(found[0].end, leftward=True))
            self._following = False

    def selected_span(self) -> Span | None:
        """The selection, as a span of the article's clean text."""
        selection = self._page.selection
        return None if selection is None or self._view is None else self._view.span(*selection)

    @property
    def selection(self) -> tuple[Place, Place] | None:
        return self._page.selection

    def selected_text(self) -> str:
        """The selected words as they are shown."""
        selection = self._page.selection
        return "" if selection is None or self._view is None else self._view.text(*selection)

    def highlight_selection(self, color: str) -> None:
        self.mark_selection(MarkStyle.HIGHLIGHT, color)

    def mark_selection(self, style: MarkStyle, color: str | None = None) -> None:
        """Mark the selection, in the colour that the style had last if none is given.

        Without a selection it is the current annotation that becomes of this colour or style.
        """
        span = self.selected_span()
        if span is None:
            self._layer.change_current(style, color)
            return
        self._page.clear_selection()
        self.mark_requested.emit(span, style, self._layer.color_for(style, color))

    def bookmark_place(self) -> None:
        """Bookmark where the selection begins, or the first line on screen."""
        first = self._page.first_line()
        place = self._page.selection[0] if self._page.selection else first[0] if first else None
        span = self._bookmark_span(place) if place is not None else None
        if span is None:
            return
        known = self._layer.bookmark_at(span.start)
        self._page.clear_selection()
        if known is not None:
            self._layer.click(known.annotation.id)
        else:
            style = MarkStyle.BOOKMARK
            self.mark_requested.emit(span, style, self._layer.color_for(style))

    def ask_for_color(self) -> None:
        """Let a person choose a colour of their own, for the selection or the current mark."""
        if self._view is None or not (self.selected_span() or self.current_annotation()):
            return
        dialog = QColorDialog(swatch_of(self._layer.color_for(MarkStyle.HIGHLIGHT)), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Own colour"))
        dialog.colorSelected.connect(self._on_own_color_selected)
        dialog.open()

    def note_selection(self) -> None:
        """A note about the selection; without one, that of the current annotation."""
        span, current = self.selected_span(), self.current_annotation()
        if span is not None:
            self._page.clear_selection()
            self.note_requested.emit(span)
        elif current is not None:
            self.edit_note_requested.emit(current.annotation.id)

    def clear_selection(self) -> None:
        self._page.clear_selection()

    def copy_selection(self) -> None:
        """Put the selected words on the clipboard."""
        text = self.selected_text()
        if text:
            QGuiApplication.clipboard().setText(text)
        self._popup.hide()

    def cite_selection(self) -> None:
        """Have the selected words copied with where they are from."""
        span = self.selected_span()
        if span is not None:
            self.citation_requested.emit(span)

    # Showing

    def _connect(self) -> None:
        self._page.selection_finished.connect(self._on_selection_finished)
        self._page.selection_changed.connect(self._on_selection_changed)
        self._page.hovered.connect(self._on_page_hovered)
        self._page.menu_requested.connect(self._on_menu_requested)
        self._page.zoom_requested.connect(self.zoom_requested)
        self._page.scrolled.connect(self._on_page_scrolled)
        self._page.escape_pressed.connect(self._on_escape_pressed)
        self._layer.clicked.connect(self.annotation_clicked)
        self._layer.edit_requested.connect(self.edit_requested)
        self._layer.range_changed.connect(self.range_changed)
        self._layer.marks_changed.connect(self._marks_changed)
        self._popup.color_chosen.connect(self.highlight_selection)
        self._popup.own_color_chosen.connect(self.ask_for_color)
        self._popup.style_chosen.connect(self.mark_selection)
        self._popup.bookmark_chosen.connect(self.bookmark_place)
        self._popup.note_chosen.connect(self.note_selection)
        self._popup.copy_chosen.connect(self.copy_selection)
        self._copy.triggered.connect(self.copy_selection)

    def _empty_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(2)
        heading = PlainLabel(self.tr("Nothing is open"))
        heading.setProperty("heading", True)
        hint = PlainLabel(self.tr("Choose an article on the left, or drop files into this window."))
        hint.setProperty("muted", True)
        button = QToolButton()
        button.setText(self.tr("Import files…"))
        button.clicked.connect(self.import_requested)
        for widget in (heading, hint, button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _set_view(self, view: ArticleView) -> None:
        older = self._view.article.summary.id if self._view is not None else None
        self._view = view
        self._blocks = np.array(view.starts), np.array(view.lengths)
        self._opened_at = None
        self._marks = {}
        em = _BASE_PIXELS * self._settings.zoom_percent / 100
        forms = [self._form(style) for style in view.style_table]
        self._page.set_source(
            PageSource(
                view.lengths,
                view.styles,
                forms,
                self._text_of,
                self._marks_of,
                self._glosses_of,
                self._layer.ribbons,
            ),
            measure=self._settings.measure * em,
            margins=(_TOP_MARGIN_EM * em, _BOTTOM_MARGIN_EM * em),
            selection_color=QColor(self._colors.selection),
        )
        self._layer.set_view(view, same=older == view.article.summary.id)
        self._find_bar_marks()

    def _show_again(self, view: ArticleView) -> None:
        """The same article otherwise: its first line and its selection stay."""
        first = self._page.first_line()
        at_start = self._page.verticalScrollBar().value() == 0
        # Of another reading of the article the offsets are others.
        same = self._view is not None and self._view.article is view.article
        selected = self.selected_span() if same else None
        position = self.reading_position()
        self._set_view(view)
        if first is not None and position is not None and not at_start:
            self._scroll_to(position, first[1])
        if selected is not None:
            self._page.select(view.place(selected.start), view.place(selected.end, leftward=True))

    def _form(self, style: BlockStyle) -> BlockForm:
        assert self._view is not None
        kind = style.kind
        size, weight, above, below = _FORMS[kind]
        em = _BASE_PIXELS * self._settings.zoom_percent / 100
        pixels = em * size
        region = region_of(self._view.shown, self._view.article.summary.script)
        font = article_font(self._settings.typeface, region, pixels)
        font.setWeight(font.Weight(weight))
        line = self._settings.line_height_percent / 100
        if kind is BlockKind.TITLE:
            line = min(line, _TITLE_LINE_HEIGHT)
        indented = kind is BlockKind.PARAGRAPH and style.begins and self._settings.first_line_indent
        return BlockForm(
            font=font,
            color=QColor(self._colors.muted if kind in _MUTED else self._colors.text),
            line_height=round(pixels * line),
            indent=2 * font.pixelSize() if indented else 0,
            above=above * em if style.begins else 0.0,
            below=below * em if style.ends else 0.0,
        )

    def _text_of(self, block: int) -> str:
        assert self._view is not None
        return self._view.block(block).text

    def _glosses_of(self, block: int) -> Sequence[Gloss]:
        assert self._view is not None
        if self._settings.glosses is Glosses.HIDDEN:
            return ()
        return list(glosses(self._view.edits(block), QColor(self._colors.muted)))

    # Marks

    def _marks_changed(self) -> None:
        self._marks = {}
        self._page.marks_changed()

    def _marks_of(self, block: int) -> Sequence[Mark]:
        known = self._marks.get(block)
        if known is None:
            known = self._marks[block] = self._find_marks(block)
        return known + self._current_hit_marks(block)

    def _current_hit_marks(self, block: int) -> list[Mark]:
        """Found apart from the others: it goes from one to the next, and they stay."""
        if self._view is None or self._current_hit < 0:
            return []
        color = QColor(self._colors.current_hit)
        pieces = self._view.pieces_in(block, self._hits[self._current_hit])
        return [Mark(piece.span, color) for piece in pieces]

    def _find_marks(self, block: int) -> list[Mark]:
        """Highlights, longer ones under shorter ones, and over them the hits."""
        assert self._view is not None
        whole = self._view.clean_span(block)
        marks = list(self._layer.marks(block))
        color = QColor(self._colors.hit)
        marks += [
            Mark(piece.span, color)
            for hit in _overlapping(self._hits, whole)
            for piece in self._view.pieces_in(block, hit)
        ]
        if self._settings.mark_choices:
            quiet = QColor(self._colors.muted)
            choices = self._view.choices(block)
            marks += [Mark(choice.target, None, quiet, Line.DOTTED) for choice in choices]
        if self._settings.mark_edits:
            glossed = self._settings.glosses is Glosses.ABOVE
            faint = QColor(self._colors.edited)
            marks += edit_marks(self._view.edits(block), faint, glossed=glossed)
        return marks

    def _find_bar_marks(self) -> None:
        """Where annotations and hits stand, for the scroll bar."""
        self._in_bar = (
            *self._layer.bar_marks(self._blocks, bookmarks=False),
            self._bar_marks(self._hit_starts, self._colors.current_hit),
            *self._layer.bar_marks(self._blocks, bookmarks=True),
        )
        self._mark_bar()

    def _mark_bar(self) -> None:
        marks = self._in_bar
        if self._current_hit >= 0:
            current = self._hit_starts[self._current_hit : self._current_hit + 1]
            marks += (self._bar_marks(current, self._colors.accent),)
        self._page.set_bar_marks(marks)

    def _bar_marks(self, starts: Array, color: str) -> BarMarks:
        return bar_marks(*self._blocks, starts, QColor(color))

    # Places

    def _bookmark_span(self, place: Place) -> Span | None:
        """Words from a place on, or of the next block that has any."""
        assert self._view is not None
        start = self._position(place)
        for number in range(place.block, len(self._view)):
            whole = self._view.clean_span(number)
            start = max(start, whole.start)
            if start < whole.end:
                return Span(start, min(start + _BOOKMARK_CHARACTERS, whole.end))
        return None

    def _position(self, place: Place) -> int:
        """The article offset of the character after a place."""
        assert self._view is not None
        script = self._view.block(place.block).script
        return self._view.clean_span(place.block).start + script.back_position(place.offset)

    def _scroll_to(self, position: int, below: float) -> None:
        """Put the line of a source offset ``below`` pixels under the top edge."""
        assert self._view is not None
        place = self._view.place_of_source(position)
        self._page.scroll_to(place, below)
        self._opened_at = place, position

    def _source_lines(self, above: int) -> Iterator[SourceLine]:
        """The lines on screen, and those of a number of blocks above it, in the article's order."""
        if self._view is not None:
            for line in self._page.lines(above):
                yield SourceLine(self._view.source_position(line.place), line.below)

    def _reveal(self, span: Span) -> None:
        pieces = self._view.pieces(span) if self._view is not None else []
        if pieces:
            self._page.reveal(Place(pieces[0].block, pieces[0].span.start))

    # Events

    def _on_selection_finished(self) -> None:
        selection = self._page.selection
        if selection is None or self.selected_span() is None:
            return
        self._popup.adjustSize()
        self._popup.move(self._popup_place(*selection))
        self._popup.show()
        self._popup.raise_()

    def _popup_place(self, start: Place, end: Place) -> QPoint:
        """Under the selection's end, or over its start; in view even where neither is."""
        width, height = self._popup.width(), self._popup.height()
        page = self._page.viewport().size()
        first, last = self._page.rect_of(start), self._page.rect_of(end)
        x = last.left() if last is not None else page.width() // 2
        y = page.height() - height - 12
        if last is not None and last.bottom() + 8 < y:
            y = last.bottom() + 8
        elif first is not None and first.top() - height - 8 > 0:
            y = first.top() - height - 8
        return QPoint(max(4, min(x - width // 2, page.width() - width - 4)), max(4, y))

    def _on_selection_changed(self) -> None:
        self._popup.hide()
        self.selection_changed.emit()

    def _on_page_scrolled(self) -> None:
        self._popup.hide()
        if not self._following:
            self.scrolled.emit()

    def _on_escape_pressed(self) -> None:
        """First the pop-up goes, then the handles, then whatever the window has to put away."""
        if self._popup.isVisible():
            self._popup.hide()
        elif self._layer.current is not None:
            self._layer.make_current("")
        else:
            self.escape_pressed.emit()

    def _on_own_color_selected(self, color: QColor) -> None:
        self.mark_selection(MarkStyle.HIGHLIGHT, color.name())

    def _on_page_hovered(self, place: Place | None, point: QPoint) -> None:
        choice = self._view.choice_at(place) if self._view and place is not None else None
        told = self._layer.note_tips(place) if place is not None else []
        if choice is not None:
            others = self.tr("could be: %1").replace("%1", " ".join(choice.alternatives))
            told.append(f"{choice.source_form} → {choice.chosen}\n{others}")
        if self._view is not None and place is not None:
            told += [cleaning_text(one) for one in self._view.cleanings_at(place)]
        if told:
            QToolTip.showText(point, plain_tip("\n\n".join(told)), self._page)
        else:
            QToolTip.hideText()

    def _on_menu_requested(self, place: Place | None, point: QPoint) -> None:
        """What can be done with the selection, or with the word under the mouse."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        selected = self.selected_span() is not None
        copy = menu.addAction(self.tr("Copy"), self.copy_selection)
        cite = menu.addAction(self.tr("Copy with citation"), self.cite_selection)
        note = menu.addAction(self.tr("Highlight and write a note"), self.note_selection)
        for action in (copy, cite, note):
            action.setEnabled(selected)
        menu.addSeparator()
        word = self._word(place)
        read = menu.addAction(self.tr("Should read…"))
        read.setEnabled(word is not None)
        if word is not None:
            read.setText(self.tr("“%1” should read…").replace("%1", _short(word.shown)))
            read.triggered.connect(partial(self.correction_requested.emit, word))
        about = self._about(place, point)
        if about is not None:
            self.menu_opening.emit(menu, about)
        self._popup.hide()
        menu.popup(point)

    def _about(self, place: Place | None, point: QPoint) -> Place | None:
        """The character under the mouse; else the selection's first, else the nearest."""
        if place is not None or self._view is None:
            return place
        selection = self._page.selection
        viewport = self._page.viewport()
        return selection[0] if selection else self._page.place_at(viewport.mapFromGlobal(point))

    def _word(self, place: Place | None) -> Word | None:
        """The selected word if the character is in it, else the one that it belongs to."""
        if self._view is None:
            return None
        selection = self._page.selection
        if selection is not None and (place is None or selection[0] <= place < selection[1]):
            return self._view.word(*selection)
        return self._view.word_at(place) if place is not None else None


def _same_source(one: Article, other: Article) -> bool:
    """Whether they are one article, whose offsets into the source have not come to mean others."""
    same = one.summary.id == other.summary.id
    return same and one.source_sha256 == other.source_sha256


def _short(text: str) -> str:
    """A word for a menu, in which an ampersand would mark a key."""
    short = text if len(text) <= _MENU_CHARACTERS else f"{text[:_MENU_CHARACTERS]}…"
    return short.replace("&", "&&")


def _overlapping(spans: Spans, whole: Span) -> Iterator[Span]:
    """Those of sorted, disjoint spans that overlap another."""
    for index in range(bisect_right(spans.ends, whole.start), len(spans)):
        if spans[index].start >= whole.end:
            return
        yield spans[index]
