"""The search sidebar: typing, hits in the script on screen, and the way to them by keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from reader.model import (
    ArticleKind,
    ArticleSummary,
    Facet,
    Facets,
    Hit,
    HitOrder,
    Script,
    SearchResult,
    ShownScript,
    Snippet,
    Span,
    Spans,
    Suggestion,
)
from reader.search.query import parse_query
from reader.settings import SavedSearch, SearchSettings
from reader.ui.search.date_popup import DatePopup
from reader.ui.search.filter_chips import Chip
from reader.ui.search.hit_list import HitList
from reader.ui.search.hit_model import Search
from reader.ui.search.search_help import SearchHelp
from reader.ui.search.search_sidebar import SearchSidebar
from reader.ui.theme import LIGHT
from tests.ui.session import part_of, rows, type_text, wait_until


def hit(
    article: int,
    text: str,
    *words: str,
    script: Script = Script.SIMPLIFIED,
    document: int | None = None,
    newspaper: str | None = None,
    date: str | None = None,
) -> Hit:
    """A hit in a document of its own whose one snippet is ``text``; words that are hit in it."""
    places = [text.index(word) for word in words]
    spans = tuple(Span(at, at + len(word)) for at, word in zip(places, words, strict=True))
    document = article if document is None else document
    summary = ArticleSummary(
        id=article,
        document_id=document,
        title=f"题目{article}",
        subtitle="",
        authors=(),
        kind=ArticleKind.ARTICLE,
        newspaper=newspaper,
        date=date,
        page=None,
        script=script,
        characters=len(text),
        opening="",
    )
    whole = Spans([span.start for span in spans], [span.end for span in spans])
    return Hit(summary, f"文件{document}", whole, (), (Snippet(text, 0, spans, script),))


def result(query: str, total: int, *hits: Hit) -> SearchResult:
    return SearchResult(query, total, hits, 1.5)


def page_of_hits(query: str, total: int, first: int, count: int) -> SearchResult:
    hits = (hit(first + number, "皇后在后宫。", "皇后") for number in range(count))
    return result(query, total, *hits)


class Typist:
    """The sidebar over a resting label, and the one who types in it."""

    def __init__(self, qtbot: QtBot, settings: SearchSettings) -> None:
        self.resting = QLabel("list")
        self.resting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sidebar = SearchSidebar(self.resting, LIGHT, settings)
        self.tester = QAbstractItemModelTester(
            self.sidebar.hits, QAbstractItemModelTester.FailureReportingMode.Warning, self.sidebar
        )
        self.box = part_of(self.sidebar, QLineEdit)
        self.hits = part_of(self.sidebar, HitList)
        self.asked: list[tuple[str, int]] = []
        self.searches: list[Search] = []
        self.least = 0  # how many hits were asked for at least
        self.chosen: list[int] = []
        self.snippets: list[Snippet | None] = []
        self.sidebar.search_requested.connect(self._on_search_requested)
        self.sidebar.hit_requested.connect(self._on_hit_requested)
        qtbot.addWidget(self.sidebar)
        self.sidebar.resize(300, 600)
        with qtbot.waitExposed(self.sidebar):
            self.sidebar.show()
        self.sidebar.activateWindow()
        self.sidebar.focus_box()

    def _on_search_requested(self, search: Search, offset: int, least: int) -> None:
        self.asked.append((search.query, offset))
        self.least = least
        self.searches.append(search)

    def _on_hit_requested(self, hit: Hit, snippet: Snippet | None) -> None:
        self.chosen.append(hit.article_id)
        self.snippets.append(snippet)

    def answer(self, answer: SearchResult) -> None:
        """Give the first page of what was last asked for."""
        self.sidebar.show_result(self.searches[-1], answer)

    def extend(self, answer: SearchResult) -> None:
        """Give a further page of the hits that are shown."""
        search = self.sidebar.hits.search
        assert search is not None
        self.sidebar.extend_result(replace(search, query=answer.query), answer)

    def chip(self, name: str) -> Chip:
        return next(one for one in self.sidebar.findChildren(Chip) if one.name == name)

    def press_chip(self, name: str) -> None:
        button = part_of(self.chip(name), QToolButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def button(self, tip: str) -> QToolButton:
        """The button on screen whose tip begins so."""
        buttons = self.sidebar.findChildren(QToolButton)
        return next(one for one in buttons if one.toolTip().startswith(tip) and one.isVisible())

    def type(self, text: str) -> None:
        type_text(self.box, text)

    def search(self, query: str, answer: SearchResult) -> None:
        self.type(query)
        wait_until(lambda: self.asked[-1:] == [(query, 0)])
        self.answer(answer)

    def press(self, key: Qt.Key) -> None:
        """Press a key wherever the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)

    def said(self) -> str:
        labels = [label for label in self.sidebar.findChildren(QLabel) if label.isVisible()]
        return " ".join(label.text() for label in labels)


