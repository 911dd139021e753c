"""An article as it is seen: the same text as its blocks at once, and exact ways back from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, cycle, islice
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import article_view
from reader.anchors import make_anchor
from reader.anchors import place as placed
from reader.article_view import ArticleView, Cleaning, Place, Word
from reader.importing import read_document
from reader.library import unsaved_articles
from reader.model import (
    Annotation,
    Article,
    ArticleDraft,
    Block,
    BlockKind,
    Color,
    Edit,
    Script,
    ShownScript,
    Span,
)
from reader.paths import seeds
from reader.script import (
    NO_TERMS,
    Direction,
    Term,
    TermError,
    TermFault,
    Terms,
    convert_text,
    dictionaries,
)
from tests.drafts import MOMENT, draft_of
from tests.script.texts import fragments, names, overlapping_keys

# Characters that change with the script, that cross the BMP when they do, and parts of phrases
# that Taiwan says otherwise and longer.
_TEXT = st.text(
    st.sampled_from("互联网智能手机皇后後宫宮勣𪟝將军軍，。a😀"), min_size=1, max_size=12
)
_SHOWN = st.sampled_from(ShownScript)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Blocks from scattered stretches of a source, some with edits in, before and after them."""
    pieces = draw(st.lists(_TEXT, min_size=1, max_size=8))
    source, spans = "", []
    for piece in pieces:
        source += draw(st.sampled_from(["", "\n", "——"]))
        spans.append(Span(len(source), len(source) + len(piece)))
        source += piece
    spans = draw(st.permutations(spans))
    blocks = []
    while spans:
        count = draw(st.integers(1, min(3, len(spans))))
        blocks.append(Block(draw(st.sampled_from(BlockKind)), tuple(spans[:count])))
        spans = spans[count:]
    edits = _disjoint(draw(st.lists(_edits(source), max_size=4)))
    script = draw(st.sampled_from(Script))
    draft = draft_of(source, [ArticleDraft(tuple(blocks), script=script)], edits)
    (article,) = unsaved_articles(draft)
    return article


def _edits(source: str) -> st.SearchStrategy[Edit]:
    def edit(start: int, length: int, after: str) -> Edit:
        span = Span(start, min(start + length, len(source)))
        return Edit("rule", span, source[span.start : span.end], after)

    lengths = st.integers(0, 3)
    afters = st.text(st.sampled_from("后𪟝机"), max_size=3)
    return st.builds(edit, st.integers(0, len(source)), lengths, afters)


def _disjoint(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.source):
        if not kept or kept[-1].source.end < edit.source.start:
            kept.append(edit)
    return kept


@given(articles())
def test_in_its_own_script_it_shows_the_clean_text(article: Article) -> None:
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert view.whole_text() == article.text
    for number in range(len(view)):
        span = view.clean_span(number)
        assert view.block(number).text == article.text[span.start : span.end]
        assert view.lengths[number] == len(span)


@given(articles(), _SHOWN)
def test_block_by_block_it_shows_what_the_whole_text_would_be(
    article: Article, shown: ShownScript
) -> None:
    whole = convert_text(article.text, shown, article.summary.script)
    assert ArticleView(article, shown).whole_text() == whole


@given(articles(), _SHOWN, st.data())
def test_a_span_is_shown_where_it_can_be_selected_again(
    article: Article, shown: ShownScript, data: st.DataObject
) -> None:
    view = ArticleView(article, shown)
    start = data.draw(st.integers(0, len(article.text)))
    span = Span(start, data.draw(st.integers(start, len(article.text))))
    pieces = view.pieces(span)
    assert all(len(piece.span) for piece in pieces)
    assert [piece.block for piece in pieces] == sorted({piece.block for piece in pieces})
    visible = article.text[span.start : span.end].replace("\n", "")
    assert bool(pieces) is bool(visible)
    if not pieces:
        return
    first, last = pieces[0], pieces[-1]
    again = view.span(Place(first.block, first.span.start), Place(last.block, last.span.end))
    assert again is not None
    inner = article.text[span.start : span.end].strip("\n")
    assert again.start <= article.text.index(inner, span.start)
    assert again.end >= article.text.index(inner, span.start) + len(inner)
    if shown is not ShownScript.TAIWAN_PHRASES:  # elsewhere each character stands for one
        assert article.text[again.start : again.end] == inner


