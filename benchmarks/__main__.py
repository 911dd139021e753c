"""``python -m benchmarks [CORPUS]``: every table, one after the other."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import (
    bench_anchors,
    bench_annotations,
    bench_bytes,
    bench_harm,
    bench_page,
    bench_pages,
    bench_script,
    bench_search,
    bench_window,
    bench_worst,
)


def main() -> None:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    bench_search.main(corpus)
    print()
    bench_script.main(corpus)
    print()
    bench_window.main()
    print()
    bench_page.main()
    print()
    bench_pages.main(corpus)
    print()
    bench_anchors.main(corpus)
    print()
    bench_annotations.main(corpus)
    print()
    bench_bytes.main(corpus)
    print()
    bench_harm.main(corpus)
    print()
    bench_worst.main()


if __name__ == "__main__":
    main()
