"""The passes over the parts of a text, as tasks run them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.core import _core
from newword.spark.frames import ArrowRows, arrow_rows
from newword.spark.tasks import (
    SUMS,
    TaskSettings,
    Whole,
    schema_of,
    sealed_sessions,
    send_vector,
)

if TYPE_CHECKING:
    from pyspark import Broadcast

    from newword.core._core import GapNetwork, GapStrings, NgramModel, Session

__all__ = [
    "NAMES",
    "NEIGHBOURS",
    "PIECES",
    "SAMPLE",
    "SPREAD",
    "count_neighbours",
    "count_pieces",
    "join_spread",
    "sample_runs",
    "show_names",
    "sum_cuts",
    "sum_gaps",
    "sum_pair_edges",
    "sum_posteriors",
    "sum_run_edges",
    "sum_tagged",
    "sum_tags",
    "tally_spread",
]

Run = Callable[[ArrowRows], ArrowRows]
Options = dict[str, Any]
"""Of `Session.expectation`, by their names."""

PIECES = "slice int, values binary, key binary, amount long"
NEIGHBOURS = "word int, side int, symbol int, amount long"
NAMES = "passage binary, document long"
SAMPLE = "part long, runs binary"
SPREAD = "block int, part long, words binary, tallies binary"
_ROWS = 1 << 16
_WORDS_OF_BLOCK = 1 << 12
_DOCUMENT_BITS = 32
"""Of a number that holds a part and a document of it."""


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


def sum_run_edges(settings: TaskSettings, whole: Broadcast[Whole]) -> Run:
    """How often each symbol begins and ends runs, as slices."""
    return _sum(settings, whole, lambda session, _: _core.part_run_edges(session))


def sum_posteriors(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    asked: Broadcast[tuple[Options, list[np.ndarray]]],
) -> Run:
    """The sums of the last pass of expectation-maximisation, as slices."""
    return _sum(settings, whole, lambda session, sent: _core.part_posteriors(session, *sent), asked)


def sum_pair_edges(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    asked: Broadcast[tuple[Options, list[np.ndarray], np.ndarray]],
) -> Run:
    """The sums of posteriors smoothed by pairs, as slices."""
    return _sum(settings, whole, lambda session, sent: _core.part_pair_edges(session, *sent), asked)


def sum_cuts(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    asked: Broadcast[tuple[list[np.ndarray | None], float]],
) -> Run:
    """The sums of the most probable cut, as slices."""
    return _sum(settings, whole, lambda session, sent: _core.part_cuts(session, *sent), asked)


def sum_tags(
    settings: TaskSettings, whole: Broadcast[Whole], weights: Broadcast[np.ndarray]
) -> Run:
    """The sums of cuts by the language model of the text, as slices."""
    return _sum(settings, whole, _core.part_tags, weights)


def sum_gaps(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    asked: Broadcast[tuple[GapNetwork, list[np.ndarray], GapStrings]],
) -> Run:
    """The sums of a gap network, as slices."""
    return _sum(settings, whole, lambda session, sent: _core.part_gaps(session, *sent), asked)


def sum_tagged(
    settings: TaskSettings, whole: Broadcast[Whole], asked: Broadcast[tuple[NgramModel, np.ndarray]]
) -> Run:
    """How often the n-grams of the table are words as a language model cuts, as slices."""

    def work(session: Session, sent: tuple[NgramModel, np.ndarray]) -> np.ndarray:
        return np.concatenate(session.count_tagged(*sent))

    return _sum(settings, whole, work, asked)


def _sum(
    settings: TaskSettings,
    whole: Broadcast[Whole],
    work: Callable[[Session, Any], np.ndarray],
    asked: Broadcast[Any] | None = None,
) -> Run:
    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(SUMS)
        sent = None if asked is None else asked.value  # now, so that sessions know what it takes
        for _, session in sealed_sessions(batches, settings, whole):
            for row in send_vector(work(session, sent)):
                yield arrow_rows(schema, [row])

    return run


def sample_runs(settings: TaskSettings, whole: Broadcast[Whole], of_2_32: Broadcast[int]) -> Run:
    """The runs of each part that are in the sample of the text."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(SAMPLE)
        for part, session in sealed_sessions(batches, settings, whole):
            before = whole.value.run_offsets[part]
            yield arrow_rows(schema, [(part, _core.spell_sample(session, of_2_32.value, before))])

    return run


def show_names(settings: TaskSettings, whole: Broadcast[Whole], around: Broadcast[int]) -> Run:
    """What stands around middle dots, each with a number of its document in the whole text."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(NAMES)
        for part, session in sealed_sessions(batches, settings, whole):
            passages, documents = session.name_passages(around.value)
            numbers = [part << _DOCUMENT_BITS | document for document in documents]
            rows = list(zip(map(str.encode, passages), numbers, strict=True))
            for begin in range(0, len(rows), _ROWS):
                yield arrow_rows(schema, rows[begin : begin + _ROWS])

    return run


def _tallies(packed: Sequence[Any]) -> np.ndarray:
    return np.frombuffer(b"".join(packed), np.uint64).reshape(-1, 7)
