"""How likely it is that a text has the headline it was given.

A share that can be counted: of a hundred headlines with 0.9, ninety are right. Fitted to made-up
pages (``benchmarks.damaged_pages``) and counted on others; the table is in ``docs/cleaning.md``.
"""

from __future__ import annotations

import math

# The logarithm of the odds for a headline that another reading of the page could take away for
# nothing, and what it gains with the distance to that reading: ten nats are not twice five.
_BY_A_HAIR = -0.5
_FOR_MARGIN = 2.1

# A line that stands word for word in its text was mostly taken from it.
_QUOTED = 5.0

# A text that neither names nor a lead begin or end is often a part of one. On made-up pages every
# text has a mark, and this would be 4; printed ones have texts without.
_UNMARKED = 2.0


def confidence(margin: float, *, quoted: bool, marked: bool) -> float:
    """From 0 to 1. ``margin``: in nats, by how much the best reading of the page surpasses the best
    in which the text has another headline or none.
    """
    odds = _BY_A_HAIR + _FOR_MARGIN * math.log1p(max(margin, 0.0))
    odds -= _QUOTED * quoted + _UNMARKED * (not marked)
    return round(1 / (1 + math.exp(-odds)), 3)
