"""An article's annotations after a few of many changed: the same as if all were read again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.library import Library
from reader.model import AnnotationChange, AnnotationEdit, Color, ShownScript
from reader.paths import Paths
from reader.ui.annotations.article_cards import ArticleCards, changed_annotations
from tests.ui.session import import_files, write


@pytest.fixture
def library(paths: Paths, tmp_path: Path) -> Library:
    """One article with three marks."""
    with closing(Library(paths)) as opened:
        import_files(opened, write(tmp_path, "one.txt", "皇后在後宮讀書。李勣將軍來。\n"))
    opened = Library(paths)
    for words in ("皇后", "讀書", "李勣"):
        mark(opened, words)
    return opened


def mark(library: Library, words: str) -> AnnotationChange:
    (article,) = library.articles()
    return library.annotate(article.id, library.find_quote(article.id, words))


def test_each_change_gives_what_is_read_and_makes_only_its_card_anew(library: Library) -> None:
    with closing(library):
        view = library.view(library.articles()[0].id, ShownScript.SIMPLIFIED)
        placed = tuple(library.annotations_of(view))
        cards = ArticleCards()
        before = cards.of(view, placed)
        ids = [one.annotation.id for one in placed]

        def follow(changes: Sequence[AnnotationChange]) -> int:
            """How many cards stay the same."""
            nonlocal placed, before
            found = changed_annotations(view, placed, changes)
            assert found is not None
            assert list(found) == library.annotations_of(view)
            after = cards.of(view, found)
            assert after == ArticleCards().of(view, found)
            same = sum(one is other for one in before for other in after)
            placed, before = found, after
            return same

        assert follow([mark(library, "後宮")]) == 3
        assert follow([mark(library, "皇后在後")]) == 4
        edit = AnnotationEdit(color=Color.BLUE)
        assert follow(library.edit_annotations(ids[:2], edit)) == 3
        assert follow(library.delete_annotations(ids[1:])) == 3
        assert [card.quote for card in before] == ["皇后", "皇后在后", "后宫"]


def test_what_is_of_another_article_is_to_be_read(library: Library) -> None:
    with closing(library):
        view = library.view(library.articles()[0].id, ShownScript.ORIGINAL)
        placed = tuple(library.annotations_of(view))
        moved = replace(placed[0].annotation, article_id=view.article.summary.id + 1)
        change = AnnotationChange(placed[0].annotation, moved)
        assert changed_annotations(view, placed, [change]) is None
        assert changed_annotations(view, placed, []) is None


def test_another_view_has_other_cards(library: Library) -> None:
    with closing(library):
        view = library.view(library.articles()[0].id, ShownScript.ORIGINAL)
        placed = library.annotations_of(view)
        cards = ArticleCards()
        assert [card.quote for card in cards.of(view, placed)] == ["皇后", "讀書", "李勣"]
        simplified = view.in_script(ShownScript.SIMPLIFIED, view.terms)
        assert [card.quote for card in cards.of(simplified, placed)] == ["皇后", "读书", "李𪟝"]
