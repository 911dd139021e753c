"""Annotations out of the window's library and into it, and quotes with their citations."""
