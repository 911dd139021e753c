"""The source in rows: every character of it once, and each told apart as the article has it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.article_view import ArticleView, Place
from reader.importing import read_document
from reader.library import Library, unsaved_articles
from reader.model import (
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Edit,
    ImportResult,
    ShownScript,
    Source,
    Span,
)
from reader.paths import seeds
from reader.source_view import (
    RowStyle,
    SourceLine,
    SourcePoint,
    SourceView,
    pixels_to,
    top_point,
)
from tests.drafts import draft_of

PAGE = "改革报　第3版\n标题标题\n\n□ 王 五　正文一\n\n正文二。\n别的文章\n"


def article_of(source: str, blocks: Sequence[Sequence[str]], edits: Sequence[Edit] = ()) -> Article:
    """An article whose blocks are made of the first places of these words in a source."""
    spans = [[span_of(source, words) for words in block] for block in blocks]
    drafts = tuple(Block(BlockKind.PARAGRAPH, tuple(block)) for block in spans)
    (article,) = unsaved_articles(draft_of(source, [ArticleDraft(drafts)], edits))
    return article


def span_of(source: str, words: str) -> Span:
    start = source.index(words)
    return Span(start, start + len(words))


def view_of(article: Article, shown: ShownScript = ShownScript.ORIGINAL) -> SourceView:
    return SourceView(article.source, ArticleView(article, shown))


def edit_of(source: str, rule: str, before: str, after: str = "") -> Edit:
    return Edit(rule, span_of(source, before), before, after)


def page_view() -> SourceView:
    """The title is set twice, the byline apart, and the body goes over a blank line."""
    join = span_of(PAGE, "\n\n正文二")
    edits = [
        Edit("doubled", Span(10, 12), "标题", ""),
        edit_of(PAGE, "spaced-name", " 五", "五"),
        Edit("join-lines", Span(join.start, join.start + 2), "\n\n", ""),
    ]
    blocks = [["标题标题"], ["王 五"], ["正文一\n\n正文二。"]]
    return view_of(article_of(PAGE, blocks, edits))


def words(view: SourceView, number: int, spans: Sequence[Span]) -> list[str]:
    return [view.row_text(number)[span.start : span.end] for span in spans]


# Rows


def test_a_row_is_a_line() -> None:
    view = page_view()
    rows = [view.row_text(number) for number in range(len(view.lengths))]
    assert "\n".join(rows) + "\n" == PAGE


_LINES = st.lists(
    st.text(st.sampled_from("字𪟝。，a "), max_size=9).map(lambda text: text * 700), max_size=5
)


@given(_LINES, st.integers(0, 20), st.data())
def test_every_character_is_in_one_row_and_no_row_is_long(
    lines: list[str], start: int, data: st.DataObject
) -> None:
    text = "标题\n" + "\n".join(lines)
    article = article_of("标题", [["标题"]])
    view = SourceView(Source(text, start), ArticleView(article, ShownScript.ORIGINAL))
    spans = [view.row(number) for number in range(len(view.lengths))]
    covered = [offset for span in spans for offset in range(span.start, span.end)]
    assert covered == [start + at for at, one in enumerate(text) if one != "\n"]
    assert max(map(len, spans)) <= 4_000
    position = data.draw(st.integers(start, start + len(text)))
    place = view.place(position)
    assert view.position(place) == position or text[position - start - 1 :] == "\n"


def test_a_long_line_is_cut_at_a_clause() -> None:
    text = "字" * 3_000 + "。" + "句" * 3_000
    view = view_of(article_of(text, [[text]]))
    assert [view.row_text(number)[-1] for number in range(2)] == ["。", "句"]


def test_an_offset_outside_the_stretch_is_at_its_nearest_end() -> None:
    article = article_of("标题", [["标题"]])
    view = SourceView(Source("一二\n三四", 100), ArticleView(article, ShownScript.ORIGINAL))
    assert view.place(3) == Place(0, 0)
    assert view.place(500) == Place(1, 2)


def test_what_is_copied_is_the_source_line_breaks_and_all() -> None:
    view = page_view()
    assert view.text(Place(1, 2), Place(3, 5)) == "标题\n\n□ 王 五"


# What is the article's


def test_rows_and_parts_of_rows_are_told_apart() -> None:
    view = page_view()
    own, other, blank = RowStyle
    assert list(view.styles) == [other, own, blank, own, blank, own, other]
    assert words(view, 3, view.others(3)) == ["□ ", "　"]
    assert view.others(5) == []
    assert view.own_part(view.row(3)) == Span(PAGE.index("王"), PAGE.index("一") + 1)
    assert view.own_part(view.row(0)) is None


def test_of_the_seeds_every_character_is_own_or_another_articles() -> None:
    """All articles of a page together have each character of it once at most."""
    (path,) = seeds().glob("002*")
    draft = read_document(path)
    times = [0] * len(draft.source)
    for article in unsaved_articles(draft):
        view = view_of(article)
        for number, style in enumerate(view.styles):
            if style == RowStyle.OWN:
                row = view.row(number)
                others = {at for span in view.others(number) for at in range(span.start, span.end)}
                for offset in set(range(len(row))) - others:
                    times[row.start + offset] += 1
    in_blocks = {
        offset
        for article in draft.articles
        for block in article.blocks
        for span in block.spans
        for offset in range(span.start, span.end)
        if draft.source[offset] != "\n"
    }
    assert {offset for offset, count in enumerate(times) if count == 1} == in_blocks
    assert max(times) == 1


# What became of it


def test_what_was_replaced_or_dropped_is_known() -> None:
    view = page_view()
    assert words(view, 1, view.edited(1)) == ["标题"]
    assert view.edited(1) == [Span(2, 4)]
    assert words(view, 3, view.edited(3)) == [" 五"]
    assert [view.edited(number) for number in (0, 2, 4, 5)] == [[], [], [], []]
    dropped, kept = view.edit_at(Place(1, 2)), view.edit_at(Place(1, 1))
    assert dropped is not None and (dropped.rule, dropped.after) == ("doubled", "")
    assert kept is None
    assert view.edit_at(Place(1, 4)) is not dropped


def test_an_edit_over_several_lines_is_known_in_each() -> None:
    source = "正文甲\n第3版\n乙丙"
    edit = edit_of(source, "join-lines", "\n第3版\n")
    view = view_of(article_of(source, [[source]], [edit]))
    assert [words(view, number, view.edited(number)) for number in range(3)] == [[], ["第3版"], []]


# What is selected in the article


def test_a_selection_is_marked_in_the_rows_it_was_made_of() -> None:
    view = page_view()
    text = view.article.text
    assert text == "标题\n王五\n正文一正文二。"
    whole = Span(0, len(text))
    marked = [words(view, number, view.selected(number, whole)) for number in range(7)]
    assert marked == [[], ["标题"], [], ["王 五", "正文一"], [], ["正文二。"], []]
    over = Span(text.index("文一"), text.index("文二"))
    assert [words(view, number, view.selected(number, over)) for number in (3, 5)] == [
        ["文一"],
        ["正"],
    ]


def test_a_selection_is_the_same_in_every_script() -> None:
    article = article_of("皇后在後宮", [["皇后在後宮"]])
    for shown in ShownScript:
        view = view_of(article, shown)
        assert view.row_text(0) == "皇后在後宮"
        assert words(view, 0, view.selected(0, Span(1, 4))) == ["后在後"]


# Two panes that scroll together


@st.composite
def screens(draw: st.DrawFn) -> list[SourceLine]:
    """The lines of a pane, one over the edge at least, none longer than a screen is wide."""
    position, below = draw(st.integers(0, 10**6)), draw(st.floats(-60, -1))
    lines = [SourceLine(position, below)]
    for _ in range(draw(st.integers(3, 9))):
        position += draw(st.integers(1, 90))
        below += draw(st.floats(8, 60))
        lines.append(SourceLine(position, below))
    return lines


@given(screens())
def test_the_point_at_the_top_edge_is_found_again(lines: list[SourceLine]) -> None:
    point = top_point(lines)
    if point is None:
        assert lines[-1].below < 0
    else:
        assert abs(pixels_to(point, lines) - point.below) < 0.01


@given(screens(), st.floats(0.1, 5))
def test_the_point_at_the_top_edge_goes_on_as_one_scrolls(
    lines: list[SourceLine], pixels: float
) -> None:
    point = top_point(lines)
    later = top_point([SourceLine(line.position, line.below - pixels) for line in lines])
    if point is not None and later is not None:
        assert point.position < later.position <= point.position + 90 * pixels / 8 + 1e-6


def test_a_line_from_elsewhere_is_the_point_itself() -> None:
    for there in (5, 5_000):
        lines = [SourceLine(1_000, -3.0), SourceLine(there, 17.0)]
        point = top_point(lines)
        assert point == SourcePoint(there, 17.0)
        assert pixels_to(point, lines) == 0


# The source of an article in the library


def test_the_source_is_the_whole_document_unless_that_is_a_corpus(
    library: Library, tmp_path: Path
) -> None:
    small, large = tmp_path / "small.txt", tmp_path / "large.jsonl"
    small.write_text("# 甲\n\n正文。\n\n# 乙\n\n别的。\n", encoding="utf-8")
    record = '{"title": "题%d", "text": "' + "文字。" * 20_000 + '"}\n'
    large.write_text("".join(record % number for number in range(20)), encoding="utf-8")
    for step in library.import_paths([small, large]):
        assert not isinstance(step, ImportResult) or step.error is None
    of_small, *of_large = [library.article(one.id) for one in library.articles()]
    source = library.source(of_small)
    assert source == Source(small.read_text(encoding="utf-8"))
    last = of_large[-1]
    around = library.source(last)
    assert len(around.text) < 200_000
    assert around.slice(last.blocks[-1].spans[0]).startswith("文字。")
