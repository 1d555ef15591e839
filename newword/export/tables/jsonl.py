"""JSON Lines: one object a word, null for what was not measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

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

__all__ = ["FORMAT"]

_KNOWN = {1: "true", 0: "false", -1: "null"}


def _encode(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    refused = line_refusals(lexicon.words)
    report = ExportReport(written=len(lexicon) - len(refused), refused=tuple(refused.items()))
    return report, _blocks(lexicon, refused)


def _blocks(lexicon: WordTable, refused: dict[str, str]) -> Iterator[bytes]:
    texts = lexicon.columns[len(COLUMNS) :]
    for block in rows(lexicon, refused):
        yield "".join(_line(row, texts) for row in block).encode()


def _line(row: tuple[Any, ...], texts: Sequence[str]) -> str:
    word, count, cohesion, left, right, variety, score, known, documents, dispersion, *rest = row
    first, last = ("null" if moment is None else f'"{iso_time(moment)}"' for moment in rest[:2])
    more = "".join(map(_text, texts, rest[2:]))
    return (
        f'{{"word": {json.dumps(word, ensure_ascii=False)}, "count": {count}, '
        f'"cohesion": {number(cohesion) or "null"}, '
        f'"left_entropy": {number(left) or "null"}, "right_entropy": {number(right) or "null"}, '
        f'"accessor_variety": {variety if variety >= 0 else "null"}, '
        f'"score": {number(score) or "null"}, "known": {_KNOWN[known]}, '
        f'"documents": {documents if documents >= 0 else "null"}, '
        f'"dispersion": {number(dispersion) or "null"}, '
        f'"first_seen": {first}, "last_seen": {last}{more}}}\n'
    )


def _text(name: str, value: str) -> str:
    is_told = value and line_refusal(value) is None
    return f', "{name}": {json.dumps(value, ensure_ascii=False) if is_told else "null"}'


FORMAT = Format(name="jsonl", suffixes=(".jsonl", ".ndjson"), encode=_encode)
