"""The program's start and end, and where errors go that nobody expected."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.exceptions import capture_exceptions

from reader.library import Library
from reader.paths import Paths, paths_under
from reader.settings import Settings, Theme, load, save
from reader.ui import app
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.note_editor import NoteEditor
from reader.ui.app import BugReporter
from reader.ui.keeping.restore_dialog import RestoreDialog
from reader.ui.main_window import MainWindow
from reader.ui.tasks import Tasks
from reader.ui.theme import DARK, apply_theme, colors_of
from tests.ui.session import import_files, part_of, type_text, wait_until, write


@pytest.fixture
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[QApplication]:
    """The application, given back as it was: a start changes its font, theme and error hook."""
    font, name = QFont(qapp.font()), qapp.applicationName()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    qapp.setFont(font)
    qapp.setApplicationName(name)
    apply_theme(qapp, colors_of(Settings().theme))


def boxes() -> list[QMessageBox]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QMessageBox) and one.isVisible()
    ]


class Faulty(QObject):
    """An object whose slot has a bug."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pressed.connect(self._on_pressed)

    def _on_pressed(self) -> None:
        raise LookupError("没有这个字 𪟝")


@pytest.mark.usefixtures("application")
def test_a_bug_in_a_slot_ends_in_a_box_with_details_and_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "data" / "errors.log"
    reporter, faulty = BugReporter(log), Faulty()
    with capture_exceptions():  # as pytest-qt would take it for the test's own failure
        reporter.install()
        faulty.pressed.emit()
    wait_until(lambda: bool(boxes()))
    (box,) = boxes()
    assert str(log) in box.informativeText()
    assert "LookupError: 没有这个字 𪟝" in box.detailedText()
    assert "_on_pressed" in box.detailedText()
    assert "PySide6 " in box.detailedText()
    assert "LookupError: 没有这个字 𪟝" in log.read_text(encoding="utf-8")
    box.close()


@pytest.mark.usefixtures("application")
def test_many_bugs_bring_one_box_and_all_go_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "errors.log"
    reporter = BugReporter(log)
    for number in range(3):
        reporter.raised.emit(LookupError(f"bug {number}"))
    wait_until(lambda: log.exists() and "bug 2" in log.read_text(encoding="utf-8"))
    (box,) = boxes()
    assert "bug 0" in box.detailedText()
    box.close()
    reporter.raised.emit(LookupError("bug 3"))
    wait_until(lambda: bool(boxes()))
    (box,) = boxes()
    assert "bug 3" in box.detailedText()
    box.close()


@pytest.mark.usefixtures("application")
def test_a_bug_is_shown_although_the_log_cannot_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    reporter = BugReporter(write(tmp_path, "file", "") / "errors.log")
    reporter.raised.emit(LookupError("bug"))
    wait_until(lambda: bool(boxes()))
    boxes()[0].close()
    assert "errors.log" in caplog.text


@pytest.mark.usefixtures("application")
def test_a_bug_off_the_gui_thread_arrives_too(tmp_path: Path) -> None:
    reporter = BugReporter(tmp_path / "errors.log")
    tasks = Tasks()
    tasks.bug_raised.connect(reporter.raised)
    tasks.write(lambda: [][1])
    wait_until(lambda: bool(boxes()))
    tasks.close()
    (box,) = boxes()
    assert "IndexError" in box.detailedText()
    box.close()


def test_an_interrupt_quits(application: QApplication, tmp_path: Path) -> None:
    BugReporter(tmp_path / "errors.log").install()
    QTimer.singleShot(0, lambda: sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None))
    assert application.exec() == 0
    assert boxes() == []


# A whole run


def windows() -> list[MainWindow]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, MainWindow) and one.isVisible()
    ]


class Visitor(QObject):
    """Looks at a run from inside its event loop, acts once when there is something to act on."""

    def __init__(self, ready: Callable[[], bool], act: Callable[[], object]) -> None:
        super().__init__()
        self._ready, self._act = ready, act
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._on_timeout)
        self._timer.start()

    def _on_timeout(self) -> None:
        if self._ready():
            self._timer.stop()
            self._act()


