"""Colours one can read by, and typefaces in the order of the script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton
from pytestqt.qtbot import QtBot

from reader.model import Color, Script, ShownScript
from reader.settings import Settings, Theme, Typeface
from reader.ui.theme import (
    DARK,
    LIGHT,
    SEPIA,
    Colors,
    apply_theme,
    article_font,
    colors_of,
    families,
    ground_of,
    interface_font,
    line_of,
    region_of,
)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1's contrast ratio, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    color = QColor(name)
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_text_can_be_read_on_every_ground(colors: Colors) -> None:
    grounds = [colors.page, colors.window, colors.hover, colors.selection, colors.hit]
    grounds += [colors.current_hit, *colors.highlights.values()]
    assert min(contrast(colors.text, ground) for ground in grounds) >= 4.5
    assert contrast(colors.muted, colors.page) >= 3.0
    assert contrast(colors.muted, colors.window) >= 3.0


@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_each_mark_has_a_ground_of_its_own(colors: Colors) -> None:
    assert set(colors.highlights) == set(Color)
    grounds = [*colors.highlights.values(), colors.hit, colors.current_hit, colors.selection]
    assert len({*grounds, colors.page}) == len(grounds) + 1


@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_a_colour_of_ones_own_is_seen_and_leaves_the_text_legible(colors: Colors) -> None:
    """Whichever it is: the page's and the text's, too."""
    parts = ("00", "80", "ff")
    own = [f"#{red}{green}{blue}" for red, green, blue in product(parts, repeat=3)]
    for color in [*own, colors.page, colors.text]:
        ground = ground_of(colors, color).name()
        assert contrast(colors.text, ground) >= 4.4, color
        assert contrast(colors.page, ground) >= 1.25, color
        assert contrast(colors.page, line_of(colors, color).name()) >= 2.9, color


@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_each_named_colour_has_a_line_of_its_own(colors: Colors) -> None:
    lines = {line_of(colors, color).name() for color in Color}
    assert len(lines) == len(Color)
    assert min(contrast(colors.page, line) for line in lines) >= 1.9


def test_the_themes_are_light_sepia_and_dark() -> None:
    assert [colors_of(theme) for theme in (Theme.LIGHT, Theme.SEPIA, Theme.DARK)] == [
        LIGHT,
        SEPIA,
        DARK,
    ]
    assert colors_of(Theme.SYSTEM) in (LIGHT, DARK)


@pytest.fixture
def application(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    apply_theme(qapp, colors_of(Settings().theme))


@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_a_theme_reaches_the_whole_program(application: QApplication, colors: Colors) -> None:
    apply_theme(application, colors)
    palette = application.palette()
    assert palette.color(QPalette.ColorRole.Window).name() == colors.window
    assert palette.color(QPalette.ColorRole.Base).name() == colors.page
    assert palette.color(QPalette.ColorRole.Text).name() == colors.text
    sheet = application.styleSheet()
    assert colors.accent in sheet
    assert "$" not in sheet


@pytest.mark.parametrize("kind", [QRadioButton, QCheckBox])
@pytest.mark.parametrize("colors", [LIGHT, SEPIA, DARK], ids=["light", "sepia", "dark"])
def test_what_is_not_ticked_can_be_seen(
    application: QApplication, qtbot: QtBot, colors: Colors, kind: type[QAbstractButton]
) -> None:
    apply_theme(application, colors)
    box = kind()
    qtbot.addWidget(box)
    image = box.grab().toImage()
    row = (image.pixelColor(x, image.height() // 2).name() for x in range(image.width()))
    assert max(contrast(one, colors.window) for one in row) >= 2.5


@pytest.mark.parametrize(
    ("shown", "own", "region"),
    [
        (ShownScript.ORIGINAL, Script.TRADITIONAL, "TC"),
        (ShownScript.ORIGINAL, Script.SIMPLIFIED, "SC"),
        (ShownScript.ORIGINAL, Script.NEITHER, "SC"),
        (ShownScript.SIMPLIFIED, Script.TRADITIONAL, "SC"),
        (ShownScript.TRADITIONAL, Script.SIMPLIFIED, "TC"),
        (ShownScript.TAIWAN, Script.SIMPLIFIED, "TC"),
        (ShownScript.TAIWAN_PHRASES, Script.SIMPLIFIED, "TC"),
        (ShownScript.HONGKONG, Script.SIMPLIFIED, "HK"),
    ],
)
def test_letters_take_the_form_of_the_script_shown(
    shown: ShownScript, own: Script, region: str
) -> None:
    assert region_of(shown, own) == region


@pytest.mark.parametrize("typeface", Typeface)
@pytest.mark.parametrize("region", ["SC", "TC", "HK"])
def test_the_regions_own_families_come_first_and_the_others_after(
    typeface: Typeface, region: str
) -> None:
    names = families(typeface, region)
    word = "Serif" if typeface is Typeface.SERIF else "Sans"
    assert names[0] == f"Noto {word} CJK {region}"
    assert {f"Noto {word} CJK {other}" for other in ("SC", "TC", "HK")} <= set(names)
    assert article_font(typeface, region, 18.4).families() == names
    assert article_font(typeface, region, 18.4).pixelSize() == 18


def test_the_interface_keeps_the_desktops_font_and_adds_chinese_behind_it() -> None:
    desktop = QFont("Some Sans")
    font = interface_font(desktop, "TC")
    assert font.families()[:2] == ["Some Sans", "Noto Sans CJK TC"]
    again = interface_font(font, "SC")
    assert again.families()[:2] == ["Some Sans", "Noto Sans CJK SC"]
