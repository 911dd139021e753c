"""The article: what is drawn, selected and marked, in every script and at every place."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QToolTip
from pytestqt.qtbot import QtBot

from reader.article_view import ArticleView, Place, Word
from reader.model import (
    Article,
    BlockKind,
    Color,
    MarkStyle,
    PlacedAnnotation,
    Script,
    ShownScript,
    Span,
    Spans,
)
from reader.settings import Glosses, Settings
from reader.ui.article_pane import ArticlePane
from reader.ui.page import Page
from reader.ui.selection_popup import SelectionPopup
from reader.ui.theme import DARK, LIGHT
from tests.ui.pages import article_of_lines, cleaned_article, long_lines, placed_on, view_of_lines
from tests.ui.session import (
    click,
    marked,
    middle_of,
    page_of,
    part_of,
    places_of,
    point_of,
    select_words,
    shown_in,
    wait_until,
)

SIMPLIFIED = ["图书馆的历史", "记者 后宫", "本报讯", "互联网上的报告和皇后。", "第二段。"]
TRADITIONAL = ["李勣將軍", "第一回", "佚名", "李勣將軍與張將軍會師，勣軍先至。", "皇后在後宮。"]


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[ArticlePane]:
    shown = ArticlePane(Settings(), LIGHT)
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    yield shown


@pytest.fixture
def page(pane: ArticlePane) -> Page:
    return page_of(pane)


def selected_words(pane: ArticlePane, article: Article) -> str:
    span = pane.selected_span()
    assert span is not None
    return article.text[span.start : span.end]


def span_of(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def position_of(pane: ArticlePane, place: Place) -> int:
    """The article offset of the character after a place."""
    span = shown_in(pane).span(place, Place(place.block, place.offset + 1))
    assert span is not None
    return span.start


def spans_of(article: Article, *words: str) -> Spans:
    found = [span_of(article, one) for one in words]
    return Spans([span.start for span in found], [span.end for span in found])


def size_of(page: Page, block: int) -> int:
    """The width of a block's first character, as it is on screen."""
    left, right = page.rect_of(Place(block, 0)), page.rect_of(Place(block, 1))
    assert left is not None and right is not None
    return right.left() - left.left()


# What is drawn


def test_an_empty_pane_says_what_to_do(pane: ArticlePane, page: Page, qtbot: QtBot) -> None:
    assert not page.isVisible()
    visible = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "Nothing is open" in visible
    (button,) = [
        button for button in pane.findChildren(QToolButton) if button.text() == "Import files…"
    ]
    with qtbot.waitSignal(pane.import_requested):
        button.click()


def test_each_kind_of_block_has_its_own_form(pane: ArticlePane, page: Page) -> None:
    kinds = list(BlockKind)
    article = article_of_lines(
        [f"这是{kind.value}。" for kind in kinds], Script.NEITHER, kinds=kinds
    )
    view = ArticleView(article, ShownScript.ORIGINAL)
    pane.show_view(view)
    width = {kind: size_of(page, number) for number, kind in enumerate(kinds)}
    left = {}
    for number, kind in enumerate(kinds):
        rect = page.rect_of(Place(number, 0))
        assert rect is not None
        left[kind] = rect.left()
    assert width[BlockKind.TITLE] > width[BlockKind.HEADING] > width[BlockKind.PARAGRAPH]
    assert width[BlockKind.PARAGRAPH] > width[BlockKind.BYLINE]
    indent = left[BlockKind.PARAGRAPH] - left[BlockKind.TITLE]
    assert indent == 2 * 18
    assert left[BlockKind.HEADING] == left[BlockKind.CAPTION] == left[BlockKind.TITLE]


def test_the_column_is_centred_and_of_the_chosen_measure(pane: ArticlePane, page: Page) -> None:
    text = "一二三四五六七八九十" * 20
    pane.show_view(view_of_lines(["题", "副", "记", text]))
    tops = []
    for offset in range(len(text)):
        rect = page.rect_of(Place(3, offset))
        assert rect is not None
        tops.append(rect.top())
    assert tops.count(tops[100]) == Settings().measure
    left = page.rect_of(Place(0, 0))
    assert left is not None
    assert abs(2 * left.left() + Settings().measure * 18 - page.viewport().width()) <= 2


