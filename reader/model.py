"""Frozen values that cross modules; no behaviour beyond what their own fields imply.

Every offset is a count of Unicode code points. Three spaces of offsets exist, and each docstring
names the one it means:

* *source*: the document's immutable source text, from its first character;
* *article*: an article's clean text, its blocks joined by ``\\n``;
* *shown*: that text in the script on screen.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Flag, StrEnum, auto
from pathlib import Path
from typing import TypeVar, overload

_Result = TypeVar("_Result")

# A headline that is less likely than this to be its text's is shown as uncertain. Of made-up pages
# seven of ten articles with a wrong headline or none lie below it, and one of 23 with the right one
# (2026-11-22; ``docs/cleaning.md``).
CERTAIN = 0.95


class Script(StrEnum):
    """What script a stretch of text is written in, as detected."""

    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    MIXED = "mixed"
    NEITHER = "neither"


class ShownScript(StrEnum):
    """The script a person asks to see a text in."""

    ORIGINAL = "original"
    SIMPLIFIED = "simplified"
    TRADITIONAL = "traditional"
    TAIWAN = "taiwan"
    TAIWAN_PHRASES = "taiwan-phrases"
    HONGKONG = "hongkong"


class BlockKind(StrEnum):
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    NOTE = "note"


class ArticleKind(StrEnum):
    ARTICLE = "article"
    PHOTO = "photo"
    NOTICE = "notice"


class Color(StrEnum):
    """The six named highlight colours, in the order of their shortcuts 1 to 6."""

    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    PINK = "pink"
    ORANGE = "orange"
    PURPLE = "purple"


class MarkStyle(StrEnum):
    """How a mark is drawn; a bookmark stands at the place where its first character is."""

    HIGHLIGHT = "highlight"
    UNDERLINE = "underline"
    STRIKE = "strike"
    BOOKMARK = "bookmark"


def color_of(value: str) -> str:
    """A named colour, or one of a person's own as ``#rrggbb``, in lower case.

    Raises ``ValueError`` where it is neither.
    """
    if re.fullmatch("#[0-9a-fA-F]{6}", value):
        return value.lower()
    return Color(value)


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: each once, in their order, on one line and none empty."""
    return tuple(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in tags))))


class ImportStatus(StrEnum):
    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    UPDATED = "updated"  # the file of a document that was there had changed
    CHANGED = "changed"  # the same, and nothing was done: a person is to be asked
    FAILED = "failed"


class ChangedFile(StrEnum):
    """What becomes of the document of a file that was imported before and has changed since."""

    UPDATE = "update"  # it stays the same document: its notes are looked for in the new text
    NEW = "new"  # it stays as it is, and the file becomes another document
    ASK = "ask"  # nothing is done; the result says so


class ExportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"
    CSV = "csv"
    JSONLD = "jsonld"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, ``0 <= start <= end``; the space is told by its owner."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a document's source, beginning at source offset ``start``.

    Only the stretch an article needs is loaded, so that opening one line of a corpus file does not
    read the whole file.
    """

    text: str
    start: int = 0

    def slice(self, span: Span) -> str:
        """The text of a source span. Raises ``ValueError`` where the stretch does not hold it."""
        if span.start < self.start or span.end > self.start + len(self.text):
            raise ValueError(f"source span {span} is outside the stretch that was loaded")
        return self.text[span.start - self.start : span.end - self.start]


@dataclass(frozen=True, slots=True)
class Edit:
    """A source span replaced in the clean text, and the name of the rule that did it.

    ``source`` may be empty (an insertion). The edits of one document are sorted and disjoint.
    """

    rule: str
    source: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article. ``spans``: source, in reading order, disjoint, none empty.

    The block's text is its spans' text with the document's edits applied, put end to end.
    """

    kind: BlockKind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article as the import pipeline found it; ``blocks`` in reading order, at least one.

    ``confidence``: the share of such headlines that are right; without a headline 1 if it needs
    none, else 0; 1 off newspaper pages.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    kind: ArticleKind = ArticleKind.ARTICLE
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    script: Script = Script.NEITHER
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A record of a file that could not be read; ``line`` counts from 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecordOrigin:
    """A record of a JSON Lines file: what it said of its article, and where that stands.

    ``start`` and ``body``: source offsets of its first character and of its text's.
    """

    start: int
    body: int
    newspaper: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A file read by the pipeline and not yet stored.

    ``edits`` are sorted by source offset and disjoint; ``articles`` are in the file's order.
    ``sha256`` is that of the file's bytes, in hexadecimal. ``section`` and ``columns``: what a
    newspaper page calls itself and its parts. ``records``: of a JSON Lines file, by ``start``.
    """

    name: str
    format: str
    encoding: str
    sha256: str
    source: str
    edits: tuple[Edit, ...]
    articles: tuple[ArticleDraft, ...]
    script: Script = Script.NEITHER
    newspaper: str | None = None
    date: str | None = None
    page: str | None = None
    problems: tuple[LineProblem, ...] = ()
    section: str | None = None
    columns: tuple[str, ...] = ()
    records: tuple[RecordOrigin, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of documents; ``documents`` counts those not removed."""

    id: int
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A row of the document list. ``path`` is where the file lay when it was imported."""

    id: int
    collection_id: int | None
    name: str
    path: str
    format: str
    articles: int


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What the list shows of an article; ``opening`` is its first words, for want of a title."""

    id: int
    document_id: int
    title: str
    subtitle: str
    authors: tuple[str, ...]
    kind: ArticleKind
    newspaper: str | None
    date: str | None
    page: str | None
    script: Script
    characters: int
    opening: str
    confidence: float = 1.0

    @property
    def label(self) -> str:
        return self.title or self.opening

    @property
    def uncertain(self) -> bool:
        """Whether its title may belong to another text, so that a person should look."""
        return self.confidence < CERTAIN


