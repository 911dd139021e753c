"""Annotations as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle, citation
from reader.model import Color, MarkStyle, PlacedAnnotation

# Those of the window's light theme, which needs Qt; a test keeps them the same.
HIGHLIGHTS = {
    Color.YELLOW: "#fdf0a6",
    Color.GREEN: "#ccefc4",
    Color.BLUE: "#c9e2fb",
    Color.PINK: "#fbd3e0",
    Color.ORANGE: "#fddcb5",
    Color.PURPLE: "#e2d5f8",
}
_PAGE = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body { max-width: 42em; margin: 2em auto; padding: 0 1em; color: #1d1d1f; background: #fdfdfc;
  font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  line-height: 1.8; overflow-wrap: anywhere; }
h1 { font-size: 1.3em; margin: 2.5em 0 0; }
.subtitle { margin: 0; }
.origin, .facts { color: #6e6e73; font-size: 0.85em; margin: 0.3em 0 1.2em; }
blockquote { margin: 1.2em 0 0; padding: 0 0 0 0.9em; border-left: 3px solid #dcdcd8; }
blockquote p { margin: 0; }
.note { margin-left: 0.9em; }
.note pre { overflow-x: auto; }
.note th, .note td { padding: 0 0.5em; border: 1px solid #dcdcd8; }
mark { color: inherit; background: none; }
</style>
</head>
<body>
"""
_END = "</body>\n</html>\n"


def to_html(articles: Iterable[AnnotatedArticle], style: CitationStyle) -> str:
    """A chapter for each article. All that is not ours is escaped; notes are rendered Markdown,
    without HTML and pictures."""
    chapters = list(articles)
    head = _PAGE.replace("{title}", _text(_title(chapters)), 1)
    return "".join([head, *(_article(article, style) for article in chapters), _END])


def _title(chapters: Sequence[AnnotatedArticle]) -> str:
    """In the words of what was annotated, whatever language the window is in."""
    if len(chapters) == 1:
        return chapters[0].article.label
    names = {one.document_name for one in chapters}
    return names.pop() if len(names) == 1 else "Jianfan Reader"


def _article(annotated: AnnotatedArticle, style: CitationStyle) -> str:
    article = annotated.article
    lines = ["<section>", f"<h1>{_text(article.label)}</h1>"]
    if article.subtitle:
        lines.append(f'<p class="subtitle">{_text(article.subtitle)}</p>')
    origin = f"{citation(article, style)} · {annotated.document_name}"
    lines.append(f'<p class="origin">{_text(origin)}</p>')
    lines += [_annotation(placed) for placed in annotated.annotations]
    return "\n".join([*lines, "</section>", ""])


def _annotation(placed: PlacedAnnotation) -> str:
    annotation = placed.annotation
    look = _look(annotation.style, annotation.color)
    paragraphs = [line for line in annotation.quote.split("\n") if line.strip()]
    quoted = "".join(f'<p><mark style="{look}">{_text(line)}</mark></p>' for line in paragraphs)
    lines = [f"<blockquote>{quoted}</blockquote>"]
    if annotation.note.strip():
        lines.append(f'<div class="note">{_markdown().render(_unbroken(annotation.note))}</div>')
    facts = [annotation.created.astimezone().strftime("%Y-%m-%d %H:%M")]
    facts += [f"#{tag}" for tag in annotation.tags]
    if annotation.style is MarkStyle.BOOKMARK:
        facts.insert(0, "bookmark")
    if placed.orphan:
        facts.append("orphan")
    return "\n".join([*lines, f'<p class="facts">{_text(" · ".join(facts))}</p>'])


def _look(style: MarkStyle, color: str) -> str:
    """A style sheet's declaration; ``color`` is a named one or ``#rrggbb``, as the model has it."""
    shade = HIGHLIGHTS[Color(color)] if color in set(Color) else color
    match style:
        case MarkStyle.HIGHLIGHT:
            return f"background: {shade}"
        case MarkStyle.UNDERLINE:
            return f"text-decoration: underline 3px {shade}"
        case MarkStyle.STRIKE:
            return f"text-decoration: line-through 3px {shade}"
        case MarkStyle.BOOKMARK:
            return f"border-left: 4px solid {shade}; padding-left: 0.3em"


@cache
def _markdown() -> MarkdownIt:
    # As the window shows notes: each line one of its own, tables, and what is struck out.
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    markdown.enable(["strikethrough", "table"])
    markdown.add_render_rule("image", _picture)
    return markdown


def _picture(
    _: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _env: EnvType
) -> str:
    """In words: it would be loaded from wherever the note says."""
    return escape(f"[{tokens[at].content or tokens[at].attrGet('src')}]")


def _text(text: str) -> str:
    return escape(_unbroken(text))


def _unbroken(text: str) -> str:
    """Without the one character that HTML cannot have in any form."""
    return text.replace("\0", "\ufffd")