def test_a_narrow_page_keeps_its_margin(pane: ArticlePane, page: Page) -> None:
    pane.show_view(view_of_lines(["题", "副", "记", "一二三四五六七八九十" * 9]))
    pane.resize(380, 500)
    rects = [page.rect_of(Place(3, offset)) for offset in range(91)]
    assert min(rect.left() for rect in rects if rect) == 36
    assert max(rect.left() for rect in rects if rect) <= page.viewport().width() - 36


def test_zoom_and_theme_show_at_once(pane: ArticlePane, page: Page) -> None:
    view = view_of_lines(SIMPLIFIED)
    pane.show_view(view)
    assert size_of(page, 3) == 18
    pane.set_typography(Settings(zoom_percent=200), DARK)
    assert size_of(page, 3) == 36
    image = page.viewport().grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(60, 120)}
    assert DARK.text in colors
    assert LIGHT.text not in colors


# The selection


@pytest.mark.parametrize("shown", ShownScript)
def test_a_selection_by_mouse_is_a_span_of_the_article(
    pane: ArticlePane, shown: ShownScript
) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    view = ArticleView(article, shown)
    pane.show_view(view)
    (piece,) = view.pieces(span_of(article, "勣軍先至"))
    words = view.block(piece.block).text[piece.span.start : piece.span.end]
    select_words(pane, words)
    assert pane.selected_span() == span_of(article, "勣軍先至")
    assert pane.selected_text() == words


