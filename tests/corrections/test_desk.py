"""Decisions carried out on articles and edits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.corrections import (
    Decision,
    confirmation,
    decided,
    join_paragraphs,
    keep_rule,
    keep_source,
    merge_articles,
    move_block,
    set_kind,
    split_article,
    split_paragraph,
)
from reader.corrections.desk import Decided
from reader.model import ArticleDraft, Block, BlockKind, Edit, Source, Span
from tests.drafts import article_of

K = BlockKind


def lines(source: str, *kinds: BlockKind, start: int = 0, end: int | None = None) -> ArticleDraft:
    """An article of a stretch's lines, each of the kind told, and paragraphs after these."""
    blocks = article_of(source, start, end).blocks
    told = [*kinds, *[K.PARAGRAPH] * (len(blocks) - len(kinds))]
    kinded = zip(told, blocks, strict=True)
    return ArticleDraft(tuple(Block(kind, block.spans) for kind, block in kinded))


def texts(source: str, result: Decided) -> list[list[tuple[str, str]]]:
    """Kind and clean text of every block of every article."""
    return [
        [
            (block.kind.value, assemble(Source(source), [block], result.edits).text)
            for block in article.blocks
        ]
        for article in result.articles
    ]


def carry_out(
    source: str,
    articles: Sequence[ArticleDraft],
    *decisions: Decision,
    edits: Sequence[Edit] = (),
) -> Decided:
    return decided(Source(source), articles, edits, decisions)


# Edits


def test_an_edit_is_undone_and_the_others_stay() -> None:
    source = "天天向向上"
    edits = [Edit("doubled", Span(0, 1), "天", ""), Edit("doubled", Span(2, 3), "向", "")]
    result = carry_out(source, [article_of(source)], keep_source(edits[:1]), edits=edits)
    assert result.edits == (edits[1],)
    assert texts(source, result) == [[("paragraph", "天天向上")]]


def test_a_later_rule_may_not_touch_what_was_kept() -> None:
    source = "甲（yi）乙"
    earlier = Edit("gloss", Span(1, 5), "（yi）", "")
    later = Edit("brackets", Span(0, 5), "甲（yi）", "甲")
    result = carry_out(source, [article_of(source)], keep_source([earlier]), edits=[later])
    assert texts(source, result) == [[("paragraph", source)]]
    assert not result.unapplied


def test_a_rule_is_undone_everywhere() -> None:
    source = "一a二b三"
    edits = [Edit("x", Span(1, 2), "a", ""), Edit("y", Span(3, 4), "b", "")]
    result = carry_out(source, [article_of(source)], keep_rule("x"), edits=edits)
    assert result.edits == (edits[1],)


def test_a_line_break_that_comes_to_light_is_still_none() -> None:
    source = "春风\n春风化雨"
    article = ArticleDraft((Block(K.TITLE, (Span(0, 7),)),), title="春风化雨")
    edit = Edit("doubled", Span(0, 3), "春风\n", "")
    result = carry_out(source, [article], keep_source([edit]), edits=[edit])
    assert texts(source, result) == [[("title", "春风春风化雨")]]
    assert result.articles[0].title == "春风春风化雨"


def test_a_title_follows_the_edits_in_it() -> None:
    source = "干 部 下 沉\n正文。"
    edits = [Edit("letter-spaced", Span(at, at + 1), " ", "") for at in (1, 3, 5)]
    (found,) = decided(Source(source), [lines(source, K.TITLE)], edits, ()).articles
    assert found.title == ""  # what the pipeline said stays as long as nothing is decided
    result = carry_out(source, [lines(source, K.TITLE)], keep_source(edits), edits=edits)
    assert result.articles[0].title == "干 部 下 沉"


# Articles and blocks


