"""The window: time to the first one, to open and to toggle, and how long its thread is held.

Each figure is taken in a fresh process, without a screen; a screen adds what its driver takes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.corpus import samples
from reader.model import ImportResult, ShownScript

_RUNS = 5
_BEAT_MS = 2
# Characters, and whether they stand in one line.
_LENGTHS = ((2_000, False), (30_000, False), (1_000_000, False), (1_000_000, True))
# The longest a person may wait before a window seems stuck, and far longer than any step here.
_TIMEOUT_S = 60.0


def main() -> None:
    """Print the table; *held* is how long the window answered nothing."""
    print("window (offscreen; median and worst of", _RUNS, "runs, ms)")
    taken: dict[str, list[float]] = {}
    for _ in range(_RUNS):
        started = time.time()
        run = subprocess.run(
            [sys.executable, "-m", "benchmarks.bench_window", "--one", str(started)],
            capture_output=True,
            text=True,
            check=True,
            timeout=_TIMEOUT_S,
        )
        for line in run.stdout.splitlines():
            name, _, milliseconds = line.rpartition("\t")
            taken.setdefault(name, []).append(float(milliseconds))
    for name, values in taken.items():
        print(f"  {name:<62} {median(values):8.1f} {max(values):8.1f}")


def _one(started: float) -> None:
    """Measure once: a new library in a folder of its own."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from reader.library import Library
    from reader.paths import paths_under
    from reader.settings import Settings
    from reader.ui.main_window import MainWindow
    from reader.ui.tasks import Tasks
    from reader.ui.theme import apply_theme, colors_of

    application = QApplication([])
    application.setStyle("Fusion")
    settings = Settings()
    apply_theme(application, colors_of(settings.theme))
    with tempfile.TemporaryDirectory() as folder:
        library = Library(paths_under(Path(folder)))
        tasks = Tasks()
        window = MainWindow(library, tasks, settings)
        window.show()
        application.processEvents()
        _tell("process start to the first window", (time.time() - started) * 1000)
        shown: list[object] = []
        window.article_shown.connect(shown.append)

        def pump(act: Callable[[], None], until: Callable[[], bool]) -> tuple[float, float]:
            """Act and let the event loop run until it is so: the time, and the longest turn of it.

            A timer beats every few milliseconds; a late beat tells of a held thread.
            """
            loop = QEventLoop()
            heart = QTimer()
            heart.setTimerType(Qt.TimerType.PreciseTimer)
            heart.setInterval(_BEAT_MS)
            begun = before = time.perf_counter()
            longest = 0.0

            def beat() -> None:
                nonlocal before, longest
                now = time.perf_counter()
                longest = max(longest, now - before - _BEAT_MS / 1000)
                before = now
                if until() or now - begun > _TIMEOUT_S:
                    loop.quit()

            heart.timeout.connect(beat)
            heart.start()
            act()
            application.processEvents()
            beat()
            if not until():
                loop.exec()
            application.processEvents()  # what was changed is drawn
            beat()
            heart.stop()
            return (time.perf_counter() - begun) * 1000, max(longest, 0.0) * 1000

        took, held = pump(
            lambda: window.start([]),
            lambda: bool(shown) and not tasks.busy and not library.searcher.lags(),
        )
        _tell("import and index the seeds, until all is at rest", took)
        _tell("  longest held meanwhile", held)
        for length, one_line in _LENGTHS:
            path = Path(folder) / f"{length}-{one_line}.txt"
            text = _long_text(length)
            path.write_text(text.replace("\n", "") if one_line else text, encoding="utf-8")
            (result,) = (
                step for step in library.import_paths([path]) if isinstance(step, ImportResult)
            )
            article = next(a for a in library.articles() if a.document_id == result.document_id)
            window.set_shown(ShownScript.ORIGINAL)
            pump(_nothing, lambda: not tasks.busy)
            acts: tuple[tuple[str, Callable[[], None]], ...] = (
                ("open", partial(window.open_article, article.id)),
                ("to traditional", partial(window.set_shown, ShownScript.TRADITIONAL)),
                ("to Taiwan with phrases", partial(window.set_shown, ShownScript.TAIWAN_PHRASES)),
                ("to original", partial(window.set_shown, ShownScript.ORIGINAL)),
            )
            for name, act in acts:
                shown.clear()
                took, held = pump(act, lambda: bool(shown))
                what = f"{article.characters:>9,} characters{' in one line' * one_line}: {name}"
                _tell(what, took)
                _tell(f"{what}, longest held", held)
        window.close()
        tasks.close()
        library.close()


def _nothing() -> None:
    pass


def _long_text(length: int) -> str:
    """The seeds one after the other, as often as needed, as one article without headings."""
    text = "\n".join(sample.text for sample in samples(None)).replace("#", "")
    return (text * (length // len(text) + 1))[:length]


def _tell(name: str, milliseconds: float) -> None:
    print(f"{name}\t{milliseconds:.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(float(sys.argv[2]))
    else:
        main()