def test_a_selection_past_astral_characters_counts_them_once(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    pane.show_view(ArticleView(article, ShownScript.SIMPLIFIED))
    select_words(pane, "军与张将军会师，𪟝")
    assert selected_words(pane, article) == "軍與張將軍會師，勣"


def test_a_selection_by_keys_over_an_astral_character(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    view = ArticleView(article, ShownScript.SIMPLIFIED)
    pane.show_view(view)
    page.setFocus()
    click(pane, point_of(pane, places_of(view, "，𪟝军")[0]))
    for _ in "，𪟝军":
        QTest.keyClick(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert selected_words(pane, article) == "，勣軍"


def test_a_part_of_a_phrase_that_changed_length_is_the_whole_phrase(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TAIWAN_PHRASES)
    assert "網際網路上的報告和皇后" in view.whole_text()
    pane.show_view(view)
    select_words(pane, "路上的")
    assert selected_words(pane, article) == "互联网上的"
    select_words(pane, "和皇后")
    assert selected_words(pane, article) == "和皇后"


def test_a_selection_over_blocks_is_one_span(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    select_words(pane, "皇后。\n第二")
    assert selected_words(pane, article) == "皇后。\n第二"


def test_without_a_selection_there_is_no_span(pane: ArticlePane) -> None:
    assert pane.selected_span() is None
    pane.show_view(view_of_lines(SIMPLIFIED))
    assert pane.selected_span() is None


def test_copy_gives_the_words_as_they_are_shown(pane: ArticlePane, page: Page) -> None:
    lines = ["题\u2028", "文", "记", "勣\u2028勣\xa0完"]
    pane.show_view(view_of_lines(lines, Script.TRADITIONAL))
    select_words(pane, lines[3])
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "勣\u2028勣\xa0完"
    pane.show_view(view_of_lines(TRADITIONAL, Script.TRADITIONAL, ShownScript.SIMPLIFIED, 2))
    select_words(pane, "𪟝军先至。\n皇")
    pane.copy_selection()
    assert QGuiApplication.clipboard().text() == "𪟝军先至。\n皇"


def test_highlighting_tells_the_span_and_drops_the_selection(
    pane: ArticlePane, qtbot: QtBot
) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL))
    select_words(pane, "圖書館的歷史")
    with qtbot.waitSignal(pane.mark_requested) as asked:
        pane.highlight_selection(Color.PINK)
    assert asked.args == [span_of(article, "图书馆的历史"), MarkStyle.HIGHLIGHT, Color.PINK]
    assert pane.selected_span() is None
    assert marked(pane) == []


# The pop-up


def test_the_pop_up_comes_with_a_selection_and_goes_with_it(pane: ArticlePane, page: Page) -> None:
    pane.show_view(view_of_lines(long_lines(30)))
    popup = part_of(pane, SelectionPopup)
    assert not popup.isVisible()
    select_words(pane, "智能手机")
    assert popup.isVisible()
    assert page.viewport().rect().contains(popup.geometry())
    click(pane, middle_of(pane, "第1段"))
    assert not popup.isVisible()
    select_words(pane, "第1段")
    page.verticalScrollBar().setValue(100)
    assert not popup.isVisible()
    select_words(pane, "第1段")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_escape_is_told_when_there_is_no_pop_up_to_put_away(
    pane: ArticlePane, page: Page, qtbot: QtBot
) -> None:
    pane.show_view(view_of_lines(SIMPLIFIED))
    with qtbot.waitSignal(pane.escape_pressed):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_the_pop_up_comes_with_a_selection_by_keys(pane: ArticlePane, page: Page) -> None:
    pane.show_view(view_of_lines(SIMPLIFIED))
    page.setFocus()
    QTest.keyPress(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert part_of(pane, SelectionPopup).isVisible()


def test_the_buttons_of_the_pop_up_colour_note_and_copy(pane: ArticlePane, qtbot: QtBot) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    buttons = part_of(pane, SelectionPopup).findChildren(QToolButton)
    styles = [(color, MarkStyle.HIGHLIGHT) for color in Color]
    styles += [(Color.BLUE, MarkStyle.UNDERLINE), (Color.PINK, MarkStyle.STRIKE)]
    marking = [*buttons[: len(Color)], *buttons[len(Color) + 1 : len(Color) + 3]]
    for button, (color, style) in zip(marking, styles, strict=True):
        select_words(pane, "皇后")
        with qtbot.waitSignal(pane.mark_requested) as asked:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert asked.args == [span_of(article, "皇后"), style, color]
    select_words(pane, "皇后")
    with qtbot.waitSignal(pane.mark_requested) as asked:
        QTest.mouseClick(buttons[-3], Qt.MouseButton.LeftButton)
    assert asked.args == [span_of(article, "皇后。"), MarkStyle.BOOKMARK, Color.ORANGE]
    select_words(pane, "皇后")
    with qtbot.waitSignal(pane.note_requested) as note:
        QTest.mouseClick(buttons[-2], Qt.MouseButton.LeftButton)
    assert note.args == [span_of(article, "皇后")]
    select_words(pane, "皇后")
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "皇后"
    assert not part_of(pane, SelectionPopup).isVisible()


# Marks


@pytest.mark.parametrize(
    ("shown", "first"),
    [
        (ShownScript.ORIGINAL, "联网上的报"),
        (ShownScript.SIMPLIFIED, "联网上的报"),
        (ShownScript.TRADITIONAL, "聯網上的報"),
        (ShownScript.TAIWAN_PHRASES, "網際網路上的報"),  # a phrase is marked as a whole
    ],
)
def test_highlights_are_drawn_on_their_words_and_no_more(
    pane: ArticlePane, shown: ShownScript, first: str
) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    pane.set_annotations([placed_on(article, "联网上的报"), placed_on(article, "皇后", Color.BLUE)])
    pane.show_view(ArticleView(article, shown))
    assert marked(pane) == [
        (first, LIGHT.highlights[Color.YELLOW]),
        ("皇后", LIGHT.highlights[Color.BLUE]),
    ]


def test_highlights_stay_on_words_that_become_astral(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    pane.set_annotations([placed_on(article, "，勣軍"), placed_on(article, "後宮", Color.PINK)])
    seen = {}
    for shown in (ShownScript.SIMPLIFIED, ShownScript.HONGKONG, ShownScript.ORIGINAL):
        pane.show_view(ArticleView(article, shown))
        seen[shown] = [words for words, _ in marked(pane)]
    assert seen[ShownScript.SIMPLIFIED] == ["，𪟝军", "后宫"]
    assert seen[ShownScript.ORIGINAL] == ["，勣軍", "後宮"]


def test_an_annotation_of_several_places_is_drawn_at_each(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    one, two = placed_on(article, "皇后"), placed_on(article, "第二")
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    pane.set_annotations([PlacedAnnotation(one.annotation, one.spans + two.spans)])
    for shown in (ShownScript.TAIWAN_PHRASES, ShownScript.SIMPLIFIED):
        pane.show_view(ArticleView(article, shown))
        assert [words for words, _ in marked(pane)] == ["皇后", "第二"]


def test_a_highlight_over_blocks_is_drawn_in_each(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL))
    pane.set_annotations([placed_on(article, "皇后。\n第二")])
    assert [words for words, _ in marked(pane)] == ["皇后。", "第二"]


def test_a_highlight_inside_another_is_drawn_over_it(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    inner, outer = placed_on(article, "將軍會", Color.BLUE), placed_on(article, "張將軍會師")
    pane.set_annotations([inner, outer])
    yellow, blue = LIGHT.highlights[Color.YELLOW], LIGHT.highlights[Color.BLUE]
    assert marked(pane) == [("張", yellow), ("將軍會", blue), ("師", yellow)]


def test_of_many_highlights_over_one_another_each_is_seen_where_it_is_the_shortest(
    pane: ArticlePane,
) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(150)) + "𪟝" * 50
    article = article_of_lines(["题", "副", "记", text], Script.NEITHER)
    chance = random.Random(5)
    placed = []
    expected = [""] * len(text)
    for length in range(120, 1, -2):
        start = chance.randrange(len(text) - length)
        color = chance.choice(list(Color))
        placed.append(placed_on(article, text[start : start + length], color, id_=str(length)))
        if text[start] == "𪟝":  # that is found at the first of them
            start = text.index("𪟝")
        expected[start : start + length] = [LIGHT.highlights[color]] * length
    chance.shuffle(placed)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    pane.set_annotations(placed)
    seen = [color for words, color in marked(pane) for _ in words]
    assert len(set(seen)) == len(Color)
    assert seen == [color for color in expected if color]


def test_the_current_hit_stands_out_where_another_shares_its_phrase(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    start = span_of(article, "互联网").start
    pane.set_hits(Spans([start, start + 2], [start + 1, start + 3]))
    for number in (0, 1):
        pane.show_hit(number)
        assert marked(pane) == [("網際網路", LIGHT.current_hit)]


def test_hits_are_marked_and_the_current_one_stands_out(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    starts = [at for at in range(len(article.text)) if article.text.startswith("將軍", at)]
    pane.show_view(ArticleView(article, ShownScript.SIMPLIFIED))
    pane.set_hits(Spans(starts, [start + 2 for start in starts]))
    assert marked(pane) == [("将军", LIGHT.hit)] * 3
    pane.show_hit(1)
    expected = [("将军", LIGHT.hit), ("将军", LIGHT.current_hit), ("将军", LIGHT.hit)]
    assert marked(pane) == expected
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL))
    assert marked(pane)[1] == ("將軍", LIGHT.current_hit)
    pane.set_hits(Spans())
    assert marked(pane) == []


def test_a_person_looks_on_from_the_hit_the_selection_or_the_first_line_on_screen(
    pane: ArticlePane, page: Page
) -> None:
    article = article_of_lines(long_lines(60), Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    start = {number: article.text.index(f"第{number}段") for number in (0, 2, 57)}
    assert pane.looked_at() == 0
    select_words(pane, "第2段")
    assert pane.looked_at() == start[2]
    pane.set_hits(spans_of(article, "第0段", "第57段"))
    assert not pane.shows_current_hit()
    assert [pane.hit_from(at) for at in (0, start[0], start[0] + 1, start[57] + 1)] == [0, 0, 1, 2]
    pane.show_hit(0)
    assert pane.shows_current_hit()
    assert pane.looked_at() == start[0]
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_End)
    assert not pane.shows_current_hit()
    first = page.first_line()
    assert first is not None
    assert pane.looked_at() == position_of(pane, first[0]) > start[2]


def test_the_current_hit_can_be_selected(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    pane.set_hits(spans_of(article, "联网上"))
    pane.select_current_hit()
    assert pane.selected_span() is None
    pane.show_hit(0)
    pane.select_current_hit()
    assert pane.selected_text() == "網際網路上"


def test_a_hit_below_the_screen_is_brought_on_it(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(60), Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    pane.set_hits(spans_of(article, "第1段", "第57段"))
    pane.show_hit(1)
    assert page.viewport().rect().contains(middle_of(pane, "第57段"))
    assert ("第57段", LIGHT.current_hit) in marked(pane)
    before = page.verticalScrollBar().value()
    pane.show_hit(1)
    assert page.verticalScrollBar().value() == before  # on screen already: nothing moves
    pane.show_hit(0)
    assert page.viewport().rect().contains(middle_of(pane, "第1段"))


def test_another_article_shows_none_of_the_marks_of_the_one_before(
    pane: ArticlePane, page: Page
) -> None:
    """The longer article's places do not exist in the shorter one."""
    long = article_of_lines(long_lines(60), Script.SIMPLIFIED)
    pane.show_view(ArticleView(long, ShownScript.ORIGINAL))
    pane.set_annotations([placed_on(long, "第58段")])
    pane.set_hits(spans_of(long, "第59段"))
    pane.show_hit(0)
    select_words(pane, "第59段")
    pane.show_view(view_of_lines(["短", "文"], number=2))
    assert marked(pane) == []
    assert pane.selected_span() is None
    assert page.verticalScrollBar().value() == 0


def test_a_click_on_a_highlight_tells_which(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    view = ArticleView(article, ShownScript.SIMPLIFIED)
    pane.show_view(view)
    outer, inner = (
        placed_on(article, "勣軍先至", id_="outer"),
        placed_on(article, "先", id_="inner"),
    )
    pane.set_annotations([outer, inner])
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    click(pane, middle_of(pane, "𪟝军"))
    click(pane, middle_of(pane, "先"))
    assert clicked == ["outer", "inner"]
    # Every part of its first and last character belongs to it, no part of their neighbours does.
    start, end = places_of(view, "𪟝军先至")
    left, right = point_of(pane, start), point_of(pane, end)
    clicked.clear()
    click(pane, left + QPoint(2, 0))
    click(pane, right - QPoint(2, 0))
    assert clicked == ["outer", "outer"]
    clicked.clear()
    click(pane, left - QPoint(3, 0))
    click(pane, right + QPoint(3, 0))
    assert clicked == []


def test_of_two_highlights_on_the_same_words_a_click_tells_the_one_that_is_seen(
    pane: ArticlePane,
) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    placed = [placed_on(article, "勣軍", color, id_=color) for color in (Color.PINK, Color.BLUE)]
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    for order in (placed, placed[::-1]):
        pane.set_annotations(order)
        ((_, ground),) = marked(pane)
        click(pane, middle_of(pane, "勣軍"))
        assert LIGHT.highlights[Color(clicked[-1])] == ground


def test_a_click_beside_the_text_is_no_click_on_a_highlight(pane: ArticlePane) -> None:
    article = article_of_lines(["题", "副", "记", "后宫"], Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.ORIGINAL)
    pane.show_view(view)
    pane.set_annotations([placed_on(article, "后宫")])
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    first = point_of(pane, places_of(view, "后宫")[0])
    for aside in (QPoint(-20, 0), QPoint(200, 0), QPoint(5, 150)):
        click(pane, first + aside)
    assert clicked == []


# The place


def lines_on_screen(page: Page, view: ArticleView) -> list[tuple[int, Place]]:
    """The whole lines on screen: pixels under the top edge, and the place of their beginning."""
    tops: dict[int, Place] = {}
    for number in page.blocks_on_screen():
        for offset in range(len(view.block(number).text)):
            rect = page.rect_of(Place(number, offset))
            if rect is not None and rect.top() >= 0:
                tops.setdefault(rect.top(), Place(number, offset))
    return sorted(tops.items())


def first_line(page: Page, view: ArticleView) -> tuple[int, Span]:
    """The first whole line on screen: pixels under the top edge, and its source offsets."""
    (top, start), (_, end), *_ = lines_on_screen(page, view)
    return top, Span(view.source_position(start), view.source_position(end))


def test_a_toggle_keeps_the_line_that_is_being_read(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(200), Script.SIMPLIFIED)
    original = ArticleView(article, ShownScript.ORIGINAL)
    pane.show_view(original)
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 7)
    below, read = first_line(page, original)
    position = pane.reading_position()
    assert position == read.start
    for _ in range(4):
        for shown in ShownScript:
            view = ArticleView(article, shown)
            pane.show_view(view)
            now_below, line = first_line(page, view)
            assert line.start <= position < line.end
            assert abs(now_below - below) <= 1
            assert pane.reading_position() == position
    pane.show_view(original)
    assert first_line(page, original) == (below, read)


def test_a_toggle_at_the_top_stays_at_the_top(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(60), Script.SIMPLIFIED)
    for shown in (*ShownScript, ShownScript.ORIGINAL):
        pane.show_view(ArticleView(article, shown))
        assert page.verticalScrollBar().value() == 0


def test_a_toggle_at_the_end_stays_at_the_end(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(60), Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_End)
    seen = []
    for shown in (ShownScript.TRADITIONAL, ShownScript.HONGKONG, ShownScript.ORIGINAL):
        view = ArticleView(article, shown)
        pane.show_view(view)
        last = page.rect_of(Place(60, len(view.block(60).text)))
        assert last is not None
        seen.append(last.bottom())
    assert len(set(seen)) == 1
    assert page.viewport().height() // 2 < seen[0] < page.viewport().height()


def test_a_toggle_keeps_the_selection_on_the_same_words(pane: ArticlePane) -> None:
    article = article_of_lines(TRADITIONAL, Script.TRADITIONAL)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    select_words(pane, "師，勣軍")
    for shown in (*ShownScript, ShownScript.ORIGINAL):
        pane.show_view(ArticleView(article, shown))
        assert selected_words(pane, article) == "師，勣軍"
        assert [words for words, _ in marked(pane)] == [pane.selected_text()]
    pane.copy_selection()
    assert QGuiApplication.clipboard().text() == "師，勣軍"


def test_zoom_and_width_keep_the_line_that_is_being_read(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(200), Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.ORIGINAL)
    pane.show_view(view)
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    position = pane.reading_position()
    assert position is not None

    def still_there() -> bool:
        _, line = first_line(page, view)
        return line.start <= position < line.end

    for percent in (150, 80, 230, 100):
        pane.set_typography(Settings(zoom_percent=percent), LIGHT)
        assert still_there(), percent
    for width in (*range(880, 300, -40), *range(300, 900, 30)):
        pane.resize(width, 600)
        assert still_there(), width


def test_an_article_opens_where_it_was_left(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(long_lines(100), Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TRADITIONAL)
    pane.show_view(view)
    page.verticalScrollBar().setValue(2000)
    left = pane.reading_position()
    _, line = first_line(page, view)
    pane.show_view(view_of_lines(["短", "文"], number=2))
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL), left)
    assert pane.reading_position() == left == line.start
    assert first_line(page, view) == (0, line)


def test_an_article_left_at_its_top_opens_at_its_top(pane: ArticlePane, page: Page) -> None:
    view = view_of_lines(long_lines(100))
    pane.show_view(view)
    left = pane.reading_position()
    pane.show_view(view_of_lines(["短", "文"], number=2))
    pane.show_view(view, left)
    assert page.verticalScrollBar().value() == 0


def test_a_note_shows_when_the_mouse_rests_on_its_words(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TRADITIONAL)
    pane.show_view(view)
    pane.set_annotations([placed_on(article, "皇后", note="一段备注")])
    point = middle_of(pane, "皇后")
    rest_mouse(page, point)
    wait_until(QToolTip.isVisible)
    assert QToolTip.text() == "一段备注"
    rest_mouse(page, point + QPoint(300, 0))
    wait_until(lambda: not QToolTip.isVisible())


def rest_mouse(page: Page, point: QPoint) -> None:
    event = QHelpEvent(QEvent.Type.ToolTip, point, page.viewport().mapToGlobal(point))
    QCoreApplication.sendEvent(page.viewport(), event)


def test_a_choice_shows_what_else_it_could_be_when_the_mouse_rests_on_it(
    pane: ArticlePane, page: Page
) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TRADITIONAL)
    pane.show_view(view)
    point = middle_of(pane, "后。")
    rest_mouse(page, point - QPoint(9, 0))
    wait_until(QToolTip.isVisible)
    form, others = QToolTip.text().split("\n")
    assert form == "后 → 后"
    assert others.startswith("could be: ") and "後" in others
    pane.set_annotations([placed_on(article, "皇后", note="一段备注")])
    rest_mouse(page, point - QPoint(9, 0))
    wait_until(lambda: QToolTip.text().startswith("一段备注\n\n后 → 后\n"))
    rest_mouse(page, middle_of(pane, "。"))
    wait_until(lambda: not QToolTip.isVisible())


def test_nothing_is_a_choice_in_the_original(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL))
    rest_mouse(page, middle_of(pane, "皇后") + QPoint(9, 0))
    wait_until(QToolTip.isVisible)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    rest_mouse(page, middle_of(pane, "皇后") + QPoint(9, 0))
    wait_until(lambda: not QToolTip.isVisible())


def test_a_cleaned_word_tells_what_stood_there_when_the_mouse_rests_on_it(
    pane: ArticlePane, page: Page
) -> None:
    article = cleaned_article("在羅湖區(qū)與皇后(qū)", "(qū)", "gloss")
    view = ArticleView(article, ShownScript.SIMPLIFIED)
    pane.show_view(view)
    rest_mouse(page, middle_of(pane, "区"))
    wait_until(QToolTip.isVisible)
    assert QToolTip.text() == "區(qū) → 區\nA reading in brackets was taken out."
    rest_mouse(page, middle_of(pane, "湖"))
    wait_until(lambda: not QToolTip.isVisible())


def test_a_cleaned_word_that_is_a_choice_tells_both(pane: ArticlePane, page: Page) -> None:
    article = cleaned_article("说皇后(hòu)", "(hòu)", "gloss", Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TRADITIONAL))
    rest_mouse(page, middle_of(pane, "后"))
    wait_until(QToolTip.isVisible)
    choice, cleaning = QToolTip.text().split("\n\n")
    assert choice.startswith("后 → 后\n")
    assert cleaning.startswith("后(hòu) → 后\n")


def test_a_cleaned_word_with_markup_is_told_as_it_is(pane: ArticlePane, page: Page) -> None:
    article = cleaned_article("甲<img src='x'>乙", "<img src='x'>", "rule-of-2031")
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    rest_mouse(page, middle_of(pane, "甲"))
    wait_until(QToolTip.isVisible)
    assert "甲&lt;img␣src" in QToolTip.text()


def test_cleaned_words_are_underlined_unless_that_is_turned_off(pane: ArticlePane) -> None:
    article = cleaned_article("他叫李 君，住在羅 湖", " ", "spaced-name")
    pane.show_view(ArticleView(article, ShownScript.SIMPLIFIED))
    hidden = Settings(mark_edits=False)
    assert underlined(pane, Settings(), hidden, blocks=[1]) == "李君罗湖"
    marked_too = Settings(mark_choices=True)
    assert "李君" in underlined(pane, marked_too, hidden, blocks=[1])
    pane.show_view(view_of_lines(SIMPLIFIED, number=2))
    assert underlined(pane, Settings(), hidden) == ""


def test_the_letters_of_a_headline_have_one_line_under_them(pane: ArticlePane, page: Page) -> None:
    """Between two characters as under them."""
    article = cleaned_article("干 部 沉 下 去", " ", "letter-spaced")
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    images = []
    for settings in (Settings(zoom_percent=300), Settings(zoom_percent=300, mark_edits=False)):
        pane.set_typography(settings, LIGHT)
        images.append(page.viewport().grab().toImage())
    first, last = page.rect_of(Place(1, 0)), page.rect_of(Place(1, 5))
    assert first is not None and last is not None
    inked = [
        x
        for x in range(first.left(), last.left())
        if any(
            images[0].pixel(x, y) != images[1].pixel(x, y)
            for y in range(first.bottom() - 4, first.bottom() + 4)
        )
    ]
    assert max(after - before for before, after in pairwise(inked)) <= 4
    assert inked[-1] - inked[0] > 4.5 * (last.left() - first.left()) / 5


def test_glosses_can_stand_above_their_characters(pane: ArticlePane, page: Page) -> None:
    article = cleaned_article("在羅湖區(qū)與深圳區(qū)辦", "(qū)", "gloss")
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    text = shown_in(pane).block(1).text
    before = [page.rect_of(Place(1, offset)) for offset in range(len(text) + 1)]
    plain, above = Settings(mark_edits=False), Settings(mark_edits=False, glosses=Glosses.ABOVE)
    assert underlined(pane, above, plain, blocks=[1]) == "區區"
    assert [page.rect_of(Place(1, offset)) for offset in range(len(text) + 1)] == before
    # What is there needs no line that says it was taken out.
    assert underlined(pane, Settings(glosses=Glosses.ABOVE), above, blocks=[1]) == ""
    select_words(pane, "湖區與")
    pane.copy_selection()
    assert QGuiApplication.clipboard().text() == "湖區與"


def underlined(
    pane: ArticlePane,
    settings: Settings,
    plain: Settings = Settings(),  # noqa: B008  # frozen
    blocks: Sequence[int] = (3, 4),
) -> str:
    """The characters of the paragraphs that look otherwise with these settings than without."""
    page, view = page_of(pane), pane.view
    assert view is not None
    images = []
    for each in (plain, settings):
        pane.set_typography(each, LIGHT)
        images.append(page.viewport().grab().toImage())
    found = ""
    for number in blocks:
        for offset, character in enumerate(view.block(number).text):
            rect = page.rect_of(Place(number, offset))
            after = page.rect_of(Place(number, offset + 1))
            assert rect is not None and after is not None
            rect.setLeft(rect.left() + 3)  # a line under the character before ends softly
            rect.setRight(after.left() - 3)
            rect.adjust(0, -2, 0, 2)
            if images[0].copy(rect) != images[1].copy(rect):
                found += character
    return found


def test_choices_are_underlined_if_that_is_wanted(pane: ArticlePane) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    view = ArticleView(article, ShownScript.TRADITIONAL)
    pane.show_view(view)
    expected = "".join(choice.chosen for number in (3, 4) for choice in view.choices(number))
    assert "后" in expected and "圖" not in expected
    assert underlined(pane, Settings(mark_choices=True)) == expected
    pane.show_view(view.in_script(ShownScript.ORIGINAL))
    assert underlined(pane, Settings(mark_choices=True)) == ""


def menu_at(pane: ArticlePane, point: QPoint) -> tuple[QMenu, QAction]:
    """The menu of a right-click, and its entry for a word."""
    viewport = page_of(pane).viewport()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, viewport.mapToGlobal(point))
    QCoreApplication.sendEvent(viewport, event)
    menu = pane.findChildren(QMenu)[-1]
    return menu, menu.actions()[-1]


def test_the_menu_offers_to_correct_a_converted_word(pane: ArticlePane, qtbot: QtBot) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    select_words(pane, "網際網路")
    menu, entry = menu_at(pane, middle_of(pane, "網際網路"))
    assert entry.text() == "“網際網路” should read…"
    with qtbot.waitSignal(pane.correction_requested) as asked:
        entry.trigger()
    assert asked.args == [Word("互联网", "網際網路", to_traditional=True)]
    menu.close()


def test_the_menu_names_the_word_under_the_mouse(pane: ArticlePane) -> None:
    pane.show_view(view_of_lines(SIMPLIFIED, shown=ShownScript.TAIWAN_PHRASES))
    menu, entry = menu_at(pane, middle_of(pane, "網際網路") - QPoint(8, 0))
    assert entry.text() == "“網際網路” should read…"
    assert entry.isEnabled()
    assert not menu.actions()[0].isEnabled()  # nothing is selected that could be copied
    menu.close()


def test_a_click_beside_the_selection_asks_about_the_word_there(pane: ArticlePane) -> None:
    pane.show_view(view_of_lines(SIMPLIFIED, shown=ShownScript.TAIWAN_PHRASES))
    select_words(pane, "皇后")
    menu, entry = menu_at(pane, middle_of(pane, "網際網路") - QPoint(8, 0))
    assert entry.text() == "“網際網路” should read…"
    assert menu.actions()[0].isEnabled()  # the selection is still there to be copied
    menu.close()


def test_the_menu_offers_no_correction_where_nothing_is_converted(pane: ArticlePane) -> None:
    view = view_of_lines(SIMPLIFIED)
    for shown in (ShownScript.ORIGINAL, ShownScript.SIMPLIFIED):
        pane.show_view(view.in_script(shown))
        menu, entry = menu_at(pane, middle_of(pane, "皇后"))
        assert not entry.isEnabled()
        menu.close()
    pane.show_view(view.in_script(ShownScript.TRADITIONAL))
    menu, entry = menu_at(pane, middle_of(pane, "第二段") + QPoint(0, 150))  # beside the text
    assert not entry.isEnabled()
    menu.close()


def test_clearing_shows_the_empty_page(pane: ArticlePane, page: Page) -> None:
    article = article_of_lines(SIMPLIFIED, Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    pane.set_hits(Spans([0], [2]))
    select_words(pane, "皇后")
    pane.clear()
    assert not page.isVisible()
    assert pane.reading_position() is None
    assert pane.selected_span() is None
    assert pane.selected_text() == ""
