"""The library's values as the command line prints them: ``…_json`` and, for people, ``…_row``.

The JSON's shape is what scripts rely on; every row ends with a line break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from unicodedata import combining, east_asian_width

from reader.article_view import ArticleView
from reader.concordance import ConcordanceLine
from reader.corrections import Decision, uncut
from reader.exchange import AnnotationsImport
from reader.export import IncomingProblem
from reader.library import shown_text
from reader.model import (
    ArticleSummary,
    Hit,
    ImportResult,
    ImportStatus,
    MarkStyle,
    PlacedAnnotation,
    QueryProblem,
    SearchResult,
    Source,
    SourceUpdate,
    Span,
)
from reader.proofreader import RecleanResult
from reader.script import Term, TermProblem

# With the number, the date and a word of two characters, a line fills an 80-column terminal.
_CONTEXT_CHARACTERS = 13
# A corpus file may have thousands of bad lines; the first ones show what is wrong with it.
_PROBLEMS_TOLD = 20
_QUERY_PROBLEMS_TOLD = 3
# A query may be a pasted page; so much of it before and behind a mistake says where it is.
_QUERY_ABOUT = 30
# Before a snippet that is of a note, not of the text.
_NOTE = "note: "
# So many characters say where in a document something was decided.
_ABOUT_PLACE = 16


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


def update_line(path: Path, update: SourceUpdate) -> str:
    """What became of the notes of a document whose file had changed."""
    told = f"{path}: the file has changed; notes found again: {update.found},"
    told += f" without a place now: {update.orphans}"
    return f"{told}, corrections dropped: {update.dropped}" if update.dropped else told


def import_error(result: ImportResult) -> str | None:
    """Why the file failed, or which of its records did."""
    if result.error or result.status is ImportStatus.FAILED:
        return result.error
    told = _first([f"line {one.line}: {one.reason}" for one in result.problems])
    return "; ".join(told) or None


def _first(told: Sequence[str], before: str = "") -> list[str]:
    """The first of what is to be told, and a count of the rest with ``before`` before it."""
    untold = len(told[_PROBLEMS_TOLD:])
    return [*told[:_PROBLEMS_TOLD], *([f"{before}and {untold} more"] if untold else [])]


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


def result_json(result: SearchResult) -> dict[str, object]:
    """``problems`` stands there only where there are any."""
    problems = [query_problem_json(problem) for problem in result.problems]
    return {
        "total": result.total,
        "milliseconds": round(result.milliseconds, 2),
        "hits": [hit_json(hit) for hit in result.hits],
        **({"problems": problems} if problems else {}),
    }


def hit_json(hit: Hit) -> dict[str, object]:
    return {
        "article": hit.article_id,
        "title": hit.summary.title or None,
        "snippet": hit.snippets[0].text if hit.snippets else "",
        "spans": [[span.start, span.end] for span in hit.spans],
    }


def hit_row(hit: Hit, mark: Callable[[str], str] = str) -> str:
    """The title, where it stands, and under them the snippets; ``mark`` makes a hit stand out."""
    summary = hit.summary
    title = _marked(summary.label, hit.title_spans, mark)
    origin = [hit.document_name, summary.newspaper, summary.date]
    snippets = [
        f"{_NOTE if snippet.annotation_id else ''}{_marked(snippet.text, snippet.spans, mark)}"
        for snippet in hit.snippets
    ]
    lines = [f"{hit.article_id:>6}  {title}", " · ".join(filter(None, origin)), *snippets]
    return "\n        ".join(lines) + "\n"


def _marked(text: str, spans: Sequence[Span], mark: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for span in spans:
        pieces += [text[end : span.start], mark(text[span.start : span.end])]
        end = span.end
    return "".join([*pieces, text[end:]])


def query_problem_json(problem: QueryProblem) -> dict[str, object]:
    return {
        "fault": problem.fault.name.lower(),
        "span": [problem.span.start, problem.span.end],
    }


def query_problems_text(query: str, problems: Sequence[QueryProblem]) -> list[str]:
    """The first things that are wrong with a query, and how many more there are."""
    told = [_query_problem_text(query, problem) for problem in problems[:_QUERY_PROBLEMS_TOLD]]
    untold = len(problems) - len(told)
    return [*told, f"and {untold} more things are wrong with the query"] if untold else told


def _query_problem_text(query: str, problem: QueryProblem) -> str:
    """What is wrong, the query about the place, and a line under it that points there."""
    first = max(problem.span.start - _QUERY_ABOUT, 0)
    end = min(problem.span.end, problem.span.start + _QUERY_ABOUT)
    about = query[first : end + _QUERY_ABOUT]
    shown = "".join(" " if character.isspace() else character for character in about)
    before = " " * _columns(shown[: problem.span.start - first])
    carets = "^" * max(1, _columns(shown[problem.span.start - first : end - first]))
    return f"{problem.fault.value}\n  {shown}\n  {before}{carets}"


def _columns(text: str) -> int:
    """How wide a terminal shows it: a Chinese character takes two columns."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        for character in text
    )


