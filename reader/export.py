"""Annotations as files for other programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.model import ArticleSummary, ExportFormat, PlacedAnnotation

_MARKDOWN_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# Marks only at the start of a line: a list's dash or number, the underline of a heading.
_BEFORE_LINE_MARK = re.compile(r"^(?=[-+=])|^\d+(?=[.)])")


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article and its annotations, in the order they are to be written."""

    article: ArticleSummary
    document_name: str
    annotations: tuple[PlacedAnnotation, ...]


def export(articles: Iterable[AnnotatedArticle], wanted: ExportFormat) -> str:
    """The annotations as one text; articles without any are left out."""
    annotated = [article for article in articles if article.annotations]
    match wanted:
        case ExportFormat.MARKDOWN:
            return "\n".join(_markdown_article(article) for article in annotated)


def _markdown_article(annotated: AnnotatedArticle) -> str:
    article = annotated.article
    lines = [f"# {_escaped(article.label)}", ""]
    if article.subtitle:
        lines += [f"*{_escaped(article.subtitle)}*", ""]
    facts = [
        "、".join(article.authors),
        article.newspaper or "",
        article.date or "",
        article.page or "",
        annotated.document_name,
    ]
    lines += [" · ".join(_escaped(fact) for fact in facts if fact), ""]
    for placed in annotated.annotations:
        lines += _markdown_annotation(placed)
    return "\n".join(lines)


def _markdown_annotation(placed: PlacedAnnotation) -> list[str]:
    annotation = placed.annotation
    paragraphs = [line for line in annotation.quote.split("\n") if line.strip()]
    lines = ["\n>\n".join(f"> {_escaped(paragraph)}" for paragraph in paragraphs), ""]
    if annotation.note.strip():
        lines += [annotation.note.strip(), ""]
    facts = [annotation.color.value, annotation.created.astimezone().strftime("%Y-%m-%d %H:%M")]
    facts += [f"#{tag}" for tag in annotation.tags]
    if placed.orphan:
        facts.append("orphan")
    return [*lines, f"<small>{' · '.join(_escaped(fact) for fact in facts)}</small>", ""]


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line, without the spaces at its ends."""
    flat = " ".join(text.split("\n")).strip(" \t")
    return _BEFORE_LINE_MARK.sub(r"\g<0>\\", _MARKDOWN_MARKS.sub(r"\\\1", flat))
