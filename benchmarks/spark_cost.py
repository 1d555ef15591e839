"""What docs/scale.md predicts that a run on Spark costs; `benchmarks.spark_scale` compares."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Run", "predict"]

# Bytes that are written to shuffles, packed as Spark packs them: of each byte of text, and of each
# n-gram and part.
SORTED = 0.75
WINDOWS = 1.53
SUMS = {"posteriors": 64.0, "pair-edges": 31.0, "tags": 38.0}
# Bytes that come to the driver: whatever the size (a sample of the text, sums in whole slices), of
# each n-gram (from the buckets, and its sums), and of each task.
RESULT = 9e6
OF_COUNTED = 256.0
RESULT_OF_TASK = 5e3
# CPU seconds of a run, of each gigabyte, and of each task.
CPU = 18.0
CPU_OF_GB = {"model": 430.0, "entropy": 110.0}
CPU_OF_TASK = 0.05
# Bytes that a Python worker holds: by itself; of each occurrence that is counted together; of each
# n-gram, and of each unit of its part.
WORKER = 180e6
OF_WINDOW = 50.0
OF_NGRAM = 264.0
OF_UNIT = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What went into a run, and what it cost.

    Attributes:
        text_mb: UTF-8.
        units: Of the text.
        parts: That it was cut into.
        tasks: Of Spark.
        bucket: Occurrences that are counted together at most.
        ngrams: Of the table, units among them.
        words: Found.
        shuffled_mb: Written to shuffles, by phase.
        result_mb: Come to the driver, by phase.
        wall_s: By the clock.
        cpu_s: Of all processes.
        worker_mb: Resident memory of the largest Python worker.
    """

    text_mb: float
    units: int
    parts: int
    tasks: int
    bucket: int
    ngrams: int
    words: int
    shuffled_mb: dict[str, float]
    result_mb: dict[str, float]
    wall_s: float
    cpu_s: float
    worker_mb: float

    def costs(self) -> dict[str, float]:
        """The costs by the names that `predict` gives them."""
        return {
            **{f"shuffle {name}, MB": size for name, size in self.shuffled_mb.items()},
            "shuffle, MB": sum(self.shuffled_mb.values()),
            **{f"to the driver {name}, MB": size for name, size in self.result_mb.items()},
            "to the driver, MB": sum(self.result_mb.values()),
            "CPU s": self.cpu_s,
            "worker, MB": self.worker_mb,
        }


def predict(run: Run, method: str) -> dict[str, float]:
    """Costs by name, from what went into a run."""
    shuffled = {"units": SORTED * run.text_mb, "windows": WINDOWS * run.text_mb}
    if method == "model":
        moved = run.ngrams * run.parts / 1e6
        shuffled |= {name: bytes_ * moved for name, bytes_ in SUMS.items()}
    part = OF_NGRAM * run.ngrams + OF_UNIT * run.units / run.parts
    return {
        **{f"shuffle {name}, MB": size for name, size in shuffled.items()},
        "shuffle, MB": sum(shuffled.values()),
        "to the driver, MB": (RESULT + OF_COUNTED * run.ngrams + RESULT_OF_TASK * run.tasks) / 1e6,
        "CPU s": CPU + CPU_OF_GB[method] * run.text_mb / 1e3 + CPU_OF_TASK * run.tasks,
        "worker, MB": (WORKER + max(OF_WINDOW * run.bucket, part)) / 1e6,
    }
