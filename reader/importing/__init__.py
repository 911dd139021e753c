"""A file to a document and its articles: formats, encoding, repair, layout, segment.

Each stage yields edits or spans over the source and changes nothing in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from reader.errors import FileError
from reader.importing.encoding import Decoded, decode
from reader.importing.formats import (
    FORMATS,
    SUFFIXES,
    Masthead,
    Page,
    RecordError,
    magic,
    markdown_page,
    record_again,
    record_page,
    text_page,
    walk,
)
from reader.importing.layout import Flow, reflow
from reader.importing.segment import articles, marks, regions
from reader.messages import message, words_of
from reader.model import (
    ArticleDraft,
    DocumentDraft,
    Edit,
    LineProblem,
    Progress,
    RecordOrigin,
    Script,
    Source,
    result_of,
)

__all__ = ["SUFFIXES", "read_document", "reading", "rereading", "walk"]

# 22 million Han characters in UTF-8, more than a book has. What is larger is a data set, and one
# window of text is no way to read it.
LARGEST_TEXT_BYTES = 64 * 2**20

# The draft of a file is held in memory, at about four times its size (58 MB: 210 MB, 2026-11-21).
LARGEST_RECORDS_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """A page's articles and all edits on it, these sorted and disjoint."""

    articles: tuple[ArticleDraft, ...]
    edits: tuple[Edit, ...]
    masthead: Masthead


# Often enough for a bar that moves and a cancel that is felt, a tenth of a second at most.
_RECORDS_PER_PROGRESS = 200


def read_document(path: Path) -> DocumentDraft:
    """Read a file through all stages. Raises ``FileError``."""
    return result_of(reading(path))


def reading(path: Path) -> Generator[Progress, None, DocumentDraft]:
    """``read_document`` in steps, counted in bytes; to stop iterating is to cancel.

    Raises ``FileError``.
    """
    format_ = FORMATS.get(path.suffix.lower())
    size_bytes = _checked_size(path, format_)
    try:
        with path.open("rb") as file:
            if format_ == "jsonl":
                return (yield from _reading_records(path, file, size_bytes))
            data = file.read()
    except OSError as error:
        raise FileError(path, message("cannot be read: {why}", why=words_of(error))) from error
    yield Progress(0, size_bytes, path.name)
    return _text_document(path, format_ or "", data)


def _checked_size(path: Path, format_: str | None) -> int:
    """The size of a file in bytes, if it is one to read. Raises ``FileError``."""
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            raise FileError(path, message("is a folder, not a file"))
        size_bytes = path.stat().st_size
    except FileNotFoundError:
        raise FileError(path, message("does not exist")) from None
    except PermissionError:
        raise FileError(path, message("cannot be read: permission denied")) from None
    except OSError as error:
        raise FileError(path, message("cannot be read: {why}", why=words_of(error))) from error
    if not path.is_file():
        raise FileError(path, message("is not a regular file"))
    if format_ is None:
        known = ", ".join(sorted(SUFFIXES))
        raise FileError(path, message("is of an unknown kind; known are {known}", known=known))
    if not size_bytes:
        raise FileError(path, message("is empty"))
    largest = LARGEST_RECORDS_BYTES if format_ == "jsonl" else LARGEST_TEXT_BYTES
    if size_bytes > largest:
        limit = largest // 2**20
        raise FileError(path, message("is too large: the limit is {limit} MiB", limit=limit))
    return size_bytes


def _text_document(path: Path, format_: str, data: bytes) -> DocumentDraft:
    if reason := magic(data):
        raise FileError(path, reason)
    decoded = decode(data)
    if decoded is None:
        raise FileError(path, message("is not text (binary data)"))
    cleaned = _cleaned(_text_page(format_, decoded.text))
    if not cleaned.articles:
        raise FileError(path, message("is empty: it holds nothing but white space"))
    return DocumentDraft(
        name=path.name,
        format=format_,
        encoding=decoded.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        source=decoded.text,
        edits=cleaned.edits,
        articles=cleaned.articles,
        script=_script_of(cleaned.articles),
        newspaper=cleaned.masthead.newspaper,
        date=cleaned.masthead.date,
        page=cleaned.masthead.page,
        problems=_broken_bytes(decoded),
        section=cleaned.masthead.section,
        columns=cleaned.masthead.columns,
    )


def _text_page(format_: str, text: str) -> Page:
    return markdown_page(text) if format_ == "markdown" else text_page(text)


def rereading(draft: DocumentDraft) -> Generator[Progress, None, DocumentDraft]:
    """A document that was stored, read again from its source by the rules of today.

    In steps counted in characters; to stop iterating is to cancel. What the file itself said
    (name, encoding, records) stays.
    """
    if draft.format == "jsonl":
        return (yield from _rereading_records(draft))
    yield Progress(0, len(draft.source), draft.name)
    cleaned = _cleaned(_text_page(draft.format, draft.source))
    return replace(
        draft,
        edits=cleaned.edits,
        articles=cleaned.articles,
        script=_script_of(cleaned.articles),
        newspaper=cleaned.masthead.newspaper,
        date=cleaned.masthead.date,
        page=cleaned.masthead.page,
        section=cleaned.masthead.section,
        columns=cleaned.masthead.columns,
    )


