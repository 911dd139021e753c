"""What a newspaper page says of itself: newspaper, date, page, section and columns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.importing.formats import Masthead
from reader.importing.pages.forms import date_of

_LATIN_NAME = re.compile(
    "(?:[A-Z][A-Za-z']*\\.? )*"
    "(?:DAILY|NEWS|TIMES|POST|WEEKLY|JOURNAL|HERALD|Daily|News|Times|Weekly)\\b"
)
_HAN_NAME = re.compile(
    "(?<![\u3400-\u9fff])[\u3400-\u9fff]{1,8}(?:[日晚早时時]?[报報]|[周週]刊)(?![\u3400-\u9fff])"
)
_NUMBERED = re.compile("第?\\s*(?P<page>[A-D]?\\d{1,2})\\s*版")
_NUMBER = re.compile("(?<![0-9.:()-])(?P<page>[A-D]?[0-3]?\\d)(?![0-9.:-])")
_DATE = re.compile("\\d{4}[-./年 ]+\\d{1,2}[-./月 ]+\\d{1,2} ?日?")
_CONTACT = re.compile("[：:@]")


def masthead(lines: Iterable[str], columns: Iterable[str]) -> Masthead:
    """Read the masthead's lines, clean, in the order of the page."""
    newspaper = date = page = section = None
    for line in lines:
        date = date or date_of(line)
        bare = _DATE.sub(" ", line)
        if _CONTACT.search(bare):
            continue
        names = [m.group() for m in (_HAN_NAME.search(bare), _LATIN_NAME.search(bare)) if m]
        newspaper = newspaper or " ".join(names) or None
        number = _NUMBERED.search(bare) or _NUMBER.search(bare)
        if number is not None and page is None:
            page = number.group("page")
            before = bare[: number.start()].strip()
            section = section or (before if before and before not in names else None)
    return Masthead(newspaper, date, page, section, tuple(columns))
