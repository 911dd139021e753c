"""Headings part a page into articles; nothing of the page is lost between them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reader.alignment import assemble
from reader.importing.formats import Page, markdown_page, record_page, text_page
from reader.importing.layout import reflow
from reader.importing.repair import combined, repairs
from reader.importing.segment import articles, marks, regions
from reader.model import BlockKind, Script

TITLE, SUBTITLE = BlockKind.TITLE, BlockKind.SUBTITLE
HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH

BODY = "渔民们把新补的网晾在石阶上，等着明天一早出船。"


@dataclass(frozen=True)
class Shown:
    """An article as a person sees it."""

    title: str
    subtitle: str
    blocks: list[tuple[BlockKind, str]]


def shown(page: Page) -> list[Shown]:
    flow = reflow(page.source, regions(page))
    edits = list(combined([*repairs(page.source), *flow.joins, *marks(page)]))
    found = []
    for draft in articles(page, flow.paragraphs, edits):
        clean = assemble(page.source, draft.blocks, edits)
        texts = [clean.text[span.start : span.end] for span in clean.blocks]
        kinds = [block.kind for block in draft.blocks]
        found.append(Shown(draft.title, draft.subtitle, list(zip(kinds, texts, strict=True))))
    return found


def test_headings_of_the_first_two_levels_begin_articles() -> None:
    page = text_page(f"# 渔港的早晨\n{BODY}\n## 码头\n{BODY}\n### 石阶\n{BODY}\n")
    assert shown(page) == [
        Shown("渔港的早晨", "", [(TITLE, "渔港的早晨"), (PARAGRAPH, BODY)]),
        Shown(
            "码头", "", [(TITLE, "码头"), (PARAGRAPH, BODY), (HEADING, "石阶"), (PARAGRAPH, BODY)]
        ),
    ]


def test_a_deeper_heading_right_below_is_the_subtitle() -> None:
    page = text_page(f"# 渔港的早晨 #\n\n## 老码头三日记 ##\n\n{BODY}\n\n## 石阶\n\n{BODY}\n")
    first, second = shown(page)
    assert (first.title, first.subtitle) == ("渔港的早晨", "老码头三日记")
    assert first.blocks[:2] == [(TITLE, "渔港的早晨"), (SUBTITLE, "老码头三日记")]
    assert (second.title, second.subtitle) == ("石阶", "")


def test_only_one_heading_is_the_subtitle() -> None:
    page = text_page(f"# 渔港\n## 早晨\n### 石阶\n{BODY}\n")
    (article,) = shown(page)
    assert [kind for kind, _ in article.blocks] == [TITLE, SUBTITLE, HEADING, PARAGRAPH]


def test_headings_of_one_level_are_titles_each() -> None:
    assert [article.title for article in shown(text_page("# 甲\n# 乙\n# 丙\n"))] == [
        "甲",
        "乙",
        "丙",
    ]


def test_text_before_the_first_heading_is_an_article_of_its_own() -> None:
    first, second = shown(text_page(f"海滨日报\n\n# 渔港\n{BODY}\n"))
    assert (first.title, first.blocks) == ("", [(PARAGRAPH, "海滨日报")])
    assert second.title == "渔港"


def test_white_space_before_the_first_heading_is_none() -> None:
    assert len(shown(text_page(f"\n \u200b\n# 渔港\n{BODY}\n"))) == 1


def test_marks_of_markdown_are_taken_off_and_their_text_stays() -> None:
    page = markdown_page(
        "码头**日记**\n====\n\n"
        "一张*旧*网、[船名](http://example.org/a)、`号码`和![照片](b.png)，2*3*4 不变。\n\n"
        "- 石阶\n"
    )
    (article,) = shown(page)
    assert article.title == "码头日记"
    assert article.blocks[1:] == [
        (PARAGRAPH, "一张旧网、船名、号码和照片，2*3*4 不变。"),
        (PARAGRAPH, "- 石阶"),
    ]


@pytest.mark.parametrize("text", ["**未完", "**一**二**", "[一](", "![](b.png)", "``", "<b>一</b>"])
def test_marks_that_are_not_plainly_paired_stay(text: str) -> None:
    (article,) = shown(markdown_page(f"{text}\n"))
    if text == "**一**二**":
        assert article.blocks == [(PARAGRAPH, "一二**")]
    else:
        assert article.blocks == [(PARAGRAPH, text)]


def test_a_code_fence_keeps_its_marks_and_lines() -> None:
    page = markdown_page(f"# 渔港\n\n```\n**a** = b\n# c\n```\n\n{BODY}\n")
    (article,) = shown(page)
    assert [text for _, text in article.blocks] == [
        "渔港",
        "```",
        "**a** = b",
        "# c",
        "```",
        BODY,
    ]


def test_front_matter_is_not_shown_but_accounted_for() -> None:
    page = markdown_page(f"---\ntitle: 渔港\n---\n\n{BODY}\n")
    (article,) = shown(page)
    assert article.blocks == [(PARAGRAPH, BODY)]
    assert [edit.before for edit in marks(page)] == ["---\ntitle: 渔港\n---"]


def test_text_files_keep_stars() -> None:
    assert shown(text_page("**渔港**\n"))[0].blocks == [(PARAGRAPH, "**渔港**")]


@pytest.mark.parametrize(
    ("lines", "title", "subtitle"),
    [
        (["渔港的早晨", BODY], "渔港的早晨", ""),
        (["渔港的早晨", "——老码头三日记", BODY], "渔港的早晨", "——老码头三日记"),
        (["渔港的早晨", "林小满", BODY], "渔港的早晨", ""),
        (["渔港的早晨", "□ 本报记者 林小满", BODY], "渔港的早晨", ""),
        (
            [
                "渔港的早晨",
                "——二〇二一年三月在海滨镇渔民大会",
                "第三次全体会议上",
                "镇长 林满",
                BODY,
            ],
            "渔港的早晨",
            "——二〇二一年三月在海滨镇渔民大会第三次全体会议上",
        ),
        (["渔港的早晨，石阶还湿着。", BODY], "", ""),
        (["一、渔港", BODY], "", ""),
        (["渔港", "码头石阶", BODY], "", ""),
        (["海滨日报 2021-03-04 No.12345 Page 7", BODY], "", ""),
        (["渔港的早晨"], "", ""),
        (["渔" * 31, BODY], "", ""),
    ],
)
def test_a_first_line_is_the_title_only_if_it_clearly_is_one(
    lines: list[str], title: str, subtitle: str
) -> None:
    (article,) = shown(text_page("\n\n".join(lines)))
    assert (article.title, article.subtitle) == (title, subtitle)
    assert "".join(text for _, text in article.blocks) == "".join(lines)


def test_invisible_characters_are_not_in_titles() -> None:
    (article,) = shown(text_page(f"# \u200b渔\u200b港\ufeff\n{BODY}"))
    assert article.title == "渔港"
    assert article.blocks[0] == (TITLE, "渔港")


def test_a_record_is_one_article_whatever_its_headings() -> None:
    line = '{"title": "渔港", "text": "# 早晨\\n石阶还湿着。\\n## 码头\\n船回来了。"}'
    (article,) = shown(record_page(line.encode(), start=30))
    assert article.title == "渔港"
    assert article.blocks == [
        (TITLE, "渔港"),
        (HEADING, "早晨"),
        (PARAGRAPH, "石阶还湿着。"),
        (HEADING, "码头"),
        (PARAGRAPH, "船回来了。"),
    ]


def test_each_article_knows_its_script() -> None:
    page = text_page("# 渔港\n渔民们把网晾在岸边。\n# 漁港\n漁民們把網晾在岸邊。\n")
    flow = reflow(page.source, regions(page))
    edits = list(combined([*flow.joins, *marks(page)]))
    assert [draft.script for draft in articles(page, flow.paragraphs, edits)] == [
        Script.SIMPLIFIED,
        Script.TRADITIONAL,
    ]
