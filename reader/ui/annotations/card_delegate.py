"""Draws a card: its mark, the quote, the note as its Markdown means, the tags, the time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPolygon,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reader.model import MarkStyle
from reader.ui.annotations.card import Card
from reader.ui.annotations.card_list import CardList
from reader.ui.annotations.card_model import CARD_ROLE, CardModel
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.annotations.note_text import ShownNote, shown_note
from reader.ui.moments import moment_text
from reader.ui.theme import Colors, swatch_of

_Index = QModelIndex | QPersistentModelIndex
_MARGIN = 10
_PADDING = 12
_GAP = 5
_QUOTE_LINES = 4
_NOTE_LINES = 12
_EDITOR_LINES = 5
_CHIP_INSIDE = 7
_CHIP_BETWEEN = 5
_SMALL = 0.86
_NOTHING = QRect()


class CardDelegate(QStyledItemDelegate):
    """Draws rows of a ``CardModel`` and lets their notes be written.

    ``can_place``: whether words are selected that an orphan can be placed on.
    """

    place_clicked = Signal(object)  # Annotation
    note_left = Signal()  # the editor of a note was closed

    def __init__(self, model: CardModel, colors: Colors, view: CardList) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.colors = colors
        self.can_place = False

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        parts = self._parts(QRect(0, 0, self._view.viewport().width(), 0), option.font, index)
        return QSize(0, parts.card.bottom() + 1 + _MARGIN - _MARGIN // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        parts = self._parts(option.rect, option.font, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QColor(self.colors.accent if selected or focused else self.colors.border))
        painter.setBrush(QColor(self.colors.hover if selected else self.colors.page))
        painter.drawRoundedRect(parts.card, 7, 7)
        card = index.data(CARD_ROLE)
        if isinstance(card, Card):
            self._paint_mark(painter, card, parts)
            self._paint_texts(painter, option, card, parts, editing=self._edits(index))
            self._paint_tags(painter, option, card, parts)
            self._paint_footer(painter, option, card, parts, unsaved=self._unsaved(card, index))
        painter.restore()

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> NoteEditor:
        editor = NoteEditor(parent)
        editor.setPlaceholderText(self.tr("Write a note… (kept as you type; Esc when done)"))
        editor.paused.connect(self._model.take_typed)
        self._model.editing = QPersistentModelIndex(index)
        self._view.remeasure(index)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, NoteEditor)
        if not editor.typed:
            self._model.begin(index)
            editor.begin(str(index.data(Qt.ItemDataRole.EditRole)))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, NoteEditor)
        model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        editor.setGeometry(self._parts(option.rect, option.font, index).note)

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        self._model.editing = QPersistentModelIndex()
        super().destroyEditor(editor, index)
        self._view.remeasure(index)
        self.note_left.emit()

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter and Esc end a note, which is kept; plain Enter is a new line in it."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(editor, event)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                    return False
            case Qt.Key.Key_Escape:
                pass
            case _:
                return super().eventFilter(editor, event)
        assert isinstance(editor, QWidget)
        self.keep(editor)
        return True

    def keep(self, editor: QWidget) -> None:
        """Have what was typed stored, and the editor closed."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """A click on an orphan's button, or where a note is folded."""
        card = index.data(CARD_ROLE)
        if (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and event.button() is Qt.MouseButton.LeftButton
            and isinstance(card, Card)
        ):
            parts = self._parts(option.rect, option.font, index)
            point = event.position().toPoint()
            if self.can_place and parts.button.contains(point):
                self.place_clicked.emit(card.annotation)
                return True
            if parts.fold.contains(point):
                self.fold(index)
                return True
        return super().editorEvent(event, model, option, index)

    def place_button(self, index: _Index) -> QRect:
        """Where an orphan's button is in the viewport; empty where there is none."""
        return self._parts(self._view.visualRect(index), self._view.font(), index).button

    def fold_line(self, index: _Index) -> QRect:
        """Where a long note is shown whole by a click, or folded; empty where it is not long."""
        return self._parts(self._view.visualRect(index), self._view.font(), index).fold

    def fold(self, index: _Index) -> None:
        """Show a long note whole, or no more."""
        card = index.data(CARD_ROLE)
        if isinstance(card, Card) and not self.fold_line(index).isEmpty():
            self._model.unfolded ^= {card.annotation.id}
            self._view.remeasure(index)
            if not self._unfolded(card):  # its beginning may be far above what is on screen
                self._view.scrollTo(index)

    # Below: how

    def _edits(self, index: _Index) -> bool:
        return self._model.editing.isValid() and index.row() == self._model.editing.row()

    def _paint_mark(self, painter: QPainter, card: Card, parts: _Parts) -> None:
        """A bar in its colour, or the ribbon of a bookmark."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(swatch_of(card.annotation.color))
        left, top = parts.card.left() + 5, parts.card.top() + 9
        if card.annotation.style is MarkStyle.BOOKMARK:
            corners = [(0, -9), (9, -9), (9, 11), (4, 7), (0, 11)]
            painter.drawPolygon(QPolygon([QPoint(left + x, top + y) for x, y in corners]))
        else:
            painter.drawRoundedRect(QRect(left, top, 4, parts.card.height() - 18), 2, 2)

    def _paint_texts(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        card: Card,
        parts: _Parts,
        *,
        editing: bool,
    ) -> None:
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        text = option.palette.color(QPalette.ColorRole.Text)
        if card.origin:
            small = small_font(option.font)
            painter.setFont(small)
            painter.setPen(muted)
            cut = QFontMetrics(small).elidedText(
                card.origin, Qt.TextElideMode.ElideRight, parts.origin.width()
            )
            painter.drawText(parts.origin, Qt.AlignmentFlag.AlignVCenter, cut)
        note = self._model.note(card)
        font = _quote_font(option.font, card.annotation.style)
        painter.setFont(font)
        painter.setPen(muted if note else text)
        shown = _shortened(card.quote, parts.quote, font)
        painter.drawText(parts.quote, Qt.TextFlag.TextWrapAnywhere, shown)
        if note and not editing:
            self._paint_note(painter, option, card, parts)

    def _paint_note(
        self, painter: QPainter, option: QStyleOptionViewItem, card: Card, parts: _Parts
    ) -> None:
        rect = parts.note
        unfolded = self._unfolded(card)
        note = self._model.note(card)
        document = self._note(note, option.font, rect.width(), unfolded=unfolded).document
        if not parts.fold.isEmpty():
            painter.setFont(small_font(option.font))
            painter.setPen(QColor(self.colors.accent))
            text = self.tr("Show less") if unfolded else self.tr("Show all")
            painter.drawText(parts.fold, Qt.AlignmentFlag.AlignVCenter, text)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = option.palette
        painter.save()
        painter.translate(rect.topLeft())
        painter.setClipRect(QRect(QPoint(0, 0), rect.size()))
        # Of a note as long as a book only what is on screen.
        seen = rect.intersected(self._view.viewport().rect()).translated(-rect.topLeft())
        context.clip = QRectF(seen)
        document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_tags(
        self, painter: QPainter, option: QStyleOptionViewItem, card: Card, parts: _Parts
    ) -> None:
        small = small_font(option.font)
        painter.setFont(small)
        metrics = QFontMetrics(small)
        for tag, rect in zip(card.annotation.tags, parts.chips, strict=True):
            painter.setPen(QColor(self.colors.border))
            painter.setBrush(QColor(self.colors.window))
            painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            painter.setPen(option.palette.color(QPalette.ColorRole.Text))
            room = rect.width() - 2 * _CHIP_INSIDE + 2
            cut = metrics.elidedText(tag, Qt.TextElideMode.ElideRight, room)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cut)

    def _paint_footer(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        card: Card,
        parts: _Parts,
        *,
        unsaved: bool,
    ) -> None:
        painter.setFont(small_font(option.font))
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        accent = QColor(self.colors.accent)
        painter.setPen(accent if unsaved or card.orphan else muted)
        painter.drawText(parts.time, Qt.TextFlag.TextWordWrap, self._footer(card, unsaved=unsaved))
        if not parts.button.isEmpty():
            painter.setPen(QColor(self.colors.border))
            painter.setBrush(QColor(self.colors.window))
            painter.drawRoundedRect(parts.button, 6, 6)
            painter.setPen(accent if self.can_place else muted)
            painter.drawText(parts.button, Qt.AlignmentFlag.AlignCenter, self._place_text())

    def _parts(self, rect: QRect, font: QFont, index: _Index) -> _Parts:
        """Where everything lies on a card; ``rect``: all of its row, of any height."""
        left, width = rect.left() + _MARGIN, rect.width() - 2 * _MARGIN
        top = rect.top() + _MARGIN // 2
        pen = _Column(left + _PADDING + 6, top + _PADDING - 2, width - 2 * _PADDING - 6)
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):  # of a row yet to be read: as high as most
            pen.take(4 * QFontMetrics(font).lineSpacing())
            return _Parts(QRect(left, top, width, pen.bottom - top + _PADDING))
        small = QFontMetrics(small_font(font))
        origin = pen.take(small.height() if card.origin else 0)
        metrics = QFontMetrics(font)
        # Of Chinese: its font stands behind the desktop's own and may be taller.
        line = _height(metrics, pen.width, "国")
        wanted = _height(metrics, pen.width, card.quote)
        quote = pen.take(min(wanted, line * _QUOTE_LINES) if card.quote else 0)
        height, foldable = self._note_height(card, font, pen.width, editing=self._edits(index))
        note = pen.take(height)
        fold = pen.take(small.height() if foldable else 0)
        chips = tuple(_flow(card.annotation.tags, small, pen))
        footer = self._footer(card, unsaved=self._unsaved(card, index))
        bounds = QRect(0, 0, max(pen.width, 1), 1_000)
        flags = Qt.TextFlag.TextWordWrap
        time = pen.take(small.boundingRect(bounds, flags, footer).height())
        button = QRect()
        if card.orphan:
            button = pen.take(small.height() + 10)
            button.setWidth(min(small.horizontalAdvance(self._place_text()) + 24, pen.width))
        whole = QRect(left, top, width, pen.bottom - top + _PADDING - 4)
        return _Parts(whole, origin, quote, note, chips, time, button, fold)

    def _unsaved(self, card: Card, index: _Index) -> bool:
        """While it is written nothing of its card changes."""
        return card.annotation.id in self._model.drafts and not self._edits(index)

    def _note(self, note: str, font: QFont, width: int, *, unfolded: bool) -> ShownNote:
        most = QFontMetrics(font).lineSpacing() * _NOTE_LINES
        return shown_note(note, QFont(font), width, most, unfolded=unfolded)

    def _unfolded(self, card: Card) -> bool:
        return card.annotation.id in self._model.unfolded

    def _note_height(
        self, card: Card, font: QFont, width: int, *, editing: bool
    ) -> tuple[int, bool]:
        """In pixels, and whether it can be folded or unfolded."""
        text = self._model.begun(card) if editing else self._model.note(card)
        if not text:
            shown = 0, False
        else:
            note = self._note(text, font, width, unfolded=self._unfolded(card) and not editing)
            shown = note.height, note.foldable
        if editing:
            return max(shown[0], QFontMetrics(font).lineSpacing() * _EDITOR_LINES), False
        return shown

    def _place_text(self) -> str:
        return self.tr("Place it here")

    def _footer(self, card: Card, *, unsaved: bool) -> str:
        if unsaved:
            return self.tr("Not stored yet; what you wrote is kept here.")
        text = moment_text(card.annotation.modified)
        if not card.orphan:
            return text
        lost = self.tr("Its words are no longer in the text. Select where it belongs:")
        return f"{text}\n{lost}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the parts of a card lie; what it does not have is empty."""

    card: QRect
    origin: QRect = _NOTHING
    quote: QRect = _NOTHING
    note: QRect = _NOTHING
    chips: tuple[QRect, ...] = ()
    time: QRect = _NOTHING
    button: QRect = _NOTHING
    fold: QRect = _NOTHING