@given(articles(), _SHOWN, st.data())
def test_a_line_keeps_its_source_position_in_every_script(
    article: Article, shown: ShownScript, data: st.DataObject
) -> None:
    """Of any character that the source has, and that no edit or phrase changed the length of."""
    original = ArticleView(article, ShownScript.ORIGINAL)
    number = data.draw(st.integers(0, len(original) - 1))
    text = original.block(number).text
    place = Place(number, data.draw(st.integers(0, max(len(text) - 1, 0))))
    position = original.source_position(place)
    if original.place_of_source(position) != place:
        return  # nothing of the source stands there
    other = ArticleView(article, shown)
    again = other.place_of_source(position)
    assert again.block == place.block
    if shown is not ShownScript.TAIWAN_PHRASES:
        assert again == place
        assert other.source_position(again) == position


@pytest.fixture
def view() -> ArticleView:
    source = "副题\n\n正文互联网\n\n题目"
    blocks = (
        Block(BlockKind.TITLE, (Span(11, 13),)),
        Block(BlockKind.SUBTITLE, (Span(0, 2),)),
        Block(BlockKind.PARAGRAPH, (Span(4, 9),)),
    )
    (article,) = unsaved_articles(draft_of(source, [ArticleDraft(blocks)]))
    summary = replace(article.summary, script=Script.SIMPLIFIED)
    return ArticleView(replace(article, summary=summary), ShownScript.TAIWAN_PHRASES)


def test_scattered_blocks_are_shown_in_reading_order(view: ArticleView) -> None:
    assert view.whole_text() == "題目\n副題\n正文網際網路"
    assert [view.kind(number) for number in range(len(view))] == [
        BlockKind.TITLE,
        BlockKind.SUBTITLE,
        BlockKind.PARAGRAPH,
    ]
    assert view.place_of_source(11) == Place(0, 0)
    assert view.place_of_source(1) == Place(1, 1)
    assert view.place_of_source(4) == Place(2, 0)
    assert view.source_position(Place(0, 1)) == 12


def test_a_source_position_between_blocks_is_shown_at_the_block_before_it(
    view: ArticleView,
) -> None:
    assert view.place_of_source(3) == Place(1, 2)
    assert view.place_of_source(99) == Place(0, 2)


def test_a_place_inside_a_longer_phrase_stands_for_all_of_it(view: ArticleView) -> None:
    assert view.span(Place(2, 4), Place(2, 5)) == Span(8, 11)
    assert view.text(Place(2, 4), Place(2, 5)) == "網"
    assert view.source_position(Place(2, 4)) == 6


def test_what_is_shown_between_two_places_may_be_nothing_or_a_line_break(
    view: ArticleView,
) -> None:
    assert view.span(Place(0, 1), Place(0, 1)) is None
    assert view.span(Place(0, 2), Place(1, 0)) is None
    assert view.text(Place(0, 1), Place(2, 2)) == "目\n副題\n正文"
    assert view.span(Place(0, 1), Place(2, 2)) == Span(1, 8)


def test_what_is_inserted_where_two_blocks_meet_is_shown_once() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, (span,)) for span in (Span(1, 2), Span(0, 1)))
    edits = [Edit("rule", Span(1, 1), "", "丙")]
    (article,) = unsaved_articles(draft_of("甲乙", [ArticleDraft(blocks)], edits))
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert view.whole_text() == article.text == "丙乙\n甲"
    assert view.source_position(Place(1, 0)) == 0


