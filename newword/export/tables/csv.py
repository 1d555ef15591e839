"""CSV for spreadsheets: quoted by RFC 4180, lines ending in LF, no word can become a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from newword.export._format import Encoded, ExportReport, Format, rows
from newword.export.tables.tsv import fields
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import spreadsheet_cell
from newword.table import COLUMNS

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMAT"]

_UNWRITABLE = pattern("[\0\ud800-\udfff]")
_NEEDS_QUOTES = pattern('[",\r\n]')


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    found = ((word, _UNWRITABLE.search(word)) for word in lexicon.words)
    refused = {
        word: message("it holds U+{match}, which CSV cannot", match=f"{ord(match[0]):04X}")
        for word, match in found
        if match
    }
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    return report, _blocks(lexicon, refused)


def _blocks(lexicon: WordTable, refused: Iterable[str]) -> Iterator[bytes]:
    yield (",".join(lexicon.columns) + "\n").encode()
    for block in rows(lexicon, refused):
        yield "".join(",".join(_cells(row)) + "\n" for row in block).encode()


def _cells(row: tuple[Any, ...]) -> tuple[str, ...]:
    """The word and all that is text may be a formula; figures may not."""
    cells = fields(row)
    figures = len(COLUMNS) - 1
    return (_cell(row[0]), *cells[:figures], *map(_cell, cells[figures:]))


def _cell(word: str) -> str:
    cell = spreadsheet_cell(word)
    # Not the csv module: it leaves a lone CR unquoted when lines end in LF.
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


FORMAT = Format(name="csv", suffixes=(".csv",), encode=_encode)
