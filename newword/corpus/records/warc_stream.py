"""The records of a WARC, one after the other, whatever is wrong with those before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from newword.corpus.report.notes import Notes
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["MAX_HEADER_BYTES", "WarcRecord", "warc_records"]

MAX_HEADER_BYTES = 1 << 20
_HELD_BYTES = MAX_HEADER_BYTES + (1 << 20)
_BLOCK = 1 << 18
_MARK = pattern(rb"WARC/[01]\.\d{1,2}\r?\n")
_MARK_BYTES = 16
_MOST_GAPS = 1000


class WarcRecord(NamedTuple):
    """One record.

    Attributes:
        raw: Of fastwarc; to be read before the next is asked for.
        size: Of its content, as its header says.
        place: Where it stands, in words.
        number: From 1.
    """

    raw: Any
    size: int
    place: str
    number: int


def warc_records(read: Callable[[int], bytes], notes: Notes) -> Iterator[WarcRecord]:
    """All records; anything between them is skipped and noted.

    Args:
        read: Reads the unpacked WARC: at most this many bytes, none at the end.
        notes: Told of records without a size, of gaps, and of a file that ends too early.
    """
    fastwarc = load_extra("fastwarc.warc", extra="web", purpose="reading WARC", package="fastwarc")
    stream = _Stream(read)
    number, gaps, begin, is_told = 0, 0, 0, False
    uses_lf = not stream.peek(_MARK_BYTES).partition(b"\n")[0].endswith(b"\r")
    while True:
        records = fastwarc.ArchiveIterator(
            stream,
            parse_http=False,
            stream_detect=False,
            max_header_len=MAX_HEADER_BYTES,
            quirks_mode=uses_lf,
        )
        try:
            for record in records:
                number += 1
                begin = record.stream_pos + 1
                place = message(
                    "record {number}, at byte {stream_pos} unpacked",
                    number=f"{number:,}",
                    stream_pos=f"{record.stream_pos:,}",
                )
                size = _size_of(record)
                is_told = size is None
                if size is None:
                    what = message("without a Content-Length in the header")
                    notes.count_record("damaged-record", what, place)
                    continue
                yield WarcRecord(record, size, place, number)
                record.consume()
                begin = record.stream_pos + size
                if record.reader.tell() < record.content_length:
                    notes.count_record("truncated", message("cut short"), place)
        except OSError as error:
            if not is_of_fastwarc(error):
                raise
        else:
            return
        gaps += 1
        if not is_told:  # what follows a record without a size begins with its content
            place = message("what follows record {number}", number=f"{number:,}")
            notes.count_record("damaged-record", message("whose header is not that of WARC"), place)
            is_told = True
        if gaps == _MOST_GAPS:
            detail = message(
                "more than {most_gaps} of its headers are not those of WARC",
                most_gaps=f"{_MOST_GAPS:,}",
            )
            notes.add(
                "damaged",
                None,
                message(
                    "{detail}; it was read up to record {number}",
                    detail=detail,
                    number=f"{number:,}",
                ),
            )
            return
        found = stream.find_mark(begin)
        if found is None:
            return
        stream.go_to(found)
        begin = found + 1


def is_of_fastwarc(error: OSError) -> bool:
    """Whether it is about the content; the system's errors, which go through, have a number."""
    return error.errno is None


def _size_of(record: Any) -> int | None:
    text = record.headers.get("Content-Length") or ""
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return int(text)


class _Stream:
    """A file for fastwarc that remembers enough of what it gave to go back to it.

    Attributes:
        end: Bytes read so far.
        is_done: Whether these were all.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._held = bytearray()
        self._at = 0
        self.end = 0
        self.is_done = False

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        while self.end - self._at < size and self._more():
            pass
        first = self._at - self._begin
        return bytes(self._held[first : first + size])

    def read(self, size: int) -> bytes:
        """Reads at most this many bytes, none at the end."""
        if self._at == self.end and not self._more():
            return b""
        first = self._at - self._begin
        block = bytes(self._held[first : first + size])
        self._at += len(block)
        return block

    def tell(self) -> int:
        """Where the next byte stands in the file."""
        return self._at

    def find_mark(self, begin: int) -> int | None:
        """Where the next record begins, from a place on; None if none does."""
        at = max(begin, self._begin)
        while True:
            if found := _MARK.search(self._held, at - self._begin):
                return self._begin + found.start()
            at = max(at, self.end - _MARK_BYTES)
            self._at = self.end
            if not self._more():
                return None

    def go_to(self, at: int) -> None:
        """Gives whatever comes next."""
        self._at = at

    @property
    def _begin(self) -> int:
        return self.end - len(self._held)

    def _more(self) -> bool:
        if self.is_done:
            return False
        block = self._read(_BLOCK)
        if len(self._held) > 2 * _HELD_BYTES:
            del self._held[: len(self._held) - _HELD_BYTES]
        self._held += block
        self.end += len(block)
        self.is_done = not block
        return not self.is_done