LONG = "".join(f"第{number}句说互联网，勣也到了；" for number in range(900))


def view_of_line(line: str, shown: ShownScript, script: Script = Script.SIMPLIFIED) -> ArticleView:
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(line)),))
    draft = ArticleDraft((block,), script=script)
    (article,) = unsaved_articles(draft_of(line, [draft]))
    return ArticleView(article, shown)


@pytest.mark.parametrize("shown", ShownScript)
def test_a_very_long_block_is_shown_in_parts_and_reads_as_one(shown: ShownScript) -> None:
    view = view_of_line(LONG, shown)
    whole = convert_text(LONG, shown, Script.SIMPLIFIED)
    assert len(view) > 2
    assert view.whole_text() == whole
    assert list(view.paragraphs()) == [(BlockKind.PARAGRAPH, whole)]
    end = Place(len(view) - 1, len(view.block(len(view) - 1).text))
    assert view.text(Place(0, 0), end) == whole
    assert view.span(Place(0, 0), end) == Span(0, len(LONG))
    assert [view.continues(number) for number in range(3)] == [False, True, True]


def test_in_a_mixed_article_a_long_block_goes_by_the_whole_of_it() -> None:
    """Its last part has no character that tells the script; the block has."""
    line = "萬國圖書館，" * 700 + "乾坤大后，" * 700
    view = view_of_line(line, ShownScript.TRADITIONAL)
    article = view.article
    mixed = replace(article, summary=replace(article.summary, script=Script.MIXED))
    view = ArticleView(mixed, ShownScript.TRADITIONAL)
    assert len(view) > 1
    assert view.whole_text() == line


@pytest.mark.parametrize("name", names())
def test_no_entry_holds_a_place_where_long_blocks_are_cut(name: str) -> None:
    entries = dictionaries.dictionary(name) | dictionaries.corrections(name)
    assert not [key for key in entries if article_view._PART_END.search(key)]


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.lists(st.one_of(overlapping_keys(), fragments()), max_size=2).map("".join),
        min_size=12,
        max_size=40,
    ),
    script=st.sampled_from([Script.SIMPLIFIED, Script.TRADITIONAL, Script.NEITHER]),
    shown=st.sampled_from(ShownScript),
)
def test_a_long_block_without_clauses_is_cut_through_no_entry(
    words: list[str], script: Script, shown: ShownScript
) -> None:
    """囧 stands in no entry, so that there is a place to cut within twice a part's length."""
    line = "囧".join(word for word in words if word.isprintable()).replace(" ", "") + "囧" * 101
    with patch.object(article_view, "_LONGEST_PART", 100):
        view = view_of_line(line, shown, script)
    assert len(view) > 1
    assert max(view.lengths) <= 200
    assert view.whole_text() == convert_text(line, shown, script)


def test_what_cannot_be_cut_is_shown_in_parts_all_the_same() -> None:
    """人人 stands in an entry."""
    view = view_of_line("人" * 20_000, ShownScript.TRADITIONAL)
    assert list(view.lengths) == [8_000, 8_000, 4_000]


@pytest.mark.parametrize("line", [LONG, "网" * 9_000], ids=["clauses", "no clauses"])
def test_a_span_over_two_parts_is_one_again(line: str) -> None:
    view = view_of_line(line, ShownScript.TRADITIONAL)
    seam = view.clean_span(1).start
    span = Span(seam - 3, seam + 4)
    pieces = view.pieces(span)
    assert [piece.block for piece in pieces] == [0, 1]
    first, last = pieces
    assert view.span(Place(0, first.span.start), Place(1, last.span.end)) == span
    assert (
        view.quote([span]) == convert_text(line, view.shown, Script.SIMPLIFIED)[seam - 3 : seam + 4]
    )
    assert view.quote([span], 5).endswith("…")
    for position in range(seam - 3, seam + 4):
        place = view.place_of_source(position)
        assert place.block == (position >= seam)
        assert view.source_position(place) == position
    assert view.clean.to(span) == view.clean.back(span) == (span,)


