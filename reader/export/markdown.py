"""Annotations as a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from markdown_it import MarkdownIt

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle, citation
from reader.model import MarkStyle, PlacedAnnotation

_MARKDOWN_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# Marks only at the start of a line: a list's dash or number, the underline of a heading.
_BEFORE_LINE_MARK = re.compile(r"^(?=[-+=])|^\d+(?=[.)])")


def to_markdown(articles: Iterable[AnnotatedArticle], style: CitationStyle) -> str:
    """A chapter for each article. Notes are Markdown already and go out as they are."""
    return "\n".join(_article(article, style) for article in articles)


def _article(annotated: AnnotatedArticle, style: CitationStyle) -> str:
    article = annotated.article
    lines = [f"# {_escaped(article.label)}", ""]
    if article.subtitle:
        lines += [f"*{_escaped(article.subtitle)}*", ""]
    facts = [citation(article, style), annotated.document_name]
    lines += [" · ".join(_escaped(fact) for fact in facts if fact), ""]
    for placed in annotated.annotations:
        lines += _annotation(placed)
    return "\n".join(lines)


def _annotation(placed: PlacedAnnotation) -> list[str]:
    annotation = placed.annotation
    paragraphs = [line for line in annotation.quote.split("\n") if line.strip()]
    lines = ["\n>\n".join(f"> {_escaped(paragraph)}" for paragraph in paragraphs), ""]
    if annotation.note.strip():
        lines += [_closed(annotation.note.strip("\n").rstrip()), ""]
    facts = [annotation.color, annotation.created.astimezone().strftime("%Y-%m-%d %H:%M")]
    if annotation.style is not MarkStyle.HIGHLIGHT:
        facts.insert(0, annotation.style.value)
    facts += [f"#{tag}" for tag in annotation.tags]
    if placed.orphan:
        facts.append("orphan")
    return [*lines, f"<small>{' · '.join(_escaped(fact) for fact in facts)}</small>", ""]


def _closed(note: str) -> str:
    """A note that ends what it began: an open code block would take in all that follows.

    What cannot be ended, such as an open HTML comment, is written as plain text.
    """
    if _ends(note):
        return note
    last = _markdown().parse(note)[-1]
    closed = f"{note}\n{last.markup}"
    if last.type == "fence" and _ends(closed):
        return closed
    return "\n".join(_escaped(line) for line in note.split("\n"))


def _ends(note: str) -> bool:
    """Whether a paragraph that comes after a note is one of its own."""
    last = _markdown().parse(f"{note}\n\nnext")[-2:]
    return [token.content for token in last] == ["next", ""] and last[1].level == 0


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line, without the spaces at its ends."""
    flat = " ".join(text.split("\n")).strip(" \t")
    return _BEFORE_LINE_MARK.sub(r"\g<0>\\", _MARKDOWN_MARKS.sub(r"\\\1", flat))
