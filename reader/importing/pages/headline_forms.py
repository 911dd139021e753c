"""What headlines look like: how wide their lines are, what they end with, how a subtitle is set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.importing.layout import cells
from reader.importing.pages.forms import Part

# A shorter line is the name of a column.
SHORTEST_TITLE = 5

# Headlines: one line of up to 30 cells, or two narrow ones.
_WIDEST_TITLE = 32.0
_USUAL_TITLE = 24.0
_NARROW_TITLE = 15.5
_WIDEST_NARROW = 31.0

# A subtitle's line that is wrapped fills the width.
_WRAPPED_SUBTITLE = 24.0

_ENDED_SUBTITLE = re.compile(
    "(?:纪实|紀實|侧记|側記|综述|綜述|纪事|紀事|实录|實錄|观察|觀察|启示|啟示|调查|調查|透视|掠影|见闻)$"
)
_CAPTION = re.compile("(?:19|20)\\d\\d年|[图圖][为為①-⑩\\d]|[上下左右][图圖]|.*[摄攝]$")
# What no headline ends with, and brackets that its end leaves open.
_UNFINISHED = re.compile("[，、；：]$|（[^）]*$|^[^（]*）|《[^》]*$|^[^《]*》|“[^”]*$|^[^“]*”")
_SENTENCE_LIKE = re.compile("[，；]")


def headline_form(lines: Sequence[Part], titles: int, usual_gap: int) -> float | None:
    """How much lines, the first of them the title, look like a headline, in nats; ``None`` if they
    cannot be one. ``usual_gap``: the widest between lines of their group.
    """
    heads, rest = lines[:titles], lines[titles:]
    value = _title_form(heads)
    if value is None:
        return None
    if rest:
        subtitle = _subtitle_form(heads, rest)
        if subtitle is None:
            return None
        value += subtitle
    if titles == 2 and any(line.level for line in heads):
        value -= 3.0
    for before, line in pairwise(lines):
        value += 2.0 if line.gap == 0 < usual_gap else -1.0 if line.gap > before.gap + 1 else 0.0
        value += 1.0 if 0 < before.level < line.level or line.continued else 0.0
    return value


def _title_form(lines: Sequence[Part]) -> float | None:
    widths = [cells(line.text) for line in lines]
    if any(line.text.startswith("——") for line in lines) or lines[0].text[0] in "（(":
        return None
    if _UNFINISHED.search("".join(line.text for line in lines)):
        return None
    if sum(widths) > _WIDEST_TITLE + 12 or (len(lines) == 2 and sum(widths) > _WIDEST_NARROW):
        return None
    value = -0.5 * max(sum(widths) - _WIDEST_TITLE, 0)
    if len(lines) == 2:
        if max(widths) > _NARROW_TITLE or any(" " in line.text for line in lines):
            return None
        value += 0.5
    elif widths[0] < SHORTEST_TITLE:
        value -= 4.0
    if _SENTENCE_LIKE.search(lines[0].text):
        value -= 3.0
    if sum(widths) > _USUAL_TITLE:
        value -= 1.0
    if looks_like_caption(lines[0]):
        value -= 3.0
    return value


def _subtitle_form(heads: Sequence[Part], lines: Sequence[Part]) -> float | None:
    widths = [cells(line.text) for line in lines]
    if len(lines) > 3 or any(line.text.startswith("——") for line in lines[1:]):
        return None
    value = 0.0
    dashed = lines[0].text.startswith("——")
    if dashed:
        value += 3.0
    elif len(heads) == 1 and max(cells(heads[0].text), widths[0]) <= _NARROW_TITLE:
        # Two narrow lines are rather a headline set in two.
        value -= 3.0
    elif widths[0] < 8 or widths[0] < cells(heads[0].text) * 0.6:
        value -= 2.0
    if widths[0] > _WIDEST_TITLE or "、" in lines[0].text or _SENTENCE_LIKE.search(lines[0].text):
        value += 1.0
    elif not dashed:
        value -= 1.0
    for before, line in pairwise(lines):
        if _ENDED_SUBTITLE.search(before.text) or looks_like_caption(line):
            return None
        if cells(before.text) < _WRAPPED_SUBTITLE and not dashed:
            value -= 4.0
        if cells(line.text) < 3:
            return None
    if any(looks_like_caption(line) for line in lines):
        value -= 4.0
    return value


def looks_like_caption(line: Part) -> bool:
    return _CAPTION.match(line.text) is not None
