"""The page: draws the blocks of an article that are on screen, and lets a person select in them.

Only what is on screen is laid out: the height of the rest is estimated, and corrected as it comes
by, without the lines on screen ever moving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import (
    QEvent,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from reader.article_view import Place
from reader.model import Span
from reader.script.folding import Array
from reader.ui.gloss_rows import Gloss
from reader.ui.laid_block import BlockForm, LaidBlock, Mark
from reader.ui.mark_bar import BarMarks, MarkBar
from reader.ui.range_handles import PlaceRange, RangeHandles
from reader.ui.ribbons import NEAR_PIXELS, Ribbon, draw_ribbon, ribbon_box

_LEAST_MARGIN = 36
# Laid-out blocks are kept for going back and forth; a screen shows some twenty.
_KEPT_BLOCKS = 300
_AUTOSCROLL_MS = 40


def _no_glosses(_: int) -> Sequence[Gloss]:
    return ()


def _no_ribbons(_: int) -> Sequence[Ribbon]:
    return ()


class PageSource:
    """What a page asks for, block by block; made of plain functions so that a test can give any."""

    def __init__(
        self,
        lengths: Sequence[int],
        styles: Sequence[int],
        forms: Sequence[BlockForm],
        text: Callable[[int], str],
        marks: Callable[[int], Sequence[Mark]],
        glosses: Callable[[int], Sequence[Gloss]] = _no_glosses,
        ribbons: Callable[[int], Sequence[Ribbon]] = _no_ribbons,
    ) -> None:
        """``lengths``: about how many characters each block shows; ``styles``: for each block an
        index into ``forms``."""
        self.lengths = lengths
        self.styles = styles
        self.forms = forms
        self.text = text
        self.marks = marks
        self.glosses = glosses
        self.ribbons = ribbons

    def form(self, number: int) -> BlockForm:
        return self.forms[self.styles[number]]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line on a page: the place it begins with, and its pixels below the top edge."""

    place: Place
    below: float


