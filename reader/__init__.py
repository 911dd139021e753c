"""Jianfan Reader: a desktop reader for Chinese newspaper pages, reports and books.

One immutable source, many views::

    bytes --decode--> source --edits, reflow, segmentation--> article --script--> shown
                        ^                                                           |
                        +------------- a selection maps back, exactly <-------------+

Each line imports only from the lines below it; ``|`` means mutually independent::

    reader.__main__
    reader.ui | reader.cli            front ends; only ui imports Qt
    reader.library                    the one object both hold
    reader.searcher                   the store and the index together
      | reader.proofreader            how documents are read: people's decisions, reading again
    reader.exchange                   annotations exported, and imported from other libraries
    reader.concordance                every place of a search, a line each
      | reader.annotation_list        which annotations are listed, and in what order
      | reader.annotation_edits       what a change makes of annotations
      | reader.source_view            the source beside an article, in its own lines
    reader.store | reader.search      the only SQL | the only Whoosh
    reader.corrections                people's decisions, carried out on what the rules found
    reader.importing | reader.anchors | reader.export | reader.article_view
    reader.script                     the only OpenCC
    reader.edit_places | reader.settings | reader.paths
    reader.files                      a file written as a whole or not at all
    reader.alignment
    reader.model
    reader.errors
    reader.messages                  texts that the window says in its own language

Offsets are Unicode code points everywhere; ``reader.ui.laid_block`` alone converts to UTF-16.
Long work is a generator, one result per item: to stop iterating is to cancel.
"""
