"""Searches while the index is behind, damaged, lost or another program's: always complete."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pytest

from reader import searcher
from reader.errors import IndexBusyError, IndexFolderError, SearchCancelledError
from reader.library import Library
from reader.model import HitOrder, SearchResult, Snippet
from reader.paths import Paths
from reader.search.index import SearchIndex
from reader.search.matches import Matches
from reader.search.storage import CheckedStorage
from reader.store import Store
from tests.drafts import annotation_of, article_of, draft_of

REPOSITORY = Path(__file__).parents[1]
# One of each finds all, some, few and none; in either script.
QUERIES = ("第", "经济", "-經濟", "改革 OR 開放", "发展?经", "date:1978", "没有")
WORDS = ("经济", "改革", "开放", "發展", "經濟", "𪟝", "，", "\n")


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few articles take many steps."""
    monkeypatch.setattr(searcher, "_BATCH_ARTICLES", 3)
    monkeypatch.setattr(searcher, "_MANY_ARTICLES", 5)


def fill(store: Store, number: int, articles: int = 8) -> int:
    """Store a document of articles that are the same for the same number; its id."""
    chance = random.Random(number)
    source = "\n\n".join(
        f"第{number}篇{line}" + "".join(chance.choices(WORDS, k=12)).replace("\n", "")
        for line in range(articles)
    )
    starts = [0, *(place + 2 for place in range(len(source)) if source.startswith("\n\n", place))]
    ends = [*(start - 2 for start in starts[1:]), len(source)]
    drafts = [
        replace(article_of(source, start, end), date=f"{chance.randrange(1976, 1980)}-01-01")
        for start, end in zip(starts, ends, strict=True)
    ]
    return store.add_document(draft_of(source, drafts, name=f"{number}.txt"), Path("x")).id


def sync(library: Library) -> None:
    for _ in library.searcher.sync():
        pass


def ids(result: SearchResult) -> list[int]:
    return [hit.article_id for hit in result.hits]


def truth(library: Library) -> dict[str, list[int]]:
    """What the queries are true of, found without an index: in a library that never had one."""
    folder = library.paths.cache.parent / "nowhere" / "file" / "index"
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.touch()  # no folder can be made in a file
    with closing(Store(library.paths.database)) as store:
        by_scan = searcher.Searcher(store, folder)
        return {query: by_scan.article_ids(query) for query in QUERIES}


def assert_complete(library: Library) -> None:
    for query, expected in truth(library).items():
        result = library.searcher.search(query, limit=1000)
        assert (result.total, sorted(ids(result))) == (len(expected), sorted(expected)), query
        assert library.searcher.article_ids(query) == expected, query


# Behind


@pytest.mark.parametrize("seed", range(4))
def test_every_answer_is_complete_whatever_the_index_has_heard_of(
    library: Library, store: Store, seed: int
) -> None:
    chance = random.Random(seed)
    documents: list[int] = []
    for number in range(12):
        step = chance.randrange(5)
        if step < 2 or not documents:
            documents.append(fill(store, number))
        elif step == 2:
            store.remove_documents([chance.choice(documents)])
        elif step == 3:
            store.restore_documents([chance.choice(documents)])
        with closing(
            library.searcher.rebuild() if number == 7 else library.searcher.sync()
        ) as steps:
            list(islice(steps, chance.randrange(3)))
        assert_complete(library)
    sync(library)
    assert_complete(library)
    assert not library.searcher.lags()


@pytest.mark.parametrize("order", [HitOrder.NEWEST, HitOrder.OLDEST])
def test_pages_by_date_join_while_half_is_in_the_index(
    library: Library, store: Store, order: HitOrder
) -> None:
    for number in range(4):
        fill(store, number)
    with closing(library.searcher.sync()) as steps:
        list(islice(steps, 4))
    while_behind = [
        ids(library.searcher.search("第", order=order, limit=5, offset=n)) for n in range(35)
    ]
    sync(library)
    assert while_behind == [
        ids(library.searcher.search("第", order=order, limit=5, offset=n)) for n in range(35)
    ]


def test_pages_by_relevance_hold_every_hit_once_while_half_is_in_the_index(
    library: Library, store: Store
) -> None:
    for number in range(4):
        fill(store, number)
    with closing(library.searcher.sync()) as steps:
        list(islice(steps, 4))
    pages = [library.searcher.search("第", limit=5, offset=start).hits for start in range(0, 35, 5)]
    found = [hit.summary for page in pages for hit in page]
    assert sorted(one.id for one in found) == list(range(1, 33))
    documents = [document for document, _ in groupby(one.document_id for one in found)]
    assert sorted(documents) == [1, 2, 3, 4], "the articles of each together"
    assert documents[-1] == 1, "first those of which something is not in the index yet"


