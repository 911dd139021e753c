"""Draws a hit: its document above the first, its title, where it stands, and up to three snippets.

Heights follow from how many lines there are, and no text is laid out for them: the list asks for
those of all rows, and only those on screen are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.model import Span
from reader.ui.search.hit_model import HIT_ROLE, SHAPE_ROLE, HitShape
from reader.ui.search.hit_row import ShownHit, ShownSnippet
from reader.ui.theme import Colors

_Index = QModelIndex | QPersistentModelIndex
PADDING = 12
_ABOVE = 7
_HEADING_ABOVE = 9
_HEADING_BELOW = 0
_LEADING = 1.18  # the height of a line beside its font's
_SMALL = 0.88  # the heading's font beside the list's
_FACTS_BESIDE = 8  # between the heading and its facts
_FOCUS_WIDTH = 3
_LINES_ALONE = 2  # of a snippet that is the only one
_LEAD_CHARACTERS = 6  # kept before a mark in a line that begins elsewhere
_NEVER_FIRST = frozenset("，。、；：！？”’）》」』】…%")  # these hang at the line's end


class HitDelegate(QStyledItemDelegate):
    """Draws rows of a ``HitModel`` in a list."""

    def __init__(self, colors: Colors, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.colors = colors
        self._note = self.tr("Note")
        self._form: _Form | None = None
        self._width = 0
        self._sizes: dict[int, QSize] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Kept, for the list asks it of all rows whenever some are added."""
        size = self._sizes.get(index.row())
        if size is None:
            shape: HitShape = index.data(SHAPE_ROLE)
            form = self._form_of(option.font)
            height = form.heading_height(shape) + form.body_height(shape, self._width)
            size = self._sizes[index.row()] = QSize(0, height)
        return size

    def forget_sizes(self, width: int) -> None:
        """Other rows, another font or another width of the list will be asked for."""
        self._width = width
        self._sizes = {}

    def snippet_at(self, font: QFont, rect: QRect, index: _Index, point: QPoint) -> int | None:
        """Which snippet of a row is at a point, if any."""
        shape: HitShape = index.data(SHAPE_ROLE)
        form = self._form_of(font)
        top = rect.top() + form.heading_height(shape) + _ABOVE + form.line
        top += form.line if shape.has_facts else 0
        line = (point.y() - top) // form.line
        if shape.snippets == 1:
            return 0 if 0 <= line < _LINES_ALONE else None
        return line if 0 <= line < shape.snippets else None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: ShownHit = index.data(HIT_ROLE)
        shape: HitShape = index.data(SHAPE_ROLE)
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        option.text = ""
        form = self._form_of(option.font)
        painter.save()
        if shape.has_heading:
            self._paint_heading(painter, option, form, row, divided=index.row() > 0)
        body: QRect = option.rect.adjusted(0, form.heading_height(shape), 0, 0)
        self._paint_ground(painter, option, body)
        pen = _Pen(painter, option.palette, body.adjusted(PADDING, _ABOVE, -PADDING, 0), form)
        self._paint_title(pen, row)
        pen.rect.setTop(pen.rect.top() + form.line)
        if shape.has_facts:
            pen.write(row.facts, form.small, QPalette.ColorRole.PlaceholderText)
            pen.rect.setTop(pen.rect.top() + form.line)
        lines = _LINES_ALONE if len(row.snippets) == 1 else 1
        for snippet in row.snippets:
            self._paint_snippet(pen, snippet, lines)
            pen.rect.setTop(pen.rect.top() + form.line)
        painter.restore()

    def _form_of(self, font: QFont) -> _Form:
        if self._form is None or self._form.font != font:
            self._form = _Form(font)
        return self._form

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, body: QRect) -> None:
        """The ground of a selected row, and at its edge whether keys go to it."""
        widget: QWidget = option.widget
        option.rect = body
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        if option.state & QStyle.StateFlag.State_HasFocus:
            edge = QRect(body.left(), body.top(), _FOCUS_WIDTH, body.height())
            painter.fillRect(edge, QColor(self.colors.accent))

    def _paint_heading(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        form: _Form,
        row: ShownHit,
        *,
        divided: bool,
    ) -> None:
        rect: QRect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        if divided:
            painter.fillRect(
                QRect(option.rect.left(), rect.top(), option.rect.width(), 1),
                QColor(self.colors.border),
            )
        rect.setTop(rect.top() + _HEADING_ABOVE)
        pen = _Pen(painter, option.palette, rect, form)
        metrics = QFontMetrics(form.small)
        left = rect.width() - metrics.horizontalAdvance(row.heading) - 2 - _FACTS_BESIDE
        room = max(left, rect.width() * 3 // 5)
        # The date is at the end.
        facts = metrics.elidedText(row.heading_facts, Qt.TextElideMode.ElideLeft, room - 2)
        if facts:
            width = metrics.horizontalAdvance(facts) + 2
            beside = QRect(rect.right() - width + 1, rect.top(), width, rect.height())
            _Pen(painter, option.palette, beside, form).write(
                facts, form.small, QPalette.ColorRole.PlaceholderText
            )
            pen.rect.setRight(rect.right() - width - _FACTS_BESIDE)
        pen.write(row.heading, form.small, QPalette.ColorRole.Link)

    def _paint_title(self, pen: _Pen, row: ShownHit) -> None:
        line = QRect(pen.rect)
        if row.places > 1:
            count = str(row.places)
            width = QFontMetrics(pen.form.small).horizontalAdvance(count) + 2
            beside = QRect(line.right() - width + 1, line.top(), width, line.height())
            _Pen(pen.painter, pen.palette, beside, pen.form).write(
                count, pen.form.small, QPalette.ColorRole.PlaceholderText
            )
            line.setRight(line.right() - width - 8)
        title = ShownSnippet(row.title, row.title_spans)
        _Pen(pen.painter, pen.palette, line, pen.form).write_marked(
            title, pen.form.bold, 1, QColor(self.colors.hit)
        )

    def _paint_snippet(self, pen: _Pen, snippet: ShownSnippet, lines: int) -> None:
        rect = QRect(pen.rect)
        if snippet.of_note:
            width = QFontMetrics(pen.form.small).horizontalAdvance(self._note) + 10
            label = QRect(rect.left(), rect.top() + 1, width, pen.form.line - 3)
            pen.painter.setPen(QColor(self.colors.muted))
            pen.painter.setFont(pen.form.small)
            pen.painter.drawRoundedRect(label, 4, 4)
            pen.painter.drawText(label, Qt.AlignmentFlag.AlignCenter, self._note)
            rect.setLeft(rect.left() + width + 6)
        _Pen(pen.painter, pen.palette, rect, pen.form).write_marked(
            snippet, pen.form.font, lines, QColor(self.colors.hit)
        )


class _Form:
    """The fonts and heights of a list's rows; they depend on its font alone."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)  # that of an option goes with it
        self.bold = QFont(font)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.small = QFont(font)
        if font.pixelSize() > 0:
            self.small.setPixelSize(max(round(font.pixelSize() * _SMALL), 1))
        else:
            self.small.setPointSizeF(font.pointSizeF() * _SMALL)
        metrics = QFontMetrics(font)
        self.line = round(metrics.height() * _LEADING)
        self._wide = metrics.horizontalAdvance("国")
        self._advances: dict[tuple[bool, str], int] = {}

    def heading_height(self, shape: HitShape) -> int:
        return _HEADING_ABOVE + self.line + _HEADING_BELOW if shape.has_heading else 0

    def body_height(self, shape: HitShape, width: int) -> int:
        lines = 1 + shape.has_facts + shape.snippets
        if shape.snippets == 1 and self._width(shape.text) > width - 2 * PADDING:
            lines += _LINES_ALONE - 1
        return lines * self.line + 2 * _ABOVE

    def advances(self, text: str, font: QFont) -> list[int]:
        """How wide each character is; of all common CJK characters one width serves."""
        bold = font is self.bold
        metrics, known = QFontMetrics(font), self._advances
        for character in {"国" if "\u4e00" <= one <= "\u9fff" else one for one in text}:
            if (bold, character) not in known:
                known[bold, character] = metrics.horizontalAdvance(character)
        wide = known.get((bold, "国"), 0)
        return [wide if "\u4e00" <= one <= "\u9fff" else known[bold, one] for one in text]

    def _width(self, text: str) -> float:
        narrow = sum(character.isascii() for character in text)
        return (len(text) - narrow / 2) * self._wide


class _Pen:
    """Writes lines of text into a rectangle, whose top moves down."""

    def __init__(self, painter: QPainter, palette: QPalette, rect: QRect, form: _Form) -> None:
        self.painter = painter
        self.palette = palette
        self.rect = QRect(rect)
        self.form = form

    def write(self, text: str, font: QFont, role: QPalette.ColorRole) -> None:
        """One line, cut at the rectangle's end."""
        metrics = QFontMetrics(font)
        self.painter.setFont(font)
        self.painter.setPen(self.palette.color(role))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, self.rect.width())
        base = self.rect.top() + QFontMetrics(self.form.font).ascent()
        self.painter.drawText(self.rect.left(), base, cut)

    def write_marked(self, text: ShownSnippet, font: QFont, lines: int, mark: QColor) -> None:
        """So many lines at most; of one line, the part where the first mark is."""
        self.painter.setFont(font)
        self.painter.setPen(self.palette.color(QPalette.ColorRole.Text))
        metrics = QFontMetrics(font)
        widths = self.form.advances(text.text, font)
        start = _beginning(text, widths, self.rect.width()) if lines == 1 else 0
        for number, (first, end) in enumerate(_lines(text.text, widths, start, self.rect.width())):
            last = number == lines - 1
            x = self.rect.left()
            if first == start > 0:
                x += self._write_dots(x, metrics)
            room = self.rect.right() + 1 - x
            if last and sum(widths[first:]) > room + 1:
                end = _fitting(widths, first, room - metrics.horizontalAdvance("…"))
            x = self._write_runs(text, widths, first, end, x, mark)
            if last and end < len(text.text):
                self._write_dots(x, metrics)
            if last:
                return
            self.rect.setTop(self.rect.top() + self.form.line)

    def _write_runs(
        self,
        text: ShownSnippet,
        widths: Sequence[int],
        first: int,
        end: int,
        x: int,
        mark: QColor,
    ) -> int:
        """A line's stretches, those that are marked on their ground; where it ends."""
        top, height = self.rect.top(), QFontMetrics(self.form.font).height()
        base = top + QFontMetrics(self.form.font).ascent()
        for start, stop, marked in _runs(text.spans, first, end):
            width = sum(widths[start:stop])
            if marked:
                self.painter.fillRect(x, top, width, height, mark)
            self.painter.drawText(x, base, text.text[start:stop])
            x += width
        return x

    def _write_dots(self, x: int, metrics: QFontMetrics) -> int:
        base = self.rect.top() + QFontMetrics(self.form.font).ascent()
        self.painter.drawText(x, base, "…")
        return metrics.horizontalAdvance("…")


def _beginning(text: ShownSnippet, widths: Sequence[int], room: int) -> int:
    """Where a line begins so that the first mark is seen in it, whole if it can be."""
    if not text.spans or sum(widths[: text.spans[0].end]) <= room - widths[0]:
        return 0
    return max(0, text.spans[0].start - _LEAD_CHARACTERS)


def _lines(text: str, widths: Sequence[int], start: int, room: int) -> Iterator[tuple[int, int]]:
    """Where lines begin and end: CJK text breaks anywhere, and a mark may cross a line's end."""
    while start < len(text):
        end = max(_fitting(widths, start, room), start + 1)
        while end < len(text) and text[end] in _NEVER_FIRST:
            end += 1
        yield start, end
        start = end


def _fitting(widths: Sequence[int], start: int, room: int) -> int:
    end = start
    while end < len(widths) and widths[end] <= room:
        room -= widths[end]
        end += 1
    return end


def _runs(spans: Sequence[Span], first: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a line: from, to, and whether it is marked."""
    at = first
    for span in spans:
        start, stop = max(span.start, at), min(span.end, end)
        if start < stop:
            if at < start:
                yield at, start, False
            yield start, stop, True
            at = stop
    if at < end:
        yield at, end, False
