"""7z archives, by py7zr: their members, never written anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Member, RefusedError
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["parse"]

_MOST_BYTES = 1 << 30


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Member]:
    """The members of an archive, unpacked together, as they may be packed together."""
    package = load_extra("py7zr", extra="documents", purpose=message("reading 7z archives"))
    memory = load_extra("py7zr.io", extra="documents", purpose=message("reading 7z archives"))
    try:
        archive = package.SevenZipFile(io.BytesIO(data))
        needs_password = archive.needs_password()
    except package.exceptions.PasswordRequired:
        needs_password = True
    if needs_password:
        raise RefusedError("encrypted", message("it needs a password"))
    members = [one for one in archive.list() if not one.is_directory]
    total = sum(one.uncompressed or 0 for one in members)
    if total > min(_MOST_BYTES, options["max_bytes"]):
        raise RefusedError("too-large", message("it unpacks to {total} bytes", total=f"{total:,}"))
    factory = memory.BytesIOFactory(_MOST_BYTES)
    archive.extractall(factory=factory)
    for one in members:
        product = factory.products.get(one.filename)
        if product is None:
            continue
        product.seek(0)
        time = None if one.creationtime is None else int(one.creationtime.timestamp())
        yield Member(one.filename, product.read(), time)
