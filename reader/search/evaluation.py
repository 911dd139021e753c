"""What a query's tree is true of, segment by segment, as a Whoosh query.

Whoosh's own conjunctions step from document to document; here every node is asked about all that
is still left at once, as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from whoosh.matching import NullMatcher
from whoosh.query import Query

from reader.model import Script
from reader.script.folding import Array
from reader.search.columns import HanColumnReader
from reader.search.hantext import HanBM25, HanMatcher, open_column, open_segment
from reader.search.pattern import Pattern, SearchedText
from reader.search.places import holds_near, near_places
from reader.search.query import (
    And,
    Contains,
    DateIn,
    Field,
    Near,
    Node,
    Not,
    Or,
    ScriptIs,
    State,
    StateIs,
)

_NONE: Array = np.empty(0, dtype=np.int64)


def _no_originals(_field: Field, _ids: Sequence[int]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Outside:
    """What a query asks that is not in the index. The arrays are of article ids.

    ``noted``: the articles one of whose annotations holds a pattern: in its tags, or in its note,
    its quote or its tags. A pattern of the text that is here too is found in either.
    ``annotated``, ``read``: articles that are. ``originals``: a field of some articles as it is,
    not folded, by id; an article may be missing. ``hidden``: what the index holds of these counts
    as not there.
    """

    noted: Mapping[tuple[Pattern, Field], Array] = field(default_factory=dict)
    annotated: Array = field(default_factory=_NONE.copy)
    read: Array = field(default_factory=_NONE.copy)
    originals: Callable[[Field, Sequence[int]], Mapping[int, str]] = _no_originals
    hidden: Array = field(default_factory=_NONE.copy)

    def has(self, leaf: Contains) -> bool:
        return leaf.field in (Field.NOTE, Field.TAG) or (leaf.pattern, leaf.field) in self.noted

    def articles(self, leaf: Contains) -> Array:
        """Those one of whose annotations has it."""
        return self.noted.get((leaf.pattern, leaf.field), _NONE)


NOTHING_OUTSIDE = Outside()


def script_number(script: Script) -> int:
    """How the index writes a script down."""
    return list(Script).index(script)


class HanQuery(Query):  # type: ignore[misc]  # Whoosh ships no types
    """Documents for which a query's tree is true. ``outside``: what is not in the index."""

    def __init__(self, tree: Node | None, outside: Outside = NOTHING_OUTSIDE) -> None:
        self.tree = tree
        self.outside = outside
        self.boost = 1.0
        self.fieldname = None  # Whoosh asks when it joins queries

    def __repr__(self) -> str:
        return f"HanQuery({self.tree!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, HanQuery):
            return NotImplemented
        return self.tree == other.tree and self.outside is other.outside

    def __hash__(self) -> int:
        return hash(self.tree)

    def normalize(self) -> HanQuery:
        return self

    def estimate_size(self, ixreader: Any) -> int:
        return int(ixreader.doc_count())

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """A matcher over one segment. Scored where the searcher's weighting is ``HanBM25``."""
        reader = searcher.reader()
        if self.tree is None or not reader.doc_count_all():
            return NullMatcher()
        weighting = context.weighting if context is not None else searcher.weighting
        scored = weighting if isinstance(weighting, HanBM25) else None
        return HanMatcher(*_Evaluation(searcher, scored, self.outside).of(self.tree))


class _Scored(NamedTuple):
    """Documents of a segment, ascending, and their scores."""

    documents: Array
    scores: Array


