"""Finds pinyin that an annotator set in brackets after characters: ``區(qū)``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.importing.repairs.gbk import encoded, pairs
from reader.importing.repairs.pinyin import SYLLABLE, has_tone, is_reading
from reader.model import Edit, Source, Span

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_GLOSS = re.compile(f"(?P<character>[{_HAN}])(?P<gloss>[(（](?P<syllable>{SYLLABLE})[)）])")
_DEBRIS = re.compile(
    f"(?<=(?P<lead>[{_HAN}]))(?P<trail>[@-~])(?P<gloss>\\((?P<syllable>{SYLLABLE})\\))"
)
_NEXT = re.compile(f"(?P<gloss>[(（](?P<syllable>{SYLLABLE})[)）])")

# What stands in brackets without a tone mark may be Latin: a unit, an abbreviation, a name. It is a
# gloss only in a text that has so many with one.
_LEAST_TONED = 3


def glosses(stretch: Source) -> Iterator[Edit]:
    """Drop a syllable in brackets that is a reading of the character before it."""
    found = list(gloss_matches(stretch.text))
    toned = sum(has_tone(match["syllable"]) for match in found)
    for match in found:
        if toned >= _LEAST_TONED or has_tone(match["syllable"]):
            yield _dropping("gloss", stretch, match)
            yield from _others("gloss", stretch, match, match["character"])


def gloss_debris(stretch: Source) -> Iterator[Edit]:
    """Drop a syllable in brackets after a sign that is no character: ``市\\(zhòng)``.

    The annotator read the last byte of the character before and the sign as one character of GBK;
    the syllable must be a reading of that.
    """
    for match in _DEBRIS.finditer(stretch.text):
        code = encoded(match["lead"])[1:] + match["trail"].encode()
        seeming = pairs().characters.get((code[0], code[-1]))
        if seeming and has_tone(match["syllable"]) and is_reading(seeming, match["syllable"]):
            yield _dropping("gloss-debris", stretch, match)
            yield from _others("gloss-debris", stretch, match, seeming)


def gloss_matches(text: str) -> Iterator[re.Match[str]]:
    """Each gloss with the ``character`` before it and its ``syllable``, with or without tones."""
    for match in _GLOSS.finditer(text):
        if is_reading(match["character"], match["syllable"]):
            yield match


def _others(rule: str, stretch: Source, first: re.Match[str], character: str) -> Iterator[Edit]:
    """The same character's glosses that stand behind its first."""
    following = _NEXT.match(stretch.text, first.end())
    while following and has_tone(following["syllable"]):
        if not is_reading(character, following["syllable"]):
            return
        yield _dropping(rule, stretch, following)
        following = _NEXT.match(stretch.text, following.end())


def _dropping(rule: str, stretch: Source, match: re.Match[str]) -> Edit:
    span = Span(stretch.start + match.start("gloss"), stretch.start + match.end("gloss"))
    return Edit(rule, span, match["gloss"], "")