def test_an_article_is_split_in_the_middle_of_a_paragraph() -> None:
    source = "题\n甲。乙。\n丙。"
    first = ArticleDraft(lines(source, K.TITLE).blocks, title="题", authors=("子",), date="2020")
    result = carry_out(source, [first], split_article(4))
    assert texts(source, result) == [
        [("title", "题"), ("paragraph", "甲。")],
        [("paragraph", "乙。"), ("paragraph", "丙。")],
    ]
    one, other = result.articles
    assert (one.title, one.authors) == ("题", ("子",))
    assert (other.title, other.authors, other.date) == ("", (), "2020")


def test_a_section_head_becomes_the_title_of_what_is_split_off() -> None:
    source = "甲。\n二、乙\n丙。"
    result = carry_out(source, [lines(source, K.PARAGRAPH, K.HEADING)], split_article(3))
    assert texts(source, result)[1] == [("title", "二、乙"), ("paragraph", "丙。")]
    assert result.articles[1].title == "二、乙"


def test_nothing_is_split_off_before_the_first_character() -> None:
    source = "甲。\n乙。"
    result = carry_out(source, [article_of(source)], split_article(0), split_paragraph(3))
    assert len(result.unapplied) == 2
    assert len(result.articles) == 1


def test_articles_are_merged_and_the_second_headline_heads_a_section() -> None:
    source = "题一\n甲。\n题二\n副\n乙。"
    first = lines(source, K.TITLE, end=5)
    second = lines(source, K.TITLE, K.SUBTITLE, start=6)
    result = carry_out(source, [first, second], merge_articles(first.blocks, second.blocks))
    assert texts(source, result) == [
        [
            ("title", "题一"),
            ("paragraph", "甲。"),
            ("heading", "题二"),
            ("heading", "副"),
            ("paragraph", "乙。"),
        ]
    ]


def test_a_body_takes_the_title_of_what_it_is_merged_with() -> None:
    source = "甲。\n题\n乙。"
    first, second = lines(source, end=2), lines(source, K.TITLE, start=3)
    result = carry_out(source, [first, second], merge_articles(first.blocks, second.blocks))
    assert result.articles[0].title == "题"


def test_paragraphs_are_split_and_joined_again() -> None:
    source = "甲甲，\n乙乙。"
    whole = Block(K.PARAGRAPH, (Span(0, len(source)),))
    edits = [Edit("join-lines", Span(3, 4), "\n", "")]
    article = ArticleDraft((whole,))
    result = carry_out(source, [article], split_paragraph(4), edits=edits)
    assert texts(source, result) == [[("paragraph", "甲甲，"), ("paragraph", "乙乙。")]]
    first, second = result.articles[0].blocks
    again = carry_out(source, result.articles, join_paragraphs(first, second), edits=result.edits)
    assert again.articles[0].blocks == (whole,)
    assert again.edits == tuple(edits)


def test_joined_words_in_latin_letters_keep_a_space() -> None:
    source = "the great\n\nwall"
    article = article_of(source)
    result = carry_out(source, [article], join_paragraphs(*article.blocks))
    assert texts(source, result) == [[("paragraph", "the great wall")]]


def test_paragraphs_that_lie_apart_are_joined_without_what_lies_between() -> None:
    source = "甲，\n广告\n乙。"
    article = ArticleDraft(tuple(lines(source).blocks[at] for at in (0, 2, 1)))
    result = carry_out(source, [article], join_paragraphs(*article.blocks[:2]))
    assert texts(source, result) == [[("paragraph", "甲，乙。"), ("paragraph", "广告")]]


def test_a_block_set_as_title_leads_the_article() -> None:
    source = "甲。\n乙\n子 丑"
    article = article_of(source)
    title = set_kind(article.blocks[1], K.TITLE)
    byline = set_kind(article.blocks[2], K.BYLINE)
    result = carry_out(source, [article], title, byline)
    assert texts(source, result) == [[("title", "乙"), ("paragraph", "甲。"), ("byline", "子 丑")]]
    assert result.articles[0].title == "乙"


