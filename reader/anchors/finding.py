"""Find annotations again in a source that changed: where their words are now, or nowhere.

An annotation is looked for at its old place, then where stretches of its words and of those around
it stand. A place has to be good, and better than any other: a lost mark is listed as an orphan and
can be placed by hand, one on the wrong words is believed. ``docs/annotations.md`` has what that
comes to.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from reader.alignment import Alignment
from reader.anchors.aligning import aligned
from reader.anchors.grams import LENGTH, hashes
from reader.anchors.placing import CONTEXT_CHARACTERS, Anchor, make_anchor
from reader.anchors.shared_runs import Place, SharedRuns
from reader.anchors.squeezed import Array, Squeezed, squeeze
from reader.errors import NotFoundError
from reader.model import Span
from reader.script.folding import fold

# A shorter quote is found as it is, but for its script and punctuation, or not at all.
_SHORTEST_FUZZY = 6
_MOST_ERRORS = 1 / 4
# Where the words on one side are other ones: a quote that long speaks for itself, if it has few and
# nothing changed on the other side.
_SHORTEST_ONE_SIDED = 12
_MOST_ERRORS_ONE_SIDED = 1 / 8
# Characters next to the quote that tell whether it is still among the same words.
_NEAR = 16
_LEAST_NEAR = 3 / 4
# Of so few, all.
_FEW = 4
# So many characters of the quote stand together at either end, or it is not known where that is.
_EDGE = 6
_MOST_EDGE_ERRORS = 2
# Another place has to be so many errors worse.
_MARGIN = 3
# What has more errors is no rival.
_FAR = 10
# A stretch that stands in more places than this tells none of them.
_MOST_PLACES = 16
# Of the places that stretches point to, those that most point to are looked at.
_MOST_CANDIDATES = 4
# Stretches point to the same place if they are no further apart, as words come in between.
_DRIFT = 8
# Marks that keyboards and converters put for one another.
_PLAIN = str.maketrans("“”„「」『』﹁﹂﹃﹄‘’'。、—–―…", '"' * 14 + ".,---.")
# A longer quote, as a whole chapter, is found if no more than its punctuation changed.
_LONGEST_FUZZY = 4_000


class Sought(Protocol):
    """What is looked for: ``Annotation`` and ``Anchor`` are such."""

    @property
    def spans(self) -> tuple[Span, ...]: ...
    @property
    def quote(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def suffix(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article's clean text as it is now; ``alignment``: source to article."""

    text: str
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """Where something is now: in which of the articles, by its number, and the new anchor."""

    article: int
    anchor: Anchor


def find_again(
    sought: Sequence[Sought], articles: Sequence[ArticleText], before: Sequence[ArticleText] = ()
) -> list[FoundAgain | None]:
    """The place of each; ``None`` where there is none, or none that is better than all others.

    ``before``: what all of them are placed in, if that is known: where their words went tells more
    than what is like them, and what was much the same as something else there is not taken for it.
    In the time it takes to read the texts a few times and each quote a few times.
    """
    found = _stayed(sought, articles)
    history = _History(before, articles, sought) if before and sought else None
    if history is not None:
        found = [history.place(number, place) for number, place in enumerate(found)]
    missing = [number for number, place in enumerate(found) if place is None]
    places = _searched([sought[number] for number in missing], articles, before)
    for number, place in zip(missing, places, strict=True):
        if place is None or history is None or not history.is_of_others(number, place):
            found[number] = place
    return [_anchored(place, articles) for place in found]


def find_orphans(
    orphans: Sequence[Sought], articles: Sequence[ArticleText], before: Sequence[ArticleText]
) -> list[FoundAgain | None]:
    """The place of each for which there was none in ``before``.

    What was there was looked at and refused: it is taken only if it is much more like now.
    """
    places = _searched(orphans, articles, before, refused=True)
    return [_anchored(place, articles) for place in places]


