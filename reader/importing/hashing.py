"""Which bytes the files of an import have: each is read for its hash once, and only when asked."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Generator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.errors import FileError
from reader.importing.formats import SUFFIXES
from reader.messages import words_of
from reader.model import Progress

# Inode, size and time of the last change: a file that has another of them is read again.
_State = tuple[int, int, int]


class HashedFiles:
    """The files of one import in their order, and others that are asked about."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self._known: dict[Path, tuple[_State, str]] = {}
        self._by_hash: dict[str, list[int]] | None = None

    def sha256(self, path: Path) -> str:
        """Of a file's bytes, in hexadecimal. Raises ``FileError``."""
        known = self._known.get(path)
        try:
            if known is not None and known[0] == _state(path):
                return known[1]
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise FileError(path, words_of(error)) from error

    def behind(self, number: int, sha256: str) -> Generator[Progress, None, Path | None]:
        """The first file behind the one of that number that has these bytes.

        All are read the first time that this is asked; their turns come sooner for it.
        """
        if self._by_hash is None:
            self._by_hash = {}
            for place, path in enumerate(self.files):
                yield Progress(0, 1, path.name)
                with suppress(OSError, FileError):
                    if path.suffix.lower() in SUFFIXES and path.is_file():
                        self._by_hash.setdefault(self._kept(path), []).append(place)
        places = self._by_hash.get(sha256, [])
        for place in places[bisect_right(places, number) :]:
            with suppress(FileError):
                if self.sha256(self.files[place]) == sha256:
                    return self.files[place]
        return None

    def is_elsewhere(self, path: Path, sha256: str, found: Path) -> bool:
        """Whether the bytes that were ``found`` have left a path: nothing stands there, or others.

        What cannot be looked at is still there.
        """
        try:
            if path == found or path.samefile(found):
                return False
            return not path.is_file() or self._kept(path) != sha256
        except (FileNotFoundError, NotADirectoryError):
            return True
        except (OSError, FileError):
            return False

    def _kept(self, path: Path) -> str:
        """A hash that is asked for again. Raises ``FileError`` and ``OSError``."""
        state = _state(path)
        sha256 = self.sha256(path)
        self._known[path] = state, sha256
        return sha256


def _state(path: Path) -> _State:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
