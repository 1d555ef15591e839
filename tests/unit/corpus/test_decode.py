"""Any input becomes UTF-8 blocks."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable

import pytest
from decoding import BOMS, SIMPLIFIED, cut, double_bytes, run

from newword.corpus.open.decode import (
    Decoded,
    canonical_encoding,
    decode,
    encode_text,
)

# --------------------------------------------------------------------------------- byte order marks


@pytest.mark.parametrize("text", ["", "机", "机器\U00020000学习\n"])
@pytest.mark.parametrize("codec", BOMS)
def test_a_byte_order_mark_decides_and_is_dropped(codec: str, text: str) -> None:
    data = BOMS[codec] + text.encode(codec)
    assert run(data) == (text.encode(), Decoded(size=len(data)))


@pytest.mark.parametrize("codec", BOMS)
def test_a_mark_further_inside_stays(codec: str) -> None:
    text = "机\ufeff器"
    assert run(BOMS[codec] + text.encode(codec))[0] == text.encode()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_an_odd_tail_is_one_bad_place(codec: str) -> None:
    data = BOMS[codec] + ("机" * 100).encode(codec) + b"x"
    text, decoded = run(data)
    assert text == ("机" * 100).encode() + b"\xff"
    assert (decoded.bad, decoded.first_bad) == (1, len(data) - 1)


@pytest.mark.parametrize("codec", BOMS)
def test_a_mark_is_dropped_for_an_explicit_encoding_too(codec: str) -> None:
    data = BOMS[codec] + "机器".encode(codec)
    assert run(data, codec)[0] == "机器".encode()


def test_the_mark_of_gb18030_is_dropped() -> None:
    assert run("\ufeff机器".encode("gb18030"), "gb18030")[0] == "机器".encode()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf_16_and_32_without_byte_order_need_the_mark(encoding: str) -> None:
    data = ("机器" * 50).encode(f"{encoding}-le")
    text, decoded = run(data, encoding)
    assert text == b""
    assert decoded.refusal is not None
    assert (
        decoded.refusal.detail == f"it has no byte order mark: say {encoding}-le or {encoding}-be"
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_utf_16_and_32_take_the_byte_order_of_the_mark(codec: str) -> None:
    assert run(BOMS[codec] + "机器".encode(codec), codec[:6])[0] == "机器".encode()


def test_an_empty_input_is_no_problem_in_any_encoding() -> None:
    for encoding in ("auto", "utf-8", "utf-16", "utf-32", "gb18030", "hz"):
        assert run(b"", encoding) == (b"", Decoded(size=0))


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [("utf-8", "gb18030"), ("utf-16-le", "utf-16-be"), ("utf-16-be", "utf-8"), ("utf-8", "utf-16")],
)
def test_a_mark_goes_before_the_encoding_that_was_asked_for(mark: str, encoding: str) -> None:
    text, decoded = run(BOMS[mark] + "机器".encode(mark), encoding)
    assert text == "机器".encode()
    assert (decoded.refusal, decoded.encoding) == (None, mark)


def test_utf_16_without_a_mark_is_never_guessed() -> None:
    _, decoded = run(SIMPLIFIED.encode("utf-16-le"))
    assert decoded.refusal is not None
    assert decoded.refusal.detail.endswith("are not utf-8; it looks like utf-16-le")


def test_explicit_utf_16_needs_no_mark() -> None:
    assert run(SIMPLIFIED.encode("utf-16-le"), "utf-16-le")[0] == SIMPLIFIED.encode()


# ---------------------------------------------------------------------------------------- good text


def every_character(codec: str) -> str:
    """All that a codec reads, in its own order."""
    if codec == "gb18030":
        codes = (c for c in range(0x80, 0x110000) if not 0xD800 <= c <= 0xDFFF)
        return "".join(map(chr, codes))
    texts = (pair.decode(codec, "ignore") for pair in double_bytes() if pair[0] > 0x80)
    return "".join(text for text in texts if text and ord(text[0]) > 0x7F)


@pytest.mark.parametrize("codec", ["gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "euc_kr"])
def test_every_mapped_character_is_read(codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(monkeypatch, 4099, 1021)
    text = every_character(codec)
    data = text.encode(codec, "ignore")
    expected = data.decode(canonical_encoding(codec))
    assert len(expected) > 8000
    assert run(data, canonical_encoding(codec)) == (expected.encode(), Decoded(size=len(data)))


MIXED = "机器a\U00020000学习，\nC++ é\u4e02"


@pytest.mark.parametrize(
    "codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "utf-32-be"]
)
def test_text_may_be_cut_at_every_byte(codec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = (MIXED * 200).encode(codec)[: 1 << 12]
    expected = run(data, codec)
    for first in range(1, len(data) + 1):
        cut(monkeypatch, first, 1000)
        assert run(data, codec) == expected


@pytest.mark.parametrize("codec", ["hz", "iso2022_jp", "big5", "big5hkscs", "euc_jis_2004"])
def test_other_encodings_may_be_cut_at_every_byte(
    codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ("日本語 text\n機中文" * 20).encode(codec, "ignore")
    expected = data.decode(codec).encode()
    for first in range(1, len(data) + 1):
        cut(monkeypatch, first, 7)
        assert run(data, codec)[0] == expected


def test_short_reads_change_nothing() -> None:
    data = SIMPLIFIED.encode("gb18030")
    stream = io.BytesIO(data)
    blocks: list[bytes] = []
    decoded = decode(lambda size: stream.read(min(size, 7)), blocks.append, encoding="gb18030")
    assert (b"".join(blocks), decoded.size) == (SIMPLIFIED.encode(), len(data))


def test_memory_stays_bounded_for_an_input_without_end() -> None:
    left = 20
    largest = 0

    def read(size: int) -> bytes:
        nonlocal left
        left -= 1
        return ("哈" * (size // 2)).encode("gb18030") if left else b""

    def feed(block: bytes) -> None:
        nonlocal largest
        largest = max(largest, len(block))

    decoded = decode(read, feed, encoding="gb18030")
    assert decoded.size == 19 << 20
    assert largest <= 3 << 20


def test_what_read_raises_goes_through() -> None:
    def read(size: int) -> bytes:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        decode(read, lambda block: None)


# ------------------------------------------------------------------------------------------- binary


@pytest.mark.parametrize("place", [0, 1, 65535, 65536, 65537, 99_999])
@pytest.mark.parametrize("encoding", ["auto", "utf-8", "gb18030"])
def test_zero_bytes_make_a_binary_unless_it_is_named(place: int, encoding: str) -> None:
    data = b"a" * place + b"\0" + b"a" * (99_999 - place)
    text, decoded = run(data, encoding, accepts_nul=False)
    assert text == b""
    assert decoded.refusal is not None
    assert decoded.refusal.code == "binary"
    assert run(data, encoding, accepts_nul=True)[0] == data


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-32-be"])
def test_zero_bytes_are_normal_in_utf_16_and_32(codec: str) -> None:
    data = BOMS[codec] + "a机\0".encode(codec)
    assert run(data, accepts_nul=False)[0] == "a机\0".encode()


# ---------------------------------------------------------------------------------------------- str


@pytest.mark.parametrize(
    ("text", "encoded", "lone"),
    [
        ("", b"", 0),
        ("机器", "机器".encode(), 0),
        ("机\ud800器", "机".encode() + b"\xff" + "器".encode(), 1),
        ("\udcff\ud83d\ude00", b"\xff\xff\xff", 3),
    ],
)
def test_lone_surrogates_of_a_text_break(text: str, encoded: bytes, lone: int) -> None:
    assert encode_text(text) == (encoded, lone)


def test_our_error_handler_leaves_other_errors_alone() -> None:
    handler: Callable[[UnicodeError], object] = codecs.lookup_error("newword.break")
    with pytest.raises(UnicodeTranslateError):
        handler(UnicodeTranslateError("a", 0, 1, "untranslatable"))