class _History:
    """What is known of places because it is known what the texts were before."""

    def __init__(
        self,
        before: Sequence[ArticleText],
        articles: Sequence[ArticleText],
        sought: Sequence[Sought],
    ) -> None:
        self._sought = sought
        self._old = _stayed(sought, before)
        self._texts = [article.text for article in articles]
        self._runs = SharedRuns([article.text for article in before], self._texts)

    def place(self, number: int, stayed: Place | None) -> Place | None:
        """Where one is without a doubt. ``stayed``: where its source spans are the same words."""
        old = self._old[number]
        if old is None:
            return stayed
        if stayed is not None and not self._runs.are_of_others(stayed, old, stayed=True):
            return stayed
        carried = self._runs.carried(old)
        if carried is None:
            return None
        quote, text = self._sought[number].quote, self._texts[carried.article]
        return Place(carried.article, _with_marks(carried.span, quote, text))

    def is_of_others(self, number: int, place: Place) -> bool:
        """Whether what stands in a place stood elsewhere before."""
        old = self._old[number]
        return old is not None and self._runs.are_of_others(place, old)


def _searched(
    sought: Sequence[Sought],
    articles: Sequence[ArticleText],
    before: Sequence[ArticleText],
    *,
    refused: bool = False,
) -> list[Place | None]:
    """The best place of each, if it is good, by the words alone.

    ``refused``: the places in ``before`` are all of other words, also the best of them.
    """
    words = [_words(one) for one in sought]
    found = _candidates(words, [article.text for article in articles], within=_MARGIN)
    known: list[list[_Candidate]] = [[] for _ in words]
    if before:
        known = _candidates(words, [article.text for article in before], within=_FAR)
    return [
        _best(here, _rival(_ranked(there)[0 if refused else 1 :]))
        for here, there in zip(found, known, strict=True)
    ]


def _anchored(place: Place | None, articles: Sequence[ArticleText]) -> FoundAgain | None:
    if place is None:
        return None
    article = articles[place.article]
    try:
        anchor = make_anchor(article.text, article.alignment, place.span)
    except NotFoundError:
        return None
    return FoundAgain(place.article, anchor)


def _stayed(sought: Sequence[Sought], articles: Sequence[ArticleText]) -> list[Place | None]:
    where = _Stayed(articles)
    return [where.place(one) for one in sought]


class _Stayed:
    """Finds what an edit of another part of the document did not move."""

    def __init__(self, articles: Sequence[ArticleText]) -> None:
        self._articles = articles
        held = sorted(
            (run.source_start, number)
            for number, article in enumerate(articles)
            for run in article.alignment.runs
            if run.source_length
        )
        self._starts = [start for start, _ in held]
        self._numbers = [number for _, number in held]

    def place(self, one: Sought) -> Place | None:
        """Where the same source spans are the same words among the same words."""
        at = bisect_right(self._starts, one.spans[0].start) - 1 if one.spans else -1
        if at < 0:
            return None
        number = self._numbers[at]
        article = self._articles[number]
        pieces = [piece for span in one.spans for piece in article.alignment.to(span)]
        if not pieces:
            return None
        start, end = min(p.start for p in pieces), max(p.end for p in pieces)
        text = article.text
        same = (
            text[start:end] == one.quote
            and text[max(0, start - CONTEXT_CHARACTERS) : start] == one.prefix
            and text[end : end + CONTEXT_CHARACTERS] == one.suffix
        )
        return Place(number, Span(start, end)) if same else None


@dataclass(frozen=True, slots=True)
class _Words:
    """A quote and what stood around it, squeezed: ``text[start:end]`` is the quote."""

    text: str
    points: Array
    start: int
    end: int
    raw: Sought

    @property
    def fuzzy(self) -> bool:
        return min(self.end - self.start, len(self.raw.quote)) >= _SHORTEST_FUZZY


