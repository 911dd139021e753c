"""The concordance in its window: lines, their order, the way to the article, and the files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
)

from reader.concordance import ConcordanceLine
from reader.errors import IndexFolderError
from reader.library import Library, prepare_script
from reader.model import Hit, Script, ShownScript, Snippet, Span
from reader.script import NO_TERMS
from reader.ui.concordance.concordance_model import shown_line
from reader.ui.concordance.concordance_window import ConcordanceWindow
from reader.ui.concordance.concordancer import Concordancer
from reader.ui.concordance.timeline_plot import TimelinePlot
from reader.ui.tasks import Tasks
from tests.ui.session import Session, import_files, part_of, type_text, wait_until, write

_ARTICLES = (
    {"title": "其一", "date": "2019-05-01", "text": "丙后经济发展。"},
    {"title": "其二", "date": "2020-05-01", "text": "甲后經濟向好，乙后經\n濟回升。"},
)


def windows() -> list[ConcordanceWindow]:
    """Those that are open."""
    widgets = QApplication.topLevelWidgets()
    return [one for one in widgets if isinstance(one, ConcordanceWindow) and one.isVisible()]


class Reader:
    """The one who reads a concordance, and what was asked of the main window."""

    def __init__(self, library: Library, tasks: Tasks) -> None:
        self._owner = QObject()
        self.tasks = tasks
        self.concordancer = Concordancer(library, tasks, self._owner)
        self.opened: list[tuple[Hit, Snippet, str]] = []
        self.narrowed: list[str] = []
        self.concordancer.hit_requested.connect(
            lambda hit, snippet, query: self.opened.append((hit, snippet, query))
        )
        self.concordancer.period_requested.connect(self.narrowed.append)

    def ask(self, query: str) -> None:
        self.concordancer.show(query)
        assert QTest.qWaitForWindowActive(self.window)
        QAbstractItemModelTester(
            self.window.model, QAbstractItemModelTester.FailureReportingMode.Warning, self.window
        )
        self.rest()

    def rest(self) -> None:
        wait_until(lambda: not self.tasks.busy)

    @property
    def window(self) -> ConcordanceWindow:
        (window,) = windows()
        return window

    @property
    def table(self) -> QTableView:
        return part_of(self.window, QTableView)

    def rows(self) -> list[str]:
        model = self.table.model()
        return [
            "|".join(str(model.index(row, column).data()) for column in range(3))
            for row in range(model.rowCount())
        ]

    def said(self) -> str:
        labels = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        return " ".join(label.text() for label in labels)

    def press(self, name: str) -> None:
        """Press a button by its name."""
        buttons = {one.text(): one for one in self.window.findChildren(QToolButton)}
        assert buttons[name].isVisible()
        buttons[name].click()

    def click_header(self, name: str) -> None:
        header = self.table.horizontalHeader()
        model = self.table.model()
        names = [
            model.headerData(column, Qt.Orientation.Horizontal)
            for column in range(model.columnCount())
        ]
        x = header.sectionViewportPosition(names.index(name)) + 20
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
        self.rest()

    def save_as(self, path: Path) -> None:
        self.press("Export…")
        dialog = part_of(self.window, QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        self.rest()


@pytest.fixture
def reader(library: Library, tasks: Tasks, tmp_path: Path) -> Iterator[Reader]:
    records = "".join(f"{json.dumps(article)}\n" for article in _ARTICLES)
    import_files(library, write(tmp_path, "articles.jsonl", records))
    prepare_script(ShownScript.TRADITIONAL)
    one = Reader(library, tasks)
    yield one
    one.concordancer.close()
    tasks.close()  # while all that its jobs hold is still there


def lines_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_place_is_a_line_between_its_contexts(reader: Reader) -> None:
    reader.ask("经济")
    words = [row.split("|")[1] for row in reader.rows()]
    assert words == ["经济", "經濟", "經 濟"]
    assert reader.rows()[0].endswith("丙后|经济|发展。")
    assert "Hits: 3, in 2 articles" in reader.said()
    assert "经济" in reader.window.windowTitle()


def test_a_header_sorts_and_sorts_the_other_way(reader: Reader) -> None:
    reader.ask("经济")
    reader.click_header("After")
    upward = reader.rows()
    reader.click_header("After")
    assert reader.rows() == upward[::-1]
    assert {row.split("|")[2][:2] for row in upward} == {"发展", "向好", "回升"}
    reader.click_header("Before")
    assert [row.split("|")[0][-2:] for row in reader.rows()] == ["丙后", "乙后", "甲后"]


def test_lines_that_are_alike_stay_in_the_order_they_were_in(reader: Reader) -> None:
    reader.ask("经济")
    as_they_came = reader.rows()
    reader.click_header("After")
    reader.click_header("After")
    by_context = reader.rows()
    assert by_context != as_they_came
    reader.click_header("Newspaper")  # none has one
    assert reader.rows() == by_context


def test_the_order_that_was_chosen_holds_for_the_next_search(reader: Reader) -> None:
    reader.ask("经济")
    reader.click_header("After")
    sorted_rows = reader.rows()
    box = part_of(reader.window, QLineEdit)
    QTest.keyClick(box, Qt.Key.Key_Return)
    reader.rest()
    assert reader.rows() == sorted_rows


def test_a_line_that_was_chosen_stays_so_when_the_lines_are_sorted(reader: Reader) -> None:
    reader.ask("经济")
    reader.table.selectRow(1)
    reader.click_header("After")
    row = reader.table.currentIndex().row()
    assert "經濟" in reader.rows()[row]


def test_the_keys_lead_to_a_line_and_to_its_article(reader: Reader, library: Library) -> None:
    reader.ask("经济")
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
    reader.rest()
    ((hit, snippet, query),) = reader.opened
    text = library.article(hit.article_id).text
    assert [text[span.start : span.end] for span in hit.spans] == ["經濟", "經\n濟"]
    assert snippet.start == hit.spans[1].start
    assert query == "经济"


def test_another_search_is_typed_in_the_window(reader: Reader) -> None:
    reader.ask("经济")
    box = part_of(reader.window, QLineEdit)
    box.setFocus()
    box.selectAll()
    type_text(box, "回升")
    QTest.keyClick(box, Qt.Key.Key_Return)
    reader.rest()
    assert [row.split("|")[1] for row in reader.rows()] == ["回升"]


def test_asked_again_the_same_window_shows_it(reader: Reader) -> None:
    reader.ask("经济")
    reader.ask("向好")
    assert len(windows()) == 1
    assert len(reader.rows()) == 1


def test_a_search_without_hits_says_so(reader: Reader) -> None:
    reader.ask("无此词")
    assert "These words stand in no article." in reader.said()
    assert not reader.table.isVisible()


def test_a_search_for_no_words_of_the_text_says_so(reader: Reader) -> None:
    reader.ask("title:其一")
    assert "Articles found: 1; no word of the search" in reader.said()
    reader.press("Over time")
    assert not part_of(reader.window, TimelinePlot).isVisible()


def test_what_is_wrong_with_a_search_is_told_beside_its_lines(reader: Reader) -> None:
    reader.ask("经济 date:soon")
    assert len(reader.rows()) == 3
    assert "date:soon — a date is written 2020" in reader.said()
    reader.ask("经济")
    assert "a date is written" not in reader.said()


def test_cancelled_it_keeps_what_it_has(reader: Reader) -> None:
    reader.concordancer.show("经济")
    assert "Looking" in reader.said()
    reader.press("Cancel")
    reader.rest()
    assert reader.said().startswith("Cancelled")
    assert reader.rows() == []


def test_an_index_that_cannot_be_asked_is_told_of(
    reader: Reader, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> list[int]:
        raise IndexFolderError("the folder is gone")

    monkeypatch.setattr(library.searcher, "article_ids", refuse)
    reader.ask("经济")
    assert "the folder is gone" in reader.said()


def test_closed_while_at_work_it_leaves_nothing_behind(reader: Reader) -> None:
    reader.concordancer.show("经济")
    reader.window.close()
    reader.rest()
    reader.ask("经济")
    assert len(reader.rows()) == 3


def test_the_script_on_screen_is_the_lines(reader: Reader) -> None:
    reader.ask("经济")
    reader.concordancer.set_shown(ShownScript.TRADITIONAL, NO_TERMS)
    assert [row.split("|")[1] for row in reader.rows()] == ["經濟", "經濟", "經 濟"]
    assert reader.rows()[0].endswith("發展。")


def test_a_word_that_is_converted_to_another_length_stays_the_word() -> None:
    line = ConcordanceLine(
        1, Span(5, 7), "博客说用", "U盘", "保存数据", "题目", "", None, Script.SIMPLIFIED
    )
    shown = shown_line(line, ShownScript.TAIWAN_PHRASES)
    assert (shown.left, shown.word, shown.right) == ("部落格說用", "隨身碟", "保存資料")


def test_a_line_is_copied_as_it_is_shown(reader: Reader) -> None:
    reader.ask("向好")
    reader.table.selectRow(0)
    QTest.keyClick(reader.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "【向好】，乙后經 濟回升。" in QGuiApplication.clipboard().text()


def test_the_lines_are_written_as_they_are_sorted(reader: Reader, tmp_path: Path) -> None:
    reader.ask("经济")
    reader.click_header("After")
    reader.concordancer.set_shown(ShownScript.TRADITIONAL, NO_TERMS)
    reader.save_as(tmp_path / "lines.csv")
    _, *rows = lines_of(tmp_path / "lines.csv")
    assert [row[1] for row in rows] == [
        reader.window.model.line(row).word for row in range(len(rows))
    ]
    assert {row[1] for row in rows} == {"经济", "經濟", "經 濟"}
    assert f"Wrote {tmp_path / 'lines.csv'}" in reader.said()


def test_the_counts_are_written_from_the_plot(reader: Reader, tmp_path: Path) -> None:
    reader.ask("经济")
    reader.press("Over time")
    reader.save_as(tmp_path / "counts.csv")
    assert lines_of(tmp_path / "counts.csv")[1:] == [
        ["2019", "1", "1"],
        ["2020", "2", "1"],
        ["", "0", "0"],
    ]


def test_a_bar_narrows_the_search_and_shows_its_months(reader: Reader) -> None:
    reader.ask("经济")
    reader.press("Over time")
    plot = part_of(reader.window, TimelinePlot)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.bar(1).center().toPoint())
    reader.rest()
    assert reader.narrowed == ["经济 date:2020"]
    assert part_of(reader.window, QLineEdit).text() == "经济 date:2020"
    assert len(reader.rows()) == 2
    assert [one.name for one in reader.window.timeline.periods if one.hits] == ["2020-05"]
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.bar(4).center().toPoint())
    reader.rest()
    assert reader.narrowed[-1] == "经济 date:2020-05"


def test_more_lines_than_are_listed_are_counted(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.concordance.MOST_LINES", 1)
    reader.ask("经济")
    assert len(reader.rows()) == 1
    assert "The first 1 of 3 hits, in 2 articles" in reader.said()


def test_from_the_menu_to_the_article(open_session: Callable[..., Session], tmp_path: Path) -> None:
    file = write(tmp_path, "page.txt", "丙丁向好。\n" + "戊。\n" * 300 + "丙丁回升。\n")
    session = open_session(file)
    session.rest()
    session.search("丙丁")
    session.choose("Concordance of the search")
    (window,) = windows()
    table = part_of(window, QTableView)
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Return)
    session.rest()
    shown = [label.text() for label in session.find_bar.findChildren(QLabel)]
    assert "2 of 2" in shown
    session.close()
    assert windows() == []


def test_without_a_search_the_menu_leads_to_the_box(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    session = open_session(write(tmp_path, "page.txt", "甲。\n"))
    session.rest()
    session.choose("Concordance of the search")
    assert windows() == []
    assert session.box.hasFocus()


def test_many_faults_leave_the_lines_their_room(reader: Reader) -> None:
    reader.ask("经济" + " (" * 200)
    height = reader.window.height()
    assert "more" in reader.said()
    assert reader.window.minimumSizeHint().height() < height == 680
