"""The conversions as chains of steps: each of the package's configurations, corrected or not."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cache, reduce
from itertools import pairwise

from reader.alignment import Alignment, Run
from reader.script import dictionaries
from reader.script.matching import Step

# Traditional text with Taiwan's words: the package has no such configuration. It is its s2twp
# without the first step, which reads simplified characters.
TRADITIONAL_TO_TAIWAN_PHRASES = "t2twp"

# How much of the end of a text is first searched for a seam: there is one about every third
# character, and it takes three of them to be certain of one.
_TAIL = 32

_loading = threading.Lock()


class Chain:
    """Steps applied one after the other, each to the text the one before it made.

    ``groups`` names the dictionaries of each step. May be used by any number of threads.
    """

    def __init__(self, groups: Sequence[tuple[str, ...]], steps: Sequence[Step]) -> None:
        self.groups = tuple(groups)
        self.steps = tuple(steps)

    def rewrite(self, text: str) -> tuple[str, Alignment | None]:
        """The converted text and its alignment; ``None`` stands for character by character."""
        alignments: list[Alignment] = []
        for step in self.steps:
            source_length = len(text)
            text, atoms = step.rewrite(text)
            if atoms:
                alignments.append(around(atoms, source_length, len(text)))
        return text, reduce(Alignment.compose, alignments) if alignments else None

    def seams(self, text: str) -> list[int]:
        """Where the text can be cut so that both sides convert as they do in the whole; rising.

        That holds wherever the text stands in a longer one. A place near either end may be missing.
        """
        seams = [place for place in range(1, len(text)) if not self.steps[0].joins(text, place)]
        places = seams  # the same, in the text that the steps so far have made
        for step, following in pairwise(self.steps):
            converted, atoms = step.rewrite(text)
            there = around(atoms, len(text), len(converted)).to_position
            text = converted
            # An entry may reach out of the text, but not beyond the first and the last of them:
            # only between these is what the step has made certain.
            apart = [
                (seam, place)
                for seam, place in zip(seams[1:-1], map(there, places[1:-1]), strict=True)
                if not following.joins(text, place)
            ]
            seams, places = [seam for seam, _ in apart], [place for _, place in apart]
        return seams

    def after(self, place: int) -> Chain:
        """The steps that follow one of them."""
        return Chain(self.groups[place + 1 :], self.steps[place + 1 :])


def last_seam(text: str, chains: Iterable[Chain]) -> int:
    """The last place where a text can be cut for all of the chains, 0 if it is not known of any.

    See ``Chain.seams``: the text may be a part of a longer one.
    """
    chains = list(chains)
    length = _TAIL
    while True:
        start = max(len(text) - length, 0)
        tail = text[start:]
        seams = set.intersection(*(set(each.seams(tail)) for each in chains))
        if seams or not start:
            return start + max(seams) if seams else 0
        length *= 4


def around(atoms: Sequence[Run], source_length: int, target_length: int) -> Alignment:
    """The alignment of two texts that differ in length only in ``atoms``, sorted."""
    runs: list[Run] = []
    bounds = [Run(0, 0, 0, 0), *atoms, Run(target_length, 0, source_length, 0)]
    for atom, following in pairwise(bounds):
        length = following.target_start - atom.target_end
        runs += (atom, Run(atom.target_end, length, atom.source_end, length))
    return Alignment(runs)


def chain(configuration: str, *, corrected: bool = True) -> Chain:
    """Loaded when first asked for, once for all threads; ``corrected``: with our corrections."""
    with _loading:
        return _loaded_chain(configuration, corrected)


@cache
def _loaded_chain(configuration: str, corrected: bool) -> Chain:
    if configuration == TRADITIONAL_TO_TAIWAN_PHRASES:
        groups = dictionaries.steps("s2twp")[1:]
    else:
        groups = dictionaries.steps(configuration)
    steps = [
        _step(group, corrected and any(map(dictionaries.has_corrections, group)))
        for group in groups
    ]
    return Chain(groups, steps)


@cache
def _step(group: tuple[str, ...], corrected: bool) -> Step:
    """Configurations share their steps, so that no dictionary is held twice."""
    read = _corrected if corrected else dictionaries.dictionary
    return Step([read(name) for name in group])


def _corrected(name: str) -> dict[str, str]:
    """One dictionary with ours in it, so that the longer entry wins, whosesoever it is.

    As a dictionary before the package's, a correction of two characters would keep out longer
    entries that overlap it and are right.
    """
    return dictionaries.dictionary(name) | dictionaries.corrections(name)
