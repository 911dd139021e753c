"""Texts that try the conversions: the package's dictionaries, and strategies made of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st
from opencc import OpenCC

from reader.alignment import Run
from reader.script import Converted, Direction, Term, Terms, character_pairs

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
CONFIGURATIONS = ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s")
SEPARATORS = "，。、；：？！…“”‘’『』「」—－（）《》．／,.?!*- \t\n\r\x1c\x85\u3000\u2028"
SIMPLIFIED_LINE = "这些书记载了发展经济的历史经验。"
TRADITIONAL_LINE = "這些書記載了發展經濟的歷史經驗。"


@cache
def package(configuration: str) -> OpenCC:
    return OpenCC(configuration)


@cache
def entries(name: str) -> Mapping[str, str]:
    """One of the package's dictionaries: key → first value."""
    text = (resources.files("opencc") / "dictionary" / f"{name}.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in text.strip().split("\n"))
    return {key: values.split(" ")[0] for key, values in pairs}


@cache
def names() -> tuple[str, ...]:
    directory = resources.files("opencc") / "dictionary"
    return tuple(file.name.removesuffix(".txt") for file in directory.iterdir())


@cache
def keys() -> tuple[str, ...]:
    return tuple(sorted({key for name in names() for key in entries(name)}))


@cache
def changed_characters() -> tuple[str, ...]:
    """Those the tables name, on either side; some 1,500 of them beyond the BMP."""
    return tuple(sorted({character for pair in character_pairs() for character in pair}))


@cache
def keys_by_first() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key in keys():
        found.setdefault(key[0], []).append(key)
    return {first: tuple(group) for first, group in found.items()}


@st.composite
def overlapping_keys(draw: st.DrawFn) -> str:
    """Dictionary keys each of which begins with a late character of the one before."""
    text = draw(st.sampled_from(keys()))
    for _ in range(draw(st.integers(1, 4))):
        following = keys_by_first().get(text[-1])
        if following:
            text = text[:-1] + draw(st.sampled_from(following))
    return text


@st.composite
def fragments(draw: st.DrawFn) -> str:
    key = draw(st.sampled_from(keys()))
    start = draw(st.integers(0, len(key) - 1))
    return key[start : draw(st.integers(start + 1, len(key)))]


def chinese_texts() -> st.SearchStrategy[str]:
    parts = st.one_of(
        st.sampled_from(keys()),
        overlapping_keys(),
        fragments(),
        st.sampled_from(changed_characters()),
        st.text(st.characters(min_codepoint=0x20000, max_codepoint=0x2FA1F), max_size=2),
        st.sampled_from(SEPARATORS),
        st.text(max_size=3),
    )
    return st.lists(parts, max_size=12).map("".join)


def words() -> st.SearchStrategy[str]:
    """What may stand in a term; with separators, and beyond the BMP."""
    return st.one_of(
        st.sampled_from([key for key in keys() if "\t" not in key]),
        st.text("后发里𪟝·，。-髮后x", min_size=1, max_size=3),
    )


def terms() -> st.SearchStrategy[Terms]:
    directions = st.sampled_from(Direction)
    return st.lists(st.builds(Term, words(), words(), directions), max_size=5).map(Terms)


def assert_covers(converted: Converted, source: str) -> None:
    """The runs adjoin on both sides, from the first character of each text to the last."""
    runs = [Run(0, 0, 0, 0), *converted.alignment.runs]
    for run, following in pairwise(runs):
        assert (run.target_end, run.source_end) == (following.target_start, following.source_start)
    assert (runs[-1].target_end, runs[-1].source_end) == (len(converted.text), len(source))
