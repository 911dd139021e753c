"""The window on a library, from its start to its end, and what a person sees and does in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QModelIndex,
    QPoint,
    QPointF,
    Qt,
)
from PySide6.QtGui import QAction, QInputMethodEvent, QMouseEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QProgressBar, QWidget

from reader.article_view import ArticleView, Place
from reader.errors import ReaderError
from reader.library import Library
from reader.model import ImportResult, ShownScript
from reader.paths import Paths
from reader.settings import Settings, load
from reader.ui.annotations.annotation_pane import AnnotationPane
from reader.ui.annotations.card_list import CardList
from reader.ui.article_pane import ArticlePane
from reader.ui.document_list import DocumentList
from reader.ui.find_bar import FindBar
from reader.ui.main_window import MainWindow
from reader.ui.page import Page
from reader.ui.search.hit_list import HitList
from reader.ui.search.search_sidebar import SearchSidebar
from reader.ui.tasks import Tasks

_Widget = TypeVar("_Widget", bound=QWidget)
# Long enough for the slowest machine that runs the tests; reached only by a failing one.
_TIMEOUT_MS = 20_000


class Session:
    """One run of the program, by the parts that ``app.run`` joins."""

    def __init__(self, paths: Paths, settings: Settings | None = None) -> None:
        self.bugs: list[Exception] = []
        self.library = Library(paths)
        self.tasks = Tasks()
        self.tasks.bug_raised.connect(self.bugs.append)
        self.window = MainWindow(self.library, self.tasks, settings or load(paths.settings))
        self.documents = self.part(DocumentList)
        self.sidebar = self.part(SearchSidebar)
        self.article = self.part(ArticlePane)
        self.annotations = self.part(AnnotationPane)
        self.find_bar = self.part(FindBar)
        self.page = page_of(self.article)
        self.box = part_of(self.sidebar, QLineEdit)
        self.hits = part_of(self.sidebar, HitList)
        self.cards = part_of(self.annotations, CardList)
        self.progress = self.part(QProgressBar)
        self._open = True

    def start(self, *files: Path) -> None:
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        self.window.start(files)

    def close(self) -> None:
        """As the program ends: the window, the lanes, the library."""
        if self._open:
            self._open = False
            self.window.close()
            wait_until(lambda: not self.window.isVisible())  # what is being stored is waited for
            self.tasks.close()
            self.library.close()
            self.window.deleteLater()
            assert not self.bugs

    def part(self, kind: type[_Widget], name: str = "") -> _Widget:
        return part_of(self.window, kind, name)

    def rest(self) -> None:
        """Until all work that was asked for has been done and shown."""
        wait_until(lambda: not self.tasks.busy)

    def action(self, text: str) -> QAction:
        """The menu entry of this name."""
        found = {one.text(): one for one in self.window.findChildren(QAction) if one.text()}
        return found[text]

    def choose(self, text: str) -> None:
        """Take a menu entry, and wait until what it asked for is on screen."""
        self.action(text).trigger()
        self.rest()

    def show_in(self, shown: ShownScript) -> None:
        names = {
            ShownScript.ORIGINAL: "Original",
            ShownScript.SIMPLIFIED: "简体",
            ShownScript.TRADITIONAL: "繁體",
            ShownScript.TAIWAN: "Taiwan (臺灣正體)",
            ShownScript.TAIWAN_PHRASES: "Taiwan, with its phrases (臺灣用語)",
            ShownScript.HONGKONG: "Hong Kong (香港繁體)",
        }
        self.choose(names[shown])

    def search(self, query: str) -> list[str]:
        """Type into the search box; the titles of the hits."""
        self.box.setFocus()
        self.box.selectAll()
        type_text(self.box, query)
        wait_until(lambda: self.sidebar.hits.rowCount() > 0 and not self.tasks.busy)
        return [text.split("\n")[0] for text in rows(self.hits)]

    def status(self) -> str:
        """What the status bar says, all of it."""
        labels = self.window.statusBar().findChildren(QLabel)
        return " | ".join(label.text() for label in labels if label.text())

    def list_rows(self) -> list[str]:
        return tree(self.documents)

    def highlight(self, words: str, key: Qt.Key = Qt.Key.Key_1) -> None:
        """Select words on the page with the mouse and press a colour's key."""
        select_words(self.article, words)
        QTest.keyClick(self.page, key)
        self.rest()


