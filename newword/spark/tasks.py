"""What runs in the executors: each task reads its documents into the core and sends sums."""

from __future__ import annotations

import bisect
import ctypes
import gc
import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.core import _core
from newword.core._core import Session
from newword.platform.memory import MemoryLimit
from newword.spark.frames import ArrowRows, arrow_rows, rows_by_part

if TYPE_CHECKING:
    from pyspark import Broadcast

__all__ = ["Forms", "TaskSettings", "Whole", "part_sessions", "sealed_sessions"]

_MOST_HELD = 64 << 20
"""Bytes of windows that a task holds before it sends them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSettings:
    """How every task works.

    Attributes:
        join_lines: A line end between two Han characters is nothing.
        memory: The most a task may take, as a size; what is larger lies in a temporary file.
        temp_dir: Directory of the worker for such files; None for its own.
        join_spaces: Spaces between two characters of unsegmented scripts are nothing.
        units: As in `Reading`.
    """

    join_lines: bool
    memory: str | int
    temp_dir: str | None
    join_spaces: bool = False
    units: str = "characters"

    def session(self) -> Session:
        """An empty session within the memory of a task."""
        _give_back()
        limit = MemoryLimit.of(self.memory, self.temp_dir)
        return Session(
            threads=1,
            join_lines=self.join_lines,
            join_spaces=self.join_spaces,
            tokens=self.units == "tokens",
            memory=limit.bytes,
            outside=limit.outside(1),
            temp_dir=self.temp_dir,
        )


def _give_back() -> None:
    """Returns freed memory to the system: memory of earlier tasks is no longer in use."""
    import pyarrow as pa

    gc.collect()
    pa.default_memory_pool().release_unused()
    with suppress(AttributeError, OSError, TypeError):  # the C library of Linux has it
        ctypes.CDLL(None).malloc_trim(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """All units of the text.

    Attributes:
        surfaces: As they are written, by bytes, joined by line feeds.
        counts: Of each, uint64.
        keys: Their folded forms in order of their numbers from 1, joined by line feeds.
        histogram: Occurrences by number, uint64; index 0 = runs.
    """

    surfaces: bytes
    counts: np.ndarray
    keys: bytes
    histogram: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What tasks know of the whole text.

    Attributes:
        forms: Its units.
        levels: (symbol, first_child, count, left_variety) of its n-grams, by order from 1.
        units: N.
        places: Units, and a boundary for each run.
        offsets: Places of the parts before each part.
        run_offsets: Runs before each part.
    """

    forms: Forms
    levels: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]
    units: int
    places: int
    offsets: dict[int, int]
    run_offsets: dict[int, int]


def part_sessions(batches: ArrowRows, settings: TaskSettings) -> Iterator[tuple[int, Session, int]]:
    """The parts of a partition, each read into a session, and its documents."""
    for group in rows_by_part(batches):
        session = settings.session()
        documents = 0
        for texts, ends in group.rows:
            _core.feed_documents(session, texts, ends)
            documents += len(ends)
        yield group.part, session, documents


def sealed_sessions(
    batches: ArrowRows, settings: TaskSettings, whole: Broadcast[Whole]
) -> Iterator[tuple[int, Session]]:
    """The parts of a partition with the units and the table of the whole text."""
    known = whole.value
    for part, session, _ in part_sessions(batches, settings):
        _core.seal_as(session, known.forms.surfaces, known.forms.counts)
        _core.adopt_table(session, known.levels, known.units)
        yield part, session


FORMS = "surface binary, part long, amount long, places long, runs long, documents long, bytes long"


def tell_units(settings: TaskSettings) -> Callable[[ArrowRows], ArrowRows]:
    """Forms with their counts (part -1); and for each part its units, places, runs, documents."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(FORMS)
        for part, session, documents in part_sessions(batches, settings):
            units, places, runs, _ = _core.text_sizes(session)
            sizes = (None, part, units, places, runs, documents, session.bytes_read)
            yield arrow_rows(schema, [sizes])
            surfaces, counts = _core.unit_forms(session)
            rows = [
                (surface, -1, count, 0, 0, 0, 0)
                for surface, count in zip(_split(surfaces), counts.tolist(), strict=True)
            ]
            for begin in range(0, len(rows), 1 << 16):
                yield arrow_rows(schema, rows[begin : begin + (1 << 16)])

    return run


WINDOWS = "bucket int, windows binary"


def send_windows(
    settings: TaskSettings, forms: Broadcast[Forms], *, order: int, min_count: int, most: int
) -> Callable[[ArrowRows], ArrowRows]:
    """The windows of `order` + 2 units, coded, by the bucket that counts them."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(WINDOWS)
        keys = _split(forms.value.keys)
        for _, session, documents in part_sessions(batches, settings):
            if session.units == 0:
                continue
            directory = settings.temp_dir or tempfile.gettempdir()
            with tempfile.NamedTemporaryFile(prefix="newword-", dir=directory) as file:
                name = os.fsencode(file.name)
                session.write_counts(file.fileno(), name, order=order + 1, documents=documents)
                own = _split(_core.unit_keys(session))
                places = [0, *(bisect.bisect_left(keys, key) + 1 for key in own)]
                sender = _core.WindowSender(
                    name,
                    np.array(places, np.uint32),
                    forms.value.histogram,
                    min_count=min_count,
                    most=most,
                )
                del session
                while blobs := sender.next(_MOST_HELD):
                    yield arrow_rows(schema, blobs)

    return run


