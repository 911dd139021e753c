"""Backups: whole, checked, as many as are wanted, and put back for all who have it open."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import DamagedError, StoreError
from reader.model import Changed, Progress, Span
from reader.paths import Paths, paths_under
from reader.script import NO_TERMS, Term, Terms
from reader.store import Backup, BackupReason, Store, replace_unreadable
from reader.store.backup import backups_in, check, checked_copy, is_due, superseded
from reader.store.connection import Connections
from reader.store.migrating import migrate
from reader.store.schema import MIGRATIONS
from tests.drafts import annotation_of, draft_of

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
_Result = TypeVar("_Result")


def result_of(steps: Generator[Progress, None, _Result]) -> _Result:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: _Result = end.value
            return result


@pytest.fixture
def kept(paths: Paths) -> Generator[Store, None, None]:
    """An open library with its folder of backups."""
    with closing(Store(paths.database, paths.backups)) as store:
        yield store


def add(store: Store, source: str) -> int:
    """Add a document of one article; the article's id."""
    document = store.add_document(draft_of(source), Path("/page.txt"))
    return next(one.id for one in store.articles() if one.document_id == document.id)


def mark(store: Store, article_id: int, number: int, note: str = "") -> None:
    annotation = annotation_of(store.article(article_id), 0, 1, number)
    store.put_annotation(replace(annotation, note=note))


def texts(store: Store) -> list[str]:
    return [store.article(one.id).text for one in store.articles()]


# Making


def test_a_backup_is_the_library_of_its_moment(kept: Store) -> None:
    mark(kept, add(kept, "一"), 1)
    steps = kept.keeper.back_up()
    next(steps)
    add(kept, "二")
    path = result_of(steps)
    check(path)
    assert [one.path for one in kept.keeper.backups()] == [path]
    assert sorted(path.parent.iterdir()) == [path], "one file, and nothing beside it"
    with closing(Store(path)) as copy:
        assert texts(copy) == ["一"]
        assert copy.annotations() == kept.annotations()


def test_a_backup_that_is_given_up_leaves_nothing(kept: Store, paths: Paths) -> None:
    add(kept, "一" * 2_000_000)
    steps = kept.keeper.back_up()
    assert 0 < next(steps).done < next(steps).total
    steps.close()
    assert not list(paths.backups.iterdir())


def test_two_in_one_second_are_two(kept: Store) -> None:
    add(kept, "一")
    paths = [result_of(kept.keeper.back_up()) for _ in range(3)]
    assert len(set(paths)) == 3
    assert {one.path for one in kept.keeper.backups()} == set(paths)


def test_a_backup_takes_the_place_of_a_file_as_a_whole(kept: Store, tmp_path: Path) -> None:
    add(kept, "一")
    file = tmp_path / "my backup.sqlite3"
    assert result_of(kept.keeper.back_up(path=file)) == file
    add(kept, "二")
    assert result_of(kept.keeper.back_up(path=file)) == file
    with closing(Store(file)) as copy:
        assert texts(copy) == ["一", "二"]
    assert kept.keeper.backups() == []


def test_a_backup_overwrites_nothing_else(kept: Store, tmp_path: Path) -> None:
    add(kept, "一")
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("my thesis")
    with pytest.raises(StoreError, match="no backup of a library"):
        result_of(kept.keeper.back_up(path=thesis))
    assert thesis.read_text() == "my thesis"
    live = paths_under(tmp_path / "another").database
    with closing(Store(live)) as another:
        add(another, "二")
        with pytest.raises(StoreError, match="not a backup"):
            result_of(kept.keeper.back_up(path=live))
        assert texts(another) == ["二"]


def test_the_library_is_not_its_own_backup(kept: Store, paths: Paths) -> None:
    add(kept, "一")
    with pytest.raises(StoreError, match="the library itself"):
        result_of(kept.keeper.back_up(path=paths.data / ".." / "library" / "library.sqlite3"))
    assert texts(kept) == ["一"]


