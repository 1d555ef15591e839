"""From the bytes of one input to blocks of UTF-8.

The C++ core reads plain UTF-8 files by itself; whatever else there is comes through here. A place
that does not decode becomes one byte 0xFF in the block, which is never valid UTF-8, so that the
core breaks the run there; it never becomes a character.
"""

from __future__ import annotations

import codecs
import difflib
import encodings.aliases
import io
from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np

from newword.errors import ConfigError
from newword.platform.safe_text import excerpt

__all__ = [
    "AUTO",
    "SAMPLE_BYTES",
    "Decoded",
    "Refusal",
    "advise_encoding",
    "canonical_encoding",
    "decode",
    "decoded_blocks",
    "describe_wrong_encoding",
    "encode_text",
    "fill",
    "known_encoding",
]

AUTO = "auto"
SAMPLE_BYTES = 1 << 20
_BLOCK_BYTES = 1 << 20

# The longer marks come first: the UTF-32 one begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# GB18030 reads all that its predecessors can hold. Big5-HKSCS is no such superset of Python's big5:
# they disagree on 0xC6A1 to 0xC7FC, so each is what it says.
_SUPERSETS = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8"}
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined"})

_BAD = "\udcff"  # stands for a bad place between decoding and encoding
_ON_ERROR = "newword.break"

# Frequent in simplified and traditional Chinese: they make up about half of any text.
_FREQUENT_CHARACTERS = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政"
    "美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教东提立及比员解水名真"
    "這個們來為國說時會對發後裡裏種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話給門東"
    "員過於電網書號萬讓區選視總統灣"
    "，。、：；！？（）《》「」“”…\u3000"
)
_ADVISED = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_LIKELY, _UNLIKELY = 0.25, 0.1  # shares of frequent characters; right texts have 0.4 to 0.7
_TELLING = 32  # so many characters can be told from chance
_OTHER, _FREQUENT = 1, 2
_KINDS = np.full(0x10000, _OTHER, dtype=np.uint8)
_KINDS[0x20:0x7F] = _KINDS[[0x09, 0x0A, 0x0C, 0x0D]] = 0  # ASCII text tells nothing
_KINDS[[ord(character) for character in _FREQUENT_CHARACTERS]] = _FREQUENT
_KINDS[ord(_BAD)] = 0
_KINDS.flags.writeable = False


