"""Where a quote is from, as a reference list has it."""

from __future__ import annotations

import re
from enum import StrEnum

from reader.model import ArticleSummary

# More authors than these are "and others": GB/T 7714-2015, 8.1.2.
_MOST_AUTHORS = 3
_HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LEADING_DASHES = re.compile(r"^[\s—–―─-]+")
_REPORT = re.compile(
    r"(报告|報告|\breport)(书|書)?[\s）)】\]]*$|^report (of|on|to)\b", re.IGNORECASE
)
# The standard has a newspaper's page as its number alone: (4), (A03).
_PAGE_NUMBER = re.compile(r"第?\s*([A-Za-z]?[0-9]+|[〇零一二三四五六七八九十百]+)\s*[版页頁]")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_INNER_CORNERS = str.maketrans("「」『』", "『』「」")
_INNER_TITLES = str.maketrans("《》", "〈〉")


class CitationStyle(StrEnum):
    """How a citation is written: by the Chinese standard for reference lists, or in plain words."""

    GBT7714 = "gbt7714"
    PLAIN = "plain"


def citation(article: ArticleSummary, style: CitationStyle = CitationStyle.GBT7714) -> str:
    """What is known of where an article stands, on one line; what is not known is left out. Pure.

    GB/T 7714-2015 as in a numbered list: 4.4 for newspapers, 4.1 for all else, which is a report
    where its title or subtitle says so. An article without a title goes by its first words in
    brackets, as 7.2 has it for what the citing person supplies.
    """
    match style:
        case CitationStyle.GBT7714:
            return _standard(article)
        case CitationStyle.PLAIN:
            return _plain(article)


def quotation(
    quote: str, article: ArticleSummary, style: CitationStyle = CitationStyle.GBT7714
) -> str:
    """A quote in quotation marks, those within it made inner ones, and its citation below. Pure."""
    words = quote.strip()
    if "「" in words:
        quoted = f"「{words.translate(_INNER_CORNERS)}」"
    else:
        quoted = f"“{words.translate(_INNER_QUOTES)}”"
    return f"{quoted}\n{citation(article, style)}"


def _standard(article: ArticleSummary) -> str:
    title = f"{': '.join(_titles(article))}[{_document_type(article)}]"
    parts = [_standard_authors(article.authors), title, _published(article)]
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _published(article: ArticleSummary) -> str:
    """A newspaper with its day and page; of other documents only the year is asked for, 8.4.3."""
    if article.newspaper:
        issue = ", ".join(filter(None, [_line(article.newspaper), article.date]))
        return f"{issue}({_page_number(article)})" if article.page else issue
    year = (article.date or "").partition("-")[0]
    return ": ".join(filter(None, [year, _page_number(article)]))


def _page_number(article: ArticleSummary) -> str:
    page = _line(article.page or "")
    numbered = _PAGE_NUMBER.fullmatch(page)
    return numbered[1] if numbered else page


def _document_type(article: ArticleSummary) -> str:
    """The letter of GB/T 7714-2015, appendix B: newspaper, report, or something else."""
    if article.newspaper:
        return "N"
    titles = (article.title, article.subtitle)
    return "R" if any(_REPORT.search(_line(title)) for title in titles) else "Z"


def _standard_authors(authors: tuple[str, ...]) -> str:
    names = [_line(author) for author in authors if author.strip()]
    if len(names) > _MOST_AUTHORS:
        others = "等" if any(_HAN.search(name) for name in names) else "et al"
        names = [*names[:_MOST_AUTHORS], others]
    return ", ".join(names)


def _titles(article: ArticleSummary) -> list[str]:
    """The title and the subtitle, if any."""
    title = _line(article.title) or f"[{_line(article.opening)}]"
    subtitle = _LEADING_DASHES.sub("", _line(article.subtitle))
    return [title, subtitle] if subtitle else [title]


def _plain(article: ArticleSummary) -> str:
    title = "——".join(_titles(article)).translate(_INNER_TITLES)
    newspaper = f"《{_line(article.newspaper)}》" if article.newspaper else ""
    issue = "".join(filter(None, [newspaper, article.date]))
    told = "，".join(filter(None, [f"《{title}》", issue, _plain_page(article)]))
    authors = "、".join(_line(author) for author in article.authors if author.strip())
    return f"{authors}：{told}。" if authors else f"{told}。"


def _plain_page(article: ArticleSummary) -> str:
    page = _line(article.page or "")
    if not page or page.endswith(("版", "页", "頁")):
        return page
    return f"第{page}{'版' if article.newspaper else '页'}"


def _line(text: str) -> str:
    return " ".join(text.split())
