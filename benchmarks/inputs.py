"""What the peers read instead of a directory. Making it is not counted in their time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpora import Corpus, text_files

BLOCK_CHARACTERS = 1 << 22
_NOT_KEPT = re.compile("[^\u4e00-\u9fa50-9a-zA-Z ]+")


def spaced(corpus: Corpus, work: Path) -> Path:
    """The text as KenLM's tools need it: characters with spaces between, one stretch a line.

    As the published word-discovery tool does it: whatever is not a common Han character, an ASCII
    letter, a digit or a space ends the line.
    """
    return _made(corpus, work, "spaced", lambda text: " ".join(_NOT_KEPT.sub("\n", text)) + " ")


def joined(corpus: Corpus, work: Path) -> Path:
    """All files one after the other, each ended by a line end."""
    return _made(corpus, work, "joined", lambda text: text)


def _made(corpus: Corpus, work: Path, kind: str, change: Callable[[str], str]) -> Path:
    target = work / f"{kind}-{corpus.name}-{corpus.size_bytes}.txt"
    if not target.exists():
        partial = target.with_suffix(".partial")
        with partial.open("w", encoding="utf-8", newline="") as out:
            for path in text_files(corpus.path):
                for block in _blocks(path):
                    out.write(change(block))
                out.write("\n")
        partial.rename(target)
    return target


def _blocks(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        while block := file.read(BLOCK_CHARACTERS):
            yield block
