"""Colours and typefaces: light, dark and sepia; serif and sans in the right order for a script."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from reader.model import Color, Script, ShownScript
from reader.settings import Theme, Typeface


@dataclass(frozen=True, slots=True)
class Colors:
    """One theme. ``page`` is behind the article, ``window`` behind everything else,
    ``missing`` behind words that are looked for and not there; ``edited`` is the line under words
    that were cleaned: faint, for a report may have one in every line."""

    window: str
    page: str
    text: str
    muted: str
    border: str
    hover: str
    accent: str
    selection: str
    hit: str
    current_hit: str
    missing: str
    edited: str
    highlights: dict[Color, str]


LIGHT = Colors(
    window="#f4f4f2",
    page="#fdfdfc",
    text="#1d1d1f",
    muted="#6e6e73",
    border="#dcdcd8",
    hover="#e9e9e6",
    accent="#b3392f",
    selection="#b9d4f7",
    hit="#ffe39a",
    current_hit="#ffb454",
    missing="#fbe4e1",
    edited="#a9b3b0",
    highlights={
        Color.YELLOW: "#fdf0a6",
        Color.GREEN: "#ccefc4",
        Color.BLUE: "#c9e2fb",
        Color.PINK: "#fbd3e0",
        Color.ORANGE: "#fddcb5",
        Color.PURPLE: "#e2d5f8",
    },
)
SEPIA = Colors(
    window="#efe6d3",
    page="#f8f1e1",
    text="#41352a",
    muted="#857560",
    border="#dccfb6",
    hover="#e6dac2",
    accent="#a04a28",
    selection="#d5c9a9",
    hit="#f5d68a",
    current_hit="#eeae5c",
    missing="#f3d6c6",
    edited="#b3a78f",
    highlights={
        Color.YELLOW: "#f6e08c",
        Color.GREEN: "#cfe0ab",
        Color.BLUE: "#c3d9dd",
        Color.PINK: "#f1c9c6",
        Color.ORANGE: "#f5cd98",
        Color.PURPLE: "#dbcbe0",
    },
)
DARK = Colors(
    window="#1b1c1e",
    page="#222326",
    text="#dcdcdc",
    muted="#98989d",
    border="#37383c",
    hover="#2d2e32",
    accent="#f0857a",
    selection="#31507a",
    hit="#6b5410",
    current_hit="#964a08",
    missing="#4a2b2c",
    edited="#6f7a78",
    highlights={
        Color.YELLOW: "#5b5117",
        Color.GREEN: "#27502f",
        Color.BLUE: "#1f4668",
        Color.PINK: "#643049",
        Color.ORANGE: "#68431a",
        Color.PURPLE: "#49356b",
    },
)

# The dots of the colour buttons: stronger than the highlights, readable on every theme.
SWATCHES = {
    Color.YELLOW: "#f2c511",
    Color.GREEN: "#57b955",
    Color.BLUE: "#4b9fe8",
    Color.PINK: "#ee6f9c",
    Color.ORANGE: "#f29339",
    Color.PURPLE: "#9d73e0",
}
# How much of a person's own colour is in its ground, the rest being the page; less where the words
# on it could not be read: WCAG 2.2 asks for 4.5.
_OWN_GROUND, _LEAST_OWN_GROUND, _TEXT_CONTRAST = 0.35, 0.1, 4.5
# Against the page: what a line needs to be seen, and a ground. WCAG's 3 would turn the yellow that
# is known as yellow to brown.
_LINE_CONTRAST, _OWN_LINE_CONTRAST, _GROUND_CONTRAST = 2.0, 3.0, 1.3
_STEP = 0.05


def swatch_of(color: str) -> QColor:
    """The strong form of a highlight colour, named or a person's own."""
    return QColor(color) if color.startswith("#") else QColor(SWATCHES[Color(color)])


def line_of(colors: Colors, color: str) -> QColor:
    """The strong form, brought as near to the text's colour as it takes to be seen on the page."""
    strong, text, page = swatch_of(color), QColor(colors.text), QColor(colors.page)
    line, share = strong, 0.0
    least = _OWN_LINE_CONTRAST if color.startswith("#") else _LINE_CONTRAST
    while contrast(line, page) < least:
        share += _STEP
        line = mixed(text, strong, share)
    return line


