"""Annotations in any of the formats."""

from __future__ import annotations

from collections.abc import Iterable

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle
from reader.export.csv import to_csv
from reader.export.html import to_html
from reader.export.markdown import to_markdown
from reader.export.web_annotation import to_json_ld
from reader.model import ExportFormat


def export(
    articles: Iterable[AnnotatedArticle],
    wanted: ExportFormat,
    style: CitationStyle = CitationStyle.GBT7714,
) -> str:
    """The annotations as one text; articles without any are left out.

    ``style`` is how people's formats cite; JSON-LD names what a citation is made of.
    """
    annotated = [article for article in articles if article.annotations]
    match wanted:
        case ExportFormat.MARKDOWN:
            return to_markdown(annotated, style)
        case ExportFormat.HTML:
            return to_html(annotated, style)
        case ExportFormat.CSV:
            return to_csv(annotated, style)
        case ExportFormat.JSONLD:
            return to_json_ld(annotated)
