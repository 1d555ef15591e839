"""The container and the workflow name what there is; consoles of Windows are written to."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from newword.platform.safe_text import path_text
from tools import dockerfile_trial

ROOT = Path(__file__).resolve().parents[3]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")


def steps(instruction: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{instruction} (.+)$", joined, re.MULTILINE)


def test_the_container_is_built_from_what_there_is() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    copied = [name for step in steps("COPY") if "--from" not in step for name in step.split()[:-1]]
    assert "newword" in copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignored, name
        assert not any(fnmatch.fnmatch(name, one) for one in ignored[1:] if one[0] != "!")
    (extras,) = re.findall(r"\.whl\)\[([\w,]+)\]", DOCKERFILE)
    for extra in extras.split(","):
        assert re.search(rf"^{extra} = \[", PROJECT, re.MULTILINE), extra


def test_the_container_is_small_and_runs_as_nobody_in_particular() -> None:
    images = steps("FROM")
    assert all("-slim" in image for image in images)
    assert len(images) == 2  # the compiler stays behind
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert "g++" not in last
    assert steps("USER") == ["newword"]
    assert last.index("USER newword") < last.index("ENTRYPOINT")
    assert "ADD " not in DOCKERFILE


def test_what_is_built_needs_nothing_that_is_left_out_of_the_container() -> None:
    """The files that the build reads, beside the folders that are copied whole."""
    for name in re.findall(r'"(README[^"]*|LICENSE[^"]*)"', PROJECT):
        assert name in DOCKERFILE


def test_the_workflow_runs_what_there_is_on_every_system() -> None:
    for system in ("ubuntu", "macos", "windows"):
        assert re.search(rf"os: \[.*{system}", WORKFLOW)
    assert "run: .ci/run" in WORKFLOW
    for path in re.findall(r"\btests/\w+", WORKFLOW):
        assert (ROOT / path).is_dir(), path
    oldest = re.search(r'requires-python = ">=([\d.]+)"', PROJECT)
    assert oldest is not None
    assert f'"{oldest[1]}"' in WORKFLOW
    assert "contents: read" in WORKFLOW
    assert not re.search(r"pull_request_target|secrets\.", WORKFLOW)


def test_every_job_of_the_workflow_ends_in_time_and_builds_on_what_there_is() -> None:
    """The schema of workflows is checked by .ci/run."""
    jobs = pytest.importorskip("yaml").safe_load(WORKFLOW)["jobs"]
    for name, job in jobs.items():
        assert job["timeout-minutes"] <= 180, name
        assert set(job.get("needs", [])) <= jobs.keys(), name
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        assert all(re.fullmatch(r"[\w/-]+@v\d[\d.]*", one) for one in uses), name
    classified = set(re.findall(r"Python :: (3\.\d+)", PROJECT))
    assert set(jobs["test"]["strategy"]["matrix"]["python"]) <= classified
    assert jobs["wheels"]["needs"] == ["check", "test"]
    assert jobs["wheels"]["if"] == "startsWith(github.ref, 'refs/tags/v')"


def test_every_step_of_the_container_can_be_tried() -> None:
    """By tools/dockerfile_trial.py, which needs root and a base to run them."""
    known = set(re.findall(r'"([A-Z]+)"', (ROOT / "tools" / "dockerfile_trial.py").read_text()))
    asked = list(dockerfile_trial.steps(DOCKERFILE))
    assert {instruction for instruction, _ in asked} <= known
    assert [rest for instruction, rest in asked if instruction == "FROM"] == steps("FROM")
    assert all("\\" not in rest for _, rest in asked)


@pytest.mark.parametrize("page", ["gbk", "utf-8"])  # code pages 936 and 65001
def test_every_console_is_written_to(tmp_path: Path, page: str) -> None:
    odd = tmp_path / "玄溟宗🐉.txt"
    odd.write_bytes("玄溟宗的长老，玄溟宗的雪。".encode())
    settings = {**os.environ, "PYTHONIOENCODING": page, "PYTHONUTF8": "0", "NEWWORD_LANG": "zh"}
    for arguments, code in (
        (["count", str(odd), "--min-count", "2"], 0),
        (["count", str(tmp_path / "没有🐉"), "--format", "none"], 4),
        (["count", "--help"], 0),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "newword", *arguments],
            env=settings,
            capture_output=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        if code == 4:
            assert "没有这个文件" in done.stderr.decode(page, "replace")
        if arguments[-1] == "2":  # rows are UTF-8 wherever they go
            assert "玄溟宗" in done.stdout.decode()


@pytest.mark.parametrize(
    "path", [r"C:\\语料\\小说.txt", r"\\\\server\\share\\a.zip", r"D:a.txt", "\\\\?\\C:\\x"]
)
def test_paths_of_windows_are_shown_as_they_are(path: str) -> None:
    assert path_text(path) == path
