"""Lines that a page broke are joined; lines that a writer broke stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.importing.invisible import visible
from reader.importing.layout import cells, ends_sentence, opens_paragraph, reflow
from reader.model import Source, Span

# One sentence each: where a sentence ends with a full line, a new paragraph may begin or not.
FIRST = (
    "每年开春，湖边的芦苇刚冒出嫩芽，看守水闸的老人便搬来一张竹椅坐在堤上听水声，他说水声里有一年的"
    "收成，声音沉鱼就肥，声音浮网里多半是空的，村里的年轻人不信，却还是照着他的话下网。"
)
SECOND = (
    "去年秋天，县里派来的技术员在堤下装了三台测流仪，数据传到手机上谁都能看，老人把竹椅挪到仪器旁边"
    "对着屏幕看了半天，点点头说它听见的和我听见的一样，只是它不会打瞌睡。"
)
THIRD = (
    "如今堤上修了步道，傍晚散步的人渐渐多起来，孩子们沿着水闸跑来跑去，老人依旧坐在那里，有人问他还"
    "听不听水声，他笑着指一指耳朵又指一指仪器，什么也不说。"
)
NEVER_FIRST = "，。、；：！？”"


def wrapped(paragraph: str, width: int, indent: int = 0) -> list[str]:
    """Lines of a column; a mark that may not begin a line stays on the one before."""
    lines: list[str] = []
    rest, room = paragraph, width - indent
    while rest:
        end = room
        while end < len(rest) and rest[end] in NEVER_FIRST:
            end += 1
        lines.append(rest[:end])
        rest, room = rest[end:], width
    return lines


def column(*paragraphs: str, width: int, between: str, indent: str = "", lost: int = 0) -> str:
    lines: list[str] = []
    for paragraph in paragraphs:
        first, *others = wrapped(paragraph, width, lost or len(indent))
        lines += [indent + first, *others]
    return between.join(lines)


def paragraphs_of(text: str) -> list[str]:
    """The clean text of each paragraph: the joins applied, margins off."""
    source = Source(text)
    flow = reflow(source, [Span(0, len(text))])
    found: list[str] = []
    for span in flow.paragraphs:
        clean, position = "", span.start
        for edit in flow.joins:
            if span.start <= edit.source.start < span.end:
                clean += text[position : edit.source.start] + edit.after
                position = edit.source.end
        found.append(clean + text[position : span.end])
    return found


@pytest.mark.parametrize("width", [12, 15, 18, 20, 38])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n", "\n\u200b\n"])
@pytest.mark.parametrize(("indent", "lost"), [("", 0), ("\u3000\u3000", 0), ("", 2)])
def test_a_column_becomes_its_paragraphs(width: int, between: str, indent: str, lost: int) -> None:
    text = column(FIRST, SECOND, THIRD, width=width, between=between, indent=indent, lost=lost)
    assert paragraphs_of(text) == [FIRST, SECOND, THIRD]


def test_two_blank_lines_end_a_paragraph_where_one_is_between_all_lines() -> None:
    head = "\n\n".join(wrapped(FIRST, 14)[:5])
    tail = "\n\n".join(wrapped(SECOND, 14))
    found = paragraphs_of(f"{head}\n\n\n{tail}")
    assert found == ["".join(wrapped(FIRST, 14)[:5]), SECOND]


def test_a_blank_line_ends_a_paragraph_where_there_is_none_between_lines() -> None:
    text = "\n".join(wrapped(FIRST, 14)[:5]) + "\n\n" + "\n".join(wrapped(SECOND, 14))
    assert paragraphs_of(text) == ["".join(wrapped(FIRST, 14)[:5]), SECOND]


@pytest.mark.parametrize(
    "headline",
    [
        "水闸边的老人",
        "听水的人与他的竹椅",
        "三台测流仪",
        "□ 本报记者 林 小 满",
        "本报讯",
        "一、水声里的收成",
    ],
)
def test_a_headline_between_paragraphs_stays_alone(headline: str) -> None:
    text = "\n\n".join([*wrapped(FIRST, 15, 2), headline, *wrapped(SECOND, 15, 2)])
    assert paragraphs_of(text) == [FIRST, headline, SECOND]


def test_a_headline_above_and_its_subtitle_are_not_glued_to_the_body() -> None:
    text = "听水的人\n看守水闸三十年的老人\n\n" + column(FIRST, width=15, between="\n\n", lost=2)
    assert paragraphs_of(text) == ["听水的人", "看守水闸三十年的老人", FIRST]


def test_names_after_the_body_stay_alone() -> None:
    text = column(FIRST, width=15, between="\n\n") + "\n\n（林小满 陈 石）"
    assert paragraphs_of(text) == [FIRST, "（林小满 陈 石）"]


def test_a_line_signed_by_its_authors_ends() -> None:
    signed = FIRST[:-1] + "。（林小满）"
    text = "\n\n".join([*wrapped(signed, 15), "湖边的新步道今天开放了吗"])
    assert paragraphs_of(text) == [signed, "湖边的新步道今天开放了吗"]


@pytest.mark.parametrize(
    "items",
    [
        ["一、水位", "二、流速", "三、水温"],
        [
            "1.每天清晨到堤上查看水位，记在",
            "2.发现漏水先报告村里，不要自行",
            "3.竹椅归老人使用，其他人请自",
        ],
        ["芦苇  三十捆", "竹椅  一张", "测流仪  三台", "渔网  四副"],
        ["林小满：", "今天水声怎么样？", "老人：", "沉。"],
    ],
)
def test_a_list_stays_a_list(items: list[str]) -> None:
    assert paragraphs_of("\n".join(items)) == items


@pytest.mark.parametrize(
    "verse",
    [
        ["堤上春风吹又生，", "闸前流水夜来声。", "老翁不解城中事，", "独坐竹椅看月明。"],
        ["堤上春风吹又生，闸前流水夜来声。", "老翁不解城中事，独坐竹椅看月明。"] * 3,
        ["芦苇记得风", "风记得水", "水什么都不记得", "只是流", "流过老人的竹椅"] * 3,
        ["堤上春风吹又生", "闸前流水夜来声", "老翁不解城中事", "独坐竹椅看月明"] * 3,
    ],
)
def test_verse_keeps_its_lines(verse: list[str]) -> None:
    assert paragraphs_of("\n".join(verse)) == verse


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\u3000\u3000"])
def test_long_paragraphs_are_left_as_they_are(between: str) -> None:
    text = between.join([FIRST, SECOND, THIRD])
    assert paragraphs_of(text) == [FIRST, SECOND, THIRD]


def test_a_sentence_cut_by_the_end_of_a_column_is_made_whole() -> None:
    long = FIRST + SECOND
    cut = len(FIRST) + 27
    text = f"{THIRD}\n\n{long[:cut]}\n\n{long[cut:]}\n\n{THIRD}"
    assert paragraphs_of(text) == [THIRD, long, THIRD]


def test_a_paragraph_without_a_full_stop_is_not_joined_to_an_indented_one() -> None:
    text = f"{FIRST[:-1]}\n\u3000\u3000{SECOND}"
    assert paragraphs_of(text) == [FIRST[:-1], SECOND]


def test_words_of_latin_prose_are_parted_by_a_space() -> None:
    prose = (
        "The keeper of the sluice moved his bamboo chair beside the new gauge, and\n"
        "looked at its small screen for a long while. It hears what I hear, he said,\n"
        "only it never dozes off in the afternoon, which is more than can be said of\n"
        "most keepers on this river. Nobody knew what to answer."
    )
    assert paragraphs_of(prose) == [prose.replace("\n", " ")]


def test_a_program_keeps_its_lines() -> None:
    program = ["sName = String(10, 1)", "sText = String(20, 2)", "Print sName, sText, 10"] * 4
    assert paragraphs_of("\n".join(program)) == program


def test_hanging_indents_of_a_list_are_joined() -> None:
    first = (
        "一、看守水闸的人每日清晨应当到堤上查看水位，并将结果记在簿上，由村里保存三年，以备查考。"
    )
    second = (
        "二、发现堤身漏水的，应当立即报告村里，不得自行开挖；夜间发现的，可以先以沙袋堵塞漏口。"
    )
    text = "\n".join(
        line
        for item in (first, second)
        for line in [item[:16], *("    " + item[at : at + 14] for at in range(16, len(item), 14))]
    )
    assert paragraphs_of(text) == [first, second]


@pytest.mark.parametrize(("indent", "lost"), [("\u3000\u3000", 0), ("", 2)])
def test_a_sentence_that_ends_a_full_line_goes_on_where_first_lines_are_known(
    indent: str, lost: int
) -> None:
    two_sentences = "水闸每天清晨开一次半，傍晚再关上。" + FIRST
    paragraphs = [SECOND, THIRD, FIRST, SECOND, two_sentences, THIRD]
    text = column(*paragraphs, width=17, between="\n\n", indent=indent, lost=lost)
    assert paragraphs_of(text) == paragraphs


def test_a_sentence_that_ends_a_full_line_ends_the_paragraph_where_nothing_tells() -> None:
    sentence = "水闸每天清晨开一次半，傍晚再关上。"
    text = column(SECOND, sentence + FIRST, THIRD, width=17, between="\n\n")
    assert paragraphs_of(text) == [SECOND, sentence, FIRST, THIRD]


def test_regions_are_not_joined_to_each_other() -> None:
    text = column(FIRST, width=14, between="\n")
    middle = text.index("\n", 40) + 1
    flow = reflow(Source(text), [Span(0, middle), Span(middle, len(text))])
    assert [text[span.start : span.end].replace("\n", "") for span in flow.paragraphs] == [
        text[:middle].replace("\n", ""),
        text[middle:].replace("\n", ""),
    ]


def test_offsets_are_those_of_the_source() -> None:
    text = column(FIRST, width=14, between="\n")
    whole = reflow(Source(text), [Span(0, len(text))])
    moved = reflow(Source(text, 1000), [Span(1000, 1000 + len(text))])
    assert [span.start + 1000 for span in whole.paragraphs] == [s.start for s in moved.paragraphs]
    assert [edit.source.end + 1000 for edit in whole.joins] == [e.source.end for e in moved.joins]


@pytest.mark.parametrize(
    ("text", "width"), [("汉字", 2), ("Latin", 2.5), ("“汉字”", 4), ("（汉）”", 3.5), ("𠮷", 1)]
)
def test_cells_count_what_a_line_takes(text: str, width: float) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("text", "ends"),
    [("好。", True), ("好。”", True), ("好”", False), ("好，", False), ("好……", True)],
)
def test_a_sentence_ends_by_its_last_mark(text: str, ends: bool) -> None:
    assert ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("（一）水位", True),
        ("3.流速", True),
        ("3.5米", False),
        ("第三章 水位", True),
        ("第三章水位偏低", False),
        ("——题记", True),
        ("（陈石 摄）", True),
        ("（陈石说，水位）", False),
        ("一天", False),
    ],
)
def test_marks_that_begin_a_paragraph(text: str, opens: bool) -> None:
    assert opens_paragraph(text) is opens


@given(
    st.lists(st.sampled_from([FIRST, SECOND, THIRD]), min_size=2, max_size=6),
    st.integers(12, 20),
    st.sampled_from(["\n", "\n\n", "\n \n"]),
    st.sampled_from([("", 0), ("\u3000\u3000", 0), ("", 2)]),
)
def test_the_paragraphs_of_a_column_are_paragraphs_already(
    paragraphs: list[str], width: int, between: str, first_line: tuple[str, int]
) -> None:
    indent, lost = first_line
    text = column(*paragraphs, width=width, between=between, indent=indent, lost=lost)
    lines = text.split(between)
    # A column whose lines mostly happen to end at a mark is verse, as far as anyone can tell.
    assume(sum(line[-1] in NEVER_FIRST for line in lines) <= len(lines) // 2)
    found = paragraphs_of(text)
    assert len(found) < len(lines)
    assert paragraphs_of("\n\n".join(found)) == found


ANYTHING = st.lists(
    st.one_of(
        st.sampled_from([*wrapped(FIRST, 13), *wrapped(SECOND, 17), "", " ", "\u3000\u3000"]),
        st.text(alphabet="汉，。“”（）\u3000 \u200ba1\U00020000\U0001f600-#", max_size=24),
        st.text(max_size=10),
    ),
    max_size=30,
).map("\n".join)


@given(ANYTHING)
@settings(max_examples=200)
def test_joining_removes_nothing_that_can_be_seen(text: str) -> None:
    flow = reflow(Source(text), [Span(0, len(text))])
    for edit in flow.joins:
        assert edit.before == text[edit.source.start : edit.source.end]
        assert "\n" in edit.before
        assert visible(Source(edit.before), Span(0, len(edit.before))) is None
        assert edit.after in ("", " ")


@given(ANYTHING)
@settings(max_examples=200)
def test_every_line_is_in_one_paragraph_and_none_is_broken(text: str) -> None:
    flow = reflow(Source(text), [Span(0, len(text))])
    spans = flow.paragraphs
    assert all(left.end <= right.start for left, right in pairwise(spans))
    outside = text
    for span in reversed(spans):
        within = [e for e in flow.joins if span.start <= e.source.start < span.end]
        assert text[span.start : span.end].count("\n") == sum(
            edit.before.count("\n") for edit in within
        )
        outside = outside[: span.start] + outside[span.end :]
    assert not any(character.isalnum() for character in outside)
