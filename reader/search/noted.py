"""The words of annotations, which are searched for without an index. Pure.

There are some ten thousand short texts at most; looking through them one by one takes a quarter
of a second, looking through them as one text some milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reader.model import AnnotationWords
from reader.script.folding import Array
from reader.search.pattern import Pattern, SearchedText
from reader.search.query import Contains, Field

# What stands between two texts: no one types it, and it is no white space, which is looked through.
_SEPARATOR = "\0"


class NotedWords:
    """The notes, quotes and tags of annotations. Never changed, so threads may share it."""

    def __init__(self, words: Sequence[AnnotationWords]) -> None:
        self.words = words
        self._tags = _Texts([(tag, one.article_id) for one in words for tag in one.tags])
        self._all = _Texts(
            [
                (text, one.article_id)
                for one in words
                for text in (one.note, one.quote, *one.tags)
                if text
            ]
        )
        self._by_article: dict[int, list[AnnotationWords]] = {}
        for one in words:
            self._by_article.setdefault(one.article_id, []).append(one)

    def articles(self, leaf: Contains) -> Array:
        """The ids of those one of whose annotations holds a string, ascending."""
        texts = self._tags if leaf.field is Field.TAG else self._all
        return texts.owners(leaf.pattern)

    def of_article(self, article_id: int) -> Sequence[AnnotationWords]:
        """In the order of their creation."""
        return self._by_article.get(article_id, ())


class _Texts:
    """Texts and whom they belong to, joined to one."""

    def __init__(self, owned: Sequence[tuple[str, int]]) -> None:
        self._texts = [text for text, _ in owned]
        self._owners: Array = np.array([owner for _, owner in owned], dtype=np.int64)
        self._joined = SearchedText(_SEPARATOR.join(self._texts))
        lengths = np.array([0, *map(len, self._texts)], dtype=np.int64)
        self._starts = np.cumsum(lengths + len(_SEPARATOR))[:-1] - len(_SEPARATOR)

    def owners(self, pattern: Pattern) -> Array:
        """Whose texts hold it, ascending."""
        places = self._joined.places(pattern)
        touched = np.concatenate([places.starts, places.ends - 1])
        numbers = np.unique(np.searchsorted(self._starts, touched, side="right") - 1)
        if len(pattern.parts) > 1 or _SEPARATOR in pattern.parts[0]:
            # One that reaches into the next text may hide one in either of the two.
            held = [SearchedText(self._texts[number]).holds(pattern) for number in numbers.tolist()]
            numbers = numbers[np.array(held, dtype=np.bool_)]
        owners: Array = np.unique(self._owners[numbers])
        return owners
