"""Draws the pictures in ``docs/images/`` from the seeds, in a library of its own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from reader.library import Library
from reader.model import Color, Script, ShownScript, Span
from reader.paths import paths_under
from reader.settings import Language, Settings, Theme
from reader.ui.main_window import MainWindow
from reader.ui.search_sidebar import SearchSidebar
from reader.ui.tasks import Tasks
from reader.ui.theme import apply_theme, colors_of, interface_font
from reader.ui.translation import install_language

_IMAGES = Path(__file__).parent / "images"


class Studio:
    """A window that is set up, waited for and drawn."""

    def __init__(self, application: QApplication, folder: Path, settings: Settings) -> None:
        self._application = application
        apply_theme(application, colors_of(settings.theme))
        self.library = Library(paths_under(folder))
        self._tasks = Tasks()
        self.window = MainWindow(self.library, self._tasks, settings)
        self.window.resize(1320, 840)
        self.window.show()
        self.window.start([])
        self.rest()

    @property
    def sidebar(self) -> SearchSidebar:
        found = self.window.findChild(SearchSidebar)
        assert found is not None
        return found

    def wait(self, until: Callable[[], bool]) -> None:
        while not until():
            self._application.processEvents()

    def rest(self) -> None:
        """Until nothing is under way any more."""
        self.wait(lambda: not self._tasks.busy and not self.library.index_lags())
        self._application.processEvents()

    def draw(self, name: str) -> None:
        self.rest()
        self.window.grab().save(str(_IMAGES / f"{name}.png"))

    def close(self) -> None:
        self.window.close()
        self._tasks.close()
        self.library.close()


def main() -> None:
    """Draw every picture."""
    _IMAGES.mkdir(exist_ok=True)
    application = QApplication([])
    application.setStyle("Fusion")
    application.setFont(interface_font(application.font(), "SC"))
    settings = Settings(theme=Theme.LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(application, Path(folder), settings)
        articles = studio.library.articles()
        marked = next(
            article.id
            for article in articles
            if article.subtitle and article.script is Script.SIMPLIFIED
        )
        text = studio.library.article(marked).text
        clauses = [match.span() for match in re.finditer(r"[^，。、；：“”（）\n]{9,}", text)]
        for clause, color, note in (
            (clauses[3], Color.YELLOW, ""),
            (clauses[5], Color.GREEN, "核对：与上一年的数字比较。"),
            (clauses[8], Color.BLUE, ""),
        ):
            change = studio.library.annotate(marked, Span(*clause), color=color)
            assert change.after is not None
            if note:
                studio.library.edit_annotation(change.after.id, note=note)
        studio.window.open_article(marked)
        studio.draw("annotations")
        studio.window.set_shown(ShownScript.TRADITIONAL)
        studio.draw("traditional")
        studio.window.set_shown(ShownScript.ORIGINAL)
        studio.sidebar.set_query("經濟")
        studio.wait(lambda: studio.sidebar.hits.rowCount() > 0)
        studio.window.open_hit(studio.sidebar.hits.hit(1))
        studio.draw("search")
        studio.close()
        install_language(application, Language.TRADITIONAL)
        dark = replace(settings, theme=Theme.DARK, shown=ShownScript.TAIWAN, last_article=marked)
        studio = Studio(application, Path(folder), dark)
        studio.draw("dark")
        studio.close()


if __name__ == "__main__":
    main()
