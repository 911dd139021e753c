"""The commands: each takes its options, asks the library and prints what it gave."""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import metadata

from reader.article_view import ArticleView
from reader.cli import arguments as takes
from reader.cli import correcting, keeping, rendering
from reader.cli.opening import opened, paths_of, sync_if_possible
from reader.cli.terminal import (
    PROGRAM,
    ProgressLine,
    emphasized,
    silence_stdout,
    speak_utf8,
    tell,
    text_of,
    write,
    write_json,
)
from reader.concordance import (
    ConcordanceBatch,
    ConcordanceLine,
    LineOrder,
    line_order,
    lines_csv,
)
from reader.errors import NotFoundError, ReaderError
from reader.export import CitationStyle
from reader.files import write_whole
from reader.importing import read_document
from reader.library import Library, unsaved_articles
from reader.messages import words_of
from reader.model import (
    ChangedFile,
    ExportFormat,
    HitOrder,
    ImportResult,
    MarkStyle,
    Progress,
    QueryProblem,
    ShownScript,
)
from reader.script import (
    NO_TERMS,
    Direction,
    Term,
    TermError,
    Terms,
    convert_stream,
    term_line,
    term_toward,
    write_terms,
)
from reader.search.query import parse_query

DONE = 0
FAILED = 1
WRONG_USAGE = 2
# 128 and the signal's number, as shells report a program that a signal ended.
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str]) -> int:
    """Run one command. Exit status: 0 done, 1 some item failed; wrong usage ends the program, 2."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        return status
    except ReaderError as error:
        tell(str(error))
        return FAILED
    except KeyboardInterrupt:
        tell("interrupted; what was finished is kept")
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return PIPE_CLOSED
    except Exception:
        tell("this is a bug in the program; please report it with these lines:")
        traceback.print_exc()
        return FAILED


def _import(options: argparse.Namespace) -> int:
    results: list[ImportResult] = []
    with opened(options) as library, closing(ProgressLine()) as line:
        for step in library.import_paths(options.path, changed=ChangedFile(options.changed)):
            if isinstance(step, Progress):
                line.show(step)
                continue
            results.append(step)
            line.clear()
            if not options.json:
                write(rendering.import_row(step))
            if step.update is not None:
                tell(rendering.update_line(step.path, step.update))
        if options.json:
            write_json([rendering.import_json(result) for result in results])
        sync_if_possible(library, line)
    if not results:
        tell("nothing to import: there is no file of a known kind there")
        return FAILED
    return FAILED if any(rendering.import_error(result) for result in results) else DONE


def _list(options: argparse.Namespace) -> int:
    with opened(options) as library:
        articles = library.articles()
    if options.json:
        write_json([rendering.summary_json(article) for article in articles])
    else:
        write("".join(rendering.summary_row(article) for article in articles))
    return DONE


def _show(options: argparse.Namespace) -> int:
    with opened(options) as library:
        view = library.view(options.id, ShownScript(options.script))
    if options.json:
        write_json({"id": view.article.summary.id, **rendering.article_json(view)})
    else:
        write(f"{view.whole_text()}\n")
    return DONE


def _clean(options: argparse.Namespace) -> int:
    draft = read_document(options.file)
    views = [ArticleView(article, ShownScript.ORIGINAL) for article in unsaved_articles(draft)]
    if options.json:
        write_json(
            {
                "encoding": draft.encoding,
                "script": draft.script,
                "newspaper": draft.newspaper,
                "date": draft.date,
                "page": draft.page,
                "articles": [rendering.article_json(view) for view in views],
            }
        )
    else:
        write("\n".join(f"{view.whole_text()}\n" for view in views))
    tell(f"{draft.name}: {draft.encoding}, {draft.script}, articles: {len(views)}")
    for problem in draft.problems:
        tell(f"{draft.name}: line {problem.line}: {problem.reason}")
    return FAILED if draft.problems else DONE


def _convert(options: argparse.Namespace) -> int:
    if options.json:
        tell("convert prints the text itself; it has no --json")
        return WRONG_USAGE
    pieces = text_of(options.file)
    for piece in convert_stream(pieces, ShownScript(options.to), _terms_if_any(options)):
        write(piece)
    return DONE


def _search(options: argparse.Namespace) -> int:
    with opened(options) as library, closing(ProgressLine()) as line:
        fed = not library.searcher.lags() or sync_if_possible(library, line)
        result = library.searcher.search(
            options.query,
            order=HitOrder(options.order),
            limit=options.limit,
            offset=options.offset,
            in_notes=options.notes,
        )
        if fed and library.searcher.lags():  # damage that came to light only now
            sync_if_possible(library, line)
    if options.json:
        write_json(rendering.result_json(result))
    else:
        write("".join(rendering.hit_row(hit, emphasized) for hit in result.hits))
    _tell_query_problems(options.query, result.problems)
    if not options.json:
        tell(f"articles found: {result.total}, shown: {len(result.hits)}")
    return DONE


def _tell_query_problems(query: str, problems: Sequence[QueryProblem]) -> None:
    for text in rendering.query_problems_text(query, problems):
        tell(text)


def _concordance(options: argparse.Namespace) -> int:
    if options.json and options.output is not None:
        tell("-o writes CSV; it has no --json")
        return WRONG_USAGE
    with opened(options) as library:
        batches = _batches(options, library)
    hits = sum(one.count for batch in batches for one in batch.counts)
    articles = batches[-1].done if batches else 0
    lines = [line for batch in batches for line in batch.lines]
    if hits > len(lines):
        tell(f"only the first {len(lines)} are listed; a narrower query would list all")
    if options.sort != LineOrder.DATE:  # by date they are
        lines = [lines[number] for number in line_order(lines, LineOrder(options.sort))]
    _write_lines(options, lines[: options.limit], hits, articles)
    _tell_query_problems(options.query, parse_query(options.query).problems)
    tell(f"hits: {hits}, in articles: {articles}")
    return DONE


def _batches(options: argparse.Namespace, library: Library) -> list[ConcordanceBatch]:
    batches = []
    with closing(ProgressLine()) as line:
        if library.searcher.lags():
            sync_if_possible(library, line)
        for batch in library.searcher.concordance(options.query, in_notes=options.notes):
            line.show(Progress(batch.done, batch.total, options.query))
            batches.append(batch)
    return batches


def _write_lines(
    options: argparse.Namespace, lines: Sequence[ConcordanceLine], hits: int, articles: int
) -> None:
    if options.json:
        told = [rendering.line_json(line) for line in lines]
        write_json({"total": hits, "articles": articles, "lines": told})
    elif options.output is None:
        write("".join(rendering.line_row(line) for line in lines))
    elif str(options.output) == "-":
        write(lines_csv(lines))
    else:
        write_whole(options.output, lines_csv(lines))


def _annotate(options: argparse.Namespace) -> int:
    with opened(options) as library:
        change = library.annotate(
            options.id,
            library.find_quote(options.id, options.quote, options.occurrence),
            color=options.color,
            style=MarkStyle(options.style),
            note=options.note,
            tags=options.tag,
        )
        (placed,) = (
            one for one in library.annotations(options.id) if one.annotation == change.after
        )
    if options.json:
        write_json(rendering.annotation_json(placed))
    else:
        write(rendering.annotation_row(placed))
    return DONE


def _annotations(options: argparse.Namespace) -> int:
    with opened(options) as library:
        if options.article is None:
            found = library.all_annotations()
        else:
            found = library.annotations(options.article)
    found = [one for one in found if one.orphan or not options.orphans]
    if options.json:
        write_json([rendering.annotation_json(placed) for placed in found])
    else:
        write("".join(rendering.annotation_row(placed) for placed in found))
    return DONE


def _export(options: argparse.Namespace) -> int:
    with opened(options) as library:
        text = library.export(
            ExportFormat(options.format),
            options.article,
            annotation_ids=options.annotation,
            shown=ShownScript(options.script),
            style=CitationStyle(options.citation),
        )
    if options.output is None or str(options.output) == "-":
        write(text)
    else:
        write_whole(options.output, text)
    return DONE


def _import_annotations(options: argparse.Namespace) -> int:
    with opened(options) as library, closing(ProgressLine()) as line:
        found = line.result_of(library.import_annotations(options.file))
    if options.json:
        write_json(rendering.annotations_import_json(found))
    else:
        write(rendering.annotations_import_row(found))
    for told in rendering.annotation_problem_lines(options.file, found.problems):
        tell(told)
    return FAILED if found.problems else DONE


def _list_terms(options: argparse.Namespace) -> int:
    with opened(options) as library:
        terms = library.terms()
    if options.json:
        write_json([rendering.term_json(term) for term in terms])
    else:
        write("".join(term_line(term) for term in terms))
    return DONE


def _add_term(options: argparse.Namespace) -> int:
    try:
        term = term_toward(Direction.TO_TRADITIONAL, *_forms(options))
        if options.direction is not None:
            term = replace(term, direction=Direction(options.direction))
    except TermError as error:
        tell(str(error))
        return FAILED
    with opened(options) as library:
        library.add_terms(Terms([term]))
    return _told_term(options, term)


def _remove_term(options: argparse.Namespace) -> int:
    forms = _forms(options)
    with opened(options) as library:
        gone = Terms(term for term in library.terms() if term.forms == forms)
        if not gone:
            raise NotFoundError(f"there is no such term: {' '.join(forms)}")
        library.change_terms(gone, NO_TERMS)
    return _told_term(options, next(iter(gone)))


def _forms(options: argparse.Namespace) -> tuple[str, str]:
    return options.simplified.strip(), options.traditional.strip()


def _told_term(options: argparse.Namespace, term: Term) -> int:
    if options.json:
        write_json(rendering.term_json(term))
    else:
        write(term_line(term))
    return DONE


def _import_terms(options: argparse.Namespace) -> int:
    with opened(options) as library:
        found = library.import_terms(options.file)
    if options.json:
        told = [rendering.term_problem_json(problem) for problem in found.problems]
        write_json({"terms": found.terms, "added": found.added, "problems": told})
    for line in rendering.term_problem_lines(options.file, found.problems):
        tell(line)
    tell(f"terms read: {found.terms}, new among them: {found.added}")
    return FAILED if found.problems else DONE


def _export_terms(options: argparse.Namespace) -> int:
    with opened(options) as library:
        if options.output is None or str(options.output) == "-":
            write(write_terms(library.terms()))
        else:
            library.export_terms(options.output)
    return DONE


def _reindex(options: argparse.Namespace) -> int:
    with opened(options) as library, closing(ProgressLine()) as line:
        line.follow(library.searcher.rebuild())
        count = len(library.articles())
    tell(f"articles indexed: {count}")
    return DONE


def _terms_if_any(options: argparse.Namespace) -> Terms:
    """The user's own terms: none where there is no library, as none is made, or a broken one."""
    try:
        if not paths_of(options).database.exists():
            return NO_TERMS
        with opened(options) as library:
            return library.terms()
    except ReaderError as error:
        why = str(error)
    except OSError as error:
        why = f"{paths_of(options).database}: {words_of(error)}"
    tell(f"{why}; your own terms are not used")
    return NO_TERMS


