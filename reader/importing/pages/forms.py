"""What a newspaper page's parts are by their form: text, headline, byline, credit, masthead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import Enum, auto

from reader.importing.formats import Heading, Page
from reader.importing.layout import cells, ends_sentence
from reader.importing.repairs.names import are_likely, has_role, names
from reader.importing.segment import Cleaner
from reader.model import Block, BlockKind, Source, Span

_PHOTOGRAPHER = re.compile("[摄攝]")


class Form(Enum):
    RUNNING = auto()
    LEAD = auto()  # 本报讯, 本报记者 X 报道: before the first words of a report
    BYLINE = auto()
    CREDIT = auto()  # names behind a text, or below it
    REMARK = auto()  # （本文配图由…提供）
    SHORT = auto()  # a headline, a section head or a caption
    MASTHEAD = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page. ``spans``: source, in order; ``text``: clean.

    ``gap``: blank lines before it. ``level``: of a heading that is marked as one, else 0.
    ``authors``: the names it consists of. ``likely``: they are names beyond doubt. ``continued``:
    it looked like one line with the part before it, or is one paragraph with the text before it.
    """

    form: Form
    spans: tuple[Span, ...]
    text: str
    gap: int
    level: int = 0
    authors: tuple[str, ...] = ()
    likely: bool = False
    continued: bool = False

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def photo(self) -> bool:
        """Whether a credit names who took a picture."""
        return self.form is Form.CREDIT and _PHOTOGRAPHER.search(self.text) is not None


# Longer without the end of a sentence is text cut in two; subtitles have up to 90 characters.
_LONGEST_SHORT = 100
_LONGEST_BYLINE = 60
_LONGEST_QUESTION = 26
_LONGEST_CREDIT = 60
_LONGEST_LEAD = 60

_LEAD = re.compile(
    "(?:本[报報刊网網][讯訊]|本[报報][^，。！？\\s]{0,10}(?:\\d{1,2}月)?\\d{1,2}日[电電讯訊]|新[华華]社[^，。！？]{1,20}[电電]"
    "|本[报報](?:[驻駐][\u3400-\u9fff]{1,4})?[记記]者[^，。！？：；]{2,30}?[报報][道導](?=[：:\\s])"
    "|[记記]者[^，。！？：；]{2,20}?[报報][道導][：:])"
    "[ \u3000\\n]*"
    "(?:[（(][^（）()，。]{0,6}(?:[记記]者|通[讯訊][员員])[^（）()。]{2,40}[）)])?"
    "[ \u3000\\n：:]*"
)
_CREDIT_END = re.compile(
    "[。！？!?…；”’」』）)][ \u3000\\n\\t]*(?P<credit>[（(][^（）()，。！？；]{2,50}[）)])$"
)
_PHOTO_END = re.compile(
    "(?:[。！？!?…；”’」』）)][ \u3000\\n\\t]*|(?<=[\u3400-\u9fff])[ \u3000\\n\\t]+)"
    "(?P<credit>(?:本[报報]|新[华華]社)?[^，。！？；：（）()]{2,30}?"
    "(?:[摄攝]影[报報][道導]|[摄攝]影?|文[/／][图圖]|[图圖][/／]文))$"
)
_REMARK = re.compile(
    "[（(][^（）()]{2,40}(?:提供|供[图圖]|[资資]料[图圖片]+|[配][图圖][^（）()]*)[）)]"
)
_CONTACT = re.compile(
    "[编編][辑輯审審][：: ]|[责責][编編][：: ]|校[对對][：: ]|美[编編][：: ]|版式[：: ]|"
    "[热熱][线線][：:]|投稿|e-?mail|[邮郵]箱[：:]|"
    "[国國][内內][统統]一[刊连連][号號]|[邮郵][发發]代[号號]|"
    "新[闻聞][热熱][线線]|今日\\d+版|[电電][话話][：:]|网址|www\\.|https?:|CN ?\\d\\d-",
    re.IGNORECASE,
)
_DATE = re.compile(
    "(?P<year>(?:19|20)\\d\\d)\\s*[-./年]\\s*(?P<month>\\d{1,2})\\s*[-./月]\\s*(?P<day>\\d{1,2})\\s*日?"
)
_WEEKDAY = re.compile("星期[一二三四五六日天]|[周週][一二三四五六日]|[农農][历曆]")
_PAGE = re.compile(
    "第\\s*[0-9A-Z一二三四五六七八九十]{1,3}\\s*版|(?<![0-9A-Za-z])[A-D]?\\d{1,2}\\s*版|版面"
)
_NEWSPAPER = re.compile(
    "(?:[^，。]{0,6} )?[\u3400-\u9fff]{1,8}"
    "(?:[日晚早时時周週商]?[报報]|[周週]刊)(?: +[^，。]{1,12})?"
)
_LATIN_LINE = re.compile("[A-Z0-9 .,:·'&-]{4,}", re.IGNORECASE)
_BESIDE_NAMES = re.compile("^本[报報刊网網][讯訊]|[报報][道導][：:\\s]*$|^.*[电電讯訊](?=[（(])")
_BULLET_BYLINE = re.compile("[□■●◆◇○◎]")
_LINE = re.compile("[^\\s](?:[^\\n]*[^\\s])?")
_SENTENCE_INSIDE = re.compile("[。！？；]")


