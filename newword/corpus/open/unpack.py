"""From the bytes of an input that is not plain text to its documents."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from functools import partial

from newword.corpus.open.compressed import HEAD_BYTES, Unpacker, find_compression
from newword.corpus.open.decode import Decoded, decoded_blocks, fill
from newword.corpus.open.input import Read, Source, push_back
from newword.corpus.open.kinds import Layout, find_format, inner_name
from newword.corpus.open.readahead import ahead
from newword.corpus.open.recognise import FOREIGN, RECOGNISING_BYTES
from newword.corpus.records.foreign import Item, foreign_documents
from newword.corpus.records.json_lines import json_documents
from newword.corpus.records.lines import text_documents
from newword.corpus.records.parquet import parquet_documents
from newword.corpus.records.tables import csv_documents
from newword.corpus.records.warc import warc_documents
from newword.corpus.report.notes import Notes
from newword.corpus.sandbox import Sandbox
from newword.platform.message import message
from newword.platform.plural import counted

__all__ = ["open_documents"]

_BLOCK_BYTES = 1 << 20


def open_documents(
    source: Source,
    head: bytes,
    layout: Layout,
    *,
    encoding: str,
    notes: Notes,
    sandbox: Sandbox,
    in_batches: bool = False,
) -> Iterator[Item] | None:
    """The documents of an input that is compressed or structured.

    Args:
        source: The input, behind its head.
        head: Its first ``RECOGNISING_BYTES``.
        layout: What was asked for.
        encoding: Of its text.
        notes: Told of all that is wrong with it.
        sandbox: Where files of foreign formats are parsed.
        in_batches: Give records many at once, where they are nothing but their texts.

    Returns:
        Blocks of UTF-8, and a mark at the end of each document; inputs that lie in this one. None
        for plain text.

    Raises:
        MissingPackageError: At once or while iterating: it needs a package that is not installed.
    """
    compression = find_compression(head)
    read, name = push_back(head, source.read), source.name
    if compression is not None:
        read = Unpacker(read, compression, max_bytes=layout.max_bytes, notes=notes).read
        name = inner_name(name)
        head = fill(read, RECOGNISING_BYTES)
        read = push_back(head, read)
        if find_compression(head[:HEAD_BYTES]) is not None:
            notes.add("binary", None, message("it is compressed twice; unpack it once"))
            return iter(())
    format_ = find_format(head, name, layout)
    if format_ in FOREIGN:
        file = None if compression is not None else source.file
        inner = replace(source, read=read, file=file)
        return foreign_documents(inner, format_, layout, encoding, notes, sandbox)
    if format_ == "parquet":
        return _parquet(source, compression is not None, layout, notes, in_batches)
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
    return _documents_of(texts, format_, layout, notes, in_batches)


def _documents_of(
    texts: Iterable[bytes], format_: str, layout: Layout, notes: Notes, in_batches: bool
) -> Iterator[Item]:
    if format_ == "jsonl":
        return json_documents(texts, layout, notes, in_batches=in_batches)
    if format_ in ("csv", "tsv"):
        delimiter = "," if format_ == "csv" else "\t"
        return csv_documents(texts, layout, delimiter, notes, in_batches=in_batches)
    return text_documents(texts)


def _parquet(
    source: Source, is_compressed: bool, layout: Layout, notes: Notes, in_batches: bool
) -> Iterator[Item]:
    if source.file is None or is_compressed:
        detail = (
            message("Parquet in a compressed file, where it cannot be read; unpack it to a file")
            if is_compressed
            else message("Parquet in a stream, where it cannot be read; unpack it to a file")
        )
        notes.add("unreadable", None, detail)
        return
    with source.file() as file:
        yield from parquet_documents(file, layout, notes, in_batches=in_batches)


def _noting(
    decoding: Generator[bytes, None, Decoded], notes: Notes
) -> Generator[bytes, None, None]:
    """The blocks; what decoding them showed is noted at the end."""
    decoded: Decoded = yield from decoding
    notes.encoding = decoded.encoding
    if decoded.refusal is not None:
        notes.advice = decoded.refusal.advice
        notes.add(decoded.refusal.code, None, decoded.refusal.detail)
    elif decoded.bad:
        found = counted(
            decoded.bad,
            "{number} place that cannot be decoded, the first at byte {first} unpacked",
            "{number} places that cannot be decoded, the first at byte {first} unpacked",
            first=f"{decoded.first_bad:,}",
        )
        notes.add("invalid-bytes", None, found)


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
