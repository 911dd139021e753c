"""Files that may be read and not written to, for root too, whom their rights do not bind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

posix_only = pytest.mark.skipif(os.name != "posix", reason="the rights are POSIX's")
_NOBODY = 65534


@contextmanager
def without_rights(folder: Path, folder_mode: int = 0o555) -> Iterator[None]:
    """A folder and all in it can be read only; root is nobody meanwhile.

    ``folder_mode``: the folder's own rights, which may be more than that.
    """
    is_root = os.geteuid() == 0
    files = [folder, *folder.rglob("*")]
    parents = [one for one in folder.parents if is_root and one.stat().st_uid == 0]
    modes = {path: path.stat().st_mode for path in [*files, *parents]}
    for path in files:
        path.chmod(0o555 if path.is_dir() else 0o444)
    folder.chmod(folder_mode)
    if is_root:
        for path in parents:
            path.chmod(modes[path] | 0o055)
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)
