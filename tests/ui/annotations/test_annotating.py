"""Annotating as a person does it, in the window: across articles, several at once, and undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QToolButton

from reader.library import Library
from reader.model import AnnotationEdit, MarkStyle
from reader.paths import Paths
from reader.ui.annotations.filter_bar import Scope
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.annotations.tag_editor import TagEditor
from reader.ui.exchange.export_dialog import ExportDialog
from reader.ui.selection_popup import SelectionPopup
from tests.ui.session import (
    Session,
    click,
    import_files,
    marked,
    middle_of,
    part_of,
    rows,
    select_words,
    type_text,
    wait_until,
    write,
)

Open = Callable[..., Session]


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on two articles, each with marks; the first is open."""
    texts = {"one.txt": "皇后在後宮讀書。李勣將軍來。\n", "two.txt": "经济发展了，人民高兴。\n"}
    files = [write(tmp_path / "files", name, text) for name, text in texts.items()]
    with closing(Library(paths)) as library:
        import_files(library, *files)
        for article, words in zip(library.articles(), (("皇后", "李勣"), ("发展",)), strict=True):
            for word in words:
                library.annotate(article.id, library.find_quote(article.id, word))
    session: Session = open_session()
    session.rest()
    return session


def show_all(session: Session) -> None:
    session.annotations.filters.set_scope(Scope.LIBRARY)
    session.rest()


def settle(session: Session, expected: list[str]) -> None:
    """Until the list, which may come a moment after the article, is so."""
    wait_until(lambda: rows(session.cards) == expected and not session.tasks.busy)


