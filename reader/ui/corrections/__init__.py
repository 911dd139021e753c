"""Correcting how documents are read: the article's menu, what was decided, and reading again."""
