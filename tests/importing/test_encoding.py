"""Bytes of each encoding come back as the text they were, and what is no text is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importing import encoding
from reader.importing.encoding import (
    Decoded,
    NotTextError,
    decode,
    decode_stream,
    normalized,
)

SIMPLIFIED = "河边的老码头这几天又热闹起来，渔民们把新补的网晾在石阶上，等着明天一早出船。"
TRADITIONAL = "河邊的老碼頭這幾天又熱鬧起來，漁民們把新補的網晾在石階上，等著明天一早出船。"


def decoded(data: bytes) -> Decoded:
    result = decode(data)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_text_comes_back_in_each_encoding(codec: str, name: str, text: str) -> None:
    result = decoded(text.encode(codec))
    assert (result.text, result.encoding) == (text, name)


def test_big_five_is_told_from_gb18030_by_its_characters() -> None:
    result = decoded(TRADITIONAL.encode("big5"))
    assert (result.text, result.encoding) == (TRADITIONAL, "cp950")


def test_hong_kong_characters_need_their_own_big_five() -> None:
    text = "喺啲舊碼頭度，佢哋嘅船係咪要走呀？" + TRADITIONAL
    result = decoded(text.encode("big5hkscs"))
    assert (result.text, result.encoding) == (text, "big5hkscs")


def test_utf16_without_native_order_is_read_by_its_mark() -> None:
    assert decoded(b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be")).text == SIMPLIFIED


def test_four_byte_gb18030_reaches_astral_characters() -> None:
    text = SIMPLIFIED + "𠮷野家的𪟝章"
    assert decoded(text.encode("gb18030")).text == text


def test_a_lost_byte_of_utf8_costs_one_character_and_is_said() -> None:
    data = SIMPLIFIED.encode()
    result = decoded(data[:31] + data[32:])
    assert result.encoding == "utf-8"
    assert result.text.replace("\ufffd", "") == SIMPLIFIED[:10] + SIMPLIFIED[11:]
    assert "U+FFFD" in result.evidence


def test_a_lost_byte_of_gb18030_does_not_change_the_encoding() -> None:
    data = "\n".join([SIMPLIFIED] * 4).encode("gb18030")  # a newline brings it into step again
    assert decoded(data[:41] + data[42:]).encoding == "gb18030"


def test_a_letter_of_western_europe_in_english_is_replaced() -> None:
    result = decoded(b"An old caf\xe9 by the pier opens early in the morning and closes late.")
    assert (result.encoding, result.text.count("\ufffd")) == ("utf-8", 1)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        bytes(range(256)) * 20,
        bytes(range(1, 256)) * 20,
        b"\x01\x02\x03\x04\x05\x06" * 10,
        SIMPLIFIED.encode("utf-16-le"),
        "\ufeff带\0零".encode("utf-16-le"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    assert decode(data) is None


def test_one_stray_control_character_is_still_text() -> None:
    assert decoded(f"{SIMPLIFIED}\x1a".encode()).text == f"{SIMPLIFIED}\x1a"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\u2028", "\u2029"])
def test_every_line_end_becomes_one_newline(end: str) -> None:
    assert normalized(f"一{end}二{end}") == "一\n二\n"


def test_what_cannot_be_stored_is_replaced() -> None:
    assert normalized("甲\ud800乙\0丙\U00020000") == "甲\ufffd乙\ufffd丙\U00020000"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@settings(max_examples=150)
def test_valid_utf8_is_never_taken_for_anything_else(text: str) -> None:
    result = decoded(b"\xef\xbb\xbf" + text.encode())
    assert (result.text, result.encoding) == (normalized(text), "utf-8-sig")
    if not text.startswith("\ufeff"):
        assert decoded(text.encode()).encoding == "utf-8"


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    result = decode(data)
    if result is not None:
        assert result.text == normalized(result.text)
        result.text.encode()


# Streams

LINE_ENDS = ["\n", "\r", "\r\n", "\v", "\f", "\u2028", "\u2029"]
IN_BIG_FIVE = "舊碼頭漁網石階船，。「」一許功蓋餐豆"  # some have the second byte of ASCII's \\ or |
# Without what counts against a reading: a text of little else is decided by its first block.
ANYTHING = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co"]))


def cut(data: bytes, places: list[int]) -> Iterator[bytes]:
    """The data in chunks, of which some may be empty."""
    ends = sorted(place % (len(data) + 1) for place in places)
    for start, end in zip([0, *ends], [*ends, len(data)], strict=True):
        yield data[start:end]


def streamed(data: bytes, places: list[int], block_bytes: int = 300) -> str:
    """The text through blocks so small that some lines make several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "_BLOCK_BYTES", block_bytes)
        return "".join(decode_stream(cut(data, places)))


