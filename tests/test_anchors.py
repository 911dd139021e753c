"""An annotation is found again: by its place in the same source, by its words in another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.alignment import Alignment, Assembly, assemble
from reader.anchors import (
    CONTEXT_CHARACTERS,
    Anchor,
    ArticleText,
    FoundAgain,
    continued,
    find_again,
    find_orphans,
    make_anchor,
    place,
)
from reader.anchors.aligning import aligned
from reader.errors import NotFoundError
from reader.model import (
    Annotation,
    Block,
    BlockKind,
    Color,
    Edit,
    Script,
    ShownScript,
    Source,
    Span,
)
from reader.script import convert_text
from reader.script.folding import fold
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


def test_a_mark_made_on_another_source_is_an_orphan_until_it_is_found_again() -> None:
    whole = assembled("一二三四", [Span(0, 4)])
    anchor = make_anchor(whole.text, whole.alignment, Span(1, 3))
    assert place(annotation_of(anchor), whole.text, whole.alignment, "another") == ()


# In a source that is not the one it was made on

TEXT = (
    "清晨的码头已经热闹起来，渔民们把一筐筐海鲜搬上岸。老周在这里守了三十年，谁家的船几点靠港他都清楚。"
    "市场的灯光渐渐暗下去，街角的豆浆铺却刚刚开门。“我们卖的是新鲜。”他笑着说，手里的秤一直没有放下。"
    "中午时分雨停了，孩子们沿着石板路跑向学校，书包上的铃铛响个不停。傍晚，最后一班渡轮载着工人离开小岛。"
)
QUOTE = "老周在这里守了三十年"
SENTENCE = "老周在这里守了三十年，谁家的船几点靠港他都清楚。"


def text_of(text: str) -> ArticleText:
    return ArticleText(text, Alignment.identity(len(text)))


def mark(quote: str, text: str = TEXT, occurrence: int = 1) -> Anchor:
    start = -1
    for _ in range(occurrence):
        start = text.index(quote, start + 1)
    span = Span(start, start + len(quote))
    return make_anchor(text, Alignment.identity(len(text)), span)


def again(anchor: Anchor, *texts: str, before: Sequence[str] = ()) -> FoundAgain | None:
    (found,) = find_again(
        [anchor], [text_of(text) for text in texts], [text_of(text) for text in before]
    )
    return found


def orphan_again(anchor: Anchor, text: str, before: str) -> FoundAgain | None:
    (found,) = find_orphans([anchor], [text_of(text)], [text_of(before)])
    return found


def words(anchor: Anchor, *texts: str) -> str | None:
    """What of the new texts is marked."""
    found = again(anchor, *texts)
    if found is None:
        return None
    (span,) = found.anchor.spans
    return texts[found.article][span.start : span.end]


def test_what_did_not_move_stays_though_its_words_stand_twice() -> None:
    text = "页眉。\n" * 40
    anchor = mark("页眉", text, 20)
    found = again(anchor, text + "新的一段。")
    assert found is not None and found.anchor.spans == anchor.spans


@pytest.mark.parametrize("length", [1, 2, 5, 6, 20, 60])
def test_words_are_found_where_they_moved_to(length: int) -> None:
    start = TEXT.index(QUOTE)
    anchor = mark(TEXT[start : start + length])
    found = again(anchor, "别的文章。", "添上的一句话。" + TEXT)
    assert found is not None
    assert found.article == 1
    assert found.anchor.spans == (Span(start + 7, start + 7 + length),)
    assert (found.anchor.quote, found.anchor.suffix) == (anchor.quote, anchor.suffix)


def test_context_tells_one_place_of_a_short_quote_from_all_others() -> None:
    assert TEXT.count("的") > 5
    for occurrence in range(1, TEXT.count("的") + 1):
        anchor = mark("的", occurrence=occurrence)
        found = again(anchor, "前言。" + TEXT)
        assert found is not None
        assert found.anchor.spans == (Span(anchor.spans[0].start + 3, anchor.spans[0].end + 3),)


def test_script_width_space_and_punctuation_hide_nothing() -> None:
    traditional = convert_text(TEXT, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    wrapped = "\n".join(re.findall(".{1,17}", traditional.replace("，", ", ")))
    assert (
        words(mark(SENTENCE), wrapped)
        == (wrapped[wrapped.index("老周") : wrapped.index("清楚。") + 3])
    )


def test_a_quote_keeps_the_quotation_marks_it_has() -> None:
    assert words(mark("“我们卖的是新鲜。”"), "前言。" + TEXT) == "“我们卖的是新鲜。”"


def test_a_mark_of_punctuation_stays_between_its_words() -> None:
    assert (
        words(mark("：", TEXT.replace("卖的是", "卖的：")), TEXT.replace("卖的是", "添字卖的："))
        == "："
    )
    assert words(mark("。“"), TEXT.replace("。“我们", "我们")) is None


def test_up_to_a_quarter_of_a_quote_may_be_wrong() -> None:
    anchor = mark(SENTENCE)
    read_badly = "x" + TEXT.replace("守了三十年", "守子三士年").replace("都清楚", "者清楚")
    assert words(anchor, read_badly) == "老周在这里守子三士年，谁家的船几点靠港他者清楚。"
    worse = "x" + TEXT.replace("在这里守了三十年", "某某某某某某某某")
    assert words(anchor, worse) is None


@pytest.mark.parametrize("quote", ["三十年", "守了三十年"])
def test_a_quote_under_six_characters_is_never_found_with_an_error(quote: str) -> None:
    assert words(mark(quote), "x" + TEXT) == quote
    assert words(mark(quote), "x" + TEXT.replace("三十年", "三士年")) is None


def test_a_sentence_that_was_deleted_is_an_orphan() -> None:
    for quote in (SENTENCE, QUOTE, "三十年", "年"):
        assert words(mark(quote), TEXT.replace(SENTENCE, "")) is None


def test_two_places_that_are_as_good_are_none() -> None:
    assert words(mark(QUOTE), "x" + TEXT + TEXT) is None


def test_of_two_scripts_that_which_was_marked_is_found() -> None:
    other = convert_text(TEXT, ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    found = again(mark("渔民们把一筐筐海鲜"), "x" + other, "x" + TEXT)
    assert found is not None and found.article == 1


def test_what_was_almost_twice_there_is_not_taken_for_the_other() -> None:
    """A table's rows are alike: when one is deleted, its mark does not go to the next."""
    rows = [
        f"第{number}区居民收入在五十{number}万元以下者得申请购买国民住宅一户；"
        for number in "一二三四"
    ]
    before = "".join(rows)
    anchor = mark("居民收入在五十二万元以下者", before)
    after = "序。" + before.replace(rows[1], "")
    assert again(anchor, after, before=[before]) is None


