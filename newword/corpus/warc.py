"""WARC and WET: each record with text is a document of its own.

Text has the record types ``conversion`` (WET), and ``response`` and ``resource`` of the media types
text/plain, text/html and application/xhtml+xml. Other records (requests, metadata, pictures) are
none and are passed over. Source: ISO 28500 (WARC 1.1).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from newword._times import parse_time
from newword.corpus.decode import AUTO, decoded_blocks, encode_text, fill, known_encoding
from newword.corpus.documents import Mark
from newword.corpus.html_text import charset_of, html_text
from newword.corpus.kinds import Layout
from newword.corpus.notes import Notes
from newword.corpus.records import MAX_RECORD_BYTES, mark_of

__all__ = ["warc_documents"]

_BLOCK = 1 << 20
_MAX_HEADER_LINES, _MAX_HEADER_BYTES = 1000, 1 << 16
_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
Headers = dict[str, str]


class _BrokenError(Exception):
    """The file is no WARC from here on."""


def warc_documents(
    read: Callable[[int], bytes], layout: Layout, encoding: str, notes: Notes
) -> Iterator[bytes | Mark]:
    """The text of each record, as blocks of UTF-8, and a mark at the end of each.

    Args:
        read: The WARC, unpacked: at most so many bytes, none at the end.
        layout: Which headers have a record's name and time.
        encoding: Of texts that do not say theirs; ``auto`` is UTF-8.
        notes: Told of records that are damaged, too large or in another encoding.
    """
    source = _Source(read)
    number = 0
    try:
        while True:
            number += 1
            if (headers := _next_record(source)) is None:
                break
            size = _size_of(headers)
            end = source.at + size
            kind = headers.get("warc-type", "").lower()
            place = f"is record {number:,}"
            if kind in ("conversion", "response", "resource"):
                documents = _documents(source, headers, kind, size, encoding, place, notes)
                for block in documents:
                    yield block
                    yield _mark(headers, number, layout, place, notes)
            source.skip(end - source.at)
    except _BrokenError as error:
        code = "truncated" if source.is_done else "damaged"
        notes.add(code, None, f"record {number:,}, at byte {source.at:,} unpacked: {error}")


def _mark(headers: Headers, number: int, layout: Layout, place: str, notes: Notes) -> Mark:
    """What a record says of itself: in the headers asked for, else in the usual ones."""
    lower = replace(
        layout,
        id_field=layout.id_field and layout.id_field.lower(),
        time_field=layout.time_field and layout.time_field.lower(),
    )
    mark = mark_of(headers, number, lower, place, notes)
    return mark._replace(
        id=mark.id if layout.id_field else headers.get("warc-target-uri"),
        time=mark.time if layout.time_field else parse_time(headers.get("warc-date")),
    )


class _Source:
    """The bytes of a file, by line and by length."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._held = bytearray()
        self._begin = 0
        self.at = 0  # bytes given so far
        self.is_done = False

    def line(self) -> bytes | None:
        """A line without its end; None at the end of the file."""
        while (end := self._held.find(b"\n", self._begin)) < 0:
            if len(self._held) - self._begin > _MAX_HEADER_BYTES:
                raise _BrokenError("its header has a line without end")
            if not self._more():
                return None if self._begin == len(self._held) else self.take(_MAX_HEADER_BYTES)
        line = bytes(self._held[self._begin : end]).rstrip(b"\r")
        self.at += end + 1 - self._begin
        self._begin = end + 1
        return line

    def take(self, size: int) -> bytes:
        """At most so many bytes, none at the end."""
        if self._begin == len(self._held) and not self._more():
            return b""
        block = bytes(self._held[self._begin : self._begin + size])
        self._begin += len(block)
        self.at += len(block)
        return block

    def skip(self, size: int) -> None:
        """Pass over so many bytes."""
        while size > 0:
            block = self.take(min(size, _BLOCK))
            if not block:
                raise _BrokenError("it ends in the middle of a record")
            size -= len(block)

    def _more(self) -> bool:
        if self.is_done:
            return False
        del self._held[: self._begin]
        self._begin = 0
        block = self._read(_BLOCK)
        self._held += block
        self.is_done = not block
        return not self.is_done


