"""The library on disk: one SQLite file. The only package that knows SQL."""

from reader.store.backup import Backup, BackupContents, BackupReason, backups_in, contents_of
from reader.store.drafts import clean_texts, edits_inside
from reader.store.listing import Found as FoundAnnotation
from reader.store.merging import Merged
from reader.store.recovery import Recovery
from reader.store.restoring import replace_unreadable
from reader.store.store import QueuedArticle, Store

__all__ = [
    "Backup",
    "BackupContents",
    "BackupReason",
    "FoundAnnotation",
    "Merged",
    "QueuedArticle",
    "Recovery",
    "Store",
    "backups_in",
    "clean_texts",
    "contents_of",
    "edits_inside",
    "replace_unreadable",
]
