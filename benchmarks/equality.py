"""Whether conversion without corrections is the package's own, article by article:

    python -m benchmarks.equality [CORPUS] [--every N] [--configuration NAME]…

``CORPUS`` is a .jsonl or .jsonl.gz file of articles with a ``text``; without it the seeds are used.
The package takes half a minute for a million characters through all configurations: ``--every``
takes one article of so many. Exit status 1 where any differs.
"""

from __future__ import annotations

import argparse
import sys
from itertools import islice
from pathlib import Path
from time import perf_counter

from opencc import OpenCC

from benchmarks.corpus import samples
from reader.script import convert_with

CONFIGURATIONS = ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s")


def main() -> int:
    """Compare and print; the exit status."""
    options = _options()
    texts = [sample.text for sample in islice(samples(options.corpus), 0, None, options.every)]
    print(f"{len(texts):,} articles, {sum(map(len, texts)):,} characters")
    names = options.configuration or CONFIGURATIONS
    return int(bool([name for name in names if _differs(name, texts)]))


def _differs(configuration: str, texts: list[str]) -> bool:
    """Tell how many differ, and where the first does."""
    package = OpenCC(configuration)
    start = perf_counter()
    different = 0
    for number, text in enumerate(texts):
        expected, ours = package.convert(text), convert_with(configuration, text).text
        if ours == expected:
            continue
        if not different:
            print(f"{configuration}: article {number}: {_first_difference(expected, ours)}")
        different += 1
    print(f"{configuration:8}{different:8,} differ{perf_counter() - start:8.0f} s", flush=True)
    return different > 0


def _first_difference(expected: str, ours: str) -> str:
    pairs = enumerate(zip(expected, ours, strict=False))
    shorter = min(len(expected), len(ours))
    place = next((index for index, (one, other) in pairs if one != other), shorter)
    context = slice(max(place - 10, 0), place + 10)
    return f"{expected[context]!r} became {ours[context]!r}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare with the package's own conversion.")
    parser.add_argument("corpus", metavar="CORPUS", type=Path, nargs="?")
    parser.add_argument("--every", metavar="N", type=int, default=1)
    parser.add_argument("--configuration", choices=CONFIGURATIONS, action="append")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