@dataclass(frozen=True, slots=True)
class _Command:
    """A subcommand: what it takes, and what it does with that. ``run`` gives the exit status.

    ``json``: what ``--json`` prints. ``below``: the actions that can be named after it; without
    one it does its own.
    """

    name: str
    summary: str
    run: Callable[[argparse.Namespace], int]
    arguments: Callable[[argparse.ArgumentParser], object]
    json: str = ""
    below: tuple[_Command, ...] = ()


_TERM_JSON = '{"simplified", "traditional", "direction"}'
_TERM_ACTIONS = (
    _Command(
        "list",
        "list your own terms, the latest last",
        _list_terms,
        takes.no_arguments,
        f"[{_TERM_JSON}]",
    ),
    _Command(
        "add",
        "add a term; it precedes those that contradict it",
        _add_term,
        takes.add_term_arguments,
        _TERM_JSON,
    ),
    _Command("remove", "remove a term", _remove_term, takes.term_arguments, _TERM_JSON),
    _Command(
        "import",
        "add the terms of a TSV file",
        _import_terms,
        takes.import_terms_arguments,
        '{"terms", "added", "problems": [{"line", "reason"}]}',
    ),
    _Command(
        "export", "print or save all terms as TSV", _export_terms, takes.export_terms_arguments
    ),
)
_DECISION_JSON = '[{"document", "number", "kind", "value", "text", "spans", "to"}]'
_CORRECTIONS = (
    _Command(
        "list", "list what was corrected", correcting.list_corrections, takes.corrected_arguments
    ),
    _Command(
        "uncertain",
        "list articles whose headline may belong to another text",
        correcting.list_uncertain,
        takes.no_arguments,
    ),
    _Command("take-back", "take corrections back", correcting.take_back, takes.take_back_arguments),
    _Command("undo-repair", "undo repairs", correcting.undo_repair, takes.quoted_arguments),
    _Command("undo-rule", "undo a rule's repairs", correcting.undo_rule, takes.rule_arguments),
    _Command("split", "begin an article", correcting.split_article, takes.quoted_arguments),
    _Command(
        "split-paragraph",
        "begin a paragraph",
        correcting.split_paragraph,
        takes.quoted_arguments,
    ),
    _Command("merge", "make two articles one", correcting.merge, takes.two_articles_arguments),
    _Command("join", "join paragraphs", correcting.join, takes.quoted_arguments),
    _Command("set-kind", "say what a block is", correcting.set_kind, takes.kind_arguments),
    _Command("move", "move a block to an article", correcting.move, takes.move_arguments),
    _Command("confirm", "say that the headline is right", correcting.confirm, takes.id_argument),
)
_COMMANDS = (
    _Command("import", "read files and folders into the library", _import, takes.import_arguments),
    _Command("list", "list all articles", _list, takes.no_arguments),
    _Command("show", "print an article", _show, takes.show_arguments),
    _Command("clean", "print what an import of a file would store", _clean, takes.clean_arguments),
    _Command("convert", "print a text in another script", _convert, takes.convert_arguments),
    _Command(
        "search",
        "find articles by any stretch of their text",
        _search,
        takes.search_arguments,
        '{"total", "milliseconds", "hits": [{"article", "title", "snippet", "spans"}]}, and if part'
        ' of the query is wrong "problems": [{"fault", "span"}]',
    ),
    _Command(
        "concordance",
        "list every place of a search with the words around it",
        _concordance,
        takes.concordance_arguments,
        '{"total", "articles", "lines": [{"article", "span", "left", "word", "right", "title",'
        ' "newspaper", "date"}]}',
    ),
    _Command("annotate", "mark a quote in an article", _annotate, takes.annotate_arguments),
    _Command("annotations", "list annotations", _annotations, takes.annotations_arguments),
    _Command("export", "print or save annotations", _export, takes.export_arguments),
    _Command(
        "import-annotations",
        "take in annotations that were exported as JSON-LD; of those already here the newer parts",
        _import_annotations,
        takes.import_annotations_arguments,
        '{"added", "merged", "unchanged", "orphaned": those of them without a place, "failed",'
        ' "problems": [{"number", "reason"}]}',
    ),
    _Command(
        "terms",
        "list your own terms; add, remove, import and export them",
        _list_terms,
        takes.no_arguments,
        f"[{_TERM_JSON}]",
        below=_TERM_ACTIONS,
    ),
    _Command(
        "correct",
        "undo repairs, split, merge and move what a page was read into",
        correcting.list_corrections,
        takes.no_arguments,
        f"what list prints of the articles concerned; list and take-back: {_DECISION_JSON}",
        below=_CORRECTIONS,
    ),
    _Command(
        "reclean",
        "read documents again by the present rules; corrections and notes stay",
        correcting.reclean,
        takes.reclean_arguments,
        '[{"document", "name", "status", "articles", "added", "removed", "renamed", "rewritten",'
        ' "edits": {rule: more or fewer}, "unplaced", "unapplied", "error"}]',
    ),
    _Command(
        "backup",
        "copy the library into its folder of backups, or to a file",
        keeping.back_up,
        takes.backup_arguments,
        '{"path", "bytes"}',
    ),
    _Command(
        "restore",
        "put a backup in the place of the library, which is kept as a backup before",
        keeping.restore,
        takes.restore_arguments,
        '{"restored", "documents", "kept"}; with --merge: {"documents", "annotations",'
        ' "changed_annotations", "terms", "corrections", "corrections_left_out",'
        ' "other_texts_left_out"}',
    ),
    _Command(
        "verify",
        "check the library, its search index and its backups",
        keeping.verify,
        takes.no_arguments,
        '{"ok", "problems"}',
    ),
    _Command("reindex", "build the search index anew", _reindex, takes.no_arguments),
)
COMMAND_NAMES = frozenset(command.name for command in _COMMANDS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Read, search and annotate Chinese documents.",
        epilog="Without a command, jianfan [--data-dir DIR] [FILE…] opens the window.",
        parents=[takes.common_options()],
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    _add_commands(parser.add_subparsers(metavar="COMMAND", required=True), _COMMANDS)
    return parser


def _add_commands(
    parsers: argparse._SubParsersAction[argparse.ArgumentParser], commands: Sequence[_Command]
) -> None:
    for command in commands:
        parser = parsers.add_parser(
            command.name,
            help=command.summary,
            description=f"{command.summary[0].upper()}{command.summary[1:]}.",
            epilog=f"--json: {command.json}" if command.json else None,
            parents=[takes.common_options(below=True)],
            allow_abbrev=False,
        )
        command.arguments(parser)
        parser.set_defaults(run=command.run)
        if command.below:
            _add_commands(parser.add_subparsers(metavar="[ACTION]"), command.below)


def _version() -> str:
    try:
        return metadata.version("jianfan-reader")
    except metadata.PackageNotFoundError:
        return "(not installed)"