def test_a_folder_that_cannot_be_made_is_an_error(paths: Paths) -> None:
    paths.data.mkdir()
    (paths.data / "backups").write_text("")
    with closing(Store(paths.database)) as store:
        add(store, "一")
        with pytest.raises(StoreError, match="backups"):
            result_of(store.keeper.back_up())


# When, and how many


def test_a_new_library_needs_no_backup_and_one_with_a_text_does(kept: Store) -> None:
    assert not kept.keeper.backup_due()
    add(kept, "一")
    assert kept.keeper.backup_due()
    result_of(kept.keeper.back_up(BackupReason.ASKED))
    assert kept.keeper.backup_due(), "what a person asks for is another matter"
    result_of(kept.keeper.back_up(BackupReason.DAILY))
    assert not kept.keeper.backup_due()


@pytest.mark.parametrize(
    ("taken", "due"),
    [
        ("20260331-000000", False),
        ("20260330-235959", True),
        ("20260401-000000", False),
        ("20310101-000000", True),
    ],
)
def test_it_is_due_once_a_day(tmp_path: Path, taken: str, due: bool) -> None:
    (tmp_path / f"library-{taken}-daily.sqlite3").touch()
    assert is_due(tmp_path, NOW) == due


def test_other_files_are_no_backups(tmp_path: Path) -> None:
    for name in ("library-20260230-000000-daily.sqlite3", "library-20260330-000000-odd.sqlite3"):
        (tmp_path / name).touch()
    (tmp_path / "library-20260330-000000-daily.sqlite3.77.part").touch()
    assert backups_in(tmp_path) == []
    assert backups_in(tmp_path / "missing") == []


def daily(days_ago: float, reason: BackupReason = BackupReason.DAILY) -> Backup:
    return Backup(Path(f"{reason}{days_ago}"), NOW - timedelta(days=days_ago), reason, 1)


def test_the_last_seven_days_and_four_weeks_before_are_kept() -> None:
    backups = [daily(day) for day in range(60)]
    gone = {one.path for one in superseded(backups, NOW)}
    left = [day for day in range(60) if daily(day).path not in gone]
    # The 31st of March 2026 is a Tuesday; the weeks before end on Sundays.
    assert left == [0, 1, 2, 3, 4, 5, 6, 7, 9, 16, 23]


def test_of_one_day_the_last_is_kept() -> None:
    assert superseded([daily(0.1), daily(0.2), daily(0.3)], NOW) == [daily(0.2), daily(0.3)]


@given(st.sets(st.integers(0, 400), min_size=1))
def test_letting_go_day_by_day_keeps_what_letting_go_at_once_does(days: set[int]) -> None:
    kept: list[Backup] = []
    for day in sorted(days, reverse=True):
        kept.append(daily(day))
        gone = superseded(kept, NOW)
        kept = [one for one in kept if one not in gone]
    assert len(kept) <= 11
    newest = sorted(days)[:7]
    assert {one.path for one in kept} >= {daily(day).path for day in newest}


def test_what_a_person_asked_for_stays() -> None:
    asked = [daily(day, BackupReason.ASKED) for day in range(50)]
    assert superseded(asked, NOW) == []


@pytest.mark.parametrize("reason", [BackupReason.MIGRATION, BackupReason.RESTORE])
def test_what_was_there_before_stays_a_month_however_much_came_since(reason: BackupReason) -> None:
    recent = [daily(day, reason) for day in range(1, 29, 4)]
    old = [daily(day, reason) for day in (31, 40)]
    assert superseded([*recent, *old], NOW) == old
    assert superseded([*recent[:3], *old], NOW) == [], "five stay, be they ever so old"


