"""Articles and placed annotations, made without a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reader.model import (
    ArticleKind,
    ArticleSummary,
    Color,
    MarkStyle,
    PlacedAnnotation,
    Script,
    Span,
)
from tests.drafts import mark_of


def article_of(
    title: str = "标题",
    subtitle: str = "",
    opening: str = "",
    *,
    authors: Sequence[str] = ("王五", "李四"),
    newspaper: str | None = "某报",
    date: str | None = "2020-02-03",
    page: str | None = None,
) -> ArticleSummary:
    return ArticleSummary(
        id=1,
        document_id=1,
        title=title,
        subtitle=subtitle,
        authors=tuple(authors),
        kind=ArticleKind.ARTICLE,
        newspaper=newspaper,
        date=date,
        page=page,
        script=Script.SIMPLIFIED,
        characters=9,
        opening=opening,
    )


def placed(
    quote: str,
    note: str = "",
    tags: tuple[str, ...] = (),
    lost: bool = False,
    *,
    style: MarkStyle = MarkStyle.HIGHLIGHT,
    color: str = Color.PINK,
) -> PlacedAnnotation:
    local = datetime(2026, 3, 4, 5, 6).astimezone()
    annotation = mark_of(quote, note=note, tags=tags, moment=local)
    annotation = replace(annotation, style=style, color=color)
    return PlacedAnnotation(annotation, () if lost else (Span(0, 1),))
