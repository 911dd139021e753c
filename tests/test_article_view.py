"""An article as it is seen: the same text as its blocks at once, and exact ways back from it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article_view import ArticleView, Place
from reader.library import unsaved_articles
from reader.model import (
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Edit,
    Script,
    ShownScript,
    Span,
)
from reader.script import convert_text
from tests.drafts import draft_of

# Characters that change with the script, that cross the BMP when they do, and parts of phrases
# that Taiwan says otherwise and longer.
_TEXT = st.text(
    st.sampled_from("互联网智能手机皇后後宫宮勣𪟝將军軍，。a😀"), min_size=1, max_size=12
)
_SHOWN = st.sampled_from(ShownScript)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Blocks from scattered stretches of a source, some with edits in, before and after them."""
    pieces = draw(st.lists(_TEXT, min_size=1, max_size=8))
    source, spans = "", []
    for piece in pieces:
        source += draw(st.sampled_from(["", "\n", "——"]))
        spans.append(Span(len(source), len(source) + len(piece)))
        source += piece
    spans = draw(st.permutations(spans))
    blocks = []
    while spans:
        count = draw(st.integers(1, min(3, len(spans))))
        blocks.append(Block(draw(st.sampled_from(BlockKind)), tuple(spans[:count])))
        spans = spans[count:]
    edits = _disjoint(draw(st.lists(_edits(source), max_size=4)))
    script = draw(st.sampled_from(Script))
    draft = draft_of(source, [ArticleDraft(tuple(blocks), script=script)], edits)
    (article,) = unsaved_articles(draft)
    return article


def _edits(source: str) -> st.SearchStrategy[Edit]:
    def edit(start: int, length: int, after: str) -> Edit:
        span = Span(start, min(start + length, len(source)))
        return Edit("rule", span, source[span.start : span.end], after)

    lengths = st.integers(0, 3)
    afters = st.text(st.sampled_from("后𪟝机"), max_size=3)
    return st.builds(edit, st.integers(0, len(source)), lengths, afters)


def _disjoint(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.source):
        if not kept or kept[-1].source.end < edit.source.start:
            kept.append(edit)
    return kept


@given(articles())
def test_in_its_own_script_it_shows_the_clean_text(article: Article) -> None:
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert view.whole_text() == article.text
    for number in range(len(view)):
        span = view.clean_span(number)
        assert view.block(number).text == article.text[span.start : span.end]
        assert view.lengths[number] == len(span)


@given(articles(), _SHOWN)
def test_block_by_block_it_shows_what_the_whole_text_would_be(
    article: Article, shown: ShownScript
) -> None:
    whole = convert_text(article.text, shown, article.summary.script)
    assert ArticleView(article, shown).whole_text() == whole


@given(articles(), _SHOWN, st.data())
def test_a_span_is_shown_where_it_can_be_selected_again(
    article: Article, shown: ShownScript, data: st.DataObject
) -> None:
    view = ArticleView(article, shown)
    start = data.draw(st.integers(0, len(article.text)))
    span = Span(start, data.draw(st.integers(start, len(article.text))))
    pieces = view.pieces(span)
    assert all(len(piece.span) for piece in pieces)
    assert [piece.block for piece in pieces] == sorted({piece.block for piece in pieces})
    visible = article.text[span.start : span.end].replace("\n", "")
    assert bool(pieces) is bool(visible)
    if not pieces:
        return
    first, last = pieces[0], pieces[-1]
    again = view.span(Place(first.block, first.span.start), Place(last.block, last.span.end))
    assert again is not None
    inner = article.text[span.start : span.end].strip("\n")
    assert again.start <= article.text.index(inner, span.start)
    assert again.end >= article.text.index(inner, span.start) + len(inner)
    if shown is not ShownScript.TAIWAN_PHRASES:  # elsewhere each character stands for one
        assert article.text[again.start : again.end] == inner


@given(articles(), _SHOWN, st.data())
def test_a_line_keeps_its_source_position_in_every_script(
    article: Article, shown: ShownScript, data: st.DataObject
) -> None:
    """Of any character that the source has, and that no edit or phrase changed the length of."""
    original = ArticleView(article, ShownScript.ORIGINAL)
    number = data.draw(st.integers(0, len(original) - 1))
    text = original.block(number).text
    place = Place(number, data.draw(st.integers(0, max(len(text) - 1, 0))))
    position = original.source_position(place)
    if original.place_of_source(position) != place:
        return  # nothing of the source stands there
    other = ArticleView(article, shown)
    again = other.place_of_source(position)
    assert again.block == place.block
    if shown is not ShownScript.TAIWAN_PHRASES:
        assert again == place
        assert other.source_position(again) == position


