"""What the window's tests share: a session on a library of its own, and a look at what is left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from reader.library import Library
from reader.paths import Paths
from reader.settings import Settings
from reader.ui.tasks import Tasks
from reader.ui.theme import apply_theme, colors_of
from tests.ui.session import Session

_HERE = Path(__file__).parent
# What the offscreen platform says of windows with a least size, of tips that come to the front and
# of menus; nothing is amiss.
_OFFSCREEN = (
    r"^This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the keyboard)$"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker(pytest.mark.qt_log_ignore(_OFFSCREEN))


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """As ``app.run`` sets it up."""
    qapp.setStyle("Fusion")
    apply_theme(qapp, colors_of(Settings().theme))
    return qapp


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """No test leaves a window open, a lane running or another theme."""
    yield
    colors = colors_of(Settings().theme)
    if qapp.palette().window().color().name() != colors.window:
        apply_theme(qapp, colors)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    open_windows = [window for window in qapp.topLevelWidgets() if window.isVisible()]
    lanes = [thread.name for thread in threading.enumerate() if thread is not _MAIN]
    for window in open_windows:
        window.close()
    assert not open_windows
    assert not [name for name in lanes if name.startswith(("read", "write"))]


_MAIN = threading.main_thread()


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """The lanes, closed after the test; a bug in one of its jobs fails the test."""
    bugs: list[Exception] = []
    opened = Tasks()
    opened.bug_raised.connect(bugs.append)
    yield opened
    opened.close()
    assert not bugs


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    opened = Library(paths)
    yield opened
    opened.close()


@pytest.fixture
def open_session(paths: Paths) -> Iterator[Callable[..., Session]]:
    """Opens the window on the test's data folder, as often as it was closed before."""
    sessions: list[Session] = []

    def open_one(*files: Path, settings: Settings | None = None) -> Session:
        session = Session(paths, settings)
        sessions.append(session)
        session.start(*files)
        return session

    yield open_one
    for session in sessions:
        session.close()
