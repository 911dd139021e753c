"""Suffix and magic to source text and structure: what each format says of itself.

A page is what the later stages work on: a stretch of a source, its headings, and where the format
forbids joining lines. Marks are found here and taken away in ``segment``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

from markdown_it import MarkdownIt

from reader.importing.encoding import normalized
from reader.importing.invisible import visible
from reader.importing.layout import cells
from reader.messages import message
from reader.model import RecordOrigin, Source, Span

# Suffixes, lower case, and the name of the format in the library.
FORMATS: Mapping[str, str] = MappingProxyType(
    {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".jsonl": "jsonl"}
)
SUFFIXES: frozenset[str] = frozenset(FORMATS)

# First bytes of files that are often misnamed as text.
_MAGIC = (
    (b"%PDF-", message("is a PDF file, not text")),
    (b"PK\x03\x04", message("is a ZIP archive or an office document, not text")),
    (b"\x1f\x8b", message("is compressed; unpack it first")),
    (b"\xd0\xcf\x11\xe0", message("is an office document, not text")),
    (b"{\\rtf", message("is an RTF document, not plain text")),
)

_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t\u3000]+(?=\S)([^\n]*)$", re.MULTILINE)
_ATX_CLOSE = re.compile(r"[ \t]#+[ \t]*$")
_LINE_END = re.compile("\n|$")
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){1,100}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FRONT_MATTER_LINE = re.compile(r"[\w-]+[ \t]*:|[ \t]+\S|- |#|$")

# A longer line over dashes is a paragraph, and the dashes were meant as a rule across the page.
_WIDEST_UNDERLINED_CELLS = 40.0

# The longest book has a few thousand headings; a file of nothing but marks is no page.
_MOST_HEADINGS = 20_000

# markdown-it-py takes 10 to 20 µs for a line (2026-11-21); more lines were not written by hand.
_MOST_MARKDOWN_LINES = 100_000

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]|$)")
_NAME_SEPARATORS = re.compile("[、，,;；/]")
_SPACE_IN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. ``span``: source, with its marks and underline, from visible character to visible
    character; ``text``: source, the words alone, on one line, not empty.
    """

    level: int
    span: Span
    text: Span


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says of its article; ``title`` and ``body``: source. ``remark`` is for the
    user.
    """

    body: Span
    title: Span | None = None
    newspaper: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    remark: str | None = None

    def origin(self, stretch: Source) -> RecordOrigin:
        """What has to be kept of it, to read its stretch of the source again."""
        return RecordOrigin(stretch.start, self.body.start, self.newspaper, self.date, self.authors)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a newspaper page says of itself."""

    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    section: str | None = None
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the source and its structure; all spans: source, sorted, disjoint.

    ``verbatim`` stretches hold lines that are never joined, ``front_matter`` what stands before
    the text for programs. ``marked``: the text has Markdown's marks within lines. With a
    ``record`` the whole page is one article.
    """

    source: Source
    headings: tuple[Heading, ...] = ()
    verbatim: tuple[Span, ...] = ()
    front_matter: Span | None = None
    marked: bool = False
    record: Record | None = None


class RecordError(ValueError):
    """A line of a record file that cannot be read; its text says why."""


def magic(beginning: bytes) -> str | None:
    """Why a file that begins with these bytes is not text; ``None`` if it may be."""
    return next((reason for mark, reason in _MAGIC if beginning.startswith(mark)), None)


def text_page(text: str) -> Page:
    """A plain text file; headings marked with ``#`` count, as text recognition writes them."""
    source = Source(text)
    return Page(source, _unless_too_many(_atx(source, 0, len(text))))


def markdown_page(text: str) -> Page:
    """A Markdown file, read as CommonMark as far as headings and code fences go.

    One of too many lines is read like a text file, with Markdown's marks within lines.
    """
    source = Source(text)
    if text.count("\n") > _MOST_MARKDOWN_LINES:
        return replace(text_page(text), marked=True)
    front_matter = _front_matter(text)
    start = len(front_matter) if front_matter else 0
    ends = [match.end() + start for match in _LINE_END.finditer(text[start:])]
    headings: list[Heading] = []
    verbatim: list[Span] = []
    for token in _markdown().parse(text[start:]):
        if token.map is None or token.level:
            continue
        first, last = token.map
        span = Span(ends[first - 1] if first else start, ends[last - 1])
        if token.type == "fence":
            verbatim.append(span)
        elif token.type == "heading_open" and token.markup.startswith("#"):
            headings.extend(_atx(source, span.start, span.end))
        elif token.type == "heading_open" and last == first + 2:
            headings.extend(_underlined(source, int(token.tag[1:]), span, ends[first]))
    return Page(source, _unless_too_many(headings), tuple(verbatim), front_matter, marked=True)


