"""Files that know when they are damaged: Whoosh's file storage, with a checksum for every block.

Each file ends in a seal: the CRC-32 of each of its blocks, its length, the CRC-32 of that list, a
mark. A file without a sound seal is not read at all; each block is checked the first time it is
read, so opening a large index stays cheap and a flipped bit never becomes a wrong hit. Files are
mapped, not loaded, and closed at once, so that a reader holds no file handle.
"""

from __future__ import annotations

import mmap
import os
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

from reader.errors import IndexFolderError
from reader.messages import message

_BLOCK_BYTES = 1 << 16
_SEAL = struct.Struct("<QI4s")  # length of the content, CRC-32 of the list of CRCs, mark
_MARK = b"JFR1"


class CheckedMap:
    """A sealed file, mapped into memory. Threads may share it.

    Raises ``IndexFolderError`` where the file is damaged, ``OSError`` where it cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < _SEAL.size:
                raise self._damage()
            self.map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.size, seal_crc, mark = _SEAL.unpack_from(self.map, len(self.map) - _SEAL.size)
        blocks = -(-self.size // _BLOCK_BYTES)
        if mark != _MARK or len(self.map) != self.size + 4 * blocks + _SEAL.size:
            raise self._damage()
        checksums = self.map[self.size : self.size + 4 * blocks]
        if zlib.crc32(checksums) != seal_crc:
            raise self._damage()
        self._checksums = np.frombuffer(checksums, dtype="<u4").tolist()
        self._checked = np.zeros(blocks, dtype=np.bool_)

    def check_length(self) -> None:
        """Raise ``IndexFolderError`` where the file is there and no longer as long as the map."""
        with suppress(FileNotFoundError):
            if self._path.stat().st_size != len(self.map):
                raise self._damage()

    def check(self, start: int, end: int) -> None:
        """Check the blocks that hold bytes ``start`` to ``end``, unless that was done before."""
        first, last = start // _BLOCK_BYTES, -(-end // _BLOCK_BYTES)
        if end > start and not self._checked[first:last].all():
            self._check_blocks(first + np.flatnonzero(~self._checked[first:last]))

    def check_ranges(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> None:
        """As ``check``, for many ranges at once."""
        if self._checked.all():
            return
        edges = np.zeros(len(self._checked) + 1, dtype=np.int64)
        filled = ends > starts
        np.add.at(edges, starts[filled] // _BLOCK_BYTES, 1)
        np.add.at(edges, -(-ends[filled] // _BLOCK_BYTES), -1)
        wanted = np.cumsum(edges[:-1]) > 0
        self._check_blocks(np.flatnonzero(wanted & ~self._checked))

    def bytes_at(self, start: int, length: int) -> bytes:
        """A checked copy of the content."""
        end = max(min(start + length, self.size), start)
        self.check(start, end)
        return self.map[start:end]

    def array(self, dtype: npt.DTypeLike, start: int, count: int) -> npt.NDArray[Any]:
        """A stretch of the content as an array, not copied and not yet checked."""
        array = np.frombuffer(self.map, dtype=dtype, count=count, offset=start)
        if start + array.nbytes > self.size:
            raise self._damage()
        return array

    def _check_blocks(self, blocks: npt.NDArray[np.int64]) -> None:
        with memoryview(self.map) as content:
            for block in blocks.tolist():
                start = block * _BLOCK_BYTES
                with content[start : min(start + _BLOCK_BYTES, self.size)] as part:
                    if zlib.crc32(part) != self._checksums[block]:
                        raise self._damage()
                self._checked[block] = True

    def _damage(self) -> IndexFolderError:
        return IndexFolderError(
            message("{path}: this file of the search index is damaged; rebuild it", path=self._path)
        )


class CheckedFile(BufferFile):  # type: ignore[misc]  # Whoosh ships no types
    """What Whoosh reads a sealed file through; our own columns go to ``content`` directly."""

    def __init__(self, content: CheckedMap, name: str) -> None:
        self.content = content
        self._name = name
        self._stream: BytesIO | None = None
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    @property
    def file(self) -> BytesIO:
        """A stream over a checked copy, made when first asked for: Whoosh's own files are small."""
        if self._stream is None:
            self._stream = BytesIO(self.content.bytes_at(0, self.content.size))
        return self._stream

    def get(self, position: int, length: int) -> bytes:
        return self.content.bytes_at(position, length)

    def close(self) -> None:
        # The map is unmapped when the last array over it goes.
        self.is_closed = True


class CheckedStorage(FileStorage):  # type: ignore[misc]  # Whoosh ships no types
    """A folder whose files are sealed when they are closed, and checked when they are read.

    Readers of all threads share the maps.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder.absolute()))
        self._maps: WeakValueDictionary[str, CheckedMap] = WeakValueDictionary()

    def create_file(self, name: str, **options: Any) -> Any:
        return super().create_file(name, onclose=self._seal, **options)

    def open_file(self, name: str, **_options: Any) -> CheckedFile:
        return CheckedFile(self._map(name), name)

    def file_length(self, name: str) -> int:
        size: int = self._map(name).size
        return size

    def _fpath(self, fname: str) -> str:
        # Whoosh makes the path absolute anew at each call, of which a merge has two a document.
        return f"{self.folder}{os.sep}{fname}"

    def check_all(self) -> None:
        """Check every block of every mapped file."""
        for content in list(self._maps.values()):
            content.check(0, content.size)

    def check_lengths(self) -> None:
        """Look whether any mapped file was cut short meanwhile, for reading it would end us.

        One that is gone is not: a merge removes files that others still read.
        """
        for content in list(self._maps.values()):
            content.check_length()

    def _map(self, name: str) -> CheckedMap:
        content = self._maps.get(name)
        if content is None:
            content = CheckedMap(Path(self._fpath(name)))
            self._maps[name] = content
        return content

    def _seal(self, file: Any) -> None:
        """Whoosh may seek while it writes, so the checksums are taken from the finished file."""
        file.flush()
        checksums: list[int] = []
        size = 0
        with Path(file.file.name).open("rb") as written:
            while block := written.read(_BLOCK_BYTES):
                checksums.append(zlib.crc32(block))
                size += len(block)
        table = np.array(checksums, dtype="<u4").tobytes()
        file.seek(0, os.SEEK_END)
        file.write(table + _SEAL.pack(size, zlib.crc32(table), _MARK))
