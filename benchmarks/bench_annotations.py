"""Annotations: a library of many of them, the pane that lists them, and a new highlight.

The window's figures are without a screen; a screen adds what its driver takes.
"""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.corpus import samples
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationChange,
    AnnotationOrder,
    AnnotationQuery,
    Article,
    Color,
    ImportResult,
    MarkStyle,
    Span,
)
from reader.paths import paths_under

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_ARTICLES = 1_000
_EACH = 50
_LINES = 30
_PLAIN = re.compile("[\u4e00-\u9fff，。、]{40,}")
_RUNS = 9
_BEAT_MS = 1
_TIMEOUT_S = 30.0


def main(corpus: Path | None = None) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library(paths_under(Path(folder) / "library"))
        try:
            _fill(library, Path(folder), corpus)
            total = len(library.annotation_list.find(AnnotationQuery()).ids)
            print(f"annotations ({total:,} in one library; median and worst of {_RUNS} runs, ms)")
            _measure_lists(library)
            _measure_window(library)
        finally:
            library.close()


def _fill(library: Library, folder: Path, corpus: Path | None) -> None:
    """Articles of lines taken at random, each with its annotations spread over it."""
    chosen = random.Random(1)
    texts = (sample.text for sample in islice(samples(corpus), 200))
    # Without what the import would look for repairs of: it is not measured here.
    lines = [found for text in texts for found in _PLAIN.findall(text)]
    path = folder / "articles.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(_ARTICLES):
            text = "\n".join(chosen.choice(lines) for _ in range(_LINES))
            record = {"title": f"第{number}篇", "text": text}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
    for step in library.import_paths([path]):
        assert not isinstance(step, ImportResult) or step.error is None, step
    for summary in library.articles():
        article = library.article(summary.id)
        made = (AnnotationChange(None, one) for one in _annotations(article, chosen))
        library.apply_all(made)


def _annotations(article: Article, chosen: random.Random) -> Iterator[Annotation]:
    now = datetime.now(UTC)
    spans = [span for block in article.blocks for span in block.spans if len(span) > 30]
    for number in range(_EACH):
        block = chosen.choice(spans)
        start = chosen.randrange(block.start, block.end - 20)
        span = Span(start, start + chosen.randrange(4, 20))
        moment = now + timedelta(seconds=number)
        yield Annotation(
            id=uuid.UUID(int=chosen.getrandbits(128)).hex,
            document_id=article.summary.document_id,
            article_id=article.summary.id,
            spans=(span,),
            quote=article.source.slice(span),
            prefix="",
            suffix="",
            source_sha256=article.source_sha256,
            color=chosen.choice(list(Color)),
            note="**要点**：与前文 *对照*，待查。" if number % 3 == 0 else "",
            tags=("经济", "历史")[: number % 3],
            created=moment,
            modified=moment,
            style=chosen.choice(list(MarkStyle)),
        )


def _measure_lists(library: Library) -> None:
    listed = library.annotation_list
    queries = (
        ("all, by place", AnnotationQuery()),
        ("all, newest first", AnnotationQuery(order=AnnotationOrder.NEWEST)),
        ("of two words, in either script", AnnotationQuery(words="發展 人民")),
        ("of a colour and a tag", AnnotationQuery(colors=("blue",), tags=("经济",))),
    )
    for name, query in queries:
        _tell(f"find {name}", [_timed(partial(listed.find, query)) for _ in range(_RUNS)])


def _measure_window(library: Library) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from reader.settings import Settings
    from reader.ui.theme import apply_theme, colors_of

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    settings = Settings(last_article=library.articles()[0].id)
    apply_theme(application, colors_of(settings.theme))
    _measure_pane(application, library, settings)


def _measure_pane(application: QApplication, library: Library, settings: Any) -> None:
    from reader.ui.annotations.annotation_pane import AnnotationPane
    from reader.ui.annotations.annotator import Annotator
    from reader.ui.annotations.filter_bar import Scope
    from reader.ui.app import quiet_collector
    from reader.ui.article_pane import ArticlePane
    from reader.ui.main_window import MainWindow
    from reader.ui.tasks import Tasks

    tasks = Tasks()
    window = MainWindow(library, tasks, settings)
    window.show()
    window.start([])
    quiet_collector()
    pane, article = window.findChild(AnnotationPane), window.findChild(ArticlePane)
    annotator = window.findChild(Annotator)
    assert pane is not None and article is not None and annotator is not None

    def rest() -> None:
        _wait(application, lambda: not tasks.busy and not library.searcher.lags())

    def pane_shows_cards() -> bool:
        """Those of the article do not say where they are from."""
        cards = [pane.cards.card(row) for row in range(min(10, pane.cards.rowCount()))]
        return bool(cards) and all(card is not None and card.origin for card in cards)

    rest()
    opened: list[float] = []
    whole: list[float] = []
    highlighted: dict[Scope, list[float]] = {Scope.ARTICLE: [], Scope.LIBRARY: []}
    for _ in range(_RUNS):
        begun = time.perf_counter()
        pane.filters.set_scope(Scope.LIBRARY)
        _wait(application, pane_shows_cards)
        opened.append((time.perf_counter() - begun) * 1000)
        rest()
        whole.append((time.perf_counter() - begun) * 1000)
        pane.filters.set_scope(Scope.ARTICLE)
        rest()
    stored: list[object] = []
    annotator.annotations_changed.connect(stored.append)
    for scope, times in highlighted.items():
        pane.filters.set_scope(scope)
        for number in range(_RUNS):
            rest()
            time.sleep(0.2)  # a list that waits its moment after the last one
            rest()
            stored.clear()
            begun = time.perf_counter()
            annotator.highlight(settings.last_article, Span(10 * number, 10 * number + 6), "blue")
            _wait(application, lambda: bool(stored) and not tasks.awaits("annotations"))
            times.append((time.perf_counter() - begun) * 1000)
    rest()
    _tell("open the pane with everything, until the first screen is drawn", opened)
    _tell("  until all are known", whole)
    _tell("store and draw a highlight, the pane with the article", highlighted[Scope.ARTICLE])
    _tell("store and draw a highlight, the pane with everything", highlighted[Scope.LIBRARY])
    window.close()
    tasks.close()


def _wait(application: QApplication, reached: Callable[[], bool]) -> None:
    """Run the event loop until it is so, and what was changed is drawn.

    A timer beats, so that it looks again: a loop that never rests would hold up the other threads.
    """
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, heart = QEventLoop(), QTimer()
    deadline = time.perf_counter() + _TIMEOUT_S

    def beat() -> None:
        if reached():  # the loop may go on for a moment, in which it is so no more
            loop.exit(1)
        elif time.perf_counter() > deadline:
            loop.exit(0)

    heart.setTimerType(Qt.TimerType.PreciseTimer)
    heart.timeout.connect(beat)
    heart.start(_BEAT_MS)
    came = loop.exec()
    heart.stop()
    assert came, "what was waited for did not come"
    application.processEvents()


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _tell(name: str, milliseconds: list[float]) -> None:
    print(f"  {name:<66} {median(milliseconds):8.1f} {max(milliseconds):8.1f}")


if __name__ == "__main__":
    main()
