"""The command line: its JSON, its exit status, and a library that survives whatever ends it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reader.__main__ import main
from reader.cli import COMMAND_NAMES
from reader.cli.terminal import ProgressLine
from reader.library import Library
from reader.model import Progress
from reader.paths import paths_under
from reader.script import Term, Terms
from tests.conftest import Write
from tests.rights import posix_only, without_rights

REPOSITORY = Path(__file__).parents[1]
SEEDS = REPOSITORY / "seeds"
# 勣 has its simplified form beyond the BMP, so what follows it moves in UTF-16 but not here.
ASTRAL = "# 李勣列傳\n\n本報訊 李勣將軍與張將軍會師，勣軍先至。皇后在後宮聞訊。\n"
SIMPLIFIED = "今天，图书馆里来了许多学生。他们阅读历史，讨论经济发展。\n"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="asks for a Linux device or signal")


class Jianfan:
    """The command in this process, on one library; what it printed last is kept."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._captured = captured
        self.errors = ""

    def __call__(self, *arguments: object, status: int = 0) -> str:
        """Run it; the text it printed."""
        found = main(["--data-dir", str(self.folder), *map(str, arguments)])
        output, self.errors = self._captured.readouterr()
        assert found == status, self.errors
        return output

    def json(self, *arguments: object, status: int = 0) -> Any:
        """Run it; the one JSON value it printed."""
        return json.loads(self(*arguments, "--json", status=status))

    def misused(self, *arguments: object) -> str:
        """Run it; what it said about its wrong usage."""
        with pytest.raises(SystemExit) as ended:
            self(*arguments)
        assert ended.value.code == 2
        output, errors = self._captured.readouterr()
        assert output == ""
        return errors


@pytest.fixture
def jianfan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Jianfan:
    return Jianfan(tmp_path / "library", capsys)


def environment(**changed: str) -> dict[str, str]:
    """This process's, without what changes how Python treats the standard streams."""
    path = os.pathsep.join(filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")]))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": path, **changed}


def run(
    folder: Path,
    *arguments: object,
    code: Sequence[str] = ("-m", "reader"),
    given: bytes | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, called from another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [sys.executable, *code, "--data-dir", "library", *map(str, arguments)],
        cwd=folder,
        input=given,
        capture_output=True,
        env=env or environment(),
        timeout=120,
        check=False,
    )


def run_json(folder: Path, *arguments: object) -> Any:
    ended = run(folder, *arguments, "--json")
    assert ended.returncode == 0, ended.stderr.decode()
    return json.loads(ended.stdout.decode("utf-8"))


# From a fresh folder to an export, each command a process of its own


def test_a_reader_goes_from_files_to_an_export(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ASTRAL, encoding="utf-8")
    imported = run_json(tmp_path, "import", SEEDS, "page.md")
    assert [result["status"] for result in imported] == ["imported"] * 6
    listed = run_json(tmp_path, "list")
    assert len(listed) == sum(result["articles"] for result in imported)
    astral_id = listed[-1]["id"]

    # A traditional word hits simplified articles.
    found = run_json(tmp_path, "search", "經濟發展")
    scripts = {one["id"]: one["script"] for one in listed}
    hit = next(hit for hit in found["hits"] if scripts[hit["article"]] == "simplified")
    text = run_json(tmp_path, "show", hit["article"])["text"]
    assert {text[start:end] for start, end in hit["spans"]} <= {"经济发展", "經濟發展"}
    assert found["total"] >= len(found["hits"]) > 1

    # A mark across a character whose conversion changes its length in UTF-16.
    assert "李𪟝将军" in run_json(tmp_path, "show", astral_id, "--script", "simplified")["text"]
    made = run_json(tmp_path, "annotate", astral_id, "--quote", "李𪟝将军与", "--note", "看法")
    again = run_json(tmp_path, "annotations", "--article", astral_id)
    assert again == [made]
    start, end = made["span"]
    words = {
        script: run_json(tmp_path, "show", astral_id, "--script", script)["text"][start:end]
        for script in ("original", "simplified", "traditional", "hongkong")
    }
    assert words == {
        "original": "李勣將軍與",
        "simplified": "李𪟝将军与",
        "traditional": "李勣將軍與",
        "hongkong": "李勣將軍與",
    }

    exported = run(tmp_path, "export", "--format", "markdown", "-o", "notes.md")
    assert (exported.returncode, exported.stdout) == (0, b"")
    notes = (tmp_path / "notes.md").read_text(encoding="utf-8")
    assert "# 李勣列傳\n" in notes
    assert "> 李勣將軍與\n\n看法\n" in notes
    assert run_json(tmp_path, "verify") == {"ok": True, "problems": []}


# Import and list


def test_import_tells_of_each_file(jianfan: Jianfan, write: Write, tmp_path: Path) -> None:
    page = write("in/page.txt", SIMPLIFIED)
    missing = tmp_path / "missing.txt"
    (first,) = jianfan.json("import", page)
    assert first == {
        "path": str(page),
        "status": "imported",
        "document": 1,
        "articles": 1,
        "error": None,
    }
    again, failed = jianfan.json("import", page, missing, status=1)
    assert again == first | {"status": "unchanged"}
    assert (failed["path"], failed["status"]) == (str(missing), "failed")
    assert (failed["document"], failed["articles"]) == (None, 0)
    assert failed["error"]


def test_import_tells_of_bad_lines(jianfan: Jianfan, write: Write) -> None:
    good = json.dumps({"text": "文字。"})
    lines = [good, "{", good, *["["] * 30]
    (result,) = jianfan.json("import", write("corpus.jsonl", "\n".join(lines)), status=1)
    assert (result["status"], result["articles"]) == ("imported", 2)
    told = result["error"].split("; ")
    assert [one.split(":")[0] for one in told[:20]] == [
        "line 2",
        *(f"line {n}" for n in range(4, 23)),
    ]
    assert told[20:] == ["and 11 more"]


def test_import_of_nothing_readable_says_so(jianfan: Jianfan, write: Write) -> None:
    folder = write("in/picture.png", "").parent
    assert jianfan.json("import", folder, status=1) == []
    assert "nothing to import" in jianfan.errors


def test_import_without_json_is_a_row_for_each_file(jianfan: Jianfan, write: Write) -> None:
    page = write("in/page.txt", SIMPLIFIED)
    write("in/zero.txt", "")
    imported, failed = jianfan("import", page.parent, status=1).splitlines()
    assert imported.split() == ["imported", "1", str(page)]
    assert failed.startswith("failed ")
    assert jianfan.errors == "", "progress is for terminals"


