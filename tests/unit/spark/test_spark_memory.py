"""What a task on Spark counts as memory in use, without Spark."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest
from command import unsanitized

TASKS = """
from newword.platform import memory
from newword.spark.tasks import TaskSettings

before = memory._in_use()
taken = [bytes(50_000) for _ in range(8000)]
pins = taken[::100]  # freed memory below them stays with the process
del taken
assert memory._in_use() - before > 200_000_000
settings = TaskSettings(join_lines=False, memory=before + 150_000_000, temp_dir=None)
session = settings.session()
session.feed("机器学习".encode())
assert session.units == 4
assert len(pins) == 80
"""


@unsanitized
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="how memory is freed is glibc's")
def test_memory_that_earlier_tasks_freed_is_there_for_the_next() -> None:
    """Found with 120 MB: the third pass of a worker process had too little memory.

    In a process of its own: what other tests have freed would serve the first task.
    """
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    done = subprocess.run(
        [sys.executable, "-c", TASKS], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
