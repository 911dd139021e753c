"""The annotations of the article on a page: which is current, how a click finds it, its range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QToolTip

from reader.article_view import ArticleView, Place
from reader.model import AnnotationEdit, Color, MarkStyle, PlacedAnnotation, Span
from reader.script.folding import Array
from reader.ui.annotation_marks import (
    Annotated,
    Inks,
    Standing,
    annotation_marks,
    clicked_at,
    note_tips,
    ribbons,
)
from reader.ui.laid_block import Mark
from reader.ui.mark_bar import BarMarks, bar_marks
from reader.ui.page import Page
from reader.ui.plain_text import plain_tip
from reader.ui.range_handles import PlaceRange
from reader.ui.ribbons import Ribbon
from reader.ui.theme import Colors

# What a mark is drawn in until a person has given one of its kind another colour.
_STYLE_COLORS: dict[MarkStyle, str] = {
    MarkStyle.HIGHLIGHT: Color.YELLOW,
    MarkStyle.UNDERLINE: Color.BLUE,
    MarkStyle.STRIKE: Color.PINK,
    MarkStyle.BOOKMARK: Color.ORANGE,
}


class AnnotationLayer(QObject):
    """A part of the article pane. Spans are article offsets."""

    clicked = Signal(str)  # id
    edit_requested = Signal(str, object)  # id, AnnotationEdit
    range_changed = Signal(str, object)  # id, Span
    marks_changed = Signal()

    def __init__(self, page: Page, colors: Colors, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._view: ArticleView | None = None
        self._annotations = Annotated(())
        self._ribbons: dict[int, list[Ribbon]] = {}  # block → ribbons, as they are asked for
        self._style_colors = dict(_STYLE_COLORS)
        self._current = ""
        # The span that the current annotation is given, until it is stored.
        self._changed_range: Span | None = None
        self._last_click: Place | None = None  # on an annotation
        self.set_colors(colors)
        page.clicked.connect(self._on_page_clicked)
        page.ribbon_clicked.connect(self.click)
        page.ribbon_hovered.connect(self._on_ribbon_hovered)
        page.handle_hovered.connect(self._on_handle_hovered)
        page.range_led.connect(self._on_range_led)
        page.range_left.connect(self._on_range_left)
        page.range_cancelled.connect(self._on_range_cancelled)

    def set_colors(self, colors: Colors) -> None:
        """To be followed by ``set_view``."""
        self._inks, self._edge = Inks(colors), QColor(colors.text)

    def set_view(self, view: ArticleView | None, *, same: bool) -> None:
        """The page shows another view; ``same``: of the same article. Others have no annotations
        until they are set."""
        self._view = view
        self._changed_range = None
        if not same:
            self._annotations = Annotated(())
            self._current, self._last_click = "", None
        self._ribbons = {}
        self._place_handles()

    def set_annotations(self, annotations: Sequence[PlacedAnnotation]) -> None:
        """Show these instead of those before; a range that is being changed goes on."""
        self._annotations = Annotated(annotations)
        self._last_click = None
        if not self._page.range_is_led:
            self._changed_range = None
            self._place_handles()
        self._tell()

    @property
    def current(self) -> PlacedAnnotation | None:
        """The one that was clicked or shown last, if it has a place."""
        return self._annotations.find(self._current)

    def make_current(self, annotation_id: str) -> None:
        """Give it handles; an empty id: none has any."""
        if annotation_id != self._current:
            self._changed_range = None
        self._current = annotation_id
        self._place_handles()
        self._tell()

    def click(self, annotation_id: str) -> None:
        """As if a person had clicked it."""
        self.make_current(annotation_id)
        self.clicked.emit(annotation_id)

    def color_for(self, style: MarkStyle, chosen: str | None = None) -> str:
        """The colour of a new mark: what was chosen, now or last for one of its style."""
        if chosen is not None:
            self._style_colors[style] = chosen
        return self._style_colors[style]

    def change_current(self, style: MarkStyle, color: str | None) -> None:
        """Ask for another colour of the current annotation, or, without one, another style."""
        placed = self.current
        if placed is None:
            return
        annotation = placed.annotation
        if color is not None:
            edit = AnnotationEdit(color=self.color_for(annotation.style, color))
        elif annotation.style is MarkStyle.BOOKMARK:
            return
        else:
            # The key that made it so makes it a highlight again.
            again = annotation.style is style
            edit = AnnotationEdit(style=MarkStyle.HIGHLIGHT if again else style)
        self.edit_requested.emit(annotation.id, edit)

    def bookmark_at(self, position: int) -> PlacedAnnotation | None:
        """The bookmark that begins at an article offset."""
        return self._annotations.bookmark_at(position)

    # What is drawn

    def marks(self, block: int) -> Iterator[Mark]:
        """Those of a block, longer ones under shorter ones."""
        assert self._view is not None
        over = self._over(self._view.clean_span(block))
        return annotation_marks(self._view, block, over, self._inks, self._current)

    def ribbons(self, block: int) -> Sequence[Ribbon]:
        """The bookmarks of a block."""
        if not self._annotations.has_bookmarks or self._view is None:
            return ()
        known = self._ribbons.get(block)
        if known is None:
            over = self._annotations.over(self._view.clean_span(block))
            found = ribbons(self._view, block, over, self._inks, self._current, self._edge)
            known = self._ribbons[block] = list(found)
        return known

    def bar_marks(self, blocks: tuple[Array, Array], *, bookmarks: bool) -> Iterator[BarMarks]:
        """Bookmarks or all others; ``blocks``: where each block begins, and its length."""
        for color in self._annotations.colors():
            starts = self._annotations.starts(color, bookmarks=bookmarks)
            ink = self._inks.of(color)
            yield bar_marks(*blocks, starts, ink.line, left=True, pointed=bookmarks)

    def note_tips(self, place: Place) -> list[str]:
        """The first lines of the notes over the character after a place."""
        found = [self._annotations.find(one) for one in self._ids_at(place)]
        return note_tips([one.annotation.note for one in found if one is not None])

    def _tell(self) -> None:
        self._ribbons = {}
        self.marks_changed.emit()

    def _over(self, whole: Span) -> list[Standing]:
        """The annotations over an article span, the current one where it is led by now."""
        over, changed, current = self._annotations.over(whole), self._changed_range, self.current
        if current is None or changed is None:
            return over
        others = [one for one in over if one.placed is not current]
        mine = [Standing(changed, current)] if changed.overlaps(whole) else []
        return sorted(others + mine, key=lambda one: -len(one.span))

    def _ids_at(self, place: Place) -> list[str]:
        """Those over the character after a place, the smallest first."""
        if self._view is None:
            return []
        return clicked_at(self._view, place, self._over(self._view.clean_span(place.block)))

    # The range

    def _place_handles(self) -> None:
        """At the ends of the current annotation; a bookmark is a place and has none."""
        placed = self.current
        if self._view is None or placed is None or placed.annotation.style is MarkStyle.BOOKMARK:
            self._page.set_range(None, QColor())
            return
        span = self._range_of(placed)
        start, end = self._view.place(span.start), self._view.place(span.end, leftward=True)
        self._page.set_range(PlaceRange(start, end), self._inks.of(placed.annotation.color).line)

    def _range_of(self, placed: PlacedAnnotation) -> Span:
        """From the beginning of the current annotation to its end."""
        if self._changed_range is not None:
            return self._changed_range
        return Span(placed.spans[0].start, placed.spans[-1].end)

    def _on_range_led(self) -> None:
        placed, range_ = self.current, self._page.range
        if self._view is None or placed is None or range_ is None:
            return
        span = self._view.span(range_.start, range_.end)
        if span is not None:
            self._changed_range = self._led_span(span, range_, self._range_of(placed))
            self._tell()

    def _led_span(self, span: Span, range_: PlaceRange, before: Span) -> Span:
        """The end that was not led stays as it was: in a phrase that changed its length, too."""
        assert self._view is not None
        start, end = span.start, span.end
        if self._view.place(before.start) == range_.start:
            start = before.start
        if self._view.place(before.end, leftward=True) == range_.end:
            end = before.end
        return Span(start, end) if start < end else span

    def _on_range_left(self) -> None:
        placed = self.current
        if placed is None or self._changed_range is None:
            return
        if placed.spans == (self._changed_range,):
            self._on_range_cancelled()  # it was led back
        else:
            self.range_changed.emit(placed.annotation.id, self._changed_range)

    def _on_range_cancelled(self) -> None:
        self._changed_range = None
        self._place_handles()
        self._tell()

    # Events

    def _on_page_clicked(self, place: Place | None) -> None:
        """The smallest annotation there; another click at the same place: the next under it."""
        found = self._ids_at(place) if place is not None else []
        if not found:
            self.make_current("")
            return
        chosen = 0
        if place == self._last_click and self._current in found:
            chosen = (found.index(self._current) + 1) % len(found)
        self._last_click = place
        self.click(found[chosen])

    def _on_handle_hovered(self, point: QPoint) -> None:
        tip = self.tr(
            "Drag to change the range, or move its end by Ctrl+Shift+← and →,\n"
            "its start by Alt+Shift+← and →. Escape leaves it as it was."
        )
        QToolTip.showText(point, tip, self._page)

    def _on_ribbon_hovered(self, annotation_id: str, point: QPoint) -> None:
        placed = self._annotations.find(annotation_id)
        told = note_tips([placed.annotation.note]) if placed is not None else []
        QToolTip.showText(point, plain_tip("\n".join(told or [self.tr("Bookmark")])), self._page)
