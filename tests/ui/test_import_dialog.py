"""The report of an import: what is counted, and which files need a look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from reader.model import ImportResult, ImportStatus, LineProblem
from reader.ui.import_dialog import ImportDialog
from tests.ui.session import part_of

RESULTS = [
    ImportResult(Path("/a/one.txt"), ImportStatus.IMPORTED, 1, 3),
    ImportResult(Path("/a/two.txt"), ImportStatus.UNCHANGED, 2, 1),
    ImportResult(Path("/a/three.bin"), ImportStatus.FAILED, error="not {a} text"),
    ImportResult(
        Path("/a/four.jsonl"),
        ImportStatus.IMPORTED,
        4,
        2,
        problems=(LineProblem(3, "no {text}"), LineProblem(9, "not JSON")),
    ),
]


def report(dialog: ImportDialog) -> list[list[str]]:
    rows = part_of(dialog, QTreeWidget)
    items = [rows.topLevelItem(row) for row in range(rows.topLevelItemCount())]
    return [[item.text(0), item.text(1)] for item in items if item is not None]


def test_it_counts_all_and_lists_what_went_wrong(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ImportDialog(RESULTS, window)
    assert part_of(dialog, QLabel).text() == "2 imported, 1 already there, 1 failed."
    assert report(dialog) == [
        ["three.bin", "not {a} text"],
        ["four.jsonl", "line 3: no {text}"],
        ["four.jsonl", "line 9: not JSON"],
    ]


def test_it_closes_by_its_button(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ImportDialog(RESULTS, window)
    dialog.open()
    part_of(dialog, QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close).click()
    assert not dialog.isVisible()


def test_a_file_of_bad_lines_does_not_fill_the_memory(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    problems = tuple(LineProblem(line, "bad") for line in range(1, 30_001))
    result = ImportResult(Path("x.jsonl"), ImportStatus.IMPORTED, 1, 1, problems=problems)
    rows = report(ImportDialog([result], window))
    assert len(rows) < 3_000
    assert rows[0] == ["x.jsonl", "line 1: bad"]
    assert rows[-1] == ["", f"and {QLocale().toString(28_000)} more"]
