"""The user's own terms: how a word is written in simplified and in traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reader.model import LineProblem


@dataclass(frozen=True, slots=True)
class Term:
    """One word in both scripts; they may be equal, for a word that is to be left alone.

    A term is a line of a file, so each form is text without a tab, a line break, or space around
    it, and the first does not begin with ``#``. Raises ``ValueError``, which says what is wrong.
    """

    simplified: str
    traditional: str

    def __post_init__(self) -> None:
        for word in (self.simplified, self.traditional):
            if not word.strip():
                raise ValueError("both forms of a term are needed")
            if "\t" in word or word.splitlines() != [word] or word.strip() != word:
                raise ValueError("a term holds no tab and no line break, and no space around it")
        if self.simplified.startswith("#"):
            raise ValueError("a term does not begin with #")


class Found(NamedTuple):
    """A term found in a text, and what it is to become."""

    start: int
    end: int
    value: str


class Terms:
    """Terms in the order in which they were added; immutable, equal and hashed by value.

    Of two that contradict each other the one added later holds, in each direction by itself:
    发→發 and then 发→髮 gives 髮 for 发, while both 發 and 髮 go back to 发. What is needed to find
    them in a text is made when first asked for. Any thread may use it.
    """

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._terms = tuple(terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Terms) and self._terms == other._terms

    def __hash__(self) -> int:
        return hash(self._terms)

    def __repr__(self) -> str:
        return f"Terms({list(self._terms)})"

    @cached_property
    def to_traditional(self) -> TermTable:
        return TermTable({term.simplified: term.traditional for term in self._terms})

    @cached_property
    def to_simplified(self) -> TermTable:
        return TermTable({term.traditional: term.simplified for term in self._terms})

    @cached_property
    def as_traditional(self) -> TermTable:
        """For traditional text in another region's forms: what a term says stays as it says."""
        return TermTable({term.traditional: term.traditional for term in self._terms})


NO_TERMS = Terms()


class TermTable:
    """The terms in one direction. They are found from left to right, the longest at each place."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._by_first: dict[str, list[str]] = {}
        for word in sorted(values, key=len, reverse=True):
            self._by_first.setdefault(word[0], []).append(word)
        firsts = "".join(map(re.escape, sorted(self._by_first)))
        self._firsts = re.compile(f"[{firsts}]") if firsts else None

    def find(self, text: str) -> list[Found]:
        """All in ``text``, in its order; no two overlap."""
        found: list[Found] = []
        if self._firsts is None:
            return found
        done = 0
        for match in self._firsts.finditer(text):
            start = match.start()
            if start < done:
                continue
            for word in self._by_first[match[0]]:
                if text.startswith(word, start):
                    done = start + len(word)
                    found.append(Found(start, done, self._values[word]))
                    break
        return found


def read_terms(lines: Iterable[str]) -> tuple[Terms, tuple[LineProblem, ...]]:
    """The terms of a TSV file: simplified, tab, traditional in each line.

    Empty lines and those that begin with ``#`` are passed over, as are a byte order mark and spaces
    around a word. A line that is no term becomes a problem, in English; the others are kept.
    """
    terms: list[Term] = []
    problems: list[LineProblem] = []
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if not content or content.startswith("#"):
            continue
        words = [word.strip() for word in content.split("\t")]
        if len(words) != 2:
            problems.append(LineProblem(number, "not two words with one tab between them"))
            continue
        try:
            terms.append(Term(*words))
        except ValueError as error:
            problems.append(LineProblem(number, str(error)))
    return Terms(terms), tuple(problems)


def write_terms(terms: Iterable[Term]) -> str:
    """The TSV file that ``read_terms`` reads back, with a line that says what it is."""
    lines = (f"{term.simplified}\t{term.traditional}\n" for term in terms)
    return "# 简体\t繁體\n" + "".join(lines)
