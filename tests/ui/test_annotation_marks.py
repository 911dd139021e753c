"""Annotations in the text: how each style looks, what a click finds, and how a range is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QToolTip
from pytestqt.qtbot import QtBot

from reader.article_view import ArticleView, Place
from reader.model import (
    AnnotationEdit,
    Article,
    Color,
    MarkStyle,
    PlacedAnnotation,
    Script,
    ShownScript,
    Span,
)
from reader.settings import Settings
from reader.ui.article_pane import ArticlePane
from reader.ui.page import Page
from reader.ui.theme import DARK, LIGHT, SEPIA, Colors, ground_of, line_of
from tests.ui.pages import article_of_lines, long_lines, placed_on
from tests.ui.session import (
    click,
    drag,
    marked,
    middle_of,
    page_of,
    places_of,
    point_of,
    select_words,
    shown_in,
    wait_until,
)

LINES = ["题目", "副题", "记者", "一二三四五六七八九十", "第二段的文字。"]
ARTICLE = article_of_lines(LINES, Script.NEITHER)
PLAIN = ArticleView(ARTICLE, ShownScript.ORIGINAL)
END_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
START_KEYS = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[ArticlePane]:
    shown = ArticlePane(Settings(), LIGHT)
    qtbot.addWidget(shown)
    shown.resize(900, 600)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.activateWindow()
    shown.show_view(PLAIN)
    yield shown


@pytest.fixture
def page(pane: ArticlePane) -> Page:
    return page_of(pane)


def styled(
    words: str,
    style: MarkStyle = MarkStyle.HIGHLIGHT,
    color: str = Color.YELLOW,
    note: str = "",
    article: Article = ARTICLE,
) -> PlacedAnnotation:
    """An annotation whose id is its words and its style."""
    placed = placed_on(article, words, note=note, id_=f"{words} {style}")
    return replace(placed, annotation=replace(placed.annotation, style=style, color=color))


def span_of(words: str, article: Article = ARTICLE) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def rows_of(pane: ArticlePane, color: QColor, words: str) -> list[int]:
    """The rows, from the top of words on one line, in which most of them is of a colour."""
    start, end = places_of(shown_in(pane), words)
    first = page_of(pane).rect_of(start)
    last = page_of(pane).rect_of(end, leftward=True)
    assert first is not None and last is not None
    image = page_of(pane).viewport().grab().toImage()
    columns = range(first.left() + 2, last.left() - 2)
    return [
        y - first.top()
        for y in range(first.top() - 4, first.bottom() + 10)
        if sum(image.pixelColor(x, y).name() == color.name() for x in columns) > len(columns) * 0.9
    ]


def colors_at(pane: ArticlePane, place: Place) -> set[str]:
    """The colours from the top of a place's line to its bottom, right of the place's edge."""
    rect = page_of(pane).rect_of(place)
    assert rect is not None
    image = page_of(pane).viewport().grab().toImage()
    return {
        image.pixelColor(rect.left() + 2, y).name() for y in range(rect.top(), rect.bottom() + 1)
    }


def current(pane: ArticlePane) -> str:
    found = pane.current_annotation()
    return found.annotation.id if found is not None else ""


def rest_mouse(page: Page, point: QPoint) -> str:
    """The tip that comes."""
    event = QHelpEvent(QEvent.Type.ToolTip, point, page.viewport().mapToGlobal(point))
    QCoreApplication.sendEvent(page.viewport(), event)
    wait_until(QToolTip.isVisible)
    return QToolTip.text()


# Looks


def test_an_underline_is_under_its_words_and_a_strike_through_them(pane: ArticlePane) -> None:
    pane.set_annotations(
        [
            styled("二三四", MarkStyle.UNDERLINE, Color.GREEN),
            styled("七八九", MarkStyle.STRIKE, Color.PINK),
        ]
    )
    under = rows_of(pane, line_of(LIGHT, Color.GREEN), "二三四")
    through = rows_of(pane, line_of(LIGHT, Color.PINK), "七八九")
    rect = page_of(pane).rect_of(Place(3, 0))
    assert rect is not None
    assert len(under) == len(through) == 2
    assert abs(through[0] - rect.height() / 2) < 5
    assert under[0] > rect.height() * 0.8
    assert rows_of(pane, line_of(LIGHT, Color.GREEN), "五六") == []
    assert marked(pane) == []


def test_an_underline_on_highlit_words_leaves_both_to_be_seen(pane: ArticlePane) -> None:
    pane.set_annotations([styled("二三四"), styled("二三四", MarkStyle.UNDERLINE, Color.BLUE)])
    assert marked(pane) == [("二三四", LIGHT.highlights[Color.YELLOW])]
    assert len(rows_of(pane, line_of(LIGHT, Color.BLUE), "二三四")) == 2


@pytest.mark.parametrize("style", [MarkStyle.UNDERLINE, MarkStyle.STRIKE])
def test_lines_over_one_another_have_places_of_their_own(
    pane: ArticlePane, style: MarkStyle
) -> None:
    colors = [Color.GREEN, Color.BLUE, Color.PINK]
    outer, middle, inner = ["二三四五六", "二三四五", "三四"]
    words = [outer, middle, inner]
    pane.set_annotations(
        [styled(one, style, color) for one, color in zip(words, colors, strict=True)]
    )
    rows = [rows_of(pane, line_of(LIGHT, color), inner) for color in colors]
    assert [len(each) for each in rows] == [2, 2, 2]
    assert len({row for each in rows for row in each}) == 6


def test_three_highlights_over_one_another_are_all_seen(pane: ArticlePane) -> None:
    """On the same words, too, and where two are of one colour."""
    pane.set_annotations(
        [
            styled("一二三四五六", color=Color.YELLOW),
            styled("三四五六七", color=Color.GREEN),
            styled("四五", color=Color.PINK),
        ]
    )
    pure = {color: LIGHT.highlights[color] for color in Color}
    assert marked(pane) == [
        ("一二", pure[Color.YELLOW]),
        ("三", pure[Color.GREEN]),
        ("四五", pure[Color.PINK]),
        ("六七", pure[Color.GREEN]),
    ]
    alone, two, three = (colors_at(pane, Place(3, offset)) for offset in (0, 2, 3))
    assert len(alone & set(pure.values())) == 1
    yellow_under = two - alone - set(pure.values())
    green_under = three - two - set(pure.values())
    assert len(yellow_under) >= 1 and yellow_under & three
    assert green_under
    one = styled("八九十", color=Color.BLUE)
    same = replace(one, annotation=replace(one.annotation, id="same"))
    pane.set_annotations([one])
    before = colors_at(pane, Place(3, 7))
    pane.set_annotations([one, same])
    assert len(colors_at(pane, Place(3, 7))) > len(before)


def test_a_highlight_is_seen_under_a_hit_and_a_selection(pane: ArticlePane) -> None:
    pane.set_annotations([styled("二三四", color=Color.GREEN)])
    select_words(pane, "一二三四五")
    assert {ground for _, ground in marked(pane)} == {LIGHT.selection}
    stripe = colors_at(pane, Place(3, 1)) - colors_at(pane, Place(3, 4))
    assert stripe


@pytest.mark.parametrize("colors", [LIGHT, DARK, SEPIA], ids=["light", "dark", "sepia"])
def test_a_colour_of_ones_own_is_drawn_in_each_theme(pane: ArticlePane, colors: Colors) -> None:
    pane.set_typography(Settings(), colors)
    own = "#8b0000"
    pane.set_annotations(
        [styled("二三四", color=own), styled("七八九", MarkStyle.UNDERLINE, color=own)]
    )
    assert [words for words, ground in marked(pane) if ground == ground_of(colors, own).name()]
    assert len(rows_of(pane, line_of(colors, own), "七八九")) == 2


def ribbon_point(pane: ArticlePane, place: Place, number: int = 0) -> QPoint:
    """The middle of a ribbon beside the line of a place."""
    rect = page_of(pane).rect_of(Place(place.block, 0))
    left = page_of(pane).rect_of(Place(0, 0))
    assert rect is not None and left is not None
    return QPoint(left.left() - 17 - 12 * number, rect.center().y() - 2)


def test_a_bookmark_is_a_ribbon_in_the_margin_and_leaves_the_words_alone(
    pane: ArticlePane, page: Page
) -> None:
    pane.set_annotations(
        [
            styled("二三", MarkStyle.BOOKMARK, Color.ORANGE),
            styled("五六", MarkStyle.BOOKMARK, Color.BLUE),
        ]
    )
    image = page.viewport().grab().toImage()
    seen = [image.pixelColor(ribbon_point(pane, Place(3, 0), number)) for number in (0, 1)]
    assert {one.name() for one in seen} == {
        line_of(LIGHT, color).name() for color in (Color.ORANGE, Color.BLUE)
    }
    assert marked(pane) == []
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    click(pane, middle_of(pane, "二三"))
    assert clicked == []
    click(pane, ribbon_point(pane, Place(3, 0), 0))
    click(pane, ribbon_point(pane, Place(3, 0), 1))
    assert sorted(clicked) == ["二三 bookmark", "五六 bookmark"]
    assert page.range is None  # a place has no ends


# Clicks


@pytest.mark.parametrize("style", [MarkStyle.UNDERLINE, MarkStyle.STRIKE])
def test_a_line_is_hit_anywhere_on_its_characters(pane: ArticlePane, style: MarkStyle) -> None:
    pane.set_annotations([styled("二三四", style)])
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    rect = page_of(pane).rect_of(Place(3, 2))
    assert rect is not None
    for y in (rect.top() + 1, rect.center().y(), rect.bottom() - 1):
        click(pane, QPoint(rect.left() + 6, y))
    assert clicked == [f"二三四 {style}"] * 3


def test_clicks_at_one_place_go_from_the_smallest_to_the_largest_and_around(
    pane: ArticlePane,
) -> None:
    marks = [
        styled("一二三四五六"),
        styled("三四五", MarkStyle.UNDERLINE),
        styled("四", MarkStyle.STRIKE),
    ]
    pane.set_annotations(marks)
    clicked: list[str] = []
    pane.annotation_clicked.connect(clicked.append)
    for _ in range(4):
        click(pane, middle_of(pane, "四"))
    four, three, six = ("四 strike", "三四五 underline", "一二三四五六 highlight")
    assert clicked == [four, three, six, four]
    click(pane, middle_of(pane, "三"))  # elsewhere: the smallest there
    assert clicked[-1] == three
    click(pane, middle_of(pane, "副题"))
    assert current(pane) == ""


def test_a_tip_has_the_first_lines_of_each_note(pane: ArticlePane, page: Page) -> None:
    long_note = "\n".join(f"第{number}行" for number in range(20))
    pane.set_annotations(
        [
            styled("一二三四", note=long_note),
            styled("三", MarkStyle.UNDERLINE, note="<b>小</b>"),
            styled("五六", MarkStyle.BOOKMARK, note="书签"),
        ]
    )
    tip = rest_mouse(page, middle_of(pane, "三"))
    assert "&lt;b&gt;小&lt;/b&gt;" in tip
    assert "第3行" in tip and "第4行" not in tip and "…" in tip
    assert rest_mouse(page, ribbon_point(pane, Place(3, 0))) == "书签"


# Marking


def test_a_line_takes_the_colour_that_was_given_last(pane: ArticlePane, qtbot: QtBot) -> None:
    select_words(pane, "二三")
    with qtbot.waitSignal(pane.mark_requested) as asked:
        pane.mark_selection(MarkStyle.UNDERLINE)
    assert asked.args == [span_of("二三"), MarkStyle.UNDERLINE, Color.BLUE]
    pane.set_annotations([styled("二三", MarkStyle.UNDERLINE)])
    click(pane, middle_of(pane, "二三"))
    with qtbot.waitSignal(pane.edit_requested) as edited:
        pane.highlight_selection(Color.GREEN)
    assert edited.args == ["二三 underline", AnnotationEdit(color=Color.GREEN)]
    select_words(pane, "八九")
    with qtbot.waitSignal(pane.mark_requested) as again:
        pane.mark_selection(MarkStyle.UNDERLINE)
    assert again.args == [span_of("八九"), MarkStyle.UNDERLINE, Color.GREEN]


def test_the_current_mark_takes_another_style_and_the_first_again(
    pane: ArticlePane, qtbot: QtBot
) -> None:
    pane.set_annotations([styled("二三")])
    click(pane, middle_of(pane, "二三"))
    with qtbot.waitSignal(pane.edit_requested) as asked:
        pane.mark_selection(MarkStyle.STRIKE)
    assert asked.args == ["二三 highlight", AnnotationEdit(style=MarkStyle.STRIKE)]
    pane.set_annotations([styled("二三", MarkStyle.STRIKE)])
    click(pane, middle_of(pane, "二三"))
    with qtbot.waitSignal(pane.edit_requested) as back:
        pane.mark_selection(MarkStyle.STRIKE)
    assert back.args == ["二三 strike", AnnotationEdit(style=MarkStyle.HIGHLIGHT)]


def test_without_a_selection_or_a_current_mark_nothing_is_asked_for(
    pane: ArticlePane, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(pane.mark_requested), qtbot.assertNotEmitted(pane.edit_requested):
        pane.mark_selection(MarkStyle.STRIKE)
        pane.highlight_selection(Color.GREEN)
    pane.ask_for_color()
    assert pane.findChildren(QColorDialog) == []


def test_a_colour_of_ones_own_is_chosen_in_a_dialog(pane: ArticlePane, qtbot: QtBot) -> None:
    select_words(pane, "二三")
    pane.ask_for_color()
    (dialog,) = pane.findChildren(QColorDialog)
    dialog.setCurrentColor(QColor("#8b0000"))
    with qtbot.waitSignal(pane.mark_requested) as asked:
        dialog.accept()
    assert asked.args == [span_of("二三"), MarkStyle.HIGHLIGHT, "#8b0000"]


def test_a_bookmark_is_set_where_the_selection_begins(pane: ArticlePane, qtbot: QtBot) -> None:
    select_words(pane, "四五")
    with qtbot.waitSignal(pane.mark_requested) as asked:
        pane.bookmark_place()
    assert asked.args == [span_of("四五六七八九十"), MarkStyle.BOOKMARK, Color.ORANGE]
    # The same place has one already: it is shown instead.
    pane.set_annotations([styled("四五六七八九十", MarkStyle.BOOKMARK)])
    select_words(pane, "四五")
    with (
        qtbot.assertNotEmitted(pane.mark_requested),
        qtbot.waitSignal(pane.annotation_clicked) as shown,
    ):
        pane.bookmark_place()
    assert shown.args == ["四五六七八九十 bookmark"]


def test_without_a_selection_the_first_line_on_screen_is_bookmarked(
    pane: ArticlePane, page: Page, qtbot: QtBot
) -> None:
    article = article_of_lines(long_lines(60), Script.SIMPLIFIED, number=2)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    page.scroll_to(places_of(shown_in(pane), "第30段")[0], 0)
    with qtbot.waitSignal(pane.mark_requested) as asked:
        pane.bookmark_place()
    assert asked.args[0].start == span_of("第30段", article).start


# The range


def led(pane: ArticlePane) -> list[tuple[str, Span]]:
    """The changes of a range that are asked for from now on."""
    asked: list[tuple[str, Span]] = []
    pane.range_changed.connect(lambda id_, span: asked.append((id_, span)))
    return asked


def handle(pane: ArticlePane, place: Place, *, end: bool) -> QPoint:
    """The knob at one end of the range."""
    rect = page_of(pane).rect_of(place, leftward=end)
    assert rect is not None
    return QPoint(rect.left(), rect.bottom() + 5 if end else rect.top() - 5)


def make_current(pane: ArticlePane, *marks: PlacedAnnotation) -> None:
    pane.set_annotations(marks)
    pane.show_annotation(marks[0].annotation.id)


def test_dragging_an_end_shows_the_new_range_and_tells_it_at_the_end(
    pane: ArticlePane, page: Page
) -> None:
    make_current(pane, styled("三四五"))
    asked = led(pane)
    first, last = handle(pane, Place(3, 5), end=True), point_of(pane, Place(3, 8))
    seen = []
    page.range_led.connect(lambda: seen.append([words for words, _ in marked(pane)]))
    drag(page, first, last + QPoint(0, 16))
    assert seen[-1] == ["三四五六七八"]
    assert asked == [("三四五 highlight", span_of("三四五六七八"))]
    assert [words for words, _ in marked(pane)] == ["三四五六七八"]  # until it is stored
    drag(page, handle(pane, Place(3, 2), end=False), point_of(pane, Place(3, 0)) - QPoint(0, 16))
    assert asked[-1] == ("三四五 highlight", span_of("一二三四五六七八"))
    pane.set_annotations([styled("三四五")])
    assert [words for words, _ in marked(pane)] == ["三四五"]


def test_an_end_goes_into_other_blocks_and_past_the_other_end(
    pane: ArticlePane, page: Page
) -> None:
    make_current(pane, styled("三四五"))
    asked = led(pane)
    drag(page, handle(pane, Place(3, 5), end=True), point_of(pane, Place(4, 3)) + QPoint(0, 16))
    assert asked[-1][1] == span_of("三四五六七八九十\n第二段")
    make_current(pane, styled("三四五"))
    start = handle(pane, Place(3, 5), end=True)
    drag(page, start, point_of(pane, Place(0, 1)) + QPoint(0, 16))
    assert ARTICLE.text[asked[-1][1].start : asked[-1][1].end] == "目\n副题\n记者\n一二"


def test_a_press_on_a_handle_without_a_drag_is_a_click(pane: ArticlePane, page: Page) -> None:
    make_current(pane, styled("三四五"), styled("一二三四五六"))
    asked = led(pane)
    click(pane, point_of(pane, Place(3, 2)) + QPoint(3, 0))
    assert asked == []
    assert current(pane) == "三四五 highlight"
    click(pane, point_of(pane, Place(3, 5)) + QPoint(3, 0))
    assert current(pane) == "一二三四五六 highlight"


def test_escape_in_the_middle_of_a_drag_leaves_the_range_as_it_was(
    pane: ArticlePane, page: Page
) -> None:
    make_current(pane, styled("三四五"))
    page.setFocus()
    asked = led(pane)
    page.range_led.connect(lambda: QTest.keyClick(page, Qt.Key.Key_Escape))
    drag(page, handle(pane, Place(3, 5), end=True), point_of(pane, Place(3, 8)) + QPoint(0, 16))
    assert asked == []
    assert [words for words, _ in marked(pane)] == ["三四五"]
    assert current(pane) == "三四五 highlight"
    assert pane.selected_span() is None
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert current(pane) == ""
    assert page.range is None


def test_keys_move_either_end_by_a_character_and_tell_it_when_they_are_let_go(
    pane: ArticlePane, page: Page
) -> None:
    make_current(pane, styled("三四五"))
    page.setFocus()
    asked = led(pane)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyPress(page, key, END_KEYS)
    assert [words for words, _ in marked(pane)] == ["三四五六"]
    assert asked == []
    QTest.keyRelease(page, Qt.Key.Key_Control)
    assert asked == [("三四五 highlight", span_of("三四五六"))]
    pane.set_annotations([styled("三四五")])
    for _ in range(4):
        QTest.keyPress(page, Qt.Key.Key_Left, START_KEYS)
    QTest.keyRelease(page, Qt.Key.Key_Alt)
    assert ARTICLE.text[asked[-1][1].start : asked[-1][1].end] == "者\n一二三四五"
    pane.set_annotations([styled("三四五")])
    QTest.keyPress(page, Qt.Key.Key_Right, END_KEYS)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    QTest.keyRelease(page, Qt.Key.Key_Control)
    assert len(asked) == 2
    assert [words for words, _ in marked(pane)] == ["三四五"]


def test_a_range_is_never_led_to_nothing_and_back_again_is_no_change(
    pane: ArticlePane, page: Page
) -> None:
    make_current(pane, styled("三四"))
    page.setFocus()
    asked = led(pane)
    for _ in range(4):
        QTest.keyPress(page, Qt.Key.Key_Left, END_KEYS)
    assert [words for words, _ in marked(pane)] == ["三"]
    QTest.keyPress(page, Qt.Key.Key_Right, END_KEYS)
    QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert asked == []


def test_the_end_that_is_not_led_stays_inside_a_phrase(pane: ArticlePane, page: Page) -> None:
    """In the script on screen the phrase has another length and is marked as a whole."""
    article = article_of_lines(["题", "副", "记", "在互联网上的报告。"], Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.TAIWAN_PHRASES))
    make_current(pane, styled("联网上", article=article))
    assert [words for words, _ in marked(pane)] == ["網際網路上"]
    page.setFocus()
    asked = led(pane)
    QTest.keyPress(page, Qt.Key.Key_Right, END_KEYS)
    QTest.keyRelease(page, Qt.Key.Key_Shift)
    assert asked[-1][1] == span_of("联网上的", article)


def test_the_handle_of_words_that_end_with_their_line_stands_there(
    pane: ArticlePane, page: Page
) -> None:
    text = "一二三四五六七八九十" * 20
    article = article_of_lines(["题", "副", "记", text], Script.NEITHER)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    after = next(
        offset
        for offset in range(30, 100)
        if page.rect_of(Place(3, offset)).top() > page.rect_of(Place(3, offset - 1)).top()  # type: ignore[union-attr]
    )
    span = Span(*(article.text.index(text) + at for at in (after - 3, after)))
    placed = styled(article.text[span.start : span.end], article=article)
    make_current(pane, replace(placed, spans=(span,)))
    end = page.rect_of(Place(3, after), leftward=True)
    start = page.rect_of(Place(3, after - 1))
    assert end is not None and start is not None
    assert end.top() == start.top() and end.left() > start.left()
    asked = led(pane)
    knob = handle(pane, Place(3, after), end=True)
    drag(page, knob, point_of(pane, Place(3, after - 1)) + QPoint(0, 16))
    assert asked[-1][1] == Span(span.start, span.end - 1)


def test_the_handles_go_with_the_words_through_scripts_and_sizes(
    pane: ArticlePane, page: Page
) -> None:
    article = article_of_lines(["题", "副", "记", "在互联网上的报告。"], Script.SIMPLIFIED)
    pane.show_view(ArticleView(article, ShownScript.ORIGINAL))
    make_current(pane, styled("上的", article=article))
    for shown, words in ((ShownScript.TAIWAN_PHRASES, "上的"), (ShownScript.ORIGINAL, "上的")):
        pane.show_view(ArticleView(article, shown))
        assert page.range is not None
        assert (page.range.start, page.range.end) == places_of(shown_in(pane), words)
    pane.set_typography(Settings(zoom_percent=150), DARK)
    assert page.range is not None
