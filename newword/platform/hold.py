# ruff: noqa: PTH116, PTH123 - descriptors and system calls
"""Holding a file that is read and then replaced, so that no other process replaces it meanwhile.

The lock is on the file itself, so a killed process leaves nothing behind. A file that is not there
yet cannot be locked; that it is still not there is seen in the step that creates it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from newword.errors import OutputError
from newword.platform.files import is_descriptor
from newword.platform.message import message
from newword.platform.safe_text import path_text

if sys.platform != "win32":
    import fcntl

__all__ = ["FileVersion", "Held", "hold", "version_of"]

_TRIES = 100


class FileVersion(NamedTuple):
    """What tells a file at a path from the one that replaced it, or from itself changed."""

    device: int
    inode: int
    size: int
    modified_ns: int


def version_of(status: os.stat_result) -> FileVersion:
    """The version that a status shows."""
    return FileVersion(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


class Held:
    """A path and what was there when it was held.

    Attributes:
        path: As it was given.
        version: Of the file; None if there was none.
    """

    def __init__(self, path: str, version: FileVersion | None) -> None:
        self.path = path
        self.version = version

    def require(self) -> None:
        """Refuse to go on unless the path is as it was.

        Raises:
            OutputError: Somebody replaced, changed, made or removed the file.
        """
        try:
            now: FileVersion | None = version_of(os.stat(self.path))
        except FileNotFoundError:
            now = None
        if now != self.version:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Say that the file is another one by now."""
        name = path_text(self.path)
        said = (
            message(
                "{name}: another process made it meanwhile; nothing of this run was "
                "written; run it again",
                name=name,
            )
            if self.version is None
            else message(
                "{name}: another process changed it meanwhile; nothing of this run was "
                "written; run it again",
                name=name,
            )
        )
        raise OutputError(said, errno.EBUSY, self.path)


@contextlib.contextmanager
def hold(path: str | bytes | os.PathLike[str] | os.PathLike[bytes]) -> Iterator[Held | None]:
    """Keep other processes of newword from replacing a file until the block ends.

    Gives what is at the path, for ``commit``; None where nothing can be replaced: a pipe or a
    device.

    Raises:
        OutputError: Another process holds it; the message names it where the system knows.
    """
    name = os.fsdecode(path)
    if is_descriptor(name):
        yield None
        return
    for _ in range(_TRIES):
        descriptor = _open(name)
        if descriptor is None:
            yield Held(name, None) if not os.path.lexists(name) or _is_dangling(name) else None
            return
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                yield None
                return
            _lock(descriptor, name, status)
            if _is_still_there(name, status):
                yield Held(name, version_of(status))
                return
        finally:
            os.close(descriptor)
    raise OutputError(
        message(
            "{name}: other processes keep replacing it; wait until they end", name=path_text(name)
        ),
        errno.EBUSY,
        name,
    )


def _open(name: str) -> int | None:
    """The file, open; None if there is none, or if writing it will say what is wrong with it."""
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            return None
        return os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError):
        return None


def _is_dangling(name: str) -> bool:
    return os.path.islink(name) and not os.path.exists(name)  # noqa: PTH110, PTH114


def _is_still_there(name: str, status: os.stat_result) -> bool:
    """Whether the locked file is the one at the path: it may have been replaced before the lock."""
    try:
        now = os.stat(name)
    except FileNotFoundError:
        return False
    return (now.st_dev, now.st_ino) == (status.st_dev, status.st_ino)


def _lock(descriptor: int, name: str, status: os.stat_result) -> None:
    if sys.platform == "win32":  # the check before the rename must do
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        owner = _owner(status)
        shown = path_text(name)
        said = (
            message(
                "{shown}: in use by another process, which is about to replace it; wait "
                "until it ends, then run this again",
                shown=shown,
            )
            if owner is None
            else message(
                "{shown}: in use by process {owner}, which is about to replace it; wait "
                "until it ends, then run this again",
                shown=shown,
                owner=owner,
            )
        )
        raise OutputError(said, errno.EBUSY, name) from error
    except OSError:  # a file system without locks: the check before the rename must do
        return


def _owner(status: os.stat_result) -> int | None:
    """The process that holds the lock on a file, where the system tells (Linux)."""
    number = str(status.st_ino)
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    owners: dict[str, int] = {}
    with contextlib.suppress(OSError, ValueError), open("/proc/locks", encoding="ascii") as locks:
        for line in locks:
            fields = line.split()
            if len(fields) > 5 and fields[1] == "FLOCK" and fields[5].endswith(f":{number}"):
                owners[fields[5]] = int(fields[4])
    owner = owners.get(f"{device}:{number}") or next(iter(owners.values()), 0)
    return owner if owner > 0 else None
