"""How likely a character is where it stands, judged by its own document and a list of words.

A model of four characters in a row. It compares readings of one damaged place with each other; it
is no measure of good Chinese.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from math import log

from reader import paths
from reader.importing.repairs.gbk import LEADS, is_frequent, pairs
from reader.model import Script, ShownScript
from reader.script import convert_text, detect

# What one occurrence of a row of characters in the list of words counts for, beside one in the
# document: all words together about as much as a report of 90,000 characters.
_WORDS_WEIGHT = 0.001

# Words have no marks; for characters alone they count as a text of so many characters.
_WORDS_LENGTH = 5_000

# What a character counts for before it has been seen anywhere. The first level of GB 2312 has what
# is used most; its second level and the rest of GBK are as much rarer as they are in newspapers.
_FREQUENT, _RARE, _RAREST = 0.1, 0.02, 0.001

_MARKS = dict.fromkeys("，。、“”：；！？（）《》—…·‘’\u3000", 5.0)

# Rows of marks and numerals that no list of words has and a single page does not show well, and how
# many occurrences of a word one of them stands for.
_ROWS = ("。“", "：“", "，“", "”。", "”，", "”、“", "》《", "》、《", "等0个", "等00个", "等多个")
_ROWS_COUNT = 2000

# A variant that the document's script does not use is this much less likely than the one it does.
_OTHER_SCRIPT = 0.02

# So many of the document's most frequent characters are tried where no byte is known.
_SEEN_MOST = 300

# Characters enough to tell the script of a document.
_TELLING = 20_000

_LONGEST_ROW = 4

# So many characters before one tell how likely it is.
CONTEXT = _LONGEST_ROW - 1

# A character that is lost, as it is shown, and one of which no byte is known, in a reading.
LOST, ANY = "\ufffd", "\ue000"


@dataclass(frozen=True, slots=True)
class Attested:
    """How often the document and the list of words hold a character together with its neighbours.

    The most of all rows of two or three characters; of rows of three alone.
    """

    here: int
    listed: int
    here_long: int
    listed_long: int

    @property
    def by_both(self) -> bool:
        return self.here > 0 and self.listed > 0

    @property
    def by_none(self) -> bool:
        return not self.here and not self.listed


class Language:
    """Gives the natural logarithm of probabilities. Not for several threads at once."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """``pieces``: the undamaged parts of a document."""
        words = _words()
        self._variants: Counter[str] = Counter()
        counts = _Counts()
        opening = ""
        for piece in pieces:
            self._variants.update(piece)
            counts.add(folded(piece), 1)
            opening += piece[: _TELLING - len(opening)]
        self._counts, self._words = counts, words
        self._script = detect(opening)
        self._total = counts.total + _WORDS_LENGTH + _prior_total()
        self._known: dict[tuple[str, str], float] = {}
        self._likely = [
            character
            for character, _ in self._variants.most_common(2 * _SEEN_MOST)
            if len(character.encode("gbk", "ignore")) == 2
        ][:_SEEN_MOST]

    def likely(self) -> list[str]:
        """The most frequent characters of the document that take two bytes."""
        return self._likely

    def score(self, before: str, character: str) -> float:
        """How likely ``character`` is after ``before``, of which the last ``CONTEXT`` count."""
        key = (before[-CONTEXT:], character)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._score(*key)
        return known

    def attested(self, text: str, place: int, unsure: Container[int] = ()) -> Attested:
        """The rows with a character and its neighbours that were seen before.

        A row with an ``unsure`` place must have been seen in the document and in the list.
        """
        symbols = folded(text)
        here, listed = [0, 0], [0, 0]
        for length in (2, 3):
            for start in range(max(0, place - length + 1), min(place, len(text) - length) + 1):
                row = symbols[start : start + length]
                seen = self._counts.rows.get(row, 0), self._words.rows.get(row, 0)
                others = (each for each in range(start, start + length) if each != place)
                if all(seen) or not any(other in unsure for other in others):
                    here[length - 2] = max(here[length - 2], seen[0])
                    listed[length - 2] = max(listed[length - 2], seen[1])
        return Attested(max(here), max(listed), here[1], listed[1])

    def score_of_lead(self, leads: bytes) -> float:
        """How likely any character is that begins with one of these bytes."""
        return log(sum(self._leads[lead] for lead in leads))

    @cached_property
    def _leads(self) -> dict[int, float]:
        found = dict.fromkeys(LEADS, 1e-6)
        for (lead, _), character in pairs().characters.items():
            symbol = folded(character)
            found[lead] += self._alone(symbol) * self._variant_share(character, symbol)
        return found

    def _score(self, before: str, character: str) -> float:
        context, symbol = folded(before), folded(character)
        likelihood = self._alone(symbol)
        for length in range(1, len(context) + 1):
            likelihood = self._after(context[-length:], symbol, likelihood)
        return log(likelihood) + log(self._variant_share(character, symbol))

    def _alone(self, symbol: str) -> float:
        words = self._words
        seen = self._counts.rows[symbol] + _WORDS_LENGTH * words.rows[symbol] / words.total
        return (seen + _prior(symbol)) / self._total

    def _after(self, context: str, symbol: str, shorter: float) -> float:
        """Witten and Bell's estimate, 1991: new followers as likely as there have been new ones."""
        row = context + symbol
        here, words = self._counts, self._words
        seen = here.rows[row] + _WORDS_WEIGHT * words.rows[row]
        times = here.followed[context] + _WORDS_WEIGHT * words.rows[context]
        ends = words.rows[context] - words.followed[context]
        kinds = here.followers[context] + _WORDS_WEIGHT * (ends + words.followers[context])
        total = times + here.followers[context] + _WORDS_WEIGHT * words.followers[context]
        return (seen + kinds * shorter) / total if total else shorter

    def _variant_share(self, character: str, symbol: str) -> float:
        variants = _variants().get(symbol)
        if not variants or len(variants) == 1:
            return 1.0
        weights = {each: self._variants[each] + self._expected(each, symbol) for each in variants}
        return weights.get(character, _OTHER_SCRIPT) / sum(weights.values())

    def _expected(self, character: str, symbol: str) -> float:
        simplified, traditional = character == symbol, character == _traditional().get(symbol)
        expected = {
            Script.SIMPLIFIED: simplified,
            Script.TRADITIONAL: traditional,
        }.get(self._script, simplified or traditional)
        return 1.0 if expected else _OTHER_SCRIPT


