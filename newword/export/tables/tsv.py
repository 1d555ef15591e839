"""TAB separated columns with a header line: exact, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.export._format import (
    Encoded,
    ExportReport,
    Format,
    line_refusal,
    line_refusals,
    number,
    rows,
)
from newword.platform.times import iso_time
from newword.table import COLUMNS

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMAT", "fields"]

_LINES_AT_ONCE = 4096


def fields(row: tuple[Any, ...]) -> tuple[str, ...]:
    """The columns after the word as text; empty is what was not measured."""
    _, count, cohesion, left, right, variety, score, known, documents, dispersion, *others = row
    seen, texts = others[:2], others[2:]
    return (
        str(count),
        number(cohesion),
        number(left),
        number(right),
        str(variety) if variety >= 0 else "",
        number(score),
        str(known) if known >= 0 else "",
        str(documents) if documents >= 0 else "",
        number(dispersion),
        *("" if moment is None else iso_time(moment) for moment in seen),
        *("" if line_refusal(text) else text for text in texts),
    )


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    refused = line_refusals(lexicon.words)
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    return report, _blocks(lexicon, refused)


def _blocks(lexicon: WordTable, refused: dict[str, str]) -> Iterator[bytes]:
    yield ("\t".join(lexicon.columns) + "\n").encode()
    line = None if refused or lexicon.columns != COLUMNS else _line_format(lexicon)
    if line is not None:
        yield from _formatted(lexicon, line)
        return
    for block in rows(lexicon, refused):
        yield "".join("\t".join((row[0], *fields(row))) + "\n" for row in block).encode()


def _line_format(lexicon: WordTable) -> str | None:
    """Makes of any row the line that `fields` makes of it; None if columns need their own look."""
    formats = ["%s"]
    for name in COLUMNS[1:]:
        column = lexicon.column(name)
        kind = column.dtype.kind
        if kind == "M":
            measured = ~np.isnat(column)
        else:
            measured = np.isfinite(column) if kind == "f" else column >= 0
        if not measured.any():
            formats.append("%.0s")
        elif measured.all() and kind != "M":
            formats.append("%.6g" if kind == "f" else "%d")
        else:
            return None
    return "\t".join(formats) + "\n"


def _formatted(lexicon: WordTable, line: str) -> Iterator[bytes]:
    """Blocks of lines made many at once."""
    words = lexicon.words  # a copy of the list at each call
    columns = [lexicon.column(name) for name in COLUMNS[1:]]
    for begin in range(0, len(lexicon), _LINES_AT_ONCE):
        part = slice(begin, begin + _LINES_AT_ONCE)
        # + 0.0: there is no negative zero in the file
        values = [(c[part] + 0.0 if c.dtype.kind == "f" else c[part]).tolist() for c in columns]
        row_after_row = chain.from_iterable(zip(words[part], *values, strict=True))
        yield (line * len(values[0]) % tuple(row_after_row)).encode()


FORMAT = Format(name="tsv", suffixes=(".tsv",), encode=_encode)
