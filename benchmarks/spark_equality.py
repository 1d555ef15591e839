"""Whether Spark finds the very bytes of one machine, at what cost.

    python -m benchmarks.spark_equality CORPUS... [--partitions 1,2,7,64] [--master local[2]]...
        [--methods entropy,reference,...]

A corpus is a directory or a file; of `.seg` files, the spaces of which are cuts, each line is a
document without its spaces. For every method, master and number of partitions it prints whether
TSV and JSONL are the same bytes, wall time and CPU time of both (of Spark with all processes that
it started; on Linux only), and the bytes that were shuffled. The text comes to Spark shuffled, with
the number of each document.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import newword
from newword.export import write

WAYS: dict[str, dict[str, Any]] = {
    "entropy": {"method": "entropy"},
    "reference": {"method": "reference"},
    "formula": {"method": "formula"},
    "model": {"method": "model"},
    "model+jieba": {"method": "model", "dictionary": "jieba"},
    "lm": {"method": "lm"},
    "model/term": {"method": "model", "unit": "term", "max_len": 9},
}
SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.maxResultSize": "0",
    "spark.driver.memory": "3g",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.retainedStages": "100000",
    "spark.ui.showConsoleProgress": "false",
}


COLUMNS = (
    "corpus", "MB", "method", "master", "partitions", "same", "words",
    "one_s", "one_cpu_s", "spark_s", "spark_cpu_s", "shuffled_MB",
)  # fmt: skip


def documents_of(path: Path) -> Iterator[str]:
    """The documents of a corpus, in the order of their paths."""
    if path.is_dir():
        for file in sorted(path.rglob("*"), key=os.fsencode):
            if file.is_file():
                yield file.read_text("utf-8", "replace")
    elif path.suffix == ".seg":
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                yield "".join(line.split())
    else:
        yield path.read_text("utf-8", "replace")


def exported(lexicon: newword.Lexicon) -> bytes:
    """The lexicon as TSV and as JSONL."""
    out = io.BytesIO()
    for format_ in ("tsv", "jsonl"):
        write(lexicon, out, format=format_)
    return out.getvalue()


def start(master: str) -> Any:
    """A session whose workers run this Python with this newword."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master).appName("newword equality")
    paths = os.pathsep.join(path for path in sys.path if path)
    for name, value in {**SETTINGS, "spark.executorEnv.PYTHONPATH": paths}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def stages_of(spark: Any) -> list[dict[str, Any]]:
    """What Spark's interface tells of the stages so far."""
    url = f"{spark.sparkContext.uiWebUrl}/api/v1/applications/{spark.sparkContext.applicationId}"
    with urlopen(f"{url}/stages") as answer:
        stages: list[dict[str, Any]] = json.load(answer)
    return stages


def shuffled_bytes(spark: Any) -> int:
    """Bytes that stages have written to shuffles so far."""
    return sum(stage["shuffleWriteBytes"] for stage in stages_of(spark))


def processes() -> list[int]:
    """This process and all that it started, and these started, that are there now."""
    return list(_cpu_ticks())


def _cpu_ticks() -> dict[int, int]:
    """CPU time of each of these processes, with those that it started and that are gone."""
    ticks, parent = {}, {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it is gone
        ticks[int(place.parent.name)] = sum(map(int, fields[11:15]))
        parent[int(place.parent.name)] = int(fields[1])
    found, mine = {}, [os.getpid()] if ticks else []
    while mine:
        above = mine.pop()
        found[above] = ticks[above]
        mine += [process for process, of in parent.items() if of == above]
    return found


def cpu_seconds() -> float:
    """CPU seconds of this process and of all that it started, and these started, so far."""
    return sum(_cpu_ticks().values()) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run cost: seconds by the clock, CPU seconds."""

    wall: float
    cpu: float


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()

    def stop(self) -> Cost:
        """The cost since then."""
        return Cost(time.perf_counter() - self._wall, cpu_seconds() - self._cpu)


def compare(spark: Any, texts: list[str], partitions: int, way: str) -> tuple[bool, Cost, float]:
    """Whether the bytes are the same, what Spark's run cost, and its shuffled megabytes."""
    from newword.spark import discover

    rows = list(enumerate(texts))
    random.Random(partitions).shuffle(rows)
    frame = spark.createDataFrame(rows, "id long, text string").repartition(partitions).persist()
    frame.count()
    before, watch = shuffled_bytes(spark), Stopwatch()
    found = discover(frame, order="id", partitions=partitions, **WAYS[way])
    cost = watch.stop()
    frame.unpersist()
    is_same = exported(found) == EXPECTED[way]
    return is_same, cost, (shuffled_bytes(spark) - before) / 1e6


EXPECTED: dict[str, bytes] = {}


def main() -> None:
    """Prints the table; exits with 1 if any bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS")
    parser.add_argument("--partitions", default="1,2,7,64")
    parser.add_argument("--master", action="append", help="may be repeated [local[2]]")
    parser.add_argument("--methods", default=",".join(WAYS))
    asked = parser.parse_args()
    differing = 0
    print(*COLUMNS, sep="\t")
    for master in asked.master or ["local[2]"]:
        spark = start(master)
        for path in asked.corpora:
            texts = [text for text in documents_of(path) if text]
            size = sum(len(text.encode()) for text in texts) / 1e6
            for way in asked.methods.split(","):
                watch = Stopwatch()
                lexicon = newword.discover(newword.Documents(texts), **WAYS[way])
                alone = watch.stop()
                EXPECTED[way] = exported(lexicon)
                for partitions in map(int, asked.partitions.split(",")):
                    is_same, cost, shuffled = compare(spark, texts, partitions, way)
                    differing += not is_same
                    line = [path.name, f"{size:.1f}", way, master, partitions]
                    line += ["yes" if is_same else "NO", len(lexicon)]
                    seconds = (alone.wall, alone.cpu, cost.wall, cost.cpu, shuffled)
                    print(*line, *(f"{value:.1f}" for value in seconds), sep="\t", flush=True)
        spark.stop()
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
