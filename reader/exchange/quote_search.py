"""Where the words of annotations stand that are tied to no document of a library."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.alignment import assemble
from reader.anchors import Anchor, ArticleText, find_again, make_anchor
from reader.anchors.squeezed import Squeezed, squeeze
from reader.errors import NotFoundError
from reader.exchange.pacing import Pace
from reader.export import Incoming, IncomingProblem, Quote
from reader.messages import message
from reader.model import Annotation, Article, ArticleSummary, Progress, Span
from reader.store import Store

# Texts that are looked through at once when a quote may stand anywhere.
_TEXTS = 100
# Fewer characters may stand in a library once by chance.
_TELLING_WORDS = 6
# So many articles are compared with one quote that is not there word by word.
_MOST_ARTICLES = 32


class QuoteSearch:
    """Looks for quotes in a library: in the articles that a file names, then in all.

    ``name``: the file's, for the label of the steps.
    """

    def __init__(self, store: Store, incoming: Sequence[Incoming], name: str) -> None:
        self._store = store
        self._incoming = incoming
        self._name = name
        self._pace = Pace()
        self._placed: dict[int, Annotation] = {}
        self._problems: list[IncomingProblem] = []

    def results(
        self,
    ) -> Generator[Progress, None, tuple[dict[int, Annotation], list[IncomingProblem]]]:
        """New annotations by the numbers of those that gave them, and what was not placed."""
        if self._incoming:
            by_title: dict[str, list[ArticleSummary]] = {}
            for summary in self._store.articles():
                by_title.setdefault(squeeze(summary.title).text, []).append(summary)
            named = {one.number: _named(one, by_title) for one in self._incoming}
            left = []
            for done, one in enumerate(self._incoming):
                if self._pace.due():
                    yield Progress(done, len(self._incoming), self._name)
                if not self._place_in(named[one.number], one):
                    left.append(one)
            yield from self._place_anywhere(left, named)
        return self._placed, self._problems

    def _place_in(self, articles: Sequence[ArticleSummary], one: Incoming) -> bool:
        """Place it in one of the articles that a file names; whether that could be done."""
        if not articles:
            return False
        tally = _Tally(one.quote)
        for article_id, text in self._store.texts([article.id for article in articles]).items():
            tally.count(article_id, squeeze(text))
        annotation = self._only(one, tally) or self._again(one, [each.id for each in articles])
        if annotation is None:
            return False
        self._placed[one.number] = annotation
        return True

    def _place_anywhere(
        self, left: Sequence[Incoming], named: Mapping[int, Sequence[ArticleSummary]]
    ) -> Iterator[Progress]:
        tallies = [_Tally(one.quote) for one in left]
        telling = [tally for tally in tallies if tally.telling]
        yield from self._count(telling)
        for done, (one, tally) in enumerate(zip(left, tallies, strict=True)):
            if self._pace.due():
                yield Progress(done, len(left), self._name)
            annotation = None
            if tally.telling:
                annotation = self._only(one, tally) or self._again(one, tally.articles)
            articles = named[one.number]
            if annotation is None and len(articles) == 1:
                annotation = new_annotation(one, articles[0].document_id, articles[0].id)
            if annotation is not None:
                self._placed[one.number] = annotation
            else:
                self._problems.append(IncomingProblem(one.number, tally.reason))

    def _count(self, tallies: Sequence[_Tally]) -> Iterator[Progress]:
        """Look through all texts of the library."""
        ids = [summary.id for summary in self._store.articles()] if tallies else []
        for start in range(0, len(ids), _TEXTS):
            yield Progress(start, len(ids), self._name)
            for article_id, text in self._store.texts(ids[start : start + _TEXTS]).items():
                squeezed = squeeze(text)
                for tally in tallies:
                    tally.count(article_id, squeezed)

    def _only(self, one: Incoming, tally: _Tally) -> Annotation | None:
        """A new annotation where all of the words stand, if that is one place."""
        if tally.place is None or tally.places != 1:
            return None
        article = self._store.article(tally.place.article_id)
        alignment = assemble(article.source, article.blocks, article.edits).alignment
        try:
            return _tied(one, article, make_anchor(article.text, alignment, tally.place.span))
        except NotFoundError:
            return None

    def _again(self, one: Incoming, article_ids: Sequence[int]) -> Annotation | None:
        """A new annotation where all words of the quote stand, and most of those about them.

        What was like them where they are from is not known: words that are almost theirs may have
        stood beside them.
        """
        if not 0 < len(article_ids) <= _MOST_ARTICLES:
            return None
        articles = [self._store.article(article_id) for article_id in article_ids]
        texts = [
            ArticleText(each.text, assemble(each.source, each.blocks, each.edits).alignment)
            for each in articles
        ]
        sought = Anchor((), one.quote.exact, one.quote.prefix, one.quote.suffix)
        (found,) = find_again([sought], texts)
        if found is None or not alike(found.anchor.quote, one.quote.exact):
            return None
        return _tied(one, articles[found.article], found.anchor)


class _Place(NamedTuple):
    article_id: int
    span: Span


class _Tally:
    """In how many places a quote stands, with the words about it and without.

    ``places``: of all of it, in any script and with any punctuation; ``place``: the last of them.
    ``articles``: those that have the quote, whatever stands about it.
    """

    def __init__(self, quote: Quote) -> None:
        self._before = squeeze(quote.prefix).text
        self._exact = squeeze(quote.exact).text
        self._whole = self._before + self._exact + squeeze(quote.suffix).text
        self.places = 0
        self.place: _Place | None = None
        self.articles: list[int] = []
        self._exact_places = 0

    def count(self, article_id: int, squeezed: Squeezed) -> None:
        """Look through the text of one more article."""
        if not self._exact or self._exact not in squeezed.text:
            return
        self.articles.append(article_id)
        self._exact_places += squeezed.text.count(self._exact)
        count = squeezed.text.count(self._whole)
        if count:
            self.places += count
            start = squeezed.text.index(self._whole) + len(self._before)
            last = start + len(self._exact) - 1
            places = squeezed.places
            self.place = _Place(article_id, Span(int(places[start]), int(places[last]) + 1))

    @property
    def telling(self) -> bool:
        """Whether a single place is no chance."""
        return bool(self._exact) and len(self._whole) >= _TELLING_WORDS

    @property
    def reason(self) -> str:
        """Why it has no place."""
        if not self.telling:
            return message(
                "it is too short to be looked for: with the words about it, it has fewer than"
                " {least} characters",
                least=_TELLING_WORDS,
            )
        match self._exact_places:
            case 0:
                return message("no document of this library has its words")
            case 1:
                return message("its words stand in this library, but too few of those about them")
            case count:
                return message("its words stand in {count} places of this library", count=count)


def alike(one: str, other: str) -> bool:
    """Whether two quotes are the same but for script, width, space and punctuation."""
    return squeeze(one).text == squeeze(other).text


def new_annotation(incoming: Incoming, document_id: int, article_id: int) -> Annotation:
    """As it would be in an article of this library."""
    return Annotation(
        id=incoming.id,
        document_id=document_id,
        article_id=article_id,
        spans=incoming.spans,
        quote=incoming.quote.exact,
        prefix=incoming.quote.prefix,
        suffix=incoming.quote.suffix,
        source_sha256=incoming.anchored_on,
        color=incoming.color,
        note=incoming.note,
        tags=incoming.tags,
        created=incoming.created,
        modified=incoming.modified,
        style=incoming.style,
        times=incoming.times,
    )


def _tied(incoming: Incoming, article: Article, anchor: Anchor) -> Annotation:
    return replace(
        new_annotation(incoming, article.summary.document_id, article.summary.id),
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        source_sha256=article.source_sha256,
    )


def _named(incoming: Incoming, by_title: dict[str, list[ArticleSummary]]) -> list[ArticleSummary]:
    """The articles that bear the title a file gives, and its newspaper and date if it has them."""
    origin = incoming.origin
    return [
        article
        for article in by_title.get(squeeze(origin.title).text, ())
        if origin.title.strip()
        and origin.newspaper in ("", article.newspaper)
        and origin.date in ("", article.date)
    ]
