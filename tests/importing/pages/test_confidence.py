"""Confidence grows with the distance to the next reading and tells the doubtful apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importing.pages.confidence import confidence
from reader.model import CERTAIN

MARGINS = st.floats(min_value=-100, max_value=1000)


@given(MARGINS, st.booleans(), st.booleans())
def test_it_is_a_share(margin: float, quoted: bool, marked: bool) -> None:
    assert 0.0 <= confidence(margin, quoted=quoted, marked=marked) <= 1.0


def test_it_grows_with_the_margin() -> None:
    found = [confidence(margin, quoted=False, marked=True) for margin in (0.0, 1.0, 4.0, 16.0)]
    assert all(less < more for less, more in pairwise(found))


@pytest.mark.parametrize(
    ("margin", "quoted", "marked", "certain"),
    [
        (16.0, False, True, True),
        (0.0, False, True, False),  # another reading of the page is as good
        (16.0, True, True, False),  # the text itself has this line
        (16.0, False, False, True),
        (4.5, False, False, False),  # nothing shows where the text begins or ends
    ],
)
def test_what_is_certain(margin: float, quoted: bool, marked: bool, certain: bool) -> None:
    assert (confidence(margin, quoted=quoted, marked=marked) >= CERTAIN) is certain