def record_page(line: bytes, start: int) -> Page:
    """One line of a JSON Lines file as a page whose stretch begins at source offset ``start``.

    Raises ``RecordError``.
    """
    fields = _fields(line)
    title = re.sub(r"\s*\n\s*", " ", normalized(_string(fields, "title") or "")).strip()
    text = normalized(_string(fields, "text") or "")
    stretch = Source(f"{title}\n\n{text}\n\n" if title else f"{text}\n\n", start)
    body = Span(stretch.start + len(stretch.text) - len(text) - 2, start + len(stretch.text))
    if visible(stretch, body) is None:
        raise RecordError(message("has no text"))
    day = _string(fields, "date") or None
    record = Record(
        body,
        title=visible(stretch, Span(start, body.start)),
        newspaper=normalized(_string(fields, "source") or "") or None,
        date=_iso_date(day),
        authors=_authors(fields.get("authors")),
        remark=message("the date {day!r} is not ISO 8601 and was left out", day=day)
        if day and not _iso_date(day)
        else None,
    )
    return Page(stretch, _atx(stretch, body.start, body.end), record=record)


def record_again(stretch: Source, origin: RecordOrigin) -> Page:
    """The page of a record that was read before; ``stretch``: its own part of the source."""
    end = stretch.start + len(stretch.text)
    record = Record(
        Span(origin.body, end),
        title=visible(stretch, Span(stretch.start, origin.body)),
        newspaper=origin.newspaper,
        date=origin.date,
        authors=origin.authors,
    )
    return Page(stretch, _atx(stretch, origin.body, end), record=record)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """The files to import: those given, and those in given folders that have a known suffix.

    Folders are walked deeply in natural order (2 before 10), hidden ones and hidden files left
    out; each folder once, however many links lead to it. A folder that cannot be listed is itself
    given, so that reading it tells why.
    """
    seen: set[Path] = set()
    for path in paths:
        yield from _walk(path, seen) if _is_folder(path) else [path]


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
    try:
        real = folder.resolve()
        entries = sorted(folder.iterdir(), key=lambda entry: _natural(entry.name))
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before Python 3.13
        yield folder
        return
    if real in seen:
        return
    seen.add(real)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _walk(entry, seen)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _is_folder(path: Path) -> bool:
    """Whether it is known to be one; reading what cannot be looked at will tell why."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _natural(name: str) -> list[tuple[int, int, str]]:
    """A sort key in which runs of digits count as numbers."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"(\d+)", name)
        if part
    ]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    markdown.block.ruler.disable("reference")  # definitions are kept as text
    return markdown


def _front_matter(text: str) -> Span | None:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return None
    lines = match.group(1).splitlines()
    plausible = all(_FRONT_MATTER_LINE.match(line) for line in lines) and ":" in match.group(1)
    return Span(0, match.end()) if plausible else None


def _atx(stretch: Source, start: int, end: int) -> tuple[Heading, ...]:
    """The headings marked with ``#`` between two source offsets."""
    if "#" not in stretch.text:
        return ()
    found = []
    for match in _ATX.finditer(stretch.text, start - stretch.start, end - stretch.start):
        words = match.start(2) + stretch.start
        close = _ATX_CLOSE.search(match.group(2))
        text_end = words + (close.start() if close else len(match.group(2)))
        text = visible(stretch, Span(words, text_end))
        span = visible(stretch, Span(match.start() + stretch.start, match.end() + stretch.start))
        if text is not None and span is not None:
            found.append(Heading(len(match.group(1)), span, text))
    return tuple(found)


def _underlined(source: Source, level: int, span: Span, line_end: int) -> Iterator[Heading]:
    text = visible(source, Span(span.start, line_end))
    whole = visible(source, span)
    if text and whole and cells(source.slice(text)) <= _WIDEST_UNDERLINED_CELLS:
        yield Heading(level, whole, text)


def _unless_too_many(headings: Iterable[Heading]) -> tuple[Heading, ...]:
    found = tuple(headings)
    return found if len(found) <= _MOST_HEADINGS else ()


def _fields(line: bytes) -> dict[str, object]:
    try:
        value: object = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise RecordError(message("is not UTF-8 text")) from None
    except (ValueError, RecursionError):
        raise RecordError(message("is not JSON")) from None
    if not isinstance(value, dict):
        raise RecordError(message("is not a JSON object"))
    return cast(dict[str, object], value)


def _string(fields: Mapping[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise RecordError(message("has a {name!r} that is not a string", name=name))
    return value.strip() if value and name != "text" else value


def _iso_date(value: str | None) -> str | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, a time after it cut off; ``None`` if it is none."""
    match = _DATE.match(value or "")
    if match is None:
        return None
    try:
        date(*(int(part or 1) for part in match.groups()))
    except ValueError:
        return None
    return "-".join(part for part in match.groups() if part)


def _authors(value: object) -> tuple[str, ...]:
    names = _NAME_SEPARATORS.split(value) if isinstance(value, str) else value
    if names is None:
        return ()
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise RecordError(message("has 'authors' that are neither a string nor a list of strings"))
    closed = (_SPACE_IN_HAN.sub("", normalized(name).strip()) for name in names)
    return tuple(name for name in closed if name)
