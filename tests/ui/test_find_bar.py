"""The find bar: the words asked for, which place of how many, and the way round them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reader.library import Library
from reader.model import ShownScript
from reader.paths import Paths
from reader.ui.find_bar import FindBar
from reader.ui.theme import LIGHT
from tests.ui.session import (
    Session,
    import_files,
    marked,
    part_of,
    select_words,
    type_text,
    wait_until,
    write,
)

SHORT = "今天，图书馆里来了许多学生。他们用网络阅读历史，讨论互联网的发展。\n"
LONG = "\n\n".join(f"第{number}段。" + "他们在图书馆阅读历史书。" * 9 for number in range(100))


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[FindBar]:
    window, shown = QWidget(), FindBar()
    window.resize(800, 60)
    QVBoxLayout(window).addWidget(shown)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield shown


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Callable[..., Session]) -> Session:
    """The long article is on screen, at its beginning."""
    files = [
        write(tmp_path / "files", "long.txt", LONG),
        write(tmp_path / "files", "short.txt", SHORT),
    ]
    with closing(Library(paths)) as library:
        import_files(library, *files)
    session = open_session()
    session.rest()
    assert session.article.view is not None
    assert session.article.view.article.text.startswith("第0段")
    return session


def said(bar: FindBar) -> str:
    labels = [label for label in bar.findChildren(QLabel) if label.isVisible()]
    return " ".join(label.text() for label in labels if label.text())


def press(bar: FindBar, text: str) -> None:
    (button,) = [button for button in bar.findChildren(QToolButton) if button.text() == text]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def box_of(bar: FindBar) -> QLineEdit:
    return part_of(bar, QLineEdit)


def find(session: Session, words: str) -> None:
    """Press Ctrl+F and type, and wait for what is found."""
    QTest.keyClick(session.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert box_of(session.find_bar).hasFocus()
    box_of(session.find_bar).selectAll()
    retype(session, words)


def retype(session: Session, words: str) -> None:
    """Type into the box as it is, and wait for what is found."""
    asked: list[str] = []
    session.find_bar.find_requested.connect(lambda words, _: asked.append(words))
    type_text(box_of(session.find_bar), words)
    wait_until(lambda: asked[-1:] == [box_of(session.find_bar).text()])
    session.rest()


def grounds(session: Session) -> list[str]:
    """The colours behind the marked words on screen, in order."""
    return [ground for _, ground in marked(session.article)]


# The bar by itself


def test_it_is_seen_only_while_there_are_hits(bar: FindBar) -> None:
    assert not bar.isVisible()
    bar.set_hits("皇后", 3)
    assert bar.isVisible()
    assert not box_of(bar).isVisible()
    assert said(bar) == "“皇后” 1 of 3"
    bar.set_hits("", 0)
    assert not bar.isVisible()


def test_the_buttons_go_round_the_hits_and_it_says_so(bar: FindBar) -> None:
    shown: list[int] = []
    bar.hit_shown.connect(shown.append)
    bar.set_hits("皇后", 3)
    press(bar, "›")
    press(bar, "›")
    assert said(bar) == "“皇后” 3 of 3"
    press(bar, "›")
    assert said(bar) == "“皇后” ↻ 1 of 3 From the beginning again"
    press(bar, "‹")
    assert said(bar) == "“皇后” ↻ 3 of 3 From the end again"
    press(bar, "‹")
    assert said(bar) == "“皇后” 2 of 3"
    assert shown == [0, 1, 2, 0, 2, 1]


def test_a_narrow_bar_says_it_by_a_sign_alone(bar: FindBar) -> None:
    bar.set_hits("皇后", 1)
    bar.next()
    assert said(bar) == "“皇后” ↻ 1 of 1 From the beginning again"
    bar.window().resize(bar.window().minimumSizeHint())
    assert said(bar) == "“皇后” ↻ 1 of 1"


def test_a_long_query_does_not_widen_the_window(bar: FindBar) -> None:
    bar.set_hits("皇" * 500, 1)
    assert said(bar) == f"“{'皇' * 24}…” 1 of 1"


def test_closing_it_unmarks_the_hits_once(bar: FindBar, qtbot: QtBot) -> None:
    bar.set_hits("皇后", 3)
    with qtbot.waitSignal(bar.closed):
        press(bar, "×")
    assert not bar.isVisible()
    with qtbot.assertNotEmitted(bar.closed), qtbot.assertNotEmitted(bar.hit_shown):
        bar.close_bar()
        bar.next()
        bar.previous()


def test_words_are_asked_for_as_they_are_typed_and_at_once_with_enter(
    bar: FindBar, qtbot: QtBot
) -> None:
    asked: list[tuple[str, bool]] = []
    bar.find_requested.connect(lambda words, exact: asked.append((words, exact)))
    bar.ask_for("")
    with qtbot.waitSignal(bar.find_requested):
        type_text(box_of(bar), "皇后")
    assert asked == [("", False), ("皇后", False)]  # the two characters together
    type_text(box_of(bar), "宫")
    QTest.keyClick(box_of(bar), Qt.Key.Key_Return)
    assert asked[2:] == [("皇后宫", False)]
    press(bar, "=")
    assert asked[3:] == [("皇后宫", True)]


def test_enter_goes_on_and_with_shift_back(bar: FindBar) -> None:
    shown: list[int] = []
    bar.hit_shown.connect(shown.append)
    bar.ask_for("皇后")
    bar.set_places(3, 1, go=True)
    QTest.keyClick(box_of(bar), Qt.Key.Key_Return)
    QTest.keyClick(box_of(bar), Qt.Key.Key_Enter, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(box_of(bar), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert shown == [1, 2, 1, 0]


def test_where_none_is_gone_to_the_next_is_that_ahead(bar: FindBar) -> None:
    shown: list[int] = []
    bar.hit_shown.connect(shown.append)
    for step in (bar.next, bar.previous):
        bar.ask_for("皇后")
        bar.set_places(5, 3, go=False)
        assert said(bar) == "5 found"
        step()
    assert shown == [3, 2]


def test_where_all_are_before_the_first_is_shown_and_it_says_so(bar: FindBar) -> None:
    bar.ask_for("皇后")
    bar.set_places(2, 2, go=True)
    assert said(bar) == "↻ 1 of 2 From the beginning again"


def test_nothing_found_is_said_and_seen(bar: FindBar) -> None:
    def ground() -> str:
        return box_of(bar).grab().toImage().pixelColor(6, 6).name()

    bar.ask_for("鲸")
    assert said(bar) == ""  # not known yet
    plain = ground()
    bar.set_places(0, 0, go=True)
    assert said(bar) == "Nothing found"
    assert ground() == LIGHT.missing != plain
    bar.set_places(1, 0, go=True)
    assert ground() == plain
    box_of(bar).clear()
    bar.set_places(0, 0, go=True)
    assert said(bar) == ""
    assert ground() == plain


def test_the_selected_words_are_asked_for_and_else_the_last(bar: FindBar) -> None:
    asked: list[str] = []
    bar.find_requested.connect(lambda words, _: asked.append(words))
    bar.ask_for("皇后\n在后宫")
    bar.close_bar()
    bar.ask_for("")
    assert box_of(bar).selectedText() == "皇后 在后宫"
    bar.close_bar()
    bar.ask_for("字" * 101)  # selected to be copied
    assert asked == ["皇后 在后宫"] * 3


def test_what_stands_in_the_box_is_kept_while_it_has_the_focus(bar: FindBar) -> None:
    bar.ask_for("皇后")
    bar.ask_for("后宫")
    assert box_of(bar).text() == "皇后"


def test_hits_take_the_bar_over_but_no_hits_leave_it(bar: FindBar, qtbot: QtBot) -> None:
    bar.ask_for("皇后")
    bar.set_places(3, 0, go=True)
    bar.set_hits("", 0)
    assert bar.finding and said(bar) == "1 of 3"
    type_text(box_of(bar), "宫")
    with qtbot.assertNotEmitted(bar.find_requested, wait=100):
        bar.set_hits("报告", 2)
    bar.set_places(3, 0, go=True)  # late: nobody asks any more
    assert said(bar) == "“报告” 1 of 2"


# In the window


def test_either_script_finds_the_words_and_marks_them_as_they_are_typed(session: Session) -> None:
    find(session, "歷")
    find(session, "歷史")
    assert said(session.find_bar) == "1 of 900"
    assert {words for words, _ in marked(session.article)} == {"历史"}
    assert grounds(session)[0] == LIGHT.current_hit
    assert set(grounds(session)[1:]) == {LIGHT.hit}


def test_it_begins_at_the_place_on_screen(session: Session) -> None:
    session.page.setFocus()
    QTest.keyClick(session.page, Qt.Key.Key_End)
    find(session, "段")
    current = session.find_bar
    assert said(current).endswith(" of 100")
    number = int(said(current).split()[0])
    assert number > 80
    QTest.keyClick(session.page, Qt.Key.Key_Home)
    retype(session, "。")
    assert said(session.find_bar) == "1 of 100"


def test_f3_and_the_keys_of_the_box_go_round(session: Session) -> None:
    find(session, "第99段")
    assert said(session.find_bar) == "1 of 1"
    assert ("第99段", LIGHT.current_hit) in marked(session.article)
    find(session, "段")
    place = said(session.find_bar)
    assert place == "100 of 100"  # from the place on screen
    QTest.keyClick(session.window, Qt.Key.Key_F3)
    assert said(session.find_bar).startswith("↻ 1 of 100")
    assert ("段", LIGHT.current_hit) in marked(session.article)[:1]
    QTest.keyClick(session.window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert said(session.find_bar).startswith("↻ 100 of 100")


def test_escape_goes_back_to_the_article_with_the_word_selected(session: Session) -> None:
    find(session, "第99段")
    QTest.keyClick(box_of(session.find_bar), Qt.Key.Key_Escape)
    assert not session.find_bar.isVisible()
    assert session.page.hasFocus()
    assert session.article.selected_text() == "第99段"
    assert grounds(session) == [LIGHT.selection]


def test_the_selected_words_are_found_from_where_they_stand(session: Session) -> None:
    select_words(session.article, "第2段")
    QTest.keyClick(session.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    session.rest()
    assert box_of(session.find_bar).text() == "第2段"
    assert said(session.find_bar) == "1 of 1"


def test_another_script_keeps_the_current_words(session: Session) -> None:
    find(session, "阅读")
    for _ in range(12):
        session.find_bar.next()
    assert said(session.find_bar) == "13 of 900"
    for shown in (ShownScript.TAIWAN_PHRASES, ShownScript.SIMPLIFIED):
        session.show_in(shown)
        session.rest()
        assert said(session.find_bar) == "13 of 900"
        assert grounds(session).count(LIGHT.current_hit) == 1
    box_of(session.find_bar).setFocus()
    assert box_of(session.find_bar).isVisible()


def test_words_only_another_script_shows_are_found_in_it_alone(session: Session) -> None:
    session.choose("Next article")
    find(session, "網際")
    assert said(session.find_bar) == "Nothing found"
    session.show_in(ShownScript.TAIWAN_PHRASES)
    session.rest()
    assert said(session.find_bar) == "1 found"
    QTest.keyClick(box_of(session.find_bar), Qt.Key.Key_Return)
    assert marked(session.article) == [("網際網路", LIGHT.current_hit)]


def test_another_article_is_looked_through_as_it_opens(session: Session) -> None:
    find(session, "图书馆")
    assert said(session.find_bar) == "1 of 900"
    session.choose("Next article")
    session.rest()
    assert said(session.find_bar) == "1 found"
    assert marked(session.article) == [("图书馆", LIGHT.hit)]
    QTest.keyClick(session.window, Qt.Key.Key_F3)
    assert marked(session.article) == [("图书馆", LIGHT.current_hit)]


def test_a_hit_of_a_search_shows_its_own_words_and_ctrl_f_asks_for_others(
    session: Session,
) -> None:
    find(session, "图书馆")
    session.search("網絡")
    QTest.keyClick(session.box, Qt.Key.Key_Return)
    session.rest()
    assert said(session.find_bar) == "“網絡” 1 of 1"
    assert marked(session.article) == [("网络", LIGHT.current_hit)]
    find(session, "历史")
    assert said(session.find_bar) == "1 of 1"
    assert marked(session.article) == [("历史", LIGHT.current_hit)]
    QTest.keyClick(box_of(session.find_bar), Qt.Key.Key_Escape)
    assert grounds(session) == [LIGHT.selection]


def test_clearing_the_search_leaves_what_is_found(session: Session) -> None:
    session.search("網絡")
    find(session, "图书馆")
    session.box.setFocus()
    QTest.keyClick(session.box, Qt.Key.Key_Escape)
    session.rest()
    assert said(session.find_bar) == "1 of 900"
    assert LIGHT.current_hit in grounds(session)


def test_it_goes_with_the_article(session: Session) -> None:
    find(session, "图书馆")
    session.documents.selectAll()
    session.documents.setFocus()
    QTest.keyClick(session.documents, Qt.Key.Key_Delete)
    session.rest()
    assert session.article.view is None
    assert not session.find_bar.isVisible()
    QTest.keyClick(session.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert not session.find_bar.isVisible()
