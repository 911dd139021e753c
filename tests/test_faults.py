"""What befalls the file: however it is damaged, no note is lost that is there in any form."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import DamagedError, StoreError
from reader.library import Library
from reader.model import Annotation, Span
from reader.paths import Paths, paths_under
from reader.store import Recovery, Store
from reader.store.backup import BackupReason, check
from tests.drafts import draft_of
from tests.rights import posix_only, without_rights

DOCUMENTS = 12
NOTES = 40  # on each document
PAGE = 4096
REPOSITORY = Path(__file__).parents[1]


class Filled:
    """A library with notes, of which the later third came after its last backup."""

    def __init__(self, folder: Path) -> None:
        self.paths = paths_under(folder)
        with closing(Library(self.paths)) as library:
            self.early = annotate(library, range(8))
            run_to_end(library.keeper.back_up(BackupReason.DAILY))
            self.late = annotate(library, range(8, DOCUMENTS))
        self.notes = self.early | self.late

    def copy(self, folder: Path) -> Filled:
        shutil.copytree(self.paths.data, folder)
        copied = copy(self)
        copied.paths = paths_under(folder)
        return copied

    @property
    def file(self) -> Path:
        return self.paths.database

    @property
    def backup(self) -> Path:
        return next(self.paths.backups.iterdir())

    def after_bad_end(self) -> None:
        """As it is where the last program to have it open did not close it."""
        self.file.with_suffix(".open").touch()


def run_to_end(steps: Iterator[object]) -> None:
    for _ in steps:
        pass


def annotate(library: Library, numbers: range) -> dict[str, Annotation]:
    """Add documents, with notes; these by id."""
    notes = {}
    store = library._store
    for number in numbers:
        chance = random.Random(number)
        source = "".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(6_000 + number))
        document = store.add_document(draft_of(source, name=f"{number}.txt"), Path(f"/{number}"))
        (article,) = (one.id for one in store.articles() if one.document_id == document.id)
        for place in range(NOTES):
            note = f"{number}-{place} " + "备注𪟝" * chance.randint(0, 40)
            change = library.annotate(article, Span(place * 100, place * 100 + 7), note=note)
            assert change.after is not None
            notes[change.after.id] = change.after
    return notes


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Made once: each note is written to the disk before it counts as stored."""
    return Filled(tmp_path_factory.mktemp("original") / "library")


@pytest.fixture
def filled(original: Filled, tmp_path: Path) -> Filled:
    return original.copy(tmp_path / "library")


def stored(library: Library) -> dict[str, Annotation]:
    return {one.annotation.id: one.annotation for one in library.all_annotations()}


def contents(notes: dict[str, Annotation]) -> dict[str, tuple[str, str]]:
    """What a person wrote, by id."""
    return {key: (one.quote, one.note) for key, one in notes.items()}


def numbers(notes: dict[str, Annotation]) -> dict[str, tuple[int, int]]:
    """The documents and articles that annotations are on, by their ids."""
    return {key: (one.document_id, one.article_id) for key, one in notes.items()}


def mended(filled: Filled) -> tuple[Recovery, dict[str, Annotation]]:
    """Open a damaged library; what was done about it, and the notes it has then."""
    with closing(Library(filled.paths)) as library:
        assert library.recovery is not None
        (told,) = library.verify()
        assert "was damaged" in told
        notes = stored(library)
        recovery = library.recovery
    with closing(Library(filled.paths)) as library:
        assert library.recovery is None
        assert library.verify() == []
        assert stored(library) == notes
    return recovery, notes


def assert_read(found: dict[str, tuple[str, str]], every: dict[str, tuple[str, str]]) -> None:
    """All are notes there were, but that the page where the file was cut can hold parts of some."""
    parts = {key: value for key, value in found.items() if value != every[key]}
    assert len(parts) <= 3
    for key, (quote, note) in parts.items():
        for part, whole in zip((quote, note), every[key], strict=True):
            assert whole.startswith(part.rstrip("\N{REPLACEMENT CHARACTER}"))