class _Counts:
    """How often rows of one to four characters occur, and by how many others one is followed."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.followed: Counter[str] = Counter()
        self.followers: Counter[str] = Counter()
        self.total = 0

    def add(self, text: str, times: int = 1) -> None:
        self.total += times * len(text)
        for length in range(1, _LONGEST_ROW + 1):
            for row in [text[start : start + length] for start in range(len(text) - length + 1)]:
                if length > 1:
                    if row not in self.rows:
                        self.followers[row[:-1]] += 1
                    self.followed[row[:-1]] += times
                self.rows[row] += times


def folded(text: str) -> str:
    """The simplified form of each character; one sign for all digits, one for all letters."""
    return text.translate(_folding())


@cache
def _folding() -> dict[int, str]:
    characters = [each for each in pairs().characters.values() if "\u3400" <= each <= "\u9fff"]
    simplified = convert_text("\n".join(characters), ShownScript.SIMPLIFIED, Script.TRADITIONAL)
    table = dict(zip(map(ord, characters), simplified.split("\n"), strict=True))
    table |= dict.fromkeys(map(ord, "0123456789０１２３４５６７８９"), "0")
    table |= dict.fromkeys([*range(65, 91), *range(97, 123)], "a")
    table[ord(LOST)] = "0"
    halves = {code - 0xFEE0: chr(code) for code in map(ord, "，：；！？（）")}
    return table | halves


@cache
def _traditional() -> dict[str, str]:
    symbols = sorted(set(_folding().values()))
    traditional = convert_text("\n".join(symbols), ShownScript.TRADITIONAL, Script.SIMPLIFIED)
    return dict(zip(symbols, traditional.split("\n"), strict=True))


@cache
def _variants() -> dict[str, list[str]]:
    """For each simplified character all that are folded into it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code, symbol in _folding().items():
        if chr(code) >= "\u3400":
            found[symbol].append(chr(code))
    return dict(found)


@cache
def _words() -> _Counts:
    counts = _Counts()
    file = paths.resources() / "frequencies" / "words.tsv"
    for line in file.read_text(encoding="utf-8").splitlines():
        word, _, count = line.partition("\t")
        if count:
            counts.add(word, int(count))
    for row in _ROWS:
        counts.add(row, _ROWS_COUNT)
    return counts


def _prior(symbol: str) -> float:
    if symbol in _MARKS:
        return _MARKS[symbol]
    if "\u4e00" <= symbol <= "\u9fff":
        if is_frequent(symbol):
            return _FREQUENT
        return _RARE if _is_second_level(symbol) else _RAREST
    return _RARE if symbol.isascii() else _RAREST


def _is_second_level(symbol: str) -> bool:
    code = symbol.encode("gb2312", "ignore")
    return len(code) == 2


@cache
def _prior_total() -> float:
    return sum(map(_prior, set(pairs().characters.values())))
