"""How many test cases of C++ OpenCC pass: ``python -m benchmarks.yardstick SDIST``.

``SDIST`` is its unpacked source distribution (``pip download --no-binary :all: --no-deps opencc``,
then ``tar``). Its cases, and the lines of its golden files, are counted for the package alone, for
ours and, where ``benchmarks.opencc_cpp`` finds it, for C++ OpenCC. Prints what ours leaves and, at
the end, every case that the package alone has right and our corrections broke.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opencc import OpenCC

from benchmarks import opencc_cpp
from reader.script import convert_with

CONFIGURATIONS = ("s2t", "s2tw", "s2twp", "s2hk", "t2s", "t2tw", "t2hk", "tw2s", "tw2sp", "hk2s")
# Enough to tell the word.
_BESIDE = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A text and what is expected of it."""

    name: str
    text: str
    expected: str


def main(distribution: Path) -> None:
    """Count and print."""
    print(f"{'':8}{'cases':>8}{'package':>9}{'ours':>7}{'C++':>7}")
    broken: list[str] = []
    for configuration in CONFIGURATIONS:
        broken += _report(configuration, list(_cases(distribution, configuration)))
    print("\nlines of the golden files")
    for configuration in CONFIGURATIONS:
        golden = list(_golden(distribution, configuration))
        if golden:
            broken += _report(configuration, golden)
    print("\nright with the package alone, broken by ours:", ", ".join(broken) or "none")


def _cases(distribution: Path, configuration: str) -> Iterator[Case]:
    text = (distribution / "test/testcases/testcases.json").read_text(encoding="utf-8")
    # The file has commas before closing brackets here and there, which JSON does not know.
    for case in json.loads(re.sub(r",(\s*[}\]])", r"\1", text))["cases"]:
        if configuration in case["expected"]:
            yield Case(case["id"], case["input"], case["expected"][configuration])


def _golden(distribution: Path, configuration: str) -> Iterator[Case]:
    """Line by line, so that one difference does not count for a whole file."""
    folder = distribution / "test/golden"
    for source in sorted((folder / "input").iterdir()):
        target = folder / "output" / f"{source.stem}.{configuration}.txt"
        if target.is_file():
            lines = zip(_lines(source), _lines(target), strict=True)
            for number, (text, expected) in enumerate(lines, start=1):
                yield Case(f"{source.stem}:{number}", text, expected)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _report(configuration: str, cases: Sequence[Case]) -> list[str]:
    """Print the counts and what ours leaves; the names of the cases that ours broke."""
    package = OpenCC(configuration)
    alone = [package.convert(case.text) for case in cases]
    ours = [convert_with(configuration, case.text, corrected=True).text for case in cases]
    cpp = opencc_cpp.convert(configuration, [case.text for case in cases])
    counted = "-" if cpp is None else str(_passed(cases, cpp.texts))
    print(
        f"{configuration:8}{len(cases):8}{_passed(cases, alone):9}{_passed(cases, ours):7}"
        f"{counted:>7}"
    )
    broken = []
    for case, before, after in zip(cases, alone, ours, strict=True):
        if after != case.expected:
            wanted, got = _where_they_differ(case.expected, after)
            print(f"    {case.name}: {wanted}, not {got}")
            if before == case.expected:
                broken.append(f"{configuration} {case.name}")
    return broken


def _where_they_differ(wanted: str, got: str) -> tuple[str, str]:
    """Both without what they begin and end with alike, but for a few characters of it."""
    before = max(_alike(wanted, got) - _BESIDE, 0)
    after = max(_alike(wanted[::-1], got[::-1]) - _BESIDE, 0)
    return wanted[before : len(wanted) - after], got[before : len(got) - after]


def _alike(one: str, other: str) -> int:
    """How many characters they begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _passed(cases: Sequence[Case], texts: Sequence[str]) -> int:
    return sum(case.expected == text for case, text in zip(cases, texts, strict=True))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