COUNTED = "bucket int, nodes array<binary>, before binary, behind binary"


def count_buckets(
    forms: Broadcast[Forms], *, order: int, min_count: int, most: int
) -> Callable[[ArrowRows], ArrowRows]:
    """The frequent n-grams of each bucket, from its windows; rows come sorted by bucket."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(COUNTED)
        histogram = forms.value.histogram
        rows = (
            (batch.column(0)[i].as_py(), batch.column(1)[i].as_py())
            for batch in batches
            for i in range(batch.num_rows)
        )
        for bucket, group in itertools.groupby(rows, key=lambda row: row[0]):
            blobs = [blob for _, blob in group]
            counted = _core.count_part(
                blobs, bucket, histogram, max_order=order, min_count=min_count, most=most
            )
            yield arrow_rows(schema, [(bucket, *counted)])

    return run


SUMS = "slice int, values binary"
_SLICE = 1 << 16


def send_vector(vector: np.ndarray) -> Iterator[tuple[int, bytes]]:
    """A vector of uint64 in slices, those without a value left out."""
    for begin in range(0, len(vector), _SLICE):
        values = vector[begin : begin + _SLICE]
        places = np.flatnonzero(values)
        if len(places) == 0:
            continue
        if len(places) * 10 < len(values) * 8:  # as (place, value) it is shorter
            packed = b"s" + np.uint32(len(places)).tobytes() + places.astype(np.uint16).tobytes()
            yield begin // _SLICE, packed + values[places].tobytes()
        else:
            yield begin // _SLICE, b"d" + values.tobytes()


def add_slice(packed: bytes, to: np.ndarray) -> None:
    """Adds what `send_vector` made of a slice."""
    if packed[:1] == b"d":
        values = np.frombuffer(packed, np.uint64, offset=1)
        to[: len(values)] += values
        return
    size = int(np.frombuffer(packed, np.uint32, 1, offset=1)[0])
    places = np.frombuffer(packed, np.uint16, size, offset=5)
    to[places] += np.frombuffer(packed, np.uint64, size, offset=5 + 2 * size)


def sum_slices(batches: ArrowRows) -> ArrowRows:
    """Adds up slices; rows come sorted by slice."""
    schema = schema_of(SUMS)
    number, total = -1, np.zeros(_SLICE, np.uint64)
    for batch in batches:
        for i in range(batch.num_rows):
            here = batch.column(0)[i].as_py()
            if here != number:
                if number >= 0:
                    yield arrow_rows(schema, [(number, total.tobytes())])
                number = here
                total[:] = 0
            add_slice(batch.column(1)[i].as_py(), total)
    if number >= 0:
        yield arrow_rows(schema, [(number, total.tobytes())])


def from_slices(numbers: Sequence[int], values: Sequence[bytes], size: int | None) -> np.ndarray:
    """The vector whose slices were added up; None: as long as the last of them."""
    if size is None:
        size = (max(numbers, default=-1) + 1) * _SLICE
    vector = np.zeros(-(-size // _SLICE) * _SLICE, np.uint64)
    for number, packed in zip(numbers, values, strict=True):
        vector[number * _SLICE : (number + 1) * _SLICE] = np.frombuffer(packed, np.uint64)
    return vector[:size]


def _split(joined: bytes) -> list[bytes]:
    return joined.split(b"\n") if joined else []


def schema_of(ddl: str) -> Any:
    """A schema of Arrow for one of Spark's."""
    import pyarrow as pa

    kinds = {
        "int": pa.int32(),
        "long": pa.int64(),
        "binary": pa.binary(),
        "array<binary>": pa.list_(pa.binary()),
    }
    fields = [field.strip().rsplit(" ", 1) for field in ddl.split(",")]
    return pa.schema([(name, kinds[kind]) for name, kind in fields])