def test_list_describes_each_article(jianfan: Jianfan, write: Write) -> None:
    record = {"title": "甲题", "text": SIMPLIFIED, "date": "2020-02-03", "source": "某报"}
    record_line = json.dumps(record | {"authors": ["王 五"]}, ensure_ascii=False)
    jianfan("import", write("one.jsonl", record_line), write("two.txt", SIMPLIFIED * 2))
    first, second = jianfan.json("list")
    text = jianfan.json("show", 1)["text"]
    assert first == {
        "id": 1,
        "document": 1,
        "title": "甲题",
        "subtitle": None,
        "authors": ["王五"],
        "kind": "article",
        "newspaper": "某报",
        "date": "2020-02-03",
        "page": None,
        "script": "simplified",
        "characters": len(text),
    }
    assert (second["id"], second["document"]) == (2, 2)
    assert [second[key] for key in ("title", "newspaper", "date")] == [None, None, None]
    rows = jianfan("list").splitlines()
    assert rows[0].split() == ["1", "2020-02-03", str(len(text)), "甲题"]
    assert rows[1].split()[0] == "2"


def test_a_new_library_is_empty(jianfan: Jianfan) -> None:
    assert jianfan.json("list") == []
    assert jianfan.json("annotations") == []
    assert jianfan.json("search", "一")["total"] == 0
    assert jianfan("export") == ""
    assert jianfan.json("verify") == {"ok": True, "problems": []}


# Show, clean, convert


def test_show_gives_every_part_in_the_script_asked_for(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", ASTRAL))
    shown = jianfan.json("show", 1, "--script", "simplified")
    assert shown["id"] == 1
    assert (shown["title"], shown["subtitle"], shown["authors"]) == ("李𪟝列传", None, [])
    assert (shown["kind"], shown["script"]) == ("article", "traditional")
    assert shown["blocks"][0] == {"kind": "title", "text": "李𪟝列传"}
    assert shown["text"] == "\n".join(block["text"] for block in shown["blocks"])
    assert "皇后在后宫闻讯" in shown["text"]
    assert "皇后在後宮聞訊" in jianfan.json("show", 1, "--script", "traditional")["text"]
    assert jianfan("show", 1, "--script", "simplified") == shown["text"] + "\n"


def test_edits_are_told_in_the_source_as_it_was(jianfan: Jianfan, write: Write) -> None:
    sentence = "縣城東門外的舊橋去年秋天修好了，鄉親們趕集不必再繞遠路，孩子上學也近了許多。"
    lines = [(sentence * 6)[start : start + 20] for start in range(0, 200, 20)]
    page = write("page.txt", "\n".join(lines) + "\n")
    jianfan("import", page)
    shown = jianfan.json("show", 1, "--script", "simplified")
    source = page.read_text(encoding="utf-8")
    assert shown["edits"]
    for edit in shown["edits"]:
        start, end = edit["source"]
        assert source[start:end] == edit["before"]
    assert shown["edits"] == sorted(shown["edits"], key=lambda edit: edit["source"])
    assert shown["edits"] == jianfan.json("show", 1)["edits"]


def test_clean_is_what_import_would_store(jianfan: Jianfan, write: Write) -> None:
    page = write("page.md", f"{ASTRAL}\n# 乙題\n\n{ASTRAL[8:]}")
    cleaned = jianfan.json("clean", page)
    assert not jianfan.folder.exists()
    jianfan("import", page)
    assert cleaned["articles"] == [
        {key: value for key, value in jianfan.json("show", number).items() if key != "id"}
        for number in (1, 2)
    ]
    assert (cleaned["encoding"], cleaned["script"]) == ("utf-8", "traditional")
    assert {"newspaper", "date", "page"} < set(cleaned)
    first, second = jianfan("clean", page).split("\n\n")
    assert first == cleaned["articles"][0]["text"]
    assert second == cleaned["articles"][1]["text"] + "\n"


def test_convert_reads_a_file(jianfan: Jianfan, write: Write) -> None:
    page = write("page.txt", SIMPLIFIED.rstrip("\n"))
    assert jianfan("convert", "--to", "traditional", page) == (
        "今天，圖書館裏來了許多學生。他們閱讀歷史，討論經濟發展。"
    )
    assert not jianfan.folder.exists()


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_convert_reads_standard_input_and_keeps_its_last_line_end(
    jianfan: Jianfan, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    given = f"李勣將軍\r\n皇后在後宮{end}".encode("big5-hkscs")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    assert jianfan("convert", "--to", "simplified") == f"李𪟝将军\n皇后在后宫{end}"


def test_convert_prints_no_json(jianfan: Jianfan, write: Write) -> None:
    page = write("page.txt", SIMPLIFIED)
    assert jianfan("convert", "--to", "traditional", page, "--json", status=2) == ""
    assert jianfan.errors == "jianfan: convert prints the text itself; it has no --json\n"


def test_convert_leaves_what_is_in_the_script_already(jianfan: Jianfan, write: Write) -> None:
    page = write("page.txt", "皇后在後宮聞訊，范仲淹與鍾會。")
    assert jianfan("convert", "--to", "traditional", page) == page.read_text(encoding="utf-8")


def test_bytes_that_are_no_text_cannot_be_converted(
    jianfan: Jianfan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bytes(range(256)) * 9)))
    assert jianfan("convert", "--to", "simplified", status=1) == ""
    assert jianfan.errors == "jianfan: standard input: this is not text\n"


def test_convert_is_not_led_by_where_the_text_is_cut(jianfan: Jianfan, tmp_path: Path) -> None:
    """Megabytes, of which the last words are no other than the first."""
    page = tmp_path / "long.txt"
    repeated = 40_000
    page.write_bytes(SIMPLIFIED.replace("\n", "\r\n").encode("gb18030") * repeated)
    line = "今天，圖書館裏來了許多學生。他們閱讀歷史，討論經濟發展。\n"
    converted = jianfan("convert", "--to", "traditional", page)
    assert len(converted) == len(line) * repeated
    assert set(converted.splitlines(keepends=True)) == {line}


