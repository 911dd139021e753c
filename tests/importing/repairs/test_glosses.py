"""Pinyin after characters goes, honest Latin in brackets stays."""

from __future__ import annotations

import pytest

from reader.importing.repairs.glosses import gloss_debris, glosses
from reader.model import Edit, Source, Span


def dropped(text: str) -> list[str]:
    return [edit.before for edit in glosses(Source(text))]


@pytest.mark.parametrize(
    "text",
    [
        "區(qū)",
        "區（qū）",
        "区(qu\u0304)",
        "行(háng)",
        "行(xíng)",
        "旅(lǚ)",
        "略(lüè)",
        "𠀅(hài)",
        "啊(ɑ\u0304)",
    ],
)
def test_a_reading_of_the_character_is_dropped(text: str) -> None:
    assert dropped(text) == [text[1:]]


@pytest.mark.parametrize(
    "text",
    [
        "區(yè)",  # a syllable, but no reading of the character
        "溫度(C)",
        "量(mg)",
        "體(ti)",  # without a tone it may be an abbreviation
        "生產(chǎnyè)",
        "區()",
        "(qū)",
        "a(qū)",
        "法國(république)",
    ],
)
def test_everything_else_in_brackets_stays(text: str) -> None:
    assert dropped(text) == []


def test_a_neutral_tone_is_a_gloss_among_glosses() -> None:
    assert dropped("我們(men)") == []
    assert dropped("區(qū)長(zhǎng)們(men)發(fā)") == ["(qū)", "(zhǎng)", "(men)", "(fā)"]


def test_edits_stand_in_source_coordinates() -> None:
    edits = list(glosses(Source("城區(qū)", start=100)))
    assert edits == [Edit("gloss", Span(102, 106), "(qū)", "")]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("城市\\(zhòng)建筑", ["(zhòng)"]),
        ("城市\\(rén)建筑", []),
        ("城市/(zhòng)", []),
        ("\\(zhòng)", []),
    ],
)
def test_debris_is_the_gloss_of_two_bytes_that_are_no_character(
    text: str, before: list[str]
) -> None:
    assert [edit.before for edit in gloss_debris(Source(text))] == before
