"""EPUB: its chapters in the order of its spine, each a web page."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

from newword.corpus.parsers.containers import open_container
from newword.corpus.parsers.html import page_text
from newword.corpus.parsers.parsed import Document, Note, RefusedError
from newword.platform.message import message
from newword.platform.times import parse_time

__all__ = ["parse"]

_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_PAGE_BYTES = 64 << 20


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document | Note]:
    """A book as one document; chapters that cannot be read are noted."""
    book = open_container(data, is_checked=lambda name: name.endswith((".opf", "container.xml")))
    package_name = _root_of(book)
    package = _xml(book, package_name)
    sealed = _sealed(book)
    time = None
    for element in package.iter():
        if _local(element.tag) == "date" and time is None:
            time = parse_time((element.text or "").strip())
    texts, lost = [], []
    for name in _chapters(package, posixpath.dirname(package_name)):
        if name in sealed:
            raise RefusedError("encrypted", message("its chapters are encrypted"))
        try:
            page = _read(book, name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
            lost.append(name)
            continue
        texts.append(page_text(_decoded(page), main_only=options["main_only"]))
    yield Document("\n".join(texts).encode("utf-8", "replace"), time)
    if lost:
        yield Note(
            "damaged-document",
            message(
                "{lost} of its chapters are damaged: {lost_2}",
                lost=f"{len(lost):,}",
                lost_2=lost[0],
            ),
        )


def _root_of(book: zipfile.ZipFile) -> str:
    for element in _xml(book, _CONTAINER).iter():
        if _local(element.tag) == "rootfile":
            return element.get("full-path", "")
    raise RefusedError("damaged-document", message("it names no package document"))


def _chapters(package: ElementTree.Element, directory: str) -> Iterator[str]:
    items = {}
    for element in package.iter():
        if _local(element.tag) == "item" and element.get("media-type") in _PAGES:
            items[element.get("id")] = element
    for element in package.iter():
        item = items.get(element.get("idref")) if _local(element.tag) == "itemref" else None
        if item is not None and "nav" not in item.get("properties", "").split():
            path = unquote(item.get("href", ""))
            yield posixpath.normpath(posixpath.join(directory, path))


def _sealed(book: zipfile.ZipFile) -> set[str]:
    if _ENCRYPTION not in book.namelist():
        return set()
    return {unquote(e.get("URI", "")) for e in _xml(book, _ENCRYPTION).iter()}


def _xml(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(_read(book, name))  # noqa: S314 - expat bounds what entities make
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RefusedError(
            "damaged-document",
            message("its {name} cannot be read: {error}", name=name, error=error),
        ) from error


def _read(book: zipfile.ZipFile, name: str) -> bytes:
    member = book.getinfo(name)
    if member.file_size > _PAGE_BYTES:
        raise RefusedError(
            "too-large",
            message("its {name} has {size} bytes", name=name, size=f"{member.file_size:,}"),
        )
    return book.read(member)


def _decoded(page: bytes) -> str:
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16", "replace")
    found = re.match(rb"""\s*<\?xml[^>]*encoding=["']([\w.-]{1,40})""", page)
    try:
        return page.decode(found[1].decode() if found else "utf-8", "replace")
    except LookupError:
        return page.decode("utf-8", "replace")


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
