"""The user's own terms: how a word is written in simplified and in traditional characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from functools import cached_property
from typing import NamedTuple

# What stands for bytes that could not be read, and what no file can hold.
_UNREADABLE = re.compile("[\ufffd\ud800-\udfff]")
# What editors count lines by; any other line break is a character of its line.
_LINE_END = re.compile("\r\n|\r|\n")


class Direction(StrEnum):
    """In which direction of conversion a term holds; the value stands in files."""

    BOTH = "both"
    TO_TRADITIONAL = "to-traditional"
    TO_SIMPLIFIED = "to-simplified"


class TermFault(Enum):
    """Why something is no term; the value says it in English."""

    FIELDS = "not two words with one tab between them"
    EMPTY = "both forms of a term are needed"
    BREAK = "a term holds no tab and no line break"
    SPACE = "a term has no space around it"
    COMMENT = "a term does not begin with #"
    UNREADABLE = "a character of it cannot be read"
    DIRECTION = "after the two words stands nothing, both, to-traditional or to-simplified"
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
    direction: Direction = Direction.BOTH

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

    @property
    def forms(self) -> tuple[str, str]:
        """What tells terms apart: a list holds a pair of forms once, in whatever direction."""
        return self.simplified, self.traditional

    @property
    def is_character(self) -> bool:
        """Whether it puts one character for another."""
        alone = len(self.simplified) == len(self.traditional) == 1
        return alone and self.simplified != self.traditional


def term_toward(goal: Direction, simplified: str, traditional: str) -> Term:
    """The term of two forms, one of which is to become the other.

    It holds in both directions, but for one character put for another, which would be put into
    every word on the way back too: 着 著 would make 著名 着名, and 干 乾 would make 乾隆 干隆.
    Where the way back is right, the dictionaries lead there without a term. Raises ``TermError``.
    """
    term = Term(simplified, traditional)
    return replace(term, direction=goal) if term.is_character else term


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
        """These and then those, in their order.

        Of the same two forms the latest stays, at its place: so one that was there goes to the end.
        """
        added: dict[tuple[str, str], Term] = {}
        for term in reversed(tuple(terms)):
            added.setdefault(term.forms, term)
        kept = (term for term in self._terms if term.forms not in added)
        return Terms((*kept, *reversed(added.values())))

    def changed(self, before: Terms, after: Terms) -> Terms:
        """These after a change from ``before`` to ``after``; where they are ``before``, ``after``.

        Else others have changed them too. Then what the change takes away is gone; what it adds or
        moves is at the end, where it holds against the rest; what ``before`` lacks stays, and what
        these lack of it does not come back.
        """
        if self == before:
            return after
        gone = set(before) - set(after)
        added = after._added_to(before)
        return Terms(term for term in self._terms if term not in gone).with_added(added)

    def _added_to(self, before: Terms) -> list[Term]:
        """Those that were not there before, or stand behind one that was behind them."""
        places = {term: place for place, term in enumerate(before)}
        added: list[Term] = []
        last = -1
        for term in self._terms:
            place = places.get(term, -1)
            if place > last:
                last = place
            else:
                added.append(term)
        return added

    @cached_property
    def to_traditional(self) -> TermTable:
        return TermTable({term.simplified: term.traditional for term in self._traditional()})

    @cached_property
    def to_simplified(self) -> TermTable:
        one_way = Direction.TO_TRADITIONAL
        toward = (term for term in self._terms if term.direction is not one_way)
        return TermTable({term.traditional: term.simplified for term in toward})

    @cached_property
    def as_traditional(self) -> TermTable:
        """For traditional text in another region's forms: what a term says stays as it says."""
        return TermTable({term.traditional: term.traditional for term in self._traditional()})

    def _traditional(self) -> Iterator[Term]:
        """Those that say how a word is written in traditional characters."""
        one_way = Direction.TO_SIMPLIFIED
        return (term for term in self._terms if term.direction is not one_way)


NO_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class TermsChange:
    """What was stored before a change, and what is after it."""

    before: Terms
    after: Terms


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


def read_terms(text: str) -> tuple[Terms, tuple[TermProblem, ...]]:
    """The terms of a TSV file: simplified, tab, traditional in each line, perhaps tab, direction.

    Without a direction it is that of ``term_toward`` traditional. Empty lines and those that begin
    with ``#`` are passed over, as are a byte order mark and spaces around a word. A line that is no
    term becomes a problem; the others are kept. ``text`` has the line ends of the file.
    """
    terms: list[Term] = []
    problems: list[TermProblem] = []
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), start=1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        try:
            terms.append(_term(content))
        except TermError as error:
            problems.append(TermProblem(number, error.fault))
    return Terms(terms), tuple(problems)


def _term(line: str) -> Term:
    simplified, tab, others = line.partition("\t")
    traditional, _, direction = (word.strip() for word in others.partition("\t"))
    if not tab:
        raise TermError(TermFault.FIELDS)
    term = term_toward(Direction.TO_TRADITIONAL, simplified.strip(), traditional)
    if not direction:
        return term
    try:
        return replace(term, direction=Direction(direction))
    except ValueError:
        raise TermError(TermFault.DIRECTION) from None


def write_terms(terms: Iterable[Term]) -> str:
    """The TSV file that ``read_terms`` reads back, with a line that says what it is."""
    return "# 简体\t繁體\n" + "".join(map(term_line, terms))


def term_line(term: Term) -> str:
    """A line of a TSV file; it names the direction where this is not clear without."""
    words = [term.simplified, term.traditional]
    if term.is_character or term.direction is not Direction.BOTH:
        words.append(term.direction)
    return "\t".join(words) + "\n"
