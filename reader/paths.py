"""Where things lie: the user's data, settings and cache, and the files that come with the program.

The only module that knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_NAME = "jianfan-reader"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Paths:
    """The three folders of one library. None of them need exist yet."""

    data: Path
    config: Path
    cache: Path

    @property
    def database(self) -> Path:
        return self.data / "library.sqlite3"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def log(self) -> Path:
        return self.data / "errors.log"

    def index(self, library_id: str) -> Path:
        """A folder for one library's index: a copied or replaced database never meets another's."""
        return self.cache / f"index-{library_id}"


def default_paths() -> Paths:
    """The platform's own folders for the current user."""
    folders = platformdirs.PlatformDirs(_NAME, appauthor=False)
    return Paths(
        folders.user_data_path, folders.user_config_path, folders.user_cache_path / "library"
    )


def paths_under(folder: Path) -> Paths:
    """Everything of a library in one folder, as ``--data-dir`` asks."""
    folder = folder.expanduser().absolute()
    return Paths(folder, folder, folder / "cache")


def resources() -> Path:
    """The read-only files the program needs: icons, translations, dictionaries."""
    return _bundled("resources")


def seeds() -> Path:
    """The sample documents that a new library starts with."""
    return _bundled("seeds")


def _bundled(name: str) -> Path:
    """Inside the package when installed from a wheel, beside it in a source checkout."""
    installed = _PACKAGE / "bundled" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
