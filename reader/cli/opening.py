"""The library that a command works on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from reader.cli.terminal import ProgressLine, tell
from reader.errors import IndexBusyError, IndexFolderError, StoreError
from reader.library import Library, recovery_text
from reader.model import Changed
from reader.paths import Paths, default_paths, paths_under
from reader.store import BackupReason


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Library]:
    """The library; what is done with it is followed by the backup of the day, if one is due."""
    with closing(Library(paths_of(options))) as library:
        if library.recovery is not None:
            tell(recovery_text(library.recovery))
        yield library
        _back_up_if_due(library)


def _back_up_if_due(library: Library) -> None:
    """Only after a change: who only looks something up does not wait for it."""
    if library.own_changes & ~Changed.INDEX and library.keeper.backup_due():
        with closing(ProgressLine()) as line:
            try:
                line.follow(library.keeper.back_up(BackupReason.DAILY))
            except StoreError as error:  # what was asked for is done all the same
                line.clear()
                tell(f"no backup could be made: {error}")


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
