"""The annotations of the article on screen, while it is read again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.article_view import ArticleView
from reader.library import Library
from reader.model import PlacedAnnotation
from reader.paths import Paths
from reader.ui.annotations.article_annotations import ArticleAnnotations
from reader.ui.open_article import OpenArticle
from tests.ui.session import Session, import_files, marked, wait_until, write


@pytest.fixture
def session(paths: Paths, tmp_path: Path, open_session: Callable[..., Session]) -> Session:
    """The window on one article without marks."""
    with closing(Library(paths)) as library:
        import_files(
            library, write(tmp_path / "files", "one.txt", "皇后在後宮讀書。李勣將軍來。\n")
        )
    session = open_session()
    session.rest()
    return session


def test_what_was_read_before_the_article_was_read_again_takes_nothing_from_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first reading of annotations comes to its end when it is out of date."""
    library, gate, begun = session.library, threading.Event(), threading.Event()
    read = library.annotations_of

    def slowly_at_first(view: ArticleView) -> list[PlacedAnnotation]:
        placed = read(view)
        if not begun.is_set():
            begun.set()
            gate.wait(20)
        return placed

    monkeypatch.setattr(library, "annotations_of", slowly_at_first)
    article, annotations = (
        session.window.findChild(kind) for kind in (OpenArticle, ArticleAnnotations)
    )
    assert isinstance(article, OpenArticle) and isinstance(annotations, ArticleAnnotations)
    annotations.read_again()
    wait_until(begun.is_set)
    library.annotate(article.id, library.find_quote(article.id, "李勣"))
    before = article.view
    article.read_again()
    wait_until(lambda: article.view is not before)
    assert [words for words, _ in marked(session.article)] == ["李勣"]
    gate.set()
    session.rest()
    assert [words for words, _ in marked(session.article)] == ["李勣"]
