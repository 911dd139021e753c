"""What was set twice is told from what Chinese says twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.importing.repairs.doubling import doubled
from reader.model import Block, BlockKind, Source, Span


def applied(text: str) -> str:
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(text)),))
    return assemble(Source(text), [block], list(doubled(Source(text)))).text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("渔港清晨第一网渔港清晨第一网", "渔港清晨第一网"),
        (
            "春潮涌动渔港兴春潮涌动渔港兴 千帆竞发晚归来千帆竞发晚归来",
            "春潮涌动渔港兴 千帆竞发晚归来",
        ),
        ("老码头老码头：：新步道新步道连起两岸连起两岸", "老码头：新步道连起两岸"),
        ("要闻 NewsNews0808 HARBOURHARBOUR DAILYDAILY", "要闻 News08 HARBOUR DAILY"),
        ("渔渔港港清清晨晨第第一一网网", "渔港清晨第一网"),
        ("渔港、果园、图书馆新貌渔港、果园、图书馆新貌", "渔港、果园、图书馆新貌"),
        ("人人民民城城市市人人民民来来建建", "人民城市人民来建"),
        ("上文。\n渔港清晨第一网渔港清晨第一网\n下文。", "上文。\n渔港清晨第一网\n下文。"),
    ],
)
def test_the_second_setting_is_dropped(text: str, clean: str) -> None:
    assert applied(text) == clean
    assert applied(clean) == clean


@pytest.mark.parametrize(
    "text",
    [
        "人人", "天天", "研究研究", "考虑考虑", "一步一步", "哈哈哈哈哈哈哈哈哈哈哈哈", "来来往往",
        "高高兴兴", "加油加油加油加油", "谢谢大家谢谢大家", "高高兴兴上班去，平平安安回家来",
        "尋尋覓覓，冷冷清清，淒淒慘慘戚戚。", "恭恭敬敬、客客气气、规规矩矩",
        "人人为我，我为人人", "知否知否，应是绿肥红瘦", "好雨知时节，当春乃发生。",
        "=========================", "12121212121212", "──────────────", "F8 keyF8 key",
        "│鹽            │mg/100g │mg/100g │", "他说好的好的，我们走吧走吧。",
        "爸爸妈妈爷爷奶奶哥哥姐姐", "爺爺奶奶爸爸媽媽姐姐妹妹", "平平安安欢欢喜喜清清白白",
        "红的、绿的、红的、绿的、", "前进！前进！前进！", "1. 2. 3. 4.", "",
    ],
)  # fmt: skip
def test_what_is_said_twice_stays(text: str) -> None:
    assert not list(doubled(Source(text)))


@given(st.lists(st.text(alphabet="渔港清晨AB 0：", max_size=6), max_size=6))
def test_it_leaves_nothing_to_do(pieces: list[str]) -> None:
    once = applied("".join(piece * 2 for piece in pieces) or "渔")
    assert applied(once) == once


def test_edits_are_in_the_source_of_a_stretch_that_begins_later() -> None:
    (edit,) = doubled(Source("渔港清晨第一网渔港清晨第一网", 100))
    assert (edit.source, edit.before, edit.after) == (Span(107, 114), "渔港清晨第一网", "")
