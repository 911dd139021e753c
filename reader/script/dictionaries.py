"""Reads the package's dictionaries and configurations where it is installed, and our corrections.

A correction file bears the name of the package's dictionary that it corrects; what may stand in it
is told in ``docs/characters.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import opencc

from reader import paths

_PACKAGE = Path(opencc.__file__).parent

_CHARACTER_DICTIONARIES = (
    "STCharacters",
    "TSCharacters",
    "TWVariants",
    "TWVariantsRev",
    "HKVariants",
    "HKVariantsRev",
)


def character_pairs() -> Iterator[tuple[str, str]]:
    """Every pair of characters the package's character tables hold to be variants.

    All values of entries with several; both sides one code point. Loads no phrase table.
    """
    for name in _CHARACTER_DICTIONARIES:
        for key, values in _entries(name):
            for value in values.split(" "):
                if len(key) == len(value) == 1:
                    yield key, value


def all_values(name: str) -> dict[str, list[str]]:
    """All values of each key of one of the package's dictionaries, the one it takes first."""
    return {key: values.split(" ") for key, values in _entries(name)}


def dictionary(name: str) -> dict[str, str]:
    """The first value of each key, without the keys that hold a separator.

    The package looks only between separators, so it never finds those either.
    """
    entries = dict(_entries(name))
    entries |= {key: values.partition(" ")[0] for key, values in entries.items() if " " in values}
    separators = opencc.OpenCC().split_chars_re
    for character in filter(separators.match, set("".join(entries))):
        for key in [key for key in entries if character in key]:
            del entries[key]
    return entries


def corrections(name: str) -> dict[str, str]:
    """Our own entries for one of the package's dictionaries: a key replaces the package's."""
    file = _corrections_file(name)
    if not file.is_file():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    entries = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return {source: target for source, _, target in entries}


def has_corrections(name: str) -> bool:
    """Whether ``corrections`` gives any."""
    return _corrections_file(name).is_file()


def steps(configuration: str) -> list[tuple[str, ...]]:
    """The dictionaries of one of the package's configurations: a group of names for each step.

    The steps are applied one after the other; within a group the first has precedence.
    """
    file = _PACKAGE / "config" / f"{configuration}.json"
    links = [link["dict"] for link in json.loads(file.read_text("utf-8"))["conversion_chain"]]
    return [
        tuple(each["file"].removesuffix(".txt") for each in link.get("dicts", [link]))
        for link in links
    ]


def _corrections_file(name: str) -> Path:
    return paths.resources() / "dictionaries" / f"{name}.tsv"


def _entries(name: str) -> Iterator[tuple[str, str]]:
    """The lines of one of the package's dictionaries: key, values separated by spaces."""
    file = _PACKAGE / "dictionary" / f"{name}.txt"
    fields = file.read_text(encoding="utf-8").strip().replace("\n", "\t").split("\t")
    return zip(fields[::2], fields[1::2], strict=True)