@pytest.fixture
def typist(qtbot: QtBot) -> Iterator[Typist]:
    yield Typist(qtbot, SearchSettings())


# Typing


def test_typing_asks_once(typist: Typist) -> None:
    typist.type("后宫")
    assert typist.asked == []
    wait_until(lambda: bool(typist.asked))
    assert typist.asked == [("后宫", 0)]


def test_an_empty_box_shows_the_list_again(typist: Typist, qtbot: QtBot) -> None:
    typist.search("后宫", page_of_hits("后宫", 2, 0, 2))
    assert not typist.resting.isVisible()
    with qtbot.waitSignal(typist.sidebar.search_cleared):
        typist.press(Qt.Key.Key_Escape)
    assert typist.resting.isVisible()
    assert typist.box.text() == ""
    assert rows(typist.hits) == []


def test_white_space_alone_is_no_search(typist: Typist) -> None:
    typist.type("  ")
    assert typist.sidebar.query == ""
    assert typist.resting.isVisible()
    typist.type("后 ")
    wait_until(lambda: bool(typist.asked))
    assert typist.asked == [("后", 0)]


def test_the_status_tells_the_true_total(typist: Typist) -> None:
    typist.sidebar.setLocale(QLocale("en_GB"))
    typist.search("后", page_of_hits("后", 12_345, 0, 3))
    assert typist.said().startswith("12,345 articles")
    typist.answer(page_of_hits("后", 1, 0, 1))
    assert typist.said().startswith("1 article ")
    typist.answer(result("后", 0))
    assert "Nothing found" in typist.said()
    typist.sidebar.show_problem("The index is damaged.")
    assert typist.said() == "The index is damaged."
    assert rows(typist.hits) == []


# Keys


