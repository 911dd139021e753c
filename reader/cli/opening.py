"""The library that a command works on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from reader.cli.terminal import ProgressLine, tell
from reader.errors import IndexBusyError, IndexFolderError
from reader.library import Library
from reader.paths import Paths, default_paths, paths_under


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Library]:
    with closing(Library(paths_of(options))) as library:
        yield library


def paths_of(options: argparse.Namespace) -> Paths:
    folder: Path | None = options.data_dir
    return paths_under(folder) if folder else default_paths()


def sync_if_possible(library: Library, line: ProgressLine) -> bool:
    """Feed the index; where that cannot be, or another does, say so: searches do without."""
    try:
        line.follow(library.searcher.sync())
        return True
    except IndexBusyError as error:
        line.clear()
        tell(str(error))
    except IndexFolderError as error:
        line.clear()
        tell(f"{error}; searches look through the texts instead, which takes longer")
    return False
