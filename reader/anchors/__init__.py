"""Tie an annotation to the source, and find its place again when the source has changed.

``placing`` makes an anchor and places it in a text made from the same source; ``finding`` looks for
its words in another, with ``squeezed`` texts, ``grams`` of them and ``aligning`` for their errors.
"""

from reader.anchors.finding import ArticleText, FoundAgain, Sought, find_again
from reader.anchors.grams import continued
from reader.anchors.placing import CONTEXT_CHARACTERS, Anchor, make_anchor, place

__all__ = [
    "CONTEXT_CHARACTERS",
    "Anchor",
    "ArticleText",
    "FoundAgain",
    "Sought",
    "continued",
    "find_again",
    "make_anchor",
    "place",
]
