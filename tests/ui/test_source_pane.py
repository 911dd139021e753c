"""The source beside the article: they scroll together, and each says what stands in the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from reader.article_view import Place
from reader.library import Library
from reader.model import ArticleDraft, Block, BlockKind, Edit, ShownScript, Span
from reader.paths import Paths
from reader.settings import Settings, load
from reader.store import Store
from reader.ui.page import Page, PageLine
from reader.ui.source_pane import SourcePane
from reader.ui.theme import DARK, LIGHT
from tests.drafts import draft_of
from tests.ui.session import (
    Session,
    drag,
    import_files,
    part_of,
    select_words,
    shown_in,
    wait_until,
    write,
)

Open = Callable[..., Session]

# From a line of the source to the next, with the blank one between; it has 15 characters, and two
# that break it.
_ROW_PIXELS = 27 + 11

# Each as a newspaper sets it, in lines of 15 characters with a blank one between every two.
BODY = "".join(f"第{number:03}句說的是皇后在後宮閱讀歷史書，" for number in range(120)) + "完。"
OTHER = "".join(f"別的文章有{number:03}行，與此無關。" for number in range(60))
TITLE = "皇后讀書皇后讀書"


def set_in_lines(text: str) -> str:
    return "\n\n".join(text[at : at + 15] for at in range(0, len(text), 15))


def page_source() -> str:
    """A body, another article's text, the headlines at the foot of the page."""
    return f"{set_in_lines(BODY)}\n{set_in_lines(OTHER)}\n{TITLE}　記 者\n別的標題\n"


def span_of(source: str, words: str) -> Span:
    start = source.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def paths_of_page(paths: Paths) -> Paths:
    """A library of one page of two articles, whose headlines stand far from their bodies."""
    source = page_source()
    body, other = set_in_lines(BODY), set_in_lines(OTHER)
    title, other_title = span_of(source, TITLE), span_of(source, "別的標題")
    edits = [
        Edit("join-lines", Span(at, at + 2), "\n\n", "")
        for at in range(15, len(body), 17)
        if source[at : at + 2] == "\n\n"
    ]
    edits.append(Edit("doubled", Span(title.start + 4, title.end), "皇后讀書", ""))
    first = ArticleDraft(
        (
            Block(BlockKind.TITLE, (title,)),
            Block(BlockKind.PARAGRAPH, (span_of(source, body),)),
        ),
        title="皇后讀書",
    )
    second = ArticleDraft(
        (
            Block(BlockKind.TITLE, (other_title,)),
            Block(BlockKind.PARAGRAPH, (span_of(source, other.split("\n")[0]),)),
        ),
        title="別的標題",
    )
    with closing(Store(paths.database)) as store:
        store.set_meta("seeds", "done")
        store.add_document(draft_of(source, [first, second], edits), Path("/somewhere/page.txt"))
    return paths


@pytest.fixture
def session(paths_of_page: Paths, open_session: Open) -> Session:
    """The first article with its source beside it."""
    assert paths_of_page
    opened = open_session(settings=Settings(show_source=True, last_article=1))
    opened.rest()
    opened.action("Annotations").setChecked(False)
    return opened


@pytest.fixture
def source_page(session: Session) -> Page:
    return part_of(session.part(SourcePane), Page)


def place_in_source(words: str, inside: int = 0) -> Place:
    """Where words first stand in the rows of the page's source."""
    before = page_source()[: page_source().index(words) + inside]
    *rows, last = before.split("\n")
    return Place(len(rows), len(last))


def top_of(page: Page, place: Place) -> int:
    rect = page.rect_of(place)
    assert rect is not None, "it is not on screen"
    return rect.top()


def on_screen(page: Page, place: Place) -> bool:
    return page.shows(place)


def words_of(session: Session, row: int) -> str:
    return page_source().split("\n")[row]


def grounds(page: Page) -> list[tuple[str, str]]:
    """Words of the source on screen that stand on another ground than the page's, with it."""
    image = page.viewport().grab().toImage()
    plain = page.palette().color(QPalette.ColorRole.Base).name()
    found: list[tuple[str, str]] = []
    last = plain
    rows = page_source().split("\n")
    for number in page.blocks_on_screen():
        for offset, character in enumerate(rows[number]):
            corner = QPoint(2, 1) + page_rect(page, number, offset)
            ground = image.pixelColor(corner).name() if image.rect().contains(corner) else plain
            if ground != plain and ground == last:
                found[-1] = (found[-1][0] + character, ground)
            elif ground != plain:
                found.append((character, ground))
            last = ground
    return found


