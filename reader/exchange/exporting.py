"""Exports: a library's annotations in document order, in a script, with citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reader.anchors import place
from reader.article_view import ArticleView
from reader.export import AnnotatedArticle, CitationStyle, citation, export, quotation
from reader.model import (
    Annotation,
    ArticleSummary,
    Block,
    ExportFormat,
    PlacedAnnotation,
    ShownScript,
    Span,
)
from reader.script import Terms, convert_text
from reader.store import Store


class Exporter:
    """Writes annotations of one library. Any thread may use it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def export(
        self,
        wanted: ExportFormat,
        by_article: Mapping[int, Sequence[Annotation]],
        shown: ShownScript,
        style: CitationStyle,
    ) -> str:
        """Articles' annotations, by the articles' ids, in document order.

        Titles and quotes are in the script asked for.

        JSON-LD is in the source's, whatever is asked: its quotes are looked for in the source.
        """
        if wanted is ExportFormat.JSONLD:
            shown = ShownScript.ORIGINAL
        return export(self._annotated(by_article, shown), wanted, style)

    def _annotated(
        self, by_article: Mapping[int, Sequence[Annotation]], shown: ShownScript
    ) -> Iterator[AnnotatedArticle]:
        terms = self._store.terms()
        for article_id in self._store.summaries(list(by_article)):
            view = ArticleView(self._store.article(article_id), shown, terms)
            article = view.article
            yield AnnotatedArticle(
                article=shown_summary(article.summary, shown, terms),
                document_name=article.document_name,
                annotations=tuple(
                    _shown(placed, view) for placed in placed_in(view, by_article[article_id])
                ),
                sha256=article.source_sha256,
                start=first_offset(article.blocks),
            )

    def citation(self, article_id: int, shown: ShownScript, style: CitationStyle) -> str:
        """Where an article is from. Raises ``NotFoundError``."""
        summary = self._store.article(article_id).summary
        return citation(shown_summary(summary, shown, self._store.terms()), style)

    def quotation(
        self, article_id: int, span: Span, shown: ShownScript, style: CitationStyle
    ) -> str:
        """An article span as a quote with its citation. Raises ``NotFoundError``."""
        terms = self._store.terms()
        view = ArticleView(self._store.article(article_id), shown, terms)
        summary = shown_summary(view.article.summary, shown, terms)
        return quotation(_shown_text(view, [span]), summary, style)


def grouped(annotations: Iterable[Annotation]) -> dict[int, list[Annotation]]:
    """By the articles they belong to."""
    by_article: dict[int, list[Annotation]] = {}
    for annotation in annotations:
        by_article.setdefault(annotation.article_id, []).append(annotation)
    return by_article


def placed_in(view: ArticleView, annotations: Iterable[Annotation]) -> list[PlacedAnnotation]:
    """An article's annotations in text order, orphans last."""
    article = view.article
    placed = [
        PlacedAnnotation(one, place(one, article.text, view.clean, article.source_sha256))
        for one in annotations
    ]
    return sorted(placed, key=in_text_order)


def in_text_order(one: PlacedAnnotation) -> tuple[bool, tuple[Span, ...], datetime, str]:
    """What the annotations of an article are sorted by: their places, then when they were made."""
    return one.orphan, one.spans, one.annotation.created, one.annotation.id


def shown_summary(article: ArticleSummary, shown: ShownScript, terms: Terms) -> ArticleSummary:
    """What is known of an article, in the script on screen."""

    def converted(text: str) -> str:
        return convert_text(text, shown, article.script, terms)

    return replace(
        article,
        title=converted(article.title),
        subtitle=converted(article.subtitle),
        authors=tuple(map(converted, article.authors)),
        newspaper=article.newspaper and converted(article.newspaper),
        page=article.page and converted(article.page),
        opening=converted(article.opening),
    )


def _shown(placed: PlacedAnnotation, view: ArticleView) -> PlacedAnnotation:
    """With its quote in the script on screen."""
    if view.shown is ShownScript.ORIGINAL:
        return placed
    quote = placed.annotation.quote
    if placed.spans:
        quote = _shown_text(view, placed.spans)
    else:
        quote = convert_text(quote, view.shown, view.article.summary.script, view.terms)
    return replace(placed, annotation=replace(placed.annotation, quote=quote))


def _shown_text(view: ArticleView, spans: Sequence[Span]) -> str:
    """What is shown of article spans, paragraphs on lines of their own."""
    return "\n".join(
        view.text(view.place(span.start), view.place(span.end, leftward=True)) for span in spans
    )


def first_offset(blocks: Iterable[Block]) -> int:
    """The source offset of the first of all characters."""
    return min(span.start for block in blocks for span in block.spans)
