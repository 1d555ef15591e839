"""Hypothesis strategies for the texts that newword meets, ordinary and nasty.

A document is UTF-8 bytes, possibly damaged. Alphabets are tiny on purpose: n-grams must repeat.
"""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

HAN = "机器学习"
ASTRAL_HAN = "\U00020000\U0002a6df\U00030000\U0002f800"
OTHER_HAN = "々〇〡\uf900\U00016fe3"
KANA = "きキーｶﾞ〆ゝ\u3099\U0001b000"
HANGUL = "한글ㅎ\u1112\u1161"
OTHER_SCRIPTS = "ไทยກခខꀀᥐᦀᨠꪀ𛅰𗀀ꦄᬅㄅ"
# What makes clusters: vowels before and around, signs that silence and stack, digits.
CLUSTERED = "เกร์ิุะาําั้ๆ๑ແກ໌ຳខ្មែ២ကြင့်္၁ᨠ᩠ꦲ꧀ᬅ᭄བོད་༡"
MORAE = "きゃっーガｶﾞﾟヵ"
FOLDED = "⼈⺠\uf9d1ﾡ\u1100\u1161\u11a8각"
IGNORED = (
    "\u00ad\u034f\u061c\u180b\u180f\u200b\u200c\u200d\u200f\u202a\u202e\u2060\u206f"
    "\ufe00\ufe0f\ufeff\U000e0100\U000e01ef"
)
MARKS = "\u0300\u0301\u034e\u0350\u036f"
LATIN = "aAbBéÉİıßſﬁªK\u212b\ua7cb\u0264"
DIGITS = "0127"
WIDE_ALNUM = "０９ＡＺａｚ"
CONNECTORS = "._-．＿－"
PLUSES = "+#＋＃"
# The neighbours of each class, the unassigned, private use, noncharacters, and look-alikes.
BREAKS = (
    " ，。、!/:@[`{~\x00\x1f\x7f\u0085\u00a0\u2028\u2029\u2070\u00d7②Ⅳ٣яα\u0370\u02ff\u180a\u1810"
    "\u200a\u2010\u202f\u205f\ufdff\ufe10\ufefe\uff0c\uff20\uff3b\ufffd\uffff\ue000\U000f0000"
    "\U0003fffe\U000e00ff\U000e01f0\U0010ffff\U0001f600⺀⼀㈠฿"
)
LINE_ENDS = ("\n", "\r", "\r\n", "\n\n", "\r\r", "\n\r", "\r\n\n", "\u2028", "\x0b", "\x0c")

# fmt: off
# Alnum units and what only looks like one.
LATIN_WORDS = (
    "C++", "C#", "c++", "c#", "v2.0", "V2.0", "wi-fi", "Wi-Fi", "node.js", "a+b", "snake_case",
    "5G", "a..b", "a.-b", "a++b", "a+#b", "a.+b", "a+.b", "C++.NET", "a.", "-a", "+a", "#a", "_",
    "...", "++", "ＣＰＵ", "Ｃ＋＋", "ｃ＃", "Ｖ２．０", "ａ＿ｂ", "a\u0301", "é", "e\u0301a",
    "a+\u0301", "\u0301a", "www.a.cn/b?c", "http://a/b", "http:/", "x@y.z", "@x_1", "@C#",
    "boss#", "a.txt", "·", "机·器", "き・か", "e\u0302\u0323",
    "a\u200bb", "C\ufeff++", "a.\u00adb", "a\u2060.\u2060.b", "a\u034fb",
)
# Every way of being invalid.
INVALID_BYTES = (
    b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xf5\x80\x80\x80", b"\xfe", b"\xff",
    b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf",  # overlong
    b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa1\x80\xed\xb0\x80",  # surrogates
    b"\xf4\x90\x80\x80", b"\xf7\xbf\xbf\xbf", b"\xf8\x88\x80\x80\x80",  # beyond U+10FFFF
    b"\xc2", b"\xe6", b"\xe6\x9c", b"\xe0\xa0", b"\xed\x9f", b"\xf0\x90", b"\xf0\xa0\x80",  # cut
    b"\xf4\x8f\xbf", b"\xe6\x9c\xe6\x9c\xba", b"\xf0\xa0\x80\xe5\x99\xa8", b"\xc2a",
    b"\xe6\x9cC++", b"\xf0\xa0\n",
)
# Well-formed sequences at the edges of validity.
EDGE_BYTES = (
    b"\x00", b"\x7f", b"\xc2\x80", b"\xdf\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf", b"\xee\x80\x80",
    b"\xef\xbf\xbd", b"\xef\xbf\xbf", b"\xf0\x90\x80\x80", b"\xf4\x8f\xbf\xbf",
)
# fmt: on


def _bytes_of(texts: SearchStrategy[str]) -> SearchStrategy[bytes]:
    return texts.map(lambda text: text.encode())


def han_words(max_size: int = 8) -> SearchStrategy[str]:
    """Short Han strings over two to four characters, so that they repeat."""
    return st.text(HAN, min_size=1, max_size=max_size)


