"""The window: it arranges the panes, and joins them with what carries out their requests."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
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
    QMainWindow,
    QMessageBox,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from reader.article_view import ArticleView
from reader.corrections import ReadingChange
from reader.errors import ReaderError, SettingsError, TextChangedError
from reader.library import Library, shown_text
from reader.model import (
    Changed,
    Hit,
    ImportResult,
    Script,
    ShownScript,
    Snippet,
)
from reader.script import NO_TERMS, Terms
from reader.settings import Settings, save
from reader.store import Recovery
from reader.ui.actions import Actions
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.annotator import Annotator
from reader.ui.annotations.article_annotations import ArticleAnnotations
from reader.ui.annotations.lister import Lister
from reader.ui.article_hits import ArticleHits
from reader.ui.article_pane import ArticlePane
from reader.ui.changed_files import ChangedFiles
from reader.ui.concordance.concordancer import Concordancer
from reader.ui.corrections.article_corrections import ArticleCorrections
from reader.ui.corrections.corrector import Corrector
from reader.ui.corrections.proofreading import Proofreading
from reader.ui.document_list import DocumentList
from reader.ui.document_lister import DocumentLister
from reader.ui.exchange.exchanger import Exchanger
from reader.ui.file_chooser import FileChooser
from reader.ui.find_bar import FindBar
from reader.ui.finder import Finder
from reader.ui.import_dialog import ImportDialog
from reader.ui.importer import Importer
from reader.ui.keeping.leaving import Leaving
from reader.ui.keeping.safekeeping import Safekeeping
from reader.ui.keeping.watcher import Watcher
from reader.ui.keeping.wording import recovery_text
from reader.ui.looks import Looks
from reader.ui.open_article import OpenArticle, Wanted
from reader.ui.own_words import OwnWords
from reader.ui.plain_text import plain_box
from reader.ui.remover import Remover
from reader.ui.script_switch import ScriptSwitch
from reader.ui.search.search_sidebar import SearchSidebar
from reader.ui.search.searching import Searching
from reader.ui.source_beside import SourceBeside
from reader.ui.source_pane import SourcePane
from reader.ui.status_bar import StatusBar
from reader.ui.tasks import Tasks
from reader.ui.term_editor import TermEditor
from reader.ui.theme import colors_of, interface_font, region_of
from reader.ui.translation import in_language

# Eight characters and the margins.
_LEAST_HALF = 220
_APPLICATION = "Jianfan Reader"


class MainWindow(QMainWindow):
    """The one window. Everything it does to the library goes through ``tasks``."""

    changed = Signal(object, object)  # Changed, the object that asked for the write
    article_shown = Signal(object)  # ArticleView, when it stands on screen

    def __init__(self, library: Library, tasks: Tasks, settings: Settings) -> None:
        super().__init__()
        self._library = library
        self._tasks = tasks
        self._settings = settings  # as they were at the start
        self._undo_stack = QUndoStack(self)
        self._actions = Actions(self._undo_stack, self)
        self._looks = Looks(settings, self)
        self._make_panes()
        self._make_writers()
        self._make_readers()
        self._make_open_article()
        # Where the library can only be read, that was said already.
        self._told_of_settings = library.read_only is not None
        self._arrange()
        self._connect()
        self._restore()

    def start(self, files: Sequence[Path]) -> None:
        """Fill the panes, and import the samples of a new library or the files that were given."""
        self._document_lister.read()
        self._searching.read_facets()
        self._lister.read_words()
        self._terms.start()
        self._importer.start(files)
        self._importer.sync_index()
        self._safekeeping.start()
        self._watcher.start()
        if self._open_article.last_id:
            self._open_article.open(Wanted(self._open_article.last_id))

    def tell_of_recovery(self, recovery: Recovery) -> None:
        """The library was damaged when it was opened: say what was done."""
        text = recovery_text(recovery)
        box = plain_box(QMessageBox.Icon.Warning, self.tr("The library was mended"), text, self)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.open()

    # Putting together

    def _make_panes(self) -> None:
        settings, colors = self._settings, colors_of(self._settings.theme)
        self._documents = DocumentList()
        self._sidebar = SearchSidebar(self._documents, colors, settings.searching)
        self._article = ArticlePane(settings, colors)
        self._source = SourcePane(settings, colors)
        self._find_bar = FindBar()
        self._annotations = AnnotationPane(colors)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._status = StatusBar()

    def _make_writers(self) -> None:
        """What changes the library, and what keeps it."""
        library, tasks, undo_stack = self._library, self._tasks, self._undo_stack
        self._annotator = Annotator(library, tasks, undo_stack, self)
        self._corrector = Corrector(library, tasks, undo_stack, self)
        self._proofreading = Proofreading(library, tasks, self._corrector, self)
        self._terms = TermEditor(library, tasks, undo_stack, self)
        self._own_words = OwnWords(self._terms, [self._actions.undo, self._actions.redo], self)
        self._remover = Remover(library, tasks, undo_stack, self)
        self._importer = Importer(library, tasks, self)
        self._file_chooser = FileChooser(self)
        self._changed_files = ChangedFiles(self)
        self._safekeeping = Safekeeping(library, tasks, self)
        self._watcher = Watcher(library, tasks, self)
        self._leaving = Leaving(self._annotator, tasks, self)

    def _make_readers(self) -> None:
        """What finds and shows what is in the library."""
        library, tasks = self._library, self._tasks
        self._lister = Lister(library, tasks, self)
        self._searching = Searching(library, tasks, self)
        self._concordancer = Concordancer(library, tasks, self)
        self._script = ScriptSwitch(self._settings, tasks, self._terms, self)

    def _make_open_article(self) -> None:
        """The article that is open, and all about it."""
        library, tasks, pane = self._library, self._tasks, self._article
        self._finder = Finder(tasks, self)
        self._hits = ArticleHits(pane, self._find_bar, self._finder, self)
        last_id = self._settings.last_article
        article = OpenArticle(library, tasks, pane, self._hits, last_id, self)
        self._open_article = article
        self._document_lister = DocumentLister(
            library, tasks, article, self._documents, self._script, self
        )
        self._exchanger = Exchanger(library, tasks, article, self._annotations, self._script, self)
        self._beside = SourceBeside(library, tasks, article, pane, self._source, self)
        self._article_annotations = ArticleAnnotations(
            library, tasks, self._annotator, article, pane, self._annotations, self
        )
        self._article_corrections = ArticleCorrections(
            self._corrector,
            self._proofreading,
            article,
            pane,
            self._documents.documents,
            [self._actions.undo, self._actions.redo],
            self,
        )

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
        for pane, least in ((self._sidebar, 150), (middle, 230), (self._annotations, 150)):
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
        """Every connection between panes, actions, controllers and the window, in one place."""
        self._connect_actions()
        self._connect_documents()
        self._connect_article()
        self._connect_source()
        self._connect_search()
        self._connect_annotations()
        self._connect_corrections()
        self._connect_words()
        self._connect_looks()
        self._connect_keeping()
        self._connect_exchange()
        self._tasks.error_raised.connect(self.show_error)
        self.changed.connect(self._on_changed)

    def _connect_actions(self) -> None:
        actions, article = self._actions, self._article
        actions.quit.triggered.connect(self.close)
        actions.about.triggered.connect(self._on_about)
        actions.show_sidebar.toggled.connect(self._sidebar.setVisible)
        actions.show_annotations.toggled.connect(self._annotations.setVisible)
        actions.next_article.triggered.connect(partial(self._document_lister.go_on, 1))
        actions.previous_article.triggered.connect(partial(self._document_lister.go_on, -1))
        actions.color_chosen.connect(article.highlight_selection)
        actions.own_color.triggered.connect(article.ask_for_color)
        actions.style_chosen.connect(article.mark_selection)
        actions.bookmark.triggered.connect(article.bookmark_place)
        actions.add_note.triggered.connect(article.note_selection)

    def _connect_documents(self) -> None:
        """Their list, their import and their removal."""
        actions, importer, chooser = self._actions, self._importer, self._file_chooser
        actions.import_files.triggered.connect(chooser.ask_for_files)
        actions.import_folder.triggered.connect(chooser.ask_for_folder)
        self._article.import_requested.connect(chooser.ask_for_files)
        chooser.chosen.connect(importer.import_paths)
        importer.progressed.connect(self._status.show_progress)
        importer.rested.connect(self._status.hide_progress)
        importer.told.connect(self._status.show_text)
        importer.failed.connect(self.show_error)
        self._status.cancel_requested.connect(importer.cancel)
        importer.documents_changed.connect(partial(self.changed.emit, Changed.DOCUMENTS, importer))
        importer.index_changed.connect(partial(self.changed.emit, Changed.INDEX, importer))
        importer.imported.connect(self._on_imported)
        importer.changed_found.connect(self._changed_files.ask)
        self._changed_files.answered.connect(importer.import_answered)
        self._documents.article_requested.connect(self.open_article)
        self._document_lister.article_requested.connect(self.open_article)
        self._documents.remove_requested.connect(self._remover.remove)
        self._remover.removed.connect(self._on_removed)
        self._remover.documents_changed.connect(self._on_removal_changed)

    def _connect_article(self) -> None:
        article, annotations = self._open_article, self._article_annotations
        article.leaving.connect(self._annotations.keep_note)
        article.opened.connect(annotations.show_opened)
        article.opened.connect(self._beside.read)
        article.opened.connect(self._document_lister.select_open)
        article.converted.connect(annotations.show_cards)
        article.article_shown.connect(self._on_article_shown)
        article.article_shown.connect(self._status.show_article)
        article.article_shown.connect(self._finder.set_view)
        article.article_shown.connect(self.article_shown)
        article.closed.connect(annotations.clear)
        article.closed.connect(self._source.clear)
        article.closed.connect(self._hits.put_away)
        article.closed.connect(self._on_article_closed)
        article.closed.connect(self._status.forget_article)
        article.missed.connect(self._document_lister.read)
        article.told.connect(self._status.show_text)

    def _connect_source(self) -> None:
        beside = self._beside
        self._actions.show_source.toggled.connect(beside.set_visible)
        self._article.scrolled.connect(beside.follow_article)
        self._article.selection_changed.connect(beside.mark_selection)
        self._source.scrolled.connect(beside.lead_article)
        self._source.line_clicked.connect(beside.select_line)
        self._source.zoom_requested.connect(self._looks.zoom)
        self._source.escape_pressed.connect(self._article.setFocus)

    def _connect_search(self) -> None:
        """In the library, and in the article."""
        sidebar, searching = self._sidebar, self._searching
        self._actions.search.triggered.connect(self._on_search_wanted)
        sidebar.search_requested.connect(searching.search)
        sidebar.search_cleared.connect(searching.stop)
        sidebar.search_cleared.connect(self._hits.clear)
        sidebar.suggestions_requested.connect(searching.suggest)
        sidebar.hit_requested.connect(self.open_hit)
        sidebar.reading_requested.connect(self._article.setFocus)
        searching.found.connect(sidebar.show_result)
        searching.more_found.connect(sidebar.extend_result)
        searching.failed.connect(sidebar.show_problem)
        searching.suggested.connect(sidebar.show_suggestions)
        searching.facets_read.connect(sidebar.set_facets)
        searching.index_missed.connect(self._importer.look_at_index)
        self._actions.concordance.triggered.connect(self._on_concordance_wanted)
        self._concordancer.hit_requested.connect(self._on_concordance_hit_requested)
        self._concordancer.period_requested.connect(self._sidebar.set_query)
        self._actions.find.triggered.connect(self._hits.ask_for_words)
        self._actions.next_hit.triggered.connect(self._find_bar.next)
        self._actions.previous_hit.triggered.connect(self._find_bar.previous)
        self._find_bar.hit_shown.connect(self._article.show_hit)
        self._find_bar.closed.connect(self._hits.leave)
        self._find_bar.find_requested.connect(self._finder.find)
        self._finder.found.connect(self._hits.show_found)
        self._hits.annotation_hit.connect(self._article_annotations.go_to)
        self._article.escape_pressed.connect(self._on_escape_pressed)

    def _connect_annotations(self) -> None:
        pane, annotator, lister = self._annotations, self._annotator, self._lister
        article, annotations = self._article, self._article_annotations
        article.mark_requested.connect(annotations.mark)
        article.edit_requested.connect(annotations.edit)
        article.range_changed.connect(annotations.change_range)
        article.note_requested.connect(annotations.start_note)
        article.edit_note_requested.connect(annotations.edit_note)
        article.annotation_clicked.connect(pane.select)
        article.selection_changed.connect(annotations.tell_placeable)
        pane.annotation_requested.connect(annotations.request)
        pane.note_typed.connect(annotator.write_draft)
        pane.note_written.connect(annotator.write_note)
        pane.edit_requested.connect(annotator.edit)
        pane.delete_requested.connect(annotator.delete)
        pane.merge_requested.connect(annotator.merge)
        pane.place_requested.connect(annotations.place)
        pane.copy_requested.connect(annotations.copy)
        pane.retry_requested.connect(annotator.retry)
        pane.listing_requested.connect(lister.find)
        pane.rows_requested.connect(lister.read_rows)
        pane.words_requested.connect(lister.read_words)
        pane.words_requested.connect(self._searching.read_facets)
        lister.found.connect(pane.show_listing)
        lister.rows_read.connect(pane.put_cards)
        lister.words_read.connect(pane.set_words)
        lister.orphans_counted.connect(pane.show_orphans)
        annotator.annotations_changed.connect(annotations.take)
        annotator.note_started.connect(annotations.edit_note)
        annotator.note_stored.connect(pane.drop_draft)
        annotator.undone.connect(annotations.show_undone)
        annotator.write_failed.connect(annotations.show_failure)
        annotator.recovered.connect(partial(pane.show_trouble, ""))
        annotator.merged.connect(self._on_merged)
        annotations.article_requested.connect(self.open_article)
        annotations.pane_requested.connect(self._show_annotations)
        annotations.changed.connect(partial(self.changed.emit, Changed.ANNOTATIONS, annotator))

    def _connect_corrections(self) -> None:
        actions, documents = self._actions, self._documents
        corrector, corrections = self._corrector, self._article_corrections
        actions.next_uncertain.triggered.connect(corrections.go_to_uncertain)
        actions.confirm.triggered.connect(corrections.confirm)
        actions.corrections.triggered.connect(corrections.list_own)
        actions.reclean.triggered.connect(corrections.reclean)
        actions.reclean_all.triggered.connect(partial(self._proofreading.ask_to_reclean, None))
        documents.confirm_requested.connect(corrections.confirm_all)
        documents.corrections_requested.connect(corrections.list_decisions)
        documents.reclean_requested.connect(self._proofreading.ask_to_reclean)
        self._article.menu_opening.connect(corrections.fill_menu)
        corrections.article_requested.connect(self.open_article)
        corrections.told.connect(self._status.show_text)
        corrector.reading_changed.connect(self._on_reading_changed)
        corrector.undone.connect(corrections.show_undone)
        corrector.missed.connect(self._on_correction_missed)
        corrector.progressed.connect(self._status.show_progress)
        corrector.rested.connect(self._status.hide_progress)
        self._proofreading.reclean_requested.connect(self._importer.reclean)
        self._importer.recleaned.connect(corrections.show_recleaned)

    def _connect_words(self) -> None:
        """The user's own, and the script that all words are shown in."""
        actions, script, own_words = self._actions, self._script, self._own_words
        actions.shown_chosen.connect(self.set_shown)
        actions.flip_script.triggered.connect(self.flip_script)
        script.shown_changed.connect(self._on_shown_changed)
        actions.terms.triggered.connect(own_words.show)
        self._looks.terms_requested.connect(own_words.show)
        self._article.correction_requested.connect(own_words.correct)
        own_words.told.connect(self._status.show_text)
        self._terms.terms_changed.connect(self._on_terms_changed)
        self._terms.imported.connect(own_words.show_import)
        self._terms.exported.connect(self._on_exported)

    def _connect_looks(self) -> None:
        actions, looks = self._actions, self._looks
        actions.preferences.triggered.connect(looks.ask)
        actions.theme_chosen.connect(looks.set_theme)
        actions.mark_edits.triggered.connect(looks.underline_cleaned)
        actions.glosses_above.triggered.connect(looks.set_glosses_above)
        actions.zoom_in.triggered.connect(partial(looks.zoom, 1))
        actions.zoom_out.triggered.connect(partial(looks.zoom, -1))
        actions.zoom_reset.triggered.connect(partial(looks.zoom, 0))
        self._article.zoom_requested.connect(looks.zoom)
        looks.colors_changed.connect(self._sidebar.set_colors)
        looks.colors_changed.connect(self._annotations.set_colors)
        looks.changed.connect(actions.set_looks)
        looks.changed.connect(self._article.set_typography)
        looks.changed.connect(self._source.set_typography)
        QGuiApplication.styleHints().colorSchemeChanged.connect(looks.follow_system)

    def _connect_keeping(self) -> None:
        keeping = self._safekeeping
        self._actions.back_up.triggered.connect(keeping.back_up)
        self._actions.restore.triggered.connect(keeping.ask_to_restore)
        keeping.progressed.connect(self._status.show_progress)
        keeping.rested.connect(self._status.hide_progress)
        keeping.told.connect(self._status.show_text)
        keeping.failed.connect(self.show_error)
        self._status.cancel_requested.connect(keeping.cancel)
        keeping.restoring.connect(self._on_restoring)
        keeping.restored.connect(self._on_restored)
        self._watcher.changed.connect(self._on_changed_elsewhere)
        self._watcher.failed.connect(self._on_library_gone)
        self._watcher.recovered.connect(self._on_library_back)
        self._leaving.ready.connect(self.close)
        self._leaving.told.connect(self._status.show_text)

    def _connect_exchange(self) -> None:
        exchanger = self._exchanger
        self._actions.export.triggered.connect(exchanger.ask_to_export)
        self._actions.import_annotations.triggered.connect(exchanger.ask_to_import)
        self._annotations.export_requested.connect(exchanger.ask_to_export_selected)
        self._annotations.citation_requested.connect(exchanger.copy_annotation)
        self._article.citation_requested.connect(exchanger.copy_span)
        exchanger.exported.connect(self._on_exported)
        exchanger.imported.connect(self._annotator.stored)
        exchanger.progressed.connect(self._status.show_progress)
        exchanger.rested.connect(self._status.hide_progress)
        exchanger.told.connect(self._status.show_text)
        exchanger.failed.connect(self.show_error)
        self._status.cancel_requested.connect(exchanger.cancel)

    def _restore(self) -> None:
        """The window as it was left."""
        if self._settings.window:
            self.restoreGeometry(QByteArray(base64.b64decode(self._settings.window)))
        if self._settings.panes:
            self._splitter.restoreState(QByteArray(base64.b64decode(self._settings.panes)))
        self._actions.show_sidebar.setChecked(self._settings.show_sidebar)
        self._actions.show_annotations.setChecked(self._settings.show_annotations)
        self._actions.show_source.setChecked(self._settings.show_source)
        self._actions.set_looks(self._settings)
        self._show_script(self._settings.shown, NO_TERMS)

    # Articles

    def open_article(self, article_id: int) -> None:
        """Show an article where it was left, without hits."""
        self._find_bar.set_hits("", 0)
        self._open_article.open(Wanted(article_id))

    def open_hit(self, hit: Hit, snippet: Snippet | None = None, query: str = "") -> None:
        """Show an article with all hits marked, at a snippet's or the first; or at its note.

        ``query``: whose hits they are, by default the sidebar's.
        """
        query = query or self._sidebar.hits.query
        self._open_article.open(Wanted(hit.article_id, hit, snippet, query))

    def _on_article_shown(self, view: ArticleView) -> None:
        summary = view.article.summary
        for action in (self._actions.corrections, self._actions.reclean):
            action.setEnabled(True)
        self._actions.confirm.setEnabled(summary.uncertain)
        title = shown_text(summary.label, view.shown, summary.script, view.terms)
        self.setWindowTitle(f"{title} — {_APPLICATION}")
        self._set_pane_fonts()

    def _on_article_closed(self) -> None:
        actions = self._actions
        for action in (actions.corrections, actions.reclean, actions.confirm):
            action.setEnabled(False)
        self.setWindowTitle(_APPLICATION)

    # How documents are read

    def _on_reading_changed(self, step: ReadingChange) -> None:
        self._open_article.follow_change(step)
        self.changed.emit(Changed.DOCUMENTS, self._corrector)
        self._importer.sync_index()

    def _on_correction_missed(self) -> None:
        """Read again what another window or program may have changed."""
        if not self._open_article.opening:
            self._open_article.read_again()
        self._document_lister.read()

    # The script

    def set_shown(self, shown: ShownScript) -> None:
        """Show everything on screen in another script, as soon as its dictionaries are there."""
        self._script.show(shown)

    def flip_script(self) -> None:
        """From traditional to simplified, and from anything else to traditional."""
        view = self._open_article.view
        self._script.flip(None if view is None else view.article.summary.script)

    def _on_shown_changed(self, shown: ShownScript, terms: Terms) -> None:
        self._show_script(shown, terms)
        self._annotations.refresh_later()

    def _show_script(self, shown: ShownScript, terms: Terms) -> None:
        self._lister.set_shown(shown, terms)
        self._actions.set_shown(shown)
        self._set_pane_fonts()
        self._documents.set_shown(shown, terms)
        self._sidebar.set_shown(shown, terms)
        self._concordancer.set_shown(shown, terms)
        self._open_article.set_shown(shown, terms)

    def _set_pane_fonts(self) -> None:
        """The letter forms of the script on screen; in the original, of the article's own."""
        view = self._open_article.view
        own = view.article.summary.script if view else Script.SIMPLIFIED
        font = interface_font(self.font(), region_of(self._script.shown, own))
        for pane in (self._sidebar, self._annotations):
            pane.setFont(font)

    def _on_terms_changed(self) -> None:
        """Every open view follows, as soon as the terms can be found in a text."""
        self.changed.emit(Changed.TERMS, self._terms)
        self._script.prepare()

    # Search

    def _on_search_wanted(self) -> None:
        self._actions.show_sidebar.setChecked(True)
        self._sidebar.focus_box()

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

    def _on_escape_pressed(self) -> None:
        """From the article: put the marks away, and then go back to the hits."""
        if self._find_bar.isVisible():
            self._find_bar.close_bar()
        elif self._sidebar.query:
            self._actions.show_sidebar.setChecked(True)
            self._sidebar.focus_hits()

    # Import and removal

    def _on_imported(self, results: list[ImportResult]) -> None:
        if any(result.update is not None for result in results):
            self._open_article.forget_positions()
            self._open_article.look_again()
            self.changed.emit(Changed.ANNOTATIONS, self._importer)
        dialog = ImportDialog(results, self)
        if any(result.error or result.problems for result in results):
            dialog.open()
        else:
            self._status.show_text(dialog.summary(results))
            dialog.deleteLater()

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

    def _show_annotations(self) -> None:
        self._actions.show_annotations.setChecked(True)

    def _on_merged(self, count: int) -> None:
        if count:
            message = self.tr("Annotations merged into others: %1")
            self._status.show_text(message.replace("%1", self.locale().toString(count)))
        else:
            self._status.show_text(self.tr("None of these annotations overlap."))

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
            self._open_article.look_again()
        self.changed.emit(kinds, originator)

    def _on_library_gone(self, error: ReaderError) -> None:
        """It cannot even be asked: to be known before anything more is written."""
        self._show_annotations()
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
        self._open_article.forget_positions()
        self._show_anew(~Changed.NOTHING, self._safekeeping)
        self._importer.sync_index()

    # Messages

    def show_error(self, error: ReaderError) -> None:
        """Something the user must know of; the program goes on."""
        self._leaving.stay()
        message = in_language(str(error))
        if isinstance(error, TextChangedError) and self._open_article.view is not None:
            self._open_article.read_again()
            message = self.tr(
                "This article was changed elsewhere while it was open, so nothing was marked. It"
                " is shown anew; please select the words again."
            )
        plain_box(QMessageBox.Icon.Warning, _APPLICATION, message, self).open()

    def _on_about(self) -> None:
        text = self.tr(
            "Jianfan Reader 简繁阅读\n\nReads Chinese documents in either script and keeps"
            " your notes in place. Nothing you read leaves this computer."
        )
        plain_box(QMessageBox.Icon.NoIcon, self.tr("About Jianfan Reader"), text, self).open()

    # Events

    def _on_changed(self, kinds: Changed, originator: QObject) -> None:
        if Changed.DOCUMENTS in kinds:
            self._document_lister.read(elsewhere=originator is self._watcher)
        if Changed.ANNOTATIONS in kinds:
            if originator is not self._annotator:  # its changes are drawn as they are told of
                self._article_annotations.read_again()
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
        self._open_article.keep_position()
        try:
            save(self._settings_now(), self._library.paths.settings)
        except SettingsError as error:
            if not self._told_of_settings:  # say so; closing once more goes without them
                self._told_of_settings = True
                self.show_error(error)
                event.ignore()
                return
        self._concordancer.close()
        event.accept()

    def _settings_now(self) -> Settings:
        """Each from where it is kept while the window is open."""
        return replace(
            self._looks.settings,
            shown=self._script.shown,
            traditional=self._script.traditional,
            last_article=self._open_article.last_id,
            window=base64.b64encode(self.saveGeometry().data()).decode("ascii"),
            panes=base64.b64encode(self._splitter.saveState().data()).decode("ascii"),
            show_sidebar=self._actions.show_sidebar.isChecked(),
            show_annotations=self._actions.show_annotations.isChecked(),
            show_source=self._actions.show_source.isChecked(),
            searching=self._sidebar.settings,
        )