def page_rect(page: Page, row: int, offset: int) -> QPoint:
    rect = page.rect_of(Place(row, offset))
    assert rect is not None
    return rect.topLeft()


def ink(page: Page, row: int, start: int, end: int) -> int:
    """How far the darkest point of some characters is from white."""
    image = page.viewport().grab().toImage()
    first, last = page_rect(page, row, start), page_rect(page, row, end)
    height = 18
    return max(
        255 - image.pixelColor(x, y).lightness()
        for x in range(first.x(), last.x())
        for y in range(first.y(), first.y() + height)
    )


def middle(page: Page, row: int, offset: int) -> QPoint:
    """The middle of a character of the source."""
    left, right = page.rect_of(Place(row, offset)), page.rect_of(Place(row, offset + 1))
    assert left is not None and right is not None
    return (left.center() + right.center()) / 2


# There or not


def test_it_is_read_only_when_it_is_wanted(paths_of_page: Paths, open_session: Open) -> None:
    session = open_session(settings=Settings(last_article=1))
    session.rest()
    pane = session.part(SourcePane)
    assert not pane.isVisible()
    assert pane.article is None
    wide = session.article.width()
    session.choose("Show source")
    wait_until(lambda: session.article.width() < wide)
    assert pane.isVisible()
    assert pane.article is shown_in(session.article).article
    assert abs(session.article.width() - pane.width()) < 4 < wide - session.article.width()
    session.choose("Show source")
    assert not pane.isVisible()
    assert pane.article is None
    wait_until(lambda: session.article.width() == wide)
    assert paths_of_page


def test_it_is_there_again_after_a_restart(paths_of_page: Paths, open_session: Open) -> None:
    session = open_session()
    session.rest()
    session.choose("Show source")
    session.close()
    assert load(paths_of_page.settings).show_source
    again = open_session()
    again.rest()
    pane = again.part(SourcePane)
    assert pane.isVisible()
    assert pane.article is shown_in(again.article).article


def test_without_an_article_it_says_what_it_is_for(qtbot: QtBot) -> None:
    pane = SourcePane(Settings(), LIGHT)
    qtbot.addWidget(pane)
    pane.show()
    hints = [label for label in pane.findChildren(QLabel) if label.isVisible()]
    assert [hint.text() for hint in hints] == ["The source of the open article stands here."]


def test_an_article_that_goes_takes_its_source_along(session: Session, source_page: Page) -> None:
    assert source_page.isVisible()
    session.documents.remove_requested.emit((1,))
    session.rest()
    assert session.article.view is None
    assert not source_page.isVisible()
    assert session.part(SourcePane).isVisible()


# Scrolling together


