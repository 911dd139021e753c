"""The library's file: what is confirmed is there, what failed left nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import NotFoundError, StoreError
from reader.model import (
    Annotation,
    ArticleDraft,
    Block,
    BlockKind,
    Collection,
    Edit,
    FieldTimes,
    MarkStyle,
    RecordOrigin,
    Script,
    Span,
)
from reader.paths import Paths
from reader.script import NO_TERMS, Direction, Term, Terms
from reader.store import QueuedArticle, Store, readings, rows
from reader.store.connection import Connections
from reader.store.migrating import migrate
from reader.store.schema import MIGRATIONS
from tests.drafts import annotation_of, article_of, draft_of

# The size of the pieces a source is kept in; the texts below cross it.
PIECE = 16_384
PATH = Path("/somewhere/page.txt")


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """The same file as another program sees it."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as connection:
        yield connection


def add(store: Store, source: str) -> int:
    """Add a document of one article; the article's id."""
    document = store.add_document(draft_of(source), PATH)
    return next(one.id for one in store.articles() if one.document_id == document.id)


def queued(store: Store) -> list[QueuedArticle]:
    return store.queued(9, 99)


# Documents and articles


def test_a_document_reads_back_after_reopening(paths: Paths) -> None:
    article = ArticleDraft(
        blocks=(
            Block(BlockKind.TITLE, (Span(0, 3),)),
            Block(BlockKind.PARAGRAPH, (Span(8, 10), Span(4, 7))),
        ),
        title="标题𪟝",
        subtitle="副题",
        authors=("王 五", "李四"),
        newspaper="某报",
        date="2020-02-03",
        page="A1",
        script=Script.SIMPLIFIED,
    )
    edit = Edit("rule", Span(5, 6), "二", "2")
    with closing(Store(paths.database)) as store:
        store.add_document(draft_of("标题𪟝\n一二三\n四五", [article], [edit]), PATH)
    with closing(Store(paths.database)) as store:
        (summary,) = store.articles()
        read = store.article(summary.id)
    assert read.text == "标题𪟝\n四五一2三"
    assert (read.blocks, read.edits) == (article.blocks, (edit,))
    assert (summary.title, summary.subtitle, summary.authors) == (
        "标题𪟝",
        "副题",
        ("王 五", "李四"),
    )
    assert (summary.newspaper, summary.date, summary.page) == ("某报", "2020-02-03", "A1")
    assert (summary.script, summary.characters) == (Script.SIMPLIFIED, 9)
    assert read.summary == summary


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("短文", "短文"),
        ("一" * 24, "一" * 24),
        ("一" * 25, "一" * 24 + "…"),
        ("甲\n" + "乙" * 30, "甲"),
    ],
)
def test_an_untitled_article_is_known_by_its_first_words(
    store: Store, text: str, opening: str
) -> None:
    assert store.article(add(store, text)).summary.label == opening


@pytest.mark.parametrize("article_id", [0, -1, 2, 2**63, 2**80])
def test_there_is_no_such_article(store: Store, article_id: int) -> None:
    add(store, "一")
    with pytest.raises(NotFoundError, match=str(article_id)):
        store.article(article_id)


@pytest.mark.parametrize("start", [0, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - 1, 3 * PIECE - 2])
def test_an_article_is_cut_from_a_long_source_of_astral_characters(
    store: Store, start: int
) -> None:
    source = "".join(chr(0x20000 + place % 40_000) for place in range(3 * PIECE))
    span = Span(start, min(start + PIECE + 1, len(source)))
    edit = Edit("rule", Span(start + 1, start + 2), source[start + 1], "改")
    elsewhere = Edit("rule", Span(10, 11), source[10], "别")
    edits = [edit] if start <= 10 else [elsewhere, edit]
    article = ArticleDraft((Block(BlockKind.PARAGRAPH, (span,)),))
    store.add_document(draft_of(source, [article], edits), PATH)
    read = store.article(store.articles()[0].id)
    assert read.text == source[start] + "改" + source[start + 2 : span.end]
    assert read.source.slice(span) == source[span.start : span.end]
    assert read.edits == (edit,)


