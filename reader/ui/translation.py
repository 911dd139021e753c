"""The language of menus and messages: English, Chinese, and Chinese in traditional characters."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from reader.messages import Message
from reader.model import Script, ShownScript
from reader.paths import resources
from reader.script import convert_text
from reader.settings import Language

# The window's own, which lupdate keeps, and the core's, which it does not know of.
_FILES = ("zh_CN.ts", "errors_zh_CN.ts")
_CONTEXT = "errors"
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
    for name in _FILES:
        messages = MessageTranslator(resources() / "translations" / name, traditional=traditional)
        messages.setParent(application)
        application.installTranslator(messages)


def in_language(text: str) -> str:
    """What the core says of an error, in the window's language; any other text as it is."""
    if not isinstance(text, Message):
        return text
    template = QCoreApplication.translate(_CONTEXT, text.template)
    if template == text.template:  # English, or not translated: then another's words stay its own
        return text
    values = {
        name: in_language(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }
    return template.format(**values)


def _chosen(language: Language) -> Language:
    """What ``SYSTEM`` stands for on this desktop."""
    if language is not Language.SYSTEM:
        return language
    locale = QLocale.system()
    if locale.language() is not QLocale.Language.Chinese:
        return Language.ENGLISH
    traditional = locale.script() is QLocale.Script.TraditionalHanScript
    return Language.TRADITIONAL if traditional else Language.SIMPLIFIED
