"""Align a few words with the stretch of a text that is most like them.

The distances are Myers' bit vectors (G. Myers, “A fast bit-vector algorithm for approximate string
matching based on dynamic programming”, 1999), one integer for a column however long the words are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def aligned(words: str, text: str) -> list[int]:
    """For each character of ``words`` where it stands in ``text``; -1 where it is not there.

    Ascending but for the -1. Of all alignments of the words with any stretch of the text, one with
    the fewest insertions, deletions and substitutions; the last stretch of several. A character
    that was substituted has the place of what stands there now.
    """
    if not words:
        return []
    columns = list(_columns(words, text))
    ends = [distance for _, _, distance in columns]
    fewest = min(ends, default=len(words))
    at = len(ends) - ends[::-1].index(fewest) if fewest < len(words) else 0
    return _traced(words, [(plus, minus) for plus, minus, _ in columns[:at]])


def _columns(words: str, text: str) -> Iterator[tuple[int, int, int]]:
    """For each character of the text: where the distance grows and falls from one character of the
    words to the next, and the distance of all the words to what ends there."""
    places: dict[str, int] = {}
    for number, character in enumerate(words):
        places[character] = places.get(character, 0) | 1 << number
    mask = (1 << len(words)) - 1
    last = 1 << len(words) - 1
    plus, minus, distance = mask, 0, len(words)
    for character in text:
        equal = places.get(character, 0)
        across = equal | minus
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        right = minus | (mask & ~(diagonal | plus))
        left = plus & diagonal
        if right & last:
            distance += 1
        elif left & last:
            distance -= 1
        right, left = right << 1 & mask, left << 1 & mask
        plus = left | (mask & ~(across | right))
        minus = right & across
        yield plus, minus, distance


def _traced(words: str, columns: Sequence[tuple[int, int]]) -> list[int]:
    """The way back from the end of the words in the last of the columns to their beginning."""
    places = [-1] * len(words)
    number, at = len(words), len(columns)
    while number and at:
        bit = 1 << number - 1
        if columns[at - 1][0] & bit:
            number -= 1  # this character of the words is missing
            continue
        at -= 1
        if at and columns[at - 1][1] & bit:
            continue  # this character of the text was added
        number -= 1
        places[number] = at
    return places
