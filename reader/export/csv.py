"""Annotations as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from reader.export.annotated import AnnotatedArticle
from reader.export.citation import CitationStyle, citation

# What makes a spreadsheet take a cell for a formula; those of Chinese keyboards too. What stands
# before it may be dropped when the file is read.
_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠]")
_BYTE_ORDER_MARK = "\ufeff"
_HEADER = (
    *("title", "authors", "newspaper", "date", "page", "document", "quote", "note", "tags"),
    *("color", "style", "orphan", "created", "modified", "citation", "id"),
)


def to_csv(articles: Iterable[AnnotatedArticle], style: CitationStyle) -> str:
    """A row for each annotation; a byte order mark tells a spreadsheet that this is UTF-8."""
    return table([_HEADER, *(row for article in articles for row in _rows(article, style))])


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV, an apostrophe before each text that would be taken for a formula.

    Every text is in quotation marks: LibreOffice also takes semicolons and tabs for separators, and
    what follows one would be a cell with a formula of its own.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def _rows(annotated: AnnotatedArticle, style: CitationStyle) -> Iterator[tuple[str, ...]]:
    article = annotated.article
    for placed in annotated.annotations:
        annotation = placed.annotation
        yield (
            article.label,
            "、".join(article.authors),
            article.newspaper or "",
            article.date or "",
            article.page or "",
            annotated.document_name,
            annotation.quote,
            annotation.note,
            " ".join(f"#{tag}" for tag in annotation.tags),
            str(annotation.color),
            annotation.style.value,
            "orphan" if placed.orphan else "",
            annotation.created.isoformat(),
            annotation.modified.isoformat(),
            citation(article, style),
            annotation.id,
        )


def _cell(value: object) -> object:
    formula = isinstance(value, str) and _FORMULA.match(value)
    return f"'{value}" if formula else value
