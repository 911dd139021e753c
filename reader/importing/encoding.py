"""Bytes of a text file to text, with the evidence for the choice of encoding."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

# The longer mark first: UTF-32's begins with UTF-16's.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# In the order that decides a tie. cp950 is what Windows writes as Big5; big5hkscs adds the Hong
# Kong characters.
_CANDIDATES = ("gb18030", "cp950", "big5hkscs")

# Well-formed sequences beyond ASCII for each broken place, from which a file counts as damaged
# UTF-8. Chinese text in the other encodings reaches a fifth.
_LEAST_WHOLE_PER_BROKEN = 2

# Enough characters for a judgement: ten of statutes or verse in either script are decided right
# 398 times in 400. To count more of a large file only takes time.
_SAMPLE = 200_000

# Below this score a reading with broken places is noise: the right reading of Chinese text scores
# above 0.7, random bytes below 0. A reading without any may hold rare characters only.
_LOWEST_SCORE = 0.3

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_ENDS = re.compile("\r\n|[\r\v\f\u2028\u2029]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f]")

# Some letters of Western Europe in English text, which none of the encodings here can read.
_LARGEST_BROKEN_SHARE = 0.05

# What is read of a stream before its encoding is decided: the whole of nearly every file.
_BLOCK_BYTES = 1 << 20
# No encoding that has no byte order mark uses these within a longer character.
_BLOCK_ENDS = (b"\n", b"\r", b" ")

# A stray control character is an accident; one in a hundred is another kind of file.
_LARGEST_CONTROL_SHARE = 0.01

_PUNCTUATION = frozenset(
    "，。、；：？！“”‘’（）《》〈〉「」『』【】〔〕—…·　～％＋－／〇□■●▲①②③④⑤─│┌┐└┘├┤┬┴┼"
)

# Characters most frequent in Chinese prose, in both scripts. A text of a few characters has
# little else to tell it from the same bytes read in another encoding.
_FREQUENT = frozenset(
    "的一是不了在人有我他这個个這中大来來上国國和地到以说說时時要就出会會可也你对對生能而子那得于於着著"
    "下自之年过過发發后後作里裡用道行所然家种種事成方多经經去法学學如都同现現当當没沒动動面起看定天分"
)


class NotTextError(ValueError):
    """The bytes are not text; whoever knows where they are from says so in a ``ReaderError``."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, newlines ``\\n``, without NUL or lone surrogates.

    ``encoding`` is Python's name of it; ``evidence`` says in words why it was chosen; ``broken``
    counts the places that could not be read, U+FFFD in the text.
    """

    text: str
    encoding: str
    evidence: str
    broken: int = 0


def decode(data: bytes) -> Decoded | None:
    """The text of a file's bytes; ``None`` where they are not text."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _replacing(data, encoding, "byte order mark")
    if b"\0" in data:
        return None
    try:
        return _unless_binary(data.decode("utf-8"), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        return _most_plausible(data)


def decode_stream(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of the bytes that the chunks are end to end; lazy, no piece empty.

    It is the text that ``decode`` finds in the whole, wherever the chunks were cut, but the first
    MiB with more than ASCII in it decides the encoding: what later on cannot be read so is replaced
    by U+FFFD, as is NUL. Held at a time: a few MiB and one chunk. Raises ``NotTextError`` by that
    same MiB.
    """
    held = ""
    for piece in _decoded(_blocks(chunks)):
        text = held + piece
        held = "\r" if text.endswith("\r") else ""  # it may be half a line end
        if text := text.removesuffix("\r"):
            yield normalized(text)
    if held:
        yield normalized(held)


def normalized(text: str) -> str:
    """``text`` fit to be a source: every line end ``\\n``, nothing that cannot be stored.

    U+0085 stays: where it turns up in Chinese files it is a Windows ellipsis read wrongly. NUL and
    lone surrogates become U+FFFD.
    """
    return _UNSTORABLE.sub(_REPLACEMENT, _LINE_ENDS.sub("\n", text))


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of a MiB or more; the last may be smaller.

    A block ends between two characters where its second half shows a place.
    """
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) >= _BLOCK_BYTES:
            cut = max(held.rfind(end, len(held) // 2) for end in _BLOCK_ENDS) + 1 or len(held)
            yield bytes(held[:cut])
            del held[:cut]
    if held:
        yield bytes(held)


def _decoded(blocks: Iterator[bytes]) -> Iterator[str]:
    decoder = None
    before = b""  # only what nothing precedes is a byte order mark
    for block in blocks:
        if decoder is None:
            decided = decode(before + block)
            if decided is None:
                raise NotTextError
            if not block.isascii():
                decoder = codecs.getincrementaldecoder(decided.encoding)("replace")
        yield block.decode("ascii") if decoder is None else decoder.decode(block)
        before = block[-1:]
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _most_plausible(data: bytes) -> Decoded | None:
    damaged = data.decode("utf-8", "replace")
    broken = damaged.count(_REPLACEMENT)
    whole = len(damaged) - broken - len(damaged.encode("ascii", "ignore"))
    if whole >= broken * _LEAST_WHOLE_PER_BROKEN:
        return _replacing(data, "utf-8", "UTF-8 for the most part")
    readings = {encoding: data.decode(encoding, "replace") for encoding in _CANDIDATES}
    scores = {encoding: _score(text) for encoding, text in readings.items()}
    best = max(_CANDIDATES, key=lambda encoding: scores[encoding])
    if scores[best] < (_LOWEST_SCORE if _REPLACEMENT in readings[best] else 0):
        if broken > len(damaged) * _LARGEST_BROKEN_SHARE:
            return None
        return _replacing(data, "utf-8", "ASCII for the most part")
    evidence = ", ".join(f"{encoding} {scores[encoding]:.2f}" for encoding in _CANDIDATES)
    return _replacing(data, best, f"common characters: {evidence}")


def _replacing(data: bytes, encoding: str, evidence: str) -> Decoded | None:
    """Decode what may hold broken bytes, and say how many places."""
    text = data.decode(encoding, "replace")
    broken = text.count(_REPLACEMENT)
    if broken:
        evidence += f"; U+FFFD stands for {broken} broken"
    return _unless_binary(text, encoding, evidence, broken)


def _unless_binary(text: str, encoding: str, evidence: str, broken: int = 0) -> Decoded | None:
    controls = len(_CONTROLS.findall(text))
    if "\0" in text or controls > len(text) * _LARGEST_CONTROL_SHARE + 1:
        return None
    return Decoded(normalized(text), encoding, evidence, broken)


def _score(text: str) -> float:
    """How much a reading looks like Chinese, at most 1: the mean over characters beyond ASCII."""
    counts = Counter(text[:_SAMPLE])
    beyond = {character: count for character, count in counts.items() if character > "\x7f"}
    total = sum(_weight(character) * count for character, count in beyond.items())
    return total / max(sum(beyond.values()), 1)


def _weight(character: str) -> float:
    if character in _FREQUENT or character in _PUNCTUATION:
        return 1.0
    if character in _common():
        return 0.8
    if character == _REPLACEMENT or "\ue000" <= character <= "\uf8ff" or character < "\xa0":
        return -2.0
    return 0.0


@cache
def _common() -> frozenset[str]:
    """The level of frequent characters of GB 2312 and of Big5, 7,300 in all."""
    simplified = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
                       for byte in (row, cell))  # fmt: skip
    traditional = bytes(byte for row in range(0xA4, 0xC7)
                        for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
                        for byte in (row, cell))  # fmt: skip
    return frozenset(simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore"))
