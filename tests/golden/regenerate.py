"""Writes the stored outputs anew: `python tests/golden/regenerate.py`.

Do so when a change of the results is wanted, read the difference, and commit it with the change.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEXT = HERE.parent.parent / "corpus_samples" / "text"
METHODS = ("model", "formula", "entropy", "reference", "lm")
FORMATS = ("tsv", "jsonl")


def arguments(method: str, format_: str) -> list[str]:
    """The arguments of newword whose standard output is stored as METHOD.FORMAT."""
    return [
        "discover", str(TEXT), "--dict", "jieba", "--new-only", "--top", "300",
        "--method", method, "--format", format_,
    ]  # fmt: skip


def main() -> None:
    """Runs newword once for each stored file."""
    for method in METHODS:
        for format_ in FORMATS:
            done = subprocess.run(
                [sys.executable, "-m", "newword", *arguments(method, format_)],
                stdout=subprocess.PIPE,
                check=True,
            )
            (HERE / f"{method}.{format_}").write_bytes(done.stdout)


if __name__ == "__main__":
    main()
