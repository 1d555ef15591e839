"""Runs the steps of the Dockerfile without a daemon: `python -m tools.dockerfile_trial BASE`.

BASE is the root of a file system that stands for the image after FROM: one with Python and pip,
such as debootstrap makes. Each stage is a copy of it in which the steps run by chroot, so it needs
root and Linux. In the end the container is started as its user on the sample texts. What needs no
root is tested in tests/unit/project/test_delivery.py.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOUNTS = (("proc", "proc"), ("tmpfs", "dev/shm"))
PATH = "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"


def steps(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Instructions and what they are given, in their order."""
    text = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", dockerfile, flags=re.MULTILINE))
    for line in filter(str.strip, text.splitlines()):
        instruction, _, rest = line.strip().partition(" ")
        yield instruction.upper(), rest.strip()


class Stage:
    """An image that is being made."""

    def __init__(self, base: Path, root: Path) -> None:
        subprocess.run(["cp", "-a", "--reflink=auto", base, root], check=True)
        self.root, self.directory, self.user = root, "/", "root"
        self.entrypoint: list[str] = []
        self.command: list[str] = []
        for kind, place in MOUNTS:  # nothing of the machine outside
            (root / place).mkdir(exist_ok=True)
            subprocess.run(["mount", "-t", kind, kind, root / place], check=True)

    def run(self, line: list[str]) -> None:
        """Runs a command in the image, as its user."""
        home = "/root" if self.user == "root" else f"/home/{self.user}"
        outside = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
        inside = ["env", "-C", self.directory, *line]
        subprocess.run(
            ["chroot", f"--userspec={self.user}", self.root, *inside],
            env={**outside, "PATH": PATH, "HOME": home, "LANG": "C.UTF-8"},
            check=True,
        )

    def place(self, name: str) -> Path:
        """Where a path of the image lies."""
        whole = name if name.startswith("/") else f"{self.directory}/{name}"
        return self.root / whole.lstrip("/")


def copy(sources: list[Path], target: Path, *, is_directory: bool) -> None:
    """COPY: folders give their content, files themselves."""
    for source in sources:
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "*.so")  # as .dockerignore
            shutil.copytree(source, target, dirs_exist_ok=True, ignore=ignore, symlinks=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / source.name if is_directory else target)


def build(dockerfile: str, base: Path, scratch: Path) -> Stage:
    """The last stage, with all steps done."""
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for instruction, rest in steps(dockerfile):
        began = time.monotonic()
        if instruction == "FROM":
            _, _, name = rest.partition(" AS ")
            stage = Stage(base, scratch / f"stage-{len(stages)}")
            stages[name or str(len(stages))] = stage
            continue
        if stage is None:
            sys.exit("FROM comes first")
        if instruction == "RUN":
            stage.run(["sh", "-c", rest])
        elif instruction == "WORKDIR":
            stage.directory = rest
            stage.place(rest).mkdir(parents=True, exist_ok=True)
        elif instruction == "USER":
            stage.user = rest
        elif instruction == "COPY":
            origin, names = ROOT, rest.split()
            if names[0].startswith("--from="):
                origin = stages[names.pop(0).removeprefix("--from=")].root
            sources = [origin / name.lstrip("/") for name in names[:-1]]
            copy(sources, stage.place(names[-1]), is_directory=names[-1].endswith("/"))
        elif instruction in ("ENTRYPOINT", "CMD"):
            value = json.loads(rest)
            stage.entrypoint, stage.command = (
                (value, stage.command) if instruction == "ENTRYPOINT" else (stage.entrypoint, value)
            )
        else:
            sys.exit(f"no such step is known here: {instruction}")
        print(
            f"{time.monotonic() - began:7.1f} s  {instruction} {' '.join(rest.split())[:80]}",
            flush=True,
        )
    if stage is None:
        sys.exit("there is no FROM")
    return stage


def main() -> None:
    """Builds, and starts the container as `docker run` would."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    base = parser.parse_args().base
    if "NAMESPACE" not in os.environ:  # mounts of its own, which go when it ends
        line = ["unshare", "--mount", sys.executable, "-m", __spec__.name, str(base)]
        sys.exit(
            subprocess.run(line, env={**os.environ, "NAMESPACE": "own"}, check=False).returncode
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        try:
            start(build((ROOT / "Dockerfile").read_text("utf-8"), base, Path(name)))
        finally:
            for root in Path(name).iterdir():
                for _, place in MOUNTS:
                    subprocess.run(["umount", root / place], check=False)


def start(stage: Stage) -> None:
    """Runs what `docker run` would, and the first command of the README."""
    shutil.copytree(ROOT / "corpus_samples" / "text", stage.place("/data/texts"))
    find = ["discover", "texts", "--dict", "jieba", "--new-only", "--top", "5"]
    stage.run(["id"])
    for arguments in (stage.command, ["--version"], ["doctor"], find):
        stage.run([*stage.entrypoint, *arguments])


if __name__ == "__main__":
    main()
