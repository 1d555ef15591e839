# ruff: noqa: PTH105, PTH108, PTH110, PTH118, PTH120 - descriptors and system calls
"""New content on its way to its place: an unnamed or temporary file, a rename, a sync."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from typing import TYPE_CHECKING

from newword.platform.message import message, template

if TYPE_CHECKING:
    from newword.platform.hold import Held

from newword.platform.writing.writer import UNCHANGED, Writer, reporting

__all__ = ["Output", "Replacement", "open_replacement"]

# O_EXCL follows no link either. Windows has a flag of its own, and lacks the other.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_TEMPORARY = re.compile(r"\.newword-[0-9a-f]{16}\.tmp")
_LEFT_OVER_S = 24 * 3600
_CREATE = template("cannot create {path}: {reason}")
_FINISH = template("cannot finish {path}: {reason}")


class Output:
    """What is written straight, to what cannot be replaced: what is written is written."""

    def __init__(self, writer: Writer, descriptor: int) -> None:
        self.writer = writer
        self._descriptor = descriptor

    def complete(self) -> None:
        """Write all of it, hidden from other processes where that is possible."""
        self.writer.flush()

    def take_place(self, held: Held | None, consequence: str = UNCHANGED) -> None:
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
        with reporting(self.writer.name, _FINISH, UNCHANGED):
            _set_mode(self._descriptor, self._mode)
            os.fsync(self._descriptor)

    def set_aside(self, path: str) -> None:
        """Give the complete content this name in the same directory, on the disk as well."""
        with reporting(self.writer.name, _FINISH, UNCHANGED):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            self._move(path)
            self._temporary = path
            _sync_directory(os.path.dirname(path))

    def take_place(self, held: Held | None, consequence: str = UNCHANGED) -> None:
        """Take the place of what is at the path, in one step."""
        if held is not None:
            held.require()
        with reporting(self.writer.name, _FINISH, consequence):
            if held is None or held.version is not None:
                self._move(self.target)
            elif not self._create(self.target):
                held.refuse()
            self._temporary = None
        with reporting(
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


def open_replacement(name: str, old: os.stat_result | None) -> Replacement:
    """A replacement of what is at a path, with the mode of what was there."""
    target = os.path.realpath(name)
    directory = os.path.dirname(target)
    temporary = _temporary_name(directory)
    _remove_leftovers(directory)
    with reporting(name, _CREATE, UNCHANGED):
        descriptor, is_named = _open_temporary(directory, temporary)
    writer = Writer(descriptor, name, UNCHANGED)
    output = Replacement(writer, descriptor, target, temporary if is_named else None)
    try:
        with reporting(name, _CREATE, UNCHANGED):
            output.set_mode(old)
    except BaseException:
        output.discard()
        output.close()
        raise
    return output


def _temporary_name(directory: str) -> str:
    return os.path.join(directory, f".newword-{secrets.token_hex(8)}.tmp")


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
