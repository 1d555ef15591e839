"""The text of a count file, kept beside it for what needs text.

A kept text is gzip, several members one after the other: an empty one that says what the file is;
UTF-8, a line for each run of units, with a form feed instead of the line feed after the last run of
a document; and an empty one that names the counts and closes the file. What breaks runs is gone,
and spellings that differ in case only have become the commonest of them.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newword.core._core import CountFiles, Session
from newword.corpus.open.own_files import TEXT_MARK
from newword.corpus.protocols import Sink
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.errors import CountFileError
from newword.platform.message import message, reason_of
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text

if TYPE_CHECKING:
    from newword.corpus.documents import DocumentLog


__all__ = [
    "KeptText",
    "KeptTextWriter",
    "belongs_to_sibling",
    "counts_of_text",
    "feed_text",
    "find_text",
    "has_kept_text",
    "is_replaceable",
    "open_text",
    "read_text",
    "staged_text",
    "text_path",
]  # fmt: skip

_AT_ONCE = 1 << 18
_LEVEL = 1
"""Of compression: higher levels take ten times as long for a tenth of the size."""

_DIGEST_BYTES = 16
_EMPTY = b"\x03\0" + bytes(8)  # a member that holds nothing, behind its header
_HEAD = TEXT_MARK + _EMPTY
_TAIL_MARK = TEXT_MARK[:10] + b"\x24\0NW\x20\0"  # then two digests
_TAIL_BYTES = len(_TAIL_MARK) + 2 * _DIGEST_BYTES + len(_EMPTY)
_TRIES = 10


def text_path(counts: AnyPath) -> Path:
    """Where the text of a count file is kept: `corpus.nwt` beside `corpus.nwc`, else `NAME.nwt`."""
    name = os.path.realpath(os.fsdecode(counts))
    return Path(name.removesuffix(".nwc") + ".nwt")


def staged_text(counts: AnyPath, digest: bytes) -> Path:
    """Where the text of a count file of this digest waits while the counts take their place."""
    text = Path(os.path.realpath(text_path(counts)))
    owner = hashlib.blake2b(os.fsencode(text.name), digest_size=4).hexdigest()
    return text.with_name(f".newword-{owner}-{digest.hex()}.nwt")


class KeptTextWriter:
    """Writes a kept text to an open file: its parts, then the counts that it belongs to."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
        self._write(_HEAD)

    def add_session(self, session: Session) -> None:
        """Append the text of a session."""
        with gzip.GzipFile(
            "", "wb", compresslevel=_LEVEL, fileobj=_Sink(self._write), mtime=0
        ) as packed:
            place = 0
            while True:
                utf8, place = session.spell_text(place)
                if not utf8:
                    return
                packed.write(utf8)

    def add_text(self, path: Path, counts: bytes) -> None:
        """Append the kept text of other counts, whose digest this is."""
        with _reading(path), path.open("rb") as text:
            if _counts_of(text) != counts:
                raise CountFileError(
                    message(
                        "{path}: another process changed it meanwhile; run again",
                        path=path_text(os.fspath(path)),
                    )
                )
            _require_whole(path, text)
            text.seek(len(_HEAD))
            left = _size(text) - len(_HEAD) - _TAIL_BYTES
            while left > 0 and (block := text.read(min(left, _AT_ONCE))):
                left -= len(block)
                self._write(block)

    def finish(self, counts: bytes) -> None:
        """Name the counts, by their digest."""
        self._out.write(_TAIL_MARK + counts + self._digest.digest() + _EMPTY)

    def _write(self, data: bytes) -> int:
        self._digest.update(data)
        return self._out.write(data)


class _Sink:
    """What gzip writes to."""

    def __init__(self, write: Callable[[bytes], int]) -> None:
        self.write = write

    def flush(self) -> None:
        """Nothing is held back here."""


def counts_of_text(path: Path) -> bytes | None:
    """The digest of the counts that a kept text names; None if the path has no kept text."""
    try:
        with path.open("rb") as text:
            return _counts_of(text)
    except OSError:
        return None


def is_replaceable(path: Path) -> bool:
    """Whether a file may be a kept text: damaged, or of an older release; or holds nothing."""
    with _reading(path), path.open("rb") as text:
        head = text.read(2)
    return head in (b"", _HEAD[:1], _HEAD[:2])


def find_text(counts: AnyPath, digest: bytes) -> Path | None:
    """The kept text of the count file of this digest, None if it has none.

    One that a killed process left waiting is put in its place.

    Raises:
        CountFileError: What is in its place is another's text, or none.
    """
    text, staged = text_path(counts), staged_text(counts, digest)
    if counts_of_text(text) == digest:
        return text
    if counts_of_text(staged) == digest:
        try:
            staged.replace(os.path.realpath(text))
        except OSError:  # not ours to write, or another process was quicker
            return text if counts_of_text(text) == digest else staged
        return text
    if not text.exists() or belongs_to_sibling(counts, text):
        return None
    name = path_text(os.fspath(text))
    try:
        with text.open("rb") as file:
            found = _counts_of(file)
    except OSError as error:
        raise CountFileError(
            message(
                "{name}: cannot read it: {strerror}; check the path",
                name=name,
                strerror=reason_of(error),
            )
        ) from error
    if found is None:
        raise CountFileError(
            message(
                "{name}: is damaged, or no kept text; remove it, and count again with "
                "--keep-text (keep_text=True) or give the corpus",
                name=name,
            )
        )
    raise CountFileError(
        message(
            "{name}: is the text of other counts; remove it, and count again with "
            "--keep-text (keep_text=True) or give the corpus",
            name=name,
        )
    )


