"""Parquet, compressed with zstd: all columns, null for what was not measured."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from newword.export._format import Encoded, ExportReport, Format
from newword.platform.extras import load_extra
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMAT"]


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    parquet = load_extra(
        "pyarrow.parquet", extra="parquet", purpose=message("writing Parquet"), package="pyarrow"
    )
    refused = {w: message("it holds a lone surrogate") for w in lexicon.words if not _is_utf8(w)}
    table = lexicon.to_arrow()
    if refused:
        table = table.filter([word not in refused for word in lexicon.words])
    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    report = ExportReport(written=table.num_rows, refused=tuple(refused.items()))
    return report, [out.getvalue()]


def _is_utf8(word: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in word)


FORMAT = Format(name="parquet", suffixes=(".parquet",), encode=_encode)