def test_enter_opens_the_first_hit(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    typist.press(Qt.Key.Key_Return)
    assert typist.chosen == [10]


def test_enter_pressed_before_the_answer_opens_its_first_hit(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    typist.type("宫")
    typist.press(Qt.Key.Key_Return)
    assert typist.asked[-1] == ("后宫", 0)
    assert typist.chosen == []  # the hits on screen are those of another query
    typist.answer(page_of_hits("后宫", 2, 20, 2))
    assert typist.chosen == [20]
    typist.answer(page_of_hits("后宫", 2, 30, 2))  # the index has news
    assert typist.chosen == [20]


def test_enter_does_not_wait_on_once_the_query_has_changed(typist: Typist) -> None:
    typist.type("后")
    typist.press(Qt.Key.Key_Return)
    typist.type("宫")
    wait_until(lambda: typist.asked[-1] == ("后宫", 0))
    typist.answer(page_of_hits("后宫", 2, 20, 2))
    assert typist.chosen == []


def test_arrows_go_down_into_the_hits_and_up_again(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    typist.press(Qt.Key.Key_Down)
    assert typist.hits.hasFocus()
    assert typist.hits.currentIndex().row() == 0
    typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_Return)
    assert typist.chosen == [11]
    typist.press(Qt.Key.Key_Up)
    assert typist.hits.hasFocus()
    typist.press(Qt.Key.Key_Up)
    assert typist.box.hasFocus()
    assert typist.box.selectedText() == "后"


def test_escape_in_the_hits_clears_the_search(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_Escape)
    assert typist.box.hasFocus()
    assert typist.resting.isVisible()


def test_down_from_an_empty_box_goes_to_the_list(typist: Typist) -> None:
    typist.press(Qt.Key.Key_Down)
    assert typist.resting.hasFocus()


def test_a_click_opens_a_hit(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    rect = typist.hits.visualRect(typist.sidebar.hits.index(1))
    QTest.mouseClick(typist.hits.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert typist.chosen == [11]


# Hits


def test_scrolling_down_asks_for_the_next_page_once(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 120, 0, 50))
    model = typist.sidebar.hits
    typist.hits.scrollToBottom()
    wait_until(lambda: ("后", 50) in typist.asked)
    model.fetchMore(QModelIndex())
    assert typist.asked.count(("后", 50)) == 1
    typist.extend(page_of_hits("后", 120, 50, 50))
    assert model.rowCount() == 100
    typist.hits.scrollToBottom()
    wait_until(lambda: ("后", 100) in typist.asked)
    typist.extend(page_of_hits("后", 120, 100, 20))
    assert not model.canFetchMore(QModelIndex())
    assert rows(typist.hits)[119].startswith("题目119\n")


def test_the_next_page_is_of_the_query_whose_hits_are_shown(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 120, 0, 50))
    typist.type("宫")  # still within the pause
    typist.sidebar.hits.fetchMore(QModelIndex())
    assert [query for query, at in typist.asked if at] == ["后"]
    wait_until(lambda: typist.asked[-1] == ("后宫", 0))
    typist.answer(page_of_hits("后宫", 70, 200, 50))
    typist.extend(page_of_hits("后", 120, 50, 50))  # too late
    assert typist.sidebar.hits.rowCount() == 50


def test_a_total_that_was_too_high_ends_the_asking(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 120, 0, 50))
    typist.sidebar.hits.fetchMore(QModelIndex())
    typist.extend(result("后", 120))
    assert not typist.sidebar.hits.canFetchMore(QModelIndex())


def test_news_of_the_same_search_keep_the_row_and_the_place(typist: Typist) -> None:
    """As when an import indexes more articles while a person goes through the hits."""
    typist.search("后", page_of_hits("后", 50, 0, 50))
    typist.hits.setCurrentIndex(typist.sidebar.hits.index(30))
    typist.hits.setFocus()
    bar = typist.hits.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    typist.answer(page_of_hits("后", 50, 0, 50))
    assert typist.hits.currentIndex().row() == 30
    assert bar.value() == before


def test_news_are_asked_for_as_many_rows_as_there_are(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 300, 0, 50))
    typist.extend(page_of_hits("后", 300, 50, 100))
    typist.sidebar.search_again()
    assert (typist.asked[-1], typist.least) == (("后", 0), 150)
    typist.sidebar.set_query("宫")
    assert (typist.asked[-1], typist.least) == (("宫", 0), 0)


def test_hits_that_come_before_move_nothing_on_screen(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 50, 100, 50))
    typist.hits.setCurrentIndex(typist.sidebar.hits.index(30))
    bar = typist.hits.verticalScrollBar()
    bar.setValue(bar.maximum() // 2 + 5)  # amid a row
    before = on_screen(typist.hits)
    typist.answer(page_of_hits("后", 53, 97, 53))
    assert typist.hits.currentIndex().row() == 33
    assert on_screen(typist.hits) == before
    bar.setValue(0)
    typist.answer(page_of_hits("后", 56, 94, 56))
    assert on_screen(typist.hits)[0][0].startswith("题目94\n")  # at the top is what is new


def on_screen(hits: HitList) -> list[tuple[str, int]]:
    """The rows that are seen, each with where it stands."""
    model = hits.model()
    rects = [hits.visualRect(model.index(row, 0)) for row in range(model.rowCount())]
    seen = [row for row, rect in enumerate(rects) if rect.intersects(hits.viewport().rect())]
    return [(rows(hits)[row], rects[row].top()) for row in seen]


def test_a_short_heading_leaves_the_date_its_room(typist: Typist) -> None:
    """In a narrow list, and however long the newspaper's name is."""

    def heading(newspaper: str, document: str, date: str) -> QImage:
        one = hit(1, "皇后在后宫。", "皇后", newspaper=newspaper, date=date)
        typist.answer(result("后", 1, replace(one, document_name=document)))
        return typist.hits.viewport().grab(QRect(0, 0, 200, 30)).toImage()

    typist.sidebar.resize(200, 600)
    typist.search("后", page_of_hits("后", 1, 0, 1))
    for newspaper, document in (("全国人大常委会公报", "法"), ("全国人大公报", "一份很长的文件名")):
        years = [heading(newspaper, document, f"{year}-09-28") for year in (2019, 2021)]
        assert years[0] != years[1], newspaper


def test_rows_follow_the_script(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 2, 0, 2))
    typist.sidebar.set_shown(ShownScript.TRADITIONAL)
    assert rows(typist.hits) == ["題目0\n皇后在後宮。", "題目1\n皇后在後宮。"]
    typist.answer(page_of_hits("后", 1, 5, 1))
    assert rows(typist.hits) == ["題目5\n皇后在後宮。"]


