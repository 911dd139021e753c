"""Files through all stages: the seeds, what is refused, and what holds for any text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.alignment import assemble
from reader.errors import FileError
from reader.importing import LARGEST_TEXT_BYTES, SUFFIXES, read_document, reading
from reader.model import ArticleDraft, DocumentDraft, LineProblem, Script, Source
from tests.importing.soundness import check

SEEDS = Path(__file__).parents[2] / "seeds"
BODY = "渔民们把新补的网晾在石阶上，等着明天一早出船。"


def texts(document: DocumentDraft, article: ArticleDraft) -> list[str]:
    clean = assemble(Source(document.source), article.blocks, document.edits)
    return [clean.text[span.start : span.end] for span in clean.blocks]


def seed(number: str) -> DocumentDraft:
    (path,) = SEEDS.glob(f"{number}_*")
    return read_document(path)


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_marked_seed_becomes_its_articles() -> None:
    document = seed("004")
    assert [(article.title, article.subtitle) for article in document.articles] == [
        ("当好融湾排头兵 建设示范先行区", "信丰县扎实推进“八大行动”"),
        ("推进非公维权服务工作提质增效", ""),
        ("乡风文明增颜值强气质", ""),
        ("开展专项整治 优化干部作风", ""),
        ("民主政治协商有效赋能基层治理", ""),
        ("南昌有座花园式钢铁工厂", ""),
        ("社区小基金托起群众大民生", ""),
        ("聚力乡村振兴 绘就美丽画卷", ""),
    ]
    assert any("场平加快推进，将挺起江西南部" in text for text in texts_of_all(document))
    assert any("现代农业示范区，高标准承办" in text for text in texts_of_all(document))
    assert any("捐赠资金助力各村基础设施" in text for text in texts_of_all(document))


def texts_of_all(document: DocumentDraft) -> list[str]:
    return [text for article in document.articles for text in texts(document, article)]


def test_a_report_is_one_article() -> None:
    document = seed("001")
    assert len(document.articles) == 1
    assert document.script is Script.TRADITIONAL


def test_a_seed_with_a_clear_title_has_it() -> None:
    article = seed("001").articles[0]
    assert article.title == "政府工作報告"
    assert article.subtitle.startswith("——2023年1月10日")
    assert article.subtitle.endswith("人民代表大會第三次會議上")


@pytest.mark.parametrize(
    ("number", "paragraph"),
    [
        ("000", "深港深度融合发展“依靠人”"),
        ("000", "奏响“深港一家亲”动人乐章"),
        ("000", "□ 杜小军 李君"),
        ("002", "创新方式方法打造工作“新路径”"),
        ("002", "安徽开发区高质量发展圆桌会召开"),
        ("002", "宁夏石嘴山市以民族团结促转型发展"),
        ("003", "协同机制 奏响治理“大合唱”"),
        ("003", "（孙晓莉 褚鸿燕）"),
        ("003", "宜昌：政府采购领域获验收通过地区数量全省第一"),
        ("001", "一、2022年工作回顧"),
    ],
)
def test_headlines_and_names_of_the_seeds_stand_alone(number: str, paragraph: str) -> None:
    assert paragraph in texts_of_all(seed(number))


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        ("000", "日前，由山西省长治市委改革办", "具有很强的示范推广价值。"),
        ("000", "其实，早在深圳经济特区建立40周年", "增强对祖国的向心力。"),
        ("002", "“我们将把学习贯彻习近平总书记", "党工委书记龚建荣表示。"),
        ("002", "（本文配图由西乡街道办", "办公室提供）"),
        ("003", "经过一系列创新实践", "示范县（市、区）……"),
        ("003", "作为世界文化遗产", "数字化采集技术。"),
    ],
)
def test_paragraphs_of_the_seeds_are_whole(number: str, start: str, end: str) -> None:
    assert any(text.startswith(start) and text.endswith(end) for text in texts_of_all(seed(number)))


def test_a_document_tells_where_it_comes_from(tmp_path: Path) -> None:
    data = f"# 渔港\r\n{BODY}\r\n".encode("utf-8-sig")
    document = read_document(written(tmp_path, "渔港.TXT", data))
    assert (document.name, document.format, document.encoding) == ("渔港.TXT", "text", "utf-8-sig")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.source == f"# 渔港\n{BODY}\n"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", " \r\n\u3000\u200b\n", "is empty"),
        ("a.md", "\n", "is empty"),
        ("a.jsonl", "\n\n", "is empty"),
        ("a.txt", b"\x00\x01\x02" * 9, "is not text"),
        ("a.txt", b"%PDF-1.7 \x00", "is a PDF file"),
        ("a.docx", b"PK", "is of an unknown kind"),
        ("a", "正文。", "is of an unknown kind"),
        ("a.jsonl", "正文。\n[]\n", "no readable record; line 1 is not JSON"),
    ],
)
def test_what_cannot_be_read_says_why(
    tmp_path: Path, name: str, data: bytes | str, reason: str
) -> None:
    path = written(tmp_path, name, data)
    with pytest.raises(FileError) as caught:
        read_document(path)
    assert caught.value.path == path
    assert reason in caught.value.reason


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(FileError, match="is a folder"):
        read_document(tmp_path)


def test_a_file_past_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST_TEXT_BYTES + 1)
    with pytest.raises(FileError, match="too large: the limit is 64 MiB"):
        read_document(path)


def record(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"


def test_records_become_articles_and_bad_lines_problems(tmp_path: Path) -> None:
    lines = (
        record(title="渔港", text=f"石阶还湿着。\n{BODY}", date="2021-03-04", source="海滨日报"),
        "{\n",
        "\n",
        record(title="没有正文"),
        record(text="船𠮷回来了。", authors="林小满", date="昨天"),
    )
    document = read_document(written(tmp_path, "a.jsonl", "\ufeff" + "".join(lines)))
    first, second = document.articles
    assert (first.title, first.date, first.newspaper) == ("渔港", "2021-03-04", "海滨日报")
    assert texts(document, first) == ["渔港", "石阶还湿着。", BODY]
    assert (second.title, second.authors, second.date) == ("", ("林小满",), None)
    assert texts(document, second) == ["船𠮷回来了。"]
    assert [problem.line for problem in document.problems] == [2, 4, 5]
    assert document.problems[0] == LineProblem(2, "is not JSON")


def test_many_records_report_progress_and_can_be_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", record(title="渔港", text=BODY) * 1000)
    steps = list(reading(path))
    assert len(steps) >= 5
    assert all(left.done < right.done for left, right in pairwise(steps))
    assert steps[-1].done == steps[-1].total == path.stat().st_size
    stopped = reading(path)
    next(stopped)
    stopped.close()
    path.unlink()


PIECES = st.one_of(
    st.sampled_from(
        [
            "\n",
            "\n\n",
            "\r\n",
            "# ",
            "\n## ",
            "\n### 汉",
            "\n===\n",
            "\n---\n",
            "```\n",
            "**",
            "`",
            "[汉](b)",
            "\u3000\u3000",
            "\u200b",
            "\ufeff",
            "\x07",
            "——汉\n",
            "本报讯 ",
            "（汉字 汉）",
            "湖边的芦苇刚冒出嫩芽，看守水闸的\n",
            "老人便搬来一张竹椅，坐在堤上听水\n",
            "声。\n",
        ]
    ),
    st.text(alphabet="汉字，。；“”（）一、1a#*-> \n\U00020000\U0001f600", max_size=12),
    st.text(max_size=6),
)
SOURCES = st.lists(PIECES, max_size=25).map("".join)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], DocumentDraft | None]:
    """Read these bytes from a file of that suffix; ``None`` where it is refused."""
    folder = tmp_path_factory.mktemp("any")

    def read_bytes(data: bytes, suffix: str) -> DocumentDraft | None:
        try:
            return read_document(written(folder, f"any{suffix}", data))
        except FileError:
            return None

    return read_bytes


@given(text=SOURCES, suffix=st.sampled_from([".txt", ".md"]))
@settings(max_examples=300, deadline=None)
def test_no_character_of_any_text_is_lost(
    read: Callable[[bytes, str], DocumentDraft | None], text: str, suffix: str
) -> None:
    document = read(text.encode(), suffix)
    if document is not None:
        check(document)


@given(records=st.lists(st.tuples(SOURCES, SOURCES), min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_no_character_of_any_record_is_lost(
    read: Callable[[bytes, str], DocumentDraft | None], records: list[tuple[str, str]]
) -> None:
    lines = "".join(record(title=title, text=text) for title, text in records)
    document = read(lines.encode(), ".jsonl")
    if document is not None:
        check(document)


@given(data=st.binary(max_size=200), suffix=st.sampled_from(sorted(SUFFIXES)))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(
    read: Callable[[bytes, str], DocumentDraft | None], data: bytes, suffix: str
) -> None:
    document = read(data, suffix)
    if document is not None:
        check(document)
