"""The articles of the seeds as people read them off the pages, one row for each."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from reader.importing import read_document
from reader.model import CERTAIN, BlockKind, DocumentDraft
from tests.drafts import texts_of

SEEDS = Path(__file__).parents[3] / "seeds"
EXPECTED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "seed_articles.json").read_text(encoding="utf-8")
)


class Row(NamedTuple):
    file: str
    number: int
    expected: dict[str, Any]


ROWS = [
    Row(file, number, article)
    for file, page in EXPECTED.items()
    for number, article in enumerate(page["articles"])
]


@cache
def document_of(file: str) -> DocumentDraft:
    return read_document(SEEDS / file)


@pytest.mark.parametrize("file", EXPECTED)
def test_a_seed_has_as_many_articles_as_it_should(file: str) -> None:
    assert len(document_of(file).articles) == len(EXPECTED[file]["articles"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.file[:3]}-{row.number}")
def test_an_article_of_a_seed_is_found_as_it_was_printed(row: Row) -> None:
    document = document_of(row.file)
    article, expected = document.articles[row.number], row.expected
    body = "".join(texts_of(document, article, BlockKind.PARAGRAPH))
    assert article.title == expected["title"]
    assert article.subtitle == (expected["subtitle"] or "")
    assert article.authors == tuple(expected["authors"])
    assert article.kind == expected["kind"]
    assert body.startswith(expected["body_starts"])
    assert body.endswith(expected["body_ends"])
    assert texts_of(document, article, BlockKind.HEADING) == expected.get("sections", [])
    assert texts_of(document, article, BlockKind.CAPTION) == expected.get("captions", [])


def test_a_masthead_tells_date_page_section_and_name() -> None:
    document = document_of("002_3f9e7d817856fa91.txt")
    expected = EXPECTED[document.name]["page"]
    # The Chinese name is known only to whoever has seen the printed page.
    assert document.newspaper is not None
    assert expected["newspaper"].endswith(document.newspaper)
    assert document.date == expected["date"]
    assert document.page == expected["page"]
    assert document.section == expected["section"]


def test_columns_are_named() -> None:
    document = document_of("003_9abe8624c51f4fe6.txt")
    assert list(document.columns) == EXPECTED[document.name]["page"]["columns"]


@pytest.mark.parametrize("file", EXPECTED)
def test_headlines_of_the_seeds_are_certain(file: str) -> None:
    assert all(article.confidence >= CERTAIN for article in document_of(file).articles)
