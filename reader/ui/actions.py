"""Everything a menu, a button or a key can ask for: names, shortcuts and places in the menus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from reader.model import Color, MarkStyle, ShownScript
from reader.settings import Glosses, Settings, Theme
from reader.ui.selection_popup import (
    bookmark_icon,
    color_name,
    own_color_icon,
    swatch_icon,
)

_Value = TypeVar("_Value")


def copy_action(text: str, owner: QWidget) -> QAction:
    """What the copy key does while the keyboard is in a widget, and no other is meant by it."""
    action = QAction(text, owner)
    action.setShortcut(QKeySequence.StandardKey.Copy)
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    owner.addAction(action)
    return action


class Actions(QObject):
    """The actions by name. The window connects them; the shared groups emit which was chosen."""

    shown_chosen = Signal(object)  # ShownScript
    theme_chosen = Signal(object)  # Theme
    color_chosen = Signal(object)  # Color
    style_chosen = Signal(object)  # MarkStyle: underline or strike

    def __init__(self, undo_stack: QUndoStack, parent: QObject) -> None:
        super().__init__(parent)
        self.import_files = self._action(self.tr("Import files…"), QKeySequence.StandardKey.Open)
        self.import_folder = self._action(self.tr("Import a folder…"), "Ctrl+Shift+O")
        self.export = self._action(self.tr("Export annotations…"), "Ctrl+E")
        self.import_annotations = self._action(self.tr("Import annotations…"))
        self.back_up = self._action(self.tr("Back up now"))
        self.restore = self._action(self.tr("Restore from a backup…"))
        self.preferences = self._action(self.tr("Preferences…"), "Ctrl+,")
        self.terms = self._action(self.tr("My words…"))
        self.quit = self._action(self.tr("Quit"), "Ctrl+Q")
        self.undo = undo_stack.createUndoAction(self, self.tr("Undo"))
        self.undo.setShortcuts(QKeySequence.StandardKey.Undo)
        self.redo = undo_stack.createRedoAction(self, self.tr("Redo"))
        self.redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self.find = self._action(self.tr("Find in this article"), "Ctrl+F")
        self.search = self._action(self.tr("Search all documents"), "Ctrl+Shift+F", "Ctrl+K")
        self.concordance = self._action(self.tr("Concordance of the search"), "Ctrl+Shift+K")
        self.flip_script = self._action(self.tr("Flip simplified and traditional"), "Ctrl+T")
        self.zoom_in = self._action(self.tr("Larger text"), "Ctrl++", "Ctrl+=")
        self.zoom_out = self._action(self.tr("Smaller text"), "Ctrl+-")
        self.zoom_reset = self._action(self.tr("Normal text size"), "Ctrl+0")
        self.show_sidebar = self._action(self.tr("Sidebar"), "F9", checked=True)
        self.show_annotations = self._action(self.tr("Annotations"), "F10", checked=True)
        self.show_source = self._action(self.tr("Show source"), "F8")
        self.show_source.setCheckable(True)
        self.mark_edits = self._action(self.tr("Underline cleaned words"), checked=True)
        self.glosses_above = self._action(self.tr("Readings above characters"), checked=True)
        self.next_article = self._action(self.tr("Next article"), "Alt+Down")
        self.previous_article = self._action(self.tr("Previous article"), "Alt+Up")
        self.next_hit = self._action(self.tr("Next hit"), "F3", "Ctrl+G")
        self.previous_hit = self._action(self.tr("Previous hit"), "Shift+F3", "Ctrl+Shift+G")
        self.next_uncertain = self._action(self.tr("Next uncertain headline"), "Alt+U")
        self.confirm = self._action(self.tr("The headline is right"))
        self.corrections = self._action(self.tr("Corrections of this document…"))
        self.reclean = self._action(self.tr("Read again by the present rules…"))
        self.reclean_all = self._action(self.tr("Read all documents again…"))
        self.own_color = self._action(self.tr("Own colour…"), "7")
        self.lines = self._lines()
        self.bookmark = self._action(self.tr("Bookmark this place"), "B", "Ctrl+D")
        self.add_note = self._action(self.tr("Highlight and write a note"), "N")
        self.about = self._action(self.tr("About Jianfan Reader"))
        self.shown = self._group(
            {
                ShownScript.ORIGINAL: self.tr("Original"),
                ShownScript.SIMPLIFIED: "简体",
                ShownScript.TRADITIONAL: "繁體",
                ShownScript.TAIWAN: self.tr("Taiwan (臺灣正體)"),
                ShownScript.TAIWAN_PHRASES: self.tr("Taiwan, with its phrases (臺灣用語)"),
                ShownScript.HONGKONG: self.tr("Hong Kong (香港繁體)"),
            },
            self.shown_chosen,
        )
        self.themes = self._group(
            {
                Theme.SYSTEM: self.tr("As the system"),
                Theme.LIGHT: self.tr("Light"),
                Theme.DARK: self.tr("Dark"),
                Theme.SEPIA: self.tr("Sepia"),
            },
            self.theme_chosen,
        )
        self.colors = self._colors()
        self.own_color.setIcon(own_color_icon())
        self.bookmark.setIcon(bookmark_icon())

    def article_actions(self) -> list[QAction]:
        """Single keys that work only while the article has the focus."""
        actions = [
            *self.colors,
            self.own_color,
            *self.lines,
            self.bookmark,
            self.add_note,
        ]
        for action in actions:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return actions

    def set_shown(self, shown: ShownScript) -> None:
        self.shown[shown].setChecked(True)

    def set_looks(self, settings: Settings) -> None:
        """Tick what is so of the theme and the marks."""
        self.themes[settings.theme].setChecked(True)
        self.mark_edits.setChecked(settings.mark_edits)
        self.glosses_above.setChecked(settings.glosses is Glosses.ABOVE)

    def fill_menus(self, bar: QMenuBar) -> None:
        file = bar.addMenu(self.tr("&File"))
        _fill(file, [self.import_files, self.import_folder, None])
        _fill(file, [self.export, self.import_annotations, None])
        _fill(file, [self.back_up, self.restore, None])
        _fill(file, [self.terms, self.preferences, None, self.quit])
        edit = bar.addMenu(self.tr("&Edit"))
        _fill(edit, [self.undo, self.redo, None, self.find, self.search, self.concordance])
        view = bar.addMenu(self.tr("&View"))
        _fill(view, [*self.shown.values(), self.flip_script, None])
        _fill(view, [self.zoom_in, self.zoom_out, self.zoom_reset, None])
        _fill(view.addMenu(self.tr("Theme")), list(self.themes.values()))
        _fill(view, [None, self.mark_edits, self.glosses_above])
        _fill(view, [None, self.show_sidebar, self.show_source, self.show_annotations])
        annotate = bar.addMenu(self.tr("&Annotate"))
        _fill(annotate, [*self.colors, self.own_color, None, *self.lines, None])
        _fill(annotate, [self.add_note, self.bookmark])
        _fill(bar.addMenu(self.tr("&Correct")), self._correcting())
        go = bar.addMenu(self.tr("&Go"))
        _fill(go, [self.previous_article, self.next_article, self.next_uncertain, None])
        _fill(go, [self.previous_hit, self.next_hit])
        _fill(bar.addMenu(self.tr("&Help")), [self.about])

    def _correcting(self) -> list[QAction | None]:
        again = [self.reclean, self.reclean_all]
        return [self.confirm, None, self.corrections, None, *again]

    def fill_tool_bar(self, bar: QToolBar, window: QMainWindow) -> None:
        self.import_files.setIconText(self.tr("Import"))
        bar.addAction(self.import_files)
        bar.addSeparator()
        bar.addAction(self.shown[ShownScript.ORIGINAL])
        bar.addAction(self.shown[ShownScript.SIMPLIFIED])
        bar.addWidget(self._traditional_button(window))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(space)
        self.zoom_out.setIconText("A−")
        self.zoom_in.setIconText("A+")
        bar.addActions([self.zoom_out, self.zoom_in])
        bar.addSeparator()
        bar.addActions([self.show_sidebar, self.show_annotations])

    def _traditional_button(self, window: QMainWindow) -> QToolButton:
        """A button for 繁體, with the regional forms in its menu."""
        button = QToolButton(window)
        button.setDefaultAction(self.shown[ShownScript.TRADITIONAL])
        button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(button)
        traditional = list(self.shown.values())[2:]
        menu.addActions(traditional)
        button.setMenu(menu)
        for action in traditional:
            # The button becomes the variant that was chosen last, to be pressed again.
            action.toggled.connect(partial(_take_over, button, action))
        return button

    def _group(self, names: Mapping[_Value, str], chosen: SignalInstance) -> dict[_Value, QAction]:
        """Checkable actions of which one is on; ``chosen`` tells which a person took."""
        group = QActionGroup(self)
        actions = {}
        for value, name in names.items():
            action = group.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(partial(chosen.emit, value))
            actions[value] = action
        return actions

    def _lines(self) -> list[QAction]:
        """Ways to mark words other than by a ground."""
        underline = self._action(self.tr("Underline"), "U")
        strike = self._action(self.tr("Strike out"), "S")
        underline.triggered.connect(partial(self.style_chosen.emit, MarkStyle.UNDERLINE))
        strike.triggered.connect(partial(self.style_chosen.emit, MarkStyle.STRIKE))
        return [underline, strike]

    def _colors(self) -> list[QAction]:
        actions = []
        for number, color in enumerate(Color, 1):
            action = self._action(color_name(color), str(number))
            action.setIcon(swatch_icon(color))
            action.triggered.connect(partial(self.color_chosen.emit, color))
            actions.append(action)
        return actions

    def _action(
        self, text: str, *keys: str | QKeySequence.StandardKey, checked: bool = False
    ) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        if checked:
            action.setCheckable(True)
            action.setChecked(True)
        if keys:
            action.setToolTip(f"{text} ({action.shortcut().toString()})")
        return action


def _fill(menu: QMenu, actions: Sequence[QAction | None]) -> None:
    """Add actions; ``None`` is a line between two groups."""
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)


def _take_over(button: QToolButton, action: QAction, on: bool) -> None:
    if on:
        button.setDefaultAction(action)