def test_the_hit_is_marked_on_screen(typist: Typist) -> None:
    typist.search("后", result("后", 1, hit(1, "在宫里的皇后说", "皇后")))
    image = typist.hits.viewport().grab().toImage()
    grounds = [
        {image.pixelColor(QPoint(x, y)).name() for y in range(45, 95)} for x in range(image.width())
    ]
    marked = [x for x, colors in enumerate(grounds) if LIGHT.hit in colors]
    assert marked == list(range(marked[0], marked[-1] + 1))  # one stretch
    width = typist.hits.fontMetrics().horizontalAdvance("皇后")
    assert abs(len(marked) - width) <= 1
    assert marked[0] > typist.hits.fontMetrics().horizontalAdvance("在宫里的")


def compose(box: QLineEdit, composed: str, committed: str = "") -> None:
    event = QInputMethodEvent(composed, [])
    event.setCommitString(committed)
    QCoreApplication.sendEvent(box, event)


def test_hits_stay_while_their_query_is_composed_anew(typist: Typist, qtbot: QtBot) -> None:
    typist.search("后", page_of_hits("后", 3, 0, 3))
    typist.box.selectAll()
    with qtbot.assertNotEmitted(typist.sidebar.search_cleared):
        compose(typist.box, "jing")
        compose(typist.box, "jingji")
        assert len(rows(typist.hits)) == 3
        compose(typist.box, "", "经济")
    assert not typist.resting.isVisible()
    wait_until(lambda: typist.asked[-1] == ("经济", 0))


def test_a_composition_that_is_given_up_leaves_an_empty_box(typist: Typist, qtbot: QtBot) -> None:
    typist.search("后", page_of_hits("后", 3, 0, 3))
    typist.box.selectAll()
    compose(typist.box, "jing")
    with qtbot.waitSignal(typist.sidebar.search_cleared):
        compose(typist.box, "")
    assert typist.resting.isVisible()


def test_the_box_is_emptied_amid_a_composition(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 3, 0, 3))
    compose(typist.box, "jing")
    typist.box.clear()  # as its button does
    assert typist.resting.isVisible()


def test_what_is_being_composed_is_not_searched(typist: Typist) -> None:
    QCoreApplication.sendEvent(typist.box, QInputMethodEvent("jingji", []))
    pause = typist.sidebar.findChild(QTimer)
    assert pause is not None
    assert not pause.isActive()
    event = QInputMethodEvent()
    event.setCommitString("经济")
    QCoreApplication.sendEvent(typist.box, event)
    wait_until(lambda: bool(typist.asked))
    assert typist.asked == [("经济", 0)]


# Snippets and documents