def test_a_long_look_through_the_texts_is_told(library: Library, store: Store) -> None:
    fill(store, 1)
    sync(library)
    assert not library.searcher.search("第").scanned
    fill(store, 2, articles=5)
    assert not library.searcher.search("第").scanned
    fill(store, 3)
    assert library.searcher.search("第").scanned
    sync(library)
    assert not library.searcher.search("第").scanned


def test_a_look_through_the_texts_ends_when_nobody_waits_for_it(
    library: Library, store: Store
) -> None:
    fill(store, 1, articles=20)
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) == 4

    with pytest.raises(SearchCancelledError):
        library.searcher.search("第", cancelled=cancelled)
    assert len(asked) == 4
    with pytest.raises(SearchCancelledError):
        library.searcher.article_ids("第", cancelled=lambda: True)


def test_articles_without_a_date_come_last(library: Library, store: Store) -> None:
    texts = ("第一", "第二", "第三")
    for text, date in zip(texts, (None, "2020", "1978-12"), strict=True):
        draft = replace(article_of(text, 0, len(text)), date=date)
        store.add_document(draft_of(text, [draft]), Path(text))
    assert library.searcher.article_ids("第") == [3, 2, 1], "looked through"
    sync(library)
    assert library.searcher.article_ids("第") == [3, 2, 1], "of the index"
    store.add_document(draft_of("第四"), Path("x"))
    assert library.searcher.article_ids("第") == [3, 2, 1, 4], "of both"


def test_searches_are_complete_while_another_thread_builds_the_index_anew(
    library: Library, store: Store
) -> None:
    for number in range(4):
        fill(store, number)
    sync(library)
    built = threading.Event()

    def totals() -> set[int]:
        found = set()
        while not built.is_set():
            found |= {library.searcher.search("第").total, len(library.searcher.article_ids("第"))}
        return found

    with ThreadPoolExecutor(1) as other:
        seen = other.submit(totals)
        for _ in range(5):
            list(library.searcher.rebuild())
        built.set()
        assert seen.result() == {32}


def test_an_index_that_is_emptied_just_before_it_is_asked_is_asked_again(
    library: Library, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 1)
    sync(library)
    search = SearchIndex.search
    with closing(Library(library.paths)) as other, closing(other.searcher.rebuild()) as steps:
        begin = iter([steps])

        def search_emptied(*arguments: Any, **named: Any) -> Matches:
            for building in begin:
                next(building)
            return search(*arguments, **named)

        monkeypatch.setattr(SearchIndex, "search", search_emptied)
        assert library.searcher.search("第").total == 8
    assert next(begin, None) is None


# Damaged, lost, of another version


