"""The text of a count file, kept beside it for what needs text.

A kept text is gzip (several members one after the other) of UTF-8: a line for each run of units, a
form feed instead of the line feed after the last run of a document. What breaks runs is gone, and
spellings that differ in case only have become the commonest of them.
"""

from __future__ import annotations

import gzip
import os
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from newword.core._core import Session
from newword.corpus.protocols import Sink
from newword.counting.counts import OnProgress, Reading
from newword.errors import CountFileError
from newword.platform.files import commit
from newword.platform.safe_text import path_text

AnyPath = str | bytes | os.PathLike[str] | os.PathLike[bytes]

__all__ = [
    "KeptText",
    "feed_text",
    "join_texts",
    "read_text",
    "refuse_other_text",
    "text_path",
    "write_text",
]

_AT_ONCE = 1 << 18
_LEVEL = 1
"""Of compression: higher levels take ten times as long for a tenth of the size."""


def text_path(counts: AnyPath) -> Path:
    """Where the text of a count file is kept: `corpus.nwt` beside `corpus.nwc`."""
    return Path(os.fsdecode(counts)).with_suffix(".nwt")


def write_text(session: Session, out: BinaryIO) -> None:
    """Writes the text of a session."""
    with gzip.GzipFile("", "wb", compresslevel=_LEVEL, fileobj=out, mtime=0) as packed:
        place = 0
        while True:
            utf8, place = session.spell_text(place)
            if not utf8:
                return
            packed.write(utf8)


@contextmanager
def join_texts(
    texts: Sequence[Path], counts: AnyPath, more: Session | None = None
) -> Iterator[None]:
    """Puts texts together, and that of a session behind them, as the text of a count file.

    It takes its place when the block ends, in which the count file itself is written.
    """
    with commit(text_path(counts)) as out:
        for path in texts:
            with _reading(path), path.open("rb") as packed:
                shutil.copyfileobj(packed, out, _AT_ONCE)
        if more is not None:
            write_text(more, out)  # type: ignore[arg-type]
        yield


def read_text(
    counts: AnyPath, reading: Reading, *, on_progress: OnProgress | None = None
) -> Session:
    """Reads the text that is kept beside a count file into a session.

    Raises:
        CountFileError: It cannot be read or is damaged.
    """
    session = replace(reading, join_lines=False, join_spaces=False).session()
    feed_text(counts, session, on_progress=on_progress)
    return session


def feed_text(counts: AnyPath, sink: Sink, *, on_progress: OnProgress | None = None) -> None:
    """Gives the text that is kept beside a count file to a sink.

    Raises:
        CountFileError: It cannot be read or is damaged.
    """
    path = text_path(counts)
    with _reading(path), path.open("rb") as packed, gzip.open(packed) as text:
        size = os.fstat(packed.fileno()).st_size
        for part in _parts(text):
            for k, document in enumerate(part.split(b"\f")):
                if k > 0:
                    sink.end_document()
                sink.feed(document)
            if on_progress is not None:
                on_progress("read", packed.tell(), size)


class KeptText:
    """The text that is kept beside a count file; case and width in it are the commonest."""

    is_exact: bool = False
    joins_lines: bool = False

    def __init__(self, counts: AnyPath) -> None:
        self._counts = counts

    def feed(self, sink: Sink) -> None:
        """Give all of the text to a sink."""
        feed_text(self._counts, sink)
        sink.end_document()


def refuse_other_text(counts: AnyPath, session: Session, units: int) -> None:
    """Refuses a text that has not as many units as its count file.

    Raises:
        CountFileError: It belongs to other counts.
    """
    if session.units != units:
        raise CountFileError(
            f"{path_text(os.fspath(text_path(counts)))}: has {session.units:,} units, and the "
            f"count file {units:,}: they do not belong together; give the corpus, or count again"
        )


def _parts(text: gzip.GzipFile) -> Iterator[bytes]:
    while part := text.read(_AT_ONCE):
        yield part


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    name = path_text(os.fspath(path))
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CountFileError(
            f"{name}: the kept text is damaged ({error}); give the corpus, or count again"
        ) from error
    except OSError as error:
        if error.filename != os.fspath(path):
            raise
        reason = error.strerror
        raise CountFileError(f"{name}: cannot read it: {reason}; check the path") from error
