"""Guesses the encoding of a text, as advice to its owner; newword never acts on the guess.

A text is decoded in every encoding that is usual for unsegmented scripts. In the right one, about
half of its characters are among the most frequent of their language; in a wrong one, few are.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from types import MappingProxyType

import numpy as np

from newword.platform.message import linked, message, template

__all__ = [
    "ENCODING_NAMES",
    "MARKS",
    "advise_encoding",
    "describe_wrong_encoding",
    "is_other",
    "is_wrong",
    "option_for",
]

# The longer marks come first: the UTF-32 one begins with the UTF-16 one.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

ENCODING_NAMES = MappingProxyType(
    {
        "utf-8": "UTF-8",
        "euc_jp": "EUC-JP",
        "cp949": "EUC-KR",
        "cp932": "Shift_JIS",
        "big5hkscs": "Big5",
        "gb18030": "GB18030",
        "cp874": "windows-874",
        "utf-16-le": "UTF-16LE",
        "utf-16-be": "UTF-16BE",
    }
)
"""Those that are recognised, as people call them. What accepts less of other text comes first."""

_WIDER = MappingProxyType(
    {
        "big5": "big5hkscs",
        "cp950": "big5hkscs",
        "euc_kr": "cp949",
        "shift_jis": "cp932",
        "tis-620": "cp874",
        "iso8859-11": "cp874",
    }
)
"""What is recognised of these is what includes them, or nearly so."""

_HAN = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教东提立及比员解水名真"
    "這個們來為國說時會對發後裡裏種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話給門東"
    "員過於電網書號萬讓區選視總統灣"
    "、。，：；！？（）《》「」“”…\u3000"
)
# Of Japanese the hiragana, katakana that most loanwords have, and kanji that Chinese writes seldom.
_JAPANESE = (
    "あいうえおかがきぎくぐけげこごさざしじすずせぜそぞただちっつづてでとどなにぬねのはばひびふぶへべほま"
    "みむめもやゆよらりるれろわをんアイウエオカキクグコサシジスタチッテトドナニハバパフプマミメムャュョラリルレロンー"
    "気円駅売読戻働込込々対応図書館単広変験県経済"
)
_HANGUL = (
    "이다는에의가을고를하지한기사서로대은자도어인리나니정시그있으아일수해과만게들전장부적원스상주여보라구제면"
    "중성내음당물신경유문화우선때말오것동안생명현미비소모조관분위계세방였했었되된될할함며러려거없같또운행무등"
    "실연진용식업치체간회후발학교통개바더데드트공습않남받마까않와요네입난단날두본산점파반품많속"
)
_THAI = "านรกอเงมยลวดทสตปคหบขพแใไโจชะัาำิีึืุู็่้์"
_LIKELY, _UNLIKELY = 0.25, 0.1  # shares of frequent characters; right texts have 0.4 to 0.9
_TELLING, _DISTINCT = 32, 12  # this many characters, and different ones, are not chance
_THAI_BY_CHANCE = 0.35  # more of the bytes of other encodings are frequent there than elsewhere
_OTHER, _FREQUENT = 1, 2
_KINDS = np.full(0x10000, _OTHER, dtype=np.uint8)
_KINDS[0x20:0x7F] = _KINDS[[0x09, 0x0A, 0x0C, 0x0D]] = 0  # ASCII text tells nothing
_KINDS[[ord(character) for character in _HAN + _JAPANESE + _HANGUL + _THAI]] = _FREQUENT
_KINDS[0xDCFF] = 0  # stands for a place that did not decode
_KINDS.flags.writeable = False


def option_for(encodings: list[str]) -> str:
    """The value of --encoding for files in these recognised encodings: `utf-8,gb18030`."""
    return ",".join(sorted({"utf-8", *encodings}, key=_place))


def _place(name: str) -> tuple[int, str]:
    order = [*ENCODING_NAMES]
    return (order.index(name) if name in order else len(order), name)


def advise_encoding(sample: bytes) -> str | None:
    """Which encoding a text probably has.

    Args:
        sample: The first MiB of the input, or all of it.

    Returns:
        One of ``ENCODING_NAMES``: the one that gives the largest share of frequent characters
        among those that decode; None if none is likely.
    """
    for mark, codec in MARKS:
        if sample.startswith(mark):
            return codec
    if b"\0" not in sample and _fit(sample, "utf-8") is not None:
        return "utf-8"  # nothing else is so by chance
    fits = ((codec, _fit(sample, codec)) for codec in ENCODING_NAMES if codec != "utf-8")
    likely = [(fit, codec) for codec, fit in fits if fit is not None and fit >= _LIKELY]
    return max(likely, key=lambda pair: pair[0])[1] if likely else None


def describe_wrong_encoding(sample: bytes, encoding: str) -> tuple[str, str | None]:
    """The detail of a ``wrong-encoding`` problem, and the encoding that it advises.

    Args:
        sample: The first MiB of the input, or all of it.
        encoding: The one that does not fit, or several.
    """
    advice = advise_encoding(sample)
    looks = (
        message("it looks like {advice}", advice=advice)
        if advice
        else message("no usual encoding of Chinese fits it")
    )
    wrong = linked(template("{one} nor {other}"), encoding.split(","))
    return message(
        "its first {sample} bytes are not {wrong}; {looks}",
        sample=len(sample),
        wrong=wrong,
        looks=looks,
    ), advice


def is_other(
    text: str, sample: bytes, codec: str, among: Collection[str] = tuple(ENCODING_NAMES)
) -> bool:
    """Whether a text that decodes is still another: Big5 read as GB18030, UTF-8 as UTF-16.

    Args:
        text: The sample, decoded.
        sample: The first MiB of the input, or all of it.
        codec: In which it decodes.
        among: What it may be instead.
    """
    fit, telling = _familiarity(text)
    if fit >= _UNLIKELY or telling < _TELLING or len(set(text)) < _DISTINCT:
        return False
    advice = advise_encoding(sample)
    return advice != _wider(codec) and advice in [_wider(name) for name in among]


def _wider(codec: str) -> str:
    return _WIDER.get(codec, codec)


def is_wrong(text: str, bad: int, size: int, codec: str) -> bool:
    """Whether there are too many bad places for mere damage; a single one is damage.

    Sound UTF-8 sequences do not come about by chance, so many of them outweigh bad ones. This is
    the rule by which the core judges the files that it reads.
    """
    if bad <= 1 or bad * 1000 <= size:
        return False
    return codec != "utf-8" or _is_unsound(text, bad)


def _is_unsound(text: str, bad: int) -> bool:
    sound = len(text) - len(text.encode("ascii", "ignore")) - bad
    return bad * 4 > sound


def _fit(sample: bytes, codec: str) -> float | None:
    """The familiarity of a sample in an encoding, or None if it is not in that encoding."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    bad = text.count("\ufffd")
    if is_wrong(text, bad, len(sample), codec) or (codec == "utf-8" and _is_unsound(text, bad)):
        return None
    fit, telling = _familiarity(text)
    if codec != "cp874":
        return fit
    # Of single bytes: accented letters of other languages stand between ASCII, Thai ones do not.
    return fit - _THAI_BY_CHANCE if telling * 3 >= len(text) else None


def _familiarity(text: str) -> tuple[float, int]:
    """Share of frequent characters among those that are not ASCII, and how many those are."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    kinds = np.bincount(_KINDS[units], minlength=3)
    telling = int(kinds[_OTHER] + kinds[_FREQUENT])
    return (float(kinds[_FREQUENT] / telling) if telling else 1.0), telling
