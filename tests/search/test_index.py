"""The index folder: what it answers, and what becomes of it when something goes wrong."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import IndexFolderError
from reader.model import IndexContents, IndexedArticle, Span
from reader.script.folding import fold
from reader.search import index as index_module
from reader.search.index import SearchIndex
from reader.search.matches import Match
from reader.search.places import hit_spans
from reader.search.query import parse_query
from reader.search.storage import CheckedStorage

ALPHABET = "的一是後后經济發髮中国國,，。a Ａ1\n\u3000\t𠀀𪟝勣\ue000\U0010fffd"
LOCK_FILE = "MAIN_WRITELOCK"


def article(number: int, text: str) -> IndexedArticle:
    return IndexedArticle(number, text, title=text.partition("\n")[0])


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    index = SearchIndex(tmp_path / "index")
    yield index
    index.close()


def found(index: SearchIndex, query: str) -> set[int]:
    answer = index.search(parse_query(query), limit=1000)
    assert answer.total == len(answer.matches)
    return {match.article_id for match in answer.matches}


class Brute:
    """What the index should answer: a scan of all folded texts."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}

    def apply(self, changed: dict[int, str], removed: set[int]) -> None:
        for number in removed:
            self.texts.pop(number, None)
        self.texts |= changed

    def exact(self, needle: str) -> dict[int, list[Span]]:
        """Of each article that holds it, where it does; white space counts."""
        return self._found(fold(needle), spaces=True)

    def squeezed(self, needle: str) -> dict[int, list[Span]]:
        """The same; white space does not count."""
        return self._found(fold("".join(needle.split())), spaces=False)

    def _found(self, needle: str, spaces: bool) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        for number, text in self.texts.items():
            places, looked_through = kept(text, spaces)
            at = looked_through.find(needle)
            while at >= 0:
                end = at + len(needle)
                found.setdefault(number, []).append(Span(places[at], places[end - 1] + 1))
                at = looked_through.find(needle, end)
        return found


@cache
def kept(text: str, spaces: bool) -> tuple[list[int], str]:
    """Which places of a text are looked at, and what stands there, folded."""
    places = [place for place, one in enumerate(text) if spaces or not one.isspace()]
    return places, fold("".join(text[place] for place in places))


def found_places(index: SearchIndex, query: str, brute: Brute) -> dict[int, list[Span]]:
    """The articles found, and what is marked in each."""
    return {number: [*hit_spans(query, brute.texts[number])] for number in found(index, query)}


def random_text(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(ALPHABET, k=length))


def random_needle(chance: random.Random, texts: list[str]) -> str:
    """A substring of some text, now and then with one character changed."""
    text = chance.choice([text for text in texts if text] or ["的"])
    start = chance.randrange(len(text))
    needle = list(text[start : start + chance.randint(1, 12)])
    if chance.random() < 0.2:
        needle[chance.randrange(len(needle))] = chance.choice(ALPHABET)
    return "".join(needle)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_as_a_scan_after_adds_updates_deletes_and_merges(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    index, brute = SearchIndex(tmp_path), Brute()
    for commit in range(24):  # enough for several merges
        changed = {
            chance.randrange(120): random_text(chance, chance.choice([0, 1, 5, 60, 400]))
            for _ in range(chance.randint(0, 9))
        }
        removed = {chance.randrange(120) for _ in range(3)} - set(changed)
        brute.apply(changed, removed)
        index.apply([article(number, text) for number, text in changed.items()], removed)
        if commit % 6 == 5:
            index.close()
            index = SearchIndex(tmp_path)
            assert not index.needs_rebuild
        for _ in range(30):
            needle = random_needle(chance, list(brute.texts.values()))
            assert found_places(index, f'"{needle}"', brute) == brute.exact(needle)
            if bare := "".join(needle.split()):
                assert found_places(index, bare, brute) == brute.squeezed(needle)
        assert index.contents() == IndexContents(len(brute.texts), sum(brute.texts))
    index.close()


@given(
    texts=st.lists(st.text(ALPHABET, max_size=20), min_size=1, max_size=8),
    terms=st.lists(st.text("".join(ALPHABET.split()), min_size=1, max_size=3)),
)
@settings(max_examples=40, deadline=None)
def test_all_terms_must_occur(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], terms: list[str]
) -> None:
    index = SearchIndex(tmp_path_factory.mktemp("index"))
    index.apply([article(number, text) for number, text in enumerate(texts)], [])
    by_hand = {
        number
        for number, text in enumerate(texts)
        if terms and all(fold(term) in kept(text, spaces=False)[1] for term in terms)
    }
    assert found(index, " ".join(terms)) == by_hand
    index.close()


