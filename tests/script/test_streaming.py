"""A stream converts as its text would in one piece, wherever it was cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Script, ShownScript
from reader.script import (
    NO_TERMS,
    Term,
    Terms,
    convert_stream,
    convert_text,
    detect,
    streaming,
)
from tests.script.texts import (
    SEEDS,
    SIMPLIFIED_LINE,
    TRADITIONAL_LINE,
    chinese_texts,
    fragments,
    overlapping_keys,
    terms,
)


def cut(text: str, places: list[int]) -> list[str]:
    ends = [0, *sorted(place for place in places if place <= len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@settings(max_examples=300, deadline=None)
@given(
    parts=st.lists(
        st.one_of(
            chinese_texts(), st.sampled_from(["\n", "，", SIMPLIFIED_LINE, TRADITIONAL_LINE])
        ),
        max_size=6,
    ),
    places=st.lists(st.integers(0, 200), max_size=10),
    shown=st.sampled_from(ShownScript),
    own=terms(),
    batch=st.integers(1, 80),
)
def test_any_cuts_give_the_whole_text(
    parts: list[str], places: list[int], shown: ShownScript, own: Terms, batch: int
) -> None:
    """Of a mixed text, a batch holds the longest line: a part of one would decide otherwise."""
    text = "".join(parts)
    script = detect(text)
    if script is Script.MIXED:
        batch += max(map(len, text.split("\n"))) + 1
    with patch.object(streaming, "_BATCH", batch):
        pieces = list(convert_stream(cut(text, places), shown, own))
    assert "".join(pieces) == convert_text(text, shown, script, own)
    assert all(pieces)


@settings(max_examples=300, deadline=None)
@given(
    data=st.data(),
    batch=st.integers(1, 12),
    shown=st.sampled_from(ShownScript),
    line=st.sampled_from([SIMPLIFIED_LINE, TRADITIONAL_LINE]),
)
def test_no_batch_cuts_an_entry_or_a_term(
    data: st.DataObject, batch: int, shown: ShownScript, line: str
) -> None:
    """Phrases and parts of phrases with nothing between them, and terms that begin anywhere."""
    parts = st.one_of(overlapping_keys(), fragments(), st.sampled_from("人国会发展"))
    run = "".join(data.draw(st.lists(parts, min_size=1, max_size=8)))
    words = [run[start : start + length] for start in range(len(run)) for length in (1, 2, 5)]
    own = Terms(
        Term(word, word + word)
        for word in data.draw(st.lists(st.sampled_from(words), max_size=4))
        if word.isalnum()
    )
    with patch.object(streaming, "_BATCH", batch), patch.object(streaming, "_DECIDING", len(line)):
        streamed = "".join(convert_stream([line + run], shown, own))
    assert streamed == convert_text(line + run, shown, detect(line), own)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_seeds(seed: Path, size: int) -> None:
    text = seed.read_text(encoding="utf-8")
    chunks = (text[start : start + size] for start in range(0, len(text), size))
    with patch.object(streaming, "_BATCH", 3000):
        streamed = "".join(convert_stream(chunks, ShownScript.TAIWAN_PHRASES))
    assert streamed == convert_text(text, ShownScript.TAIWAN_PHRASES, detect(text))


def test_a_phrase_cut_by_a_batch_stays_whole() -> None:
    with patch.object(streaming, "_BATCH", 5):
        pieces = list(convert_stream(["他说，头", "发白了"], ShownScript.TRADITIONAL))
    assert "".join(pieces) == "他說，頭髮白了"
    assert len(pieces) > 1


@pytest.mark.parametrize("batch", range(1, 12))
def test_a_term_cut_by_a_batch_stays_whole(batch: int) -> None:
    """The longer of two terms, though the batch may end where only the shorter can be seen."""
    own = Terms([Term("头", "A"), Term("头发白了", "B")])
    with patch.object(streaming, "_BATCH", batch):
        pieces = list(convert_stream(["他们的头发白了，头发"], ShownScript.TRADITIONAL, own))
    assert "".join(pieces) == "他們的B，A發"


def test_a_term_that_holds_a_mark_is_not_cut_there() -> None:
    own = Terms([Term("他说，头", "他言頭")])
    with patch.object(streaming, "_BATCH", 5):
        pieces = convert_stream(["\n\n他说，头发"], ShownScript.TRADITIONAL, own)
    assert "".join(pieces) == "\n\n他言頭發"


def test_a_run_without_a_seam_is_cut_where_it_gets_too_long() -> None:
    """人人 stands in an entry, so that one may stand across any place of the run."""
    with patch.object(streaming, "_BATCH", 4), patch.object(streaming, "_LONGEST", 16):
        pieces = list(convert_stream(["人" * 40], ShownScript.TRADITIONAL))
    assert [len(piece) for piece in pieces] == [16, 16, 8]


def test_the_beginning_of_an_overlong_line_of_a_mixed_text_decides() -> None:
    """Queens stay queens in a line that began in traditional characters."""
    text = f"{TRADITIONAL_LINE}，{'皇太后，干' * 9}\n{SIMPLIFIED_LINE}干部"
    assert detect(text) is Script.MIXED
    with patch.object(streaming, "_BATCH", 20):
        streamed = "".join(convert_stream([text], ShownScript.TRADITIONAL))
    assert streamed.split("\n")[0] == text.split("\n")[0]
    assert streamed.endswith("幹部")


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_batch_that_ends_with_a_line_is_decided_line_by_line(more: int) -> None:
    text = f"{TRADITIONAL_LINE}，干。\n{SIMPLIFIED_LINE}\n" * 2
    assert detect(text) is Script.MIXED
    with patch.object(streaming, "_BATCH", len(text) // 2 + more):
        streamed = "".join(convert_stream([text], ShownScript.TRADITIONAL))
    assert streamed == convert_text(text, ShownScript.TRADITIONAL, Script.MIXED)


def test_the_script_is_that_of_the_beginning() -> None:
    with patch.object(streaming, "_DECIDING", 100):
        text = SIMPLIFIED_LINE * 20 + TRADITIONAL_LINE * 20
        streamed = "".join(convert_stream([text], ShownScript.SIMPLIFIED))
    assert streamed == text


def test_no_more_is_read_than_is_needed() -> None:
    read = 0

    def chunks() -> Iterator[str]:
        nonlocal read
        while True:
            read += 1
            yield SIMPLIFIED_LINE

    with patch.object(streaming, "_BATCH", 100), patch.object(streaming, "_DECIDING", 500):
        stream = convert_stream(chunks(), ShownScript.TRADITIONAL, NO_TERMS)
        converted = sum(len(next(stream)) for _ in range(200))
    held = read * len(SIMPLIFIED_LINE) - converted
    assert converted > 10_000
    assert held <= 500 + len(SIMPLIFIED_LINE)


def test_nothing_gives_nothing() -> None:
    assert list(convert_stream([], ShownScript.TRADITIONAL)) == []
    assert list(convert_stream(["", ""], ShownScript.ORIGINAL)) == []