def click_card(session: Session, row: int) -> None:
    rect = session.cards.visualRect(session.annotations.cards.index(row))
    QTest.mouseClick(session.cards.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    session.rest()


def labels(session: Session) -> str:
    found = session.annotations.findChildren(QLabel)
    return " ".join(label.text() for label in found if label.isVisible())


def test_a_card_of_another_article_opens_it_and_its_words_choose_the_card(
    session: Session,
) -> None:
    show_all(session)
    assert rows(session.cards) == ["皇后", "李勣", "发展"]
    click_card(session, 2)
    assert session.window.windowTitle().startswith("经济")
    assert rows(session.cards) == ["皇后", "李勣", "发展"]
    session.cards.clearSelection()
    point = middle_of(session.article, "发展")
    QTest.mouseClick(session.page.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert session.cards.selected_rows() == [2]


def test_a_new_highlight_comes_into_the_list_of_everything(session: Session) -> None:
    show_all(session)
    session.highlight("讀書")
    settle(session, ["皇后", "讀書", "李勣", "发展"])
    session.choose("Undo Highlight")
    settle(session, ["皇后", "李勣", "发展"])


def test_several_of_two_articles_are_changed_and_undone_as_one(session: Session) -> None:
    show_all(session)
    session.cards.setFocus()
    QTest.keyClick(session.cards, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(session.cards, Qt.Key.Key_T)
    editor = part_of(session.annotations, TagEditor)
    type_text(part_of(editor, QLineEdit), "要")
    editor.close()
    session.rest()

    def tags() -> list[tuple[str, ...]]:
        return [one.annotation.tags for one in session.library.all_annotations()]

    assert tags() == [("要",)] * 3
    session.choose("Undo Change tags")
    assert tags() == [()] * 3
    QTest.keyClick(session.cards, Qt.Key.Key_Delete)
    session.rest()
    settle(session, [])
    assert "Nothing is marked in any document yet." in labels(session)
    session.choose("Undo Delete annotations")
    settle(session, ["皇后", "李勣", "发展"])


def test_words_of_the_other_script_filter(session: Session) -> None:
    show_all(session)
    line = part_of(session.annotations.filters, QLineEdit)
    type_text(line, "發展")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(session, ["发展"])
    assert "1 of 3" in labels(session)


def test_merging_says_what_it_did(session: Session) -> None:
    session.highlight("后在後宮")
    session.cards.setFocus()
    QTest.keyClick(session.cards, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for expected in (["皇后在後宮", "李勣"], ["皇后在後宮", "李勣"]):
        session.annotations.merge_requested.emit(session.annotations.selected_ids())
        settle(session, expected)
        QTest.keyClick(session.cards, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert "None of these annotations overlap." in session.status()
    session.choose("Undo Merge annotations")
    settle(session, ["皇后", "后在後宮", "李勣"])


def test_a_person_s_own_colour_is_drawn_and_offered_again(session: Session) -> None:
    first = session.annotations.cards.ids[0]
    edit = AnnotationEdit(color="#336699", style=MarkStyle.HIGHLIGHT)
    session.annotations.edit_requested.emit((first,), edit)
    session.rest()
    assert len({color for _, color in marked(session.article)}) == 2
    wait_until(lambda: "#336699" in session.library.annotation_list.colors())


def test_an_orphan_is_placed_on_the_words_that_are_selected(
    paths: Paths, session: Session, open_session: Open
) -> None:
    session.close()
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute(
            "UPDATE annotation SET source_sha256 = 'x', quote = '不在了的字', prefix = '',"
            " suffix = '' WHERE quote = '皇后'"
        )
    again = open_session()
    again.rest()
    assert rows(again.cards) == ["李勣", "不在了的字"]
    click_card(again, 1)
    select_words(again.article, "後宮")
    assert again.part(SelectionPopup).isVisible()
    again.cards.setFocus()
    QTest.keyClick(again.cards, Qt.Key.Key_P)
    assert not again.part(SelectionPopup).isVisible()
    again.rest()
    assert rows(again.cards) == ["後宮", "李勣"]
    again.choose("Undo Place annotation")
    assert rows(again.cards) == ["李勣", "不在了的字"]


def test_of_a_document_and_of_all_it_says_how_many_are_no_longer_in_the_text(
    paths: Paths, session: Session
) -> None:
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("UPDATE annotation SET source_sha256 = 'x' WHERE quote <> '李勣'")
    show_all(session)
    wait_until(lambda: "No longer in the text: 2" in labels_of_buttons(session))
    session.annotations.filters.set_scope(Scope.DOCUMENT)
    wait_until(lambda: "No longer in the text: 1" in labels_of_buttons(session))


def labels_of_buttons(session: Session) -> list[str]:
    found = session.annotations.findChildren(QToolButton)
    return [button.text() for button in found if button.isVisible()]


def test_the_key_of_a_note_opens_that_of_the_current_mark(session: Session) -> None:
    click(session.article, middle_of(session.article, "李勣"))
    QTest.keyClick(session.page, Qt.Key.Key_N)
    session.rest()
    editor = part_of(session.cards, NoteEditor)
    type_text(editor, "將軍")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle(session, ["皇后", "李勣\n將軍"])


def test_what_is_chosen_is_exported(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "some.md"
    session.annotations.export_requested.emit((session.annotations.cards.ids[1],))
    part_of(session.window, ExportDialog).accept()
    dialog = part_of(session.window, QFileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    session.rest()
    text = target.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("> ")] == ["> 李勣"]


def test_a_note_that_cannot_be_stored_is_kept_and_tried_again(
    paths: Paths, session: Session
) -> None:
    """As when the disk is full: the library refuses it, and then takes it."""
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute(
            "CREATE TRIGGER refused BEFORE UPDATE ON annotation BEGIN"
            " SELECT RAISE(ABORT, 'the disk is full'); END"
        )
    session.cards.setFocus()
    session.cards.setCurrentIndex(session.annotations.cards.index(0))
    QTest.keyClick(session.cards, Qt.Key.Key_Return)
    editor = part_of(session.cards, QPlainTextEdit)
    type_text(editor, "写了很久")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    session.rest()
    assert "disk is full" in labels(session)
    assert rows(session.cards)[0] == "皇后\n写了很久"
    with closing(sqlite3.connect(paths.database)) as db, db:
        db.execute("DROP TRIGGER refused")
    session.annotations.retry_requested.emit()
    session.rest()
    assert "disk is full" not in labels(session)
    stored = session.library.all_annotations()[0].annotation
    assert stored.note == "写了很久"
    assert rows(session.cards)[0] == "皇后\n写了很久"