class _Evaluation:
    """What a tree is true of in one segment: every node is asked only about what is still left."""

    def __init__(self, searcher: Any, weighting: HanBM25 | None, outside: Outside) -> None:
        self._searcher = searcher
        self._reader = searcher.reader()
        self._weighting = weighting
        self._outside = outside

    def of(self, tree: Node) -> _Scored:
        live = open_segment(self._reader, Field.TEXT.value).live
        there = np.arange(self._reader.doc_count_all()) if live is None else np.flatnonzero(live)
        if len(self._outside.hidden):
            there = there[np.isin(self._ids(there), self._outside.hidden, invert=True)]
        return self._of(tree, there)

    def _of(self, node: Node, among: Array) -> _Scored:
        match node:
            case Contains():
                return self._contains(node, among)
            case And(children):
                return self._all(children, among)
            case Or(children):
                return self._any(children, among)
            case Not(child):
                held = np.isin(among, self._of(child, among).documents, assume_unique=True)
                return _unscored(among[~held])
            case Near():
                return self._near(node, among)
            case _:
                return _unscored(among[self._fact(node, among)])

    def _all(self, children: Sequence[Node], among: Array) -> _Scored:
        """Facts first, for they cost little; then all strings of a field at once; then the rest."""
        scores = np.zeros(len(among))
        rest: list[Node] = []
        strings: dict[Field, list[Contains]] = {}
        for child in children:
            if isinstance(child, DateIn | ScriptIs | StateIs):
                kept = self._fact(child, among)
                among, scores = among[kept], scores[kept]
            elif isinstance(child, Contains) and not self._outside.has(child):
                strings.setdefault(child.field, []).append(child)
            else:
                rest.append(child)
        steps = [partial(self._strings, leaves) for leaves in strings.values()]
        for step in [*steps, *(partial(self._of, child) for child in rest)]:
            found = step(among)
            before = scores[np.searchsorted(among, found.documents)]
            among, scores = found.documents, before + found.scores
        return _Scored(among, scores)

    def _any(self, children: Sequence[Node], among: Array) -> _Scored:
        return _united([self._of(child, among) for child in children])

    def _contains(self, leaf: Contains, among: Array) -> _Scored:
        if not self._outside.has(leaf):
            return self._strings([leaf], among)
        noted = _unscored(among[np.isin(self._ids(among), self._outside.articles(leaf))], 1.0)
        if leaf.field is not Field.TEXT:
            return noted
        return _united([self._strings([leaf], among), noted])

    def _strings(self, leaves: Sequence[Contains], among: Array) -> _Scored:
        """Documents that hold all of the strings, which are of one field of the index."""
        field = leaves[0].field
        patterns = [leaf.pattern for leaf in leaves]
        column: HanColumnReader = open_segment(self._reader, field.value).column
        found = column.find(patterns, among)
        scores = np.zeros(len(found.documents))
        if self._weighting is not None:
            scores = self._weighting.scores(self._searcher, field.value, patterns, column, found)
        kept = np.ones(len(found.documents), dtype=np.bool_)
        for pattern in patterns:
            if pattern.very and not _is_marked(pattern):
                kept &= self._holding(pattern, field, found.documents)
        return _Scored(found.documents[kept], scores[kept])

    def _holding(self, pattern: Pattern, field: Field, documents: Array) -> Array:
        """Which documents hold a pattern of very characters: their own texts must be looked at."""
        ids = self._ids(documents).tolist()
        texts = self._outside.originals(field, ids)
        return np.array(
            [number in texts and SearchedText(texts[number]).holds(pattern) for number in ids],
            dtype=np.bool_,
        )

    def _near(self, node: Near, among: Array) -> _Scored:
        sides = And((Or(node.left, node.span), Or(node.right, node.span)), node.span)
        found = self._of(sides, among)
        held = self._held_near(node, found.documents)
        return _Scored(found.documents[held], found.scores[held])

    def _held_near(self, node: Near, documents: Array) -> Array:
        """In which documents the words are near."""
        if any(leaf.pattern.very for leaf in (*node.left, *node.right)):
            originals = self._originals(documents)
            return np.array([len(near_places(node, text)) > 0 for text in originals], np.bool_)
        column: HanColumnReader = open_segment(self._reader, Field.TEXT.value).column
        texts = map(column.text, documents.tolist())
        return np.array([holds_near(node, text) for text in texts], np.bool_)

    def _originals(self, documents: Array) -> Iterator[SearchedText]:
        ids = self._ids(documents).tolist()
        texts = self._outside.originals(Field.TEXT, ids)
        return (SearchedText(texts.get(number, "")) for number in ids)

    def _fact(self, node: Node, among: Array) -> Array:
        """Of which of the documents it is true."""
        held: Array
        match node:
            case DateIn(first, last):
                dates = open_column(self._reader, "date").values[among]
                held = (dates >= max(first, 1)) & (dates <= last)
            case ScriptIs(script):
                held = open_column(self._reader, "script").values[among] == script_number(script)
            case StateIs(state):
                unread = state is State.UNREAD
                listed = self._outside.read if unread else self._outside.annotated
                held = np.isin(self._ids(among), listed, invert=unread)
            case _:
                raise AssertionError(node)
        return held

    def _ids(self, documents: Array) -> Array:
        ids: Array = open_column(self._reader, "id").values[documents]
        return ids


def _is_marked(pattern: Pattern) -> bool:
    """Whether the index tells where a pattern of very characters is: one that is no white space."""
    return len(pattern) == 1 and not pattern.parts[0].isspace()


def _unscored(documents: Array, score: float = 0.0) -> _Scored:
    return _Scored(documents, np.full(len(documents), score))


def _united(found: Sequence[_Scored]) -> _Scored:
    """What is in any of them; what is in several has the sum of its scores."""
    documents = np.unique(np.concatenate([some.documents for some in found]))
    scores = np.zeros(len(documents))
    for some in found:
        scores[np.searchsorted(documents, some.documents)] += some.scores
    return _Scored(documents, scores)
