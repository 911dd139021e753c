"""Our dictionaries: well formed, each entry in force, and right where the package is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import paths
from reader.model import Script, ShownScript
from reader.script import chains, convert, convert_with, dictionaries
from tests.script.texts import CONFIGURATIONS, assert_covers, chinese_texts, names, package

FILES = sorted((paths.resources() / "dictionaries").glob("*.tsv"))
# One configuration that goes through each dictionary, and the place of its step in it.
STEPS = {
    "STPhrases": ("s2t", 0),
    "TSPhrases": ("t2s", 0),
    "TWPhrases": ("s2twp", 1),
    "TWPhrasesRev": ("tw2sp", 0),
    "TWVariants": ("t2tw", 0),
    "TWVariantsRevPhrases": ("tw2s", 0),
    "HKVariants": ("t2hk", 0),
}


@cache
def corrections(name: str) -> dict[str, str]:
    return dictionaries.corrections(name)


def test_there_is_a_step_to_try_each_file_in() -> None:
    assert {file.stem for file in FILES} == set(STEPS)
    assert set(STEPS) <= set(names())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_are_well_formed(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    entries = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(fields) == 2 and all(fields) for fields in entries)
    keys = [key for key, _ in entries]
    assert len(keys) == len(set(keys))
    assert all(field == field.strip() for fields in entries for field in fields)


@pytest.mark.parametrize("name", STEPS)
def test_each_entry_is_in_force(name: str) -> None:
    configuration, place = STEPS[name]
    step = chains.chain(configuration).steps[place]
    wrong = {
        key: (value, step.rewrite(key)[0])
        for key, value in corrections(name).items()
        if step.rewrite(key)[0] != value
    }
    assert not wrong


@pytest.mark.parametrize(
    ("configuration", "text", "expected"),
    [
        ("s2t", "栗战书战栗", "栗戰書戰慄"),
        ("s2t", "托卡耶夫委托", "托卡耶夫委託"),
        ("s2t", "兼容并蓄", "兼容並蓄"),
        ("s2t", "并包括总干渠", "並包括總幹渠"),
        ("s2t", "途径取得，径流", "途徑取得，逕流"),
        ("s2t", "重庆小面，重庆小面积", "重慶小麪，重慶小面積"),
        ("s2twp", "审议通过了大数据条例", "審議通過了大數據條例"),
        ("s2twp", "循环经济，规范性文件，历史进程", "循環經濟，規範性文件，歷史進程"),
        ("s2twp", "范围内存在的问题，内存", "範圍內存在的問題，記憶體"),
        ("s2twp", "单位图书馆，位图", "單位圖書館，點陣圖"),
        ("s2twp", "预算法，算法", "預算法，演算法"),
        ("s2twp", "民主程序，应用程序", "民主程序，應用程式"),
        ("s2twp", "社区居民，联系人民，联系人", "社區居民，聯繫人民，聯絡人"),
        ("s2twp", "农村社区、街道，信号发布会", "農村社區、街道，訊號發佈會"),
        ("s2twp", "应设置标志，机构设置，设置的士站", "應設置標誌，機構設置，設置計程車站"),
        ("s2twp", "数字经济，数字", "數位經濟，數字"),
        ("t2s", "接著看著名著作，穿著衣著", "接着看著名著作，穿着衣着"),
        ("t2s", "逕行沈澱", "径行沉淀"),
        ("t2hk", "恆生指數", "恒生指數"),
        ("tw2s", "什么", "什么"),
    ],
)
def test_what_the_package_gets_wrong_is_right(configuration: str, text: str, expected: str) -> None:
    assert package(configuration).convert(text) != expected
    assert convert_with(configuration, text, corrected=True).text == expected


@pytest.mark.parametrize(
    ("configuration", "text"),
    [
        ("s2t", "体制面临控制面积，详细面谈，拓宽面积"),
        ("s2t", "不寒而栗，板栗，寄托，受托人"),
        ("s2t", "示范村，规范氏族，这周围，茶几周围"),
        ("s2t", "统一出具，复制，覆盖，反复盘问"),
        ("s2twp", "软件，网络，信息，打印机，鼠标"),
        ("s2twp", "社区，网络社区，发布软件，设置选项"),
        ("s2twp", "窗口设置，端口设置，定位设置，设置地址，设置规则"),
        ("s2twp", "老挝，新西兰，意大利，出租车"),
        ("t2s", "著作權，顯著，卓著，接著作，有著名的"),
        ("t2s", "乾隆，乾坤，乾淨，瞭望，藉口"),
        ("t2tw", "牀單，裏面，爲了"),
        ("t2hk", "裏面說，衛生，溫度"),
    ],
)
def test_what_the_package_gets_right_stays(configuration: str, text: str) -> None:
    corrected = convert_with(configuration, text, corrected=True).text
    assert corrected == package(configuration).convert(text)


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
@settings(max_examples=20, deadline=None)
@given(text=chinese_texts())
def test_corrected_text_is_aligned(configuration: str, text: str) -> None:
    assert_covers(convert_with(configuration, text, corrected=True), text)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_what_is_shown_is_corrected(data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(corrections("STPhrases"))))
    shown = convert(key, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    assert shown.text == corrections("STPhrases")[key]
