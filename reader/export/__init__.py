"""Annotations as files for other programs, and read back from them. Pure.

``AnnotatedArticle`` is what is written: ``markdown``, ``html`` and ``csv`` for people, in any
script and with a ``citation``; ``web_annotation`` as JSON-LD, which ``incoming`` reads back.
"""

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle, citation, quotation
from reader.export.incoming import (
    Incoming,
    IncomingFile,
    IncomingProblem,
    NotAnnotationsError,
    Origin,
    Quote,
    read_annotations,
)
from reader.export.writing import export

__all__ = [
    "AnnotatedArticle",
    "CitationStyle",
    "Incoming",
    "IncomingFile",
    "IncomingProblem",
    "NotAnnotationsError",
    "Origin",
    "Quote",
    "citation",
    "export",
    "quotation",
    "read_annotations",
]
