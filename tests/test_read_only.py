"""A library that may not be written to: all of it can be read, and nothing of it changes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.errors import DamagedError, ReadOnlyError, StoreError
from reader.library import Library, replace_damaged
from reader.model import Changed, ExportFormat, ImportResult, ImportStatus, ShownScript, Span
from reader.paths import Paths
from reader.script import Term, Terms, detect
from reader.store import BackupContents, contents_of
from reader.store.schema import MIGRATIONS
from tests.conftest import Write
from tests.drafts import draft_of
from tests.rights import posix_only, without_rights

pytestmark = posix_only

NOTE = "橋東有碑"


def add(library: Library, source: str) -> int:
    """Add a document of one article; the article's id."""
    document = library._store.add_document(draft_of(source), Path("/page.txt"))
    return next(one.id for one in library.articles() if one.document_id == document.id)


def run_to_end(steps: object) -> None:
    for _ in steps:  # type: ignore[attr-defined]  # any of the library's generators
        pass


@pytest.fixture
def kept(paths: Paths) -> Paths:
    """A library with a note, a backup and an index, closed."""
    with closing(Library(paths)) as library:
        library.annotate(add(library, "縣城東門外的舊橋去年秋天修好了。"), Span(0, 4), note=NOTE)
        library.add_terms(Terms([Term("发", "髮")]))
        run_to_end(library.searcher.sync())
        run_to_end(library.keeper.back_up())
        # What is loaded when it is first needed: nobody may not read where Python itself is.
        for shown in ShownScript:
            library.view(1, shown).whole_text()
        detect("縣城")
    return paths


def contents(folder: Path) -> dict[Path, bytes | None]:
    return {one: one.read_bytes() if one.is_file() else None for one in folder.rglob("*")}


@pytest.mark.parametrize("indexed", [True, False])
def test_all_of_it_can_be_read_and_nothing_is_written(kept: Paths, indexed: bool) -> None:
    if not indexed:
        shutil.rmtree(kept.cache)
    before = contents(kept.data)
    with without_rights(kept.data), closing(Library(kept)) as library:
        assert library.read_only is not None
        assert str(kept.data) in str(library.read_only)
        (article,) = library.articles()
        assert "舊橋" in library.article(article.id).text
        assert "旧桥" in library.view(article.id, ShownScript.SIMPLIFIED).whole_text()
        assert [one.annotation.note for one in library.all_annotations()] == [NOTE]
        assert NOTE in library.export(ExportFormat.MARKDOWN)
        assert not library.searcher.lags()
        run_to_end(library.searcher.sync())
        result = library.searcher.search("旧桥")
        assert (result.total, result.scanned) == (1, not indexed)
        assert library.searcher.search(NOTE, in_notes=True).total == 1
        assert [term.traditional for term in library.terms()] == ["髮"]
        assert library.changed_elsewhere() == Changed.NOTHING
        assert library.verify() == []
        assert not library.keeper.backup_due()
        assert not library.seeds_wanted()
        library.set_reading_position(article.id, 3)
        assert library.reading_position(article.id) is None
    assert contents(kept.data) == before


def test_what_the_index_has_yet_to_hear_of_is_found(kept: Paths) -> None:
    with closing(Library(kept)) as library:
        late = add(library, "河邊的柳樹在春天長出了新葉。")
    with without_rights(kept.data), closing(Library(kept)) as library:
        assert [one.article_id for one in library.searcher.search("柳树").hits] == [late]
        assert library.searcher.search("舊橋").total == 1