@pytest.fixture
def view() -> ArticleView:
    source = "副题\n\n正文互联网\n\n题目"
    blocks = (
        Block(BlockKind.TITLE, (Span(11, 13),)),
        Block(BlockKind.SUBTITLE, (Span(0, 2),)),
        Block(BlockKind.PARAGRAPH, (Span(4, 9),)),
    )
    (article,) = unsaved_articles(draft_of(source, [ArticleDraft(blocks)]))
    summary = replace(article.summary, script=Script.SIMPLIFIED)
    return ArticleView(replace(article, summary=summary), ShownScript.TAIWAN_PHRASES)


def test_scattered_blocks_are_shown_in_reading_order(view: ArticleView) -> None:
    assert view.whole_text() == "題目\n副題\n正文網際網路"
    assert [view.kind(number) for number in range(len(view))] == [
        BlockKind.TITLE,
        BlockKind.SUBTITLE,
        BlockKind.PARAGRAPH,
    ]
    assert view.place_of_source(11) == Place(0, 0)
    assert view.place_of_source(1) == Place(1, 1)
    assert view.place_of_source(4) == Place(2, 0)
    assert view.source_position(Place(0, 1)) == 12


def test_a_source_position_between_blocks_is_shown_at_the_block_before_it(
    view: ArticleView,
) -> None:
    assert view.place_of_source(3) == Place(1, 2)
    assert view.place_of_source(99) == Place(0, 2)


def test_a_place_inside_a_longer_phrase_stands_for_all_of_it(view: ArticleView) -> None:
    assert view.span(Place(2, 4), Place(2, 5)) == Span(8, 11)
    assert view.text(Place(2, 4), Place(2, 5)) == "網"
    assert view.source_position(Place(2, 4)) == 6


def test_what_is_shown_between_two_places_may_be_nothing_or_a_line_break(
    view: ArticleView,
) -> None:
    assert view.span(Place(0, 1), Place(0, 1)) is None
    assert view.span(Place(0, 2), Place(1, 0)) is None
    assert view.text(Place(0, 1), Place(2, 2)) == "目\n副題\n正文"
    assert view.span(Place(0, 1), Place(2, 2)) == Span(1, 8)


def test_what_is_inserted_where_two_blocks_meet_is_shown_once() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, (span,)) for span in (Span(1, 2), Span(0, 1)))
    edits = [Edit("rule", Span(1, 1), "", "丙")]
    (article,) = unsaved_articles(draft_of("甲乙", [ArticleDraft(blocks)], edits))
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert view.whole_text() == article.text == "丙乙\n甲"
    assert view.source_position(Place(1, 0)) == 0


LONG = "".join(f"第{number}句说互联网，勣也到了；" for number in range(900))


def view_of_line(line: str, shown: ShownScript) -> ArticleView:
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(line)),))
    draft = ArticleDraft((block,), script=Script.SIMPLIFIED)
    (article,) = unsaved_articles(draft_of(line, [draft]))
    return ArticleView(article, shown)


@pytest.mark.parametrize("shown", ShownScript)
def test_a_very_long_block_is_shown_in_parts_and_reads_as_one(shown: ShownScript) -> None:
    view = view_of_line(LONG, shown)
    whole = convert_text(LONG, shown, Script.SIMPLIFIED)
    assert len(view) > 2
    assert view.whole_text() == whole
    assert list(view.paragraphs()) == [(BlockKind.PARAGRAPH, whole)]
    end = Place(len(view) - 1, len(view.block(len(view) - 1).text))
    assert view.text(Place(0, 0), end) == whole
    assert view.span(Place(0, 0), end) == Span(0, len(LONG))
    assert [view.continues(number) for number in range(3)] == [False, True, True]


@pytest.mark.parametrize("line", [LONG, "网" * 9_000], ids=["clauses", "no clauses"])
def test_a_span_over_two_parts_is_one_again(line: str) -> None:
    view = view_of_line(line, ShownScript.TRADITIONAL)
    seam = view.clean_span(1).start
    span = Span(seam - 3, seam + 4)
    pieces = view.pieces(span)
    assert [piece.block for piece in pieces] == [0, 1]
    first, last = pieces
    assert view.span(Place(0, first.span.start), Place(1, last.span.end)) == span
    assert (
        view.quote([span]) == convert_text(line, view.shown, Script.SIMPLIFIED)[seam - 3 : seam + 4]
    )
    assert view.quote([span], 5).endswith("…")
    for position in range(seam - 3, seam + 4):
        place = view.place_of_source(position)
        assert place.block == (position >= seam)
        assert view.source_position(place) == position
    assert view.clean.to(span) == view.clean.back(span) == (span,)


def test_a_block_is_converted_once_and_only_when_it_is_looked_at(view: ArticleView) -> None:
    assert view.block(1) is view.block(1)
    other = view.in_script(ShownScript.ORIGINAL)
    assert other.article is view.article
    assert other.block(0).text == "题目"
