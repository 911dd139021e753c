"""The JSON-LD keeps to what the W3C's model and its context ask for.

https://www.w3.org/TR/2017/REC-annotation-model-20170223/; the numbers below are its sections.
"""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import AnnotatedArticle, export, read_annotations
from reader.model import (
    Color,
    ExportFormat,
    FieldTimes,
    MarkStyle,
    PlacedAnnotation,
    Span,
)
from tests.drafts import MOMENT
from tests.export.annotation_model import IRI, violations
from tests.export.articles import article_of, placed

SHA256 = "a8" * 32


def exported(*annotations: PlacedAnnotation) -> Any:
    annotated = AnnotatedArticle(article_of(page="4"), "页 1.txt", annotations, SHA256, 7)
    return json.loads(export([annotated], ExportFormat.JSONLD))


def items_of(*annotations: PlacedAnnotation) -> Any:
    return exported(*annotations)["first"]["items"]


def with_id(one: PlacedAnnotation, number: int) -> PlacedAnnotation:
    return replace(one, annotation=replace(one.annotation, id=f"{number:032x}"))


EVERY = tuple(
    with_id(one, number)
    for number, one in enumerate(
        (
            placed("原文"),
            placed("𪟝", "看\n法", ("经济", "a b")),
            placed("书签", style=MarkStyle.BOOKMARK, color="#0a0b0c"),
            placed("无处", lost=True),
            placed("", tags=("标签",)),
        )
    )
)


_ITEM = ("first", "items", 1)
_QUOTE = (*_ITEM, "target", "selector", 0)
_POSITION = (*_ITEM, "target", "selector", 1)
_BODY = (*_ITEM, "body", 0)
# Section, where, and what stands there instead; ``None``: nothing.
BREAKS: list[tuple[str, tuple[str | int, ...], Any]] = [
    ("3.1", ("@context",), "http://example.org/context"),
    ("3.1", ("@context",), ["http://www.w3.org/ns/anno.jsonld"]),
    ("3.1", (*_ITEM, "id"), "no name"),
    ("3.1", (*_ITEM, "id"), None),
    ("3.1", (*_ITEM, "type"), "Note"),
    ("3.1", (*_ITEM, "target"), None),
    ("3.1", (*_ITEM, "target"), []),
    ("3.1", (*_ITEM, "body"), []),
    ("3.2.4", (*_BODY, "type"), "Text"),
    ("3.2.4", (*_BODY, "value"), None),
    ("3.2.4", (*_BODY, "value"), ["一", "二"]),
    ("3.2.4", (*_BODY, "format"), "markdown"),
    ("3.2.4", (*_BODY, "purpose"), "noting"),
    ("3.3.1", (*_ITEM, "created"), "2026-01-01T00:00:00"),
    ("3.3.1", (*_ITEM, "modified"), ["2026-01-01T00:00:00Z"]),
    ("3.3.5", (*_ITEM, "motivation"), "noting"),
    ("3.2.1", (*_ITEM, "target", "source", "language"), "zh_CN.UTF-8"),
    ("4", (*_ITEM, "target", "source"), None),
    ("4", (*_ITEM, "target", "source", "id"), "no name"),
    ("4.2", (*_ITEM, "target", "selector"), []),
    ("4.2", (*_QUOTE, "type"), "QuoteSelector"),
    ("4.2.4", (*_QUOTE, "exact"), None),
    ("4.2.4", (*_QUOTE, "prefix"), ["前"]),
    ("4.2.4", (*_QUOTE, "suffix"), 7),
    ("4.2.5", (*_POSITION, "start"), -1),
    ("4.2.5", (*_POSITION, "start"), 2.0),
    ("4.2.5", (*_POSITION, "end"), "1"),
    ("4.2.5", (*_POSITION, "end"), None),
    ("5.1", ("id",), None),
    ("5.1", ("type",), "Collection"),
    ("5.1", ("total",), -1),
    ("5.1", ("first",), None),
    ("5.1", ("last",), ["urn:x"]),
    ("5.2", ("first", "items"), []),
    ("5.2", ("first", "partOf"), "no name"),
    ("5.2", ("first", "startIndex"), -1),
]


def test_it_keeps_to_the_model() -> None:
    assert list(violations(exported(*EVERY))) == []


def test_no_annotations_are_a_collection_without_a_page() -> None:
    empty = json.loads(export([], ExportFormat.JSONLD))
    assert list(violations(empty)) == []
    assert empty["total"] == 0


@given(st.text(), st.lists(st.text(), max_size=3), st.datetimes(timezones=st.just(UTC)))
def test_it_keeps_to_the_model_whatever_is_written(
    note: str, tags: list[str], moment: datetime
) -> None:
    one = placed(note or "x", note, tuple(tags))
    dated = replace(one.annotation, created=MOMENT, modified=max(MOMENT, moment))
    whole = exported(with_id(replace(one, annotation=dated), 5))
    assert list(violations(whole)) == []


