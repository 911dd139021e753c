"""Tie an annotation to the source, and find its place again when the source has changed.

``placing`` makes an anchor and places it in a text made from the same source. ``finding`` looks for
its words in another: where ``shared_runs`` of the old and the new text took them, or else in
``squeezed`` texts, by ``grams`` of them and by ``aligning`` for their errors.
"""

from reader.anchors.finding import ArticleText, FoundAgain, Sought, find_again, find_orphans
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
    "find_orphans",
    "make_anchor",
    "place",
]
