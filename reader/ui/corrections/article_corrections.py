"""What a person corrects about the article on screen and its document."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from reader.article_view import Place
from reader.corrections import ReadingChange
from reader.proofreader import RecleanResult, RecleanStatus
from reader.ui.article_pane import ArticlePane
from reader.ui.corrections.block_menu import MOST_TARGETS, BlockMenu, Listed
from reader.ui.corrections.corrector import Corrector
from reader.ui.corrections.proofreading import Proofreading
from reader.ui.corrections.spot import Spot
from reader.ui.document_list import DocumentModel
from reader.ui.open_article import OpenArticle


class ArticleCorrections(QObject):
    """Finds out what is asked about; what is decided goes to the ``Corrector``."""

    article_requested = Signal(int)  # id
    told = Signal(str)

    def __init__(
        self,
        corrector: Corrector,
        proofreading: Proofreading,
        article: OpenArticle,
        pane: ArticlePane,
        documents: DocumentModel,
        undo: Sequence[QAction],
        parent: QObject,
    ) -> None:
        """``undo``: actions that work in the dialogs too."""
        super().__init__(parent)
        self._corrector = corrector
        self._proofreading = proofreading
        self._article = article
        self._pane = pane
        self._documents = documents
        self._undo = undo
        self._menu = BlockMenu(corrector, self)

    def fill_menu(self, menu: QMenu, place: Place) -> None:
        """Add what corrects the page, about the selection if the place is in it."""
        if self._article.view is None:
            return
        selection = self._pane.selection
        if selection is not None and not selection[0] <= place <= selection[1]:
            selection = None
        listed = [
            Listed(each, str(self._documents.index_of_article(each.id).data()))
            for each in self._documents.siblings(self._article.id, MOST_TARGETS)
        ]
        self._menu.fill(menu, Spot(self._article.view, place, selection), listed)

    def confirm(self) -> None:
        """The headline of the article is right."""
        if self._article.view is not None:
            self._corrector.confirm(self._article.id)

    def confirm_all(self, article_ids: Sequence[int]) -> None:
        """So are those of these."""
        for article_id in article_ids:
            self._corrector.confirm(article_id)

    def go_to_uncertain(self) -> None:
        """Open the next article whose headline may be wrong."""
        wanted = self._documents.next_uncertain(self._article.id)
        if wanted is None:
            self.told.emit(self.tr("No headline is uncertain."))
        else:
            self.article_requested.emit(wanted)

    def list_own(self) -> None:
        """List what was decided of the article's document."""
        if self._article.view is not None:
            self.list_decisions(self._article.document_id)

    def list_decisions(self, document_id: int) -> None:
        """List what was decided of a document, told by the words of the article if it is one of
        its own."""
        document = self._documents.document(document_id)
        article_id = self._documents.first_article(document_id)
        if self._article.document_id == document_id:
            article_id = self._article.id
        if document is not None:
            self._proofreading.show_decisions(document, article_id or 0, self._undo)

    def reclean(self) -> None:
        """Read the article's document again by the present rules."""
        if self._article.view is not None:
            self._proofreading.ask_to_reclean((self._article.document_id,))

    def show_recleaned(self, results: Sequence[RecleanResult]) -> None:
        """Show and tell what became of documents that were read again."""
        changed = {one.document_id for one in results if one.status is RecleanStatus.CHANGED}
        if self._article.document_id in changed:
            self._article.follow_in_document()
        self._proofreading.read_again()
        self._proofreading.show_report(results)

    def show_undone(self, step: ReadingChange) -> None:
        """Show where something was undone or redone, if that is elsewhere."""
        before = {one.id: one for one in step.before.articles}
        known = before.keys() | {one.id for one in step.after.articles}
        changed = (one.id for one in step.after.articles if before.get(one.id) != one)
        if self._article.view is None or self._article.id not in known:
            self.article_requested.emit(next(changed, None) or self._article.asked_id)
