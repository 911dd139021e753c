"""Speed and size of the search index beside other engines, on the same articles, in one run.

    python -m benchmarks.bench_search [CORPUS] [--articles N]

``CORPUS`` is a ``.jsonl`` or ``.jsonl.gz`` with ``text`` and perhaps ``title``, ``source`` and
``date``; without it, the seeds. ``--articles`` makes as many of it as asked for, by shuffling
sentences. Each engine has a process of its own. ``benchmarks.engines`` says how Tantivy is found.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import many, samples
from benchmarks.engines import ENGINES, Engine, is_installed
from reader.model import IndexedArticle
from reader.script.folding import fold

_BATCH = 1_000
_ROUNDS = 3
# Enough that a merge of the smallest segments falls among them.
_ADDED = 12
# Stock Whoosh takes some 300 articles a second, and its queries grow with them.
_FEWER = {"Whoosh bigrams": 5_000}
# From one character to eight, both scripts, from nothing to three quarters of all articles.
QUERIES = (
    *("的", "一", "国", "人", "后", "後", "法", "國", "发", "龘"),
    *("经济", "經濟", "改革", "发展", "國家", "社会", "公司", "明月", "北京", "我們", "乾隆"),
    *("第一条", "委員會", "电视台", "春風得", "共产党", "为什么"),
    *("中華民國", "人民法院", "社会主义", "有限公司", "改革開放"),
    *("中华人民", "市场经济体", "自本法施行", "联合国安理会", "全國人民代表"),
    *("中華人民共和國", "人民代表大会常", "中国特色社会主义"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine took; ``milliseconds`` and ``totals`` by query, those it answered."""

    articles: int
    text_bytes: int
    seconds: float
    size_bytes: int
    peak_bytes: int
    milliseconds: dict[str, float]
    totals: dict[str, int | None]
    add_milliseconds: tuple[float, ...]
    remove_milliseconds: tuple[float, ...]
    first_milliseconds: float = 0.0

    @property
    def percentile_95(self) -> float:
        ordered = sorted(self.milliseconds.values())
        return ordered[round(0.95 * (len(ordered) - 1))]


def main(corpus: Path | None = None, articles: int | None = None) -> None:
    """Measure and print."""
    count = articles or sum(1 for _ in samples(corpus))
    print(f"{count:,} articles, {len(QUERIES)} queries, best 50; milliseconds")
    print(
        f"\n{'':20}{'articles':>9}{'a second':>9}{'size/text':>10}{'peak MB':>9}{'median':>8}"
        f"{'p95':>8}{'first':>8}{'add one':>9}{'at worst':>9}{'remove':>8}"
    )
    measured: dict[str, Measured] = {}
    for name in ENGINES:
        if not is_installed(name):
            print(f"{name:20}not measured: pip install tantivy")
            continue
        measured[name] = _in_processes(name, corpus, min(count, _FEWER.get(name, count)))
        _print_engine(name, measured[name])
    _print_queries(measured, [_squeezed(a.text) for a in _articles(corpus, count)])
    if {"this index", "FTS5 bigrams"} <= measured.keys():
        _print_slower(measured["this index"], measured["FTS5 bigrams"])


def _articles(corpus: Path | None, count: int) -> Iterator[IndexedArticle]:
    for number, sample in enumerate(many(corpus, count), start=1):
        yield IndexedArticle(
            number,
            f"{sample.title}\n{sample.text}",
            title=sample.title,
            newspaper=sample.newspaper,
            date=sample.date,
        )


def _in_processes(name: str, corpus: Path | None, count: int) -> Measured:
    """One to build and ask; a few to be asked once."""
    with tempfile.TemporaryDirectory() as folder:
        measured = _process("all", name, folder, str(count), *([str(corpus)] if corpus else []))
        firsts = [_process("first", name, folder) for _ in range(_ROUNDS)]
        measured["first_milliseconds"] = statistics.median(firsts)
        return Measured(**measured)


