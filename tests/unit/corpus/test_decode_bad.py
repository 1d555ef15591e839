"""What does not decode breaks, is counted, and never raises; a wrong encoding is told."""

from __future__ import annotations

import random

import pytest
from decoding import BOMS, SIMPLIFIED, TRADITIONAL, cut, run
from hypothesis import given
from hypothesis import strategies as st

from newword.corpus.open import decode as module
from newword.corpus.open.decode import (
    Decoded,
)
from newword.corpus.open.encoding_advice import advise_encoding

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
        monkeypatch.setattr(module, "is_wrong", lambda *judged: False)
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
        ("Ærlig talt, çok güzel, où étiez-vous? Straße ", "latin-1"),
        ("это русский текст ", "koi8-r"),
        ("ελληνικό κείμενο ", "iso8859-7"),
    ],
)
def test_there_is_no_advice_for_encodings_of_segmented_scripts(text: str, codec: str) -> None:
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
