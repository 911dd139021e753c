"""Whether annotations are found again in a source that changed, and how fast.

Random marks of 2 to 200 characters on texts that are read as files are, before and after a change.
Right is a place whose ends are those of the words marked, or one character off where one was lost
or added there; wrong is any other. What had more than a quarter of its words taken out is gone, and
right if it is an orphan.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.corpus import samples
from benchmarks.edited_sources import CHANGES, Edited, edited, sentences
from reader.alignment import assemble
from reader.anchors import Anchor, ArticleText, FoundAgain, find_again, make_anchor
from reader.importing import read_document
from reader.model import DocumentDraft, Source, Span
from reader.store import edits_inside

_TEXTS = 200
_MARKS = 25
_SHORTEST, _LONGEST = 2, 200
_FEWEST_CHARACTERS, _MOST_CHARACTERS = 400, 20_000
_LARGE_CHARACTERS = 1_000_000
_LARGE_MARKS = 5_000


@dataclass
class Score:
    """How many marks came to which end; ``exact``: of the right ones, those with both ends."""

    right: int = 0
    exact: int = 0
    orphans: int = 0
    wrong: int = 0
    gone: int = 0
    gone_placed: int = 0


def read(text: str, folder: Path) -> DocumentDraft:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8", newline="\n")
    return read_document(path)


def article_texts(draft: DocumentDraft) -> list[ArticleText]:
    source = Source(draft.source)
    found = []
    for article in draft.articles:
        made = assemble(source, article.blocks, edits_inside(draft.edits, article.blocks))
        found.append(ArticleText(made.text, made.alignment))
    return found


def marks(random: Random, articles: Sequence[ArticleText], count: int) -> Iterator[Anchor]:
    """Marks anywhere, the short ones as many as the long."""
    weights = [len(article.text) for article in articles]
    for article in random.choices(articles, weights, k=count):
        length = round(_SHORTEST * (_LONGEST / _SHORTEST) ** random.random())
        start = random.randrange(max(len(article.text) - length, 1))
        quote = article.text[start : start + length].strip()
        if quote:
            start += article.text[start : start + length].index(quote)
            span = Span(start, start + len(quote))
            yield make_anchor(article.text, article.alignment, span)


def judge(score: Score, mark: Anchor, found: FoundAgain | None, before: str, after: Edited) -> None:
    """Compare a place with where the words are, by characters that are words and were."""
    kept = _is_word if any(map(_is_word, mark.quote)) else str.isprintable

    def counts(at: int) -> bool:
        origin = after.origins[at]
        return kept(after.text[at]) and (origin < 0 or kept(before[origin]))

    old = {at for span in mark.spans for at in range(span.start, span.end)}
    truth = [at for at, origin in enumerate(after.origins) if origin in old and counts(at)]
    gone = len(truth) < 3 / 4 * sum(map(kept, mark.quote))
    spans = found.anchor.spans if found else ()
    # In the order of the source: a headline may stand below its text.
    placed = sorted(at for span in spans for at in range(span.start, span.end) if counts(at))
    ends = [sum(map(counts, range(min(pair), max(pair)))) for pair in _ends(placed, truth)]
    same = found is not None and _words(found.anchor.quote) == _words(mark.quote)
    # Words that were deleted before others of the same kind: either is what is left.
    close = bool(ends) and (max(ends) <= 1 or (same and not set(placed).isdisjoint(truth)))
    score.gone += gone
    if found is None:
        score.orphans += not gone
    elif close:
        score.right += 1
        score.exact += not max(ends)
    elif gone:
        score.gone_placed += 1
    else:
        score.wrong += 1


def _is_word(character: str) -> bool:
    return character.isalnum()


def _words(text: str) -> str:
    return "".join(filter(_is_word, text))


def _ends(placed: Sequence[int], truth: Sequence[int]) -> list[tuple[int, int]]:
    if not placed or not truth:
        return []
    return [(placed[0], truth[0]), (placed[-1], truth[-1])]


def measure(name: str, texts: Sequence[str], folder: Path) -> None:
    random = Random(name)
    strangers = [sentence for text in texts for sentence in sentences(text)]
    score = Score()
    for text in texts:
        before = read(text, folder)
        articles = article_texts(before)
        sought = list(marks(random, articles, _MARKS))
        after = edited(CHANGES[name], random, before.source, strangers)
        again = article_texts(read(after.text, folder))
        found = find_again(sought, again, articles)
        for mark, place in zip(sought, found, strict=True):
            judge(score, mark, place, before.source, after)
    print(
        f"{name:12}  {score.right:6}  {score.exact:6}  {score.orphans:7}  {score.wrong:5}"
        f"  {score.gone:5}  {score.gone_placed:11}",
        flush=True,
    )


def speed(texts: Sequence[str], folder: Path) -> None:
    random = Random(1)
    whole = "\n".join(texts)
    whole = (whole * (_LARGE_CHARACTERS // len(whole) + 1))[:_LARGE_CHARACTERS]
    articles = article_texts(read(whole, folder))
    sought = list(marks(random, articles, _LARGE_MARKS))
    strangers = sentences(whole[:100_000])
    for name, change in CHANGES.items():
        again = article_texts(read(edited(change, random, whole, strangers).text, folder))
        start = time.perf_counter()
        found = find_again(sought, again, articles)
        seconds = time.perf_counter() - start
        placed = sum(one is not None for one in found)
        print(
            f"{name:12}  {len(sought)} marks, {len(whole)} characters: {seconds:5.2f} s ({placed})"
        )


def main(corpus: Path | None) -> None:
    fit = (
        sample.text
        for sample in samples(corpus)
        if corpus is None or _FEWEST_CHARACTERS <= len(sample.text) <= _MOST_CHARACTERS
    )
    texts = list(fit)
    chosen = Random(1).sample(texts, min(_TEXTS, len(texts)))
    print("anchors        right   exact  orphans  wrong   gone  gone placed")
    with TemporaryDirectory() as folder:
        for name in CHANGES:
            measure(name, chosen, Path(folder))
        speed(texts, Path(folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
