"""Where a text can be cut so that its parts convert as they do in the whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.script.chains import TRADITIONAL_TO_TAIWAN_PHRASES, chain, last_seam
from tests.script.texts import CONFIGURATIONS, fragments, overlapping_keys

CHAINS = (*CONFIGURATIONS, TRADITIONAL_TO_TAIWAN_PHRASES)


def runs() -> st.SearchStrategy[str]:
    """Phrases and parts of phrases, with nothing between them."""
    return st.lists(st.one_of(overlapping_keys(), fragments()), max_size=6).map("".join)


@settings(max_examples=200, deadline=None)
@given(before=runs(), text=runs(), after=runs(), configuration=st.sampled_from(CHAINS))
def test_a_text_cut_at_its_seams_converts_as_the_whole(
    before: str, text: str, after: str, configuration: str
) -> None:
    """Whatever stands around the text in which they were found."""
    assert_seams(configuration, before, text, after)


@pytest.mark.parametrize(
    ("configuration", "before", "text", "after"),
    [
        ("s2twp", "三", "复选框，甲，乙", ""),  # 三复 is an entry that keeps 復 from 復選框
        ("hk2s", "口", "吃著，甲，乙", ""),
        ("s2twp", "", "乙，甲，發布", "一个"),  # 布一个 is one, so that 布 is not 佈, in 發佈
        ("tw2s", "", "乙，甲，下著", "作"),
        ("s2twp", "", "乙，甲，字库，甲，乙", ""),  # 字庫 is an entry of the second step alone
    ],
)
def test_a_step_may_change_what_the_next_one_finds_there(
    configuration: str, before: str, text: str, after: str
) -> None:
    assert_seams(configuration, before, text, after)


def assert_seams(configuration: str, before: str, text: str, after: str) -> None:
    """The seams of ``text`` are some in any text that it is a part of."""
    steps = chain(configuration)
    whole = before + text + after
    cuts = [0, *(len(before) + seam for seam in steps.seams(text)), len(whole)]
    parts = [steps.rewrite(whole[start:end])[0] for start, end in pairwise(cuts)]
    assert "".join(parts) == steps.rewrite(whole)[0]


@pytest.mark.parametrize("configuration", CHAINS)
def test_a_text_has_seams_every_few_characters(configuration: str) -> None:
    text = "，他们说：互联网和头发都很长" * 5
    seams = chain(configuration).seams(text)
    assert len(seams) > len(text) / 5
    assert seams == sorted(set(seams))


def test_a_seam_is_one_of_all_the_chains() -> None:
    """字庫 stands in an entry of the second step of one of them, and 字库 in none of the first."""
    plain, phrases = chain("s2t"), chain("s2twp")
    text = "，甲，字库" * 3
    assert len(text) - 1 in plain.seams(text)
    assert last_seam(text, [plain]) == len(text) - 1
    assert last_seam(text, [plain, phrases]) < len(text) - 1


def test_a_seam_is_looked_for_in_the_whole_text() -> None:
    steps = chain("s2t")
    assert last_seam("甲，" + "人" * 500, [steps]) == 2
    assert last_seam("人" * 500, [steps]) == last_seam("", [steps]) == 0
