"""Passes over the parts of a text as jobs of Spark, and the sums of the vectors they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.spark import tasks
from newword.spark.frames import named_jobs
from newword.spark.tasks import Whole

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame

    from newword.spark.tasks import TaskSettings

__all__ = ["Jobs", "sum_slices"]


class Jobs:
    """Runs passes over a text whose table the workers have until `close`.

    Args:
        packed: The documents.
        settings: For the tasks.
        whole: What the tasks know of the whole text.
    """

    def __init__(self, packed: DataFrame, settings: TaskSettings, whole: Whole) -> None:
        self._packed, self._settings = packed, settings
        self._whole: Broadcast[Whole] = self._send(whole)

    def close(self) -> None:
        """Lets the workers forget the table."""
        self._whole.destroy()

    @contextmanager
    def rows(
        self, phase: str, make: Callable[..., Any], schema: str, *values: Any
    ) -> Iterator[DataFrame]:
        """What a pass gives of all parts, while the values that it needs are where the workers are.

        Args:
            phase: What Spark's interface shows of jobs that are started meanwhile.
            make: Makes the pass of the settings, the whole, and each of the values as it is sent.
            schema: Of its rows.
            values: For `make`.
        """
        sent = [self._send(value) for value in values]
        try:
            with named_jobs(self._packed.sparkSession, phase):
                run = make(self._settings, self._whole, *sent)
                yield self._packed.mapInArrow(run, schema)
        finally:
            for one in sent:
                one.destroy()

    def sum(
        self, phase: str, make: Callable[..., Any], *values: Any, size: int | None = None
    ) -> np.ndarray:
        """The sum of the vectors, uint64, that a pass makes; None: as long as the last values."""
        with self.rows(phase, make, tasks.SUMS, *values) as slices:
            return sum_slices(slices, size)

    def _send(self, value: Any) -> Broadcast[Any]:
        return self._packed.sparkSession.sparkContext.broadcast(value)


def sum_slices(slices: DataFrame, size: int | None = None) -> np.ndarray:
    """The sum of vectors, which tasks sent in slices."""
    rows = (
        slices.repartition("slice")
        .sortWithinPartitions("slice")
        .mapInArrow(tasks.sum_slices, tasks.SUMS)
        .toArrow()
    )
    return tasks.from_slices(rows["slice"].to_pylist(), rows["values"].to_pylist(), size)
