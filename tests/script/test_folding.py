"""Folding: lengths stay, variants meet, everything else stays apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.script import character_pairs
from reader.script.folding import (
    as_text,
    code_points,
    fingerprint,
    fold,
    fold_code_points,
    has_variants,
    white_space,
)

ANY_TEXT = st.text(st.characters(min_codepoint=0, max_codepoint=0x10FFFF, exclude_categories=()))
CHINESE = st.text("后後发發髮里裡裏台臺檯颱Ａａ１、，。勣𪟝𠀀\U0010fffd\ue000 \n", max_size=30)


@given(ANY_TEXT | CHINESE)
def test_one_character_to_one_and_a_second_time_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@given(ANY_TEXT, ANY_TEXT)
def test_each_character_folds_by_itself(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@pytest.mark.parametrize(
    "variants",
    [
        "后後",
        "发發髮",
        "里裡裏",
        "台臺檯颱",
        "干乾幹",
        "勣𪟝",  # one side beyond the basic plane
        "Ａａ Aa".replace(" ", ""),
        "１1",
        "（(",
        "\u3000 ",
        "ｱア",
        "Σσς",
        "文⽂",  # a Kangxi radical, as PDF extraction leaves it
        "立\uf9f7",  # a compatibility ideograph
    ],
)
def test_variants_meet(variants: str) -> None:
    assert len({fold(character) for character in variants}) == 1


@pytest.mark.parametrize("pair", ["人入", "己已", "ab", "12", "，。", "①1", "²2", "ßs", "\n "])
def test_what_is_no_variant_stays_apart(pair: str) -> None:
    assert fold(pair[0]) != fold(pair[1])


def test_white_space_is_one_class_but_for_the_line_feed() -> None:
    everything = "".join(map(chr, range(0x110000)))
    spaces = {one for one in everything if one.isspace()}
    assert {fold(space) for space in spaces} == {" ", "\n"}
    folded = fold_code_points(everything)
    assert {everything[place] for place in np.flatnonzero(white_space(folded))} == spaces
    assert everything[folded.tolist().index(0x0A)] == "\n"
    assert np.count_nonzero(folded == 0x0A) == 1


def test_characters_that_share_a_class_are_known() -> None:
    text = "后後𪟝Ａa的一\ue000。\n \u3000"
    varying = has_variants(code_points(text))
    assert [one for one, varies in zip(text, varying, strict=True) if varies] == list(
        "后後𪟝Ａa一。"
    )


def test_both_sides_of_every_pair_of_the_tables_meet() -> None:
    pairs = list(character_pairs())
    assert len(pairs) > 5000
    assert [pair for pair in pairs if fold(pair[0]) != fold(pair[1])] == []


def test_a_class_is_no_larger_than_its_relations_make_it() -> None:
    """Chains of variants must not run together into classes that find everything."""
    everything = fold_code_points("".join(map(chr, range(0x3400, 0xA000))))
    assert len(set(everything.tolist())) > 0.85 * len(everything)


@given(ANY_TEXT)
def test_code_points_and_text_say_the_same(text: str) -> None:
    assert as_text(fold_code_points(text)) == fold(text)


def test_the_fingerprint_stays() -> None:
    assert fingerprint() == fingerprint() != 0