def test_a_block_is_converted_once_and_only_when_it_is_looked_at(view: ArticleView) -> None:
    assert view.block(1) is view.block(1)
    other = view.in_script(ShownScript.ORIGINAL)
    assert other.article is view.article
    assert other.block(0).text == "题目"


# What is highlighted in one script and read back in the others

_HIGHLIGHTS = 5_000  # of each of the two kinds of text
# Each is one character or an emoji of several; some change their plane with the script.
_ASTRAL = [
    *"𪟝勣𫖯頫𠮷𡃁😀𤒹𧮪𩽾𩾌鮟鱇国國后後发發，。",
    "👩‍👩‍👧",
    "智能手机",
    "互联网",
    "软件",
    "头发",
]
_LONGEST_PHRASE = 12


def test_a_highlight_on_a_seed_is_the_same_in_every_script() -> None:
    drafts = [read_document(file) for file in sorted(seeds().glob("*.txt"))]
    articles = [article for draft in drafts for article in unsaved_articles(draft)]
    assert len(drafts) == 5
    _check_highlights(articles, NO_TERMS, Random(3))


def test_a_highlight_on_astral_characters_is_the_same_in_every_script() -> None:
    rng = Random(4)
    articles = list(chain.from_iterable(_astral_articles(rng) for _ in range(40)))
    assert 0 < _check_highlights(articles, NO_TERMS, rng) < _HIGHLIGHTS


def test_a_highlight_is_the_same_with_words_of_the_users_that_change_their_length() -> None:
    rng = Random(5)
    articles = list(chain.from_iterable(_astral_articles(rng) for _ in range(20)))
    terms = Terms(
        [Term("国", "𩽾𩾌國"), Term("互联网", "網"), Term("😀", "😀😀"), Term("发", "𠮷")]
    )
    assert _check_highlights(articles, terms, rng, 500) > 0