def _words(one: Sought) -> _Words:
    whole = squeeze(one.prefix + one.quote + one.suffix)
    start, end = np.searchsorted(
        whole.places, [len(one.prefix), len(one.prefix) + len(one.quote)]
    ).tolist()
    return _Words(whole.text, whole.points, start, end, one)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place that was looked at; ``errors``: in the quote and in the words around it together.

    ``good``: these are the words; ``verbatim``: the text has all of it in the very characters.
    """

    place: Place
    errors: int
    quote_errors: int
    good: bool
    verbatim: bool


def _candidates(
    sought: Sequence[_Words], texts: Sequence[str], within: int
) -> list[list[_Candidate]]:
    """For each the places that are no more than so many errors worse than the best, and others."""
    found: list[list[_Candidate]] = [[] for _ in sought]
    if not sought:
        return found
    squeezed: tuple[int, Squeezed] | None = None
    # By text, so that each is squeezed no more than twice.
    for article, number, at in sorted(_pointed([one.points for one in sought], texts, within)):
        if squeezed is None or squeezed[0] != article:
            squeezed = article, squeeze(texts[article])
        match = _match(sought[number], squeezed[1], at)
        span = match.span(texts[article]) if match is not None else None
        if match is not None and span is not None:
            verbatim = _verbatim(sought[number].raw, texts[article], span)
            place = Place(article, span)
            found[number].append(
                _Candidate(place, match.errors, match.quote_errors, match.good(), verbatim)
            )
    return found


def _match(words: _Words, squeezed: Squeezed, at: int) -> _Match | None:
    """What stands where the words begin at about ``at``."""
    length = len(words.text)
    if at >= 0 and squeezed.text[at : at + length] == words.text:
        return _Match(words, squeezed, range(at, at + length))
    if length > _LONGEST_FUZZY:
        return None
    slack = (words.end - words.start) // 4 + 2 * _DRIFT
    low = max(at - slack, 0)
    places = aligned(words.text, squeezed.text[low : max(at + length + slack, 0)])
    return _Match(words, squeezed, [place + low if place >= 0 else -1 for place in places])


class _Match:
    """Words and where each of their characters stands in a squeezed text; -1: it does not."""

    def __init__(self, words: _Words, squeezed: Squeezed, places: Sequence[int]) -> None:
        self._words = words
        self._squeezed = squeezed
        self._places = places
        text = squeezed.text
        self._same = [
            place >= 0 and character == text[place]
            for character, place in zip(words.text, places, strict=True)
        ]
        quote = [place for place in places[words.start : words.end] if place >= 0]
        self._first = quote[0] if quote else -1
        self._last = quote[-1] if quote else -1
        added = self._last - self._first + 1 - len(quote) if quote else 0
        self.quote_errors = self._same[words.start : words.end].count(False) + added
        outside = self._same[: words.start] + self._same[words.end :]
        self.errors = self.quote_errors + outside.count(False)

    def good(self) -> bool:
        """Whether these are the words, and not some that are like them."""
        length = self._words.end - self._words.start
        before, after = self._before(), self._after()
        if before and after:
            allowed = length * _MOST_ERRORS if self._words.fuzzy else 0
            edges = self._edge_errors(at_end=False), self._edge_errors(at_end=True)
            firm = length < _EDGE or max(edges) <= _MOST_EDGE_ERRORS
            return self.quote_errors <= allowed and firm
        if length < _SHORTEST_ONE_SIDED or not (before or after):
            return False
        known = self._same[: self._words.start] if before else self._same[self._words.end :]
        return (
            all(known)
            and not self._edge_errors(at_end=before)
            and self.quote_errors <= length * _MOST_ERRORS_ONE_SIDED
        )

    def _edge_errors(self, *, at_end: bool) -> int:
        """How many characters at one end of the quote are other ones, or were put among them."""
        end = self._words.end
        edge = (
            slice(max(end - _EDGE, self._words.start), end)
            if at_end
            else slice(self._words.start, min(self._words.start + _EDGE, end))
        )
        there = [place for place in self._places[edge] if place >= 0]
        added = there[-1] - there[0] + 1 - len(there) if there else 0
        if added and not self._joined(at_end=at_end):
            return _EDGE  # the end may as well be before what was added
        return self._same[edge].count(False) + added

    def _joined(self, *, at_end: bool) -> bool:
        """Whether the quote and what stood beside it still touch."""
        outer = self._words.end if at_end else self._words.start - 1
        inner = outer - 1 if at_end else outer + 1
        if not 0 <= outer < len(self._places):
            return True
        pair = self._places[outer], self._places[inner]
        return min(pair) >= 0 and abs(pair[0] - pair[1]) == 1

    def _before(self) -> bool:
        near = self._same[max(0, self._words.start - _NEAR) : self._words.start]
        return self._mostly(near) if near else self._at_edge(0)

    def _after(self) -> bool:
        near = self._same[self._words.end : self._words.end + _NEAR]
        last = len(self._squeezed.text) - 1
        return self._mostly(near) if near else self._at_edge(last)

    def _mostly(self, near: Sequence[bool]) -> bool:
        # A mark of punctuation is nothing but what stands beside it.
        some = self._words.start < self._words.end and len(near) >= _FEW
        least = _LEAST_NEAR if some else 1
        return sum(near) >= least * len(near)

    def _at_edge(self, edge: int) -> bool:
        """Whether the words reach to the beginning or the end of the text."""
        return edge in (self._places[0], self._places[-1])

    def span(self, text: str) -> Span | None:
        """Where the quote stands in the text, with the punctuation it began and ended with."""
        quote = self._words.raw.quote
        if self._words.start == self._words.end:
            return self._between(text)
        if self._first < 0:
            return None
        places = self._squeezed.places
        words = Span(int(places[self._first]), int(places[self._last]) + 1)
        return _with_marks(words, quote, text)

    def _between(self, text: str) -> Span | None:
        """The place of a quote of punctuation alone: between the words it stood between."""
        at = self._words.start
        low = self._places[at - 1] if at else -1
        high = self._places[at] if at < len(self._places) else len(self._squeezed.text)
        if (at and low < 0) or high != low + 1:
            return None
        places = self._squeezed.places
        start = int(places[low]) + 1 if at else 0
        end = int(places[high]) if high < len(places) else len(text)
        quote = self._words.raw.quote
        gap = text[start:end]
        if not quote or gap.count(quote) != 1:
            return None
        return Span(start + gap.index(quote), start + gap.index(quote) + len(quote))


def _with_marks(span: Span, quote: str, text: str) -> Span:
    """The place of a quote's words with the punctuation it began and ended with."""
    start, end = span.start, span.end
    own = squeeze(quote).places
    before, after = quote[: own[0]], quote[own[-1] + 1 :]
    while before and start and _is_mark(text[start - 1], before[-1]):
        before, start = before[:-1], start - 1
    while after and end < len(text) and _is_mark(text[end], after[0]):
        after, end = after[1:], end + 1
    return Span(start, end)


