"""What the rules for units and numbers do to text that was segmented by hand.

    python -m benchmarks.unit_figures clusters GOLD.seg...
    python -m benchmarks.unit_figures numbers GOLD.seg...

The files hold a sentence a line, words separated by spaces. `clusters` counts the ends of words
that lie inside a unit of a script without spaces, where no list and no cut can have them. `numbers`
lists words of the text without its spaces, with number expressions and without, and says how many
words with digits there are and how many words of the gold are in the list.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

import newword
from newword.core import _core

_ALNUM = re.compile(r"[\u0000-\u024f\d]")
_DIGIT = re.compile("[0-9]")


def sentences(path: Path) -> Iterator[list[str]]:
    """The words of each sentence of a file."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if words := line.split():
            yield words


def units_of(cutter: _core.WordCutter, text: str) -> int:
    """Units of a text."""
    data = text.encode()
    cutter.add_units(data)
    counts = np.zeros(len(cutter))
    cutter.count(data, counts)
    return int(counts.sum())


def clusters(path: Path) -> str:
    """How many words do not begin and end between units: more units apart than together."""
    cutter = _core.WordCutter([])
    words = inside = 0
    for sentence in sentences(path):
        words += len(sentence)
        parts = [_ALNUM.sub("|", word) for word in sentence]
        apart = sum(units_of(cutter, part) for part in parts)
        inside += apart - units_of(cutter, "".join(parts))
    return f"{path.name}: {words:,} words, {inside} ends inside a unit, {inside / words:.5f}"


def numbers(path: Path) -> str:
    """Words with digits and words of the gold, in lists with number expressions and without."""
    gold = Counter(word for sentence in sentences(path) for word in sentence)
    texts = newword.Documents(["".join(sentence) for sentence in sentences(path)])
    parts = []
    for keep in (True, False):
        words = newword.discover(texts, numbers=keep, names=False).words
        digits = sum(_DIGIT.search(word) is not None for word in words)
        right = sum(gold[word] > 1 for word in words)
        parts.append(f"{len(words):,} words, {digits} with digits, {right:,} of the gold")
    return f"{path.name}: {parts[0]}; without number expressions {parts[1]}"


def main() -> None:
    """Prints a line for each file."""
    figures: dict[str, Callable[[Path], str]] = {"clusters": clusters, "numbers": numbers}
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("figure", choices=sorted(figures))
    parser.add_argument("gold", type=Path, nargs="+")
    asked = parser.parse_args()
    for path in asked.gold:
        print(figures[asked.figure](path))


if __name__ == "__main__":
    main()
