"""The articles that are measured: a corpus file, or the seeds for want of one."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.paths import seeds


@dataclass(frozen=True, slots=True)
class Sample:
    """One article as it came."""

    title: str
    text: str


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
            yield Sample(record.get("title") or "", record["text"])
