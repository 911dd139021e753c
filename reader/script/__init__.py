"""Detect the script of a text and convert it, with an exact map back; the only user of OpenCC.

``dictionaries`` reads the package's tables and our corrections, ``detection`` tells the scripts
apart, ``matching`` applies dictionaries to a text, ``chains`` applies one after the other,
``terms`` are the user's own, ``conversion`` chooses between all these; ``choices`` tells what it
chose, ``streaming`` does the same to a text of any length. ``folding`` makes variants equal.
"""

from reader.script.choices import Choice, choices, entry_at, uncut
from reader.script.conversion import Converted, convert, convert_text, convert_with, part_end
from reader.script.detection import detect, paragraph_at, paragraph_script
from reader.script.dictionaries import character_pairs
from reader.script.streaming import convert_stream
from reader.script.terms import (
    NO_TERMS,
    Direction,
    Term,
    TermError,
    TermFault,
    TermProblem,
    Terms,
    TermsChange,
    read_terms,
    term_line,
    term_toward,
    write_terms,
)

__all__ = [
    "NO_TERMS",
    "Choice",
    "Converted",
    "Direction",
    "Term",
    "TermError",
    "TermFault",
    "TermProblem",
    "Terms",
    "TermsChange",
    "character_pairs",
    "choices",
    "convert",
    "convert_stream",
    "convert_text",
    "convert_with",
    "detect",
    "entry_at",
    "paragraph_at",
    "paragraph_script",
    "part_end",
    "read_terms",
    "term_line",
    "term_toward",
    "uncut",
    "write_terms",
]
