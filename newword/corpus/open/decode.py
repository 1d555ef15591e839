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
from dataclasses import dataclass, field

from newword.corpus.open.encoding_advice import (
    MARKS,
    advise_encoding,
    describe_wrong_encoding,
    is_other,
    is_wrong,
)
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.safe_text import excerpt

__all__ = [
    "AUTO",
    "SAMPLE_BYTES",
    "Decoded",
    "Refusal",
    "canonical_encoding",
    "decode",
    "decoded_blocks",
    "encode_text",
    "fill",
    "known_encoding",
    "wrong_encoding",
]

AUTO = "auto"
SAMPLE_BYTES = 1 << 20
_BLOCK_BYTES = 1 << 20

# GB18030 reads all that its predecessors can hold. Big5-HKSCS is no such superset of Python's big5:
# they disagree on 0xC6A1 to 0xC7FC, so each is what it says.
_SUPERSETS = {"gbk": "gb18030", "gb2312": "gb18030", "utf-8-sig": "utf-8"}
_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined"})

_BAD = "\udcff"  # stands for a bad place between decoding and encoding
_ON_ERROR = "newword.break"


def _break_at_error(error: UnicodeError) -> tuple[str | bytes, int]:
    if isinstance(error, UnicodeDecodeError):
        return _BAD, error.end
    if isinstance(error, UnicodeEncodeError):
        return b"\xff" * (error.end - error.start), error.end
    raise error


codecs.register_error(_ON_ERROR, _break_at_error)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an input was not read: the code and detail of an ``InputProblem``.

    Attributes:
        advice: The encoding that it looks like; None if that is unknown, or not what is wrong.
    """

    code: str
    detail: str
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """What became of one input.

    Attributes:
        size: Bytes read.
        bad: Places that did not decode.
        first_bad: Byte offset of the first of them, None without one. Exact for encodings without
            shift states, else the start of its block.
        refusal: Why nothing was fed, or None if all of it was.
        encoding: In which it was read.
    """

    size: int
    bad: int = 0
    first_bad: int | None = None
    refusal: Refusal | None = None
    encoding: str | None = field(default=None, compare=False)


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
        advice = (
            message("did you mean {near}?", near=", ".join(near))
            if near
            else message("try auto, gb18030 or big5hkscs")
        )
        raise ConfigError(
            message("unknown encoding {name}; {advice}", name=excerpt(name), advice=advice)
        )
    return found


def known_encoding(name: str) -> str | None:
    """The same for a name that a text itself states; None if it is not a text encoding."""
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
    more than 0.1 % of it does not decode, or if hardly a character of it is frequent, but many are
    in another encoding. A byte order mark goes before the encoding that was asked for.

    Args:
        read: Reads at most this many bytes, none at the end. Its exceptions pass through.
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
    if is_wrong(text, bad, size, codec) or (encoding != AUTO and is_other(text, block, codec)):
        return Decoded(size, refusal=wrong_encoding(block, codec))
    if not accepts_nul and "\0" in text and not codec.startswith(("utf-16", "utf-32")):
        return Decoded(
            size, refusal=Refusal("binary", message("it has zero bytes, as no text has"))
        )
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
    return Decoded(size, bad, first_bad, encoding=codec)


def encode_text(text: str) -> tuple[bytes, int]:
    """UTF-8 of a text, and how many lone surrogates it had, each now a byte 0xFF."""
    try:
        return text.encode(), 0
    except UnicodeEncodeError:
        lone = sum("\ud800" <= character <= "\udfff" for character in text)
        return text.encode("utf-8", _ON_ERROR), lone


def wrong_encoding(sample: bytes, encoding: str) -> Refusal:
    """The refusal of an input whose first MiB is not in an encoding."""
    detail, advice = describe_wrong_encoding(sample, encoding)
    return Refusal("wrong-encoding", detail, advice)


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
    marked = next((codec for mark, codec in MARKS if head.startswith(mark)), None)
    if marked is not None or encoding == AUTO:
        return marked or "utf-8"
    if encoding in ("utf-16", "utf-32"):
        if not head:
            return "utf-8"
        detail = message(
            "it has no byte order mark: say {encoding}-le or {encoding_2}-be",
            encoding=encoding,
            encoding_2=encoding,
        )
        return Refusal("wrong-encoding", detail, advise_encoding(head))
    return encoding


def _first_bad(data: bytes, codec: str) -> int:
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        return error.start
    return 0  # an encoding with shift states: bad only after what came before
