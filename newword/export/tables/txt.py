"""One word a line and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newword.export._format import Encoded, ExportReport, Format, line_refusals, rows

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMAT"]


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    refused = line_refusals(lexicon.words)
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    blocks = ("".join(f"{row[0]}\n" for row in block).encode() for block in rows(lexicon, refused))
    return report, blocks


FORMAT = Format(name="txt", suffixes=(".txt",), encode=_encode)
