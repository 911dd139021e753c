"""The library on disk: one SQLite file. The only package that knows SQL."""

from reader.store.drafts import clean_texts, edits_inside
from reader.store.store import QueuedArticle, Store

__all__ = ["QueuedArticle", "Store", "clean_texts", "edits_inside"]
