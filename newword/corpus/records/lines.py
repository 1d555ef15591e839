"""Lines of inputs with records, and the memory that a record may take.

Records are read from blocks of UTF-8 in which a byte 0xFF stands for a place that did not decode.
It becomes a lone surrogate in the record and a 0xFF again in the document, so that it breaks the
run there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newword.corpus.documents import Mark
from newword.corpus.report.notes import LINE, Notes, Place
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["MAX_RECORD_BYTES", "RecordLimit", "record_lines", "text_documents", "unix_line_ends"]

MAX_RECORD_BYTES = 64 << 20
"""A longer record is not read: memory has to hold it."""

_COPIES = 6
"""So often a record is held while it is parsed: its line, as characters of two bytes, its text."""
_COPIES_OF_ASTRAL = 11
"""The same where one character beyond U+FFFF makes all of them four bytes wide."""
_ITEM_BYTES = 100
"""What a parser makes of one value, of one field: an object, and its place in a list or dict."""
_LINE_END = pattern(rb"\r\n|[\r\n]")
_ASTRAL = b"\xf0\xf1\xf2\xf3\xf4"


class RecordLimit:
    """How much memory parsing one record may take, estimated before it is parsed."""

    def __init__(self, memory: int, separators: bytes) -> None:
        """Bound records.

        Args:
            memory: The most bytes that one may take.
            separators: Bytes; each of them may start a new value.
        """
        self._memory = memory
        self._separators = [bytes([byte]) for byte in separators]
        self.length = min(MAX_RECORD_BYTES, memory // _COPIES)

    def refusal(self, record: bytes) -> str | None:
        """Why a record is not parsed; None if it may be."""
        if len(record) > self.length:
            return self.too_long()
        if self.admits(record):
            return None  # whatever is in it
        is_astral = any(byte in record for byte in _ASTRAL)
        items = sum(record.count(separator) for separator in self._separators)
        copies = _COPIES_OF_ASTRAL if is_astral else _COPIES
        if len(record) * copies + items * _ITEM_BYTES <= self._memory:
            return None
        return message(
            "that would take more than {memory} MiB to parse", memory=f"{self._memory >> 20:,}"
        )

    def admits(self, block: bytes) -> bool:
        """Whether whole records, as many as there are in a block, are no more than one may be."""
        size = len(block)
        return size <= self.length and size * (_COPIES_OF_ASTRAL + _ITEM_BYTES) <= self._memory

    def too_long(self) -> str:
        """The problem of a record that is too large to hold."""
        return message("longer than {length} MiB", length=f"{max(self.length >> 20, 1):,}")


def text_documents(blocks: Iterable[bytes]) -> Iterator[bytes | Mark]:
    """Plain text: all of it is one document."""
    is_read = False
    for block in blocks:
        is_read = True
        yield block
    if is_read:  # else it was refused
        yield Mark()


def unix_line_ends(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The blocks; if their first line ends in CR alone, all CR are line ends like LF."""
    is_old_mac: bool | None = None
    ends_in_cr = False  # and nothing tells yet what that is
    for block in blocks:
        if is_old_mac is None:
            if ends_in_cr:
                block = b"\r" + block
                ends_in_cr = False
            end = _LINE_END.search(block)
            if end is not None and end[0] == b"\r" and end.end() == len(block):
                ends_in_cr = True
                yield block[:-1]
                continue
            is_old_mac = None if end is None else end[0] == b"\r"
        yield block.replace(b"\r", b"\n") if is_old_mac else block
    if ends_in_cr:
        yield b"\n"


def record_lines(
    blocks: Iterable[bytes], limit: RecordLimit, notes: Notes, before: int = 0
) -> Iterator[tuple[int, bytes]]:
    """Lines with their ends, numbered from 1; those that are too much for the memory are left out.

    Args:
        blocks: UTF-8, cut anywhere.
        limit: What is too much.
        notes: Told of what is left out.
        before: So many lines came before these.
    """
    number, parts, size, is_too_long = before, list[bytes](), 0, False
    for block in blocks:
        begin = 0
        while (end := block.find(b"\n", begin) + 1) > 0:
            number += 1
            parts.append(block[begin:end])
            line = b"".join(parts) if len(parts) > 1 else parts[0]
            refusal = limit.too_long() if is_too_long else limit.refusal(line)
            if refusal is None:
                yield number, line
            else:
                notes.count_record("too-large", refusal, Place(LINE, number))
            parts.clear()
            begin, size, is_too_long = end, 0, False
        if begin < len(block):
            size += len(block) - begin
            is_too_long = is_too_long or size > limit.length
            if is_too_long:
                parts.clear()
            else:
                parts.append(block[begin:])
    refusal = limit.too_long() if is_too_long else limit.refusal(b"".join(parts))
    if refusal is not None:
        notes.count_record("too-large", refusal, Place(LINE, number + 1))
    elif parts:
        yield number + 1, b"".join(parts)
