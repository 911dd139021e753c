"""Whether sound text is left alone: every edit the rules for damage make in a corpus, and how fast.

python -m benchmarks.bench_harm CORPUS
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.corpus import samples
from reader.importing.repair import RULES
from reader.model import Edit, Source

# Characters that show nothing are dropped from any text, and nobody misses them.
_RULES = {name: rule for name, rule in RULES.items() if name != "invisible"}

_AROUND = 20


def main(corpus: Path | None) -> None:
    if corpus is None:
        print("harm: a corpus is needed")
        return
    seconds = dict.fromkeys(_RULES, 0.0)
    articles = size_bytes = edits = changed = 0
    for number, sample in enumerate(samples(corpus), start=1):
        articles += 1
        size_bytes += len(sample.text.encode("utf-8", "surrogatepass"))
        found: list[Edit] = []
        for name, rule in _RULES.items():
            start = time.perf_counter()
            found += rule(Source(sample.text))
            seconds[name] += time.perf_counter() - start
        edits += len(found)
        changed += bool(found)
        for edit in found:
            print(f"  {number} {edit.rule}: {_shown(sample.text, edit)}")
    print(f"harm: {edits} edits in {changed} of {articles} articles, {size_bytes / 1e6:.0f} MB")
    for name, taken in seconds.items():
        print(f"  {name:<14}{size_bytes / 1e6 / max(taken, 1e-9):7.0f} MB/s")


def _shown(text: str, edit: Edit) -> str:
    start, end = edit.source.start, edit.source.end
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    return f"{before}[{edit.before}→{edit.after}]{after}".replace("\n", "⏎")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
