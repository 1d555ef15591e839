"""How fast documents are read, and what memory it takes: `python -m benchmarks.documents`.

Each kind of file is written with the same text, the samples of the repository over and over, and
parsed as newword parses it, in a process of its own, whose time and memory are measured. With
`--markitdown PYTHON` the same files go through MarkItDown as that interpreter has it installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from newword.corpus.parsers.parsed import Document, Member
from newword.corpus.sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "docx": ("office", "kreuzberg"),
    "xlsx": ("office", "kreuzberg"),
    "pptx": ("office", "kreuzberg"),
    "odt": ("office", "kreuzberg"),
    "pdf": ("pdf", "kreuzberg"),
    "epub": ("epub", "resiliparse"),
    "rtf": ("rtf", "striprtf"),
    "html": ("html", "resiliparse"),
    "md": ("markdown", "markdown-it-py"),
    "srt": ("subtitles", "pysubs2"),
    "ass": ("subtitles", "pysubs2"),
    "vtt": ("subtitles", "pysubs2"),
    "eml": ("mail", "Python's email"),
    "7z": ("7z", "py7zr"),
}
MARKITDOWN = """
import sys
from markitdown import MarkItDown
sys.stdout.buffer.write(MarkItDown().convert(sys.argv[1]).text_content.encode())
"""
HAN = re.compile("[\\u4e00-\\u9fff]")


class Cost(NamedTuple):
    """What one file took.

    Attributes:
        cpu_s: Of the process that parsed it, from its start.
        rss_bytes: The most that it held.
        text: What came out.
    """

    cpu_s: float
    rss_bytes: int
    text: str


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=1.0, help="of text in each file")
    parser.add_argument("--markitdown", metavar="PYTHON", help="compare with MarkItDown there")
    parser.add_argument("--kinds", default=",".join(KINDS), help="separated by commas")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        _parse_one(*options.one)
        return
    sys.path.insert(0, str(ROOT / "tests"))
    files = importlib.import_module("office_files")
    writers = {
        **files.WRITERS,
        "pdf": partial(files.as_pdf, size=11, leading=15),
        "eml": partial(files.as_eml, charset="gb18030"),
        "pptx": partial(files.as_pptx, on_slide=40),
    }
    paragraphs = _paragraphs(int(options.mb * 1e6))
    text_mb = sum(len(paragraph.encode()) for paragraph in paragraphs) / 1e6
    characters = len(HAN.findall("".join(paragraphs)))
    print("| kind | library | file MB | text MB a CPU s | peak MB | Han characters found |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as directory:
        for kind in options.kinds.split(","):
            library = KINDS[kind][1]
            path = Path(directory, f"a.{kind}")
            path.write_bytes(writers[kind](paragraphs))
            own = [sys.executable, "-m", "benchmarks.documents", "--one", kind, str(path)]
            costs = [(library, _cost(own))]
            if options.markitdown:
                costs.append(
                    ("MarkItDown", _cost([options.markitdown, "-c", MARKITDOWN, str(path)]))
                )
            for name, cost in costs:
                print(
                    f"| {kind} | {name} | {path.stat().st_size / 1e6:.2f} "
                    f"| {text_mb / cost.cpu_s:.1f} | {cost.rss_bytes / 1e6:.0f} "
                    f"| {len(HAN.findall(cost.text)) / characters:.2%} |",
                    flush=True,
                )


def _paragraphs(size: int) -> list[str]:
    files = sorted((ROOT / "corpus_samples" / "text").rglob("*.txt"))
    lines = [line for f in files for line in f.read_text("utf-8").splitlines() if line.strip()]
    found: list[str] = []
    taken = 0
    while taken < size or len(found) % 2:
        found.append(lines[len(found) % len(lines)].strip())
        taken += len(found[-1].encode())
    return found


def _cost(argv: list[str]) -> Cost:
    """What a program took that prints a text; what it tells of a child of its own goes before."""
    with subprocess.Popen(
        argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        out, errors = process.stdout, process.stderr
        text = out.read().decode("utf-8", "replace") if out else ""
        told = errors.read().decode("utf-8", "replace").splitlines() if errors else []
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    if told and told[-1].startswith("{"):
        child = json.loads(told[-1])
        return Cost(child["cpu_s"], child["rss_bytes"], text)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, text)


def _parse_one(kind: str, path: str) -> None:
    """Parse a file in a sandbox; print its text, and on standard error what the sandbox took."""
    sandbox = Sandbox()
    data = Path(path).read_bytes()
    options = {"kind": kind, "main_only": False, "max_bytes": 1 << 30}
    for part in sandbox.parse(KINDS[kind][0], data, **options):
        if isinstance(part, Document):
            sys.stdout.buffer.write(part.text)
        elif isinstance(part, Member):
            sys.stdout.buffer.write(part.data)
    sandbox.close()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = {"cpu_s": usage.ru_utime + usage.ru_stime, "rss_bytes": usage.ru_maxrss * 1024}
    print(json.dumps(took), file=sys.stderr)


if __name__ == "__main__":
    main()
