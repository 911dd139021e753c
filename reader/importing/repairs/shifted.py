"""Finds where a GBK byte stream was read one byte off, and yields what stood there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.importing.repairs.gbk import EURO, encoded, is_frequent
from reader.importing.repairs.glosses import gloss_matches
from reader.importing.repairs.likelihood import Language, folded
from reader.importing.repairs.pinyin import SYLLABLE
from reader.importing.repairs.unshifting import (
    GLOSS,
    HEAD_OPENING,
    SWALLOWING_GLOSS,
    SWALLOWING_TAG,
    Reading,
    Unshifter,
)
from reader.model import Edit, Source, Span

# A question mark with something other than ASCII, or the end of a tag, near after it.
_BROKEN = re.compile(f"\\?(?=[^\\s0-9A-Za-z]|{SYLLABLE}[)）])(?=[^\\n]{{0,10}}[^\\x00-=?-\\x7f])")

# Damage shows itself within so many characters, and reaches about as far.
_SHOWN_WITHIN = 12

# A place takes about 10 ms (2026-11), and the worst page seen has 26 in 24,000 characters. Of a
# text with more than this many, the rest is left to the next look, and after the last as it is.
_MOST_PLACES = 100

# The document's own language is learnt from so much of it at most.
_LEARNT = 200_000

_ORDINARY_MARKS = frozenset("，。、；：？！“”‘’（）《》〈〉【】「」『』—…·～％\u3000")

_NUMERALS = (*"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五")

# Numbered heads as they were before their margin was lost; so often, that a page without any other
# still has them.
_HEADS = 5 * tuple(f"\n{HEAD_OPENING}{numeral}）" for numeral in _NUMERALS)
_HEAD = re.compile(r"(?m)^\u3000*[（(]([一二三四五六七八九十]{1,2})[）)]")


def shifted_bytes(stretch: Source) -> Iterator[Edit]:
    """Read damaged stretches again, with the byte that was lost; sorted, disjoint."""
    text = stretch.text
    found = (match.start() for match in _BROKEN.finditer(text))
    starts = list(islice((start for start in found if _shows_damage(text, start)), _MOST_PLACES))
    if not starts:
        return
    for reading in _readings(text, starts):
        before = text[reading.start : reading.end]
        if not (GLOSS.search(before) or SWALLOWING_GLOSS.search(before) or _is_strange(before)):
            continue
        at_line_start = not reading.start or text[reading.start - 1] == "\n"
        # A space that begins a line is its margin, and no margin is kept.
        after = reading.text.lstrip("\u3000") if at_line_start else reading.text
        span = Span(stretch.start + reading.start, stretch.start + reading.end)
        yield Edit("shifted-bytes", span, before, after)


def _readings(text: str, starts: Sequence[int]) -> Iterator[Reading]:
    matches = list(gloss_matches(text))
    glossed = Counter(match["character"] for match in matches)
    unshifter = Unshifter(text, Language([*_undamaged(text, starts), *_HEADS]), glossed)
    position, mended = 0, ""
    for start in starts:
        if start < position:
            continue
        mended = (mended + text[position:start])[-_LEARNT:]
        position = start
        before = GLOSS.sub("", mended[-60:])
        reading = unshifter.read(before, start, _expected(mended) if before[-1:] in "\n" else ())
        if reading is not None:
            mended += text[start : reading.start] + reading.text
            position = reading.end
            yield reading


def _shows_damage(text: str, start: int) -> bool:
    """Whether what follows a question mark is strange enough to be looked at closely."""
    if SWALLOWING_GLOSS.match(text, start):
        return True
    following = text[start + 1 : start + _SHOWN_WITHIN].partition("\n")[0]
    return SWALLOWING_TAG.search(following) is not None or _is_strange(following)


def _is_strange(text: str) -> bool:
    """Whether a text has a character of GBK that is rare, a tag cut off, or a byte by itself."""
    return SWALLOWING_TAG.search(text) is not None or any(
        character == EURO
        or (
            len(encoded(character)) == 2
            and character not in _ORDINARY_MARKS
            and not is_frequent(folded(character))
        )
        for character in text
    )


def _undamaged(text: str, starts: Sequence[int]) -> Iterator[str]:
    """The stretches of a text that no damage is near, without glosses."""
    position = 0
    for start in [*(start for start in starts if start < _LEARNT), _LEARNT]:
        yield GLOSS.sub("", text[position:start])
        position = max(position, start + 2 * _SHOWN_WITHIN)


def _expected(mended: str) -> Sequence[str]:
    """The numerals that the next numbered head may bear: the first, or the one after the last."""
    heads = _HEAD.findall(mended)
    if not heads or heads[-1] not in _NUMERALS:
        return _NUMERALS[:1]
    following = _NUMERALS.index(heads[-1]) + 1
    return (_NUMERALS[0], *_NUMERALS[following : following + 1])
