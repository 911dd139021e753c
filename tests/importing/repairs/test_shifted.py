"""Text read one GBK byte off is read again; what cannot be known is U+FFFD."""

from __future__ import annotations

import random
import re
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.importing.repair import repairs
from reader.importing.repairs.shifted import shifted_bytes
from reader.model import Block, BlockKind, Source, Span
from tests.importing.repairs.damage import Damaged, damaged

REPORT = Path(__file__).parents[3] / "seeds" / "001_a02466c564ee5c05.txt"

# All damaged places of the report, with what follows them.
PLACES = [
    ("?。ㄒ唬?/strong>因時因勢", "（一）因時因勢"),
    ("?。ㄈ?/strong>堅定不移深化", "（三）堅定不移深化"),
    ("示范標(biāo)桿?!拔鍌€聚焦推動", "示范標桿。“五個聚焦推動"),
    ("?。ㄋ模?/strong>不斷完善", "（四）不斷完善"),
    ("平方米?;浐sw育休閑公園", "平方米。粵海體育休閑公園"),
    ("?。ㄎ澹?/strong>持續(xù)提升", "（五）持續提升"),
    ("城鎮(zhèn)燃?xì)獾?3個高", "城鎮燃氣等�3個高"),
    (
        "社區(qū)治理領(lǐng)域?qū)I(yè)化建設(shè)?!癷羅湖”平臺",
        "社區治理領域專業化建設。“i羅湖”平臺",
    ),
    ("?。ㄆ撸┤婕訌?qiáng)政府自身建設(shè)", "（七）全面加強政府自身建設"),
    ("新?lián)?dāng)新作為", "新擔當新作為"),
    ("?。ㄒ唬?/strong>堅持聯(lián)通", "（一）堅持聯通"),
    ("?。ㄈ﹫猿痔嵴裣M(fèi)、拉動", "（三）堅持提振消費、拉動"),
    ("?。?/strong>四)堅持高位", "（四)堅持高位"),
    ("玉龍?zhí)盥駡鋈块_挖", "玉龍填埋場全部開挖"),
    ("智慧燃?xì)饪偛康?個重點(diǎn)", "智慧燃氣總部等�個重點"),
    ("?。ㄎ澹?/strong>堅持試點(diǎn)", "（五）堅持試點"),
    ("聚焦重點(diǎn)領(lǐng)域?qū)崿F(xiàn)突破", "聚焦重點領域實現突破"),
    # Of the character after 文化 no byte is left.
    ("?。ㄆ撸﹫猿忠晕幕?、文明育城", "（七）堅持以文化�、文明育城"),
    ("?。ò耍﹫猿侄噢k實(shí)事", "（八）堅持多辦實事"),
    ("推進(jìn)景?;▓@片區(qū)", "推進景�花園片區"),
    ("?。ň牛﹫猿志?xì)管理", "（九）堅持精細管理"),
    ("領(lǐng)域?qū)m椫卫?,堅守", "領域專項治理,堅守"),
    ("領(lǐng)域?qū)m椪?,依法?yán)懲", "領域專項整治,依法嚴懲"),
    ("?。ㄊ﹫猿致穆毐M責(zé)", "（十）堅持履職盡責"),
    ("最嚴(yán)謹(jǐn)?shù)臉?biāo)準(zhǔn)", "最嚴謹的標準"),
    ("深港城市\\(zhòng)建筑雙城雙年展", "深港城市\\建筑雙城雙年展"),
]  # fmt: skip

# Characters that the report glosses, with their pinyin.
GLOSSED = re.compile("([\u4e00-\u9fff])\\(([a-zāáǎàēéěèīíǐìōóǒòūúǔùü]+)\\)")


def cleaned(text: str) -> str:
    if not text:
        return text
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(text)),))
    return assemble(Source(text), [block], repairs(Source(text))).text


@cache
def report() -> str:
    return REPORT.read_text(encoding="utf-8")


@cache
def cleaned_report() -> str:
    return cleaned(report())


@pytest.mark.parametrize(("raw", "clean"), PLACES)
def test_a_place_of_the_report_is_mended(raw: str, clean: str) -> None:
    assert raw in report()
    assert clean in cleaned_report()
    assert raw not in cleaned_report()


def test_no_gloss_of_the_report_is_left() -> None:
    assert re.findall("[(（][^()（）A-Z\u4e00-\u9fff0-9]+[)）]", cleaned_report()) == []


def test_what_was_mended_is_left_as_it_is() -> None:
    assert repairs(Source(cleaned_report())) == ()


@pytest.mark.parametrize(
    "text",
    [
        "你吃了嗎?我吃了。",
        "什么?！翀是谁",
        "#NAME?，以代替",
        "[指令] 視窗中輸入 <?>lsup{<?>}。",
        "https://example.org/?p=286213",
        "a(bc)?d matches",
        "格式为 # ???/???",
        "他問:「誰?」魑魅魍魎",
    ],
)
def test_a_question_mark_that_is_meant_stays(text: str) -> None:
    assert list(shifted_bytes(Source(text))) == []


@cache
def damaged_report() -> Damaged:
    """The mended report, damaged anew with a random choice of the characters it glosses."""
    sound = re.sub("�", "", cleaned_report())
    sound = "".join(character for character in sound if character.encode("gbk", "ignore"))
    glosses = dict(GLOSSED.findall(report()))
    random.Random(5).shuffle(order := sorted(glosses))
    return damaged(sound, {character: glosses[character] for character in order[:60]})


def test_damage_made_anew_is_mended_or_left_but_hardly_ever_wrong() -> None:
    made = damaged_report()
    right = wrong = 0
    for edit in shifted_bytes(Source(made.text)):
        truth = halved(made.truth(edit.source.start, edit.source.end))
        after = halved(edit.after)
        same = SequenceMatcher(None, after, truth, autojunk=False).get_matching_blocks()
        right += sum(block.size for block in same)
        wrong += len(after.replace("\ufffd", "")) - sum(block.size for block in same)
    assert right >= 40
    assert wrong <= right / 50


def halved(text: str) -> str:
    return text.translate({ord(mark): ord(mark) - 0xFEE0 for mark in "，！；：？（）"})


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["?", "?。", "?;", "?!", "?/strong>", "(qū)", "xì)", "€", "\n", "ㄒ唬"]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=4),
        st.sampled_from(["城鎮燃氣等", "改革開放", "，", "。", "、", "專項整治"]),
    ),
    max_size=14,
)  # fmt: skip


@settings(deadline=None)  # the first damaged text waits for the tables
@given(PIECES)
def test_edits_of_any_text_are_disjoint_and_say_what_stood_there(pieces: list[str]) -> None:
    text = "".join(pieces)
    edits = list(shifted_bytes(Source(text, start=7)))
    assert all(edit.before == text[edit.source.start - 7 : edit.source.end - 7] for edit in edits)
    assert all(left.source.end <= right.source.start for left, right in pairwise(edits))
    assert all("\n" not in edit.before for edit in edits)
