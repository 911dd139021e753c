"""What a segment keeps of its articles, as arrays over mapped files: folded texts, and numbers.

The files must be read through ``CheckedStorage``. Documents are numbered as in their segment.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter

from reader.errors import IndexFolderError
from reader.messages import message
from reader.script.folding import (
    Array,
    as_text,
    code_points,
    folded_points,
    has_variants,
    white_space,
)
from reader.search.pattern import Pattern
from reader.search.postings import (
    FIRST_MARK,
    MOST_COUNTED,
    SPACED,
    Marks,
    Postings,
    build_postings,
    merge_postings,
    select_texts,
)

# Texts are taken together until a run has this many characters: enough for numpy to pay, and its
# 80 MB of scratch space bound the memory that indexing takes.
_RUN_CHARACTERS = 1 << 21
_RUN_TEXTS = 1 << 16
# A look into one text costs about as much as reading this many postings (0.35 µs, 2 ns; measured
# with Python 3.11, 2026-11), so longer lists are not read once the candidates are few.
_LOOK_POSTINGS = 150
_FOOTER = struct.Struct("<6Q2B6x")
_ALIGNMENT = 8


@dataclass(frozen=True, slots=True, eq=False)
class StoredTexts:
    """What the column hands from an old segment to a new one, so that nothing is indexed twice.

    ``documents`` ascend; there is at least one.
    """

    column: HanColumnReader
    documents: Array


@dataclass(frozen=True, slots=True, eq=False)
class FoundTexts:
    """The documents of a segment that hold every pattern, ascending.

    ``counts``: for each pattern how often, at most, each of them holds it.
    """

    documents: Array
    counts: tuple[Array, ...]


class HanColumn(Column):  # type: ignore[misc]  # Whoosh ships no types
    """Folded texts and their postings."""

    def writer(self, dbfile: Any) -> HanColumnWriter:
        return HanColumnWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> HanColumnReader:
        return HanColumnReader(dbfile, basepos, length, doccount)

    def default_value(self, reverse: bool = False) -> str:  # noqa: ARG002  # Whoosh's signature
        return ""


class HanColumnWriter(ColumnWriter):  # type: ignore[misc]  # Whoosh ships no types
    """Writes texts as they come, in runs; the postings of the runs are merged at the end.

    Postings are of the squeezed texts, so that white space hides nothing. For each character that
    has variants a text bears a mark, by which this very character can be found.

    The file: folded texts in UTF-8; of the postings the texts and the counts; alphabet, keys,
    offsets, each text's length in code points, where each begins in bytes; a footer.
    """

    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._written = 0
        self._new: list[str] = []
        self._new_characters = 0
        self._parts: list[Postings] = []
        self._lengths: list[Array] = []
        self._sizes: list[Array] = []
        self._documents = 0

    def add(self, docnum: int, value: str | Sequence[str] | StoredTexts) -> None:
        """A new text, or several, or some that another segment holds already.

        Of several the first is that of ``docnum``, the others are of the documents behind it.
        """
        while self._documents < docnum:
            self._add_new("")
        if isinstance(value, StoredTexts):
            # Before any of it is taken, for a writer that meets damage must be able to give up.
            value.column.check_all()
            self._flush()
            self._add_old(value)
        else:
            for text in [value] if isinstance(value, str) else value:
                self._add_new(text)

    def finish(self, doccount: int) -> None:
        while self._documents < doccount:
            self._add_new("")
        self._flush()
        postings = merge_postings(self._parts, [len(lengths) for lengths in self._lengths])
        lengths = np.concatenate([np.empty(0, np.uint32), *self._lengths])
        starts = np.concatenate(([0], np.cumsum(np.concatenate([[0], *self._sizes])[1:])))
        text_bytes = self._written
        self._write_array(postings.texts)
        self._write_array(postings.counts)
        for array in (postings.alphabet, postings.keys, postings.offsets, lengths.astype("<u4")):
            self._write_array(array)
        self._write_array(starts.astype("<u8"))
        self._pad()
        self._write(
            _FOOTER.pack(
                text_bytes,
                len(lengths),
                int(lengths.sum(dtype=np.int64)),
                len(postings.alphabet),
                len(postings.keys),
                len(postings.texts),
                postings.keys.dtype.itemsize,
                postings.texts.dtype.itemsize,
            )
        )

    def _add_new(self, text: str) -> None:
        self._new.append(text)
        self._new_characters += len(text)
        self._documents += 1
        if self._new_characters >= _RUN_CHARACTERS or len(self._new) >= _RUN_TEXTS:
            self._flush()

    def _flush(self) -> None:
        if not self._new:
            return
        lengths = np.fromiter(map(len, self._new), dtype=np.int64, count=len(self._new))
        ends = np.concatenate(([0], np.cumsum(lengths)))
        points = code_points("".join(self._new))
        folded = folded_points(points)
        kept = ~white_space(folded)
        numbers = np.repeat(np.arange(len(lengths)), lengths)
        varying = has_variants(points)
        marks = Marks(points[varying] + np.uint32(FIRST_MARK), numbers[varying])
        squeezed_lengths = np.diff(np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))[ends])
        places = np.flatnonzero(kept)
        spaced = np.diff(places, append=places[-1:] + 1) > 1
        self._parts.append(build_postings(folded[places], squeezed_lengths, marks, spaced))
        widths = np.ones(len(folded), dtype=np.uint8)
        for first_wider in (0x80, 0x800, 0x10000):
            widths += folded >= first_wider
        sizes = np.concatenate(([0], np.cumsum(widths, dtype=np.int64)))[ends]
        self._lengths.append(lengths)
        self._sizes.append(np.diff(sizes))
        self._write(as_text(folded).encode("utf-8", "surrogatepass"))
        self._new, self._new_characters = [], 0

    def _add_old(self, old: StoredTexts) -> None:
        column, kept = old.column, old.documents
        self._documents += len(kept)
        self._parts.append(select_texts(column.postings, kept, len(column)))
        self._lengths.append(column.lengths[kept])
        self._sizes.append(column.starts[kept + 1] - column.starts[kept])
        breaks = np.flatnonzero(np.diff(kept) != 1) + 1
        for block in np.split(kept, breaks):
            self._write(column.raw_texts(int(block[0]), int(block[-1]) + 1))

    def _write_array(self, array: Array) -> None:
        self._pad()
        self._write(np.ascontiguousarray(array).tobytes())

    def _pad(self) -> None:
        self._write(bytes(-self._written % _ALIGNMENT))

    def _write(self, content: bytes) -> None:
        self._dbfile.write(content)
        self._written += len(content)


class HanColumnReader(ColumnReader):  # type: ignore[misc]  # Whoosh ships no types
    """A segment's texts and postings, as arrays over the mapped file.

    ``lengths``: of each text, in code points. ``starts``: where each begins, in bytes, and the end.
    ``characters``: of all texts. Raises ``IndexFolderError`` where the file is damaged.
    """

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._content = dbfile.content
        self._doccount = doccount
        end = basepos + length
        if length < _FOOTER.size:
            raise IndexFolderError(message("a column of the search index is too short; rebuild it"))
        (
            text_bytes,
            documents,
            self.characters,
            letters,
            pairs,
            entries,
            key_bytes,
            text_number_bytes,
        ) = _FOOTER.unpack(self._content.bytes_at(end - _FOOTER.size, _FOOTER.size))
        if documents != doccount:
            raise IndexFolderError(
                message("a column of the search index belongs to another segment; rebuild it")
            )
        place = basepos + text_bytes

        def next_array(dtype: str, count: int) -> Array:
            nonlocal place
            place += -(place - basepos) % _ALIGNMENT
            array: Array = self._content.array(dtype, place, count)
            place += array.nbytes
            return array

        texts = next_array(f"<u{text_number_bytes}", entries)
        counts = next_array("<u1", entries)
        self._content.check(place, end)
        alphabet = next_array("<u4", letters)
        keys = next_array(f"<u{key_bytes}", pairs)
        offsets = next_array("<u4", pairs + 1)
        self.lengths = next_array("<u4", documents)
        self.starts = next_array("<u8", documents + 1).astype(np.int64) + basepos
        self.postings = Postings(alphabet, keys, offsets, texts, counts)
        self._texts_at = basepos + text_bytes + -text_bytes % _ALIGNMENT
        self._counts_at = self._texts_at + texts.nbytes + -texts.nbytes % _ALIGNMENT

    def __getitem__(self, docnum: int) -> StoredTexts:
        return StoredTexts(self, np.array([docnum]))

    def text(self, document: int) -> str:
        """The folded text of a document."""
        return self.raw_texts(document, document + 1).decode("utf-8", "surrogatepass")

    def raw_texts(self, first: int, end: int) -> bytes:
        """The folded texts of neighbouring documents, end to end, in UTF-8."""
        start = int(self.starts[first])
        content: bytes = self._content.bytes_at(start, int(self.starts[end]) - start)
        return content

    def check_all(self) -> None:
        """Check the whole file, as must be done before it is copied."""
        self._content.check(0, self._content.size)

    def frequency(self, pattern: Pattern) -> int:
        """In how many documents the pattern can be at most, without looking at any."""
        lists = self._lists(pattern)
        if lists is None:
            return 0
        shortest = min((part.stop - part.start for part, _ in lists), default=len(self))
        return min(shortest, len(self))

    def find(self, patterns: Sequence[Pattern], documents: Array) -> FoundTexts:
        """Those of the documents, which ascend, that hold every pattern; there is at least one.

        Of a pattern of several very characters this finds what may hold it: only the folded text
        is here.
        """
        nothing = FoundTexts(np.empty(0, np.int64), tuple(np.empty(0, np.uint8) for _ in patterns))
        of_patterns = [self._lists(pattern) for pattern in patterns]
        lists = [
            (part.stop - part.start, number, part, single)
            for number, of_pattern in enumerate(of_patterns)
            for part, single in of_pattern or ()
        ]
        lists.sort(key=lambda entry: entry[:2])
        if None in of_patterns:
            return nothing
        counts: dict[int, Array] = {}
        spaced: dict[int, Array] = {}
        for size, number, part, single in lists:
            if not size or not len(documents):
                return nothing
            verified = _is_verified(patterns[number])
            if verified and number in counts and size > _LOOK_POSTINGS * len(documents):
                spaced[number] = np.ones(len(documents), np.bool_)
                continue
            stays, in_document = self._among(documents, part, single)
            if len(stays) < len(documents):
                documents = documents[stays]
                counts = {key: values[stays] for key, values in counts.items()}
                spaced = {key: values[stays] for key, values in spaced.items()}
            if not single:
                has_space = in_document >= SPACED
                spaced[number] = spaced[number] | has_space if number in spaced else has_space
                in_document = in_document & MOST_COUNTED
            counts[number] = np.minimum(counts.get(number, in_document), in_document)
        for number in sorted(range(len(patterns)), key=lambda number: len(patterns[number])):
            if _is_verified(patterns[number]):
                stays = self._holding(documents, patterns[number].folded, spaced.get(number))
                documents = documents[stays]
                counts = {key: values[stays] for key, values in counts.items()}
                spaced = {key: values[stays] for key, values in spaced.items()}
        once = np.ones(len(documents), np.uint8)
        return FoundTexts(
            documents, tuple(counts.get(number, once) for number in range(len(patterns)))
        )

    def _lists(self, pattern: Pattern) -> list[tuple[slice, bool]] | None:
        """Stretches of the postings, all of whose texts a text that holds the pattern is in.

        In one that is for a single character a text may stand several times: the second value.
        ``None`` if no text can hold it. Empty for white space alone, of which there are none.
        """
        stretches: list[tuple[slice, bool]] = []
        for needle in _needles(pattern):
            lists = self.postings.lists(needle)
            if lists is None:
                return None
            single = len(needle) == 1 and needle[0] < FIRST_MARK
            stretches += [(stretch, single) for stretch in lists]
        return stretches

    def _among(self, documents: Array, part: slice, single: bool) -> tuple[Array, Array]:
        """Which of the documents stand in a stretch of the postings, and how often.

        For a single character that is a number; otherwise a count as the postings have it.
        """
        texts, counts = self.postings.texts[part], self.postings.counts[part]
        at, width = self._texts_at, texts.dtype.itemsize
        self._content.check(at + part.start * width, at + part.stop * width)
        self._content.check(self._counts_at + part.start, self._counts_at + part.stop)
        if single:
            numbers = counts & MOST_COUNTED
            laid_out: Array = np.bincount(texts, weights=numbers, minlength=len(self))
        elif len(documents) == len(self):
            # All there are, so the list need not be laid out among them.
            return texts.astype(np.int64), counts
        else:
            laid_out = np.zeros(len(self), dtype=np.uint8)
            laid_out[texts] = counts
        in_document = laid_out[documents]
        stays = np.flatnonzero(in_document)
        return stays, in_document[stays]

    def _holding(self, documents: Array, pattern: Pattern, spaced: Array | None) -> Array:
        """Which of the documents hold the pattern. UTF-8 never matches within a character.

        ``spaced``: in which of them white space may be within the pattern; ``None``: in any.
        """
        starts, ends = self.starts[documents], self.starts[documents + 1]
        self._content.check_ranges(starts, ends)
        places = zip(starts.tolist(), ends.tolist(), strict=True)
        if len(pattern.parts) > 1:
            search = pattern.expression.search
            return np.array([search(self._squeezed(*place)) is not None for place in places], bool)
        find, wanted = self._content.map.find, pattern.parts[0].encode("utf-8", "surrogatepass")
        if pattern.spaces:
            return np.array([find(wanted, start, end) >= 0 for start, end in places], bool)
        found = [find(wanted, start, end) >= 0 for start, end in places]
        if spaced is None:
            spaced = np.ones(len(documents), np.bool_)
        # A text must be copied for the white space to be taken out of it.
        for number in np.flatnonzero(spaced & ~np.array(found, bool)).tolist():
            found[number] = wanted in self._squeezed_bytes(int(starts[number]), int(ends[number]))
        return np.array(found, bool)

    def _squeezed_bytes(self, start: int, end: int) -> bytes:
        content: bytes = self._content.map[start:end]
        return content.translate(None, b" \n")

    def _squeezed(self, start: int, end: int) -> str:
        return self._squeezed_bytes(start, end).decode("utf-8", "surrogatepass")


@lru_cache(maxsize=64)
def _needles(pattern: Pattern) -> tuple[tuple[int, ...], ...]:
    """What the postings are asked for, the same for each segment: strings, and single marks."""
    strings = [tuple(map(ord, part)) for part in pattern.squeezed_parts if part]
    if not pattern.very:
        return tuple(strings)
    points = code_points("".join(pattern.parts))
    marks = set((points[has_variants(points)] + np.uint32(FIRST_MARK)).tolist())
    return (*strings, *((mark,) for mark in sorted(marks)))


def _is_verified(pattern: Pattern) -> bool:
    """Whether the texts must be looked into: postings alone answer for one and two characters."""
    answered = 1 if pattern.spaces or pattern.very else 2
    return (
        len(pattern) > answered or len(pattern.parts) > 1 or "".join(pattern.squeezed_parts) == ""
    )


class NumberColumn(Column):  # type: ignore[misc]  # Whoosh ships no types
    """Whole numbers of 64 bits, read as one array: Whoosh's own column reads them one by one."""

    def writer(self, dbfile: Any) -> NumberWriter:
        return NumberWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> NumberReader:
        return NumberReader(dbfile, basepos, length, doccount)

    def default_value(self, reverse: bool = False) -> int:  # noqa: ARG002  # Whoosh's signature
        return 0


class NumberWriter(ColumnWriter):  # type: ignore[misc]  # Whoosh ships no types
    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._values: list[int] = []

    def add(self, docnum: int, value: int | Sequence[int]) -> None:
        """A number, or that of this document and those of the documents behind it."""
        self._values.extend([0] * (docnum - len(self._values)))
        self._values.extend([value] if isinstance(value, int) else value)

    def finish(self, doccount: int) -> None:
        self._values.extend([0] * (doccount - len(self._values)))
        self._dbfile.write(np.array(self._values, dtype="<i8").tobytes())


class NumberReader(ColumnReader):  # type: ignore[misc]  # Whoosh ships no types
    """``values``: the number of each document of the segment, deleted ones included."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._doccount = doccount
        if length != 8 * doccount:
            raise IndexFolderError(
                message("a column of the search index belongs to another segment; rebuild it")
            )
        dbfile.content.check(basepos, basepos + length)
        self.values: Array = dbfile.content.array("<i8", basepos, doccount)

    def __getitem__(self, docnum: int) -> int:
        return int(self.values[docnum])
