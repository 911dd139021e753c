"""The document list: its rows drawn as text, and what a person can do with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reader.model import (
    ArticleKind,
    ArticleSummary,
    Collection,
    DocumentSummary,
    Script,
    ShownScript,
)
from reader.settings import Settings
from reader.ui.document_list import DocumentList, DocumentRows, DocumentTree
from reader.ui.theme import colors_of
from tests.ui.session import tree, wait_until


def document(id_: int, name: str, articles: int, collection: int | None = None) -> DocumentSummary:
    return DocumentSummary(id_, collection, name, f"/somewhere/{name}", "text", articles)


def article(
    id_: int, document_id: int, title: str, script: Script, opening: str = ""
) -> ArticleSummary:
    return ArticleSummary(
        id=id_,
        document_id=document_id,
        title=title,
        subtitle="",
        authors=(),
        kind=ArticleKind.ARTICLE,
        newspaper="晨报",
        date="2026-03-04",
        page=None,
        script=script,
        characters=100,
        opening=opening,
    )


ROWS = DocumentRows(
    (Collection(7, "示例文档", 2),),
    (
        document(1, "page.txt", 1, 7),
        document(2, "two.md", 2, 7),
        document(3, "own.txt", 1),
        document(4, "empty.txt", 0),
    ),
    (
        article(10, 1, "互联网与皇后", Script.SIMPLIFIED),
        article(20, 2, "李勣將軍", Script.TRADITIONAL),
        article(21, 2, "", Script.TRADITIONAL, opening="皇后在後宮…"),
        article(30, 3, "自己的文章", Script.SIMPLIFIED),
    ),
)


def rows_of(count: int, first_document: int = 1) -> DocumentRows:
    """One document of many articles."""
    articles = [article(n, first_document, f"第{n}篇", Script.SIMPLIFIED) for n in range(count)]
    return DocumentRows((), (document(first_document, "corpus.jsonl", count),), tuple(articles))


def show(pane: DocumentList, rows: DocumentRows) -> None:
    pane.set_tree(DocumentTree(rows, "My documents"))


@pytest.fixture
def pane(qtbot: QtBot) -> Iterator[DocumentList]:
    shown = DocumentList()
    qtbot.addWidget(shown)
    tester = QAbstractItemModelTester(
        shown.documents, QAbstractItemModelTester.FailureReportingMode.Warning, shown
    )
    shown.resize(300, 400)
    with qtbot.waitExposed(shown):
        shown.show()
    yield shown
    tester.deleteLater()


def row(pane: DocumentList, *titles: str) -> QModelIndex:
    """The row of this title, under the rows of the titles before it."""
    model, index = pane.model(), QModelIndex()
    for title in titles:
        found = [model.index(number, 0, index) for number in range(model.rowCount(index))]
        (index,) = [one for one in found if one.data() == title]
    return index


def click(
    pane: DocumentList,
    index: QModelIndex,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    point = pane.visualRect(index).center()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, modifier, point)


def selected(pane: DocumentList) -> list[str]:
    return [str(index.data()) for index in pane.selectionModel().selectedIndexes()]


ORIGINAL_ROWS = [
    "My documents",
    "  自己的文章",
    "  empty.txt",
    "示例文档",
    "  互联网与皇后",
    "  two.md",
    "    李勣將軍",
    "    皇后在後宮…",
]


def test_rows_stand_under_their_collections(pane: DocumentList) -> None:
    show(pane, ROWS)
    assert tree(pane) == ORIGINAL_ROWS


@pytest.mark.parametrize(
    ("shown", "titles"),
    [
        (ShownScript.SIMPLIFIED, ["示例文档", "互联网与皇后", "李𪟝将军", "皇后在后宫…"]),
        (ShownScript.TRADITIONAL, ["示例文檔", "互聯網與皇后", "李勣將軍", "皇后在後宮…"]),
        (ShownScript.TAIWAN_PHRASES, ["示例文件", "網際網路與皇后", "李勣將軍", "皇后在後宮…"]),
        (ShownScript.ORIGINAL, ["示例文档", "互联网与皇后", "李勣將軍", "皇后在後宮…"]),
    ],
)
def test_titles_follow_the_script_and_file_names_do_not(
    pane: DocumentList, shown: ShownScript, titles: list[str]
) -> None:
    show(pane, ROWS)
    pane.set_shown(shown)
    drawn = [line.strip() for line in tree(pane)]
    assert drawn[3:5] + drawn[6:] == titles
    assert drawn[2] == "empty.txt"
    assert drawn[5] == "two.md"


def test_without_collections_documents_stand_at_the_top(pane: DocumentList) -> None:
    show(pane, DocumentRows((), ROWS.documents[2:], ROWS.articles[3:]))
    assert tree(pane) == ["自己的文章", "empty.txt"]


def test_a_tip_tells_paper_day_and_file(pane: DocumentList) -> None:
    show(pane, ROWS)
    tip = row(pane, "示例文档", "two.md", "李勣將軍").data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "李勣將軍\n晨报 · 2026-03-04 · two.md"


def test_a_click_or_enter_asks_for_the_article(pane: DocumentList, qtbot: QtBot) -> None:
    show(pane, ROWS)
    with qtbot.waitSignal(pane.article_requested) as asked:
        click(pane, row(pane, "示例文档", "互联网与皇后"))
    assert asked.args == [10]
    QTest.keyClick(pane, Qt.Key.Key_Down)
    QTest.keyClick(pane, Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.article_requested) as asked:
        QTest.keyClick(pane, Qt.Key.Key_Return)
    assert asked.args == [20]


def test_a_click_on_a_document_of_many_articles_asks_for_none(
    pane: DocumentList, qtbot: QtBot
) -> None:
    show(pane, ROWS)
    with qtbot.assertNotEmitted(pane.article_requested):
        click(pane, row(pane, "示例文档", "two.md"))


def test_what_is_removed_is_every_document_selected(pane: DocumentList, qtbot: QtBot) -> None:
    show(pane, ROWS)
    for titles, expected in (
        (["My documents", "自己的文章"], (3,)),
        (["示例文档", "two.md", "李勣將軍"], (2,)),
        (["示例文档"], (1, 2)),
    ):
        click(pane, row(pane, *titles))
        with qtbot.waitSignal(pane.remove_requested) as asked:
            QTest.keyClick(pane, Qt.Key.Key_Delete)
        assert asked.args == [expected]


def test_the_menu_removes_what_was_clicked(pane: DocumentList, qtbot: QtBot) -> None:
    show(pane, ROWS)
    click(pane, row(pane, "示例文档"))
    pane.customContextMenuRequested.emit(pane.visualRect(row(pane, "示例文档")).center())
    (menu,) = pane.findChildren(QMenu)
    action = menu.actions()[-1]
    assert action.text() == "Remove collection"
    with qtbot.waitSignal(pane.remove_requested) as asked:
        action.trigger()
    menu.close()
    assert asked.args == [(1, 2)]
    pane.customContextMenuRequested.emit(QPoint(100, 390))  # under the last row
    wait_until(lambda: not pane.findChildren(QMenu))


def test_rows_can_be_selected_together_while_one_of_them_is_opened(pane: DocumentList) -> None:
    """The window makes the row of the article it opens the current one."""
    show(pane, ROWS)
    pane.article_requested.connect(pane.select_article)
    click(pane, row(pane, "My documents", "自己的文章"))
    click(pane, row(pane, "示例文档", "互联网与皇后"), Qt.KeyboardModifier.ControlModifier)
    assert selected(pane) == ["自己的文章", "互联网与皇后"]


def test_selecting_an_article_opens_nothing(pane: DocumentList, qtbot: QtBot) -> None:
    show(pane, ROWS)
    with qtbot.assertNotEmitted(pane.article_requested):
        pane.select_article(21)
        pane.select_article(999)
    assert selected(pane) == ["皇后在後宮…"]


def test_new_rows_keep_what_was_open_selected_and_on_screen(pane: DocumentList) -> None:
    show(pane, ROWS)
    pane.collapse(row(pane, "示例文档", "two.md"))
    pane.collapse(row(pane, "My documents"))
    click(pane, row(pane, "示例文档", "互联网与皇后"))
    more = document(5, "later.txt", 1, 7)
    show(
        pane,
        DocumentRows(
            ROWS.collections,
            (*ROWS.documents, more),
            (*ROWS.articles, article(50, 5, "后来的", Script.SIMPLIFIED)),
        ),
    )
    assert tree(pane) == ["My documents", "示例文档", "  互联网与皇后", "  two.md", "  后来的"]
    assert selected(pane) == ["互联网与皇后"]


def test_closing_a_document_does_not_close_a_collection_of_it_alone(pane: DocumentList) -> None:
    rows = DocumentRows(
        (Collection(7, "示例文档", 1),), (document(2, "two.md", 2, 7),), ROWS.articles[1:3]
    )
    show(pane, rows)
    pane.collapse(row(pane, "示例文档", "two.md"))
    show(pane, rows)
    assert tree(pane) == ["示例文档", "  two.md"]


def test_new_rows_do_not_move_the_list(pane: DocumentList) -> None:
    rows = DocumentRows(
        (),
        tuple(document(n, f"{n}.txt", 1) for n in range(100)),
        tuple(article(n, n, f"第{n}篇", Script.SIMPLIFIED) for n in range(100)),
    )
    show(pane, rows)
    pane.select_article(2)
    bar = pane.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    show(pane, rows)
    assert bar.value() == before
    assert selected(pane) == ["第2篇"]


def test_a_document_of_thousands_stays_closed_until_it_is_opened(pane: DocumentList) -> None:
    show(pane, rows_of(3_000))
    assert tree(pane) == ["corpus.jsonl"]
    pane.select_article(1_500)
    assert tree(pane) == ["corpus.jsonl"]
    pane.expand(row(pane, "corpus.jsonl"))
    show(pane, rows_of(3_000))
    assert len(tree(pane)) == 3_001


def test_neighbours_follow_the_list(pane: DocumentList) -> None:
    show(pane, ROWS)
    order = [30, 10, 20, 21]
    model = pane.documents
    assert [model.neighbour(id_, 1) for id_ in order] == [10, 20, 21, None]
    assert [model.neighbour(id_, -1) for id_ in order] == [None, 30, 10, 20]
    assert model.neighbour(0, 1) == 30
    show(pane, DocumentRows((), (), ()))
    assert model.neighbour(0, 1) is None


def doubtful(rows: DocumentRows, *ids: int) -> DocumentRows:
    """These rows, some of their articles uncertain."""
    articles = [replace(each, confidence=0.3 if each.id in ids else 1.0) for each in rows.articles]
    return replace(rows, articles=tuple(articles))


def mark_of(pane: DocumentList, index: QModelIndex) -> list[int]:
    """The columns of a row's picture that have something of the accent's colour."""
    accent = colors_of(Settings().theme).accent
    rect = pane.visualRect(index)
    image = pane.viewport().grab(rect).toImage()
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).name() == accent for y in range(image.height()))
    ]


def test_an_uncertain_headline_has_a_mark_behind_it_however_long_it_is(
    pane: DocumentList,
) -> None:
    title = "一个很长的题目在这里写着又写着"
    articles = tuple(article(n, 1, title, Script.NEITHER) for n in (1, 2))
    show(pane, doubtful(DocumentRows((), (document(1, "two.md", 2),), articles), 2))
    first, second = (pane.model().index(n, 0, row(pane, "two.md")) for n in (0, 1))
    assert mark_of(pane, first) == []
    whole = mark_of(pane, second)
    assert whole
    pane.resize(120, 400)
    elided = mark_of(pane, second)
    assert len(elided) == len(whole)
    assert elided[0] < whole[0]
    assert second.data() == title
    assert "not certain" in second.data(Qt.ItemDataRole.ToolTipRole)
    assert second.data(Qt.ItemDataRole.AccessibleTextRole) == f"{title} ?"


def test_the_next_uncertain_article_is_looked_for_from_this_one_on(pane: DocumentList) -> None:
    show(pane, doubtful(ROWS, 10, 21))
    assert pane.documents.next_uncertain(10) == 21
    assert pane.documents.next_uncertain(20) == 21
    assert pane.documents.next_uncertain(21) == 10
    show(pane, doubtful(ROWS, 21))
    assert pane.documents.next_uncertain(21) == 21
    show(pane, ROWS)
    assert pane.documents.next_uncertain(10) is None


def menu_over(pane: DocumentList, index: QModelIndex) -> QMenu:
    """Press the right mouse button on a row."""
    point = pane.visualRect(index).center()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.RightButton, pos=point)
    pane.customContextMenuRequested.emit(point)
    return pane.findChildren(QMenu)[-1]


def test_the_menu_confirms_headlines_and_asks_for_corrections(
    pane: DocumentList, qtbot: QtBot
) -> None:
    show(pane, doubtful(ROWS, 10, 20))
    click(pane, row(pane, "示例文档", "互联网与皇后"))
    click(pane, row(pane, "示例文档", "two.md", "李勣將軍"), Qt.KeyboardModifier.ControlModifier)
    menu = menu_over(pane, row(pane, "示例文档", "two.md", "李勣將軍"))
    texts = {action.text(): action for action in menu.actions()}
    assert not texts["Corrections of this document…"].isEnabled()
    with qtbot.waitSignal(pane.confirm_requested) as asked:
        texts["The headline is right"].trigger()
    assert asked.args == [(10, 20)]
    with qtbot.waitSignal(pane.reclean_requested) as asked:
        texts["Read again by the present rules…"].trigger()
    assert asked.args == [(1, 2)]
    menu.close()
    menu = menu_over(pane, row(pane, "My documents", "自己的文章"))
    texts = {action.text(): action for action in menu.actions()}
    assert "The headline is right" not in texts
    with qtbot.waitSignal(pane.corrections_requested) as asked:
        texts["Corrections of this document…"].trigger()
    assert asked.args == [3]
    menu.close()


def test_an_article_that_is_not_listed_yet_is_selected_when_it_is(pane: DocumentList) -> None:
    show(pane, ROWS)
    pane.select_article(20)
    pane.select_article(22)
    assert selected(pane) == ["李勣將軍"]
    new = replace(ROWS, articles=(*ROWS.articles, article(22, 2, "新的文章", Script.SIMPLIFIED)))
    show(pane, new)
    assert selected(pane) == ["新的文章"]


def test_the_articles_around_one_are_those_of_its_document(pane: DocumentList) -> None:
    show(pane, ROWS)
    assert [each.id for each in pane.documents.siblings(20, 5)] == [20, 21]
    assert [each.id for each in pane.documents.siblings(30, 5)] == [30]
    show(pane, rows_of(30))
    assert [each.id for each in pane.documents.siblings(10, 2)] == [8, 9, 10, 11, 12]
