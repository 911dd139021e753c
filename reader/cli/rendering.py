"""The library's values as the command line prints them: ``…_json`` and, for people, ``…_row``.

The JSON's shape is what scripts rely on; every row ends with a line break.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.article_view import ArticleView
from reader.library import shown_text
from reader.model import ArticleSummary, Hit, ImportResult, ImportStatus, PlacedAnnotation
from reader.script import Term, TermProblem

# A corpus file may have thousands of bad lines; the first ones show what is wrong with it.
_PROBLEMS_TOLD = 20


def import_json(result: ImportResult) -> dict[str, object]:
    return {
        "path": str(result.path),
        "status": result.status,
        "document": result.document_id,
        "articles": result.articles,
        "error": import_error(result),
    }


def import_row(result: ImportResult) -> str:
    error = import_error(result)
    row = f"{result.status.value:<9}  {result.articles:>6}  {result.path}"
    return f"{row}: {error}\n" if error else f"{row}\n"


def import_error(result: ImportResult) -> str | None:
    """Why the file failed, or which of its records did."""
    if result.error or result.status is ImportStatus.FAILED:
        return result.error
    told = [f"line {one.line}: {one.reason}" for one in result.problems[:_PROBLEMS_TOLD]]
    untold = len(result.problems) - len(told)
    return "; ".join([*told, f"and {untold} more"] if untold else told) or None


def summary_json(article: ArticleSummary) -> dict[str, object]:
    return {
        "id": article.id,
        "document": article.document_id,
        "title": article.title or None,
        "subtitle": article.subtitle or None,
        "authors": article.authors,
        "kind": article.kind,
        "newspaper": article.newspaper,
        "date": article.date,
        "page": article.page,
        "script": article.script,
        "characters": article.characters,
    }


def summary_row(article: ArticleSummary) -> str:
    date = article.date or ""
    return f"{article.id:>6}  {date:<10}  {article.characters:>8}  {article.label}\n"


def article_json(view: ArticleView) -> dict[str, object]:
    """``view`` in its script; its edits are of the source and so unconverted."""
    head = view.article.summary

    def shown(text: str) -> str:
        return shown_text(text, view.shown, head.script, view.terms)

    return {
        "title": shown(head.title) or None,
        "subtitle": shown(head.subtitle) or None,
        "authors": [shown(author) for author in head.authors],
        "kind": head.kind,
        "script": head.script,
        "text": view.whole_text(),
        "blocks": [{"kind": kind, "text": text} for kind, text in view.paragraphs()],
        "edits": [
            {
                "rule": edit.rule,
                "before": edit.before,
                "after": edit.after,
                "source": [edit.source.start, edit.source.end],
            }
            for edit in view.article.edits
        ],
    }


def hit_json(hit: Hit) -> dict[str, object]:
    return {
        "article": hit.article_id,
        "title": hit.title or None,
        "snippet": hit.snippet,
        "spans": [[span.start, span.end] for span in hit.spans],
    }


def hit_row(hit: Hit) -> str:
    return f"{hit.article_id:>6}  {hit.label}\n        {hit.snippet}\n"


def annotation_json(placed: PlacedAnnotation) -> dict[str, object]:
    annotation = placed.annotation
    return {
        "id": annotation.id,
        "article": annotation.article_id,
        "quote": annotation.quote,
        "note": annotation.note,
        "color": annotation.color,
        "tags": annotation.tags,
        "span": None if placed.orphan else [placed.spans[0].start, placed.spans[-1].end],
        "orphan": placed.orphan,
        "created": annotation.created.isoformat(),
        "modified": annotation.modified.isoformat(),
    }


def annotation_row(placed: PlacedAnnotation) -> str:
    annotation = placed.annotation
    words = [annotation.quote, annotation.note, *(f"#{tag}" for tag in annotation.tags)]
    told = "  ".join(" ".join(word.split()) for word in words if word)
    lost = "  (orphan)" if placed.orphan else ""
    return f"{annotation.article_id:>6}  {annotation.color.value:<6}  {told}{lost}\n"


def term_json(term: Term) -> dict[str, object]:
    return {"simplified": term.simplified, "traditional": term.traditional}


def term_row(term: Term) -> str:
    """As a line of a TSV file of terms."""
    return f"{term.simplified}\t{term.traditional}\n"


def term_problem_json(problem: TermProblem) -> dict[str, object]:
    return {"line": problem.line, "reason": problem.fault.value}


def term_problem_lines(file: Path, problems: Sequence[TermProblem]) -> list[str]:
    """What is wrong with a file's lines, as compilers tell it; the first ones and a count."""
    told = [f"{file}:{one.line}: {one.fault.value}" for one in problems[:_PROBLEMS_TOLD]]
    untold = len(problems) - len(told)
    return [*told, f"{file}: and {untold} more"] if untold else told