def test_a_run_opens_imports_and_ends_when_the_window_is_closed(
    application: QApplication, paths: Paths, tmp_path: Path
) -> None:
    save(Settings(theme=Theme.DARK), paths.settings)
    seen: list[str] = []

    def read() -> bool:
        return bool(windows()) and " — " in windows()[0].windowTitle()

    def act() -> None:
        seen.append(windows()[0].windowTitle())
        seen.append(application.palette().window().color().name())
        windows()[0].close()

    visitor = Visitor(read, act)
    assert app.run(paths, [write(tmp_path, "given.txt", "给的文章。\n")]) == 0
    visitor.deleteLater()
    assert seen[0].endswith(" — Jianfan Reader")
    assert seen[1] == DARK.window
    assert load(paths.settings).last_article
    assert paths.database.exists()


@pytest.mark.usefixtures("application")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_to_end_closes_the_window_and_stores_what_is_being_typed(
    paths: Paths, tmp_path: Path, name: str
) -> None:
    number = getattr(signal, name, None)
    if number is None:
        pytest.skip(f"no {name} here")
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, write(tmp_path, "page.txt", "今天下雨了。\n"))
        (article,) = library.articles()
        library.annotate(article.id, library.find_quote(article.id, "下雨"))
    save(Settings(last_article=article.id), paths.settings)
    before = signal.getsignal(number)

    def act() -> None:
        pane = part_of(windows()[0], AnnotationPane)
        pane.edit_note(pane.cards.ids[0])
        type_text(part_of(pane, NoteEditor), "写到一半")
        signal.raise_signal(number)

    def marked() -> bool:
        return bool(windows()) and bool(part_of(windows()[0], AnnotationPane).cards.ids)

    visitor = Visitor(marked, act)
    assert app.run(paths) == 0
    visitor.deleteLater()
    assert signal.getsignal(number) is before
    with closing(Library(paths)) as library:
        assert [one.annotation.note for one in library.all_annotations()] == ["写到一半"]


@pytest.mark.usefixtures("application")
def test_settings_that_cannot_be_read_are_told_of_and_the_program_opens(paths: Paths) -> None:
    paths.settings.mkdir(parents=True)  # a folder in the file's place
    texts: list[str] = []

    def put_away() -> None:
        (box,) = boxes()
        texts.append(box.text())
        box.close()
        QTimer.singleShot(0, windows()[0].close)

    # They cannot be saved either: the first close says so, the second one closes.
    first = Visitor(lambda: bool(boxes()) and bool(windows()), put_away)
    second = Visitor(lambda: len(texts) == 1 and bool(boxes()), put_away)
    assert app.run(paths) == 0
    first.deleteLater()
    second.deleteLater()
    assert len(texts) == 2
    assert all(str(paths.settings) in text for text in texts)


@pytest.mark.usefixtures("application")
def test_a_library_that_cannot_be_opened_is_told_of(tmp_path: Path) -> None:
    paths = paths_under(write(tmp_path, "file", "no folder"))
    texts: list[str] = []

    def act() -> None:
        (box,) = boxes()
        texts.append(box.text())
        QTest.mouseClick(button(box, "Quit"), Qt.MouseButton.LeftButton)

    visitor = Visitor(lambda: bool(boxes()), act)
    assert app.run(paths) == 1
    visitor.deleteLater()
    assert str(paths.database) in texts[0]


@pytest.mark.usefixtures("application")
def test_a_library_that_can_only_be_read_is_shown_and_told_of_once(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Library(paths)) as library:
        import_files(library, write(tmp_path, "given.txt", "给的文章。\n"))
    monkeypatch.setattr("reader.store.connection._may_write", lambda _: False)
    told: list[str] = []

    def act() -> None:
        told.extend(box.text() for box in boxes())
        told.append(windows()[0].windowTitle())
        boxes()[0].close()
        QTimer.singleShot(0, windows()[0].close)

    visitor = Visitor(
        lambda: bool(boxes()) and bool(windows()) and " — " in windows()[0].windowTitle(), act
    )
    assert app.run(paths) == 0
    visitor.deleteLater()
    message, title = told
    assert str(paths.database) in message and "can only be read" in message
    assert title.startswith("给的文章")


