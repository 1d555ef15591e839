"""Whatever fails, the old count file or the new one is there, whole, and no litter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command import environment

HERE = Path(__file__).resolve().parent
COMPILER = shutil.which(os.environ.get("CC", "cc"))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or COMPILER is None, reason="needs a C compiler and LD_PRELOAD"
)


@pytest.fixture
def preloaded(tmp_path: Path) -> Callable[..., str]:
    """Runs a program of this directory with faultline preloaded; what it prints."""
    library = tmp_path / "faultline.so"
    source = HERE / "faultline.c"
    line = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(line, check=True)
    place = tmp_path / "files"
    place.mkdir()

    # Behind the runtime of a sanitizer, which has to come first.
    preload = f"{os.environ.get('LD_PRELOAD', '')} {library}".strip()

    def run(program: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, HERE / program, library, place, *arguments],
            env=environment({"LD_PRELOAD": preload}),
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run


def test_every_fault_at_every_place_leaves_a_whole_file(preloaded: Callable[..., str]) -> None:
    found = json.loads(preloaded("sweep.py"))
    assert found["faults"] > 60
    assert found["kills"] > 40
    assert found["interrupts"] > 20


def test_where_the_system_starts_no_threads_there_are_fewer(preloaded: Callable[..., str]) -> None:
    lines = preloaded("few_threads.py", "13").splitlines()
    found = {name: int(number) for name, number in map(str.split, lines)}
    assert found.keys() == {"rank", "count", "segment"}
    assert min(found.values()) >= 2
    assert found["rank"] > 20