def script_text() -> SearchStrategy[str]:
    """Text of the unsegmented scripts, of one script at a time or mixed."""
    alphabets = (
        ASTRAL_HAN, OTHER_HAN, KANA, HANGUL, OTHER_SCRIPTS, CLUSTERED, MORAE, FOLDED
    )  # fmt: skip
    of_one = st.sampled_from(alphabets).flatmap(lambda letters: st.text(letters, max_size=6))
    return of_one | st.text("".join((HAN, *alphabets)), max_size=8)


def alnum_text() -> SearchStrategy[str]:
    """Latin and digit units, connectors in and out of place, full-width forms, marks."""
    letters = LATIN + DIGITS + WIDE_ALNUM
    return (
        st.sampled_from(LATIN_WORDS)
        | st.text(letters + CONNECTORS + PLUSES + MARKS, max_size=8)
        | st.text("aA.+\u0301\u200b", max_size=12)
    )


@st.composite
def near_longest_alnum(draw: st.DrawFn) -> str:
    """Units of 60 to 70 code points around the limit of 64, plain or with every kind of part."""
    size = draw(st.integers(60, 70))
    body = draw(st.sampled_from(("a", "Ｚ", "ab.", "a\u0301", "a+", "9-", "é")))
    text = (body * size)[:size]
    return text + draw(
        st.sampled_from(("", "b", "+", "++", ".", "\u0301", "\u200b" * 5, "#\u200b"))
    )


def long_repeats(max_size: int = 300) -> SearchStrategy[str]:
    """One or two units over and over: overlapping n-grams, heavy counters."""
    return st.builds(
        lambda unit, times: unit * times,
        st.sampled_from(("哈", "哈哈机", "机器", "A股", "\U00020000", "哈\u200b", "机\n", "机，")),
        st.integers(1, max_size),
    )


def line_ends() -> SearchStrategy[str]:
    """Line ends, one or several, of every system."""
    return st.sampled_from(LINE_ENDS)


def ordinary_text() -> SearchStrategy[str]:
    """Han text with some Latin words, punctuation and lines, as people write it."""
    parts = (
        han_words()
        | han_words()
        | st.sampled_from(
            ("A股", "K线", "5G", "C++", "iPhone", "IPHONE", "2024", "，", "。", "\n", " ")
        )
    )
    return st.lists(parts, max_size=30).map("".join)


def nasty_text() -> SearchStrategy[str]:
    """Valid text with everything in it that could confuse a reader of text."""
    parts = (
        han_words(3)
        | script_text()
        | alnum_text()
        | line_ends()
        | st.text(IGNORED, min_size=1, max_size=3)
        | st.text(MARKS, min_size=1, max_size=2)
        | st.text(BREAKS, min_size=1, max_size=2)
        | near_longest_alnum()
    )
    return st.lists(parts, max_size=25).map("".join)


def any_text() -> SearchStrategy[str]:
    """Any valid text: code points from the whole of Unicode."""
    return st.text(max_size=30)


def damaged_bytes() -> SearchStrategy[bytes]:
    """Text with invalid UTF-8 in it, in the middle of words and at both ends."""
    parts = (
        _bytes_of(han_words(3))
        | _bytes_of(alnum_text())
        | _bytes_of(line_ends())
        | st.sampled_from(INVALID_BYTES)
        | st.sampled_from(EDGE_BYTES)
        | st.binary(max_size=4)
    )
    return st.lists(parts, max_size=20).map(b"".join)


def documents() -> SearchStrategy[bytes]:
    """One document: ordinary, repetitive, nasty or damaged."""
    return (
        _bytes_of(ordinary_text())
        | _bytes_of(long_repeats())
        | _bytes_of(nasty_text())
        | _bytes_of(any_text())
        | damaged_bytes()
    )


def corpora(max_documents: int = 6) -> SearchStrategy[list[bytes]]:
    """A few documents, empty ones among them."""
    return st.lists(documents(), max_size=max_documents)


@st.composite
def repetitive_corpora(draw: st.DrawFn) -> list[bytes]:
    """Documents made of a few words, so that every measure is far from trivial."""
    words = draw(
        st.lists(han_words(4) | st.sampled_from(("C++", "A", "一", "二")), min_size=2, max_size=6)
    )
    breaks = st.sampled_from(("，", "\n", " "))
    sentence = st.lists(st.sampled_from(words) | breaks, min_size=5, max_size=60).map("".join)
    return draw(st.lists(_bytes_of(sentence), min_size=1, max_size=4))


@st.composite
def cut_into_blocks(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The bytes in blocks cut anywhere, inside characters too; some blocks are empty."""
    places = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]


def cut_into_single_bytes(data: bytes) -> list[bytes]:
    """The hardest cut: each byte its own block."""
    return [data[place : place + 1] for place in range(len(data))]


@st.composite
def documents_in_blocks(draw: st.DrawFn) -> list[list[bytes]]:
    """A corpus whose every document is cut into blocks."""
    return [draw(cut_into_blocks(document)) for document in draw(corpora())]


def thread_counts(choices: Sequence[int] = (1, 2, 3, 8)) -> SearchStrategy[int]:
    """Numbers of worker threads."""
    return st.sampled_from(choices)


def orders(largest: int = 6) -> SearchStrategy[int]:
    """Longest n-gram to count, in units; at least 2."""
    return st.integers(2, largest)


def min_counts(largest: int = 4) -> SearchStrategy[int]:
    """Smallest count to keep."""
    return st.integers(1, largest)
