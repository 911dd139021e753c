"""How a moment is written in the window, everywhere the same."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale


def moment_text(moment: datetime) -> str:
    """To the minute, in the time of this computer; year, month and day in the order of ISO 8601,
    which is that of Chinese too, and can be mistaken for no other."""
    when = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    return QLocale().toString(when, "yyyy-MM-dd HH:mm")
