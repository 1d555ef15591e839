"""How true the judge without gold is: `python -m benchmarks.hidden_words GOLD.seg ...`.

A gold file has one sentence a line, its words separated by spaces. `judge_by_hidden_words` sees its
raw text and jieba's dictionary, and estimates the precision of the words that the visible half of
the dictionary lacks; beside it stands the share of them that are words of the gold, which is lower
wherever the gold and the dictionary do not agree on what a word is. `--weights` as in
benchmarks.jieba_gain.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import newword
from benchmarks.held_out import add_weights_option, given_weights, weights_of
from newword.dictionary.background import load_dictionary
from newword.evaluation.gold import read_gold
from newword.evaluation.hidden import split_dictionary

SHOWN = (100, 1000)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every file and print a table; the mean error at the end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hidden_words", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("gold", nargs="+", type=Path, help="segmented text, UTF-8")
    parser.add_argument("--seed", type=int, default=1, help="which half is hidden")
    add_weights_option(parser)
    options = parser.parse_args(argv)
    errors = []
    print(f"{'corpus':8s} {'first':>6s}   estimate             true")
    for path in options.gold:
        lines = path.read_text(encoding="utf-8").splitlines()
        documents = ["\n".join("".join(line.split()) for line in lines)]
        with weights_of(given_weights(options, path)):
            judged = newword.judge_by_hidden_words(
                newword.Documents(documents), dictionary="jieba", seed=options.seed
            )
            visible, _ = split_dictionary(load_dictionary("jieba"), options.seed)
            lexicon = newword.discover(
                newword.Documents(documents), dictionary=visible, new_only=True, spread=False
            )
        wanted = read_gold(path).words()
        for row in judged.rows:
            if row.k not in (*SHOWN, judged.words):
                continue
            true = sum(word in wanted for word in lexicon.words[: row.k]) / row.k
            errors.append(row.precision - true)
            estimate = f"{row.precision:.3f} ({row.low:.3f}-{row.high:.3f})"
            print(f"{path.stem:8s} {row.k:6,d}   {estimate:20s} {true:.3f}", flush=True)
    print(f"off by {sum(map(abs, errors)) / len(errors):.3f} on average")
    return 0


if __name__ == "__main__":
    sys.exit(main())
