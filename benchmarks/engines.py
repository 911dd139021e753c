"""What ``bench_search`` measures, each behind the same few methods.

Tantivy is measured where it is installed, in the environment or in the folder that ``TANTIVY``
names::

    pip install --target build/tantivy tantivy
    TANTIVY=build/tantivy make bench
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

from whoosh.analysis import NgramTokenizer
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.index import create_in, exists_in, open_dir
from whoosh.query import Phrase
from whoosh.query import Term as WhooshTerm

from reader.model import ArticleDraft, Block, BlockKind, DocumentDraft, IndexedArticle, Span
from reader.script.folding import fold
from reader.search.index import SearchIndex
from reader.search.query import parse_query
from reader.searcher import Searcher
from reader.store import Store

PAGE = 50
_TANTIVY_HEAP_BYTES = 256_000_000


class Engine(Protocol):
    """An index in a folder, opened there or created."""

    shortest: int

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        """In one durable batch; found from then on."""

    def remove(self, article: IndexedArticle) -> None: ...

    def ask(self, query: str) -> int | None:
        """Find the best 50, and say of how many. ``None`` where it does not tell.

        ``query`` has at least as many characters as ``shortest``.
        """

    def close(self) -> None: ...


class Index:
    """This program's index alone: the best 50 as ids, and the total."""

    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._index = SearchIndex(folder)

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        self._index.apply(articles, [])

    def remove(self, article: IndexedArticle) -> None:
        self._index.apply([], [article.id])

    def ask(self, query: str) -> int:
        return self._index.search(parse_query(query), limit=PAGE).total

    def close(self) -> None:
        self._index.close()


class Library:
    """This program's whole search: hits with their titles, all places and snippets, from the store.

    What it adds goes into the store first, and its size is that of both.
    """

    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder / "library.db")
        self._searcher = Searcher(self._store, folder / "index")
        self._documents = 0

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        self._documents += 1
        draft = _draft(f"{self._documents}", articles)
        texts = [article.text for article in articles]
        self._store.add_document(draft, Path(draft.name), texts=texts)
        for _ in self._searcher.sync():
            pass

    def remove(self, article: IndexedArticle) -> None:
        """The document it was added in."""
        (found,) = self._searcher.search(article.title).hits
        self._store.remove_documents([found.summary.document_id])
        for _ in self._searcher.sync():
            pass

    def ask(self, query: str) -> int:
        return self._searcher.search(query, limit=PAGE).total

    def close(self) -> None:
        self._searcher.close()
        self._store.close()


def _draft(name: str, articles: Sequence[IndexedArticle]) -> DocumentDraft:
    """A document whose source is its articles' texts end to end."""
    drafts, start = [], 0
    for article in articles:
        end = start + len(article.text)
        drafts.append(
            ArticleDraft(
                blocks=(Block(BlockKind.PARAGRAPH, (Span(start, end),)),),
                title=article.title,
                newspaper=article.newspaper or None,
                date=article.date,
            )
        )
        start = end
    source = "".join(article.text for article in articles)
    return DocumentDraft(name, "txt", "utf-8", name, source, (), tuple(drafts))


class Trigrams:
    """SQLite FTS5 with its trigram tokenizer; it keeps the text. Strings too short: by LIKE."""

    shortest = 1

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS article USING fts5(text, tokenize='trigram')"
        )

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT INTO article(rowid, text) VALUES (?, ?)",
                [(article.id, article.text) for article in articles],
            )

    def remove(self, article: IndexedArticle) -> None:
        with self._db:
            self._db.execute("DELETE FROM article WHERE rowid = ?", (article.id,))

    def ask(self, query: str) -> int:
        if len(query) < 3:
            # The plus keeps LIKE off the index, which counts bytes where it should count
            # characters (SQLite 3.40) and so answers that one Chinese character is nowhere.
            condition, order, value = "+text LIKE ?", "rowid", f"%{query}%"
        else:
            condition, order, value = "article MATCH ?", "rank", f'"{query}"'
        self._db.execute(
            f"SELECT rowid FROM article WHERE {condition} ORDER BY {order} LIMIT {PAGE}", (value,)
        ).fetchall()
        counted = f"SELECT count(*) FROM article WHERE {condition}"
        return int(self._db.execute(counted, (value,)).fetchone()[0])

    def close(self) -> None:
        self._db.close()


