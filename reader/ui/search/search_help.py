"""The query language on one leaf: examples that a click puts into the search box."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QWidget

from reader.ui.plain_text import PlainLabel


class SearchHelp(QFrame):
    """A leaf that closes when something else is clicked; ``docs/search.md`` says the same."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        heading = PlainLabel(self.tr("What can be searched for"))
        heading.setProperty("heading", True)
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (example, meaning) in enumerate(self._examples(), 1):
            button = QToolButton()
            button.setText(example)
            button.setProperty("link", True)
            button.setToolTip(self.tr("Search for this"))
            button.clicked.connect(partial(self._on_chosen, example))
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(meaning), row, 1)
        closing = PlainLabel(
            self.tr("Simplified and traditional find each other; so do full and half width.")
        )
        closing.setProperty("muted", True)
        grid.addWidget(closing, grid.rowCount(), 0, 1, 2)

    def show_at(self, point: QPoint) -> None:
        """Show it with its upper left corner at a point of the screen, or as near as it fits."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = min(point.x(), screen.right() - self.width())
        top = min(point.y(), screen.bottom() - self.height())
        self.move(max(left, screen.left()), max(top, screen.top()))
        self.show()

    def _examples(self) -> list[tuple[str, str]]:
        return [
            ("经济 改革", self.tr("both words, anywhere in the article")),
            ("经济 OR 金融", self.tr("one of them")),
            ("经济 -房地产", self.tr("the first without the second")),
            ("(经济 OR 金融) 改革", self.tr("brackets: what belongs together")),
            ('"中国 改革"', self.tr("exactly this, with spaces and punctuation")),
            ("经济 NEAR/20 改革", self.tr("at most 20 characters apart, either first")),
            ("习?平", self.tr("? is any one character")),
            ("=後", self.tr("this very character, not 后")),
            ("title:改革", self.tr("in the title; author: and paper: likewise")),
            ("note:核对", self.tr("in your notes and what they mark; tag: in their tags")),
            ("date:2020..2023", self.tr("from the one year to the other")),
            ("date:2020-11", self.tr("in a month; also a day, or open: 2020..")),
            ("is:annotated", self.tr("with notes or highlights of yours")),
            ("is:unread", self.tr("never opened")),
            ("script:traditional", self.tr("written in traditional; also simplified, mixed")),
        ]

    def _on_chosen(self, example: str) -> None:
        self.example_chosen.emit(example)
        self.close()