def test_making_one_lets_go_of_the_old(kept: Store, paths: Paths) -> None:
    add(kept, "一")
    paths.backups.mkdir()
    for month in range(1, 13):
        (paths.backups / f"library-2020{month:02}01-000000-daily.sqlite3").touch()
    newest = result_of(kept.keeper.back_up(BackupReason.DAILY))
    left = sorted(one.name for one in paths.backups.iterdir())
    assert len(left) == 11
    assert left[0].startswith("library-202003")
    assert left[-1] == newest.name


def test_a_library_is_kept_before_it_is_migrated(paths: Paths) -> None:
    paths.data.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch, closing(Connections(paths.database)) as db:
        patch.setattr("reader.store.migrating.MIGRATIONS", MIGRATIONS[:2])
        migrate(db)
    with closing(Store(paths.database, paths.backups)) as store:
        (backup,) = store.keeper.backups()
    assert backup.reason is BackupReason.MIGRATION
    with closing(sqlite3.connect(backup.path)) as db_:
        assert db_.execute("PRAGMA user_version").fetchone() == (2,)
    with closing(Store(paths.database, paths.backups)) as store:
        assert len(store.keeper.backups()) == 1, "only what is migrated"
    check(backup.path)


def test_problems_of_backups_are_told(kept: Store, paths: Paths) -> None:
    assert kept.keeper.problems() == []
    add(kept, "一")
    sound = result_of(kept.keeper.back_up())
    damaged = result_of(kept.keeper.back_up())
    damaged.write_bytes(sound.read_bytes()[:9_000])
    old, young = (paths.backups / f"library-x.sqlite3.{number}.part" for number in (1, 2))
    for part in (old, young):
        part.touch()
    os.utime(old, (0, 0))
    first, second = kept.keeper.problems()
    assert damaged.name in first
    assert old.name in second


# Putting back


def test_a_restore_is_seen_by_all_and_keeps_what_was_there(kept: Store, paths: Paths) -> None:
    first = add(kept, "一")
    mark(kept, first, 1, "旧")
    backup = result_of(kept.keeper.back_up())
    second = add(kept, "二")
    kept.change_terms(NO_TERMS, Terms([Term("发", "髮")]))
    mark(kept, first, 1, "新")
    with closing(Store(paths.database, paths.backups)) as other:
        other.unqueue(99)
        name = other.library_id
        other.changed_elsewhere()
        before = result_of(kept.keeper.restore(backup))
        assert texts(other) == texts(kept) == ["一"]
        assert [one.note for one in other.annotations()] == ["旧"]
        assert not other.terms()
        assert other.changed_elsewhere() == (
            Changed.DOCUMENTS | Changed.ANNOTATIONS | Changed.TERMS | Changed.INDEX
        )
        assert other.library_id == name
        assert {first, second} <= set(other.queued_articles()), "the index hears of what is gone"
        third = add(other, "三")
        assert third > second, "no number means something else than before"
    assert before is not None
    with closing(Store(before)) as copy:
        assert texts(copy) == ["一", "二"]
        assert [one.note for one in copy.annotations()] == ["新"]


def test_what_another_window_makes_while_a_restore_begins_is_kept(
    kept: Store, paths: Paths
) -> None:
    first = add(kept, "一" * 1_000_000)
    backup = result_of(kept.keeper.back_up())
    steps = kept.keeper.restore(backup)
    with closing(Store(paths.database, paths.backups)) as other:
        while not list(paths.backups.glob("*before-restore*")):
            next(steps)
        mark(other, first, 1, "确认了")  # after the moment of what is kept before
        before = result_of(steps)
        assert other.annotations() == []
    assert before is not None
    with closing(Store(before)) as copy:
        assert [one.note for one in copy.annotations()] == ["确认了"]


def test_a_library_that_never_rests_is_not_replaced(kept: Store, paths: Paths) -> None:
    first = add(kept, "一")
    backup = result_of(kept.keeper.back_up())
    known: set[str] = set()
    with closing(Store(paths.database, paths.backups)) as other:
        with pytest.raises(StoreError, match="go on changing"):
            for _ in kept.keeper.restore(backup):
                being_kept = {one.name for one in paths.backups.glob("*before-restore*")}
                if being_kept - known:
                    known |= being_kept
                    mark(other, first, len(known))
        assert other.annotations()
    assert texts(kept) == ["一"]