def written_notes(recovery: Recovery) -> dict[str, str]:
    """The notes that could not be placed, by their annotations' ids."""
    if recovery.notes is None:
        return {}
    lines = recovery.notes.read_text(encoding="utf-8").splitlines()
    return {one["id"]: one["note"] for one in map(json.loads, lines)}


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.35, 0.6, 0.9, 0.99])
def test_a_truncated_library_is_joined_with_its_backup(filled: Filled, share: float) -> None:
    content = filled.file.read_bytes()
    damaged = content[: int(len(content) * share)]
    filled.file.write_bytes(damaged)
    filled.after_bad_end()
    recovery, notes = mended(filled)
    found = contents(notes)
    assert contents(filled.early).items() <= found.items()
    assert numbers(filled.early).items() <= numbers(notes).items()
    assert_read(found, contents(filled.notes))
    assert recovery.kept is not None
    assert recovery.kept.read_bytes() == damaged
    assert recovery.backup == filled.backup
    assert not recovery.complete
    assert recovery.annotations == len(notes)


def test_where_only_an_index_is_damaged_nothing_is_lost(filled: Filled) -> None:
    with closing(sqlite3.connect(filled.file)) as db:
        (page,) = db.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'annotation_article'"
        ).fetchone()
    overwrite(filled.file, [page - 1])
    filled.after_bad_end()
    recovery, notes = mended(filled)
    assert recovery.complete
    assert contents(notes) == contents(filled.notes)


@pytest.mark.parametrize("seed", range(8))
def test_what_stands_beside_overwritten_pages_is_kept(filled: Filled, seed: int) -> None:
    chance = random.Random(seed)
    pages = filled.file.stat().st_size // PAGE
    overwrite(filled.file, chance.sample(range(1, pages), 4))
    filled.after_bad_end()
    recovery, notes = mended(filled)
    assert contents(filled.early).items() <= contents(notes).items()
    # Four pages hold some dozens of notes; those of lost documents are written down.
    written = written_notes(recovery)
    gone = [key for key in filled.late if key not in notes and key not in written]
    assert len(gone) <= 4 * 40
    assert len(filled.late) - len(gone) > 0


