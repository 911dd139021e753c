"""Annotations read from JSON-LD: our own with all they are, others by their quotes.

Other programs' files need not keep to the W3C's model: what several of them write is understood,
and what is not an annotation is a problem of its own that does not stop the rest.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, cast

from reader.export.web_annotation import NAMESPACE, OWN
from reader.messages import message, words_of
from reader.model import Color, FieldTimes, MarkStyle, Span, color_of, tidy_tags

# Where files keep several annotations: the W3C's collections and pages, JSON-LD's graphs, and the
# exports and answers of Hypothesis.
_CONTAINERS = ("@graph", "first", "items", "next", "annotations", "rows", "resources")
_SHA256 = re.compile("[0-9a-f]{64}")
_URN = "urn:uuid:"
# SQLite's integers, and far beyond any text.
_LAST_OFFSET = 2**53
_DEEP = message("is nested too deeply")

_Object = Mapping[str, Any]


class NotAnnotationsError(Exception):
    """A file is no JSON, or there are no annotations in it; its text goes on from the name."""


class _BadAnnotationError(Exception):
    """Why an annotation cannot be read."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words an annotation stands on, and those before and behind them, which may be empty."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file says of where an annotation stands; empty or ``None`` where it does not.

    ``sha256``: of the document; ``article``: the source offset of the article's first character.
    """

    sha256: str = ""
    article: int | None = None
    title: str = ""
    newspaper: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An annotation of a file. ``number``: its place among them, from 1.

    ``spans``: of the source whose hash is ``anchored_on``. ``ours``: it was written by
    ``web_annotation``; what another program writes has no spans, and no colour that it tells.
    """

    number: int
    id: str
    quote: Quote
    origin: Origin
    spans: tuple[Span, ...]
    anchored_on: str
    color: str
    style: MarkStyle
    note: str
    tags: tuple[str, ...]
    created: datetime
    modified: datetime
    times: FieldTimes
    ours: bool


