"""Articles for tests of the panes, made without a library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.article_view import ArticleView
from reader.library import unsaved_articles
from reader.model import (
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Color,
    Edit,
    PlacedAnnotation,
    Script,
    ShownScript,
    Span,
)
from tests.drafts import draft_of, mark_of

KINDS = (BlockKind.TITLE, BlockKind.SUBTITLE, BlockKind.BYLINE, BlockKind.PARAGRAPH)


def article_of_lines(
    lines: Sequence[str], script: Script, number: int = 1, kinds: Sequence[BlockKind] = KINDS
) -> Article:
    """An article of a block for each line; past the last of ``kinds``, of that one's kind.

    Its source has a line before it that belongs to no article, and wide gaps between the blocks.
    """
    source, blocks = "報頭\n\n", []
    for index, line in enumerate(lines):
        kind = kinds[min(index, len(kinds) - 1)]
        blocks.append(Block(kind, (Span(len(source), len(source) + len(line)),)))
        source += line + "\n\n\n"
    draft = ArticleDraft(tuple(blocks), title=lines[0], script=script)
    (article,) = unsaved_articles(draft_of(source, [draft]))
    return replace(article, summary=replace(article.summary, id=number))


def cleaned_article(
    line: str, dropped: str, rule: str, script: Script = Script.TRADITIONAL
) -> Article:
    """A title, and a paragraph without any of the places of some words; a rule took them out."""
    source = f"題目\n{line}"
    edits = [
        Edit(rule, Span(*match.span()), match.group(), "")
        for match in re.finditer(re.escape(dropped), source)
    ]
    title = Block(BlockKind.TITLE, (Span(0, 2),))
    paragraph = Block(BlockKind.PARAGRAPH, (Span(3, len(source)),))
    draft = ArticleDraft((title, paragraph), script=script)
    (article,) = unsaved_articles(draft_of(source, [draft], edits))
    return article


def view_of_lines(
    lines: Sequence[str],
    script: Script = Script.SIMPLIFIED,
    shown: ShownScript = ShownScript.ORIGINAL,
    number: int = 1,
) -> ArticleView:
    return ArticleView(article_of_lines(lines, script, number), shown)


def long_lines(count: int) -> list[str]:
    """Paragraphs of many lengths; some words are longer in Taiwan's phrases."""
    words = "智能手机在互联网上传送信息，打印机和硬盘也连着网络。历史书里写着皇后与后宫。"
    return ["智能手机", *(f"第{number}段。" + words * (1 + number % 4) for number in range(count))]


def placed_on(
    article: Article, words: str, color: Color = Color.YELLOW, note: str = "", id_: str = ""
) -> PlacedAnnotation:
    """A highlight on words of an article's clean text."""
    start = article.text.index(words)
    span = Span(start, start + len(words))
    annotation = mark_of(
        words, [span], id_=id_ or words, article_id=article.summary.id, color=color, note=note
    )
    return PlacedAnnotation(annotation, (span,))
