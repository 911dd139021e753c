"""What the article's menu offers for correcting how its page is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from reader.corrections import (
    Decision,
    join_paragraphs,
    keep_rule,
    keep_source,
    set_kind,
    split_article,
    split_paragraph,
)
from reader.model import ArticleSummary, Block, BlockKind
from reader.ui.corrections.corrector import Corrector
from reader.ui.corrections.spot import Repair, Spot
from reader.ui.corrections.wording import confirm_text, elided, kind_name
from reader.ui.edit_marks import rule_text, seen

_WORD_CHARACTERS = 16
_OPENING_CHARACTERS = 8
_TITLE_CHARACTERS = 18
# A page has a dozen articles. Of a corpus file, whose records are no page, the nearest will do.
MOST_TARGETS = 20
_KINDS = (
    BlockKind.TITLE,
    BlockKind.SUBTITLE,
    BlockKind.BYLINE,
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.CAPTION,
    BlockKind.NOTE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of the same document, with its title as the list shows it."""

    summary: ArticleSummary
    title: str


class BlockMenu(QObject):
    """Fills the menu of a place; what is chosen goes to the ``Corrector``."""

    def __init__(self, corrector: Corrector, parent: QObject) -> None:
        super().__init__(parent)
        self._corrector = corrector

    def fill(self, menu: QMenu, spot: Spot, listed: Sequence[Listed]) -> None:
        """Add entries behind those that are there. ``listed``: articles of the document in its
        order, without a gap, the one on screen among them."""
        if all(one.summary.id != spot.article_id for one in listed):
            listed = ()  # the list is read again at this moment
        repairs = list(spot.repairs())
        if repairs:
            menu.addSeparator()
        for repair in repairs:
            self._add_repair(menu, spot, repair)
        menu.addSeparator()
        if spot.view.article.summary.uncertain:
            confirm = partial(self._corrector.confirm, spot.article_id)
            _add(menu, confirm_text(spot.view.article.summary), confirm)
        self._add_kinds(menu, spot)
        self._add_targets(menu, spot, listed)
        self._add_cuts(menu.addMenu(self.tr("Split or join")), spot, listed)

    def _add_repair(self, menu: QMenu, spot: Spot, repair: Repair) -> None:
        words = (repair.cleaning.before, repair.cleaning.after)
        before, after = (_entry(seen(word, _WORD_CHARACTERS)) for word in words)
        this = self.tr("Undo this repair: {before} → {after}").format(before=before, after=after)
        everywhere = self.tr("Undo in the whole document: %1")
        rule = rule_text(repair.word.rule).rstrip(".。")
        self._offer(menu, this, spot, keep_source(repair.word.edits))
        self._offer(menu, everywhere.replace("%1", _entry(rule)), spot, keep_rule(repair.word.rule))

    def _add_kinds(self, menu: QMenu, spot: Spot) -> None:
        text = self.tr("Set the selection as") if spot.in_part else self.tr("Set as")
        kinds = menu.addMenu(text)
        group = QActionGroup(kinds)
        block = spot.block
        for kind in _KINDS:
            action = self._offer(kinds, kind_name(kind), spot, set_kind(block, kind))
            action.setCheckable(True)
            group.addAction(action)
            if kind is block.kind and not spot.in_part:
                action.setChecked(True)
                action.setEnabled(False)  # it is that already

    def _add_targets(self, menu: QMenu, spot: Spot, listed: Sequence[Listed]) -> None:
        """The document's other articles, the nearest first."""
        text = self.tr("Move the selection to") if spot.in_part else self.tr("Move to")
        targets = menu.addMenu(text)
        own = _number(spot, listed)
        near = sorted(range(len(listed)), key=lambda number: abs(number - own))
        block = spot.block
        for number in near[1 : MOST_TARGETS + 1]:
            target = listed[number]
            move = partial(self._corrector.move, block, spot.article_id, target.summary.id)
            _add(targets, _entry(elided(target.title, _TITLE_CHARACTERS)), move)
        targets.menuAction().setEnabled(bool(targets.actions()))

    def _add_cuts(self, menu: QMenu, spot: Spot, listed: Sequence[Listed]) -> None:
        whole = spot.view.article.blocks[spot.number]
        beginning = spot.at_beginning()
        text = self.tr("Split the article before this paragraph")
        split = split_article(beginning.source_position)
        self._offer(menu, text, spot, split, possible=spot.number > 0)
        # A headline is no place to cut an article in: it goes with what it heads.
        if whole.kind is BlockKind.PARAGRAPH and not spot.begins:
            text = self.tr("Split the article before “%1”").replace("%1", _words_from(spot))
            self._offer(menu, text, spot, split_article(spot.source_position))
        text = self.tr("Split the paragraph before “%1”").replace("%1", _words_from(spot))
        paragraph = split_paragraph(spot.source_position)
        running = whole.kind not in (BlockKind.TITLE, BlockKind.SUBTITLE)
        self._offer(menu, text, spot, paragraph, possible=running and not spot.begins)
        menu.addSeparator()
        self._add_join(menu, self.tr("Join with the next paragraph"), spot, whole, 1)
        self._add_join(menu, self.tr("Join with the previous paragraph"), spot, whole, -1)
        menu.addSeparator()
        self._add_merge(menu, spot, listed, 1)
        self._add_merge(menu, spot, listed, -1)

    def _add_join(self, menu: QMenu, text: str, spot: Spot, block: Block, step: int) -> None:
        other = spot.neighbour(step)
        if other is None:
            menu.addAction(text).setEnabled(False)
            return
        first, second = (block, other) if step > 0 else (other, block)
        self._offer(menu, text, spot, join_paragraphs(first, second))

    def _add_merge(self, menu: QMenu, spot: Spot, listed: Sequence[Listed], step: int) -> None:
        number = _number(spot, listed) + step
        if not 0 <= number < len(listed):
            none = (
                self.tr("Merge with the next article")
                if step > 0
                else self.tr("Merge with the previous article")
            )
            menu.addAction(none).setEnabled(False)
            return
        other = listed[number]
        text = (
            self.tr("Merge with the next article: %1")
            if step > 0
            else self.tr("Merge with the previous article: %1")
        )
        title = _entry(elided(other.title, _TITLE_CHARACTERS))
        pair = (spot.article_id, other.summary.id)
        merge = partial(self._corrector.merge, *(pair if step > 0 else reversed(pair)))
        _add(menu, text.replace("%1", title), merge)

    def _offer(
        self, menu: QMenu, text: str, spot: Spot, decision: Decision, *, possible: bool = True
    ) -> QAction:
        """An entry for a decision about the article alone."""
        decide = partial(self._corrector.decide, decision, (spot.article_id,))
        action = _add(menu, text, decide)
        action.setEnabled(possible)
        return action


def _number(spot: Spot, listed: Sequence[Listed]) -> int:
    """Of the article on screen, among those of its document."""
    numbers = (n for n, one in enumerate(listed) if one.summary.id == spot.article_id)
    return next(numbers, 0)


def _words_from(spot: Spot) -> str:
    return _entry(elided(spot.words_from(_OPENING_CHARACTERS + 1), _OPENING_CHARACTERS))


def _entry(text: str) -> str:
    """Text of a document for a menu, in which an ampersand would mark a key."""
    return text.replace("&", "&&")


def _add(menu: QMenu, text: str, slot: Callable[[], None]) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(slot)
    return action
