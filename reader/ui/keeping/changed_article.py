"""Where the words on screen stand after their article was changed elsewhere. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.article_view import ArticleView
from reader.errors import NotFoundError
from reader.library import Library
from reader.model import Article, ShownScript, Span
from reader.ui.corrections.following import Followed, find_followed

# So many characters at the top of the screen are looked for in an edited source.
_WORDS = 16


def changed_article(
    library: Library, view: ArticleView, positions: Sequence[int]
) -> Followed | None:
    """The article to show instead of ``view``, and from where.

    ``positions``: source offsets on screen, from the top. ``None`` where the article is as it was,
    or is gone. Not for the GUI thread.
    """
    try:
        now = library.article(view.article.summary.id)
    except NotFoundError:
        return None
    if now == view.article:
        return None
    if now.source_sha256 != view.article.source_sha256:
        return Followed(now.summary.id, _position_of_words(view, now, positions))
    document_id = now.summary.document_id
    ids = [one.id for one in library.articles() if one.document_id == document_id]
    return find_followed(library, ids, positions)


def _position_of_words(view: ArticleView, now: Article, positions: Sequence[int]) -> int:
    """The source offset in an edited source of what was at the top; of what is as far down where
    those words are gone."""
    was = view.clean.to(Span(positions[0], positions[0] + 1)) if positions else ()
    start = was[0].start if was else 0
    words = view.article.text[start : start + _WORDS]
    found = min(
        _places(now.text, words),
        key=lambda place: abs(place - start),
        default=min(start, len(now.text) - 1),
    )
    clean = ArticleView(now, ShownScript.ORIGINAL).clean
    source = clean.back(Span(found, found + 1)) or clean.back(Span(0, len(now.text)))
    return source[0].start


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
