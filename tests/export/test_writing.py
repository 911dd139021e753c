"""What all formats for people have in common."""

from __future__ import annotations

import json

import pytest

from reader.export import AnnotatedArticle, export
from reader.model import ExportFormat
from tests.export.articles import article_of, placed

# As a terminal's escapes stand in a text.
RED = "\x1b[31m"


def written(wanted: ExportFormat) -> str:
    one = placed(f"原{RED}文\x07\x7f", f"看\0法\t一\n\n二{RED}", (f"标{RED}签",))
    return export([AnnotatedArticle(article_of(), "page.txt", (one,))], wanted)


@pytest.mark.parametrize("wanted", [ExportFormat.MARKDOWN, ExportFormat.HTML, ExportFormat.CSV])
def test_control_characters_are_left_out_of_what_people_read(wanted: ExportFormat) -> None:
    text = written(wanted)
    assert {one for one in text if one < " " or one == "\x7f"} <= set("\t\n\r")
    assert "看法\t一" in text
    assert "二" in text


def test_json_ld_keeps_them_in_its_own_spelling() -> None:
    text = written(ExportFormat.JSONLD)
    assert {one for one in text if one < " " or one == "\x7f"} <= set("\n\x7f")
    assert json.dumps(f"原{RED}文\x07\x7f", ensure_ascii=False) in text
