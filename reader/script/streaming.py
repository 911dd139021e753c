"""Converts text of any length in bounded memory, the same as if it were converted at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.model import Script, ShownScript
from reader.script.conversion import configuration_for, convert_text, rewrite, rewrite_beginning
from reader.script.detection import detect
from reader.script.terms import NO_TERMS, Terms

# What is read before the script is decided: nearly every article is shorter.
_DECIDING = 200_000
# What is converted at a time: enough that the cost of a step's start does not show.
_BATCH = 65_536
# What is read at most to find a place to cut: a text has one every few characters, so what has none
# in so many is no text.
_LONGEST = 1 << 20


def convert_stream(
    chunks: Iterable[str], shown: ShownScript, terms: Terms = NO_TERMS
) -> Iterator[str]:
    """The text that the chunks are end to end, converted piece by piece; lazy, no piece empty.

    The script is that of the first 200,000 characters; a mixed text is decided line by line. The
    pieces together are what ``convert_text`` makes of the whole with that script, wherever the
    chunks were cut, with two exceptions. A run of 1,048,576 characters without a place that
    certainly no dictionary entry and no term stands across is cut where it reaches that length. Of
    a longer line of a mixed text, the first 65,536 characters decide.
    Held at a time: 200,000 characters and one chunk; of such a run, as much as is read of it.
    """
    source = _Source(chunks)
    script = detect(source.ahead(_DECIDING))
    if shown is ShownScript.ORIGINAL:
        yield from _all(source, None, terms)
    elif script is Script.MIXED:
        yield from _line_by_line(source, shown, terms)
    else:
        yield from _all(source, configuration_for(shown, script), terms)


def _line_by_line(source: _Source, shown: ShownScript, terms: Terms) -> Iterator[str]:
    while ahead := source.ahead(_BATCH):
        whole_lines = len(ahead) if len(ahead) < _BATCH else ahead.rfind("\n") + 1
        if whole_lines:
            yield convert_text(source.take(whole_lines), shown, Script.MIXED, terms)
        else:
            configuration = configuration_for(shown, detect(ahead))
            yield from _all(_Source(source.line()), configuration, terms)


def _all(source: _Source, configuration: str | None, terms: Terms) -> Iterator[str]:
    """All that is still to come, through one configuration, or with none left as it is."""
    while ahead := source.ahead(_BATCH):
        if configuration is None:
            yield source.take(len(ahead))
        else:
            yield _piece(source, configuration, terms)


def _piece(source: _Source, configuration: str, terms: Terms) -> str:
    """The next batch but for its end, where an entry or a term might go on; never nothing."""
    length = _BATCH
    while length <= _LONGEST:
        ahead = source.ahead(length)
        if len(ahead) < length:
            break
        beginning = rewrite_beginning(configuration, ahead, terms)
        if beginning.length:
            source.take(beginning.length)
            return beginning.text
        length *= 2
    return rewrite(configuration, source.take(len(ahead)), terms)[0]


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

    def line(self) -> Iterator[str]:
        """What is left of this line, piece by piece, each of which is past when it is given."""
        while ahead := self.ahead(_BATCH):
            end = ahead.find("\n") + 1
            yield self.take(end or len(ahead))
            if end:
                return
