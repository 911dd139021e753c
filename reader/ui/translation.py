"""The language of menus and messages: English, Chinese, and Chinese in traditional characters."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from reader.model import Script, ShownScript
from reader.paths import resources
from reader.script import convert_text
from reader.settings import Language

_LOCALES = {
    Language.ENGLISH: QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom),
    Language.SIMPLIFIED: QLocale(QLocale.Language.Chinese, QLocale.Country.China),
    Language.TRADITIONAL: QLocale(QLocale.Language.Chinese, QLocale.Country.Taiwan),
}


class MessageTranslator(QTranslator):
    """Messages from Qt Linguist's own file, read as it is: there is no compiled copy to forget.

    One translation serves both scripts: traditional is converted from simplified.
    """

    def __init__(self, path: Path, *, traditional: bool) -> None:
        super().__init__()
        self._messages: dict[tuple[str, str], str] = {}
        for context in ElementTree.parse(path).iter("context"):
            name = context.findtext("name", "")
            for message in context.iter("message"):
                text = message.findtext("translation") or ""
                if traditional:
                    text = convert_text(text, ShownScript.TAIWAN, Script.SIMPLIFIED)
                if text:
                    self._messages[name, message.findtext("source", "")] = text

    def isEmpty(self) -> bool:
        return not self._messages

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return self._messages.get((context, source))


def install_language(application: QApplication, language: Language) -> None:
    """Translate what is built from now on, Qt's own dialogs included."""
    chosen = _chosen(language)
    if language is not Language.SYSTEM:  # dates and numbers go with the language
        QLocale.setDefault(_LOCALES[chosen])
    if chosen is Language.ENGLISH:
        return
    traditional = chosen is Language.TRADITIONAL
    own = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load("qtbase_zh_TW" if traditional else "qtbase_zh_CN", folder):
        application.installTranslator(own)
    messages = MessageTranslator(resources() / "translations" / "zh_CN.ts", traditional=traditional)
    messages.setParent(application)
    application.installTranslator(messages)


def _chosen(language: Language) -> Language:
    """What ``SYSTEM`` stands for on this desktop."""
    if language is not Language.SYSTEM:
        return language
    locale = QLocale.system()
    if locale.language() is not QLocale.Language.Chinese:
        return Language.ENGLISH
    traditional = locale.script() is QLocale.Script.TraditionalHanScript
    return Language.TRADITIONAL if traditional else Language.SIMPLIFIED
