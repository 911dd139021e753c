"""What the W3C's Web Annotation Data Model asks of a collection as we write it.

https://www.w3.org/TR/2017/REC-annotation-model-20170223/; the numbers are its sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying"),
    *("reviewing", "tagging"),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


def violations(collection: Any) -> Iterator[str]:
    """The model's demands that a collection with one page does not meet."""
    contexts = collection["@context"]
    if contexts != CONTEXT and not (
        isinstance(contexts, list) and CONTEXT in contexts and len(contexts) > 1
    ):
        yield "3.1 @context"
    if collection["type"] != "AnnotationCollection" or not _is_iri(collection.get("id")):
        yield "5.1 id, type"
    if not isinstance(collection["label"], str) or not _is_count(collection["total"]):
        yield "5.1 label, total"
    pages = {"first", "last"} & set(collection)
    if not collection["total"]:
        if pages:
            yield "5.2 a page has one or more items"
    elif len(pages) < 2 or not _is_iri(collection["last"]):
        yield "5.1 first, last"
    else:
        yield from _page_violations(collection, collection["first"])


def _page_violations(collection: Any, page: Any) -> Iterator[str]:
    if page["type"] != "AnnotationPage" or not _is_iri(page["id"]):
        yield "5.2 id, type"
    if "@context" in page or page["partOf"] != collection.get("id") or page["startIndex"] != 0:
        yield "5.2 @context, partOf, startIndex"
    if len(page["items"]) != collection["total"] or collection["last"] != page["id"]:
        yield "5.2 items, last"
    names = [item.get("id") for item in page["items"]]
    if len(set(names)) < len(names):
        yield "3.1 one name for two"
    for item in page["items"]:
        yield from _annotation_violations(item)


def _annotation_violations(item: Any) -> Iterator[str]:
    if item["type"] != "Annotation" or not _is_iri(item.get("id")):
        yield "3.1 id, type"
    if item["motivation"] not in MOTIVATIONS:
        yield "3.3.5 motivation"
    for name in ("created", "modified"):
        if not isinstance(item[name], str) or not _MOMENT.fullmatch(item[name]):
            yield f"3.3.1 {name}"
    if item.get("body", [True]) == []:
        yield "3.1 an empty body"
    for body in item.get("body", ()):
        yield from _body_violations(body)
    if not isinstance(item.get("target"), dict):
        yield "3.1 target"
    else:
        yield from _target_violations(item["target"])


def _body_violations(body: Any) -> Iterator[str]:
    if body["type"] != "TextualBody" or not isinstance(body.get("value"), str):
        yield "3.2.4 type, value"
    if body["purpose"] not in MOTIVATIONS or not _MEDIA_TYPE.fullmatch(body["format"]):
        yield "3.2.4 purpose, format"


def _target_violations(target: Any) -> Iterator[str]:
    source = target.get("source")
    if target["type"] != "SpecificResource" or not source or not _is_iri(source["id"]):
        yield "4 source"
        return
    if "language" in source and not _LANGUAGE.fullmatch(source["language"]):
        yield "3.2.1 language"
    if not target["selector"]:
        yield "4.2 no selector"
    for selector in target["selector"]:
        yield from _selector_violations(selector)


def _selector_violations(selector: Any) -> Iterator[str]:
    match selector["type"]:
        case "TextQuoteSelector":
            if not all(isinstance(selector.get(one), str) for one in ("exact", "prefix", "suffix")):
                yield "4.2.4 exact, prefix, suffix"
        case "TextPositionSelector":
            start, end = selector.get("start"), selector.get("end")
            if not _is_count(start) or not _is_count(end) or start > end:
                yield "4.2.5 start, end"
        case other:
            yield f"4.2 {other}"


def _is_iri(value: object) -> bool:
    return isinstance(value, str) and IRI.fullmatch(value) is not None


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0
