"""The annotations of the article on screen, as cards in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QDateTime,
    QEvent,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QListView,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.model import Annotation, Color
from reader.ui.plain_text import PlainLabel
from reader.ui.selection_popup import color_name, swatch_icon
from reader.ui.theme import SWATCHES, Colors

_Index = QModelIndex | QPersistentModelIndex
_CARD_ROLE = Qt.ItemDataRole.UserRole
_MARGIN = 10
_PADDING = 12
_GAP = 5
_QUOTE_LINES = 4
_EDITOR_LINES = 5


@dataclass(frozen=True, slots=True)
class Card:
    """An annotation's row; ``quote`` in the script on screen."""

    annotation: Annotation
    quote: str
    orphan: bool = False


class AnnotationModel(QAbstractListModel):
    """The cards. ``editing`` is where the card is whose note is being written, if there is one."""

    note_written = Signal(object, str)  # Annotation, note

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: list[Card] = []
        self.editing = QPersistentModelIndex()

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show these. Cards that stay are not told as new, so a note can go on being written."""
        wanted = {card.annotation.id: card for card in cards}
        if not wanted.keys() & {card.annotation.id for card in self._cards}:
            self._reset(cards)
            return
        self._remove_others(wanted)
        for row, card in enumerate(cards):
            if row == len(self._cards) or self._cards[row].annotation.id != card.annotation.id:
                self.beginInsertRows(QModelIndex(), row, row)
                self._cards.insert(row, card)
                self.endInsertRows()
        if len(self._cards) > len(cards):  # some have changed places
            self._reset(cards)
            return
        self._cards = list(cards)
        self.dataChanged.emit(self.index(0), self.index(len(cards) - 1))

    def _remove_others(self, wanted: Mapping[str, Card]) -> None:
        for row in reversed(range(len(self._cards))):
            if self._cards[row].annotation.id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._cards[row]
                self.endRemoveRows()

    def _reset(self, cards: Sequence[Card]) -> None:
        self.beginResetModel()
        self._cards = list(cards)
        self.endResetModel()

    def card(self, row: int) -> Card:
        return self._cards[row]

    def row_of(self, annotation_id: str) -> int:
        """Its row, or -1."""
        ids = [card.annotation.id for card in self._cards]
        return ids.index(annotation_id) if annotation_id in ids else -1

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._cards)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return card
            case Qt.ItemDataRole.EditRole:
                return card.annotation.note
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return f"{card.quote}\n{card.annotation.note}".strip()
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        card = self._cards[index.row()]
        note = str(value).strip()
        if note != card.annotation.note:
            self.note_written.emit(card.annotation, note)
        return True


class CardDelegate(QStyledItemDelegate):
    """Draws a card: a bar in its colour, the quote, the note, the time."""

    def __init__(self, model: AnnotationModel, colors: Colors, view: QListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view
        self.colors = colors

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        parts = self._parts(QRect(0, 0, self._view.viewport().width(), 0), option.font, index)
        return QSize(0, parts.time.bottom() + _PADDING + _MARGIN // 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        card = index.data(_CARD_ROLE)
        assert isinstance(card, Card)
        parts = self._parts(option.rect, option.font, index)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        muted = option.palette.color(QPalette.ColorRole.PlaceholderText)
        text = option.palette.color(QPalette.ColorRole.Text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.colors.accent if selected else self.colors.border))
        painter.setBrush(QColor(self.colors.page))
        painter.drawRoundedRect(parts.card, 7, 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SWATCHES[card.annotation.color]))
        bar = QRect(parts.card.left() + 5, parts.card.top() + 9, 4, parts.card.height() - 18)
        painter.drawRoundedRect(bar, 2, 2)
        flags = Qt.TextFlag.TextWrapAnywhere
        painter.setFont(option.font)
        painter.setPen(muted if card.annotation.note else text)
        painter.drawText(parts.quote, flags, _shortened(card.quote, parts.quote, option.font))
        if card.annotation.note and index.row() != self._model.editing.row():
            painter.setPen(text)
            painter.drawText(parts.note, flags, card.annotation.note)
        painter.setFont(_small(option.font))
        painter.setPen(muted)
        painter.drawText(parts.time, Qt.AlignmentFlag.AlignLeft, self._footer(card))
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QPlainTextEdit(parent)
        editor.setPlaceholderText(self.tr("Write a note… (Ctrl+Enter to keep, Esc to leave)"))
        editor.setTabChangesFocus(True)
        self._model.editing = QPersistentModelIndex(index)
        self.sizeHintChanged.emit(index)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        if not editor.document().isModified():
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.moveCursor(editor.textCursor().MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        assert isinstance(editor, QPlainTextEdit)
        model.setData(index, editor.toPlainText())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        editor.setGeometry(self._parts(option.rect, option.font, index).note)

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        self._model.editing = QPersistentModelIndex()
        super().destroyEditor(editor, index)
        self.sizeHintChanged.emit(index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter keeps a note; plain Enter is a new line in it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return False
            assert isinstance(editor, QWidget)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)

    def _parts(self, rect: QRect, font: QFont, index: _Index) -> _Parts:
        card = index.data(_CARD_ROLE)
        assert isinstance(card, Card)
        metrics = QFontMetrics(font)
        left = rect.left() + _MARGIN
        width = rect.width() - 2 * _MARGIN
        inner = QRect(
            left + _PADDING + 6, rect.top() + _MARGIN // 2 + _PADDING, width - 2 * _PADDING - 6, 0
        )
        quote = QRect(inner)
        wanted = _height(metrics, inner.width(), card.quote)
        # Of Chinese: its font stands behind the desktop's own and may be taller.
        line = _height(metrics, inner.width(), "国")
        quote.setHeight(min(wanted, line * _QUOTE_LINES))
        note = QRect(inner)
        note.moveTop(quote.bottom() + _GAP)
        if index.row() == self._model.editing.row():
            note.setHeight(metrics.lineSpacing() * _EDITOR_LINES)
        elif card.annotation.note:
            note.setHeight(_height(metrics, inner.width(), card.annotation.note))
        time = QRect(inner)
        time.moveTop((note.bottom() if note.height() else quote.bottom()) + _GAP)
        time.setHeight(QFontMetrics(_small(font)).height())
        bottom = time.bottom() + _PADDING - 4
        box = QRect(left, rect.top() + _MARGIN // 2, width, bottom - rect.top() - _MARGIN // 2)
        return _Parts(box, quote, note, time)

    def _footer(self, card: Card) -> str:
        annotation = card.annotation
        when = QDateTime.fromSecsSinceEpoch(int(annotation.modified.timestamp()))
        text = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        facts = [text, *(f"#{tag}" for tag in annotation.tags)]
        if card.orphan:
            facts.append(self.tr("its words are no longer in the text"))
        return " · ".join(facts)


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the parts of a card lie."""

    card: QRect
    quote: QRect
    note: QRect
    time: QRect


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


