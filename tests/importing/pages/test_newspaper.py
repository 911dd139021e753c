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
from reader.model import ArticleKind, BlockKind, DocumentDraft
from tests.drafts import texts_of

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


@pytest.mark.parametrize(
    "text",
    [
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


@given(st.binary(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_bytes_crash_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes("本报讯 渔港。（林岸）\n□ 周渡\n果园。\n".encode("gb18030") + data)
    with suppress(FileError):  # bytes that are no text
        assert read_document(path).articles


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
