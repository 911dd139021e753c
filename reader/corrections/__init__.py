"""What people decide of how a document is read, kept apart from what the rules found.

``decision`` has the decisions, which hold in any reading of the same source; ``desk`` carries them
out on the articles and edits of one; ``reading`` is what the library stores of it.
"""

from reader.corrections.decision import (
    Decision,
    DecisionKind,
    block_kind,
    confirmation,
    join_paragraphs,
    keep_rule,
    keep_source,
    merge_articles,
    move_block,
    set_kind,
    split_article,
    split_paragraph,
    uncut,
)
from reader.corrections.desk import decided
from reader.corrections.reading import Holders, Reading, ReadingChange, StoredArticle, matched

__all__ = [
    "Decision",
    "DecisionKind",
    "Holders",
    "Reading",
    "ReadingChange",
    "StoredArticle",
    "block_kind",
    "confirmation",
    "decided",
    "join_paragraphs",
    "keep_rule",
    "keep_source",
    "matched",
    "merge_articles",
    "move_block",
    "set_kind",
    "split_article",
    "split_paragraph",
    "uncut",
]
