"""The window: time to the first one, to open and to toggle, and how long its thread is held.

Each figure is taken in a fresh process, without a screen; a screen adds what its driver takes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

_RUNS = 5
# The longest a person may wait before a window seems stuck, and far longer than any step here.
_TIMEOUT_S = 60.0


def main() -> None:
    """Print the table."""
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
        print(f"  {name:<58} {median(values):8.1f} {max(values):8.1f}")


def _one(started: float) -> None:
    """Measure once: a new library in a folder of its own."""
    from PySide6.QtWidgets import QApplication

    from reader.library import Library
    from reader.model import ShownScript
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

        def pump(until: Callable[[], bool]) -> tuple[float, float]:
            """Run the event loop until something is so: the time it took and its longest turn."""
            begun = before = time.perf_counter()
            longest = 0.0
            while not until():
                application.processEvents()
                now = time.perf_counter()
                longest = max(longest, now - before)
                before = now
                if now - begun > _TIMEOUT_S:
                    raise TimeoutError
            return (time.perf_counter() - begun) * 1000, longest * 1000

        window.start([])
        took, held = pump(lambda: bool(shown) and not tasks.busy and not library.index_lags())
        _tell("import and index the seeds, until all is at rest", took)
        _tell("  longest the window's thread was held meanwhile", held)
        longest_seed = max(library.articles(), key=lambda article: article.characters)
        for name, act in (
            ("open the longest seed", lambda: window.open_article(longest_seed.id)),
            ("  to simplified", lambda: window.set_shown(ShownScript.SIMPLIFIED)),
            ("  to Taiwan with phrases", lambda: window.set_shown(ShownScript.TAIWAN_PHRASES)),
            ("  to original", lambda: window.set_shown(ShownScript.ORIGINAL)),
        ):
            shown.clear()
            act()
            took, held = pump(lambda: bool(shown))
            _tell(f"{name} ({longest_seed.characters:,} characters)", took)
            _tell("    longest the window's thread was held", held)
        window.close()
        tasks.close()
        library.close()


def _tell(name: str, milliseconds: float) -> None:
    print(f"{name}\t{milliseconds:.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(float(sys.argv[2]))
    else:
        main()