def _small(font: QFont) -> QFont:
    small = QFont(font)
    if font.pointSizeF() > 0:
        small.setPointSizeF(font.pointSizeF() * 0.86)
    else:
        small.setPixelSize(max(round(font.pixelSize() * 0.86), 1))
    return small


class _CardList(QListView):
    stepped = Signal(object)  # QModelIndex, reached by a key
    delete_pressed = Signal()
    color_pressed = Signal(object)  # Color

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            if self.selectedIndexes():
                self.edit(self.currentIndex())
        elif 0 <= number < len(Color) and not event.modifiers():
            self.color_pressed.emit(list(Color)[number])
        else:
            before = self.currentIndex()
            super().keyPressEvent(event)
            if self.currentIndex() != before:
                self.stepped.emit(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class AnnotationPane(QWidget):
    """The pane. What a person does here is asked for by signals and shown when it is stored."""

    annotation_requested = Signal(str)  # jump to it
    note_written = Signal(object, str)  # Annotation, note
    color_chosen = Signal(object, object)  # Annotation, Color
    delete_requested = Signal(object)  # Annotation
    copy_requested = Signal(object)  # Annotation

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._model = AnnotationModel(self)
        self._list = _CardList()
        self._delegate = CardDelegate(self._model, colors, self._list)
        self._heading = PlainLabel(self.tr("Annotations"))
        self._hint = PlainLabel(
            self.tr("Select words in the article to highlight them or to write a note.")
        )
        self._pages = QStackedWidget()
        self._arrange()
        self._model.note_written.connect(self.note_written)
        self._list.clicked.connect(self._on_chosen)
        self._list.stepped.connect(self._on_chosen)
        self._list.delete_pressed.connect(self._on_delete_pressed)
        self._list.color_pressed.connect(self._on_color_pressed)
        self._list.customContextMenuRequested.connect(self._on_menu_requested)

    @property
    def cards(self) -> AnnotationModel:
        return self._model

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show these cards; the current one and a note being written stay."""
        self._model.set_cards(cards)
        self._heading.setText(
            self.tr("Annotations") + (f" · {self.locale().toString(len(cards))}" if cards else "")
        )
        self._pages.setCurrentIndex(1 if cards else 0)

    def keep_note(self) -> None:
        """Have a note that is being written stored: the only text a widget holds before the
        library does."""
        for editor in self._list.viewport().findChildren(QPlainTextEdit):
            if self._model.editing.isValid():
                self._delegate.commitData.emit(editor)
                self._delegate.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def set_colors(self, colors: Colors) -> None:
        self._delegate.colors = colors
        self._list.viewport().update()

    def select(self, annotation_id: str) -> None:
        """Make a card the current one and bring it on screen."""
        row = self._model.row_of(annotation_id)
        if row >= 0:
            index = self._model.index(row)
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)

    def edit_note(self, annotation_id: str) -> None:
        """Open a card's note for writing."""
        row = self._model.row_of(annotation_id)
        if row >= 0:
            self.select(annotation_id)
            self._list.setFocus()
            self._list.edit(self._model.index(row))

    def _arrange(self) -> None:
        self._heading.setProperty("heading", True)
        self._heading.setContentsMargins(_MARGIN + 4, 14, _MARGIN, 8)
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._hint.setContentsMargins(_MARGIN + 4, 4, _MARGIN + 4, 0)
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setAccessibleName(self.tr("Annotations"))
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self._list)

    def _current(self) -> Annotation | None:
        """The card seen to be chosen; a list with the focus always has a current row."""
        chosen = self._list.selectedIndexes()
        return self._model.card(chosen[0].row()).annotation if chosen else None

    def _on_chosen(self, index: QModelIndex) -> None:
        self.annotation_requested.emit(self._model.card(index.row()).annotation.id)

    def _on_delete_pressed(self) -> None:
        current = self._current()
        if current is not None:
            self.delete_requested.emit(current)

    def _on_color_pressed(self, color: Color) -> None:
        current = self._current()
        if current is not None and current.color is not color:
            self.color_chosen.emit(current, color)

    def _on_menu_requested(self, point: QPoint) -> None:
        index = self._list.indexAt(point)
        if not index.isValid():
            return
        card = self._model.card(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        edit = menu.addAction(self.tr("Edit note"))
        edit.triggered.connect(partial(self.edit_note, card.annotation.id))
        copy = menu.addAction(self.tr("Copy quote"))
        copy.triggered.connect(partial(self.copy_requested.emit, card.annotation))
        menu.addSeparator()
        for color in Color:
            action = menu.addAction(swatch_icon(color), color_name(color))
            action.setEnabled(color is not card.annotation.color)
            action.triggered.connect(partial(self.color_chosen.emit, card.annotation, color))
        menu.addSeparator()
        delete = menu.addAction(self.tr("Delete"))
        delete.triggered.connect(partial(self.delete_requested.emit, card.annotation))
        menu.popup(self._list.viewport().mapToGlobal(point))
