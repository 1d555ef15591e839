"""Checks the zip file of an office document before a library unpacks it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from newword.corpus.parsers.parsed import RefusedError
from newword.platform.message import message

__all__ = ["open_container"]

_MOST_BYTES = 1 << 30
_MOST_MEMBERS = 100_000
_BEGINNING = 4096
_DECLARES = re.compile(rb"<!(?:DOCTYPE[^>]*\[|ENTITY)")


def open_container(data: bytes, *, is_checked: Callable[[str], bool]) -> zipfile.ZipFile:
    """The zip file of a document.

    Args:
        data: The document.
        is_checked: Whether a member is XML that a library will parse, by its name: it must not
            declare entities.

    Raises:
        RefusedError: It is encrypted, unpacks to too much, or declares entities.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise RefusedError(
            "damaged-document", message("it is no whole zip file: {error}", error=error)
        ) from error
    members = container.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise RefusedError("encrypted", message("it needs a password"))
    total = sum(member.file_size for member in members)
    if total > _MOST_BYTES or len(members) > _MOST_MEMBERS:
        raise RefusedError(
            "too-large",
            message(
                "it unpacks to {total} bytes in {members} files",
                total=f"{total:,}",
                members=f"{len(members):,}",
            ),
        )
    for member in members:
        if is_checked(member.filename):
            with container.open(member) as file:
                if _DECLARES.search(file.read(_BEGINNING)):
                    raise RefusedError(
                        "unparsable", message("it declares entities, which are not followed")
                    )
    return container
