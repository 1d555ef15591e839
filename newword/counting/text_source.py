"""The text of a corpus once more, after it was counted: read again, or kept if it comes once."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
import weakref
from array import array
from typing import TYPE_CHECKING, Any, Protocol

from newword.corpus import Corpus, Documents, read_corpus
from newword.corpus.protocols import Sink
from newword.corpus.spaces import SpaceJoining
from newword.corpus.walk import STDIN, Listing
from newword.errors import CorpusError
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.corpus.documents import DocumentLog
    from newword.counting.reading import Reading

__all__ = ["NumberingSink", "RepeatedText", "TextSource", "TextTee", "in_order"]

_IN_MEMORY = 8 << 20
_BLOCK = 1 << 19


class NumberingSink(Sink, Protocol):
    """A session, as far as a tee stands for it."""

    @property
    def documents(self) -> int:
        """Documents with a unit so far."""


class RepeatedText(Protocol):
    """A text that can be read as often as it takes."""

    @property
    def is_exact(self) -> bool:
        """Whether spellings are those of the corpus."""

    @property
    def joins_lines(self) -> bool:
        """Whether a line end between two Han characters is nothing."""

    def log(self) -> DocumentLog | None:
        """A log for the names of the documents; None if the text has come without them."""

    def feed(self, sink: Sink, /, *, log: DocumentLog | None = None) -> None:
        """Give all of the text to a sink, and the names of its documents to a log."""


class TextSource:
    """Gives the documents of a corpus to any number of sinks, byte for byte as they were read.

    Paths are read again, and must not have changed meanwhile. Of what can be read only once
    (standard input, pipes, open files, generators) the text is kept in a temporary file.

    Attributes:
        is_exact: Whether spellings are those of the corpus.
    """

    is_exact: bool = True

    def __init__(self, corpus: Corpus, reading: Reading) -> None:
        if isinstance(corpus, Documents) and isinstance(corpus.texts, (list, tuple)):
            corpus = Documents(tuple(corpus.texts))  # the list may change
        self._corpus = in_order(corpus)
        self._reading = reading
        self._read_bytes: int | None = None
        self.kept = None if _can_repeat(corpus) else _Spool(reading.limit.temp_dir)

    @property
    def joins_lines(self) -> bool:
        """Whether a line end between two Han characters is nothing."""
        return self._reading.join_lines

    def was_read(self, bytes_read: int) -> None:
        """Note how much the first reading took."""
        self._read_bytes = bytes_read

    def log(self) -> DocumentLog | None:
        """A log for the names of the documents; None of a text that comes once."""
        return None if self.kept is not None else self._reading.log(names=True, times=False)

    def feed(self, sink: Sink, /, *, log: DocumentLog | None = None) -> None:
        """Give all of the text to a sink, and the names of its documents to a log.

        Raises:
            CorpusError: The corpus is not what it was.
        """
        if self.kept is not None:
            self.kept.replay(sink)
            return
        reading = self._reading
        report = read_corpus(
            SpaceJoining(sink, reading.join_spaces),
            self._corpus,
            encoding=reading.encoding,
            layout=reading.layout,
            include=reading.include,
            exclude=reading.exclude,
            hidden=reading.hidden,
            follow=reading.follow,
            exclude_paths=reading.exclude_paths,
            log=log,
        )
        if self._read_bytes is not None and report.bytes_read != self._read_bytes:
            raise CorpusError(
                message(
                    "the corpus has changed while it was in use: {read_bytes} bytes were "
                    "read first, {bytes_read} now; run this again",
                    read_bytes=f"{self._read_bytes:,}",
                    bytes_read=f"{report.bytes_read:,}",
                )
            )


class TextTee:
    """Passes text on to a session, and keeps it for a source."""

    def __init__(self, session: NumberingSink, kept: _Spool) -> None:
        self._session, self._kept = session, kept

    @property
    def bytes_read(self) -> int:
        """Bytes of text so far."""
        return self._session.bytes_read

    @property
    def documents(self) -> int:
        """Documents with a unit so far."""
        return self._session.documents

    def feed(self, block: bytes) -> None:
        """Take UTF-8 of the current document, cut anywhere."""
        self._session.feed(block)
        self._kept.write(block)

    def end_document(self) -> None:
        """Let no run go on from here."""
        self._session.end_document()
        self._kept.end_document()


class _Spool:
    """Documents in a temporary file without a name; small ones in memory."""

    def __init__(self, directory: Any) -> None:
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=directory)  # noqa: SIM115
        weakref.finalize(self, file.close)
        self._file = file
        self._ends = array("Q")
        self._size = 0
        self._lock = threading.Lock()

    def write(self, block: bytes) -> None:
        self._file.write(block)
        self._size += len(block)

    def end_document(self) -> None:
        self._ends.append(self._size)

    def replay(self, sink: Sink) -> None:
        """Give all documents to a sink; one thread at a time."""
        with self._lock:
            self._file.seek(0)
            begin = 0
            for end in (*self._ends, self._size):
                while begin < end and (block := self._file.read(min(_BLOCK, end - begin))):
                    sink.feed(block)
                    begin += len(block)
                sink.end_document()


def in_order(corpus: Corpus) -> Corpus:
    """Paths by name: dispersion and contexts do not depend on how they are given."""
    if isinstance(corpus, (list, tuple)) and all(
        isinstance(path, (str, bytes, os.PathLike)) for path in corpus
    ):
        return sorted(corpus, key=os.fsencode)
    return corpus


def _can_repeat(corpus: Corpus) -> bool:
    """Whether reading a corpus once more gives the same."""
    if isinstance(corpus, Documents):
        return isinstance(corpus.texts, tuple)
    if isinstance(corpus, Listing):
        return not corpus.streams
    if isinstance(corpus, (str, bytes, os.PathLike)):
        corpus = [corpus]
    if not isinstance(corpus, (list, tuple)):
        return False
    return all(map(_is_lasting, corpus))


def _is_lasting(path: Any) -> bool:
    """False for standard input, pipes and devices; a pattern names files."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return True  # reading refuses it
    if os.fsencode(path) == STDIN:
        return False
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - bytes
    except (OSError, ValueError):
        return True  # a pattern, or what reading names as missing
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)
