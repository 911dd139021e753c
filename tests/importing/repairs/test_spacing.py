"""Letter-spaced lines are closed up, names too, and spaces that mean something stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.importing.repairs.names import names
from reader.importing.repairs.spacing import letter_spaced, spaced_names
from reader.model import Block, BlockKind, Source, Span


def applied(text: str) -> str:
    stretch = Source(text)
    edits = sorted(
        [*letter_spaced(stretch), *spaced_names(stretch)], key=lambda edit: edit.source.start
    )
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(text)),))
    return assemble(stretch, [block], edits).text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("渔 港 清 晨 第 一 网", "渔港清晨第一网"),
        ("渔　港　清　晨　第　一　网", "渔港清晨第一网"),
        ("春 潮 涌 动   渔 港 新 生", "春潮涌动 渔港新生"),
        ("渔 港 “ 第 一 网 ”", "渔港“第一网”"),
        ("□ 本报记者 林 岸", "□ 本报记者 林岸"),
        ("□ 林 岸 沈小舟 周 渡", "□ 林岸 沈小舟 周渡"),
        ("渔船都回来了。（林 岸 沈小舟）", "渔船都回来了。（林岸 沈小舟）"),
        ("渔船都回来了。 本报记者 林 岸 摄", "渔船都回来了。 本报记者 林岸 摄"),
        ("本版编辑：林 岸 热线：12345", "本版编辑：林岸 热线：12345"),
    ],
)
def test_spaces_that_only_fill_the_line_are_closed(text: str, clean: str) -> None:
    assert applied(text) == clean
    assert applied(clean) == clean


def test_two_clauses_of_one_length_keep_their_space() -> None:
    body = "渔民们早起撑船出海，晚上点灯补网到深夜，渔民都说日子好了。"
    assert applied(f"渔 民 早 出 海 点 灯 夜 补 网\n{body}") == f"渔民早出海 点灯夜补网\n{body}"
    # What the page says in one breath is not parted.
    joined = body + "出海点灯是规矩。"
    assert applied(f"渔 民 早 出 海 点 灯 夜 补 网\n{joined}") == f"渔民早出海点灯夜补网\n{joined}"


@pytest.mark.parametrize(
    "text",
    [
        "甲 乙 丙 丁", "一 二 三", "渔港 清晨 第一网", "第 一 章 总则", "春 天\n到 了",
        "甲   乙 丙     丁  戊 己   庚 辛", "（上 下）", "他说（左 右）都可以。",
        "张 三说今天出海。",
        "张 伟 李 娜 王 芳", "張 偉 李 娜 王 芳 趙 敏",
        "日 一 二 三 四 五 六", "甲　乙　丙　丁　戊",
        "A B C D E F G", "红\t黄\t蓝\t绿\t紫", "林 岸　沈 舟　周 渡", "",
    ],
)  # fmt: skip
def test_spaces_that_mean_something_stay(text: str) -> None:
    assert applied(text) == text


@given(st.text(alphabet="林岸小舟渔港 　。（）□\n12“，", max_size=40))
def test_it_leaves_nothing_to_do(text: str) -> None:
    once = applied(text or "渔")
    assert applied(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("□ 本报记者 林 岸", ("林岸",)),
        ("（林岸 沈小舟）", ("林岸", "沈小舟")),
        ("（记者 林岸 通讯员 沈小舟）", ("林岸", "沈小舟")),
        ("本报记者 林岸 摄", ("林岸",)),
        ("林岸 沈小舟文/图", ("林岸", "沈小舟")),
        ("作者：林岸", ("林岸",)),
        ("□ 阿依古丽·买买提", ("阿依古丽·买买提",)),
        ("（记者 林小岸沈小舟）", ("林小岸", "沈小舟")),
        ("（完）", ()),
        ("（下转第3版）", ()),
        ("（试行）", ()),
        ("高质量发展的故事", ()),
        ("", ()),
    ],
)
def test_names_are_told_from_what_only_looks_like_them(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found
