"""Counting on Spark: all n-grams of a text that lies in parts, as one machine would count them.

Three steps. Tasks tell the units of their parts, which Spark adds up by their spelling: that gives
every unit its number, and min_count. Tasks send the different windows of their parts with their
counts to buckets by how the n-grams in them begin; a bucket has all windows of its n-grams, so what
is frequent is decided once, of the whole. Only the frequent n-grams come back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.config import adaptive_min_count, default_threads
from newword.core import _core
from newword.counting.reading import Reading
from newword.errors import ConfigError
from newword.platform.message import message
from newword.spark import tasks
from newword.spark.frames import named_jobs
from newword.spark.tasks import Forms, TaskSettings

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

    from newword.core._core import NgramTable, Session

__all__ = [
    "MAX_ORDER",
    "WINDOWS_OF_BUCKET",
    "CountedParts",
    "PartSizes",
    "count_parts",
    "tell_parts",
]

MAX_ORDER = 15
"""Units of the longest n-gram: their windows have two more, and the core's have 17."""

WINDOWS_OF_BUCKET = 1 << 23
"""Occurrences that a bucket counts at most: some 50 bytes each."""

Stage = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSizes:
    """What the parts of a text are and hold.

    Attributes:
        forms: Their units.
        units: N.
        places: Units, and a boundary for each run.
        runs: Maximal stretches of units.
        documents: Rows with a text.
        bytes: Of UTF-8.
        offsets: Places of the parts before each part.
        run_offsets: Runs before each part.
    """

    forms: Forms
    units: int
    places: int
    runs: int
    documents: int
    bytes: int
    offsets: dict[int, int]
    run_offsets: dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedParts:
    """A table of n-grams, and the session that has its units, without any text.

    Attributes:
        session: Spells them.
        table: All n-grams of `min_count` and more occurrences.
        min_count: The count in force.
    """

    session: Session
    table: NgramTable
    min_count: int


def tell_parts(packed: DataFrame, settings: TaskSettings) -> PartSizes:
    """Looks at all documents once for their units."""
    from pyspark.sql import functions as f

    told = packed.mapInArrow(tasks.tell_units(settings), tasks.FORMS)
    numbers = ("amount", "places", "runs", "documents", "bytes")
    sums = [f.sum(name).alias(name) for name in numbers]
    with named_jobs(packed.sparkSession, "units"):
        rows = told.groupBy("surface", "part").agg(*sums).toArrow()
    is_size = np.array(rows["surface"].is_null())
    sizes = rows.filter(is_size).sort_by("part")
    forms = rows.filter(~is_size).sort_by("surface")
    surfaces = b"\n".join(forms["surface"].to_pylist())
    counts = np.array(forms["amount"], dtype=np.uint64)
    parts = sizes["part"].to_pylist()
    runs = sum(sizes["runs"].to_pylist())
    whole = Reading(threads=1, units=settings.units).session()
    _core.seal_as(whole, surfaces, counts)
    return PartSizes(
        forms=Forms(
            surfaces=surfaces,
            counts=counts,
            keys=_core.unit_keys(whole),
            histogram=_core.unit_histogram(whole, surfaces, counts, runs),
        ),
        units=sum(sizes["amount"].to_pylist()),
        places=sum(sizes["places"].to_pylist()),
        runs=runs,
        documents=sum(sizes["documents"].to_pylist()),
        bytes=sum(sizes["bytes"].to_pylist()),
        offsets=_offsets(parts, sizes["places"].to_pylist()),
        run_offsets=_offsets(parts, sizes["runs"].to_pylist()),
    )


def count_parts(
    packed: DataFrame,
    sizes: PartSizes,
    settings: TaskSettings,
    *,
    max_order: int,
    min_count: int | None,
    windows_of_bucket: int | None = None,
) -> CountedParts:
    """Counts all n-grams of 2 to `max_order` units, with their neighbours and their cohesion.

    Raises:
        ConfigError: `max_order` is above 15.
    """
    if max_order > MAX_ORDER:
        raise ConfigError(
            message(
                "on Spark n-grams have at most {max_order} units, got {max_order_2}; lower max_len",
                max_order=MAX_ORDER,
                max_order_2=max_order,
            )
        )
    spark = packed.sparkSession
    chosen = adaptive_min_count(sizes.units) if min_count is None else min_count
    histogram = sizes.forms.histogram
    cores = max(1, spark.sparkContext.defaultParallelism)
    most = windows_of_bucket or min(WINDOWS_OF_BUCKET, sizes.units // (4 * cores) + 1)
    forms = spark.sparkContext.broadcast(sizes.forms)
    try:
        send = tasks.send_windows(settings, forms, order=max_order, min_count=chosen, most=most)
        count = tasks.count_buckets(forms, order=max_order, min_count=chosen, most=most)
        counted = (
            packed.mapInArrow(send, tasks.WINDOWS)
            .repartition("bucket")
            .sortWithinPartitions("bucket")
            .mapInArrow(count, tasks.COUNTED)
        )
        with named_jobs(spark, "windows"):
            rows = counted.toArrow()
    finally:
        forms.destroy()
    session = Reading(threads=default_threads(), units=settings.units).session()
    _core.seal_as(session, sizes.forms.surfaces, sizes.forms.counts)
    table = _core.join_parts(
        session,
        _by_bucket(rows, _core.window_parts(histogram, chosen, most), max_order),
        histogram,
        max_order=max_order,
        min_count=chosen,
        most=most,
        units=sizes.units,
    )
    return CountedParts(session=session, table=table, min_count=chosen)


def _by_bucket(
    rows: pa.Table, buckets: int, max_order: int
) -> list[tuple[list[bytes], bytes, bytes]]:
    """What was counted of every bucket; those that no window came to are empty."""
    found: list[tuple[list[bytes], bytes, bytes]] = [([b""] * max_order, b"", b"")] * buckets
    for bucket, nodes, before, behind in zip(
        *(rows[name].to_pylist() for name in ("bucket", "nodes", "before", "behind")), strict=True
    ):
        found[bucket] = (nodes, before, behind)
    return found


def _offsets(parts: list[int], sizes: list[int]) -> dict[int, int]:
    before = np.cumsum([0, *sizes])[:-1].tolist()
    return dict(zip(parts, before, strict=True))
