"""Script conversion: the package's own text, and a map that is right for every character."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC
from opencc.opencc import StringTree

from reader.alignment import Alignment, Run
from reader.model import Script, ShownScript, Span
from reader.script import (
    Converted,
    character_pairs,
    conversion,
    convert,
    convert_text,
    convert_with,
    detect,
)
from reader.script.matching import Step

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
CONFIGURATIONS = ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s")
SEPARATORS = "，。、；：？！…“”‘’『』「」—－（）《》．／,.?!*- \t\n\r\x1c\x85\u3000\u2028"


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
def keys() -> tuple[str, ...]:
    directory = resources.files("opencc") / "dictionary"
    names = (file.name.removesuffix(".txt") for file in directory.iterdir())
    return tuple(sorted({key for name in names for key in entries(name)}))


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


def assert_covers(converted: Converted, source: str) -> None:
    """The runs adjoin on both sides, from the first character of each text to the last."""
    runs = [Run(0, 0, 0, 0), *converted.alignment.runs]
    for run, following in pairwise(runs):
        assert (run.target_end, run.source_end) == (following.target_start, following.source_start)
    assert (runs[-1].target_end, runs[-1].source_end) == (len(converted.text), len(source))


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@settings(max_examples=50, deadline=None)
@given(text=chinese_texts())
def test_text_is_the_packages_own(configuration: str, text: str) -> None:
    converted = convert_with(configuration, text)
    assert converted.text == package(configuration).convert(text)
    assert_covers(converted, text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_seeds_convert_as_the_package_does(configuration: str, seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    converted = convert_with(configuration, text)
    assert converted.text == package(configuration).convert(text)
    assert_covers(converted, text)


def test_seeds_are_there() -> None:
    assert len(SEEDS) == 5


@pytest.mark.parametrize("text", ["", "发", "\ud840发\udc00后", "发" * 3000, "皇后\n" * 500])
@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_odd_texts_convert_as_the_package_does(configuration: str, text: str) -> None:
    assert convert_with(configuration, text).text == package(configuration).convert(text)


# Few letters, so that entries overlap in every way; one beyond the BMP, one of the regular
# expressions' own.
LETTERS = "ab]𪟝"
WORDS = st.text(LETTERS, min_size=1, max_size=4)
DICTIONARIES = st.lists(
    st.dictionaries(WORDS, WORDS, min_size=1, max_size=8), min_size=1, max_size=3
)


def by_the_package(text: str, dictionaries: list[dict[str, str]]) -> list[str]:
    """What the package makes of one run of text: the pieces it was cut into, converted."""
    tree = StringTree(text)
    tree.create_parse_tree([(max(map(len, d)), min(map(len, d)), d) for d in dictionaries])
    return list(tree.inorder())


@settings(max_examples=500, deadline=None)
@given(dictionaries=DICTIONARIES, text=st.text(LETTERS, max_size=14))
def test_any_dictionaries_give_the_packages_text(
    dictionaries: list[dict[str, str]], text: str
) -> None:
    converted, atoms = Step(dictionaries).rewrite(text)
    assert converted == "".join(by_the_package(text, dictionaries))
    assert sum(run.target_length - run.source_length for run in atoms) == len(converted) - len(text)


@settings(max_examples=400, deadline=None)
@given(
    lengths=st.dictionaries(WORDS, st.integers(1, 5), min_size=1, max_size=8),
    text=st.text(LETTERS, max_size=14),
)
def test_every_character_maps_back_to_what_it_stands_for(
    lengths: dict[str, int], text: str
) -> None:
    """Each value is made of characters that tell their entry and their place in it."""
    origins = {
        chr(0xF0000 + 16 * number + place): (key, place)
        for number, (key, length) in enumerate(lengths.items())
        for place in range(length)
    }
    dictionary = dict.fromkeys(lengths, "")
    for character, (key, _) in origins.items():
        dictionary[key] += character
    converted, atoms = Step([dictionary]).rewrite(text)

    alignment = conversion._around(atoms, len(text), len(converted))
    assert all(run.target_length != run.source_length for run in atoms)
    position = 0
    for index, character in enumerate(converted):
        key, place = origins.get(character, (character, 0))
        length = lengths.get(key, 1)
        expected = Span(position, position + len(key))
        if length == len(key):
            expected = Span(position + place, position + place + 1)
        assert alignment.back(Span(index, index + 1)) == (expected,)
        if place == length - 1:
            position += len(key)


def test_only_entries_that_change_length_are_atomic() -> None:
    text = "𪟝通过互联网发送信息，U盘"
    converted = convert_with("s2twp", text)
    assert converted.text == "勣透過網際網路傳送資訊，隨身碟"
    atomic = [run for run in converted.alignment.runs if run.atomic]
    sources = [text[run.source_start : run.source_end] for run in atomic]
    targets = [converted.text[run.target_start : run.target_end] for run in atomic]
    assert (sources, targets) == (["互联网", "U盘"], ["網際網路", "隨身碟"])


def test_character_by_character_conversion_is_one_run() -> None:
    text = "皇后在理发店里勤干活。" * 50
    for configuration in ("s2t", "s2tw", "s2hk", "t2s"):
        assert convert_with(configuration, text).alignment == Alignment.identity(len(text))


def test_an_earlier_dictionary_takes_precedence_whatever_the_length() -> None:
    corrected = Step([{"后": "后"}, {"皇太后": "皇太後", "发": "發"}])
    assert corrected.rewrite("皇太后发") == ("皇太后發", [])


SIMPLIFIED_LINE = "这些书记载了发展经济的历史经验。"
TRADITIONAL_LINE = "這些書記載了發展經濟的歷史經驗。"


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


def test_detects_the_seeds() -> None:
    found = [detect(seed.read_text(encoding="utf-8")) for seed in SEEDS]
    assert found == [Script.SIMPLIFIED, Script.TRADITIONAL, *[Script.SIMPLIFIED] * 3]


@pytest.mark.parametrize(
    ("text", "script", "shown", "expected"),
    [
        ("皇后发财", Script.SIMPLIFIED, ShownScript.ORIGINAL, "皇后发财"),
        ("皇后发财", Script.SIMPLIFIED, ShownScript.SIMPLIFIED, "皇后发财"),
        ("以后发财", Script.SIMPLIFIED, ShownScript.TRADITIONAL, "以後發財"),
        ("为了软件", Script.SIMPLIFIED, ShownScript.TAIWAN, "為了軟件"),
        ("为了软件", Script.SIMPLIFIED, ShownScript.TAIWAN_PHRASES, "為了軟體"),
        ("里面说", Script.SIMPLIFIED, ShownScript.HONGKONG, "裏面説"),
        ("皇后與天后", Script.TRADITIONAL, ShownScript.TRADITIONAL, "皇后與天后"),
        ("乾隆與乾坤之後", Script.TRADITIONAL, ShownScript.SIMPLIFIED, "乾隆与乾坤之后"),
        ("皇后爲了軟件", Script.TRADITIONAL, ShownScript.TAIWAN, "皇后為了軟件"),
        ("皇后爲了軟件", Script.TRADITIONAL, ShownScript.TAIWAN_PHRASES, "皇后為了軟體"),
        ("皇后說", Script.TRADITIONAL, ShownScript.HONGKONG, "皇后説"),
        ("头发", Script.NEITHER, ShownScript.TRADITIONAL, "頭髮"),
        ("頭髮", Script.NEITHER, ShownScript.SIMPLIFIED, "头发"),
        ("皇后", Script.NEITHER, ShownScript.SIMPLIFIED, "皇后"),
    ],
)
def test_direction(text: str, script: Script, shown: ShownScript, expected: str) -> None:
    assert convert(text, shown, script).text == expected


def test_a_mixed_article_is_decided_line_by_line() -> None:
    text = "这位太后上互联网\n這位太后頭髮白\n\n打印机里有头发\n"
    converted = convert(text, ShownScript.TAIWAN_PHRASES, Script.MIXED)
    assert converted.text == "這位太后上網際網路\n這位太后頭髮白\n\n印表機裡有頭髮\n"
    assert_covers(converted, text)
    hair = converted.text.rindex("頭髮")
    assert converted.alignment.back(Span(hair, hair + 2)) == (Span(text.rindex("头发"), 25),)
    simplified = convert(text, ShownScript.SIMPLIFIED, Script.MIXED)
    assert simplified.text == "这位太后上互联网\n这位太后头发白\n\n打印机里有头发\n"


@settings(max_examples=80, deadline=None)
@given(
    lines=st.lists(chinese_texts(), min_size=1, max_size=3),
    shown=st.sampled_from(ShownScript),
    script=st.sampled_from(Script),
)
def test_lines_stay_lines(lines: list[str], shown: ShownScript, script: Script) -> None:
    """A line converts alone as it does in its text, and each line break stands for itself."""
    text = "\n".join(lines)
    whole = convert(text, shown, script)
    assert whole.text == "\n".join(convert(line, shown, script).text for line in text.split("\n"))
    assert_covers(whole, text)
    for index, character in enumerate(whole.text):
        if character == "\n":
            (span,) = whole.alignment.back(Span(index, index + 1))
            assert text[span.start : span.end] == "\n"


@settings(max_examples=80, deadline=None)
@given(text=chinese_texts(), shown=st.sampled_from(ShownScript), script=st.sampled_from(Script))
def test_text_alone_is_the_same(text: str, shown: ShownScript, script: Script) -> None:
    assert convert_text(text, shown, script) == convert(text, shown, script).text


def test_character_pairs() -> None:
    pairs = set(character_pairs())
    assert {("发", "發"), ("发", "髮"), ("乾", "干"), ("裏", "裡"), ("説", "說")} <= pairs
    assert all(len(key) == len(value) == 1 for key, value in pairs)
    assert any(ord(value) > 0xFFFF for _, value in pairs)


def test_no_value_of_the_package_holds_a_separator() -> None:
    """Else a later step, which sees the run with it, could match across it."""
    separators = package("s2t").split_chars_re
    directory = resources.files("opencc") / "dictionary"
    for file in directory.iterdir():
        for key, value in entries(file.name.removesuffix(".txt")).items():
            assert value
            assert separators.search(key) or not separators.search(value)


def test_importing_reads_no_dictionary() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda name, args: opened.append(args[0]) if name == 'open' else None)\n"
        "import reader.script\n"
        "read = [str(path) for path in opened if str(path).endswith(('.txt', '.json'))]\n"
        "sys.exit(' '.join(read) or 0)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_threads_load_each_dictionary_once() -> None:
    conversion._step.cache_clear()
    conversion._loaded_chain.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(lambda _: convert_with("t2s", "乾隆皇帝").text, range(16)))
    assert texts == {"乾隆皇帝"}
    assert conversion._step.cache_info().misses == 1
