"""Exported annotations read, in a Markdown reader, as what was marked and written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.export import AnnotatedArticle, CitationStyle, export
from reader.model import ArticleSummary, ExportFormat, MarkStyle, PlacedAnnotation
from tests.export.articles import article_of, placed


def markdown(*annotations: PlacedAnnotation, article: ArticleSummary | None = None) -> str:
    annotated = AnnotatedArticle(article or article_of(), "page.txt", annotations)
    return export([annotated], ExportFormat.MARKDOWN)


def tokens(text: str) -> list[Token]:
    return MarkdownIt("commonmark").parse(text)


def shown(inline: Token) -> str:
    """What a reader sees of one paragraph, tags apart."""
    return "".join(
        child.content if child.type in ("text", "text_special", "code_inline") else ""
        for child in inline.children or ()
    )


def paragraphs_in_quotes(text: str) -> list[str]:
    depth, found = 0, []
    for token in tokens(text):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth and token.type == "inline":
            found.append(shown(token))
    return found


def test_an_article_with_its_marks() -> None:
    text = markdown(
        placed("原文一句", "我的看法", ("经济",)),
        placed("另一句", lost=True),
        article=article_of(subtitle="副题"),
    )
    assert text == (
        "# 标题\n\n"
        "*副题*\n\n"
        "王五, 李四. 标题: 副题\\[N\\]. 某报, 2020-02-03. · page.txt\n\n"
        "> 原文一句\n\n"
        "我的看法\n\n"
        "<small>pink · 2026-03-04 05:06 · \\#经济</small>\n\n"
        "> 另一句\n\n"
        "<small>pink · 2026-03-04 05:06 · orphan</small>\n"
    )


def test_the_citation_can_be_in_plain_words() -> None:
    annotated = AnnotatedArticle(article_of(), "page.txt", (placed("一"),))
    text = export([annotated], ExportFormat.MARKDOWN, CitationStyle.PLAIN)
    assert "\n\n王五、李四：《标题》，《某报》2020-02-03。 · page.txt\n\n" in text


def test_a_mark_that_is_no_highlight_says_so() -> None:
    assert "<small>strike · pink · " in markdown(placed("一", style=MarkStyle.STRIKE))


@pytest.mark.parametrize(
    "note",
    [
        "- 一\n- 二",
        "**粗** [链](http://a)",
        "```\n没有结束",
        "~~~~ python\n没有结束\n~~~",
        "<!-- 没有结束",
        "<script>\n没有结束",
        "- ```\n  列表中",
        "> 引\n```",
        "    代码",
    ],
)
def test_a_note_ends_before_what_follows_it(note: str) -> None:
    text = markdown(placed("第一", note), placed("第二"))
    assert paragraphs_in_quotes(text)[-1] == "第二"
    assert "第一" in paragraphs_in_quotes(text)


def test_a_note_goes_out_as_the_markdown_it_is() -> None:
    note = "# 题\n\n- *一*\n\n```\n<b>\n```"
    assert f"\n\n{note}\n\n" in markdown(placed("一", note))


@pytest.mark.parametrize(
    ("note", "seen"),
    [
        ("<script>alert(1)</script>", ["<script>alert(1)</script>"]),
        ("*看* <b onclick=x>粗</b>", ["看 <b onclick=x>粗</b>"]),
        ("- 甲\n- <img src=x>", ["甲", "<img src=x>"]),
        ("<!-- 藏 --> 显", ["<!-- 藏 --> 显"]),
        ("`<b>` <b>", ["`<b>` <b>"]),
        ("```\n<b>\n```\n<b>", ["```<b>```<b>"]),
        ("\\<b> <b>", ["\\<b> <b>"]),
        ("1 < 2 <b>", ["1 < 2 <b>"]),
        ("<https://example.org> <b>", ["https://example.org <b>"]),
    ],
)
def test_html_in_a_note_is_text_as_in_the_window(note: str, seen: list[str]) -> None:
    text = markdown(placed("一", note))
    within = text.partition("\n\n> 一\n\n")[2].partition("\n\n<small>")[0]
    found = tokens(within)
    assert not [token for token in found if token.type == "html_block"]
    inlines = [token for token in found if token.type == "inline"]
    children = [child for token in inlines for child in token.children or ()]
    assert not [child for child in children if child.type == "html_inline"]
    assert [shown(token) for token in inlines] == seen


@settings(max_examples=300, deadline=None)
@given(st.text("一b <>/!?-`~\\\r\n\t=\"'&[]()*#1.", max_size=30))
def test_no_note_brings_html_with_it(note: str) -> None:
    text = markdown(placed("一", note))
    told = [token for token in tokens(text) if token.type == "html_block"]
    assert told == []
    inlines = [token for token in tokens(text) if token.type == "inline"]
    tags = [
        child.content
        for token in inlines
        for child in token.children or ()
        if child.type == "html_inline"
    ]
    assert tags == ["<small>", "</small>"]


def test_articles_without_marks_are_left_out() -> None:
    assert markdown() == ""


def test_an_untitled_article_goes_by_its_first_words() -> None:
    assert markdown(placed("一"), article=article_of("", opening="开头…")).startswith("# 开头…\n")


def test_two_articles_are_two_chapters() -> None:
    annotated = AnnotatedArticle(article_of(), "page.txt", (placed("一"),))
    headings = [
        token
        for token in tokens(export([annotated] * 2, ExportFormat.MARKDOWN))
        if token.tag == "h1"
    ]
    assert len(headings) == 4  # two opened, two closed


def test_each_paragraph_of_a_quote_stays_one() -> None:
    assert paragraphs_in_quotes(markdown(placed("第一段\n第二段"))) == ["第一段", "第二段"]


@pytest.mark.parametrize(
    "quote",
    [
        "1. 一、产业",
        "12) 二",
        "- 破折",
        "+ 加",
        "=== 三",
        "# 四",
        "*星* _线_ `码`",
        "[链](http://a)",
        "![图](b)",
        "<b>粗</b> &lt; &amp;",
        "a\\b",
        "| 表 | 格 |",
        "~~删~~",
        "    四格",
        "---",
        "> 引",
        "2020.11",
        '=HYPERLINK("x")',
        "\u202e\u2067反\u200f",
    ],
)
def test_no_character_of_a_quote_becomes_markup(quote: str) -> None:
    assert paragraphs_in_quotes(markdown(placed(quote))) == [quote.strip()]


def test_a_return_alone_begins_no_line_of_its_own() -> None:
    """Markdown ends a line there; foreign titles and quotes may have one."""
    article = article_of("甲\r# 乙", "丙\r- 丁")
    text = markdown(placed("戊\r# 己", tags=("庚\r> 辛",)), article=article)
    assert paragraphs_in_quotes(text) == ["戊", "# 己"]
    assert [token.type for token in tokens(text) if token.type.endswith("_open")] == [
        *("heading_open", "paragraph_open", "paragraph_open"),
        *("blockquote_open", "paragraph_open", "paragraph_open", "paragraph_open"),
    ]


@settings(max_examples=300, deadline=None)
@given(st.text("一𪟝a1 .)-+=#*_`[](){}<>&;!|~\\:'\"\t", min_size=1, max_size=20))
def test_any_quote_reads_as_it_was(quote: str) -> None:
    expected = re.sub(r"[ \t]+$", "", quote.strip(" \t"))
    assert paragraphs_in_quotes(markdown(placed(quote))) == ([expected] if expected else [])
