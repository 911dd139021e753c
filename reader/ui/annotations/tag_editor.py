"""Asks for the tags of one annotation or of many, with completion from all of the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.model import Annotation
from reader.ui.flow_layout import FlowLayout
from reader.ui.leaf import Leaf
from reader.ui.plain_text import PlainLabel

_WIDTH = 270
_SEPARATORS = ",，;；、\n"


class TagEditor(Leaf):
    """Stores when it is closed; Esc leaves the tags as they were.

    A tag that only some of the annotations have is shown with how many.
    """

    tags_chosen = Signal(object, object)  # added, removed: tuples of tags; not both empty

    def __init__(
        self, annotations: Sequence[Annotation], known: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._count = len(annotations)
        self._held = Counter(tag for one in annotations for tag in one.tags)
        self._added: list[str] = []
        self._removed: list[str] = []
        self._left = False
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, 4)
        self._line = QLineEdit()
        self._line.setPlaceholderText(self.tr("Add a tag…"))
        self._line.setAccessibleName(self.tr("Add a tag…"))
        self._complete(known)
        self._line.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        if self._count > 1:
            text = self.tr("Tags of %1 annotations")
            column.addWidget(PlainLabel(text.replace("%1", self.locale().toString(self._count))))
        column.addWidget(self._chips)
        column.addWidget(self._line)
        self.setFixedWidth(_WIDTH)
        self._show_chips()
        self._line.setFocus()

    @property
    def tags(self) -> list[str]:
        """Those that are shown."""
        held = [tag for tag in self._held if tag not in self._removed]
        return held + [tag for tag in self._added if tag not in held]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and a comma take the tag; Enter in an empty line is done."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Escape:
                self._left = True
                self.close()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._line.text().strip():
                    self._take_line()
                else:
                    self.close()
            case Qt.Key.Key_Backspace if not self._line.text() and self.tags:
                self._remove(self.tags[-1])
            case _ if event.text() and event.text() in _SEPARATORS:
                self._take_line()
            case _:
                return super().eventFilter(watched, event)
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        """However it is closed, what was typed counts."""
        if not self._left:
            self._left = True
            self._take_line()
            if self._added or self._removed:
                self.tags_chosen.emit(tuple(self._added), tuple(self._removed))

    def _complete(self, known: Sequence[str]) -> None:
        completer = QCompleter(list(known), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        # After the line has taken the text itself, which it does later.
        completer.activated.connect(self._on_completed)
        words = completer.popup()
        assert words is not None
        words.setObjectName("completions")
        self._line.setCompleter(completer)

    def _on_completed(self, tag: str) -> None:
        self._add(tag)
        QTimer.singleShot(0, self._line, self._line.clear)

    def _take_line(self) -> None:
        text = self._line.text()
        for separator in _SEPARATORS:
            text = text.replace(separator, "\n")
        self._line.clear()
        for tag in text.splitlines():
            self._add(tag)

    def _add(self, tag: str) -> None:
        tag = tag.strip().lstrip("#").strip()
        if not tag:
            return
        if tag in self._removed:
            self._removed.remove(tag)
        elif self._held[tag] < self._count and tag not in self._added:
            self._added.append(tag)
        self._show_chips()

    def _remove(self, tag: str) -> None:
        if tag in self._added:
            self._added.remove(tag)
        if self._held[tag]:
            self._removed.append(tag)
        self._show_chips()

    def _show_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in self.tags:
            chip = self._chip(tag)
            self._flow.addWidget(chip)
            chip.show()  # at once: what is hidden takes no room
        self._chips.setVisible(bool(self.tags))
        self.fit()

    def _chip(self, tag: str) -> QFrame:
        chip = QFrame()
        chip.setObjectName("chip")
        row = QHBoxLayout(chip)
        row.setContentsMargins(8, 1, 0, 1)
        row.setSpacing(0)
        held = self._held[tag]
        some = 0 < held < self._count and tag not in self._added
        row.addWidget(PlainLabel(f"{tag} ({held})" if some else tag))
        cross = QToolButton()
        cross.setObjectName("cross")
        cross.setText("×")
        cross.setFixedWidth(20)
        cross.setAccessibleName(self.tr("Remove the tag %1").replace("%1", tag))
        cross.clicked.connect(partial(self._remove, tag))
        row.addWidget(cross)
        return chip
