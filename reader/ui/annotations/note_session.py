"""One note being typed, from its first key to its last: what of it may be stored by now."""

from __future__ import annotations

from itertools import count

_numbers = count(1)


class NoteSession:
    """``number``: tells it from all others. ``drafts``: what of it may be stored now.

    ``stored``: what is known to be, if nothing was asked for since that may have come instead.
    """

    def __init__(self) -> None:
        self.number = next(_numbers)
        self.drafts: tuple[str, ...] = ()
        self.stored: str | None = None

    def ask(self, note: str) -> None:
        self.drafts = (*self.drafts, note)
        if note != self.stored:
            self.stored = None

    def confirm(self, note: str) -> None:
        """What was stored before it is so no more."""
        if note in self.drafts:
            self.drafts = self.drafts[self.drafts.index(note) :]
        if self.drafts[-1:] == (note,):
            self.stored = note

    def doubt(self) -> None:
        """It was undone, or failed, of which it is not always known whether that was too late; the
        drafts stay, for they may be stored all the same."""
        self.stored = None
