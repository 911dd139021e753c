"""What backups and mended libraries are called, in the window's language."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale

from reader.store import BackupContents, BackupReason, Recovery

# More names of lost files tell a person nothing at a glance; the rest are counted.
_MOST_LOST = 8


def reason_text(reason: BackupReason) -> str:
    """Why a backup was made."""
    return {
        BackupReason.DAILY: QCoreApplication.translate("Backup", "Daily"),
        BackupReason.ASKED: QCoreApplication.translate("Backup", "Asked for"),
        BackupReason.MIGRATION: QCoreApplication.translate("Backup", "Before an update"),
        BackupReason.RESTORE: QCoreApplication.translate("Backup", "Before a restore"),
    }[reason]


def contents_text(contents: BackupContents) -> str:
    """What is in a backup."""
    text = QCoreApplication.translate("Backup", "Documents: %1, annotations: %2")
    text = text.replace("%1", QLocale().toString(contents.documents))
    return text.replace("%2", QLocale().toString(contents.annotations))


def recovery_text(found: Recovery) -> str:
    """What was done about damage, for the person whose library it is; a paragraph each."""
    return "\n\n".join(_paragraphs(found))


def _paragraphs(found: Recovery) -> Iterator[str]:
    if found.backup is None:
        yield QCoreApplication.translate(
            "Recovery",
            "The library was damaged. There was no sound backup, so what could be read was kept.",
        )
    elif found.kept is None:
        text = QCoreApplication.translate(
            "Recovery", "The library was gone. It was put back from the backup %1."
        )
        yield text.replace("%1", found.backup.name)
    else:
        text = QCoreApplication.translate(
            "Recovery",
            "The library was damaged. What could be read was joined with the backup %1.",
        )
        yield text.replace("%1", found.backup.name)
    yield _what_is_there(found)
    if found.lost:
        yield _lost(found.lost)
    if found.notes is not None:
        text = QCoreApplication.translate(
            "Recovery", "%1 notes of what was lost are kept in the file %2"
        )
        text = text.replace("%1", QLocale().toString(found.unplaced))
        yield text.replace("%2", str(found.notes))
    if found.kept is not None:
        text = QCoreApplication.translate("Recovery", "The damaged file is kept as %1")
        yield text.replace("%1", str(found.kept))


def _what_is_there(found: Recovery) -> str:
    contents = contents_text(BackupContents(found.documents, found.annotations))
    text = QCoreApplication.translate("Recovery", "It has now: %1.").replace("%1", contents)
    if found.complete:
        text += " " + QCoreApplication.translate("Recovery", "Nothing was lost.")
    return text


def _lost(paths: tuple[str, ...]) -> str:
    heading = QCoreApplication.translate("Recovery", "Please import these again; they were lost:")
    lines = [heading, *paths[:_MOST_LOST]]
    if len(paths) > _MOST_LOST:
        more = QLocale().toString(len(paths) - _MOST_LOST)
        lines.append(QCoreApplication.translate("Recovery", "and %1 more").replace("%1", more))
    return "\n".join(lines)