def test_a_restore_lets_go_of_nothing_it_may_need(kept: Store, paths: Paths) -> None:
    add(kept, "一")
    old = result_of(kept.keeper.back_up())
    for year in range(2001, 2008):
        name = f"library-{year}0101-000000-before-restore.sqlite3"
        (paths.backups / name).write_bytes(old.read_bytes())
    before = set(paths.backups.iterdir())
    oldest = min(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.store.keeper.replaced", full)
        with pytest.raises(StoreError, match="disk full"):
            result_of(kept.keeper.restore(oldest))
    assert set(paths.backups.iterdir()) > before
    result_of(kept.keeper.restore(oldest))
    assert oldest.exists()
    assert len(list(paths.backups.glob("*before-restore*"))) == 6, "five, and the one put back"


def full(*_: object) -> Generator[Progress, None, None]:
    raise StoreError("disk full")
    yield


def test_a_copy_of_damage_is_no_backup(kept: Store, paths: Paths) -> None:
    number = add(kept, "一")
    mark(kept, number, 1)
    kept.close()
    with closing(sqlite3.connect(paths.database)) as db:
        db.execute("UPDATE annotation SET color = CAST(X'80' AS TEXT)")
        db.commit()
    copy = paths.data / "copy.sqlite3"
    with pytest.raises(DamagedError):
        result_of(checked_copy(paths.database, copy))


def test_a_new_library_takes_a_backup(kept: Store, tmp_path: Path) -> None:
    with closing(Store(tmp_path / "other.sqlite3")) as other:
        add(other, "一")
    assert result_of(kept.keeper.restore(tmp_path / "other.sqlite3")) is None
    assert texts(kept) == ["一"]


def test_a_backup_of_an_older_version_is_migrated_in_a_copy(kept: Store, tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    with pytest.MonkeyPatch.context() as patch, closing(Connections(path)) as db:
        patch.setattr("reader.store.migrating.MIGRATIONS", MIGRATIONS[:1])
        migrate(db)
    content = path.read_bytes()
    add(kept, "一")
    result_of(kept.keeper.restore(path))
    assert texts(kept) == []
    assert kept.problems() == []
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "harm", ["newer", "foreign", "text", "missing", "truncated", "pages", "first page"]
)
@pytest.mark.parametrize("merging", [False, True])
def test_what_is_no_sound_backup_is_refused(
    kept: Store, tmp_path: Path, harm: str, merging: bool
) -> None:
    add(kept, "一" * 50_000)
    path = result_of(kept.keeper.back_up(path=tmp_path / "backup.sqlite3"))
    if harm == "missing":
        path.unlink()
    elif harm == "text":
        path.write_text("no database" * 1_000)
    elif harm == "truncated":
        path.write_bytes(path.read_bytes()[:-8_192])
    elif harm == "first page":
        path.write_bytes(path.read_bytes()[:9_000])
    elif harm == "pages":
        content = path.read_bytes()
        path.write_bytes(content[:40_960] + b"\xff" * 8_192 + content[49_152:])
    else:
        with closing(sqlite3.connect(path)) as db:
            if harm == "foreign":
                db.execute("DROP TABLE meta")
            db.execute(f"PRAGMA user_version = {99 if harm == 'newer' else 1}")
            db.commit()
    before = path.read_bytes() if path.exists() else b""
    with pytest.raises(StoreError, match=r"backup\.sqlite3") as raised:
        result_of(kept.keeper.merge(path) if merging else kept.keeper.restore(path))
    assert "mended" not in str(raised.value), "nobody mends a backup"
    assert [one.name for one in tmp_path.glob("backup*") if one != path] == []
    assert (path.read_bytes() if path.exists() else b"") == before
    assert texts(kept) == ["一" * 50_000]
    assert kept.keeper.backups() == []


def test_a_restore_that_is_given_up_changes_nothing(kept: Store, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    with closing(Store(backup)) as other:
        add(other, "二" * 3_000_000)
    add(kept, "一")
    steps = kept.keeper.restore(backup)
    for step in steps:
        if step.label == "library.sqlite3" and step.done < step.total:
            break
    steps.close()
    assert texts(kept) == ["一"]
    assert kept.problems() == []


def test_a_library_that_cannot_be_opened_is_replaced_and_kept(tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    with closing(Store(backup)) as other:
        add(other, "一")
    paths = paths_under(tmp_path / "library")
    paths.data.mkdir()
    paths.database.write_bytes(b"no database" * 1_000)
    with pytest.raises(DamagedError):
        Store(paths.database, paths.backups)
    kept = result_of(replace_unreadable(paths.database, backup))
    assert kept is not None
    assert kept.read_bytes() == b"no database" * 1_000
    with closing(Store(paths.database, paths.backups)) as store:
        assert texts(store) == ["一"]
        assert store.queue_length() == 1
        with pytest.raises(StoreError, match="close all windows"):
            result_of(replace_unreadable(paths.database, backup))


# Presence


def test_two_that_have_it_open_do_not_look_for_damage(paths: Paths) -> None:
    with closing(Store(paths.database, paths.backups)) as first:
        mark(first, add(first, "一"), 1)
        with closing(Store(paths.database, paths.backups)) as second:
            assert second.recovery is None
            add(second, "二")
        assert paths.database.with_suffix(".open").exists(), "the first still has it open"
    left = {path.name for path in paths.data.iterdir()}
    assert left == {"library.sqlite3", "library.lock"}


def test_what_a_killed_process_left_is_cleared_away(paths: Paths) -> None:
    with closing(Store(paths.database, paths.backups)) as store:
        add(store, "一")
        result_of(store.keeper.back_up())
    part = paths.backups / "library-20260331-000000-daily.sqlite3.77.part"
    for ending in ("", "-journal"):
        part.with_name(part.name + ending).touch()
    paths.database.with_suffix(".open").touch()
    with closing(Store(paths.database, paths.backups)) as store:
        assert store.recovery is None
    assert len(list(paths.backups.iterdir())) == 1


class _Unsafe(sqlite3.Connection):
    """As where SQLite was built to leave it to the system when what is written is on the disk."""

    written: ClassVar[list[tuple[str, int]]] = []

    def __init__(self, database: str, *args: Any, **options: Any) -> None:
        super().__init__(database, *args, **options)
        self._database = str(database)
        self.execute("PRAGMA synchronous = OFF")

    def close(self) -> None:
        if "library.sqlite3?mode=rw" in self._database:
            (level,) = self.execute("PRAGMA synchronous").fetchone()
            self.written.append((threading.current_thread().name, level))
        super().close()


def test_whatever_writes_to_the_library_waits_for_the_disk(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=_Unsafe))
    monkeypatch.setattr(_Unsafe, "written", [])
    with closing(Store(paths.database, paths.backups)) as store:
        add(store, "一二三")
        backup = result_of(store.keeper.back_up())
        thread = threading.Thread(target=add, args=(store, "四五六"), name="writer")
        thread.start()
        thread.join()
        result_of(store.keeper.restore(backup))
        result_of(store.keeper.merge(backup))
    # The connections of all threads are closed by the store; the one that restores on its own.
    full = 2
    assert sorted(_Unsafe.written) == [("MainThread", full)] * 2 + [("backup", full)]


def test_annotations_keep_their_place_after_a_restore(kept: Store) -> None:
    article = add(kept, "一二三")
    mark(kept, article, 1)
    backup = result_of(kept.keeper.back_up())
    result_of(kept.keeper.restore(backup))
    (annotation,) = kept.annotations(article)
    assert annotation.spans == (Span(0, 1),)