def ground_of(colors: Colors, color: str) -> QColor:
    """The ground of highlighted words: of a person's own colour as much as leaves them legible."""
    if not color.startswith("#"):
        return QColor(colors.highlights[Color(color)])
    line, page, text = line_of(colors, color), QColor(colors.page), QColor(colors.text)
    share = _OWN_GROUND
    ground = mixed(line, page, share)
    while contrast(page, ground) < _GROUND_CONTRAST:
        share += _STEP
        ground = mixed(line, page, share)
    while contrast(text, ground) < _TEXT_CONTRAST and share > _LEAST_OWN_GROUND:
        share -= _STEP
        ground = mixed(line, page, share)
    return ground


def mixed(color: QColor, other: QColor, share: float) -> QColor:
    """So much of one colour, from 0 to 1, in another."""
    return QColor.fromRgbF(
        share * color.redF() + (1 - share) * other.redF(),
        share * color.greenF() + (1 - share) * other.greenF(),
        share * color.blueF() + (1 - share) * other.blueF(),
    )


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21, as WCAG 2.2 has it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """A part of an sRGB colour as an amount of light."""
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


_SERIF = {
    "SC": ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "Songti SC", "SimSun"),
    "TC": ("Noto Serif CJK TC", "Source Han Serif TC", "Noto Serif TC", "Songti TC", "PMingLiU"),
    "HK": (
        "Noto Serif CJK HK",
        "Source Han Serif HC",
        "Noto Serif HK",
        "Songti TC",
        "MingLiU_HKSCS",
    ),
}
_SANS = {
    "SC": (
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Noto Sans SC",
        "PingFang SC",
        "Microsoft YaHei",
    ),
    "TC": (
        "Noto Sans CJK TC",
        "Source Han Sans TC",
        "Noto Sans TC",
        "PingFang TC",
        "Microsoft JhengHei",
    ),
    "HK": (
        "Noto Sans CJK HK",
        "Source Han Sans HC",
        "Noto Sans HK",
        "PingFang HK",
        "Microsoft JhengHei",
    ),
}
# Characters beyond the BMP that the families above lack.
_LAST_RESORT = {
    Typeface.SERIF: ("SimSun-ExtB", "HanaMinA", "HanaMinB", "serif"),
    Typeface.SANS: ("SimSun-ExtB", "HanaMinA", "HanaMinB", "sans-serif"),
}


def families(typeface: Typeface, region: str) -> list[str]:
    """Font families, the region's own first. ``region``: SC, TC or HK."""
    table = _SERIF if typeface is Typeface.SERIF else _SANS
    order = [region, *(other for other in ("SC", "TC", "HK") if other != region)]
    return [family for key in order for family in table[key]] + list(_LAST_RESORT[typeface])


def region_of(shown: ShownScript, own: Script) -> str:
    """The region whose letter forms a text is set in; ``own``: the script it was written in."""
    match shown:
        case ShownScript.HONGKONG:
            return "HK"
        case ShownScript.SIMPLIFIED:
            return "SC"
        case ShownScript.ORIGINAL:
            return "TC" if own is Script.TRADITIONAL else "SC"
        case _:
            return "TC"


def article_font(typeface: Typeface, region: str, pixels: float) -> QFont:
    font = QFont()
    font.setFamilies(families(typeface, region))
    font.setPixelSize(max(round(pixels), 1))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def colors_of(theme: Theme) -> Colors:
    """A theme's colours; ``SYSTEM`` follows the desktop's own light or dark."""
    match theme:
        case Theme.LIGHT:
            return LIGHT
        case Theme.SEPIA:
            return SEPIA
        case Theme.DARK:
            return DARK
        case Theme.SYSTEM:
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def apply_theme(application: QApplication, colors: Colors) -> None:
    """Palette and style sheet of the whole program."""
    application.setPalette(_palette(colors))
    for kind in ("QRadioButton", "QCheckBox"):
        # PySide's own stub asks for bytes, which it refuses.
        application.setPalette(_box_palette(colors), kind)  # type: ignore[arg-type]
    application.setStyleSheet(
        _STYLE_SHEET.substitute(
            window=colors.window,
            page=colors.page,
            text=colors.text,
            muted=colors.muted,
            border=colors.border,
            hover=colors.hover,
            accent=colors.accent,
            selection=colors.selection,
            missing=colors.missing,
        )
    )


