"""One note being typed, from its first key to its last: what of it may be stored by now."""

from __future__ import annotations

from itertools import count

_numbers = count(1)


class NoteSession:
    """``number``: tells it from all others. ``drafts``: what of it may be stored now.

    ``latest``: the last that was asked to be stored, if that was not in vain.
    """

    def __init__(self) -> None:
        self.number = next(_numbers)
        self.drafts: tuple[str, ...] = ()
        self.latest: str | None = None

    def asked(self, note: str) -> None:
        self.drafts = (*self.drafts, note)
        self.latest = note

    def stored(self, note: str) -> None:
        """What was stored before it is so no more."""
        if note in self.drafts:
            self.drafts = self.drafts[self.drafts.index(note) :]

    def failed(self, note: str) -> None:
        """The draft itself stays: of some failures it is not known whether they were too late."""
        if note == self.latest:
            self.latest = None

    def undone(self) -> None:
        """What was stored is so no more; where it is still in the editor it may be again."""
        self.latest = None
