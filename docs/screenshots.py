"""Draws the pictures in ``docs/images/`` from the seeds, in a library of its own."""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView, QToolButton, QWidget

from reader.concordance import LineOrder
from reader.library import Library
from reader.model import Color, Script, ShownScript, Span
from reader.paths import paths_under
from reader.settings import Language, Settings, Theme
from reader.ui.concordance.concordance_model import COLUMNS
from reader.ui.concordance.concordance_window import ConcordanceWindow
from reader.ui.main_window import MainWindow
from reader.ui.search.search_sidebar import SearchSidebar
from reader.ui.tasks import Tasks
from reader.ui.theme import apply_theme, colors_of, interface_font
from reader.ui.translation import install_language

_IMAGES = Path(__file__).parent / "images"


class Studio:
    """A window that is set up, waited for and drawn."""

    def __init__(
        self, application: QApplication, folder: Path, settings: Settings, *files: Path
    ) -> None:
        """On ``files``, or on the samples where there are none."""
        self._application = application
        apply_theme(application, colors_of(settings.theme))
        self.library = Library(paths_under(folder))
        if files:
            self.library.decline_seeds()
        self._tasks = Tasks()
        self.window = MainWindow(self.library, self._tasks, settings)
        self.window.resize(1320, 840)
        self.window.show()
        self.window.start(files)
        self.rest()

    @property
    def sidebar(self) -> SearchSidebar:
        found = self.window.findChild(SearchSidebar)
        assert found is not None
        return found

    @property
    def concordance(self) -> ConcordanceWindow:
        return next(
            one for one in self._application.topLevelWidgets() if isinstance(one, ConcordanceWindow)
        )

    def wait(self, until: Callable[[], bool]) -> None:
        while not until():
            self._application.processEvents()

    def rest(self) -> None:
        """Until nothing is under way any more."""
        self.wait(lambda: not self._tasks.busy and not self.library.searcher.lags())
        self._application.processEvents()

    def draw(self, name: str, widget: QWidget | None = None) -> None:
        """A widget, by default the window."""
        self.rest()
        (widget or self.window).grab().save(str(_IMAGES / f"{name}.png"))

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
    with tempfile.TemporaryDirectory() as folder:
        draw_plot(application, Path(folder))
        draw_reader(application, Path(folder, "samples"))


def draw_reader(application: QApplication, folder: Path) -> None:
    """The window and a concordance, on the samples."""
    settings = Settings(theme=Theme.LIGHT)
    studio = Studio(application, folder, settings)
    marked = annotate(studio.library)
    studio.window.open_article(marked)
    studio.draw("annotations")
    studio.window.set_shown(ShownScript.TRADITIONAL)
    studio.draw("traditional")
    studio.window.set_shown(ShownScript.ORIGINAL)
    studio.sidebar.set_query("經濟")
    studio.wait(lambda: studio.sidebar.hits.rowCount() > 0)
    studio.window.open_hit(studio.sidebar.hits.hit(1))
    studio.draw("search")
    studio.window.show_concordance("經濟")
    studio.rest()
    (table,) = studio.concordance.findChildren(QTableView)
    column = COLUMNS.index(LineOrder.RIGHT)
    table.horizontalHeader().setSortIndicator(column, Qt.SortOrder.AscendingOrder)
    studio.rest()
    table.selectRow(2)
    studio.draw("concordance", studio.concordance)
    studio.close()
    install_language(application, Language.TRADITIONAL)
    dark = replace(settings, theme=Theme.DARK, shown=ShownScript.TAIWAN, last_article=marked)
    studio = Studio(application, folder, dark)
    studio.draw("dark")
    studio.close()


def draw_plot(application: QApplication, folder: Path) -> None:
    """A plot over the years, for which the samples have too few dates."""
    file = folder / "town.jsonl"
    file.write_text("".join(map(_articles_of, range(1990, 2021))), encoding="utf-8")
    studio = Studio(application, folder / "dated", Settings(theme=Theme.LIGHT), file)
    studio.window.show_concordance("电车")
    studio.rest()
    buttons = {one.text(): one for one in studio.concordance.findChildren(QToolButton)}
    buttons["Over time"].click()
    studio.draw("plot", studio.concordance)
    studio.close()


def annotate(library: Library) -> int:
    """Mark some clauses of a sample; the id of its article."""
    marked = next(
        article.id
        for article in library.articles()
        if article.subtitle and article.script is Script.SIMPLIFIED
    )
    text = library.article(marked).text
    clauses = [match.span() for match in re.finditer(r"[^，。、；：“”（）\n]{9,}", text)]
    for clause, color, note in (
        (clauses[3], Color.YELLOW, ""),
        (clauses[5], Color.GREEN, "核对：与上一年的数字比较。"),
        (clauses[8], Color.BLUE, ""),
    ):
        change = library.annotate(marked, Span(*clause), color=color)
        assert change.after is not None
        if note:
            library.edit_annotation(change.after.id, note=note)
    return marked


def _articles_of(year: int) -> str:
    """The articles of a year in a town that builds a tram, a line each. All of it is invented."""
    articles = 14 + (year - 1990) // 2 + year * 7 % 5
    about_trams = round(articles * 0.8 * math.exp(-(((year - 2009) / 6) ** 2)))
    lines = []
    for number in range(articles):
        tram = number < about_trams
        text = "新的电车线路通车，沿河的居民都来观看。" if tram else "图书馆延长了开放时间。"
        record = {
            "title": f"{year}年小镇新闻（{number + 1}）",
            "date": f"{year}-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "source": "小镇晚报",
            "text": text + "电车每隔十分钟开出一班。" * (number % 3 if tram else 0),
        }
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return "".join(lines)


if __name__ == "__main__":
    main()
