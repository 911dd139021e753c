"""How long texts take that are made to be slow: what one rule or another has most work with.

    python -m benchmarks.bench_worst

Each is read from a file and its clean text put together, as for an import.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import MappingProxyType

from benchmarks.corpus import samples
from reader.importing import read_document
from reader.store.drafts import clean_texts

_SIZE_BYTES = 5_000_000

# A page has at most so many paragraphs, or it is read as something else.
_LINES = 2_900

_REPEATED = {
    "one line.txt": "渔港的清晨",
    "lines of one character.txt": "汉\n",
    "lines of one character.md": "汉\n",
    "a title over them.txt": "汉。\n",
    "brackets.txt": "（",
    "square brackets.md": "[",
    "emphasis.md": "**a",
    "headings.md": "# 渔港\n",
    "glosses.txt": "区(qū)",
    "invisible.txt": "汉\u200b",
    "spaced.txt": "干 部 下 沉 去\n",
    "bylines.txt": "□ 刘 念\n",
    "doubled.txt": "春风化雨润民心春风化雨润民心\n",
    "long, few characters.txt": "甲乙丙丁" * 14 + "戊己庚辛" * 14 + "\n",
    "shifted.txt": "?。ㄒ唬",
    "shifted heads.txt": "?。ㄒ唬?/strong>\n",
    "shifted, told by glosses.txt": "燃?xì)獾?3個高，渔港\n",
    "spaced and doubled.txt": "云 冈 研 究 院 云 冈 研 究 院\n",
    "wrapped.txt": "每年开春，湖边的芦苇刚冒出\n\n",
}


def _repeated(piece: str, before: str = "") -> str:
    return before + piece * (_SIZE_BYTES // len(piece.encode()))


def _random_lines(random: Random, length: int) -> Iterator[str]:
    while True:
        yield "".join(chr(random.randrange(0x4E00, 0x6000)) for _ in range(length))


def _short_lines(random: Random) -> str:
    """A page of nothing but headlines between two reports."""
    lines = _random_lines(random, 12)
    headlines = "\n".join(next(lines) for _ in range(_LINES))
    return f"本报讯 {next(lines)}。（林岸）\n{headlines}\n本报讯 渔港。（林岸）"


def _reports(random: Random) -> str:
    """A page of nothing but reports, as long as fills the file."""
    heads = _random_lines(random, 12)
    bodies = _random_lines(random, _SIZE_BYTES // 3 // (_LINES // 2))
    reports = zip(range(_LINES // 2), heads, bodies, strict=False)
    return "\n".join(f"{head}\n本报讯 {body}。（林岸）" for _, head, body in reports)


def _furniture(random: Random) -> str:
    """A page whose every second line is its number."""
    lines = _random_lines(random, 14)
    cut = "\n03\n".join(next(lines) for _ in range(_LINES // 2))
    return f"本报讯 渔港，早潮。（林岸）\n本报讯 渔港，\n{cut}"


def _seeds(_: Random) -> str:
    """The seeds again and again: no text has so much damage of so many kinds."""
    text = "\n".join(sample.text for sample in samples(None))
    return text * (_SIZE_BYTES // len(text.encode()) + 1)


def _seeds_in_one_line(random: Random) -> str:
    return _seeds(random).replace("\n", "")


_MADE: Mapping[str, Callable[[Random], str]] = MappingProxyType(
    {
        "a page of headlines.txt": _short_lines,
        "a page of reports.txt": _reports,
        "a page of page numbers.txt": _furniture,
        "seeds.txt": _seeds,
        "seeds in one line.txt": _seeds_in_one_line,
    }
)


def texts() -> Iterator[tuple[str, bytes]]:
    """The name of each file and what it holds."""
    for name, piece in _REPEATED.items():
        yield name, _repeated(piece, "渔港\n" if "title" in name else "").encode()
    for name, made in _MADE.items():
        yield name, made(Random(1)).encode()
    random = Random(1)
    yield "bytes of GBK.txt", bytes(random.choices(range(0x81, 0xFE), k=_SIZE_BYTES))


def main() -> None:
    print(f"{'worst texts':<30}{'MB':>6}{'s':>7}{'articles':>10}{'edits':>10}")
    with TemporaryDirectory() as folder:
        for name, data in texts():
            path = Path(folder) / name
            path.write_bytes(data)
            start = time.perf_counter()
            draft = read_document(path)
            for _ in clean_texts(draft):
                pass
            seconds = time.perf_counter() - start
            print(
                f"{name:<30}{len(data) / 1e6:6.1f}{seconds:7.1f}"
                f"{len(draft.articles):10}{len(draft.edits):10}"
            )


if __name__ == "__main__":
    main()