def test_what_was_added_at_the_end_of_a_source_reads_back(store: Store) -> None:
    added = (Edit("rule", Span(0, 0), "", "首"), Edit("rule", Span(2, 2), "", "尾"))
    store.add_document(draft_of("一二", edits=added), PATH)
    read = store.article(store.articles()[0].id)
    assert (read.text, read.edits) == ("首一二尾", added)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_cut_of_a_source_reads_back(data: st.DataObject) -> None:
    source = data.draw(st.text("一二𪟝\U0002f800é\n", min_size=1, max_size=60))
    pieces = data.draw(st.integers(1, 9))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(source)), min_size=2, max_size=8)) | {0})
    spans = [Span(low, high) for low, high in pairwise(cuts)]
    spans = data.draw(st.permutations(spans))
    articles = [ArticleDraft((Block(BlockKind.PARAGRAPH, (span,)),)) for span in spans]
    with pytest.MonkeyPatch.context() as patch, fresh_store() as store:
        patch.setattr("reader.store.drafts.CHUNK_CHARACTERS", pieces)
        patch.setattr("reader.store.readings.CHUNK_CHARACTERS", pieces)
        store.add_document(draft_of(source, articles), PATH)
        read = [store.article(summary.id) for summary in store.articles()]
        assert [one.text for one in read] == [source[span.start : span.end] for span in spans]
        assert [one.source.slice(*one.blocks[0].spans) for one in read] == [
            one.text for one in read
        ]


@contextmanager
def fresh_store() -> Iterator[Store]:
    """A store for one example of a property test."""
    with TemporaryDirectory() as folder, closing(Store(Path(folder) / "library.sqlite3")) as store:
        yield store


def test_the_same_bytes_are_known(store: Store) -> None:
    draft = draft_of("一二三")
    document = store.add_document(draft, PATH, "某集")
    assert store.document_of_bytes(draft.sha256) == document
    assert store.document_of_bytes(draft_of("别的").sha256) is None
    assert store.collections() == [Collection(1, "某集", 1)]


def test_removed_documents_come_back_with_their_annotations(store: Store) -> None:
    first, second = add(store, "一二三"), add(store, "四五六")
    article = store.article(first)
    document_id = article.summary.document_id
    store.put_annotation(annotation_of(article, 1, 3))
    store.remove_documents([document_id])
    assert [one.id for one in store.articles()] == [second]
    assert store.article_count() == 1
    assert store.annotations() == []
    assert store.texts([first, second]) == {second: "四五六"}
    assert list(store.summaries([first, second])) == [second]
    with pytest.raises(NotFoundError):
        store.article(first)
    store.restore_documents([document_id])
    assert store.article(first) == article
    assert store.annotations(first) == [annotation_of(article, 1, 3)]


def test_reading_a_removed_file_again_brings_it_back(store: Store) -> None:
    article = store.article(add(store, "一二三"))
    store.put_annotation(annotation_of(article, 1, 3))
    store.remove_documents([article.summary.document_id])
    document = store.add_document(draft_of("一二三"), Path("/elsewhere/other.txt"))
    assert document.path == str(Path("/elsewhere/other.txt"))
    assert store.article(article.summary.id) == article
    assert len(store.annotations()) == 1


def test_thousands_of_documents_are_removed_at_once(store: Store) -> None:
    article_id = add(store, "一")
    store.remove_documents([store.article(article_id).summary.document_id, *range(1000, 300_000)])
    assert store.articles() == []


# The index's queue


def test_the_queue_tells_changes_in_order(store: Store) -> None:
    one, two = add(store, "一"), add(store, "二")
    assert [
        (change.article_id, change.article and change.article.text) for change in queued(store)
    ] == [(one, "一"), (two, "二")]
    assert [change.article_id for change in store.queued(1, 99)] == [one]


def test_a_batch_ends_with_the_text_that_fills_it(store: Store) -> None:
    ids = [add(store, text) for text in ("一" * 9, "二" * 9, "三" * 9)]
    assert [change.article_id for change in store.queued(9, 1)] == ids[:1]
    assert [change.article_id for change in store.queued(9, 18)] == ids[:2]
    assert [change.article_id for change in store.queued(9, 19)] == ids


def test_what_changes_after_a_batch_stays_queued(store: Store) -> None:
    one = add(store, "一")
    batch = queued(store)
    store.remove_documents([store.article(one).summary.document_id])
    store.unqueue(batch[-1].seq)
    assert [(change.article_id, change.article) for change in queued(store)] == [(one, None)]


def test_an_emptied_queue_never_numbers_backwards(store: Store) -> None:
    add(store, "一")
    seq = queued(store)[-1].seq
    store.unqueue(seq)
    assert store.queue_length() == 0
    add(store, "二")
    assert queued(store)[0].seq > seq


def test_everything_can_be_queued_anew(store: Store) -> None:
    ids = [add(store, text) for text in "一二三"]
    store.unqueue(queued(store)[-1].seq)
    store.queue_all()
    assert [change.article_id for change in queued(store)] == ids