WRITES: dict[str, Callable[[Library], object]] = {
    "annotate": lambda library: library.annotate(1, Span(0, 2)),
    "delete": lambda library: library.delete_annotations(["none"]),
    "terms": lambda library: library.add_terms(Terms([Term("后", "後")])),
    "remove": lambda library: library.remove_documents([1]),
    "restore documents": lambda library: library.restore_documents([1]),
    "reindex": lambda library: run_to_end(library.searcher.rebuild()),
    "back up": lambda library: run_to_end(library.keeper.back_up()),
    "restore": lambda library: run_to_end(library.keeper.restore(library.keeper.backups()[0].path)),
    "merge": lambda library: run_to_end(library.merge(library.keeper.backups()[0].path)),
    "replace": lambda library: run_to_end(
        replace_damaged(library.paths, library.keeper.backups()[0].path)
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_would_write_says_that_it_cannot(
    kept: Paths, write: Callable[[Library], object]
) -> None:
    before = contents(kept.data)
    with (
        without_rights(kept.data),
        closing(Library(kept)) as library,
        pytest.raises(ReadOnlyError, match=r"library\.sqlite3: this library can only be read"),
    ):
        write(library)
    assert contents(kept.data) == before


def test_a_file_is_not_imported_and_its_row_says_why(kept: Paths, write: Write) -> None:
    path = write("new.txt", "孩子們放學以後到河裏捉魚去了。")
    with without_rights(kept.data), closing(Library(kept)) as library:
        (result,) = (one for one in library.import_paths([path]) if isinstance(one, ImportResult))
    assert result.status is ImportStatus.FAILED
    assert "can only be read" in (result.error or "")


def test_a_backup_is_made_where_that_can_be(kept: Paths, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    folder.chmod(0o777)
    with without_rights(kept.data), closing(Library(kept)) as library:
        run_to_end(library.keeper.back_up(path=folder / "copy.sqlite3"))
    with closing(Library(kept)) as library:
        run_to_end(library.keeper.restore(folder / "copy.sqlite3"))
        assert [one.annotation.note for one in library.all_annotations()] == [NOTE]


def test_a_backup_where_nothing_can_be_written_is_looked_into(kept: Paths) -> None:
    with without_rights(kept.data):
        assert contents_of(kept.database) == BackupContents(documents=1, annotations=1)


def test_a_file_that_may_not_be_written_is_enough(kept: Paths) -> None:
    with without_rights(kept.data, folder_mode=0o777), closing(Library(kept)) as library:
        assert str(library.read_only).count("library.sqlite3") == 2
        assert len(library.all_annotations()) == 1
        with pytest.raises(ReadOnlyError):
            library.annotate(1, Span(0, 2))


# A program that did not close it


@pytest.fixture
def crashed(kept: Paths, tmp_path: Path) -> Paths:
    """The library as a power cut leaves it, with its last note in the log."""
    image = Paths(tmp_path / "crashed", tmp_path / "crashed", tmp_path / "crashed" / "cache")
    with closing(Library(kept)) as library:
        library.annotate(1, Span(4, 6), note="只在日誌裏")
        shutil.copytree(kept.data, image.data)
    return image


def test_what_is_only_in_the_log_is_read(crashed: Paths) -> None:
    before = contents(crashed.data)
    with without_rights(crashed.data), closing(Library(crashed)) as library:
        assert {one.annotation.note for one in library.all_annotations()} == {NOTE, "只在日誌裏"}
    assert contents(crashed.data) == before


def test_a_log_that_cannot_be_read_is_told_of_and_not_passed_over(crashed: Paths) -> None:
    crashed.database.with_name("library.sqlite3-shm").unlink()
    with (
        without_rights(crashed.data),
        pytest.raises(StoreError, match=r"library\.sqlite3.*not closed properly.*Copy"),
    ):
        Library(crashed)
    with closing(Library(crashed)) as library:
        assert len(library.all_annotations()) == 2


# Others who may write


def test_what_another_writes_meanwhile_is_seen(kept: Paths) -> None:
    with without_rights(kept.data):
        reading = Library(kept)
        assert len(reading.all_annotations()) == 1
    with closing(reading):
        with closing(Library(kept)) as library:
            library.annotate(1, Span(4, 6), note="後來")
            assert {one.annotation.note for one in reading.all_annotations()} == {NOTE, "後來"}
        assert reading.changed_elsewhere() == Changed.ANNOTATIONS
        assert len(reading.all_annotations()) == 2
        with pytest.raises(ReadOnlyError):
            reading.annotate(1, Span(0, 2))


def test_each_change_of_another_leaves_no_connection_open(kept: Paths) -> None:
    with without_rights(kept.data):
        reader = Library(kept)
    with closing(reader):
        for number in range(3):
            with closing(Library(kept)) as writer:
                writer.annotate(1, Span(number, number + 1))
            assert len(reader.all_annotations()) == number + 2
            assert len(reader._store._db._connections) == 1


def test_rows_are_read_to_their_end_whatever_another_writes_meanwhile(kept: Paths) -> None:
    with closing(Library(kept)) as writer:
        add(writer, "第二篇文章也在這裏。")
    with without_rights(kept.data):
        reader = Library(kept)
    with closing(reader):
        rows = reader._store.indexed_articles()
        first = next(rows)
        with closing(Library(kept)) as writer:
            add(writer, "第三篇文章後來纔有。")
        assert len(reader.articles()) == 2, "as long as rows are being read"
        assert [first.id, *(one.id for one in rows)] == [1, 2]
        assert len(reader.articles()) == 3


def test_damage_is_told_of_and_what_can_be_done(kept: Paths) -> None:
    content = kept.database.read_bytes()
    kept.database.write_bytes(content.replace(NOTE.encode(), b"\xff" * len(NOTE.encode())))
    with without_rights(kept.data), closing(Library(kept)) as library:
        assert len(library.articles()) == 1
        with pytest.raises(DamagedError, match=r"library\.sqlite3.*cannot be mended.*Copy"):
            library.all_annotations()
    with closing(Library(kept)) as library:
        assert library.recovery is None, "nobody could say that it is damaged"


def test_an_older_library_is_not_brought_up_to_date(kept: Paths) -> None:
    with closing(sqlite3.connect(kept.database)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) - 1}")
    before = contents(kept.data)
    with (
        without_rights(kept.data),
        pytest.raises(StoreError, match=rf"older version.*schema {len(MIGRATIONS) - 1}.*Copy"),
    ):
        Library(kept)
    assert contents(kept.data) == before


def test_the_command_line_reads_it_and_says_why_it_writes_nothing(
    kept: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--data-dir", str(kept.data)]
    with without_rights(kept.data):
        for command in (["list"], ["show", "1"], ["search", "旧桥"], ["annotations"], ["export"]):
            assert main([*where, *command]) == 0
            assert capsys.readouterr().out
        assert main([*where, "verify", "--json"]) == 0
        told = capsys.readouterr()
        assert json.loads(told.out) == {"ok": True, "problems": []}
        assert "can only be read" in told.err
        assert main([*where, "annotate", "1", "--quote", "舊橋"]) == 1
        assert "can only be read" in capsys.readouterr().err
