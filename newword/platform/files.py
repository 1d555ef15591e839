# ruff: noqa: PTH116, PTH119 - descriptors and system calls
"""Writing a file so that its path always holds the old content or the new, each whole.

The new content goes into a temporary file of the same directory, without a name where the system
allows that, so that a killed process leaves nothing behind, or at worst, for the instant before the
rename, a file that a later run removes. Then: full write, fsync, rename, fsync of the directory.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from newword.errors import OutputError
from newword.platform.message import message, template
from newword.platform.pattern import pattern
from newword.platform.safe_text import path_text
from newword.platform.writing.replacement import Output, Replacement
from newword.platform.writing.writer import Writer, reporting

if TYPE_CHECKING:
    from newword.platform.hold import Held

__all__ = ["commit", "commit_together", "is_descriptor", "open_output"]

_DESCRIPTOR = pattern(r"/dev/(?:stdout|stderr|fd/(\d{1,9}))|/proc/self/fd/(\d{1,9})")
_WRITE = template("cannot write {path}: {reason}")


@contextlib.contextmanager
def commit(
    path: str | bytes | os.PathLike[str] | os.PathLike[bytes], *, held: Held | None = None
) -> Iterator[Writer]:
    r"""Write a file so that no reader ever sees a part of it.

    The block writes; when it ends without an exception the content takes the place of ``path`` in
    one step, and is on the disk. After any exception the old file is as it was and no temporary
    file is left. A symbolic link is followed: its target gets the content. A new file gets the
    mode that the umask gives, a replaced file keeps its own. Pipes, terminals, ``/dev/stdout`` and
    ``/dev/fd/N`` are written straight.

    Args:
        path: Where the content is to be. Its directory must exist.
        held: What ``newword.platform.hold`` found there: replace nothing else.

    Raises:
        OutputError: ``path`` cannot be written; has ``errno`` and ``filename``. If only the last
            step, the fsync of the directory, fails, the new content is in place but may be lost
            in a power failure.

    Example:
        >>> with commit("words.txt") as out:
        ...     _ = out.write("机器学习\n".encode())
    """
    with open_output(path) as output:
        yield output.writer
        output.complete()
        output.take_place(held)


@contextlib.contextmanager
def commit_together() -> Iterator[Callable[[str], Writer]]:
    """Write several files; none moves into place before all are complete.

    Gives a function that opens the next of them. When the block ends they take their places in the
    order in which they were opened.

    Raises:
        OutputError: One cannot be written, and none was; or one cannot take its place, and the
            message names those that did.
    """
    with contextlib.ExitStack() as stack:
        outputs: list[Output] = []

        def open_next(path: str) -> Writer:
            outputs.append(stack.enter_context(open_output(path)))
            return outputs[-1].writer

        yield open_next
        for output in outputs:
            output.complete()
        for number, output in enumerate(outputs):
            in_place = ", ".join(path_text(done.writer.name) for done in outputs[:number])
            output.take_place(
                None, message("{in_place} is in place", in_place=in_place) if in_place else ""
            )


@contextlib.contextmanager
def open_output(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> Iterator[Output]:
    """An output that the caller completes and puts in its place; else nothing is left of it."""
    name = os.fsdecode(path)
    if not _can_be_file(name):
        said = (
            message("cannot write {path}: it names no file; add a file name", path=path_text(name))
            if name
            else message("cannot write to an empty path: it names no file; add a file name")
        )
        raise OutputError(said, errno.EINVAL, name)
    output = _output_at(name)
    try:
        output.open()
        yield output
    except BaseException:
        output.discard()
        raise
    finally:
        output.close()


def _output_at(name: str) -> Output:
    if match := _DESCRIPTOR.fullmatch(name):
        number = match[1] or match[2] or ("2" if name.endswith("stderr") else "1")
        return Output(name, int(number))
    old = _status(name)
    if old is None or stat.S_ISREG(old.st_mode):
        return Replacement(name, old)
    return Output(name)


def is_descriptor(name: str) -> bool:
    """Whether a path stands for an open descriptor, such as ``/dev/stdout``."""
    return _DESCRIPTOR.fullmatch(name) is not None


def _can_be_file(name: str) -> bool:
    try:
        return b"\0" not in os.fsencode(name) and bool(os.path.basename(name))
    except UnicodeEncodeError:  # characters that this system's file names cannot hold
        return False


def _status(name: str) -> os.stat_result | None:
    """What is at the path now; refuses what cannot be replaced and must not be overwritten."""
    with reporting(name, _WRITE):
        try:
            old = os.stat(name)
        except FileNotFoundError:
            return None
    shown = path_text(name)
    if stat.S_ISDIR(old.st_mode):
        said = message("cannot write {shown}: it is a directory; name a file in it", shown=shown)
        raise OutputError(said, errno.EISDIR, name)
    if stat.S_ISBLK(old.st_mode):
        said = message("cannot write {shown}: it is a disk; name a file", shown=shown)
        raise OutputError(said, errno.EPERM, name)
    if stat.S_ISREG(old.st_mode) and not os.access(name, os.W_OK):
        said = message(
            "cannot replace {shown}: it is write-protected; make it writable or remove it",
            shown=shown,
        )
        raise OutputError(said, errno.EACCES, name)
    return old
