"""How characters are read, in Hanyu Pinyin; the only user of pypinyin."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from reader.importing.repairs.gbk import pairs

# A syllable as it may be written: letters, those that some fonts and input methods give for them,
# and tone marks as letters of their own or combined.
_LETTERS = "a-zɑɡüêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế\u0300\u0301\u0304\u0308\u030c"
SYLLABLE = f"[{_LETTERS}]{{1,12}}"

_TONES = "\u0300\u0301\u0304\u030c"
_TONE = re.compile(f"[{_TONES}]")
_PLAIN = str.maketrans({"ɑ": "a", "ɡ": "g", "v": "ü"})


def is_reading(character: str, syllable: str) -> bool:
    """Whether a character may be read so; a syllable without a tone mark stands for any tone."""
    wanted = _written(syllable)
    if has_tone(wanted):
        return wanted in readings(character)
    return wanted in {_TONE.sub("", reading) for reading in readings(character)}


def has_tone(syllable: str) -> bool:
    """Whether the syllable bears a tone mark."""
    return _TONE.search(unicodedata.normalize("NFD", syllable)) is not None


def read_as(syllable: str) -> Sequence[str]:
    """The characters of GBK with this reading, the tone mark included."""
    return _by_reading().get(_written(syllable), ())


@cache
def _by_reading() -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for character in pairs().characters.values():
        for reading in readings(character):
            found[reading].append(character)
    return found


@lru_cache(maxsize=50_000)
def readings(character: str) -> frozenset[str]:
    """All readings of a character, as ``_written`` gives them; none of what is no Han character."""
    # The package takes 0.15 s to load, and most texts have no need of it (2026-11).
    from pypinyin.pinyin_dict import pinyin_dict

    return frozenset(map(_written, filter(None, pinyin_dict.get(ord(character), "").split(","))))


@lru_cache(maxsize=5_000)
def _written(syllable: str) -> str:
    """One spelling for all: marks apart from their letters, but for that of ü."""
    plain = syllable.lower().translate(_PLAIN)
    return unicodedata.normalize("NFD", plain)
