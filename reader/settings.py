"""Typed options with their defaults and ranges, kept in a small JSON file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from reader.errors import FileError, SettingsError
from reader.files import write_whole
from reader.messages import message, words_of
from reader.model import HitOrder, ShownScript


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    SEPIA = "sepia"


class Typeface(StrEnum):
    SERIF = "serif"
    SANS = "sans"


class Language(StrEnum):
    """The language of menus and messages."""

    SYSTEM = "system"
    ENGLISH = "en"
    SIMPLIFIED = "zh-Hans"
    TRADITIONAL = "zh-Hant"


class Glosses(StrEnum):
    """Where readings that stood in brackets behind their characters are shown."""

    HIDDEN = "hidden"
    ABOVE = "above"


ZOOM_PERCENT = (50, 300)
LINE_HEIGHT_PERCENT = (120, 260)
MEASURE_CHARACTERS = (20, 80)
RECENT_SEARCHES = 50


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that a person gave a name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How is searched, and what was searched for: ``recent``, the latest first and none twice."""

    order: HitOrder = HitOrder.RELEVANCE
    in_notes: bool = False
    recent: tuple[str, ...] = ()
    saved: tuple[SavedSearch, ...] = ()

    def with_recent(self, query: str) -> SearchSettings:
        """With a query as the latest; the oldest of too many goes."""
        others = tuple(one for one in self.recent if one != query)
        return replace(self, recent=(query, *others)[:RECENT_SEARCHES])

    def with_saved(self, search: SavedSearch) -> SearchSettings:
        """With a search saved, in the place of one of the same query."""
        others = tuple(one for one in self.saved if one.query != search.query)
        return replace(self, saved=(*others, search))

    def without_saved(self, query: str) -> SearchSettings:
        return replace(self, saved=tuple(one for one in self.saved if one.query != query))

    def is_saved(self, query: str) -> bool:
        return any(one.query == query for one in self.saved)


@dataclass(frozen=True, slots=True)
class Settings:
    """All options; a value out of its range is brought to the nearest one that is in it.

    ``measure``: width of the text in full-width characters. ``window`` and ``panes`` are what Qt
    gave to restore the window by, in base 64.
    """

    shown: ShownScript = ShownScript.ORIGINAL
    traditional: ShownScript = ShownScript.TRADITIONAL
    theme: Theme = Theme.SYSTEM
    typeface: Typeface = Typeface.SERIF
    language: Language = Language.SYSTEM
    zoom_percent: int = 100
    line_height_percent: int = 180
    measure: int = 38
    first_line_indent: bool = True
    mark_choices: bool = False
    mark_edits: bool = True
    glosses: Glosses = Glosses.HIDDEN
    last_article: int = 0
    window: str = ""
    panes: str = ""
    show_sidebar: bool = True
    show_annotations: bool = True
    show_source: bool = False
    searching: SearchSettings = SearchSettings()

    def __post_init__(self) -> None:
        _clamp(self, "zoom_percent", ZOOM_PERCENT)
        _clamp(self, "line_height_percent", LINE_HEIGHT_PERCENT)
        _clamp(self, "measure", MEASURE_CHARACTERS)
        if self.traditional in (ShownScript.ORIGINAL, ShownScript.SIMPLIFIED):
            object.__setattr__(self, "traditional", ShownScript.TRADITIONAL)


def _clamp(settings: Settings, name: str, limits: tuple[int, int]) -> None:
    value = max(limits[0], min(limits[1], getattr(settings, name)))
    object.__setattr__(settings, name, value)


def load(path: Path) -> Settings:
    """The saved settings; defaults where there is no file, and for each value that makes no sense.

    Raises ``SettingsError`` where a file is there and cannot be read.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            message("{path}: the settings cannot be read ({why}).", path=path, why=words_of(error))
        ) from error
    try:
        saved = json.loads(content)
    except (ValueError, RecursionError):  # the latter for a file nested absurdly deep
        saved = {}
    return _from_values(saved if isinstance(saved, dict) else {})


def save(settings: Settings, path: Path) -> None:
    """Replace the file as a whole, so that a crash leaves the old or the new one.

    Raises ``SettingsError`` where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(asdict(settings), indent=1) + "\n")
    except (OSError, FileError) as error:
        why = error.reason if isinstance(error, FileError) else words_of(error)
        raise SettingsError(
            message("{path}: the settings cannot be saved ({why}).", path=path, why=why)
        ) from error


def _from_values(saved: dict[str, Any]) -> Settings:
    return Settings(**_known(Settings(), saved), searching=_search_settings(saved.get("searching")))


def _search_settings(saved: Any) -> SearchSettings:
    if not isinstance(saved, dict):
        return SearchSettings()
    recent, searches = saved.get("recent"), saved.get("saved")
    queries = [one for one in _listed(recent) if isinstance(one, str) and one.strip()]
    named = [
        SavedSearch(one["name"], one["query"])
        for one in _listed(searches)
        if isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and isinstance(one.get("query"), str)
        and one["query"].strip()
    ]
    return SearchSettings(
        **_known(SearchSettings(), saved),
        recent=tuple(dict.fromkeys(queries))[:RECENT_SEARCHES],
        saved=tuple({one.query: one for one in named}.values()),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _known(defaults: Settings | SearchSettings, saved: dict[str, Any]) -> dict[str, Any]:
    """The saved values that are of the kind of the defaults; those that are values themselves."""
    known: dict[str, Any] = {}
    for field in fields(defaults):
        default, value = getattr(defaults, field.name), saved.get(field.name)
        if isinstance(default, StrEnum):
            if value in list(type(default)):
                known[field.name] = type(default)(value)
        elif type(value) is type(default):
            known[field.name] = value
    return known