# Annotations and reading places


def test_annotations_are_created_replaced_and_deleted(store: Store) -> None:
    article = store.article(add(store, "一𪟝三"))
    second, first = annotation_of(article, 0, 1, 2), annotation_of(article, 1, 3, 1)
    store.put_annotation(second)
    store.put_annotation(first)
    assert store.annotations() == [first, second]
    changed = replace(second, note="", tags=(), spans=(Span(0, 1), Span(2, 3)))
    store.put_annotation(changed)
    assert store.annotations(article.summary.id) == [first, changed]
    store.delete_annotation(first.id)
    assert store.annotations() == [changed]


# The user's own words


def test_terms_are_kept_in_their_order(paths: Paths) -> None:
    back = Term("发", "髮", Direction.TO_SIMPLIFIED)
    first = Terms([Term("甲", "乙"), Term("𪟝", "勣"), Term("发", "發")])
    terms = Terms([Term("𪟝", "勣"), Term("发", "發"), Term("乙", "甲"), back])
    with closing(Store(paths.database)) as store:
        assert store.terms() == NO_TERMS
        store.change_terms(NO_TERMS, first)
        change = store.change_terms(first, terms)
        assert (change.before, change.after) == (first, terms)
    with closing(Store(paths.database)) as store:
        assert store.terms() == terms
        assert store.change_terms(terms, NO_TERMS).after == NO_TERMS
        assert store.terms() == NO_TERMS


def test_a_change_of_terms_is_made_to_what_another_program_stored(paths: Paths) -> None:
    one, other, third, fourth = (Term(word, word) for word in ("甲", "乙", "丙", "𪟝"))
    known = Terms([one, other])
    with closing(Store(paths.database)) as window, closing(Store(paths.database)) as program:
        window.change_terms(NO_TERMS, known)
        program.change_terms(NO_TERMS, Terms([third]))
        change = window.change_terms(known, Terms([other, fourth]))
        assert list(change.before) == [one, other, third]
        assert list(change.after) == [other, third, fourth]
        assert program.terms() == change.after


def test_a_row_that_is_no_term_is_passed_over_and_kept(paths: Paths) -> None:
    with closing(Store(paths.database)) as store:
        store.change_terms(NO_TERMS, Terms([Term("甲", "甲")]))
        with raw(paths.database) as db:
            db.execute("INSERT INTO term VALUES (NULL, '#', '甲', 'both'), (NULL, '乙', '乙', '?')")
        known = store.terms()
        assert list(known) == [Term("甲", "甲")]
        changed = store.change_terms(known, Terms([Term("丙", "丙")])).after
        assert store.terms() == changed == Terms([Term("丙", "丙")])
    with raw(paths.database) as db:
        assert db.execute("SELECT simplified FROM term").fetchall() == [("#",), ("乙",), ("丙",)]


def test_terms_of_a_library_without_directions_hold_in_both(paths: Paths) -> None:
    library_of_schema(2, paths.database)
    with raw(paths.database) as db:
        db.execute("INSERT INTO term (simplified, traditional) VALUES ('发', '髮')")
    with closing(Store(paths.database)) as store:
        assert list(store.terms()) == [Term("发", "髮", Direction.BOTH)]


# A library as the first program left it: a text with an annotation, and a file of two records.
FIRST_LIBRARY = """
INSERT INTO document VALUES
    (1, NULL, 'a', '/a.txt', 'a.txt', 'text', 'utf-8', 'neither', NULL, NULL, NULL, '2026', NULL),
    (2, NULL, 'b', '/b.jsonl', 'b.jsonl', 'jsonl', 'utf-8', 'neither', NULL, NULL, NULL, '2026',
     NULL);
INSERT INTO source VALUES (1, 0, '一𪟝三'), (2, 0, '甲

乙

丙

');
INSERT INTO article VALUES
    (1, 1, 0, 'article', '', '', '[]', NULL, NULL, NULL, 'neither',
     '[["paragraph", [[0, 3]]]]', 3, '一𪟝三'),
    (2, 2, 0, 'article', '甲', '', '["子"]', '报', '2026', NULL, 'neither',
     '[["title", [[0, 1]]], ["paragraph", [[3, 4]]]]', 3, '甲
乙'),
    (3, 2, 1, 'article', '', '', '[]', NULL, NULL, NULL, 'neither',
     '[["paragraph", [[6, 7]]]]', 1, '丙');
INSERT INTO annotation VALUES ('n', 1, 1, '[[1, 3]]', '𪟝三', '一', '', 'a', 'yellow', '', '[]',
    '2026-11-21T00:00:00+00:00', '2026-11-21T00:00:00+00:00');
"""


