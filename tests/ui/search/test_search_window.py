"""From the search box to the hits, to the article and back, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QMenu, QToolButton

from reader.library import Library
from reader.model import Color, Span
from reader.paths import Paths
from reader.ui.importer import Importer
from reader.ui.search.filter_chips import Chip
from reader.ui.search.hit_model import Search
from reader.ui.search.searching import Searching
from reader.ui.theme import LIGHT
from tests.ui.session import (
    Session,
    import_files,
    marked,
    part_of,
    rows,
    wait_until,
    write,
)

Open = Callable[..., Session]

FAR = "皇后在后宫。" + "今天，图书馆里来了许多学生。" * 30 + "又见皇后。" + "他们阅读历史。" * 30
OTHER = "他们读着关于将军的历史书。"


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on two articles, of which the second has a note with a tag."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        far = write(tmp_path / "files", "far.txt", FAR)
        import_files(library, far, write(tmp_path / "files", "other.txt", OTHER))
        number = library.articles()[1].id
        library.annotate(number, Span(2, 4), note="核对年份", tags=("要点",))
    session = open_session()
    session.rest()
    return session


def click_line(session: Session, row: int, line: int) -> None:
    """Click a line of a hit, counted from its last."""
    rect = session.hits.visualRect(session.sidebar.hits.index(row))
    height = session.hits.fontMetrics().height()
    point = QPoint(60, rect.bottom() - 12 - round(line * height * 1.18))
    QTest.mouseClick(session.hits.viewport(), Qt.MouseButton.LeftButton, pos=point)
    session.rest()


def press(key: Qt.Key) -> None:
    """Press a key wherever the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key)


def test_an_article_opens_at_the_snippet_that_was_clicked(session: Session) -> None:
    session.search("皇后")
    current, other = ("皇后", LIGHT.current_hit), ("皇后", LIGHT.hit)
    click_line(session, 0, 0)
    assert marked(session.article) == [other, current]
    click_line(session, 0, 1)
    assert marked(session.article) == [current, other]


def test_a_note_that_was_found_is_selected_beside_its_article(session: Session) -> None:
    assert session.search("note:核对") == ["他们读着关于将军的历史书。"]
    click_line(session, 0, 0)
    assert session.article.view is not None
    assert session.article.view.whole_text().startswith("他们读着")
    assert [index.row() for index in session.cards.selectedIndexes()] == [0]


def test_keys_lead_from_the_box_to_the_article_and_back(session: Session) -> None:
    session.search("将军")
    press(Qt.Key.Key_Down)
    assert session.hits.hasFocus()
    press(Qt.Key.Key_Return)
    session.rest()
    assert session.page.hasFocus()
    press(Qt.Key.Key_Escape)
    assert marked(session.article) == [("读着", LIGHT.highlights[Color.YELLOW])]
    press(Qt.Key.Key_Escape)
    assert session.hits.hasFocus()
    press(Qt.Key.Key_Up)
    assert session.box.hasFocus()


def test_words_in_notes_are_found_where_that_is_switched_on(session: Session) -> None:
    session.search("年份 OR 皇后")
    assert len(rows(session.hits)) == 1
    chip = next(one for one in session.sidebar.findChildren(Chip) if one.name == "Notes too")
    QTest.mouseClick(part_of(chip, QToolButton), Qt.MouseButton.LeftButton)
    wait_until(lambda: len(rows(session.hits)) == 2)


def test_tags_of_the_library_are_offered(session: Session) -> None:
    chip = next(one for one in session.sidebar.findChildren(Chip) if one.name == "Tag")
    QTest.mouseClick(part_of(chip, QToolButton), Qt.MouseButton.LeftButton)
    menu = session.sidebar.findChild(QMenu, "facets")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["要点\t1"]
    menu.actions()[0].trigger()
    menu.close()
    wait_until(lambda: len(rows(session.hits)) == 1)
    assert session.box.text() == "tag:要点"


@pytest.mark.parametrize("query", ["is:annotated", "tag:要点 OR note:皇后"])
def test_a_search_for_annotations_is_asked_again_when_they_change(
    session: Session, query: str
) -> None:
    session.search(query)
    assert len(rows(session.hits)) == 1
    session.window.open_article(session.library.articles()[0].id)
    session.rest()
    session.highlight("皇后")
    assert len(rows(session.hits)) == 2
    session.choose("Undo Highlight")
    assert len(rows(session.hits)) == 1


def test_where_nothing_is_found_the_library_is_asked_what_would(session: Session) -> None:
    session.box.setFocus()
    session.box.setText("皇后 将军")
    lines = next(
        one
        for one in session.sidebar.findChildren(QListWidget)
        if one.accessibleName() == "These find something:"
    )
    wait_until(lambda: lines.count() == 2)
    assert {lines.item(row).text() for row in range(2)} == {
        "皇后  ·  1 article",
        "将军  ·  1 article",
    }


def test_a_new_search_drops_the_suggestions_for_the_last(session: Session) -> None:
    searching = Searching(session.library, session.tasks, session.window)
    searching.suggest(Search("皇后 将军"))
    assert session.tasks.awaits("suggestions")
    searching.search(Search("皇后"), 0)
    assert not session.tasks.awaits("suggestions")
    searching.suggest(Search(" ".join("一二三四五六七八九十百千万")))
    assert not session.tasks.awaits("suggestions")
    session.rest()


def test_an_import_leaves_one_where_one_is_in_the_hits(session: Session, tmp_path: Path) -> None:
    importer = session.window.findChild(Importer)
    assert importer is not None
    many = "".join(f'{{"title": "第{number}篇", "text": "众人。"}}\n' for number in range(130))
    importer.import_paths([write(tmp_path, "many.jsonl", many)])
    session.rest()
    session.search("众人")
    while len(rows(session.hits)) < 130:
        session.hits.scrollToBottom()
        session.rest()
    session.hits.setCurrentIndex(session.sidebar.hits.index(90))
    before = rows(session.hits)[90]
    scrolled = session.hits.visualRect(session.hits.currentIndex()).top()
    labels = session.sidebar.findChildren(QLabel)
    importer.import_paths([write(tmp_path, "new.txt", "来了众人。")])
    wait_until(lambda: any(one.text().startswith("131 articles") for one in labels))
    assert session.hits.currentIndex().data() == before
    assert session.hits.visualRect(session.hits.currentIndex()).top() == scrolled


def test_earlier_searches_outlive_the_window(session: Session, open_session: Open) -> None:
    session.search("将军")
    press(Qt.Key.Key_Return)
    session.rest()
    session.close()
    again = open_session()
    again.rest()
    assert again.sidebar.settings.recent == ("将军",)
