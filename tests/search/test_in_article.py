"""Words in the one article on screen: found by what is shown and by what the article has."""

from __future__ import annotations

from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import article_view
from reader.article_view import ArticleView, Place
from reader.model import Script, ShownScript
from reader.script import Term, Terms
from reader.search import in_article
from reader.search.in_article import FindableArticle
from tests.ui.pages import article_of_lines, view_of_lines

LINES = ["互联网与网络", "皇后在后宫", "经\u3000济 OR 发展", "这个网络", "李勣?“-a”"]
# Whole words, so that phrases change their length beside one another; astral, private use, space.
WORDS = st.lists(
    st.sampled_from(
        ["互联网", "网络", "打印机", "網路", "頭髮", "发展", "后", "勣", "𪟝", "\ue000", "A", " "]
    ),
    min_size=1,
    max_size=6,
).map("".join)


def found(view: ArticleView, words: str, *, exact: bool = False) -> list[str]:
    """What of the article's own text is found."""
    spans = FindableArticle(view).find(words, exact=exact)
    return [view.article.text[span.start : span.end] for span in spans]


@pytest.mark.parametrize("words", ["網路", "网路", "网络", "網絡", "网 络", "\u3000网络\t"])
def test_what_is_shown_and_what_the_article_has_are_found_by_either(words: str) -> None:
    view = view_of_lines(LINES, shown=ShownScript.TAIWAN_PHRASES)
    assert "網際網路與網路" in view.whole_text()
    assert found(view, words)[-2:] == ["网络", "网络"]


def test_a_part_of_a_phrase_that_changed_its_length_stands_for_all_of_it() -> None:
    view = view_of_lines(LINES, shown=ShownScript.TAIWAN_PHRASES)
    assert found(view, "際") == ["互联网"]
    assert found(view, "網") == ["互联网", "网", "网"]
    assert found(view, "際網路與網") == ["互联网与网"]


def test_white_space_and_line_ends_are_looked_through() -> None:
    view = view_of_lines(LINES)
    assert found(view, "经济") == ["经\u3000济"]
    assert found(view, "網絡皇后") == ["网络\n皇后"]
    assert found(view, " \n") == found(view, "") == []


@pytest.mark.parametrize("words", ["“-a”", "?", "-", "济 or 发", "勣?"])
def test_no_sign_of_the_query_language_means_anything(words: str) -> None:
    (text,) = found(view_of_lines(LINES), words)
    assert text.casefold() == words.casefold()
    assert found(view_of_lines(LINES), "-皇后") == found(view_of_lines(LINES), "=后") == []


def test_exactly_is_what_is_shown_and_nothing_else() -> None:
    view = view_of_lines(LINES, shown=ShownScript.TRADITIONAL)
    assert found(view, "后", exact=True) == ["后"]
    assert found(view, "后") == ["后", "后"]
    assert found(view, "後宮", exact=True) == ["后宫"]
    assert found(view, "后宫", exact=True) == []
    assert found(view, "A", exact=True) == []


def test_the_users_own_words_are_found_as_they_are_shown() -> None:
    terms = Terms([Term(simplified="这个", traditional="此一個")])
    view = ArticleView(article_of_lines(LINES, Script.SIMPLIFIED), ShownScript.TRADITIONAL, terms)
    assert found(view, "此一個網") == ["这个网"]


@given(
    lines=st.lists(WORDS, min_size=1, max_size=4),
    script=st.sampled_from(Script),
    shown=st.sampled_from(ShownScript),
    exact=st.booleans(),
    data=st.data(),
)
def test_whatever_is_read_on_screen_is_found_there(
    lines: list[str], script: Script, shown: ShownScript, exact: bool, data: st.DataObject
) -> None:
    with patch.object(article_view, "_LONGEST_PART", 8):
        view = view_of_lines(lines, script, shown)
    block = data.draw(st.sampled_from(range(len(view))))
    text = view.block(block).text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    with patch.object(in_article, "_PART", data.draw(st.sampled_from([1, 12, 50_000]))):
        spans = list(FindableArticle(view).find(text[start:end], exact=exact))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(len(span) for span in spans)
    expected = view.span(Place(block, start), Place(block, end))
    assert expected is not None
    if text[start:end].strip():
        assert any(span.overlaps(expected) for span in spans)
    else:
        assert not spans
