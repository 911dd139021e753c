"""The articles that are measured: a corpus file, or the seeds for want of one."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reader.paths import seeds


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as it came. ``date``: ISO 8601, or a part."""

    title: str
    text: str
    newspaper: str = ""
    date: str | None = None


def samples(corpus: Path | None) -> Iterator[Sample]:
    """Of a ``.jsonl`` or ``.jsonl.gz`` with ``text``, and perhaps ``title``, in each line."""
    if corpus is None:
        for path in sorted(seeds().glob("*.txt")):
            yield Sample(path.stem, path.read_text(encoding="utf-8"))
        return
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield Sample(
                record.get("title") or "",
                record["text"],
                record.get("source") or "",
                record.get("date"),
            )


def many(corpus: Path | None, count: int) -> Iterator[Sample]:
    """As many articles as asked for: those of the corpus, then again with their sentences shuffled.

    The same ones every time.
    """
    read = list(samples(corpus))
    for number in range(count):
        sample = read[number % len(read)]
        yield sample if number < len(read) else replace(sample, text=_shuffled(sample.text, number))


def _shuffled(text: str, seed: int) -> str:
    sentences = re.findall(r"[^。\n]+[。\n]*", text)
    random.Random(seed).shuffle(sentences)
    return "".join(sentences)