def test_a_click_on_a_snippet_asks_for_its_place(typist: Typist) -> None:
    one = hit(1, "皇后在后宫。", "皇后")
    second = Snippet("又见皇后", 300, (Span(2, 4),), Script.SIMPLIFIED)
    typist.search("皇后", result("皇后", 1, replace(one, snippets=(*one.snippets, second))))
    rect = typist.hits.visualRect(typist.sidebar.hits.index(0))
    for y in (rect.bottom() - 12, rect.top() + 3):
        point = QPoint(40, y)
        QTest.mouseClick(typist.hits.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert typist.snippets == [second, None]


def test_enter_hands_the_keys_on_to_the_article(typist: Typist, qtbot: QtBot) -> None:
    typist.search("后", page_of_hits("后", 3, 10, 3))
    typist.press(Qt.Key.Key_Down)
    typist.press(Qt.Key.Key_Down)
    with qtbot.waitSignal(typist.sidebar.reading_requested):
        typist.press(Qt.Key.Key_Return)
    assert typist.chosen == [11]


def test_a_document_has_one_heading_across_pages(typist: Typist) -> None:
    first = [hit(number, "皇后", "皇后", document=7) for number in range(2)]
    later = [hit(number, "皇后", "皇后", document=7) for number in (2, 3)]
    typist.search("皇后", result("皇后", 5, *first))
    typist.extend(result("皇后", 5, *later, hit(9, "皇后", "皇后", document=8)))
    heights = [typist.hits.visualRect(typist.sidebar.hits.index(row)).height() for row in range(5)]
    assert heights[0] == heights[4] > heights[1] == heights[2] == heights[3]


# Problems and suggestions


def test_what_is_not_understood_is_said_beside_the_hits(typist: Typist) -> None:
    typist.search("(皇后", page_of_hits("(皇后", 2, 0, 2))
    assert "( — the bracket is not closed" in typist.said()
    assert len(rows(typist.hits)) == 2
    typist.type(")")
    wait_until(lambda: typist.asked[-1] == ("(皇后)", 0))
    assert "bracket" not in typist.said()


def test_the_part_that_is_wrong_is_underlined(typist: Typist) -> None:
    def red_columns() -> list[int]:
        image = typist.box.grab().toImage()
        return [
            x
            for x in range(4, image.width() - 4)
            if any(_is_red(image.pixelColor(x, y)) for y in range(4, image.height() - 4))
        ]

    assert red_columns() == []
    typist.search("皇后 date:12", page_of_hits("皇后 date:12", 2, 0, 2))
    columns = red_columns()
    metrics = typist.box.fontMetrics()
    assert abs(columns[-1] - columns[0] - metrics.horizontalAdvance("date:12")) < 6
    assert columns[0] > metrics.horizontalAdvance("皇后")


def test_of_many_faults_the_first_are_told(typist: Typist) -> None:
    before = typist.sidebar.minimumSizeHint().height()
    query = "(" * 200
    typist.search(query, page_of_hits(query, 2, 0, 2))
    assert typist.said().count("the bracket is not closed") <= 3
    count = len(parse_query(query).problems) - 3
    assert f"and {count} more" in typist.said()
    assert typist.sidebar.minimumSizeHint().height() - before < 200
    typist.box.setText("(皇后")
    typist.press(Qt.Key.Key_Return)
    assert "more" not in typist.said()


def test_of_a_long_fault_the_beginning_is_told(typist: Typist) -> None:
    typist.type("date:" + "12" * 50)
    wait_until(lambda: bool(typist.asked))
    assert "date:12121212121212… — a date is written" in typist.said()


def _is_red(color: QColor) -> bool:
    return color.red() - color.green() > 60 and color.red() - color.blue() > 60


def test_where_nothing_is_found_less_is_offered(typist: Typist, qtbot: QtBot) -> None:
    with qtbot.waitSignal(typist.sidebar.suggestions_requested):
        typist.search("皇后 date:1066", result("皇后 date:1066", 0))
    typist.sidebar.show_suggestions(typist.searches[-1], (Suggestion("皇后", 12),))
    typist.press(Qt.Key.Key_Down)
    lines = QApplication.focusWidget()
    assert isinstance(lines, QListWidget)
    assert [lines.item(row).text() for row in range(lines.count())] == ["皇后  ·  12 articles"]
    typist.press(Qt.Key.Key_Return)
    assert typist.asked[-1] == ("皇后", 0)
    assert typist.box.text() == "皇后"


def test_few_suggestions_are_offered(typist: Typist) -> None:
    typist.search("皇 后", result("皇 后", 0))
    offered = tuple(Suggestion(f"词{number}", 9) for number in range(8))
    typist.sidebar.show_suggestions(typist.searches[-1], offered)
    typist.press(Qt.Key.Key_Down)
    assert [line.split()[0] for line in listed()] == ["词0", "词1", "词2", "词3", "词4"]


def test_suggestions_for_an_older_query_come_too_late(typist: Typist) -> None:
    typist.search("皇 后", result("皇 后", 0))
    older = typist.searches[-1]
    typist.type("宫")
    wait_until(lambda: typist.asked[-1] == ("皇 后宫", 0))
    typist.answer(result("皇 后宫", 0))
    typist.sidebar.show_suggestions(older, (Suggestion("皇", 12),))
    assert "These find something" not in typist.said()


# Filters


def test_chips_write_conditions_and_take_them_out(typist: Typist) -> None:
    typist.search("皇后", page_of_hits("皇后", 2, 0, 2))
    typist.press_chip("Annotated")
    assert typist.asked[-1] == ("皇后 is:annotated", 0)
    typist.press_chip("Unread")
    assert typist.asked[-1] == ("皇后 is:annotated is:unread", 0)
    typist.press_chip("Annotated")
    assert typist.asked[-1] == ("皇后 is:unread", 0)
    cross = typist.chip("Unread").findChild(QToolButton, "cross")
    assert cross is not None
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert typist.asked[-1] == ("皇后", 0)


def test_chips_follow_what_is_typed(typist: Typist) -> None:
    assert [typist.chip(name).text for name in ("Date", "Paper")] == ["Date", "Paper"]
    typist.search("date:2020..2021 paper:南方&北方", result("", 0))
    assert typist.chip("Date").text == "2020–2021"
    assert typist.chip("Paper").text == "南方&北方"
    typist.press(Qt.Key.Key_Escape)
    assert [typist.chip(name).text for name in ("Date", "Paper")] == ["Date", "Paper"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("皇后", "皇后 is:annotated"),
        ("皇后 IS:Annotated", "皇后"),
        ('"皇后', 'is:annotated "皇后'),
        ("皇后 OR", "is:annotated 皇后 OR"),
        ("皇后 -is:annotated", "皇后 is:annotated"),
    ],
)
def test_a_state_stands_whatever_was_typed_before_it(
    typist: Typist, query: str, expected: str
) -> None:
    typist.search(query, page_of_hits(query, 2, 0, 2))
    typist.press_chip("Annotated")
    assert typist.asked[-1] == (expected, 0)


