"""What each format says of a text's structure, and which files of a folder are read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.importing.formats import (
    Heading,
    Page,
    RecordError,
    magic,
    markdown_page,
    record_page,
    text_page,
    walk,
)


def drawn(page: Page) -> list[tuple[int, str]]:
    return [(heading.level, page.source.slice(heading.text)) for heading in page.headings]


def record(**fields: object) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode()


def test_headings_of_a_text_file_are_those_marked_with_hashes() -> None:
    text = "# 渔港的早晨\n正文。\n\n##  码头 ##\n#没有空格\n####### 七级\n短线\n---\n"
    assert drawn(text_page(text)) == [(1, "渔港的早晨"), (2, "码头")]


def test_a_heading_keeps_its_place_and_its_marks() -> None:
    page = text_page("前言\n\n  ## 码头 ##  \n")
    (heading,) = page.headings
    assert page.source.slice(heading.span) == "## 码头 ##"
    assert page.source.slice(heading.text) == "码头"


def test_markdown_headings_are_marked_or_underlined_but_not_in_code() -> None:
    text = "渔港\n====\n\n码头\n--\n\n```\n# 注释\n```\n\n### 小节\n\n> # 引文里\n"
    assert drawn(markdown_page(text)) == [(1, "渔港"), (2, "码头"), (3, "小节")]


def test_an_underlined_heading_spans_its_underline() -> None:
    page = markdown_page("开头。\n\n渔港\n====\n正文。\n")
    (heading,) = page.headings
    assert page.source.slice(heading.span) == "渔港\n===="


def test_a_long_paragraph_over_dashes_is_no_heading() -> None:
    assert markdown_page("渔" * 60 + "\n---\n").headings == ()


def test_a_code_fence_is_verbatim() -> None:
    page = markdown_page("正文。\n\n~~~\n一\n二\n~~~\n完。\n")
    assert [page.source.slice(span) for span in page.verbatim] == ["~~~\n一\n二\n~~~\n"]


def test_front_matter_is_set_apart_and_moves_no_offset() -> None:
    page = markdown_page("---\ntitle: 渔港\ntags:\n  - 海\n---\n# 渔港\n正文。\n")
    assert page.front_matter is not None
    assert page.source.slice(page.front_matter).endswith("- 海\n---\n")
    assert drawn(page) == [(1, "渔港")]


def test_a_rule_across_the_page_is_no_front_matter() -> None:
    assert markdown_page("---\n一段正文。\n---\n").front_matter is None


def test_a_file_of_nothing_but_headings_is_plain_text() -> None:
    assert text_page("# 甲\n" * 20_001).headings == ()
    assert len(text_page("# 甲\n" * 20_000).headings) == 20_000


def test_a_record_becomes_title_and_text_of_the_source() -> None:
    line = record(
        title=" 渔港的\n早晨 ",
        text="第一段。\r\n第二段。",
        date="2021-03-04",
        source="海滨日报",
        authors=["林 小满", "John Smith"],
    )
    page = record_page(line, start=50)
    assert (page.source.start, page.source.text) == (50, "渔港的 早晨\n\n第一段。\n第二段。\n\n")
    assert page.record is not None and page.record.title is not None
    assert page.source.slice(page.record.title) == "渔港的 早晨"
    assert page.source.slice(page.record.body).strip() == "第一段。\n第二段。"
    assert page.record.newspaper == "海滨日报"
    assert page.record.date == "2021-03-04"
    assert page.record.authors == ("林小满", "John Smith")


def test_a_record_needs_only_text() -> None:
    page = record_page(record(text="正文。", title=None, date="", source=None), 0)
    assert page.record is not None
    assert (page.record.title, page.record.date, page.record.newspaper) == (None, None, None)
    assert page.source.text == "正文。\n\n"


def test_authors_may_be_one_string() -> None:
    page = record_page(record(text="正文。", authors="林小满、陈 石；Ann Lee"), 0)
    assert page.record is not None
    assert page.record.authors == ("林小满", "陈石", "Ann Lee")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2021", "2021"),
        ("2021-03", "2021-03"),
        ("2021-03-04T05:06:07Z", "2021-03-04"),
        ("2021-03-04 05:06", "2021-03-04"),
        ("2021-13", None),
        ("2021-02-30", None),
        ("4/3/2021", None),
        ("20210304", None),
    ],
)
def test_a_date_is_iso_or_left_out_with_a_remark(given: str, kept: str | None) -> None:
    page = record_page(record(text="正文。", date=given), 0)
    assert page.record is not None
    assert page.record.date == kept
    assert (page.record.remark is None) == (kept is not None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"9" * 5_000, "is not JSON"),
        (b"[1]", "is not a JSON object"),
        (b'{"title": "\xb4\xba"}', "is not UTF-8 text"),
        (record(title="渔港"), "has no text"),
        (record(text=" \u200b\n"), "has no text"),
        (record(text=3), "has a 'text' that is not a string"),
        (record(text="正文。", title=["渔港"]), "has a 'title' that is not a string"),
        (record(text="正文。", authors=[1]), "has 'authors' that are neither"),
    ],
)
def test_a_bad_record_says_why(line: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        record_page(line, 0)


def test_lone_surrogates_of_json_do_not_reach_the_source() -> None:
    page = record_page(rb'{"title": "a\ud800", "text": "\udc00b\u0000 \ud842\udfb7"}', 0)
    assert page.source.text == "a\ufffd\n\n\ufffdb\ufffd 𠮷\n\n"


def test_headings_in_a_record_have_offsets_of_the_source() -> None:
    page = record_page(record(title="渔港", text="# 早晨\n正文。"), start=7)
    assert isinstance(page.headings[0], Heading)
    assert drawn(page) == [(1, "早晨")]


@pytest.mark.parametrize(
    ("beginning", "reason"), [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "ZIP"), ("正文".encode(), None)]
)
def test_misnamed_files_are_told_by_their_first_bytes(beginning: bytes, reason: str | None) -> None:
    found = magic(beginning)
    assert found is None if reason is None else found is not None and reason in found


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("正文。", encoding="utf-8")


def names_of(found: list[Path], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]


def test_a_folder_is_walked_deeply_in_natural_order(tmp_path: Path) -> None:
    make(tmp_path, "10.txt", "9.TXT", "b.pdf", ".hidden.txt", ".git/x.txt", "2/1.md", "a.jsonl")
    assert names_of(list(walk([tmp_path])), tmp_path) == ["2/1.md", "9.TXT", "10.txt", "a.jsonl"]


def test_a_file_given_by_name_is_kept_whatever_it_is(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", ".hidden.txt")
    given = [tmp_path / "b.pdf", tmp_path / ".hidden.txt", tmp_path / "missing.txt"]
    assert list(walk(given)) == given


def test_links_in_a_circle_are_walked_once(tmp_path: Path) -> None:
    make(tmp_path, "a/1.txt")
    try:
        (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links here")
    assert names_of(list(walk([tmp_path])), tmp_path) == ["a/1.txt"]
