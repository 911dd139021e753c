"""Annotations written to files and taken in from them, and quotes with their citations."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QMenu,
    QMessageBox,
    QToolButton,
    QTreeWidget,
)

from reader.library import Library
from reader.model import ExportFormat, ShownScript
from reader.paths import Paths, paths_under
from reader.ui.annotations.card_menu import CardMenu
from reader.ui.exchange.export_dialog import ExportDialog
from reader.ui.exchange.report_dialog import ReportDialog
from tests.ui.session import (
    Session,
    import_files,
    middle_of,
    page_of,
    part_of,
    rows,
    select_words,
    write,
)

Open = Callable[..., Session]

FIRST = "# 图书馆的学生\n\n今天来了许多学生。他们阅读历史。\n"
SECOND = "# 工厂\n\n乙地的工厂开工了。\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "files"
    return [write(folder, "first.md", FIRST), write(folder, "second.md", SECOND)]


@pytest.fixture
def session(paths: Paths, files: list[Path], open_session: Open) -> Session:
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, *files)
        second = library.articles()[1].id
        library.annotate(second, library.find_quote(second, "开工"))
    opened = open_session()
    opened.rest()
    return opened


def export(session: Session, target: Path, **chosen: str) -> str:
    """Choose by the names of what the boxes hold, and export to a file."""
    session.action("Export annotations…").trigger()
    dialog = session.part(ExportDialog)
    for box in dialog.findChildren(QComboBox):
        for text in chosen.values():
            if box.findText(text) >= 0:
                box.setCurrentText(text)
    dialog.accept()
    place = session.part(QFileDialog)
    place.fileSelected.emit(str(target))
    place.close()
    session.rest()
    return target.read_text(encoding="utf-8")


def choose_file(session: Session, file: Path) -> None:
    session.action("Import annotations…").trigger()
    dialog = session.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(file))
    dialog.close()


def take_in(session: Session, file: Path) -> None:
    choose_file(session, file)
    session.rest()


def elsewhere(tmp_path: Path, files: list[Path]) -> str:
    """JSON-LD of another library that has the first file alone, and a mark of its own."""
    with closing(Library(paths_under(tmp_path / "other"))) as library:
        import_files(library, files[0])
        (article,) = library.articles()
        library.annotate(article.id, library.find_quote(article.id, "阅读历史"), note="别处的")
        return library.export(ExportFormat.JSONLD)


def test_everything_or_this_article_is_exported(session: Session, tmp_path: Path) -> None:
    session.highlight("许多学生")
    whole = export(session, tmp_path / "all.md")
    assert "许多学生" in whole and "开工" in whole
    part = export(session, tmp_path / "article.md", what="This article")
    assert "许多学生" in part and "开工" not in part


def test_the_selected_cards_are_exported(session: Session, tmp_path: Path) -> None:
    for words in ("今天", "学生。", "历史"):
        session.highlight(words)
    session.annotations.select(session.annotations.cards.ids[1])
    menu_of_card(session)["Export…"].trigger()
    session.part(CardMenu).close()
    dialog = session.part(ExportDialog)
    texts = [box.currentText() for box in dialog.findChildren(QComboBox)]
    assert "The selected annotations (1)" in texts
    dialog.accept()
    place = session.part(QFileDialog)
    place.fileSelected.emit(str(tmp_path / "one.md"))
    place.close()
    session.rest()
    text = (tmp_path / "one.md").read_text(encoding="utf-8")
    assert "学生。" in text and "今天" not in text and "开工" not in text


def test_an_export_is_in_the_script_on_screen_unless_the_sources_is_wanted(
    session: Session, tmp_path: Path
) -> None:
    session.highlight("阅读历史")
    session.show_in(ShownScript.TRADITIONAL)
    assert "閱讀歷史" in export(session, tmp_path / "shown.html", format="HTML")
    own = export(session, tmp_path / "own.html", format="HTML", script="As in the source")
    assert "阅读历史" in own


def test_citations_are_of_the_style_that_was_chosen(session: Session, tmp_path: Path) -> None:
    session.highlight("阅读历史")
    assert "图书馆的学生[Z]" in export(session, tmp_path / "a.csv", format="CSV")
    plain = export(session, tmp_path / "b.csv", format="CSV", citation="Plain words")
    assert "《图书馆的学生》" in plain


def test_json_ld_has_no_choice_of_script(session: Session) -> None:
    session.action("Export annotations…").trigger()
    dialog = session.part(ExportDialog)
    boxes = dialog.findChildren(QComboBox)
    (format_,) = (box for box in boxes if box.findText("HTML") >= 0)
    (script,) = (box for box in boxes if box.findText("As shown") >= 0)
    assert script.isEnabled()
    format_.setCurrentText("JSON-LD (W3C Web Annotation)")
    assert not script.isEnabled()
    dialog.close()


def test_an_import_is_told_of_and_undone_as_one_step(
    session: Session, tmp_path: Path, files: list[Path]
) -> None:
    take_in(session, write(tmp_path, "other.jsonld", elsewhere(tmp_path, files)))
    assert rows(session.cards) == ["阅读历史\n别处的"]
    assert "1 added, 0 merged with those here, 0 unchanged." in session.status()
    session.choose("Undo Import annotations")
    assert rows(session.cards) == []
    session.choose("Redo Import annotations")
    assert rows(session.cards) == ["阅读历史\n别处的"]


def test_an_import_can_be_given_up_and_there_is_one_at_a_time(
    session: Session, tmp_path: Path, files: list[Path]
) -> None:
    file = write(tmp_path, "other.jsonld", elsewhere(tmp_path, files))
    gate = threading.Event()
    session.tasks.write(lambda: gate.wait(20))
    choose_file(session, file)
    assert session.progress.isVisible()
    choose_file(session, file)
    assert "Annotations are being imported already." in session.status()
    button = next(one for one in session.window.findChildren(QToolButton) if one.text() == "Cancel")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    gate.set()
    session.rest()
    assert "No annotations were imported." in session.status()
    assert not session.progress.isVisible()
    assert rows(session.cards) == []
    take_in(session, file)
    assert rows(session.cards) == ["阅读历史\n别处的"]


def test_a_file_that_is_none_is_told_of(session: Session, tmp_path: Path) -> None:
    take_in(session, write(tmp_path, "notes.json", "no JSON"))
    box = session.part(QMessageBox)
    assert "notes.json" in box.text()
    box.close()
    assert not session.progress.isVisible()


def test_what_was_not_taken_is_listed_with_its_reason(session: Session, tmp_path: Path) -> None:
    foreign = (
        '[{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",'
        ' "target": {"selector": {"type": "TextQuoteSelector", "exact": "这里从来没有的一句话"}}}]'
    )
    take_in(session, write(tmp_path, "foreign.json", foreign))
    dialog = session.part(ReportDialog)
    assert dialog.isVisible()
    assert "Not taken: 1." in dialog.summary
    row = part_of(dialog, QTreeWidget).topLevelItem(0)
    assert row is not None and row.text(0) == "1" and row.text(1)
    dialog.close()


def menu_of_card(session: Session) -> dict[str, QAction]:
    current = session.cards.currentIndex()
    point = session.cards.visualRect(current).center()
    session.cards.customContextMenuRequested.emit(point)
    menu = session.part(CardMenu)
    return {one.text().split("\t")[0]: one for one in menu.findChildren(QAction)}


def test_selected_words_are_copied_with_their_citation(session: Session) -> None:
    session.show_in(ShownScript.TRADITIONAL)
    select_words(session.article, "閱讀歷史")
    page = page_of(session.article)
    point = middle_of(session.article, "閱讀")
    page.menu_requested.emit(None, page.viewport().mapToGlobal(point))
    (menu, cite) = next(
        (menu, one)
        for menu in session.article.findChildren(QMenu)
        for one in menu.actions()
        if one.text() == "Copy with citation"
    )
    cite.trigger()
    menu.close()
    session.rest()
    quote, origin = QGuiApplication.clipboard().text().split("\n")
    assert quote == "“閱讀歷史”"
    assert origin == "圖書館的學生[Z]."


def test_a_cards_words_are_copied_with_their_citation(session: Session) -> None:
    session.highlight("许多学生")
    session.annotations.select(session.annotations.cards.ids[0])
    menu_of_card(session)["Copy with citation"].trigger()
    session.part(CardMenu).close()
    session.rest()
    assert QGuiApplication.clipboard().text() == "“许多学生”\n图书馆的学生[Z]."
