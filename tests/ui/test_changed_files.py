"""Files that were imported before and have changed: asked about once, and their notes kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from reader.library import Library
from reader.paths import Paths
from tests.ui.session import Session, import_files, rows, shown_in, write

Open = Callable[..., Session]

TEXT = (
    "清晨的码头已经热闹起来，渔民们把一筐筐海鲜搬上岸。\n"
    "老周在这里守了三十年，谁家的船几点靠港他都清楚。\n"
    "中午时分雨停了，孩子们沿着石板路跑向学校，书包上的铃铛响个不停。\n"
)
KEPT, LOST = "几点靠港", "铃铛响个不停"
EDITED = "添在前面的一行。\n" + TEXT.replace("，书包上的铃铛响个不停", "")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [write(tmp_path, f"{name}.txt", name + TEXT) for name in ("甲", "乙", "丙")]


@pytest.fixture
def session(paths: Paths, files: list[Path], open_session: Open) -> Session:
    """The window on three documents, each of which is then edited outside."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(library, *files)
        first = library.articles()[0].id
        for words in (KEPT, LOST):
            library.annotate(first, library.find_quote(first, words))
    opened = open_session()
    opened.rest()
    for file in files:
        write(file.parent, file.name, file.stem + EDITED)
    return opened


def boxes(session: Session) -> list[QMessageBox]:
    return [box for box in session.window.findChildren(QMessageBox) if box.isVisible()]


def begin(session: Session, *files: Path) -> None:
    """Import files as the menu does."""
    session.action("Import files…").trigger()
    dialog = session.part(QFileDialog)
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    session.rest()


def answer(session: Session, text: str, *, same: bool = False) -> None:
    (box,) = boxes(session)
    check = box.checkBox()
    if same:
        assert check is not None
        check.setChecked(True)
    (button,) = (one for one in box.findChildren(QPushButton) if one.text() == text)
    button.click()
    QTest.qWait(0)
    session.rest()


def test_an_update_keeps_the_notes_and_says_what_became_of_them(
    session: Session, files: list[Path]
) -> None:
    begin(session, files[0])
    assert "“甲.txt” has changed" in boxes(session)[0].text()
    assert boxes(session)[0].checkBox() is None
    answer(session, "Update, keep notes")
    assert boxes(session) == []
    assert "notes found again: 1, without a place now: 1" in session.status()
    assert "添在前面" in shown_in(session.article).whole_text()
    assert len(rows(session.cards)) == 2
    assert len(session.library.documents()) == 3


def test_it_can_become_another_document(session: Session, files: list[Path]) -> None:
    begin(session, files[0])
    answer(session, "Import as another document")
    assert len(session.library.documents()) == 4
    assert "添在前面" not in shown_in(session.article).whole_text()
    assert "1 imported" in session.status()


def test_it_can_be_left(session: Session, files: list[Path]) -> None:
    begin(session, files[0])
    boxes(session)[0].close()
    QTest.qWait(0)
    session.rest()
    assert len(session.library.documents()) == 3
    assert "Changed and left as they were: 1" in session.status()


def test_several_are_asked_about_one_by_one(session: Session, files: list[Path]) -> None:
    begin(session, *files)
    answer(session, "Update, keep notes")
    answer(session, "Import as another document")
    answer(session, "Leave it as it is")
    assert len(session.library.documents()) == 4
    assert "1 imported" in session.status()
    assert "1 updated" in session.status()
    assert "left as they were: 1" in session.status()


def test_or_about_all_at_once_beside_new_files(
    session: Session, files: list[Path], tmp_path: Path
) -> None:
    begin(session, *files, write(tmp_path, "new.txt", "新的一篇。\n"))
    answer(session, "Update, keep notes", same=True)
    assert boxes(session) == []
    assert len(session.library.documents()) == 4
    assert "1 imported, 0 already there, 0 failed. 3 updated" in session.status()