def _astral_articles(rng: Random) -> Iterator[Article]:
    """Blocks of scattered stretches of a source, with edits in some of them."""
    source, spans = "", []
    for _ in range(rng.randint(3, 9)):
        source += rng.choice(["", "\n", "😀\n"])
        start = len(source)
        source += "".join(rng.choices(_ASTRAL, k=rng.randint(2, 30)))
        spans.append(Span(start, len(source)))
    starts = rng.sample(range(0, len(source), 3), min(6, len(source) // 3))
    edits = [
        Edit("rule", Span(start, end), source[start:end], "".join(rng.choices(_ASTRAL, k=length)))
        for start in sorted(starts)
        for end, length in [(min(start + rng.randint(0, 2), len(source)), rng.randint(0, 2))]
    ]
    rng.shuffle(spans)
    blocks = []
    while spans:
        count = rng.randint(1, 3)
        blocks.append(Block(BlockKind.PARAGRAPH, tuple(spans[:count])))
        spans = spans[count:]
    script = rng.choice(list(Script))
    return unsaved_articles(draft_of(source, [ArticleDraft(tuple(blocks), script=script)], edits))


def _check_highlights(
    articles: Sequence[Article], terms: Terms, rng: Random, count: int = _HIGHLIGHTS
) -> int:
    """Highlight at random, each in one script, and read each back in all the others.

    How many came back wider: with all of a phrase that had been cut.
    """
    checked = widened = 0
    every = [{shown: ArticleView(one, shown, terms) for shown in ShownScript} for one in articles]
    for views in islice(cycle(every), 20 * count):
        shown = rng.choice(list(ShownScript))
        highlight = _highlight(views[shown], rng)
        if highlight is None:
            continue
        for other, view in views.items():
            if other is not shown:
                again = _read_back(view, highlight)
                if again != highlight.spans:
                    widened += 1
                    _check_wider(view, highlight, again)
        checked += 1
        if checked == count:
            break
    assert checked == count
    return widened


def _highlight(view: ArticleView, rng: Random) -> Annotation | None:
    """What a person selects between two random places, as it is stored."""
    first = rng.randrange(len(view))
    last = min(first + rng.choice([0, 0, 0, 1, 2]), len(view) - 1)
    begin, finish = len(view.block(first).text), len(view.block(last).text)
    start, end = Place(first, rng.randint(0, begin)), Place(last, rng.randint(0, finish))
    if first == last and rng.random() < 0.8:
        end = Place(last, min(start.offset + rng.randint(1, 20), finish))
    span = view.span(min(start, end), max(start, end))
    if span is None or not view.clean.back(span):
        return None  # an end of a line, or what only an edit wrote
    anchor = make_anchor(view.article.text, view.clean, span)
    return Annotation(
        id="highlight",
        document_id=0,
        article_id=0,
        spans=anchor.spans,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        source_sha256=view.article.source_sha256,
        color=Color.YELLOW,
        note="",
        tags=(),
        created=MOMENT,
        modified=MOMENT,
    )


def _read_back(view: ArticleView, highlight: Annotation) -> tuple[Span, ...]:
    """The source spans of what is coloured on screen, selected from its first to its last place."""
    article = view.article
    spans = placed(highlight, article.text, view.clean, article.source_sha256)
    pieces = [piece for span in spans for piece in view.pieces(span)]
    assert pieces, highlight
    first, last = pieces[0], pieces[-1]
    span = view.span(Place(first.block, first.span.start), Place(last.block, last.span.end))
    assert span is not None
    return make_anchor(article.text, view.clean, span).spans


def _check_wider(view: ArticleView, highlight: Annotation, again: Sequence[Span]) -> None:
    """Only a phrase that changed its length may widen a highlight, and by no more than itself."""
    for span in highlight.spans:
        assert any(wide.start <= span.start and span.end <= wide.end for wide in again), highlight
    more = sum(map(len, again)) - sum(map(len, highlight.spans))
    assert 0 < more <= 2 * _LONGEST_PHRASE
    shown = {
        piece.block
        for span in again
        for clean in view.clean.to(span)
        for piece in view.pieces(clean)
    }
    assert any(run.atomic for number in shown for run in view.block(number).script.runs), highlight


# A converted word, and what else it could be


def test_a_word_is_known_in_its_own_script_and_as_it_is_shown() -> None:
    view = view_of_line("𪟝头发乱了", ShownScript.TRADITIONAL)
    word = view.word(Place(0, 1), Place(0, 3))
    assert word == Word("头发", "頭髮", to_traditional=True)
    assert word.suggestion == "頭髮"
    assert word.corrected("頭發") == Term("头发", "頭發")


def test_a_corrected_character_is_a_term_in_that_direction_alone() -> None:
    word = Word("干", "幹", to_traditional=True)
    assert word.corrected("乾") == Term("干", "乾", Direction.TO_TRADITIONAL)
    word = Word("著", "著", to_traditional=False)
    assert word.corrected("着") == Term("着", "著", Direction.TO_SIMPLIFIED)
    assert word.corrected("着了") == Term("着了", "著")


def test_space_around_a_word_is_no_part_of_it() -> None:
    view = view_of_line("说 头发　乱了", ShownScript.TRADITIONAL)
    word = view.word(Place(0, 1), Place(0, 5))
    assert word is not None
    assert word.corrected("頭發") == Term("头发", "頭發")
    assert view.word(Place(0, 1), Place(0, 2)) is None


def test_a_word_cut_inside_a_longer_phrase_is_all_of_it(view: ArticleView) -> None:
    assert view.word(Place(2, 4), Place(2, 5)) == Word("互联网", "網際網路", to_traditional=True)


def test_a_word_cut_inside_a_phrase_of_the_same_length_is_all_of_it() -> None:
    view = view_of_line("𪟝的信息", ShownScript.TAIWAN_PHRASES)
    assert view.word(Place(0, 3), Place(0, 4)) == Word("信息", "資訊", to_traditional=True)
    assert view.word_at(Place(0, 3)) == view.word_at(Place(0, 2))


def test_a_word_of_a_term_is_all_of_it() -> None:
    view = view_of_line("后来头发", ShownScript.TRADITIONAL)
    view = view.in_script(view.shown, Terms([Term("来头", "來頭")]))
    assert view.word(Place(0, 2), Place(0, 3)) == Word("来头", "來頭", to_traditional=True)


def test_a_traditional_word_can_be_kept_from_a_regions_words() -> None:
    before = view_of_line("新軟件𪟝", ShownScript.TAIWAN_PHRASES, Script.TRADITIONAL)
    word = before.word_at(Place(0, 1))
    assert word is not None
    assert (word.source_form, word.shown) == ("軟件", "軟體")
    assert word.suggestion == "軟件"
    term = word.corrected(" 軟件 ")
    assert term == Term("软件", "軟件")
    assert before.in_script(before.shown, Terms([term])).whole_text() == "新軟件𪟝"
    for answer, fault in (("軟質", TermFault.REGIONAL), (" ", TermFault.EMPTY)):
        with pytest.raises(TermError) as raised:
            word.corrected(answer)
        assert raised.value.fault is fault


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("爲", ShownScript.TAIWAN),  # 为 is 爲, but not in every word
        ("頭髮", ShownScript.HONGKONG),  # unchanged
        ("頭發裏", ShownScript.TAIWAN),  # 头发里 is 頭髮裏
        ("爲了", ShownScript.TRADITIONAL),  # nothing is converted
    ],
)
def test_what_a_term_cannot_keep_is_no_word_to_correct(line: str, shown: ShownScript) -> None:
    view = view_of_line(line, shown, Script.TRADITIONAL)
    assert view.word(Place(0, 0), Place(0, len(line))) is None


