"""The program in an endless loop, to be killed: it says on standard output what it has confirmed.

Each line is one command that has ended well, as JSON: its name and what it printed. Run as
``python -m tests.crashing LIBRARY WORK SEED``; ``WORK`` is a folder for files to import.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from reader.__main__ import main

SENTENCES = (
    "縣城東門外的舊橋去年秋天修好了。",
    "河邊的柳樹在春天長出了新葉。",
    "老人們坐在橋頭說起從前的事情。",
    "孩子們放學以後到河裏捉魚去了。",
)


class Loop:
    """Commands chosen at random, on one library."""

    def __init__(self, library: Path, work: Path, seed: int) -> None:
        self._library = library
        self._work = work
        self._random = random.Random(seed)
        self._seed = seed
        self._files = 0

    def run(self) -> None:
        """Until the process is killed."""
        steps: list[Callable[[], None]] = [
            *[self._annotate] * 5,
            *[self._import] * 3,
            self._back_up,
            self._back_up_to_file,
            self._correct,
            self._add_term,
        ]
        self._import()
        while True:
            self._random.choice(steps)()

    def _run(self, name: str, *arguments: object) -> object:
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(io.StringIO()):
            status = main(["--data-dir", str(self._library), *map(str, arguments), "--json"])
        if status == 0:
            told = json.loads(output.getvalue())
            print(json.dumps([name, told]), flush=True)
            return told
        return None

    def _article(self) -> int:
        output = io.StringIO()
        with redirect_stdout(output):
            main(["--data-dir", str(self._library), "list", "--json"])
        return int(self._random.choice(json.loads(output.getvalue()))["id"])

    def _import(self) -> None:
        self._files += 1
        lines = [self._random.choice(SENTENCES) for _ in range(self._random.randint(3, 400))]
        path = self._work / f"{self._seed}-{self._files}.txt"
        path.write_text(f"{self._seed}之{self._files}\n\n" + "\n\n".join(lines), encoding="utf-8")
        self._run("import", "import", path)

    def _annotate(self) -> None:
        note = f"{self._random.random()}𪟝\n" * self._random.randint(1, 300)
        self._run("annotate", "annotate", self._article(), "--quote", "。", "--note", note)

    def _back_up(self) -> None:
        self._run("backup", "backup")

    def _back_up_to_file(self) -> None:
        self._run("backup", "backup", self._work / f"{self._random.randint(1, 3)}.sqlite3")

    def _correct(self) -> None:
        command = ("correct", "split-paragraph", self._article(), "--quote", "。")
        self._run("correct", *command, "--occurrence", self._random.randint(1, 3))

    def _add_term(self) -> None:
        number = self._random.randrange(10**9)
        self._run("term", "terms", "add", f"发{number}", f"髮{number}")


if __name__ == "__main__":
    Loop(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])).run()