def _next_record(source: _Source) -> Headers | None:
    line = source.line()
    while line == b"":  # records end with two empty lines
        line = source.line()
    if line is None:
        return None
    if not line.startswith(b"WARC/"):
        raise _BrokenError("a record must begin with WARC/")
    return _headers(source)


def _headers(source: _Source) -> Headers:
    headers: Headers = {}
    name = ""
    for _ in range(_MAX_HEADER_LINES):
        line = source.line()
        if line is None:
            raise _BrokenError("it ends in the middle of a header")
        if not line:
            return headers
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and name:
            headers[name] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        headers[name] = value.strip()
    raise _BrokenError(f"a header has more than {_MAX_HEADER_LINES:,} lines")


def _size_of(headers: Headers) -> int:
    size = headers.get("content-length", "")
    if not size.isascii() or not size.isdecimal() or len(size) > 18:
        raise _BrokenError("its header has no Content-Length")
    return int(size)


def _documents(
    source: _Source,
    headers: Headers,
    kind: str,
    size: int,
    encoding: str,
    place: str,
    notes: Notes,
) -> Iterator[bytes]:
    begin = source.at
    about = headers
    if kind == "response":
        if "msgtype=response" not in headers.get("content-type", "").replace(" ", "").lower():
            return
        source.line()  # HTTP/1.1 200 OK
        about = _headers(source)
    media = about.get("content-type", "").partition(";")[0].strip().lower()
    is_html = media in _HTML
    if kind != "conversion" and not is_html and media != "text/plain":
        return
    left = size - (source.at - begin)
    if left > MAX_RECORD_BYTES:
        notes.count_record("too-large", f"longer than {MAX_RECORD_BYTES >> 20} MiB", place)
        return
    body = fill(source.take, max(left, 0))
    if len(body) < left:
        notes.add("truncated", None, f"record {place[10:]} ends too early")
    content = _content(body, about, place, notes)
    if content is not None:
        text = _decoded(content, _encoding_of(about, content, is_html, encoding), place, notes)
        if text is not None:
            yield encode_text(html_text(text))[0] if is_html else encode_text(text)[0]


def _content(body: bytes, about: Headers, place: str, notes: Notes) -> bytes | None:
    """A body without what it was wrapped in to be sent, if it still is."""
    if about.get("transfer-encoding", "").lower() == "chunked":
        body = _joined_chunks(body)
    coding = about.get("content-encoding", "").lower()
    if coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip", "deflate"):
        inflate = zlib.decompressobj(wbits=47)  # gzip or zlib by its header
        try:
            content = inflate.decompress(body, MAX_RECORD_BYTES)
        except zlib.error:
            return body  # many archives keep the header and store the content plain
        if inflate.unconsumed_tail:
            notes.count_record("too-large", f"longer than {MAX_RECORD_BYTES >> 20} MiB", place)
            return None
        return content
    notes.count_record("unreadable", "in a content encoding that is not gzip or deflate", place)
    return None


def _joined_chunks(body: bytes) -> bytes:
    parts, at = [], 0
    while (end := body.find(b"\r\n", at)) >= 0:
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            return body  # stored without chunks
        if size <= 0:
            break
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(parts) if parts else body


def _encoding_of(about: Headers, content: bytes, is_html: bool, default: str) -> str:
    found = _CHARSET.search(about.get("content-type", ""))
    name = found[1] if found else charset_of(content) if is_html else None
    known = None if name is None else known_encoding(name)
    return default if known is None else AUTO if known == "utf-8" else known


def _decoded(content: bytes, encoding: str, place: str, notes: Notes) -> str | None:
    blocks = [content]
    decoding = decoded_blocks(lambda _: blocks.pop() if blocks else b"", encoding=encoding)
    parts = []
    while True:
        try:
            parts.append(next(decoding))
        except StopIteration as end:
            if end.value.refusal is not None:
                notes.count_record(end.value.refusal.code, "in another encoding", place)
                return None
            if end.value.bad:
                notes.count_record("invalid-bytes", "with places that do not decode", place)
            return b"".join(parts).decode("utf-8", "surrogateescape")