def _is_mark(character: str, mark: str) -> bool:
    """Whether a character is a mark of punctuation, in whatever width and form."""
    forms = (fold(one).translate(_PLAIN) for one in (character, mark))
    return len(set(forms)) == 1


def _verbatim(one: Sought, text: str, span: Span) -> bool:
    return (
        text[span.start : span.end] == one.quote
        and text[: span.start].endswith(one.prefix)
        and text.startswith(one.suffix, span.end)
    )


def _best(candidates: Iterable[_Candidate], rival: _Candidate | None) -> Place | None:
    """The good place that is better than all others; of equal ones the only verbatim.

    ``rival``: the next best where the words are from.
    """
    ranked = _ranked(candidates)
    if not ranked:
        return None
    errors = ranked[0].errors
    # Without any error these are the words, unless they stand there twice.
    near = [one for one in ranked if one.errors < errors + (_MARGIN if errors else 1)]
    if len(near) > 1:
        near = [one for one in near if one.verbatim]
    if len(near) != 1 or not near[0].good or (rival and not _rather(near[0], rival)):
        return None
    return near[0].place


def _rather(found: _Candidate, rival: _Candidate) -> bool:
    """Whether what was found is the words, and not the rival, which may have come nearer.

    Where a row of a table is deleted, the next has its neighbours on one side.
    """
    closer = found.quote_errors == 0 or found.quote_errors < rival.quote_errors
    return closer and 2 * found.errors < rival.errors


