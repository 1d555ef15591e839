"""What a run on Spark costs, and how that grows with the text.

    python -m benchmarks.spark_scale CORPUS [--partitions 4] [--method model] [--sizes 1,2,4]

Runs the method on growing shares of a corpus (a directory, or a file of lines), every time cut into
partitions of one size, and prints for each the seconds of its tasks, the bytes shuffled and those
that the driver gets; and the growth of each as an exponent of the size. 100 MB in 4 partitions are
a thousandth of 100 GB in 4,000; `min_count` grows with the size of its own accord to 8 only.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.spark_equality import documents_of, stages_of, start


@contextmanager
def measured(spark: Any, costs: dict[str, float]) -> Iterator[None]:
    """Adds what Spark's stages cost meanwhile."""
    before = {stage["stageId"]: stage for stage in stages_of(spark)}
    started = time.perf_counter()
    yield
    costs["wall_s"] = time.perf_counter() - started
    for stage in stages_of(spark):
        if stage["stageId"] in before or stage["status"] != "COMPLETE":
            continue
        for name, key, scale in (
            ("run_s", "executorRunTime", 1e3),
            ("shuffle_mb", "shuffleWriteBytes", 1e6),
            ("result_mb", "resultSize", 1e6),
            ("peak_mb", "peakExecutionMemory", 1e6),
        ):
            costs[name] = costs.get(name, 0.0) + stage.get(key, 0) / scale


def measure(spark: Any, texts: list[str], partitions: int, method: str) -> dict[str, float]:
    """What one run costs."""
    from newword.spark import discover

    frame = spark.createDataFrame(list(enumerate(texts)), "id long, text string")
    frame = frame.repartition(partitions).persist()
    frame.count()
    costs: dict[str, float] = {"text_mb": sum(len(text.encode()) for text in texts) / 1e6}
    with measured(spark, costs):
        lexicon = discover(frame, order="id", partitions=partitions, method=method)
    costs["words"] = len(lexicon)
    costs["candidates"] = lexicon.report.candidates
    frame.unpersist()
    return costs


def exponent(small: dict[str, float], large: dict[str, float], name: str) -> float:
    """How a cost grows with the text: 1 is in proportion."""
    if not small.get(name) or not large.get(name):
        return math.nan
    growth = math.log(large[name] / small[name])
    return growth / math.log(large["text_mb"] / small["text_mb"])


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--partitions", type=int, default=4, help="of the smallest share")
    parser.add_argument("--method", default="model")
    parser.add_argument("--sizes", default="1,2,4", help="shares, as multiples of the smallest")
    parser.add_argument("--master", default="local[2]")
    asked = parser.parse_args()
    texts = [text for text in documents_of(asked.corpus) if text]
    sizes = [int(size) for size in asked.sizes.split(",")]
    spark = start(asked.master)
    measure(spark, texts[:20], 2, asked.method)  # what starts once
    runs = []
    names = ("text_mb", "wall_s", "run_s", "shuffle_mb", "result_mb", "candidates")
    print("partitions", *names, sep="\t")
    for size in sizes:
        share = texts[: len(texts) * size // sizes[-1]]
        runs.append(measure(spark, share, asked.partitions * size, asked.method))
        shown = [f"{runs[-1].get(name, 0):.4g}" for name in names]
        print(asked.partitions * size, *shown, sep="\t", flush=True)
    spark.stop()
    if len(runs) < 2:
        return
    growth = {name: exponent(runs[0], runs[-1], name) for name in names[2:]}
    print("exponent", "", "", *(f"{growth[name]:.2f}" for name in names[2:]), sep="\t")


if __name__ == "__main__":
    main()
