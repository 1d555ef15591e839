"""Fuzz targets that are linked with libFuzzer, and corpora as directories, which it wants."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path

OPTIONS = ["-rss_limit_mb=0", "-timeout=10", "-print_final_stats=1"]


def run(
    program: Path, begin: Path, save: Path, longest: int, seed: int, seconds: float
) -> int | str:
    """Executions, or what was found with its input; the corpus that is left is minimised."""
    with tempfile.TemporaryDirectory(prefix="newword-libfuzzer-") as name:
        place = Path(name)
        inputs, few = place / "inputs", place / "few"
        few.mkdir()
        unpack(begin, inputs)
        # Features weighed by how rare they are cost more than the executions they save.
        line = [
            str(program), *OPTIONS, "-entropic=0", f"-max_len={longest}", f"-seed={seed}",
            f"-max_total_time={seconds:.0f}", f"-artifact_prefix={place}/", str(inputs),
        ]  # fmt: skip
        if executions := os.environ.get("FUZZ_EXECUTIONS"):
            line.append(f"-runs={executions}")
        done = subprocess.run(line, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode != 0:
            found = [path.read_bytes().hex() for path in place.glob("*-*") if path.is_file()]
            return f"{done.stderr[-4000:]}\ninput: {' '.join(found)}"
        line = [str(program), *OPTIONS, "-merge=1", f"-max_len={longest}", str(few), str(inputs)]
        subprocess.run(line, capture_output=True, check=True)
        pack(few, save)
        told = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        return int(told[1]) if told else done.stderr[-4000:]


def unpack(corpus: Path, place: Path) -> None:
    """A file for each line of a corpus file."""
    place.mkdir(exist_ok=True)
    for line in corpus.read_text("ascii").split() if corpus.exists() else ():
        content = bytes.fromhex(line)
        (place / hashlib.sha256(content).hexdigest()[:24]).write_bytes(content)


def pack(place: Path, corpus: Path) -> None:
    """The files of a directory as a corpus file, the shortest first."""
    contents = sorted((path.read_bytes() for path in place.iterdir()), key=lambda c: (len(c), c))
    corpus.write_text("".join(f"{content.hex()}\n" for content in contents), "ascii")
