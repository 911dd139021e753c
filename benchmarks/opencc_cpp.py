"""The C++ ``opencc`` package, where it is installed: the limit to measure against.

It bears the import name of the package this program builds on, so the two cannot be installed into
one environment. Put it into a folder of its own and name that folder in ``OPENCC_CPP``::

    pip install --target build/opencc-cpp opencc
    OPENCC_CPP=build/opencc-cpp make bench
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MISSING = "C++ OpenCC is not measured: set OPENCC_CPP to the folder it is installed in"

# Reads a configuration and texts, and answers with the seconds of the best of three further rounds
# and the texts converted.
_PROGRAM = """
import json, sys, time
from opencc import OpenCC
configuration, texts = json.load(sys.stdin)
try:
    convert = OpenCC(configuration).convert
except Exception as error:
    sys.exit(str(error))
converted = [convert(text) for text in texts]
rounds = []
for _ in range(3):
    start = time.perf_counter()
    for text in texts:
        convert(text)
    rounds.append(time.perf_counter() - start)
print(json.dumps([min(rounds), converted]))
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What it made of the texts, in their order, and the seconds that took when warm."""

    seconds: float
    texts: tuple[str, ...]


def folder() -> Path | None:
    """Where it is installed; ``None`` where nobody says so."""
    name = os.environ.get("OPENCC_CPP")
    return Path(name).resolve() if name else None


def convert(configuration: str, texts: Sequence[str]) -> Outcome | None:
    """``None`` where it is not installed."""
    where = folder()
    if where is None:
        return None
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=json.dumps([configuration, list(texts)]),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(where)},
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"C++ OpenCC, {configuration}: {done.stderr.strip()}")
    seconds, converted = json.loads(done.stdout)
    return Outcome(seconds, tuple(converted))
