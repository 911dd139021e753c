"""Script conversion beside the package's own: ``python -m benchmarks.bench_script [CORPUS]``.

``CORPUS`` is a .jsonl or .jsonl.gz file of articles with a ``text``; without it the seeds are used.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from opencc import OpenCC

from benchmarks.corpus import samples
from reader.model import Script, ShownScript
from reader.script import convert_text, convert_with, detect

Result = TypeVar("Result")

CONFIGURATIONS = {
    Script.SIMPLIFIED: ("s2t", "s2tw", "s2twp", "s2hk"),
    Script.TRADITIONAL: ("t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s"),
}
# Enough for a steady number; the package needs two seconds for it.
CHARACTERS = 1_000_000
# A process's start varies more than what it then does.
STARTS = 3

COLD_START = """
from time import perf_counter
start = perf_counter()
from reader.model import Script, ShownScript
from reader.script import convert
imported = perf_counter()
convert("头发", ShownScript.{shown}, Script.{script})
print((imported - start) * 1000, (perf_counter() - imported) * 1000)
"""


def main(corpus: Path | None = None) -> None:
    """Measure and print."""
    articles = [sample.text for sample in samples(corpus)]
    print(f"{'':8}{'characters':>12}{'package /s':>14}{'ours /s':>14}{'ratio':>8}")
    for script, configurations in CONFIGURATIONS.items():
        text = _text_in(script, articles)
        for configuration in configurations:
            _compare(configuration, text)
    _short_texts()
    for shown, script in (
        (ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED),
        (ShownScript.SIMPLIFIED, Script.TRADITIONAL),
    ):
        _cold_start(shown, script)


def _compare(configuration: str, text: str) -> None:
    package = OpenCC(configuration)
    package.convert("")
    convert_with(configuration, "")
    theirs, expected = _timed(lambda: package.convert(text))
    ours, converted = _timed(lambda: convert_with(configuration, text))
    if converted.text != expected:
        raise SystemExit(f"{configuration}: not the package's text")
    print(
        f"{configuration:8}{len(text):12,}{len(text) / theirs:14,.0f}{len(text) / ours:14,.0f}"
        f"{theirs / ours:8.1f}"
    )


def _timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """The seconds one round takes, and what the work gave."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def _short_texts() -> None:
    """A list of titles is converted one by one; each is another text, so nothing is remembered."""
    title = "国务院关于加强数字政府建设的指导意见公布"
    titles = [title[cut:] + title[:cut] for cut in range(len(title))] * 50

    def convert_all() -> list[str]:
        return [convert_text(text, ShownScript.TAIWAN, Script.SIMPLIFIED) for text in titles]

    seconds, _ = _timed(convert_all)
    microseconds = seconds / len(titles) * 1e6
    print(f"a title of {len(title)} characters: {microseconds:.1f} µs")


def _cold_start(shown: ShownScript, script: Script) -> None:
    code = COLD_START.format(shown=shown.name, script=script.name)
    times: list[tuple[float, float]] = []
    for _ in range(STARTS):
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        imported, first = map(float, done.stdout.split())
        times.append((imported, first))
    imported, first = min(times, key=sum)
    print(f"cold start to {shown}: import {imported:.0f} ms, first conversion {first:.0f} ms")


def _text_in(script: Script, articles: Iterable[str]) -> str:
    """The first articles in a script, up to ``CHARACTERS``."""
    chosen: list[str] = []
    length = 0
    for text in articles:
        if length < CHARACTERS and detect(text) is script:
            chosen.append(text)
            length += len(text) + 1
    return "\n".join(chosen)[:CHARACTERS]


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