def test_newspapers_are_offered_with_their_counts(typist: Typist) -> None:
    typist.sidebar.set_facets(Facets((Facet("南方 日报", 12), Facet("北方", 3))))
    typist.press_chip("Paper")
    menu = typist.sidebar.findChild(QMenu, "facets")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["南方 日报\t12", "北方\t3"]
    menu.actions()[0].trigger()
    menu.close()
    assert typist.asked[-1] == ('paper:"南方 日报"', 0)


def test_dates_are_asked_for(typist: Typist) -> None:
    typist.press_chip("Date")
    popup = typist.sidebar.findChild(DatePopup)
    assert popup is not None
    first, last = popup.findChildren(QLineEdit)
    type_text(first, "twenty")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert typist.asked == []
    first.setText("2020")
    type_text(last, "2021-05")
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert typist.asked == [("date:2020..2021-05", 0)]


def test_notes_are_searched_where_that_is_switched_on(typist: Typist) -> None:
    typist.search("皇后", page_of_hits("皇后", 2, 0, 2))
    assert not typist.searches[-1].in_notes
    typist.press_chip("Notes too")
    assert typist.searches[-1] == Search("皇后", in_notes=True)
    assert typist.sidebar.settings.in_notes


def test_the_order_is_chosen(typist: Typist) -> None:
    typist.search("皇后", page_of_hits("皇后", 120, 0, 50))
    menu = typist.button("What comes first").menu()
    assert isinstance(menu, QMenu)
    menu.actions()[1].trigger()
    assert typist.searches[-1] == Search("皇后", HitOrder.NEWEST)
    typist.answer(page_of_hits("皇后", 120, 100, 50))
    older = page_of_hits("皇后", 120, 50, 50)
    typist.sidebar.extend_result(Search("皇后"), older)  # too late
    assert typist.sidebar.hits.rowCount() == 50
    assert typist.sidebar.settings.order is HitOrder.NEWEST


# Help and earlier searches


def test_examples_of_the_help_are_searched_for(typist: Typist) -> None:
    QTest.mouseClick(typist.button("What can be searched"), Qt.MouseButton.LeftButton)
    leaf = typist.sidebar.findChild(SearchHelp)
    assert leaf is not None
    example = next(one for one in leaf.findChildren(QToolButton) if one.text() == "date:2020..2023")
    QTest.mouseClick(example, Qt.MouseButton.LeftButton)
    assert typist.asked == [("date:2020..2023", 0)]
    assert not leaf.isVisible()


