"""A newspaper page to its articles: every text with its headline, wherever on the page that stands.

Nothing here acts on a file that does not look like a newspaper page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from reader.importing.formats import Masthead, Page
from reader.importing.pages.bodies import Body, Layout, columns, laid_out
from reader.importing.pages.forms import Form, Part, date_of, parts
from reader.importing.pages.headlines import Answer, Headline, attached
from reader.importing.pages.masthead import masthead
from reader.importing.repairs.names import has_role
from reader.importing.segment import Cleaner
from reader.model import CERTAIN, ArticleDraft, ArticleKind, Block, BlockKind, Edit, Span
from reader.script import detect

# Signed poems, lines of a play and readers' comments are shorter than any report.
_SHORTEST_REPORT = 50

# What every newspaper page has at least twice: a report's lead, a byline or a credit.
_EVIDENCE = re.compile(
    "本[报報刊网網][讯訊]|本[报報][^\\n]{0,8}[记記]者|^[ \u3000]*[□■●◆]|"
    "^[ \u3000]*[（(][^（）()\\n，。]{2,30}[）)][ \u3000]*$"
    "|[。！？”][ \u3000]*[（(][^（）()\\n，。]{2,30}[）)][ \u3000]*$|[摄攝]$|新[华華]社"
    "|(?:19|20)\\d\\d[-./年]\\d{1,2}[-./月]\\d{1,2}日? *(?:星期|[周週])[一二三四五六日天]",
    re.MULTILINE,
)
_LEAST_EVIDENCE = 2

# A whole issue of a newspaper in one file has a thousand paragraphs or two.
_MOST_PARAGRAPHS = 3_000

# A lead of a picture repeats what the article says; a caption shares words with it.
_LEAST_OVERLAP = 0.25
_SHORTEST_CAPTION = 6

# A text about a picture is no longer than this.
_LONGEST_PHOTO_TEXT = 500
_SHORTEST_ARTICLE = 100

# A picture stands on the page of its article, so not many articles away.
_FARTHEST = 12

_NOTICE = re.compile("(?:公告|公示|启事|啟事|声明|聲明|通告|通知|告示|讣告|訃告|更正)$")
_NOTICE_END = re.compile("特此(?:公告|公示|[声聲]明|通告|通知|告知)。?$")


@dataclass(frozen=True, slots=True)
class NewspaperPage:
    """The articles in the page's order, and what the page says of itself."""

    articles: tuple[ArticleDraft, ...]
    masthead: Masthead


@dataclass
class _Draft:
    """An article in the making."""

    body: Body
    number: int
    headline: Headline | None = None
    captions: list[tuple[Part, ...]] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)


def may_be_newspaper(page: Page, paragraphs: Sequence[Span]) -> bool:
    """Whether it is worth while to look closer."""
    if page.record is not None or len(paragraphs) > _MOST_PARAGRAPHS:
        return False
    found = _EVIDENCE.finditer(page.source.text)
    return sum(1 for _ in zip(range(_LEAST_EVIDENCE), found, strict=False)) >= _LEAST_EVIDENCE


def newspaper_page(
    page: Page, paragraphs: Sequence[Span], edits: Sequence[Edit], cuts: Set[int] = frozenset()
) -> NewspaperPage | None:
    """The articles of a newspaper page; ``None`` if it is none.

    ``paragraphs``: source, sorted, outside headings. ``edits``: all of the page's, sorted.
    ``cuts``: ends and starts of paragraphs that are pieces of one.
    """
    cleaner = Cleaner(page.source, edits)
    layout = laid_out(parts(page, paragraphs, cleaner, cuts))
    if sum(body.marked for body in layout.bodies) < (1 if layout.masthead else 2):
        return None
    if not _is_printed(layout):
        return None
    answer = attached(layout.bodies, layout.groups)
    named = sum(body.named for body in layout.bodies)
    certain = sum(headline.confidence >= CERTAIN for headline in answer.headlines)
    if not layout.masthead and named < 2 and certain < 2:
        return None
    drafts, names_of_columns = _drafts(layout, answer)
    head = masthead(
        [part.text for part in layout.masthead], [part.text for part in names_of_columns]
    )
    found = tuple(
        replace(
            _article(page, draft, cleaner), newspaper=head.newspaper, date=head.date, page=head.page
        )
        for draft in drafts
    )
    return NewspaperPage(found, head)


