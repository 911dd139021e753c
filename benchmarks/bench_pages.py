"""How fast pages become articles, and, on made-up pages, how well:

    python -m benchmarks.bench_pages [CORPUS]

Without ``CORPUS``, a ``.jsonl`` or ``.jsonl.gz`` of articles with ``title`` and ``text``, only the
seeds are read. Titles and authors are those found exactly, of all; the F1 of bodies is on 5-grams
of characters, that of paragraphs on whole paragraphs. Beside it in the same run: the OpenCC
package, which only converts the same texts to the other script.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from opencc import OpenCC

from benchmarks.corpus import Sample, samples
from benchmarks.damaged_pages import DamagedPage, Truth, pages
from reader.alignment import assemble
from reader.importing import read_document
from reader.model import CERTAIN, BlockKind, DocumentDraft, Source
from reader.paths import seeds

_SEEDS = (201, 202, 203)
_PAGES = 40

# Pages of the odd documents alone, which no rule was written against.
_ODD_SEEDS = (301, 302, 303)

# Confidence was fitted to the even documents of a corpus; it is counted on the odd ones.
_CONFIDENCE_SEEDS = range(101, 131)
_BINS = (0.0, 0.5, 0.8, 0.9, CERTAIN, 0.98, 0.99, 1.01)

# The best of a few rounds: what else the machine does can only slow one down.
_ROUNDS = 3


@dataclass(frozen=True)
class Found:
    title: str
    subtitle: str
    authors: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    confidence: float


@dataclass
class Score:
    """Sums over articles; ``paragraphs``: found and right, found, to be found."""

    articles: int = 0
    titles: int = 0
    subtitles: int = 0
    authors: int = 0
    headings: int = 0
    body: float = 0.0
    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def paragraph_f1(self) -> float:
        return 2 * self.right / max(self.found + self.wanted, 1)


@dataclass(frozen=True)
class Title:
    """How an article's title was found; ``found``: it has one."""

    confidence: float
    found: bool
    right: bool


def found_articles(draft: DocumentDraft) -> Iterator[Found]:
    for article in draft.articles:
        clean = assemble(Source(draft.source), article.blocks, draft.edits)
        texts = [clean.text[span.start : span.end] for span in clean.blocks]
        kinds = [block.kind for block in article.blocks]
        both = list(zip(kinds, texts, strict=True))
        yield Found(
            article.title,
            article.subtitle,
            article.authors,
            tuple(text for kind, text in both if kind is BlockKind.PARAGRAPH),
            tuple(text for kind, text in both if kind is BlockKind.HEADING),
            article.confidence,
        )


def add(score: Score, truths: Sequence[Truth], found: Sequence[Found]) -> None:
    """Compare a page's articles, each with the one found that shares most of its text."""
    grams = [_grams("".join(article.paragraphs)) for article in found]
    for truth in truths:
        own = _grams("".join(truth.paragraphs))
        f1, at = max(((_f1(own, other), -n) for n, other in enumerate(grams)), default=(0.0, 0))
        best = found[-at] if found else Found("", "", (), (), (), 0.0)
        score.articles += 1
        score.titles += best.title == truth.title
        score.subtitles += best.subtitle == truth.subtitle
        score.authors += best.authors == truth.authors
        score.headings += best.headings == truth.headings
        score.body += f1
    wanted = Counter(text for truth in truths for text in truth.paragraphs)
    got = Counter(text for article in found for text in article.paragraphs)
    score.right += (wanted & got).total()
    score.found += got.total()
    score.wanted += wanted.total()


def _grams(text: str) -> Counter[str]:
    return Counter(text[at : at + 5] for at in range(max(len(text) - 4, 1)))


def _f1(own: Counter[str], other: Counter[str]) -> float:
    return 2 * (own & other).total() / max(own.total() + other.total(), 1)


def read(page: DamagedPage) -> DocumentDraft:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_text(page.text, encoding="utf-8")
        return read_document(path)


def titles(truths: Sequence[Truth], found: Sequence[Found]) -> Iterator[Title]:
    """Of each article found, whether it has the title of the one whose text it shares most of."""
    grams = [_grams("".join(truth.paragraphs)) for truth in truths]
    for article in found:
        own = _grams("".join(article.paragraphs))
        _, at = max((_f1(own, other), -number) for number, other in enumerate(grams))
        right = article.title == truths[-at].title
        yield Title(article.confidence, bool(article.title), right)


