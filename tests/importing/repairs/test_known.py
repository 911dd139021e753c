"""Of a damaged place only what is known is written; the rest is U+FFFD."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reader.importing.repairs.known import PART, SEEN, WHOLE, Judge
from reader.importing.repairs.likelihood import Language

LANGUAGE = Language(["開展專項整治，加強專項整治。", "推進專項整治。", "城市建設和城市管理。"])


@dataclass(frozen=True)
class Read:
    """A reading of which two characters at the end are in step."""

    text: str
    evidence: str
    likelihood: float = 0.0
    changed_at: int = 9

    @property
    def changed_length(self) -> int:
        return len(self.text) - 2


def known(before: str, *readings: Read, given: int = 0) -> str:
    return Judge(LANGUAGE, before, readings, readings[0]).known(given)


LOST_THIRD = WHOLE + WHOLE + PART + WHOLE + SEEN + SEEN


@pytest.mark.parametrize(
    ("likelihood", "expected"),
    [(-0.7, "專項整治"), (-0.3, "專項�治")],
)
def test_a_character_seen_often_needs_a_small_margin(likelihood: float, expected: str) -> None:
    best = Read("專項整治。加", LOST_THIRD)
    other = Read("專項政治。加", LOST_THIRD, likelihood)
    assert known("展", best, other) == expected


def test_a_character_never_seen_beside_its_neighbours_is_not_known_however_likely() -> None:
    assert known("展", Read("專項痕治。加", LOST_THIRD)) == "專項�治"


def test_where_the_number_of_characters_is_unknown_one_sign_stands_for_all() -> None:
    longer = WHOLE + PART + PART + PART + WHOLE + WHOLE + SEEN + SEEN
    best = Read("城痕痕市建。和", WHOLE + PART + PART + WHOLE + WHOLE + SEEN + SEEN)
    other = Read("城痕痕痕市建。和", longer, -0.1)
    assert known("和", best, other) == "城�市建"


def test_what_may_be_lost_between_two_known_characters_has_a_sign() -> None:
    best = Read("城市。和", WHOLE + WHOLE + SEEN + SEEN)
    other = Read("城中市。和", WHOLE + PART + WHOLE + SEEN + SEEN, -0.5)
    assert known("和", best, other) == "城�市"


def test_nothing_is_written_where_nothing_is_known() -> None:
    assert known("展", Read("痕。加", PART + SEEN + SEEN)) == ""


def test_nothing_is_written_where_it_is_unknown_how_far_the_damage_reaches() -> None:
    best = Read("專項整治。加", LOST_THIRD)
    other = Read("專項整治。加", LOST_THIRD, -0.1, changed_at=11)
    assert known("展", best, other) == ""


def test_what_stands_elsewhere_gives_a_character() -> None:
    assert known("\n", Read("痕。加", PART + SEEN + SEEN), given=1) == "痕"
