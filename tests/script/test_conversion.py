"""Script conversion: the package's own text, and a map that is right for every character."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import Alignment
from reader.model import Script, ShownScript, Span
from reader.script import chains, character_pairs, convert, convert_text, convert_with
from tests.script.texts import (
    CONFIGURATIONS,
    SEEDS,
    assert_covers,
    chinese_texts,
    entries,
    names,
    package,
)


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
    for name in names():
        for key, value in entries(name).items():
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
    chains._step.cache_clear()
    chains._loaded_chain.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        texts = set(pool.map(lambda _: convert_with("t2s", "乾隆皇帝").text, range(16)))
    assert texts == {"乾隆皇帝"}
    assert chains._step.cache_info().misses == 1