def test_a_library_of_the_first_version_keeps_all_it_had(paths: Paths) -> None:
    library_of_schema(1, paths.database)
    with raw(paths.database) as db:
        (name,) = db.execute("SELECT value FROM meta WHERE key = 'library_id'").fetchone()
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'term'").fetchone()
        db.executescript(FIRST_LIBRARY)
    with closing(Store(paths.database)) as store:
        (annotation,) = store.annotations(1)
        assert (annotation.spans, annotation.quote) == ((Span(1, 3),), "𪟝三")
        assert [one.title for one in store.articles()] == ["", "甲", ""]
        assert not any(one.uncertain for one in store.articles())
        assert store.library_id == name
        assert store.document_draft(2).records == (
            RecordOrigin(0, 3, "报", "2026", ("子",)),
            RecordOrigin(6, 6),
        )
        store.change_terms(NO_TERMS, Terms([Term("𪟝", "勣")]))
        assert list(store.terms()) == [Term("𪟝", "勣")]
        assert store.problems() == []


# Another annotation, which was changed after it was made, and when nothing else was known of it.
CHANGED_NOTE = """
INSERT INTO annotation VALUES ('m', 1, 1, '[[0, 1]]', '一', '', '𪟝三', 'a', 'blue', '看法
二', '["甲", "乙 丙"]', '2026-10-01T00:00:00+00:00', '2026-10-02T03:04:05.000006+00:00');
"""


