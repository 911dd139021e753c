"""The commands that keep the library safe: make a backup, put one back, and look for damage."""

from __future__ import annotations

import argparse
from contextlib import closing

from reader.cli.opening import opened, paths_of, sync_if_possible
from reader.cli.terminal import PROGRAM, ProgressLine, tell, write, write_json
from reader.errors import DamagedError, ReaderError
from reader.library import Library, replace_damaged
from reader.store import Merged

DONE = 0
FAILED = 1


def back_up(options: argparse.Namespace) -> int:
    """Make a backup, in the folder of backups or as a file."""
    with opened(options) as library, closing(ProgressLine()) as line:
        path = line.result_of(library.keeper.back_up(path=options.file))
    if options.json:
        write_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        write(f"{path}\n")
    return DONE


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the place of the library, or add what is missing of it."""
    try:
        with opened(options) as library, closing(ProgressLine()) as line:
            if options.merge:
                merged = line.result_of(library.merge(options.file))
                sync_if_possible(library, line)
                return _told_merged(options, merged)
            kept = line.result_of(library.keeper.restore(options.file))
            sync_if_possible(library, line)
            return _told_restored(options, library, None if kept is None else str(kept))
    except DamagedError as error:
        return _restore_over_damaged(options, error)


def _restore_over_damaged(options: argparse.Namespace, error: DamagedError) -> int:
    """Where the library cannot even be opened: nothing of it can be a backup, but it is kept."""
    if options.merge or not str(error).startswith(str(paths_of(options).database)):
        raise error
    with closing(ProgressLine()) as line:
        kept = line.result_of(replace_damaged(paths_of(options), options.file))
    with opened(options) as library, closing(ProgressLine()) as line:
        sync_if_possible(library, line)
        return _told_restored(options, library, None if kept is None else str(kept))


def _told_restored(options: argparse.Namespace, library: Library, kept: str | None) -> int:
    documents = len(library.documents())
    if options.json:
        write_json({"restored": str(options.file), "documents": documents, "kept": kept})
    else:
        write(f"restored: {options.file}, documents: {documents}\n")
        if kept is not None:
            write(f"what was there before: {kept}\n")
    return DONE


def _told_merged(options: argparse.Namespace, merged: Merged) -> int:
    counts = {
        "documents": merged.documents + merged.restored_documents,
        "annotations": merged.annotations,
        "changed_annotations": merged.changed_annotations,
        "terms": merged.terms,
        "corrections": merged.decisions,
        "corrections_left_out": merged.lost_decisions,
        "other_texts_left_out": merged.other_texts,
    }
    if options.json:
        write_json(counts)
    else:
        told = (f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())
        write(f"added from {options.file}: {', '.join(told)}\n")
    return DONE


def verify(options: argparse.Namespace) -> int:
    """Look through the library, its search index and its backups."""
    try:
        with opened(options) as library:
            if library.read_only is not None:
                tell(str(library.read_only))
            problems = library.verify()
            backups = library.keeper.backups()
            if not backups and not options.json:
                tell(f"there is no backup of this library yet; {PROGRAM} backup makes one")
    except ReaderError as error:
        problems, backups = [str(error)], []
    if options.json:
        write_json({"ok": not problems, "problems": problems})
    else:
        write("".join(f"{problem}\n" for problem in problems) or "The library is sound.\n")
        for backup in backups[:1]:
            taken = backup.taken.astimezone().strftime("%Y-%m-%d %H:%M")
            tell(f"backups: {len(backups)}, the last of {taken}")
    return FAILED if problems else DONE
