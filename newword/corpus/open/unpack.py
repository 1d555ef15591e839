"""From the bytes of an input that is not plain text to its documents."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from newword.corpus.documents import Mark
from newword.corpus.open.compressed import HEAD_BYTES, Unpacker, find_compression
from newword.corpus.open.decode import Decoded, decoded_blocks, fill
from newword.corpus.open.kinds import Layout, find_format, inner_name
from newword.corpus.open.readahead import ahead
from newword.corpus.records.lines import csv_documents, json_documents, text_documents
from newword.corpus.records.parquet import parquet_documents
from newword.corpus.records.warc import warc_documents
from newword.corpus.report.notes import Notes
from newword.corpus.sandbox import Sandbox

__all__ = ["Read", "Source", "open_documents", "push_back"]

Read = Callable[[int], bytes]

_BLOCK_BYTES = 1 << 20
_ARCHIVES = ((0, b"PK\x03\x04", "a zip archive"), (257, b"ustar", "a tar archive"))
_ARCHIVE_BYTES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input as it comes.

    Attributes:
        read: Gives at most so many bytes, none at the end.
        name: Its path, or what stands for one.
        file: Opens it for reading anywhere in it; None for a stream.
        accepts_nul: Whether to read plain text with NUL characters.
    """

    read: Read
    name: str
    file: Callable[[], BinaryIO] | None = None
    accepts_nul: bool = True


def push_back(head: bytes, read: Read) -> Read:
    """A ``read`` that gives these bytes first."""
    held = [head] if head else []

    def read_on(size: int) -> bytes:
        if not held:
            return read(size)
        block = held.pop()
        if len(block) > size:
            held.append(block[size:])
        return block[:size]

    return read_on


def open_documents(
    source: Source, head: bytes, layout: Layout, *, encoding: str, notes: Notes, sandbox: Sandbox
) -> Iterator[bytes | Mark] | None:
    """The documents of an input that is compressed or structured.

    Args:
        source: The input, behind its head.
        head: Its first ``HEAD_BYTES``.
        layout: What was asked for.
        encoding: Of its text.
        notes: Told of all that is wrong with it.
        sandbox: Where files of foreign formats are parsed.

    Returns:
        Blocks of UTF-8, and a mark at the end of each document. None for plain text.

    Raises:
        MissingPackageError: At once or while iterating: it needs a package that is not installed.
    """
    compression = find_compression(head)
    read, name = push_back(head, source.read), source.name
    if compression is not None:
        read = Unpacker(read, compression, max_bytes=layout.max_bytes, notes=notes).read
        name = inner_name(name)
        head = fill(read, _ARCHIVE_BYTES)
        read = push_back(head, read)
        refusal = _unreadable_inside(head)
        if refusal is not None:
            notes.add("binary", None, refusal)
            return iter(())
    format_ = find_format(head[:HEAD_BYTES], name, layout)
    if format_ == "parquet":
        return _parquet(source, compression is not None, layout, notes)
    if format_ == "text" and compression is None:
        return None
    # A stream may never give anything, and a thread that waits for it could not be ended.
    in_thread = source.file is not None
    if format_ == "warc":
        blocks = _blocks(read)
        read = _reader(ahead(blocks) if in_thread else blocks)
        return warc_documents(read, layout, encoding, notes, sandbox)
    accepts_nul = source.accepts_nul and compression is None
    decoding = decoded_blocks(read, encoding=encoding, accepts_nul=accepts_nul)
    texts = _noting(ahead(decoding) if in_thread else decoding, notes)
    return _documents_of(texts, format_, layout, notes)


def _documents_of(
    texts: Iterable[bytes], format_: str, layout: Layout, notes: Notes
) -> Iterator[bytes | Mark]:
    if format_ == "jsonl":
        return json_documents(texts, layout, notes)
    if format_ in ("csv", "tsv"):
        delimiter = "," if format_ == "csv" else "\t"
        return csv_documents(texts, layout, delimiter, notes)
    return text_documents(texts)


def _parquet(
    source: Source, is_compressed: bool, layout: Layout, notes: Notes
) -> Iterator[bytes | Mark]:
    if source.file is None or is_compressed:
        what = "in a compressed file" if is_compressed else "in a stream"
        detail = f"Parquet {what}, where it cannot be read; unpack it to a file"
        notes.add("unreadable", None, detail)
        return
    with source.file() as file:
        yield from parquet_documents(file, layout, notes)


def _unreadable_inside(head: bytes) -> str | None:
    """What a compressed file may hold that is no text."""
    if find_compression(head[:HEAD_BYTES]) is not None:
        return "it is compressed twice; unpack it once"
    for offset, mark, what in _ARCHIVES:
        if head[offset:].startswith(mark):
            return f"it holds {what}; unpack it"
    return None


def _noting(
    decoding: Generator[bytes, None, Decoded], notes: Notes
) -> Generator[bytes, None, None]:
    """The blocks; what decoding them showed is noted at the end."""
    decoded: Decoded = yield from decoding
    if decoded.refusal is not None:
        notes.add(decoded.refusal.code, None, decoded.refusal.detail)
    elif decoded.bad:
        places = "1 place" if decoded.bad == 1 else f"{decoded.bad:,} places"
        first = f"the first at byte {decoded.first_bad:,} unpacked"
        notes.add("invalid-bytes", None, f"{places} that cannot be decoded, {first}")


def _blocks(read: Read) -> Generator[bytes, None, None]:
    yield from iter(partial(read, _BLOCK_BYTES), b"")


def _reader(blocks: Iterator[bytes]) -> Read:
    """A ``read`` over blocks."""
    held = [b""]

    def read(size: int) -> bytes:
        block = held.pop() or next(blocks, b"")
        held.append(block[size:])
        return block[:size]

    return read
