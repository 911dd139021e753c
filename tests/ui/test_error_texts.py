"""Errors of the core in the window: each has its Chinese, and that is what is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QTreeWidget

import reader
from reader.errors import ReaderError
from reader.library import Library
from reader.messages import foreign, message
from reader.paths import Paths, resources
from reader.settings import Language, Settings, load, save
from reader.ui import app
from reader.ui.exchange.report_dialog import ReportDialog
from reader.ui.import_dialog import ImportDialog
from reader.ui.theme import apply_theme, colors_of
from reader.ui.translation import in_language, install_language
from tests.rights import posix_only, without_rights
from tests.ui.session import Session, import_files, part_of, wait_until, write
from tests.ui.test_app import Visitor, boxes, button

Open = Callable[..., Session]

_HAN = re.compile("[\u3400-\u9fff]")
_HALF_WIDTH = re.compile(r"[,;:!?()]|\.$")
# Names of formats, of what is written in them, and of encodings.
_NAMES = re.compile(
    r"\b(?:JSON|PDF|ZIP|RTF|MiB|ISO 8601|UTF-8|utf-8|U\+FFFD|title|authors|body|"
    r"gb18030|yesterday)\b|\.(?:jsonl|markdown|md|text|txt)\b"
)
_LATIN = re.compile("[A-Za-z]+")


def templates() -> Iterator[str]:
    """Of each message that the core makes."""
    root = Path(reader.__path__[0])
    for path in sorted(root.rglob("*.py")):
        if path.relative_to(root).parts[0] in ("ui", "cli"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "message":
                yield str(ast.literal_eval(node.args[0]))


def translations() -> list[tuple[str, str]]:
    context = ElementTree.parse(resources() / "translations" / "errors_zh_CN.ts").find("context")
    assert context is not None
    assert context.findtext("name") == "errors"
    return [
        (one.findtext("source", ""), one.findtext("translation", ""))
        for one in context.iter("message")
    ]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_every_message_has_one_translation_and_none_is_left_over() -> None:
    sources = [source for source, _ in translations()]
    assert len(sources) > 100
    assert sorted(set(templates())) == sorted(sources)


@pytest.mark.parametrize(("source", "text"), translations())
def test_a_translation_is_chinese_and_has_the_fields(source: str, text: str) -> None:
    assert fields(text) == fields(source)
    bare = re.sub(r"\{\w+\}", "", text)
    assert _HAN.search(bare) or not bare.strip("：；。")
    assert not _HALF_WIDTH.search(bare)


# In the window


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> Iterator[QApplication]:
    """The application, its language, numbers and looks given back as they were."""
    locale, font, name = QLocale(), QFont(qapp.font()), qapp.applicationName()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)
    qapp.setFont(font)
    qapp.setApplicationName(name)
    apply_theme(qapp, colors_of(Settings().theme))


def latin_words(text: str, *known: object) -> list[str]:
    """What is in Latin letters, but what is known to be and names of formats."""
    for one in known:
        assert str(one)
        text = text.replace(str(one), "")
    return _LATIN.findall(_NAMES.sub("", text))


def test_a_text_without_a_template_stays_as_it_is(application: QApplication) -> None:
    text = message("cannot be read: {why}", why=foreign("EIO", message("Input/output error")))
    assert in_language(text) == text == "cannot be read: EIO"
    install_language(application, Language.SIMPLIFIED)
    assert in_language("cannot be read: EIO") == "cannot be read: EIO"
    assert in_language(text) == "无法读取：磁盘读写出错"
    assert in_language(message("cannot be read: {why}", why="EIO")) == "无法读取：EIO"


@pytest.fixture(params=[Language.SIMPLIFIED, Language.TRADITIONAL])
def session(
    request: pytest.FixtureRequest,
    application: QApplication,
    paths: Paths,
    tmp_path: Path,
    open_session: Open,
) -> Session:
    """The window in Chinese, on an article."""
    with closing(Library(paths)) as library:
        library.decline_seeds()
        import_files(
            library, write(tmp_path / "files", "one.txt", "今天，图书馆里来了许多学生。\n")
        )
    install_language(application, request.param)
    opened = open_session()
    opened.rest()
    return opened


def table(dialog: ImportDialog | ReportDialog) -> list[list[str]]:
    rows = part_of(dialog, QTreeWidget)
    items = [rows.topLevelItem(row) for row in range(rows.topLevelItemCount())]
    return [[item.text(0), item.text(1)] for item in items if item is not None]


def told_by(session: Session, error: ReaderError) -> str:
    session.window.show_error(error)
    found = [one for one in session.window.findChildren(QMessageBox) if one.isVisible()]
    (box,) = found
    box.close()
    return box.text()


BAD_RECORDS = [
    '{"title": "题", "text": "正文。", "date": "yesterday"}',
    "{nothing",
    "[1]",
    '{"title": 3}',
    '{"title": "空"}',
    '{"text": "正文。", "authors": 4}',
]


def test_an_import_tells_why_files_failed(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    files = [
        write(folder, "empty.txt", ""),
        write(folder, "blank.md", " \n\n"),
        write(folder, "page.doc", "今天。"),
        write(folder, "records.jsonl", "\n".join(BAD_RECORDS)),
        write(folder, "none.jsonl", "{nothing\n"),
        write(folder, "misnamed.txt", "%PDF-1.7"),
        folder / "missing.txt",
        folder / f"{'长' * 200}.txt",
    ]
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    text = "今天下雨了，他们没有出门。".encode("gb18030") * 40
    (folder / "broken.txt").write_bytes(text + b"\xff")
    session.window.start([*files, folder / "binary.txt", folder / "broken.txt"])
    session.rest()
    found = table(session.part(ImportDialog))
    assert len({name for name, _ in found}) == 10
    assert len(found) == 15
    for _, reason in found:
        assert _HAN.search(reason)
        assert latin_words(reason) == []


def test_a_library_that_was_moved_is_told_of(session: Session, paths: Paths) -> None:
    away = paths.database.parent.with_name("away")
    paths.database.parent.rename(away)
    wait_until(lambda: bool(trouble(session)))
    told = trouble(session)
    session.highlight("图书馆")
    told += trouble(session)
    away.rename(paths.database.parent)
    wait_until(lambda: not trouble(session))
    assert len(set(told)) == 2, "it is gone, and what could not be stored"
    for text in told:
        assert str(paths.database) in text
        assert latin_words(text, paths.database) == []
        assert not re.search("[,;:!?()]", text.replace(str(paths.database), ""))


def trouble(session: Session) -> list[str]:
    """What the annotations pane says is wrong."""
    labels = session.annotations.findChildren(QLabel)
    return [one.text() for one in labels if one.property("fault") and one.isVisible()]


@posix_only
def test_a_library_that_can_only_be_read_is_told_of(
    application: QApplication, paths: Paths, open_session: Open
) -> None:
    with closing(Library(paths)) as library:
        library.decline_seeds()
    install_language(application, Language.SIMPLIFIED)
    with without_rights(paths.data):
        session = open_session()
        assert session.library.read_only is not None
        text = told_by(session, session.library.read_only)
        session.close()
        for box in session.window.findChildren(QMessageBox):
            box.close()
    assert "只能阅读" in text
    assert latin_words(text, paths.database, paths.data) == []


@pytest.mark.parametrize("content", [b"\xff\xfe{}", None])
def test_settings_that_cannot_be_read_are_told_of(
    session: Session, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "settings.json"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(ReaderError) as caught:
        load(path)
    text = told_by(session, caught.value)
    assert _HAN.search(text)
    assert latin_words(text, path) == []
    path.rename(tmp_path / "elsewhere.json")
    path.mkdir()
    with pytest.raises(ReaderError) as caught:
        save(Settings(), path)
    assert latin_words(told_by(session, caught.value), path) == []


def test_what_is_wrong_with_a_file_of_annotations_is_told(session: Session, tmp_path: Path) -> None:
    rows = [
        '{"target": []}',
        '{"type": "Annotation", "created": "yesterday", "target": {"selector":'
        ' {"type": "TextQuoteSelector", "exact": "没有的字句"}}}',
        '{"target": {"selector": {"type": "TextQuoteSelector", "exact": "没有的字句"}}}',
        "3",
    ]
    file = write(tmp_path, "foreign.json", f"[{','.join(rows)}]")
    take_in(session, file)
    found = table(session.part(ReportDialog))
    assert [number for number, _ in found] == ["1", "2", "3", "4"]
    for _, reason in found:
        assert _HAN.search(reason)
        assert latin_words(reason) == []


@pytest.mark.parametrize("content", ["{", '{"a": 1}', "\ufeff\ufeff["])
def test_a_file_without_annotations_is_told_of(
    session: Session, tmp_path: Path, content: str
) -> None:
    file = write(tmp_path, "other.json", content)
    take_in(session, file)
    (box,) = [one for one in session.window.findChildren(QMessageBox) if one.isVisible()]
    box.close()
    assert box.text().startswith(f"{file}：")
    assert latin_words(box.text(), file) == []


def take_in(session: Session, file: Path) -> None:
    session.action(QCoreApplication.translate("Actions", "Import annotations…")).trigger()
    dialog = session.part(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.close()
    session.rest()


def test_a_library_of_which_nothing_reads_is_told_of_at_the_start(paths: Paths) -> None:
    with closing(Library(paths)) as library:
        library.decline_seeds()
    paths.database.write_bytes(b"SQLite format 3\x00" + b"\xff" * 50_000)
    paths.database.with_suffix(".open").touch()
    save(Settings(language=Language.SIMPLIFIED), paths.settings)
    told: list[str] = []

    def act() -> None:
        told.append(boxes()[0].text())
        button(boxes()[0], "退出").click()

    visitor = Visitor(lambda: bool(boxes()), act)
    assert app.run(paths) == 1
    visitor.deleteLater()
    assert str(paths.database) in told[0]
    assert _HAN.search(told[0])
    assert latin_words(told[0], paths.database) == []
