"""Texts that can be said in other languages: as strings they are plain English ones."""

from __future__ import annotations

import ast
import copy
import errno
import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader
from reader import errors
from reader.errors import FileError, ReaderError
from reader.messages import Message, foreign, joined, message, words_of

_FRONT_ENDS = {"ui", "cli"}
# What people are told of besides: what could not be read of a file.
_TELLING = {"RecordError", "NotAnnotationsError", "_BadAnnotationError"} | {
    name
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, ReaderError)
}


def test_it_is_the_english_text_and_knows_what_it_is_made_of() -> None:
    inner = message("is too large: the limit is {limit} MiB", limit=64)
    text = message("{path}: {reason}", path=Path("a{b}.txt"), reason=inner)
    assert text == "a{b}.txt: is too large: the limit is 64 MiB"
    assert json.dumps([text]) == '["a{b}.txt: is too large: the limit is 64 MiB"]'
    assert text.template == "{path}: {reason}"
    assert text.values["reason"] is inner


def test_an_exception_gives_it_back_whole() -> None:
    error = FileError("a.txt", message("is empty"))
    told = str(error)
    assert isinstance(told, Message)
    assert told == f"{error}" == "a.txt: is empty"
    assert isinstance(error.reason, Message)


def test_it_can_be_copied_and_kept() -> None:
    text = message("{path}: {reason}", path="a", reason=message("is empty"))
    for other in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert isinstance(other, Message)
        assert (other, other.template, other.values) == (text, text.template, text.values)


def test_texts_are_joined_as_one() -> None:
    assert joined([]) == ""
    assert joined(["one"]) == "one"
    text = joined(["one", message("two"), "three"])
    assert text == "one; two; three"
    assert isinstance(text, Message)


def test_what_the_system_says_stays_as_it_says_it() -> None:
    error = OSError(errno.ENOSPC, "Kein Platz mehr", "/a/b")
    told = words_of(error)
    assert told == "Kein Platz mehr"
    assert isinstance(told, Message)
    assert told.template == message("No space left on device").template
    assert words_of(error, str(error)) == str(error)
    assert words_of(OSError(errno.EILSEQ, "Unheard of")) == "Unheard of"
    assert words_of(OSError("no number")) == "no number"


@pytest.mark.parametrize("content", [b'{"a": }', b"\xff\xfe\xff"])
def test_what_python_says_of_a_file_stays_as_it_says_it(content: bytes) -> None:
    with pytest.raises(ValueError) as caught:
        json.loads(content)
    assert words_of(caught.value) == str(caught.value)
    assert isinstance(words_of(caught.value), Message)


def test_another_programs_words_are_kept_with_what_they_mean() -> None:
    text = foreign("ENOENT", message("does not exist"))
    assert (text, text.template) == ("ENOENT", "does not exist")


def untranslatable(source: str) -> Iterator[int]:
    """The lines where an error is made of a text that has no template."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            plain = any(
                isinstance(one, ast.JoinedStr)
                or (isinstance(one, ast.Constant) and isinstance(one.value, str))
                for one in node.args
            )
            telling = node.func.id in {*_TELLING, "LineProblem", "IncomingProblem"}
            if plain and (telling or (node.func.id == "message" and _is_built(node.args[0]))):
                yield node.lineno


def _is_built(template: ast.expr) -> bool:
    return not isinstance(template, ast.Constant)


def test_every_error_of_the_core_can_be_said_in_another_language() -> None:
    root = Path(reader.__path__[0])
    modules = [path.relative_to(root) for path in root.rglob("*.py")]
    core = [path for path in modules if path.parts[0] not in _FRONT_ENDS]
    found = {
        str(path): lines
        for path in core
        if (lines := list(untranslatable((root / path).read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_one_that_cannot_be_is_noticed() -> None:
    source = 'raise StoreError("plain")\nraise FileError(path, f"{x}")\nmessage(f"{x}")\n'
    assert list(untranslatable(source)) == [1, 2, 3]
    assert list(untranslatable('raise StoreError(message("{x}", x=1))')) == []
