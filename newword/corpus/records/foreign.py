"""Documents of formats that are neither plain text nor records, and what they hold."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from newword.corpus.documents import Mark
from newword.corpus.open.archives import DAMAGE, Archive, tar_members, zip_members
from newword.corpus.open.decode import AUTO, decoded_blocks, fill, known_encoding
from newword.corpus.open.input import Source
from newword.corpus.open.kinds import Layout
from newword.corpus.open.recognise import FOREIGN, TEXT_FORMATS
from newword.corpus.parsers.parsed import Document, Member, RefusedError
from newword.corpus.records.batches import Batch
from newword.corpus.records.html_page import charset_of
from newword.corpus.records.http_body import too_long
from newword.corpus.report.notes import Notes
from newword.corpus.report.problem import InputProblem
from newword.corpus.sandbox import Sandbox
from newword.platform.message import message
from newword.platform.plural import count_of

__all__ = ["Item", "foreign_documents"]

MAX_DOCUMENT_BYTES = 256 << 20
"""A larger document is not read: its parser has to hold it."""

_COPIES = 4  # of a document in memory

Item = bytes | Mark | Batch | Source | InputProblem
"""A block of text, the end of a document, an input within the input, or what is wrong with one."""

_OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_OPEN_OFFICE = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_MIME_BYTES = 200


def foreign_documents(
    source: Source,
    format_: str,
    layout: Layout,
    encoding: str,
    notes: Notes,
    sandbox: Sandbox,
) -> Iterator[Item]:
    """The text of a document, a mark at its end; the members of an archive as inputs.

    Args:
        source: The input, unpacked if it was compressed.
        format_: One of ``newword.corpus.open.recognise.FOREIGN``.
        layout: How to read it.
        encoding: Of text formats; ``auto`` for what they say of themselves, else UTF-8.
        notes: Told of all that is wrong with it.
        sandbox: Where it is parsed.

    Raises:
        MissingPackageError: Its parser needs a package that is not installed.
    """
    remedy = FOREIGN[format_].remedy
    if remedy is not None:
        notes.add(
            "unsupported",
            None,
            message("it is {what}; {remedy}", what=FOREIGN[format_].what, remedy=remedy),
        )
        return
    try:
        if format_ == "tar":
            yield from tar_members(_archive(source, layout), source.read)
        elif format_ == "zip":
            yield from _zip(source, layout, notes, sandbox)
        else:
            yield from _parsed(source, format_, layout, encoding, notes, sandbox)
    except RefusedError as refusal:
        notes.add(
            refusal.code,
            None,
            message("it is {what}; {detail}", what=FOREIGN[format_].what, detail=refusal.detail),
        )


def _archive(source: Source, layout: Layout) -> Archive:
    if source.depth > 0:
        raise RefusedError("nested", message("it lies in another archive"))
    return Archive(source, layout.max_bytes)


def _zip(source: Source, layout: Layout, notes: Notes, sandbox: Sandbox) -> Iterator[Item]:
    """An archive, or one of the documents that are zip files themselves."""
    with _seekable(source, layout) as file:
        try:
            kind = _kind_of_zip(zipfile.ZipFile(file))
        except DAMAGE as error:
            raise RefusedError(
                "damaged-document", message("it is no whole zip file: {error}", error=error)
            ) from error
        if kind == "zip":
            yield from zip_members(_archive(source, layout), file)
            return
        file.seek(0)
        data = _whole(file.read, layout)
        if kind == "epub":
            parts = sandbox.parse("epub", data, main_only=layout.main_content)
        else:
            parts = sandbox.parse("office", data, kind=kind)
        yield from _blocks(parts, source, notes)


def _kind_of_zip(container: zipfile.ZipFile) -> str:
    names = set(container.namelist())
    if "mimetype" in names:
        with container.open("mimetype") as file:
            mime = file.read(_MIME_BYTES).decode("latin-1").strip()
        if mime == "application/epub+zip":
            return "epub"
        return _OPEN_OFFICE.get(mime.rpartition("opendocument.")[2].split("-")[0], "zip")
    if "[Content_Types].xml" in names:
        for directory, kind in _OFFICE.items():
            if any(name.startswith(directory) for name in names):
                return kind
    return "epub" if "META-INF/container.xml" in names else "zip"


def _seekable(source: Source, layout: Layout) -> BinaryIO:
    return io.BytesIO(_whole(source.read, layout)) if source.file is None else source.file()


def _whole(read: Callable[[int], bytes], layout: Layout) -> bytes:
    most = min(MAX_DOCUMENT_BYTES, layout.record_memory // _COPIES)
    data = fill(read, most + 1)
    if len(data) > most:
        raise RefusedError(
            "too-large", message("{most}, which is what memory has room for", most=too_long(most))
        )
    return data


def _parsed(
    source: Source,
    format_: str,
    layout: Layout,
    encoding: str,
    notes: Notes,
    sandbox: Sandbox,
) -> Iterator[Item]:
    data = _whole(source.read, layout)
    options: dict[str, object] = {}
    if format_ in TEXT_FORMATS:
        data = _as_utf8(data, format_, encoding, notes)
    if format_ in ("html", "mail"):
        options["main_only"] = layout.main_content
    elif format_ == "7z":
        _archive(source, layout)
        options["max_bytes"] = layout.max_bytes
    yield from _blocks(sandbox.parse(format_, data, **options), source, notes)


def _as_utf8(data: bytes, format_: str, encoding: str, notes: Notes) -> bytes:
    """The text of a text format; places that do not decode become U+FFFD, which is no unit."""
    if format_ == "html" and encoding == AUTO:
        named = charset_of(data)
        encoding = (named and known_encoding(named)) or AUTO
        encoding = AUTO if encoding == "utf-8" else encoding
    blocks = [data]
    decoding = decoded_blocks(lambda _: blocks.pop() if blocks else b"", encoding=encoding)
    parts = []
    while True:
        try:
            parts.append(next(decoding))
        except StopIteration as end:
            decoded = end.value
            break
    notes.encoding = decoded.encoding
    if decoded.refusal is not None:
        notes.advice = decoded.refusal.advice
        raise RefusedError(decoded.refusal.code, decoded.refusal.detail)
    if decoded.bad:
        bad = count_of(decoded.bad, "place", "that cannot be decoded")
        notes.add("invalid-bytes", decoded.first_bad, bad)
    return b"".join(parts).replace(b"\xff", "\ufffd".encode())


def _blocks(
    parts: Iterator[Document | Member | object], source: Source, notes: Notes
) -> Iterator[Item]:
    for part in parts:
        if isinstance(part, Document):
            yield part.text
            yield Mark(time=part.time)
        elif isinstance(part, Member):
            yield _member_source(source, part)
        else:
            notes.add(part.code, None, part.detail)  # type: ignore[attr-defined]


def _member_source(source: Source, member: Member) -> Source:
    stream = io.BytesIO(member.data)
    return replace(
        source,
        read=stream.read,
        name=f"{source.name}!/{member.name}",
        file=None,
        accepts_nul=False,
        depth=source.depth + 1,
        time=member.time,
    )
