"""What a run on Spark costs, phase by phase, against what docs/scale.md predicts for it.

    python -m benchmarks.spark_scale CORPUS [--sizes 15,30,60,120] [--part-mb 1] [--method model]
        [--min-count N] [--master local[2]]

Runs a method on growing shares of a corpus (a directory, or a file of lines), cut into parts of one
size. `--min-count` is that of the largest share, and less in proportion for smaller ones, which
keeps the table at one size; without, newword chooses. With parts of 1 MB and the `--min-count` of
100 GB (4000), 100 MB are a thousandth of 100 GB in parts of 1 GB: text, parts and n-grams are.

For each share it prints, measured and predicted with their ratio: bytes that Spark's stages write
to shuffles, by phase; bytes that come to the driver; CPU seconds of all processes (Linux only); and
the largest resident memory of a Python worker.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import newword
from benchmarks.spark_cost import CPU_OF_GB, Run, predict
from benchmarks.spark_equality import Stopwatch, documents_of, processes, stages_of, start
from newword.counting.counts import count_corpus
from newword.spark.counting import WINDOWS_OF_BUCKET

PREFIX = "newword: "
ORDER = 6


def share_of(texts: list[str], megabytes: float) -> list[str]:
    """Documents from everywhere in a corpus, of about so many megabytes."""
    total = sum(len(text.encode()) for text in texts) / 1e6
    wanted = min(1.0, megabytes / total)
    return [text for i, text in enumerate(texts) if int((i + 1) * wanted) > int(i * wanted)]


def peak_of_workers() -> float:
    """The largest resident memory that a Python worker of this session has had, in megabytes."""
    peaks = [0.0]
    for process in processes():
        try:
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            status = Path(f"/proc/{process}/status").read_text()
        except OSError:
            continue  # it is gone
        if process != os.getpid() and b"python" in command.partition(b"\0")[0]:
            lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
            peaks += [int(line.split()[1]) / 1e3 for line in lines]
    return max(peaks)


def ngrams_of(texts: list[str], min_count: int | None) -> int:
    """N-grams of the table of a text, units among them."""
    counted = count_corpus(newword.Documents(texts), max_order=ORDER, min_count=min_count)
    return sum(counted.table.size(order) for order in range(1, ORDER + 1))


def measure(spark: Any, texts: list[str], parts: int, method: str, min_count: int | None) -> Run:
    """What one run costs, without putting the text before Spark."""
    from newword.spark import discover

    frame = spark.createDataFrame(list(enumerate(texts)), "id long, text string")
    frame = frame.repartition(parts).persist()
    frame.count()
    before = {stage["stageId"] for stage in stages_of(spark)}
    watch = Stopwatch()
    lexicon = discover(frame, order="id", partitions=parts, method=method, min_count=min_count)
    cost = watch.stop()
    frame.unpersist()
    time.sleep(1)  # what Spark tells of its stages comes a little later
    shuffled: defaultdict[str, float] = defaultdict(float)
    results: defaultdict[str, float] = defaultdict(float)
    tasks = 0
    for stage in stages_of(spark):
        if stage["stageId"] in before or stage["status"] != "COMPLETE":
            continue
        phase = (stage.get("description") or "").removeprefix(PREFIX)
        shuffled[phase] += stage["shuffleWriteBytes"] / 1e6
        results[phase] += stage["resultSize"] / 1e6
        tasks += stage["numCompleteTasks"]
    units = lexicon.report.units
    return Run(
        text_mb=sum(len(text.encode()) for text in texts) / 1e6,
        units=units,
        parts=parts,
        tasks=tasks,
        bucket=min(WINDOWS_OF_BUCKET, units // (4 * spark.sparkContext.defaultParallelism) + 1),
        ngrams=ngrams_of(texts, min_count),
        words=len(lexicon),
        shuffled_mb=dict(shuffled),
        result_mb=dict(results),
        wall_s=cost.wall,
        cpu_s=cost.cpu,
        worker_mb=peak_of_workers(),
    )


def show(run: Run, method: str) -> None:
    """A line for each cost: measured, predicted, and the first as a multiple of the second."""
    print(
        f"\n{run.text_mb:.0f} MB in {run.parts} parts: {run.units:,} units, {run.ngrams:,} n-grams,"
        f" {run.words:,} words, {run.tasks:,} tasks, {run.wall_s:.0f} s"
    )
    print("cost", "measured", "predicted", "ratio", sep="\t")
    predicted, measured = predict(run, method), run.costs()
    for name in sorted({*predicted, *measured}):
        is_both = predicted.get(name) and name in measured
        ratio = f"{measured[name] / predicted[name]:.2f}" if is_both else "-"
        shown = (f"{costs[name]:.1f}" if name in costs else "-" for costs in (measured, predicted))
        print(name, *shown, ratio, sep="\t", flush=True)


def main() -> None:
    """Prints a table for each share."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="15,30,60,120", help="of the shares, in MB")
    parser.add_argument("--part-mb", type=float, default=1.0)
    parser.add_argument("--method", default="model", choices=sorted(CPU_OF_GB))
    parser.add_argument("--min-count", type=int, help="of the largest share")
    parser.add_argument("--master", default="local[2]")
    asked = parser.parse_args()
    texts = [text for text in documents_of(asked.corpus) if text]
    sizes = [float(size) for size in asked.sizes.split(",")]
    spark = start(asked.master)
    for size in sizes:
        share = share_of(texts, size)
        parts = max(1, round(size / asked.part_mb))
        least = asked.min_count and max(2, round(asked.min_count * size / sizes[-1]))
        show(measure(spark, share, parts, asked.method, least), asked.method)
    spark.stop()


if __name__ == "__main__":
    main()