def _break_at_error(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return _BAD, error.end
    if isinstance(error, UnicodeEncodeError):
        return b"\xff" * (error.end - error.start), error.end
    raise error


codecs.register_error(_ON_ERROR, _break_at_error)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input was not read: the code and detail of an ``InputProblem``."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """What became of one input.

    Attributes:
        size: Bytes read.
        bad: Places that did not decode.
        first_bad: Byte offset of the first of them, None without one. Exact for encodings without
            shift states, else the start of its block.
        refusal: Why nothing was fed, or None if all of it was.
    """

    size: int
    bad: int = 0
    first_bad: int | None = None
    refusal: Refusal | None = None


def canonical_encoding(name: str) -> str:
    """The name under which an encoding is known here.

    Args:
        name: ``auto`` (UTF-8, or what a byte order mark says) or any text encoding of Python;
            gbk and gb2312 stand for their superset gb18030.

    Raises:
        ConfigError: No such encoding; the message lists names that look like it.

    Example:
        >>> canonical_encoding("GBK")
        'gb18030'
    """
    if name == AUTO:
        return AUTO
    found = known_encoding(name)
    if found is None:
        names = {*encodings.aliases.aliases, *encodings.aliases.aliases.values()}
        known = [AUTO, *sorted(known for known in names if _text_codec(known))]
        near = difflib.get_close_matches(name.lower().replace("-", "_"), known)
        advice = f"did you mean {', '.join(near)}?" if near else "try auto, gb18030 or big5hkscs"
        raise ConfigError(f"unknown encoding {excerpt(name)}; {advice}")
    return found


def known_encoding(name: str) -> str | None:
    """The same of a name that a text gives itself; None if it is no encoding of text."""
    found = _text_codec(name)
    return None if found is None else _SUPERSETS.get(found, found)


def decode(
    read: Callable[[int], bytes],
    feed: Callable[[bytes], object],
    *,
    encoding: str = AUTO,
    accepts_nul: bool = True,
) -> Decoded:
    """Decode one input to its end; memory stays at a few MiB.

    Its first MiB decides, before anything is fed, whether it is in that encoding at all: not if
    more than 0.1 % of it does not decode, if its byte order mark says otherwise, or if hardly a
    character of it is frequent, but many are in another encoding.

    Args:
        read: Gives at most so many bytes, none at the end. What it raises goes through.
        feed: Takes the text as blocks of UTF-8 that hold whole characters.
        encoding: From ``canonical_encoding``.
        accepts_nul: Whether to read an input with a NUL character in its first MiB, unless it is
            in UTF-16 or UTF-32, as text.

    Returns:
        What became of it. Bad bytes never raise.
    """
    blocks = decoded_blocks(read, encoding=encoding, accepts_nul=accepts_nul)
    while True:
        try:
            feed(next(blocks))
        except StopIteration as end:
            decoded: Decoded = end.value
            return decoded


def decoded_blocks(
    read: Callable[[int], bytes], *, encoding: str = AUTO, accepts_nul: bool = True
) -> Generator[bytes, None, Decoded]:
    """What ``decode`` feeds, block by block; returns what it returns.

    Args:
        read: As for ``decode``.
        encoding: As for ``decode``.
        accepts_nul: As for ``decode``.
    """
    block = fill(read, SAMPLE_BYTES)
    size, at_end = len(block), len(block) < SAMPLE_BYTES
    codec = _choose_codec(encoding, block)
    if isinstance(codec, Refusal):
        return Decoded(size, refusal=codec)
    decoder = codecs.getincrementaldecoder(codec)(_ON_ERROR)
    text = decoder.decode(block, at_end)
    bad = text.count(_BAD)
    if _is_wrong(text, bad, size, codec) or (encoding != AUTO and _is_other(text, block, codec)):
        detail = describe_wrong_encoding(block, codec)
        return Decoded(size, refusal=Refusal("wrong-encoding", detail))
    if not accepts_nul and "\0" in text and not codec.startswith(("utf-16", "utf-32")):
        return Decoded(size, refusal=Refusal("binary", "it has zero bytes, as no text has"))
    first_bad = _first_bad(block, codec) if bad else None
    yield text.removeprefix("\ufeff").encode("utf-8", _ON_ERROR)
    while not at_end:
        pending = decoder.getstate()[0]
        block = read(_BLOCK_BYTES)
        at_end = not block
        text = decoder.decode(block, at_end)
        bad += text.count(_BAD)
        if bad and first_bad is None:
            first_bad = size - len(pending) + _first_bad(pending + block, codec)
        size += len(block)
        yield text.encode("utf-8", _ON_ERROR)
    return Decoded(size, bad, first_bad)


def encode_text(text: str) -> tuple[bytes, int]:
    """UTF-8 of a text, and how many lone surrogates it had, each now a byte 0xFF."""
    try:
        return text.encode(), 0
    except UnicodeEncodeError:
        lone = sum("\ud800" <= character <= "\udfff" for character in text)
        return text.encode("utf-8", _ON_ERROR), lone


def describe_wrong_encoding(sample: bytes, encoding: str) -> str:
    """The detail of a ``wrong-encoding`` problem.

    Args:
        sample: The first MiB of the input, or all of it.
        encoding: The one that does not fit.
    """
    advice = advise_encoding(sample)
    looks = f"it looks like {advice}" if advice else "no usual encoding of Chinese fits it"
    return f"its first {len(sample)} bytes are not {encoding}; {looks}"


def advise_encoding(sample: bytes) -> str | None:
    """Which encoding a text probably has, to be told to its owner and not to be acted on.

    Args:
        sample: The first MiB of the input, or all of it.

    Returns:
        One of utf-8, gb18030, big5hkscs, utf-16-le, utf-16-be: the one that gives the largest
        share of frequent Chinese characters among those that decode; None if none is likely.
    """
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    fits = {codec: _fit(sample, codec) for codec in _ADVISED}
    if fits["utf-8"] is not None and b"\0" not in sample:  # nothing else is so by chance
        return "utf-8"
    likely = [(fit, codec) for codec, fit in fits.items() if fit is not None and fit >= _LIKELY]
    return max(likely)[1] if likely else None


def _text_codec(name: str) -> str | None:
    """Python's own name of an encoding, None if there is none or it is not for text files."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=name)  # refuses codecs such as base64
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found in _NOT_FOR_FILES else found


def fill(read: Callable[[int], bytes], size: int) -> bytes:
    """Exactly `size` bytes, fewer only at the end of the input."""
    parts = []
    while size and (part := read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _choose_codec(encoding: str, head: bytes) -> str | Refusal:
    marked = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if encoding == AUTO:
        return marked or "utf-8"
    if encoding in ("utf-16", "utf-32"):
        if not head or (marked and marked.startswith(encoding)):
            return marked or "utf-8"
        detail = f"it has no byte order mark: say {encoding}-le or {encoding}-be"
        return Refusal("wrong-encoding", detail)
    if marked and marked != encoding:
        return Refusal("wrong-encoding", f"its byte order mark says {marked}, not {encoding}")
    return encoding


def _is_wrong(text: str, bad: int, size: int, codec: str) -> bool:
    """Whether so many bad places are no damage; one alone, such as a cut end, always is.

    Sound UTF-8 sequences do not come about by chance, so many of them outweigh bad ones. This is
    the rule by which the core judges the files that it reads.
    """
    if bad <= 1 or bad * 1000 <= size:
        return False
    return codec != "utf-8" or _is_unsound(text, bad)


def _is_unsound(text: str, bad: int) -> bool:
    sound = len(text) - len(text.encode("ascii", "ignore")) - bad
    return bad * 4 > sound


def _is_other(text: str, sample: bytes, codec: str) -> bool:
    """Whether a text that decodes is still another: Big5 read as GB18030, UTF-8 as UTF-16."""
    fit, telling = _familiarity(text)
    if fit >= _UNLIKELY or telling < _TELLING:
        return False
    return advise_encoding(sample) not in (None, codec)


def _first_bad(data: bytes, codec: str) -> int:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return 0  # an encoding with shift states: bad only after what came before


def _fit(sample: bytes, codec: str) -> float | None:
    """The familiarity of a sample in an encoding, or None if it is not that."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
    bad = text.count("\ufffd")
    if _is_wrong(text, bad, len(sample), codec) or (codec == "utf-8" and _is_unsound(text, bad)):
        return None
    return _familiarity(text)[0]


def _familiarity(text: str) -> tuple[float, int]:
    """Share of frequent characters among those that are not ASCII, and how many those are."""
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    kinds = np.bincount(_KINDS[units], minlength=3)
    telling = int(kinds[_OTHER] + kinds[_FREQUENT])
    return (float(kinds[_FREQUENT] / telling) if telling else 1.0), telling
