"""The document list: collections, their documents, and the articles of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from reader.library import shown_text
from reader.model import ArticleSummary, Collection, DocumentSummary, Script, ShownScript
from reader.script import NO_TERMS, Terms
from reader.ui.corrections.wording import confirm_text
from reader.ui.plain_text import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_Key = tuple[str, int | str | tuple[int, ...]]
_ROW_HEIGHT = 30
_OPEN_ROWS = 50
# Qt asks for every row of a list that is opened: joining two flags each time took half of that.
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
UNCERTAIN_ROLE = Qt.ItemDataRole.UserRole + 1
# Behind the title, where a reader comes last.
_MARK, _MARK_GAP_PIXELS, _MARK_EDGE_PIXELS = "?", 5, 4


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All that the list shows."""

    collections: tuple[Collection, ...]
    documents: tuple[DocumentSummary, ...]
    articles: tuple[ArticleSummary, ...]


@dataclass(eq=False, slots=True)
class _Node:
    """A row of the tree. A document of one article is that article's own row."""

    parent: _Node | None
    row: int
    label: str = ""
    article: ArticleSummary | None = None
    documents: tuple[int, ...] = ()
    collection: bool = False
    children: list[_Node] = field(default_factory=list)


class DocumentTree:
    """The list's rows put in order; built off the GUI thread, for there may be many."""

    def __init__(self, rows: DocumentRows, own: str = "") -> None:
        """``own``: the heading of documents in no collection, where there are collections too."""
        self.root = _tree(rows, own)
        self.by_article = {
            node.article.id: node for node in _walk(self.root) if node.article is not None
        }
        self.order = list(self.by_article)
        self.documents = {document.id: document for document in rows.documents}
        self.articles_of: dict[int, list[int]] = {}  # document id → its articles', in their order
        for article in rows.articles:
            self.articles_of.setdefault(article.document_id, []).append(article.id)


