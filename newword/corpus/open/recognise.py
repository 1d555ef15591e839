"""Formats of documents and archives, recognised by their first bytes, some by their names.

What a file begins with goes before its name: many a `.xls` is a web page, many a `.doc` is RTF.
"""

from __future__ import annotations

import codecs
import re
from types import MappingProxyType
from typing import NamedTuple

from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = [
    "ARCHIVES",
    "DOCUMENT_SUFFIXES",
    "FOREIGN",
    "RECOGNISING_BYTES",
    "TEXT_FORMATS",
    "Format",
    "recognise",
    "recognise_name",
]

RECOGNISING_BYTES = 1024
"""So many bytes from the beginning tell a format."""


class Format(NamedTuple):
    """A format that is neither plain text nor records.

    Attributes:
        what: A file of it in words.
        remedy: If it is not read: what to do instead.
    """

    what: str
    remedy: str | None = None


FOREIGN = MappingProxyType(
    {
        "html": Format(message("a web page")),
        "markdown": Format("Markdown"),
        "subtitles": Format("subtitles"),
        "aozora": Format(message("a text with the marks of Aozora Bunko")),
        "mail": Format("an e-mail"),
        "rtf": Format(message("an RTF document")),
        "pdf": Format(message("a PDF document")),
        "zip": Format(message("a zip archive or an office document")),
        "tar": Format(message("a tar archive")),
        "7z": Format(message("a 7z archive")),
        "rar": Format(message("a RAR archive"), message("unpack it, or make a zip archive of it")),
        "ole": Format(
            message("an Office document from before 2007 (.doc, .xls, .ppt), or an encrypted one"),
            message("save it as .docx, .xlsx or .pptx without a password"),
        ),
        "mobi": Format(message("a Kindle book"), message("convert it to EPUB")),
        "chm": Format(message("a compiled help file"), message("convert it to HTML")),
        "djvu": Format(message("a DjVu document"), message("convert it to PDF with text")),
    }
)
ARCHIVES = frozenset({"zip", "tar", "7z"})
TEXT_FORMATS = frozenset({"aozora", "html", "markdown", "subtitles"})
"""Those that are text, in some encoding, before they are parsed."""

_MARKS = (
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),  # an empty one
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (257, b"ustar", "tar"),
    (0, b"{\\rtf", "rtf"),
    (60, b"BOOKMOBI", "mobi"),
    (0, b"ITSF\x03", "chm"),
    (0, b"AT&TFORM", "djvu"),
)
# What the core looks for as well: see `is_packed` in csrc/newword/input/file_kind.cpp.
_TEXT_MARKS = (
    (pattern(r"<!doctype\s+html|<html[\s>]", re.IGNORECASE), "html"),
    (pattern(r"<\?xml[^>]*>\s*(<!--.*?-->\s*)*(<!doctype\s+html|<html)", re.I | re.S), "html"),
    (pattern(r"WEBVTT(\s|$)"), "subtitles"),
    (pattern(r"\[Script Info\]", re.IGNORECASE), "subtitles"),
    (pattern(r"\d+[ \t]*\r?\n\d+:\d\d:\d\d[,.]\d{1,3}[ \t]*-->"), "subtitles"),
)
_SUFFIXES = {
    **dict.fromkeys((".htm", ".html", ".shtml", ".xhtml"), "html"),
    **dict.fromkeys((".markdown", ".md"), "markdown"),
    **dict.fromkeys((".ass", ".srt", ".ssa", ".vtt"), "subtitles"),
    ".eml": "mail",
}
_BINARY_SUFFIXES = (
    ".7z", ".doc", ".docm", ".docx", ".dot", ".dotx", ".epub", ".odp", ".ods", ".odt", ".pdf",
    ".ppt", ".pptm", ".pptx", ".rtf", ".tar", ".xls", ".xlsm", ".xlsx", ".zip",
)  # fmt: skip
DOCUMENT_SUFFIXES = tuple(suffix.encode() for suffix in (*_SUFFIXES, *_BINARY_SUFFIXES))
"""Ends of names of files that are looked at here, not by the core."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def recognise(head: bytes) -> str | None:
    """The format that a file begins like, one of `FOREIGN`; None for any other.

    Args:
        head: The first ``RECOGNISING_BYTES`` of it, fewer only if it is shorter.
    """
    for offset, mark, name in _MARKS:
        if head.startswith(mark, offset):
            return name
    text = _decoded(head).lstrip()
    return next((name for pattern, name in _TEXT_MARKS if pattern.match(text)), None)


def recognise_name(name: str) -> str | None:
    """The format of a text file by the end of its name; None for plain text."""
    lower = name.lower()
    return next((kind for suffix, kind in _SUFFIXES.items() if lower.endswith(suffix)), None)


def _decoded(head: bytes) -> str:
    for mark, codec in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(codec, "replace")
    return head.decode("latin-1")
