"""The table reads back as it was, and a spreadsheet computes nothing of it."""

from __future__ import annotations

import csv
import io

import pytest

from reader.export import AnnotatedArticle, export
from reader.model import ExportFormat, PlacedAnnotation
from tests.export.articles import article_of, placed


def rows_of(*annotations: PlacedAnnotation) -> list[dict[str, str]]:
    annotated = AnnotatedArticle(article_of(page="4"), "page.txt", annotations)
    written = export([annotated], ExportFormat.CSV)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def test_a_row_for_each_annotation() -> None:
    first, second = rows_of(
        placed('原"文,\n第二段𪟝', "看\r\n法", ("经济", "a b")), placed("二", lost=True)
    )
    assert first["quote"] == '原"文,\n第二段𪟝'
    assert first["note"] == "看\r\n法"
    assert first["tags"] == "#经济 #a b"
    assert (first["color"], first["style"], first["orphan"]) == ("pink", "highlight", "")
    assert (first["newspaper"], first["date"], first["page"]) == ("某报", "2020-02-03", "4")
    assert first["citation"] == "王五, 李四. 标题[N]. 某报, 2020-02-03(4)."
    assert second["orphan"] == "orphan"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\t=1", "\r=1", " =1", "\n=1"],
)
def test_what_a_spreadsheet_would_compute_has_an_apostrophe(text: str) -> None:
    (row,) = rows_of(placed(text, text))
    assert row["quote"] == row["note"] == f"'{text}"


@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_no_separator_of_a_spreadsheet_begins_another_cell(separator: str) -> None:
    """LibreOffice takes all three for separators, but for what is in quotation marks."""
    hostile = f'a{separator}=HYPERLINK("http://example.org")'
    annotated = AnnotatedArticle(article_of(hostile), "page.txt", (placed(hostile, hostile),))
    written = export([annotated], ExportFormat.CSV).removeprefix("\ufeff")
    one_separator = written.replace(separator, ",")
    rows = list(csv.reader(io.StringIO(one_separator, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert [cell for cell in rows[1] if cell.startswith(("=", '"='))] == []
