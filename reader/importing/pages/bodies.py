"""A newspaper page's parts to bodies of text and the groups of short lines between them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.importing.layout import cells, opens_paragraph
from reader.importing.pages.forms import Form, Part
from reader.importing.pages.furniture import is_between_halves
from reader.model import BlockKind

# A section head is one line or, set narrow, two; three short lines are a headline.
_MOST_HEAD_LINES = 2
_WIDEST_HEAD_CELLS = 24.0

# A wider gap than lines have otherwise: a picture stood there.
_PICTURE_GAP = 2

# How much less alike texts about a short line may seem than those about none.
_SHORT_LINE_BONUS = 0.03

# The longest reports seen have 40 paragraphs; the work grows with the square.
_MOST_PIECES = 80

# A column name, as 一线观察.
_LONGEST_COLUMN = 6


@dataclass
class Body:
    """A text in the making: what belongs to it in the order of the page.

    ``before``: leads and bylines it begins with; ``after``: credits and remarks it ends with.
    """

    before: list[Part] = field(default_factory=list)
    inside: list[tuple[BlockKind, tuple[Part, ...]]] = field(default_factory=list)
    after: list[Part] = field(default_factory=list)

    @property
    def running(self) -> list[Part]:
        return [
            part for kind, parts in self.inside if kind is BlockKind.PARAGRAPH for part in parts
        ]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.running)

    @property
    def marked(self) -> bool:
        return any(part.form is Form.LEAD or part.likely for part in (*self.before, *self.after))

    @property
    def named(self) -> bool:
        """Whether names beyond doubt stand before or behind it."""
        return any(part.likely for part in (*self.before, *self.after))

    @property
    def start(self) -> int:
        return self.before[0].start if self.before else self.inside[0][1][0].start


@dataclass
class Group:
    """Short lines that stand together between bodies. ``before`` and ``after``: the numbers of the
    bodies that end above it and begin below it.
    """

    lines: list[Part]
    before: int | None
    after: int | None
    gap_after: int


@dataclass
class Layout:
    """``bodies`` and ``groups`` in the order of the page; ``loose``: parts that belong to nothing,
    with the number of the body that stands nearest.
    """

    bodies: list[Body] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    loose: list[tuple[Part, int]] = field(default_factory=list)
    masthead: list[Part] = field(default_factory=list)


def laid_out(parts: Sequence[Part]) -> Layout:
    """Find the bodies of a page and the groups of short lines between them."""
    return _Builder(parts).built()


class _Builder:
    """Goes through the parts once; ``_open`` is the body that the next text belongs to."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._found = Layout()
        self._open: Body | None = None
        self._marked = any(part.level for part in parts)
        self._title_level = _title_level(parts)
        self._least_gap = min((part.gap for part in parts[1:]), default=0)

    def built(self) -> Layout:
        index = 0
        while index < len(self._parts):
            part = self._parts[index]
            if part.form is Form.SHORT:
                end = self._short_end(index)
                self._short(index, end)
                index = end
                continue
            self._take(part, index)
            index += 1
        self._drop_empty()
        self._part_doubly_named()
        return self._found

    def _short_end(self, index: int) -> int:
        while index < len(self._parts) and self._parts[index].form is Form.SHORT:
            index += 1
        return index

    def _take(self, part: Part, index: int) -> None:
        if part.form is Form.MASTHEAD:
            self._found.masthead.append(part)
        elif part.form in (Form.LEAD, Form.BYLINE):
            if self._open is None or self._open.inside:
                self._begin()
            assert self._open is not None
            self._open.before.append(part)
        elif part.form is Form.RUNNING:
            if self._open is None:
                self._begin()
            assert self._open is not None
            self._run(self._open, part)
        elif self._open is not None and self._open.inside:
            if part.photo and not self._is_last(index):
                self._open.inside.append((BlockKind.BYLINE, (part,)))
                return
            self._open.after.append(part)
            if part.form is Form.CREDIT:
                self._open = None
        elif self._found.bodies and self._found.bodies[-1].inside:
            self._found.bodies[-1].after.append(part)
        else:
            self._found.loose.append((part, len(self._found.bodies)))

    def _is_last(self, index: int) -> bool:
        """Whether a photographer's credit ends a text and is not one of a picture within it."""
        following = self._parts[index + 1] if index + 1 < len(self._parts) else None
        return following is None or following.form is not Form.RUNNING

    def _begin(self) -> None:
        self._open = Body()
        self._found.bodies.append(self._open)

    def _run(self, body: Body, part: Part) -> None:
        """Add text to a body; to its last paragraph if that was cut in mid-sentence."""
        if body.inside:
            last = next((at for at in range(len(body.inside) - 1, -1, -1)
                         if body.inside[at][0] is not BlockKind.CAPTION), None)  # fmt: skip
            if last is not None and body.inside[last][0] is BlockKind.PARAGRAPH:
                before = body.inside[last][1]
                if part.continued or _is_cut(before[-1], part):
                    body.inside[last] = (BlockKind.PARAGRAPH, (*before, part))
                    return
        body.inside.append((BlockKind.PARAGRAPH, (part,)))

    def _short(self, start: int, end: int) -> None:
        lines = list(self._parts[start:end])
        following = self._parts[end] if end < len(self._parts) else None
        body = self._open
        lines = self._without_furniture(lines, following)
        if not lines:
            return
        if body is not None and body.inside and following is not None:
            if following.form is Form.CREDIT and following.photo and len(lines) == 1:
                body.inside.append((BlockKind.CAPTION, tuple(lines)))
                return
            if following.form in (Form.RUNNING, Form.CREDIT, Form.REMARK):
                if self._is_text(body, lines):
                    for line in lines:
                        self._run(body, replace(line, form=Form.RUNNING))
                    return
                if all(self._is_caption(line) for line in lines):
                    body.inside.extend((BlockKind.CAPTION, (line,)) for line in lines)
                    return
                if _is_head(lines) and not 0 < lines[0].level <= self._title_level:
                    body.inside.append((BlockKind.HEADING, tuple(lines)))
                    return
        bodies = self._found.bodies
        if body is not None and not body.inside:
            # A byline above its headline: the headline stands between the two.
            self._found.groups.append(Group(lines, _before(len(bodies) - 1), len(bodies) - 1, 0))
            return
        self._open = None
        text = _text_lines(lines, following)
        lines = lines[: len(lines) - len(text)]
        if lines:
            self._found.groups.append(
                Group(lines, _before(len(bodies)), len(bodies), following.gap if following else 0)
            )
        for line in text:
            self._take(replace(line, form=Form.RUNNING), end)

    def _without_furniture(self, lines: list[Part], following: Part | None) -> list[Part]:
        """Short lines within a text without the page's number and such.

        A bare number that parts no sentence may as well be a section's.
        """
        body = self._open
        if body is None or not body.inside or following is None:
            return lines
        kind, above = body.inside[-1]
        goes_on = following.continued or (
            kind is BlockKind.PARAGRAPH and _is_cut(above[-1], following)
        )
        kept: list[Part] = []
        for line, below in pairwise([*lines, following]):
            own = is_between_halves(line.text, below.text) and (goes_on or not line.text.isdigit())
            if own and not line.level and following.form is Form.RUNNING:
                self._found.loose.append((line, len(self._found.bodies) - 1))
            else:
                kept.append(line)
        return kept

    def _is_text(self, body: Body, lines: Sequence[Part]) -> bool:
        """Whether short lines are pieces of text whose other pieces stand above and below."""
        above = body.inside[-1]
        cut = above[0] is BlockKind.PARAGRAPH and _is_unfinished(above[1][-1].text)
        return not any(line.level for line in lines) and (
            (cut and not self._marked) or lines[-1].text[-1] in "，、," or _is_open(lines[-1].text)
        )

    def _is_caption(self, line: Part) -> bool:
        """Whether a short line within a text stands below a picture."""
        return not line.level and (line.gap >= _PICTURE_GAP + self._least_gap or self._marked)

    def _part_doubly_named(self) -> None:
        """Part what begins with one name and ends with another: it is two articles, the first
        without a mark at its end and the second without one at its beginning.
        """
        bodies: list[Body] = []
        groups = self._found.groups
        for body in self._found.bodies:
            cut = _weakest_place(body) if _is_doubly_named(body) else None
            bodies.append(body)
            if cut is None:
                continue
            number = len(bodies)
            for group in groups:
                group.after = _moved(group.after, number)
                group.before = _moved(group.before, number - 1)
            while body.inside[cut - 1][0] is BlockKind.HEADING:
                cut -= 1
            bodies.append(Body(inside=body.inside[cut:], after=body.after))
            body.inside, body.after = body.inside[:cut], []
            heads = bodies[-1].inside
            lines: list[Part] = []
            while heads[0][0] is BlockKind.HEADING:
                lines += heads.pop(0)[1]
            if lines:
                at = sum(group.lines[0].start < lines[0].start for group in groups)
                groups.insert(at, Group(lines, number - 1, number, 1))
            self._found.loose = [(part, at + (at >= number)) for part, at in self._found.loose]
        self._found.bodies = bodies

    def _drop_empty(self) -> None:
        """Bodies without text: their bylines are loose, and groups know the bodies that remain."""
        kept = [body for body in self._found.bodies if body.inside]
        count = 0
        mapping: list[int] = []
        for body in self._found.bodies:
            mapping.append(count)
            count += bool(body.inside)
        mapping.append(count)
        for body, number in zip(self._found.bodies, mapping, strict=False):
            if not body.inside:
                self._found.loose.extend((part, number) for part in body.before + body.after)
        for group in self._found.groups:
            if group.after is not None:
                group.after = mapping[group.after] if mapping[group.after] < len(kept) else None
            if group.before is not None:
                present = self._found.bodies[group.before].inside
                group.before = mapping[group.before] if present else _before(mapping[group.before])
        self._found.loose = [
            (part, min(mapping[number] if number < len(mapping) else count, max(count - 1, 0)))
            for part, number in self._found.loose
        ]
        self._found.bodies = kept


