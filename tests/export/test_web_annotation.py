"""The JSON-LD keeps to what the W3C's model and its context ask for.

https://www.w3.org/TR/2017/REC-annotation-model-20170223/; the numbers below are its sections.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
from tests.export.articles import article_of, placed

SHA256 = "a8" * 32
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOTIVATIONS = {"bookmarking", "commenting", "highlighting", "tagging"}
# What the published context gives a meaning to, of what is used here.
TERMS = {
    *("@context", "id", "type", "label", "total", "first", "last", "partOf", "startIndex", "items"),
    *("motivation", "created", "modified", "body", "target", "source", "selector", "purpose"),
    *("value", "format", "language", "exact", "prefix", "suffix", "start", "end"),
}


def violations(collection: Any) -> Iterator[str]:
    """The model's demands that a collection with one page does not meet."""
    contexts = collection["@context"]
    if isinstance(contexts, list):
        if "http://www.w3.org/ns/anno.jsonld" not in contexts or len(contexts) < 2:
            yield "3.1 @context"
    elif contexts != "http://www.w3.org/ns/anno.jsonld":
        yield "3.1 @context"
    if collection["type"] != "AnnotationCollection" or not IRI.fullmatch(collection["id"]):
        yield "5.1 id, type"
    if not isinstance(collection["label"], str) or type(collection["total"]) is not int:
        yield "5.1 label, total"
    if not collection["total"]:
        if "first" in collection or "last" in collection:
            yield "5.2 a page has one or more items"
        return
    page = collection["first"]
    if page["type"] != "AnnotationPage" or not IRI.fullmatch(page["id"]):
        yield "5.2 id, type"
    if "@context" in page or page["partOf"] != collection["id"] or page["startIndex"] != 0:
        yield "5.2 @context, partOf, startIndex"
    if len(page["items"]) != collection["total"] or collection["last"] != page["id"]:
        yield "5.2 items, last"
    names = [item["id"] for item in page["items"]]
    if len(set(names)) < len(names):
        yield "3.1 one name for two"
    for item in page["items"]:
        yield from annotation_violations(item)


def annotation_violations(item: Any) -> Iterator[str]:
    if item["type"] != "Annotation" or not IRI.fullmatch(item["id"]):
        yield "3.1 id, type"
    if item["motivation"] not in MOTIVATIONS:
        yield "3.3.5 motivation"
    for name in ("created", "modified"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", item[name]):
            yield f"3.3.1 {name}"
    for body in item.get("body", ()):
        if body["type"] != "TextualBody" or not isinstance(body["value"], str):
            yield "3.2.4 type, value"
        if body["purpose"] not in MOTIVATIONS or "/" not in body["format"]:
            yield "3.2.4 purpose, format"
    if item.get("body", [True]) == []:
        yield "3.1 an empty body"
    target = item["target"]
    if target["type"] != "SpecificResource" or not IRI.fullmatch(target["source"]["id"]):
        yield "4 source"
    for selector in target["selector"]:
        yield from selector_violations(selector)


def selector_violations(selector: Any) -> Iterator[str]:
    match selector["type"]:
        case "TextQuoteSelector":
            if not all(isinstance(selector[one], str) for one in ("exact", "prefix", "suffix")):
                yield "4.2.4 exact, prefix, suffix"
        case "TextPositionSelector":
            start, end = selector["start"], selector["end"]
            if type(start) is not int or type(end) is not int or not 0 <= start <= end:
                yield "4.2.5 start, end"
        case other:
            yield f"4.2 {other}"


def keys_of(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(keys_of, value))
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set()


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


def test_every_key_has_a_meaning() -> None:
    whole = exported(*EVERY)
    own = whole["@context"][1]
    assert IRI.fullmatch(own["jianfan"])
    assert own["jianfan"].endswith("#")  # else JSON-LD 1.1 does not take it for a prefix
    content = {name: value for name, value in whole.items() if name != "@context"}
    assert {key for key in keys_of(content) if not key.startswith("jianfan:")} <= TERMS


def test_the_target_says_where_the_words_are_from() -> None:
    one = with_id(placed("原文"), 1)
    (item,) = items_of(replace(one, spans=(Span(3, 5), Span(8, 9))))
    source = item["target"]["source"]
    assert source["id"] == "ni:///sha-256;qKioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKg"
    assert source["language"] == "zh-Hans"
    assert {name: source[f"jianfan:{name}"] for name in ("sha256", "document", "article")} == {
        "sha256": SHA256,
        "document": "页 1.txt",
        "article": 7,
    }
    assert source["jianfan:title"] == "标题"
    assert source["jianfan:authors"] == ["王五", "李四"]
    assert source["jianfan:newspaper"] == "某报"
    assert (source["jianfan:date"], source["jianfan:page"]) == ("2020-02-03", "4")
    assert source["jianfan:citation"] == "王五, 李四. 标题[N]. 某报, 2020-02-03(4)."
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