class Page(QAbstractScrollArea):
    """Shows the blocks of a ``PageSource``. Places in its signals and methods are code points."""

    selection_changed = Signal()
    selection_finished = Signal()
    clicked = Signal(object)  # Place before the character under the mouse, or None
    hovered = Signal(object, object)  # the same, and a QPoint on the screen
    ribbon_clicked = Signal(str)  # its key
    ribbon_hovered = Signal(str, object)  # its key, and a QPoint on the screen
    handle_hovered = Signal(object)  # QPoint on the screen
    range_led = Signal()  # one end of the range is elsewhere, and not yet let go
    range_left = Signal()  # where it was led
    range_cancelled = Signal()
    menu_requested = Signal(object, object)  # as hovered
    zoom_requested = Signal(int)  # steps
    escape_pressed = Signal()
    scrolled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("article")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = MarkBar()
        self.setVerticalScrollBar(self._bar)
        # Coming and going with each corrected height, it would change the width under the text.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._source = PageSource((), (), (), _nothing, _no_marks)
        self._measure = 0.0  # pixels
        self._margins = (0.0, 0.0)  # above the first block, below the last
        self._selection_color = QColor()
        self._heights = np.zeros(0)
        self._tops = np.zeros(1)
        self._laid: dict[int, LaidBlock] = {}
        # The block at the top edge, and how far the edge lies below its top.
        self._top_block = 0
        self._top_inside = 0.0
        # The top edge as ``scroll_to`` left it, and what it was told. Putting the page back after
        # each change of layout would else creep by the lines that broke elsewhere.
        self._held: tuple[tuple[int, float], tuple[Place, float]] | None = None
        self._anchor: Place | None = None  # where the selection was begun
        self._caret: Place | None = None
        self._dragging = False
        self._handles = RangeHandles()
        self._autoscroll = QTimer(self)
        self._autoscroll.setInterval(_AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._on_autoscroll)
        self.verticalScrollBar().valueChanged.connect(self._on_bar_moved)

    # What is shown

    def set_source(
        self,
        source: PageSource,
        *,
        measure: float,
        margins: tuple[float, float],
        selection_color: QColor,
    ) -> None:
        """Show blocks from their beginning, with nothing selected.

        ``measure``: width of the text; ``margins``: above and below all of it; in pixels.
        """
        self._source = source
        self._measure, self._margins = measure, margins
        self._selection_color = selection_color
        self._anchor = self._caret = None
        self._top_block, self._top_inside = 0, 0.0
        self._held = None
        self._handles.show(None, selection_color)
        self._bar.set_marks(())
        self._forget_layout()

    def clear(self) -> None:
        """Show nothing."""
        self.set_source(
            PageSource((), (), (), _nothing, _no_marks),
            measure=self._measure,
            margins=self._margins,
            selection_color=self._selection_color,
        )

    def marks_changed(self) -> None:
        """Draw the marks anew."""
        self.viewport().update()

    def set_bar_marks(self, marks: Sequence[BarMarks]) -> None:
        """Mark these places of the blocks in the scroll bar."""
        self._bar.set_marks(marks)

    # Places on the screen

    def first_line(self) -> tuple[Place, float] | None:
        """The first whole line on screen, and its pixels below the top edge.

        As long as the page stands where ``scroll_to`` put it, the place and pixels given there.
        """
        if self._held is not None and self._held[0] == (self._top_block, self._top_inside):
            return self._held[1]
        for number, top in self._on_screen():
            laid = self._lay(number)
            for offset, line_top in laid.line_tops():
                y = top + self._above(number) + line_top
                if y >= 0:
                    return Place(number, offset), y
        return None

    def lines(self, above: int) -> Iterator[PageLine]:
        """The lines on screen in their order, and those of a number of blocks above it."""
        first = max(self._top_block - above, 0)
        top = -self._top_inside - sum(map(self._height, range(first, self._top_block)))
        number = first
        while number < len(self._heights) and top < self.viewport().height():
            below = top + self._height(number)
            for offset, line_top in self._lay(number).line_tops():
                yield PageLine(Place(number, offset), top + self._above(number) + line_top)
            top, number = below, number + 1

    def scroll_to(self, place: Place, below: float) -> None:
        """Put the line of a place ``below`` pixels under the top edge, and hold on to it."""
        self._scroll_by(self._line_offset(place), place.block, below)
        if len(self._heights):
            self._held = (self._top_block, self._top_inside), (place, below)

    def reveal(self, place: Place) -> None:
        """Scroll only if a place is not well inside the screen."""
        rect = self.rect_of(place)
        height = self.viewport().height()
        if rect is None or rect.top() < 20 or rect.bottom() > height - 60:
            self._scroll_by(self._line_offset(place), place.block, height / 3)

    def shows(self, place: Place) -> bool:
        """Whether the line of a place is on screen, at least in part."""
        rect = self.rect_of(place)
        return rect is not None and rect.bottom() >= 0 and rect.top() < self.viewport().height()

    def rect_of(self, place: Place, *, leftward: bool = False) -> QRect | None:
        """Where a place is on screen, one pixel wide; ``None`` if its block is elsewhere.

        ``leftward``: behind the character before it, which may end the line above.
        """
        for number, top in self._on_screen():
            if number == place.block:
                caret = self._lay(number).caret(place.offset, leftward=leftward)
                x, y = self._left() + caret.left(), top + self._above(number) + caret.top()
                return QRect(round(x), round(y), 1, round(caret.height()))
        return None

    def place_at(self, point: QPoint) -> Place | None:
        """The place nearest to a point of the viewport."""
        nearest: Place | None = None
        for number, top in self._on_screen():
            laid = self._lay(number)
            inside = point.y() - top - self._above(number)
            nearest = Place(number, laid.offset_at(point.x() - self._left(), inside))
            if point.y() < top + self._heights[number]:
                break
        return nearest

    def character_at(self, point: QPoint) -> Place | None:
        """The place before the character that a point of the viewport is on, if it is on one."""
        x = point.x() - self._left()
        for number, top in self._on_screen():
            y = point.y() - top - self._above(number)
            offset = self._lay(number).character_at(x, y)
            if offset is not None:
                return Place(number, offset)
        return None

    def blocks_on_screen(self) -> range:
        """The blocks that are on screen, at least in part."""
        numbers = [number for number, _ in self._on_screen()]
        return range(numbers[0], numbers[-1] + 1) if numbers else range(0)

    # The selection

    @property
    def selection(self) -> tuple[Place, Place] | None:
        """Start and end; ``None`` where nothing is selected."""
        if self._anchor is None or self._caret is None or self._anchor == self._caret:
            return None
        return min(self._anchor, self._caret), max(self._anchor, self._caret)

    def select(self, start: Place, end: Place) -> None:
        """Select without scrolling."""
        self._anchor, self._caret = start, end
        self._selection_moved()

    def clear_selection(self) -> None:
        self._anchor = self._caret
        self._selection_moved()

    def select_all(self) -> None:
        count = len(self._source.lengths)
        if count:
            self.select(Place(0, 0), Place(count - 1, len(self._source.text(count - 1))))
            self.selection_finished.emit()

    # The range

    @property
    def range(self) -> PlaceRange | None:
        """What has handles at its ends, as far as they are led by now."""
        return self._handles.range

    @property
    def range_is_led(self) -> bool:
        """Whether a person is about to change it."""
        return self._handles.led

    def set_range(self, range_: PlaceRange | None, color: QColor) -> None:
        """Give a range handles, by which a person can change it; or take them away."""
        self._handles.show(range_, color)
        self.viewport().update()

    def _handle_rects(self) -> tuple[QRect | None, QRect | None]:
        range_ = self._handles.range
        if range_ is None:
            return None, None
        return self.rect_of(range_.start), self.rect_of(range_.end, leftward=True)

    def _take_handle(self, point: QPoint) -> bool:
        """Take the handle at a point of the viewport, if there is one."""
        start, end = self._handle_rects()
        at_end = self._handles.at(point, start, end)
        rect = end if at_end else start
        if at_end is None or rect is None:
            return False
        self._handles.take(end=at_end, grip=rect.center() - point)
        return True

    def _lead(self, place: Place | None) -> None:
        if place is not None and self._handles.lead(place):
            self.viewport().update()
            self.range_led.emit()

    def _lead_by_key(self, key: int, *, end: bool) -> None:
        """Move one end of the range by a character; it is left there with the last key let go."""
        if not self._handles.led:
            self._handles.take(end=end)
        place = self._handles.led_place()
        if place is not None:
            moved = self._moved(place, key, by_word=False)
            self._lead(moved)
            self._keep_in_sight(moved)

    def _leave_range(self) -> None:
        if self._handles.let_go():
            self.range_left.emit()

    def _cancel_range(self) -> bool:
        """Whether there was anything to cancel."""
        if not self._handles.led:
            return False
        self._dragging = False
        self._autoscroll.stop()
        self._handles.let_go()
        self.range_cancelled.emit()
        return True

    # Ribbons

    def _ribbons(self) -> Iterator[tuple[Ribbon, QRectF]]:
        """Those on screen, and where they are in the viewport."""
        for number, top in self._on_screen():
            beside: dict[float, int] = {}  # how many there are of a line
            for ribbon in self._source.ribbons(number):
                caret = self._lay(number).caret(ribbon.offset)
                y = top + self._above(number) + caret.top()
                count = beside[y] = beside.get(y, -1) + 1
                yield ribbon, ribbon_box(self._left(), y, caret.height(), count)

    def _ribbon_at(self, point: QPoint) -> Ribbon | None:
        near = NEAR_PIXELS
        for ribbon, box in self._ribbons():
            if box.adjusted(-near, -near, near, near).contains(QPointF(point)):
                return ribbon
        return None

    # Layout

    def _forget_layout(self) -> None:
        """Estimate every height anew; the line at the top stays there."""
        self._laid = {}
        source = self._source
        lengths = np.asarray(source.lengths, dtype=float)
        self._heights = np.zeros(len(lengths))
        if len(lengths):
            styles = np.asarray(source.styles)
            em = _taken(styles, [form.font.pixelSize() for form in source.forms])
            line = _taken(styles, [form.line_height for form in source.forms])
            space = _taken(styles, [form.above + form.below for form in source.forms])
            indent = _taken(styles, [form.indent for form in source.forms])
            width = max(self._text_width(), 1.0)
            lines = np.maximum(np.ceil((lengths * em + indent) / width), 1)
            self._heights = lines * line + space
            self._heights[0] += self._margins[0]
            self._heights[-1] += self._margins[1]
        self._heights_changed()
        self._place_bar()
        self.viewport().update()

    def _heights_changed(self) -> None:
        self._tops = np.concatenate(([0.0], np.cumsum(self._heights)))

    def _above(self, number: int) -> float:
        """The space above a block's first line; the page's own margin is the first block's."""
        return self._source.form(number).above + (0.0 if number else self._margins[0])

    def _text_width(self) -> float:
        return min(self._measure, self.viewport().width() - 2 * _LEAST_MARGIN)

    def _left(self) -> float:
        return max(_LEAST_MARGIN, (self.viewport().width() - self._measure) / 2)

    def _lay(self, number: int) -> LaidBlock:
        """A block laid out; its true height takes the place of the estimate."""
        known = self._laid.get(number)
        if known is not None:
            return known
        form = self._source.form(number)
        text, glosses = self._source.text(number), self._source.glosses(number)
        laid = LaidBlock(text, form, max(self._text_width(), 1.0), glosses)
        if len(self._laid) >= _KEPT_BLOCKS:
            del self._laid[next(iter(self._laid))]
        self._laid[number] = laid
        below = form.below + (self._margins[1] if number + 1 == len(self._heights) else 0.0)
        height = self._above(number) + laid.height + below
        if self._heights[number] != height:
            self._heights[number] = height
            self._heights_changed()
        return laid

    def _height(self, number: int) -> float:
        """A block's true height, with the space around it."""
        self._lay(number)
        return float(self._heights[number])

    def _on_screen(self) -> Iterator[tuple[int, float]]:
        """Blocks from the top edge to the bottom edge, each with its top in the viewport."""
        y = -self._top_inside
        number = self._top_block
        while number < len(self._heights) and y < self.viewport().height():
            height = self._height(number)
            yield number, y
            y += height
            number += 1

    def _line_offset(self, place: Place) -> float:
        """How far the line of a place lies below the top of its block, margins included."""
        if not 0 <= place.block < len(self._heights):
            return 0.0
        return self._above(place.block) + self._lay(place.block).caret(place.offset).top()

    # Scrolling

    def _scroll_by(self, inside: float, block: int, below: float) -> None:
        """Bring the point ``inside`` a block to ``below`` pixels under the top edge."""
        if not 0 <= block < len(self._heights):
            return
        self._top_block, self._top_inside = block, inside - below
        self._settle()

    def _settle(self) -> None:
        """Make the top edge lie in its block and within the article, then draw."""
        while self._top_inside < 0 and self._top_block > 0:
            self._top_block -= 1
            self._top_inside += self._height(self._top_block)
        while self._top_block < len(self._heights) - 1:
            height = self._height(self._top_block)
            if self._top_inside < height:
                break
            self._top_inside -= height
            self._top_block += 1
        self._top_inside = max(self._top_inside, 0.0)
        self._stop_at_end()
        self._place_bar()
        self.viewport().update()
        self.scrolled.emit()

    def _stop_at_end(self) -> None:
        """No further down than where the last block ends at the bottom edge."""
        height = self.viewport().height()
        if not len(self._heights) or self._total() - self._top() > 2 * height:
            return
        number, spare = len(self._heights), -float(height)
        while number > 0 and spare < 0:
            number -= 1
            spare += self._height(number)
        last = (number, max(spare, 0.0))
        if (self._top_block, self._top_inside) > last:
            self._top_block, self._top_inside = last

    def _top(self) -> float:
        """Where the top edge lies, in pixels from the beginning, as far as heights are known."""
        return float(self._tops[self._top_block]) + self._top_inside

    def _total(self) -> float:
        return float(self._tops[-1])

    def _place_bar(self) -> None:
        """Set the scroll bar to where the page is, without the page following the bar."""
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.blockSignals(True)
        bar.setRange(0, max(round(self._total() - height), 0))
        bar.setPageStep(height)
        bar.setSingleStep(round(self._line_step()))
        bar.setValue(round(self._top()))
        bar.setEnabled(bar.maximum() > 0)
        self._bar.set_tops(self._tops)
        bar.blockSignals(False)

    def _on_bar_moved(self, value: int) -> None:
        if not len(self._heights):
            return
        block = int(np.searchsorted(self._tops, value, side="right")) - 1
        self._top_block = min(max(block, 0), len(self._heights) - 1)
        self._top_inside = value - float(self._tops[self._top_block])
        self._settle()

    def scroll_pixels(self, pixels: float) -> None:
        """Scroll down, or up if negative."""
        self._top_inside += pixels
        self._settle()

    def _line_step(self) -> float:
        return self._source.form(self._top_block).line_height if len(self._heights) else 20.0

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
        selection = self.selection
        left = self._left()
        for number, top in self._on_screen():
            laid = self._lay(number)
            if top + self._heights[number] < event.rect().top():
                continue
            marks = list(self._source.marks(number))
            selected = self._selected_in(number, laid, selection)
            if selected is not None:
                marks.append(Mark(selected, self._selection_color))
            at = QPointF(left, top + self._above(number))
            laid.draw(painter, at, marks, QRectF(event.rect()))
        for ribbon, box in self._ribbons():
            draw_ribbon(painter, box, ribbon.color, ribbon.edge)
        self._handles.draw(painter, *self._handle_rects())
        painter.end()
        self._place_bar()  # laying blocks out may have corrected heights

    @staticmethod
    def _selected_in(
        number: int, laid: LaidBlock, selection: tuple[Place, Place] | None
    ) -> Span | None:
        if selection is None or not selection[0].block <= number <= selection[1].block:
            return None
        low = selection[0].offset if number == selection[0].block else 0
        high = selection[1].offset if number == selection[1].block else laid.length
        return Span(low, max(low, min(high, laid.length)))

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The first line on screen stays there."""
        first = self.first_line() if self._laid else None
        self._forget_layout()
        if first is not None and (self._top_block or self._top_inside):
            self.scroll_to(*first)
        super().resizeEvent(event)
        self.scrolled.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.place_at(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or place is None:
            return
        self._leave_range()  # which a key may have led
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not extend and self._take_handle(event.position().toPoint()):
            self._dragging = True
            return
        if not extend or self._anchor is None:
            self._anchor = place
        self._caret = place
        self._dragging = True
        self._selection_moved()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not self._dragging:
            self.viewport().setCursor(self._cursor_at(point))
            return
        if 0 <= point.y() < self.viewport().height():
            self._autoscroll.stop()
        elif not self._autoscroll.isActive():
            self._autoscroll.start()
        self._drag_to(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or not self._dragging:
            return
        self._dragging = False
        self._autoscroll.stop()
        point = event.position().toPoint()
        if self._handles.led:
            if self._handles.moved:
                self._leave_range()
                return
            self._handles.let_go()  # a click on what is under the handle
            self.clear_selection()
        ribbon = self._ribbon_at(point)
        if self.selection is not None:
            self.selection_finished.emit()
        elif ribbon is not None:
            self.ribbon_clicked.emit(ribbon.key)
        else:
            self.clicked.emit(self.character_at(point))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        place = self.character_at(event.position().toPoint())
        if place is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        word = self._lay(place.block).word_at(place.offset)
        if len(word):
            self.select(Place(place.block, word.start), Place(place.block, word.end))
            self._dragging = True  # the release tells that it is finished

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        page = self.viewport().height() * 0.9
        key = event.key()
        end = _RANGE_KEYS.get(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if end is not None and sideways and self._handles.range and self.selection is None:
            self._lead_by_key(key, end=end)
            return
        if shift and key in _CARET_KEYS:
            self._extend(key, by_word=control)
            return
        steps = {
            Qt.Key.Key_Up: -self._line_step(),
            Qt.Key.Key_Down: self._line_step(),
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: -page if shift else page,
        }
        if key == Qt.Key.Key_A and control:
            self.select_all()
        elif key == Qt.Key.Key_Home:
            self._scroll_by(0.0, 0, 0.0)
        elif key == Qt.Key.Key_End:
            self._scroll_by(0.0, len(self._heights) - 1, 0.0)
        elif key == Qt.Key.Key_Escape:
            if not self._cancel_range():
                self.escape_pressed.emit()
        elif key in steps and not control:
            self.scroll_pixels(steps[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if event.key() in _MODIFIER_KEYS and self._handles.led and not self._dragging:
            self._leave_range()
        elif event.key() == Qt.Key.Key_Shift and self.selection is not None and not self._dragging:
            self.selection_finished.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        pixels = event.pixelDelta().y() or event.angleDelta().y() / 120 * 3 * self._line_step()
        self.scroll_pixels(-pixels)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The key that is let go is told to another."""
        super().focusOutEvent(event)
        if self._handles.led and not self._dragging:
            self._leave_range()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        place = None if by_key else self.character_at(event.pos())
        self.menu_requested.emit(place, event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._hover(event.pos(), event.globalPos())
            return True
        return super().viewportEvent(event)

    def _hover(self, point: QPoint, on_screen: QPoint) -> None:
        ribbon = self._ribbon_at(point)
        if ribbon is not None:
            self.ribbon_hovered.emit(ribbon.key, on_screen)
        elif self._handles.at(point, *self._handle_rects()) is not None:
            self.handle_hovered.emit(on_screen)
        else:
            self.hovered.emit(self.character_at(point), on_screen)

    def _cursor_at(self, point: QPoint) -> Qt.CursorShape:
        if self._handles.at(point, *self._handle_rects()) is not None:
            return Qt.CursorShape.SizeHorCursor
        if self._ribbon_at(point) is not None:
            return Qt.CursorShape.PointingHandCursor
        inside = self._left() <= point.x() <= self._left() + self._text_width()
        return Qt.CursorShape.IBeamCursor if inside else Qt.CursorShape.ArrowCursor

    def _drag_to(self, point: QPoint) -> None:
        point = point + self._handles.grip
        y = min(max(point.y(), 0), self.viewport().height() - 1)
        place = self.place_at(QPoint(point.x(), y))
        if self._handles.led:
            self._lead(place)
        elif place is not None and place != self._caret:
            self._caret = place
            self._selection_moved()

    def _on_autoscroll(self) -> None:
        point = self.viewport().mapFromGlobal(self.cursor().pos())
        beyond = point.y() if point.y() < 0 else point.y() - self.viewport().height()
        self.scroll_pixels(beyond / 2)
        self._drag_to(point)

    def _extend(self, key: int, *, by_word: bool) -> None:
        """Move the selection's end by a key; it begins at the first line if nowhere else."""
        if self._caret is None:
            first = self.first_line()
            self._caret = first[0] if first else None
        if self._caret is None:
            return
        if self._anchor is None:
            self._anchor = self._caret
        self._caret = self._moved(self._caret, key, by_word=by_word)
        self._keep_in_sight(self._caret)
        self._selection_moved()

    def _keep_in_sight(self, place: Place) -> None:
        rect = self.rect_of(place)
        if rect is None or rect.top() < 0 or rect.bottom() > self.viewport().height():
            self.reveal(place)

    def _moved(self, place: Place, key: int, *, by_word: bool) -> Place:
        laid, offset = self._lay(place.block), place.offset
        match key:
            case Qt.Key.Key_Right if offset == laid.length:
                if place.block + 1 < len(self._heights):
                    return Place(place.block + 1, 0)
            case Qt.Key.Key_Left if not offset:
                if place.block > 0:
                    return Place(place.block - 1, self._lay(place.block - 1).length)
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                offset = laid.beside(offset, forward=key == Qt.Key.Key_Right, by_word=by_word)
            case Qt.Key.Key_Home:
                offset = laid.line_ends(offset).start
            case Qt.Key.Key_End:
                offset = laid.line_ends(offset).end
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                return self._beside(place, -1 if key == Qt.Key.Key_Up else 1)
        return Place(place.block, offset)

    def _beside(self, place: Place, step: int) -> Place:
        """The place in the line above or below, at the same x."""
        laid = self._lay(place.block)
        x = laid.caret(place.offset).left()
        number, line = place.block, laid.line_number(place.offset) + step
        if not 0 <= line < laid.lines:
            number += step
            if not 0 <= number < len(self._heights):
                return Place(place.block, 0 if step < 0 else laid.length)
            laid = self._lay(number)
            line = laid.lines - 1 if step < 0 else 0
        return Place(number, laid.offset_in_line(line, x))

    def _selection_moved(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()


_CARET_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)


# Whether it is the end that they move, or the start.
_RANGE_KEYS = {
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier: True,
    Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier: False,
}
# With Shift held, some keyboards have Meta where Alt is.
_MODIFIER_KEYS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


def _nothing(_: int) -> str:
    return ""


def _taken(styles: Array, values: Sequence[float]) -> Array:
    return np.asarray(values, dtype=float)[styles]


def _no_marks(_: int) -> Sequence[Mark]:
    return ()