def line_json(line: ConcordanceLine) -> dict[str, object]:
    return {
        "article": line.article_id,
        "span": [line.span.start, line.span.end],
        "left": line.left,
        "word": line.word,
        "right": line.right,
        "title": line.title or None,
        "newspaper": line.newspaper or None,
        "date": line.date,
    }


def line_row(line: ConcordanceLine) -> str:
    """The words of all rows stand below each other on a terminal."""
    left = line.left[-_CONTEXT_CHARACTERS:]
    room = " " * (2 * _CONTEXT_CHARACTERS - _columns(left))
    right = line.right[:_CONTEXT_CHARACTERS]
    return f"{line.article_id:>6}  {line.date or '':<10}  {room}{left}【{line.word}】{right}\n"


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
    style = [annotation.style.value] if annotation.style is not MarkStyle.HIGHLIGHT else []
    marks = ", ".join([*style, *(["orphan"] if placed.orphan else [])])
    told += f"  ({marks})" if marks else ""
    return f"{annotation.article_id:>6}  {annotation.color:<7}  {told}\n"


def annotations_import_json(found: AnnotationsImport) -> dict[str, object]:
    return {
        "added": found.added,
        "merged": found.merged,
        "unchanged": found.unchanged,
        "orphaned": found.orphaned,
        "failed": len(found.problems),
        "problems": [{"number": one.number, "reason": one.reason} for one in found.problems],
    }


def annotations_import_row(found: AnnotationsImport) -> str:
    told = f"added: {found.added}, merged: {found.merged}, unchanged: {found.unchanged}"
    return f"{told}, without a place: {found.orphaned}, failed: {len(found.problems)}\n"


def annotation_problem_lines(file: Path, problems: Sequence[IncomingProblem]) -> list[str]:
    """Why some of a file's annotations were not taken; the first ones and a count."""
    told = [f"{file}: annotation {one.number}: {one.reason}" for one in problems]
    return _first(told, f"{file}: ")


def term_json(term: Term) -> dict[str, object]:
    return {
        "simplified": term.simplified,
        "traditional": term.traditional,
        "direction": term.direction,
    }


def term_problem_json(problem: TermProblem) -> dict[str, object]:
    return {"line": problem.line, "reason": problem.fault.value}


def term_problem_lines(file: Path, problems: Sequence[TermProblem]) -> list[str]:
    """What is wrong with a file's lines, as compilers tell it; the first ones and a count."""
    told = [f"{file}:{one.line}: {one.fault.value}" for one in problems]
    return _first(told, f"{file}: ")


def reclean_json(result: RecleanResult) -> dict[str, object]:
    return {
        "document": result.document_id,
        "name": result.name,
        "status": result.status,
        "articles": result.articles,
        "added": result.added,
        "removed": result.removed,
        "renamed": result.renamed,
        "rewritten": result.rewritten,
        "edits": dict(result.edits),
        "unplaced": result.unplaced,
        "unapplied": len(result.unapplied),
        "error": result.error,
    }


def reclean_row(result: RecleanResult) -> str:
    """A line for the document, and below it what changed."""
    told = [f"{result.status.value:<9}  {result.document_id:>6}  {result.name}"]
    if result.error:
        told[0] += f": {result.error}"
    told += [f"+ {title}" for title in result.added]
    told += [f"- {title}" for title in result.removed]
    told += [f"{old or '(no title)'} → {new or '(no title)'}" for old, new in result.renamed]
    if result.rewritten:
        told.append(f"articles whose text differs: {result.rewritten}")
    told += [f"{rule}: {count:+}" for rule, count in result.edits]
    if result.unplaced:
        told.append(f"notes without a place: {result.unplaced}")
    if result.unapplied:
        told.append(f"corrections that do not fit any more: {len(result.unapplied)}")
    return "\n    ".join(told) + "\n"


def decision_json(number: int, decision: Decision, source: Source) -> dict[str, object]:
    """``number`` counts from 1; ``text``: what stands in its spans in the source."""
    at = [Span(decision.to, decision.to + _ABOUT_PLACE)] if decision.to is not None else []
    end = source.start + len(source.text)
    places = [Span(span.start, min(span.end, end)) for span in decision.spans or at]
    return {
        "number": number,
        "kind": decision.kind,
        "value": decision.value,
        "text": "".join(source.slice(place) for place in places),
        "spans": [[span.start, span.end] for span in decision.spans],
        "to": decision.to,
    }


def decision_row(row: dict[str, object]) -> str:
    text = " ".join(uncut(str(row["text"])).split())
    told = text if len(text) <= _QUERY_ABOUT else f"{text[:_QUERY_ABOUT]}…"
    return f"{row['document']:>6}  {row['number']:>4}  {row['kind']}  {row['value']}  {told}\n"