def _rival(others: Sequence[_Candidate]) -> _Candidate | None:
    """The best of other words, with the fewest errors in the quote that any of them has."""
    if not others:
        return None
    return replace(others[0], quote_errors=min(one.quote_errors for one in others))


def _ranked(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Each place once, that with the fewest errors first."""
    by_place: dict[Place, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: -one.errors):
        by_place[candidate.place] = candidate
    return sorted(by_place.values(), key=lambda one: one.errors)


def _pointed(
    sought: Sequence[Array], texts: Sequence[str], within: int
) -> Iterator[tuple[int, int, int]]:
    """Texts, numbers of what is sought, and about where it begins in the squeezed text.

    A place comes once for each, but for those further off than words can have come in between.
    """
    grams = [hashes(points) for points in sought]
    wanted = np.unique(np.concatenate(grams))
    articles, places, hits = _occurrences(wanted, texts)
    order = np.argsort(hits, kind="stable")
    articles, places, hits = articles[order], places[order], hits[order]
    for number, own in enumerate(grams):
        keys = np.searchsorted(wanted, own)
        low, high = np.searchsorted(hits, keys), np.searchsorted(hits, keys, side="right")
        votes: defaultdict[int, list[int]] = defaultdict(list)
        for at in np.flatnonzero(high > low).tolist():
            for hit in range(low[at], high[at]):
                votes[int(articles[hit])].append(int(places[hit]) - at)
        clusters = [
            (count, article, begins)
            for article, diagonals in votes.items()
            for count, begins in _clusters(diagonals)
        ]
        clusters.sort(key=lambda one: -one[0])
        for count, article, begins in clusters[:_MOST_CANDIDATES]:
            # The best has an error for each stretch it lacks, at most; each spoils some stretches.
            most = len(own) - clusters[0][0] + within
            if count >= len(own) - LENGTH * most:
                yield article, number, begins


def _clusters(diagonals: list[int]) -> Iterator[tuple[int, int]]:
    """Where several point to the same beginning: how many, and the one most of them name."""
    diagonals.sort()
    first = 0
    for at in range(1, len(diagonals) + 1):
        if at == len(diagonals) or diagonals[at] > diagonals[at - 1] + _DRIFT:
            together = diagonals[first:at]
            ((begins, _),) = Counter(together).most_common(1)
            yield len(together), begins
            first = at


def _occurrences(wanted: Array, texts: Sequence[str]) -> tuple[Array, Array, Array]:
    """Where stretches stand: the numbers of the texts, the places in them when squeezed, and which
    of the ``wanted`` it is. Those with too many places are left out."""
    counts = np.zeros(len(wanted), dtype=np.int64)
    found: list[tuple[Array, Array, Array]] = []
    for number, text in enumerate(texts):
        own = hashes(squeeze(text).points)
        which = np.minimum(np.searchsorted(wanted, own), max(len(wanted) - 1, 0))
        places = np.flatnonzero(wanted[which] == own) if len(wanted) else np.empty(0, np.int64)
        which = which[places]
        counts += np.bincount(which, minlength=len(wanted))
        few = counts[which] <= _MOST_PLACES
        found.append((np.full(int(few.sum()), number), places[few], which[few]))
    if not found:
        none = np.empty(0, dtype=np.int64)
        return none, none, none
    articles, places, which = (np.concatenate(each) for each in zip(*found, strict=True))
    few = counts[which] <= _MOST_PLACES
    return articles[few], places[few], which[few]
