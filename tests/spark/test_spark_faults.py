"""Workers that die and tasks that fail or run twice change nothing in the result."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spark_sessions import start_session
from test_spark_discover import documents, exported, frame_of

import newword

WORKERS = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two executors that are processes of their own."""
    from pyspark.sql import SparkSession

    running = SparkSession.getActiveSession()
    if running is not None:
        running.stop()
    session = start_session(
        WORKERS,
        **{
            "spark.executor.memory": "600m",
            "spark.speculation": "true",
            "spark.speculation.interval": "50ms",
            "spark.speculation.multiplier": "1.1",
            "spark.speculation.quantile": "0.1",
        },
    )
    yield session
    session.stop()


def executors(session: Any) -> list[int]:
    """The processes of the executors of this very session."""
    application = session.sparkContext.applicationId
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            continue
        is_executor = any(word.endswith("CoarseGrainedExecutorBackend") for word in words)
        if is_executor and application in words:
            found.append(int(place.parent.name))
    return found


def kill_one_in_stage(session: Any, stage: int, killed: list[int]) -> None:
    """Waits until a stage of that number or a later one runs, and kills an executor."""
    tracker = session.sparkContext.statusTracker()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if any(number >= stage for number in tracker.getActiveStageIds()):
            pid = executors(session)[0]
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)
            return
        time.sleep(0.02)


def test_a_killed_executor_failed_and_speculative_tasks_change_nothing(cluster: Any) -> None:
    from newword.spark import discover

    texts = documents()
    expected = newword.discover(newword.Documents(texts), method="model")

    def fail_at_first(batches: Iterator[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        yield from batches
        if context is not None and context.attemptNumber() == 0 and context.partitionId() == 1:
            raise OSError("this attempt fails behind its last row")

    frame = frame_of(cluster, list(texts), 4).mapInArrow(fail_at_first, "id long, text string")
    assert len(executors(cluster)) == 2
    killed: list[int] = []
    first = max(cluster.sparkContext.statusTracker().getActiveStageIds(), default=0) + 12
    killer = threading.Thread(target=kill_one_in_stage, args=(cluster, first, killed))
    killer.start()
    found = discover(frame, order="id", method="model", partitions=4, windows_of_bucket=2000)
    killer.join()
    assert killed, "the job ended before an executor could be killed"
    assert exported(found) == exported(expected)


def test_jieba_has_the_words_of_a_lexicon_in_executors(cluster: Any) -> None:
    from pyspark.sql import functions as f

    from newword.spark import with_dictionary

    lexicon = newword.discover(newword.Documents(documents()), dictionary="jieba", new_only=True)
    words = lexicon.words[:50]
    assert "阿蘅" in words

    cut = with_dictionary(cluster, lexicon, lambda jieba, text: [os.getpid(), *jieba.lcut(text)])
    rows = cluster.createDataFrame([(word + "在此",) for word in words] * 4, "text string")
    found = rows.repartition(8).select("text", f.udf(cut, "array<string>")("text").alias("cut"))
    for text, (_, *pieces) in ((row["text"], row["cut"]) for row in found.collect()):
        assert "".join(pieces) == text
    whole = [row for row in found.collect() if row["cut"][1] + "在此" == row["text"]]
    assert len(whole) > 0.9 * 4 * len(words)
    assert str(os.getpid()) not in {row["cut"][0] for row in found.collect()}


def test_a_dictionary_is_loaded_once_by_a_worker(cluster: Any, tmp_path: Path) -> None:
    from pyspark.sql import functions as f

    from newword.spark import with_dictionary

    words = tmp_path / "words.txt"
    words.write_text("机器学习\n", "utf-8")
    loads = tmp_path / "loads"
    loads.mkdir()

    def load(path: str) -> set[str]:
        name = f"{os.getpid()}-{len(list(loads.iterdir()))}"
        (loads / name).write_text("", "utf-8")
        return set(Path(path).read_text("utf-8").split())

    knows = with_dictionary(cluster, words, lambda known, word: word in known, load=load)
    rows = cluster.range(40).repartition(20)
    known = f.udf(knows, "boolean")
    row = rows.select(known(f.lit("机器学习")).alias("a"), known(f.lit("学习")).alias("b"))
    assert {tuple(found) for found in row.collect()} == {(True, False)}
    workers = [path.name.split("-")[0] for path in loads.iterdir()]
    assert len(workers) == len(set(workers)) >= 1

    with pytest.raises(newword.DictionaryError, match=r"nowhere\.txt: cannot read it"):
        with_dictionary(cluster, tmp_path / "nowhere.txt", lambda known, word: word in known)