def button(widget: QWidget, text: str) -> QPushButton:
    (found,) = (one for one in widget.findChildren(QPushButton) if one.text() == text)
    return found


@pytest.mark.usefixtures("application")
def test_a_box_closed_by_its_frame_ends_the_program(tmp_path: Path) -> None:
    paths = paths_under(write(tmp_path, "file", "no folder"))
    visitor = Visitor(lambda: bool(boxes()), lambda: boxes()[0].close())
    assert app.run(paths) == 1
    visitor.deleteLater()


@pytest.mark.usefixtures("application")
def test_it_is_tried_again_when_what_was_wrong_is_right(tmp_path: Path) -> None:
    file = write(tmp_path, "file", "no folder")

    def act() -> None:
        file.unlink()
        QTest.mouseClick(button(boxes()[0], "Try again"), Qt.MouseButton.LeftButton)

    visitors = [
        Visitor(lambda: bool(boxes()), act),
        Visitor(lambda: bool(windows()), lambda: windows()[0].close()),
    ]
    assert app.run(paths_under(file)) == 0
    for visitor in visitors:
        visitor.deleteLater()


@pytest.fixture
def damaged(paths: Paths, tmp_path: Path) -> Path:
    """A library of which nothing reads, and a backup of it elsewhere."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, write(tmp_path, "page.txt", "今天下雨了。\n"))
        for _ in library.keeper.back_up(path=tmp_path / "copy.sqlite3"):
            pass
    paths.database.write_bytes(b"SQLite format 3\x00" + b"\xff" * 50_000)
    paths.database.with_suffix(".open").touch()
    return tmp_path / "copy.sqlite3"


@pytest.mark.usefixtures("application")
def test_a_backup_is_put_in_the_place_of_what_cannot_be_opened(paths: Paths, damaged: Path) -> None:
    told: list[str] = []

    def dialogs() -> list[RestoreDialog]:
        return [
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, RestoreDialog) and one.isVisible()
        ]

    def wants_restore() -> None:
        told.append(boxes()[0].text())
        wanted = button(boxes()[0], "Restore from a backup…")
        QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)

    def choose() -> None:
        QTest.mouseClick(button(dialogs()[0], "Choose a file…"), Qt.MouseButton.LeftButton)
        part_of(dialogs()[0], QFileDialog).fileSelected.emit(str(damaged))
        part_of(dialogs()[0], QFileDialog).close()
        QTest.mouseClick(button(dialogs()[0], "Restore"), Qt.MouseButton.LeftButton)

    def confirm() -> None:
        told.append(boxes()[0].text())
        wanted = button(boxes()[0], "Replace everything")
        QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)

    def leave() -> None:
        told.append(windows()[0].windowTitle())
        windows()[0].close()

    visitors = [
        Visitor(lambda: bool(boxes()) and not told, wants_restore),
        Visitor(lambda: bool(dialogs()), choose),
        Visitor(lambda: len(told) == 1 and bool(boxes()), confirm),
        Visitor(lambda: bool(windows()) and " — " in windows()[0].windowTitle(), leave),
    ]
    assert app.run(paths) == 0
    for visitor in visitors:
        visitor.deleteLater()
    assert str(paths.database) in told[0]
    assert told[2].startswith("今天下雨了")
    assert list(paths.data.glob("*damaged*"))


@pytest.mark.usefixtures("application")
def test_the_details_can_be_copied(tmp_path: Path) -> None:
    reporter = BugReporter(tmp_path / "errors.log")
    reporter.raised.emit(LookupError("bug"))
    wait_until(lambda: bool(boxes()))
    (box,) = boxes()
    assert part_of(box, QTextEdit).isReadOnly()
    assert "LookupError: bug" in part_of(box, QTextEdit).toPlainText()
    box.close()