def has_kept_text(counts: AnyPath) -> bool:
    """Whether the text of a count file lies beside it; False for what is no count file.

    Raises:
        CountFileError: What lies there is another's text, or none.
    """
    try:
        facts = CountFiles(threads=1).check(os.fsencode(counts), everything=False)
    except (CountFileError, OSError):
        return False  # told when it is read
    return find_text(counts, facts.digest) is not None


@contextmanager
def open_text(counts: AnyPath, digest: bytes) -> Iterator[BinaryIO]:
    """The kept text of the count file of this digest, open and checked whole.

    Raises:
        CountFileError: There is none, it is another's, it cannot be read, or it is damaged.
    """
    for _ in range(_TRIES):
        path = find_text(counts, digest)
        if path is None:
            break
        with _reading(path):
            try:
                text = path.open("rb")
            except FileNotFoundError:  # it went to its place just now
                continue
        with text:
            with _reading(path):
                if _counts_of(text) != digest:
                    continue
                _require_whole(path, text)
            with _unpacking(path):
                yield text
            return
    name = path_text(os.fspath(text_path(counts)))
    raise CountFileError(
        message(
            "{name}: there is no text of these counts; give the corpus, or count again", name=name
        )
    )


def read_text(
    counts: AnyPath, digest: bytes, reading: Reading, *, on_progress: OnProgress | None = None
) -> Session:
    """Reads the text that is kept beside a count file of this digest into a session.

    Raises:
        CountFileError: It cannot be read, is damaged, or belongs to other counts.
    """
    session = replace(reading, join_lines=False, join_spaces=False).session()
    feed_text(counts, digest, session, on_progress=on_progress)
    return session


def feed_text(
    counts: AnyPath, digest: bytes, sink: Sink, *, on_progress: OnProgress | None = None
) -> None:
    """Gives the text that is kept beside a count file of this digest to a sink.

    Raises:
        CountFileError: It cannot be read, is damaged, or belongs to other counts.
    """
    with open_text(counts, digest) as packed:
        size = _size(packed)
        packed.seek(0)
        with gzip.open(packed) as text:
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

    def __init__(self, counts: AnyPath, digest: bytes) -> None:
        self._counts = counts
        self._digest = digest

    def log(self) -> None:
        """None: a kept text names no documents."""

    def feed(self, sink: Sink, /, *, log: DocumentLog | None = None) -> None:
        """Give all of the text to a sink."""
        del log
        feed_text(self._counts, self._digest, sink)
        sink.end_document()


def belongs_to_sibling(counts: AnyPath, text: Path) -> bool:
    """Whether a text belongs to the other count file that would keep its own there."""
    name = os.path.realpath(os.fsdecode(counts))
    sibling = name.removesuffix(".nwc") if name.endswith(".nwc") else name + ".nwc"
    found = counts_of_text(text)
    try:
        facts = CountFiles(threads=1).check(os.fsencode(sibling), everything=False)
    except (CountFileError, OSError):
        return False
    return facts.digest == found


def _counts_of(text: BinaryIO) -> bytes | None:
    """What the end of a kept text says; None of any other file."""
    text.seek(0)
    if text.read(len(_HEAD)) != _HEAD or _size(text) < len(_HEAD) + _TAIL_BYTES:
        return None
    text.seek(-_TAIL_BYTES, os.SEEK_END)
    tail = text.read()
    if not tail.startswith(_TAIL_MARK) or not tail.endswith(_EMPTY):
        return None
    return tail[len(_TAIL_MARK) :][:_DIGEST_BYTES]


def _require_whole(path: Path, text: BinaryIO) -> None:
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    left = _size(text) - _TAIL_BYTES
    text.seek(0)
    while left > 0 and (block := text.read(min(left, _AT_ONCE))):
        digest.update(block)
        left -= len(block)
    tail = text.read()
    if tail[len(_TAIL_MARK) + _DIGEST_BYTES :][:_DIGEST_BYTES] != digest.digest():
        raise CountFileError(
            message(
                "{path}: the kept text is damaged; give the corpus, or count again",
                path=path_text(os.fspath(path)),
            )
        )


def _size(text: BinaryIO) -> int:
    return os.fstat(text.fileno()).st_size


def _parts(text: gzip.GzipFile) -> Iterator[bytes]:
    while part := text.read(_AT_ONCE):
        yield part


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name, reason = path_text(os.fspath(path)), reason_of(error)
        raise CountFileError(
            message("{name}: cannot read it: {reason}; check the path", name=name, reason=reason)
        ) from error


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CountFileError(
            message(
                "{path}: the kept text is damaged ({error}); give the corpus, or count again",
                path=path_text(os.fspath(path)),
                error=error,
            )
        ) from error
