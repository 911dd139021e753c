"""The annotation pane: cards of an article, a document or the library, and what is done to them."""
