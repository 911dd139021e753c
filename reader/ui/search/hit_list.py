"""The list of hits: keys and clicks say which hit, and which of its snippets, is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from reader.ui.search.hit_delegate import HitDelegate
from reader.ui.search.hit_model import HitModel
from reader.ui.theme import Colors


@dataclass(frozen=True, slots=True)
class HitPlace:
    """Where a person is among the hits, told by articles: their rows move when there is news.

    ``offset``: pixels from the list's top to that of the row of ``top_article``; 0 or less.
    ``scrolled``: pixels, for want of that row.
    """

    current_article: int = 0
    top_article: int = 0
    offset: int = 0
    scrolled: int = 0


class HitList(QListView):
    """Rows of a ``HitModel``; the arrow keys go from article to article."""

    hit_chosen = Signal(object, object)  # Hit, its Snippet that was clicked, or None
    hit_entered = Signal(object)  # Hit: with the Enter key, to be read
    left_upward = Signal()
    escape_pressed = Signal()

    def __init__(self, model: HitModel, colors: Colors) -> None:
        super().__init__()
        self._model = model
        self._delegate = HitDelegate(colors, self)
        self._clicked_at = QPoint()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Hits"))
        self.clicked.connect(self._on_clicked)
        model.modelReset.connect(self._forget_sizes)

    def set_colors(self, colors: Colors) -> None:
        self._delegate.colors = colors
        self.viewport().update()

    def place(self) -> HitPlace:
        current, top = self.currentIndex(), self.indexAt(QPoint(0, 0))
        return HitPlace(
            self._model.hit(current.row()).article_id if current.isValid() else 0,
            self._model.hit(top.row()).article_id if top.isValid() else 0,
            self.visualRect(top).top(),
            self.verticalScrollBar().value(),
        )

    def go_to(self, place: HitPlace) -> None:
        """To where a person was among the hits before they were set anew."""
        bar = self.verticalScrollBar()
        self.setCurrentIndex(self._model.index(self._model.row_of(place.current_article)))
        self.doItemsLayout()
        bar.setValue(place.scrolled)
        top = self._model.index(self._model.row_of(place.top_article))
        if top.isValid() and place.scrolled:  # at the very top the first hits are to be seen
            bar.setValue(bar.value() + self.visualRect(top).top() - place.offset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up from the first hit goes back to the box."""
        match event.key():
            case Qt.Key.Key_Up if self.currentIndex().row() <= 0:
                self.left_upward.emit()
            case Qt.Key.Key_Escape:
                self.escape_pressed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.currentIndex().isValid():
                    self.hit_entered.emit(self._model.hit(self.currentIndex().row()))
            case _:
                super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._clicked_at = event.position().toPoint()
        super().mouseReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A snippet that takes one line here may take two in a narrower list."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._forget_sizes()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._forget_sizes()

    def _forget_sizes(self) -> None:
        self._delegate.forget_sizes(self.viewport().width())
        self.scheduleDelayedItemsLayout()

    def _on_clicked(self, index: QModelIndex) -> None:
        hit = self._model.hit(index.row())
        rect = self.visualRect(index)
        number = self._delegate.snippet_at(self.font(), rect, index, self._clicked_at)
        self.hit_chosen.emit(hit, None if number is None else hit.snippets[number])
