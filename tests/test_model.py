"""What little the frozen values work out for themselves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Source, Span


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (3, 2), (-2, -1)])
def test_a_span_runs_forward_from_the_text_on(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=4, max_size=4))
def test_spans_overlap_where_they_share_a_character(ends: list[int]) -> None:
    one, other = (Span(min(pair), max(pair)) for pair in (ends[:2], ends[2:]))
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


def test_a_stretch_of_source_is_asked_by_offsets_of_the_whole() -> None:
    source = Source("甲𪟝乙", start=10)
    assert source.slice(Span(11, 13)) == "𪟝乙"
    assert source.slice(Span(13, 13)) == ""


@pytest.mark.parametrize("span", [Span(9, 11), Span(12, 14), Span(0, 0), Span(14, 14)])
def test_a_stretch_of_source_refuses_what_it_does_not_hold(span: Span) -> None:
    with pytest.raises(ValueError, match="outside"):
        Source("甲𪟝乙", start=10).slice(span)
