"""The HTML page shows what was marked and written, and can do nothing else."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.export import AnnotatedArticle, export
from reader.export.html import HIGHLIGHTS
from reader.model import ArticleSummary, Color, ExportFormat, MarkStyle, PlacedAnnotation
from tests.export.articles import article_of, placed

NASTY = st.text("一𪟝a \n\t\0<>&\"'`*_[]()!:/-#|\\jsxont=", max_size=40)
# What the page itself is made of, and what Markdown makes.
_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "section", "blockquote", "mark", "div"),
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "code", "em", "strong"),
    *("a", "br", "hr", "s", "table", "thead", "tbody", "tr", "th", "td"),
}


class Page(HTMLParser):
    """What a browser would make of a page: its tags, their attributes, and the text of marks."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


def page_of(*annotations: PlacedAnnotation, article: ArticleSummary | None = None) -> str:
    annotated = AnnotatedArticle(article or article_of(), "page.txt", annotations)
    return export([annotated], ExportFormat.HTML)


def test_the_page_is_called_as_what_was_annotated() -> None:
    one, other = (
        AnnotatedArticle(article_of(title), "page.txt", (placed("x"),))
        for title in ("甲 & 乙", "丙")
    )
    elsewhere = replace(other, document_name="other.txt")

    def title(*chapters: AnnotatedArticle) -> str:
        return Page(export(chapters, ExportFormat.HTML)).texts["title"][0]

    assert title(one) == "甲 & 乙"
    assert title(one, other) == "page.txt"
    assert title(one, elsewhere) == "Jianfan Reader"


def test_an_article_with_its_marks() -> None:
    page = Page(page_of(placed("第一段\n第二段", "**粗**", ("经济",)), placed("另一句", lost=True)))
    assert page.texts["h1"] == ["标题"]
    assert page.texts["mark"] == ["第一段", "第二段", "另一句"]
    assert page.texts["strong"] == ["粗"]
    told = page.texts["p"]
    assert "王五, 李四. 标题[N]. 某报, 2020-02-03. · page.txt" in told
    assert "2026-03-04 05:06 · #经济" in told
    assert "2026-03-04 05:06 · orphan" in told


@settings(max_examples=200, deadline=None)
@given(quote=NASTY, note=NASTY, title=NASTY, tag=NASTY)
def test_nothing_that_was_written_acts(quote: str, note: str, title: str, tag: str) -> None:
    html = page_of(placed(quote or "x", note, (tag,)), article=article_of(title, opening="x"))
    page = Page(html)
    assert set(page.tags) <= _TAGS
    assert "\0" not in html
    for tag_name, name, value in page.attributes:
        assert not name.startswith("on")
        assert name != "src"
        if name == "href":
            assert tag_name == "a"
            assert not value.lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))


@pytest.mark.parametrize(
    "note",
    [
        "![图](https://example.org/a.png)",
        "<img src=https://example.org/a.png>",
        "<script>alert(1)</script>",
        "<style>@import 'https://example.org/a.css'</style>",
        "[点](javascript:alert(1))",
        "<iframe src='https://example.org'></iframe>",
        "![图][1]\n\n[1]: https://example.org/a.png",
    ],
)
def test_a_note_loads_nothing_and_runs_nothing(note: str) -> None:
    page = Page(page_of(placed("一", note)))
    assert {"img", "script", "iframe", "link"}.isdisjoint(page.tags)
    assert page.tags.count("style") == 1
    assert not [value for _, _, value in page.attributes if value.startswith("javascript")]


def test_a_picture_in_a_note_is_told_in_words() -> None:
    page = Page(page_of(placed("一", "![图](https://example.org/a.png) ![](b.png)")))
    assert "[图] [b.png]" in page.texts["p"]


def test_a_note_is_rendered_as_in_the_window() -> None:
    page = Page(page_of(placed("一", "甲\n乙\n\n~~丙~~\n\n| 丁 | 戊 |\n|---|---|\n| 1 | 2 |")))
    assert page.tags.count("br") == 1
    assert page.texts["s"] == ["丙"]
    assert (page.texts["th"], page.texts["td"]) == (["丁", "戊"], ["1", "2"])


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "]]></style></title><svg/onload=alert(1)>",
        "\u202e\u2067txt.exe\u200f",
        "`a` | b\r\n<!-- --><b>",
    ],
)
def test_titles_names_tags_and_quotes_are_shown_as_they_are(hostile: str) -> None:
    article = article_of(hostile, hostile, authors=[hostile], newspaper=hostile)
    html = page_of(placed(hostile, tags=(hostile,)), article=article)
    page = Page(html)
    assert set(page.tags) <= _TAGS
    assert page.texts["h1"] == [hostile]
    assert "".join(page.texts["mark"]).split() == hostile.split()
    assert any(text.endswith(f"#{hostile}") for text in page.texts["p"])


def test_an_address_in_a_note_is_no_link_by_itself() -> None:
    assert "a" not in Page(page_of(placed("一", "见 https://example.org"))).tags


def test_each_style_has_a_look_in_its_colour() -> None:
    page = Page(
        page_of(
            placed("一", color="#0a0b0c"),
            placed("二", color=Color.BLUE, style=MarkStyle.UNDERLINE),
            placed("三", color=Color.BLUE, style=MarkStyle.STRIKE),
            placed("四", color=Color.BLUE, style=MarkStyle.BOOKMARK),
        )
    )
    looks = [value for tag, name, value in page.attributes if (tag, name) == ("mark", "style")]
    assert looks[0] == "background: #0a0b0c"
    assert len(set(looks)) == 4
    assert all(HIGHLIGHTS[Color.BLUE] in look for look in looks[1:])


def test_the_colours_are_those_of_the_window() -> None:
    pytest.importorskip("PySide6")
    from reader.ui.theme import LIGHT

    assert LIGHT.highlights == HIGHLIGHTS
