"""How often work that takes long tells where it is."""

from __future__ import annotations

import math
import time

# Other writes wait for a step, and who gives up does; a step for each note would cost more than it.
_STEP_S = 0.05


class Pace:
    """Says when a step is due: at once, then after a while each."""

    def __init__(self) -> None:
        self._next = -math.inf

    def due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _STEP_S
        return True