@settings(max_examples=100, deadline=None)
@given(st.text("甲乙丙𪟝，\n", max_size=60), st.text("子丑寅卯", max_size=60), st.data())
def test_whatever_is_put_around_a_text_its_words_are_found(
    before: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(20, len(TEXT) - 30))
    end = data.draw(st.integers(start + 1, len(TEXT) - 20))
    assume(TEXT[start:end].strip("，。“”"))
    anchor = make_anchor(TEXT, Alignment.identity(len(TEXT)), Span(start, end))
    found = again(anchor, before + TEXT + after)
    assert found is not None
    assert found.anchor.spans == (Span(start + len(before), end + len(before)),)


@settings(max_examples=100, deadline=None)
@given(st.text(LETTERS, max_size=120), st.text(LETTERS, max_size=120), st.data())
def test_a_place_is_never_far_from_the_words(old: str, new: str, data: st.DataObject) -> None:
    assume(old)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    anchor = make_anchor(old, Alignment.identity(len(old)), Span(start, end))
    found = words(anchor, new)
    if found is not None:
        wanted, got = fold(anchor.quote.replace("。", "")), fold(found.replace("。", ""))
        if len(anchor.quote) < 6:
            assert got == wanted
        assert abs(len(got) - len(wanted)) <= len(wanted) / 4


