"""Dictionaries of any kind applied to texts of any kind, beside the package's own search."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from opencc.opencc import StringTree

from reader.model import Span
from reader.script.chains import around
from reader.script.matching import Step

# Few letters, so that entries overlap in every way; one beyond the BMP, one of the regular
# expressions' own.
LETTERS = "ab]𪟝"
WORDS = st.text(LETTERS, min_size=1, max_size=4)
DICTIONARIES = st.lists(
    st.dictionaries(WORDS, WORDS, min_size=1, max_size=8), min_size=1, max_size=3
)


def by_the_package(text: str, dictionaries: list[dict[str, str]]) -> list[str]:
    """What the package makes of one run of text: the pieces it was cut into, converted."""
    tree = StringTree(text)
    tree.create_parse_tree([(max(map(len, d)), min(map(len, d)), d) for d in dictionaries])
    return list(tree.inorder())


@settings(max_examples=500, deadline=None)
@given(dictionaries=DICTIONARIES, text=st.text(LETTERS, max_size=14))
def test_any_dictionaries_give_the_packages_text(
    dictionaries: list[dict[str, str]], text: str
) -> None:
    converted, atoms = Step(dictionaries).rewrite(text)
    assert converted == "".join(by_the_package(text, dictionaries))
    assert sum(run.target_length - run.source_length for run in atoms) == len(converted) - len(text)


@settings(max_examples=400, deadline=None)
@given(
    lengths=st.dictionaries(WORDS, st.integers(1, 5), min_size=1, max_size=8),
    text=st.text(LETTERS, max_size=14),
)
def test_every_character_maps_back_to_what_it_stands_for(
    lengths: dict[str, int], text: str
) -> None:
    """Each value is made of characters that tell their entry and their place in it."""
    origins = {
        chr(0xF0000 + 16 * number + place): (key, place)
        for number, (key, length) in enumerate(lengths.items())
        for place in range(length)
    }
    dictionary = dict.fromkeys(lengths, "")
    for character, (key, _) in origins.items():
        dictionary[key] += character
    converted, atoms = Step([dictionary]).rewrite(text)

    alignment = around(atoms, len(text), len(converted))
    assert all(run.target_length != run.source_length for run in atoms)
    position = 0
    for index, character in enumerate(converted):
        key, place = origins.get(character, (character, 0))
        length = lengths.get(key, 1)
        expected = Span(position, position + len(key))
        if length == len(key):
            expected = Span(position + place, position + place + 1)
        assert alignment.back(Span(index, index + 1)) == (expected,)
        if place == length - 1:
            position += len(key)


def test_an_earlier_dictionary_takes_precedence_whatever_the_length() -> None:
    corrected = Step([{"后": "后"}, {"皇太后": "皇太後", "发": "發"}])
    assert corrected.rewrite("皇太后发") == ("皇太后發", [])
