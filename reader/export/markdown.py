"""Annotations as a Markdown document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle, citation
from reader.model import MarkStyle, PlacedAnnotation

_MARKDOWN_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
# Marks only at the start of a line: a list's dash or number, the underline of a heading.
_BEFORE_LINE_MARK = re.compile(r"^(?=[-+=])|^\d+(?=[.)])")
# What Markdown ends a line at; a return alone comes in titles and quotes of other programs.
_LINE_ENDS = re.compile(r"[\r\n]+")
# HTML begins so, but not an address: <https://example.org>
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])(?![A-Za-z][A-Za-z0-9+.-]+:)")


def to_markdown(articles: Iterable[AnnotatedArticle], style: CitationStyle) -> str:
    """A chapter for each article. Notes are Markdown already; HTML in them goes out as text."""
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
    paragraphs = [line for line in _LINE_ENDS.split(annotation.quote) if line.strip()]
    lines = ["\n>\n".join(f"> {_escaped(paragraph)}" for paragraph in paragraphs), ""]
    if annotation.note.strip():
        lines += [_closed(_without_html(annotation.note.strip("\n").rstrip())), ""]
    facts = [annotation.color, annotation.created.astimezone().strftime("%Y-%m-%d %H:%M")]
    if annotation.style is not MarkStyle.HIGHLIGHT:
        facts.insert(0, annotation.style.value)
    facts += [f"#{tag}" for tag in annotation.tags]
    if placed.orphan:
        facts.append("orphan")
    return [*lines, f"<small>{' · '.join(_escaped(fact) for fact in facts)}</small>", ""]


def _without_html(note: str) -> str:
    """A note with its HTML as text, as the window shows it: other readers would carry it out."""
    if "<" not in note or not _has_html(note):
        return note
    told = _TAG_START.sub(r"\\<", note)
    if _has_html(told) or _codes(told) != _codes(note):
        return _as_text(note)
    return told


def _has_html(note: str) -> bool:
    return any(token.type in ("html_block", "html_inline") for token in _tokens(note))


def _codes(note: str) -> list[str]:
    """Where a backslash would be seen."""
    kinds = ("fence", "code_block", "code_inline")
    return [token.content for token in _tokens(note) if token.type in kinds]


def _tokens(note: str) -> Iterator[Token]:
    for token in _markdown().parse(note):
        yield token
        yield from token.children or ()


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
    return _as_text(note)


def _as_text(note: str) -> str:
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
    flat = _LINE_ENDS.sub(" ", text).strip(" \t")
    return _BEFORE_LINE_MARK.sub(r"\g<0>\\", _MARKDOWN_MARKS.sub(r"\\\1", flat))