@pytest.mark.parametrize("text", ["", "一" * 200_000, "一二" * 100_000, "。" * 200_000, "\n" * 999])
def test_a_text_of_one_thing_alone_costs_nothing(text: str) -> None:
    old = "一" * 3_000
    marks = [make_anchor(old, Alignment.identity(3_000), Span(n, n + 40)) for n in range(500)]
    for anchor, found in zip(marks, find_again(marks, [text_of("二" + text)]), strict=True):
        assert found is None or found.anchor.spans == anchor.spans


def test_a_quote_without_words_before_or_behind_it_is_found_at_the_edges() -> None:
    title = mark("清晨的码头已经热闹起来", TEXT)
    found = again(title, "序。", "　" + TEXT)
    assert found is not None and found.article == 1


@settings(max_examples=200, deadline=None)
@given(st.text("abc", min_size=1, max_size=8), st.text("abc", max_size=12))
def test_an_alignment_has_the_fewest_errors(sought: str, text: str) -> None:
    places = aligned(sought, text)
    there = [place for place in places if place >= 0]
    assert there == sorted(set(there))
    errors = sum(at < 0 or text[at] != one for one, at in zip(sought, places, strict=True))
    errors += there[-1] - there[0] + 1 - len(there) if there else 0
    assert errors == _distance(sought, text)


def _distance(sought: str, text: str) -> int:
    """From the whole of one to the part of the other that is most like it; Sellers' table."""
    row = list(range(len(sought) + 1))
    best = row[-1]
    for character in text:
        above, row = row, [0]
        for number, one in enumerate(sought):
            row.append(
                min(above[number] + (one != character), above[number + 1] + 1, row[number] + 1)
            )
        best = min(best, row[-1])
    return best


def test_articles_go_on_in_those_that_have_most_of_their_text() -> None:
    first, second, third = TEXT[:50], TEXT[50:100], TEXT[100:]
    assert continued([first, second, third], [third, "全新的一篇文章", first[:40] + "改了"]) == [
        2,
        None,
        0,
    ]
    assert continued([first, first], [first, second, first]) == [0, None, 1]
    assert continued([], [first]) == [None]
    assert continued([first], []) == []


# What keeps a mark from the wrong words


def errors_in(quote: str, *numbers: int) -> str:
    """The text, with other characters in some places of the quote."""
    wrong = "".join("某" if at in numbers else one for at, one in enumerate(quote))
    return "序。" + TEXT.replace(quote, wrong)


def test_a_third_of_the_quote_is_too_much() -> None:
    quote = "老周在这里守了三十年，谁家的船几点靠港他都清楚"
    assert words(mark(quote), errors_in(quote, 7, 9, 12, 14, 16)) is not None
    assert words(mark(quote), errors_in(quote, 6, 7, 9, 12, 13, 14, 16, 17)) is None


def test_an_end_that_is_another_is_no_end() -> None:
    quote = "老周在这里守了三十年，谁家的船几点靠港他都清楚"
    assert words(mark(quote), errors_in(quote, 1, 3)) is not None
    assert words(mark(quote), errors_in(quote, 1, 3, 4)) is None
    assert words(mark(quote), errors_in(quote, 18, 20, 21)) is None


def test_words_among_half_others_are_not_taken() -> None:
    quote = "三十年"
    near = TEXT[TEXT.index(quote) + 3 :][:19]
    few = "序。" + TEXT.replace(near, near[:9] + "某某某" + near[12:])
    many = "序。" + TEXT.replace(near, "某" + near[1:3] + "某某某某某某某" + near[10:])
    assert words(mark(quote), few) == quote
    assert words(mark(quote), many) is None


def test_of_two_places_two_errors_apart_neither_is_taken() -> None:
    sentence = "老周在这里守了三十年，谁家的船几点靠港他都清楚"
    one = TEXT.replace("谁家的船", "谁某的船")
    for number, expected in ((2, None), (8, "found")):
        wrong = "".join("误" if at in range(4, 4 + number) else c for at, c in enumerate(sentence))
        found = words(mark(sentence), "序。" + one, "序。" + TEXT.replace(sentence, wrong))
        assert (found is None) == (expected is None)