class DocumentModel(QAbstractItemModel):
    """The tree's rows; titles in the script on screen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tree = DocumentTree(DocumentRows((), (), ()))
        self._shown = ShownScript.ORIGINAL
        self._terms = NO_TERMS
        self._titles: dict[int, str] = {}  # article id → title in the script on screen

    def set_tree(self, tree: DocumentTree) -> None:
        self.beginResetModel()
        self._tree = tree
        self._titles = {}
        self.endResetModel()

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        """Change the script of every title. The list draws itself anew: telling of every row would
        have Qt ask for each of them, seen or not."""
        self._shown, self._terms = shown, terms
        self._titles = {}

    def index_of_article(self, article_id: int) -> QModelIndex:
        node = self._tree.by_article.get(article_id)
        return QModelIndex() if node is None else self.createIndex(node.row, 0, node)

    def neighbour(self, article_id: int, step: int) -> int | None:
        """The article before (-1) or after (1) this one, in the list's order."""
        ids = self._tree.order
        if article_id not in self._tree.by_article:
            return ids[0] if ids else None
        place = ids.index(article_id) + step
        return ids[place] if 0 <= place < len(ids) else None

    def next_uncertain(self, article_id: int) -> int | None:
        """The next uncertain article after this one in the list's order, from its start again."""
        ids, known = self._tree.order, self._tree.by_article
        place = ids.index(article_id) + 1 if article_id in known else 0
        for other in (*ids[place:], *ids[:place]):
            article = known[other].article
            if article is not None and article.uncertain:
                return other
        return None

    def document(self, document_id: int) -> DocumentSummary | None:
        return self._tree.documents.get(document_id)

    def siblings(self, article_id: int, reach: int) -> list[ArticleSummary]:
        """The articles of an article's document, in its order, itself among them: no more than
        ``reach`` before it and as many after it."""
        node = self._tree.by_article.get(article_id)
        if node is None or node.parent is None:
            return []
        alone = node.parent.collection or node.parent is self._tree.root
        near = slice(max(node.row - reach, 0), node.row + reach + 1)
        nodes = [node] if alone else node.parent.children[near]
        return [each.article for each in nodes if each.article is not None]

    def first_article(self, document_id: int) -> int | None:
        """A document's first article, if it has any."""
        return next(iter(self._tree.articles_of.get(document_id, ())), None)

    def article_at(self, index: _Index) -> ArticleSummary | None:
        return self._node(index).article

    def documents_at(self, index: _Index) -> tuple[int, ...]:
        """The documents that removing this row would remove."""
        return self._node(index).documents

    def key_at(self, index: _Index) -> _Key:
        """What a row is, whatever rows there are besides."""
        node = self._node(index)
        if node.article is not None:
            return "article", node.article.id
        if node.collection:
            return "collection", node.label
        return "document", node.documents

    def parents(self) -> list[QModelIndex]:
        """Every row that has rows under it, outer ones first."""
        nodes = _parents(self._tree.root)
        return [self.createIndex(node.row, 0, node) for node in nodes if node.parent is not None]

    def is_collection(self, index: _Index) -> bool:
        return self._node(index).collection

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        children = self._node(parent).children
        if column == 0 and 0 <= row < len(children):
            return self.createIndex(row, 0, children[row])
        return QModelIndex()

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # QObject has a parent() of another kind
        parent = self._node(index).parent
        if parent is None or parent is self._tree.root:
            return QModelIndex()
        return self.createIndex(parent.row, 0, parent)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return len(self._node(parent).children)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        return 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self._node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._title(node)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._tip(node))
            case Qt.ItemDataRole.AccessibleTextRole if _uncertain(node):
                return f"{self._title(node)} {_MARK}"
            case _ if role == UNCERTAIN_ROLE:
                return _uncertain(node)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, _ROW_HEIGHT)
            case Qt.ItemDataRole.FontRole if node.collection:
                font = QFont()
                font.setWeight(QFont.Weight.DemiBold)
                return font
        return None

    def _title(self, node: _Node) -> str:
        if node.article is None:
            if node.collection:
                return shown_text(node.label, self._shown, Script.NEITHER, self._terms)
            return node.label
        article = node.article
        title = self._titles.get(article.id)
        if title is None:
            title = (
                shown_text(article.label, self._shown, article.script, self._terms) or node.label
            )
            self._titles[article.id] = title
        return title

    def _tip(self, node: _Node) -> str:
        if node.article is None:
            return node.label
        own = node.article.script
        newspaper = shown_text(node.article.newspaper or "", self._shown, own, self._terms)
        facts = (newspaper, node.article.date, node.label)
        lines = [self._title(node), " · ".join(fact for fact in facts if fact)]
        if _uncertain(node):
            lines.append(self.tr("It is not certain that this headline belongs to this text."))
        return "\n".join(lines)

    def _node(self, index: _Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._tree.root


def _tree(rows: DocumentRows, own: str) -> _Node:
    """Documents under their collections; without any collection, at the top."""
    root = _Node(None, 0)
    articles: dict[int, list[ArticleSummary]] = {}
    for article in rows.articles:
        articles.setdefault(article.document_id, []).append(article)
    groups: list[tuple[str, list[DocumentSummary]]] = []
    loose = [document for document in rows.documents if document.collection_id is None]
    if loose:
        groups.append((own if rows.collections else "", loose))
    for collection in rows.collections:
        members = [
            document for document in rows.documents if document.collection_id == collection.id
        ]
        groups.append((collection.name, members))
    for name, documents in groups:
        parent = root
        if name:
            ids = tuple(document.id for document in documents)
            parent = _add(root, _Node(root, 0, name, documents=ids, collection=True))
        for document in documents:
            _add_document(parent, document, articles.get(document.id, []))
    return root


def _add_document(
    parent: _Node, document: DocumentSummary, articles: Sequence[ArticleSummary]
) -> None:
    if len(articles) == 1:
        node = _Node(parent, 0, document.name, articles[0], (document.id,))
        _add(parent, node)
        return
    node = _add(parent, _Node(parent, 0, document.name, documents=(document.id,)))
    for article in articles:
        _add(node, _Node(node, 0, document.name, article, (document.id,)))


def _add(parent: _Node, node: _Node) -> _Node:
    node.row = len(parent.children)
    parent.children.append(node)
    return node


def _uncertain(node: _Node) -> bool:
    return node.article is not None and node.article.uncertain


def _walk(node: _Node) -> Iterable[_Node]:
    for child in node.children:
        yield child
        yield from _walk(child)


def _parents(node: _Node) -> Iterable[_Node]:
    """The node and all below it that have children; articles themselves are not looked at."""
    if node.children:
        yield node
        if node.article is None:
            for child in node.children:
                yield from _parents(child)


class TitleDelegate(QStyledItemDelegate):
    """Draws a title, and behind that of an uncertain article a mark, however long it is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        if not index.data(UNCERTAIN_ROLE):
            return
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        style = drawn.widget.style()
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, drawn, drawn.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, drawn, drawn.widget) + 1
        x = area.left() + margin + drawn.fontMetrics.horizontalAdvance(drawn.text)
        font = QFont(drawn.font)
        font.setWeight(QFont.Weight.Bold)
        painter.save()
        painter.setFont(font)
        painter.setPen(drawn.palette.color(QPalette.ColorRole.Link))
        mark = area.adjusted(x + _MARK_GAP_PIXELS - area.left(), 0, _MARK_EDGE_PIXELS, 0)
        painter.drawText(mark, Qt.AlignmentFlag.AlignVCenter, _MARK)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A title that leaves room for its mark."""
        super().initStyleOption(option, index)
        if not index.data(UNCERTAIN_ROLE):
            return
        style = option.widget.style()
        area = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        room = 2 * option.fontMetrics.horizontalAdvance(_MARK) + _MARK_GAP_PIXELS
        width = option.rect.right() - area.left() - room - _MARK_EDGE_PIXELS
        option.text = option.fontMetrics.elidedText(option.text, option.textElideMode, width)


class DocumentList(QTreeView):
    """The list pane."""

    article_requested = Signal(int)
    remove_requested = Signal(object)  # tuple of document ids
    confirm_requested = Signal(object)  # tuple of ids of uncertain articles
    corrections_requested = Signal(int)  # document id
    reclean_requested = Signal(object)  # tuple of document ids

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = DocumentModel(self)
        self._opened: dict[_Key, bool] = {}  # rows a person opened or closed
        self._awaited: int | None = None  # the article to select when the list has it
        self.setModel(self._model)
        self.setItemDelegate(TitleDelegate(self))
        self.setHeaderHidden(True)
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Documents"))
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)
        self.expanded.connect(self._on_expanded)
        self.collapsed.connect(self._on_collapsed)

    @property
    def documents(self) -> DocumentModel:
        return self._model

    def set_tree(self, tree: DocumentTree) -> None:
        """Show these rows; what was open and selected stays so."""
        current = self._model.key_at(self.currentIndex())
        selected = [self._model.key_at(index) for index in self.selectionModel().selectedIndexes()]
        scrolled = self.verticalScrollBar().value()
        self._model.set_tree(tree)
        parents = {self._model.key_at(index): index for index in self._model.parents()}
        for key, index in parents.items():
            # A corpus file of thousands of articles stays closed until it is asked for.
            open_ = self._model.is_collection(index) or self._model.rowCount(index) <= _OPEN_ROWS
            if self._opened.get(key, open_):
                self.expand(index)
        self._set_current(self._find(current, parents), QItemSelectionModel.SelectionFlag.NoUpdate)
        for key in selected:
            flag = QItemSelectionModel.SelectionFlag.Select
            self.selectionModel().select(self._find(key, parents), flag)
        self.verticalScrollBar().setValue(scrolled)
        if self._awaited is not None and self._awaited in tree.by_article:
            self.select_article(self._awaited)

    def set_shown(self, shown: ShownScript, terms: Terms = NO_TERMS) -> None:
        self._model.set_shown(shown, terms)
        self.viewport().update()

    def select_article(self, article_id: int) -> None:
        """Make the article's row the current one, without opening the article again.

        One that is so new that the list has yet to be read again is selected then.
        """
        index = self._model.index_of_article(article_id)
        self._awaited = None if index.isValid() else article_id
        # The row that was clicked is it already, and others may be selected together with it.
        if index.isValid() and index != self.currentIndex():
            self._set_current(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            parent = index.parent()
            if self.isExpanded(parent) or self._model.rowCount(parent) <= _OPEN_ROWS:
                self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self._request_removal()
        else:
            super().keyPressEvent(event)

    def _find(self, key: _Key, parents: Mapping[_Key, QModelIndex]) -> QModelIndex:
        if isinstance(key[1], int):
            return self._model.index_of_article(key[1])
        return parents.get(key, QModelIndex())

    def _set_current(self, index: QModelIndex, flag: QItemSelectionModel.SelectionFlag) -> None:
        self.setAutoScroll(False)  # it would open the document, however many rows it has
        self.selectionModel().setCurrentIndex(index, flag)
        self.setAutoScroll(True)

    def _on_expanded(self, index: QModelIndex) -> None:
        self._opened[self._model.key_at(index)] = True

    def _on_collapsed(self, index: QModelIndex) -> None:
        self._opened[self._model.key_at(index)] = False

    def selected_documents(self) -> tuple[int, ...]:
        """The documents of the rows that are selected, sorted."""
        indexes = self.selectionModel().selectedIndexes()
        return tuple(sorted({id_ for row in indexes for id_ in self._model.documents_at(row)}))

    def _selected_uncertain(self) -> list[ArticleSummary]:
        rows = self.selectionModel().selectedIndexes()
        articles = [self._model.article_at(row) for row in rows]
        return [article for article in articles if article is not None and article.uncertain]

    def _request_removal(self) -> None:
        ids = self.selected_documents()
        if ids:
            self.remove_requested.emit(ids)

    def _on_activated(self, index: QModelIndex) -> None:
        article = self._model.article_at(index)
        if article is not None:
            self.article_requested.emit(article.id)

    def _on_menu_requested(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_reading(menu)
        menu.addSeparator()
        whole = self._model.is_collection(index)
        text = self.tr("Remove collection") if whole else self.tr("Remove document")
        menu.addAction(text).triggered.connect(self._request_removal)
        menu.popup(self.viewport().mapToGlobal(point))

    def _add_reading(self, menu: QMenu) -> None:
        """What can be done about how the selected documents are read."""
        uncertain = self._selected_uncertain()
        if uncertain:
            ids = tuple(article.id for article in uncertain)
            confirm = menu.addAction(confirm_text(uncertain[0]))
            confirm.triggered.connect(partial(self.confirm_requested.emit, ids))
            menu.addSeparator()
        documents = self.selected_documents()
        corrections = menu.addAction(self.tr("Corrections of this document…"))
        corrections.setEnabled(len(documents) == 1)
        corrections.triggered.connect(partial(self.corrections_requested.emit, *documents[:1]))
        again = menu.addAction(self.tr("Read again by the present rules…"))
        again.setEnabled(bool(documents))
        again.triggered.connect(partial(self.reclean_requested.emit, documents))
