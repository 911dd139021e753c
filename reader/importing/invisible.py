"""Characters that show nothing, and the visible part of a stretch of text. Pure."""

from __future__ import annotations

import re

from reader.model import Source, Span

# What shows nothing and stands between nothing: zero-width space and non-joiner, directional marks,
# word joiner, soft hyphen, a byte order mark that was pasted along, and the C0 controls but for tab
# and newline. The zero-width joiner stays, for emoji are spelt with it. C1 controls stay: they are
# bytes of Windows punctuation read wrongly, and something did stand there.
INVISIBLE = "\x00-\x08\x0b-\x1f\x7f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff"

_MARGIN = "".join(re.findall(f"[\\s{INVISIBLE}]", "".join(map(chr, range(0x10000)))))


def visible(stretch: Source, span: Span) -> Span | None:
    """A source span from its first to its last visible character; ``None`` if it has none."""
    bare = stretch.slice(span).lstrip(_MARGIN)
    start = span.end - len(bare)
    bare = bare.rstrip(_MARGIN)
    return Span(start, start + len(bare)) if bare else None