def test_every_example_of_the_help_is_understood(typist: Typist) -> None:
    leaf = SearchHelp(typist.sidebar)
    examples = [one.text() for one in leaf.findChildren(QToolButton)]
    leaf.deleteLater()
    assert len(examples) > 10
    for example in examples:
        assert parse_query(example).problems == (), example


def test_searches_that_led_to_an_article_are_offered_again(typist: Typist) -> None:
    typist.search("皇后", page_of_hits("皇后", 2, 0, 2))
    typist.press(Qt.Key.Key_Return)
    typist.sidebar.focus_box()
    typist.search("宫", page_of_hits("宫", 2, 0, 2))  # nothing of it was opened
    typist.press(Qt.Key.Key_Escape)
    typist.press(Qt.Key.Key_Down)
    assert listed() == ["皇后"]
    typist.press(Qt.Key.Key_Return)
    assert typist.asked[-1] == ("皇后", 0)
    assert typist.box.hasFocus()


def listed() -> list[str]:
    """The lines of the list that has the focus."""
    lines = QApplication.focusWidget()
    assert isinstance(lines, QListWidget)
    return [lines.item(row).text() for row in range(lines.count())]


def test_history_and_saved_searches_are_taken_away(qtbot: QtBot) -> None:
    saved = (SavedSearch("宫里", "宫 皇后"),)
    typist = Typist(qtbot, SearchSettings(recent=("一", "二"), saved=saved))
    typist.press(Qt.Key.Key_Down)
    assert listed() == ["★ 宫里"]
    typist.press(Qt.Key.Key_Delete)
    assert typist.sidebar.settings == SearchSettings(recent=("一", "二"))
    QTest.mouseClick(typist.button("Forget the latest"), Qt.MouseButton.LeftButton)
    assert typist.sidebar.settings == SearchSettings()


def test_the_history_and_the_saved_searches_are_each_their_own(qtbot: QtBot) -> None:
    """Of a search that stands in both, what is taken away of the one stays in the other."""
    both = SearchSettings(recent=("宫", "一"), saved=(SavedSearch("宫里", "宫"),))
    for downward, kept in (
        (0, SearchSettings(recent=both.recent)),
        (1, SearchSettings(recent=("一",), saved=both.saved)),
    ):
        typist = Typist(qtbot, both)
        typist.press(Qt.Key.Key_Down)
        for _ in range(downward):
            typist.press(Qt.Key.Key_Tab)
        typist.press(Qt.Key.Key_Delete)
        assert typist.sidebar.settings == kept


def test_a_search_is_saved_under_a_name_and_forgotten(typist: Typist) -> None:
    typist.search("皇后", page_of_hits("皇后", 2, 0, 2))
    QTest.mouseClick(typist.button("Save this search"), Qt.MouseButton.LeftButton)
    dialog = typist.sidebar.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue("宫里")
    dialog.accept()
    assert typist.sidebar.settings.saved == (SavedSearch("宫里", "皇后"),)
    QTest.mouseClick(typist.button("Forget this saved"), Qt.MouseButton.LeftButton)
    assert not typist.sidebar.settings.saved


def test_what_was_pasted_over_two_lines_is_listed_on_one(typist: Typist) -> None:
    typist.search("皇后\n宫", page_of_hits("皇后\n宫", 2, 0, 2))
    QTest.mouseClick(typist.button("Save this search"), Qt.MouseButton.LeftButton)
    dialog = typist.sidebar.findChild(QInputDialog)
    assert dialog is not None
    dialog.setTextValue(" 宫里\n的 ")
    dialog.accept()
    assert typist.sidebar.settings.saved == (SavedSearch("宫里 的", "皇后\n宫"),)
    typist.press(Qt.Key.Key_Return)
    typist.sidebar.focus_box()
    typist.press(Qt.Key.Key_Escape)
    typist.press(Qt.Key.Key_Down)
    assert listed() == ["★ 宫里 的"]
    typist.press(Qt.Key.Key_Tab)
    assert listed() == ["皇后 宫"]
