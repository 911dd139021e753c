"""Finds the words of a text whose conversion is one of several possible: 后 is 後 or 后."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from reader.alignment import Alignment
from reader.model import Script, ShownScript, Span
from reader.script import dictionaries
from reader.script.chains import Chain, around, chain
from reader.script.conversion import configuration_for, masked, rewrite, stretches, table_for
from reader.script.matching import Step, one_of
from reader.script.terms import NO_TERMS, Found, Terms

# Longer entries are sentences and idioms: more than a person means by a word.
_LONGEST_WORD = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that could have become something else.

    ``source``: in the text given; ``target``: in the converted text. Neither is empty.
    ``source_form`` and ``chosen`` are what stands there. ``alternatives``: at least one, all
    different, without ``chosen``, the likelier first.
    """

    source: Span
    target: Span
    source_form: str
    chosen: str
    alternatives: tuple[str, ...]


def entry_at(text: str, position: int, shown: ShownScript, script: Script) -> Span:
    """The longest dictionary entry over the character after a position, or that character alone.

    What a person means by the word there, for want of word boundaries: 头发 and not 发.
    """
    configuration = configuration_for(shown, script)
    phrases = _phrases(configuration) if configuration is not None else frozenset()
    for length in range(_LONGEST_WORD, 1, -1):
        for start in range(max(position - length + 1, 0), position + 1):
            if text[start : start + length] in phrases:
                return Span(start, start + length)
    return Span(position, min(position + 1, len(text)))


def uncut(
    text: str, span: Span, shown: ShownScript, script: Script, terms: Terms = NO_TERMS
) -> Span:
    """``span`` widened until it cuts no term of the user's and no entry that makes a difference.

    A part of such an entry became nothing by itself: of 信息, which is 資訊 in Taiwan, 息 did not
    become 訊.
    """
    configuration = configuration_for(shown, script)
    words = list(_words(configuration, text, terms)) if configuration is not None else []
    while True:
        touched = [word for word in words if word.overlaps(span)]
        start = min((word.start for word in touched), default=span.start)
        end = max((word.end for word in touched), default=span.end)
        wider = Span(min(start, span.start), max(end, span.end))
        if wider == span:
            return span
        span = wider


def _words(configuration: str, text: str, terms: Terms) -> Iterator[Span]:
    """Where the user's terms stand, and the entries that make a difference, step by step."""
    found = table_for(configuration, terms).find(text) if terms else []
    for start, end, _ in found:
        yield Span(start, end)
    text = masked(text, found) if found else text
    so_far = Alignment.identity(len(text))
    for step in chain(configuration).steps:
        for start, end, _ in step.replacements(text):
            yield from so_far.back(Span(start, end))
        converted, atoms = step.rewrite(text)
        if atoms:
            so_far = so_far.compose(around(atoms, len(text), len(converted)))
        text = converted


@cache
def _phrases(configuration: str) -> frozenset[str]:
    """The entries of several characters that a configuration's first step looks for."""
    first = chain(configuration).groups[0]
    return frozenset(key for name in first for key in dictionaries.dictionary(name) if len(key) > 1)


class _Candidate(NamedTuple):
    """A place in a source and what could stand for it, what was chosen perhaps among it."""

    source: Span
    forms: tuple[str, ...]


def choices(
    text: str, shown: ShownScript, script: Script, terms: Terms = NO_TERMS
) -> tuple[Choice, ...]:
    """The choices ``convert`` makes with the same arguments, in the order of the text; no two
    overlap.

    A choice is a character of which the package's table knows several forms or which a phrase made
    another; with Taiwan's words also a whole word (软件 became 軟體 and not 軟件); or a term of the
    user's, unless it changed nothing.
    """
    found: list[Choice] = []
    source = target = 0
    for stretch in stretches(text, shown, script):
        length = len(stretch.text)
        if stretch.configuration is not None:
            converted, alignment = rewrite(stretch.configuration, stretch.text, terms)
            whole = alignment or Alignment.identity(length)
            for candidate in _candidates(stretch.configuration, stretch.text, terms):
                found += _choice(candidate, stretch.text, converted, whole, source, target)
            target += len(converted) - length
        source += length
        target += length
    return tuple(found)


def _choice(
    candidate: _Candidate, text: str, converted: str, whole: Alignment, source: int, target: int
) -> Iterator[Choice]:
    """The choice a candidate is, with its stretch's offsets in the texts added; or none."""
    place = candidate.source
    for span in whole.to(place):
        chosen = converted[span.start : span.end]
        alternatives = tuple(form for form in candidate.forms if form != chosen)
        if alternatives:
            yield Choice(
                Span(place.start + source, place.end + source),
                Span(span.start + target, span.end + target),
                text[place.start : place.end],
                chosen,
                alternatives,
            )