@pytest.mark.parametrize("number", range(1, len(MIGRATIONS) + 1))
def test_annotations_of_every_older_version_keep_all_they_had(paths: Paths, number: int) -> None:
    library_of_schema(1, paths.database)
    with raw(paths.database) as db:
        db.executescript(FIRST_LIBRARY + CHANGED_NOTE)
    library_of_schema(number, paths.database)  # as a program of that time left it
    with closing(Store(paths.database, paths.backups)) as store:
        changed, plain = store.annotations()
        assert len(store.keeper.backups()) == (number < len(MIGRATIONS))
    created = datetime(2026, 11, 21, tzinfo=UTC)
    assert plain == Annotation(
        id="n",
        document_id=1,
        article_id=1,
        spans=(Span(1, 3),),
        quote="𪟝三",
        prefix="一",
        suffix="",
        source_sha256="a",
        color="yellow",
        note="",
        tags=(),
        created=created,
        modified=created,
        style=MarkStyle.HIGHLIGHT,
        times=FieldTimes(),
    )
    modified = datetime(2026, 10, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert changed == replace(
        plain,
        id="m",
        spans=(Span(0, 1),),
        quote="一",
        prefix="",
        suffix="𪟝三",
        color="blue",
        note="看法\n二",
        tags=("甲", "乙 丙"),
        created=datetime(2026, 10, 1, tzinfo=UTC),
        modified=modified,
        # Which part was changed nobody knows any more: each may have been.
        times=FieldTimes(modified, modified, modified, modified, modified),
    )


def library_of_schema(number: int, path: Path) -> None:
    """A library as the program made or left it when the schema had this number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch, closing(Connections(path)) as db:
        patch.setattr("reader.store.migrating.MIGRATIONS", MIGRATIONS[:number])
        migrate(db)


def test_a_reading_place_is_kept(store: Store) -> None:
    article_id = add(store, "一二三")
    assert store.reading_position(article_id) is None
    store.set_reading_position(article_id, 1)
    store.set_reading_position(article_id, 2)
    assert store.reading_position(article_id) == 2


# The file


def test_each_library_has_a_name_of_its_own(tmp_path: Path) -> None:
    names = []
    for file in ("a.sqlite3", "b.sqlite3", "a.sqlite3"):
        with closing(Store(tmp_path / file)) as store:
            names.append(store.library_id)
    assert names[0] == names[2] != names[1]
    assert all(names)


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "library.sqlite3"
    Store(path).close()
    with raw(path) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Store(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["library.sqlite3"]


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with raw(path) as db:
        db.execute("CREATE TABLE theirs (value)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(b"not a database" * 500)
    with pytest.raises(StoreError, match="damaged"):
        Store(path)
    assert path.read_bytes() == b"not a database" * 500


def test_an_overwritten_page_is_an_error_with_the_files_name(paths: Paths) -> None:
    with closing(Store(paths.database)) as store:
        add(store, "一" * 50_000)
        pages = paths.database.stat().st_size // 4096
    content = bytearray(paths.database.read_bytes())
    content[4096:] = b"\xff" * 4096 * (pages - 1)
    paths.database.write_bytes(content)
    with (
        pytest.raises(StoreError, match=r"library\.sqlite3.*damaged"),
        closing(Store(paths.database)) as store,
    ):
        store.articles()


def test_a_locked_library_says_so(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.store.connection._BUSY_TIMEOUT_S", 0.0)
    with closing(Store(paths.database)) as store, raw(paths.database) as other:
        article_id = add(store, "一")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="another program"):
            store.set_reading_position(article_id, 1)
        assert store.article(article_id).text == "一"
        other.execute("ROLLBACK")
        store.set_reading_position(article_id, 1)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Store(tmp_path / "file" / "library.sqlite3")


def test_a_full_disk_leaves_nothing_of_the_document(store: Store) -> None:
    kept = add(store, "一")
    with raw(store.path) as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    store._db.connection().execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(StoreError, match="disk is full"):
        store.add_document(draft_of("二" * 100_000), PATH)
    assert [one.id for one in store.articles()] == [kept]
    assert store.queue_length() == 1
    assert store.problems() == []


def test_a_failed_write_leaves_the_store_ready_for_the_next(store: Store) -> None:
    cannot_be_stored = replace(article_of("一"), subtitle="\ud800")
    with pytest.raises(UnicodeEncodeError):
        store.add_document(draft_of("一", [cannot_be_stored]), PATH)
    assert store.documents() == []
    article_id = add(store, "二")
    assert [change.article_id for change in queued(store)] == [article_id]


def test_threads_write_and_read_at_the_same_time(store: Store) -> None:
    first = add(store, "零")

    def work(number: int) -> str:
        store.add_document(draft_of(f"第{number}篇"), PATH)
        return store.article(first).text

    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(work, range(40)))
    assert read == ["零"] * 40
    assert sorted(store.article(one.id).text for one in store.articles()[1:]) == sorted(
        f"第{number}篇" for number in range(40)
    )


def test_two_openings_of_one_library_see_each_other(paths: Paths) -> None:
    with closing(Store(paths.database)) as one, closing(Store(paths.database)) as other:
        article_id = add(one, "一")
        assert other.article(article_id).text == "一"
        assert add(other, "二") != article_id
        assert one.article_count() == 2


def test_broken_references_are_found(paths: Paths) -> None:
    with closing(Store(paths.database)) as store:
        add(store, "一")
        assert store.problems() == []
        with raw(paths.database) as db:
            db.execute("DELETE FROM document")
        assert [problem for problem in store.problems() if "article" in problem]


def test_many_articles_share_one_source(store: Store) -> None:
    lines = [f"第{number}行𪟝" for number in range(2_000)]
    source = "\n".join(lines)
    articles, start = [], 0
    for line in lines:
        articles.append(article_of(source, start, start + len(line), title=line[:2]))
        start += len(line) + 1
    document = store.add_document(draft_of(source, articles), PATH)
    assert document.articles == len(lines)
    ids = [one.id for one in store.articles()]
    assert store.texts(ids) == dict(zip(ids, lines, strict=True))
    assert store.article(ids[-1]).text == lines[-1]


def put_instead(one: Annotation, _: Annotation | None) -> Annotation:
    return one


def test_an_article_is_looked_at_once_for_all_annotations_of_a_step(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "一二三四五六七八九\n甲乙丙丁"
    store.add_document(draft_of(source, [article_of(source, 0, 9), article_of(source, 10)]), PATH)
    article = store.article(1)
    over = replace(annotation_of(article, 7, 9, 9), spans=(Span(7, 9), Span(10, 12)))
    made = [*(annotation_of(article, number, number + 1, number) for number in range(5)), over]
    read: list[str] = []

    def blocks_of(blocks_json: str) -> object:
        read.append(blocks_json)
        return rows.blocks_of(blocks_json)

    monkeypatch.setattr(readings, "blocks_of", blocks_of)
    once = 1 + 2  # the article they name, and those of the document for the one that reaches over
    created = store.merge_annotations([(one.id, partial(put_instead, one)) for one in made])
    assert len(read) == once
    deleted = [change.inverse() for change in created]
    store.apply_annotations(deleted)
    store.apply_annotations(created)
    assert len(read) == 2 * once
    store.change_annotations([one.id for one in made], lambda one: replace(one, note="新"))
    assert len(read) == 3 * once
    assert [one.note for one in store.annotations(2)] == ["新"]
