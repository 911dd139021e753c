"""Script conversion beside the package's own and C++ OpenCC:

    python -m benchmarks.bench_script [CORPUS]

``CORPUS`` is a .jsonl or .jsonl.gz file of articles with a ``text``; without it the seeds are used.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from opencc import OpenCC

from benchmarks import opencc_cpp
from benchmarks.corpus import samples
from reader.model import Script, ShownScript
from reader.script import (
    Term,
    Terms,
    choices,
    convert,
    convert_stream,
    convert_text,
    convert_with,
    detect,
)

Result = TypeVar("Result")

CONFIGURATIONS = {
    Script.SIMPLIFIED: ("s2t", "s2tw", "s2twp", "s2hk"),
    Script.TRADITIONAL: ("t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s"),
}
# Enough for a steady number; the package needs two seconds for it. A shorter text is repeated up to
# the second number: at less, a turn of the machine's other work is as long as the measurement.
CHARACTERS = 1_000_000
FEWEST = 200_000
# The best of a few rounds: what else the machine does can only slow one down.
ROUNDS = 3
# A process's start varies more than what it then does: of these, the median.
STARTS = 5
# So much that memory which grows with it would show.
STREAMED_BYTES = 50_000_000
# About the longest article of a newspaper, and more terms than anyone has added by hand.
ARTICLE = 30_000
TERMS = 1000

COLD_START = """
from time import perf_counter
start = perf_counter()
from reader.model import Script, ShownScript
from reader.script import convert, detect
imported = perf_counter()
detected = detect("头发")
told = perf_counter()
convert("头发", ShownScript.{shown}, Script.{script})
print((imported - start) * 1000, (told - imported) * 1000, (perf_counter() - told) * 1000)
"""

# Prints the most memory that the command line held, in KiB; in a process of its own, because a
# child's peak counts from its parent's size.
PEAK = """
import resource, subprocess, sys
command = [sys.executable, "-m", "reader", *sys.argv[1:]]
subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def main(corpus: Path | None = None) -> None:
    """Measure and print."""
    articles = [sample.text for sample in samples(corpus)]
    print("characters/s; ours with corrections and alignment; the first round, before anything is")
    print("remembered, apart from the best of the following")
    print(
        f"{'':8}{'characters':>12}{'package':>12}{'first':>12}{'ours':>12}"
        f"{'ratio':>8}{'C++':>12}{'ratio':>8}"
    )
    texts = {script: _text_in(script, articles) for script in CONFIGURATIONS}
    for script, configurations in CONFIGURATIONS.items():
        for configuration in configurations:
            _compare(configuration, texts[script])
    if opencc_cpp.folder() is None:
        print(opencc_cpp.MISSING)
    _article(texts[Script.SIMPLIFIED])
    _short_texts()
    if sys.platform != "win32":
        _streamed(texts[Script.SIMPLIFIED])
    for shown, script in (
        (ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED),
        (ShownScript.SIMPLIFIED, Script.TRADITIONAL),
    ):
        _cold_start(shown, script)


def _compare(configuration: str, text: str) -> None:
    """The package's text is checked too: without corrections ours is the same."""
    package = OpenCC(configuration)
    package.convert("")
    convert_with(configuration, "", corrected=True)
    theirs, expected = _best(lambda: package.convert(text), rounds=1)
    first, _ = _best(lambda: convert_with(configuration, text, corrected=True), rounds=1)
    ours, _ = _best(lambda: convert_with(configuration, text, corrected=True))
    if convert_with(configuration, text).text != expected:
        raise SystemExit(f"{configuration}: not the package's text")
    rates = (len(text) / seconds for seconds in (theirs, first, ours))
    line = f"{configuration:8}{len(text):12,}" + "".join(f"{rate:12,.0f}" for rate in rates)
    limit = opencc_cpp.convert(configuration, [text])
    beside = f"{len(text) / limit.seconds:12,.0f}{limit.seconds / ours:8.2f}" if limit else ""
    print(f"{line}{theirs / ours:8.1f}{beside}")