def test_a_kind_set_by_mistake_is_set_right() -> None:
    source = "题\n甲。\n乙。\n丙。"
    article = lines(source, K.TITLE)
    wrong = carry_out(source, [article], set_kind(article.blocks[2], K.SUBTITLE))
    block = wrong.articles[0].blocks[1]
    again = carry_out(source, wrong.articles, set_kind(block, K.PARAGRAPH))
    assert again.articles[0].blocks == article.blocks


def test_what_cannot_be_seen_is_no_block() -> None:
    source = "题 目\n甲。"
    article = lines(source, K.TITLE)
    space = set_kind(Block(K.TITLE, (Span(1, 2),)), K.HEADING)
    assert carry_out(source, [article], space).unapplied == (space,)
    wide = set_kind(Block(K.TITLE, (Span(0, 2),)), K.SUBTITLE)
    found = texts(source, carry_out(source, [article], wide))[0]
    assert found[:2] == [("title", "目"), ("subtitle", "题")]


def test_a_byline_tells_the_authors() -> None:
    source = "题\n□ 本报记者 刘 念 赵 静\n正文。"
    article = ArticleDraft(lines(source, K.TITLE).blocks, title="题")
    result = carry_out(source, [article], set_kind(article.blocks[1], K.BYLINE))
    assert result.articles[0].authors == ("刘念", "赵静")


def test_a_headline_moves_to_the_article_it_belongs_to() -> None:
    source = "题二\n甲。\n乙。"
    first = ArticleDraft(lines(source, K.TITLE, end=5).blocks, title="题二", confidence=0.4)
    second = lines(source, start=6)
    result = carry_out(source, [first, second], move_block(first.blocks[0], second.blocks))
    assert [article.title for article in result.articles] == ["", "题二"]
    assert [article.confidence for article in result.articles] == [1.0, 1.0]


def test_a_paragraph_moves_to_its_place_among_the_others() -> None:
    source = "甲。\n乙。\n丙。\n丁。"
    blocks = lines(source).blocks
    first, second = ArticleDraft(blocks[1:2]), ArticleDraft((blocks[0], blocks[2], blocks[3]))
    result = carry_out(source, [first, second], move_block(blocks[1], second.blocks))
    assert [text for _, text in texts(source, result)[0]] == ["甲。", "乙。", "丙。", "丁。"]
    assert len(result.articles) == 1


def test_a_headline_that_was_confirmed_stays_with_its_text() -> None:
    source = "题\n甲。\n乙。"
    article = ArticleDraft(lines(source, K.TITLE, end=4).blocks, title="题", confidence=0.3)
    decision = confirmation(article.blocks)
    confirmed = carry_out(source, [article], decision)
    assert confirmed.articles[0].confidence == 1.0
    assert confirmed.articles[0].blocks == article.blocks
    # A later version thinks that it heads the other text.
    title, text = article.blocks
    other = ArticleDraft((title, *lines(source, start=5).blocks), title="题")
    again = carry_out(source, [ArticleDraft((text,)), other], decision)
    assert [one.title for one in again.articles] == ["题", ""]


def test_a_decision_holds_where_a_later_version_sees_other_blocks() -> None:
    source = "题甲\n乙。"
    article = lines(source)
    decision = set_kind(article.blocks[0], K.TITLE)
    later = ArticleDraft((Block(K.PARAGRAPH, (Span(0, len(source)),)),))
    joined = [Edit("join-lines", Span(2, 3), "\n", "")]
    result = carry_out(source, [later], decision, edits=joined)
    assert texts(source, result) == [[("title", "题甲"), ("paragraph", "乙。")]]
    assert result.articles[0].title == "题甲"


def test_what_no_article_holds_is_not_decided() -> None:
    source = "甲。\n乙。"
    article = lines(source, end=2)
    gone = Block(K.PARAGRAPH, (Span(3, 5),))
    decisions = [
        set_kind(gone, K.NOTE),
        move_block(gone, article.blocks),
        merge_articles(article.blocks, [gone]),
        join_paragraphs(article.blocks[0], gone),
        keep_rule("gloss"),
        split_article(3),
    ]
    result = carry_out(source, [article], *decisions)
    assert result.unapplied == tuple(decisions)
    assert result.articles == (article,)


