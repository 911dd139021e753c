"""The rows of the pane: what changes is told exactly, and cards are asked for as they are seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from reader.ui.annotations.card import Card
from reader.ui.annotations.card_model import CardModel
from tests.drafts import mark_of


def cards(ids: str) -> list[Card]:
    return [Card(mark_of(one.upper(), id_=one), one.upper()) for one in ids]


@pytest.fixture
def model(qtbot: QtBot) -> CardModel:
    assert qtbot is not None
    made = CardModel()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    made.tester = QAbstractItemModelTester(made, mode, made)  # type: ignore[attr-defined]  # kept
    made.set_ids("abcde", cards("abcde"))
    return made


@pytest.mark.parametrize(
    "after", ["abcde", "ace", "axbcyde", "edcba", "ba", "xcayb", "vwxyz", "c", "", "eabcd"]
)
def test_rows_that_stay_are_followed(model: CardModel, after: str) -> None:
    held = {one: QPersistentModelIndex(model.index(row)) for row, one in enumerate("abcde")}
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.set_ids(after, cards(after))
    assert "".join(model.ids) == after
    assert [model.row_of(one) for one in after] == list(range(len(after)))
    if set(after) & set("abcde"):
        assert not resets
        rows = {one: index.row() for one, index in held.items()}
        assert rows == {one: after.find(one) for one in "abcde"}


def test_a_card_that_is_not_there_is_asked_for_once(model: CardModel) -> None:
    asked: list[tuple[str, ...]] = []
    model.rows_requested.connect(asked.append)
    model.set_ids("abcdefg", cards("ab"))
    model.want(0, 1)
    assert asked == []
    shown = model.card(2)
    assert shown is not None and shown.quote == "C"  # the last known, until it is read again
    assert model.card(5) is None
    model.want(1, 5)
    model.want(1, 5)
    assert asked == [("c", "d", "e", "f", "g")]
    model.put_cards(cards("fz"))
    card = model.card(5)
    assert card is not None and card.quote == "F"
    assert model.row_of("z") == -1