def test_either_script_finds_both(index: SearchIndex) -> None:
    index.apply([article(1, "經濟發展"), article(2, "经济发展"), article(3, "經")], [])
    for query in ("经济", "經濟", "经濟", "濟", "发展 经济"):
        assert found(index, query) == {1, 2}


def test_pages_join_without_gap_or_overlap(index: SearchIndex) -> None:
    index.apply([article(n, "甲" * (n % 7 + 1) + "乙" * 20) for n in range(60)], [])
    whole = index.search(parse_query("甲"), limit=1000).matches
    pages: list[Match] = []
    for offset in range(0, 70, 7):
        page = index.search(parse_query("甲"), limit=7, offset=offset)
        assert page.total == 60
        pages.extend(page.matches)
    assert tuple(pages) == whole
    assert [(-match.score, match.article_id) for match in whole] == sorted(
        (-match.score, match.article_id) for match in whole
    )
    assert index.search(parse_query("甲"), limit=0).matches == ()


def test_pages_beyond_where_documents_are_looked_up_one_by_one_join_too(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    index.apply(
        [
            replace(article(n, "甲" * chance.randint(1, 3) + "乙"), document_id=chance.randrange(9))
            for n in range(60)
        ],
        [],
    )

    def pages(leading: Sequence[int]) -> list[Match]:
        return [
            match
            for offset in range(0, 63, 7)
            for match in index.search(
                parse_query("甲"), limit=7, offset=offset, leading=leading
            ).matches
        ]

    leads = ((), (5, 2), (99, 7))
    by_document = [pages(leading) for leading in leads]
    monkeypatch.setattr(index_module, "_MOST_BY_DOCUMENT", 20)
    assert [pages(leading) for leading in leads] == by_document
    documents = [list(dict.fromkeys(one.document_id for one in found)) for found in by_document]
    assert documents[1] == [5, 2, *(one for one in documents[0] if one not in (5, 2))]
    assert documents[2] == [7, *(one for one in documents[0] if one != 7)]


@pytest.mark.parametrize("query", ["", "   ", '"', '""', "\u3000"])
def test_an_empty_query_finds_nothing(index: SearchIndex, query: str) -> None:
    index.apply([article(1, '" 甲')], [])
    assert index.search(parse_query(query)).total == 0


def test_applying_again_changes_nothing(index: SearchIndex) -> None:
    for _ in range(2):
        index.apply([article(1, "甲"), article(2, "乙"), article(2, "丙")], [3])
        assert index.contents() == IndexContents(2, 3)
        assert found(index, "丙") == {2}
        assert found(index, "乙") == set()
    for _ in range(2):
        index.apply([], [2])
        assert found(index, "丙") == set()
        assert found(index, "甲") == {1}


def test_articles_that_are_hidden_are_not_counted(index: SearchIndex) -> None:
    index.apply([article(number, "甲") for number in (3, 5, 8)], [])
    index.apply([article(13, "甲")], [5])
    assert index.contents([8, 99]) == IndexContents(2, 16)


def test_another_thread_sees_what_was_applied(index: SearchIndex) -> None:
    answers: list[set[int]] = []

    def ask() -> None:
        answers.append(found(index, "甲"))

    def in_thread(work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    in_thread(ask)
    index.apply([article(1, "甲")], [])
    in_thread(ask)
    ask()
    assert answers == [set(), {1}, {1}]


def test_searching_while_segments_are_merged_away(index: SearchIndex) -> None:
    index.apply([article(0, "甲" * 9)], [])
    done = threading.Event()
    totals: list[int] = []
    failures: list[Exception] = []

    def search() -> None:
        try:
            while not done.is_set():
                totals.append(index.search(parse_query("甲甲")).total)
        except Exception as failure:
            failures.append(failure)

    thread = threading.Thread(target=search)
    thread.start()
    for number in range(1, 40):
        index.apply([article(number, "甲" * 9)], [])
    done.set()
    thread.join()
    assert failures == []
    assert totals == sorted(totals)


def test_many_commits_leave_few_segments(index: SearchIndex, tmp_path: Path) -> None:
    for number in range(60):
        index.apply([article(number, f"甲{number}")], [])
    assert len(list((tmp_path / "index").glob("MAIN_*.text.col"))) < 20
    assert found(index, "甲") == set(range(60))


# When something goes wrong


def test_a_new_folder_is_to_be_filled(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "not" / "there")
    assert index.needs_rebuild
    assert index.contents() == IndexContents(0, 0)
    index.close()
    again = SearchIndex(tmp_path / "not" / "there")
    assert not again.needs_rebuild
    again.close()


def test_clear_empties_it_for_every_thread(index: SearchIndex) -> None:
    index.apply([article(1, "甲")], [])
    assert found(index, "甲") == {1}
    index.clear()
    assert not index.needs_rebuild
    assert found(index, "甲") == set()
    index.apply([article(2, "甲")], [])
    assert found(index, "甲") == {2}


@pytest.mark.parametrize("version", ["", "{", "[1]", '{"format": 0}', "\xff"])
def test_another_version_is_not_read(tmp_path: Path, version: str) -> None:
    filled(tmp_path).close()
    (tmp_path / "jianfan-index.json").write_text(version, encoding="latin-1")
    index = SearchIndex(tmp_path)
    assert index.needs_rebuild
    assert index.search(parse_query("甲")).total == 0
    index.apply([article(7, "甲")], [])
    assert found(index, "甲") == {7}
    index.close()


def test_a_foreign_folder_is_neither_read_nor_emptied(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    index = SearchIndex(tmp_path)
    assert index.needs_rebuild
    index.apply([article(7, "甲")], [])
    assert found(index, "甲") == {7}
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"
    index.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexFolderError):
        SearchIndex(tmp_path / "file")


TEXTS = {n: "甲乙丙丁"[n % 4] * 3 + "后來" + str(n) * (n % 5) for n in range(40)}
QUERIES = ["甲", "丙丙", "乙后来", "丁丁丁后", "1", "333", "戊"]


def filled(folder: Path) -> SearchIndex:
    """Two segments, one with deletions."""
    index = SearchIndex(folder)
    index.apply([article(n, text) for n, text in TEXTS.items() if n < 30], [])
    index.apply([article(n, text) for n, text in TEXTS.items() if n >= 20], [5])
    return index


def right_answer(query: str) -> set[int]:
    return {n for n, text in TEXTS.items() if fold(query) in fold(text) and n != 5}


def assert_never_wrong(folder: Path) -> None:
    """Every answer is right, or the index says that it has to be built anew; and it can be."""
    index = SearchIndex(folder)
    for query in QUERIES:
        try:
            answer = found(index, query)
        except IndexFolderError:
            assert index.needs_rebuild
            continue
        assert answer == right_answer(query) or (index.needs_rebuild and answer == set())
    index.clear()
    index.apply([article(1, "甲")], [])
    assert found(index, "甲") == {1}
    index.close()


def damaged_copies(tmp_path: Path, damage: Callable[[bytes], list[bytes]]) -> Iterator[Path]:
    """Copies of a sound index in each of which one file was damaged."""
    sound = tmp_path / "sound"
    filled(sound).close()
    files = [file for file in sound.iterdir() if file.is_file() and file.name != LOCK_FILE]
    assert len(files) > 8
    for file in files:
        for number, content in enumerate(damage(file.read_bytes())):
            copy = tmp_path / f"{file.name}-{number}"
            shutil.copytree(sound, copy)
            (copy / file.name).write_bytes(content)
            yield copy


def test_truncated_files(tmp_path: Path) -> None:
    def truncations(content: bytes) -> list[bytes]:
        return [content[: len(content) * part // 3] for part in range(3)] + [content[:-1]]

    for folder in damaged_copies(tmp_path, truncations):
        assert_never_wrong(folder)


def test_files_cut_short_while_they_are_mapped(tmp_path: Path) -> None:
    """To read what is no longer there would end the whole program."""
    index = SearchIndex(tmp_path)
    index.apply([article(number, f"甲{number}") for number in range(200)], [])
    assert found(index, "甲7") >= {7}
    for file in tmp_path.glob("*.col"):
        os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(IndexFolderError):
        index.search(parse_query("甲8"))
    assert index.needs_rebuild
    index.clear()
    index.apply([article(1, "甲")], [])
    assert found(index, "甲") == {1}
    index.close()


def test_flipped_bits(tmp_path: Path) -> None:
    chance = random.Random(4)

    def flips(content: bytes) -> list[bytes]:
        copies = []
        for _ in range(6):
            place = chance.randrange(len(content))
            flipped = content[place] ^ (1 << chance.randrange(8))
            copies.append(content[:place] + bytes([flipped]) + content[place + 1 :])
        return copies

    for folder in damaged_copies(tmp_path, flips):
        assert_never_wrong(folder)


def test_garbage_in_place_of_a_file(tmp_path: Path) -> None:
    garbage = random.Random(5).randbytes(3000)
    for folder in damaged_copies(tmp_path, lambda _: [garbage]):
        assert_never_wrong(folder)


@pytest.mark.parametrize("pattern", ["*.toc", "*.text.col", "*.id.col", "*.json"])
def test_a_missing_file(tmp_path: Path, pattern: str) -> None:
    filled(tmp_path).close()
    next(tmp_path.glob(pattern)).unlink()
    assert_never_wrong(tmp_path)


def test_damage_found_while_merging_blocks_no_one(tmp_path: Path) -> None:
    first = SearchIndex(tmp_path)
    first.apply([article(1, "甲" * 100_000)], [])  # longer than what opening it checks
    first.close()
    index = SearchIndex(tmp_path)
    with next(tmp_path.glob("*.text.col")).open("r+b") as column:
        column.write(b"x")
    with pytest.raises(IndexFolderError, match="damaged"):
        for number in range(100, 120):
            index.apply([article(number, "新")], [])
    assert index.needs_rebuild
    index.clear()
    index.apply([article(1, "甲")], [])
    assert found(index, "甲") == {1}
    index.close()


DIES = """
import os, sys
from pathlib import Path
from reader.search import storage
from reader.model import IndexedArticle
from reader.search.index import SearchIndex

index = SearchIndex(Path(sys.argv[1]))
create, steps = storage.CheckedStorage.create_file, int(sys.argv[2])

def create_or_die(self, name, **options):
    global steps
    steps -= 1
    if steps < 0:
        os._exit(9)
    return create(self, name, **options)

storage.CheckedStorage.create_file = create_or_die
index.apply([IndexedArticle(n, "甲新") for n in range(50)], [30])
os._exit(0)
"""


@pytest.mark.parametrize("steps", [0, 1, 3, 5])
def test_a_death_in_the_middle_of_a_commit_leaves_what_was(tmp_path: Path, steps: int) -> None:
    filled(tmp_path).close()
    dead = subprocess.run([sys.executable, "-c", DIES, str(tmp_path), str(steps)], check=False)
    assert dead.returncode == 9
    index = SearchIndex(tmp_path)
    assert not index.needs_rebuild
    for query in QUERIES:
        assert found(index, query) == right_answer(query)
    index.apply([article(100, "新")], [])
    assert found(index, "新") == {100}
    index.close()


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    filled(tmp_path).close()
    index = SearchIndex(tmp_path)
    lock = CheckedStorage(tmp_path).lock(LOCK_FILE)
    assert lock.acquire()
    try:
        with pytest.raises(IndexFolderError, match="another program"):
            index.apply([article(1, "新")], [])
        with pytest.raises(IndexFolderError, match="another program"):
            index.clear()
        assert not index.needs_rebuild
        assert found(index, "甲") == right_answer("甲")
    finally:
        lock.release()
    index.apply([article(100, "新")], [])
    assert found(index, "新") == {100}
    index.close()
