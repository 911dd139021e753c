"""How everything looks: the theme, the type and the marks, as chosen in menus and preferences."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from reader.settings import Glosses, Settings, Theme
from reader.ui.preferences import Preferences
from reader.ui.theme import apply_theme, colors_of

_ZOOM_STEP_PERCENT = 10


class Looks(QObject):
    """Holds the settings of how things look; of the others, as they were at the start."""

    colors_changed = Signal(object)  # Colors
    changed = Signal(object, object)  # Settings, Colors; after any change, that of colours too
    terms_requested = Signal()

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self._window = window

    @property
    def settings(self) -> Settings:
        return self._settings

    def zoom(self, steps: int) -> None:
        """Make the text larger or smaller; no steps: as large as at first."""
        percent = self._settings.zoom_percent + steps * _ZOOM_STEP_PERCENT if steps else 100
        self._change(replace(self._settings, zoom_percent=percent))

    def set_theme(self, theme: Theme) -> None:
        self._change(replace(self._settings, theme=theme))

    def underline_cleaned(self, on: bool) -> None:
        """Underline the words that were cleaned, or no longer."""
        self._change(replace(self._settings, mark_edits=on))

    def set_glosses_above(self, above: bool) -> None:
        """Put readings above characters, or hide them."""
        glosses = Glosses.ABOVE if above else Glosses.HIDDEN
        self._change(replace(self._settings, glosses=glosses))

    def follow_system(self) -> None:
        """The system went from light to dark, or back."""
        if self._settings.theme is Theme.SYSTEM:
            self._repaint()
            self._tell()

    def ask(self) -> None:
        """Let a person choose; every change shows at once."""
        dialog = Preferences(self._settings, self._window)
        dialog.settings_changed.connect(self._change)
        dialog.terms_requested.connect(self.terms_requested)
        dialog.open()

    def _change(self, settings: Settings) -> None:
        repaint = settings.theme is not self._settings.theme
        self._settings = settings
        if repaint:
            self._repaint()
        self._tell()

    def _repaint(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        colors = colors_of(self._settings.theme)
        apply_theme(application, colors)
        self.colors_changed.emit(colors)

    def _tell(self) -> None:
        self.changed.emit(self._settings, colors_of(self._settings.theme))
