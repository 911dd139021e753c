"""Annotations as W3C Web Annotation JSON-LD, always in the source's own script.

https://www.w3.org/TR/2017/REC-annotation-model-20170223/. What that model has no word for stands
under a term of our own, so that ``incoming`` reads back all of an annotation.
"""

from __future__ import annotations

import json
import re
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import citation
from reader.model import (
    Annotation,
    ArticleSummary,
    FieldTimes,
    MarkStyle,
    PlacedAnnotation,
    Script,
    Span,
)

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# A name nobody else has and no server must answer for.
NAMESPACE = uuid.UUID("7c1b0a52-1f0e-5c39-9d57-0a4c6d2f7e11")
OWN = "jianfan:"
_SHA256 = re.compile("[0-9a-f]{64}")
_CHANGED = {one.name: f"{OWN}{one.name}Changed" for one in fields(FieldTimes)}
_OWN_CONTEXT = {
    "jianfan": f"urn:uuid:{NAMESPACE}#",
    **{
        f"{OWN}{ordered}": {"@id": f"{OWN}{ordered}", "@container": "@list"}
        for ordered in ("authors", "spans")
    },
    **{
        changed: {"@id": changed, "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
        for changed in _CHANGED.values()
    },
}
# Nothing else of a collection reads like this; indented, an annotation would take 80 lines.
_NO_ITEMS = '"items": []'
_LABEL = "简繁阅读 Jianfan Reader"
_LANGUAGES = {Script.SIMPLIFIED: "zh-Hans", Script.TRADITIONAL: "zh-Hant"}


def to_json_ld(articles: Iterable[AnnotatedArticle]) -> str:
    """One ``AnnotationCollection`` with all in one page, in document order, a line for each.

    Documents stand by their names, so that the order of their import makes no difference.
    """
    ordered = sorted(articles, key=lambda one: (one.document_name, one.sha256))
    items = [_annotation(article, placed) for article in ordered for placed in article.annotations]
    names = "\n".join(str(item["id"]) for item in items)
    whole = _named(f"collection\n{names}")
    collection: dict[str, object] = {
        "@context": [CONTEXT, _OWN_CONTEXT],
        "id": whole,
        "type": "AnnotationCollection",
        "label": _LABEL,
        "total": len(items),
    }
    if items:  # a page has at least one
        page = _named(f"page\n{names}")
        collection["first"] = {
            "id": page,
            "type": "AnnotationPage",
            "partOf": whole,
            "startIndex": 0,
            "items": [],
        }
        collection["last"] = page
    lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    written = json.dumps(collection, ensure_ascii=False, indent=1)
    return written.replace(_NO_ITEMS, f'"items": [\n{lines}\n]') + "\n"


def annotation_iri(annotation_id: str) -> str:
    """The name of an annotation: ours are UUIDs already."""
    try:
        return f"urn:uuid:{uuid.UUID(hex=annotation_id)}"
    except ValueError:
        return _named(annotation_id)


def _named(text: str) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, text)}"


def _annotation(article: AnnotatedArticle, placed: PlacedAnnotation) -> dict[str, object]:
    annotation = placed.annotation
    bodies = [_body("commenting", annotation.note)] if annotation.note else []
    bodies += [_body("tagging", tag) for tag in annotation.tags if tag]
    return {
        "id": annotation_iri(annotation.id),
        "type": "Annotation",
        "motivation": _motivation(annotation),
        "created": moment_text(annotation.created),
        "modified": moment_text(annotation.modified),
        **({"body": bodies} if bodies else {}),
        "target": {
            "type": "SpecificResource",
            "source": _source(article),
            **_known(article.article, article.start),
            "selector": _selectors(annotation, placed.spans),
            f"{OWN}anchoredOn": annotation.source_sha256,
            f"{OWN}spans": [_span(span) for span in annotation.spans],
        },
        f"{OWN}color": str(annotation.color),
        f"{OWN}style": annotation.style.value,
        **_times(annotation.times),
    }


def _motivation(annotation: Annotation) -> str:
    """The one reason that says most: the model asks for exactly one."""
    if annotation.style is MarkStyle.BOOKMARK:
        return "bookmarking"
    if annotation.note:
        return "commenting"
    return "tagging" if annotation.tags else "highlighting"


def _body(purpose: str, value: str) -> dict[str, object]:
    format_ = "text/markdown" if purpose == "commenting" else "text/plain"
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": format_}


def _source(article: AnnotatedArticle) -> dict[str, object]:
    """The document by its bytes, RFC 6920."""
    # Libraries that were mended have had documents of a name that is no hash.
    hashed = _SHA256.fullmatch(article.sha256)
    language = _LANGUAGES.get(article.article.script)
    return {
        "id": hash_iri(article.sha256) if hashed else _named(article.sha256),
        "type": "Text",
        **({"language": language} if language else {}),
        f"{OWN}document": article.document_name,
        **({f"{OWN}sha256": article.sha256} if hashed else {}),
    }


def _known(article: ArticleSummary, start: int) -> dict[str, object]:
    """What is known of the article.

    It is said of the target, which has no name: on the source, whose name all articles of a
    document share, a program that merges what is said of one name would mix up their titles.
    """
    known: dict[str, object] = {
        "article": start,
        "title": article.title,
        "authors": list(article.authors),
        "newspaper": article.newspaper,
        "date": article.date,
        "page": article.page,
        "citation": citation(article),
    }
    return {f"{OWN}{name}": value for name, value in known.items() if value not in ("", None, [])}


def hash_iri(sha256: str) -> str:
    """``sha256`` in hexadecimal as a name that says what it is."""
    return f"ni:///sha-256;{urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _selectors(annotation: Annotation, places: Sequence[Span]) -> list[dict[str, object]]:
    """The quote, and a position in the article's clean text for each stretch it stands in now."""
    quote: dict[str, object] = {
        "type": "TextQuoteSelector",
        "exact": annotation.quote,
        "prefix": annotation.prefix,
        "suffix": annotation.suffix,
    }
    return [quote, *({"type": "TextPositionSelector", **_span(place)} for place in places)]


def _span(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end}


def _times(times: FieldTimes) -> dict[str, object]:
    moments = {changed: getattr(times, name) for name, changed in _CHANGED.items()}
    return {
        changed: moment_text(moment) for changed, moment in moments.items() if moment is not None
    }


def moment_text(moment: datetime) -> str:
    """In universal time, with the ``Z`` that the model asks for."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