def _candidates(configuration: str, text: str, terms: Terms) -> Sequence[_Candidate]:
    """In the order of the text; no two overlap: those of a later step, words, go first."""
    steps = chain(configuration)
    found = table_for(configuration, terms).find(text) if terms else []
    candidates = list(_of_terms(steps, text, found))
    taken = bytearray(len(text))
    for each in reversed(list(_of_steps(steps, masked(text, found) if found else text))):
        start, end = each.source.start, each.source.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            candidates.append(each)
    return sorted(candidates)


def _of_terms(steps: Chain, text: str, found: Sequence[Found]) -> Iterator[_Candidate]:
    """The user's terms, and what would stand there without them."""
    if found:
        plain, alignment = steps.rewrite(text)
        without = alignment or Alignment.identity(len(text))
        for start, end, value in found:
            forms = (plain[span.start : span.end] for span in without.to(Span(start, end)))
            yield _Candidate(Span(start, end), (value, *forms))


def _of_steps(steps: Chain, text: str) -> Iterator[_Candidate]:
    """What each step chooses, those of a later step last; they may overlap."""
    so_far = Alignment.identity(len(text))
    for place, step in enumerate(steps.steps):
        names, after = steps.groups[place], steps.after(place)
        converted, atoms = step.rewrite(text)
        here = around(atoms, len(text), len(converted))
        if any(name.endswith("Characters") for name in names):
            found = _of_characters(names, step, after, text, converted, here)
        elif names[0].startswith("TWPhrases"):
            found = _of_words(names[0], step, after, text)
        else:
            found = iter(())
        for candidate in found:
            for span in so_far.back(candidate.source):
                yield candidate._replace(source=span)
        so_far = so_far.compose(here) if atoms else so_far
        text = converted


def _of_words(name: str, step: Step, after: Chain, text: str) -> Iterator[_Candidate]:
    """The words that become another word, and what they are spelt out."""
    values = _word_values(name)
    for start, end, value in step.replacements(text):
        word = text[start:end]
        forms = (value, *values.get(word, ()), step.by_characters(word))
        yield _Candidate(Span(start, end), _finished(forms, after))


def _of_characters(
    names: Sequence[str], step: Step, after: Chain, text: str, converted: str, here: Alignment
) -> Iterator[_Candidate]:
    """The characters of several forms, and those that a phrase makes another."""
    table = _character_choices(tuple(names))
    several = {match.start() for match in table.pattern.finditer(text)}
    plain = step.by_characters(text)
    forms: dict[str, tuple[str, ...]] = {}
    for run in here.runs:
        if run.atomic:
            span = Span(run.source_start, run.source_end)
            spelt = plain[span.start : span.end]
            yield _Candidate(span, _finished((spelt,), after))
            continue
        start, end = run.source_start, run.source_end
        pairs = zip(plain[start:end], converted[run.target_start : run.target_end], strict=True)
        for index, (alone, chosen) in enumerate(pairs, start):
            if alone != chosen or index in several:
                character = text[index]
                if character not in forms:
                    values = (alone, *table.values.get(character, ()))
                    forms[character] = _finished(values, after)
                yield _Candidate(Span(index, index + 1), forms[character])


def _finished(forms: Sequence[str], after: Chain) -> tuple[str, ...]:
    """Forms as the later steps make them, each once."""
    return tuple(dict.fromkeys(after.rewrite(form)[0] for form in forms))


@dataclass(frozen=True, slots=True)
class _CharacterChoices:
    """The characters of several forms, and a pattern that finds them."""

    values: Mapping[str, Sequence[str]]
    pattern: re.Pattern[str]


@cache
def _character_choices(names: tuple[str, ...]) -> _CharacterChoices:
    values = {
        character: forms
        for name in names
        if name.endswith("Characters")
        for character, forms in dictionaries.all_values(name).items()
        if len(forms) > 1
    }
    return _CharacterChoices(values, re.compile(one_of(values)))


@cache
def _word_values(name: str) -> Mapping[str, Sequence[str]]:
    """The words of several values; those we correct have only ours."""
    corrected = dictionaries.corrections(name)
    return {
        word: values
        for word, values in dictionaries.all_values(name).items()
        if len(values) > 1 and word not in corrected
    }
