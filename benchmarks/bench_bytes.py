"""How right text is that was read one byte off and is mended: damage made anew in sound articles.

    python -m benchmarks.bench_bytes CORPUS [SHARE]

The even articles are there to choose the rules' limits by, the odd ones to judge them. Counted are
the characters of the places mended: right, given up as U+FFFD, and wrong. A tenth of the
articles is damaged unless ``SHARE`` says otherwise; all, 1, take minutes.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from random import Random

from pypinyin import pinyin

from benchmarks.corpus import Sample, samples
from reader.importing.repairs.shifted import shifted_bytes
from reader.model import Edit, Script, ShownScript, Source
from reader.script import convert_text, detect
from tests.importing.repairs.damage import Damaged, damaged

LOST = "\ufffd"

# A page at least, a report at most.
_LEAST, _MOST = 3_000, 30_000

_SEED = 5
_SHARE = 0.1

_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an annotator glosses: ``chosen`` of the ``frequent`` characters of an article.

    ``traditional``: only characters that simplified text has not; articles in simplified script are
    converted.
    """

    name: str
    articles: int
    traditional: bool
    frequent: int
    chosen: int


RECIPES = (
    Recipe("only traditional", 100, True, 120, 90),
    Recipe("any characters", 30, False, 200, 60),
)


@dataclass
class Score:
    """Sums. ``places`` are runs of the text that were read across a boundary."""

    articles: int = 0
    characters: int = 0
    mended: int = 0
    right: int = 0
    lost: int = 0
    wrong: int = 0
    seconds: float = 0.0

    @property
    def wrong_share(self) -> float:
        return self.wrong / max(self.right + self.lost + self.wrong, 1)


def articles(corpus: Path, held_out: bool) -> Iterator[Sample]:
    """The articles that are long enough, every second one."""
    long_enough = (sample for sample in samples(corpus) if len(sample.text) >= _LEAST)
    return islice(long_enough, int(held_out), None, 2)


def damaged_articles(chosen: Sequence[Sample], recipe: Recipe, share: float) -> Iterator[Damaged]:
    """The same articles with the same damage every time."""
    random = Random(_SEED)
    drawn = random.sample(chosen, min(recipe.articles, len(chosen)))
    for sample in drawn[: max(round(len(drawn) * share), 1)]:
        sound = _in_gbk(sample.text[:_MOST], recipe)
        counted = Counter(each for each in _HAN.findall(sound) if _is_glossed(each, recipe))
        frequent = [each for each, _ in counted.most_common(recipe.frequent)]
        glossed = random.sample(frequent, min(recipe.chosen, len(frequent)))
        yield damaged(sound, {each: pinyin(each)[0][0] for each in glossed})


def _in_gbk(text: str, recipe: Recipe) -> str:
    """A text without what GBK has not, and without question marks, which are not the point."""
    if recipe.traditional and detect(text) is Script.SIMPLIFIED:
        text = convert_text(text, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    return text.encode("gbk", "ignore").decode("gbk").replace("?", "")


def _is_glossed(character: str, recipe: Recipe) -> bool:
    return not recipe.traditional or not character.encode("gb2312", "ignore")


def judge(score: Score, made: Damaged, edits: Sequence[Edit]) -> None:
    """Compare each mended place with what stood there; marks of either width are alike.

    A character that is missing is wrong too, unless a sign stands for it.
    """
    score.articles += 1
    score.characters += len(made.original)
    for edit in edits:
        truth = _halved(made.truth(edit.source.start, edit.source.end))
        after = _halved(edit.after)
        lost = after.count(LOST)
        right = sum(
            block.size for block in SequenceMatcher(None, after, truth, False).get_matching_blocks()
        )
        score.mended += 1
        score.lost += lost
        score.right += right
        score.wrong += len(after) - lost - right
        if not lost:
            score.wrong += max(0, len(truth) - len(after))


def _halved(text: str) -> str:
    return text.translate({ord(mark): ord(mark) - 0xFEE0 for mark in "，！；：？（）"})


def main(corpus: Path | None, share: float = _SHARE) -> None:
    if corpus is None:
        print("shifted bytes: a corpus is needed")
        return
    print("glossed           articles  held out  characters  mended  right  lost  wrong   %  s")
    for recipe in RECIPES:
        for held_out in (False, True):
            score = Score()
            for made in damaged_articles(list(articles(corpus, held_out)), recipe, share):
                start = time.perf_counter()
                edits = list(shifted_bytes(Source(made.text)))
                score.seconds += time.perf_counter() - start
                judge(score, made, edits)
            print(
                f"{recipe.name:17} {score.articles:8}  {'yes' if held_out else 'no':8}"
                f"  {score.characters:10}  {score.mended:6}  {score.right:5}  {score.lost:4}"
                f"  {score.wrong:5}  {100 * score.wrong_share:.1f}  {score.seconds:.0f}"
            )


if __name__ == "__main__":
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else None,
        float(sys.argv[2]) if len(sys.argv) > 2 else _SHARE,
    )
