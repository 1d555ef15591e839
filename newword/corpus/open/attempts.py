"""Trying several encodings on one input before it is read: it is opened once for each."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from newword.corpus.open.compressed import HEAD_BYTES, Unpacker, find_compression
from newword.corpus.open.decode import fill
from newword.corpus.open.encodings import find_encoding
from newword.corpus.open.input import Read, Source, push_back
from newword.corpus.open.kinds import Layout, find_format, inner_name
from newword.corpus.open.recognise import RECOGNISING_BYTES, TEXT_FORMATS
from newword.corpus.report.notes import Notes

__all__ = ["attempted", "open_again"]

_BLOCK_BYTES = 1 << 20
_TEXTS = TEXT_FORMATS | {"text", "jsonl", "csv", "tsv"}


@contextmanager
def attempted(source: Source, encoding: str, layout: Layout) -> Iterator[tuple[Source, str]]:
    """An input and the one of several encodings in which to read it.

    A stream waits in a file without a name meanwhile.

    Args:
        source: The input, at its beginning.
        encoding: From ``canonical_encodings``, several.
        layout: How much may be unpacked of it.

    Raises:
        OSError: The input cannot be read, or the file cannot be written.
    """
    if source.file is not None:
        yield source, _find(source.file, source.name, encoding, layout)
        return
    with tempfile.TemporaryFile() as kept:
        while block := source.read(_BLOCK_BYTES):
            kept.write(block)
        kept.flush()
        found = _find(lambda: open_again(kept.fileno()), source.name, encoding, layout)
        yield replace(source, read=lambda size: os.read(kept.fileno(), size)), found


def open_again(descriptor: int) -> BinaryIO:
    """The file of a descriptor from its beginning, to be closed apart from it."""
    file = io.FileIO(os.dup(descriptor), "rb")
    file.seek(0)
    return io.BufferedReader(file)


def _find(file: Callable[[], BinaryIO], name: str, encoding: str, layout: Layout) -> str:
    with _opened(file, layout) as read:
        format_ = find_format(fill(read, RECOGNISING_BYTES), inner_name(name), layout)
    found = encoding  # of what is no text itself, the texts in it are tried one by one
    if format_ in _TEXTS:
        found = find_encoding(lambda: _opened(file, layout), encoding)
    file().close()  # goes back to the beginning: they share their place
    return found


@contextmanager
def _opened(file: Callable[[], BinaryIO], layout: Layout) -> Iterator[Read]:
    """The unpacked content of an input; anything wrong with it is reported when it is read."""
    with file() as opened:
        head = fill(opened.read, HEAD_BYTES)
        read = push_back(head, opened.read)
        compression = find_compression(head)
        if compression is not None:
            read = Unpacker(read, compression, max_bytes=layout.max_bytes, notes=Notes()).read
        yield read
