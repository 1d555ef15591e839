"""Whatever fails, the old count file or the new one is there, whole, and no litter."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment

HERE = Path(__file__).resolve().parent
COMPILER = shutil.which(os.environ.get("CC", "cc"))

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or COMPILER is None, reason="needs a C compiler and LD_PRELOAD"
)


def test_every_fault_at_every_place_leaves_a_whole_file(tmp_path: Path) -> None:
    library = tmp_path / "faultline.so"
    source = HERE / "faultline.c"
    line = [str(COMPILER), "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(line, check=True)
    place = tmp_path / "files"
    place.mkdir()
    done = subprocess.run(
        [sys.executable, HERE / "sweep.py", library, place],
        # Behind the runtime of a sanitizer, which has to come first.
        env=environment({"LD_PRELOAD": f"{os.environ.get('LD_PRELOAD', '')} {library}".strip()}),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["faults"] > 60
    assert found["kills"] > 40
    assert found["interrupts"] > 20
