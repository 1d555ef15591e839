"""The steps of the published word-discovery tool, as it does them, in Python without extensions.

1. Write the text with spaces between characters. 2. Let KenLM count the n-grams of one order.
3. Read its binary table, drop n-grams below the threshold and only then add the rest into their
prefixes (so shorter n-grams are undercounted: that is the published behaviour). 4. Keep n-grams
whose smallest two-part PMI reaches the bound of their length. 5. Put them into a trie of
dictionaries. 6. Read the text again and cut it wherever no kept n-gram spans. 7. Drop rare pieces
and those whose windows were not kept (backtracking). 8. Write the words by count.

Two kindnesses against the original: the table is streamed instead of held whole, and a record is
unpacked by one call instead of five.

Usage: python -I word_discovery_pipeline.py CORPUS WORDS --count-ngrams PROGRAM --scratch DIRECTORY
"""

from __future__ import annotations

import argparse
import math
import os
import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ORDER = 4
MIN_PMI = (0.0, 2.0, 4.0, 6.0)
FIRST_REAL_SYMBOL = 3
"""Symbols 0, 1 and 2 of KenLM's vocabulary are its marks for unknown, start and end."""

NOT_KEPT = re.compile("[^\u4e00-\u9fa50-9a-zA-Z ]+")
RECORDS_A_READ = 1 << 16
WORD_END = ""

Trie = dict[str, Any]


def lines(corpus: Path) -> Iterator[str]:
    """Every line of every text file, with line ends for whatever is not kept."""
    paths = sorted((p for p in corpus.rglob("*.txt") if p.is_file()), key=os.fsencode)
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                yield NOT_KEPT.sub("\n", line)


def write_spaced(corpus: Path, target: Path) -> None:
    """Step 1."""
    with target.open("w", encoding="utf-8") as out:
        for line in lines(corpus):
            out.write(" ".join(line) + "\n")


def read_counts(table: Path, vocabulary: Path, min_count: int) -> tuple[list[dict[str, int]], int]:
    """Step 3: counts by string for each length, and the sum of all that were kept."""
    symbols = vocabulary.read_bytes().decode("utf-8").split("\0")
    record = struct.Struct(f"={ORDER}IQ")
    counts: list[dict[str, int]] = [{} for _ in range(ORDER)]
    total = 0
    with table.open("rb") as file:
        while block := file.read(record.size * RECORDS_A_READ):
            for *ids, count in record.iter_unpack(block):
                if count < min_count:
                    continue
                total += count
                gram = "".join([symbols[i] for i in ids if i >= FIRST_REAL_SYMBOL])
                for length in range(1, len(gram) + 1):
                    prefix = gram[:length]
                    of_length = counts[length - 1]
                    of_length[prefix] = of_length.get(prefix, 0) + count
    return counts, total


def cohesive(counts: list[dict[str, int]], total: int) -> set[str]:
    """Step 4. A part that was never counted is taken to be as frequent as everything."""
    kept = set()
    for length in range(ORDER, 1, -1):
        for gram, count in counts[length - 1].items():
            smallest = min(
                total
                * count
                / (
                    counts[cut - 1].get(gram[:cut], total)
                    * counts[length - cut - 1].get(gram[cut:], total)
                )
                for cut in range(1, length)
            )
            if math.log(smallest) >= MIN_PMI[length - 1]:
                kept.add(gram)
    return kept


def build_trie(grams: set[str]) -> Trie:
    """Step 5."""
    root: Trie = {}
    for gram in grams:
        node = root
        for character in gram:
            node = node.setdefault(character, {})
        node[WORD_END] = gram
    return root


def pieces(text: str, trie: Trie) -> Iterator[str]:
    """Step 6 for one line: longest connection. Its copy of the rest at each place is published."""
    start, end = 0, 1
    for place in range(len(text)):
        if place == end:
            yield text[start:end]
            start, end = place, place + 1
        node = trie
        for reach, character in enumerate(text[place:], place + 1):
            if character not in node:
                break
            node = node[character]
            if WORD_END in node and reach > end:
                end = reach
    yield text[start:end]


def is_sound(piece: str, kept: set[str]) -> bool:
    """Step 7, backtracking."""
    if len(piece) < 3:
        return True
    if len(piece) <= ORDER:
        return piece in kept
    return all(piece[i : i + ORDER] in kept for i in range(len(piece) + 1 - ORDER))


def main() -> None:
    """Runs all steps."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("words", type=Path)
    parser.add_argument("--count-ngrams", required=True)
    parser.add_argument("--scratch", type=Path, required=True)
    parser.add_argument("--memory", default="1G")
    parser.add_argument("--min-count", type=int, default=32)
    options = parser.parse_args()
    spaced = options.scratch / "pipeline.spaced"
    vocabulary = options.scratch / "pipeline.vocabulary"
    table = options.scratch / "pipeline.ngrams"
    write_spaced(options.corpus, spaced)
    count = [options.count_ngrams, "-o", str(ORDER), "-S", options.memory]
    count += ["-T", f"{options.scratch}/", "--write_vocab_list", str(vocabulary)]
    with spaced.open("rb") as source, table.open("wb") as out:
        subprocess.run(count, stdin=source, stdout=out, check=True)
    kept = cohesive(*read_counts(table, vocabulary, options.min_count))
    trie = build_trie(kept)
    found: dict[str, int] = {}
    for line in lines(options.corpus):
        for piece in pieces(line, trie):
            found[piece] = found.get(piece, 0) + 1
    words = [
        (piece, count)
        for piece, count in found.items()
        if count >= options.min_count and not piece.isspace() and is_sound(piece, kept)
    ]
    words.sort(key=lambda item: -item[1])
    with options.words.open("w", encoding="utf-8") as out:
        out.writelines(f"{word}\t{count}\n" for word, count in words)
    for path in (spaced, vocabulary, table):
        path.unlink()


if __name__ == "__main__":
    main()