@pytest.mark.parametrize(
    ("head", "tail", "gone", "part"),
    [
        # Better where it is than it had to be, but the next row was almost as good.
        ("记者从会议上获悉，各地今年的情况总体良好，具体如下所述：", "完。", 0, slice(0, 12)),
        # The row before it came nearer to its end, and has more that stood together elsewhere.
        ("各地情况。", "以上数字由国家统计局发布，仅供参考使用。", 2, slice(3, None)),
        # The next row stands at the same offsets, its words and those around it are the same.
        ("各地情况。", "", 0, slice(8, 20)),
        # What is left may be the words of either of the two last rows.
        ("各地情况。", "以上数字由国家统计局发布，仅供参考使用。", 2, slice(-6, None)),
    ],
)
def test_a_deleted_row_does_not_lose_its_mark_to_the_one_beside_it(
    head: str, tail: str, gone: int, part: slice
) -> None:
    rows = [
        f"{name}应当在合同生效之日起十个工作日内向对方支付全部货款，逾期支付的应当承担违约责任。"
        for name in ("河北省", "山东省", "河南省")
    ]
    before = head + "".join(rows) + tail
    anchor = mark(rows[gone][part], before, 1 if part.start == 0 else gone + 1)
    without = before.replace(rows[gone], "")
    for after in (without, "序。" + without):
        assert again(anchor, after, before=[before]) is None
        for later in (after + "又加一句。", "又加一句。" + after):
            assert orphan_again(anchor, later, after) is None


def test_an_orphan_is_found_when_its_words_come_back() -> None:
    without = TEXT.replace(SENTENCE, "")
    for quote in ("三十年", QUOTE, SENTENCE):
        assert orphan_again(mark(quote), "序。" + without, without) is None
        found = orphan_again(mark(quote), "序。" + TEXT, without)
        assert found is not None
        assert found.anchor.quote == quote


def test_a_quote_stays_with_the_words_it_was_among_though_those_beside_it_are_new() -> None:
    rewritten = "这是后来改写的第一句话，同原来的没有关系。" + TEXT[TEXT.index(QUOTE) :]
    for quote in ("老周", "老周在这里", QUOTE):
        found = again(mark(quote), rewritten, before=[TEXT])
        assert found is not None
        assert found.anchor.quote == quote
    # Without the old text it is not known.
    assert again(mark("老周"), rewritten) is None


RUN = "金色的麦田从山脚一直铺到河边"
OTHERS = (
    "去年冬天的第一场雪下得很晚，村里的人都说来年收成不会好。",
    "后来的事情谁也没有料到，会计把账本翻了三遍才相信。",
    "图书馆重新开放以后，借书的人比从前多了一倍还不止。",
    "周末的集市搬到了桥头，卖竹器的老人总是第一个到。",
)


@pytest.mark.parametrize(
    ("run", "quote", "found"),
    [
        (RUN[:13], RUN[4:8], True),
        (RUN[:11], RUN[4:6], False),  # the run is too short to be no chance
        (RUN[:13], RUN[2:9], False),  # too little of it stands beside the quote
    ],
)
def test_a_run_of_both_texts_has_to_be_long_and_more_than_the_quote(
    run: str, quote: str, found: bool
) -> None:
    before = OTHERS[0] + run + OTHERS[1]
    after = OTHERS[2] + run + OTHERS[3]
    assert (again(mark(quote, before), after, before=[before]) is not None) == found


