"""One folder holds a whole library, and the program finds what came with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import paths as paths_module
from reader.paths import default_paths, paths_under, seeds


def test_everything_lies_under_the_chosen_folder(tmp_path: Path) -> None:
    paths = paths_under(tmp_path)
    places = [paths.database, paths.settings, paths.log, paths.index("abc")]
    assert len(set(places)) == 4
    assert all(place.is_relative_to(tmp_path) for place in places)
    assert list(tmp_path.iterdir()) == []


def test_a_relative_folder_keeps_its_meaning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = paths_under(Path("here"))
    monkeypatch.chdir(tmp_path.parent)
    assert paths.database.is_relative_to(tmp_path / "here")


def test_a_tilde_is_the_home_folder() -> None:
    assert paths_under(Path("~") / "books").data == Path.home() / "books"


def test_the_cache_of_the_platform_is_not_its_data_folder() -> None:
    paths = default_paths()
    assert paths.data.is_absolute()
    assert not paths.index("abc").is_relative_to(paths.data / "library.sqlite3")
    assert paths.index("abc") != paths.index("abd")


def test_the_seeds_came_with_the_program() -> None:
    assert [file.suffix for file in sorted(seeds().iterdir())] == [".txt"] * 5


def test_files_bundled_into_the_package_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = tmp_path / "reader" / "bundled" / "seeds"
    beside = tmp_path / "seeds"
    monkeypatch.setattr(paths_module, "_PACKAGE", tmp_path / "reader")
    assert seeds() == beside
    bundled.mkdir(parents=True)
    assert seeds() == bundled
