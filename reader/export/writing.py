"""Annotations in any of the formats."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle
from reader.export.csv import to_csv
from reader.export.html import to_html
from reader.export.markdown import to_markdown
from reader.export.web_annotation import to_json_ld
from reader.model import ExportFormat, PlacedAnnotation

# All but tabs and ends of lines. A terminal obeys them, and XML readers refuse them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def export(
    articles: Iterable[AnnotatedArticle],
    wanted: ExportFormat,
    style: CitationStyle = CitationStyle.GBT7714,
) -> str:
    """The annotations as one text; articles without any are left out.

    ``style`` is how people's formats cite; JSON-LD names what a citation is made of. It alone has
    the control characters that quotes and notes may hold, in JSON's own spelling.
    """
    annotated = [article for article in articles if article.annotations]
    if wanted is ExportFormat.JSONLD:
        return to_json_ld(annotated)
    annotated = [_printable(article) for article in annotated]
    match wanted:
        case ExportFormat.MARKDOWN:
            return to_markdown(annotated, style)
        case ExportFormat.HTML:
            return to_html(annotated, style)
        case ExportFormat.CSV:
            return to_csv(annotated, style)


def _printable(article: AnnotatedArticle) -> AnnotatedArticle:
    return replace(article, annotations=tuple(map(_printable_annotation, article.annotations)))


def _printable_annotation(placed: PlacedAnnotation) -> PlacedAnnotation:
    one = placed.annotation
    quote, note = _CONTROLS.sub("", one.quote), _CONTROLS.sub("", one.note)
    tags = tuple(_CONTROLS.sub("", tag) for tag in one.tags)
    return replace(placed, annotation=replace(one, quote=quote, note=note, tags=tags))
