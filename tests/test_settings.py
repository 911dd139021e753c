"""Options survive a restart, and no file makes them senseless."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SettingsError
from reader.model import HitOrder, ShownScript
from reader.settings import (
    RECENT_SEARCHES,
    Glosses,
    Language,
    SavedSearch,
    SearchSettings,
    Settings,
    Theme,
    Typeface,
    load,
    save,
)

CHOSEN = Settings(
    shown=ShownScript.TAIWAN,
    traditional=ShownScript.HONGKONG,
    theme=Theme.SEPIA,
    typeface=Typeface.SANS,
    language=Language.TRADITIONAL,
    zoom_percent=150,
    line_height_percent=200,
    measure=30,
    first_line_indent=False,
    mark_choices=True,
    mark_edits=False,
    glosses=Glosses.ABOVE,
    last_article=7,
    window="AQ==",
    panes="Ag==",
    show_sidebar=False,
    show_annotations=False,
    show_source=True,
    searching=SearchSettings(
        order=HitOrder.OLDEST,
        in_notes=True,
        recent=("经济 改革", "𪟝"),
        saved=(SavedSearch("要闻", "title:改革"),),
    ),
)


def test_every_option_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    save(CHOSEN, path)
    assert load(path) == CHOSEN
    untouched = Settings()
    assert all(
        getattr(CHOSEN, field.name) != getattr(untouched, field.name) for field in fields(Settings)
    )


def test_there_are_defaults_before_the_first_save(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == Settings()


def test_saving_leaves_one_file(tmp_path: Path) -> None:
    save(CHOSEN, tmp_path / "settings.json")
    save(Settings(), tmp_path / "settings.json")
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]
    assert load(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize(
    ("saved", "expected"),
    [
        ({"zoom_percent": 9_000}, Settings(zoom_percent=300)),
        ({"zoom_percent": -5}, Settings(zoom_percent=50)),
        ({"zoom_percent": "150"}, Settings()),
        ({"zoom_percent": True}, Settings()),
        ({"first_line_indent": 0}, Settings()),
        ({"theme": "neon", "typeface": "sans"}, Settings(typeface=Typeface.SANS)),
        ({"theme": ["dark"]}, Settings()),
        ({"mark_edits": 0, "glosses": "below"}, Settings()),
        ({"unknown": 1, "measure": 40}, Settings(measure=40)),
        ({"traditional": "simplified"}, Settings()),
        ({"traditional": "original"}, Settings()),
        ({"searching": ["x"]}, Settings()),
        (
            {
                "searching": {
                    "order": "newest",
                    "in_notes": 1,
                    "recent": ["一", 2, " ", "一"],
                    "saved": [{"name": "x"}, "y", {"name": "z", "query": "一"}],
                }
            },
            Settings(
                searching=SearchSettings(
                    order=HitOrder.NEWEST, recent=("一",), saved=(SavedSearch("z", "一"),)
                )
            ),
        ),
    ],
)
def test_a_senseless_value_falls_back_alone(
    tmp_path: Path, saved: dict[str, object], expected: Settings
) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(saved), encoding="utf-8")
    assert load(path) == expected


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", '"dark"', "[" * 50_000])
def test_a_damaged_file_gives_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")
    assert load(path) == Settings()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_json_loads(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text("a𪟝"),
        lambda inner: st.lists(inner, max_size=2),
        max_leaves=3,
    )
    names = st.sampled_from([field.name for field in fields(Settings)])
    saved = data.draw(st.dictionaries(names, values, max_size=5))
    path = tmp_path_factory.getbasetemp() / "any-settings.json"
    path.write_text(json.dumps(saved), encoding="utf-8")
    loaded = load(path)
    assert 50 <= loaded.zoom_percent <= 300
    assert 20 <= loaded.measure <= 80
    assert isinstance(loaded.theme, Theme)


def test_a_folder_in_the_files_place_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load(path)
    with pytest.raises(SettingsError, match=r"settings\.json"):
        save(CHOSEN, path)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(SettingsError, match=r"settings\.json"):
        load(path)


def test_the_latest_search_comes_first_and_none_twice() -> None:
    searching = SearchSettings()
    for number in range(RECENT_SEARCHES + 2):
        searching = searching.with_recent(str(number))
    assert len(searching.recent) == RECENT_SEARCHES
    assert searching.recent[0] == str(RECENT_SEARCHES + 1)
    again = searching.with_recent("9")
    assert again.recent[0] == "9"
    assert sorted(again.recent) == sorted(searching.recent)


def test_a_query_is_saved_once() -> None:
    searching = SearchSettings().with_saved(SavedSearch("a", "经济"))
    assert searching.with_saved(SavedSearch("b", "经济")).saved == (SavedSearch("b", "经济"),)
    assert searching.without_saved("经济").saved == ()
