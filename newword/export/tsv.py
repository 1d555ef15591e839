"""TAB separated columns with a header line: exact, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from newword._times import iso_time
from newword.export._format import Encoded, ExportReport, Format, line_refusals, number, rows
from newword.lexicon import COLUMNS

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["FORMAT", "fields"]


def fields(row: tuple[Any, ...]) -> tuple[str, ...]:
    """The columns after the word as text; empty is what was not measured."""
    _, count, cohesion, left, right, variety, score, known, documents, dispersion, *seen = row
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
    )


def _encode(lexicon: Lexicon, verify: bool) -> Encoded:
    del verify
    refused = line_refusals(lexicon.words)
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    return report, _blocks(lexicon, refused)


def _blocks(lexicon: Lexicon, refused: dict[str, str]) -> Iterator[bytes]:
    yield ("\t".join(COLUMNS) + "\n").encode()
    for block in rows(lexicon, refused):
        yield "".join("\t".join((row[0], *fields(row))) + "\n" for row in block).encode()


FORMAT = Format(name="tsv", suffixes=(".tsv",), encode=_encode)
