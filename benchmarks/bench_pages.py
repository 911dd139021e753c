"""How well damaged newspaper pages become articles again, and how fast.

Titles and authors are those found exactly, of all; the F1 of bodies is on 5-grams of characters,
that of paragraphs on whole paragraphs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.corpus import samples
from benchmarks.damaged_pages import DamagedPage, Truth, pages
from reader.alignment import assemble
from reader.importing import read_document
from reader.model import BlockKind, DocumentDraft, Source

_SEEDS = (201, 202, 203)
_PAGES = 40


@dataclass(frozen=True)
class Found:
    title: str
    subtitle: str
    authors: tuple[str, ...]
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]


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
        )


def add(score: Score, truths: Sequence[Truth], found: Sequence[Found]) -> None:
    """Compare a page's articles, each with the one found that shares most of its text."""
    grams = [_grams("".join(article.paragraphs)) for article in found]
    for truth in truths:
        own = _grams("".join(truth.paragraphs))
        f1, at = max(((_f1(own, other), -n) for n, other in enumerate(grams)), default=(0.0, 0))
        best = found[-at] if found else Found("", "", (), (), ())
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


def main(corpus: Path | None) -> None:
    chosen = [sample for sample in samples(corpus) if sample.title]
    if corpus is None or not chosen:
        print("pages: a corpus is needed")
        return
    print("seed   pages/s  articles  titles  subtitles  authors  heads  body F1  paragraph F1")
    for seed in _SEEDS:
        score = Score()
        made = list(pages(chosen, seed, _PAGES))
        start = time.perf_counter()
        drafts = [read(page) for page in made]
        seconds = time.perf_counter() - start
        for page, draft in zip(made, drafts, strict=True):
            add(score, page.articles, list(found_articles(draft)))
        count = score.articles
        print(
            f"{seed:4}  {len(made) / seconds:8.1f}  {count:8}  {score.titles / count:6.3f}"
            f"  {score.subtitles / count:9.3f}  {score.authors / count:7.3f}"
            f"  {score.headings / count:5.3f}  {score.body / count:7.3f}"
            f"  {score.paragraph_f1:12.3f}"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
