"""Reads the list of documents, and keeps it and the open article together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from reader.library import Library, prepare_script
from reader.model import ShownScript
from reader.ui.document_list import DocumentList, DocumentRows, DocumentTree
from reader.ui.open_article import OpenArticle
from reader.ui.script_switch import ScriptSwitch
from reader.ui.tasks import Tasks


class DocumentLister(QObject):
    """The list leads to articles; where one goes from it, the open article follows its words."""

    article_requested = Signal(int)  # id

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        article: OpenArticle,
        documents: DocumentList,
        script: ScriptSwitch,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._article = article
        self._documents = documents
        self._script = script

    def read(self, *, elsewhere: bool = False) -> None:
        """List what there is now. ``elsewhere``: others changed it."""
        work = partial(_load, self._library, self._script.shown, self.tr("My documents"))
        self._tasks.read("documents", work, partial(self._on_read, elsewhere))

    def select_open(self) -> None:
        """Select the open article, and bring it on screen, in the list."""
        self._documents.select_article(self._article.id)

    def go_on(self, step: int) -> None:
        """Ask for the article so many rows below; negative: above."""
        wanted = self._documents.documents.neighbour(self._article.id, step)
        if wanted is not None:
            self.article_requested.emit(wanted)

    def _on_read(self, elsewhere: bool, tree: DocumentTree) -> None:
        self._documents.set_tree(tree)
        self._article.follow_in_list(tree, elsewhere=elsewhere)
        if self._article.view is not None:
            if not self._documents.currentIndex().isValid():
                self.select_open()
        elif tree.order and not (self._article.last_id or self._article.opening):
            self.article_requested.emit(tree.order[0])


def _load(library: Library, shown: ShownScript, own: str) -> DocumentTree:
    prepare_script(shown)
    collections, documents = tuple(library.collections()), tuple(library.documents())
    return DocumentTree(DocumentRows(collections, documents, tuple(library.articles())), own)