@dataclass(frozen=True, slots=True)
class Article:
    """An article with all that a view of it needs.

    ``edits`` are those of the document that touch its blocks; ``text`` is the clean text.
    """

    summary: ArticleSummary
    document_name: str
    source_sha256: str
    source: Source
    blocks: tuple[Block, ...]
    edits: tuple[Edit, ...]
    text: str


@dataclass(frozen=True, slots=True)
class FieldTimes:
    """When a person last changed each part of an annotation; ``None``: never since it was made.

    Of two libraries that changed different parts, both changes hold.
    """

    color: datetime | None = None
    style: datetime | None = None
    note: datetime | None = None
    tags: datetime | None = None
    spans: datetime | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A person's mark on a document.

    ``spans``: source, in the order of the text they were taken from, none empty. ``quote``,
    ``prefix`` and ``suffix`` are clean text, so a changed source can be searched for them.
    ``color``: what ``color_of`` gives. ``note`` is Markdown. With another ``source_sha256`` than
    its document's it is an orphan: it was not found again when the source changed.
    """

    id: str
    document_id: int
    article_id: int
    spans: tuple[Span, ...]
    quote: str
    prefix: str
    suffix: str
    source_sha256: str
    color: str
    note: str
    tags: tuple[str, ...]
    created: datetime
    modified: datetime
    style: MarkStyle = MarkStyle.HIGHLIGHT
    times: FieldTimes = FieldTimes()

    def changed_at(self, field_name: str) -> datetime:
        """When one of the fields of ``FieldTimes`` was last changed."""
        return getattr(self.times, field_name) or self.created


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """What search looks at of an annotation."""

    id: str
    article_id: int
    note: str
    quote: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedAnnotation:
    """An annotation and where it stands in its article's clean text; no spans: an orphan."""

    annotation: Annotation
    spans: tuple[Span, ...]

    @property
    def orphan(self) -> bool:
        return not self.spans


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """One undoable step: ``None`` before means created, ``None`` after means deleted."""

    before: Annotation | None
    after: Annotation | None

    def inverse(self) -> AnnotationChange:
        return AnnotationChange(self.after, self.before)


@dataclass(frozen=True, slots=True)
class AnnotationEdit:
    """What a person changes of one annotation or of many; ``None`` and nothing stay as they are.

    ``tags`` takes the place of all tags; ``added`` and ``removed`` change some.
    """

    color: str | None = None
    style: MarkStyle | None = None
    note: str | None = None
    tags: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class AnnotationOrder(StrEnum):
    """What comes first in a list of annotations; the time is that of the last change."""

    PLACE = "place"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class AnnotationQuery:
    """Which annotations are listed: all but what a field leaves out.

    ``words``: each stands in the quote, the note or a tag, in either script. ``colors``,
    ``styles``: one of them. ``tags``: every one. ``since`` and ``until``: half open, of the last
    change. ``orphans``: only those without a place in their article, for whichever reason.
    """

    article_id: int | None = None
    document_id: int | None = None
    words: str = ""
    colors: tuple[str, ...] = ()
    styles: tuple[MarkStyle, ...] = ()
    tags: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    orphans: bool = False
    order: AnnotationOrder = AnnotationOrder.PLACE

    @property
    def filtered(self) -> bool:
        """Whether it leaves out anything of its article, its document or the library."""
        chosen = self.words.strip() or self.colors or self.styles or self.tags
        return bool(chosen or self.since or self.until or self.orphans)

    def unfiltered(self) -> AnnotationQuery:
        return AnnotationQuery(self.article_id, self.document_id, order=self.order)


@dataclass(frozen=True, slots=True)
class AnnotationListing:
    """The ids a query found, in its order, of ``total`` in its article, document or library.

    Where it is not ``complete`` these are the first only, and ``total`` is not known.
    """

    query: AnnotationQuery
    ids: tuple[str, ...]
    total: int
    complete: bool = True


