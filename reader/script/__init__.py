"""Detect the script of a text and convert it, with an exact map back; the only user of OpenCC.

``dictionaries`` reads the package's tables, ``detection`` tells the scripts apart, ``matching``
applies dictionaries to a text, ``conversion`` chooses which, in which order.
"""

from reader.script.conversion import Converted, convert, convert_text, convert_with
from reader.script.detection import detect
from reader.script.dictionaries import character_pairs

__all__ = [
    "Converted",
    "character_pairs",
    "convert",
    "convert_text",
    "convert_with",
    "detect",
]
