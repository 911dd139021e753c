"""The annotations of the article on screen, of its document or of the library, as cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.model import (
    Annotation,
    AnnotationEdit,
    AnnotationOrder,
    AnnotationQuery,
    Color,
)
from reader.ui.annotations.card import Card, with_card
from reader.ui.annotations.card_delegate import CardDelegate
from reader.ui.annotations.card_list import CardList
from reader.ui.annotations.card_menu import CardMenu
from reader.ui.annotations.card_model import CardModel
from reader.ui.annotations.filter_bar import FilterBar, Scope
from reader.ui.annotations.lister import KnownWords, Listed
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.annotations.tag_editor import TagEditor
from reader.ui.annotations.trouble_bar import TroubleBar
from reader.ui.plain_text import PlainLabel
from reader.ui.theme import Colors

_MARGIN = 10
# After a change the article is drawn first; a long list may come a moment later.
_LIST_DELAY_MS = 120


class AnnotationPane(QWidget):
    """The pane. What a person does here is asked for by signals and shown when it is stored."""

    annotation_requested = Signal(object)  # Annotation: go to it
    note_typed = Signal(object, str)  # Annotation, note as it is so far
    note_written = Signal(object, str)  # Annotation, note: it is done
    edit_requested = Signal(object, object)  # ids, AnnotationEdit
    delete_requested = Signal(object)  # ids
    merge_requested = Signal(object)  # ids
    export_requested = Signal(object)  # ids
    place_requested = Signal(object)  # Annotation: on the words selected in the article
    copy_requested = Signal(object)  # Annotation
    citation_requested = Signal(object)  # Annotation, to be copied with where it is from
    listing_requested = Signal(object, object)  # AnnotationQuery, ids on screen
    rows_requested = Signal(object)  # ids
    words_requested = Signal()
    retry_requested = Signal()

    def __init__(self, colors: Colors) -> None:
        super().__init__()
        self._model = CardModel(self)
        self._list = CardList(self._model)
        self._delegate = CardDelegate(self._model, colors, self._list)
        self._filters = FilterBar()
        self._heading = PlainLabel(self.tr("Annotations"))
        self._hint = PlainLabel()
        self._clear = QToolButton()
        self._trouble = TroubleBar()
        self._unstored = ""
        self._fault = ""
        self._pages = QStackedWidget()
        self._article: tuple[Card, ...] = ()
        self._article_id = 0
        self._document_id = 0
        self._words = KnownWords()
        self._listed: AnnotationQuery | None = None
        self._listed_article = 0  # where there is no query, for these are its own cards
        self._behind = False  # whether the list is to be read anew when a note is done
        self._total = 0
        self._orphans = 0  # of all that ``_orphans_of`` asks for
        self._orphans_of: AnnotationQuery | None = None
        self._awaited = ""  # id of a card to go to when it is there
        self._awaited_note = False
        self._later = QTimer(self)
        self._arrange()
        self._connect()
        self._show_counts(complete=True)

    @property
    def cards(self) -> CardModel:
        return self._model

    @property
    def filters(self) -> FilterBar:
        return self._filters

    def set_article(self, article_id: int, document_id: int) -> None:
        """Which article is on screen; 0 for none. Its cards follow by ``set_cards``."""
        self._article_id = article_id
        if document_id != self._document_id:
            self._document_id = document_id
            if self._filters.scope is Scope.DOCUMENT:
                self.refresh()

    def set_cards(self, cards: Sequence[Card]) -> None:
        """The cards of the article; the current one and a note being written stay."""
        self._article = tuple(cards)
        if self._asks_for_article:
            self.refresh()

    def refresh(self) -> None:
        """Show what there is now."""
        if self._shows_article:
            self._show_article()
        elif not self._stays():
            self.listing_requested.emit(self._query(), self._seen())

    def refresh_later(self) -> None:
        """Something was changed. The article's own cards are told by ``set_cards``, at once; a
        long list and what it can be filtered by come when the article has been drawn."""
        self._later.start()

    def show_listing(self, listed: Listed) -> None:
        """The answer to ``listing_requested``; one to an older request comes too late."""
        listing = listed.listing
        if self._shows_article or listing.query != self._query() or self._stays():
            return
        if listing.query != self._listed:
            self.keep_note()
        ids, cards = listing.ids, {card.annotation.id: card for card in listed.cards}
        if self._filters.scope is Scope.ARTICLE:  # they read as the text on screen does
            cards |= {card.annotation.id: card for card in self._article}
            if listing.query.order is AnnotationOrder.PLACE:
                found = set(ids)
                in_order = (card.annotation.id for card in self._article)
                ids = tuple(one for one in in_order if one in found)
        anew = listing.query != self._listed
        self._listed, self._total = listing.query, listing.total
        self._set(ids, tuple(cards.values()), complete=listing.complete)
        if anew and not self._awaited:
            self._list.verticalScrollBar().setValue(0)

    def show_orphans(self, query: AnnotationQuery, count: int) -> None:
        """How many have no place, of all that there are in a document or in the library."""
        self._orphans_of, self._orphans = query, count
        self._show_lost()

    def put_cards(self, cards: Sequence[Card]) -> None:
        """The answer to ``rows_requested``."""
        self._model.put_cards(cards)
        self._go_to_awaited()

    def set_words(self, words: KnownWords) -> None:
        """All tags and colours of the library, to choose from."""
        self._words = words
        self._filters.set_words(words)

    def set_placeable(self, placeable: bool) -> None:
        """Whether words are selected in the article that an orphan can be placed on."""
        if placeable != self._delegate.can_place:
            self._delegate.can_place = placeable
            self._list.viewport().update()

    def keep_note(self) -> None:
        """Have a note or tags that are being written stored: the only text a widget holds before
        the library does."""
        for tags in self.findChildren(TagEditor):
            tags.close()
        for editor in self._editors():
            if self._model.editing.isValid():
                QGuiApplication.inputMethod().commit()  # the word in the midst of which it is
                self._delegate.keep(editor)

    def keep_draft(self, annotation_id: str, note: str) -> None:
        """A note could not be stored: what was typed stays in its card."""
        self._model.drafts[annotation_id] = note
        self._list.remeasure(self._model.index(self._model.row_of(annotation_id)))

    def drop_draft(self, annotation_id: str) -> None:
        """It is stored by now."""
        if self._model.drafts.pop(annotation_id, None) is not None:
            self._list.remeasure(self._model.index(self._model.row_of(annotation_id)))

    def show_trouble(self, text: str) -> None:
        """Say what could not be stored, and offer another try, until it is."""
        if text != self._unstored:
            self._unstored = text
            self._show_trouble()

    def show_fault(self, text: str) -> None:
        """Say that nothing can be stored, until it can."""
        if text != self._fault:
            self._fault = text
            self._show_trouble()

    def _show_trouble(self) -> None:
        text = self._unstored or self._fault
        current, screen = self._list.currentIndex(), self._list.viewport().rect()
        rect = self._list.visualRect(current)
        seen = rect.intersects(screen) and rect.height() <= screen.height()
        self._trouble.say(text, again=bool(self._unstored))
        layout = self.layout()
        if seen and layout is not None:  # what was just written is not covered
            layout.activate()
            self._list.scrollTo(current)

    def set_colors(self, colors: Colors) -> None:
        self._delegate.colors = colors
        self._list.viewport().update()

    def select(self, annotation_id: str) -> None:
        """Make a card the current one and bring it on screen; filters that hide it go."""
        self._awaited, self._awaited_note = annotation_id, False
        self._go_to_awaited()
        of_article = any(card.annotation.id == annotation_id for card in self._article)
        if self._awaited and of_article and self._filters.query.filtered:
            self._filters.clear()

    def edit_note(self, annotation_id: str) -> None:
        """Open a card's note for writing, as soon as it is there."""
        self.select(annotation_id)
        self._awaited, self._awaited_note = annotation_id, True
        self._go_to_awaited()

    def selected_ids(self) -> tuple[str, ...]:
        return tuple(self._model.ids[row] for row in self._list.selected_rows())

    # Below: how

    def _arrange(self) -> None:
        self._heading.setProperty("heading", True)
        self._heading.setContentsMargins(_MARGIN + 4, 14, _MARGIN, 8)
        self._list.setItemDelegate(self._delegate)
        self._list.setAccessibleName(self.tr("Annotations"))
        self._pages.addWidget(self._empty_page())
        self._pages.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._filters)
        column.addWidget(self._pages, 1)
        inset = QHBoxLayout()  # below the cards: none of them is moved when it comes or goes
        inset.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        inset.addWidget(self._trouble)
        column.addLayout(inset)
        self.setFocusProxy(self._list)

    def _empty_page(self) -> QWidget:
        self._hint.setProperty("muted", True)
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._clear.setText(self.tr("Clear the filters"))
        self._clear.setProperty("framed", True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN + 4, 4, _MARGIN + 4, 0)
        column.setSpacing(10)
        column.addWidget(self._hint)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self._later.setSingleShot(True)
        self._later.setInterval(_LIST_DELAY_MS)
        self._later.timeout.connect(self._on_later)
        self._model.note_typed.connect(self.note_typed)
        self._model.note_written.connect(self.note_written)
        self._model.rows_requested.connect(self.rows_requested)
        self._model.modelAboutToBeReset.connect(self.keep_note)
        self._filters.changed.connect(self.refresh)
        self._filters.left_downward.connect(self._on_filter_left)
        self._clear.clicked.connect(self._filters.clear)
        self._list.chosen.connect(self._on_chosen)
        self._list.edit_pressed.connect(self._on_edit_pressed)
        self._list.delete_pressed.connect(self._on_delete_pressed)
        self._list.tags_pressed.connect(self._on_tags_pressed)
        self._list.place_pressed.connect(self._on_place_pressed)
        self._list.color_pressed.connect(self._on_color_pressed)
        self._list.fold_pressed.connect(self._on_fold_pressed)
        self._list.customContextMenuRequested.connect(self._on_menu_requested)
        self._delegate.place_clicked.connect(self.place_requested)
        self._delegate.note_left.connect(self._on_note_left)
        self._trouble.retry_requested.connect(self.retry_requested)
        find = QShortcut(QKeySequence(Qt.Key.Key_Slash), self._list)
        find.setContext(Qt.ShortcutContext.WidgetShortcut)
        find.activated.connect(self._filters.focus_line)

    @property
    def _asks_for_article(self) -> bool:
        return self._filters.scope is Scope.ARTICLE

    @property
    def _shows_article(self) -> bool:
        """Whether the article's own cards are what is asked for: nothing need be looked for."""
        query = self._filters.query
        plain = not query.filtered and query.order is AnnotationOrder.PLACE
        return self._asks_for_article and (plain or not self._article_id)

    def _query(self) -> AnnotationQuery:
        match self._filters.scope:
            case Scope.ARTICLE:
                return replace(self._filters.query, article_id=self._article_id)
            case Scope.DOCUMENT:
                return replace(self._filters.query, document_id=self._document_id)
            case _:
                return self._filters.query

    def _stays(self) -> bool:
        """Whether the list is left as it is: a note is written in it, whose card might move away
        or go. It is read anew when that is done."""
        stays = self._model.editing.isValid() and self._listed == self._query()
        self._behind |= stays
        return stays

    def _seen(self) -> tuple[str, ...]:
        """Those on screen, where the same list is to be read again."""
        if self._listed != self._query():
            return ()
        top = self._list.indexAt(QPoint(0, 0)).row()
        bottom = self._list.indexAt(QPoint(0, self._list.viewport().height())).row()
        last = len(self._model.ids) if bottom < 0 else bottom + 1
        return tuple(self._model.ids[max(top, 0) : last])

    def _show_article(self) -> None:
        """Its own cards. One that was deleted elsewhere while its note is written stays: what is
        typed goes on into it, and brings it back."""
        again = self._listed is None and self._listed_article == self._article_id
        cards = self._with_written() if again else self._article
        self._listed, self._listed_article = None, self._article_id
        self._total = len(self._article)
        self._set([card.annotation.id for card in cards], cards)
        if len(cards) > len(self._article):
            self._behind = True
            for editor in self._editors():
                editor.tell()

    def _with_written(self) -> tuple[Card, ...]:
        """The cards of the article, and where it was the one whose note is being written."""
        row = self._model.editing.row()
        card = self._model.card(row) if row >= 0 else None
        return self._article if card is None else with_card(self._article, card, self._model.ids)

    def _editors(self) -> list[NoteEditor]:
        return self._list.viewport().findChildren(NoteEditor)

    def _set(self, ids: Sequence[str], cards: Sequence[Card], *, complete: bool = True) -> None:
        rows = self._list.selected_rows()
        chosen = self._model.ids[rows[0]] if len(rows) == 1 else ""
        following = self._following(rows, set(ids)) if rows else ""
        edited = self._model.editing
        if edited.isValid() and self._model.ids[edited.row()] not in ids:
            self.keep_note()  # its card goes, and the editor with it
        self._model.set_ids(ids, cards)
        if rows and not self._list.selected_rows():
            row = self._model.row_of(chosen)
            self._list.setCurrentIndex(
                self._model.index(row if row >= 0 else self._model.row_of(following))
            )
        self._show_counts(complete=complete)
        self._go_to_awaited()

    def _following(self, rows: Sequence[int], kept: set[str]) -> str:
        """Where a person goes on when the chosen are gone: behind the first of them, or before."""
        known = self._model.ids
        behind = (one for one in known[rows[0] + 1 :] if one in kept)
        before = (one for one in reversed(known[: rows[0]]) if one in kept)
        return next(behind, "") or next(before, "")

    def _show_counts(self, *, complete: bool) -> None:
        number, filtered = len(self._model.ids), self._filters.query.filtered
        name, locale = self.tr("Annotations"), self.locale()
        if not complete or not self._total:
            self._heading.setText(name)
        elif filtered:
            counts = self.tr("%1 of %2").replace("%1", locale.toString(number))
            self._heading.setText(f"{name} · {counts.replace('%2', locale.toString(self._total))}")
        else:
            self._heading.setText(f"{name} · {locale.toString(number)}")
        self._pages.setCurrentIndex(1 if number else 0)
        self._filters.set_filters_visible(bool(number) or filtered)
        self._clear.setVisible(filtered)
        self._hint.setText(self._empty_text(filtered=filtered))
        self._show_lost()

    def _show_lost(self) -> None:
        count = sum(card.orphan for card in self._article)
        if not self._asks_for_article:
            known = self._orphans_of == self._query().unfiltered()
            count = self._orphans if known else 0
        self._filters.set_orphans(count)

    def _empty_text(self, *, filtered: bool) -> str:
        if filtered:
            return self.tr("No annotation matches the filters.")
        if self._filters.scope is Scope.DOCUMENT:
            return self.tr("Nothing is marked in this document yet.")
        if self._filters.scope is Scope.LIBRARY:
            return self.tr("Nothing is marked in any document yet.")
        return self.tr("Select words in the article to highlight them or to write a note.")

    def _go_to_awaited(self) -> None:
        row = self._model.row_of(self._awaited)
        if not self._awaited or row < 0:
            return
        index = self._model.index(row)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)
        if self._awaited_note and self._model.card(row) is not None:
            self._list.setFocus()
            self._list.edit(index)
            self._awaited = ""
        elif not self._awaited_note:
            self._awaited = ""

    def _selected(self) -> list[Annotation]:
        """Those whose cards were read: what a menu or the editor of tags looks at."""
        cards = (self._model.card(row) for row in self._list.selected_rows())
        return [card.annotation for card in cards if card is not None]

    def _current(self) -> Card | None:
        """The one card that is chosen."""
        rows = self._list.selected_rows()
        return self._model.card(rows[0]) if len(rows) == 1 else None

    def _on_chosen(self, index: QModelIndex) -> None:
        card = self._model.card(index.row())
        if card is not None:
            self.annotation_requested.emit(card.annotation)

    def _on_later(self) -> None:
        self.words_requested.emit()
        if not self._shows_article or len(self._model.ids) != len(self._article):
            self.refresh()

    def _on_note_left(self) -> None:
        if self._behind:
            self._behind = False
            self._later.start()

    def _on_filter_left(self) -> None:
        self._list.setFocus()
        if self._model.ids and not self._list.currentIndex().isValid():
            self._list.setCurrentIndex(self._model.index(0))

    def _on_edit_pressed(self) -> None:
        card = self._current()
        if card is not None:
            self.edit_note(card.annotation.id)

    def _on_delete_pressed(self) -> None:
        self._with_selected(self.delete_requested.emit)

    def _on_merge_chosen(self) -> None:
        self._with_selected(self.merge_requested.emit)

    def _on_export_chosen(self) -> None:
        self._with_selected(self.export_requested.emit)

    def _with_selected(self, ask: Callable[[tuple[str, ...]], None]) -> None:
        ids = self.selected_ids()
        if ids:
            ask(ids)

    def _on_copy_chosen(self) -> None:
        card = self._current()
        if card is not None:
            self.copy_requested.emit(card.annotation)

    def _on_citation_chosen(self) -> None:
        card = self._current()
        if card is not None:
            self.citation_requested.emit(card.annotation)

    def _on_place_pressed(self) -> None:
        card = self._current()
        if card is not None and card.orphan and self._delegate.can_place:
            self.place_requested.emit(card.annotation)

    def _on_fold_pressed(self) -> None:
        if self._current() is not None:
            self._delegate.fold(self._list.currentIndex())

    def _on_color_pressed(self, color: Color) -> None:
        if any(one.color != color for one in self._selected()):
            self._on_change_chosen(AnnotationEdit(color=color))

    def _on_change_chosen(self, edit: AnnotationEdit) -> None:
        ids = self.selected_ids()
        if ids:
            self.edit_requested.emit(ids, edit)

    def _on_other_color_chosen(self) -> None:
        dialog = QColorDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Other colour"))
        dialog.colorSelected.connect(partial(self._on_color_selected, self.selected_ids()))
        dialog.open()

    def _on_color_selected(self, ids: tuple[str, ...], color: QColor) -> None:
        self.edit_requested.emit(ids, AnnotationEdit(color=color.name()))

    def _on_tags_pressed(self) -> None:
        annotations = self._selected()
        if not annotations:
            return
        ids = self.selected_ids()
        editor = TagEditor(annotations, self._words.tags, self)
        editor.tags_chosen.connect(partial(self._on_tags_chosen, ids))
        rect = self._list.visualRect(self._list.currentIndex())
        point = QPoint(_MARGIN, min(max(rect.top() + 24, 0), self._list.viewport().height() - 60))
        editor.show_at(self._list.viewport().mapToGlobal(point))

    def _on_tags_chosen(
        self, ids: tuple[str, ...], added: tuple[str, ...], removed: tuple[str, ...]
    ) -> None:
        self.edit_requested.emit(ids, AnnotationEdit(added=added, removed=removed))

    def _on_menu_requested(self, point: QPoint) -> None:
        """Of the chosen cards; a click on another one chooses that first."""
        index = self._list.indexAt(point)
        if index.isValid() and index.row() not in self._list.selected_rows():
            self._list.setCurrentIndex(index)
        annotations = self._selected()
        if not annotations:
            return
        card = self._current()
        menu = CardMenu(
            annotations,
            [color for color in self._words.colors if color.startswith("#")],
            self,
            orphan=card is not None and card.orphan,
            can_place=self._delegate.can_place,
            foldable=not self._delegate.fold_line(self._list.currentIndex()).isEmpty(),
        )
        menu.aboutToHide.connect(partial(QTimer.singleShot, 0, menu.deleteLater))
        menu.edit_chosen.connect(self._on_edit_pressed)
        menu.copy_chosen.connect(self._on_copy_chosen)
        menu.citation_chosen.connect(self._on_citation_chosen)
        menu.fold_chosen.connect(self._on_fold_pressed)
        menu.tags_chosen.connect(self._on_tags_pressed)
        menu.place_chosen.connect(self._on_place_pressed)
        menu.delete_chosen.connect(self._on_delete_pressed)
        menu.merge_chosen.connect(self._on_merge_chosen)
        menu.export_chosen.connect(self._on_export_chosen)
        menu.change_chosen.connect(self._on_change_chosen)
        menu.other_color_chosen.connect(self._on_other_color_chosen)
        menu.popup(self._list.viewport().mapToGlobal(point))
