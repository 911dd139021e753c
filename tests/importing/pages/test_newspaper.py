"""A page becomes its articles, wherever their headlines stand, and nothing of it is lost."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import FileError
from reader.importing import read_document
from reader.model import CERTAIN, ArticleKind, BlockKind, DocumentDraft
from reader.store.drafts import clean_texts
from tests.drafts import texts_of
from tests.importing.soundness import check
from tests.importing.test_layout import FIRST, SECOND, THIRD, wrapped

HARBOUR = (
    "清晨的渔港还没有醒来，渔民们已经把补好的渔网搬上了船，等着潮水涨起来。\n"
    "渔港去年修了新码头，渔船不用再等潮水，渔民一年能多出海四十天。\n"
)
ORCHARD = (
    "山上的果园今年挂满了柑橘，果农们用上了无人机，采下的柑橘当天就能下山。\n"
    "果园里新装了滴灌，柑橘比往年甜，果农说明年还要再种十亩。\n"
)
LIBRARY = (
    "县城的图书馆搬进了老粮仓，读者可以在粮仓的木梁下读书，一直读到夜里九点。\n"
    "图书馆把书送到村里，读者扫码就能借书，还书也不用再进城。\n"
)


def read(folder: Path, text: str, name: str = "page.txt") -> DocumentDraft:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def titles(document: DocumentDraft) -> list[str]:
    return [article.title for article in document.articles]


def test_headlines_at_the_foot_find_their_texts(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"□ 林 岸\n{HARBOUR}□ 沈小舟\n{ORCHARD}□ 周 渡\n{LIBRARY}"
        "老粮仓里的图书馆\n渔港新码头迎来早潮\n果园柑橘喜丰收\n",
    )
    assert titles(document) == ["渔港新码头迎来早潮", "果园柑橘喜丰收", "老粮仓里的图书馆"]
    assert [article.authors for article in document.articles] == [
        ("林岸",),
        ("沈小舟",),
        ("周渡",),
    ]


def test_a_headline_before_its_text_and_one_behind(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n本报讯 {HARBOUR.strip()}（林岸）\n"
        f"本报讯 {ORCHARD.strip()}（沈小舟）\n果园柑橘喜丰收\n——滴灌和无人机上山记\n",
    )
    assert titles(document) == ["渔港新码头迎来早潮", "果园柑橘喜丰收"]
    assert document.articles[1].subtitle == "——滴灌和无人机上山记"
    body = texts_of(document, document.articles[1], BlockKind.PARAGRAPH)
    assert "\n".join(body) == ORCHARD.strip()


@pytest.mark.parametrize(
    "text",
    [
        f"□ 林 岸\n{HARBOUR}□ 沈小舟\n{ORCHARD}千帆竞发向深蓝\n果园柑橘喜丰收\n",
        f"本报讯 {HARBOUR.strip()}（林岸）\n千帆竞发向深蓝\n果园柑橘喜丰收\n"
        f"本报讯 {ORCHARD.strip()}（沈小舟）\n",
    ],
    ids=["at the foot", "between the two texts"],
)
def test_two_headlines_in_a_row_are_two(tmp_path: Path, text: str) -> None:
    assert titles(read(tmp_path, text)) == ["千帆竞发向深蓝", "果园柑橘喜丰收"]


def test_a_headline_may_share_words_with_other_texts_alone(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"老粮仓的图书馆挂满柑橘\n□ 林 岸\n{HARBOUR}果园柑橘喜丰收\n□ 沈小舟\n{ORCHARD}"
        f"老粮仓里的图书馆\n□ 周 渡\n{LIBRARY}",
    )
    assert titles(document) == ["老粮仓的图书馆挂满柑橘", "果园柑橘喜丰收", "老粮仓里的图书馆"]
    assert [article.confidence >= CERTAIN for article in document.articles] == [False, True, True]


def test_a_headline_of_four_characters_is_no_column_s_name(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"一线观察\n渔港新码头迎来早潮\n\n{HARBOUR}（林岸）\n\n柑橘红了\n\n{ORCHARD}（沈小舟）\n",
    )
    assert titles(document) == ["渔港新码头迎来早潮", "柑橘红了"]
    assert document.columns == ("一线观察",)


def test_a_line_that_stands_in_the_text_is_no_headline(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n□ 林 岸\n{HARBOUR}□ 沈小舟\n{ORCHARD}"
        "柑橘甜过往年\n\n采下的柑橘当天就能下山，\n\n果农们用上了无人机\n",
    )
    assert titles(document) == ["渔港新码头迎来早潮", "柑橘甜过往年"]


def test_a_headline_found_by_elimination_is_uncertain(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"□ 林 岸\n{HARBOUR}□ 沈小舟\n{ORCHARD}□ 周 渡\n{LIBRARY}"
        "老粮仓里的图书馆\n千帆竞发向深蓝\n满山金黄迎客来\n",
    )
    harbour, orchard, library = document.articles
    assert library.title == "老粮仓里的图书馆"
    assert {harbour.title, orchard.title} == {"千帆竞发向深蓝", "满山金黄迎客来"}
    assert max(harbour.confidence, orchard.confidence) < CERTAIN


def test_a_text_without_headline_is_uncertain_unless_a_picture_s(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n本报讯 {HARBOUR.strip()}（林岸）\n"
        f"本报讯 {ORCHARD.strip()}（沈小舟）\n"
        "山上的果园里，果农们正在采下今年的第一批柑橘。本报记者 沈小舟 摄\n",
    )
    harbour, orchard, picture = document.articles
    assert harbour.confidence >= CERTAIN
    assert (orchard.title, orchard.confidence) == ("", 0.0)
    assert (picture.kind, picture.title, picture.confidence) == (ArticleKind.PHOTO, "", 1.0)


def test_a_heading_of_the_headlines_own_level_begins_an_article(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"# 渔港新码头迎来早潮\n\n□ 林 岸\n\n{HARBOUR}\n## 出海早了\n\n{HARBOUR}\n"
        f"# 果园柑橘喜丰收\n\n{ORCHARD}\n# 老粮仓里的图书馆\n\n□ 周 渡\n\n{LIBRARY}",
        "page.md",
    )
    assert titles(document) == ["渔港新码头迎来早潮", "果园柑橘喜丰收", "老粮仓里的图书馆"]
    assert texts_of(document, document.articles[0], BlockKind.HEADING) == ["出海早了"]


def test_section_heads_over_two_lines_are_one(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n□ 林 岸\n{HARBOUR}码头新了\n出海早了\n{HARBOUR}"
        f"果园柑橘喜丰收\n□ 沈小舟\n{ORCHARD}",
    )
    harbour = document.articles[0]
    assert texts_of(document, harbour, BlockKind.HEADING) == ["码头新了出海早了"]


def test_a_picture_s_text_is_a_photo_article(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n本报讯 {HARBOUR.strip()}（林岸）\n"
        "果园柑橘喜丰收\n山上的果园里，果农们正在采下今年的第一批柑橘。本报记者 沈小舟 摄\n",
    )
    assert [article.kind for article in document.articles] == [
        ArticleKind.ARTICLE,
        ArticleKind.PHOTO,
    ]
    assert document.articles[1].authors == ("沈小舟",)


def test_what_belongs_to_nothing_is_kept_as_a_note(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "滨海日报\n2021年3月4日 星期四\n本版编辑：林岸 热线：12345678\n"
        f"渔港新码头迎来早潮\n本报讯 {HARBOUR.strip()}（林岸）\n"
        f"果园柑橘喜丰收\n本报讯 {ORCHARD.strip()}（沈小舟）\n",
    )
    assert (document.newspaper, document.date) == ("滨海日报", "2021-03-04")
    notes = [
        text
        for article in document.articles
        for text in texts_of(document, article, BlockKind.NOTE)
    ]
    assert "本版编辑：林岸 热线：12345678" in notes


ON_LEADS = (
    "写新闻的人都知道导语难写。导语要把最要紧的事说在前面，又不能说得太满，还要让人想读下去。\n"
    "老编辑常说，一条消息的好坏，看导语就知道了。\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"怎样写导语\n\n什么是导语\n{ON_LEADS}本报讯 {HARBOUR}{ON_LEADS}\n导语的毛病\n{ON_LEADS}"
        f"本报讯 {ORCHARD}{ON_LEADS}\n怎样改\n{ON_LEADS}",
        f"渔港\n{HARBOUR}",
        f"渔港新码头迎来早潮\n□ 林 岸\n{HARBOUR}",
        f"第一条 本条例自公布之日起施行。（修正）\n第二条 {HARBOUR}"
        "第三条 本条例自公布之日起施行。（试行）\n",
        f"主席：（笑）请坐。\n{HARBOUR}（掌声）\n{ORCHARD}（掌声）\n",
    ],
)
def test_what_is_no_newspaper_page_is_one_article(tmp_path: Path, text: str) -> None:
    assert len(read(tmp_path, text).articles) == 1


def test_nothing_is_joined_across_a_heading(tmp_path: Path) -> None:
    report = "本报讯 渔港的清晨。\n"
    document = read(tmp_path, f"{report * 3}（林\n# 渔港\n岸）")
    found = [
        text
        for article in document.articles
        for kind in BlockKind
        for text in texts_of(document, article, kind)
    ]
    assert {"（林", "渔港", "岸）"} <= set(found)


LINES = st.sampled_from(
    [
        "本报讯 渔港的清晨。", "□ 林 岸", "□ 本报记者 沈小舟", "（林岸 沈小舟）",
        "渔港新码头迎来早潮", "——滴灌和无人机上山记",
        "山上的果园今年挂满了柑橘，果农们用上了无人机。（周渡）",
        "果园柑橘喜丰收",
        "图书馆搬进了老粮仓，读者可以在木梁下读书，",
        "一直读到夜里九点。 本报记者 林岸 摄", "林岸摄", "",
        "2021年3月4日 星期四", "本版编辑：林 岸 热线：1234", "一线观察",
        "（本文配图由县图书馆提供）",
        "# 渔港",
        "## 果园", "渔港渔港清晨第一网清晨第一网", "渔 港 清 晨 第 一 网",
        "\u200b", "（林", "岸）", "𠮷𠮷𠮷𠮷𠮷",
    ]
)  # fmt: skip


@given(st.lists(LINES, min_size=1, max_size=24))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_of_a_page_is_lost_or_said_twice(tmp_path: Path, lines: list[str]) -> None:
    text = "\n".join(["渔港。", *lines])
    document = read(tmp_path, text)
    spans = sorted(
        span for article in document.articles for block in article.blocks for span in block.spans
    )
    assert all(before.end <= after.start for before, after in pairwise(spans))
    covered = set[int]()
    for span in [*spans, *(edit.source for edit in document.edits)]:
        covered.update(range(span.start, span.end))
    lost = [text[at] for at in range(len(text)) if at not in covered]
    assert not "".join(lost).strip("\u200b\n ")


@given(st.lists(LINES, min_size=1, max_size=16))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_article_has_text_and_a_confidence(tmp_path: Path, lines: list[str]) -> None:
    document = read(tmp_path, "\n".join(["本报讯 渔港。（林岸）", "本报讯 果园。（周渡）", *lines]))
    for article in document.articles:
        assert 0.0 <= article.confidence <= 1.0
        assert all(block.spans for block in article.blocks)


@given(st.one_of(st.binary(max_size=400), st.binary(min_size=2_000, max_size=6_000)))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
    deadline=None,
)
def test_no_bytes_crash_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes("本报讯 渔港。（林岸）\n□ 周渡\n果园。\n".encode("gb18030") + data)
    with suppress(FileError):  # bytes that are no text
        document = read_document(path)
        assert document.articles
        check(document)


REPORTS = {
    "渔港新码头迎来早潮": f"□ 林 岸\n{HARBOUR}",
    "果园柑橘喜丰收": f"□ 沈小舟\n{ORCHARD}",
    "老粮仓里的图书馆": f"□ 周 渡\n{LIBRARY}",
}


@given(
    st.permutations(list(REPORTS)),
    st.integers(2, 3),
    st.sampled_from(["before", "behind", "at the foot"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_page_in_order_is_in_order_already(
    tmp_path: Path, heads: list[str], count: int, place: str
) -> None:
    heads = heads[:count]
    foot = [] if place != "at the foot" else [f"{head}\n" for head in heads]
    both = {head: [f"{head}\n", REPORTS[head]] for head in heads}
    lines = {
        "before": [line for head in heads for line in both[head]],
        "behind": [line for head in heads for line in reversed(both[head])],
        "at the foot": [REPORTS[head] for head in heads],
    }[place]
    first = read(tmp_path, "".join([*lines, *foot]))
    texts = list(clean_texts(first))
    second = read(tmp_path, "\n".join(texts))
    assert titles(second) == titles(first) == heads
    assert list(clean_texts(second)) == texts
    assert [article.authors for article in second.articles] == [
        article.authors for article in first.articles
    ]


FURNITURE = (
    *("03", "A03", "第03版", "滨海日报", "2021年3月4日 星期四", "2021-03-04"),
    *("本版编辑：林岸 热线：12345678", "新闻热线：0351—12345678", "滨海日报\n03"),
)


@pytest.mark.parametrize("furniture", FURNITURE)
@pytest.mark.parametrize(("width", "at"), [(13, 2), (13, 5), (18, 3)])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_column_goes_on_below_what_is_the_page_s(
    tmp_path: Path, furniture: str, width: int, at: int, between: str
) -> None:
    lines = [*wrapped(FIRST, width, 2), *wrapped(SECOND, width, 2)]
    lines[at:at] = furniture.split("\n")
    page = [
        *("渔港新码头迎来早潮", "□ 林 岸", *lines),
        *("果园柑橘喜丰收", "□ 沈小舟", *wrapped(THIRD, width, 2)),
    ]
    document = read(tmp_path, between.join(page))
    assert titles(document) == ["渔港新码头迎来早潮", "果园柑橘喜丰收"]
    assert texts_of(document, document.articles[0], BlockKind.PARAGRAPH) == [FIRST, SECOND]
    notes = [
        text
        for article in document.articles
        for text in texts_of(document, article, BlockKind.NOTE)
    ]
    assert sorted(notes) == sorted(furniture.split("\n"))
    check(document)


@pytest.mark.parametrize("furniture", [*FURNITURE, "12"])
def test_a_text_that_is_not_wrapped_goes_on_below_what_is_the_page_s(
    tmp_path: Path, furniture: str
) -> None:
    above, below = HARBOUR.replace("\n", "")[:-12], HARBOUR.replace("\n", "")[-12:]
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n□ 林 岸\n{above}\n{furniture}\n{below}\n"
        f"果园柑橘喜丰收\n□ 沈小舟\n{ORCHARD}",
    )
    assert texts_of(document, document.articles[0], BlockKind.PARAGRAPH) == [above + below]


@pytest.mark.parametrize("number", ["12", "35"])
def test_a_number_that_is_counted_with_belongs_to_its_sentence(tmp_path: Path, number: str) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n□ 林 岸\n{HARBOUR}渔港的船不用再等潮水。渔民一年能多出海\n"
        f"{number}\n天，网里的鱼也比往年多。\n果园柑橘喜丰收\n□ 沈小舟\n{ORCHARD}",
    )
    body = texts_of(document, document.articles[0], BlockKind.PARAGRAPH)
    assert f"出海{number}天" in body[-1]


def test_names_in_latin_letters_keep_a_space_where_lines_are_joined(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "渔港新码头迎来早潮\n□ 林 岸\n来渔港看新码头的还有两位工程师（Zhang San，Li\n"
        "Si）和船厂的人。\n果园柑橘喜丰收\n□ 沈小舟\n" + ORCHARD,
    )
    (body,) = texts_of(document, document.articles[0], BlockKind.PARAGRAPH)
    assert "（Zhang San，Li Si）" in body


def test_a_rare_character_stands_in_a_name(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"渔港新码头迎来早潮\n□ 林𠮷\n{HARBOUR}果园柑橘喜丰收\n□ 沈 𠮷\n{ORCHARD}",
    )
    assert [article.authors for article in document.articles] == [("林𠮷",), ("沈𠮷",)]


@pytest.mark.parametrize(
    "text",
    [
        "剧本\n\n第一场\n\n大妈：你怎么来了？（刘海）\n\n第二场\n\n大爷：我来看看。（张望）\n",
        "日记\n\n2024年1月5日 星期五\n\n今天下雨。我在家读书。（张三）\n\n"
        "2024年1月6日 星期六\n\n今天天晴。\n",
    ],
    ids=["a play", "a diary"],
)
def test_what_only_has_names_or_dates_is_no_page(tmp_path: Path, text: str) -> None:
    (article,) = read(tmp_path, text).articles
    assert not article.authors
    assert all(block.kind is BlockKind.PARAGRAPH for block in article.blocks)