@dataclass(frozen=True, slots=True)
class IncomingProblem:
    """Why one of a file's annotations was not taken. ``number`` counts from 1."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """What stands in a file, each in its order."""

    annotations: tuple[Incoming, ...]
    problems: tuple[IncomingProblem, ...]


def read_annotations(content: bytes, now: datetime) -> IncomingFile:
    """The annotations of a file; ``now`` is when those were made that do not say it. Pure.

    Raises ``NotAnnotationsError``.
    """
    try:
        items = list(_items(json.loads(content)))
    except RecursionError:
        raise NotAnnotationsError(_DEEP) from None
    except ValueError as error:  # so are UnicodeDecodeError and JSONDecodeError
        raise NotAnnotationsError(message("is not JSON ({why})", why=words_of(error))) from None
    found: list[Incoming] = []
    problems: list[IncomingProblem] = []
    for number, item in enumerate(items, 1):
        try:
            found.append(_annotation(item, number, now))
        except _BadAnnotationError as error:
            problems.append(IncomingProblem(number, str(error)))
        except RecursionError:
            problems.append(IncomingProblem(number, _DEEP))
    return IncomingFile(tuple(found), tuple(problems))


def _items(value: object) -> Iterator[object]:
    """The annotations of a value, whatever holds them. Raises ``NotAnnotationsError``."""
    if isinstance(value, list):
        yield from value
        return
    if not isinstance(value, dict):
        raise NotAnnotationsError(message("is JSON, but has no annotations"))
    if _is_annotation(value):
        yield value
        return
    held = [value[name] for name in _CONTAINERS if isinstance(value.get(name), (list, dict))]
    if not held and "AnnotationCollection" not in _types(value):
        raise NotAnnotationsError(message("is JSON, but has no annotations"))
    for one in held:
        yield from _items(one)


def _is_annotation(value: _Object) -> bool:
    return "target" in value or bool({"Annotation", "oa:Annotation"} & _types(value))


def _types(value: _Object) -> set[object]:
    return {one for one in _listed(value.get("type") or value.get("@type")) if isinstance(one, str)}


def _annotation(item: object, number: int, now: datetime) -> Incoming:
    if not isinstance(item, dict) or not _is_annotation(item):
        raise _BadAnnotationError(message("is not an annotation"))
    target = _target(item)
    origin = _origin(item, target)
    spans = _spans(target) if origin.sha256 else ()
    quote = _quote(target)
    if not spans and not quote.exact.strip():
        raise _BadAnnotationError(message("quotes nothing that could be looked for"))
    note, tags = _words(item)
    created = _moment(item, "created") or now
    modified = _moment(item, "modified") or _moment(item, "updated") or created
    return Incoming(
        number=number,
        id=_local_id(item),
        quote=quote,
        origin=origin,
        spans=spans,
        anchored_on=_text(target, f"{OWN}anchoredOn"),
        color=_color(item),
        style=_style(item),
        note=note,
        tags=tags,
        created=created,
        modified=modified,
        times=_times(item, created, modified),
        ours=f"{OWN}color" in item,
    )


def _times(item: _Object, created: datetime, modified: datetime) -> FieldTimes:
    """Our files from before each field had its time tell one for all of them."""
    names = [one.name for one in fields(FieldTimes)]
    told = FieldTimes(**{name: _moment(item, f"{OWN}{name}Changed") for name in names})
    if f"{OWN}color" in item and told == FieldTimes() and modified != created:
        return FieldTimes(**dict.fromkeys(names, modified))
    return told


def _local_id(item: _Object) -> str:
    """The same for the same annotation whenever it is read: a second import merges."""
    iri = _text(item, "id") or _text(item, "@id")
    if not iri:
        iri = json.dumps(item, sort_keys=True)
    elif iri.startswith(_URN):
        try:
            return uuid.UUID(iri.removeprefix(_URN)).hex
        except ValueError:
            pass
    return uuid.uuid5(NAMESPACE, iri).hex


def _target(item: _Object) -> _Object:
    """The target with a quote, or the first."""
    targets = [one for one in _listed(item.get("target")) if isinstance(one, dict)]
    quoting = (one for one in targets if _quote(one).exact)
    return next(quoting, targets[0] if targets else {})


def _quote(target: _Object) -> Quote:
    return next(_quotes(target.get("selector")), Quote(""))


def _quotes(selector: object) -> Iterator[Quote]:
    """The quotes of a selector, those that refine another before it."""
    for one in _listed(selector):
        if not isinstance(one, dict):
            continue
        yield from _quotes(one.get("refinedBy"))
        if {"TextQuoteSelector", "oa:TextQuoteSelector"} & _types(one):
            yield Quote(_text(one, "exact"), _text(one, "prefix"), _text(one, "suffix"))
        yield from _quotes(one.get("items"))


def _origin(item: _Object, target: _Object) -> Origin:
    source = target.get("source")
    # Our first files say of the source what later ones say of the target.
    told = {**source, **target} if isinstance(source, dict) else target
    sha256 = _text(told, f"{OWN}sha256")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise _BadAnnotationError(message("has a hash that is none"))
    document = item.get("document")
    titles = _listed(document.get("title")) if isinstance(document, dict) else []
    title = _text(told, f"{OWN}title") or next((one for one in titles if isinstance(one, str)), "")
    article = told.get(f"{OWN}article")
    return Origin(
        sha256=sha256,
        article=None if article is None else _offset(article),
        title=_storable(title),
        newspaper=_text(told, f"{OWN}newspaper"),
        date=_text(told, f"{OWN}date"),
    )


def _spans(target: _Object) -> tuple[Span, ...]:
    found = []
    for one in _listed(target.get(f"{OWN}spans")):
        if not isinstance(one, dict):
            raise _BadAnnotationError(message("has a place in the source that is none"))
        start, end = _offset(one.get("start")), _offset(one.get("end"))
        if start >= end:
            raise _BadAnnotationError(message("has a place in the source that is none"))
        found.append(Span(start, end))
    return tuple(found)


def _offset(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LAST_OFFSET:
        raise _BadAnnotationError(message("has a place in the source that is none"))
    return value


def _words(item: _Object) -> tuple[str, tuple[str, ...]]:
    """The note and the tags."""
    tagging = "tagging" in _listed(item.get("motivation"))
    notes = [_text(item, "bodyValue"), _text(item, "text")]  # the second is Hypothesis' own
    tags = [_storable(tag) for tag in _listed(item.get("tags")) if isinstance(tag, str)]
    for body in _listed(item.get("body")):
        value = _body_text(body)
        purposes = _listed(body.get("purpose")) if isinstance(body, dict) else []
        if "tagging" in purposes or (tagging and not purposes):
            tags.append(value)
        else:
            notes.append(value)
    return "\n\n".join(filter(None, notes)), tidy_tags(tags)


def _body_text(body: object) -> str:
    """A body's own words, or the address of what it is; of several to choose from the first."""
    if isinstance(body, str):
        return _storable(body)
    if not isinstance(body, dict):
        raise _BadAnnotationError(message("has a body that is neither text nor an object"))
    choices = _listed(body.get("items"))
    if choices:
        return _body_text(choices[0])
    addresses = (body.get(name) for name in ("chars", "source", "id", "@id"))
    address = next((one for one in addresses if isinstance(one, str)), "")
    return _text(body, "value") or _storable(address)


def _color(item: _Object) -> str:
    try:
        return color_of(_text(item, f"{OWN}color") or Color.YELLOW)
    except ValueError:
        raise _BadAnnotationError(message("has a colour that is none")) from None


def _style(item: _Object) -> MarkStyle:
    told = _text(item, f"{OWN}style")
    if not told and "bookmarking" in _listed(item.get("motivation")):
        return MarkStyle.BOOKMARK
    try:
        return MarkStyle(told or MarkStyle.HIGHLIGHT)
    except ValueError:
        raise _BadAnnotationError(message("has a style that is none")) from None


def _moment(item: _Object, name: str) -> datetime | None:
    told = _text(item, name)
    if not told:
        return None
    try:
        moment = datetime.fromisoformat(told)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _BadAnnotationError(
            message("has a time that is none: {told!r}", told=told[:40])
        ) from None


def _text(values: _Object, name: str) -> str:
    """A text, of JSON-LD's value objects the value; empty where there is none."""
    value = values.get(name)
    if isinstance(value, dict) and "@value" in value:
        value = value["@value"]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _BadAnnotationError(message("has a {name!r} that is not text", name=name))
    return _storable(value)


def _storable(text: str) -> str:
    """Half characters, which JSON can spell and no database takes, are replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _listed(value: object) -> Sequence[object]:
    """JSON-LD writes a list of one as that one."""
    if isinstance(value, list):
        return cast(Sequence[object], value)
    return [] if value is None else [value]
