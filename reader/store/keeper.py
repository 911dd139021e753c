"""Keeps a library safe while it is open: makes backups of it, puts them back, merges others."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import DamagedError, StoreError
from reader.messages import message
from reader.model import Progress
from reader.store.backup import (
    Backup,
    BackupReason,
    ChangedMeanwhileError,
    back_up,
    backups_in,
    check,
    check_replaceable,
    counts_of,
    drop_database,
    is_due,
    leftovers,
    let_go,
    part_of,
    unchecked_copy,
    write_backup,
)
from reader.store.connection import DAMAGE, Connections, doubted, reading_file
from reader.store.merging import Merged, merge
from reader.store.recovery import damaged_name
from reader.store.restoring import prepare, replaced

# Who loses so often has a program beside that never stops writing.
_ATTEMPTS = 5


class Keeper:
    """What it does belongs on the one thread that writes; others go on reading and writing."""

    def __init__(self, db: Connections, folder: Path) -> None:
        self._db = db
        self._folder = folder

    def backups(self) -> list[Backup]:
        """The newest first. Raises ``StoreError``."""
        return backups_in(self._folder)

    def backup_due(self) -> bool:
        """Whether there is something to keep, somewhere to keep it, and no backup of this day."""
        writable = self._db.read_only is None
        return writable and self._worth_keeping() and is_due(self._folder, datetime.now(UTC))

    def back_up(
        self, reason: BackupReason = BackupReason.ASKED, path: Path | None = None
    ) -> Generator[Progress, None, Path]:
        """Make a backup, in the folder of backups by default; where it is. Raises ``StoreError``.

        Damage that this finds is mended when the library is opened the next time.
        """
        database = self._db.path
        if path is not None and path.resolve() == database.resolve():
            raise StoreError(
                message("{path}: this is the library itself; name another file.", path=path)
            )
        self._db.check_files()
        if path is None:
            self._db.check_writable()
        else:
            check_replaceable(path)
        try:
            if path is None:
                made = yield from back_up(database, self._folder, reason, datetime.now(UTC))
                if reason is not BackupReason.RESTORE:  # the restore is still to succeed
                    let_go(self._folder, datetime.now(UTC))
                return made
            yield from write_backup(database, path)
            return path
        except DamagedError:
            with suppress(OSError):
                doubted(database).touch()
            raise

    def keep_before_migration(self) -> None:
        for _ in self.back_up(BackupReason.MIGRATION):
            pass

    def restore(self, path: Path) -> Generator[Progress, None, Path | None]:
        """Put a backup in the place of all that is here, for all who have the library open.

        What is here is kept before, as a backup; where that is, ``None`` where there was nothing.
        Raises ``StoreError``; then nothing was changed.
        """
        self._db.check_writable()
        part = self._part("restored")
        try:
            yield from prepare(path, part, self._db.value("PRAGMA page_size"))
            for _ in range(_ATTEMPTS):
                counts: dict[str, int] | None = counts_of(self._db.connection())
                kept = None
                if self._worth_keeping():
                    kept = yield from self._keep_as_it_is()
                    counts = _counts_in(kept)
                self._db.check_files()
                try:
                    yield from replaced(self._db, part, counts)
                except ChangedMeanwhileError:
                    continue
                let_go(self._folder, datetime.now(UTC), but=path)
                return kept
            raise StoreError(
                message(
                    "{path}: other windows go on changing the library; close them and try again."
                    " Nothing was changed.",
                    path=self._db.path,
                )
            )
        finally:
            drop_database(part)

    def merge(self, path: Path) -> Generator[Progress, None, Merged]:
        """Add what is missing here of another library, as one change; nothing is deleted.

        Raises ``StoreError``.
        """
        self._db.check_writable()
        part = self._part("merged")
        try:
            yield from prepare(path, part)
            return merge(self._db, part, bring_back=True)
        finally:
            drop_database(part)

    def problems(self) -> list[str]:
        """What is wrong with the backups; that there are none is not."""
        found = []
        for backup in self.backups():
            try:
                check(backup.path)
            except StoreError as error:
                found.append(str(error))
        left = leftovers(self._folder, datetime.now(UTC))
        return [*found, *(f"{path}: this backup was never finished; delete it." for path in left)]

    def _part(self, name: str) -> Path:
        return part_of(self._db.path.with_stem(f"{self._db.path.stem}-{name}"))

    def _keep_as_it_is(self) -> Generator[Progress, None, Path]:
        try:
            return (yield from self.back_up(BackupReason.RESTORE))
        except DamagedError:  # so it is no backup; but it is kept
            kept = damaged_name(self._db.path)
            yield from unchecked_copy(self._db.path, kept)
            return kept

    def _worth_keeping(self) -> bool:
        documents = self._db.value("SELECT 1 FROM document LIMIT 1")
        return bool(documents or self._db.value("SELECT 1 FROM term LIMIT 1"))


def _counts_in(kept: Path) -> dict[str, int] | None:
    """Those of what was kept; ``None`` where that is too damaged to tell."""
    try:
        with reading_file(kept) as db:
            return counts_of(db)
    except DAMAGE:
        return None