def interface_font(desktop: QFont, region: str) -> QFont:
    """The desktop's font with CJK families behind it, so that no character is left as a box."""
    font = QFont(desktop)
    font.setFamilies([desktop.families()[0], *families(Typeface.SANS, region)])
    return font


def _palette(colors: Colors) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colors.window,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.page,
        QPalette.ColorRole.AlternateBase: colors.window,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.Button: colors.window,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.BrightText: colors.accent,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.ToolTipBase: colors.page,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.Mid: colors.border,
        QPalette.ColorRole.Light: colors.page,
        QPalette.ColorRole.Dark: colors.border,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.muted))
    return palette


def _box_palette(colors: Colors) -> QPalette:
    """Of what is ticked. Fusion draws its edge darker than the window by this much, which on a
    dark one cannot be seen."""
    palette = _palette(colors)
    palette.setColor(QPalette.ColorRole.Window, QColor(colors.muted).lighter(140))
    return palette


_STYLE_SHEET = Template("""
QToolBar { background: $window; border: 0; border-bottom: 1px solid $border;
    padding: 5px 10px; spacing: 4px; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px 10px; }
QToolButton:hover { background: $hover; }
QToolButton:checked { background: $page; border-color: $border; color: $accent; }
QToolButton:disabled { color: $muted; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton::menu-button { border: 0; width: 16px; }
QStatusBar { background: $window; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: 0; }
QSplitter::handle { background: $border; }
QLineEdit { background: $page; border: 1px solid $border; border-radius: 7px; padding: 6px 8px; }
QLineEdit:focus { border-color: $accent; }
QLineEdit[missing="true"] { background: $missing; }
QTreeView, QListView, QAbstractItemView#cards { background: $window; border: 0; outline: 0; }
QTreeView::item { padding: 4px 2px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $selection; color: $text; }
QAbstractScrollArea#article { background: $page; border: 0; }
QLabel[muted="true"] { color: $muted; }
QLabel[heading="true"] { font-weight: 600; }
QFrame#popup { background: $page; border: 1px solid $border; border-radius: 8px; }
QFrame#popup QToolButton { padding: 4px 5px; }
QFrame#popup QToolButton[link="true"] { color: $accent; padding: 3px 0; }
QToolButton[framed="true"] { border-color: $border; padding: 4px 12px; }
QToolButton[link="true"] { color: $accent; padding: 3px 0; }
QToolButton[flat="true"] { padding: 4px 5px; color: $muted; }
QToolButton[flat="true"]::menu-indicator { image: none; }
QToolButton[flat="true"]:focus, QToolButton[framed="true"]:focus { border-color: $accent; }
QLabel[fault="true"] { color: $accent; }
QFrame#chip { border: 1px solid $border; border-radius: 10px; background: $window; }
QFrame#chip[on="true"] { background: $selection; border-color: $selection; }
QFrame#chip QToolButton { padding: 1px 6px; border-radius: 9px; color: $muted; }
QFrame#chip QToolButton[on="true"] { padding: 1px 3px 1px 6px; color: $text; }
QFrame#chip QToolButton:focus, QFrame#popup QToolButton:focus { border-color: $accent; }
QFrame#chip QToolButton#cross { padding: 1px 2px; color: $text; }
QListView[lines="true"]::item { padding: 5px 10px; }
QFrame#bar { background: $window; border-top: 1px solid $border; }
QFrame#bar QToolButton { padding: 4px 7px; }
QPlainTextEdit { background: $page; border: 1px solid $accent; border-radius: 5px; }
QAbstractItemView#completions { background: $page; border: 1px solid $border; }
QAbstractItemView#completions::item { padding: 4px 7px; }
QMenu { background: $page; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QHeaderView::section {
    background: $window; color: $muted; border: 0; border-bottom: 1px solid $border;
    padding: 5px 8px 5px 4px;
}
QToolTip { background: $page; color: $text; border: 1px solid $border; padding: 3px; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 32px;
    margin: 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { border: 0; background: $hover; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
""")