# Any decisions of any page


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[ArticleDraft], list[Edit]]:
    """A page of lines that are dealt to articles, with edits in them and line joins."""
    count = draw(st.integers(1, 7))
    paragraphs = [draw(st.text("甲乙a（）\n ", min_size=1, max_size=6)) for _ in range(count)]
    paragraphs = ["丙" + re.sub(r" *\n[ \n]*", "\n", one) + "丁" for one in paragraphs]
    source, blocks, edits = "", [], []
    for paragraph in paragraphs:
        start = len(source)
        source += paragraph
        kind = draw(st.sampled_from(list(K)))
        blocks.append(Block(kind, (Span(start, len(source)),)))
        for match in re.finditer(r"\n", paragraph):
            at = start + match.start()
            edits.append(Edit("join-lines", Span(at, at + 1), "\n", ""))
        for match in re.finditer(r"[a（][^\n]?", paragraph):
            if draw(st.booleans()):
                span = Span(start + match.start(), start + match.end())
                edits.append(Edit("gloss", span, match.group(), draw(st.sampled_from(["", "戊"]))))
        source += draw(st.sampled_from(["\n", "\n\n", " \n"]))
    dealt = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    articles = [
        ArticleDraft(tuple(block for block, to in zip(blocks, dealt, strict=True) if to == number))
        for number in sorted(set(dealt))
    ]
    return source, articles, sorted(edits, key=lambda edit: edit.source.start)


def any_decision(
    data: st.DataObject, source: str, articles: Sequence[ArticleDraft], edits: Sequence[Edit]
) -> Decision:
    article, other = (data.draw(st.sampled_from(list(articles))) for _ in range(2))
    block = data.draw(st.sampled_from(list(article.blocks)))
    another = data.draw(st.sampled_from(list(other.blocks)))
    at = data.draw(st.integers(0, len(source)))
    ways = [
        split_article(at),
        split_paragraph(at),
        set_kind(block, data.draw(st.sampled_from(list(K)))),
        move_block(block, other.blocks),
        merge_articles(article.blocks, other.blocks),
        join_paragraphs(block, another),
        confirmation(article.blocks),
        keep_rule("gloss"),
    ]
    if edits:
        ways.append(keep_source([data.draw(st.sampled_from(list(edits)))]))
    return data.draw(st.sampled_from(ways))


@settings(max_examples=300, deadline=None)
@given(pages(), st.data())
def test_nothing_is_lost_or_doubled_by_any_decisions(
    page: tuple[str, list[ArticleDraft], list[Edit]], data: st.DataObject
) -> None:
    source, articles, edits = page
    decisions: list[Decision] = []
    result = decided(Source(source), articles, edits, ())
    for _ in range(data.draw(st.integers(1, 5))):
        decision = any_decision(data, source, result.articles, result.edits)
        decisions.append(decision)
        result = decided(Source(source), result.articles, result.edits, [decision])
        spans = sorted(
            span for article in result.articles for block in article.blocks for span in block.spans
        )
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(article.blocks for article in result.articles)
        held = {at for span in spans for at in range(span.start, span.end)}
        for at, character in enumerate(source):
            assert at in held or not character.strip()
        for article in result.articles:
            for _, text in texts(source, Decided((article,), result.edits))[0]:
                assert "\n" not in text
        ends = [(edit.source.start, edit.source.end) for edit in result.edits]
        assert all(one[1] <= other[0] for one, other in pairwise(ends))
    # All of them at once on what the rules found, as a later reading does it, is the same.
    replayed = decided(Source(source), articles, edits, decisions)
    assert [one.blocks for one in replayed.articles] == [one.blocks for one in result.articles]
    assert replayed.edits == result.edits
