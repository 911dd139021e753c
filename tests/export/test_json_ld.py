"""A JSON-LD processor takes from an export all that is in it, under the W3C's names and ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.export.web_annotation import NAMESPACE
from reader.library import Library
from reader.model import (
    Annotation,
    AnnotationChange,
    ArticleSummary,
    Color,
    ExportFormat,
    FieldTimes,
    MarkStyle,
    Progress,
    Span,
)
from reader.paths import paths_under
from tests.export.annotation_model import violations
from tests.export.published_context import (
    ADDRESS,
    MOMENTS,
    MOTIVATIONS,
    OA,
    PROPERTIES,
    TYPES,
    XSD,
    published_context,
)

jsonld = pytest.importorskip("pyld.jsonld")

SEEDS = Path(__file__).parents[2] / "seeds"
OUR = f"urn:uuid:{NAMESPACE}#"
LATER = timedelta(hours=1)


def load(address: str, _options: object) -> dict[str, Any]:
    """The one file that our files name; nothing is fetched."""
    assert address == ADDRESS
    document = {"@context": published_context()}
    return {"contextUrl": None, "documentUrl": address, "document": document}


OPTIONS = {"documentLoader": load, "base": ""}


def mark(library: Library, article_id: int, span: Span, **changed: Any) -> Annotation:
    change = library.annotate(article_id, span)
    assert change.after is not None
    library.apply(change.inverse())
    made = replace(change.after, **changed)
    library.apply(AnnotationChange(None, made))
    return made


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """All seeds and a text beyond the BMP, with marks of every kind in every article."""
    folder = tmp_path_factory.mktemp("filled")
    astral = folder / "勣.md"
    astral.write_text("# 𪟝𠀀傳\n\n𪟝與𠀀會師，勣軍先至。\n\n後宮聞訊。\n", encoding="utf-8")
    with closing(Library(paths_under(folder / "library"))) as library:
        for step in library.import_paths([*sorted(SEEDS.iterdir()), astral]):
            assert isinstance(step, Progress) or step.error is None
        for number, article in enumerate(library.articles()):
            mark_in_every_way(library, article, number)
        yield library


def mark_in_every_way(library: Library, article: ArticleSummary, number: int) -> None:
    head, tail = Span(0, 9), Span(3, article.characters)
    for style in MarkStyle:
        mark(library, article.id, head, style=style, color=Color.BLUE)
    mark(library, article.id, tail, note="看 *法*\n二", color="#0a0b0c")
    mark(library, article.id, Span(1, 2), tags=("经济",))
    made = mark(library, article.id, head, note="一", tags=("a b", "经济"))
    times = dict.fromkeys(FieldTimes.__dataclass_fields__, made.created + LATER)
    orphan = replace(
        made,
        id=f"{number:032x}",
        quote="这些字哪里也没有",
        source_sha256="ab" * 32,
        times=FieldTimes(**times),
        modified=made.created + LATER,
    )
    library.apply(AnnotationChange(None, orphan))


@pytest.fixture(scope="module")
def whole(filled: Library) -> Any:
    """Not to be changed."""
    return json.loads(filled.export(ExportFormat.JSONLD))


def objects_of(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a value, but its context."""
    if isinstance(value, list):
        for one in value:
            yield from objects_of(one)
    elif isinstance(value, dict):
        yield value
        for name, one in value.items():
            if name != "@context":
                yield from objects_of(one)


def names_of(value: Any) -> Counter[str]:
    """How often each name stands before a value, JSON-LD's own aside."""
    aside = {"id", "type"}
    return Counter(
        name
        for one in objects_of(value)
        for name in one
        if not name.startswith("@") and name not in aside
    )


def in_full(names: Counter[str]) -> Counter[str]:
    """Under the names that they stand for; ours by their prefix."""
    return Counter(
        {
            PROPERTIES.get(name, name.replace("jianfan:", OUR, 1)): count
            for name, count in names.items()
        }
    )


def values_of(expanded: Any, name: str) -> list[Any]:
    return [value for one in objects_of(expanded) for value in one.get(name, [])]