def overwrite(file: Path, pages: list[int]) -> None:
    with file.open("rb+") as opened:
        for page in pages:
            opened.seek(page * PAGE)
            opened.write(b"\xff" * PAGE)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_never_cost_a_note_of_the_backup(filled: Filled, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(filled.file.read_bytes())
    for _ in range(1 + 4 * seed):
        place = chance.randrange(len(content) * 8)
        content[place // 8] ^= 1 << place % 8
    filled.file.write_bytes(content)
    filled.after_bad_end()
    filled.file.with_suffix(".damaged").touch()
    with closing(Library(filled.paths)) as library:
        notes = contents(stored(library))
        assert library._store.problems() == []
        recovered = library.recovery
    assert filled.early.keys() <= notes.keys()
    same = sum(notes.get(key) == value for key, value in contents(filled.notes).items())
    # A bit within a text can make another text of it, which nobody can tell.
    assert same >= len(filled.notes) - (1 + 4 * seed) * 40
    if recovered is not None:
        assert recovered.kept is not None
        assert recovered.kept.read_bytes() == bytes(content)


@pytest.mark.parametrize("place", [0, 5, 15])
def test_a_library_without_its_first_bytes_is_mended(filled: Filled, place: int) -> None:
    content = bytearray(filled.file.read_bytes())
    content[place] ^= 0x40
    filled.file.write_bytes(content)
    _, notes = mended(filled)
    assert contents(notes) == contents(filled.notes)


def test_damage_met_while_reading_is_mended_the_next_time(filled: Filled) -> None:
    content = filled.file.read_bytes()
    note = next(one for one in filled.late.values() if "备注" in one.note).note.encode()
    filled.file.write_bytes(content.replace(note, note[:-1] + b"\xff"))
    with closing(Library(filled.paths)) as library:
        assert library.recovery is None, "sound as far as SQLite can tell"
        with pytest.raises(DamagedError):
            stored(library)
    recovery, notes = mended(filled)
    assert not recovery.complete
    assert notes.keys() == filled.notes.keys(), "the one that reads in part is kept too"


def test_a_text_that_differs_from_its_source_is_mended_after_a_look(filled: Filled) -> None:
    with closing(sqlite3.connect(filled.file)) as db:
        db.execute("UPDATE source SET text = '改' || substr(text, 2) WHERE document_id = 3")
        db.commit()
    with closing(Library(filled.paths)) as library:
        assert library.recovery is None
        (found,) = library.verify()
        assert "differs from its source" in found
    recovery, notes = mended(filled)
    assert "2.txt" in recovery.problem
    assert contents(notes) == contents(filled.notes)


def test_of_a_lost_document_a_note_that_reads_in_part_is_written_down(filled: Filled) -> None:
    filled.backup.write_bytes(b"nothing")
    broken = next(one for one in filled.notes.values() if one.document_id == 3)
    with closing(sqlite3.connect(filled.file)) as db:
        db.execute("UPDATE annotation SET note = '写下' || char(0, 0) WHERE id = ?", (broken.id,))
        db.execute("DELETE FROM document WHERE id = 3")
        db.execute("DELETE FROM source WHERE document_id = 3")
        db.execute("UPDATE source SET text = x'ff' WHERE document_id = 4")
        db.commit()
    filled.file.with_suffix(".damaged").touch()
    with closing(Library(filled.paths)) as library:
        recovery = library.recovery
        assert recovery is not None
    written = written_notes(recovery)
    assert written[broken.id] == "写下"
    assert {one.id for one in filled.notes.values() if one.document_id == 3} <= written.keys()


def test_a_document_that_lost_its_row_has_its_hash_again(filled: Filled) -> None:
    """That is what its notes name, and without notes that of its source."""
    filled.backup.write_bytes(b"nothing")
    hashes = {one.document_id: one.source_sha256 for one in filled.notes.values()}
    named = "f" * 64
    with closing(sqlite3.connect(filled.file)) as db:
        db.execute("UPDATE annotation SET source_sha256 = ? WHERE document_id = 3", (named,))
        db.execute("DELETE FROM annotation WHERE document_id = 5")
        db.execute("DELETE FROM document WHERE id IN (3, 5)")
        db.execute("UPDATE source SET text = x'ff' WHERE document_id = 4")
        db.commit()
    filled.file.with_suffix(".damaged").touch()
    with closing(Library(filled.paths)) as library:
        assert library.recovery is not None
        for number, sha256 in ((3, named), (5, hashes[5])):
            document = library._store.document_of_bytes(sha256)
            assert document is not None and document.id == number
        noted = [one for one in stored(library).values() if one.document_id == 3]
        assert len(noted) == NOTES
        assert not any(one.orphan for one in library.annotations(noted[0].article_id))


def test_a_row_of_which_nothing_is_left_is_no_annotation(filled: Filled) -> None:
    filled.backup.write_bytes(b"nothing")
    with closing(sqlite3.connect(filled.file)) as db:
        zeros = "id = substr(id, 1, 9), quote = char(0), prefix = '', suffix = '', note = char(0)"
        db.execute(f"UPDATE annotation SET {zeros} WHERE id = ?", (next(iter(filled.notes)),))
        db.execute("UPDATE source SET text = x'ff' WHERE document_id = 4")
        db.commit()
    filled.file.with_suffix(".damaged").touch()
    with closing(Library(filled.paths)) as library:
        assert library.recovery is not None
        read = stored(library).keys() | written_notes(library.recovery).keys()
        assert read < filled.notes.keys()


@pytest.mark.parametrize("missing", [1, 1_500, PAGE - 1])
def test_a_file_that_ends_within_a_page_is_damaged(filled: Filled, missing: int) -> None:
    with filled.file.open("rb+") as file:
        file.truncate(filled.file.stat().st_size - missing)
    filled.after_bad_end()
    recovery, notes = mended(filled)
    assert recovery.kept is not None
    assert contents(filled.early).items() <= contents(notes).items()


@pytest.mark.parametrize("doubted", [False, True])
@pytest.mark.parametrize("cut", [False, True])
def test_a_library_of_a_newer_version_is_not_mended(
    filled: Filled, cut: bool, doubted: bool
) -> None:
    with closing(sqlite3.connect(filled.file)) as db:
        db.execute("ALTER TABLE annotation ADD COLUMN stars INT")
        db.execute("PRAGMA user_version = 99")
        db.commit()
    if cut:
        with filled.file.open("rb+") as file:
            file.truncate(filled.file.stat().st_size - 1)
    filled.after_bad_end()
    if doubted:
        filled.file.with_suffix(".damaged").touch()
    before = filled.file.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Library(filled.paths)
    assert filled.file.read_bytes() == before
    assert not list(filled.paths.data.glob("*damaged-*"))


# The write-ahead log


@contextmanager
def crashed(tmp_path: Path) -> Iterator[tuple[Paths, list[str]]]:
    """A library as a power cut leaves it, with all its notes in the log; their ids in order."""
    with closing(Library(paths_under(tmp_path / "open"))) as library:
        run_to_end(library.import_paths([]))
        ids = list(annotate(library, range(2)))
        paths = paths_under(tmp_path / "crashed")
        shutil.copytree(library.paths.data, paths.data)
    yield paths, ids


def test_what_is_only_in_the_log_is_there(tmp_path: Path) -> None:
    with crashed(tmp_path) as (paths, ids):
        assert wal(paths).stat().st_size > 0
        with closing(Library(paths)) as library:
            assert library.recovery is None
            assert library.verify() == []
            assert stored(library).keys() == set(ids)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95, 0.999])
