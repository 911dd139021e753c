"""Errors that the user or the machine caused; anything else that is raised is a bug."""

from __future__ import annotations

from pathlib import Path

from reader.messages import message


class ReaderError(Exception):
    """Base of the family. Its text says what happened, to what, and what to do about it.

    It is a ``Message``, but for what the window or the command line raise themselves.
    """


class FileError(ReaderError):
    """A file could not be read or written; ``path`` and ``reason`` are told apart for tables."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(message("{path}: {reason}", path=path, reason=reason))
        self.path = Path(path)
        self.reason = reason


class NotFoundError(ReaderError):
    """Nothing in the library has that id, or no such place is in the text."""


class StoreError(ReaderError):
    """The library's database cannot be opened, read or written."""


class ReadOnlyError(StoreError):
    """The library can be read, and nothing can be written to it."""


class DamagedError(StoreError):
    """The library's database cannot be read as one, all of it or a part."""


class IndexFolderError(ReaderError):
    """The search index cannot be used; it is a cache and can be rebuilt."""


class IndexBusyError(IndexFolderError):
    """Another window or program keeps the search index up to date: no fault, only news."""


class SearchCancelledError(ReaderError):
    """A search was given up, because nobody waits for its answer any more."""


class SettingsError(ReaderError):
    """The settings file cannot be read or written."""


class ConflictError(ReaderError):
    """Something was changed elsewhere since it was looked at, so a step would undo that too."""


class TextChangedError(ConflictError):
    """An article reads otherwise than when it was shown, so offsets into it mean other words."""