def unlisted(value: Any) -> Any:
    """Lists of one as that one: JSON-LD makes no difference."""
    if isinstance(value, list):
        return unlisted(value[0]) if len(value) == 1 else [unlisted(one) for one in value]
    if isinstance(value, dict):
        return {name: unlisted(one) for name, one in value.items()}
    return value


def test_a_processor_drops_nothing(whole: Any) -> None:
    expanded = jsonld.expand(whole, OPTIONS)
    assert names_of(expanded) == in_full(names_of(whole))
    assert {name for one in objects_of(expanded) for name in one if name.startswith("@")} <= {
        *("@id", "@type", "@value", "@list")
    }


@pytest.mark.parametrize("name", ["colour", "chars"])
def test_a_term_without_a_meaning_would_be_found(name: str) -> None:
    item = {"@context": ADDRESS, "id": "urn:x", "type": "Annotation", name: "x"}
    assert names_of(jsonld.expand(item, OPTIONS)) != in_full(names_of(item))


def test_types_motivations_and_selectors_are_the_vocabularys(whole: Any) -> None:
    expanded = jsonld.expand(whole, OPTIONS)
    resources = [one for one in objects_of(expanded) if "@value" not in one]
    assert {kind for one in resources for kind in one.get("@type", [])} == set(TYPES.values())
    told = values_of(expanded, f"{OA}motivatedBy")
    assert {one["@id"] for one in told} == set(MOTIVATIONS.values())
    told = values_of(expanded, f"{OA}hasPurpose")
    assert {one["@id"] for one in told} == {f"{OA}commenting", f"{OA}tagging"}


def test_moments_and_offsets_have_their_types(whole: Any) -> None:
    expanded = jsonld.expand(whole, OPTIONS)
    changed = [f"{OUR}{name}Changed" for name in FieldTimes.__dataclass_fields__]
    for name in (*MOMENTS.values(), *changed):
        assert {one["@type"] for one in values_of(expanded, name)} == {f"{XSD}dateTime"}
    for name in ("start", "end"):
        told = values_of(expanded, f"{OA}{name}")
        assert {one["@type"] for one in told} == {f"{XSD}nonNegativeInteger"}


@pytest.mark.parametrize("version", ["json-ld-1.0", "json-ld-1.1"])
def test_compacted_again_it_is_the_same(whole: Any, version: str) -> None:
    """The vocabulary is of the days of 1.0, and processors are of 1.1."""
    options = {**OPTIONS, "processingMode": version}
    again = jsonld.compact(jsonld.expand(whole, options), whole["@context"], options)
    assert unlisted(again) == unlisted(whole)


def test_articles_of_one_document_are_not_mixed_up(whole: Any) -> None:
    """Flattened, as a triple store has it: all that is said of one name is in one place."""
    items = whole["first"]["items"]
    told = [item["target"]["jianfan:title"] for item in items]
    documents = {item["target"]["source"]["id"] for item in items}
    assert len(documents) < len(set(told))  # several articles in one
    flat = jsonld.flatten(whole, None, OPTIONS)
    titles = [one[f"{OUR}title"] for one in flat if f"{OUR}title" in one]
    assert Counter(title["@value"] for (title,) in titles) == Counter(told)
    names = [one[f"{OUR}document"] for one in flat if f"{OUR}document" in one]
    assert len(names) == len(documents)
    assert all(len(name) == 1 for name in names)


def test_positions_are_code_points_from_the_first_to_behind_the_last(
    filled: Library, whole: Any
) -> None:
    """As the model has it, 4.2.4 and 4.2.5."""
    texts = {
        (article.document_name, article.summary.title): article.text
        for article in (filled.article(one.id) for one in filled.articles())
    }
    orphans = 0
    for item in whole["first"]["items"]:
        target = item["target"]
        text = texts[target["source"]["jianfan:document"], target["jianfan:title"]]
        quote, *positions = target["selector"]
        orphans += not positions
        for position in positions:
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote["prefix"])
            assert text[end:].startswith(quote["suffix"])
    assert orphans == len(texts)


def test_what_a_library_exports_keeps_to_the_model(whole: Any) -> None:
    assert list(violations(whole)) == []
