"""Two programs on one library: each sees what the other does, and none undoes it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from reader.library import Library
from reader.model import Changed, Color, Span
from reader.paths import Paths
from tests.conftest import Write
from tests.drafts import draft_of

REPOSITORY = Path(__file__).parents[1]
WRITES = 20
PROGRAM = """
import sys
from dataclasses import replace
from pathlib import Path
from reader.library import Library
from reader.model import Span
from reader.paths import paths_under
folder, name, shared, writes = sys.argv[1:]
library = Library(paths_under(Path(folder)))
for number in range(int(writes)):
    library.annotate(1, Span(number, number + 1), note=name)
    word = f"{name}{number}."
    library._store.change_annotation(shared, lambda one: replace(one, note=one.note + word))
    print(word, flush=True)
library.close()
"""


def test_two_that_write_at_once_lose_nothing_and_a_third_sees_it(paths: Paths) -> None:
    with closing(Library(paths)) as library:
        library._store.add_document(draft_of("一二三四五六七八九十" * 5), Path("/page.txt"))
        made = library.annotate(1, Span(0, 3)).after
        assert made is not None
        library.edit_annotation(made.id, color=Color.PINK)
        assert library.changed_elsewhere() == Changed.NOTHING
        programs = [
            subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(paths.data), name, made.id, str(WRITES)],
                cwd=REPOSITORY,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in "ab"
        ]
        words = []
        for program in programs:
            assert program.stdout is not None
            with program.stdout:
                words.append(program.stdout.readline().strip())
                if program is programs[0]:
                    # What a program says that it stored is known here at once.
                    assert Changed.ANNOTATIONS in library.changed_elsewhere()
                words += program.stdout.read().split()
            assert program.wait() == 0
        assert library.recovery is None
        notes = {one.annotation.id: one.annotation for one in library.annotations(1)}
        shared = notes.pop(made.id)
        assert sorted(shared.note.split(".")[:-1]) == sorted(word[:-1] for word in words)
        assert shared.color == Color.PINK
        assert sorted(one.note for one in notes.values()) == ["a"] * WRITES + ["b"] * WRITES
        library.changed_elsewhere()
        assert library.changed_elsewhere() == Changed.NOTHING
        assert library.verify() == []


def test_a_note_that_another_program_wrote_meanwhile_stays_beside_ones_own(
    paths: Paths, write: Write
) -> None:
    with closing(Library(paths)) as window, closing(Library(paths)) as program:
        list(window.import_paths([write("page.txt", "渔港的清晨很安静。")]))
        made = window.annotate(window.articles()[0].id, Span(0, 2)).after
        assert made is not None
        program.edit_annotation(made.id, note="另一处写的")
        change = window.write_note(made.id, "这里写的", seen="")
        assert change.after is not None
        assert change.after.note == "另一处写的\n\n这里写的"
        again = window.write_note(made.id, "改过", seen=change.after.note)
        assert again.after is not None
        assert again.after.note == "改过"
