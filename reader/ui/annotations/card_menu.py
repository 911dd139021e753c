"""The context menu of one card or of many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from reader.model import Annotation, AnnotationEdit, Color, MarkStyle
from reader.ui.annotations.wording import color_text, style_text
from reader.ui.selection_popup import swatch_icon


class CardMenu(QMenu):
    """What can be done with these annotations; it acts by signals, and goes when it is closed."""

    edit_chosen = Signal()
    copy_chosen = Signal()
    citation_chosen = Signal()
    fold_chosen = Signal()
    tags_chosen = Signal()
    place_chosen = Signal()
    delete_chosen = Signal()
    merge_chosen = Signal()
    export_chosen = Signal()
    other_color_chosen = Signal()
    change_chosen = Signal(object)  # AnnotationEdit

    def __init__(
        self,
        annotations: Sequence[Annotation],
        own_colors: Sequence[str],
        parent: QWidget,
        *,
        orphan: bool,
        can_place: bool,
        foldable: bool,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._annotations = annotations
        one = len(annotations) == 1
        if one:
            self._add(self.tr("Edit note"), self.edit_chosen, "Enter")
            if foldable:
                self._add(self.tr("Fold or unfold the note"), self.fold_chosen, "Space")
            self._add(self.tr("Copy quote"), self.copy_chosen)
            self._add(self.tr("Copy with citation"), self.citation_chosen)
        self._add(self.tr("Tags…"), self.tags_chosen, "T")
        if orphan:
            self._add(self.tr("Place it here"), self.place_chosen, "P", enabled=can_place)
        self.addSeparator()
        self._add_colors(own_colors)
        self._add_styles()
        self.addSeparator()
        if not one:
            self._add(self.tr("Merge those that overlap"), self.merge_chosen)
        self._add(self.tr("Export…"), self.export_chosen)
        delete = self.tr("Delete") if one else self.tr("Delete %1 annotations")
        count = self.locale().toString(len(annotations))
        self._add(delete.replace("%1", count), self.delete_chosen, "Del")

    def _add(
        self, text: str, signal: SignalInstance, key: str = "", *, enabled: bool = True
    ) -> None:
        action = self.addAction(f"{text}\t{key}" if key else text)
        action.setEnabled(enabled)
        action.triggered.connect(signal)

    def _add_colors(self, own_colors: Sequence[str]) -> None:
        held = {one.color for one in self._annotations}
        for number, color in enumerate(Color, 1):
            self._add_color(color, held, f"\t{number}")
        others = self.addMenu(self.tr("Other colour"))
        for own in own_colors:
            self._add_color(own, held, "", others)
        if own_colors:
            others.addSeparator()
        others.addAction(self.tr("Choose…")).triggered.connect(self.other_color_chosen)

    def _add_color(self, color: str, held: set[str], key: str, menu: QMenu | None = None) -> None:
        action = (menu or self).addAction(swatch_icon(color), color_text(color) + key)
        action.setEnabled(held != {color})
        action.triggered.connect(partial(self.change_chosen.emit, AnnotationEdit(color=color)))

    def _add_styles(self) -> None:
        styles = self.addMenu(self.tr("Style"))
        held = {one.style for one in self._annotations}
        for style in MarkStyle:
            action = styles.addAction(style_text(style))
            action.setCheckable(True)
            action.setChecked(held == {style})
            action.triggered.connect(partial(self.change_chosen.emit, AnnotationEdit(style=style)))
