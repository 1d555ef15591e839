"""Compressed streams: told by their first bytes, unpacked piece by piece, judged where they break.

A stream may have any number of members (gzip, xz) or frames (zstd). Memory stays at a few MiB for
any input: what a piece unpacks to is taken in pieces, too. What was unpacked before a damaged place
is good and is kept; the place is noted.
"""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple, Protocol

from newword.corpus.report.notes import Notes
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["HEAD_BYTES", "Unpacker", "find_compression"]

HEAD_BYTES = 16
"""So many bytes tell a compressed stream."""

_READ_BYTES = 1 << 17
_INPUT_BYTES = 1 << 13
_OUTPUT_BYTES = 1 << 15
_XZ_MEMORY = 1 << 30  # bytes for the dictionary of an xz stream; `xz -9` needs 65 MiB
_DAMAGE = (zlib.error, OSError, EOFError, lzma.LZMAError)


class _Member(Protocol):
    """The interface that ``bz2``, ``lzma`` and ``compression.zstd`` share."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _GzipMember:
    """``zlib`` behind that interface."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)
        self._may_hold_more = False

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        return not self._stream.unconsumed_tail and not self._may_hold_more

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        unpacked = self._stream.decompress(self._stream.unconsumed_tail + data, max_length)
        self._may_hold_more = len(unpacked) == max_length
        return unpacked


def _open_xz() -> _Member:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def _open_zstd() -> _Member:
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    module = load_extra(
        name, extra="zstd", purpose=message("reading zstd"), package="backports.zstd"
    )
    member: _Member = module.ZstdDecompressor()
    return member


class _Compression(NamedTuple):
    name: str
    matches: Callable[[bytes], bool]
    open: Callable[[], _Member]


def _is_zstd(head: bytes) -> bool:
    skippable = 0x50 <= head[0] <= 0x5F and head[1:4] == b"\x2a\x4d\x18"
    return head.startswith(b"\x28\xb5\x2f\xfd") or skippable


_BZIP2_BLOCKS = (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")  # a first block, or none
_COMPRESSIONS = MappingProxyType(
    {
        c.name: c
        for c in (
            _Compression("gzip", lambda head: head.startswith(b"\x1f\x8b\x08"), _GzipMember),
            _Compression(
                "bzip2",
                lambda head: head.startswith(b"BZh") and head[4:].startswith(_BZIP2_BLOCKS),
                bz2.BZ2Decompressor,
            ),
            _Compression("xz", lambda head: head.startswith(b"\xfd7zXZ\0"), _open_xz),
            _Compression("zstd", _is_zstd, _open_zstd),
        )
    }
)


def find_compression(head: bytes) -> str | None:
    """The compression that a file begins with: gzip, bzip2, xz, zstd, or None.

    Args:
        head: The first ``HEAD_BYTES`` of it.
    """
    return next((c.name for c in _COMPRESSIONS.values() if head and c.matches(head)), None)


class Unpacker:
    """Unpacks a compressed stream; for one thread at a time."""

    def __init__(
        self, read: Callable[[int], bytes], compression: str, *, max_bytes: int, notes: Notes
    ) -> None:
        """Unpack what ``read`` gives.

        Args:
            read: Reads at most this many bytes, none at the end. Its exceptions pass through.
            compression: From ``find_compression``.
            max_bytes: So much is unpacked at most.
            notes: Told of damage, and of what was too much.

        Raises:
            MissingPackageError: The compression needs a package that is not installed.
        """
        self._read = read
        self._compression = _COMPRESSIONS[compression]
        self._member: _Member | None = self._compression.open()
        self._pending = b""  # read, but not given to a member
        self._taken = 0
        self._given = 0
        self._max_bytes = max_bytes
        self._notes = notes
        self._is_done = False

    def read(self, size: int) -> bytes:
        """This many bytes of the content, fewer only at its end or before a damaged place."""
        parts: list[bytes] = []
        while size > 0 and not self._is_done:
            member = self._member = self._member or self._begin_member()
            if member is None:
                self._is_done = True
            elif unpacked := self._unpack(member, min(size, _OUTPUT_BYTES)):
                parts.append(unpacked)
                size -= len(unpacked)
        return b"".join(parts)

    def _unpack(self, member: _Member, size: int) -> bytes:
        """A few bytes, or none yet; in short steps, as the output of a failing one is lost."""
        block = b""
        if member.needs_input and not (block := self._next_input()):
            self._stop("truncated", self._taken, message("it ends in the middle of its data"))
            return b""
        try:
            unpacked = member.decompress(block, size)
        except Exception as error:
            if not isinstance(error, _DAMAGE) and type(error).__name__ != "ZstdError":
                raise  # the class of zstd may not be there to be named
            name = self._compression.name
            detail = message(
                "its {name} data do not unpack from about here on: {error}", name=name, error=error
            )
            self._stop("damaged", self._taken - len(self._pending) - len(block), detail)
            return b""
        if member.eof:
            self._pending, self._member = member.unused_data + self._pending, None
        self._given += len(unpacked)
        if self._given > self._max_bytes:
            unpacked = unpacked[: len(unpacked) - (self._given - self._max_bytes)]
            limit = message(
                "it unpacks to more than {max_bytes} bytes", max_bytes=f"{self._max_bytes:,}"
            )
            self._stop("too-large", self._taken, limit)
        return unpacked

    def _begin_member(self) -> _Member | None:
        """The next member; None at the end, or where something else follows."""
        while True:
            while len(self._pending) < HEAD_BYTES and (more := self._read(_READ_BYTES)):
                self._taken += len(more)
                self._pending += more
            if not self._pending:
                return None
            if self._pending[0]:
                break
            self._pending = self._pending.lstrip(b"\0")  # padding
        if not self._compression.matches(self._pending):
            offset = self._taken - len(self._pending)
            name = self._compression.name
            self._stop(
                "damaged",
                offset,
                message("what follows here is not {name}; it was not read", name=name),
            )
            return None
        return self._compression.open()

    def _next_input(self) -> bytes:
        if not self._pending:
            self._pending = self._read(_READ_BYTES)
            self._taken += len(self._pending)
        block, self._pending = self._pending[:_INPUT_BYTES], self._pending[_INPUT_BYTES:]
        return block

    def _stop(self, code: str, offset: int, detail: str) -> None:
        self._is_done = True
        self._notes.add(code, offset, detail)
