"""An annotation is found again: by its place in the same source, by its words in another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.alignment import Assembly, assemble
from reader.anchors import CONTEXT_CHARACTERS, Anchor, make_anchor, place
from reader.errors import NotFoundError
from reader.model import Annotation, Block, BlockKind, Color, Edit, Source, Span
from tests.drafts import MOMENT

LETTERS = "一二三𪟝\U0002f800a。"


def assembled(source: str, spans: list[Span], edits: list[Edit] | None = None) -> Assembly:
    blocks = [Block(BlockKind.PARAGRAPH, (span,)) for span in spans]
    return assemble(Source(source), blocks, edits or [])


def annotation_of(anchor: Anchor, sha256: str = "same") -> Annotation:
    return Annotation(
        id="1",
        document_id=1,
        article_id=1,
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        source_sha256=sha256,
        color=Color.YELLOW,
        note="",
        tags=(),
        created=MOMENT,
        modified=MOMENT,
    )


@st.composite
def scattered(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A source and the places of an article's blocks in it, in any order."""
    source = draw(st.text(LETTERS, min_size=1, max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=5)) | {0, len(source)})
    spans = [Span(low, high) for low, high in pairwise(cuts)]
    return source, draw(st.permutations(spans))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Span], list[Edit]]:
    source, spans = draw(scattered())
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=8)))
    edits = [
        Edit("rule", Span(low, high), source[low:high], draw(st.text(LETTERS, max_size=3)))
        for low, high in list(pairwise(cuts))[::2]
    ]
    return source, spans, edits


@settings(max_examples=150, deadline=None)
@given(scattered(), st.data())
def test_what_was_selected_is_marked_again(
    page: tuple[str, list[Span]], data: st.DataObject
) -> None:
    whole = assembled(*page)
    start = data.draw(st.integers(0, len(whole.text)))
    end = data.draw(st.integers(start, len(whole.text)))
    # Line breaks between blocks are nobody's text: a mark neither begins nor ends with one.
    selected = whole.text[start:end]
    assume(selected.strip("\n"))
    start += len(selected) - len(selected.lstrip("\n"))
    end -= len(selected) - len(selected.rstrip("\n"))
    anchor = make_anchor(whole.text, whole.alignment, Span(start, end))
    assert anchor.quote == whole.text[start:end]
    assert place(annotation_of(anchor), whole.text, whole.alignment, "same") == (Span(start, end),)


@settings(max_examples=150, deadline=None)
@given(edited(), st.data())
def test_a_mark_over_edits_holds_all_that_was_selected(
    page: tuple[str, list[Span], list[Edit]], data: st.DataObject
) -> None:
    whole = assembled(*page)
    start = data.draw(st.integers(0, len(whole.text)))
    end = data.draw(st.integers(start, len(whole.text)))
    own = [at for at in range(start, end) if whole.alignment.back(Span(at, at + 1))]
    assume(own)
    anchor = make_anchor(whole.text, whole.alignment, Span(start, end))
    placed = place(annotation_of(anchor), whole.text, whole.alignment, "same")
    assert all(any(span.start <= at < span.end for span in placed) for at in own)
    hull = Span(placed[0].start, placed[-1].end)
    assert whole.text[hull.start : hull.end] == anchor.quote
    again = annotation_of(make_anchor(whole.text, whole.alignment, hull))
    marked = place(again, whole.text, whole.alignment, "same")
    assert all(any(span.start <= at < span.end for span in marked) for at in own)


def test_a_mark_survives_another_cleaning() -> None:
    source = "某地(dì)方新闻"
    plain = assembled(source, [Span(0, 9)])
    cleaned = assembled(source, [Span(0, 9)], [Edit("gloss", Span(2, 6), "(dì)", "")])
    anchor = make_anchor(cleaned.text, cleaned.alignment, Span(1, 3))
    assert anchor.quote == "地方"
    assert place(annotation_of(anchor), plain.text, plain.alignment, "same") == (Span(1, 7),)
    assert place(annotation_of(anchor), cleaned.text, cleaned.alignment, "same") == (Span(1, 3),)


def test_a_mark_on_text_that_left_the_article_is_an_orphan() -> None:
    source = "一二三四五六"
    whole, half = assembled(source, [Span(0, 6)]), assembled(source, [Span(0, 3)])
    anchor = make_anchor(whole.text, whole.alignment, Span(4, 6))
    assert place(annotation_of(anchor), half.text, half.alignment, "same") == ()


@pytest.mark.parametrize("span", [Span(0, 0), Span(1, 2), Span(3, 3), Span(9, 12)])
def test_a_selection_without_text_cannot_be_marked(span: Span) -> None:
    whole = assembled("一二", [Span(0, 1), Span(1, 2)])
    assert whole.text == "一\n二"
    with pytest.raises(NotFoundError):
        make_anchor(whole.text, whole.alignment, span)


def test_context_is_kept_on_both_sides() -> None:
    source = "".join(chr(0x4E00 + number) for number in range(200))
    whole = assembled(source, [Span(0, 200)])
    anchor = make_anchor(source, whole.alignment, Span(100, 110))
    assert anchor.prefix == source[100 - CONTEXT_CHARACTERS : 100]
    assert anchor.suffix == source[110 : 110 + CONTEXT_CHARACTERS]


# In a source that is not the one it was made on


@settings(max_examples=100, deadline=None)
@given(st.text(LETTERS, max_size=20), st.text(LETTERS, max_size=20), st.text("甲乙", max_size=40))
def test_a_quote_is_found_in_a_changed_source(before: str, after: str, added: str) -> None:
    quote = "此处𪟝独有"
    old = assembled(before + quote + after, [Span(0, len(before + quote + after))])
    anchor = make_anchor(old.text, old.alignment, Span(len(before), len(before + quote)))
    text = added + old.text
    new = assembled(text, [Span(0, len(text))])
    (found,) = place(annotation_of(anchor), new.text, new.alignment, "another")
    assert (found.start, text[found.start : found.end]) == (len(added + before), quote)


def test_context_tells_one_place_of_a_quote_from_another() -> None:
    old = assembled("东边有一座桥。西边有一座桥。", [Span(0, 14)])
    anchor = make_anchor(old.text, old.alignment, Span(9, 13))
    text = "新增。东边有一座桥。西边有一座桥,"
    new = assembled(text, [Span(0, len(text))])
    assert place(annotation_of(anchor), text, new.alignment, "another") == (Span(12, 16),)


@pytest.mark.parametrize("text", ["换成了别的话", "", "桥。桥。"])
def test_a_quote_without_one_best_place_is_an_orphan(text: str) -> None:
    old = assembled("桥", [Span(0, 1)])
    annotation = annotation_of(make_anchor(old.text, old.alignment, Span(0, 1)))
    new = assembled(text, [Span(0, len(text))] if text else [])
    assert place(annotation, text, new.alignment, "another") == ()
    assert place(replace(annotation, quote=""), text, new.alignment, "another") == ()
