"""The files of docs/examples that count shards do so, under make and as schedulers run them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command import ROOT, TEXT
from examples import prepare

import newword

EXAMPLES = ROOT / "docs" / "examples"

if shutil.which("bash") is None:
    pytest.skip("the examples are written for bash", allow_module_level=True)


@pytest.fixture
def place(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    directory = tmp_path / "clone"
    directory.mkdir()
    settings = {**prepare(directory), "CORPUS": str(TEXT), "OUT": "counts", "SHARDS": "3"}
    newword.count_to_file(TEXT, tmp_path / "whole.nwc")
    return directory, settings


def shell(script: str, directory: Path, settings: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-euc", script], cwd=directory, env=settings, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stderr.decode()


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_makefile_counts_what_is_not_done_and_adds_up(
    tmp_path: Path, place: tuple[Path, dict[str, str]]
) -> None:
    directory, settings = place
    script = f"make -j2 -f {EXAMPLES / 'shards.mk'}"
    assert "found whole" not in shell(script, directory, settings)
    whole = (tmp_path / "whole.nwc").read_bytes()
    assert (directory / "counts" / "corpus.nwc").read_bytes() == whole
    (directory / "counts" / "2-of-3.nwc").unlink()
    assert shell(script, directory, settings).count("found whole") == 2
    before = (directory / "counts" / "corpus.nwc").stat().st_mtime_ns
    assert shell(script, directory, settings).count("found whole") == 3
    assert (directory / "counts" / "corpus.nwc").stat().st_mtime_ns == before
    assert (directory / "counts" / "corpus.nwc").read_bytes() == whole


def test_the_slurm_array_and_the_kubernetes_job_count_all_shards(
    tmp_path: Path, place: tuple[Path, dict[str, str]]
) -> None:
    directory, settings = place
    whole = (tmp_path / "whole.nwc").read_bytes()
    slurm = (EXAMPLES / "shards.sbatch").read_text("utf-8")
    job = (EXAMPLES / "shards-job.yaml").read_text("utf-8")
    block = re.search(r"- \|\n((?: {14}.*\n)+)", job)
    assert block is not None
    for name, script, variable, first in (
        ("slurm", slurm, "SLURM_ARRAY_TASK_ID", 1),
        ("job", block[1], "JOB_COMPLETION_INDEX", 0),
    ):
        settings["OUT"] = name
        for n in range(first, first + 3):
            shell(script, directory, {**settings, variable: str(n)})
        shell(f"newword merge {name}/*-of-3.nwc -o {name}.nwc", directory, settings)
        assert (directory / f"{name}.nwc").read_bytes() == whole
