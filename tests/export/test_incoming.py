"""What other programs write is understood, and what is wrong with a file is said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import IncomingFile, NotAnnotationsError, Origin, Quote, read_annotations
from reader.model import Color, FieldTimes, MarkStyle

NOW = datetime(2026, 5, 6, tzinfo=UTC)
QUOTE = {"type": "TextQuoteSelector", "exact": "原文", "prefix": "前", "suffix": "后"}


def read(value: Any) -> IncomingFile:
    return read_annotations(json.dumps(value).encode(), NOW)


def annotation(**changed: Any) -> dict[str, Any]:
    item = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "http://example.org/anno1",
        "type": "Annotation",
        "body": {"type": "TextualBody", "value": "看法"},
        "target": {"source": "http://example.org/page", "selector": QUOTE},
    }
    return {name: value for name, value in (item | changed).items() if value is not None}


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda item: item,
        lambda item: [item],
        lambda item: {"type": "AnnotationPage", "items": [item]},
        lambda item: {"type": "AnnotationCollection", "first": {"items": [item]}},
        lambda item: {"items": [item]},
        lambda item: {"@graph": [item]},
        lambda item: {"total": 1, "rows": [item]},
        lambda item: {"export_date": "2026-01-01", "annotations": [item]},
        lambda item: {"first": {"items": [], "next": {"items": [item]}}},
    ],
)
def test_annotations_are_found_in_whatever_holds_them(wrapped: Any) -> None:
    (found,) = read(wrapped(annotation())).annotations
    assert found.quote == Quote("原文", "前", "后")
    assert found.note == "看法"


@pytest.mark.parametrize(
    "selector",
    [
        QUOTE,
        [{"type": "RangeSelector", "startContainer": "/div"}, QUOTE],
        {"type": "FragmentSelector", "value": "x", "refinedBy": QUOTE},
        {"type": "CssSelector", "value": "p", "refinedBy": [{"type": "x", "refinedBy": QUOTE}]},
        {"type": "Choice", "items": [{"type": "XPathSelector"}, QUOTE]},
        {**QUOTE, "type": ["TextQuoteSelector", "Other"]},
        {**QUOTE, "exact": {"@value": "原文"}, "type": None, "@type": "oa:TextQuoteSelector"},
        [{**QUOTE, "exact": "整段原文", "refinedBy": QUOTE}],
        ["http://example.org/selector", QUOTE],
    ],
)
def test_a_quote_is_found_in_whatever_selects_it(selector: Any) -> None:
    target = {"source": "http://example.org/page", "selector": selector}
    (found,) = read(annotation(target=[{"source": "x"}, target])).annotations
    assert found.quote == Quote("原文", "前", "后")


@pytest.mark.parametrize(
    ("changed", "note", "tags"),
    [
        ({"body": "看法"}, "看法", ()),
        ({"body": None, "bodyValue": "看法"}, "看法", ()),
        ({"body": None}, "", ()),
        ({"body": []}, "", ()),
        ({"body": [{"value": "一"}, {"value": "二"}]}, "一\n\n二", ()),
        ({"body": [{"value": "一"}, {"value": "甲", "purpose": "tagging"}]}, "一", ("甲",)),
        ({"body": {"value": "甲", "purpose": ["tagging", "x"]}}, "", ("甲",)),
        ({"motivation": "tagging", "body": {"value": "甲"}}, "", ("甲",)),
        ({"body": {"type": "Choice", "items": [{"value": "一"}, {"value": "二"}]}}, "一", ()),
        ({"body": {"id": "http://example.org/a"}}, "http://example.org/a", ()),
        ({"body": None, "text": "看法", "tags": ["甲", "乙"]}, "看法", ("甲", "乙")),
        ({"body": None, "tags": ["甲 \n乙", " 甲\r\n乙", "\t"]}, "", ("甲 乙",)),
        ({"body": {"value": {"@value": "一"}}}, "一", ()),
        ({"body": {"value": "\ud800半"}}, "\ufffd半", ()),
    ],
)
def test_bodies_are_notes_and_tags(
    changed: dict[str, Any], note: str, tags: tuple[str, ...]
) -> None:
    (found,) = read(annotation(**changed)).annotations
    assert (found.note, found.tags) == (note, tags)


def test_what_another_program_does_not_say_is_as_for_a_new_mark() -> None:
    (found,) = read(annotation()).annotations
    assert (found.color, found.style, found.ours) == (Color.YELLOW, MarkStyle.HIGHLIGHT, False)
    assert (found.created, found.modified, found.spans) == (NOW, NOW, ())


def test_a_bookmark_of_another_program_is_one() -> None:
    (found,) = read(annotation(motivation="bookmarking")).annotations
    assert found.style is MarkStyle.BOOKMARK


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2020-01-02T03:04:05Z", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-01-02T03:04:05.5+08:00", datetime(2020, 1, 1, 19, 4, 5, 500_000, tzinfo=UTC)),
        ("2020-01-02T03:04:05", datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2020-01-02", datetime(2020, 1, 2, tzinfo=UTC)),
    ],
)
def test_moments_of_any_spelling(told: str, moment: datetime) -> None:
    (found,) = read(annotation(created=told)).annotations
    assert found.created == found.modified == moment


def test_the_same_annotation_has_the_same_id_each_time() -> None:
    ids = {read(annotation()).annotations[0].id for _ in range(2)}
    ids |= {read(annotation(id=None)).annotations[0].id for _ in range(2)}
    ids |= {read(annotation(id="abc")).annotations[0].id}
    assert len(ids) == 3


def times_in(said: dict[str, Any]) -> FieldTimes:
    (found,) = read(annotation(**said)).annotations
    return found.times


def test_a_file_of_ours_without_times_of_fields_has_one_for_all() -> None:
    times = {"created": "2026-03-04T05:06:07Z", "modified": "2026-03-05T05:06:07Z"}
    moment = datetime(2026, 3, 5, 5, 6, 7, tzinfo=UTC)
    ours = times_in({"jianfan:color": "blue", **times})
    assert ours == FieldTimes(moment, moment, moment, moment, moment)
    assert times_in(times) == FieldTimes(), "another program's times are of the whole"
    untouched = times | {"jianfan:color": "blue", "modified": times["created"]}
    assert times_in(untouched) == FieldTimes()
    note = {"jianfan:color": "blue", "jianfan:noteChanged": times["modified"], **times}
    assert times_in(note) == FieldTimes(note=moment)


def test_a_uuid_is_the_id_itself() -> None:
    name = "urn:uuid:254a5321-090f-4875-b2f5-2c0be489a8d4"
    (found,) = read(annotation(id=name)).annotations
    assert found.id == "254a5321090f4875b2f52c0be489a8d4"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"target": None}, "quotes nothing that could be looked for"),
        ({"target": "http://example.org/page"}, "quotes nothing that could be looked for"),
        ({"target": {"selector": {**QUOTE, "exact": " "}}}, "quotes nothing"),
        ({"target": {"selector": {**QUOTE, "exact": 7}}}, "has a 'exact' that is not text"),
        ({"body": 7}, "has a body that is neither text nor an object"),
        ({"body": {"value": ["x"]}}, "has a 'value' that is not text"),
        ({"id": 7}, "has a 'id' that is not text"),
        ({"created": "gestern"}, "has a time that is none: 'gestern'"),
        ({"created": "0001-01-01T00:00:00+14:00"}, "has a time that is none"),
        ({"jianfan:color": "plaid"}, "has a colour that is none"),
        ({"jianfan:style": "wavy"}, "has a style that is none"),
        (
            {"target": {"source": {"jianfan:sha256": "../x"}, "selector": QUOTE}},
            "has a hash that is none",
        ),
    ],
)
def test_a_bad_annotation_is_told_and_the_rest_goes_on(
    changed: dict[str, Any], reason: str
) -> None:
    found = read([annotation(), annotation(**changed), annotation()])
    assert [one.number for one in found.annotations] == [1, 3]
    (problem,) = found.problems
    assert problem.number == 2
    assert problem.reason.startswith(reason)


@pytest.mark.parametrize(
    "span",
    [
        [1, 2],
        {"start": 2, "end": 2},
        {"start": -1, "end": 2},
        {"start": 0, "end": 10**30},
        {"start": True, "end": 2},
        {"start": 0.5, "end": 2},
        {},
    ],
)
def test_a_place_in_the_source_is_one(span: object) -> None:
    source = {"jianfan:sha256": "0" * 64}
    target = {"source": source, "selector": QUOTE, "jianfan:spans": [span]}
    (problem,) = read([annotation(target=target)]).problems
    assert problem.reason == "has a place in the source that is none"


@pytest.mark.parametrize("said_of", ["source", "target"])
def test_what_is_known_of_the_article_is_read_where_our_files_have_had_it(said_of: str) -> None:
    known = {f"jianfan:{name}": name for name in ("title", "newspaper", "date")}
    source = {"id": "urn:x", "jianfan:sha256": "0" * 64}
    target: dict[str, Any] = {"source": source, "selector": QUOTE}
    (source if said_of == "source" else target).update(known, **{"jianfan:article": 7})
    (found,) = read(annotation(target=target)).annotations
    assert found.origin == Origin("0" * 64, 7, "title", "newspaper", "date")


@pytest.mark.parametrize("item", [7, None, "x", [], {}, {"a": 1}])
def test_what_is_no_annotation_is_told(item: object) -> None:
    (problem,) = read([item]).problems
    assert problem.reason == "is not an annotation"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON"),
        (b"\x00\xff\xfe", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[{'a':1}]", "is not JSON"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"items": ' * 100_000, "is nested too deeply"),
        (b"7", "is JSON, but has no annotations"),
        (b"{}", "is JSON, but has no annotations"),
        (b'{"type": "FeatureCollection"}', "is JSON, but has no annotations"),
        (b"[" + b"9" * 5_000 + b"]", "is not JSON"),
    ],
)
def test_a_file_that_is_something_else_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotAnnotationsError) as raised:
        read_annotations(content, NOW)
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_in_any_of_its_encodings(encoding: str) -> None:
    content = json.dumps(annotation(), ensure_ascii=False).encode(encoding)
    assert read_annotations(content, NOW).annotations[0].quote.exact == "原文"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *("id", "type", "body", "target", "selector", "items", "refinedBy"),
                    *("source", "value", "exact", "created", "motivation", "purpose"),
                    *("jianfan:spans", "start"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        found = read([value, annotation()])
    except NotAnnotationsError:
        return
    assert found.annotations[-1].note == "看法"
    assert len(found.annotations) + len(found.problems) == 2
