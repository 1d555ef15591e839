"""What the benchmarks of Spark measure and predict, without Spark."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.spark_cost import Run, predict
from benchmarks.spark_equality import Stopwatch, processes
from benchmarks.spark_scale import share_of

RUN = Run(
    text_mb=100,
    units=30_000_000,
    parts=100,
    tasks=1000,
    bucket=2_000_000,
    ngrams=2000,
    words=300,
    shuffled_mb={"units": 90.0, "windows": 150.0, "spread": 1.0},
    result_mb={"windows": 2.0, "spread": 1.0},
    wall_s=100,
    cpu_s=200,
    worker_mb=250,
)


def test_costs_of_text_and_of_ngrams_in_parts_are_in_proportion_to_them() -> None:
    small, large = predict(RUN, "model"), predict(replace(RUN, text_mb=200, parts=200), "model")
    for name in ("shuffle windows, MB", "shuffle tags, MB", "shuffle, MB"):
        assert large[name] == pytest.approx(2 * small[name])
    assert predict(replace(RUN, ngrams=4000), "model")["shuffle tags, MB"] == pytest.approx(
        2 * small["shuffle tags, MB"]
    )
    assert "shuffle tags, MB" not in predict(RUN, "entropy")


def test_what_was_measured_has_the_names_of_what_was_predicted() -> None:
    costs = RUN.costs()
    assert costs["shuffle, MB"] == 241
    assert {name for name in predict(RUN, "entropy") if name not in costs} == set()


@pytest.mark.parametrize("megabytes", [0.001, 0.0033, 0.007, 1])
def test_a_share_is_of_documents_from_everywhere(megabytes: float) -> None:
    texts = [chr(0x4E00 + i) * 10 for i in range(300)]  # 9 kB in all
    share = share_of(texts, megabytes)
    assert len(share) == pytest.approx(min(1, megabytes / 0.009) * 300, abs=1)
    assert share == sorted(share)
    assert len(share) < 3 or texts.index(share[-1]) - texts.index(share[0]) > 150


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_cpu_time_of_processes_that_were_started_counts() -> None:
    watch = Stopwatch()
    code = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        assert started.stdin is not None
        started.stdout.readline()
        assert started.pid in processes()
        assert 0.2 < watch.stop().cpu < 5
        started.stdin.write(b"\n")
    assert 0.2 < watch.stop().cpu < 5  # of those that are gone, too
