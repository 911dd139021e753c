"""What is written of an article."""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import ArticleSummary, PlacedAnnotation


@dataclass(frozen=True, slots=True)
class AnnotatedArticle:
    """An article and its annotations, in the order they are to be written.

    ``sha256``: the document's; ``start``: the source offset of the article's first character.
    """

    article: ArticleSummary
    document_name: str
    annotations: tuple[PlacedAnnotation, ...]
    sha256: str = ""
    start: int = 0
