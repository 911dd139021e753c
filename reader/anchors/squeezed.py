"""A text as it is compared: folded, and without what lines, widths and typesetters change."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from reader.script.folding import as_text, code_points, folded_points

Array = npt.NDArray[Any]

# What tables are drawn with.
_BOX_DRAWING = slice(0x2500, 0x2580)
# Punctuation, separators, control and format characters, by Unicode's general categories.
_PASSED_OVER = ("P", "Z", "Cc", "Cf")


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The folded text without white space and punctuation.

    ``places``: for each of its characters the offset in the text it was made of; ascending.
    """

    text: str
    points: Array
    places: Array


def squeeze(text: str) -> Squeezed:
    """Pure; 20 M characters a second."""
    points = folded_points(code_points(text))
    places = np.flatnonzero(_kept()[points])
    kept = points[places]
    return Squeezed(as_text(kept), kept, places)


@cache
def _kept() -> Array:
    categories = (unicodedata.category(chr(point)) for point in range(sys.maxunicode + 1))
    kept = np.fromiter(
        (not category.startswith(_PASSED_OVER) for category in categories), dtype=bool
    )
    kept[_BOX_DRAWING] = False
    kept.setflags(write=False)
    return kept