def test_our_namespace_is_one_to_a_processor() -> None:
    own = exported(*EVERY)["@context"][1]
    assert IRI.fullmatch(own["jianfan"])
    assert own["jianfan"].endswith("#")  # else JSON-LD 1.1 does not take it for a prefix


def test_each_demand_of_the_model_is_looked_at() -> None:
    """What is broken in one place is told by the number of the section that forbids it."""
    good = exported(*EVERY)
    for section, path, value in BREAKS:
        broken = deepcopy(good)
        holder = broken
        for step in path[:-1]:
            holder = holder[step]
        if value is None:
            del holder[path[-1]]
        else:
            holder[path[-1]] = value
        assert [one for one in violations(broken) if one.startswith(section)], (path, value)


def test_the_target_says_where_the_words_are_from() -> None:
    one = with_id(placed("原文"), 1)
    (item,) = items_of(replace(one, spans=(Span(3, 5), Span(8, 9))))
    source = item["target"]["source"]
    assert source["id"] == "ni:///sha-256;qKioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKg"
    assert source["language"] == "zh-Hans"
    assert (source["jianfan:sha256"], source["jianfan:document"]) == (SHA256, "页 1.txt")
    known = {name: value for name, value in item["target"].items() if name.startswith("jianfan:")}
    del known["jianfan:spans"], known["jianfan:anchoredOn"]
    assert known == {
        "jianfan:article": 7,
        "jianfan:title": "标题",
        "jianfan:authors": ["王五", "李四"],
        "jianfan:newspaper": "某报",
        "jianfan:date": "2020-02-03",
        "jianfan:page": "4",
        "jianfan:citation": "王五, 李四. 标题[N]. 某报, 2020-02-03(4).",
    }
    quote, first, second = item["target"]["selector"]
    assert quote["exact"] == "原文"
    assert (first["start"], first["end"], second["start"], second["end"]) == (3, 5, 8, 9)


@pytest.mark.parametrize(
    ("one", "motivation", "bodies"),
    [
        (placed("一"), "highlighting", []),
        (placed("一", "看"), "commenting", [("commenting", "看", "text/markdown")]),
        (placed("一", "", ("甲",)), "tagging", [("tagging", "甲", "text/plain")]),
        (
            placed("一", "看", ("甲",)),
            "commenting",
            [("commenting", "看", "text/markdown"), ("tagging", "甲", "text/plain")],
        ),
        (
            placed("一", "看", style=MarkStyle.BOOKMARK),
            "bookmarking",
            [("commenting", "看", "text/markdown")],
        ),
    ],
)
def test_why_and_with_what_it_was_made(
    one: PlacedAnnotation, motivation: str, bodies: list[tuple[str, str, str]]
) -> None:
    (item,) = items_of(one)
    assert item["motivation"] == motivation
    found = [(body["purpose"], body["value"], body["format"]) for body in item.get("body", [])]
    assert found == bodies


def test_a_document_named_by_no_hash_is_written_and_read_again() -> None:
    """Mended libraries have had such documents."""
    article = AnnotatedArticle(article_of(), "甲.txt", (placed("原文"),), "lost-1")
    written = export([article], ExportFormat.JSONLD)
    assert list(violations(json.loads(written))) == []
    assert read_annotations(written.encode(), MOMENT).problems == ()


def test_moments_are_in_universal_time() -> None:
    east = timezone(timedelta(hours=8))
    one = placed("一")
    moved = replace(
        one.annotation,
        created=datetime(2026, 1, 1, 3, tzinfo=east),
        times=FieldTimes(note=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=east)),
    )
    (item,) = items_of(replace(one, annotation=moved))
    assert item["created"] == "2025-12-31T19:00:00Z"
    assert item["jianfan:noteChanged"] == "2026-01-01T19:04:05.000006Z"
    assert "jianfan:colorChanged" not in item


def test_own_terms_tell_colour_and_style() -> None:
    (item,) = items_of(placed("一", color=Color.BLUE, style=MarkStyle.STRIKE))
    assert (item["jianfan:color"], item["jianfan:style"]) == ("blue", "strike")


def test_the_order_of_import_makes_no_difference() -> None:
    one = AnnotatedArticle(article_of("甲"), "a.txt", (EVERY[0],), "00" * 32)
    other = AnnotatedArticle(article_of("乙"), "b.txt", (EVERY[1],), "11" * 32)
    later = AnnotatedArticle(article_of("丙"), "a.txt", (EVERY[2],), "00" * 32)
    written = export([one, later, other], ExportFormat.JSONLD)
    assert written == export([other, one, later], ExportFormat.JSONLD)
    assert written != export([later, one, other], ExportFormat.JSONLD)