def _title_level(parts: Sequence[Part]) -> int:
    """The level of headings that only headlines have, 0 if there is none: the highest of several,
    where all that stand above a byline or a lead have it.
    """
    levels = {part.level for part in parts if part.level}
    over_marks = {
        part.level
        for part, following in pairwise(parts)
        if part.level and following.form in (Form.BYLINE, Form.LEAD)
    }
    return min(levels) if len(levels) > 1 and over_marks == {min(levels)} else 0


def _before(number: int) -> int | None:
    return number - 1 if number > 0 else None


def _moved(number: int | None, first: int) -> int | None:
    return number if number is None or number < first else number + 1


def _is_doubly_named(body: Body) -> bool:
    ends = [part for part in body.after if part.form is Form.CREDIT and not part.photo]
    return bool(ends) and any(part.authors for part in body.before) and len(body.running) > 1


def _weakest_place(body: Body) -> int | None:
    """Where, before one of a body's pieces, the words above and below have least in common; a
    short line is the likelier place.
    """
    if len(body.inside) > _MOST_PIECES:
        return None
    best: tuple[float, int] | None = None
    texts = ["".join(part.text for part in own) for _, own in body.inside]
    pairs = [Counter(text[at : at + 2] for at in range(len(text) - 1)) for text in texts]
    above, below = Counter[str](), sum(pairs, Counter[str]())
    for number, (kind, _) in enumerate(body.inside):
        above_text = any(kind is BlockKind.PARAGRAPH for kind, _ in body.inside[:number])
        text_below = any(kind is BlockKind.PARAGRAPH for kind, _ in body.inside[number:])
        if above_text and text_below and kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            value = _likeness(above, below) - (
                _SHORT_LINE_BONUS if kind is BlockKind.HEADING else 0.0
            )
            best = min(best or (value, number), (value, number))
        above, below = above + pairs[number], below - pairs[number]
    return best[1] if best else None


