"""In which order words serve a reader: `python -m benchmarks.word_order --gold DIRECTORY`.

Every `*.seg` file of the directory has one sentence a line, its words separated by spaces. newword
sees its raw text only and lists the words that jieba's dictionary lacks. For each order of that
list it is printed, for its first 100, 300 and 1,000 words, which share of them are gold words, and
which share of all occurrences of new gold words they cover; and what jieba gains in word F1, in
points, with the first 20, 100, 300 and 1,000 of them as a user dictionary, the hidden Markov model
off.

The weights that come with newword were trained on segmented corpora; to measure them on one of
these, see `benchmarks.jieba_gain`.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

import newword
from benchmarks.held_out import add_weights_option, given_weights, weights_of
from benchmarks.jieba_gain import word_f1
from newword.evaluation.gold import is_unsegmented
from newword.export import write
from newword.export.jieba.trial import Jieba, import_jieba

FIRST = (100, 300, 1000)
LOADED = (20, 100, 300, 1000)
ORDERS: dict[str, Callable[[newword.Lexicon], list[str]]] = {
    "score": lambda lexicon: lexicon.sort("score").words,
    "importance": lambda lexicon: lexicon.sort("importance").words,
    "count": lambda lexicon: lexicon.sort("count").words,
    "score x count": lambda lexicon: by(lexicon, lexicon.column("score") * lexicon.column("count")),
}


def by(lexicon: newword.Lexicon, key: np.ndarray) -> list[str]:
    """The words by a key, largest first."""
    return [lexicon.words[place] for place in np.argsort(-key, kind="stable").tolist()]


def covered(
    words: Sequence[str], gold: newword.Gold, known: newword.BackgroundDictionary
) -> list[tuple[float, float]]:
    """For each number of first words: precision, and the share of gold tokens that they cover."""
    wanted = {word: gold.counts[word] for word in gold.words() if word not in known}
    judged = [word for word in words if len(word) > 1 and is_unsegmented(word)]
    total = sum(wanted.values())
    figures = []
    for k in FIRST:
        right = [word for word in judged[:k] if word in wanted]
        precision = len(right) / max(len(judged[:k]), 1)
        figures.append((precision, sum(wanted[word] for word in right) / max(total, 1)))
    return figures


def gains(
    words: Sequence[str],
    entries: dict[str, bytes],
    sentences: Sequence[Sequence[str]],
    jieba: Jieba,
) -> list[float]:
    """Points of word F1 that jieba gains with so many of the first words."""
    before = word_f1(sentences, jieba)[1]
    found = []
    for k in LOADED:
        content = b"".join(entries[word] for word in words[:k] if word in entries)
        found.append(100 * (word_f1(sentences, jieba.with_entries(content))[1] - before))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every file and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word_order", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--gold", type=Path, required=True, help="directory of *.seg files")
    parser.add_argument("--no-jieba", action="store_true", help="leave out what jieba gains")
    add_weights_option(parser)
    options = parser.parse_args(argv)
    module = import_jieba()
    if module is None:
        parser.error("jieba is not installed; run: pip install jieba")
    paths = sorted(options.gold.glob("*.seg"))
    if not paths:
        parser.error(f"there is no *.seg file in {options.gold}")
    jieba, known = Jieba(module), newword.load_dictionary("jieba")
    first = "".join(f"  P@{k:<4} cov@{k:<4}" for k in FIRST)
    loaded = "".join(f" +F1@{k:<4}" for k in LOADED)
    print(f"{'corpus':8s} {'order':14s}{first} {'' if options.no_jieba else loaded}")
    sums: dict[str, list[list[float]]] = {name: [] for name in ORDERS}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        sentences = [line.split() for line in lines if line.strip()]
        with weights_of(given_weights(options, path)):
            lexicon = newword.discover(
                newword.Documents(["\n".join("".join(sentence) for sentence in sentences)]),
                dictionary=known,
                new_only=True,
            )
        entries = {} if options.no_jieba else _entries(lexicon)
        for name, order in ORDERS.items():
            words = order(lexicon)
            row = [
                figure for pair in covered(words, newword.Gold(sentences), known) for figure in pair
            ]
            row += [] if options.no_jieba else gains(words, entries, sentences, jieba)
            sums[name].append(row)
            print(_line(path.stem, name, row), flush=True)
    for name, rows in sums.items():
        print(_line("mean", name, np.mean(rows, axis=0).tolist()))
    return 0


def _entries(lexicon: newword.Lexicon) -> dict[str, bytes]:
    """Each word's line in jieba's format."""
    out = io.BytesIO()
    write(lexicon, out, format="jieba")
    lines = out.getvalue().splitlines(keepends=True)
    return {line.rsplit(b" ", 2)[0].decode(): line for line in lines}


def _line(corpus: str, order: str, row: Sequence[float]) -> str:
    shares = "".join(f"  {figure:6.3f} " for figure in row[: 2 * len(FIRST)])
    points = "".join(f" {figure:+7.2f} " for figure in row[2 * len(FIRST) :])
    return f"{corpus:8s} {order:14s}{shares}{points}"


if __name__ == "__main__":
    sys.exit(main())
