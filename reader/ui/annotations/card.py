"""What a row of the pane shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import Annotation


@dataclass(frozen=True, slots=True)
class Card:
    """An annotation's row; ``quote`` and ``origin`` in the script on screen.

    ``origin``: its article, where the pane shows more than one.
    """

    annotation: Annotation
    quote: str
    orphan: bool = False
    origin: str = ""


def with_card(cards: Sequence[Card], card: Card, ids: Sequence[str]) -> tuple[Card, ...]:
    """The cards and this one, if it is not among them, where it stood among the ``ids``."""
    rows = {one.annotation.id: row for row, one in enumerate(cards)}
    number = card.annotation.id
    if number in rows:
        return tuple(cards)
    before = (rows[one] for one in reversed(ids[: ids.index(number)]) if one in rows)
    at = next(before, -1) + 1
    return (*cards[:at], card, *cards[at:])
