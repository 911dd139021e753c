"""A note's Markdown as it is shown: nothing of it is loaded, run or opened.

Markup in it stands as the characters it is, an image as its words and a link as its words and its
address, neither of which can be clicked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextDocument, QTextOption

# Pixels; a card is narrow.
_INDENT = 14
# As many as a person scrolls through before coming back to the first.
_KEPT = 256
# A folded note is cut somewhere below what is seen of it: to lay out a very long one takes a while.
_FOLDED_CHARACTERS = 4_000
# What a fold hides is to be more than what says so takes.
_WORTH_FOLDING = 1.3
# Quotes and lists within one another. Deeper ones leave no room for their words, and of far deeper
# ones the parser drops the words; such a note stands as it was typed.
_DEEPEST = 12
# Bold, and no larger than the rest: a card is small.
_HEADING = "h4"
_STYLE = (
    "p, ul, ol, blockquote, pre, h1, h2, h3, h4 { margin-top: 0; margin-bottom: 3px; }"
    " blockquote { margin-left: 14px; margin-right: 0; } pre { white-space: pre-wrap; }"
)


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note, or the beginning of one, and how much of it is seen, in pixels.

    ``foldable``: whether it is so long that it can be folded or unfolded.
    """

    document: QTextDocument
    height: int
    foldable: bool


class NoteDocument(QTextDocument):
    """Loads nothing, whatever its text names."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None


@lru_cache(maxsize=_KEPT)
def note_document(note: str, font: QFont, width: int) -> QTextDocument:
    """A note laid out at a width in pixels. GUI thread only."""
    document = NoteDocument()
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(font)
    document.setDocumentMargin(0)
    document.setIndentWidth(_INDENT)
    document.setDefaultStyleSheet(_STYLE)
    wrapping = document.defaultTextOption()  # an address, or a line of code, has no place to break
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(wrapping)
    document.setHtml(note_html(note))
    document.setTextWidth(max(width, 1))
    return document


def shown_note(note: str, font: QFont, width: int, most: int, *, unfolded: bool) -> ShownNote:
    """A note laid out at a width; of a long one only its first lines, unless it is ``unfolded``.

    ``most``: pixels that they may take. GUI thread only.
    """
    document = note_document(note[:_FOLDED_CHARACTERS], font, width)
    height = document.size().height()
    long = len(note) > _FOLDED_CHARACTERS or height > most * _WORTH_FOLDING
    if long and unfolded:
        document = note_document(note, font, width)
        height = document.size().height()
    elif long:
        height = _end_of_lines(document, most)
    return ShownNote(document, round(height), long)


def _end_of_lines(document: QTextDocument, most: int) -> float:
    """Where the last line ends that is whole within ``most`` pixels."""
    end = 0.0
    block = document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            bottom = top + line.y() + line.height()
            if bottom > most:
                return end or most
            end = bottom
        block = block.next()
    return end


def note_html(note: str) -> str:
    """The few tags that a note's Markdown stands for; no address is an attribute."""
    markdown = _markdown()
    tokens = markdown.parse(note)
    if any(token.level > _DEEPEST for token in tokens):
        return "<p>" + "<br>".join(escape(line) for line in note.split("\n")) + "</p>"
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = _HEADING
        if token.type in ("fence", "code_block"):
            token.content = token.content.removesuffix("\n")
        if token.children is not None:
            token.children = list(_told(token.children))
    return str(markdown.renderer.render(tokens, markdown.options, {})).strip()


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return markdown.enable(["strikethrough", "table"])


def _told(tokens: Iterable[Token]) -> Iterator[Token]:
    """Images as their words; links as their words, and their address where it is not they."""
    addresses: list[str] = []
    words: list[str] = []
    for token in tokens:
        match token.type:
            case "image":
                yield _text(f"[{token.content or token.attrs.get('src', '')}]")
            case "link_open":
                addresses.append(str(token.attrs.get("href", "")))
                words.append("")
                yield Token("u_open", "u", 1)
            case "link_close":
                yield Token("u_close", "u", -1)
                address = addresses.pop()
                if address != words.pop():
                    yield _text(f" ({address})")
            case _:
                words = [said + token.content for said in words]
                yield token


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
