"""The bytes of a word file, to be looked at more than once without holding them.

A regular file is read where it lies. A stream, a compressed file and one in another encoding are
copied into a file without a name first; all three are bounded.
"""

from __future__ import annotations

import bz2
import codecs
import contextlib
import gzip
import lzma
import stat
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from newword.errors import DictionaryError
from newword.platform.message import message, reason_of
from newword.platform.safe_text import path_text

__all__ = ["MAX_LINE_BYTES", "Content", "Lines", "open_content"]

MAX_LINE_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 20
_MAX_BYTES = 1 << 30
_MAX_RECODED_BYTES = 1 << 28
_LOOKED_AT = 4096
_PARQUET = b"PAR1"
_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_FEW_ZEROS = 3
"""Zero bytes that are damage of single lines in any file."""
_PACKED: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
_ARCHIVES = {
    b"PK\x03\x04": message("a ZIP archive"),
    b"7z\xbc\xaf": message("a 7-Zip archive"),
    b"Rar!": message("a RAR archive"),
    b"\x28\xb5\x2f\xfd": message("compressed with Zstandard"),
    b"%PDF": message("a PDF file"),
    b"\x40\x15\x00\x00": message("a cell dictionary of Sogou"),
    b"SQLite format 3": message("an SQLite database"),
}
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile)

Lines = Iterator[tuple[int, bytes]]


@dataclass(slots=True)
class Content:
    """The bytes of one file.

    Attributes:
        path: As it was given.
        file: Seekable; from `begin` on it holds the text.
        begin: After the byte order mark.
        size: In bytes.
        keeps_places: The places of lines in `file` are those in the file at `path`.
    """

    path: Path
    file: IO[bytes]
    begin: int
    size: int
    keeps_places: bool

    def blocks(self) -> Lines:
        """Whole lines, many at once, each with LF at its end, and the place of the first.

        Of a line that is too long comes a part only, which is still too long.
        """
        self.file.seek(self.begin)
        offset, rest, dropped = self.begin, b"", 0
        while block := self.file.read(_BLOCK_BYTES):
            block = rest + block
            if dropped and (end := block.find(b"\n") + 1):
                yield offset, block[:end]
                offset, dropped, block = offset + end + dropped, 0, block[end:]
            end = block.rfind(b"\n") + 1
            if end:
                yield offset, block[:end]
            offset, rest = offset + end, block[end : end + MAX_LINE_BYTES + 1]
            dropped += len(block) - end - len(rest)
        if rest:
            yield offset, rest + b"\n"

    def head(self, size: int) -> bytes:
        """The first bytes of the text."""
        self.file.seek(self.begin)
        return self.file.read(size)

    def recoded(self, encoding: str) -> Content | None:
        """The same text as UTF-8; None if it is not in that encoding or too large."""
        if self.size > _MAX_RECODED_BYTES:
            return None
        self.file.seek(self.begin)
        blocks = iter(lambda: self.file.read(_BLOCK_BYTES), b"")
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - the new content owns it
        try:
            for text in codecs.iterdecode(blocks, encoding):
                copy.write(text.encode())
        except UnicodeError:
            copy.close()
            return None
        return _content(self.path, copy, keeps_places=False)


@contextlib.contextmanager
def open_content(path: Path) -> Iterator[Content]:
    """The content of a file, of a stream, or of a compressed file.

    Raises:
        DictionaryError: It cannot be read, or is no text.
    """
    shown = path_text(str(path))
    with contextlib.ExitStack() as stack:
        try:
            file: IO[bytes] = stack.enter_context(path.open("rb"))
            is_regular = stat.S_ISREG(path.stat().st_mode)
            if not is_regular:
                file = stack.enter_context(_copied(file, shown))
            start = file.read(8)
            file.seek(0)
            _refuse_archive(start, shown)
            unpack = next((way for mark, way in _PACKED.items() if start.startswith(mark)), None)
            if unpack is not None:
                file = stack.enter_context(_copied(stack.enter_context(unpack(file)), shown))
            content = _content(path, file, keeps_places=is_regular and unpack is None)
            if content.head(2) in _UTF16_MARKS and content.begin == 0:
                content = _from_utf16(content, shown)
                stack.callback(content.file.close)
            head = content.head(_LOOKED_AT)
            if not head.startswith(_PARQUET) and head.count(0) > max(_FEW_ZEROS, len(head) // 20):
                raise DictionaryError(
                    message(
                        "{shown}: it is binary, or UTF-16 without a byte order mark; "
                        "name a text, or convert it: iconv -f UTF-16LE -t UTF-8 OLD > NEW",
                        shown=shown,
                    )
                )
        except _DAMAGED as error:
            said = message(
                "{shown}: its compressed data are damaged; fetch or make it again", shown=shown
            )
            raise DictionaryError(said) from error
        except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
            reason = reason_of(error) if isinstance(error, OSError) else str(error)
            said = message(
                "cannot read the dictionary {shown}: {reason}; name a readable file, or jieba",
                shown=shown,
                reason=reason,
            )
            raise DictionaryError(said) from error
        yield content


def _content(path: Path, file: IO[bytes], *, keeps_places: bool) -> Content:
    size = file.seek(0, 2)
    if size > _MAX_BYTES:
        raise _too_large(path_text(str(path)))
    file.seek(0)
    begin = len(_MARK) if file.read(len(_MARK)) == _MARK else 0
    return Content(path, file, begin, size, keeps_places)


def _copied(file: IO[bytes], shown: str) -> IO[bytes]:
    """What a stream gives, in a file without a name."""
    with contextlib.ExitStack() as stack:
        copy = stack.enter_context(tempfile.TemporaryFile())
        size = 0
        while block := file.read(_BLOCK_BYTES):
            size += len(block)
            if size > _MAX_BYTES:
                raise _too_large(shown)
            copy.write(block)
        copy.seek(0)
        stack.pop_all()
        return copy


def _from_utf16(content: Content, shown: str) -> Content:
    recoded = content.recoded("utf-16")
    if recoded is None:
        raise DictionaryError(
            message(
                "{shown}: it begins with the mark of UTF-16, but is not UTF-16 "
                "throughout; convert it, for example: iconv -f UTF-16 -t UTF-8 OLD > NEW",
                shown=shown,
            )
        )
    return recoded


def _refuse_archive(start: bytes, shown: str) -> None:
    for mark, what in _ARCHIVES.items():
        if start.startswith(mark):
            raise DictionaryError(
                message(
                    "{shown}: it is {what}; name the word list itself, as text",
                    shown=shown,
                    what=what,
                )
            )


def _too_large(shown: str) -> DictionaryError:
    return DictionaryError(
        message("{shown}: a dictionary may have 1 GiB of text; split it", shown=shown)
    )
