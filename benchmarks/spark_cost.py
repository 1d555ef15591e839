"""What docs/scale.md predicts that a run on Spark costs; `benchmarks.spark_scale` compares."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Run", "predict"]

# Bytes that are written to shuffles: of each byte of text, and of each n-gram and part.
SORTED = 1.0
WINDOWS = 1.53
SUMS = {"posteriors": 96.0, "pair-edges": 53.0, "tags": 59.0}
# Bytes that come to the driver, of each n-gram: from the buckets, and the sums.
COUNTED = 48.0
# CPU seconds of each gigabyte, and of each task.
CPU_OF_GB = {"model": 430.0, "entropy": 110.0}
CPU_OF_TASK = 0.0
# Bytes that a Python worker holds: by itself, of each n-gram, and of each unit of its part.
WORKER = 0.0
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
    return {
        **{f"shuffle {name}, MB": size for name, size in shuffled.items()},
        "shuffle, MB": sum(shuffled.values()),
        "to the driver, MB": COUNTED * run.ngrams / 1e6,
        "CPU s": CPU_OF_GB[method] * run.text_mb / 1e3 + CPU_OF_TASK * run.tasks,
        "worker, MB": WORKER + (OF_NGRAM * run.ngrams + OF_UNIT * run.units / run.parts) / 1e6,
    }
