"""Documents as Spark has them, and as the passes read them: packed, in order, in parts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.errors import ConfigError, MemoryBudgetError, SparkJobError
from newword.platform.core_messages import core_message
from newword.platform.extras import load_extra
from newword.platform.message import Message, message
from newword.platform.pattern import pattern
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = [
    "PACKED",
    "ArrowRows",
    "PartRows",
    "arrow_limits",
    "arrow_rows",
    "job_errors",
    "named_jobs",
    "pack_documents",
    "rows_by_part",
    "session_of",
]

PACKED = "part long, texts binary, ends binary"
"""Of a row: the part of the text it belongs to, its documents one behind the other as UTF-8, and
where each ends there, as int64. The parts make the text in order of their numbers; the rows of one
part are in one partition, in their order."""

_MOST_BYTES = 64 << 20
_TELLING = 32
"""Characters of a text that may tell two parts apart; texts that begin alike are in one part."""
_LIMITS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "8192",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(_MOST_BYTES),
}

# The last line of a worker's traceback.
_REASON = pattern(r"^([A-Za-z_][\w.]*(?:Error|Exception)): (.+)$", re.MULTILINE)

ArrowRows = Iterator["pa.RecordBatch"]


@dataclass(frozen=True, slots=True)
class PartRows:
    """The documents of a part, some at a time.

    Attributes:
        part: Its number.
        rows: (texts, ends) of each row.
    """

    part: int
    rows: Iterator[tuple[memoryview, np.ndarray]]


def session_of(frame: DataFrame) -> SparkSession:
    """The session of a data frame.

    Raises:
        MissingPackageError: pyspark or what it needs is not installed.
        ConfigError: It is one of Spark Connect, which cannot send the table to the workers.
    """
    load_extra("pyspark", extra="spark", purpose=message("working on Spark"))
    load_extra("pyarrow", extra="spark", purpose=message("working on Spark"))
    load_extra("pandas", extra="spark", purpose=message("working on Spark"))
    session: SparkSession | None = getattr(frame, "sparkSession", None)
    if session is None:
        raise ConfigError(
            message("a data frame of Spark is needed, got {name}", name=type(frame).__name__)
        )
    if not hasattr(session, "_jsc"):
        raise ConfigError(
            message(
                "this data frame is one of Spark Connect; newword needs the driver: start "
                "the session with SparkSession.builder.master(...), or submit the program"
            )
        )
    return session


@contextmanager
def arrow_limits(session: SparkSession) -> Iterator[None]:
    """Keeps the batches that workers get small, however large the documents are."""
    before = {name: session.conf.get(name, None) for name in _LIMITS}
    for name, limit in _LIMITS.items():
        session.conf.set(name, limit)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                session.conf.unset(name)
            else:
                session.conf.set(name, value)


@contextmanager
def named_jobs(session: SparkSession, phase: str) -> Iterator[None]:
    """What Spark's interface shows of the jobs that are started meanwhile."""
    context, key = session.sparkContext, "spark.job.description"
    before = context.getLocalProperty(key)
    context.setLocalProperty(key, f"newword: {phase}")
    try:
        yield
    finally:
        context.setLocalProperty(key, before)


@contextmanager
def job_errors() -> Iterator[None]:
    """Turns what Spark says of a job that failed into one line.

    Raises:
        MemoryBudgetError: A task has too little memory; the message names the smallest sufficient
            size.
        SparkJobError: Anything else.
    """
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        said = _REASON.findall(str(error))
        kind, reason = said[-1] if said else ("", str(error).splitlines()[0])
        if kind.endswith("MemoryBudgetError"):
            raise MemoryBudgetError(_of_task(core_message(reason))) from error
        raise SparkJobError(
            message(
                "a job on Spark failed: {reason}; its log has the rest", reason=terminal(reason)
            )
        ) from error


def _of_task(said: Message) -> Message:
    """What a task says of its memory, which is an option of the job."""
    if "purpose" not in said.values:
        return message("a task on Spark: {advice}", advice=terminal(said))
    return message(
        "a task on Spark: too little memory for {purpose}: allow {size} (task_memory)",
        purpose=terminal(said.values["purpose"]),
        size=said.values["size"],
    )


def pack_documents(
    frame: DataFrame, text: str, order: Sequence[str | Column] | None, partitions: int | None
) -> DataFrame:
    """The documents in their order, packed.

    Args:
        frame: A row is a document.
        text: Column of strings, or of UTF-8 as binary; null is no document.
        order: Columns that put the documents in order; documents that they do not tell apart are
            put in order of their text. None for the order of partitions and rows.
        partitions: Of the sorted documents; None for `spark.sql.shuffle.partitions`.
    """
    from pyspark.sql import functions as f

    if text not in frame.columns:
        there = ", ".join(frame.columns)
        raise ConfigError(
            message(
                "the data frame has no column {text}; it has {there}: name one",
                text=repr(text),
                there=there,
            )
        )
    kind = frame.schema[text].dataType.typeName()
    if kind not in ("string", "binary", "varchar", "char"):
        raise ConfigError(
            message(
                "column {text} holds {kind}; text is string, or binary with UTF-8",
                text=repr(text),
                kind=kind,
            )
        )
    rows = frame.where(f.col(text).isNotNull())
    if order is None:
        return rows.select(text).mapInArrow(_pack, PACKED)
    keys = [key if isinstance(key, str) else key.alias(f"_{i}") for i, key in enumerate(order)]
    named = rows.select(text, *keys).toDF("text", *(f"k{i}" for i in range(len(keys))))
    first = [f.col(name) for name in named.columns[1:]]
    by = [*first, f.col("text")]
    # The driver gets a sample of what the order is cut by: not of whole texts.
    cut_by = [*first, f.substring("text", 1, _TELLING)]
    ranged = (
        named.repartitionByRange(*cut_by)
        if partitions is None
        else named.repartitionByRange(partitions, *cut_by)
    )
    return ranged.sortWithinPartitions(*by).select("text").mapInArrow(_pack, PACKED)


def _pack(batches: ArrowRows) -> ArrowRows:
    import pyarrow as pa
    from pyspark import TaskContext

    context = TaskContext.get()
    part = context.partitionId() if context is not None else 0
    for batch in batches:
        if batch.num_rows == 0:
            continue
        column = batch.column(0).cast(pa.large_binary())
        _, places, data = column.buffers()
        ends = np.frombuffer(places, np.int64)[column.offset : column.offset + len(column) + 1]
        texts = memoryview(data or b"")[ends[0] : ends[-1]]
        row = [part], [texts], [(ends[1:] - ends[0]).tobytes()]
        yield pa.RecordBatch.from_arrays(
            [
                pa.array(row[0], pa.int64()),
                pa.array(row[1], pa.binary()),
                pa.array(row[2], pa.binary()),
            ],
            names=["part", "texts", "ends"],
        )


def rows_by_part(batches: ArrowRows) -> Iterator[PartRows]:
    """The packed rows of one partition by the part they belong to, as they come."""

    def rows() -> Iterator[tuple[int, memoryview, np.ndarray]]:
        for batch in batches:
            parts, texts, ends = batch.columns
            for i in range(batch.num_rows):
                where = np.frombuffer(ends[i].as_buffer(), np.int64)
                yield parts[i].as_py(), memoryview(texts[i].as_buffer()).cast("B"), where

    for part, group in itertools.groupby(rows(), key=lambda row: row[0]):
        yield PartRows(part, ((texts, ends) for _, texts, ends in group))


def arrow_rows(schema: Any, rows: Sequence[Sequence[Any]]) -> pa.RecordBatch:
    """Rows of values as a batch."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
