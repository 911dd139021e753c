"""Search over all articles; the only user of Whoosh."""
