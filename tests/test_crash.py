"""Killed at any moment, the program has kept all that it confirmed, and nothing half.

``JIANFAN_KILLS`` says how often it is killed; ``make crash`` does it 200 times.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.paths import Paths
from reader.store.backup import check

REPOSITORY = Path(__file__).parents[1]
KILLS = int(os.environ.get("JIANFAN_KILLS", "20"))
SEED = int(os.environ.get("JIANFAN_SEED", "20261122"))
# A library is used for so many kills; a new one is tried from its first moment.
KILLS_PER_LIBRARY = 10
# A run does some dozen commands in this time, and is killed somewhere in it.
LONGEST_RUN_S = 0.8

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")


class Killed:
    """One library whose program is killed again and again, and what was confirmed of it."""

    def __init__(self, folder: Path) -> None:
        self.paths = Paths(folder / "library", folder / "library", folder / "library" / "cache")
        self.work = folder / "work"
        self.work.mkdir(parents=True)
        self.notes: dict[str, str] = {}
        self.documents: dict[int, int] = {}
        self.terms: set[str] = set()
        self.backups: set[Path] = set()
        self.corrections = 0
        self.commands = 0

    def run_and_kill(self, seed: int, after_s: float) -> None:
        command = [sys.executable, "-m", "tests.crashing"]
        arguments = [str(self.paths.data), str(self.work), str(seed)]
        with subprocess.Popen(
            [*command, *arguments], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            first = program.stdout.readline()
            timer = threading.Timer(after_s, program.kill)
            timer.start()
            lines = [first, *program.stdout]
            timer.join()
        for line in lines:
            if line.endswith("\n"):
                self._confirm(*json.loads(line))

    def _confirm(self, name: str, told: Any) -> None:
        self.commands += 1
        if name == "annotate":
            self.notes[told["id"]] = told["note"]
        elif name == "import":
            (one,) = told
            self.documents[one["document"]] = one["articles"]
        elif name == "term":
            self.terms.add(told["simplified"])
        elif name == "backup":
            self.backups.add(Path(told["path"]))
        elif name == "correct":
            self.corrections += 1

    def assert_kept(self) -> None:
        with closing(Library(self.paths)) as library:
            assert library.recovery is None
            assert library.verify() == []
            stored = {one.annotation.id: one.annotation for one in library.all_annotations()}
            assert {key: stored[key].note for key in self.notes} == self.notes
            # At most the one command that was killed between its end and its word.
            assert len(stored) - len(self.notes) in (0, 1)
            documents = {one.id: one.articles for one in library.documents()}
            assert documents.items() >= self.documents.items()
            assert len(documents) - len(self.documents) in (0, 1)
            assert {term.simplified for term in library.terms()} >= self.terms
            decisions = [library.proofreader.decisions(number) for number in documents]
            assert sum(map(len, decisions)) - self.corrections in (0, 1)
            # Where nothing was confirmed, the next that is killed counts from what is there.
            self.notes = {key: one.note for key, one in stored.items()}
            self.documents = documents
            self.corrections = sum(map(len, decisions))
        for path in self.backups:
            check(path)
        assert not [*self.paths.data.rglob("*.part*")], "what was not finished is cleared away"


def test_a_kill_at_any_moment_loses_nothing_confirmed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(SEED)
    commands = 0
    for number in range(KILLS):
        if number % KILLS_PER_LIBRARY == 0:
            killed = Killed(tmp_path / str(number))
        killed.run_and_kill(number, chance.uniform(0, LONGEST_RUN_S))
        killed.assert_kept()
        if number % KILLS_PER_LIBRARY == KILLS_PER_LIBRARY - 1 or number == KILLS - 1:
            commands += killed.commands
    with capsys.disabled():
        if "JIANFAN_KILLS" in os.environ:
            print(f"\nseed {SEED}: {KILLS} kills, {commands} commands confirmed, all kept")
