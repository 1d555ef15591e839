# ruff: noqa: PTH105, PTH108, PTH110, PTH116, PTH118, PTH119, PTH120 - descriptors and system calls
"""Writing a file so that its path always holds the old content or the new, each whole.

The new content goes into a temporary file of the same directory, without a name where the system
allows that, so that a killed process leaves nothing behind, or at worst, for the instant before the
rename, a file that a later run removes. Then: full write, fsync, rename, fsync of the directory.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from newword.errors import OutputError
from newword.platform.message import CLAUSES, linked, message, reason_of, template
from newword.platform.safe_text import path_text

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from newword.platform.hold import Held

__all__ = [
    "Output", "Replacement", "Writer", "commit", "commit_together", "is_descriptor", "open_output",
    "output_error",
]  # fmt: skip

# O_EXCL follows no link either. Windows has a flag of its own, and lacks the other.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_STRAIGHT = os.O_WRONLY | getattr(os, "O_NOCTTY", 0)
_BUFFER_BYTES = 1 << 18
_TEMPORARY = re.compile(r"\.newword-[0-9a-f]{16}\.tmp")
_LEFT_OVER_S = 24 * 3600
_DESCRIPTOR = re.compile(r"/dev/(?:stdout|stderr|fd/(\d{1,9}))|/proc/self/fd/(\d{1,9})")
_WRITE = template("cannot write {path}: {reason}")
_OPEN = template("cannot open {path}: {reason}")
_CREATE = template("cannot create {path}: {reason}")
_FINISH = template("cannot finish {path}: {reason}")
_UNCHANGED = message("what was there before is unchanged")
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
    if match := _DESCRIPTOR.fullmatch(name):
        number = match[1] or match[2] or ("2" if name.endswith("stderr") else "1")
        with _reporting(name, _OPEN):
            descriptor = os.dup(int(number))
        output = Output(Writer(descriptor, name, ""), descriptor)
    else:
        old = _status(name)
        if old is None or stat.S_ISREG(old.st_mode):
            output = _open_replacement(name, old)
        else:
            with _reporting(name, _OPEN):
                descriptor = os.open(name, _STRAIGHT)
            output = Output(Writer(descriptor, name, ""), descriptor)
    try:
        yield output
    except BaseException:
        output.discard()
        raise
    finally:
        output.close()


class Output:
    """What is written straight, to what cannot be replaced: what is written is written."""

    def __init__(self, writer: Writer, descriptor: int) -> None:
        self.writer = writer
        self._descriptor = descriptor

    def complete(self) -> None:
        """Write all of it, hidden from other processes where that is possible."""
        self.writer.flush()

    def take_place(self, held: Held | None, consequence: str = _UNCHANGED) -> None:
        """Let the content be what is at the path, unless that is not as it was held any more.

        ``consequence`` says in an error what has become of other outputs.
        """

    def discard(self) -> None:
        """Leave nothing behind."""

    def close(self) -> None:
        """Give up the descriptor."""
        self.writer.abandon()
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)


class Replacement(Output):
    """New content beside its place; it has a name only where the system allows no other way.

    Attributes:
        target: The path of its place, without symbolic links.
    """

    def __init__(self, writer: Writer, descriptor: int, target: str, temporary: str | None) -> None:
        super().__init__(writer, descriptor)
        self.target = target
        self._temporary = temporary  # its name, if it has one
        self._mode = 0o600

    def set_mode(self, old: os.stat_result | None) -> None:
        """Keep the content from others until it is complete; then it gets the mode of ``old``."""
        status = old or os.fstat(self._descriptor)
        self._mode = stat.S_IMODE(status.st_mode) & 0o777
        _set_mode(self._descriptor, 0o600)

    @property
    def readable_path(self) -> str:
        """Where the content can be read before it is in its place."""
        return self._temporary or f"/proc/self/fd/{self._descriptor}"

    def complete(self) -> None:
        """Write all of it to the disk."""
        self.writer.flush()
        with _reporting(self.writer.name, _FINISH, _UNCHANGED):
            _set_mode(self._descriptor, self._mode)
            os.fsync(self._descriptor)

    def set_aside(self, path: str) -> None:
        """Give the complete content this name in the same directory, on the disk as well."""
        with _reporting(self.writer.name, _FINISH, _UNCHANGED):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            self._move(path)
            self._temporary = path
            _sync_directory(os.path.dirname(path))

    def take_place(self, held: Held | None, consequence: str = _UNCHANGED) -> None:
        """Take the place of what is at the path, in one step."""
        if held is not None:
            held.require()
        with _reporting(self.writer.name, _FINISH, consequence):
            if held is None or held.version is not None:
                self._move(self.target)
            elif not self._create(self.target):
                held.refuse()
            self._temporary = None
        with _reporting(
            self.writer.name,
            template("cannot sync the directory of {path}: {reason}"),
            message("the new content is in place"),
        ):
            _sync_directory(os.path.dirname(self.target))

    def _move(self, path: str) -> None:
        """Put the content at a path, whatever is there."""
        if self._temporary is None:
            if _link(self._descriptor, path):
                return self._close_descriptor()
            temporary = _temporary_name(os.path.dirname(path))
            _link(self._descriptor, temporary)
            self._temporary = temporary
        self._close_descriptor()
        os.replace(self._temporary, path)
        return None

    def _create(self, path: str) -> bool:
        """Put the content at a path where nothing is; False if something is."""
        if self._temporary is None:
            is_new = _link(self._descriptor, path)
        else:
            self._close_descriptor()
            try:
                os.link(self._temporary, path)
                is_new = True
            except FileExistsError:
                is_new = False
            except OSError:  # a file system without links: what was seen before must do
                os.replace(self._temporary, path)
                return True
            os.unlink(self._temporary)
        self._close_descriptor()
        return is_new

    def keep(self) -> None:
        """Leave the content where it was set aside, whatever fails from now on."""
        self._temporary = None

    def discard(self) -> None:
        """Remove what has a name."""
        if self._temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._temporary)

    def _close_descriptor(self) -> None:
        """Before a rename: Windows renames no open file."""
        closed, self._descriptor = self._descriptor, -1
        if closed >= 0:
            os.close(closed)


def _open_replacement(name: str, old: os.stat_result | None) -> Replacement:
    target = os.path.realpath(name)
    directory = os.path.dirname(target)
    temporary = _temporary_name(directory)
    _remove_leftovers(directory)
    with _reporting(name, _CREATE, _UNCHANGED):
        descriptor, is_named = _open_temporary(directory, temporary)
    writer = Writer(descriptor, name, _UNCHANGED)
    output = Replacement(writer, descriptor, target, temporary if is_named else None)
    try:
        with _reporting(name, _CREATE, _UNCHANGED):
            output.set_mode(old)
    except BaseException:
        output.discard()
        output.close()
        raise
    return output


def _temporary_name(directory: str) -> str:
    return os.path.join(directory, f".newword-{secrets.token_hex(8)}.tmp")


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
    with _reporting(name, _WRITE):
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


def _remove_leftovers(directory: str) -> None:
    """Remove leftovers of killed processes: files of ours that were not written to for a day."""
    with contextlib.suppress(OSError), os.scandir(directory) as entries:
        for entry in entries:
            if not _TEMPORARY.fullmatch(entry.name):
                continue
            with contextlib.suppress(OSError):  # another process may be quicker
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _LEFT_OVER_S:
                    os.unlink(entry.path)


def _set_mode(descriptor: int, mode: int) -> None:
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):  # some file systems have no modes
            os.fchmod(descriptor, mode)


def _open_temporary(directory: str, temporary: str) -> tuple[int, bool]:
    """A new file to write, and whether it has a name yet.

    Both are made with 0o666 so that the kernel applies the umask, which is process-wide and cannot
    be read without changing it for other threads.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # the named file below gives the true reason
            descriptor = os.open(directory, os.O_TMPFILE | os.O_WRONLY, 0o666)
            if os.path.exists(f"/proc/self/fd/{descriptor}"):
                return descriptor, False
            os.close(descriptor)
    return os.open(temporary, _NEW, 0o666), True


def _link(descriptor: int, path: str) -> bool:
    """Give an unnamed file a name; False if the name is taken."""
    # A directory descriptor makes Python call linkat(), the only call that follows this link; both
    # paths are absolute, so which directory it is does not matter.
    anchor = os.open("/", os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=anchor, follow_symlinks=True)
    except FileExistsError:
        return False
    finally:
        os.close(anchor)
    return True


def _sync_directory(directory: str) -> None:
    if sys.platform == "win32":  # has no such call
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems cannot sync a directory
            raise
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _reporting(name: str, action: str, consequence: str = "") -> Iterator[None]:
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