def test_the_users_terms_are_used_and_only_in_their_library(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    page = write("page.md", f"# 皇后传\n\n皇后在后宫。{SIMPLIFIED}")
    jianfan("import", page)
    assert "皇后在後宮" in jianfan("convert", "--to", "traditional", page)
    with closing(Library(paths_under(jianfan.folder))) as library:
        library.add_terms(Terms([Term("皇后", "皇後"), Term("圖書館", "圖書館")]))
    converted = jianfan("convert", "--to", "traditional", page)
    assert converted.startswith("# 皇後傳\n\n皇後在後宮。今天，圖書館裏")
    shown = jianfan.json("show", 1, "--script", "traditional")
    assert (shown["title"], shown["text"].startswith("皇後傳\n皇後在後宮。")) == ("皇後傳", True)
    again = write("converted.md", converted)
    assert jianfan("convert", "--to", "simplified", again).startswith("# 皇后传\n\n皇后在后宫")
    jianfan.folder = tmp_path / "other"
    assert "皇后在後宮" in jianfan("convert", "--to", "traditional", page)


def test_terms_are_added_listed_and_removed(jianfan: Jianfan) -> None:
    assert jianfan("terms") == ""
    assert jianfan("terms", "add", "头发", " 頭髮 ") == "头发\t頭髮\n"
    assert jianfan.json("terms", "add", "后", "后") == {
        "simplified": "后",
        "traditional": "后",
        "direction": "both",
    }
    assert jianfan("terms", "add", "头发", "頭發") == "头发\t頭發\n"
    assert jianfan("terms", "add", "头发", "頭髮") == "头发\t頭髮\n", "it is to hold again"
    assert jianfan("terms") == jianfan("terms", "list") == "后\t后\n头发\t頭發\n头发\t頭髮\n"
    assert jianfan.json("terms", "remove", "后 ", "后")["simplified"] == "后"
    assert jianfan.json("terms")[0]["traditional"] == "頭發"
    assert jianfan.json("terms", "list") == jianfan.json("terms")
    jianfan("terms", "remove", "后", "后", status=1)
    assert "后 后" in jianfan.errors
    assert len(jianfan.json("terms")) == 2


def test_a_term_has_a_direction(jianfan: Jianfan, write: Write) -> None:
    page = write("page.txt", "著名作家談乾隆，乾了。\n")
    assert jianfan("terms", "add", "着", "著") == "着\t著\tto-traditional\n"
    assert jianfan.json("terms", "add", "干", "乾")["direction"] == "to-traditional"
    assert jianfan("convert", "--to", "simplified", page) == "著名作家谈乾隆，干了。\n"
    jianfan("terms", "add", "着", "著", "--direction", "both")
    assert jianfan("terms") == "干\t乾\tto-traditional\n着\t著\tboth\n"
    assert jianfan("convert", "--to", "simplified", page) == "着名作家谈乾隆，干了。\n"
    jianfan("terms", "add", "作家", "作家們", "--direction", "to-simplified")
    jianfan("terms", "remove", "着", "著")
    assert jianfan("terms") == "干\t乾\tto-traditional\n作家\t作家們\tto-simplified\n"
    assert "to-simplified" in jianfan.misused("terms", "add", "干", "乾", "--direction", "up")


def test_what_is_no_term_is_not_added(jianfan: Jianfan) -> None:
    for forms in (("#发", "髮"), ("发", "a\tb"), ("发", "a\nb")):
        assert jianfan("terms", "add", *forms, status=1) == ""
        assert "term" in jianfan.errors
        assert "bug" not in jianfan.errors
    assert "must not be empty" in jianfan.misused("terms", "add", "发", " ")
    assert "TRADITIONAL" in jianfan.misused("terms", "add", "发")
    assert "lose" in jianfan.misused("terms", "lose")
    assert jianfan.json("terms") == []


def test_terms_go_to_a_file_and_come_back(jianfan: Jianfan, tmp_path: Path, write: Write) -> None:
    jianfan("terms", "add", "头发", "頭髮")
    jianfan("terms", "add", "𪟝", "勣")
    saved = tmp_path / "saved.tsv"
    assert jianfan("terms", "export", "-o", saved) == ""
    exported = jianfan("terms", "export")
    assert exported == saved.read_text(encoding="utf-8")
    assert exported.endswith("头发\t頭髮\n𪟝\t勣\tto-traditional\n")
    jianfan.folder = tmp_path / "other"
    jianfan("terms", "add", "头发", "頭髮")
    jianfan("terms", "add", "头发", "頭發")
    imported = jianfan.json("terms", "import", saved)
    assert imported == {"terms": 2, "added": 1, "problems": []}
    assert jianfan("terms") == "头发\t頭發\n头发\t頭髮\n𪟝\t勣\tto-traditional\n", (
        "the imported ones hold"
    )


def test_bad_lines_of_terms_are_told_and_the_good_ones_added(
    jianfan: Jianfan, write: Write
) -> None:
    words = write("words.tsv", "头发\t頭髮\n坏\n𪟝\t勣\n" + "又坏\n" * 30)
    jianfan("terms", "import", words, status=1)
    assert f"{words}:2: not two words with one tab between them\n" in jianfan.errors
    assert "and 11 more" in jianfan.errors
    assert jianfan("terms") == "头发\t頭髮\n𪟝\t勣\tto-traditional\n"
    imported = jianfan.json("terms", "import", words, status=1)
    assert (imported["terms"], imported["added"], len(imported["problems"])) == (2, 0, 31)
    assert imported["problems"][0] == {
        "line": 2,
        "reason": "not two words with one tab between them",
    }
    jianfan("terms", "import", words.with_name("missing.tsv"), status=1)
    assert "missing.tsv" in jianfan.errors


def test_a_damaged_library_does_not_stop_a_conversion(jianfan: Jianfan, write: Write) -> None:
    jianfan.folder.mkdir()
    (jianfan.folder / "library.sqlite3").write_bytes(b"damaged" * 1000)
    assert "圖書館" in jianfan("convert", "--to", "traditional", write("page.txt", SIMPLIFIED))
    assert "library.sqlite3" in jianfan.errors
    assert "your own terms are not used" in jianfan.errors


@pytest.mark.parametrize(
    ("stream", "name"), [("stdin", "standard input"), ("stdout", "standard output")]
)
def test_a_stream_that_is_closed_is_named(
    stream: str, name: str, jianfan: Jianfan, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interpreter has ``None`` for a stream that was closed before the program began."""
    files = [] if stream == "stdin" else [write("page.txt", SIMPLIFIED)]
    monkeypatch.setattr(sys, stream, None)
    jianfan("convert", "--to", "taiwan", *files, status=1)
    assert jianfan.errors == f"jianfan: {name}: it is closed\n"


@pytest.mark.parametrize("name", [".", "missing.txt", "page.txt/missing.txt", "binary.bin"])
def test_what_cannot_be_read_as_text_cannot_be_converted(
    jianfan: Jianfan, write: Write, tmp_path: Path, name: str
) -> None:
    write("page.txt", SIMPLIFIED)
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)) * 9)
    assert jianfan("convert", "--to", "simplified", tmp_path / name, status=1) == ""
    assert jianfan.errors.startswith(f"jianfan: {tmp_path / name}: ")
    assert len(jianfan.errors.splitlines()) == 1
    assert not jianfan.folder.exists()


# Search


def test_search_tells_every_place(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", ASTRAL), write("two.txt", SIMPLIFIED))
    found = jianfan.json("search", "将军")
    (hit,) = found["hits"]
    text = jianfan.json("show", hit["article"])["text"]
    assert (found["total"], hit["title"]) == (1, "李勣列傳")
    assert [text[start:end] for start, end in hit["spans"]] == ["將軍", "將軍"]
    assert "將軍" in hit["snippet"]
    assert found["milliseconds"] > 0


def test_search_gives_no_more_than_asked_for(jianfan: Jianfan, write: Write) -> None:
    lines = [json.dumps({"title": f"第{n}", "text": "同样的话。"}) for n in range(60)]
    jianfan("import", write("many.jsonl", "\n".join(lines)))
    found = jianfan.json("search", "同樣")
    assert (found["total"], len(found["hits"])) == (60, 50)
    assert len(jianfan.json("search", "同樣", "--limit", 3)["hits"]) == 3
    rows = jianfan("search", "同樣", "--limit", 3).splitlines()
    assert [row.strip() for row in rows[1::3]] == ["many.jsonl"] * 3
    assert [row.strip() for row in rows[2::3]] == [f"第{n} 同样的话。" for n in range(3)]
    page = jianfan.json("search", "同樣", "--limit", 3, "--offset", 2)["hits"]
    assert page == found["hits"][2:5]


def test_search_orders_by_date(jianfan: Jianfan, write: Write) -> None:
    dates = ["1978-12-22", "1980-01-01", "1979-05-05"]
    lines = [json.dumps({"title": "题", "text": "同样。", "date": date}) for date in dates]
    jianfan("import", write("many.jsonl", "\n".join(lines)))

    def found(order: str) -> list[int]:
        hits = jianfan.json("search", "同樣", "--order", order)["hits"]
        return [hit["article"] for hit in hits]

    assert found("newest") == [2, 3, 1]
    assert found("oldest") == [1, 3, 2]
    assert "1980-01-01" in jianfan("search", "同樣", "--order", "newest").splitlines()[1]


def test_search_finds_notes(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", ASTRAL))
    jianfan("annotate", 1, "--quote", "將軍", "--note", "我的筆記", "--tag", "歷史")
    assert jianfan.json("search", "笔记")["total"] == 0
    assert jianfan.json("search", "笔记", "--notes")["total"] == 1
    assert jianfan("search", "tag:历史").splitlines()[-1].strip() == "note: 歷史"
    assert "note: 我的筆記" in jianfan("search", "笔记", "--notes")


def test_search_says_what_is_wrong_with_a_query_and_where(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("two.txt", SIMPLIFIED))
    found = jianfan.json("search", "圖書\tdate:二〇 x(")
    assert found["problems"] == [{"fault": "date", "span": [3, 10]}]
    assert jianfan.errors.splitlines() == [
        "jianfan: a date is written 2020, 2020-11, 2020-11-05 or as a range, 2020..2023",
        "  圖書 date:二〇 x(",
        "       ^^^^^^^^^",
    ]
    assert jianfan("search", '圖書 "閱讀').splitlines()[0].split()[0] == "1"
    assert '  圖書 "閱讀\n       ^^^^^\n' in jianfan.errors
    assert set(jianfan.json("search", "圖書")) == {"total", "milliseconds", "hits"}
    jianfan("search", "OR " * 4000)
    *told, rest, _ = jianfan.errors.splitlines()
    assert len(told) == 9 and max(map(len, told)) < 100
    assert rest.endswith("and 3997 more things are wrong with the query")


def test_hits_stand_out_on_a_terminal(
    jianfan: Jianfan, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    assert "\033" not in jianfan("search", "将军")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    shown = jianfan("search", "将军")
    assert shown.count("\033[1m將軍\033[0m") == 2
    assert "\033[1m李勣\033[0m列傳" in jianfan("search", "李勣")
    monkeypatch.setenv("TERM", "dumb")
    assert "\033" not in jianfan("search", "将军")


def test_search_answers_while_another_program_feeds_the_index(
    jianfan: Jianfan, write: Write
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    with closing(Library(paths_under(jianfan.folder))) as other:
        other_file = write("two.txt", SIMPLIFIED)
        list(other.import_paths([other_file]))
        steps = other.searcher.sync()
        next(steps)
        jianfan("import", write("three.txt", SIMPLIFIED * 2))
        assert "another program" in jianfan.errors
        assert jianfan.json("search", "圖書館")["total"] == 2
        assert jianfan.errors.splitlines() == [
            "jianfan: another program or window is keeping the search index up to date"
        ]
        jianfan("reindex", status=1)
        steps.close()
    assert jianfan.json("search", "圖書館")["total"] == 2
    assert jianfan.errors == ""


def test_search_does_without_an_index_that_cannot_be(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("two.txt", SIMPLIFIED))
    cache = paths_under(jianfan.folder).cache
    cache.rename(cache.with_name("elsewhere"))
    cache.write_text("no folder")
    assert jianfan.json("search", "圖書館")["total"] == 1
    assert "takes longer" in jianfan.errors


def test_a_concordance_tells_every_place_with_its_context(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", "# 经济\n\n今年的經濟，经\n济向好。\n"))
    found = jianfan.json("concordance", "经济", "--sort", "left")
    assert (found["total"], found["articles"]) == (3, 1)
    assert [line["word"] for line in found["lines"]] == ["经济", "经 济", "經濟"]
    last = found["lines"][-1]
    text = jianfan.json("show", last["article"])["text"]
    assert text[slice(*last["span"])] == "經濟"
    assert (last["left"], last["title"]) == ("经济 今年的", "经济")
    rows = jianfan("concordance", "经济", "--limit", "2").splitlines()
    assert [row.split("【")[1].split("】")[0] for row in rows] == ["经济", "經濟"]


def test_a_concordance_has_the_articles_whose_notes_hold_a_word_on_demand(
    jianfan: Jianfan, write: Write
) -> None:
    jianfan("import", write("page.md", "# 经济\n\n今年向好。\n"))
    article = str(jianfan.json("list")[0]["id"])
    jianfan("annotate", article, "--quote", "今年", "--note", "核对")
    assert jianfan.json("concordance", "经济 核对")["lines"] == []
    (line,) = jianfan.json("concordance", "经济 核对", "--notes")["lines"]
    assert line["word"] == "经济"


def test_a_concordance_is_written_for_spreadsheets(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    jianfan("import", write("page.md", "# =1+1\n\n今年的经济\n"))
    assert jianfan("concordance", "经济", "-o", tmp_path / "lines.csv") == ""
    written = (tmp_path / "lines.csv").read_bytes()
    assert written.startswith(b'\xef\xbb\xbf"left","word","right",')
    assert ',"经济","","","","\'=1+1",1,' in written.decode()
    assert jianfan("concordance", "经济", "-o", "-").encode() == written
    jianfan("concordance", "经济", "-o", tmp_path / "lines.csv", "--json", status=2)


def test_search_mends_an_index_whose_damage_it_meets(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("two.txt", SIMPLIFIED * 3_000))
    for tenth in range(10):
        largest = max(jianfan.folder.rglob("*.text.col"), key=lambda file: file.stat().st_size)
        content = bytearray(largest.read_bytes())
        content[len(content) * tenth // 10] ^= 0xFF
        largest.write_bytes(content)
        assert jianfan.json("search", "圖書館")["total"] == 1


def test_verify_reads_all_of_the_index(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("two.txt", SIMPLIFIED * 3_000))
    largest = max(jianfan.folder.rglob("*.text.col"), key=lambda file: file.stat().st_size)
    sound = largest.read_bytes()
    assert jianfan.json("verify")["problems"] == []
    for tenth in range(10):
        content = bytearray(sound)
        content[len(content) * tenth // 10] ^= 0x01
        largest.write_bytes(content)
        (problem,) = jianfan.json("verify", status=1)["problems"]
        assert "search index" in problem
    jianfan("reindex")
    assert jianfan.json("verify")["problems"] == []


def test_reindex_builds_the_index_anew(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("two.txt", SIMPLIFIED))
    assert jianfan("reindex", "--json") == ""
    assert jianfan.json("search", "圖書館")["total"] == 1


# Annotations


def test_an_annotation_is_told_in_full(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", ASTRAL))
    arguments = ["--note", "一\n二", "--color", "pink", "--tag", "甲", "--tag", "乙 丙"]
    made = jianfan.json("annotate", 1, "--quote", "將軍", "--occurrence", 2, *arguments)
    text = jianfan.json("show", 1)["text"]
    assert made["span"] == [text.rindex("將軍"), text.rindex("將軍") + 2]
    created = datetime.fromisoformat(made["created"])
    assert created.tzinfo is not None
    assert made == {
        "id": made["id"],
        "article": 1,
        "quote": "將軍",
        "note": "一\n二",
        "color": "pink",
        "tags": ["甲", "乙 丙"],
        "span": made["span"],
        "orphan": False,
        "created": made["created"],
        "modified": made["created"],
    }
    assert isinstance(made["id"], str)
    plain = jianfan("annotate", 1, "--quote", "皇后")
    assert plain.split() == ["1", "yellow", "皇后"]
    assert [one["quote"] for one in jianfan.json("annotations")] == ["將軍", "皇后"]
    assert jianfan("annotations").splitlines()[0].split() == [
        "1", "pink", "將軍", "一", "二", "#甲", "#乙", "丙",
    ]  # fmt: skip


@pytest.mark.parametrize("style", ["highlight", "underline", "strike", "bookmark"])
def test_an_annotation_has_a_style_and_a_colour_of_ones_own(
    jianfan: Jianfan, write: Write, style: str
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    made = jianfan.json("annotate", 1, "--quote", "皇后", "--style", style, "--color", "#8A2BE2")
    assert made["color"] == "#8a2be2"
    told = [] if style == "highlight" else [f"({style})"]
    assert jianfan("annotations").split() == ["1", "#8a2be2", "皇后", *told]
    (exported,) = json.loads(jianfan("export", "--format", "jsonld"))["first"]["items"]
    assert exported["jianfan:style"] == style


def test_orphans_alone_are_listed(jianfan: Jianfan, write: Write) -> None:
    path = write("page.md", ASTRAL)
    jianfan("import", path)
    for quote in ("皇后在後宮聞訊", "李勣將軍與張將軍會師"):
        jianfan("annotate", 1, "--quote", quote)
    assert jianfan("annotations", "--orphans") == ""
    jianfan("import", write("page.md", ASTRAL.replace("皇后在後宮聞訊。", "")))
    (lost,) = jianfan.json("annotations", "--orphans")
    assert (lost["quote"], lost["orphan"]) == ("皇后在後宮聞訊", True)
    assert len(jianfan.json("annotations")) == 2
    assert "(orphan)" in jianfan("annotations", "--article", 1, "--orphans")


@pytest.mark.parametrize(
    "arguments",
    [
        ("annotate", 1, "--quote", "沒有這句"),
        ("annotate", 1, "--quote", "將軍", "--occurrence", 3),
        ("annotate", 2, "--quote", "將軍"),
        ("show", 2),
        ("show", 10**30),
        ("annotations", "--article", 2),
        ("export", "--article", 2),
        ("clean", "missing.txt"),
    ],
)
def test_what_is_not_there_is_an_error(
    jianfan: Jianfan, write: Write, arguments: tuple[object, ...]
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    assert jianfan(*arguments, "--json", status=1) == ""
    assert jianfan.errors.startswith("jianfan: ")
    assert "Traceback" not in jianfan.errors
    assert jianfan.json("annotations") == []


def test_export_goes_to_the_screen_or_to_a_file(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.md", ASTRAL))
    jianfan("annotate", 1, "--quote", "皇后")
    printed = jianfan("export")
    assert "> 皇后\n" in printed
    output = write("out/notes.md", "old")
    assert jianfan("export", "--article", 1, "-o", output) == ""
    assert output.read_text(encoding="utf-8") == printed
    assert list(output.parent.iterdir()) == [output]
    assert jianfan("export", "-o", "-") == printed


def test_an_export_is_of_what_was_chosen_in_the_script_and_style_asked_for(
    jianfan: Jianfan, write: Write
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    wanted = jianfan.json("annotate", 1, "--quote", "皇后")["id"]
    jianfan("annotate", 1, "--quote", "張將軍")
    text = jianfan(
        *("export", "--annotation", wanted, "--script", "simplified", "--citation", "plain")
    )
    assert "> 皇后\n" in text
    assert "将军" not in text
    assert "《李𪟝列传》。" in text
    jianfan("export", "--annotation", "gone", status=1)
    assert "no longer there" in jianfan.errors


def test_annotations_go_to_another_library(
    jianfan: Jianfan, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, file = write("page.md", ASTRAL), tmp_path / "notes.jsonld"
    jianfan("import", page)
    jianfan("annotate", 1, "--quote", "皇后", "--note", "看法 𪟝", "--tag", "甲")
    jianfan("export", "--format", "jsonld", "-o", file)
    other = Jianfan(tmp_path / "other", capsys)
    other("import", page)
    counts = {"added": 1, "merged": 0, "unchanged": 0, "orphaned": 0, "failed": 0, "problems": []}
    assert other.json("import-annotations", file) == counts
    assert other("export", "--format", "jsonld") == file.read_text(encoding="utf-8")
    assert other.json("import-annotations", file) == counts | {"added": 0, "unchanged": 1}
    told = other("import-annotations", file)
    assert told == "added: 0, merged: 0, unchanged: 1, without a place: 0, failed: 0\n"


def test_annotations_that_have_no_place_fail_one_by_one(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    selectors = [
        {"type": "TextQuoteSelector", "exact": quote} for quote in ("沒有", "皇后在後宮聞訊")
    ]
    items = [{"type": "Annotation", "target": {"selector": one}} for one in selectors]
    file = write("notes.json", json.dumps([*items, 7]))
    found = jianfan.json("import-annotations", file, status=1)
    assert (found["added"], found["failed"]) == (1, 2)
    assert [problem["number"] for problem in found["problems"]] == [1, 3]
    assert f"{file}: annotation 3: is not an annotation" in jianfan.errors
    jianfan("import-annotations", tmp_path / "missing.json", status=1)
    assert "missing.json" in jianfan.errors


def test_an_interrupted_import_of_annotations_changes_nothing(
    jianfan: Jianfan, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    target = {"selector": {"type": "TextQuoteSelector", "exact": "皇后在後宮聞訊"}}
    file = write("notes.json", json.dumps([{"type": "Annotation", "target": target}]))
    shown: list[str] = []

    def interrupt(_: ProgressLine, progress: Progress) -> None:
        shown.append(progress.label)
        if len(shown) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ProgressLine, "show", interrupt)
        jianfan("import-annotations", file, status=130)
    assert shown == ["notes.json"] * 3
    assert jianfan.json("annotations") == []
    assert jianfan.json("import-annotations", file)["added"] == 1


def test_an_export_that_cannot_be_saved_is_an_error(jianfan: Jianfan, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing" / "notes.md"):
        jianfan("export", "-o", place, status=1)
        assert str(place) in jianfan.errors


@linux_only
def test_an_export_to_a_named_pipe_goes_through_it(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    jianfan("import", write("page.md", ASTRAL))
    jianfan("annotate", 1, "--quote", "皇后")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        jianfan("export", "-o", pipe)
        assert "> 皇后\n" in os.read(reading, 10_000).decode("utf-8")
        assert pipe.is_fifo()
    finally:
        os.close(reading)


# Verify


def test_verify_tells_what_is_wrong(jianfan: Jianfan) -> None:
    jianfan.folder.mkdir()
    (jianfan.folder / "library.sqlite3").write_bytes(b"damaged" * 1000)
    found = jianfan.json("verify", status=1)
    assert found["ok"] is False
    assert "damaged" in found["problems"][0]
    jianfan("list", status=1)
    assert jianfan.errors.startswith("jianfan: ")


def test_verify_tells_of_a_library_that_was_mended(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.txt", SIMPLIFIED))
    database = jianfan.folder / "library.sqlite3"
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    found = jianfan.json("verify", status=1)
    assert found["ok"] is False
    assert "joined with the backup" in found["problems"][0]
    (kept,) = jianfan.folder.glob("library-damaged-*.sqlite3")
    assert kept.name in found["problems"][0]
    assert kept.read_bytes() == content[: len(content) // 2]
    assert "was damaged" in jianfan.errors
    assert jianfan.json("verify") == {"ok": True, "problems": []}
    assert len(jianfan.json("list")) == 1


def test_verify_says_that_there_is_no_backup(jianfan: Jianfan, write: Write) -> None:
    assert jianfan("verify") == "The library is sound.\n"
    assert "no backup" in jianfan.errors
    assert jianfan.json("verify") == {"ok": True, "problems": []}
    assert jianfan.errors == ""
    jianfan("import", write("page.txt", SIMPLIFIED))
    jianfan("verify")
    assert "backups: 1" in jianfan.errors


COMMANDS_OF_A_LIBRARY = (
    ("list",),
    ("verify",),
    ("backup",),
    ("restore", "file"),
    ("restore", "--merge", "file"),
    ("reindex",),
    ("terms",),
)


@pytest.mark.parametrize("command", COMMANDS_OF_A_LIBRARY, ids=" ".join)
def test_a_name_longer_than_any_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    folder = tmp_path / ("x" * 300)
    assert main(["--data-dir", str(folder), *command]) == 1
    output, errors = capsys.readouterr()
    assert str(folder) in output + errors
    assert "Traceback" not in errors


@posix_only
@pytest.mark.parametrize("command", COMMANDS_OF_A_LIBRARY, ids=" ".join)
def test_a_folder_that_cannot_be_entered_is_told_of(
    jianfan: Jianfan, command: tuple[str, ...]
) -> None:
    jianfan("list")
    with without_rights(jianfan.folder, 0):
        told = jianfan(*command, status=1) + jianfan.errors
    assert "permissions" in told
    assert "Traceback" not in told


@posix_only
def test_a_backup_to_a_folder_that_cannot_be_entered_is_told_of(
    jianfan: Jianfan, tmp_path: Path
) -> None:
    jianfan("list")
    closed = tmp_path / "closed"
    closed.mkdir()
    jianfan.folder.chmod(0o777)
    with without_rights(closed, 0):
        jianfan("backup", closed / "b.sqlite3", status=1)
    assert "Traceback" not in jianfan.errors


# Backup and restore


def backup_names(jianfan: Jianfan) -> list[str]:
    return sorted(path.name for path in (jianfan.folder / "backups").glob("*"))


def test_a_change_is_followed_by_the_backup_of_the_day(jianfan: Jianfan, write: Write) -> None:
    jianfan("list")
    jianfan("search", "文")
    assert backup_names(jianfan) == []
    jianfan("import", write("page.txt", SIMPLIFIED))
    (name,) = backup_names(jianfan)
    assert name.endswith("-daily.sqlite3")
    jianfan("terms", "add", "发", "髮")
    assert backup_names(jianfan) == [name]
    (jianfan.folder / "backups" / name).unlink()
    jianfan("list")
    assert backup_names(jianfan) == []
    jianfan("terms", "add", "里", "裏")
    assert len(backup_names(jianfan)) == 1


def test_a_backup_that_cannot_be_made_does_not_fail_the_change(
    jianfan: Jianfan, write: Write
) -> None:
    jianfan.folder.mkdir()
    (jianfan.folder / "backups").write_text("")
    jianfan("import", write("page.txt", SIMPLIFIED))
    assert "no backup could be made" in jianfan.errors
    jianfan("backup", status=1)
    assert "backups" in jianfan.errors


def test_a_restore_brings_back_what_was_and_keeps_what_is(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    jianfan("import", write("page.txt", SIMPLIFIED))
    file = tmp_path / "备份 one.sqlite3"
    made = jianfan.json("backup", file)
    assert made == {"path": str(file), "bytes": file.stat().st_size}
    jianfan("import", write("other.md", ASTRAL))
    quote = jianfan.json("show", 1)["text"][:2]
    jianfan("annotate", 1, "--quote", quote, "--note", "新")
    restored = jianfan.json("restore", file)
    assert (restored["restored"], restored["documents"]) == (str(file), 1)
    assert jianfan.json("annotations") == []
    assert jianfan.json("search", "李𪟝")["total"] == 0
    assert jianfan.json("verify") == {"ok": True, "problems": []}
    merged = jianfan.json("restore", restored["kept"], "--merge")
    assert merged == {
        "documents": 1,
        "annotations": 1,
        "changed_annotations": 0,
        "terms": 0,
        "corrections": 0,
        "corrections_left_out": 0,
        "other_texts_left_out": 0,
    }
    assert [one["note"] for one in jianfan.json("annotations")] == ["新"]
    assert jianfan.json("search", "李𪟝")["total"] == 1
    assert jianfan.json("verify") == {"ok": True, "problems": []}
    jianfan("restore", tmp_path / "missing", status=1)
    assert "no such file" in jianfan.errors
    jianfan("restore", tmp_path, status=1)
    assert "this is a folder" in jianfan.errors


def test_a_merge_of_an_older_state_adds_no_second_document(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    page = write("page.txt", SIMPLIFIED)
    jianfan("import", page)
    jianfan("backup", tmp_path / "b.sqlite3")
    quote = jianfan.json("show", 1)["text"][:4]
    jianfan("annotate", 1, "--quote", quote)
    page.write_text(SIMPLIFIED + "后来添的一行。\n", encoding="utf-8")
    jianfan("import", page)
    merged = jianfan.json("restore", "--merge", tmp_path / "b.sqlite3")
    assert (merged["documents"], merged["other_texts_left_out"]) == (0, 1)
    assert len(jianfan.json("list")) == 1
    assert "后来添的" in jianfan.json("show", 1)["text"]
    assert [one["orphan"] for one in jianfan.json("annotations")] == [False]


def test_a_library_that_cannot_be_opened_is_restored(
    jianfan: Jianfan, write: Write, tmp_path: Path
) -> None:
    jianfan("import", write("page.txt", SIMPLIFIED))
    file = tmp_path / "backup.sqlite3"
    jianfan("backup", file)
    for path in (jianfan.folder / "backups").iterdir():
        path.unlink()
    database = jianfan.folder / "library.sqlite3"
    database.write_bytes(b"damaged" * 1000)
    jianfan("list", status=1)
    jianfan("restore", file, "--merge", status=1)
    restored = jianfan.json("restore", file)
    assert restored["documents"] == 1
    assert Path(restored["kept"]).read_bytes() == b"damaged" * 1000
    assert jianfan.json("verify") == {"ok": True, "problems": []}
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(file.read_bytes()[:20_000])
    jianfan("restore", damaged, status=1)
    assert "damaged.sqlite3" in jianfan.errors
    assert len(jianfan.json("list")) == 1


# Usage


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lst",), "no such file, and no command"),
        (("--jsn", "list"), "--jsn"),
        (("list", "more"), "more"),
        (("show",), "ID"),
        (("show", "abc"), "abc"),
        (("show", "0"), "from 1 up"),
        (("show", "1", "--script", "klingon"), "taiwan-phrases"),
        (("search", ""), "QUERY"),
        (("search", " \u3000\n"), "QUERY"),
        (("search", "x", "--limit", "-1"), "limit"),
        (("search", "x", "--offset", "-1"), "offset"),
        (("search", "x", "--order", "best"), "order"),
        (("convert",), "--to"),
        (("annotate", "1"), "--quote"),
        (("annotate", "1", "--quote", " "), "--quote"),
        (("annotate", "1", "--quote", "x", "--color", "mauve"), "yellow"),
        (("annotate", "1", "--quote", "x", "--color", "#12345"), "#rrggbb"),
        (("annotate", "1", "--quote", "x", "--style", "wavy"), "underline"),
        (("export", "--format", "docx"), "markdown"),
        (("import",), "PATH"),
        (("--data-dir", "", "list"), "--data-dir"),
        (("--data-dir", ""), "--data-dir"),
    ],
)
def test_wrong_usage_is_explained(jianfan: Jianfan, arguments: tuple[str, ...], said: str) -> None:
    errors = jianfan.misused(*arguments)
    assert said in errors
    assert not jianfan.folder.exists()


def test_common_options_stand_before_or_after_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ["--data-dir", str(tmp_path / "a"), "--json", "list"],
        ["list", "--json", "--data-dir", str(tmp_path / "b")],
        ["--json", "list", f"--data-dir={tmp_path / 'c'}"],
    ):
        assert main(arguments) == 0
        assert capsys.readouterr().out == "[]\n"
    assert {folder.name for folder in tmp_path.iterdir()} == {"a", "b", "c"}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    output = capsys.readouterr().out
    assert {word for line in output.splitlines() for word in line.split()[:1]} >= COMMAND_NAMES
    assert {"import", "list", "show", "clean", "convert", "search"} <= COMMAND_NAMES
    assert {"annotate", "annotations", "export", "terms", "verify", "reindex"} <= COMMAND_NAMES


@pytest.mark.parametrize("arguments", [[], ["page.txt"], ["page.txt", "other.txt"]])
def test_without_a_command_the_window_is_asked_for(tmp_path: Path, arguments: list[str]) -> None:
    """Where PySide6 is not installed, which here is only pretended, it says what to do."""
    for name in arguments:
        (tmp_path / name).write_text("")
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "from reader.__main__ import main; sys.exit(main())"
    )
    ended = run(tmp_path, *arguments, code=("-c", code))
    assert ended.returncode == 1
    assert b"PySide6-Essentials" in ended.stderr
    assert b"Traceback" not in ended.stderr
    listed = run(tmp_path, "list", "--json", code=("-c", code))
    assert listed.stdout == b"[]\n"


# Streams and locales


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(ASTRAL, encoding="utf-8")
    ascii_only = environment(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert run(tmp_path, "import", "page.md", env=ascii_only).returncode == 0
    shown = run(tmp_path, "show", 1, "--script", "simplified", "--json", env=ascii_only)
    assert "李𪟝列传".encode() in shown.stdout
    found = run(tmp_path, "search", "將軍", "--json", env=ascii_only)
    assert json.loads(found.stdout.decode("utf-8"))["total"] == 1


@linux_only
def test_a_file_name_that_is_not_unicode_still_makes_valid_json(tmp_path: Path) -> None:
    name = b"\xb9\xc2.txt"
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(SIMPLIFIED, encoding="utf-8")
    ended = run(tmp_path, "import", tmp_path, "--json")
    (result,) = json.loads(ended.stdout.decode("utf-8"))
    assert os.fsencode(result["path"]).endswith(name)
    assert result["status"] == "imported"


def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "reader", "--data-dir", "library", "list", "--json"],
            cwd=tmp_path,
            stdout=writing,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=120,
            check=False,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_pipe_that_closes_in_the_middle_of_a_conversion_ends_it_quietly(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(SIMPLIFIED * 100_000, encoding="utf-8")
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "reader",
            "--data-dir",
            "library",
            "convert",
            "--to",
            "taiwan",
            page,
        ],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(9) == "今天，".encode()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=120) == 141


@linux_only
def test_a_full_disk_behind_standard_output_is_an_error(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "reader", "--data-dir", "library", "list", "--json"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            timeout=120,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"jianfan: standard output: ")
    assert b"Traceback" not in ended.stderr


def test_a_bug_is_told_with_its_place(tmp_path: Path) -> None:
    code = (
        "import sys, reader.library as library\n"
        "library.Library.articles = lambda self: 1 / 0\n"
        "from reader.__main__ import main; sys.exit(main())"
    )
    ended = run(tmp_path, "list", code=("-c", code))
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"bug" in ended.stderr
    assert b"ZeroDivisionError" in ended.stderr


# Corrections

PAGE = """云冈石窟数字化保护再上新台阶

□ 本报记者 刘 念

云冈石窟的数字化保护工作今年又有新进展，研究人员为石窟里的每一尊（zūn）造像建立了档案。

“我们要把石窟留给后人。”云冈石窟研究院的工作人员这样告诉记者，石窟的每一处都要扫描。

干部下沉到社区为居民办实事

□ 本报记者 赵 静

干部下沉到社区以后，居民遇到的难事有人问、有人管，社区里的干部每天都要走访居民。
"""


def test_a_page_is_corrected(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.txt", PAGE))
    one, two = (row["id"] for row in jianfan.json("list"))
    split = jianfan.json("correct", "split", one, "--quote", "“我们")
    assert [row["title"] for row in split] == ["云冈石窟数字化保护再上新台阶", None]
    rest = next(row["id"] for row in split if row["title"] is None)
    first = next(row["id"] for row in split if row["title"])
    (merged,) = jianfan.json("correct", "merge", first, rest)
    jianfan("correct", "set-kind", merged["id"], "--quote", "“我们", "--kind", "caption")
    jianfan("correct", "move", merged["id"], "--quote", "“我们", "--to", two)
    blocks = jianfan.json("show", two)["blocks"]
    assert (blocks[-1]["kind"], blocks[-1]["text"][:3]) == ("caption", "“我们")
    jianfan("correct", "split-paragraph", two, "--quote", "社区里的干部")
    count = len(jianfan.json("show", two)["blocks"])
    jianfan("correct", "join", two, "--quote", "干部下沉到社区以后")
    assert len(jianfan.json("show", two)["blocks"]) == count - 1
    jianfan("correct", "confirm", two)
    assert [row["kind"] for row in jianfan.json("correct", "list", 1)] == [
        "split-article",
        "merge-articles",
        "set-kind",
        "move-block",
        "split-paragraph",
        "join-paragraphs",
        "confirm",
    ]
    assert jianfan.json("verify") == {"ok": True, "problems": []}


def test_repairs_are_undone_and_taken_back(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.txt", PAGE))
    one = jianfan.json("list")[0]["id"]
    jianfan("correct", "undo-repair", one, "--quote", "一尊")
    assert "一尊（zūn）造像" in jianfan.json("show", one)["text"]
    (row,) = jianfan.json("correct")
    assert (row["document"], row["number"], row["kind"]) == (1, 1, "keep-source")
    assert (row["value"], row["text"]) == ("gloss", "（zūn）")
    assert "（zūn）" in jianfan("correct", "list", 1)
    assert jianfan.json("reclean", 1)[0]["status"] == "unchanged"
    assert jianfan.json("correct", "take-back", 1, 1) == []
    assert "一尊造像" in jianfan.json("show", one)["text"]
    jianfan("correct", "undo-rule", one, "gloss")
    assert "一尊（zūn）造像" in jianfan.json("show", one)["text"]
    jianfan("correct", "take-back", 1)
    assert jianfan.json("correct") == []


def test_what_cannot_be_corrected_is_told(jianfan: Jianfan, write: Write) -> None:
    jianfan("import", write("page.txt", PAGE))
    one = jianfan.json("list")[0]["id"]
    for arguments in (
        ("correct", "split", one, "--quote", "云冈石窟数字化保护再上新台阶"),
        ("correct", "split", one, "--quote", "没有的话"),
        ("correct", "split", 99, "--quote", "云冈"),
        ("correct", "undo-repair", one, "--quote", "云冈"),
        ("correct", "undo-rule", one, "nothing"),
        ("correct", "merge", one, one),
        ("correct", "move", one, "--quote", "云冈", "--to", 99),
        ("correct", "take-back", 1),
        ("correct", "take-back", 99),
        ("correct", "join", one, "--quote", "石窟的每一处"),
    ):
        jianfan(*arguments, status=1)
        assert jianfan.errors.count("\n") == 1, arguments
    jianfan.misused("correct", "set-kind", one, "--quote", "云冈", "--kind", "poem")
    jianfan.misused("correct", "split", one)
    assert jianfan.json("correct") == []
    assert jianfan.json("reclean", 99, status=1)[0]["status"] == "failed"


def test_all_documents_are_read_again(jianfan: Jianfan) -> None:
    jianfan("import", SEEDS)
    before = jianfan.json("list")
    results = jianfan.json("reclean")
    assert [row["status"] for row in results] == ["unchanged"] * 5
    assert jianfan.json("list") == before
    assert jianfan("reclean").count("unchanged") == 5


@pytest.mark.parametrize("name", ["library.sqlite3", "library.sqlite3-wal", "copy.sqlite3"])
def test_no_export_takes_the_place_of_a_library(jianfan: Jianfan, write: Write, name: str) -> None:
    jianfan("import", write("page.txt", PAGE))
    one = jianfan.json("list")[0]["id"]
    jianfan("annotate", one, "--quote", "云冈石窟", "--note", "只此一份")
    for command in (("export",), ("terms", "export"), ("concordance", "云冈")):
        jianfan(*command, "-o", jianfan.folder / name, status=1)
        assert "choose another" in jianfan.errors
    assert [row["note"] for row in jianfan.json("annotations")] == ["只此一份"]


# What ends a command in the middle

# Runs the command line and sends itself a signal at a function's n-th call, before or after it.
STOPPING = """
import os, signal, sys
import reader.library, reader.store.store
from reader.__main__ import main
from reader.search.index import SearchIndex
# What is started in the background by a shell has it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
owner, name, when, last, number = sys.argv[1:6]
store = reader.store.store
owner = {"store": store, "Store": store.Store, "SearchIndex": SearchIndex}[owner]
original, calls = getattr(owner, name), []
def stopping(*arguments, **named):
    calls.append(name)
    if len(calls) == int(last) and when == "before":
        os.kill(os.getpid(), int(number))
    result = original(*arguments, **named)
    if len(calls) == int(last) and when == "after":
        os.kill(os.getpid(), int(number))
    return result
setattr(owner, name, stopping)
sys.exit(main(sys.argv[6:]))
"""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def stop(folder: Path, place: str, number: int) -> subprocess.CompletedProcess[bytes]:
    """Import three files, one after the other, and stop at a place in the program."""
    for name in ("1", "2", "3"):
        text = f"# 第{name}題\n\n{SIMPLIFIED}" * 3
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    when, function, call = place.split()
    code = ("-c", STOPPING, *function.split("."), when, call, str(int(number)))
    return run(folder, "import", "1.md", "2.md", "3.md", code=code)


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("after store.insert_document 2", 1),
        ("after store.insert_texts 2", 1),
        ("after store.queue 2", 1),
        ("after Store.add_document 2", 2),
        ("after SearchIndex.__init__ 1", 3),
        ("after SearchIndex.clear 2", 3),
        ("before SearchIndex.apply 1", 3),
        ("after SearchIndex.apply 1", 3),
        ("after Store.unqueue 1", 3),
    ],
)
def test_a_killed_import_leaves_whole_documents_only(tmp_path: Path, place: str, kept: int) -> None:
    ended = stop(tmp_path, place, KILL)
    assert ended.returncode not in (0, 1), ended.stderr
    assert run_json(tmp_path, "verify") == {"ok": True, "problems": []}
    listed = run_json(tmp_path, "list")
    assert [one["document"] for one in listed] == [n for n in range(1, kept + 1) for _ in range(3)]
    assert run_json(tmp_path, "search", "圖書館")["total"] == 3 * kept
    rest = run_json(tmp_path, "import", "1.md", "2.md", "3.md")
    assert [one["status"] for one in rest] == ["unchanged"] * kept + ["imported"] * (3 - kept)
    assert run_json(tmp_path, "search", "圖書館")["total"] == 9
    assert run_json(tmp_path, "verify") == {"ok": True, "problems": []}


def test_an_interrupted_import_keeps_what_was_finished(tmp_path: Path) -> None:
    ended = stop(tmp_path, "after store.insert_articles 2", signal.SIGINT)
    assert ended.returncode == 130
    assert ended.stderr == b"jianfan: interrupted; what was finished is kept\n"
    assert [one["document"] for one in run_json(tmp_path, "list")] == [1, 1, 1]
    assert run_json(tmp_path, "verify")["ok"]
