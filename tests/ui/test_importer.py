"""The search index as the window meets it: damaged, lost, or in another program's hands."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMessageBox

from reader.library import Library
from reader.model import ImportResult
from reader.paths import Paths
from reader.ui.importer import Importer
from tests.ui.session import Session, import_files, type_text, wait_until, write

Open = Callable[..., Session]

LINE = "他们在图书馆阅读历史书。\n"
NOT_READY = "Searched without the index, which is not ready."
BUSY = "Another window or program is updating the search index."


@pytest.fixture
def library_of_two(paths: Paths, tmp_path: Path) -> Paths:
    """A library of two articles, in the index."""
    files = [write(tmp_path, f"{name}.md", f"# {name}\n\n{LINE}") for name in ("甲", "乙")]
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, *files)
    return paths


@pytest.fixture
def other(library_of_two: Paths) -> Iterator[Library]:
    """Another program on the same library."""
    opened = Library(library_of_two)
    yield opened
    opened.close()


def add(library: Library, path: Path) -> None:
    results = [step for step in library.import_paths([path]) if isinstance(step, ImportResult)]
    assert [result.error for result in results] == [None]


def titles(session: Session, query: str) -> list[str]:
    """Of the hits, once they are those of the query."""
    session.box.setFocus()
    session.box.selectAll()
    type_text(session.box, query)
    wait_until(lambda: session.sidebar.hits.query == query and not session.tasks.busy)
    hits = session.sidebar.hits
    return [str(hits.index(row).data()).split("\n")[0] for row in range(hits.rowCount())]


def boxes(session: Session) -> list[str]:
    return [box.text() for box in session.window.findChildren(QMessageBox) if box.isVisible()]


def retry(session: Session) -> None:
    """As if the time had come."""
    importer = session.window.findChild(Importer)
    assert importer is not None
    (timer,) = (
        timer
        for timer in importer.findChildren(QTimer)
        if timer.isActive() and timer.interval() > 1_000
    )
    timer.timeout.emit()
    session.rest()


def harm_all(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"\xff" * file.stat().st_size)


@pytest.mark.parametrize("harm", [shutil.rmtree, harm_all])
def test_a_search_that_meets_a_lost_index_answers_and_has_it_built_anew(
    library_of_two: Paths, open_session: Open, harm: Callable[[Path], None]
) -> None:
    session = open_session()
    session.rest()
    (folder,) = library_of_two.cache.iterdir()
    harm(folder)
    assert sorted(titles(session, "圖書館")) == ["乙", "甲"]
    session.rest()
    assert boxes(session) == []
    assert not session.library.searcher.lags()
    assert not session.library.searcher.search("圖書館").scanned


def test_while_another_program_feeds_the_index_the_window_reads_and_says_so(
    other: Library, open_session: Open, tmp_path: Path
) -> None:
    add(other, write(tmp_path, "丙.md", f"# 丙\n\n{LINE}"))
    with closing(other.searcher.sync()) as steps:
        next(steps)
        session = open_session(write(tmp_path, "丁.md", f"# 丁\n\n{LINE}"))
        wait_until(lambda: BUSY in session.status())
        session.rest()
        assert sorted(titles(session, "圖書館")) == ["丁", "丙", "乙", "甲"]
        assert boxes(session) == []
        retry(session)
        assert session.library.searcher.lags()
    retry(session)
    assert not session.library.searcher.lags()
    assert sorted(titles(session, "历史书")) == ["丁", "丙", "乙", "甲"]


def test_an_answer_without_the_index_that_another_program_feeds_is_the_last(
    other: Library, open_session: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the index looked at; what is found there must not bring about the same search."""
    monkeypatch.setattr("reader.searcher._MANY_ARTICLES", 0)
    add(other, write(tmp_path, "丙.md", f"# 丙\n\n{LINE}"))
    with closing(other.searcher.sync()) as steps:
        next(steps)
        session = open_session(write(tmp_path, "丁.md", f"# 丁\n\n{LINE}"))
        session.rest()
        assert sorted(titles(session, "圖書館")) == ["丁", "丙", "乙", "甲"]
        session.rest()
        assert NOT_READY in [label.text() for label in session.sidebar.findChildren(QLabel)]


def test_an_index_that_cannot_be_is_told_once(library_of_two: Paths, open_session: Open) -> None:
    shutil.rmtree(library_of_two.cache)
    library_of_two.cache.write_text("not a folder")
    session = open_session()
    wait_until(lambda: len(boxes(session)) == 1)
    for query in ("图书", "圖書館", "历史"):
        assert sorted(titles(session, query)) == ["乙", "甲"]
        session.rest()
    assert len(boxes(session)) == 1
    assert str(library_of_two.cache) in boxes(session)[0]
