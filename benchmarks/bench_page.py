"""The page where marks are dense: how long each thing that a person does holds the GUI thread.

Without a screen; a screen adds what its driver takes.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from benchmarks.corpus import samples
from reader.article_view import ArticleView
from reader.library import prepare_script, unsaved_articles
from reader.model import (
    Annotation,
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Color,
    DocumentDraft,
    PlacedAnnotation,
    Script,
    ShownScript,
    Span,
    Spans,
)
from reader.settings import Settings
from reader.ui.article_pane import ArticlePane
from reader.ui.page import Page
from reader.ui.theme import DARK, LIGHT, SEPIA, apply_theme

_MARKED = "的"
_HIGHLIGHTS = 5_000
_STEPS = 40
_TOGGLES = (ShownScript.TRADITIONAL, ShownScript.TAIWAN_PHRASES, ShownScript.ORIGINAL)


@dataclass(frozen=True, slots=True)
class _Case:
    """An article of lines of one length; one of every ``gap`` characters is a hit.

    With ``highlights``, these and the choices are marked too.
    """

    name: str
    characters: int
    line: int
    gap: int
    highlights: bool = False


_CASES = (
    _Case("100 k, one line", 100_000, 100_000, gap=2),
    _Case("1 M, one line", 1_000_000, 1_000_000, gap=10),
    _Case("1 M, lines of 40", 1_000_000, 40, gap=10),
    _Case("the same, highlit", 1_000_000, 40, gap=10, highlights=True),
)


def main() -> None:
    """Print the table: the median and the worst of the steps of each kind."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    for shown in _TOGGLES:
        prepare_script(shown)
    gc.freeze()  # as the program does
    print("page, 50 or 100 thousand hits (offscreen; median / worst step, ms)")
    columns = [_measured(case) for case in _CASES]
    print(f"  {'':<18}" + "".join(f"{case.name:>20}" for case in _CASES))
    for act in columns[0]:
        print(f"  {act:<18}" + "".join(f"{_told(column[act]):>20}" for column in columns))


def _told(steps: Sequence[float]) -> str:
    return f"{sorted(steps)[len(steps) // 2]:.1f} / {max(steps):.1f}"


def _measured(case: _Case) -> dict[str, list[float]]:
    """What is done, and the milliseconds of each step of it."""
    gc.collect()  # what the case before left
    article = _article(case)
    settings = Settings(mark_choices=case.highlights)
    pane = ArticlePane(settings, LIGHT)
    pane.resize(760, 740)
    pane.show()
    QApplication.processEvents()
    taken: dict[str, list[float]] = {}
    for name, step in chain(_reading(pane, article, case), _looking(pane, settings)):
        begun = time.perf_counter()
        step()
        QApplication.processEvents()  # what was changed is drawn
        taken.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
    pane.close()
    pane.deleteLater()
    QApplication.sendPostedEvents(pane, QEvent.Type.DeferredDelete)
    return taken


def _reading(
    pane: ArticlePane, article: Article, case: _Case
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Opening, going from hit to hit, and changing the script in the middle."""
    view = ArticleView(article, ShownScript.ORIGINAL)
    view.prepare()  # not by the GUI thread
    starts = [at for at, one in enumerate(article.text) if one == _MARKED]
    hits = Spans(starts, [start + 1 for start in starts])
    highlights = _highlights(article) if case.highlights else []
    yield "open", partial(_open, pane, view, hits, highlights)
    middle = len(hits) // 2
    for number in range(_STEPS):
        yield "to a far hit", partial(pane.show_hit, len(hits) * number // _STEPS)
    for number in chain(range(middle, middle + _STEPS), range(middle + _STEPS, middle, -1)):
        yield "to the next hit", partial(pane.show_hit, number)
    for shown in _TOGGLES:
        yield "another script", partial(pane.show_view, view.in_script(shown))


def _looking(pane: ArticlePane, settings: Settings) -> Iterator[tuple[str, Callable[[], None]]]:
    """Selecting and resizing in the middle, other looks, and scrolling through all of it."""
    application, page = QApplication.instance(), pane.findChild(Page)
    assert isinstance(application, QApplication) and isinstance(page, Page)
    yield "select by mouse", partial(_mouse, page, QEvent.Type.MouseButtonPress, 60)
    for y in range(60, 700, 16):
        yield "select by mouse", partial(_mouse, page, QEvent.Type.MouseMove, y)
    yield "select by mouse", partial(_mouse, page, QEvent.Type.MouseButtonRelease, 700)
    yield "select all", page.select_all
    for width in range(760, 1160, 400 // _STEPS):
        yield "resize", partial(pane.resize, width, 740)
    for colors in (DARK, SEPIA, LIGHT):
        yield "theme", partial(apply_theme, application, colors)
        yield "theme", partial(pane.set_typography, settings, colors)
    for _ in range(_STEPS):
        yield "page down", partial(page.scroll_pixels, 660)
    bar = page.verticalScrollBar()
    for number in range(_STEPS):
        yield "drag scroll bar", partial(bar.setValue, bar.maximum() * number // _STEPS)


def _open(
    pane: ArticlePane,
    view: ArticleView,
    hits: Spans,
    highlights: Sequence[PlacedAnnotation],
) -> None:
    pane.show_view(view)
    pane.set_annotations(highlights)
    pane.set_hits(hits)
    pane.show_hit(0)


def _mouse(page: Page, kind: QEvent.Type, y: int) -> None:
    point = QPointF(300 + y % 100, y)
    left = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        kind, point, page.viewport().mapToGlobal(point), left, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page.viewport(), event)


def _article(case: _Case) -> Article:
    """The seeds' characters, and among them at even distances the one that is looked for."""
    plain = "".join(sample.text for sample in samples(None))
    plain = plain.translate({ord("\n"): None, ord(_MARKED): None})
    step = case.gap - 1
    wanted = case.characters // case.gap
    plain *= wanted * step // len(plain) + 1
    text = "".join(_MARKED + plain[at : at + step] for at in range(0, wanted * step, step))
    lines = [text[start : start + case.line] for start in range(0, len(text), case.line)]
    starts = range(0, len(lines) * (case.line + 1), case.line + 1)
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, (Span(start, start + len(line)),))
        for start, line in zip(starts, lines, strict=True)
    )
    draft = ArticleDraft(blocks, script=Script.MIXED)  # each block is looked at by itself
    document = DocumentDraft(case.name, "text", "utf-8", "", "\n".join(lines), (), (draft,))
    return next(unsaved_articles(document))


def _highlights(article: Article) -> list[PlacedAnnotation]:
    """In the middle of the article, on some thirty screens' text, each over fifty others."""
    middle, moment = len(article.text) // 2, datetime(2026, 1, 1, tzinfo=UTC)
    placed = []
    for number in range(_HIGHLIGHTS):
        start = middle + number * 37 % 20_000
        span = Span(start, start + 1 + number * 91 % 400)
        annotation = Annotation(
            id=str(number),
            document_id=0,
            article_id=0,
            spans=(span,),
            quote="",
            prefix="",
            suffix="",
            source_sha256="",
            color=list(Color)[number % len(Color)],
            note="" if number % 3 else "a note",
            tags=(),
            created=moment,
            modified=moment,
        )
        placed.append(PlacedAnnotation(annotation, (span,)))
    return placed


if __name__ == "__main__":
    main()
