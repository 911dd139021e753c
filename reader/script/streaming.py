"""Converts text of any length in bounded memory, the same as if it were converted at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.model import Script, ShownScript
from reader.script.conversion import configuration_for, convert_text, rewrite
from reader.script.detection import detect
from reader.script.terms import NO_TERMS, Terms

# What is read before the script is decided: nearly every article is shorter.
_DECIDING = 200_000
# What is converted at a time: enough that the cost of a step's start does not show.
_BATCH = 65_536

# A text can be cut after these without cutting an entry; the tests hold all dictionaries to it.
_ENDS = "\n。！？；，"


def convert_stream(
    chunks: Iterable[str], shown: ShownScript, terms: Terms = NO_TERMS
) -> Iterator[str]:
    """The text that the chunks are end to end, converted piece by piece; lazy, no piece empty.

    The script is that of the first 200,000 characters; a mixed text is decided line by line. The
    pieces together are what ``convert_text`` makes of the whole with that script, wherever the
    chunks were cut, with two exceptions. A run of 65,536 characters without a line break or one of
    ``。！？；，`` (of these, only those that stand in no term) is cut where it reaches that length.
    Of a longer line of a mixed text, the first 65,536 characters decide.
    Held at a time: 200,000 characters and one chunk.
    """
    source = _Source(chunks)
    script = detect(source.ahead(_DECIDING))
    ends = _ends(terms)
    if shown is not ShownScript.ORIGINAL and script is Script.MIXED:
        yield from _line_by_line(source, shown, terms, ends)
        return
    configuration = None
    if shown is not ShownScript.ORIGINAL:
        configuration = configuration_for(shown, script)
    while ahead := source.ahead(_BATCH):
        yield _converted(source.take(_cut(ahead, ends)), configuration, terms)


def _line_by_line(source: _Source, shown: ShownScript, terms: Terms, ends: str) -> Iterator[str]:
    while ahead := source.ahead(_BATCH):
        if "\n" in ahead or len(ahead) < _BATCH:
            yield convert_text(source.take(_cut(ahead, "\n")), shown, Script.MIXED, terms)
        else:
            configuration = configuration_for(shown, detect(ahead))
            yield from _one_line(source, configuration, terms, ends)


def _one_line(source: _Source, configuration: str | None, terms: Terms, ends: str) -> Iterator[str]:
    """A line longer than a batch, to its end."""
    while ahead := source.ahead(_BATCH):
        line_end = ahead.find("\n") + 1
        cut = line_end or _cut(ahead, ends)
        yield _converted(source.take(cut), configuration, terms)
        if line_end:
            return


def _converted(text: str, configuration: str | None, terms: Terms) -> str:
    return text if configuration is None else rewrite(configuration, text, terms)[0]


def _cut(ahead: str, ends: str) -> int:
    """How much of what lies ahead can be converted by itself: at most all of it, never nothing."""
    if len(ahead) < _BATCH:
        return len(ahead)
    return max(map(ahead.rfind, ends)) + 1 or len(ahead)


def _ends(terms: Terms) -> str:
    """Where a text can be cut: not at a character that stands in a term."""
    held = {character for term in terms for character in term.simplified + term.traditional}
    return "".join(end for end in _ENDS if end not in held)


class _Source:
    """What is still to come of the chunks."""

    def __init__(self, chunks: Iterable[str]) -> None:
        self._chunks = iter(chunks)
        self._held = ""
        self._start = 0

    def ahead(self, length: int) -> str:
        """The next ``length`` characters, fewer only where the text ends."""
        if len(self._held) - self._start < length:
            parts = [self._held[self._start :]]
            held = len(parts[0])
            for chunk in self._chunks:
                parts.append(chunk)
                held += len(chunk)
                if held >= length:
                    break
            self._held = "".join(parts)
            self._start = 0
        return self._held[self._start : self._start + length]

    def take(self, length: int) -> str:
        """The next characters, which are past then; ``ahead`` has seen them."""
        taken = self._held[self._start : self._start + length]
        self._start += length
        return taken
