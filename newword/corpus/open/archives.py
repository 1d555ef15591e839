"""Members of zip and tar archives as inputs of their own; nothing is unpacked to disk.

A member is called ``archive.zip!/dir/file``. As a walk does, reading an archive leaves out names
that begin with a dot, and links and devices; an archive in an archive is refused.
"""

from __future__ import annotations

import calendar
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from newword.corpus.open.input import Source
from newword.corpus.parsers.parsed import RefusedError
from newword.corpus.report.problem import InputProblem
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["DAMAGE", "Archive", "DamagedMemberError", "tar_members", "zip_members"]

_HAN = pattern("[\u4e00-\u9fff]")
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_BOMB_BYTES, _BOMB_RATIO = 1 << 30, 200
DAMAGE = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)


class DamagedMemberError(OSError):
    """A member of an archive cannot be unpacked any further."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is read.

    Attributes:
        source: It as an input.
        max_bytes: Its members may have together.
    """

    source: Source
    max_bytes: int

    def problem(self, name: str, code: str, detail: str) -> InputProblem:
        """What is wrong with a member."""
        return InputProblem(f"{self.source.name}!/{name}", code, None, detail)

    def member(self, name: str, read: Callable[[int], bytes], time: int | None) -> Source:
        """A member as an input."""
        return replace(
            self.source,
            read=read,
            name=f"{self.source.name}!/{name}",
            file=None,
            accepts_nul=False,
            depth=self.source.depth + 1,
            time=time,
        )


def zip_members(archive: Archive, file: BinaryIO) -> Iterator[Source | InputProblem]:
    """The files of a zip archive, in its order.

    Raises:
        RefusedError: It is a bomb.
    """
    container = zipfile.ZipFile(file)
    members = [one for one in container.infolist() if not one.is_dir()]
    _refuse_bomb(archive, members, file.seek(0, io.SEEK_END))
    for member in members:
        name = _name_of(member)
        if _is_hidden(name):
            continue
        if member.flag_bits & _ENCRYPTED_FLAG:
            yield archive.problem(name, "encrypted", message("it needs a password"))
            continue
        try:
            with container.open(member) as content:
                yield archive.member(name, _guarded(content.read), _zip_time(member))
        except DAMAGE as error:
            detail = message("it cannot be unpacked: {error}", error=error)
            yield archive.problem(name, "damaged-document", detail)


def _refuse_bomb(archive: Archive, members: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(one.file_size for one in members)
    if sum(one.compress_size for one in members) > size:
        raise RefusedError("zip-bomb", message("its members overlap"))
    if total > _BOMB_BYTES and total > _BOMB_RATIO * size:
        detail = message(
            "it unpacks to {total} bytes, {total_2} times its size",
            total=f"{total:,}",
            total_2=f"{total // size:,}",
        )
        raise RefusedError("zip-bomb", detail)
    if total > archive.max_bytes:
        raise RefusedError(
            "too-large",
            message(
                "it unpacks to more than {max_bytes} bytes", max_bytes=f"{archive.max_bytes:,}"
            ),
        )


def tar_members(archive: Archive, read: Callable[[int], bytes]) -> Iterator[Source]:
    """The files of a tar archive as they come.

    Args:
        archive: It.
        read: Gives its bytes, unpacked if it was compressed.
    """
    try:
        with tarfile.open(fileobj=_Stream(read), mode="r|") as container:  # type: ignore[call-overload]
            for member in container:
                if not member.isreg() or _is_hidden(member.name):
                    continue
                content = container.extractfile(member)
                if content is not None:
                    yield archive.member(member.name, _guarded(content.read), int(member.mtime))
    except DAMAGE as error:
        raise RefusedError(
            "damaged-document", message("it cannot be read on: {error}", error=error)
        ) from error


class _Stream:
    """The interface that tarfile expects of a stream."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def read(self, size: int) -> bytes:
        """This many bytes, fewer only at the end."""
        parts = []
        while size and (part := self._read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def _guarded(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """The same reading; damage raises an OSError, as for a file."""

    def guarded(size: int) -> bytes:
        try:
            return read(size)
        except DAMAGE as error:
            raise DamagedMemberError(
                message("it cannot be unpacked: {error}", error=error)
            ) from error

    return guarded


def _name_of(member: zipfile.ZipInfo) -> str:
    """Its name; programs of Chinese systems write it in GBK, and zipfile reads that as CP437."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    names = [raw.decode(codec, "replace") for codec in ("utf-8", "gb18030")]
    if "\ufffd" in names[0] or (_HAN.search(names[1]) and not _HAN.search(names[0])):
        names.reverse()  # a few characters of GBK may be two bytes of UTF-8 as well
    return member.filename if "\ufffd" in names[0] else names[0]


def _is_hidden(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or any(part.startswith(".") and part.strip(".") for part in parts)


def _zip_time(member: zipfile.ZipInfo) -> int | None:
    try:
        return calendar.timegm((*member.date_time, 0, 0, 0))
    except (ValueError, OverflowError):
        return None
