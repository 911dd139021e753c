"""Sealed files: what was written comes back; what was damaged does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reader.errors import IndexFolderError
from reader.search.storage import CheckedMap, CheckedStorage

CONTENT = np.arange(100_000, dtype="<u4").tobytes()  # several blocks, the last one not full


@pytest.fixture
def storage(tmp_path: Path) -> CheckedStorage:
    storage = CheckedStorage(tmp_path)
    file = storage.create_file("a")
    file.write(CONTENT)
    file.close()
    return storage


def test_what_was_written_comes_back(storage: CheckedStorage) -> None:
    assert storage.file_length("a") == len(CONTENT)
    file = storage.open_file("a")
    assert file.get(70_000, 9) == CONTENT[70_000:70_009]
    assert file.content.array("<u4", 400, 3).tolist() == [100, 101, 102]
    assert file.read() == CONTENT


def test_a_file_rewritten_in_its_middle_is_sealed_as_it_stands(tmp_path: Path) -> None:
    storage = CheckedStorage(tmp_path)
    file = storage.create_file("a")
    file.write(b"....6789")
    file.seek(0)
    file.write(b"2345")
    file.close()
    assert storage.open_file("a").read() == b"23456789"


def test_an_empty_file(tmp_path: Path) -> None:
    storage = CheckedStorage(tmp_path)
    storage.create_file("a").close()
    assert storage.open_file("a").read() == b""


@pytest.mark.parametrize("place", [0, 65_535, 65_536, 399_999, 400_000, 400_020, -17, -8, -1])
def test_one_flipped_bit_is_seen(storage: CheckedStorage, tmp_path: Path, place: int) -> None:
    content = bytearray((tmp_path / "a").read_bytes())
    content[place] ^= 4
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(IndexFolderError):
        storage.open_file("a").read()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 65_536, 400_000, 400_028, 400_043])
def test_a_truncated_file_is_seen(storage: CheckedStorage, tmp_path: Path, length: int) -> None:
    (tmp_path / "a").write_bytes((tmp_path / "a").read_bytes()[:length])
    with pytest.raises(IndexFolderError):
        storage.open_file("a").read()


def test_only_the_blocks_that_are_read_are_checked(storage: CheckedStorage, tmp_path: Path) -> None:
    content = bytearray((tmp_path / "a").read_bytes())
    content[200_000] ^= 1
    (tmp_path / "a").write_bytes(content)
    opened = CheckedMap(tmp_path / "a")
    assert opened.bytes_at(0, 10) == CONTENT[:10]
    starts, ends = np.array([0, 300_000, 5]), np.array([100, 400_000, 5])
    opened.check_ranges(starts, ends)
    with pytest.raises(IndexFolderError):
        opened.check_ranges(np.array([0]), np.array([200_001]))
    with pytest.raises(IndexFolderError):
        opened.check(199_999, 200_001)
    assert storage.file_exists("a")


def test_an_array_does_not_reach_beyond_the_content(storage: CheckedStorage) -> None:
    with pytest.raises(IndexFolderError):
        storage.open_file("a").content.array("<u4", len(CONTENT) - 4, 2)
