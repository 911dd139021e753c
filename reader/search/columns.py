"""What a segment keeps of its articles, as arrays over mapped files: folded texts, and ids.

The files must be read through ``CheckedStorage``. Documents are numbered as in their segment.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.columns import Column, ColumnReader, ColumnWriter

from reader.errors import IndexFolderError
from reader.search.folding import as_text, fold_code_points
from reader.search.postings import (
    Array,
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


@dataclass(frozen=True, slots=True)
class StoredText:
    """What the column hands from an old segment to a new one, so that nothing is indexed twice."""

    column: HanColumnReader
    document: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The documents of a segment that hold every needle, ascending.

    ``counts``: for each needle how often, at most, each of them holds it.
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

    The file: texts in UTF-8; of the postings the texts and the counts; alphabet, keys, offsets,
    each text's length in code points, where each begins in bytes; a footer.
    """

    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._written = 0
        self._new: list[str] = []
        self._new_characters = 0
        self._old: list[StoredText] = []
        self._parts: list[Postings] = []
        self._lengths: list[Array] = []
        self._sizes: list[Array] = []
        self._documents = 0

    def add(self, docnum: int, value: str | StoredText) -> None:
        """A new text, or one that another segment holds already."""
        while self._documents < docnum:
            self._add_new("")
        if isinstance(value, str):
            self._add_new(value)
        else:
            if not self._old or self._old[-1].column is not value.column:
                # Before any of it is taken, for a writer that meets damage must be able to give up.
                value.column.check_all()
                self._flush()
            self._old.append(value)
            self._documents += 1

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
        if self._old:
            self._flush()
        self._new.append(text)
        self._new_characters += len(text)
        self._documents += 1
        if self._new_characters >= _RUN_CHARACTERS or len(self._new) >= _RUN_TEXTS:
            self._flush()

    def _flush(self) -> None:
        if self._new:
            self._flush_new()
        if self._old:
            self._flush_old()

    def _flush_new(self) -> None:
        lengths = np.fromiter(map(len, self._new), dtype=np.int64, count=len(self._new))
        code_points = fold_code_points("".join(self._new))
        self._parts.append(build_postings(code_points, lengths))
        widths = np.ones(len(code_points), dtype=np.uint8)
        for first_wider in (0x80, 0x800, 0x10000):
            widths += code_points >= first_wider
        ends = np.concatenate(([0], np.cumsum(widths, dtype=np.int64)))[
            np.concatenate(([0], np.cumsum(lengths)))
        ]
        self._lengths.append(lengths)
        self._sizes.append(np.diff(ends))
        self._write(as_text(code_points).encode("utf-8", "surrogatepass"))
        self._new, self._new_characters = [], 0

    def _flush_old(self) -> None:
        column = self._old[0].column
        kept = np.array([old.document for old in self._old], dtype=np.int64)
        self._parts.append(select_texts(column.postings, kept, len(column)))
        self._lengths.append(column.lengths[kept])
        self._sizes.append(column.starts[kept + 1] - column.starts[kept])
        breaks = np.flatnonzero(np.diff(kept) != 1) + 1
        for block in np.split(kept, breaks):
            self._write(column.raw_texts(int(block[0]), int(block[-1]) + 1))
        self._old = []

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
            raise IndexFolderError("a column of the search index is too short; rebuild it")
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
                "a column of the search index belongs to another segment; rebuild it"
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

    def __getitem__(self, docnum: int) -> StoredText:
        return StoredText(self, docnum)

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

    def frequency(self, needle: str) -> int:
        """In how many documents the needle can be at most, without looking at any."""
        lists = self.postings.lists(needle)
        if lists is None:
            return 0
        shortest: int = min(part.stop - part.start for part in lists)
        return min(shortest, len(self))

    def find(self, needles: Sequence[str], live: Array | None) -> Found:
        """The documents that hold every needle; ``live`` says of each document whether it counts.

        The needles are folded, not empty, at least one.
        """
        nothing = Found(np.empty(0, np.int64), tuple(np.empty(0, np.uint8) for _ in needles))
        lists = [
            (part.stop - part.start, number, part)
            for number, needle in enumerate(needles)
            for part in self.postings.lists(needle) or [slice(0, 0)]
        ]
        lists.sort(key=lambda entry: entry[:2])
        if not lists[0][0]:
            return nothing
        documents = np.arange(len(self)) if live is None else np.flatnonzero(live)
        counts: dict[int, Array] = {}
        for size, number, part in lists:
            verified = len(needles[number]) > 2
            if verified and number in counts and size > _LOOK_POSTINGS * len(documents):
                continue
            in_document = self._counts(part, single=len(needles[number]) == 1)[documents]
            counts[number] = np.minimum(counts.get(number, in_document), in_document)
            stays = np.flatnonzero(in_document)
            if len(stays) < len(documents):
                documents = documents[stays]
                counts = {key: values[stays] for key, values in counts.items()}
        for needle in sorted((needle for needle in needles if len(needle) > 2), key=len):
            stays = self._holding(documents, needle)
            documents = documents[stays]
            counts = {key: values[stays] for key, values in counts.items()}
        return Found(documents, tuple(counts[number] for number in range(len(needles))))

    def _counts(self, part: slice, single: bool) -> Array:
        """How often each document stands in a stretch of the postings."""
        texts, counts = self.postings.texts, self.postings.counts
        at, width = self._texts_at, texts.dtype.itemsize
        self._content.check(at + part.start * width, at + part.stop * width)
        self._content.check(self._counts_at + part.start, self._counts_at + part.stop)
        if single:
            return np.bincount(texts[part], weights=counts[part], minlength=len(self))
        in_document = np.zeros(len(self), dtype=np.uint8)
        in_document[texts[part]] = counts[part]
        return in_document

    def _holding(self, documents: Array, needle: str) -> Array:
        """Which of the documents hold the needle. UTF-8 never matches within a character."""
        starts, ends = self.starts[documents], self.starts[documents + 1]
        self._content.check_ranges(starts, ends)
        find, wanted = self._content.map.find, needle.encode("utf-8", "surrogatepass")
        places = [
            find(wanted, start, end)
            for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        return np.array(places, dtype=np.int64) >= 0


class ArticleIdColumn(Column):  # type: ignore[misc]  # Whoosh ships no types
    """Whole numbers of 64 bits, read as one array: Whoosh's own column reads them one by one."""

    def writer(self, dbfile: Any) -> ArticleIdWriter:
        return ArticleIdWriter(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> ArticleIdReader:
        return ArticleIdReader(dbfile, basepos, length, doccount)

    def default_value(self, reverse: bool = False) -> int:  # noqa: ARG002  # Whoosh's signature
        return 0


class ArticleIdWriter(ColumnWriter):  # type: ignore[misc]  # Whoosh ships no types
    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._values: list[int] = []

    def add(self, docnum: int, value: int) -> None:
        self._values.extend([0] * (docnum - len(self._values)))
        self._values.append(value)

    def finish(self, doccount: int) -> None:
        self._values.extend([0] * (doccount - len(self._values)))
        self._dbfile.write(np.array(self._values, dtype="<i8").tobytes())


class ArticleIdReader(ColumnReader):  # type: ignore[misc]  # Whoosh ships no types
    """``values``: the id of each document of the segment, deleted ones included."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        self._doccount = doccount
        if length != 8 * doccount:
            raise IndexFolderError(
                "a column of the search index belongs to another segment; rebuild it"
            )
        dbfile.content.check(basepos, basepos + length)
        self.values: Array = dbfile.content.array("<i8", basepos, doccount)

    def __getitem__(self, docnum: int) -> int:
        return int(self.values[docnum])