def damages(content: bytes) -> Iterator[bytes]:
    yield content[: len(content) // 2]
    yield b""
    for third in range(3):
        place = len(content) * third // 3
        yield content[:place] + bytes([content[place] ^ 0x10]) + content[place + 1 :]


def test_whatever_file_is_damaged_answers_are_right_and_the_index_is_mended(
    paths: Paths, store: Store
) -> None:
    fill(store, 1)
    with closing(Library(paths)) as library:
        sync(library)
        expected = truth(library)
    (folder,) = paths.cache.iterdir()
    sound = paths.data / "sound"
    shutil.copytree(folder, sound)
    files = [file for file in sound.iterdir() if file.stat().st_size]
    assert len(files) > 8
    for file in files:
        for content in damages(file.read_bytes()):
            shutil.rmtree(folder)
            shutil.copytree(sound, folder)
            (folder / file.name).write_bytes(content)
            with closing(Library(paths)) as library:
                for query, found in expected.items():
                    assert sorted(ids(library.searcher.search(query))) == sorted(found)
                sync(library)
                result = library.searcher.search("第")
                assert (result.total, result.scanned) == (8, False)


def make_older(folder: Path) -> None:
    (version,) = folder.glob("*.json")
    version.write_text(json.dumps({**json.loads(version.read_text()), "format": 0}))


def lose_it_while_new(folder: Path) -> None:
    """As a death between the making of a new index and its first feeding leaves it."""
    shutil.rmtree(folder)
    SearchIndex(folder).close()


@pytest.mark.parametrize("harm", [make_older, shutil.rmtree, lose_it_while_new])
@pytest.mark.parametrize("waiting", [False, True])
def test_an_index_that_cannot_be_used_is_built_anew(
    paths: Paths, store: Store, harm: Callable[[Path], None], waiting: bool
) -> None:
    fill(store, 1)
    with closing(Library(paths)) as library:
        sync(library)
    (folder,) = paths.cache.iterdir()
    harm(folder)
    if waiting:
        fill(store, 2, articles=2)
    with closing(Library(paths)) as library:
        assert_complete(library)
        assert library.searcher.search("第").scanned
        sync(library)
        assert_complete(library)
        assert not library.searcher.search("第").scanned
        assert not library.searcher.lags()


def test_an_index_that_is_lost_while_it_is_used_is_built_anew(
    library: Library, store: Store
) -> None:
    fill(store, 1)
    sync(library)
    (folder,) = library.paths.cache.iterdir()
    shutil.rmtree(folder)
    assert_complete(library)
    assert library.searcher.lags()
    sync(library)
    assert_complete(library)
    assert not library.searcher.search("第").scanned


def test_damage_that_is_met_while_feeding_is_mended_by_it(paths: Paths, store: Store) -> None:
    for number in range(3):
        fill(store, number)
    with closing(Library(paths)) as library:
        sync(library)
    for column in paths.cache.rglob("*.id.col"):
        column.write_bytes(b"x" + column.read_bytes()[1:])
    with closing(Library(paths)) as library:
        fill(store, 4)
        sync(library)
        assert not library.searcher.lags()
        assert_complete(library)


def test_a_folder_that_cannot_be_used_leaves_the_texts(paths: Paths, store: Store) -> None:
    fill(store, 1)
    paths.cache.parent.mkdir(parents=True, exist_ok=True)
    paths.cache.write_text("not a folder")
    with closing(Library(paths)) as library:
        assert library.searcher.lags()
        result = library.searcher.search("第")
        assert (result.total, result.scanned) == (8, True)
        with pytest.raises(IndexFolderError) as raised:
            sync(library)
        assert not isinstance(raised.value, IndexBusyError)


# Killed

# Imports and feeds until it is killed, at a moment that only chance knows: a number of calls.
KILLED = """
import os, random, signal, sys
from pathlib import Path
from reader import searcher
from reader.library import Library
from reader.model import ImportResult
from reader.paths import paths_under

searcher._BATCH_ARTICLES = 5
folder, calls = Path(sys.argv[1]), int(sys.argv[2])
library = Library(paths_under(folder / "library"))

def count(frame, event, argument):
    global calls
    calls -= 1
    if calls < 0:
        os.kill(os.getpid(), signal.SIGKILL)

sys.setprofile(count)
while True:
    for path in sorted(folder.glob("*.jsonl")):
        list(library.import_paths([path]))
        list(library.searcher.sync())
    list(library.searcher.rebuild())
    library.remove_documents([library.documents()[0].id])
    list(library.searcher.sync())
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_kill_at_any_moment_loses_nothing(paths: Paths, tmp_path: Path) -> None:
    for number in range(3):
        lines = [{"title": f"第{number}", "text": f"经济{number}第{line}。"} for line in range(20)]
        texts = "\n".join(json.dumps(line) for line in lines)
        (tmp_path / f"{number}.jsonl").write_text(texts, encoding="utf-8")
    chance = random.Random(6)
    for _ in range(5):
        calls = str(chance.randrange(2_000, 150_000))
        command = [sys.executable, "-c", KILLED, str(tmp_path), calls]
        dead = subprocess.run(command, cwd=REPOSITORY, check=False)
        assert dead.returncode == -9
        with closing(Library(paths)) as library:
            assert library.searcher.search("经济").total == len(library.articles())
            assert_complete(library)
            with closing(library.searcher.sync()) as steps:
                list(islice(steps, 1))
            assert_complete(library)
            if chance.random() < 0.5:
                sync(library)
                assert library.verify() == []
                assert not library.searcher.search("经济").scanned


# Two programs

# Feeds the index as far as its first step, says so, and goes on when it is told to.
FEEDS = """
import sys
from pathlib import Path
from reader import searcher
from reader.library import Library
from reader.paths import paths_under

searcher._BATCH_ARTICLES = 3
library = Library(paths_under(Path(sys.argv[1])))
steps = library.searcher.sync()
next(steps)
print("feeding", flush=True)
sys.stdin.readline()
list(steps)
library.close()
"""


def test_a_second_program_reads_while_the_first_feeds_the_index(paths: Paths, store: Store) -> None:
    fill(store, 1)
    command = [sys.executable, "-c", FEEDS, str(paths.data)]
    with (
        closing(Library(paths)) as library,
        subprocess.Popen(
            command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as first,
    ):
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == b"feeding\n"
        with pytest.raises(IndexBusyError, match="another"):
            sync(library)
        fill(store, 2)
        assert_complete(library)
        assert library.searcher.search("第").scanned
        first.stdin.write(b"\n")
        first.stdin.close()
        assert first.wait() == 0
        assert not library.searcher.lags(), "the first fed what the second added too"
        assert_complete(library)
        assert not library.searcher.search("第").scanned
        fill(store, 3)
        sync(library)
        assert_complete(library)


def test_a_program_that_died_while_feeding_leaves_the_index_to_others(
    paths: Paths, store: Store
) -> None:
    fill(store, 1)
    command = [sys.executable, "-c", FEEDS, str(paths.data)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"feeding\n"
        first.kill()
    with closing(Library(paths)) as library:
        sync(library)
        assert_complete(library)
        assert not library.searcher.search("第").scanned


def test_a_feeding_that_is_given_up_lets_others_feed(library: Library, store: Store) -> None:
    fill(store, 1)
    with closing(Library(library.paths)) as other:
        steps = library.searcher.sync()
        next(iter(steps))
        with pytest.raises(IndexBusyError):
            sync(other)
        with pytest.raises(IndexBusyError):
            list(other.searcher.rebuild())
        assert not other.searcher.search("第").scanned or other.searcher.lags()
        steps.close()
        sync(other)
        assert not library.searcher.lags()
        assert not other.searcher.search("第").scanned


# Notes


def note(store: Store, article_id: int, text: str, tags: tuple[str, ...] = (), n: int = 1) -> None:
    """Mark the first two characters of an article."""
    article = store.article(article_id)
    start = article.blocks[0].spans[0].start
    made = annotation_of(article, start, start + 2, n)
    store.put_annotation(replace(made, note=text, tags=tags))


def noted(library: Library, query: str, *, in_notes: bool = False) -> list[int]:
    return sorted(ids(library.searcher.search(query, in_notes=in_notes)))


@pytest.fixture
def three(library: Library, store: Store) -> None:
    """Three articles, in the index, of which none holds 筆 or 歷."""
    fill(store, 1, articles=3)
    sync(library)


@pytest.mark.usefixtures("three")
def test_notes_quotes_and_tags_are_found_by_prefix(library: Library, store: Store) -> None:
    note(store, 1, "這裏的\n筆記", ("歷史 課", "乙"), 1)
    note(store, 2, "别的", ("笔",), 2)
    assert noted(library, "note:笔记") == [1]
    assert noted(library, "note:的笔") == [1], "white space hides nothing"
    assert noted(library, "note:第1") == [1, 2], "the quotes"
    assert noted(library, "note:历史") == [1]
    assert noted(library, "tag:历史课") == [1]
    assert noted(library, "tag:筆") == [2]
    assert noted(library, "tag:=笔 OR tag:乙") == [1, 2]
    assert noted(library, "tag:=筆") == []
    assert noted(library, "-note:笔") == [3]
    assert noted(library, "note:笔 -tag:乙") == [2]
    assert noted(library, "笔") == []
    assert noted(library, "note:没有") == []


@pytest.mark.usefixtures("three")
def test_a_wildcard_does_not_reach_from_one_note_into_the_next(
    library: Library, store: Store
) -> None:
    note(store, 1, "甲乙", ("丙", "丁"), 1)
    note(store, 2, "乙甲?甲乙", (), 2)
    note(store, 3, "x甲", ("乙甲丁",), 3)
    assert noted(library, "note:甲?甲") == [2]
    assert noted(library, "note:乙?") == [2, 3]
    assert noted(library, "tag:丙?丁") == []
    assert noted(library, "note:丙丁") == []
    assert noted(library, "tag:?甲?") == [3]
    assert noted(library, 'tag:"?"') == []
    note(store, 1, "", ("丑",), 4)
    note(store, 2, "", ("丑寅卯",), 5)
    assert noted(library, "tag:丑??") == [2], "though the text before seems to go on into it"


@pytest.mark.usefixtures("three")
def test_words_in_notes_count_as_in_the_text_where_that_is_wanted(
    library: Library, store: Store
) -> None:
    note(store, 2, "我的筆記")
    assert noted(library, "笔记") == []
    assert noted(library, "笔记", in_notes=True) == [2]
    assert noted(library, "第 笔记", in_notes=True) == [2]
    assert noted(library, "-笔记", in_notes=True) == [1, 3]
    assert noted(library, "第1 OR 笔记", in_notes=True) == [1, 2, 3]
    assert noted(library, "第 NEAR 笔记", in_notes=True) == [], "NEAR is of the text"
    assert noted(library, "笔记 第 NEAR 1篇", in_notes=True) == [2]
    fill(store, 2, articles=2)
    note(store, 4, "筆記", n=2)
    assert noted(library, "笔记", in_notes=True) == [2, 4], "of one not yet in the index too"


@pytest.mark.usefixtures("three")
def test_a_note_shows_however_often_the_word_is_in_the_text(library: Library, store: Store) -> None:
    text = "".join(f"历史，{'长' * 100}。" for _ in range(5))
    store.add_document(draft_of(text), Path("x"))
    note(store, 4, "我" * 90 + "歷史\n筆記")
    (hit,) = library.searcher.search("历史", in_notes=True).hits
    *of_text, of_note = hit.snippets
    assert [one.annotation_id for one in hit.snippets] == [None, None, "annotation-1"]
    assert marks(of_note) == ["歷史"]
    assert "\n" not in of_note.text
    assert [marks(one) for one in of_text] == [["历史"], ["历史"]]
    (hit,) = library.searcher.search("note:筆").hits
    assert [(one.annotation_id, marks(one)) for one in hit.snippets] == [("annotation-1", ["筆"])]
    assert not hit.spans


def marks(snippet: Snippet) -> list[str]:
    return [snippet.text[span.start : span.end] for span in snippet.spans]


@pytest.mark.usefixtures("three")
def test_notes_are_found_as_they_are_now_by_every_thread(library: Library) -> None:
    with ThreadPoolExecutor(1) as other, closing(Library(library.paths)) as another:

        def everywhere(query: str) -> list[int]:
            here = noted(library, query)
            assert other.submit(noted, library, query).result() == here
            assert noted(another, query) == here
            return here

        assert everywhere("note:笔记") == []
        span = library.find_quote(1, "第1")
        made = library.annotate(1, span, note="筆記", tags=["甲"])
        assert everywhere("note:笔记") == everywhere("tag:甲") == [1]
        assert made.after is not None
        edited = library.edit_annotation(made.after.id, note="別的")
        assert everywhere("note:笔记") == []
        library.apply(edited.inverse())
        assert everywhere("note:笔记") == [1]
        deleted = library.delete_annotation(made.after.id)
        assert everywhere("note:笔记") == everywhere("is:annotated") == []
        library.apply(deleted.inverse())
        assert everywhere("note:笔记") == everywhere("is:annotated") == [1]
        library.remove_documents([1])
        assert everywhere("note:笔记") == everywhere("is:annotated") == []
        library.restore_documents([1])
        assert everywhere("note:笔记") == [1]


@pytest.mark.usefixtures("three")
def test_what_a_person_did_is_asked_of_wherever_it_stands_in_a_query(
    library: Library, store: Store
) -> None:
    note(store, 1, "甲")
    store.set_reading_position(2, 0)
    assert noted(library, "is:annotated") == [1]
    assert noted(library, "is:unread") == [1, 3]
    assert noted(library, "-(is:annotated OR -is:unread)") == [3]
    assert noted(library, "(is:annotated OR 没有) 第") == [1]
    fill(store, 2, articles=1)
    assert noted(library, "is:unread -is:annotated") == [3, 4]


def test_a_lock_file_of_a_program_that_is_gone_is_no_lock(library: Library, store: Store) -> None:
    fill(store, 1)
    sync(library)
    (folder,) = library.paths.cache.iterdir()
    locks = [file for file in folder.iterdir() if "LOCK" in file.name]
    assert locks
    for lock in locks:
        lock.write_text("123456")
    fill(store, 2)
    sync(library)
    assert not library.searcher.lags()


def test_a_commit_of_another_program_is_waited_for_by_none(library: Library, store: Store) -> None:
    """As an older version of the program does, which knows of commits only."""
    fill(store, 1)
    library.searcher.search("第")  # which makes the index
    (folder,) = library.paths.cache.iterdir()
    lock = CheckedStorage(folder).lock("MAIN_WRITELOCK")
    assert lock.acquire()
    with pytest.raises(IndexBusyError):
        sync(library)
    assert_complete(library)
    lock.release()
    sync(library)
    assert not library.searcher.search("第").scanned
