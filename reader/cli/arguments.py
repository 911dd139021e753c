"""What each command of the command line takes, and what of it makes sense."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from pathlib import Path

from reader.concordance import MOST_LINES, LineOrder
from reader.export import CitationStyle
from reader.model import (
    BlockKind,
    ChangedFile,
    Color,
    ExportFormat,
    HitOrder,
    MarkStyle,
    ShownScript,
    color_of,
)
from reader.script import Direction

_SCRIPTS = [script.value for script in ShownScript]
_COLORS = ", ".join(color.value for color in Color)


def import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "path", metavar="PATH", type=path_argument, nargs="+", help="a file or a folder"
    )
    parser.add_argument(
        "--changed",
        choices=[ChangedFile.UPDATE.value, ChangedFile.NEW.value],
        default=ChangedFile.UPDATE.value,
        help="what a file becomes that was imported before and has changed: the same document, in"
        " whose new text its notes are found again (default), or a new one beside it",
    )


def show_arguments(parser: argparse.ArgumentParser) -> None:
    _add_id(parser)
    parser.add_argument("--script", choices=_SCRIPTS, default=ShownScript.ORIGINAL.value)


def clean_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=path_argument)


def convert_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", choices=_SCRIPTS, required=True)
    parser.add_argument(
        "file",
        metavar="FILE",
        type=path_argument,
        nargs="?",
        help="default: standard input; all line ends come out as one line feed",
    )


def search_arguments(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    parser.add_argument("--limit", metavar="N", type=_positive, default=50)
    parser.add_argument(
        "--offset", metavar="N", type=_not_negative, default=0, help="how many to pass over"
    )
    orders = [order.value for order in HitOrder]
    parser.add_argument("--order", choices=orders, default=HitOrder.RELEVANCE.value)
    _add_notes(parser)


def _add_notes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--notes", action="store_true", help="find words in your notes as well as in the texts"
    )


def concordance_arguments(parser: argparse.ArgumentParser) -> None:
    _add_query(parser)
    parser.add_argument(
        "--sort",
        choices=[LineOrder.LEFT.value, LineOrder.RIGHT.value, LineOrder.DATE.value],
        default=LineOrder.DATE.value,
        help="by the words before, by those behind, or as it is by default: by date",
    )
    parser.add_argument(
        "--limit", metavar="N", type=_positive, default=MOST_LINES, help="of the sorted lines"
    )
    _add_notes(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        type=path_argument,
        help="write CSV, for spreadsheets: what they would take for a formula gets an apostrophe",
    )


def annotate_arguments(parser: argparse.ArgumentParser) -> None:
    quoted_arguments(parser)
    parser.add_argument("--note", metavar="T", type=_words, default="")
    parser.add_argument(
        "--color",
        metavar="C",
        type=_color,
        default=Color.YELLOW.value,
        help=f"{_COLORS}, or one of your own as #rrggbb (default: {Color.YELLOW.value})",
    )
    parser.add_argument(
        "--style",
        choices=[style.value for style in MarkStyle],
        default=MarkStyle.HIGHLIGHT.value,
        help=f"default: {MarkStyle.HIGHLIGHT.value}",
    )
    parser.add_argument("--tag", metavar="T", type=_filled, action="append", default=[])


def annotations_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--article", metavar="ID", type=_positive)
    parser.add_argument(
        "--orphans", action="store_true", help="only those without a place in their article"
    )


def export_arguments(parser: argparse.ArgumentParser) -> None:
    formats = [known.value for known in ExportFormat]
    parser.add_argument("--format", choices=formats, default=ExportFormat.MARKDOWN.value)
    parser.add_argument("--article", metavar="ID", type=_positive)
    parser.add_argument(
        "--annotation",
        metavar="ID",
        type=_filled,
        action="append",
        help="only this one, as jianfan annotations --json tells it; may be given again",
    )
    parser.add_argument(
        "--script",
        choices=_SCRIPTS,
        default=ShownScript.ORIGINAL.value,
        help="of quotes and titles; JSON-LD is in the texts' own, for its quotes are looked for",
    )
    parser.add_argument(
        "--citation",
        choices=[style.value for style in CitationStyle],
        default=CitationStyle.GBT7714.value,
        help="how it is said where a quote is from: by GB/T 7714-2015, or in plain words",
    )
    parser.add_argument("-o", "--output", metavar="FILE", type=path_argument)


def import_annotations_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        type=path_argument,
        help="JSON-LD as jianfan export --format jsonld writes it, or another program's Web"
        " Annotations, which are looked for by their quotes",
    )


def backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        type=path_argument,
        nargs="?",
        help="default: named by its time, in the folder of backups",
    )


def restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=path_argument, help="a backup")
    parser.add_argument(
        "--merge",
        action="store_true",
        help="only add what is missing here: documents, annotations, terms, corrections; of an"
        " annotation that is in both the newer parts hold, and nothing is deleted",
    )


def term_arguments(parser: argparse.ArgumentParser) -> None:
    for form in ("simplified", "traditional"):
        parser.add_argument(form, metavar=form.upper(), type=_filled)


def add_term_arguments(parser: argparse.ArgumentParser) -> None:
    term_arguments(parser)
    parser.add_argument(
        "--direction",
        choices=[each.value for each in Direction],
        help="default: both, or to-traditional where it puts one character for another",
    )


def import_terms_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        type=path_argument,
        help="in each line a simplified form, a tab and a traditional one, and perhaps another tab"
        " and a direction as in --direction of terms add; # begins a comment",
    )


def export_terms_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=path_argument, help="default: standard output"
    )


def corrected_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        type=_positive,
        nargs="?",
        help="its number, as jianfan list --json tells it (default: all documents)",
    )


def reclean_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document",
        metavar="DOCUMENT",
        type=_positive,
        nargs="*",
        help="its number, as jianfan list --json tells it (default: all documents)",
    )


def take_back_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "document", metavar="DOCUMENT", type=_positive, help="its number, as jianfan list --json"
    )
    parser.add_argument(
        "number",
        metavar="NUMBER",
        type=_positive,
        nargs="*",
        help="as jianfan correct list tells it (default: all)",
    )


def id_argument(parser: argparse.ArgumentParser) -> None:
    _add_id(parser)


def quoted_arguments(parser: argparse.ArgumentParser) -> None:
    """An article and a place in it."""
    _add_id(parser)
    parser.add_argument("--quote", metavar="TEXT", type=_filled, required=True)
    parser.add_argument(
        "--occurrence", metavar="N", type=_positive, default=1, help="which of several such places"
    )


def rule_arguments(parser: argparse.ArgumentParser) -> None:
    _add_id(parser)
    parser.add_argument(
        "rule", metavar="RULE", type=_filled, help="as jianfan show --json names it"
    )


def two_articles_arguments(parser: argparse.ArgumentParser) -> None:
    _add_id(parser)
    parser.add_argument(
        "other", metavar="OTHER", type=_positive, help="the article that is put at its end"
    )


def kind_arguments(parser: argparse.ArgumentParser) -> None:
    quoted_arguments(parser)
    parser.add_argument("--kind", choices=[kind.value for kind in BlockKind], required=True)


def move_arguments(parser: argparse.ArgumentParser) -> None:
    quoted_arguments(parser)
    parser.add_argument("--to", metavar="OTHER", type=_positive, required=True)


def no_arguments(_parser: argparse.ArgumentParser) -> None:
    pass


def _add_query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        metavar="QUERY",
        type=_filled,
        help="in either script; if it begins with -, put -- before it",
    )


def _add_id(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", type=_positive, help="as jianfan list tells it")


def common_options(*, below: bool = False) -> argparse.ArgumentParser:
    """The options of every command; ``below``: of a subcommand, where silence keeps what stood
    before it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    silence = argparse.SUPPRESS
    parser.add_argument(
        "--data-dir",
        metavar="DIR",
        type=path_argument,
        default=silence if below else None,
        help="the folder of the library (default: the platform's data folder)",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=silence if below else False,
        help="print one JSON value",
    )
    return parser


def _words(value: str) -> str:
    """An argument that is UTF-8 counts as such whatever the locale."""
    try:
        value.encode()
        return value
    except UnicodeEncodeError:
        with suppress(UnicodeDecodeError):
            return os.fsencode(value).decode("utf-8")
        raise argparse.ArgumentTypeError("is not text in the terminal's encoding") from None


def _filled(value: str) -> str:
    if not value.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return _words(value)


def _color(value: str) -> str:
    with suppress(ValueError):
        return color_of(value)
    raise argparse.ArgumentTypeError(f"must be {_COLORS} or #rrggbb, not {value!r}")


def _positive(value: str) -> int:
    with suppress(ValueError):
        if int(value) > 0:
            return int(value)
    raise argparse.ArgumentTypeError(f"must be a whole number from 1 up, not {value!r}")


def _not_negative(value: str) -> int:
    with suppress(ValueError):
        if int(value) >= 0:
            return int(value)
    raise argparse.ArgumentTypeError(f"must be a whole number from 0 up, not {value!r}")


def path_argument(value: str) -> Path:
    """An empty name would mean the current folder; it comes from a variable that is not set."""
    if not value:
        raise argparse.ArgumentTypeError("must not be empty")
    return Path(value)