class Bigrams:
    """SQLite FTS5 over the bigrams of the folded text, without the text.

    It gives no total.
    """

    shortest = 2

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        # The tokenizer that takes every character beyond ASCII for part of a word.
        self._db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS article"
            " USING fts5(text, content='', tokenize='ascii')"
        )

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        with self._db:
            self._db.executemany(
                "INSERT INTO article(rowid, text) VALUES (?, ?)",
                ((article.id, _spaced_bigrams(article.text)) for article in articles),
            )

    def remove(self, article: IndexedArticle) -> None:
        with self._db:
            self._db.execute(
                "INSERT INTO article(article, rowid, text) VALUES ('delete', ?, ?)",
                (article.id, _spaced_bigrams(article.text)),
            )

    def ask(self, query: str) -> None:
        self._db.execute(
            f"SELECT rowid FROM article WHERE article MATCH ? ORDER BY rank LIMIT {PAGE}",
            (f'"{_spaced_bigrams(query)}"',),
        ).fetchall()

    def close(self) -> None:
        self._db.close()


class Tantivy:
    """Tantivy with one thread over the bigrams of the folded text, without the text.

    Its own n-grams all stand at one place, so that no phrase of them is ever found.
    """

    shortest = 2

    def __init__(self, folder: Path) -> None:
        self._tantivy = _tantivy()
        builder = self._tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True)
        builder.add_text_field("text", tokenizer_name="spaced", index_option="position")
        self._schema = builder.build()
        self._index = self._tantivy.Index(self._schema, path=str(folder))
        spaced = self._tantivy.TextAnalyzerBuilder(self._tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer("spaced", spaced)
        self._writer: Any = None

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        writer = self._opened_writer()
        for article in articles:
            writer.add_document(
                self._tantivy.Document(id=article.id, text=_spaced_bigrams(article.text))
            )
        writer.commit()
        self._index.reload()

    def remove(self, article: IndexedArticle) -> None:
        self._opened_writer().delete_documents_by_term("id", article.id)
        self._writer.commit()
        self._index.reload()

    def ask(self, query: str) -> int:
        words = _spaced_bigrams(query).split()
        make = self._tantivy.Query
        asked = (
            make.phrase_query(self._schema, "text", words)
            if len(words) > 1
            else make.term_query(self._schema, "text", words[0])
        )
        searcher = self._index.searcher()
        found = searcher.search(asked, PAGE)
        for _, address in found.hits:
            searcher.doc(address)
        return int(found.count)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()

    def _opened_writer(self) -> Any:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_TANTIVY_HEAP_BYTES, num_threads=1)
        return self._writer


class StockWhoosh:
    """Whoosh as it comes, over the bigrams of the folded text, without the text."""

    shortest = 2

    def __init__(self, folder: Path) -> None:
        bigrams = TEXT(analyzer=NgramTokenizer(2), phrase=True)
        schema = Schema(id=NUMERIC(stored=True, unique=True), text=bigrams)
        name = str(folder)
        self._index = open_dir(name) if exists_in(name) else create_in(name, schema)
        self._searcher = self._index.searcher()

    def add(self, articles: Sequence[IndexedArticle]) -> None:
        writer = self._index.writer(limitmb=256)
        for article in articles:
            writer.add_document(id=article.id, text=fold(article.text))
        writer.commit()
        self._searcher = self._searcher.refresh()

    def remove(self, article: IndexedArticle) -> None:
        self._index.delete_by_term("id", article.id)
        self._searcher = self._searcher.refresh()

    def ask(self, query: str) -> int:
        words = _spaced_bigrams(query).split()
        asked = Phrase("text", words) if len(words) > 1 else WhooshTerm("text", words[0])
        found = self._searcher.search(asked, limit=PAGE)
        for hit in found:
            hit.fields()
        return len(found)

    def close(self) -> None:
        self._searcher.close()


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "this index": Index,
    "this, with snippets": Library,
    "FTS5 trigrams": Trigrams,
    "FTS5 bigrams": Bigrams,
    "Tantivy bigrams": Tantivy,
    "Whoosh bigrams": StockWhoosh,
}


def is_installed(name: str) -> bool:
    """Whether the engine of this name can be measured here."""
    if name != "Tantivy bigrams":
        return True
    try:
        _tantivy()
    except ImportError:
        return False
    return True


def _tantivy() -> Any:
    folder = os.environ.get("TANTIVY")
    if folder and folder not in sys.path:
        sys.path.append(folder)
    return import_module("tantivy")


def _spaced_bigrams(text: str) -> str:
    folded = fold(text)
    return " ".join(map("".join, pairwise(folded)))
