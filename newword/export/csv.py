"""CSV for spreadsheets: quoted by RFC 4180, lines ending in LF, no word can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newword._safe_text import spreadsheet_cell
from newword.export._format import Encoded, ExportReport, Format, rows
from newword.export.tsv import fields
from newword.lexicon import COLUMNS

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["FORMAT"]

_SURROGATE = re.compile("[\ud800-\udfff]")


def _encode(lexicon: Lexicon, verify: bool) -> Encoded:
    del verify
    reason = "it holds half a surrogate pair, which UTF-8 cannot"
    refused = {word: reason for word in lexicon.words if _SURROGATE.search(word)}
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    return report, _blocks(lexicon, refused)


def _blocks(lexicon: Lexicon, refused: dict[str, str]) -> Iterator[bytes]:
    yield (",".join(COLUMNS) + "\n").encode()
    for block in rows(lexicon, refused):
        text = io.StringIO()
        lines = ((spreadsheet_cell(row[0]), *fields(row)) for row in block)
        csv.writer(text, lineterminator="\n").writerows(lines)
        yield text.getvalue().encode()


FORMAT = Format(name="csv", suffixes=(".csv",), encode=_encode)
