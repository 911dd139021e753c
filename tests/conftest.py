"""What all tests share: the window's are left out where Qt is not installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.library import Library
from reader.paths import Paths, paths_under
from reader.store import Store

collect_ignore_glob = [] if find_spec("PySide6") else ["ui/*"]


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Know pytest-qt's options of pyproject.toml where the plugin itself cannot be loaded."""
    if not pluginmanager.hasplugin("pytest-qt"):
        parser.addini("qt_log_level_fail", "unused without pytest-qt")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The folders of a library that does not exist yet."""
    return paths_under(tmp_path / "library")


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    """An empty library's database."""
    opened = Store(paths.database)
    yield opened
    opened.close()


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    """An empty library."""
    opened = Library(paths)
    yield opened
    opened.close()


Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a text file by its name; its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path

    return written
