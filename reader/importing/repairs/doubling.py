"""Headlines and mastheads that were printed twice, piece by piece: the second setting is dropped.

Chinese doubles words of its own (人人, 研究研究, 一步一步). So a line counts only as a whole:
pieces set twice in succession must make up nearly all of it and be longer than such words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from reader import paths
from reader.importing.repairs.likelihood import folded
from reader.model import Edit, Source, Span

# A headline set twice over the full width of a page has 80 characters; a line of text that is not
# wrapped has more.
_LONGEST_LINE = 120

# Half of a doubled line's characters say nothing new; a headline repeats few.
_MOST_DISTINCT = 0.68

# The share of a line's letters that pieces set twice must make up; the rest, as the name of a
# section in a masthead, was set once.
_LEAST_SHARE = 0.7

# 加油加油 and 谢谢大家谢谢大家 are said; nobody says five characters twice without a pause.
_LEAST_LETTERS = 5
_LEAST_LONG_PIECE = 3

# Single characters set twice (高高兴兴) are words until there are this many in a row, and even then
# if half of them are in words that Chinese has (爸爸妈妈爷爷奶奶哥哥姐姐).
_LEAST_SINGLES = 6
_MOST_SAID = 0.5

# The work for a line grows with the square of its length. A page has far fewer such lines, a file
# with more of them is no damaged page.
_MOST_LINES = 3_000

_LINE = re.compile(r"[^\n]+")
_LETTER = re.compile(r"[0-9A-Za-z\u3400-\u9fff\U00020000-\U0003ffff]")
_SENTENCE = re.compile(r"[。！!；;，,、]")
_LATIN = re.compile(r"[0-9A-Za-z]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")

# What stands in tables and in the names of menus and keys, which manuals do repeat.
_NOT_SET = re.compile(r"[\[\]()+<>=|\-\t\u2500-\u257f]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line set twice: it begins at ``start`` and, once more, right behind itself."""

    start: int
    length: int


def doubled(stretch: Source) -> Iterator[Edit]:
    """Drop the second setting of each piece of a line that was set twice."""
    tried = 0
    for match in _LINE.finditer(stretch.text):
        if match.end() - match.start() > _LONGEST_LINE or not _repeats(match.group()):
            continue
        tried += 1
        if tried > _MOST_LINES:
            return
        pieces = _pieces(match.group())
        if not pieces or _pieces(_once(match.group(), pieces)):
            continue  # what is still set twice was set four times, which no press does
        for piece in pieces:
            start = stretch.start + match.start() + piece.start + piece.length
            span = Span(start, start + piece.length)
            yield Edit("doubled", span, stretch.slice(span), "")


def _repeats(line: str) -> bool:
    """Whether a line could be set twice, judged by how few characters it has."""
    bare = line.strip()
    return len(bare) >= 2 * _LEAST_LETTERS and len(set(bare)) <= _MOST_DISTINCT * len(bare)


def _pieces(line: str) -> Sequence[_Piece]:
    """The pieces of a line that was set twice; none if it was not."""
    pieces = _longest_pieces(line)
    halves = [line[piece.start : piece.start + piece.length] for piece in pieces]
    letters = [len(_LETTER.findall(half)) for half in halves]
    share = 2 * sum(letters) / max(len(_LETTER.findall(line)), 1)
    if share < _LEAST_SHARE or any(map(_is_said, halves, letters)):
        return ()
    if not _HAN.search(line) or any(_NOT_SET.search(half) for half in halves):
        return ()
    if any(_turns(half) for half in halves if len(half) >= _LEAST_LONG_PIECE):
        return ()
    words = [half for half, count in zip(halves, letters, strict=True) if count]
    if sum(letters) >= _LEAST_LETTERS and max(letters) >= _LEAST_LONG_PIECE:
        return pieces
    singles = len(set(words)) >= _LEAST_SINGLES and share == 1 and not _SENTENCE.search(line)
    return pieces if singles and not _are_said_twice(words) else ()


def _is_said(half: str, letters: int) -> bool:
    """Whether a piece has marks as sentences have; a long headline may name things in a row."""
    marks = _SENTENCE.findall(half) if len(half) > 1 else []
    return bool(marks) and (set(marks) != {"、"} or letters < _LEAST_LETTERS)


def _are_said_twice(words: Sequence[str]) -> bool:
    """Whether half of some characters set twice are in words such as 爸爸 and 清清楚楚."""
    known = _doubled_words()
    bare = folded("".join(words))
    said = {at for at, word in enumerate(bare) if word * 2 in known}
    for at, (first, second) in enumerate(pairwise(bare)):
        if first * 2 + second * 2 in known:
            said |= {at, at + 1}
    return len(said) >= _MOST_SAID * len(bare)


@cache
def _doubled_words() -> frozenset[str]:
    """Words, simplified, that consist of one or two characters each said twice."""
    file = paths.resources() / "frequencies" / "words.tsv"
    lines = file.read_text(encoding="utf-8").splitlines()
    words = (line.partition("\t")[0] for line in lines)
    return frozenset(word for word in words if word[::2] == word[1::2])


def _once(line: str, pieces: Sequence[_Piece]) -> str:
    """A line without the second setting of its pieces."""
    for piece in reversed(pieces):
        line = line[: piece.start + piece.length] + line[piece.start + 2 * piece.length :]
    return line


def _longest_pieces(line: str) -> list[_Piece]:
    """Pieces that cover as much of the line as can be, as few as can be."""
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(line) + 1)
    for start in range(len(line) - 1, -1, -1):
        covered, count, _ = best[start + 1]
        best[start] = (covered, count, 0)
        if line[start].isspace():
            continue
        for length in range(1, (len(line) - start) // 2 + 1):
            middle, end = start + length, start + 2 * length
            if line[start] != line[middle] or line[start:middle] != line[middle:end]:
                continue
            if line[middle - 1].isspace() or _splits_word(line, end):
                continue
            covered, count, _ = best[end]
            best[start] = max(best[start], (covered + 2 * length, count - 1, length))
    found: list[_Piece] = []
    start = 0
    while start < len(line):
        length = best[start][2]
        if length:
            found.append(_Piece(start, length))
        start += 2 * length or 1
    return found


def _splits_word(line: str, end: int) -> bool:
    """Whether a double letter within a Latin word or number was taken for a piece set twice."""
    return (
        0 < end < len(line)
        and line[end - 1].islower()
        and line[end].islower()
        and _LATIN.match(line[end]) is not None
        and _LATIN.match(line[end - 1]) is not None
    )


def _turns(half: str) -> bool:
    """Whether a piece itself consists of one shorter piece again and again, as in 哈哈哈哈."""
    return half in (half + half)[1:-1]
