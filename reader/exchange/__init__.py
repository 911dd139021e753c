"""Annotations out of a library and into it: exports of them, and imports that lose nothing.

``exporting`` puts together what is written; ``taking_in`` merges what was read with what is here,
and finds with ``quote_search`` where the words of another document or program stand.
"""

from reader.exchange.exporting import Exporter, grouped, in_text_order, placed_in
from reader.exchange.taking_in import AnnotationsImport, take_in

__all__ = ["AnnotationsImport", "Exporter", "grouped", "in_text_order", "placed_in", "take_in"]