def test_a_truncated_log_leaves_what_was_confirmed_before(tmp_path: Path, share: float) -> None:
    with crashed(tmp_path) as (paths, ids):
        content = wal(paths).read_bytes()
        wal(paths).write_bytes(content[: int(len(content) * share)])
        with closing(Library(paths)) as library:
            assert library.verify() == []
            kept = stored(library)
            assert kept.keys() == set(ids[: len(kept)])


def test_a_missing_log_leaves_a_sound_library(filled: Filled) -> None:
    image = paths_under(filled.paths.data.with_name("crashed"))
    with closing(Library(filled.paths)) as library:
        late = annotate(library, range(20, 21))
        shutil.copytree(filled.paths.data, image.data)
    wal(image).unlink()
    with closing(Library(image)) as library:
        assert library.verify() == []
        found = contents(stored(library))
    assert found == contents(filled.notes)
    with closing(Library(filled.paths)) as library:
        assert stored(library).keys() == filled.notes.keys() | late.keys()


def wal(paths: Paths) -> Path:
    return paths.database.with_name(paths.database.name + "-wal")


# Backups


def test_an_older_backup_helps_where_the_last_is_damaged_too(filled: Filled) -> None:
    with closing(Library(filled.paths)) as library:
        run_to_end(library.keeper.back_up())
        newest = library.keeper.backups()[0].path
    assert newest != filled.backup or len(list(filled.paths.backups.iterdir())) == 2
    newest.write_bytes(newest.read_bytes()[:50_000])
    filled.file.write_bytes(filled.file.read_bytes()[:PAGE])
    filled.after_bad_end()
    with closing(Library(filled.paths)) as library:
        assert library.recovery is not None
        assert library.recovery.backup not in (None, newest)
        assert contents(filled.early).items() <= contents(stored(library)).items()
        assert any(newest.name in problem for problem in library.verify())