def body_in_source(position: int) -> Place:
    """Where a character of the body stands in the rows of the source."""
    return Place(2 * (position // 15), position % 15)


def source_offset(place: Place) -> int:
    """The source offset of a character of the body, whose place in the article is given."""
    return place.offset + 2 * (place.offset // 15)


def first_line(page: Page) -> PageLine:
    return next(line for line in page.lines(0) if line.below >= 0)


def test_the_source_follows_the_article_line_for_line(session: Session, source_page: Page) -> None:
    for position in (900, 915, 130, 1_500):
        session.page.scroll_to(Place(1, position), 0)
        line = first_line(session.page)
        assert line.below == 0
        place = body_in_source(line.place.offset)
        row = next(one for one in source_page.lines(2) if one.place.block == place.block)
        assert abs(row.below + place.offset / 17 * _ROW_PIXELS) <= 1


def test_the_article_follows_the_source_line_for_line(session: Session, source_page: Page) -> None:
    for row in (40, 42, 150):
        source_page.scroll_to(Place(row, 0), 0)
        start = 17 * row // 2
        lines = [(source_offset(one.place), one.below) for one in session.page.lines(1)]
        (low, top), (high, bottom) = next(
            pair for pair in pairwise(lines) if pair[0][0] <= start < pair[1][0]
        )
        assert abs(top + (start - low) / (high - low) * (bottom - top)) <= 1


def lay_out(page: Page, blocks: int) -> None:
    """Make every height a true one: what lies above can then be counted in pixels."""
    for number in range(blocks):
        page.reveal(Place(number, 0))


def tops_beside(lead: Page, other: Page, step: float) -> list[int]:
    """How far the other is from its beginning, for each of many steps of one."""
    tops = [other.verticalScrollBar().value()]
    for _ in range(200):
        lead.scroll_pixels(step)
        QApplication.processEvents()
        tops.append(other.verticalScrollBar().value())
    return tops


@pytest.mark.parametrize("step", [3, -3])
def test_both_go_one_way_and_evenly(session: Session, source_page: Page, step: int) -> None:
    """Neither back nor by jumps, and neither leads the other on."""
    lay_out(source_page, len(page_source().split("\n")) - 1)
    lay_out(session.page, 2)
    session.page.scroll_to(Place(1, 1_100), 0)
    for lead, other in ((session.page, source_page), (source_page, session.page)):
        tops = tops_beside(lead, other, step)
        steps = [(after - before) * (step // 3) for before, after in pairwise(tops)]
        assert min(steps) >= -1
        assert max(steps) <= 8
        assert sum(steps) > 300


def test_at_a_block_from_elsewhere_the_source_jumps_there(
    session: Session, source_page: Page
) -> None:
    title, body = place_in_source(TITLE), Place(0, 0)
    session.page.scroll_pixels(-10_000)
    assert on_screen(source_page, title)
    assert not on_screen(source_page, body)
    session.page.scroll_to(Place(1, 0), 0)
    assert top_of(source_page, body) == 0
    assert not on_screen(source_page, title)


def test_among_what_is_anothers_the_article_stays(session: Session, source_page: Page) -> None:
    session.page.scroll_to(Place(1, 1_000), 0)
    elsewhere = place_in_source("030行")
    source_page.scroll_to(elsewhere, 0)
    before = session.page.first_line()
    for _ in range(5):
        source_page.scroll_pixels(20)
    assert session.page.first_line() == before


def test_a_new_size_moves_neither(session: Session, source_page: Page) -> None:
    place = Place(1, 1_000)
    session.page.scroll_to(place, 0)
    for width in (1500, 1100, 1280):
        session.window.resize(width, 820)
        QTest.qWait(1)
        assert session.page.first_line() == (place, 0)
        assert on_screen(source_page, body_in_source(1_000))


# What is shown


def test_lines_of_the_article_are_dark_and_the_others_muted(
    session: Session, source_page: Page
) -> None:
    row = place_in_source(TITLE).block
    source_page.scroll_to(Place(row, 0), 200)
    dark, muted = ink(source_page, row, 0, 4), ink(source_page, row, 9, 12)
    assert dark > muted + 50
    assert abs(muted - ink(source_page, row + 1, 0, 4)) < 30
    assert session.part(SourcePane).isVisible()


def test_what_was_dropped_is_marked_and_told(session: Session, source_page: Page) -> None:
    row = place_in_source(TITLE).block
    source_page.scroll_to(Place(row, 0), 200)
    assert grounds(source_page) == [("皇后讀書", LIGHT.missing)]
    rest_mouse(source_page, middle(source_page, row, 5))
    wait_until(QToolTip.isVisible)
    assert QToolTip.text() == "皇后讀書 → (nothing)\nWhat was printed twice stands once."
    rest_mouse(source_page, middle(source_page, row, 1))
    wait_until(lambda: not QToolTip.isVisible())
    assert session.part(SourcePane).isVisible()


def rest_mouse(page: Page, point: QPoint) -> None:
    where = page.viewport().mapToGlobal(point)
    event = QHelpEvent(QEvent.Type.ToolTip, point, where)
    QApplication.sendEvent(page.viewport(), event)


def test_the_source_is_in_its_own_script(session: Session, source_page: Page) -> None:
    session.show_in(ShownScript.SIMPLIFIED)
    assert "阅读历史" in shown_in(session.article).whole_text()
    source_page.setFocus()
    source_page.select_all()
    QTest.keyClick(source_page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() + "\n" == page_source()


def test_theme_and_zoom_are_followed_at_the_same_line(session: Session, source_page: Page) -> None:
    source_page.scroll_to(Place(60, 0), 0)
    small = line_height(source_page)
    session.choose("Larger text")
    session.choose("Larger text")
    assert line_height(source_page) > small
    assert on_screen(source_page, Place(60, 0))
    session.choose("Dark")
    image = source_page.viewport().grab().toImage()
    assert image.pixelColor(2, 2).name() == DARK.page
    assert on_screen(source_page, Place(60, 0))


def line_height(page: Page) -> int:
    return top_of(page, Place(64, 0)) - top_of(page, Place(62, 0))


def test_another_article_has_its_own_lines(session: Session, source_page: Page) -> None:
    row = place_in_source("別的標題").block
    source_page.scroll_to(Place(row, 0), 200)
    muted = ink(source_page, row, 0, 4)
    session.choose("Next article")
    assert session.part(SourcePane).article is shown_in(session.article).article
    assert on_screen(source_page, Place(row, 0))
    assert ink(source_page, row, 0, 4) > muted + 50


def test_another_documents_article_has_its_source(
    paths_of_page: Paths, open_session: Open, tmp_path: Path
) -> None:
    with closing(Library(paths_of_page)) as library:
        import_files(library, write(tmp_path, "other.txt", "另一份文件的来源。\n"))
    session = open_session(settings=Settings(show_source=True, last_article=1))
    session.rest()
    session.window.open_article(3)
    session.rest()
    page = part_of(session.part(SourcePane), Page)
    page.setFocus()
    page.select_all()
    QTest.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "另一份文件的来源。"


# Selecting


def test_a_click_goes_to_the_place_in_the_article(session: Session, source_page: Page) -> None:
    source_page.scroll_to(Place(80, 0), 0)
    session.page.scroll_to(Place(0, 0), 0)  # the article is led elsewhere
    source_page.scroll_to(Place(100, 0), 150)
    before = source_page.first_line()
    QTest.mouseClick(
        source_page.viewport(), Qt.MouseButton.LeftButton, pos=middle(source_page, 104, 3)
    )
    assert session.article.selected_text() == words_of(session, 104)
    selection = session.page.selection
    assert selection is not None
    assert abs(top_of(session.page, selection[0]) - top_of(source_page, Place(104, 0))) <= 2
    assert source_page.first_line() == before
    assert [words for words, _ in grounds(source_page)] == [words_of(session, 104)]


def test_a_click_on_what_is_anothers_changes_nothing(session: Session, source_page: Page) -> None:
    session.page.scroll_to(Place(1, 1_000), 0)
    row = place_in_source("030行").block
    source_page.scroll_to(Place(row, 0), 200)
    before = session.page.first_line()
    QTest.mouseClick(
        source_page.viewport(), Qt.MouseButton.LeftButton, pos=middle(source_page, row, 3)
    )
    assert session.page.first_line() == before
    assert session.article.selected_text() == ""


def test_what_is_selected_in_the_article_is_marked_in_the_source(
    session: Session, source_page: Page
) -> None:
    words = "第004句說的是皇后在後宮閱讀歷史書"
    session.page.scroll_to(Place(1, 60), 0)
    select_words(session.article, words)
    found = grounds(source_page)
    assert "".join(one for one, _ in found) == words
    assert {ground for _, ground in found}.isdisjoint({LIGHT.missing, LIGHT.selection})
    session.page.clear_selection()
    assert grounds(source_page) == []


def test_a_selection_in_the_source_is_copied_as_it_stands(
    session: Session, source_page: Page
) -> None:
    source_page.scroll_to(Place(40, 0), 20)
    start, end = source_page.rect_of(Place(40, 3)), source_page.rect_of(Place(42, 5))
    assert start is not None and end is not None
    source_page.setFocus()
    drag(source_page, start.center(), end.center())
    QTest.keyClick(source_page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    wanted = f"{words_of(session, 40)[3:]}\n\n{words_of(session, 42)[:5]}"
    assert QGuiApplication.clipboard().text() == wanted


def test_the_menu_copies_too(session: Session, source_page: Page) -> None:
    source_page.scroll_to(Place(40, 0), 20)
    source_page.select(Place(40, 0), Place(40, 4))
    point = middle(source_page, 40, 1)
    where = source_page.viewport().mapToGlobal(point)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, where)
    QApplication.sendEvent(source_page.viewport(), event)
    menu = part_of(session.part(SourcePane), QMenu)
    (copy,) = menu.actions()
    copy.trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == words_of(session, 40)[:4]