def import_files(library: Library, *files: Path) -> None:
    """Import and index files before a window opens."""
    for step in library.import_paths(files):
        assert not isinstance(step, ImportResult) or step.error is None, step
    for _ in library.searcher.sync():
        pass


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def wait_until(reached: Callable[[], bool]) -> None:
    """Run the event loop until something is so."""
    deadline = QDeadlineTimer(_TIMEOUT_MS)
    while not reached():
        assert not deadline.hasExpired(), "what was waited for did not come"
        QTest.qWait(1)


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does: it hands over finished characters."""
    for character in text:
        event = QInputMethodEvent()
        event.setCommitString(character)
        QCoreApplication.sendEvent(widget, event)


def part_of(widget: QWidget, kind: type[_Widget], name: str = "") -> _Widget:
    found = widget.findChild(kind, name) if name else widget.findChild(kind)
    assert found is not None
    return found


def tree(view: DocumentList, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """The rows of the list as text, indented; those of a closed row are left out."""
    model, parent = view.model(), parent or QModelIndex()
    drawn = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        drawn.append("  " * depth + str(index.data()))
        if view.isExpanded(index):
            drawn += tree(view, index, depth + 1)
    return drawn


def rows(view: QAbstractItemView) -> list[str]:
    """The rows of a list as text."""
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def places_of(view: ArticleView, words: str) -> tuple[Place, Place]:
    """Where words first stand in what is shown, blocks on lines of their own."""
    before, found, _ = view.whole_text().partition(words)
    assert found, f"{words!r} is not shown"
    return _place(before), _place(before + words)


def _place(text_before: str) -> Place:
    *lines, last = text_before.split("\n")
    return Place(len(lines), len(last))


def point_of(pane: ArticlePane, place: Place) -> QPoint:
    """The point of the viewport where a place is, half way down its line."""
    rect = page_of(pane).rect_of(place)
    assert rect is not None
    return rect.center()


def middle_of(pane: ArticlePane, words: str) -> QPoint:
    """The point on screen in the middle of words that stand on one line."""
    start, end = places_of(shown_in(pane), words)
    return (point_of(pane, start) + point_of(pane, end)) / 2


def page_of(pane: ArticlePane) -> Page:
    return part_of(pane, Page)


def shown_in(pane: ArticlePane) -> ArticleView:
    assert pane.view is not None
    return pane.view


def click(pane: ArticlePane, point: QPoint) -> None:
    QTest.mouseClick(page_of(pane).viewport(), Qt.MouseButton.LeftButton, pos=point)


def drag(page: Page, *points: QPoint) -> None:
    """Press the mouse at the first point, lead it over the others, and let go at the last."""
    viewport, button = page.viewport(), Qt.MouseButton.LeftButton
    modifier = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, button, modifier, points[0])
    for point in points[1:]:
        # QTest's own mouseMove tells of no pressed button.
        where = QPointF(point), QPointF(viewport.mapToGlobal(point))
        move = QEvent.Type.MouseMove
        event = QMouseEvent(move, *where, Qt.MouseButton.NoButton, button, modifier)
        QCoreApplication.sendEvent(viewport, event)
    QTest.mouseRelease(viewport, button, modifier, points[-1])


def select_words(pane: ArticlePane, words: str) -> None:
    """Bring words on screen and drag the mouse over them."""
    page = page_of(pane)
    start, end = places_of(shown_in(pane), words)
    page.reveal(start)
    page.setFocus()
    first, last = point_of(pane, start), point_of(pane, end)
    drag(page, first, (first + last) / 2, last)


def marked(pane: ArticlePane) -> list[tuple[str, str]]:
    """Words on screen that stand on another ground than the page's, with its colour, in order."""
    page, view = page_of(pane), shown_in(pane)
    image = page.viewport().grab().toImage()
    plain = page.palette().color(QPalette.ColorRole.Base).name()
    found: list[tuple[str, str]] = []
    last_ground = plain
    for number in page.blocks_on_screen():
        for offset, character in enumerate(view.block(number).text):
            rect = page.rect_of(Place(number, offset))
            assert rect is not None
            # Above the ink of a Chinese character, right of an edge that is smoothed.
            corner = rect.topLeft() + QPoint(2, 1)
            if not image.rect().contains(corner):
                continue
            ground = image.pixelColor(corner).name()
            if ground != plain and ground == last_ground and found:
                found[-1] = (found[-1][0] + character, ground)
            elif ground != plain:
                found.append((character, ground))
            last_ground = ground
        last_ground = plain
    return found


def errors_of(tasks: Tasks) -> list[ReaderError]:
    """The errors that reach nobody else, as they come."""
    errors: list[ReaderError] = []
    tasks.error_raised.connect(errors.append)
    return errors