def lines(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces = st.one_of(words, st.sampled_from(LINE_ENDS), st.just(SIMPLIFIED[:9]), st.just("ab "))
    return st.lists(pieces, max_size=60).map("".join)


PLACES = st.lists(st.integers(0, 10_000), max_size=40)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
@given(text=lines(ANYTHING), places=PLACES)
@settings(max_examples=80, deadline=None)
def test_a_stream_is_what_the_whole_is(codec: str, text: str, places: list[int]) -> None:
    data = (SIMPLIFIED * 5 + "\n" + text).encode(codec)
    assert decoded(data).text == normalized(data.decode(codec))
    assert streamed(data, places) == decoded(data).text


@given(text=lines(st.text(alphabet=IN_BIG_FIVE)), places=PLACES)
@settings(max_examples=80, deadline=None)
def test_a_stream_of_big_five_is_what_the_whole_is(text: str, places: list[int]) -> None:
    text = text.replace(SIMPLIFIED[:9], TRADITIONAL[:9]).replace("\u2028", "").replace("\u2029", "")
    data = (TRADITIONAL * 5 + "\n" + text).encode("cp950")
    assert decoded(data).encoding == "cp950"
    assert streamed(data, places) == decoded(data).text


@given(data=st.binary(max_size=200), places=PLACES)
@settings(max_examples=200)
def test_of_a_short_stream_any_bytes_are_as_in_the_whole(data: bytes, places: list[int]) -> None:
    whole = decode(data)
    if whole is None:
        with pytest.raises(NotTextError):
            list(decode_stream(cut(data, places)))
    else:
        assert "".join(decode_stream(cut(data, places))) == whole.text


def test_damage_in_a_stream_costs_what_it_costs_in_the_whole() -> None:
    data = bytearray(SIMPLIFIED.encode() * 40)
    del data[31::700]
    del data[-1]
    assert decoded(bytes(data)).broken > 1
    assert streamed(bytes(data), [*range(0, len(data), 7)]) == decoded(bytes(data)).text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_stream_that_begins_with_ascii_is_decided_by_what_follows(codec: str) -> None:
    text = "a line of nothing but letters\n" * 90 + f"\ufeff{SIMPLIFIED}\n" * 20
    assert streamed(text.encode(codec), [*range(0, 6000, 30)]) == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_a_stream_of_one_long_line_keeps_every_character(codec: str) -> None:
    text = SIMPLIFIED * 60
    for block_bytes in range(300, 304):  # of these some are cut within a character
        assert streamed(text.encode(codec), [*range(0, 5000, 3)], block_bytes) == text


@pytest.mark.parametrize("end", ["", "\r\n"])
def test_a_stream_is_not_read_ahead_of_its_text(end: str) -> None:
    chunk = f"{SIMPLIFIED}{end}".encode() * 100
    read = 0

    def chunks() -> Iterator[bytes]:
        nonlocal read
        for _ in range(2_000):
            read += len(chunk)
            yield chunk

    text = decode_stream(chunks())
    for pieces in range(1, 6):
        assert next(text)
        assert read <= pieces * ((1 << 20) + len(chunk))


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"])
def test_a_stream_of_no_text_has_no_piece(data: bytes) -> None:
    assert list(decode_stream([b"", data])) == []


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_what_comes_late_in_a_stream_is_made_fit_to_be_stored(codec: str) -> None:
    assert streamed((SIMPLIFIED * 9 + "\n甲\0乙").encode(codec), []).endswith("\n甲\ufffd乙")
