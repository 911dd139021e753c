"""Converts a text into the script asked for, with an exact map back."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import groupby, pairwise

from reader.alignment import Alignment, Run
from reader.model import Script, ShownScript
from reader.script import dictionaries
from reader.script.detection import detect
from reader.script.matching import Step

# Traditional text with Taiwan's words: the package has no such configuration. It is its s2twp
# without the first step, which reads simplified characters.
_TRADITIONAL_TO_TAIWAN_PHRASES = "t2twp"

_CONFIGURATIONS: Mapping[tuple[Script, ShownScript], str] = {
    (Script.SIMPLIFIED, ShownScript.TRADITIONAL): "s2t",
    (Script.SIMPLIFIED, ShownScript.TAIWAN): "s2tw",
    (Script.SIMPLIFIED, ShownScript.TAIWAN_PHRASES): "s2twp",
    (Script.SIMPLIFIED, ShownScript.HONGKONG): "s2hk",
    (Script.TRADITIONAL, ShownScript.SIMPLIFIED): "t2s",
    (Script.TRADITIONAL, ShownScript.TAIWAN): "t2tw",
    (Script.TRADITIONAL, ShownScript.TAIWAN_PHRASES): _TRADITIONAL_TO_TAIWAN_PHRASES,
    (Script.TRADITIONAL, ShownScript.HONGKONG): "t2hk",
}

_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted text; ``alignment`` leads from the text given (source) to ``text`` (target)."""

    text: str
    alignment: Alignment


def convert(text: str, shown: ShownScript, script: Script) -> Converted:
    """``text``, any part of an article, as ``shown`` asks; ``script`` is the whole article's.

    Text in the script asked for is left as it is; a mixed article is decided line by line. Line
    breaks stay where they are.
    """
    return _concatenated(
        [_converted(configuration, part) for configuration, part in _parts(text, shown, script)]
    )


def convert_text(text: str, shown: ShownScript, script: Script) -> str:
    """What ``convert`` gives, without its alignment: for lists of short texts."""
    return "".join(
        part if configuration is None else _chain(configuration).rewrite(part)[0]
        for configuration, part in _parts(text, shown, script)
    )


def convert_with(configuration: str, text: str) -> Converted:
    """``text`` through one of the package's configurations, whatever script it is in."""
    return _converted(configuration, text)


def _parts(text: str, shown: ShownScript, script: Script) -> Iterable[tuple[str | None, str]]:
    """The text cut into stretches that go through one configuration, or are left as they are."""
    if shown is ShownScript.ORIGINAL:
        return [(None, text)]
    if script is not Script.MIXED:
        return [(_configuration(shown, script), text)]
    lines = re.split(r"(?<=\n)", text)
    return [
        (configuration, "".join(stretch))
        for configuration, stretch in groupby(
            lines, key=lambda line: _configuration(shown, detect(line))
        )
    ]


def _configuration(shown: ShownScript, script: Script) -> str | None:
    """Text in neither script, or in both, is taken to be in the one that needs converting."""
    if script in (Script.MIXED, Script.NEITHER):
        to_simplified = shown is ShownScript.SIMPLIFIED
        script = Script.TRADITIONAL if to_simplified else Script.SIMPLIFIED
    return _CONFIGURATIONS.get((script, shown))


def _converted(configuration: str | None, text: str) -> Converted:
    if configuration is None:
        return Converted(text, Alignment.identity(len(text)))
    converted, alignment = _chain(configuration).rewrite(text)
    return Converted(converted, alignment or Alignment.identity(len(text)))


def _concatenated(parts: Sequence[Converted]) -> Converted:
    """Texts set end to end, as are the texts they were made from."""
    if len(parts) == 1:
        return parts[0]
    runs: list[Run] = []
    source = target = 0
    for part in parts:
        for run in part.alignment.runs:
            runs.append(
                run._replace(
                    target_start=target + run.target_start, source_start=source + run.source_start
                )
            )
        if part.alignment.runs:
            target, source = runs[-1].target_end, runs[-1].source_end
    return Converted("".join(part.text for part in parts), Alignment(runs))


class _Chain:
    """Steps applied one after the other, each to the text the one before it made."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self._steps = steps

    def rewrite(self, text: str) -> tuple[str, Alignment | None]:
        """The converted text and its alignment; ``None`` stands for character by character."""
        alignments: list[Alignment] = []
        for step in self._steps:
            source_length = len(text)
            text, atoms = step.rewrite(text)
            if atoms:
                alignments.append(_around(atoms, source_length, len(text)))
        return text, reduce(Alignment.compose, alignments) if alignments else None


def _around(atoms: Sequence[Run], source_length: int, target_length: int) -> Alignment:
    """The alignment of two texts that differ in length only in ``atoms``, sorted."""
    runs: list[Run] = []
    bounds = [Run(0, 0, 0, 0), *atoms, Run(target_length, 0, source_length, 0)]
    for atom, following in pairwise(bounds):
        length = following.target_start - atom.target_end
        runs += (atom, Run(atom.target_end, length, atom.source_end, length))
    return Alignment(runs)


def _chain(configuration: str) -> _Chain:
    """Loaded when first asked for, once for all threads."""
    with _loading:
        return _loaded_chain(configuration)


@cache
def _loaded_chain(configuration: str) -> _Chain:
    if configuration == _TRADITIONAL_TO_TAIWAN_PHRASES:
        groups = dictionaries.steps("s2twp")[1:]
    else:
        groups = dictionaries.steps(configuration)
    return _Chain([_step(group) for group in groups])


@cache
def _step(group: tuple[str, ...]) -> Step:
    """Configurations share their steps, so that no dictionary is held twice."""
    return Step([dictionaries.dictionary(name) for name in group])
