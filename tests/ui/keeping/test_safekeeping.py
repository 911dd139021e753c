"""Backups from the window: made now and daily, put back, and added from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QTreeWidget,
    QWidget,
)

from reader.library import Library
from reader.paths import Paths
from reader.store import BackupReason, Recovery
from reader.ui.keeping.restore_dialog import RestoreDialog
from reader.ui.keeping.safekeeping import back_up_at_close
from reader.ui.keeping.wording import recovery_text
from tests.ui.session import Session, import_files, marked, part_of, rows, wait_until, write

Open = Callable[..., Session]

TEXT = "今天，图书馆里来了许多学生。他们阅读历史，讨论互联网的发展。\n"


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Open) -> Session:
    """The window on a library of one document, which was backed up when it was opened."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, write(tmp_path, "page.txt", TEXT))
    opened = open_session()
    opened.rest()
    return opened


def reasons(library: Library) -> list[BackupReason]:
    """In the order of their names: two may be made in one second."""
    return sorted(one.reason for one in library.keeper.backups())


def dialog_of(session: Session) -> RestoreDialog:
    session.choose("Restore from a backup…")
    wait_until(lambda: bool(session.window.findChildren(RestoreDialog)))
    session.rest()
    return session.part(RestoreDialog)


def press(widget: QWidget, text: str) -> None:
    (found,) = (one for one in widget.findChildren(QPushButton) if one.text() == text)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def listed(dialog: RestoreDialog) -> list[list[str]]:
    """Why each was made, and what is in it."""
    tree = part_of(dialog, QTreeWidget)
    found = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    return [[row.text(1), row.text(2)] for row in found if row is not None]


def test_the_first_start_of_a_day_makes_a_backup_and_the_next_none(
    session: Session, open_session: Open
) -> None:
    assert reasons(session.library) == [BackupReason.DAILY]
    session.close()
    again = open_session()
    again.rest()
    assert reasons(again.library) == [BackupReason.DAILY]


def test_a_backup_is_made_when_it_is_asked_for(session: Session) -> None:
    session.choose("Back up now")
    assert reasons(session.library) == [BackupReason.ASKED, BackupReason.DAILY]
    assert "-asked.sqlite3" in session.status()
    assert not session.progress.isVisible()


def test_a_backup_that_cannot_be_made_says_why(session: Session, paths: Paths) -> None:
    for file in paths.backups.iterdir():
        file.unlink()
    paths.backups.rmdir()
    paths.backups.write_text("no folder")
    session.choose("Back up now")
    (box,) = (box for box in session.window.findChildren(QMessageBox) if box.isVisible())
    assert str(paths.backups) in box.text()
    box.close()
    assert not session.progress.isVisible()


def test_everything_is_put_back_and_what_was_there_is_kept(session: Session) -> None:
    session.highlight("图书馆")
    dialog = dialog_of(session)
    assert listed(dialog) == [["Daily", "Documents: 1, annotations: 0"]]
    (replace,) = (one for one in dialog.findChildren(QRadioButton) if "Replace" in one.text())
    replace.click()
    press(dialog, "Restore")
    assert rows(session.cards)  # nothing is done before it is confirmed
    press(part_of(dialog, QMessageBox), "Replace everything")
    wait_until(lambda: rows(session.cards) == [] and not session.tasks.busy)
    assert marked(session.article) == []
    assert not session.action("Undo").isEnabled()
    assert BackupReason.RESTORE in reasons(session.library)
    assert "put back" in session.status()
    with closing(Library(session.library.paths)) as library:
        assert library.all_annotations() == []


def test_a_backup_is_added_from_and_nothing_is_deleted(session: Session) -> None:
    session.highlight("图书馆")
    session.choose("Back up now")
    session.choose("Undo Highlight")
    session.highlight("学生")
    dialog = dialog_of(session)
    tree = part_of(dialog, QTreeWidget)
    (asked,) = tree.findItems("Asked for", Qt.MatchFlag.MatchExactly, 1)
    assert asked.text(2) == "Documents: 1, annotations: 1"
    tree.setCurrentItem(asked)
    press(dialog, "Restore")
    wait_until(lambda: rows(session.cards) == ["图书馆", "学生"] and not session.tasks.busy)
    assert "annotations 1" in session.status()


def test_corrections_that_a_merge_left_out_are_told_of(
    session: Session, paths: Paths, tmp_path: Path
) -> None:
    session.highlight("图书馆")
    session.choose("Back up now")
    (backup,) = paths.backups.glob("*-asked.sqlite3")
    with closing(sqlite3.connect(backup)) as db, db:
        db.execute(
            "INSERT INTO decision (document_id, kind, spans, target, value)"
            " VALUES (1, 'split-article', '[]', 2, '')"
        )
    import_files(session.library, write(tmp_path, "page.txt", "添上的一句。" + TEXT))
    dialog = dialog_of(session)
    tree = part_of(dialog, QTreeWidget)
    tree.setCurrentItem(tree.findItems("Asked for", Qt.MatchFlag.MatchExactly, 1)[0])
    press(dialog, "Restore")
    wait_until(lambda: bool(session.window.findChildren(QMessageBox)))
    box = session.part(QMessageBox)
    assert "Corrections left out: 1." in box.text()
    assert "Documents that have another text there: 1." in box.text()
    box.close()


def test_a_file_that_is_no_backup_changes_nothing(session: Session, tmp_path: Path) -> None:
    session.highlight("图书馆")
    dialog = dialog_of(session)
    press(dialog, "Choose a file…")
    files = part_of(dialog, QFileDialog)
    files.fileSelected.emit(str(write(tmp_path, "none.sqlite3", "no library at all")))
    files.close()
    session.rest()
    assert "none.sqlite3" in listed(dialog)[1][1]
    press(dialog, "Restore")
    session.rest()
    assert dialog.isVisible()
    assert any("none.sqlite3" in one for one in texts(dialog))
    press(dialog, "Close")
    assert rows(session.cards) == ["图书馆"]


def texts(dialog: RestoreDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_closing_makes_the_backup_of_a_day_that_has_none(paths: Paths, tmp_path: Path) -> None:
    with closing(Library(paths)) as library:
        back_up_at_close(library)
        assert reasons(library) == []
        import_files(library, write(tmp_path, "page.txt", TEXT))
        back_up_at_close(library)
        back_up_at_close(library)
        assert reasons(library) == [BackupReason.DAILY]


def test_closing_gives_up_a_backup_that_takes_too_long(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.keeping.safekeeping._CLOSING_S", 0.0)
    with closing(Library(paths)) as library:
        import_files(library, write(tmp_path, "page.txt", TEXT))
        back_up_at_close(library)
        assert library.keeper.backups() == []
    assert not list(paths.backups.glob("*"))


def test_what_was_mended_is_told_of(session: Session, tmp_path: Path) -> None:
    found = Recovery(
        "database disk image is malformed",
        tmp_path / "library.damaged-1.sqlite3",
        complete=False,
        backup=tmp_path / "library-1-daily.sqlite3",
        documents=3,
        annotations=12,
        lost=tuple(f"/texts/{number}.txt" for number in range(10)),
        unplaced=2,
        notes=tmp_path / "notes.md",
    )
    session.window.tell_of_recovery(found)
    (box,) = (box for box in session.window.findChildren(QMessageBox) if box.isVisible())
    text = box.text()
    box.close()
    assert text == recovery_text(found)
    for told in ("library-1-daily.sqlite3", "12", "/texts/0.txt", "and 2 more", "notes.md"):
        assert told in text
    assert str(tmp_path / "library.damaged-1.sqlite3") in text
    assert "Nothing was lost" not in text
