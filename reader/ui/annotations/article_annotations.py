"""The annotations of the article on screen: drawn in its text, listed in the pane, made there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from reader.article_view import ArticleView
from reader.errors import ReaderError
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationEdit,
    MarkStyle,
    PlacedAnnotation,
    Span,
)
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.annotator import Annotator, Attempt
from reader.ui.annotations.article_cards import ArticleCards, changed_annotations
from reader.ui.article_pane import ArticlePane
from reader.ui.open_article import OpenArticle, Opened
from reader.ui.tasks import Tasks
from reader.ui.translation import in_language

_ANNOTATIONS = "annotations"


class ArticleAnnotations(QObject):
    """Holds them as they are placed in the text on screen. What a person does goes to the
    ``Annotator``, with the words that it is done to."""

    article_requested = Signal(int)  # id
    pane_requested = Signal()  # something in it is to be seen
    changed = Signal()  # annotations of any article were stored, and are drawn

    def __init__(
        self,
        library: Library,
        tasks: Tasks,
        annotator: Annotator,
        article: OpenArticle,
        text: ArticlePane,
        pane: AnnotationPane,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._tasks = tasks
        self._annotator = annotator
        self._article = article
        self._text = text
        self._pane = pane
        self._placed: tuple[PlacedAnnotation, ...] = ()
        self._cards = ArticleCards()
        self._awaited = ""  # in the article that is being opened
        self._behind = False  # some were stored while the article was read

    # Showing

    def show_opened(self, opened: Opened) -> None:
        """Show those of an article that was opened just now."""
        self._show(opened.annotations)
        if self._awaited:
            self.go_to(self._awaited)
            self._awaited = ""
        if self._behind:
            self._behind = False
            self._read()

    def clear(self) -> None:
        """No article is open."""
        self._placed = ()
        self.show_cards()

    def show_cards(self) -> None:
        """List them as the text on screen reads by now."""
        view = self._article.view
        self._pane.set_article(self._article.id, self._article.document_id)
        self._pane.set_cards(self._cards.of(view, self._placed) if view is not None else [])

    def read_again(self) -> None:
        """Others changed some."""
        self._behind |= self._article.opening
        self._read()

    def go_to(self, annotation_id: str) -> None:
        """Show one in the text and in the pane."""
        self._text.show_annotation(annotation_id)
        self._pane.select(annotation_id)

    def request(self, annotation: Annotation) -> None:
        """Show one in its article, which may have to be opened."""
        if self._known(annotation.id):
            self._text.show_annotation(annotation.id)
        else:
            self.article_requested.emit(annotation.article_id)
            self._awaited = annotation.id

    # What a person does

    def mark(self, span: Span, style: MarkStyle, color: str) -> None:
        """Mark a span of the article."""
        if self._article.view is not None:
            expected = _words(self._article.view, span)
            self._annotator.highlight(self._article.id, span, color, style, expected)

    def start_note(self, span: Span) -> None:
        """Mark a span of the article, to write a note about it."""
        if self._article.view is not None:
            expected = _words(self._article.view, span)
            self._annotator.start_note(self._article.id, span, expected)

    def edit(self, annotation_id: str, edit: AnnotationEdit) -> None:
        self._annotator.edit((annotation_id,), edit)

    def change_range(self, annotation_id: str, span: Span) -> None:
        """Put an annotation on another span of the article."""
        self._put(self.tr("Change the range"), annotation_id, span)

    def place(self, annotation: Annotation) -> None:
        """Put an orphan on the words that are selected."""
        span = self._text.selected_span()
        if span is not None:
            self._text.clear_selection()
            self._put(self.tr("Place annotation"), annotation.id, span)

    def tell_placeable(self) -> None:
        """Words are selected or no longer so: orphans can be put on them."""
        self._pane.set_placeable(self._text.selected_span() is not None)

    def copy(self, annotation: Annotation) -> None:
        """Copy a quote, all of it, as it is shown."""
        view, quote = self._article.view, annotation.quote
        for placed in self._placed:
            if placed.annotation.id == annotation.id and view is not None and placed.spans:
                quote = view.quote(placed.spans)
        QGuiApplication.clipboard().setText(quote)

    # What came of it

    def take(self, changes: Sequence[AnnotationChange]) -> None:
        """Draw what is known at once; what is being read may be from before."""
        self._behind |= self._article.opening
        view, placed = self._article.view, None
        if view is not None and not self._tasks.awaits(_ANNOTATIONS):
            placed = changed_annotations(view, self._placed, changes)
        if placed is None:
            self._read()
        else:
            self._show(placed)
        self.changed.emit()

    def edit_note(self, annotation_id: str) -> None:
        """An annotation waits for its note."""
        self.pane_requested.emit()
        if self._known(annotation_id):
            self._pane.edit_note(annotation_id)
        else:
            self._read(edit=annotation_id)

    def show_undone(self, article_id: int) -> None:
        """Show where something was undone or redone, if that is elsewhere."""
        if self._article.id != article_id:
            self.article_requested.emit(article_id)

    def show_failure(self, attempt: Attempt, error: ReaderError) -> None:
        """What was typed stays where it was typed."""
        if attempt.note_of:
            self._pane.keep_draft(attempt.note_of, attempt.note)
        self.pane_requested.emit()
        text = self.tr("{action}: {reason}")
        reason = in_language(str(error))
        self._pane.show_trouble(text.format(action=attempt.text, reason=reason))

    def _known(self, annotation_id: str) -> bool:
        return any(placed.annotation.id == annotation_id for placed in self._placed)

    def _put(self, name: str, annotation_id: str, span: Span) -> None:
        if self._article.view is not None:
            work = partial(_placed_anew, self._library, annotation_id, self._article.view, span)
            self._annotator.keep(name, work)

    def _read(self, *, edit: str = "") -> None:
        """Read them again, then open the note of ``edit`` if given."""
        view = self._article.view
        if view is not None:
            self._tasks.read(
                _ANNOTATIONS,
                partial(self._library.annotations_of, view),
                partial(self._on_read, view, edit),
            )

    def _on_read(self, view: ArticleView, edit: str, placed: list[PlacedAnnotation]) -> None:
        """Those of an article that is gone from the screen are dropped."""
        now = self._article.view
        if now is None or now.article.summary.id != view.article.summary.id:
            return
        if now.article is not view.article:  # they were placed in it as it was before
            self._read(edit=edit)
            return
        self._show(tuple(placed))
        if edit:
            self._pane.edit_note(edit)

    def _show(self, placed: tuple[PlacedAnnotation, ...]) -> None:
        self._placed = placed
        self._text.set_annotations(placed)
        self.show_cards()


def _words(view: ArticleView, span: Span) -> str:
    return view.article.text[span.start : span.end]


def _placed_anew(
    library: Library, annotation_id: str, view: ArticleView, span: Span
) -> tuple[AnnotationChange, ...]:
    article, expected = view.article, _words(view, span)
    return (library.place_annotation(annotation_id, article.summary.id, span, expected=expected),)