class _Column:
    """Parts one below the other, with a gap between those that are not empty."""

    def __init__(self, left: int, top: int, width: int) -> None:
        self.left = left
        self.width = width
        self.bottom = top - _GAP

    def take(self, height: int) -> QRect:
        if not height:
            return QRect(self.left, self.bottom + _GAP, self.width, 0)
        rect = QRect(self.left, self.bottom + _GAP, self.width, height)
        self.bottom += _GAP + height
        return rect


def small_font(font: QFont) -> QFont:
    """What is beside the matter is set in."""
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * _SMALL)
    else:
        small.setPixelSize(max(round(font.pixelSize() * _SMALL), 1))
    return small


def _quote_font(font: QFont, style: MarkStyle) -> QFont:
    """Marked as in the text."""
    quote = QFont(font)
    quote.setUnderline(style is MarkStyle.UNDERLINE)
    quote.setStrikeOut(style is MarkStyle.STRIKE)
    return quote


def _flow(tags: Sequence[str], metrics: QFontMetrics, pen: _Column) -> Iterator[QRect]:
    """Chips side by side, in as many lines as they take."""
    height = metrics.height() + 4
    line, x = QRect(), 0
    for tag in tags:
        width = min(metrics.horizontalAdvance(tag) + 2 * _CHIP_INSIDE, pen.width)
        if line.isEmpty() or x + width > pen.width:
            line, x = pen.take(height), 0
        yield QRect(line.left() + x, line.top(), width, height)
        x += width + _CHIP_BETWEEN


def _height(metrics: QFontMetrics, width: int, text: str) -> int:
    bounds = QRect(0, 0, max(width, 1), 100_000)
    return metrics.boundingRect(bounds, Qt.TextFlag.TextWrapAnywhere, text).height()


def _shortened(text: str, rect: QRect, font: QFont) -> str:
    """As much of a text as fits its rectangle, with an ellipsis where some is left out."""
    metrics = QFontMetrics(font)
    if _height(metrics, rect.width(), text) <= rect.height():
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _height(metrics, rect.width(), text[:middle] + "…") <= rect.height():
            low = middle
        else:
            high = middle - 1
    return text[:low] + "…"
