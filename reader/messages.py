"""Texts for people that can be said in other languages too: English, with what it is made of.

The core speaks English, as the command line and logs do. The window says a ``Message`` in its own
language: ``reader.ui.translation.in_language``, from ``resources/translations/errors_zh_CN.ts``.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from functools import reduce
from json import JSONDecodeError


class Message(str):
    """An English text, the ``template`` it is told by, and the ``values`` put into that.

    It goes wherever a text goes, and is one itself; what is made of it with an f-string, by joining
    or by cutting is a plain text again.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, text: str, template: str, values: Mapping[str, object]) -> Message:
        made = super().__new__(cls, text)
        made.template = template
        made.values = values
        return made

    def __str__(self) -> str:
        """Itself, so that ``str`` of an exception that was raised with one gives it back."""
        return self

    def __reduce__(self) -> tuple[type[Message], tuple[str, str, Mapping[str, object]]]:
        return Message, (super().__str__(), self.template, self.values)


def message(template: str, /, **values: object) -> Message:
    """A template, which must stand in the call itself, with its values; these may be messages."""
    return Message(template.format(**values), template, values)


def foreign(text: str, meaning: Message) -> Message:
    """What another program said, as it said it; in other languages than English, what it meant."""
    return Message(text, meaning.template, meaning.values)


def joined(texts: Sequence[str]) -> str:
    """Several texts as one; empty where there is none."""
    return reduce(lambda one, more: message("{one}; {more}", one=one, more=more), texts or [""])


def words_of(error: Exception, text: str = "") -> str:
    """What Python says of a file that cannot be read or written.

    ``text``: the English, by default all of it but the name of the file.
    """
    match error:
        case OSError(errno=number):
            text = text or error.strerror or str(error)
            known = _OF_SYSTEMS.get(number or 0)
            return text if known is None else foreign(text, known)
        case UnicodeDecodeError():
            return foreign(str(error), message("its bytes are no text"))
        case JSONDecodeError(lineno=line, colno=column):
            found = message("line {line}, character {column}", line=line, column=column)
            return foreign(str(error), found)
    return text or str(error)


# What people meet with; anything else stays in the system's words. The quota is POSIX's alone.
_OF_SYSTEMS = {
    errno.ENOENT: message("No such file or directory"),
    errno.EACCES: message("Permission denied"),
    errno.EPERM: message("Operation not permitted"),
    errno.EEXIST: message("File exists"),
    errno.ENOTDIR: message("Not a directory"),
    errno.EISDIR: message("Is a directory"),
    errno.ENOTEMPTY: message("Directory not empty"),
    errno.EBUSY: message("Device or resource busy"),
    errno.EFBIG: message("File too large"),
    errno.ENOSPC: message("No space left on device"),
    errno.EROFS: message("Read-only file system"),
    errno.ENAMETOOLONG: message("File name too long"),
    errno.ELOOP: message("Too many levels of symbolic links"),
    errno.EMFILE: message("Too many open files"),
    errno.EIO: message("Input/output error"),
    getattr(errno, "EDQUOT", errno.ENOSPC): message("No space left on device"),
}