def test_there_is_no_word_to_correct_in_the_original_or_over_two_blocks(view: ArticleView) -> None:
    assert view.in_script(ShownScript.ORIGINAL).word(Place(2, 0), Place(2, 2)) is None
    assert view.in_script(ShownScript.SIMPLIFIED).word(Place(2, 0), Place(2, 2)) is None
    assert view.word(Place(1, 0), Place(2, 1)) is None
    assert view.word(Place(2, 0), Place(2, 0)) is None


@pytest.mark.parametrize("shown", [one for one in ShownScript if one is not ShownScript.ORIGINAL])
def test_a_corrected_word_reads_as_it_was_asked_to(shown: ShownScript) -> None:
    simplified = shown is ShownScript.SIMPLIFIED
    line = "後髮頭髮𪟝頭髮" if simplified else "后发头发𪟝头发"
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(line)),))
    own = Script.TRADITIONAL if simplified else Script.SIMPLIFIED
    (article,) = unsaved_articles(draft_of(line, [ArticleDraft((block,), script=own)]))
    before = ArticleView(article, shown)
    word = before.word(Place(0, 2), Place(0, 4))
    assert word is not None
    after = before.in_script(shown, Terms([word.corrected("𠮷𠮷")]))
    text = before.whole_text()
    assert after.whole_text() == text[:2] + "𠮷𠮷" + text[4] + "𠮷𠮷"


def test_choices_tell_where_they_stand_in_a_part_of_a_long_block() -> None:
    view = view_of_line(LONG.replace("互联网", "头发"), ShownScript.TRADITIONAL)
    (choice, *_) = view.choices(1)
    text = view.block(1).text
    assert (choice.source_form, choice.chosen) == ("发", "髮")
    assert text[choice.target.start : choice.target.end] == "髮"
    assert view.choice_at(Place(1, choice.target.start)) == choice
    assert "發" in choice.alternatives
    assert view.choice_at(Place(1, choice.target.end)) != choice
    assert view.in_script(ShownScript.ORIGINAL).choices(1) == ()