def _is_printed(layout: Layout) -> bool:
    """Whether a newspaper is at work: poems and plays have names behind a sentence, too.

    A page has one date, where a diary has many. Without a lead, a role or a masthead its texts are
    at least as long as the shortest report.
    """
    dates = {date_of(part.text) for part in layout.masthead} - {None}
    if len(dates) > 1:
        return False
    told = [part for body in layout.bodies for part in (*body.before, *body.after)]
    if layout.masthead or any(part.form is Form.LEAD or has_role(part.text) for part in told):
        return True
    lengths = sorted(len(body.text) for body in layout.bodies if body.marked)
    return lengths[len(lengths) // 2] >= _SHORTEST_REPORT


def _drafts(layout: Layout, answer: Answer) -> tuple[list[_Draft], list[Part]]:
    """The articles to be, and the lines that name columns of the page."""
    drafts = [_Draft(body, number) for number, body in enumerate(layout.bodies)]
    for headline in answer.headlines:
        drafts[headline.body].headline = headline
    kept = [draft for draft in drafts if not _is_beside(draft, drafts)] or drafts
    numbers = {draft.number for draft in kept}
    for draft in drafts:
        if draft.number not in numbers:
            _give_away(draft, drafts, kept)
    names_of_columns = _column_names(layout, answer)
    for rest in answer.rest:
        nearest = _nearest(kept, rest.body)
        is_name = rest.line in names_of_columns
        if rest.caption and len(rest.line.text) >= _SHORTEST_CAPTION and not is_name:
            nearest.captions.append((rest.line,))
        else:
            nearest.notes.append(rest.line)
    for part, number in layout.loose:
        _nearest(kept, number).notes.append(part)
    for part in layout.masthead:
        kept[0].notes.append(part)
    return kept, names_of_columns


def _column_names(layout: Layout, answer: Answer) -> list[Part]:
    tops = [rest.line for rest in answer.rest if layout.groups[rest.group].before is None]
    return list(columns(tops))


def _is_beside(draft: _Draft, drafts: Sequence[_Draft]) -> bool:
    """Whether a text without headline and mark is about a picture or a remnant."""
    body = draft.body
    if draft.headline is not None or body.before or body.after:
        return False
    if len(drafts) == 1 or len(body.running) > 2:
        return False
    return len(body.text) < _SHORTEST_ARTICLE or _closest(draft, drafts)[1] >= _LEAST_OVERLAP


def _closest(draft: _Draft, drafts: Sequence[_Draft]) -> tuple[_Draft, float]:
    """The other text that holds most of this one's triples of characters, and their share."""
    own = _triples(draft.body.text)
    near = drafts[max(draft.number - _FARTHEST, 0) : draft.number + _FARTHEST]
    others = [other for other in near if other is not draft and other.headline is not None]
    shares = [
        (len(own & _triples(other.body.text)) / max(len(own), 1), -number)
        for number, other in enumerate(others)
    ]
    if not shares:
        return draft, 0.0
    share, number = max(shares)
    return others[-number], share


def _triples(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _give_away(draft: _Draft, drafts: Sequence[_Draft], kept: Sequence[_Draft]) -> None:
    """Make a text the caption of the article that shares its words, or a note beside it."""
    closest, share = _closest(draft, drafts)
    if share >= _LEAST_OVERLAP:
        closest.captions.append(tuple(part for _, own in draft.body.inside for part in own))
        return
    nearest = _nearest(kept, draft.number)
    nearest.notes.extend(part for _, own in draft.body.inside for part in own)


def _nearest(kept: Sequence[_Draft], number: int) -> _Draft:
    """The article that is kept and stands nearest to the body of this number."""
    at = bisect_left(kept, number, key=lambda draft: draft.number)
    return min(kept[max(at - 1, 0) : at + 1], key=lambda draft: abs(draft.number - number))


def _article(page: Page, draft: _Draft, cleaner: Cleaner) -> ArticleDraft:
    blocks = list(_blocks(draft))
    title = _text(blocks, BlockKind.TITLE, cleaner)
    kind = _kind(draft, title)
    text = "".join(page.source.slice(span) for block in blocks for span in block.spans)
    return ArticleDraft(
        blocks=tuple(blocks),
        title=title,
        subtitle=_text(blocks, BlockKind.SUBTITLE, cleaner),
        authors=_authors(draft),
        kind=kind,
        script=detect(text),
        confidence=draft.headline.confidence if draft.headline else _without_headline(kind),
    )


def _without_headline(kind: ArticleKind) -> float:
    """How sure it is that a text has none: a picture's text and a notice may do without."""
    return 0.0 if kind is ArticleKind.ARTICLE else 1.0


def _blocks(draft: _Draft) -> Iterator[Block]:
    if draft.headline is not None:
        yield _block(BlockKind.TITLE, draft.headline.title)
        if draft.headline.subtitle:
            yield _block(BlockKind.SUBTITLE, draft.headline.subtitle)
    for part in draft.body.before:
        yield _block(BlockKind.BYLINE, [part])
    for kind, own in draft.body.inside:
        yield _block(kind, own)
    for part in draft.body.after:
        yield _block(BlockKind.NOTE if part.form is Form.REMARK else BlockKind.BYLINE, [part])
    for caption in draft.captions:
        yield _block(BlockKind.CAPTION, caption)
    for part in draft.notes:
        yield _block(BlockKind.NOTE, [part])


def _block(kind: BlockKind, own: Sequence[Part]) -> Block:
    return Block(kind, tuple(span for part in own for span in part.spans))


def _text(blocks: Sequence[Block], kind: BlockKind, cleaner: Cleaner) -> str:
    return " ".join(
        "".join(cleaner.text(Block(kind, (span,))) for span in block.spans)
        for block in blocks
        if block.kind is kind
    )


def _authors(draft: _Draft) -> tuple[str, ...]:
    """The names in bylines and credits; a photographer's only where there are no others."""
    named = [*draft.body.before, *draft.body.after]
    writers = [name for part in named if not part.photo for name in part.authors]
    every = [name for part in named for name in part.authors]
    return tuple(dict.fromkeys(writers or every))


def _kind(draft: _Draft, title: str) -> ArticleKind:
    body = draft.body
    about_picture = any(part.photo for part in body.after) and not body.before
    written = any(part.authors and not part.photo for part in body.after)
    if about_picture and not written and len(body.text) <= _LONGEST_PHOTO_TEXT:
        return ArticleKind.PHOTO
    notice = _NOTICE.search(title) if title else _NOTICE_END.search(body.text)
    if notice and not _authors(draft):
        return ArticleKind.NOTICE
    return ArticleKind.ARTICLE