def parts(
    page: Page, paragraphs: Sequence[Span], cleaner: Cleaner, cuts: Set[int] = frozenset()
) -> list[Part]:
    """The parts of a page in its order. ``paragraphs``: source, sorted, outside headings.

    ``cuts``: ends and starts of paragraphs that are pieces of one.
    """
    found: list[Part] = []
    end = page.source.start
    top = True
    for span, heading in sorted(
        [
            *((paragraph, None) for paragraph in paragraphs),
            *((heading.span, heading) for heading in page.headings),
        ],
        key=lambda pair: pair[0].start,
    ):
        gap = max(page.source.slice(Span(end, span.start)).count("\n") - 1, 0)
        if heading is None and (span.start in cuts or span.end in cuts):
            own = list(_cut(page.source, span, gap, cleaner, piece=True))
            own[0] = replace(own[0], continued=span.start in cuts)
        else:
            own = list(_parts(page.source, span, heading, gap, cleaner))
        top = top and not any(part.form in (Form.RUNNING, Form.LEAD, Form.BYLINE) for part in own)
        if top:
            own = [_masthead_if_named(part) for part in own]
        found.extend(own)
        end = span.end
    return found


def _masthead_if_named(part: Part) -> Part:
    """A short line at the top of a page as its masthead, if it names a newspaper."""
    named = part.form is Form.SHORT and not part.level and _NEWSPAPER.fullmatch(part.text)
    return replace(part, form=Form.MASTHEAD) if named else part


