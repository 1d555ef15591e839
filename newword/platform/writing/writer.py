"""Writing all of something in order, and saying what it means when the system refuses."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newword.errors import OutputError
from newword.platform.message import CLAUSES, linked, message, reason_of, template
from newword.platform.safe_text import path_text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


__all__ = ["UNCHANGED", "Writer", "output_error", "reporting"]

_BUFFER_BYTES = 1 << 18
_WRITE = template("cannot write {path}: {reason}")
UNCHANGED = message("what was there before is unchanged")
_REMEDIES = {
    errno.ENOSPC: message("free some space or write elsewhere"),
    errno.EDQUOT: message("free some of your quota or write elsewhere"),
    errno.EFBIG: message("raise the file size limit or write elsewhere"),
    errno.EIO: message("check the device or write elsewhere"),
    errno.EACCES: message("write where you may create files"),
    errno.EPERM: message("write where you may create files"),
    errno.EROFS: message("write where you may create files"),
    errno.ENOENT: message("create its directory first"),
    errno.ENOTDIR: message("name a file below a directory"),
    errno.ELOOP: message("remove the loop of symbolic links"),
    errno.ENAMETOOLONG: message("choose a shorter name"),
}


class Writer(io.BufferedIOBase):
    """Where the content goes: a binary file, written whole and in order.

    Wrap it in ``io.TextIOWrapper`` for text, and flush the wrapper before ``commit`` ends. The
    first failure is remembered: after it nothing more is written, and ``commit`` fails.
    """

    def __init__(self, descriptor: int, name: str, consequence: str) -> None:
        self._descriptor = descriptor
        self.name = name
        self._consequence = consequence
        self._pending = bytearray()
        self._size = 0
        self._failure: OutputError | None = None

    def writable(self) -> bool:
        """Always true."""
        return True

    def tell(self) -> int:
        """Bytes given so far."""
        return self._size

    def write(self, data: ReadableBuffer, /) -> int:
        """Take all of ``data``; returns its size in bytes.

        Raises:
            OutputError: The system refused a write, now or before.
        """
        if self.closed:
            raise ValueError(message("write to a closed file"))
        size = memoryview(data).nbytes
        self._pending += data
        self._size += size
        if len(self._pending) >= _BUFFER_BYTES:
            self.flush()
        return size

    def flush(self) -> None:
        """Hand everything to the system.

        Raises:
            OutputError: The system refused a write, now or before.
        """
        if self._failure is not None:
            raise self._failure
        rest = memoryview(self._pending)
        self._pending = bytearray()
        try:
            while rest:
                done = os.write(self._descriptor, rest)
                if done == 0:
                    raise OSError(errno.EIO, message("the device takes no more"))
                rest = rest[done:]
        except OSError as error:
            self._failure = output_error(self.name, _WRITE, error, self._consequence)
            raise self._failure from error

    @contextlib.contextmanager
    def descriptor(self, placeholder: str) -> Iterator[int]:
        """The open descriptor, for code that writes in order by itself.

        Args:
            placeholder: The file name in an OSError of that code that means this output; it is
                raised again as the OutputError of ``write``. Other exceptions go through.
        """
        self.flush()
        try:
            yield self._descriptor
        except OSError as error:
            if error.filename != placeholder or isinstance(error, OutputError):
                raise
            self._failure = output_error(self.name, _WRITE, error, self._consequence)
            raise self._failure from error

    def abandon(self) -> None:
        """Close without writing what is still held back."""
        self._failure = None
        self._pending = bytearray()
        self.close()


@contextlib.contextmanager
def reporting(name: str, action: str, consequence: str = "") -> Iterator[None]:
    """Raises errors of the system as `output_error`."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise output_error(name, action, error, consequence) from error


def output_error(name: str, action: str, error: OSError, consequence: str = "") -> OutputError:
    """What an error of the system means for an output: with the path, the reason and a remedy.

    Args:
        name: The path.
        action: The template of what failed, with a ``{path}`` and a ``{reason}``.
        error: What the system says.
        consequence: What has become of outputs, if that is known.
    """
    what = message(action, path=path_text(name), reason=reason_of(error))
    remedy = _REMEDIES.get(error.errno or 0, "")
    said = linked(CLAUSES, [part for part in (what, remedy, consequence) if part])
    return OutputError(said, error.errno, name)
