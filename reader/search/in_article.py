"""Words looked for in the one article on screen, as the find bar does it. Pure.

They are plain text, no query. Both what is shown and the article's own text are looked through,
for the two may differ by more than folding evens out: a person who reads 網路 where the article has
网络 finds it by either. White space counts as little as in a search.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from reader.alignment import Run
from reader.article_view import ArticleView
from reader.model import Script, Spans
from reader.script import Converted, convert
from reader.script.folding import Array, fold
from reader.search.pattern import Pattern, Places, SearchedText, united
from reader.search.places import as_spans

_PART = 50_000  # characters; converted in some 5 ms
_NOWHERE = Places(np.empty(0, np.int64), np.empty(0, np.int64))


class FindableArticle:
    """An article in the script on screen; converted, all of it, when first looked through.

    Any thread may use it.
    """

    def __init__(self, view: ArticleView) -> None:
        self._view = view

    def find(self, words: str, *, exact: bool = False) -> Spans:
        """Article spans, sorted and disjoint; none where the words are only white space.

        A part of a phrase that changed its length stands for the whole of it. ``exact``: these very
        characters, of what is shown alone.
        """
        text = self._shown  # also where there are no words yet: it is then there for the first
        squeezed = "".join((words if exact else fold(words)).split())
        if not squeezed:
            return Spans()
        pattern = Pattern((squeezed,), very=exact)
        shown = self._in_article(text.places(pattern))
        return as_spans(united([shown, _NOWHERE if exact else self._clean.places(pattern)]))

    @cached_property
    def _clean(self) -> SearchedText:
        return SearchedText(self._view.article.text)

    @cached_property
    def _shown(self) -> SearchedText:
        return SearchedText("".join(part.text for part in self._converted))

    @cached_property
    def _converted(self) -> list[Converted]:
        article, view = self._view.article, self._view
        return [
            convert(article.text[start:end], view.shown, article.summary.script, view.terms)
            for start, end in pairwise(self._cuts)
        ]

    @cached_property
    def _cuts(self) -> list[int]:
        """Where the article is cut to be converted: in parts, for no other thread can run while a
        million characters go through one regular expression; and not block by block, for the
        alignments of as many blocks take longer than all else."""
        view = self._view
        mixed = view.article.summary.script is Script.MIXED  # then decided for whole paragraphs
        cuts = [0]
        for number, start in enumerate(view.starts):
            if start - cuts[-1] > _PART and not (mixed and view.continues(number)):
                cuts.append(start)
        return [*cuts, len(view.article.text)]

    def _in_article(self, shown: Places) -> Places:
        """The article spans of places in the shown text, in its order; they may overlap."""
        runs = self._runs
        first = _run_at(runs, shown.starts)
        last = _run_at(runs, shown.ends - 1)
        starts = np.where(first.atomic, first.source_start, shown.starts + first.shift)
        ends = np.where(last.atomic, last.source_end, shown.ends + last.shift)
        return Places(starts, ends)

    @cached_property
    def _runs(self) -> Array:
        """Of each run that shows something: its places, as ``Run`` has them."""
        parts, shown = [], 0
        for start, part in zip(self._cuts, self._converted, strict=False):
            runs = [run for run in part.alignment.runs if run.target_length]
            table = np.array(runs, dtype=np.int64).reshape(-1, len(Run._fields))
            parts.append(table + np.array(Run(shown, 0, start, 0)))
            shown += len(part.text)
        return np.concatenate(parts)


class _Runs(NamedTuple):
    """The runs that some shown characters belong to. ``shift``: from shown to article."""

    atomic: Array
    source_start: Array
    source_end: Array
    shift: Array


def _run_at(runs: Array, positions: Array) -> _Runs:
    at = runs[np.searchsorted(runs[:, 0], positions, side="right") - 1]
    target_start, target_length, source_start, source_length, whole = at.T
    atomic = (whole != 0) | (target_length != source_length)
    return _Runs(atomic, source_start, source_start + source_length, source_start - target_start)
