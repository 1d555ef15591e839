"""PDF, by kreuzberg: its pages as one text, as if it had never been laid out."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from newword.corpus.parsers.office import extract, time_of
from newword.corpus.parsers.parsed import Document, RefusedError
from newword.platform.message import message

__all__ = ["flowing_text", "load_library", "parse"]

_BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_EDGE_LINES = 3  # headers and footers are among this many lines at either end of a page
_NUMBER = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]+|\b[ivxlc]+\b", re.IGNORECASE)
_MARGIN = 4  # columns by which full lines differ: a mark that may not begin a line, a narrow letter
_FEWEST_COLUMNS = 30  # shorter lines are verse, lists or tables
_NARROW_SLACK = 0.15  # of a column: letters are of many widths
_UNIT = re.compile(r"[!-~]+|.[、。，．：；！？）」』】〉》”’…]*")


def load_library() -> None:
    """Has kreuzberg unpack and load the library that reads PDF, while this process may write.

    It unpacks it under a fixed name in the directory of temporary files, where anybody could have
    put another one. Here that is a new directory of our own, which is gone when the library is
    loaded. What fails is told when a file is parsed. Windows, where every user has a directory of
    temporary files and a loaded library cannot be removed, needs none of this.
    """
    if sys.platform == "win32":
        return
    with (
        suppress(BaseException),  # panics of Rust among them
        tempfile.TemporaryDirectory(prefix="newword-") as place,
    ):
        os.putenv("TMPDIR", place)
        extract(_BLANK, "application/pdf")
    os.putenv("TMPDIR", tempfile.gettempdir())


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A document without its page headers and footers, its lines joined to paragraphs."""
    del options
    result = extract(data, "application/pdf")
    pages = [page["content"].splitlines() for page in result.pages or ()]
    text = flowing_text(pages) if any(pages) else result.content
    if not text.strip():
        raise RefusedError("without-text", message("no text was found in it, as in scans"))
    yield Document(text.encode("utf-8", "replace"), time_of(result.metadata))


def flowing_text(pages: Sequence[Sequence[str]]) -> str:
    """The text of pages of lines.

    A line at the edge of a page that is the same, but for numbers, on three pages, or on both of
    two, is no text. A line is joined to the next if the beginning of that would not have fitted
    before the margin, which is the width that several of the longest lines share.
    """
    bodies = _without_edges([[line.strip() for line in page if line.strip()] for page in pages])
    lines = [line for body in bodies for line in body]
    margin = _margin([_columns(line) for line in lines])
    parts = []
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if margin is None or not following or not _is_full(line, following, margin):
            parts.append(line + "\n")
        elif line.endswith("-") and line[-2:-1].isalpha() and following[0].islower():
            parts.append(line[:-1])
        else:
            is_spaced = line[-1].isascii() and following[0].isascii()
            parts.append(line + " " * is_spaced)
    return "".join(parts)


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    seen: Counter[tuple[bool, str]] = Counter()
    for page in pages:
        seen.update({(True, _pattern(line)) for line in page[:_EDGE_LINES]})
        seen.update({(False, _pattern(line)) for line in page[-_EDGE_LINES:]})
    fewest = min(3, max(2, len(pages)))
    repeated = {edge for edge, pages_with in seen.items() if pages_with >= fewest}
    return [_trimmed(page, repeated) for page in pages]


def _trimmed(page: list[str], repeated: set[tuple[bool, str]]) -> list[str]:
    first, last = 0, len(page)
    while first < min(_EDGE_LINES, last) and (True, _pattern(page[first])) in repeated:
        first += 1
    while last > max(first, len(page) - _EDGE_LINES) and (
        (False, _pattern(page[last - 1])) in repeated
    ):
        last -= 1
    return page[first:last]


def _pattern(line: str) -> str:
    return _NUMBER.sub("#", "".join(line.split()))


def _margin(widths: list[int]) -> int | None:
    """The width of full lines; None if no lines look full."""
    enough = max(2, len(widths) * 15 // 100)
    ordered = sorted(widths, reverse=True)
    for place, width in enumerate(ordered):
        if width < _FEWEST_COLUMNS:
            return None
        if place + enough <= len(ordered) and ordered[place + enough - 1] >= width - _MARGIN:
            return width
    return None


def _is_full(line: str, following: str, margin: int) -> bool:
    """Whether a line ends only because the unbreakable text that follows did not fit."""
    unit = _UNIT.match(following)
    slack = _NARROW_SLACK * sum(one.isascii() for one in line)
    return _columns(line) + _columns(unit[0] if unit else "") > margin - slack


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WFA" else 1 for one in line)
