"""Index and query speed of the search index beside SQLite FTS5 trigram, on the same articles.

    python -m benchmarks.bench_search [CORPUS]

``CORPUS`` is a ``.jsonl`` or ``.jsonl.gz`` with ``title`` and ``text``; without it, the seeds.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import samples
from reader.search.folding import fold
from reader.search.index import IndexedArticle, SearchIndex

BATCH = 2000
PAGE = 50
ROUNDS = 3
# From one character to eight, both scripts, from nothing to most of a corpus.
QUERIES = (
    *("人", "后", "後", "法", "國", "发", "龘"),
    *("经济", "經濟", "改革", "发展", "國家", "社会", "公司", "明月", "北京"),
    *("第一条", "委員會", "电视台", "春風得"),
    *("中華民國", "人民法院", "社会主义", "有限公司"),
    *("中华人民", "市场经济体", "自本法施行", "联合国安理会"),
    *("中華人民共和國", "中国特色社会主义"),
)


@dataclass(frozen=True, slots=True)
class Timing:
    """What one engine took: seconds to index, bytes on disk, milliseconds and total per query."""

    name: str
    seconds: float
    size_bytes: int
    milliseconds: tuple[float, ...]
    totals: tuple[int, ...]


def main(corpus: Path | None = None) -> None:
    """Measure and print."""
    articles = list(_articles(corpus))
    text_bytes = sum(len(article.text.encode()) for article in articles)
    print(f"{len(articles)} articles, {text_bytes / 1e6:.1f} MB of UTF-8, {len(QUERIES)} queries")
    with tempfile.TemporaryDirectory() as folder:
        ours = _measure_index(Path(folder), articles)
    with tempfile.TemporaryDirectory() as folder:
        theirs = _measure_fts5(Path(folder) / "fts5.db", articles)
    _print_engines(len(articles), text_bytes, ours, theirs)
    _print_queries(articles, ours, theirs)


def _articles(corpus: Path | None) -> Iterator[IndexedArticle]:
    for number, sample in enumerate(samples(corpus)):
        yield IndexedArticle(number, f"{sample.title}\n{sample.text}", sample.title)


def _measure_index(folder: Path, articles: list[IndexedArticle]) -> Timing:
    index = SearchIndex(folder)
    fold("")  # the tables are loaded once a process
    started = time.perf_counter()
    for start in range(0, len(articles), BATCH):
        index.apply(articles[start : start + BATCH], [])
    seconds = time.perf_counter() - started
    size_bytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    timing = _timed("this index", seconds, size_bytes, lambda q: index.search(q, limit=PAGE).total)
    index.close()
    return timing


def _measure_fts5(path: Path, articles: list[IndexedArticle]) -> Timing:
    """FTS5 keeps the text too; strings shorter than a trigram are answered by LIKE."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE article USING fts5(text, tokenize='trigram')")
    started = time.perf_counter()
    for start in range(0, len(articles), BATCH):
        with connection:
            connection.executemany(
                "INSERT INTO article(rowid, text) VALUES (?, ?)",
                [(article.id, article.text) for article in articles[start : start + BATCH]],
            )
    seconds = time.perf_counter() - started

    def ask(query: str) -> int:
        if len(query) < 3:
            # The plus keeps LIKE off the index, which counts bytes where it should count
            # characters (SQLite 3.40) and so answers that one Chinese character is nowhere.
            condition, order, value = "+text LIKE ?", "rowid", f"%{query}%"
        else:
            condition, order, value = "article MATCH ?", "rank", f'"{query}"'
        total: int = connection.execute(
            f"SELECT count(*) FROM article WHERE {condition}", (value,)
        ).fetchone()[0]
        connection.execute(
            f"SELECT rowid, text FROM article WHERE {condition} ORDER BY {order} LIMIT {PAGE}",
            (value,),
        ).fetchall()
        return total

    timing = _timed("FTS5 trigram", seconds, path.stat().st_size, ask)
    connection.close()
    return timing


def _timed(name: str, seconds: float, size_bytes: int, ask: Callable[[str], int]) -> Timing:
    """The median of a few rounds for each query."""
    milliseconds, totals = [], []
    for query in QUERIES:
        rounds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            total = ask(query)
            rounds.append((time.perf_counter() - started) * 1000)
        milliseconds.append(statistics.median(rounds))
        totals.append(total)
    return Timing(name, seconds, size_bytes, tuple(milliseconds), tuple(totals))


def _print_engines(articles: int, text_bytes: int, ours: Timing, theirs: Timing) -> None:
    print(f"\n{'':14}{'articles/s':>12}{'size/text':>12}{'median ms':>12}{'p95 ms':>10}")
    rows = [
        (
            articles / timing.seconds,
            timing.size_bytes / text_bytes,
            statistics.median(timing.milliseconds),
            sorted(timing.milliseconds)[round(0.95 * (len(QUERIES) - 1))],
        )
        for timing in (ours, theirs)
    ]
    for name, (rate, size, median, p95) in zip((ours.name, theirs.name), rows, strict=True):
        print(f"{name:14}{rate:12,.0f}{size:12.2f}{median:12.2f}{p95:10.2f}")
    ratios = [mine / other for mine, other in zip(*rows, strict=True)]
    print(f"{'ratio':14}{ratios[0]:12.2f}{ratios[1]:12.2f}{ratios[2]:12.2f}{ratios[3]:10.2f}")


def _print_queries(articles: list[IndexedArticle], ours: Timing, theirs: Timing) -> None:
    """``scan`` counts by hand. FTS5 folds no script, so its totals are of one script only."""
    folded = [fold(article.text) for article in articles]
    print(f"\n{'ms, total':>18}{ours.name:>12}{'':8}{theirs.name:>12}{'':8}{'scan':>8}")
    for place, query in enumerate(QUERIES):
        scan = sum(fold(query) in text for text in folded)
        wide = query + "\u3000" * (8 - len(query))
        print(
            f"{wide:8}{ours.milliseconds[place]:14.2f}{ours.totals[place]:8}"
            f"{theirs.milliseconds[place]:12.2f}{theirs.totals[place]:8}{scan:8}"
            f"{'' if scan == ours.totals[place] else '  WRONG'}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
