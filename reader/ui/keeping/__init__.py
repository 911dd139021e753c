"""Keeping a library safe while a window shows it: backups, damage, and what others change in it."""
