"""The window: it holds the panes, joins them, and carries requests to the library and back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QSessionManager,
    QUndoStack,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from reader.article_view import ArticleView, Place, Word
from reader.corrections import ReadingChange
from reader.errors import NotFoundError, ReaderError, SettingsError, TextChangedError
from reader.library import Library, prepare_script, shown_text
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationEdit,
    Changed,
    Hit,
    ImportResult,
    MarkStyle,
    PlacedAnnotation,
    Progress,
    Script,
    ShownScript,
    Snippet,
    Span,
    Spans,
)
from reader.proofreader import RecleanResult, RecleanStatus
from reader.settings import Glosses, Settings, Theme, save
from reader.source_view import SourcePoint, SourceView
from reader.store import Recovery
from reader.ui.actions import Actions
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.annotator import Annotator, Attempt
from reader.ui.annotations.article_cards import ArticleCards, changed_annotations
from reader.ui.annotations.lister import Lister
from reader.ui.article_pane import ArticlePane
from reader.ui.changed_files import ChangedFiles
from reader.ui.concordance.concordancer import Concordancer
from reader.ui.corrections.block_menu import MOST_TARGETS, BlockMenu, Listed
from reader.ui.corrections.corrector import Corrector
from reader.ui.corrections.following import (
    Followed,
    MarkedHits,
    find_followed,
    find_in_document,
    followed,
)
from reader.ui.corrections.proofreading import Proofreading
from reader.ui.corrections.spot import Spot
from reader.ui.document_list import DocumentList, DocumentRows, DocumentTree
from reader.ui.exchange.exchanger import Exchanger, Exportable
from reader.ui.exchange.export_dialog import ExportScope
from reader.ui.find_bar import FindBar
from reader.ui.finder import Finder, FoundPlaces
from reader.ui.import_dialog import ImportDialog
from reader.ui.importer import Importer
from reader.ui.keeping.changed_article import changed_article
from reader.ui.keeping.leaving import Leaving
from reader.ui.keeping.safekeeping import Safekeeping
from reader.ui.keeping.watcher import Watcher
from reader.ui.keeping.wording import recovery_text
from reader.ui.plain_text import plain_box
from reader.ui.preferences import Preferences
from reader.ui.remover import Remover
from reader.ui.search.search_sidebar import SearchSidebar
from reader.ui.search.searching import Searching
from reader.ui.source_pane import SourcePane
from reader.ui.status_bar import StatusBar
from reader.ui.tasks import Tasks
from reader.ui.term_editor import TermEditor
from reader.ui.term_model import TermImport
from reader.ui.terms_dialog import TermsDialog, WordDialog
from reader.ui.theme import apply_theme, colors_of, interface_font, region_of
from reader.ui.translation import in_language

_ZOOM_STEP_PERCENT = 10
_FACT_CHARACTERS = 24
# Eight characters and the margins.
_LEAST_HALF = 220
_APPLICATION = "Jianfan Reader"


@dataclass(frozen=True, slots=True)
class _Opened:
    """An article as it was read for the screen; ``position``: source, where it was left.

    ``hits``: those that were marked before it was read otherwise.
    """

    view: ArticleView
    annotations: tuple[PlacedAnnotation, ...]
    position: int | None
    hits: Spans


class MainWindow(QMainWindow):
    """The one window. Everything it does to the library goes through ``tasks``."""

    changed = Signal(object, object)  # Changed, the object that asked for the write
    article_shown = Signal(object)  # ArticleView, when it stands on screen

    def __init__(self, library: Library, tasks: Tasks, settings: Settings) -> None:
        super().__init__()
        self._library = library
        self._tasks = tasks
        self._settings = settings
        colors = colors_of(settings.theme)
        self._undo_stack = QUndoStack(self)
        self._actions = Actions(self._undo_stack, self)
        self._annotator = Annotator(library, tasks, self._undo_stack, self)
        self._lister = Lister(library, tasks, self)
        self._importer = Importer(library, tasks, self)
        self._safekeeping = Safekeeping(library, tasks, self)
        self._watcher = Watcher(library, tasks, self)
        self._leaving = Leaving(self._annotator, tasks, self)
        self._exchanger = Exchanger(library, tasks, self)
        self._changed_files = ChangedFiles(self)
        self._corrector = Corrector(library, tasks, self._undo_stack, self)
        self._block_menu = BlockMenu(self._corrector, self)
        self._proofreading = Proofreading(library, tasks, self._corrector, self)
        self._terms = TermEditor(library, tasks, self._undo_stack, self)
        self._terms_dialog: TermsDialog | None = None
        self._remover = Remover(library, tasks, self._undo_stack, self)
        self._searching = Searching(library, tasks, self)
        self._concordancer = Concordancer(library, tasks, self)
        self._documents = DocumentList()
        self._sidebar = SearchSidebar(self._documents, colors, settings.searching)
        self._article = ArticlePane(settings, colors)
        self._source = SourcePane(settings, colors)
        self._find_bar = FindBar()
        self._finder = Finder(tasks, self)
        self._annotations = AnnotationPane(colors)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._status = StatusBar()
        self._view: ArticleView | None = None
        self._placed: tuple[PlacedAnnotation, ...] = ()
        self._cards = ArticleCards()
        self._asked = 0  # the article that was asked for last
        # Where articles were left: storing it waits its turn, and may be overtaken by reading it.
        self._positions: dict[int, int] = {}
        # Where the library can only be read, that was said already.
        self._told_of_settings = library.read_only is not None
        self._wanted_annotation = ""  # in the article that is being opened
        self._annotations_seen = 0  # how many changes of annotations were told of
        self._wanted_shown = settings.shown  # the last asked for; on screen when it can be shown
        self._arrange()
        self._connect()
        self._restore()

    def start(self, files: Sequence[Path]) -> None:
        """Fill the panes, and import the samples of a new library or the files that were given."""
        self._read_documents()
        self._searching.read_facets()
        self._lister.read_words()
        self._terms.start()
        self._importer.start(files)
        self._importer.sync_index()
        self._safekeeping.start()
        self._watcher.start()
        if self._settings.last_article:
            self._open(self._settings.last_article)

    def tell_of_recovery(self, recovery: Recovery) -> None:
        """The library was damaged when it was opened: say what was done."""
        text = recovery_text(recovery)
        box = plain_box(QMessageBox.Icon.Warning, self.tr("The library was mended"), text, self)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.open()

    # Putting together

    def _arrange(self) -> None:
        self.setWindowTitle(_APPLICATION)
        self.resize(1280, 820)
        self.setAcceptDrops(True)
        self._actions.fill_menus(self.menuBar())
        bar = QToolBar()
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._actions.fill_tool_bar(bar, self)
        self.addToolBar(bar)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._beside_source(), 1)
        column.addWidget(self._find_bar)
        for pane, least in ((self._sidebar, 200), (middle, 360), (self._annotations, 200)):
            pane.setMinimumWidth(least)
            self._splitter.addWidget(pane)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([290, 700, 290])
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self.setCentralWidget(self._splitter)
        self._article.addActions(self._actions.article_actions())
        self.setStatusBar(self._status)

    def _beside_source(self) -> QSplitter:
        """The article and its source, half and half."""
        halves = QSplitter(Qt.Orientation.Horizontal)
        for number, pane in enumerate((self._article, self._source)):
            pane.setMinimumWidth(_LEAST_HALF)
            halves.addWidget(pane)
            halves.setStretchFactor(number, 1)
        halves.setSizes([_LEAST_HALF, _LEAST_HALF])
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        self._source.hide()
        return halves

    def _connect(self) -> None:
        """Every connection between panes, actions and the window, in one place."""
        self._connect_actions()
        self._connect_search()
        self._connect_source()
        self._connect_annotations()
        self._connect_corrections()
        self._connect_keeping()
        self._connect_exchange()
        self._documents.article_requested.connect(self.open_article)
        self._documents.remove_requested.connect(self._remover.remove)
        self._remover.removed.connect(self._on_removed)
        self._remover.documents_changed.connect(self._on_removal_changed)
        self._article.mark_requested.connect(self._on_mark_requested)
        self._article.edit_requested.connect(self._on_edit_requested)
        self._article.range_changed.connect(self._on_range_changed)
        self._article.note_requested.connect(self._on_note_requested)
        self._article.annotation_clicked.connect(self._annotations.select)
        self._article.correction_requested.connect(self._on_correction_requested)
        self._terms.terms_changed.connect(self._on_terms_changed)
        self._terms.imported.connect(self._on_terms_imported)
        self._terms.exported.connect(self._on_exported)
        self._article.zoom_requested.connect(self._zoom)
        self._article.import_requested.connect(self._on_import_files)
        self._article.escape_pressed.connect(self._on_escape_pressed)
        self._importer.progressed.connect(self._on_progressed)
        self._importer.rested.connect(self._status.hide_progress)
        self._importer.documents_changed.connect(self._on_documents_changed)
        self._importer.index_changed.connect(self._on_index_changed)
        self._importer.imported.connect(self._on_imported)
        self._importer.failed.connect(self.show_error)
        self._importer.told.connect(self._status.show_text)
        self._status.cancel_requested.connect(self._importer.cancel)
        self._tasks.error_raised.connect(self.show_error)
        self.changed.connect(self._on_changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    def _connect_actions(self) -> None:
        actions = self._actions
        actions.import_files.triggered.connect(self._on_import_files)
        actions.import_folder.triggered.connect(self._on_import_folder)
        actions.preferences.triggered.connect(self._on_preferences)
        actions.terms.triggered.connect(self._on_terms_wanted)
        actions.quit.triggered.connect(self.close)
        actions.about.triggered.connect(self._on_about)
        actions.find.triggered.connect(self._on_find_wanted)
        actions.search.triggered.connect(self._on_search_wanted)
        actions.concordance.triggered.connect(self._on_concordance_wanted)
        actions.shown_chosen.connect(self.set_shown)
        actions.flip_script.triggered.connect(self.flip_script)
        actions.theme_chosen.connect(self._on_theme_chosen)
        actions.mark_edits.triggered.connect(self._on_cleaning_chosen)
        actions.glosses_above.triggered.connect(self._on_cleaning_chosen)
        actions.zoom_in.triggered.connect(partial(self._zoom, 1))
        actions.zoom_out.triggered.connect(partial(self._zoom, -1))
        actions.zoom_reset.triggered.connect(partial(self._zoom, 0))
        actions.show_sidebar.toggled.connect(self._sidebar.setVisible)
        actions.show_annotations.toggled.connect(self._annotations.setVisible)
        actions.next_article.triggered.connect(partial(self._open_neighbour, 1))
        actions.previous_article.triggered.connect(partial(self._open_neighbour, -1))
        actions.next_hit.triggered.connect(self._find_bar.next)
        actions.previous_hit.triggered.connect(self._find_bar.previous)
        actions.color_chosen.connect(self._article.highlight_selection)
        actions.own_color.triggered.connect(self._article.ask_for_color)
        actions.style_chosen.connect(self._article.mark_selection)
        actions.bookmark.triggered.connect(self._article.bookmark_place)
        actions.add_note.triggered.connect(self._article.note_selection)

    def _connect_corrections(self) -> None:
        actions, documents = self._actions, self._documents
        actions.next_uncertain.triggered.connect(self._on_next_uncertain)
        actions.confirm.triggered.connect(self._on_confirm)
        actions.corrections.triggered.connect(self._on_corrections_wanted)
        actions.reclean.triggered.connect(self._on_reclean)
        actions.reclean_all.triggered.connect(partial(self._proofreading.ask_to_reclean, None))
        documents.confirm_requested.connect(self._on_confirm_requested)
        documents.corrections_requested.connect(self._show_corrections)
        documents.reclean_requested.connect(self._proofreading.ask_to_reclean)
        self._article.menu_opening.connect(self._on_menu_opening)
        self._corrector.reading_changed.connect(self._on_reading_changed)
        self._corrector.undone.connect(self._on_correction_undone)
        self._corrector.missed.connect(self._on_correction_missed)
        self._corrector.progressed.connect(self._on_progressed)
        self._corrector.rested.connect(self._status.hide_progress)
        self._proofreading.reclean_requested.connect(self._importer.reclean)
        self._importer.recleaned.connect(self._on_recleaned)

    def _connect_keeping(self) -> None:
        keeping = self._safekeeping
        self._actions.back_up.triggered.connect(keeping.back_up)
        self._actions.restore.triggered.connect(keeping.ask_to_restore)
        keeping.progressed.connect(self._on_progressed)
        keeping.rested.connect(self._status.hide_progress)
        keeping.told.connect(self._status.show_text)
        keeping.failed.connect(self.show_error)
        keeping.restoring.connect(self._on_restoring)
        keeping.restored.connect(self._on_restored)
        self._status.cancel_requested.connect(keeping.cancel)
        self._watcher.changed.connect(self._on_changed_elsewhere)
        self._watcher.failed.connect(self._on_library_gone)
        self._watcher.recovered.connect(self._on_library_back)
        self._leaving.ready.connect(self.close)
        self._leaving.told.connect(self._status.show_text)

    def _connect_exchange(self) -> None:
        exchanger = self._exchanger
        self._actions.export.triggered.connect(self._on_export)
        self._actions.import_annotations.triggered.connect(exchanger.ask_to_import)
        self._annotations.export_requested.connect(self._on_export_selected)
        self._annotations.citation_requested.connect(self._on_citation_requested)
        self._article.citation_requested.connect(self._on_span_citation_requested)
        exchanger.exported.connect(self._on_exported)
        exchanger.imported.connect(self._annotator.stored)
        exchanger.told.connect(self._status.show_text)
        exchanger.progressed.connect(self._on_progressed)
        exchanger.rested.connect(self._status.hide_progress)
        exchanger.failed.connect(self.show_error)
        self._status.cancel_requested.connect(exchanger.cancel)
        self._importer.changed_found.connect(self._changed_files.ask)
        self._changed_files.answered.connect(self._importer.import_answered)

    def _connect_source(self) -> None:
        self._actions.show_source.toggled.connect(self._on_source_toggled)
        self._article.scrolled.connect(self._on_article_scrolled)
        self._article.selection_changed.connect(self._on_article_selected)
        self._source.scrolled.connect(self._on_source_scrolled)
        self._source.line_clicked.connect(self._on_source_line_clicked)
        self._source.zoom_requested.connect(self._zoom)
        self._source.escape_pressed.connect(self._article.setFocus)

    def _connect_annotations(self) -> None:
        pane, annotator, lister = self._annotations, self._annotator, self._lister
        pane.annotation_requested.connect(self._on_annotation_requested)
        pane.note_written.connect(annotator.write_note)
        pane.edit_requested.connect(annotator.edit)
        pane.delete_requested.connect(annotator.delete)
        pane.merge_requested.connect(annotator.merge)
        pane.place_requested.connect(self._on_place_requested)
        pane.copy_requested.connect(self._on_copy_requested)
        pane.retry_requested.connect(annotator.retry)
        pane.listing_requested.connect(lister.find)
        pane.rows_requested.connect(lister.read_rows)
        pane.words_requested.connect(lister.read_words)
        pane.words_requested.connect(self._searching.read_facets)
        lister.found.connect(pane.show_listing)
        lister.rows_read.connect(pane.put_cards)
        lister.words_read.connect(pane.set_words)
        self._article.selection_changed.connect(self._on_placeable_changed)
        annotator.annotations_changed.connect(self._on_annotations_changed)
        annotator.note_started.connect(self._on_note_started)
        annotator.note_stored.connect(pane.drop_draft)
        annotator.undone.connect(self._on_undone)
        annotator.write_failed.connect(self._on_annotation_failed)
        annotator.recovered.connect(partial(pane.show_trouble, ""))
        annotator.merged.connect(self._on_merged)

    def _connect_search(self) -> None:
        """In the library, and in the article."""
        sidebar, searching = self._sidebar, self._searching
        sidebar.search_requested.connect(searching.search)
        sidebar.search_cleared.connect(searching.stop)
        sidebar.search_cleared.connect(self._on_search_cleared)
        sidebar.suggestions_requested.connect(searching.suggest)
        sidebar.hit_requested.connect(self.open_hit)
        sidebar.reading_requested.connect(self._article.setFocus)
        searching.found.connect(sidebar.show_result)
        searching.more_found.connect(sidebar.extend_result)
        searching.failed.connect(sidebar.show_problem)
        searching.suggested.connect(sidebar.show_suggestions)
        searching.facets_read.connect(sidebar.set_facets)
        searching.index_missed.connect(self._importer.look_at_index)
        self._concordancer.hit_requested.connect(self._on_concordance_hit_requested)
        self._concordancer.period_requested.connect(self._sidebar.set_query)
        self._find_bar.hit_shown.connect(self._article.show_hit)
        self._find_bar.closed.connect(self._on_hits_closed)
        self._find_bar.find_requested.connect(self._finder.find)
        self._finder.found.connect(self._on_words_found)
        self.article_shown.connect(self._finder.set_view)

    def _restore(self) -> None:
        """The window as it was left."""
        if self._settings.window:
            self.restoreGeometry(QByteArray(base64.b64decode(self._settings.window)))
        if self._settings.panes:
            self._splitter.restoreState(QByteArray(base64.b64decode(self._settings.panes)))
        self._actions.show_sidebar.setChecked(self._settings.show_sidebar)
        self._actions.show_annotations.setChecked(self._settings.show_annotations)
        self._actions.show_source.setChecked(self._settings.show_source)
        self._actions.set_theme(self._settings.theme)
        self._tick_cleaning()
        self._show_script(self._settings.shown)

    # Documents and articles

    def _read_documents(self, *, elsewhere: bool = False) -> None:
        """``elsewhere``: others changed them."""
        work = partial(self._load_documents, self._settings.shown, self.tr("My documents"))
        self._tasks.read("documents", work, partial(self._on_documents_read, elsewhere))

    def _load_documents(self, shown: ShownScript, own: str) -> DocumentTree:
        prepare_script(shown)
        rows = DocumentRows(
            tuple(self._library.collections()),
            tuple(self._library.documents()),
            tuple(self._library.articles()),
        )
        return DocumentTree(rows, own)

    def _on_documents_read(self, elsewhere: bool, tree: DocumentTree) -> None:
        self._documents.set_tree(tree)
        if self._view is not None and self._view.article.summary.id not in tree.by_article:
            self._find_words_again(tree, elsewhere=elsewhere)
        if self._view is not None:
            if not self._documents.currentIndex().isValid():
                self._documents.select_article(self._view.article.summary.id)
        elif tree.order and not (self._settings.last_article or self._tasks.awaits("article")):
            self.open_article(tree.order[0])

    def open_article(self, article_id: int) -> None:
        """Show an article where it was left, without hits."""
        self._find_bar.set_hits("", 0)
        self._open(article_id)

    def open_hit(self, hit: Hit, snippet: Snippet | None = None, query: str = "") -> None:
        """Show an article with all hits marked, at a snippet's or the first; or at its note.

        ``query``: whose hits they are, by default the sidebar's.
        """
        self._open(hit.article_id, hit, snippet, query or self._sidebar.hits.query)

    def _open(
        self,
        article_id: int,
        hit: Hit | None = None,
        snippet: Snippet | None = None,
        query: str = "",
    ) -> None:
        self._annotations.keep_note()
        self._keep_position()
        self._read_article(article_id, hit, snippet, query)

    def _read_article(
        self,
        article_id: int,
        hit: Hit | None = None,
        snippet: Snippet | None = None,
        query: str = "",
        marked: MarkedHits | None = None,
    ) -> None:
        self._asked = article_id
        self._tasks.forget("words")  # those on screen are left
        self._tasks.read(
            "article",
            partial(self._load_article, article_id, self._settings.shown, marked),
            partial(self._on_article_read, hit, snippet, query, self._annotations_seen),
            self._on_article_missing,
        )

    def _load_article(
        self, article_id: int, shown: ShownScript, marked: MarkedHits | None
    ) -> _Opened:
        prepare_script(shown)  # here, and not on the GUI thread when the first line is drawn
        view = self._library.view(article_id, shown)
        view.prepare()
        annotations = self._library.annotations_of(view)
        position = self._library.reading_position(article_id)
        hits = marked.in_view(view) if marked else Spans()
        return _Opened(view, tuple(annotations), position, hits)

    def _on_article_read(
        self, hit: Hit | None, snippet: Snippet | None, query: str, seen: int, opened: _Opened
    ) -> None:
        article_id = opened.view.article.summary.id
        # The script may have been changed while the article was read.
        self._view = opened.view.in_script(self._settings.shown, self._terms.terms)
        self._placed = opened.annotations
        self._settings = replace(self._settings, last_article=article_id)
        self._article.show_view(self._view, self._positions.get(article_id, opened.position))
        self._article.set_annotations(opened.annotations)
        if hit is not None and hit.spans:
            self._finder.stop()  # the bar is now the hits'
        self._article.set_hits(hit.spans if hit else opened.hits)
        self._show_cards()
        if self._wanted_annotation:
            self._article.show_annotation(self._wanted_annotation)
            self._annotations.select(self._wanted_annotation)
            self._wanted_annotation = ""
        self._show_title()
        self._set_pane_fonts()
        self._documents.select_article(article_id)
        if hit is not None:
            self._show_hits(hit, snippet, query)
        elif query:
            ahead = self._article.hit_from(self._article.looked_at())
            self._find_bar.set_hits(query, len(opened.hits), ahead, go=False)
        if seen != self._annotations_seen:  # written while the article was read
            self._read_annotations()
        self._read_source()
        self.article_shown.emit(self._view)

    def _show_hits(self, hit: Hit, snippet: Snippet | None, query: str) -> None:
        """Go to the place that was clicked; of what only a note holds, to its words."""
        note = snippet or (hit.snippets[0] if hit.snippets and not hit.spans else None)
        current = 0
        if snippet is not None and snippet.spans and snippet.annotation_id is None:
            current = self._article.hit_from(snippet.start + snippet.spans[0].start)
        self._find_bar.set_hits(query, len(hit.spans), current)
        if note is not None and note.annotation_id is not None:
            self._annotations.select(note.annotation_id)
            self._article.show_annotation(note.annotation_id)

    def _on_article_missing(self, error: ReaderError) -> None:
        """What is on screen stays; where nothing is, the list that is read chooses anew."""
        if not isinstance(error, NotFoundError):
            self.show_error(error)
            return
        if self._view is None:
            self._settings = replace(self._settings, last_article=0)
        self._read_documents()

    def _open_neighbour(self, step: int) -> None:
        current = self._view.article.summary.id if self._view else 0
        wanted = self._documents.documents.neighbour(current, step)
        if wanted is not None:
            self.open_article(wanted)

    def _close_article(self) -> None:
        self._view, self._placed = None, ()
        self._settings = replace(self._settings, last_article=0)
        self._article.clear()
        self._source.clear()
        self._finder.stop()
        self._find_bar.put_away()
        self._show_cards()
        self._show_title()

    def _keep_position(self) -> None:
        """Remember the line on screen, to come back to it."""
        position = self._article.reading_position()
        if self._view is not None and position is not None:
            article_id = self._view.article.summary.id
            self._positions[article_id] = position
            self._tasks.write(partial(self._library.set_reading_position, article_id, position))

    def _show_title(self) -> None:
        summary = None if self._view is None else self._view.article.summary
        for action in (self._actions.corrections, self._actions.reclean):
            action.setEnabled(summary is not None)
        self._actions.confirm.setEnabled(summary is not None and summary.uncertain)
        if self._view is None:
            self.setWindowTitle(_APPLICATION)
            self._status.show_facts("")
            return
        summary = self._view.article.summary
        title = self._shown_text(summary.label, summary.script)
        self.setWindowTitle(f"{title} — {_APPLICATION}")
        count = self.locale().toString(summary.characters)
        newspaper = self._shown_text(summary.newspaper or "", summary.script)
        facts = [newspaper, summary.date, self.tr("%1 characters").replace("%1", count)]
        self._status.show_facts(" · ".join(_elided(fact) for fact in facts if fact))

    # How documents are read

    def _on_menu_opening(self, menu: QMenu, place: Place) -> None:
        """Add what corrects the page, about the selection if the place is in it."""
        if self._view is None:
            return
        selection = self._article.selection
        if selection is not None and not selection[0] <= place <= selection[1]:
            selection = None
        model = self._documents.documents
        listed = [
            Listed(each, str(model.index_of_article(each.id).data()))
            for each in model.siblings(self._view.article.summary.id, MOST_TARGETS)
        ]
        self._block_menu.fill(menu, Spot(self._view, place, selection), listed)

    def _on_reading_changed(self, step: ReadingChange) -> None:
        """Stay with the words on screen, whichever article has them now."""
        ids = {article.id for article in step.before.articles}
        if self._tasks.awaits("article"):
            if self._asked in ids:  # it may have been read as it was before
                self._read_article(self._asked)
        elif self._view is not None and self._view.article.summary.id in ids:
            articles = {one.id: one.draft.blocks for one in step.after.articles if one.id}
            work = partial(followed, articles, self._article.positions_on_screen())
            self._tasks.read("words", work, self._on_words_followed)
        self.changed.emit(Changed.DOCUMENTS, self._corrector)
        self._importer.sync_index()

    def _on_correction_undone(self, step: ReadingChange) -> None:
        """Show where something was undone or redone, if that is elsewhere."""
        before = {one.id: one for one in step.before.articles}
        known = before.keys() | {one.id for one in step.after.articles}
        changed = (one.id for one in step.after.articles if before.get(one.id) != one)
        if self._view is None or self._view.article.summary.id not in known:
            self.open_article(next(changed, None) or self._asked)

    def _on_correction_missed(self) -> None:
        """Read again what another window or program may have changed."""
        if self._view is not None and not self._tasks.awaits("article"):
            self._annotations.keep_note()
            self._read_article(self._view.article.summary.id)
        self._read_documents()

    def _follow(self, target: Followed | None) -> None:
        """Read the article again that has the words on screen; its hits may stand elsewhere."""
        if target is None:
            self._close_article()
            return
        self._annotations.keep_note()
        self._tasks.forget("annotations")  # they would be placed in the text as it was
        self._positions[target.article_id] = target.position
        query = self._find_bar.query
        marked = None
        if query and self._view is not None:
            marked = MarkedHits(self._view, self._article.hits, query)
        self._read_article(target.article_id, query=query, marked=marked)

    def _find_words_again(self, tree: DocumentTree, *, elsewhere: bool) -> None:
        """The article on screen is gone: another of its document may have its words."""
        if self._view is None or self._tasks.awaits("article") or self._tasks.awaits("words"):
            return
        ids = tree.articles_of.get(self._view.article.summary.document_id)
        if ids is None:
            if elsewhere:
                text = self.tr(
                    "“%1” was removed by another window or program. Importing it again brings it"
                    " back, with all you wrote."
                )
                self._status.show_text(text.replace("%1", self._view.article.document_name))
            self._close_article()
            return
        work = partial(find_followed, self._library, ids, self._article.positions_on_screen())
        self._tasks.read("words", work, self._on_words_followed)

    def _on_words_followed(self, target: Followed | None) -> None:
        if self._view is not None and not self._tasks.awaits("article"):
            self._follow(target)

    def _on_next_uncertain(self) -> None:
        current = self._view.article.summary.id if self._view else 0
        wanted = self._documents.documents.next_uncertain(current)
        if wanted is None:
            self._status.show_text(self.tr("No headline is uncertain."))
        else:
            self.open_article(wanted)

    def _on_confirm(self) -> None:
        if self._view is not None:
            self._corrector.confirm(self._view.article.summary.id)

    def _on_confirm_requested(self, article_ids: Sequence[int]) -> None:
        for article_id in article_ids:
            self._corrector.confirm(article_id)

    def _on_corrections_wanted(self) -> None:
        if self._view is not None:
            self._show_corrections(self._view.article.summary.document_id)

    def _show_corrections(self, document_id: int) -> None:
        model = self._documents.documents
        document, article_id = model.document(document_id), model.first_article(document_id)
        if self._view is not None and self._view.article.summary.document_id == document_id:
            article_id = self._view.article.summary.id
        if document is not None:
            undo = [self._actions.undo, self._actions.redo]
            self._proofreading.show_decisions(document, article_id or 0, undo)

    def _on_reclean(self) -> None:
        if self._view is not None:
            self._proofreading.ask_to_reclean((self._view.article.summary.document_id,))

    def _on_recleaned(self, results: Sequence[RecleanResult]) -> None:
        changed = {one.document_id for one in results if one.status is RecleanStatus.CHANGED}
        if self._view is not None and self._view.article.summary.document_id in changed:
            document_id = self._view.article.summary.document_id
            places = self._article.positions_on_screen()
            work = partial(find_in_document, self._library, document_id, places)
            self._tasks.read("words", work, self._on_words_followed)
        self._proofreading.read_again()
        self._proofreading.show_report(results)

    # The source beside the article

    def _on_source_toggled(self, on: bool) -> None:
        self._source.setVisible(on)
        if on:
            self._read_source()
        else:
            self._tasks.forget("source")
            self._source.clear()

    def _read_source(self) -> None:
        if self._view is not None and self._actions.show_source.isChecked():
            work = partial(_load_source, self._library, self._view)
            self._tasks.read("source", work, self._on_source_read)

    def _on_source_read(self, view: SourceView) -> None:
        if self._view is not None and view.article is self._view.article:
            self._source.show_view(view)
            self._on_article_selected()
            self._on_article_scrolled()

    @property
    def _source_fits(self) -> bool:
        """Whether the source that is shown is that of the article; it is read after it."""
        return self._view is not None and self._source.article is self._view.article

    def _on_article_scrolled(self) -> None:
        point = self._article.top_point() if self._source_fits else None
        if point is not None:
            self._source.follow(point)

    def _on_article_selected(self) -> None:
        if self._source_fits:
            self._source.mark_selection(self._article.selected_span())

    def _on_source_scrolled(self, point: SourcePoint) -> None:
        if self._source_fits:
            self._article.follow(point)

    def _on_source_line_clicked(self, span: Span, below: float) -> None:
        if self._source_fits:
            self._article.select_source(span, below)

    # The script

    def set_shown(self, shown: ShownScript) -> None:
        """Show everything on screen in another script, as soon as its dictionaries are there."""
        if shown is not self._wanted_shown:
            self._wanted_shown = shown
            self._prepare_script()

    def _prepare_script(self) -> None:
        """Many thousand terms take a while to be made ready, as do the dictionaries."""
        shown = self._wanted_shown
        work = partial(prepare_script, shown, self._terms.terms)
        self._tasks.read("script", work, partial(self._on_script_ready, shown))

    def _on_script_ready(self, shown: ShownScript, _: None) -> None:
        self._settings = replace(self._settings, shown=shown)
        if shown not in (ShownScript.ORIGINAL, ShownScript.SIMPLIFIED):
            self._settings = replace(self._settings, traditional=shown)
        self._show_script(shown)
        if self._view is not None:
            self._view = self._view.in_script(shown, self._terms.terms)
            self._article.show_view(self._view)
            self._show_cards()
            self._show_title()
            self.article_shown.emit(self._view)
        self._annotations.refresh_later()

    def flip_script(self) -> None:
        """From traditional to simplified, and from anything else to traditional."""
        shown = self._wanted_shown
        if shown is ShownScript.ORIGINAL and self._view is not None:
            own = self._view.article.summary.script.value
            simplified = own == ShownScript.TRADITIONAL.value
        else:
            simplified = shown is not ShownScript.SIMPLIFIED
        self.set_shown(ShownScript.SIMPLIFIED if simplified else self._settings.traditional)

    def _show_script(self, shown: ShownScript) -> None:
        self._lister.set_shown(shown, self._terms.terms)
        self._actions.set_shown(shown)
        self._set_pane_fonts()
        self._documents.set_shown(shown, self._terms.terms)
        self._sidebar.set_shown(shown, self._terms.terms)
        self._concordancer.set_shown(shown, self._terms.terms)

    def _set_pane_fonts(self) -> None:
        """The letter forms of the script on screen; in the original, of the article's own."""
        own = self._view.article.summary.script if self._view else Script.SIMPLIFIED
        font = interface_font(self.font(), region_of(self._settings.shown, own))
        for pane in (self._sidebar, self._annotations):
            pane.setFont(font)

    def _shown_text(self, text: str, own: Script) -> str:
        return shown_text(text, self._settings.shown, own, self._terms.terms)

    # The user's own words

    def _on_correction_requested(self, word: Word) -> None:
        dialog = WordDialog(word, self)
        dialog.term_written.connect(self._terms.add)
        dialog.open()

    def _on_terms_wanted(self) -> None:
        if self._terms_dialog is None:
            dialog = self._terms_dialog = TermsDialog(self._terms.terms, self)
            dialog.addActions([self._actions.undo, self._actions.redo])
            dialog.term_written.connect(self._terms.add)
            dialog.terms_edited.connect(self._terms.replace)
            dialog.import_requested.connect(self._terms.import_file)
            dialog.export_requested.connect(self._terms.export_file)
            self._terms.terms_changed.connect(dialog.set_terms)
            dialog.finished.connect(self._on_terms_closed)
        self._terms_dialog.show()
        self._terms_dialog.raise_()

    def _on_terms_closed(self) -> None:
        self._terms_dialog = None

    def _on_terms_imported(self, report: TermImport) -> None:
        """Lines that could not be read are shown in the list, which may have been closed."""
        self._status.show_text(report.summary)
        if report.problems:
            self._on_terms_wanted()
        if self._terms_dialog is not None:
            self._terms_dialog.show_import(report)

    def _on_terms_changed(self) -> None:
        """Every open view follows, as soon as the terms can be found in a text."""
        self.changed.emit(Changed.TERMS, self._terms)
        self._prepare_script()

    # Search

    def _on_search_wanted(self) -> None:
        self._actions.show_sidebar.setChecked(True)
        self._sidebar.focus_box()

    def _on_search_cleared(self) -> None:
        if not self._find_bar.finding:
            self._find_bar.set_hits("", 0)
            self._article.set_hits(Spans())

    def show_concordance(self, query: str) -> None:
        """All places of a search, a line each, in a window of their own."""
        if query:
            self._concordancer.show(query, in_notes=self._sidebar.settings.in_notes)
        else:
            self._on_search_wanted()
            self._status.show_text(self.tr("Search first; the concordance lists all its hits."))

    def _on_concordance_wanted(self) -> None:
        self.show_concordance(self._sidebar.query)

    def _on_concordance_hit_requested(self, hit: Hit, snippet: Snippet, query: str) -> None:
        self.activateWindow()
        self.open_hit(hit, snippet, query)
        self._article.setFocus()

    # Finding in the article

    def _on_find_wanted(self) -> None:
        if self._view is not None:
            if not self._find_bar.finding:
                self._article.set_hits(Spans())
            self._find_bar.ask_for(self._article.selected_text())

    def _on_words_found(self, found: FoundPlaces) -> None:
        """Go to the first from the place on screen; where nobody asked anew, stay with the current
        one, and with what is on screen if a person scrolled away from it."""
        go = not found.again or self._article.shows_current_hit()
        place = self._article.looked_at()
        self._article.set_hits(found.spans)
        self._find_bar.set_places(len(found.spans), self._article.hit_from(place), go=go)

    def _on_escape_pressed(self) -> None:
        """From the article: put the marks away, and then go back to the hits."""
        if self._find_bar.isVisible():
            self._find_bar.close_bar()
        elif self._sidebar.query:
            self._actions.show_sidebar.setChecked(True)
            self._sidebar.focus_hits()

    def _on_hits_closed(self) -> None:
        """The word that was found stays selected, to be marked or read on from."""
        if self._finder.looking:
            self._article.select_current_hit()
        self._finder.stop()
        self._article.set_hits(Spans())
        self._article.setFocus()

    # Import and removal

    def _on_progressed(self, progress: Progress, doing: str, cancellable: bool) -> None:
        self._status.show_progress(progress, doing, cancellable=cancellable)

    def _on_imported(self, results: list[ImportResult]) -> None:
        if any(result.update is not None for result in results):
            self._positions.clear()  # offsets into sources that were replaced
            self._look_at_article()
            self.changed.emit(Changed.ANNOTATIONS, self._importer)
        dialog = ImportDialog(results, self)
        if any(result.error or result.problems for result in results):
            dialog.open()
        else:
            self._status.show_text(dialog.summary(results))
            dialog.deleteLater()

    def _on_documents_changed(self) -> None:
        self.changed.emit(Changed.DOCUMENTS, self._importer)

    def _on_index_changed(self) -> None:
        self.changed.emit(Changed.INDEX, self._importer)

    def _on_import_files(self) -> None:
        dialog = QFileDialog(self, self.tr("Import files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [self.tr("Documents (*.txt *.md *.markdown *.jsonl)"), self.tr("All files (*)")]
        )
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    def _on_import_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Import a folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.open()

    def _on_files_chosen(self, names: list[str]) -> None:
        self._importer.import_paths([Path(name) for name in names])

    def _on_removed(self, count: int) -> None:
        undo = self._actions.undo.shortcut().toString()
        message = self.tr("Documents removed: %1. %2 brings them back with their notes.")
        self._status.show_text(
            message.replace("%1", self.locale().toString(count)).replace("%2", undo)
        )

    def _on_removal_changed(self) -> None:
        self.changed.emit(Changed.DOCUMENTS, self._remover)
        self._importer.sync_index()

    # Annotations

    def _on_mark_requested(self, span: Span, style: MarkStyle, color: str) -> None:
        if self._view is not None:
            article = self._view.article
            expected = article.text[span.start : span.end]
            self._annotator.highlight(article.summary.id, span, color, style, expected)

    def _on_note_requested(self, span: Span) -> None:
        if self._view is not None:
            article = self._view.article
            expected = article.text[span.start : span.end]
            self._annotator.start_note(article.summary.id, span, expected)

    def _on_edit_requested(self, annotation_id: str, edit: AnnotationEdit) -> None:
        self._annotator.edit((annotation_id,), edit)

    def _on_range_changed(self, annotation_id: str, span: Span) -> None:
        if self._view is not None:
            work = partial(_placed_anew, self._library, annotation_id, self._view, span)
            self._annotator.keep(self.tr("Change the range"), work)

    def _on_note_started(self, annotation_id: str) -> None:
        self._actions.show_annotations.setChecked(True)
        if any(placed.annotation.id == annotation_id for placed in self._placed):
            self._annotations.edit_note(annotation_id)
        else:
            self._read_annotations(edit=annotation_id)

    def _on_undone(self, article_id: int) -> None:
        """Show where something was undone or redone, if that is elsewhere."""
        if self._view is None or self._view.article.summary.id != article_id:
            self.open_article(article_id)

    def _on_annotation_requested(self, annotation: Annotation) -> None:
        """Show it in its article, which may have to be opened."""
        if any(placed.annotation.id == annotation.id for placed in self._placed):
            self._article.show_annotation(annotation.id)
        else:
            self.open_article(annotation.article_id)
            self._wanted_annotation = annotation.id

    def _on_place_requested(self, annotation: Annotation) -> None:
        """Put an orphan on the words that are selected."""
        span = self._article.selected_span()
        if self._view is not None and span is not None:
            work = partial(_placed_anew, self._library, annotation.id, self._view, span)
            self._annotator.keep(self.tr("Place annotation"), work)

    def _on_placeable_changed(self) -> None:
        self._annotations.set_placeable(self._article.selected_span() is not None)

    def _on_annotation_failed(self, attempt: Attempt, error: ReaderError) -> None:
        """What was typed stays where it was typed."""
        if attempt.note_of:
            self._annotations.keep_draft(attempt.note_of, attempt.note)
        self._actions.show_annotations.setChecked(True)
        text = self.tr("{action}: {reason}")
        reason = in_language(str(error))
        self._annotations.show_trouble(text.format(action=attempt.text, reason=reason))

    def _on_merged(self, count: int) -> None:
        if count:
            message = self.tr("Annotations merged into others: %1")
            self._status.show_text(message.replace("%1", self.locale().toString(count)))
        else:
            self._status.show_text(self.tr("None of these annotations overlap."))

    def _on_annotations_changed(self, changes: Sequence[AnnotationChange]) -> None:
        """Draw what is known at once; what is being read may be from before."""
        placed = None
        if self._view is not None and not self._tasks.awaits("annotations"):
            placed = changed_annotations(self._view, self._placed, changes)
        if placed is None:
            self._read_annotations()
        else:
            self._show_placed(placed)
        self.changed.emit(Changed.ANNOTATIONS, self._annotator)

    def _on_copy_requested(self, annotation: Annotation) -> None:
        """Copy a quote, all of it, as it is shown."""
        quote = annotation.quote
        for placed in self._placed:
            if placed.annotation.id == annotation.id and self._view is not None and placed.spans:
                quote = self._view.quote(placed.spans)
        QGuiApplication.clipboard().setText(quote)

    def _read_annotations(self, *, edit: str = "") -> None:
        """Read the article's annotations again, then open the note of ``edit`` if given."""
        if self._view is not None:
            self._tasks.read(
                "annotations",
                partial(self._library.annotations_of, self._view),
                partial(self._on_annotations_read, self._view.article.summary.id, edit),
            )

    def _on_annotations_read(
        self, article_id: int, edit: str, placed: list[PlacedAnnotation]
    ) -> None:
        if self._view is None or self._view.article.summary.id != article_id:
            return
        self._show_placed(tuple(placed))
        if edit:
            self._annotations.edit_note(edit)

    def _show_placed(self, placed: tuple[PlacedAnnotation, ...]) -> None:
        self._placed = placed
        self._article.set_annotations(placed)
        self._show_cards()

    def _show_cards(self) -> None:
        summary = self._view.article.summary if self._view is not None else None
        self._annotations.set_article(
            summary.id if summary else 0, summary.document_id if summary else 0
        )
        cards = self._cards.of(self._view, self._placed) if self._view is not None else []
        self._annotations.set_cards(cards)

    def _exportable(self) -> Exportable:
        article_id = self._view.article.summary.id if self._view is not None else 0
        return Exportable(article_id, self._annotations.selected_ids(), self._settings.shown)

    def _on_export(self) -> None:
        self._exchanger.ask_to_export(self._exportable())

    def _on_export_selected(self, annotation_ids: tuple[str, ...]) -> None:
        chosen = replace(self._exportable(), selected=annotation_ids)
        self._exchanger.ask_to_export(chosen, ExportScope.SELECTED)

    def _on_citation_requested(self, annotation: Annotation) -> None:
        self._exchanger.copy_annotation(annotation, self._settings.shown)

    def _on_span_citation_requested(self, span: Span) -> None:
        if self._view is not None:
            article_id = self._view.article.summary.id
            self._exchanger.copy_span(article_id, span, self._settings.shown)

    def _on_exported(self, name: str, _: None = None) -> None:
        self._status.show_text(self.tr("Wrote %1").replace("%1", name))

    # What others change, and backups

    def _on_changed_elsewhere(self, kinds: Changed) -> None:
        """Another window or program changed something."""
        self._show_anew(kinds, self._watcher)

    def _show_anew(self, kinds: Changed, originator: QObject) -> None:
        """Show what was not changed from here, and stay where one is."""
        if Changed.TERMS in kinds:
            self._terms.start()
        if Changed.DOCUMENTS in kinds:
            self._look_at_article()
        self.changed.emit(kinds, originator)

    def _look_at_article(self) -> None:
        """Read the article anew if it is no longer as it is shown."""
        if self._view is not None and not self._tasks.awaits("article"):
            positions = self._article.positions_on_screen()
            work = partial(changed_article, self._library, self._view, positions)
            self._tasks.read("changed article", work, partial(self._on_looked_at, self._view))

    def _on_looked_at(self, view: ArticleView, target: Followed | None) -> None:
        same = self._view is not None and self._view.article is view.article
        if target is not None and same and not self._tasks.awaits("article"):
            self._follow(target)

    def _on_library_gone(self, error: ReaderError) -> None:
        """It cannot even be asked: to be known before anything more is written."""
        self._actions.show_annotations.setChecked(True)
        self._annotations.show_fault(in_language(str(error)))

    def _on_library_back(self) -> None:
        self._annotations.show_fault("")
        self._annotator.retry()

    def _on_restoring(self) -> None:
        self._annotations.keep_note()
        self._importer.cancel()
        self._exchanger.cancel()

    def _on_restored(self, everything: bool) -> None:
        """Nothing that was known need be so any more; steps to undo belong to what was there."""
        if everything:
            self._undo_stack.clear()
        self._positions.clear()
        self._show_anew(~Changed.NOTHING, self._safekeeping)
        self._importer.sync_index()

    # Looks

    def _zoom(self, steps: int) -> None:
        percent = self._settings.zoom_percent + steps * _ZOOM_STEP_PERCENT if steps else 100
        self._change_settings(replace(self._settings, zoom_percent=percent))

    def _on_theme_chosen(self, theme: Theme) -> None:
        self._change_settings(replace(self._settings, theme=theme))

    def _on_cleaning_chosen(self) -> None:
        above = self._actions.glosses_above.isChecked()
        self._change_settings(
            replace(
                self._settings,
                mark_edits=self._actions.mark_edits.isChecked(),
                glosses=Glosses.ABOVE if above else Glosses.HIDDEN,
            )
        )

    def _tick_cleaning(self) -> None:
        settings = self._settings
        above = settings.glosses is Glosses.ABOVE
        self._actions.set_cleaning(mark_edits=settings.mark_edits, glosses_above=above)

    def _on_color_scheme_changed(self) -> None:
        if self._settings.theme is Theme.SYSTEM:
            self._change_settings(self._settings)

    def _on_preferences(self) -> None:
        dialog = Preferences(self._settings, self)
        dialog.settings_changed.connect(self._on_preferences_changed)
        dialog.terms_requested.connect(self._on_terms_wanted)
        dialog.open()

    def _on_preferences_changed(self, chosen: Settings) -> None:
        """Take what the dialog edits; the rest may have changed while it was open."""
        self._change_settings(
            replace(
                self._settings,
                theme=chosen.theme,
                typeface=chosen.typeface,
                language=chosen.language,
                zoom_percent=chosen.zoom_percent,
                line_height_percent=chosen.line_height_percent,
                measure=chosen.measure,
                first_line_indent=chosen.first_line_indent,
                mark_choices=chosen.mark_choices,
                mark_edits=chosen.mark_edits,
                glosses=chosen.glosses,
            )
        )

    def _change_settings(self, settings: Settings) -> None:
        repaint = settings.theme is not self._settings.theme or settings is self._settings
        self._settings = settings
        colors = colors_of(settings.theme)
        if repaint:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            apply_theme(application, colors)
            self._actions.set_theme(settings.theme)
            self._sidebar.set_colors(colors)
            self._annotations.set_colors(colors)
        self._tick_cleaning()
        self._article.set_typography(settings, colors)
        self._source.set_typography(settings, colors)

    # Messages

    def show_error(self, error: ReaderError) -> None:
        """Something the user must know of; the program goes on."""
        self._leaving.stay()
        message = in_language(str(error))
        if isinstance(error, TextChangedError) and self._view is not None:
            self._read_article(self._view.article.summary.id)
            message = self.tr(
                "This article was changed elsewhere while it was open, so nothing was marked. It"
                " is shown anew; please select the words again."
            )
        plain_box(QMessageBox.Icon.Warning, _APPLICATION, message, self).open()

    def _on_about(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("About Jianfan Reader"))
        box.setText(
            self.tr(
                "Jianfan Reader 简繁阅读\n\nReads Chinese documents in either script and keeps"
                " your notes in place. Nothing you read leaves this computer."
            )
        )
        box.open()

    # Events

    def _on_changed(self, kinds: Changed, originator: QObject) -> None:
        if Changed.DOCUMENTS in kinds:
            self._read_documents(elsewhere=originator is self._watcher)
        if Changed.ANNOTATIONS in kinds:
            self._annotations_seen += 1
            if originator is not self._annotator:  # its changes are drawn as they are told of
                self._read_annotations()
            self._annotations.refresh_later()
            self._sidebar.search_annotations_again()
        if Changed.INDEX in kinds:
            self._sidebar.search_again()
        if Changed.DOCUMENTS in kinds:
            self._searching.read_facets()
            self._annotations.refresh_later()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            self._importer.import_paths(paths)

    def end_session(self, manager: QSessionManager) -> None:
        """The desktop is about to end the program."""
        self._annotations.keep_note()
        self._leaving.end_session(manager)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep a note that is being written, the place in the text and the window as they are."""
        self._annotations.keep_note()
        if not self._leaving.may_leave():
            event.ignore()
            return
        self._keep_position()
        settings = replace(
            self._settings,
            window=base64.b64encode(self.saveGeometry().data()).decode("ascii"),
            panes=base64.b64encode(self._splitter.saveState().data()).decode("ascii"),
            show_sidebar=self._actions.show_sidebar.isChecked(),
            show_annotations=self._actions.show_annotations.isChecked(),
            show_source=self._actions.show_source.isChecked(),
            searching=self._sidebar.settings,
        )
        try:
            save(settings, self._library.paths.settings)
        except SettingsError as error:
            if not self._told_of_settings:  # say so; closing once more goes without them
                self._told_of_settings = True
                self.show_error(error)
                event.ignore()
                return
        self._concordancer.close()
        event.accept()


def _load_source(library: Library, view: ArticleView) -> SourceView:
    return SourceView(library.source(view.article), view)


def _elided(text: str) -> str:
    return text if len(text) <= _FACT_CHARACTERS else f"{text[: _FACT_CHARACTERS - 1]}…"


def _placed_anew(
    library: Library, annotation_id: str, view: ArticleView, span: Span
) -> tuple[AnnotationChange, ...]:
    article = view.article
    expected = article.text[span.start : span.end]
    return (library.place_annotation(annotation_id, article.summary.id, span, expected=expected),)
