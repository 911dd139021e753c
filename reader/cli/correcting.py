"""The commands that correct how documents are read, and read them again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing

from reader import corrections
from reader.article_view import ArticleView
from reader.cli import rendering
from reader.cli.opening import opened, sync_if_possible
from reader.cli.terminal import ProgressLine, tell, write, write_json
from reader.corrections import Decision, ReadingChange
from reader.errors import NotFoundError
from reader.importing.layout import LINE_JOIN
from reader.library import Library
from reader.model import Article, BlockKind, Edit, Progress, ShownScript, Source, Span
from reader.proofreader import RecleanResult, RecleanStatus

DONE = 0
FAILED = 1


def reclean(options: argparse.Namespace) -> int:
    """Read documents again; a row for each."""
    results: list[RecleanResult] = []
    with opened(options) as library, closing(ProgressLine()) as line:
        for step in library.proofreader.reclean(options.document or None):
            if isinstance(step, Progress):
                line.show(step)
                continue
            results.append(step)
            if not options.json:
                line.clear()
                write(rendering.reclean_row(step))
        if options.json:
            write_json([rendering.reclean_json(result) for result in results])
        sync_if_possible(library, line)
    return FAILED if any(one.status is RecleanStatus.FAILED for one in results) else DONE


def list_uncertain(options: argparse.Namespace) -> int:
    """List the articles whose headline may belong to another text, the least certain first."""
    with opened(options) as library:
        found = sorted(
            (article for article in library.articles() if article.uncertain),
            key=lambda article: article.confidence,
        )
    if options.json:
        rows = [
            {"confidence": article.confidence, **rendering.summary_json(article)}
            for article in found
        ]
        write_json(rows)
    else:
        write("".join(rendering.summary_row(article) for article in found))
    return DONE


def list_corrections(options: argparse.Namespace) -> int:
    with opened(options) as library:
        _tell_decisions(options, library)
    return DONE


def take_back(options: argparse.Namespace) -> int:
    """Take back some of what was corrected in a document, or all of it."""
    with opened(options) as library:
        known = library.proofreader.decisions(options.document)
        missing = [number for number in options.number if number > len(known)]
        if missing or not known:
            raise NotFoundError(f"document {options.document} has {len(known)} corrections")
        chosen = [known[number - 1] for number in options.number] or known
        library.proofreader.take_back(options.document, chosen)
        _sync(library)
        _tell_decisions(options, library)
    return DONE


def undo_repair(options: argparse.Namespace) -> int:
    """Undo what was repaired in a quote, the repairs of each rule as one correction."""
    with opened(options) as library:
        article, span = _quoted(options, library)
        inside = [
            edit for edit in article.edits if edit.rule != LINE_JOIN and _is_about(edit, span)
        ]
        if not inside:
            raise NotFoundError(f"Nothing was repaired in {options.quote!r}.")
        for rule in dict.fromkeys(edit.rule for edit in inside):
            decision = corrections.keep_source([edit for edit in inside if edit.rule == rule])
            step = library.proofreader.decide(decision, [options.id])
        return _told(options, library, step)


def undo_rule(options: argparse.Namespace) -> int:
    return _decided(options, corrections.keep_rule(options.rule), [options.id])


def split_article(options: argparse.Namespace) -> int:
    with opened(options) as library:
        _, span = _quoted(options, library)
        return _carried_out(options, library, corrections.split_article(span.start), [options.id])


def split_paragraph(options: argparse.Namespace) -> int:
    with opened(options) as library:
        _, span = _quoted(options, library)
        return _carried_out(options, library, corrections.split_paragraph(span.start), [options.id])


def merge(options: argparse.Namespace) -> int:
    with opened(options) as library:
        first, second = (library.article(one) for one in (options.id, options.other))
        decision = corrections.merge_articles(first.blocks, second.blocks)
        return _carried_out(options, library, decision, [options.id, options.other])


def join(options: argparse.Namespace) -> int:
    """Join the paragraph of a quote with the one below it."""
    with opened(options) as library:
        article, number = _block(options, library)
        if number + 1 == len(article.blocks):
            raise NotFoundError("There is no paragraph below it.")
        decision = corrections.join_paragraphs(*article.blocks[number : number + 2])
        return _carried_out(options, library, decision, [options.id])


def set_kind(options: argparse.Namespace) -> int:
    with opened(options) as library:
        article, number = _block(options, library)
        decision = corrections.set_kind(article.blocks[number], BlockKind(options.kind))
        return _carried_out(options, library, decision, [options.id])


def move(options: argparse.Namespace) -> int:
    with opened(options) as library:
        article, number = _block(options, library)
        target = library.article(options.to)
        decision = corrections.move_block(article.blocks[number], target.blocks)
        return _carried_out(options, library, decision, [options.id, options.to])


def confirm(options: argparse.Namespace) -> int:
    with opened(options) as library:
        decision = corrections.confirmation(library.article(options.id).blocks)
        return _carried_out(options, library, decision, [options.id])


def _decided(options: argparse.Namespace, decision: Decision, article_ids: Sequence[int]) -> int:
    with opened(options) as library:
        return _carried_out(options, library, decision, article_ids)


def _carried_out(
    options: argparse.Namespace, library: Library, decision: Decision, article_ids: Sequence[int]
) -> int:
    return _told(options, library, library.proofreader.decide(decision, article_ids))


def _told(options: argparse.Namespace, library: Library, step: ReadingChange) -> int:
    """Print the articles that a step left in the place of those it took."""
    _sync(library)
    ids = {article.id for article in step.after.articles}
    articles = [article for article in library.articles() if article.id in ids]
    if options.json:
        write_json([rendering.summary_json(article) for article in articles])
    else:
        write("".join(rendering.summary_row(article) for article in articles))
    return DONE


def _sync(library: Library) -> None:
    with closing(ProgressLine()) as line:
        sync_if_possible(library, line)


def _tell_decisions(options: argparse.Namespace, library: Library) -> None:
    chosen: int | None = getattr(options, "document", None)
    every = [document.id for document in library.documents()]
    rows: list[dict[str, object]] = []
    for document in [chosen] if chosen else every:
        decisions = library.proofreader.decisions(document)
        source = library.whole_source(document) if decisions else Source("")
        rows += [
            {"document": document, **rendering.decision_json(number, decision, source)}
            for number, decision in enumerate(decisions, start=1)
        ]
    if options.json:
        write_json(rows)
    else:
        write("".join(rendering.decision_row(row) for row in rows))
        if not rows:
            tell("nothing was corrected")


def _quoted(options: argparse.Namespace, library: Library) -> tuple[Article, Span]:
    """An article, and the source from the first to the last character of a quote."""
    article = library.article(options.id)
    quote = library.find_quote(options.id, options.quote, options.occurrence)
    spans = ArticleView(article, ShownScript.ORIGINAL).clean.back(quote)
    if not spans:
        raise NotFoundError("The quote holds nothing of the document.")
    return article, Span(spans[0].start, max(spans[0].end, spans[-1].end))


def _is_about(edit: Edit, span: Span) -> bool:
    """Whether it changed a source span, or took something away right behind it."""
    behind = not edit.after and edit.source.start == span.end
    return behind or span.start <= edit.source.start <= edit.source.end <= span.end


def _block(options: argparse.Namespace, library: Library) -> tuple[Article, int]:
    """An article, and the number of the block that a quote begins in."""
    article = library.article(options.id)
    quote = library.find_quote(options.id, options.quote, options.occurrence)
    return article, article.text.count("\n", 0, quote.start)
