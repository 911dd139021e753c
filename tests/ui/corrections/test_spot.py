"""What a menu in the article is about."""

from __future__ import annotations

from reader.article_view import ArticleView, Place
from reader.model import BlockKind, Script, ShownScript, Span
from reader.ui.corrections.spot import Spot
from tests.ui.pages import cleaned_article, view_of_lines
from tests.ui.session import places_of

LINES = ["题目", "副题", "作者", "第一段说了一件事。", "第二段说了另一件。"]


def words_of(spot: Spot) -> list[str]:
    """The source words of the block that it is about."""
    source = spot.view.article.source
    return [source.slice(span) for span in spot.block.spans]


def test_a_character_is_about_its_block() -> None:
    view = view_of_lines(LINES)
    spot = Spot(view, Place(3, 4))
    assert words_of(spot) == ["第一段说了一件事。"]
    assert (spot.number, spot.begins, spot.in_part) == (3, False, False)
    start = view.article.blocks[3].spans[0].start
    assert spot.source_position == start + 4
    assert spot.words_from(4) == "了一件事"
    beginning = spot.at_beginning()
    assert (beginning.begins, beginning.source_position) == (True, start)


def test_it_has_neighbours_but_at_the_ends() -> None:
    view = view_of_lines(LINES)
    blocks = view.article.blocks
    assert Spot(view, Place(0, 0)).neighbour(-1) is None
    assert Spot(view, Place(0, 0)).neighbour(1) == blocks[1]
    assert Spot(view, Place(4, 0)).neighbour(1) is None


def test_beside_a_line_it_is_about_the_block_as_a_whole() -> None:
    spot = Spot(view_of_lines(LINES), Place(3, 9))
    assert (spot.number, spot.begins) == (3, True)


def test_a_selection_from_a_lines_end_on_is_about_the_next() -> None:
    view = view_of_lines(LINES)
    spot = Spot(view, Place(4, 2), (Place(3, 9), Place(4, 4)))
    assert (spot.number, spot.begins) == (4, True)


def test_a_selection_is_about_the_part_that_is_selected() -> None:
    view = view_of_lines(LINES)
    selection = places_of(view, "说了一件")
    spot = Spot(view, Place(3, 5), selection)
    assert spot.in_part
    assert words_of(spot) == ["说了一件"]
    assert spot.block.kind is BlockKind.PARAGRAPH
    assert spot.place == selection[0]


def test_a_block_selected_as_a_whole_is_no_part() -> None:
    view = view_of_lines(LINES)
    spot = Spot(view, Place(3, 0), places_of(view, "第一段说了一件事。"))
    assert not spot.in_part
    assert spot.block == view.article.blocks[3]


def test_a_selection_over_two_blocks_is_about_the_first() -> None:
    view = view_of_lines(LINES)
    spot = Spot(view, Place(3, 5), (Place(3, 5), Place(4, 2)))
    assert not spot.in_part
    assert spot.block == view.article.blocks[3]


def test_what_was_dropped_inside_a_part_goes_with_it() -> None:
    article = cleaned_article("甲区(qū)里的图书馆。", "(qū)", "gloss", Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert words_of(Spot(view, Place(1, 1), places_of(view, "区里的"))) == ["区(qū)里的"]


def test_a_repair_is_told_of_where_it_shows() -> None:
    article = cleaned_article("甲区(qū)里的图书馆。", "(qū)", "gloss", Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TRADITIONAL)
    (repair,) = Spot(view, places_of(view, "區")[0]).repairs()
    assert (repair.cleaning.before, repair.cleaning.after) == ("区(qū)", "区")
    assert repair.word.edits == article.edits
    assert list(Spot(view, places_of(view, "圖")[0]).repairs()) == []


def test_a_part_of_a_very_long_paragraph_is_in_its_block() -> None:
    view = view_of_lines([*LINES[:3], "很长的一段话，说个不停。" * 1_000])
    assert view.continues(4)
    spot = Spot(view, Place(4, 0))
    assert (spot.number, spot.begins) == (3, False)
    start = view.article.blocks[3].spans[0].start
    assert spot.source_position == start + view.starts[4] - view.starts[3]
    assert spot.at_beginning().source_position == start
    last = Place(len(view) - 1, len(view.block(len(view) - 1).text))
    assert not Spot(view, Place(3, 0), (Place(3, 0), last)).in_part
    across = Spot(view, Place(3, 5), (Place(3, 5), Place(4, 2)))
    assert across.in_part
    assert across.block.spans == (Span(start + 5, spot.source_position + 2),)
