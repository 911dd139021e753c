"""The search sidebar: typing, hits in the script on screen, and the way to them by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from reader.model import Hit, Script, SearchResult, ShownScript, Span
from reader.ui.search_sidebar import SearchSidebar, shown_hit
from reader.ui.theme import LIGHT
from tests.ui.session import part_of, rows, type_text, wait_until


def hit(
    article: int, text: str, *words: str, script: Script = Script.SIMPLIFIED, start: int = 0
) -> Hit:
    """A hit whose snippet is ``text`` and begins at an article offset; words that are hit in it."""
    places = [start + text.index(word) for word in words]
    spans = tuple(Span(at, at + len(word)) for at, word in zip(places, words, strict=True))
    return Hit(article, f"题目{article}", spans, text, start, script)


def result(query: str, total: int, *hits: Hit) -> SearchResult:
    return SearchResult(query, total, hits, 1.5)


def page_of_hits(query: str, total: int, first: int, count: int) -> SearchResult:
    hits = (hit(first + number, "皇后在后宫。", "皇后") for number in range(count))
    return result(query, total, *hits)


class Typist:
    """The sidebar over a resting label, and the one who types in it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.resting = QLabel("list")
        self.resting.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sidebar = SearchSidebar(self.resting, LIGHT)
        self.tester = QAbstractItemModelTester(
            self.sidebar.hits, QAbstractItemModelTester.FailureReportingMode.Warning, self.sidebar
        )
        self.box = part_of(self.sidebar, QLineEdit)
        self.hits = part_of(self.sidebar, QListView)
        self.asked: list[tuple[str, int]] = []
        self.chosen: list[int] = []
        self.sidebar.search_requested.connect(lambda query, at: self.asked.append((query, at)))
        self.sidebar.hit_requested.connect(lambda hit: self.chosen.append(hit.article_id))
        qtbot.addWidget(self.sidebar)
        self.sidebar.resize(300, 600)
        with qtbot.waitExposed(self.sidebar):
            self.sidebar.show()
        self.sidebar.activateWindow()
        self.sidebar.focus_box()

    def type(self, text: str) -> None:
        type_text(self.box, text)

    def search(self, query: str, answer: SearchResult) -> None:
        self.type(query)
        wait_until(lambda: self.asked[-1:] == [(query, 0)])
        self.sidebar.show_result(answer)

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
    yield Typist(qtbot)


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
    typist.sidebar.show_result(page_of_hits("后", 1, 0, 1))
    assert typist.said().startswith("1 article ")
    typist.sidebar.show_result(result("后", 0))
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
    typist.sidebar.show_result(page_of_hits("后宫", 2, 20, 2))
    assert typist.chosen == [20]
    typist.sidebar.show_result(page_of_hits("后宫", 2, 30, 2))  # the index has news
    assert typist.chosen == [20]


def test_enter_does_not_wait_on_once_the_query_has_changed(typist: Typist) -> None:
    typist.type("后")
    typist.press(Qt.Key.Key_Return)
    typist.type("宫")
    wait_until(lambda: typist.asked[-1] == ("后宫", 0))
    typist.sidebar.show_result(page_of_hits("后宫", 2, 20, 2))
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
    typist.sidebar.extend_result(page_of_hits("后", 120, 50, 50))
    assert model.rowCount() == 100
    typist.hits.scrollToBottom()
    wait_until(lambda: ("后", 100) in typist.asked)
    typist.sidebar.extend_result(page_of_hits("后", 120, 100, 20))
    assert not model.canFetchMore(QModelIndex())
    assert rows(typist.hits)[119].startswith("题目119\n")


def test_the_next_page_is_of_the_query_whose_hits_are_shown(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 120, 0, 50))
    typist.type("宫")  # still within the pause
    typist.sidebar.hits.fetchMore(QModelIndex())
    assert [query for query, at in typist.asked if at] == ["后"]
    wait_until(lambda: typist.asked[-1] == ("后宫", 0))
    typist.sidebar.show_result(page_of_hits("后宫", 70, 200, 50))
    typist.sidebar.extend_result(page_of_hits("后", 120, 50, 50))  # too late
    assert typist.sidebar.hits.rowCount() == 50


def test_a_total_that_was_too_high_ends_the_asking(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 120, 0, 50))
    typist.sidebar.hits.fetchMore(QModelIndex())
    typist.sidebar.extend_result(result("后", 120))
    assert not typist.sidebar.hits.canFetchMore(QModelIndex())


def test_news_of_the_same_search_keep_the_row_and_the_place(typist: Typist) -> None:
    """As when an import indexes more articles while a person goes through the hits."""
    typist.search("后", page_of_hits("后", 50, 0, 50))
    typist.hits.setCurrentIndex(typist.sidebar.hits.index(30))
    typist.hits.setFocus()
    bar = typist.hits.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    typist.sidebar.show_result(page_of_hits("后", 50, 0, 50))
    assert typist.hits.currentIndex().row() == 30
    assert bar.value() == before


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (ShownScript.ORIGINAL, ["联网", "皇后"]),
        (ShownScript.SIMPLIFIED, ["联网", "皇后"]),
        (ShownScript.TRADITIONAL, ["聯網", "皇后"]),
        (ShownScript.TAIWAN_PHRASES, ["網際網路", "皇后"]),
    ],
)
def test_marks_stay_on_the_same_words_in_every_script(shown: ShownScript, words: list[str]) -> None:
    row = shown_hit(hit(1, "互联网上的皇后和后宫。", "联网", "皇后", start=500), shown)
    assert [row.snippet[span.start : span.end] for span in row.spans] == words
    assert row.places == 2


def test_marks_stay_on_words_that_become_astral() -> None:
    found = hit(1, "勣軍，勣將", "勣軍", "勣將", script=Script.TRADITIONAL)
    row = shown_hit(found, ShownScript.SIMPLIFIED)
    assert [row.snippet[span.start : span.end] for span in row.spans] == ["𪟝军", "𪟝将"]


def test_hits_outside_the_snippet_are_counted_and_not_marked() -> None:
    found = Hit(1, "题", (Span(10, 12), Span(18, 22), Span(400, 402)), "皇后在后宫。", 14)
    row = shown_hit(found, ShownScript.ORIGINAL)
    assert row.spans == (Span(4, 6),)  # cut at the snippet's end
    assert row.places == 3


def test_rows_follow_the_script(typist: Typist) -> None:
    typist.search("后", page_of_hits("后", 2, 0, 2))
    typist.sidebar.set_shown(ShownScript.TRADITIONAL)
    assert rows(typist.hits) == ["題目0\n皇后在後宮。", "題目1\n皇后在後宮。"]
    typist.sidebar.show_result(page_of_hits("后", 1, 5, 1))
    assert rows(typist.hits) == ["題目5\n皇后在後宮。"]


def test_the_hit_is_marked_on_screen(typist: Typist) -> None:
    typist.search("后", result("后", 1, hit(1, "在宫里的皇后说", "皇后")))
    image = typist.hits.viewport().grab().toImage()
    grounds = [
        {image.pixelColor(QPoint(x, y)).name() for y in range(20, 60)} for x in range(image.width())
    ]
    marked = [x for x, colors in enumerate(grounds) if LIGHT.hit in colors]
    assert marked == list(range(marked[0], marked[-1] + 1))  # one stretch
    width = typist.hits.fontMetrics().horizontalAdvance("皇后")
    assert abs(len(marked) - width) <= 1
    assert marked[0] > typist.hits.fontMetrics().horizontalAdvance("在宫里的")
