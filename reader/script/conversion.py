"""Converts a text into the script asked for, with an exact map back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reader.alignment import Alignment, Run
from reader.model import Script, ShownScript
from reader.script.chains import TRADITIONAL_TO_TAIWAN_PHRASES, Chain, around, chain, last_seam
from reader.script.detection import detect
from reader.script.terms import NO_TERMS, Found, Terms, TermTable

_CONFIGURATIONS: Mapping[tuple[Script, ShownScript], str] = {
    (Script.SIMPLIFIED, ShownScript.TRADITIONAL): "s2t",
    (Script.SIMPLIFIED, ShownScript.TAIWAN): "s2tw",
    (Script.SIMPLIFIED, ShownScript.TAIWAN_PHRASES): "s2twp",
    (Script.SIMPLIFIED, ShownScript.HONGKONG): "s2hk",
    (Script.TRADITIONAL, ShownScript.SIMPLIFIED): "t2s",
    (Script.TRADITIONAL, ShownScript.TAIWAN): "t2tw",
    (Script.TRADITIONAL, ShownScript.TAIWAN_PHRASES): TRADITIONAL_TO_TAIWAN_PHRASES,
    (Script.TRADITIONAL, ShownScript.HONGKONG): "t2hk",
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A converted text; ``alignment`` leads from the text given (source) to ``text`` (target)."""

    text: str
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Beginning:
    """The beginning of a text converted; ``length``: how many characters of the text that is."""

    text: str
    length: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a text that goes through one configuration, or with none is left as it is."""

    text: str
    configuration: str | None


def convert(text: str, shown: ShownScript, script: Script, terms: Terms = NO_TERMS) -> Converted:
    """``text``, any part of an article, as ``shown`` asks; ``script`` is the whole article's.

    Text in the script asked for is left as it is; a mixed article is decided line by line. Line
    breaks stay where they are. ``terms`` take precedence over our corrections, and those over the
    package.
    """
    return _concatenated([_converted(stretch, terms) for stretch in stretches(text, shown, script)])


def convert_text(text: str, shown: ShownScript, script: Script, terms: Terms = NO_TERMS) -> str:
    """What ``convert`` gives, without its alignment: for lists of short texts."""
    return "".join(
        stretch.text
        if stretch.configuration is None
        else rewrite(stretch.configuration, stretch.text, terms)[0]
        for stretch in stretches(text, shown, script)
    )


def convert_with(configuration: str, text: str, *, corrected: bool = False) -> Converted:
    """``text`` through one of the package's configurations, whatever script it is in.

    It is the package's own text unless ``corrected`` by our dictionaries.
    """
    converted, alignment = chain(configuration, corrected=corrected).rewrite(text)
    return Converted(converted, alignment or Alignment.identity(len(text)))


def stretches(text: str, shown: ShownScript, script: Script) -> Iterable[Stretch]:
    """The text cut by what is to be done with it; end to end they are the text."""
    if shown is ShownScript.ORIGINAL:
        return [Stretch(text, None)]
    if script is not Script.MIXED:
        return [Stretch(text, configuration_for(shown, script))]
    lines = re.split(r"(?<=\n)", text)
    return [
        Stretch("".join(stretch), configuration)
        for configuration, stretch in groupby(
            lines, key=lambda line: configuration_for(shown, detect(line))
        )
    ]


def configuration_for(shown: ShownScript, script: Script) -> str | None:
    """Text in neither script, or in both, is taken to be in the one that needs converting."""
    if script in (Script.MIXED, Script.NEITHER):
        to_simplified = shown is ShownScript.SIMPLIFIED
        script = Script.TRADITIONAL if to_simplified else Script.SIMPLIFIED
    return _CONFIGURATIONS.get((script, shown))


def rewrite(configuration: str, text: str, terms: Terms) -> tuple[str, Alignment | None]:
    """The converted text and its alignment; ``None`` stands for character by character."""
    found = table_for(configuration, terms).find(text) if terms else []
    return _rewritten(chain(configuration), text, found)


def rewrite_beginning(configuration: str, text: str, terms: Terms) -> Beginning:
    """As much of a text as converts the same whatever follows it; perhaps nothing."""
    steps = chain(configuration)
    found = table_for(configuration, terms).find(text)
    # A term that begins where a longer one would not fit may be another in the whole.
    longest = max((max(len(term.simplified), len(term.traditional)) for term in terms), default=1)
    certain = masked(text, found)[: max(len(text) - longest + 1, 0)]
    length = last_seam(certain, [steps])
    for start, end, _ in found:
        if start < length < end:
            length = start
    whole = [term for term in found if term.end <= length]
    return Beginning(_rewritten(steps, text[:length], whole)[0], length)


def part_end(text: str, script: Script) -> int:
    """The last place where a text, perhaps a part of a longer one, can be cut for any script.

    Its parts convert as they do in the whole, but for terms that stand across; 0 if no place is
    known. ``script`` is the whole article's.
    """
    configurations = {
        configuration
        for (own, _), configuration in _CONFIGURATIONS.items()
        if own is script or script in (Script.MIXED, Script.NEITHER)
    }
    return last_seam(text, map(chain, configurations))


def _rewritten(steps: Chain, text: str, found: Sequence[Found]) -> tuple[str, Alignment | None]:
    if not found:
        return steps.rewrite(text)
    converted, alignment = steps.rewrite(masked(text, found))
    return _unmasked(converted, alignment, found)


def table_for(configuration: str, terms: Terms) -> TermTable:
    """The terms in the direction of a configuration."""
    if configuration.startswith("s2"):
        return terms.to_traditional
    return terms.to_simplified if "2s" in configuration else terms.as_traditional


def masked(text: str, found: Sequence[Found]) -> str:
    """``text`` with line breaks for terms: no dictionary holds one, so no step touches them."""
    parts: list[str] = []
    done = 0
    for start, end, _ in found:
        parts += (text[done:start], "\n" * (end - start))
        done = end
    return "".join((*parts, text[done:]))


def _unmasked(
    text: str, alignment: Alignment | None, found: Sequence[Found]
) -> tuple[str, Alignment | None]:
    """A converted text with the terms put in their places."""
    parts: list[str] = []
    atoms: list[Run] = []
    done = shift = 0
    for start, end, value in found:
        place = start if alignment is None else alignment.to_position(start)
        length = end - start
        parts += (text[done:place], value)
        if len(value) != length:
            atoms.append(Run(place + shift, len(value), place, length))
        shift += len(value) - length
        done = place + length
    whole = "".join((*parts, text[done:]))
    if atoms:
        inserted = around(atoms, len(text), len(whole))
        alignment = inserted if alignment is None else alignment.compose(inserted)
    return whole, alignment


def _converted(stretch: Stretch, terms: Terms) -> Converted:
    if stretch.configuration is None:
        return Converted(stretch.text, Alignment.identity(len(stretch.text)))
    converted, alignment = rewrite(stretch.configuration, stretch.text, terms)
    return Converted(converted, alignment or Alignment.identity(len(stretch.text)))


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