def _article(text: str) -> None:
    """What the window asks for: an article with and without terms, its choices, a stream of it."""
    article = (text * (ARTICLE // len(text) + 1))[:ARTICLE]
    asked = ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED
    for name, work in (
        ("converted", lambda: convert(article, *asked)),
        (f"with {TERMS} terms", lambda: convert(article, *asked, _terms(article))),
        ("its choices", lambda: choices(article, *asked)),
        ("streamed", lambda: list(convert_stream([article], asked[0]))),
    ):
        seconds, _ = _best(work)
        print(f"an article of {ARTICLE:,} characters, {name}: {seconds * 1000:.1f} ms")
    terms = list(_terms(article))
    seconds, _ = _best(lambda: Terms(terms).to_traditional)
    print(f"{TERMS} terms made ready: {seconds * 1000:.2f} ms")


def _terms(article: str) -> Terms:
    """Two or three characters of the article each, as many as there are."""
    chance = random.Random(0)
    words: dict[str, None] = {}
    for _ in range(20 * TERMS):
        start = chance.randrange(len(article) - 3)
        word = article[start : start + chance.choice((2, 3))]
        if word.isalnum() and len(words) < TERMS:
            words[word] = None
    return Terms(Term(word, word) for word in words)


def _best(work: Callable[[], Result], rounds: int = ROUNDS) -> tuple[float, Result]:
    """The seconds the quickest round takes, and what the work gave."""
    taken: list[float] = []
    for _ in range(rounds):
        start = perf_counter()
        result = work()
        taken.append(perf_counter() - start)
    return min(taken), result


def _short_texts() -> None:
    """A list of titles is converted one by one; each is another text, so nothing is remembered."""
    title = "国务院关于加强数字政府建设的指导意见公布"
    titles = [title[cut:] + title[:cut] for cut in range(len(title))] * 50

    def convert_all() -> list[str]:
        return [convert_text(text, ShownScript.TAIWAN, Script.SIMPLIFIED) for text in titles]

    seconds, _ = _best(convert_all)
    microseconds = seconds / len(titles) * 1e6
    print(f"a title of {len(title)} characters: {microseconds:.1f} µs")


def _cold_start(shown: ShownScript, script: Script) -> None:
    code = COLD_START.format(shown=shown.name, script=script.name)
    times = [[float(part) for part in _output(code).split()] for _ in range(STARTS)]
    imported, detected, first = sorted(times, key=sum)[STARTS // 2]
    print(
        f"cold start to {shown}: {imported + detected + first:.0f} ms: import {imported:.0f},"
        f" first detection {detected:.0f}, first conversion {first:.0f}"
    )


def _streamed(text: str) -> None:
    """A long file through the command line, its start and the reading of the dictionaries too."""
    encoded = f"{text}\n".encode()
    with TemporaryDirectory() as folder:
        file = Path(folder, "long.txt")
        file.write_bytes(encoded * (STREAMED_BYTES // len(encoded)))
        asked = ["convert", "--to", ShownScript.TAIWAN_PHRASES, str(file)]
        start = perf_counter()
        peak = int(_output(PEAK, "--data-dir", folder, *asked))
        seconds = perf_counter() - start
        megabytes = file.stat().st_size / 1e6
    # macOS counts bytes.
    peak_megabytes = peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
    print(
        f"{megabytes:.0f} MB streamed by jianfan convert: {megabytes / seconds:.1f} MB/s,"
        f" most memory held {peak_megabytes:.0f} MB"
    )


def _output(code: str, *arguments: str) -> str:
    """What a program prints in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _text_in(script: Script, articles: Iterable[str]) -> str:
    """The first articles in a script, up to ``CHARACTERS``; too few of them again and again."""
    chosen: list[str] = []
    length = 0
    for text in articles:
        if length < CHARACTERS and detect(text) is script:
            chosen.append(text)
            length += len(text) + 1
    joined = "\n".join(chosen)
    return (joined * (FEWEST // max(len(joined), 1) + 1 if len(joined) < FEWEST else 1))[
        :CHARACTERS
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
