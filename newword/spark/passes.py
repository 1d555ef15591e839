"""The passes over the parts of a text, as tasks run them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newword import _core
from newword.spark.frames import ArrowRows, arrow_rows
from newword.spark.tasks import TaskSettings, Whole, schema_of, sealed_sessions, send_vector

if TYPE_CHECKING:
    from pyspark import Broadcast

__all__ = [
    "NEIGHBOURS",
    "PIECES",
    "SPREAD",
    "count_neighbours",
    "count_pieces",
    "join_spread",
    "tally_spread",
]

Run = Callable[[ArrowRows], ArrowRows]

PIECES = "slice int, values binary, key binary, amount long"
NEIGHBOURS = "word int, side int, symbol int, amount long"
SPREAD = "block int, part long, words binary, tallies binary"
_ROWS = 1 << 16
_WORDS_OF_BLOCK = 1 << 12


def count_pieces(
    settings: TaskSettings, whole: Broadcast[Whole], kept: Broadcast[list[np.ndarray]]
) -> Run:
    """Pieces of the cut text: those of the table by number, as slices; longer ones by symbols."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(PIECES)
        for _, session in sealed_sessions(batches, settings, whole):
            counts, long_ones = _core.part_pieces(session, kept.value)
            for number, values in send_vector(counts):
                yield arrow_rows(schema, [(number, values, None, 0)])
            for begin in range(0, len(long_ones), _ROWS):
                rows = [(-1, None, *row) for row in long_ones[begin : begin + _ROWS]]
                yield arrow_rows(schema, rows)

    return run


def count_neighbours(
    settings: TaskSettings, whole: Broadcast[Whole], words: Broadcast[list[str]]
) -> Run:
    """What stands beside words, by word, side and symbol."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(NEIGHBOURS)
        for _, session in sealed_sessions(batches, settings, whole):
            columns = _core.part_neighbours(session, words.value)
            rows = list(zip(*(column.tolist() for column in columns), strict=True))
            for begin in range(0, len(rows), _ROWS):
                yield arrow_rows(schema, rows[begin : begin + _ROWS])

    return run


def tally_spread(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    asked: Broadcast[tuple[list[str], np.ndarray]],
) -> Run:
    """How words lie in each part, some words a row."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(SPREAD)
        words, counts = asked.value
        for part, session in sealed_sessions(batches, settings, whole):
            met, tallies = _core.part_spread(
                session,
                words,
                counts,
                places=whole.value.places,
                offset=whole.value.offsets[part],
            )
            blocks = met // _WORDS_OF_BLOCK
            for block in np.unique(blocks).tolist():
                rows = blocks == block
                yield arrow_rows(
                    schema, [(block, part, met[rows].tobytes(), tallies[rows].tobytes())]
                )

    return run


def join_spread(batches: ArrowRows) -> ArrowRows:
    """Adds up how words lie in the parts; rows come sorted by block, then part."""
    schema = schema_of(SPREAD)
    rows = (
        tuple(column[i].as_py() for column in batch.columns)
        for batch in batches
        for i in range(batch.num_rows)
    )
    for block, group in itertools.groupby(rows, key=lambda row: row[0]):
        _, parts, numbers, tallies = zip(*group, strict=True)
        words, joined = _core.join_spread(
            np.frombuffer(b"".join(numbers), np.uint32), _tallies(tallies)
        )
        yield arrow_rows(schema, [(block, parts[0], words.tobytes(), joined.tobytes())])


def _tallies(packed: Sequence[Any]) -> np.ndarray:
    return np.frombuffer(b"".join(packed), np.uint64).reshape(-1, 7)