@dataclass(frozen=True, slots=True)
class ListedAnnotation:
    """An annotation and where it is from. ``script``: what its quote is written in."""

    annotation: Annotation
    article_label: str
    document_name: str
    script: Script
    orphan: bool


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What search looks at of an article; ``text`` is clean. ``date``: ISO 8601, or a part."""

    id: int
    text: str
    document_id: int = 0
    title: str = ""
    authors: tuple[str, ...] = ()
    newspaper: str = ""
    date: str | None = None
    script: Script = Script.NEITHER


@dataclass(frozen=True, slots=True)
class IndexContents:
    """What tells two sets of articles apart at little cost: how many, and the sum of their ids."""

    articles: int
    ids: int


class HitOrder(StrEnum):
    """What comes first among the hits of a search."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class QueryFault(StrEnum):
    """What is wrong with a part of a query."""

    OPERAND = "a word is missing beside this"
    MINUS = "a minus stands right before its word"
    EMPTY = "there is nothing to search for here"
    UNCLOSED_QUOTE = "the quotation mark is not closed"
    UNCLOSED_GROUP = "the bracket is not closed"
    DEPTH = "there are too many brackets within brackets"
    DISTANCE = "NEAR/ is followed by a number of characters, as in NEAR/20"
    NEAR_OPERAND = "NEAR stands between two words or phrases"
    DATE = "a date is written 2020, 2020-11, 2020-11-05 or as a range, 2020..2023"
    STATE = "after is: stands annotated or unread"
    SCRIPT = "after script: stands simplified, traditional, mixed or neither"


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A part of a query that was left out, or read as best one can. ``span``: query."""

    fault: QueryFault
    span: Span


class Spans(Sequence[Span]):
    """Spans in order, each made when it is asked for: a common character has thousands."""

    __slots__ = ("ends", "starts")

    def __init__(self, starts: Sequence[int] = (), ends: Sequence[int] = ()) -> None:
        self.starts = starts
        self.ends = ends

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> Spans: ...
    def __getitem__(self, index: int | slice) -> Span | Spans:
        if isinstance(index, slice):
            return Spans(self.starts[index], self.ends[index])
        return Span(self.starts[index], self.ends[index])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Spans):
            return list(self.starts) == list(other.starts) and list(self.ends) == list(other.ends)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((tuple(self.starts), tuple(self.ends)))

    def __repr__(self) -> str:
        return f"Spans({list(self)})"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of an article on one line, or of a note where ``annotation_id`` says of which.

    ``start``: article offset of its first character; every line break in it stands as one space,
    so offsets into it hold. ``spans``: snippet, what is marked. ``script``: what it is written in.
    """

    text: str
    start: int
    spans: tuple[Span, ...]
    script: Script = Script.NEITHER
    annotation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article a search found. ``spans``: article, sorted, disjoint, all of them.

    ``title_spans``: what is marked of the summary's label. ``snippets``: at most three, in the
    order of the text, those of notes behind; at least one unless the article is empty.
    """

    summary: ArticleSummary
    document_name: str
    spans: Spans
    title_spans: tuple[Span, ...]
    snippets: tuple[Snippet, ...]

    @property
    def article_id(self) -> int:
        return self.summary.id


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A page of hits in their order, beside the number of all articles that match.

    ``problems``: what of the query was not understood. ``scanned``: the index could not be asked
    about all or many articles, so that their texts were looked through; the answer is complete.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    milliseconds: float
    problems: tuple[QueryProblem, ...] = ()
    scanned: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A query that finds ``total`` articles, where what was asked finds none."""

    query: str
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """Something articles can be told by, such as a newspaper, and how many it holds of."""

    value: str
    articles: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the articles of a library can be told by, the most frequent first."""

    newspapers: tuple[Facet, ...] = ()
    tags: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """A step of long work: ``done`` of ``total`` units; ``total`` 0 where it is not known."""

    done: int
    total: int
    label: str = ""


def result_of(steps: Generator[Progress, None, _Result]) -> _Result:
    """What long work comes to, done at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: _Result = end.value
            return result


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """What became of notes and decisions when the source of their document changed.

    ``found``: annotations that have a place; ``orphans``: those that have none. ``dropped``:
    decisions whose words are gone.
    """

    found: int
    orphans: int
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of one file. ``articles`` counts those stored; ``error`` says why it failed.

    A file can be imported although some of its records were bad: those are ``problems``.
    ``update``: of a document that was there before.
    """

    path: Path
    status: ImportStatus
    document_id: int | None = None
    articles: int = 0
    error: str | None = None
    problems: tuple[LineProblem, ...] = field(default=())
    update: SourceUpdate | None = None


class Changed(Flag):
    """Which kinds of thing a write changed, for whoever shows them."""

    NOTHING = 0
    DOCUMENTS = auto()
    ANNOTATIONS = auto()
    INDEX = auto()
    TERMS = auto()
