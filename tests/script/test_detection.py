"""Which script a text is in."""

from __future__ import annotations

import pytest

from reader.model import Script
from reader.script import detect
from tests.script.texts import SEEDS, SIMPLIFIED_LINE, TRADITIONAL_LINE


@pytest.mark.parametrize(
    ("text", "script"),
    [
        (SIMPLIFIED_LINE, Script.SIMPLIFIED),
        (TRADITIONAL_LINE, Script.TRADITIONAL),
        ("", Script.NEITHER),
        ("皇后 2023, plain text", Script.NEITHER),
        ("山水人口", Script.NEITHER),
        ("秘書群峰床雇", Script.TRADITIONAL),  # as Taiwan writes them; the tables say simplified
        (SIMPLIFIED_LINE * 20 + "「" + TRADITIONAL_LINE + "」", Script.SIMPLIFIED),
        (TRADITIONAL_LINE * 20 + "「" + SIMPLIFIED_LINE + "」", Script.TRADITIONAL),
        (SIMPLIFIED_LINE * 3 + "\n" + TRADITIONAL_LINE * 2, Script.MIXED),
        ("们們", Script.MIXED),
        ("# 報告\n\n羅湖區(qū)區(qū)長(zhǎng)提請(qǐng)審議，并請提出意見", Script.TRADITIONAL),
    ],
)
def test_detects(text: str, script: Script) -> None:
    assert detect(text) is script


def test_detects_what_a_very_long_text_says_anywhere() -> None:
    plain = "一" * 100_000
    for text in ("這個" + plain, plain + "這個" + plain, plain + "這個"):
        assert detect(text) is Script.TRADITIONAL


def test_detects_the_seeds() -> None:
    found = [detect(seed.read_text(encoding="utf-8")) for seed in SEEDS]
    assert found == [Script.SIMPLIFIED, Script.TRADITIONAL, *[Script.SIMPLIFIED] * 3]