@given(articles(), _SHOWN)
def test_every_edit_that_is_seen_is_told_of_at_each_of_its_characters(
    article: Article, shown: ShownScript
) -> None:
    view = ArticleView(article, shown)
    for number in range(len(view)):
        text = view.block(number).text
        for place in view.edits(number):
            assert 0 <= place.span.start < place.span.end <= len(text)
            assert place.edit in article.edits
            for offset in range(place.span.start, place.span.end):
                at = Place(number, offset)
                assert view.edit_at(at) in [one.edit for one in view.edits(number)]
                assert any(place.edit.before in one.before for one in view.cleanings_at(at))


def edited_view(
    source: str, rule: str, dropped: str, shown: ShownScript = ShownScript.ORIGINAL
) -> ArticleView:
    """A paragraph without any of the places of some words, in simplified characters."""
    found = re.finditer(re.escape(dropped), source)
    edits = [Edit(rule, Span(*match.span()), match.group(), "") for match in found]
    block = Block(BlockKind.PARAGRAPH, (Span(0, len(source)),))
    draft = ArticleDraft((block,), script=Script.SIMPLIFIED)
    (article,) = unsaved_articles(draft_of(source, [draft], edits))
    return ArticleView(article, shown)


@pytest.mark.parametrize("shown", ShownScript)
def test_a_cleaned_word_is_told_as_the_source_has_it_in_every_script(shown: ShownScript) -> None:
    view = edited_view("在互联(lián)网上", "gloss", "(lián)", shown)
    (place,) = view.edits(0)
    start = place.span.start
    assert view.block(0).text[start : place.span.end] in ("联", "聯", "網際網路")
    (told,) = view.cleanings_at(Place(0, start))
    if shown is ShownScript.TAIWAN_PHRASES:  # the phrase cannot be told apart
        assert told == Cleaning("gloss", "互联(lián)网", "互联网")
    else:
        assert told == Cleaning("gloss", "联(lián)", "联")
    assert view.edit_at(Place(0, start)) == place.edit
    assert view.edit_at(Place(0, start - 1)) is None
    assert view.cleanings_at(Place(0, place.span.end)) == ()


def test_a_letter_spaced_headline_is_told_as_one() -> None:
    view = edited_view("干 部 沉 下 去", "letter-spaced", " ")
    assert len(view.edits(0)) == 4
    for offset in range(5):
        told = view.cleanings_at(Place(0, offset))
        assert told == (Cleaning("letter-spaced", "干 部 沉 下 去", "干部沉下去"),)
    edit = view.edit_at(Place(0, 2))
    assert edit is not None and edit.source == Span(5, 6)  # the gap behind it


def test_edits_stand_in_the_part_of_a_long_block_they_belong_to() -> None:
    line = LONG.replace("互联", "互(hù)联")
    view = edited_view(line, "gloss", "(hù)", ShownScript.TRADITIONAL)
    assert len(view) > 2
    counted = 0
    for number in range(len(view)):
        text = view.block(number).text
        assert {text[one.span.start : one.span.end] for one in view.edits(number)} == {"互"}
        counted += len(view.edits(number))
    assert counted == line.count("(hù)")


def test_what_was_dropped_from_scattered_places_is_told_with_a_gap_between() -> None:
    """A word whose halves stand far apart in the source, and were set apart in both."""
    source = "去 了\n\n下 "
    edits = [Edit("letter-spaced", Span(at, at + 1), " ", "") for at in (1, 6)]
    block = Block(BlockKind.TITLE, (Span(5, 7), Span(0, 3)))
    (article,) = unsaved_articles(draft_of(source, [ArticleDraft((block,))], edits))
    view = ArticleView(article, ShownScript.ORIGINAL)
    assert view.whole_text() == "下去了"
    (told,) = view.cleanings_at(Place(0, 1))
    assert told == Cleaning("letter-spaced", "去 了…下 ", "下去了")