@pytest.mark.parametrize("gone", [2, 3])
def test_no_end_goes_to_words_that_stood_elsewhere(gone: int) -> None:
    rows = [
        "一、价值在三万元以下的，按百分之三十计算。",
        "二、价值超过三万元至十五万元的，其超额部分按百分之二十七计算。",
        "三、价值超过十五万元至三十万元的，其超额部分按百分之二十四计算。",
        "四、价值超过三十万元至六十万元的，其超额部分按百分之二十一计算。",
        "五、价值超过六十万元至九十万元的，其超额部分按百分之十八计算。",
    ]
    head = "检举走私进口动植物及其产品的，依照缉获物的价值按比率核发检举人奖金，其标准如下："
    before = head + "".join(rows) + "奖金由主管机关编列预算支付。"
    quote = head[10:] + "".join(rows[:3]) + "四、价值超"
    after = before.replace(rows[gone], "")
    assert again(mark(quote, before), after, before=[before]) is None


def test_what_stands_where_a_row_stood_is_not_the_row_though_its_words_are_the_same() -> None:
    head, *rows = OTHERS[0], f"河北省：{TEXT}", f"山东省：{TEXT}"
    before, after = head + "".join(rows) + OTHERS[1], head + rows[1] + OTHERS[1]
    anchor = mark(TEXT[60:70], before)
    assert after[anchor.spans[0].start : anchor.spans[0].end] == TEXT[60:70]
    assert again(anchor, after, before=[before]) is None


def test_of_a_text_printed_twice_the_marks_stay_on_the_first_when_the_second_is_deleted() -> None:
    before = OTHERS[0] + TEXT + OTHERS[1] + TEXT + OTHERS[2]
    after = OTHERS[0] + TEXT + OTHERS[2]
    for quote in ("三十年", QUOTE, SENTENCE):
        anchor = mark(quote, before)
        found = again(anchor, after, before=[before])
        assert found is not None
        assert found.anchor.spans == anchor.spans


def test_a_quote_keeps_its_marks_where_its_run_went_and_in_whatever_form_they_are() -> None:
    text = OTHERS[0] + "他说：“市场的灯光渐渐暗下去，街角的豆浆铺却刚刚开门。”" + OTHERS[1]
    quote = "“市场的灯光渐渐暗下去，街角的豆浆铺却刚刚开门。”"
    for form in (text, text.translate(str.maketrans("“”，。：", '"",.:')), text.replace("“", "「")):
        found = again(mark(quote, text), OTHERS[2] + form, before=[text])
        assert found is not None
        assert len(found.anchor.quote) == len(quote)


def test_a_paragraph_that_moved_takes_its_marks_with_it() -> None:
    paragraphs = TEXT.split("。")
    moved = "。".join([*paragraphs[3:], *paragraphs[:3]])
    found = again(mark("豆浆"), moved, before=[TEXT])
    assert found is not None
    assert found.anchor.quote == "豆浆"


@pytest.mark.parametrize("share", [0.01, 0.03])
def test_noise_leads_no_mark_to_other_words(share: float) -> None:
    """Texts whose sentences are alike; every mark is found where its words are, or not at all."""
    random = Random(share)
    things = [a + b for a in "粮棉油肉煤钢" for b in "产销存价"]
    names = [a + b for a in "东西南北中上下" for b in "山河江海原"]
    rows = [
        f"{random.choice(names)}省今年的{random.choice(things)}比去年增长了百分之"
        f"{random.choice('一二三四五六七八九')}，{random.choice(names)}地区也有所提高。"
        for _ in range(80)
    ]
    old = "".join(rows)
    noisy = ""
    origins: list[int] = []
    for at, one in enumerate(old):
        kind = random.random() / share
        kept = one if kind >= 0.85 else random.choice(old) if kind < 0.7 else ""
        noisy, origins = noisy + kept, origins + [at] * len(kept)
    marks = []
    for _ in range(250):
        start = random.randrange(len(old) - 60)
        span = Span(start, start + random.choice((3, 8, 20, 40)))
        marks.append(make_anchor(old, Alignment.identity(len(old)), span))
    found = find_again(marks, [text_of(noisy)], [text_of(old)])
    placed = [(one, new) for one, new in zip(marks, found, strict=True) if new is not None]
    assert len(placed) > 150
    for anchor, there in placed:
        (now,), (was,) = there.anchor.spans, anchor.spans
        assert abs(origins[now.start] - was.start) <= 2
        assert abs(origins[now.end - 1] - (was.end - 1)) <= 2