def _likeness(above: Counter[str], below: Counter[str]) -> float:
    """How little it tells of a pair of characters on which side it stands: 0, all of them stand on
    one side only, to 1.
    """
    both = above + below
    total = both.total()
    told = _weight(above) + _weight(below) - _weight(both)
    most = _bits(total) - _bits(above.total()) - _bits(below.total())
    return 1 - told / most if most else 1.0


def _weight(counts: Counter[str]) -> float:
    return sum(map(_bits, counts.values())) - _bits(counts.total())


def _bits(count: int) -> float:
    return count * math.log(count) if count else 0.0


def _text_lines(lines: Sequence[Part], following: Part | None) -> list[Part]:
    """The last of short lines, if they are the first lines of the text that follows: as wide as
    its lines and with marks or brackets that no headline has.
    """
    if following is None or following.form is not Form.RUNNING:
        return []
    start = len(lines)
    while start and not lines[start - 1].level:
        text = lines[start - 1].text
        if not (text[-1] in "，、," or _is_open(text) or _is_open(text, ("）（", "”“", "》《"))):
            break
        start -= 1
    return list(lines[start:])


def _is_cut(part: Part, following: Part) -> bool:
    """Whether a column's end cuts a sentence in two."""
    return _is_unfinished(part.text) and not opens_paragraph(following.text)


def _is_unfinished(text: str) -> bool:
    return re.search("[\u3400-\u9fff0-9A-Za-z，、,（“《]$", text) is not None


def _is_open(text: str, pairs: Sequence[str] = ("（）", "“”", "《》")) -> bool:
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in pairs)


def _is_head(lines: Sequence[Part]) -> bool:
    """Whether short lines within a text are the head of a section."""
    return (
        len(lines) <= _MOST_HEAD_LINES
        and all(cells(line.text) <= _WIDEST_HEAD_CELLS for line in lines)
        and not any(line.text.startswith("——") for line in lines)
    )


def columns(lines: Sequence[Part]) -> Iterator[Part]:
    """Names of columns at the top of a page: short lines before everything else."""
    for line in lines:
        if line.level or not re.fullmatch(f"[\u3400-\u9fff·]{{2,{_LONGEST_COLUMN}}}", line.text):
            return
        yield line