def date_of(text: str) -> str | None:
    """The date a masthead names, in ISO 8601."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _parts(
    source: Source, span: Span, heading: Heading | None, gap: int, cleaner: Cleaner
) -> Iterator[Part]:
    text = cleaner.text(Block(BlockKind.PARAGRAPH, (span,)))
    if not text.strip():
        yield Part(Form.REMARK, (span,), text, gap)
        return
    if heading is not None:
        yield Part(Form.SHORT, (span,), text, gap, heading.level)
        return
    whole = _whole(text)
    if whole is not None:
        form, authors = whole
        yield Part(form, (span,), text, gap, 0, authors, are_likely(authors, source.slice(span)))
        return
    for part in _cut(source, span, gap, cleaner):
        yield from _lines(source, part, cleaner) if part.form is Form.SHORT else (part,)


def _whole(text: str) -> tuple[Form, tuple[str, ...]] | None:
    """The form of a paragraph that is neither text nor a headline."""
    if len(text) <= _LONGEST_BYLINE and (_is_masthead(text)):
        return Form.MASTHEAD, ()
    if _REMARK.fullmatch(text):
        return Form.REMARK, ()
    if len(text) > _LONGEST_BYLINE or ends_sentence(text.rstrip("）) ")) or _LEAD.match(text):
        return None
    found = names(text)
    if not found:
        return None
    if text[0] in "（(" and text[-1] in "）)":
        return Form.CREDIT, found
    if _PHOTO_END.search("。 " + text):
        return Form.CREDIT, found
    if _BULLET_BYLINE.match(text) or has_role(text):
        return Form.BYLINE, found
    return None


def _is_masthead(text: str) -> bool:
    if _CONTACT.search(text) and not ends_sentence(text):
        return True
    if _DATE.search(text) and (_WEEKDAY.search(text) or _PAGE.search(text)):
        return not _SENTENCE_INSIDE.search(text)
    if _DATE.fullmatch(text.strip()):
        return True
    latin = _LATIN_LINE.search(text)
    if latin and len(latin.group()) * 2 >= len(text) and len(re.findall("[A-Z]", text)) > 5:
        return not re.search("[，。、“”]", text)
    return _PAGE.search(text) is not None and cells(text) < 16 and not ends_sentence(text)


def _cut(
    source: Source, span: Span, gap: int, cleaner: Cleaner, *, piece: bool = False
) -> Iterator[Part]:
    """A paragraph without the lead and the credit it may begin and end with, and these.

    ``piece``: it is one of a longer paragraph, and so never a short line.
    """
    start, end = span.start, span.end
    raw = source.slice(span)
    lead = _LEAD.match(raw[:_LONGEST_LEAD])
    if lead is not None and lead.end() < len(raw):
        start += len(lead.group())
        yield _named(Form.LEAD, source, _bare(source, Span(span.start, start)), gap, cleaner)
        gap = 0
    tail = source.slice(Span(max(start, end - _LONGEST_CREDIT), end))
    for pattern in (_CREDIT_END, _PHOTO_END):
        credit = pattern.search(tail)
        if credit is None:
            continue
        named = _named(
            Form.CREDIT, source, Span(end - len(tail) + credit.start("credit"), end), 0, cleaner
        )
        if named.authors or _REMARK.fullmatch(named.text):
            text = _bare(source, Span(start, named.start))
            yield _text_part(text, gap, cleaner, short=pattern is _PHOTO_END and not piece)
            yield named if named.authors else Part(Form.REMARK, named.spans, named.text, 0)
            return
    yield _text_part(Span(start, end), gap, cleaner, short=lead is None and not piece)


def _lines(source: Source, part: Part, cleaner: Cleaner) -> Iterator[Part]:
    """The lines of short text one by one: of headlines in a row some look like a column's lines."""
    (span,) = part.spans
    end = span.start
    for match in _LINE.finditer(source.slice(span)):
        line = Span(span.start + match.start(), span.start + match.end())
        gap = max(source.slice(Span(end, line.start)).count("\n") - 1, 0)
        text = cleaner.text(Block(BlockKind.PARAGRAPH, (line,)))
        continued = line.start > span.start
        yield Part(Form.SHORT, (line,), text, gap if continued else part.gap, continued=continued)
        end = line.end


def _text_part(span: Span, gap: int, cleaner: Cleaner, *, short: bool) -> Part:
    text = cleaner.text(Block(BlockKind.PARAGRAPH, (span,)))
    form = Form.SHORT if short and _is_short(text) else Form.RUNNING
    return Part(form, (span,), text, gap)


def _named(form: Form, source: Source, span: Span, gap: int, cleaner: Cleaner) -> Part:
    text = cleaner.text(Block(BlockKind.PARAGRAPH, (span,)))
    words = _BESIDE_NAMES.sub("", text)
    found = names(words) if form is Form.CREDIT or has_role(words) else ()
    return Part(form, (span,), text, gap, 0, found, are_likely(found, source.slice(span)))


def authors_of(bylines: Iterable[str]) -> tuple[str, ...]:
    """The names in bylines, leads and credits, without inner spaces.

    A photographer's only where there are no others.
    """
    named = [(names(_BESIDE_NAMES.sub("", text)), _PHOTOGRAPHER.search(text)) for text in bylines]
    writers = [name for found, photo in named if not photo for name in found]
    return tuple(dict.fromkeys(writers or [name for found, _ in named for name in found]))


def _bare(source: Source, span: Span) -> Span:
    """A span without the white space it ends with."""
    return Span(span.start, span.start + len(source.slice(span).rstrip()))


def _is_short(text: str) -> bool:
    """Whether a paragraph could be a headline, a section head or a caption."""
    if len(text) > _LONGEST_SHORT:
        return False
    if ends_sentence(text):
        asks = text.rstrip("”’」』")[-1:] in "！？!?" and len(text) <= _LONGEST_QUESTION
        return asks and not re.search("[，。；：]", text)
    return not re.search("[。；]", text[:-1])
