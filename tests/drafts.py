"""Documents and annotations for tests, made without reading a file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.alignment import assemble
from reader.model import (
    Annotation,
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Color,
    DocumentDraft,
    Edit,
    Source,
    Span,
)

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def draft_of(
    source: str,
    articles: Sequence[ArticleDraft] | None = None,
    edits: Sequence[Edit] = (),
    name: str = "page.txt",
) -> DocumentDraft:
    """A document of these articles; by default one, each line of the source a paragraph."""
    return DocumentDraft(
        name=name,
        format="text",
        encoding="utf-8",
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        source=source,
        edits=tuple(edits),
        articles=(article_of(source),) if articles is None else tuple(articles),
    )


def article_of(
    source: str, start: int = 0, end: int | None = None, title: str = ""
) -> ArticleDraft:
    """An article of each line of a stretch of the source."""
    lines = re.compile(r"[^\n]+").finditer(source, start, len(source) if end is None else end)
    blocks = tuple(Block(BlockKind.PARAGRAPH, (Span(*line.span()),)) for line in lines)
    return ArticleDraft(blocks, title=title)


def annotation_of(article: Article, start: int, end: int, number: int = 1) -> Annotation:
    """A mark on a source span of an article, the ``number``-th made in order of time."""
    return Annotation(
        id=f"annotation-{number}",
        document_id=article.summary.document_id,
        article_id=article.summary.id,
        spans=(Span(start, end),),
        quote=article.source.slice(Span(start, end)),
        prefix="",
        suffix="",
        source_sha256=article.source_sha256,
        color=Color.GREEN,
        note="备注 𪟝\n第二行",
        tags=("经济", "a b"),
        created=MOMENT + timedelta(seconds=number),
        modified=MOMENT + timedelta(seconds=number),
    )


def mark_of(
    quote: str,
    spans: Sequence[Span] = (Span(0, 1),),
    *,
    id_: str = "1",
    article_id: int = 1,
    color: Color = Color.YELLOW,
    note: str = "",
    tags: Sequence[str] = (),
    moment: datetime = MOMENT,
) -> Annotation:
    """A mark on no article in particular, for what only looks at what it says."""
    return Annotation(
        id=id_,
        document_id=1,
        article_id=article_id,
        spans=tuple(spans),
        quote=quote,
        prefix="",
        suffix="",
        source_sha256="",
        color=color,
        note=note,
        tags=tuple(tags),
        created=moment,
        modified=moment,
    )


def texts_of(document: DocumentDraft, article: ArticleDraft, kind: BlockKind) -> list[str]:
    """The clean texts of an article's blocks of one kind, in their order."""
    clean = assemble(Source(document.source), article.blocks, document.edits)
    return [
        clean.text[span.start : span.end]
        for block, span in zip(article.blocks, clean.blocks, strict=True)
        if block.kind is kind
    ]