def _process(*arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_search", "--one", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _all(name: str, folder: Path, count: int, corpus: Path | None) -> Measured:
    """Build, then ask, then add and remove."""
    engine = ENGINES[name](folder)
    fold("")  # the tables are loaded once a process
    seconds, text_bytes = 0.0, 0
    articles = _articles(corpus, count)
    while batch := list(islice(articles, _BATCH)):
        text_bytes += sum(len(article.text.encode()) for article in batch)
        started = time.perf_counter()
        engine.add(batch)
        seconds += time.perf_counter() - started
    peak_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    size_bytes = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    asked = [query for query in QUERIES if len(query) >= engine.shortest]
    answers = {query: _asked(engine, query) for query in asked}
    added = [_late(count + number) for number in range(1, _ADDED + 1)]
    adds = [_timed(lambda one: engine.add([one]), article, engine, 1) for article in added]
    removes = [_timed(engine.remove, article, engine, 0) for article in added]
    engine.close()
    return Measured(
        articles=count,
        text_bytes=text_bytes,
        seconds=seconds,
        size_bytes=size_bytes,
        peak_bytes=peak_bytes,
        milliseconds={query: answer[0] for query, answer in answers.items()},
        totals={query: answer[1] for query, answer in answers.items()},
        add_milliseconds=tuple(adds),
        remove_milliseconds=tuple(removes),
    )


def _late(number: int) -> IndexedArticle:
    """An article that alone has its title: a character for private use is in it."""
    title = f"第{chr(0xE000 + number % 0x1000)}篇添加"
    return IndexedArticle(number, f"{title}\n{'后来添加的一篇文章。' * 60}", title=title)


def _asked(engine: Engine, query: str) -> tuple[float, int | None]:
    """The median of a few rounds, and the total."""
    total, rounds = None, []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        total = engine.ask(query)
        rounds.append((time.perf_counter() - started) * 1000)
    return statistics.median(rounds), total


def _timed(
    change: Callable[[IndexedArticle], None], article: IndexedArticle, engine: Engine, total: int
) -> float:
    """Until a search tells of the change."""
    started = time.perf_counter()
    change(article)
    found = engine.ask(article.title)
    milliseconds = (time.perf_counter() - started) * 1000
    if found not in (None, total):
        raise SystemExit(f"{type(engine).__name__}: {found} for {total}")
    return milliseconds


def _first(name: str, folder: Path) -> float:
    """To open what was built and to answer."""
    started = time.perf_counter()
    engine = ENGINES[name](folder)
    engine.ask("经济")
    return (time.perf_counter() - started) * 1000


def _print_engine(name: str, found: Measured) -> None:
    print(
        f"{name:20}{found.articles:9,}{found.articles / found.seconds:9,.0f}"
        f"{found.size_bytes / found.text_bytes:10.2f}{found.peak_bytes / 1e6:9,.0f}"
        f"{statistics.median(found.milliseconds.values()):8.2f}{found.percentile_95:8.2f}"
        f"{found.first_milliseconds:8.1f}{statistics.median(found.add_milliseconds):9.1f}"
        f"{max(found.add_milliseconds):9.1f}{statistics.median(found.remove_milliseconds):8.1f}",
        flush=True,
    )


def _print_queries(measured: dict[str, Measured], texts: Sequence[str]) -> None:
    """``scan`` counts by hand, and so tells whether our totals are right."""
    print(f"\n{'':18}" + "".join(f"{name:>20}" for name in measured) + f"{'total':>9}{'scan':>9}")
    ours = [found for name, found in measured.items() if name.startswith("this")]
    for query in QUERIES:
        wanted = fold(query)
        scan = sum(wanted in text for text in texts)
        times = (found.milliseconds.get(query) for found in measured.values())
        cells = "".join(f"{'-' if ms is None else f'{ms:.2f}':>20}" for ms in times)
        totals = {found.totals[query] for found in ours}
        right = totals == {scan}
        shown = "/".join(map(str, totals))
        wide = query + "\u3000" * (9 - len(query))
        print(f"{wide}{cells}{shown:>9}{scan:9}{'' if right else '  WRONG'}")


def _print_slower(ours: Measured, theirs: Measured) -> None:
    slower = [query for query, ms in theirs.milliseconds.items() if ours.milliseconds[query] > ms]
    print(
        f"\nOf {len(theirs.milliseconds)} queries that FTS5 bigrams answer, without a total, this"
        f" index is slower in {len(slower)}: {' '.join(slower)}"
    )


def _squeezed(text: str) -> str:
    return fold(text).replace(" ", "").replace("\n", "")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the search index beside others.")
    parser.add_argument("corpus", metavar="CORPUS", type=Path, nargs="?")
    parser.add_argument("--articles", metavar="N", type=int)
    return parser.parse_args()


def _one(what: str, name: str, folder: str, *rest: str) -> None:
    """In a process for one engine: print what was measured as JSON."""
    if what == "first":
        print(json.dumps(_first(name, Path(folder))))
    else:
        count, *corpus = rest
        found = _all(name, Path(folder), int(count), Path(corpus[0]) if corpus else None)
        print(json.dumps(asdict(found)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        options = _options()
        main(options.corpus, options.articles)
