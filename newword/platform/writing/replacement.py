# ruff: noqa: PTH105, PTH108, PTH110, PTH118, PTH120 - descriptors and system calls
"""New content on its way to its place: an unnamed or temporary file, a rename, a sync."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from typing import TYPE_CHECKING

from newword.platform.message import message, template
from newword.platform.pattern import pattern

if TYPE_CHECKING:
    from newword.platform.hold import Held

from newword.platform.writing.writer import UNCHANGED, Writer, reporting

__all__ = ["Output", "Replacement"]

# O_EXCL follows no link either. Windows has a flag of its own, and lacks the other.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_STRAIGHT = os.O_WRONLY | getattr(os, "O_NOCTTY", 0)
_TEMPORARY = pattern(r"\.newword-[0-9a-f]{16}\.tmp")
_LEFT_OVER_S = 24 * 3600
_FINISH = template("cannot finish {path}: {reason}")


class Output:
    """What is written straight, to what cannot be replaced: what is written is written.

    Args:
        name: Its path, as it was given.
        standing_for: The open descriptor that the path stands for, if it does.
    """

    _opening: str = template("cannot open {path}: {reason}")
    _consequence: str = ""

    def __init__(self, name: str, standing_for: int | None = None) -> None:
        self.writer = Writer(-1, name, self._consequence)
        self._standing_for = standing_for
        self._descriptor = -1

    def open(self) -> None:
        """Make it ready to be written; before this there is nothing to discard or close."""
        name = self.writer.name
        with reporting(name, self._opening, self._consequence):
            self._descriptor = self._connect()
        self.writer = Writer(self._descriptor, name, self._consequence)

    def _connect(self) -> int:
        """A new descriptor to write to."""
        if self._standing_for is not None:
            return os.dup(self._standing_for)
        return os.open(self.writer.name, _STRAIGHT)

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

    An interruption may come after any instruction, so a name is noted before the file gets it.

    Args:
        name: The path of its place, as it was given.
        old: What is there; None if nothing is.

    Attributes:
        target: The path of its place, without symbolic links.
    """

    _opening = template("cannot create {path}: {reason}")
    _consequence = UNCHANGED

    def __init__(self, name: str, old: os.stat_result | None) -> None:
        super().__init__(name)
        self.target = os.path.realpath(name)
        self._directory = os.path.dirname(self.target)
        self._old = old
        self._temporary: str | None = None  # its name, if it has one
        self._aside: str | None = None  # the one that it was set aside under
        self._mode = 0o600

    def open(self) -> None:
        """Keep the content from others until it is complete; then it gets the old mode."""
        _remove_leftovers(self._directory)
        super().open()
        with reporting(self.writer.name, self._opening, UNCHANGED):
            status = self._old or os.fstat(self._descriptor)
            self._mode = stat.S_IMODE(status.st_mode) & 0o777
            _set_mode(self._descriptor, 0o600)

    def _connect(self) -> int:
        """A new file to write, without a name where the system can.

        Either is made with 0o666 so that the kernel applies the umask, which is process-wide and
        cannot be read without changing it for other threads.
        """
        descriptor = _open_unnamed(self._directory)
        if descriptor is not None:
            return descriptor
        self._temporary = _temporary_name(self._directory)
        try:
            return os.open(self._temporary, _NEW, 0o666)
        except OSError:
            self._temporary = None  # what has that name is another's
            raise

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
            self._aside = path
            self._move(path)
            _sync_directory(self._directory)

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
            _sync_directory(self._directory)

    def _move(self, path: str) -> None:
        """Put the content at a path, whatever is there."""
        if self._temporary is None:
            if _link(self._descriptor, path):
                return self._close_descriptor()
            self._temporary = _temporary_name(self._directory)
            _link(self._descriptor, self._temporary)
        self._close_descriptor()
        os.replace(self._temporary, path)
        self._temporary = None
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
        self._aside = None

    def discard(self) -> None:
        """Remove what has a name."""
        for name in (self._temporary, self._aside):
            if name is not None:
                with contextlib.suppress(OSError):
                    os.unlink(name)

    def _close_descriptor(self) -> None:
        """Before a rename: Windows renames no open file."""
        closed, self._descriptor = self._descriptor, -1
        if closed >= 0:
            os.close(closed)


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


def _open_unnamed(directory: str) -> int | None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a file with a name gives the true reason
            descriptor = os.open(directory, os.O_TMPFILE | os.O_WRONLY, 0o666)
            if os.path.exists(f"/proc/self/fd/{descriptor}"):
                return descriptor
            os.close(descriptor)
    return None


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
