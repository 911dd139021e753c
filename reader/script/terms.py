"""The user's own terms: how a word is written in simplified and in traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

# What stands for bytes that could not be read, and what no file can hold.
_UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")


class TermFault(Enum):
    """Why something is no term; the value says it in English."""

    FIELDS = "not two words with one tab between them"
    EMPTY = "both forms of a term are needed"
    BREAK = "a term holds no tab and no line break"
    SPACE = "a term has no space around it"
    COMMENT = "a term does not begin with #"
    UNREADABLE = "a character of it cannot be read"
    REGIONAL = "a traditional text can only keep the word as it is written there"


class TermError(ValueError):
    """Two forms that are no term."""

    def __init__(self, fault: TermFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TermProblem:
    """A line of a file that is no term; ``line`` counts from 1."""

    line: int
    fault: TermFault


@dataclass(frozen=True, slots=True)
class Term:
    """One word in both scripts; they may be equal, for a word that is to be left alone.

    A term is a line of a file, so each form is text without a tab, a line break, space around it
    or U+FFFD, and the first does not begin with ``#``. Raises ``TermError``.
    """

    simplified: str
    traditional: str

    def __post_init__(self) -> None:
        for word in (self.simplified, self.traditional):
            if not word.strip():
                raise TermError(TermFault.EMPTY)
            if "\t" in word or word.splitlines() != [word]:
                raise TermError(TermFault.BREAK)
            if word.strip() != word:
                raise TermError(TermFault.SPACE)
            if _UNREADABLE.search(word):
                raise TermError(TermFault.UNREADABLE)
        if self.simplified.startswith("#"):
            raise TermError(TermFault.COMMENT)


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

    def with_added(self, terms: Iterable[Term]) -> Terms:
        """These and then those, in their order; one that was there already goes to the end too."""
        added = tuple(dict.fromkeys(reversed(tuple(terms))))[::-1]
        known = set(added)
        return Terms((*(term for term in self._terms if term not in known), *added))

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
        lengths: dict[str, set[int]] = {}
        for word in values:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        firsts = "".join(map(re.escape, sorted(lengths)))
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
            for length in self._lengths[match[0]]:
                word = text[start : start + length]
                value = self._values.get(word)
                if value is not None:
                    done = start + len(word)
                    found.append(Found(start, done, value))
                    break
        return found


def read_terms(lines: Iterable[str]) -> tuple[Terms, tuple[TermProblem, ...]]:
    """The terms of a TSV file: simplified, tab, traditional in each line.

    Empty lines and those that begin with ``#`` are passed over, as are a byte order mark and spaces
    around a word. A line that is no term becomes a problem; the others are kept.
    """
    terms: list[Term] = []
    problems: list[TermProblem] = []
    for number, line in enumerate(lines, start=1):
        content = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if not content or content.startswith("#"):
            continue
        try:
            terms.append(_term(content))
        except TermError as error:
            problems.append(TermProblem(number, error.fault))
    return Terms(terms), tuple(problems)


def _term(line: str) -> Term:
    words = [word.strip() for word in line.split("\t")]
    if len(words) != 2:
        raise TermError(TermFault.FIELDS)
    return Term(*words)


def write_terms(terms: Iterable[Term]) -> str:
    """The TSV file that ``read_terms`` reads back, with a line that says what it is."""
    lines = (f"{term.simplified}\t{term.traditional}\n" for term in terms)
    return "# 简体\t繁體\n" + "".join(lines)
