"""What a row of the pane shows."""

from __future__ import annotations

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
