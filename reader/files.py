"""Writes a file as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from reader.errors import FileError
from reader.messages import message, words_of

# What the files of a library and its backups have in their names.
DATABASE_SUFFIX = ".sqlite3"


def write_whole(path: Path, text: str) -> None:
    """Put UTF-8 text in the place of a file; a crash leaves the old file or the new one.

    What is no ordinary file (a pipe, a terminal) is written to directly. Raises ``FileError``, and
    never puts a text in the place of a library or a backup.
    """
    temporary: Path | None = None
    try:
        # By its name: to look into a database and close it would drop the locks on it.
        if any(DATABASE_SUFFIX in name for name in (path.name, path.resolve().name)):
            raise FileError(path, message("has the name of a library or a backup; choose another"))
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
            return
        temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
        with temporary.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise FileError(path, words_of(error)) from error
