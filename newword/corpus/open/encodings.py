"""Which of several encodings an input is in: the first in which all of it decodes.

``utf-8,gb18030`` is tried in this order. An input is read once for each attempt, up to the first
place that does not decode, and never held. A byte order mark goes before any of them.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

from newword.corpus.open.decode import AUTO, SAMPLE_BYTES, canonical_encoding, fill
from newword.corpus.open.encoding_advice import MARKS, is_other, is_wrong
from newword.errors import ConfigError
from newword.platform.message import message

__all__ = ["canonical_encodings", "find_encoding", "is_choice"]

_BLOCK_BYTES = 1 << 20
_WIDE = ("utf-16", "utf-32")

Read = Callable[[int], bytes]


def canonical_encodings(names: str) -> str:
    """One encoding, or several that are to be tried, under the names by which they are known here.

    Args:
        names: As for ``canonical_encoding``, or several of them with commas between.

    Raises:
        ConfigError: There is no such encoding, or a place in the list is empty.

    Example:
        >>> canonical_encodings("UTF8, gbk")
        'utf-8,gb18030'
    """
    if "," not in names:
        return canonical_encoding(names)
    given = [name.strip() for name in names.split(",")]
    if "" in given:
        raise ConfigError(
            message(
                "an encoding is missing in {names}; list some, as in utf-8,gb18030",
                names=repr(names),
            )
        )
    known = [canonical_encoding(name) for name in given]
    return ",".join(dict.fromkeys("utf-8" if name == AUTO else name for name in known))


def is_choice(encoding: str) -> bool:
    """Whether it is several encodings."""
    return "," in encoding


def find_encoding(opened: Callable[[], AbstractContextManager[Read]], encoding: str) -> str:
    """The one of several encodings in which to read an input.

    Args:
        opened: Opens it at its beginning.
        encoding: From ``canonical_encodings``; of one alone nothing is tried.

    Returns:
        The first in which all of it decodes, unless it is recognised as another of them; without
        one the first in which its beginning has hardly a bad place; without that the first of all,
        in which it will be refused.
    """
    if not is_choice(encoding):
        return encoding
    names = encoding.split(",")
    with opened() as read:
        sample = fill(read, SAMPLE_BYTES)
    marked = next((codec for mark, codec in MARKS if sample.startswith(mark)), None)
    if marked is not None:
        return marked
    whole = [name for name in _without_wide_text(names, sample) if _is_whole(opened, name)]
    for name in whole:
        if not _is_recognised_as(whole, sample, name):
            return name
    return next(iter(whole), None) or _nearly(names, sample)


def _without_wide_text(names: list[str], sample: bytes) -> Iterable[str]:
    """Zero bytes are characters of UTF-8 and its like, but text of UTF-16 has many."""
    if b"\0" in sample and any(name.startswith(_WIDE) for name in names):
        return [name for name in names if name.startswith(_WIDE)]
    return names


def _is_whole(opened: Callable[[], AbstractContextManager[Read]], name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        with opened() as read:
            while block := read(_BLOCK_BYTES):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_recognised_as(names: list[str], sample: bytes, name: str) -> bool:
    """Whether it is more likely in another one of these."""
    if len(names) < 2:
        return False
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    return is_other(text, sample, name, among=names)


def _nearly(names: list[str], sample: bytes) -> str:
    for name in names:
        text = codecs.getincrementaldecoder(name)("replace").decode(sample)
        if not is_wrong(text, text.count("\ufffd"), len(sample), name):
            return name
    return names[0]