def test_without_a_sound_backup_what_reads_is_kept(filled: Filled) -> None:
    filled.backup.write_bytes(b"nothing")
    content = filled.file.read_bytes()
    filled.file.write_bytes(content[: len(content) * 3 // 4])
    filled.after_bad_end()
    with closing(Library(filled.paths)) as library:
        recovery = library.recovery
        assert recovery is not None
        assert recovery.backup is None
        kept = stored(library)
        assert library._store.problems() == []
    assert kept or recovery.unplaced
    assert_read(contents(kept), contents(filled.notes))


def test_where_nothing_reads_the_file_is_left_as_it_is(filled: Filled) -> None:
    filled.backup.write_bytes(b"nothing")
    damaged = filled.file.read_bytes()[:100] + b"\xff" * 50_000
    filled.file.write_bytes(damaged)
    filled.after_bad_end()
    for _ in range(2):
        with pytest.raises(DamagedError, match=r"library\.sqlite3.*jianfan restore"):
            Library(filled.paths)
        assert filled.file.read_bytes() == damaged
        assert not list(filled.paths.data.glob("*damaged-*"))


def test_a_library_that_is_gone_comes_back_from_its_backup(filled: Filled) -> None:
    filled.file.unlink()
    with closing(Library(filled.paths)) as library:
        assert library.recovery is not None
        assert (library.recovery.kept, library.recovery.backup) == (None, filled.backup)
        assert contents(stored(library)) == contents(filled.early)


def test_damage_that_a_backup_finds_costs_no_good_backup(filled: Filled) -> None:
    with closing(sqlite3.connect(filled.file)) as db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'term'").fetchone()
    overwrite(filled.file, [page - 1])
    before = list(filled.paths.backups.iterdir())
    with closing(Library(filled.paths)) as library, pytest.raises(DamagedError, match="mended"):
        run_to_end(library.keeper.back_up(BackupReason.DAILY))
    assert list(filled.paths.backups.iterdir()) == before
    _, notes = mended(filled)
    assert contents(notes) == contents(filled.notes)


# The disk and its rights


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from reader.errors import ReaderError
from reader.library import Library
from reader.model import Span
from reader.paths import paths_under
library = Library(paths_under(Path(sys.argv[1])))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
try:
    if sys.argv[3] == "backup":
        for _ in library.keeper.back_up():
            pass
    elif sys.argv[3] == "restore":
        for _ in library.keeper.restore(Path(sys.argv[4])):
            pass
    else:
        for number in range(1000):
            change = library.annotate(1, Span(0, 5), note="注" * 20_000)
            print(change.after.id, flush=True)
except ReaderError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE is POSIX's")
@pytest.mark.parametrize("what", ["annotate", "backup", "restore"])
def test_where_a_file_may_not_grow_all_that_was_confirmed_is_kept(
    filled: Filled, tmp_path: Path, what: str
) -> None:
    smaller = filled.backup if what == "restore" else filled.file
    limit = smaller.stat().st_size + (100_000 if what == "annotate" else -100_000)
    before = sorted(filled.paths.backups.iterdir())
    elsewhere = tmp_path / "elsewhere.sqlite3"
    shutil.copy(filled.backup, elsewhere)
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(filled.paths.data), str(limit), what, elsewhere],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    *confirmed, message = ended.stdout.splitlines()
    full = {
        "annotate": filled.file,
        "backup": filled.paths.backups,
        "restore": filled.paths.data,
    }
    assert message.startswith(f"{full[what]}: ")
    assert "disk" in message
    assert bool(confirmed) == (what == "annotate")
    with closing(Library(filled.paths)) as library:
        assert library.recovery is None
        assert library.verify() == []
        assert stored(library).keys() == filled.notes.keys() | set(confirmed)
    assert sorted(filled.paths.backups.iterdir()) == before


@posix_only
def test_rights_lost_while_it_is_open_cost_nothing(filled: Filled) -> None:
    with closing(Library(filled.paths)) as library:
        with without_rights(filled.paths.data):
            with pytest.raises(StoreError, match="backups"):
                run_to_end(library.keeper.back_up())
            # SQLite has its files open: what it confirms now is in them.
            change = library.annotate(1, Span(0, 5))
        assert change.after is not None
        run_to_end(library.keeper.back_up())
    with closing(Library(filled.paths)) as library:
        assert stored(library) == filled.notes | {change.after.id: change.after}


@pytest.mark.skipif(os.name != "posix", reason="open files can be deleted on POSIX alone")
@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_nothing_is_written_to_a_file_that_is_gone(filled: Filled, suffix: str) -> None:
    path = filled.file.with_name(filled.file.name + suffix)
    with closing(Library(filled.paths)) as library:
        library.set_reading_position(1, 1)
        path.rename(filled.paths.data / "elsewhere")
        with pytest.raises(StoreError, match=f"{path.name}.*moved or deleted"):
            library.annotate(1, Span(0, 5))
        assert not path.exists(), "no empty one is made in its place"
        assert stored(library) == filled.notes, "what can be read is read"
        (filled.paths.data / "elsewhere").rename(path)
        change = library.annotate(1, Span(0, 5))
    assert change.after is not None
    with closing(Library(filled.paths)) as library:
        assert library.verify() == []
        assert stored(library) == filled.notes | {change.after.id: change.after}


@pytest.mark.skipif(os.name != "posix", reason="open files can be replaced on POSIX alone")
def test_nothing_is_written_to_a_file_that_was_replaced(filled: Filled) -> None:
    with closing(Library(filled.paths)) as library:
        shutil.copy(filled.backup, filled.file.with_suffix(".copy"))
        filled.file.with_suffix(".copy").replace(filled.file)
        with pytest.raises(StoreError, match="another file"):
            library.annotate(1, Span(0, 5))
        check(filled.file)


def test_a_folder_that_is_gone_is_told_of(filled: Filled) -> None:
    with closing(Library(filled.paths)) as library:
        filled.paths.data.rename(filled.paths.data.with_name("away"))
        with pytest.raises(StoreError, match="moved or deleted"):
            library.annotate(1, Span(0, 5))
        assert not filled.paths.data.exists()
        filled.paths.data.with_name("away").rename(filled.paths.data)


def test_a_full_database_confirms_nothing_of_what_fails(filled: Filled) -> None:
    with closing(Store(filled.file)) as store:
        db = store._db.connection()
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")
        note = next(iter(filled.notes.values()))
        with pytest.raises(StoreError, match=r"library\.sqlite3.*disk is full"):
            store.change_annotation(note.id, lambda one: replace(one, note="长" * 50_000))
        assert {one.id: one for one in store.annotations()} == filled.notes
