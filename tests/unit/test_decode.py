"""Any input becomes UTF-8 blocks; what does not decode breaks, is counted, and never raises."""

from __future__ import annotations

import codecs
import encodings.aliases
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newword.corpus import decode as module
from newword.corpus.decode import (
    Decoded,
    advise_encoding,
    canonical_encoding,
    decode,
    encode_text,
)
from newword.errors import ConfigError

SAMPLES = Path(__file__).parents[2] / "corpus_samples" / "text"
SIMPLIFIED = (SAMPLES / "medical" / "01.txt").read_text("utf-8")
TRADITIONAL = "".join(path.read_text("utf-8") for path in (SAMPLES / "traditional").glob("0*.txt"))


def run(data: bytes, encoding: str = "auto", **options: bool) -> tuple[bytes, Decoded]:
    blocks: list[bytes] = []
    decoded = decode(io.BytesIO(data).read, blocks.append, encoding=encoding, **options)
    return b"".join(blocks), decoded


def cut(monkeypatch: pytest.MonkeyPatch, first: int, rest: int) -> None:
    """Let blocks end after so many bytes."""
    monkeypatch.setattr(module, "SAMPLE_BYTES", first)
    monkeypatch.setattr(module, "_BLOCK_BYTES", rest)


# -------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("auto", "auto"),
        ("UTF8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp65001", "utf-8"),
        ("gbk", "gb18030"),
        ("GB2312", "gb18030"),
        ("cp936", "gb18030"),
        ("GB18030", "gb18030"),
        ("big5", "big5"),
        ("Big5-HKSCS", "big5hkscs"),
        ("utf-16le", "utf-16-le"),
        ("UTF-16", "utf-16"),
        ("shift_jis", "shift_jis"),
        ("latin-1", "iso8859-1"),
    ],
)
def test_an_encoding_has_one_name(name: str, canonical: str) -> None:
    assert canonical_encoding(name) == canonical


NOT_FOR_TEXT = {
    "base64_codec",
    "bz2_codec",
    "hex_codec",
    "mbcs",
    "quopri_codec",
    "rot_13",
    "uu_codec",
    "zlib_codec",
}


@pytest.mark.parametrize("name", sorted(set(encodings.aliases.aliases.values())))
def test_every_text_codec_of_python_is_known_and_no_other(name: str) -> None:
    if name in NOT_FOR_TEXT:
        with pytest.raises(ConfigError):
            canonical_encoding(name)
    else:
        assert codecs.lookup(canonical_encoding(name))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("gbkk", "did you mean gbk"),
        ("gb-18030", "gb18030"),
        ("uft-8", "utf_8"),
        ("big-5-hkscs", "big5_hkscs"),
        ("nonsense", "try auto"),
        ("base64", "try auto"),
        ("punycode", "unknown encoding"),
        ("undefined", "unknown encoding"),
        ("a\0b", r"a\\x00b"),
        ("", "unknown encoding"),
    ],
)
def test_an_unknown_encoding_is_a_config_error_with_near_names(name: str, advice: str) -> None:
    with pytest.raises(ConfigError, match=advice):
        canonical_encoding(name)


def double_bytes() -> list[bytes]:
    return [bytes((high, low)) for high in range(0x80, 0x100) for low in range(0x100)]


@pytest.mark.parametrize("name", ["gbk", "gb2312"])
def test_the_superset_reads_every_word_character_as_the_smaller_encoding_does(name: str) -> None:
    for pair in double_bytes():
        text = pair.decode(name, "ignore")
        if len(text) == 1 and text.isalpha() and pair == text.encode(name):
            assert pair.decode(canonical_encoding(name)) == text


# --------------------------------------------------------------------------------- byte order marks

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


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
def test_a_mark_that_contradicts_the_encoding_refuses(mark: str, encoding: str) -> None:
    text, decoded = run(BOMS[mark] + "机器".encode(mark), encoding)
    assert text == b""
    assert decoded.refusal is not None
    assert decoded.refusal.code == "wrong-encoding"


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


# ---------------------------------------------------------------------------------------- bad bytes


