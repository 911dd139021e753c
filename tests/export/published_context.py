"""The meaning of the Web Annotation terms that our files use, to expand JSON-LD without a network.

Told by the W3C's Web Annotation Vocabulary, https://www.w3.org/TR/2017/REC-annotation-vocab-20170223/,
whose context is published at http://www.w3.org/ns/anno.jsonld. Only these terms have a meaning
here, so a new one in an export has to be looked up there, and written here, first.
"""

from __future__ import annotations

from typing import Any

ADDRESS = "http://www.w3.org/ns/anno.jsonld"
OA = "http://www.w3.org/ns/oa#"
ACTIVITY = "http://www.w3.org/ns/activitystreams#"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
DUBLIN_TERMS = "http://purl.org/dc/terms/"
XSD = "http://www.w3.org/2001/XMLSchema#"

MOTIVATIONS = {name: f"{OA}{name}" for name in ("bookmarking", "commenting", "highlighting")}
MOTIVATIONS["tagging"] = f"{OA}tagging"
TYPES = {
    "Annotation": f"{OA}Annotation",
    "AnnotationCollection": f"{ACTIVITY}OrderedCollection",
    "AnnotationPage": f"{ACTIVITY}OrderedCollectionPage",
    "SpecificResource": f"{OA}SpecificResource",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "TextPositionSelector": f"{OA}TextPositionSelector",
    "TextQuoteSelector": f"{OA}TextQuoteSelector",
    "TextualBody": f"{OA}TextualBody",
}
# By what their values are: names of something, words of the vocabulary, and so on.
NAMES = {
    "body": f"{OA}hasBody",
    "first": f"{ACTIVITY}first",
    "items": f"{ACTIVITY}items",
    "last": f"{ACTIVITY}last",
    "partOf": f"{ACTIVITY}partOf",
    "selector": f"{OA}hasSelector",
    "source": f"{OA}hasSource",
    "target": f"{OA}hasTarget",
}
WORDS = {"motivation": f"{OA}motivatedBy", "purpose": f"{OA}hasPurpose"}
TEXTS = {
    "exact": f"{OA}exact",
    "format": f"{DUBLIN_CORE}format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "language": f"{DUBLIN_CORE}language",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}
MOMENTS = {"created": f"{DUBLIN_TERMS}created", "modified": f"{DUBLIN_TERMS}modified"}
COUNTS = {
    "end": f"{OA}end",
    "start": f"{OA}start",
    "startIndex": f"{ACTIVITY}startIndex",
    "total": f"{ACTIVITY}totalItems",
}
PROPERTIES = NAMES | WORDS | TEXTS | MOMENTS | COUNTS


def published_context() -> dict[str, Any]:
    """As a JSON-LD processor takes it."""
    lists = {"items": {"@container": "@list"}}
    return {
        "id": {"@id": "@id", "@type": "@id"},
        "type": {"@id": "@type", "@type": "@id"},
        **MOTIVATIONS,
        **TYPES,
        **TEXTS,
        **{
            name: {"@id": iri, "@type": kind, **lists.get(name, {})}
            for terms, kind in (
                (NAMES, "@id"),
                (WORDS, "@vocab"),
                (MOMENTS, f"{XSD}dateTime"),
                (COUNTS, f"{XSD}nonNegativeInteger"),
            )
            for name, iri in terms.items()
        },
    }
