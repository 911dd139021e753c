"""What the command line reads from and writes to: the standard streams, and one file at a time."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TypeVar

from reader.errors import FileError
from reader.importing.encoding import NotTextError, decode_stream
from reader.model import Progress

PROGRAM = "jianfan"

_Result = TypeVar("_Result")

# What is read at a time.
_CHUNK_BYTES = 1 << 16

# Half of an 80-column terminal in full-width characters.
_PROGRESS_LABEL_CHARACTERS = 20


class ProgressLine:
    """One line of standard error, written over at each step; nothing where that is no terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        if self._terminal:
            self.clear()
            amount = f"{progress.done}/{progress.total}" if progress.total else f"{progress.done}"
            label = progress.label[:_PROGRESS_LABEL_CHARACTERS] or "search index"
            sys.stderr.write(f"{amount}  {label}")
            sys.stderr.flush()

    def follow(self, steps: Iterable[Progress]) -> None:
        """Do work that has no other result than its progress."""
        for step in steps:
            self.show(step)

    def result_of(self, steps: Generator[Progress, None, _Result]) -> _Result:
        """Do work that gives something at its end."""
        while True:
            try:
                self.show(next(steps))
            except StopIteration as end:
                result: _Result = end.value
                self.clear()
                return result

    def clear(self) -> None:
        if self._terminal:
            sys.stderr.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")

    close = clear


def text_of(file: Path | None) -> Iterator[str]:
    """A file's text or standard input's, newlines ``\\n``, piece by piece. Raises ``FileError``."""
    if str(file) == "-":
        file = None
    name = "standard input" if file is None else str(file)
    try:
        with _opened(file) as stream:
            yield from decode_stream(iter(lambda: stream.read(_CHUNK_BYTES), b""))
    except NotTextError as error:
        raise FileError(name, "this is not text") from error
    except OSError as error:
        raise FileError(name, error.strerror or str(error)) from error


def _opened(file: Path | None) -> AbstractContextManager[BinaryIO]:
    if file is not None:
        return file.open("rb")
    if sys.stdin is None:  # as the interpreter has a stream that its caller closed
        raise FileError("standard input", "it is closed")
    return nullcontext(sys.stdin.buffer)


def write_json(value: object) -> None:
    write(json.dumps(value, ensure_ascii=False) + "\n")


def write(text: str) -> None:
    """Print to standard output. Raises ``FileError``."""
    if sys.stdout is None:
        raise FileError("standard output", "it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        raise FileError("standard output", error.strerror or str(error)) from error


def emphasized(text: str) -> str:
    """As it stands out on a terminal; unchanged where standard output is none that can."""
    if sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb":
        return f"\033[1m{text}\033[0m"
    return text


def tell(message: str) -> None:
    if sys.stderr is not None:  # else ``print`` would choose standard output
        print(f"{PROGRAM}: {message}", file=sys.stderr)


def speak_utf8() -> None:
    """Whatever the locale. A file name that is not UTF-8 comes out as JSON's own escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n", errors="backslashreplace")


def silence_stdout() -> None:
    """So that the interpreter's own last flush does not fail again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