def _rereading_records(draft: DocumentDraft) -> Generator[Progress, None, DocumentDraft]:
    edits: list[Edit] = []
    found: list[ArticleDraft] = []
    for number, page in enumerate(_record_pages(draft)):
        if number % _RECORDS_PER_PROGRESS == 0:
            yield Progress(page.source.start, len(draft.source), draft.name)
        cleaned = _cleaned(page)
        found.extend(cleaned.articles)
        edits.extend(cleaned.edits)
    return replace(draft, edits=tuple(edits), articles=tuple(found), script=_script_of(found))


def _record_pages(draft: DocumentDraft) -> Iterator[Page]:
    ends = [*(record.start for record in draft.records), len(draft.source)]
    for record, (start, end) in zip(draft.records, pairwise(ends), strict=True):
        yield record_again(Source(draft.source[start:end], start), record)


def _broken_bytes(decoded: Decoded) -> tuple[LineProblem, ...]:
    """What to tell of a file that was read although some of its bytes could not be."""
    if not decoded.broken:
        return ()
    line = decoded.text[: decoded.text.find("\ufffd")].count("\n") + 1
    places = (
        message("1 place")
        if decoded.broken == 1
        else message("{count} places", count=decoded.broken)
    )
    reason = message(
        "is not {encoding} here, {places} in all; U+FFFD stands for what was lost",
        encoding=decoded.encoding,
        places=places,
    )
    return (LineProblem(line, reason),)


def _reading_records(
    path: Path, file: BinaryIO, size_bytes: int
) -> Generator[Progress, None, DocumentDraft]:
    """A JSON Lines file, one line in memory at a time besides what becomes of it."""
    digest = hashlib.sha256()
    texts: list[str] = []
    edits: list[Edit] = []
    found: list[ArticleDraft] = []
    problems: list[LineProblem] = []
    records: list[RecordOrigin] = []
    done_bytes = length = 0
    for number, line in enumerate(file, start=1):
        digest.update(line)
        if number % _RECORDS_PER_PROGRESS == 1:
            yield Progress(done_bytes, size_bytes, path.name)
        done_bytes += len(line)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        try:
            page = record_page(line, length)
        except RecordError as error:
            problems.append(LineProblem(number, str(error)))
            continue
        if page.record is not None:
            records.append(page.record.origin(page.source))
            if page.record.remark:
                problems.append(LineProblem(number, page.record.remark))
        cleaned = _cleaned(page)
        found.extend(cleaned.articles)
        edits.extend(cleaned.edits)
        texts.append(page.source.text)
        length += len(page.source.text)
    if not found:
        raise FileError(path, _why_no_records(problems))
    yield Progress(size_bytes, size_bytes, path.name)
    source = "".join(texts)
    return DocumentDraft(
        name=path.name,
        format="jsonl",
        encoding="utf-8",
        sha256=digest.hexdigest(),
        source=source,
        edits=tuple(edits),
        articles=tuple(found),
        script=_script_of(found),
        problems=tuple(problems),
        records=tuple(records),
    )


def _script_of(found: Iterable[ArticleDraft]) -> Script:
    """The script that all articles share that have one."""
    scripts = {article.script for article in found} - {Script.NEITHER}
    return scripts.pop() if len(scripts) == 1 else Script.MIXED if scripts else Script.NEITHER


def _why_no_records(problems: list[LineProblem]) -> str:
    if not problems:
        return message("is empty: it holds nothing but white space")
    return message(
        "holds no readable record; line {line} {reason}",
        line=problems[0].line,
        reason=problems[0].reason,
    )


def _cleaned(page: Page) -> _Cleaned:
    # Here and in ``_edits``: whoever only opens a library waits for no rule to be made ready.
    from reader.importing.pages.column_lines import parted, rejoined
    from reader.importing.pages.furniture import PutBack, lifted, put_back
    from reader.importing.pages.newspaper import may_be_newspaper, newspaper_page
    from reader.importing.repair import repairs

    mended = repairs(page.source)
    flow = reflow(page.source, regions(page))
    if not may_be_newspaper(page, flow.paragraphs):
        return _one_after_another(page, flow, mended)
    bare = lifted(page.source, regions(page))
    if bare.spans:
        lines = rejoined(bare.source, parted(bare.source, reflow(bare.source, regions(page))))
        whole = put_back(page.source, lines, bare)
    else:
        whole = PutBack(rejoined(page.source, parted(page.source, flow)))
    edits = _edits(page, whole.flow, mended)
    found = newspaper_page(page, whole.flow.paragraphs, edits, whole.cuts)
    if found is None:
        return _one_after_another(page, flow, mended)
    return _Cleaned(found.articles, edits, found.masthead)


def _one_after_another(page: Page, flow: Flow, mended: Sequence[Edit]) -> _Cleaned:
    """A page whose titles stand over their texts, or one that is all one article."""
    edits = _edits(page, flow, mended)
    return _Cleaned(tuple(articles(page, flow.paragraphs, edits)), edits, Masthead())


def _edits(page: Page, flow: Flow, mended: Sequence[Edit]) -> tuple[Edit, ...]:
    from reader.importing.repair import combined

    return tuple(combined([*mended, *flow.joins, *marks(page)]))
