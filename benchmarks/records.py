"""How fast records are read and trees are walked: `python -m benchmarks.records`.

The text is characters at random, 96 bytes a record or so, as JSON Lines, CSV, Parquet and as plain
text; the tree is of empty files. All is made in a temporary directory. The rows are medians of
rounds in turns, in CPU seconds of this process, one thread. `--package DIR` measures another
newword, such as a clone at an older commit, in the same run.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RECORDS = 200_000
RECORD_CHARACTERS = 32
DIRECTORIES, FILES = 500, 100
TIMED = """
import sys, time
from newword import Reading
from newword.corpus.read import read_corpus
from newword.corpus.walk import find_files
path = sys.argv[1]
session = Reading(threads=1).session()
begin = time.process_time()
if path.endswith("tree"):
    assert len(find_files([path])) == int(sys.argv[2])
else:
    assert not read_corpus(session, path).problems
print(time.process_time() - begin)
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--package", action="append", default=[], metavar="DIR")
    asked = parser.parse_args()
    packages = [str(Path(__file__).resolve().parent.parent), *asked.package]
    with tempfile.TemporaryDirectory() as directory:
        inputs = _write_records(Path(directory))
        tree = _write_tree(Path(directory, "tree"))
        paths = [*inputs, tree]
        times: dict[tuple[Path, str], list[float]] = {}
        for _ in range(asked.rounds):
            for path in paths:
                for package in packages:
                    times.setdefault((path, package), []).append(_time(path, package))
        print("| input | " + " | ".join(packages) + " |\n|---|" + "---|" * len(packages))
        for path in paths:
            medians = [statistics.median(times[path, package]) for package in packages]
            shown = [_shown(inputs.get(path), seconds) for seconds in medians]
            print(f"| {path.name} | " + " | ".join(shown) + " |")


def _shown(size: int | None, seconds: float) -> str:
    if size is None:
        return f"{DIRECTORIES * FILES / seconds / 1e3:,.0f} thousand files a CPU s"
    return f"{size / seconds / 1e6:,.0f} MB a CPU s"


def _time(path: Path, package: str) -> float:
    command = [sys.executable, "-c", TIMED, str(path), str(DIRECTORIES * FILES)]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _write_records(directory: Path) -> dict[Path, int]:
    """Files with the same records, and the bytes of text that count for each."""
    chance = random.Random(1)
    han = [chr(code) for code in range(0x4E00, 0x5600)]
    texts = ["".join(chance.choices(han, k=RECORD_CHARACTERS)) for _ in range(RECORDS)]
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    for name, content in (
        ("records.jsonl", "\n".join(lines)),
        ("records.csv", "\n".join(["text", *texts])),
        ("plain.txt", "\n".join(texts)),
    ):
        Path(directory, name).write_text(content + "\n", encoding="utf-8")
    size = sum(len(text.encode()) + 1 for text in texts)
    found = dict.fromkeys(sorted(directory.iterdir()), size)
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        return found
    path = Path(directory, "records.parquet")
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), path)
    return {**found, path: size}


def _write_tree(root: Path) -> Path:
    for number in range(DIRECTORIES):
        below = root / f"{number:03}"
        below.mkdir(parents=True)
        for file in range(FILES):
            (below / f"{file:03}.txt").touch()
    return root


if __name__ == "__main__":
    main()
