"""WARC and WET: each record with text is a document of its own.

Text has the record types ``conversion`` (WET), and ``response`` and ``resource`` of the media types
text/plain, text/html and application/xhtml+xml. Other records (requests, metadata, pictures) are
none and are passed over. Source: ISO 28500 (WARC 1.1).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from newword.corpus.documents import Mark
from newword.corpus.open.decode import AUTO, decoded_blocks, known_encoding
from newword.corpus.open.encodings import find_encoding
from newword.corpus.open.kinds import Layout
from newword.corpus.parsers.parsed import Document, RefusedError
from newword.corpus.records.fields import mark_of
from newword.corpus.records.html_page import charset_of
from newword.corpus.records.http_body import too_long, unwrapped_body
from newword.corpus.records.lines import MAX_RECORD_BYTES
from newword.corpus.records.warc_stream import (
    MAX_HEADER_BYTES,
    WarcRecord,
    is_of_fastwarc,
    warc_records,
)
from newword.corpus.report.notes import Notes
from newword.corpus.sandbox import Sandbox
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.times import parse_time

__all__ = ["warc_documents"]

_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = pattern(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_COPIES = 8  # of a record in memory: as stored, unwrapped, decoded, in UTF-8, on their ways
_KINDS = ("conversion", "response", "resource")
Headers = Mapping[str, str]


def warc_documents(
    read: Callable[[int], bytes], layout: Layout, encoding: str, notes: Notes, sandbox: Sandbox
) -> Iterator[bytes | Mark]:
    """The text of each record, as blocks of UTF-8, and a mark at the end of each.

    Args:
        read: Reads the unpacked WARC: at most this many bytes, none at the end.
        layout: Which headers have a record's name and time.
        encoding: Of texts that do not say theirs; ``auto`` is UTF-8.
        notes: Told of records that are damaged, too large or in another encoding.
        sandbox: Where pages are parsed.

    Raises:
        MissingPackageError: At the first record that needs a package that is not installed.
    """
    for record in warc_records(read, notes):
        headers = _lower(record.raw.headers)
        if headers.get("warc-type", "").lower() not in _KINDS:
            continue
        for block in _texts(record, headers, layout, encoding, notes, sandbox):
            yield block
            yield _mark(headers, record, layout, notes)


def _mark(headers: Headers, record: WarcRecord, layout: Layout, notes: Notes) -> Mark:
    """What a record says of itself: in the headers asked for, else in the usual ones."""
    lower = replace(
        layout,
        id_field=layout.id_field and layout.id_field.lower(),
        time_field=layout.time_field and layout.time_field.lower(),
    )
    mark = mark_of(headers, record.number, lower, record.place, notes)
    return mark._replace(
        id=mark.id if layout.id_field else headers.get("warc-target-uri"),
        time=mark.time if layout.time_field else parse_time(headers.get("warc-date")),
    )


def _lower(headers: Any) -> Headers:
    return {} if headers is None else {name.lower(): value for name, value in headers.items()}


def _texts(
    record: WarcRecord,
    headers: Headers,
    layout: Layout,
    encoding: str,
    notes: Notes,
    sandbox: Sandbox,
) -> Iterator[bytes]:
    kind, about, place = headers["warc-type"].lower(), headers, record.place
    if kind == "response":
        if "msgtype=response" not in headers.get("content-type", "").replace(" ", "").lower():
            return
        if not _parse_http(record, notes):
            return
        about = _lower(record.raw.http_headers)
    media = about.get("content-type", "").partition(";")[0].strip().lower()
    is_html = media in _HTML
    if kind != "conversion" and not is_html and media != "text/plain":
        return
    most = min(MAX_RECORD_BYTES, layout.record_memory // _COPIES)
    body = record.raw.reader.read(most + 1)
    if len(body) > most:
        notes.count_record("too-large", too_long(most), place)
        return
    content = unwrapped_body(body, about, most, place, notes)
    if content is None:
        return
    text = _decoded(content, _encoding_of(about, content, is_html, encoding), place, notes)
    if text is None:
        return
    if not is_html:
        yield text
        return
    try:
        page = text.replace(b"\xff", "\ufffd".encode())
        for part in sandbox.parse("html", page, main_only=layout.main_content):
            if isinstance(part, Document):
                yield part.text
    except RefusedError as refusal:
        notes.count_record(
            refusal.code, message("whose page was not read: {detail}", detail=refusal.detail), place
        )


def _parse_http(record: WarcRecord, notes: Notes) -> bool:
    try:
        record.raw.parse_http(auto_decode="none", max_header_len=MAX_HEADER_BYTES, quirks_mode=True)
    except OSError as error:
        if not is_of_fastwarc(error):
            raise
    if record.raw.http_headers is None:
        notes.count_record("damaged-record", message("whose HTTP header is broken"), record.place)
        return False
    return True


def _encoding_of(about: Headers, content: bytes, is_html: bool, default: str) -> str:
    found = _CHARSET.search(about.get("content-type", ""))
    name = found[1] if found else charset_of(content) if is_html else None
    known = None if name is None else known_encoding(name)
    if known is None:
        return find_encoding(lambda: nullcontext(io.BytesIO(content).read), default)
    return AUTO if known == "utf-8" else known


def _decoded(content: bytes, encoding: str, place: str, notes: Notes) -> bytes | None:
    """In UTF-8, with a byte 0xFF for each place that does not decode."""
    blocks = [content]
    decoding = decoded_blocks(lambda _: blocks.pop() if blocks else b"", encoding=encoding)
    parts = []
    while True:
        try:
            parts.append(next(decoding))
        except StopIteration as end:
            if end.value.refusal is not None:
                notes.count_record(end.value.refusal.code, message("in another encoding"), place)
                return None
            if end.value.bad:
                notes.count_record(
                    "invalid-bytes", message("with places that do not decode"), place
                )
            return b"".join(parts)
