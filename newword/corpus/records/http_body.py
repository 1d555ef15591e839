"""The body of a message without its transfer and content codings; losses are noted."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from newword.corpus.open.compressed import HEAD_BYTES, Unpacker, find_compression
from newword.corpus.report.notes import Notes
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["too_long", "unwrapped_body"]

_EARLY = message("whose body ends too early")
_BROKEN = message("whose body cannot be unpacked to its end")


def too_long(most: int) -> str:
    """The problem of a record with more bytes than this."""
    return (
        message("longer than {most} MiB", most=most >> 20)
        if most >> 20
        else message("longer than {most} bytes", most=f"{most:,}")
    )


def unwrapped_body(
    body: bytes, headers: Mapping[str, str], most: int, place: str, notes: Notes
) -> bytes | None:
    """The content of a message of HTTP; None if it cannot be had.

    Args:
        body: As it was stored. Many archives keep the headers and store the content plain.
        headers: Of the message, by lower-case names.
        most: Bytes that the content may have.
        place: Of its record, for notes.
        notes: Told of everything that is lost.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined_chunks(body, place, notes)
    codings = [one.strip() for one in headers.get("content-encoding", "").lower().split(",")]
    content: bytes | None = body
    for coding in reversed(codings):
        if content is not None and coding not in ("", "identity"):
            content = _decoded(content, coding, most, place, notes)
    if content is not None and len(content) > most:
        notes.count_record("too-large", too_long(most), place)
        return None
    return content


def _decoded(body: bytes, coding: str, most: int, place: str, notes: Notes) -> bytes | None:
    if coding in ("gzip", "x-gzip", "zstd", "deflate"):
        compression = find_compression(body[:HEAD_BYTES])
        if compression is not None:
            return _unpacked(body, compression, most, place, notes)
        return _inflated(body, most, place, notes) if coding == "deflate" else body
    if coding == "br":
        return _unbrotlied(body, most, place, notes)
    notes.count_record("unreadable", message("in an unknown content encoding"), place)
    return None


def _unpacked(body: bytes, compression: str, most: int, place: str, notes: Notes) -> bytes:
    """Of any number of members, which are one content."""
    blocks, inner = [body], Notes()
    unpacker = Unpacker(
        lambda _: blocks.pop() if blocks else b"",
        compression,
        max_bytes=most + 1,
        notes=inner,
    )
    content = unpacker.read(most + 1)
    if len(content) <= most:
        for note in inner.all():
            what = _EARLY if note.code == "truncated" else _BROKEN
            notes.count_record(note.code, what, place)
    return content


def _inflated(body: bytes, most: int, place: str, notes: Notes) -> bytes:
    """With the header of zlib or, as some servers send it, without."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        inflate = zlib.decompressobj(window)
        content, is_broken = _stepwise(inflate, body, most)
        if content or not is_broken:
            break
    else:
        return body
    if is_broken:
        notes.count_record("damaged", _BROKEN, place)
    elif not inflate.eof and len(content) <= most:
        notes.count_record("truncated", _EARLY, place)
    return content


def _stepwise(inflate: zlib._Decompress, body: bytes, most: int) -> tuple[bytes, bool]:
    """A decompressor with short steps, because the output of a failing step is lost."""
    parts, size, pending = [], 0, body
    try:
        while size <= most and not inflate.eof:
            part = inflate.decompress(pending[:_STEP], _OUTPUT)
            pending = inflate.unconsumed_tail + pending[_STEP:]
            parts.append(part)
            size += len(part)
            if not part and not pending:
                break
    except zlib.error:
        return b"".join(parts), True
    return b"".join(parts), False


_STEP, _OUTPUT = 1 << 13, 1 << 16


def _unbrotlied(body: bytes, most: int, place: str, notes: Notes) -> bytes | None:
    brotli = load_extra("brotli", extra="web", purpose=message("reading Brotli"))
    unpacker = brotli.Decompressor()
    parts, size, pending = [], 0, body
    try:
        while size <= most and not unpacker.is_finished():
            part = unpacker.process(pending, output_buffer_limit=_OUTPUT)
            pending = b""
            parts.append(part)
            size += len(part)
            if not part and unpacker.can_accept_more_data():
                notes.count_record("truncated", _EARLY, place)
                break
    except brotli.error:
        if not parts:
            return body  # stored plain
        notes.count_record("damaged", _BROKEN, place)
    return b"".join(parts)


def _joined_chunks(body: bytes, place: str, notes: Notes) -> bytes:
    parts, at = list[bytes](), 0
    while True:
        end = body.find(b"\r\n", at, at + 1024)
        size = _chunk_size(body[at:end]) if end >= 0 else None
        if not parts and (size is None or (size == 0 and body[end + 2 :].strip())):
            return body  # stored without chunks
        if size is None:
            is_end = at >= len(body) or end < 0
            notes.count_record(
                "truncated" if is_end else "damaged", _EARLY if is_end else _BROKEN, place
            )
            return b"".join(parts)
        if size == 0:
            return b"".join(parts)
        part = body[end + 2 : end + 2 + size]
        parts.append(part)
        if len(part) < size:
            notes.count_record("truncated", _EARLY, place)
            return b"".join(parts)
        at = end + 2 + size + 2


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    if not 0 < len(digits) <= 16 or digits.strip(b"0123456789abcdefABCDEF"):
        return None
    return int(digits, 16)
