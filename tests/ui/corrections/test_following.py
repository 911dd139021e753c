"""Which article has the words on screen after another reading."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.model import Block, BlockKind, Span
from reader.ui.corrections.following import Followed, followed


def blocks(*spans: tuple[int, int]) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, (Span(*span),)) for span in spans]


ARTICLES = {7: blocks((0, 10), (40, 50)), 8: blocks((10, 20), (20, 30))}


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([0, 12, 25], Followed(8, 12)),
        ([0, 45, 25], Followed(7, 0)),
        ([12, 45], Followed(8, 12)),  # as many: the first on screen decides
        ([35, 12], Followed(8, 12)),
        ([35], Followed(7, 35)),  # dropped from all: the first article
        ([], Followed(7, 0)),
    ],
)
def test_it_is_that_of_most_lines_at_the_first_of_them(
    positions: Sequence[int], expected: Followed
) -> None:
    assert followed(ARTICLES, positions) == expected


def test_of_no_article_there_is_none() -> None:
    assert followed({}, [3]) is None