@pytest.mark.parametrize(
    ("encoding", "good", "bad"),
    [
        ("utf-8", "机器学习".encode(), b"\xff"),
        ("utf-8", "机器学习".encode(), b"\xe6\x9c"),
        ("utf-8", "机器学习".encode(), b"\xed"),
        ("gb18030", "机器学习".encode("gbk"), b"\xff"),
        ("gb18030", "机器学习".encode("gbk"), b"\x81\x20"[:1]),
        ("big5hkscs", "機器學習".encode("big5"), b"\xff"),
        ("utf-16-le", "机器学习".encode("utf-16-le"), b"\x00\xd8"),
        ("utf-16-be", "机器学习".encode("utf-16-be"), b"\xdc\x00"),
        ("utf-32-le", "机器学习".encode("utf-32-le"), b"\x00\x00\x11\x00"),
        ("utf-32-be", "机器学习".encode("utf-32-be"), b"\x00\x00\xd8\x00"),
        ("ascii", b"abcd", b"\x80"),
    ],
)
@pytest.mark.parametrize("place", [0, 500, 1500])
def test_a_bad_place_breaks_once_and_is_counted_at_its_offset(
    encoding: str, good: bytes, bad: bytes, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = good * place, b"".join([good] * (2000 - place))
    space = " ".encode(encoding)  # keeps a lead byte from taking what follows
    text, decoded = run(before + bad + space + after, encoding)
    assert text.count(b"\xff") == 1
    assert text.replace(b"\xff", b"") == (before + space + after).decode(encoding).encode()
    assert (decoded.bad, decoded.first_bad, decoded.refusal) == (1, len(before), None)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-32-be"])
def test_the_first_bad_offset_is_exact_wherever_blocks_end(
    codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = "機器a".encode(codec)
    wide = b"\x00\xd8" if codec == "utf-16-le" else b"\x00\x00\xd8\x00"
    bad = wide if codec.startswith(("utf-16", "utf-32")) else b"\xff"
    data = good * 100 + bad + good * 3 + bad + good * 500
    for first in range(1, 600, 7):
        cut(monkeypatch, len(good) * 200 + 50 if first < 2 else first * 5, 11)
        _, decoded = run(data, codec)
        if decoded.refusal is None:
            assert (decoded.bad, decoded.first_bad) == (2, len(good) * 100)


def test_a_bad_place_never_becomes_a_replacement_character() -> None:
    text, _ = run(SIMPLIFIED.encode() + b"\xff" + SIMPLIFIED.encode())
    assert "\ufffd".encode() not in text


def test_a_real_replacement_character_is_not_bad() -> None:
    text = "机\ufffd器"
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        assert run(text.encode(codec), codec) == (
            text.encode(),
            Decoded(size=len(text.encode(codec))),
        )


@given(st.binary(max_size=300))
def test_bad_places_of_utf_8_are_its_maximal_invalid_subparts(noise: bytes) -> None:
    good = "机器".encode() * 4000  # so much that no noise makes it another encoding
    _, decoded = run(good + noise + good, "utf-8")
    assert decoded.bad == noise.decode("utf-8", "replace").count("\ufffd") - noise.count(
        "\ufffd".encode()
    )


@given(
    st.binary(max_size=200),
    st.sampled_from(["auto", "utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be"])
    | st.sampled_from(["utf-32-le", "utf-7", "hz", "iso2022_jp", "shift_jis", "cp1252", "ascii"]),
    st.integers(1, 50),
)
def test_no_bytes_ever_raise(data: bytes, encoding: str, first: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        cut(monkeypatch, first, 3)
        monkeypatch.setattr(module, "_is_wrong", lambda *judged: False)
        text, decoded = run(data, encoding)
    if decoded.refusal is None:
        assert text.count(b"\xff") == decoded.bad
        text.replace(b"\xff", b"").decode()
        assert (decoded.first_bad is None) == (decoded.bad == 0)
        assert decoded.size == len(data)


def test_the_offset_in_an_encoding_with_shift_states_is_in_the_file() -> None:
    data = b"~{" + b";zFw" * 300 + b"~}" + b"\xff" + b"abc" * 100
    _, decoded = run(data, "hz")
    assert decoded.bad == 1
    assert decoded.first_bad is not None
    assert 0 <= decoded.first_bad < len(data)


def test_the_offset_of_what_is_bad_only_after_a_shift_is_that_of_its_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut(monkeypatch, 602, 100)
    _, decoded = run(
        b"~{" + b";z" * 310 + b"//" + b";z" * 300, "hz"
    )  # b"//" is bad in Chinese only
    assert decoded.bad > 0
    assert decoded.first_bad == 602


# ----------------------------------------------------------------------------------- wrong encoding


ENCODINGS = ["utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("codec", ENCODINGS)
def test_the_advice_is_the_encoding_of_the_text(codec: str, text: str) -> None:
    assert advise_encoding(text.encode(codec, "ignore")) == codec


@pytest.mark.parametrize("size", [30, 100, 1000])
@pytest.mark.parametrize("codec", ENCODINGS)
def test_the_advice_is_right_for_short_texts_too(codec: str, size: int) -> None:
    text = TRADITIONAL if codec == "big5hkscs" else SIMPLIFIED
    for start in range(0, 2000, 100):
        assert advise_encoding(text[start : start + size].encode(codec, "ignore")) == codec


@pytest.mark.parametrize("codec", ENCODINGS)
def test_a_sample_may_end_inside_a_character(codec: str) -> None:
    assert advise_encoding(TRADITIONAL.encode(codec, "ignore")[:2001]) == codec


def test_there_is_no_advice_for_noise() -> None:
    assert advise_encoding(random.Random(1).randbytes(1 << 16)) is None


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("日本語のテキスト、ひらがな。", "shift_jis"),
        ("한국어 글입니다 ", "euc_kr"),
        ("ภาษาไทย ", "tis-620"),
    ],
)
def test_there_is_no_advice_for_encodings_of_other_languages(text: str, codec: str) -> None:
    assert advise_encoding((text * 50).encode(codec)) is None


@pytest.mark.parametrize("codec", BOMS)
def test_the_advice_heeds_a_byte_order_mark(codec: str) -> None:
    assert advise_encoding(BOMS[codec] + b"\x01\x01\x01\x01") == codec


def test_english_in_utf_16_is_recognised() -> None:
    assert advise_encoding(("hello world " * 50).encode("utf-16-le")) == "utf-16-le"


@pytest.mark.parametrize(
    ("codec", "asked"),
    [
        ("gb18030", "auto"),
        ("big5hkscs", "auto"),
        ("utf-16-le", "auto"),
        ("utf-8", "gb18030"),
        ("gb18030", "utf-8"),
        ("gb18030", "big5hkscs"),
        ("utf-8", "big5hkscs"),
        ("utf-16-le", "gb18030"),
        ("utf-8", "utf-16-le"),
        ("big5hkscs", "gb18030"),
        ("utf-8", "latin-1"),
        ("utf-16-be", "utf-16-le"),
    ],
)
def test_an_input_in_another_encoding_is_refused_with_advice(codec: str, asked: str) -> None:
    text, decoded = run(TRADITIONAL.encode(codec, "ignore"), asked)
    assert text == b""
    assert decoded.refusal is not None
    assert decoded.refusal.code == "wrong-encoding"
    assert decoded.refusal.detail.endswith(f"it looks like {codec}")


def test_a_refusal_without_advice_says_so() -> None:
    _, decoded = run(random.Random(1).randbytes(1 << 12), "gb18030")
    assert decoded.refusal is not None
    assert decoded.refusal.detail.endswith("no usual encoding of Chinese fits it")


@pytest.mark.parametrize("size", [1, 5, 31, 1000])
@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le"])
def test_a_text_without_frequent_characters_is_read_as_asked(codec: str, size: int) -> None:
    rare = "".join(map(chr, range(0x7F00, 0x7F00 + 500))) * 2
    assert run(rare[:size].encode(codec), codec)[0] == rare[:size].encode()


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("日本語のテキストとひらがなカタカナ", "shift_jis"),
        ("한국어 글입니다", "euc_kr"),
        ("ภาษาไทย", "tis-620"),
        ("ภาษาไทย", "utf-8"),
        ("Ænglisc déjà vu ", "latin-1"),
        ("Русский текст", "gb18030"),
        ("plain English " * 50 + "café ", "latin-1"),
    ],
)
def test_texts_of_other_languages_are_read_as_asked(text: str, codec: str) -> None:
    assert run((text * 100).encode(codec), codec)[0] == (text * 100).encode()


@pytest.mark.parametrize(("bad", "is_refused"), [(100, False), (101, True)])
def test_more_than_one_bad_place_in_a_thousand_bytes_is_another_encoding(
    bad: int, is_refused: bool
) -> None:
    data = (b"\xff" + b"a" * 97) * bad
    data += b"a" * (100_000 - len(data))
    assert (run(data, "gb18030")[1].refusal is not None) == is_refused


def test_only_the_first_mebibyte_is_judged() -> None:
    data = b"a" * (1 << 20) + b"\xff " * 100_000
    text, decoded = run(data, "gb18030")
    assert (decoded.refusal, decoded.bad, decoded.first_bad) == (None, 100_000, 1 << 20)
    assert text.count(b"\xff") == 100_000


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_short_text_with_a_cut_end_is_still_read(encoding: str) -> None:
    data = "机器".encode(encoding)[:-1]
    text, decoded = run(data, encoding)
    assert text == "机".encode() + b"\xff"
    assert decoded.refusal is None


def test_damaged_utf_8_is_still_utf_8() -> None:
    data = ("机器学习模型".encode() + b"\xff") * 100
    _, decoded = run(data)
    assert (decoded.refusal, decoded.bad) == (None, 100)


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