def main(corpus: Path | None) -> None:
    print(
        "pages, from a file to articles; ratio: the time the package takes to convert them to ours"
    )
    print(
        f"  {'':<16}{'pages':>6}{'first ms':>10}{'ms':>8}{'pages/s':>9}{'package':>9}{'ratio':>7}"
    )
    paths = sorted(seeds().glob("*.txt"), key=lambda path: -path.stat().st_size)
    _speed("longest seed", paths[:1])
    _speed("all seeds", paths)
    if corpus is not None:
        chosen = [sample for sample in samples(corpus) if sample.title]
        with TemporaryDirectory() as folder:
            _speed("made-up pages", _written(Path(folder), pages(chosen, _SEEDS[0], _PAGES)))
        _rightness(chosen)
        _confidence(chosen[1::2])


def _speed(name: str, paths: Sequence[Path]) -> None:
    first = _milliseconds(lambda: [read_document(path) for path in paths])
    ours = _best(lambda: [read_document(path) for path in paths])
    package = OpenCC("s2t")
    package.convert("")
    theirs = _best(lambda: [package.convert(path.read_text(encoding="utf-8")) for path in paths])
    print(
        f"  {name:<16}{len(paths):6}{first:10.1f}{ours:8.1f}{len(paths) / ours * 1000:9.1f}"
        f"{theirs:9.1f}{theirs / ours:7.2f}"
    )


def _best(work: Callable[[], object]) -> float:
    return min(_milliseconds(work) for _ in range(_ROUNDS))


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _written(folder: Path, made: Iterator[DamagedPage]) -> list[Path]:
    paths: list[Path] = []
    for number, page in enumerate(made):
        paths.append(folder / f"{number}.txt")
        paths[-1].write_text(page.text, encoding="utf-8")
    return paths


def _rightness(chosen: Sequence[Sample]) -> None:
    print("\nseed  articles  titles  subtitles  authors  heads  body F1  paragraph F1")
    for seed in _SEEDS:
        _row(str(seed), _score(chosen, [seed]))
    _row("odd", _score(chosen[1::2], _ODD_SEEDS))


def _score(chosen: Sequence[Sample], numbers: Sequence[int]) -> Score:
    score = Score()
    for seed in numbers:
        for page in pages(chosen, seed, _PAGES):
            add(score, page.articles, list(found_articles(read(page))))
    return score


def _row(name: str, score: Score) -> None:
    count = max(score.articles, 1)
    print(
        f"{name:>4}  {score.articles:8}  {score.titles / count:6.3f}"
        f"  {score.subtitles / count:9.3f}  {score.authors / count:7.3f}"
        f"  {score.headings / count:5.3f}  {score.body / count:7.3f}  {score.paragraph_f1:12.3f}"
    )


def _confidence(chosen: Sequence[Sample]) -> None:
    counted = [
        title
        for seed in _CONFIDENCE_SEEDS
        for page in pages(chosen, seed, _PAGES)
        for title in titles(page.articles, list(found_articles(read(page))))
    ]
    print("\nconfidence  articles   mean  titles right")
    _bin("none", [title for title in counted if not title.found])
    for low, high in pairwise(_BINS):
        own = [title for title in counted if title.found and low <= title.confidence < high]
        _bin(f"{low:.2f}-{min(high, 1.0):.2f}", own)
    doubtful = [title for title in counted if title.confidence < CERTAIN]
    wrong = [title for title in counted if not title.right]
    both = sum(not title.right for title in doubtful)
    print(
        f"below {CERTAIN}: {both} of {len(wrong)} wrong titles and"
        f" {len(doubtful) - both} of {len(counted) - len(wrong)} right ones"
    )


def _bin(name: str, own: Sequence[Title]) -> None:
    if own:
        mean = sum(title.confidence for title in own) / len(own)
        right = sum(title.right for title in own) / len(own)
        print(f"{name:<10}  {len(own):8}  {mean:5.3f}  {right:12.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
