"""What decisions give in each order of a list: `python -m benchmarks.decisions --gold DIRECTORY`.

Every `*.seg` file of the directory has one sentence a line, its words separated by spaces. newword
lists the words of its raw text that jieba's dictionary lacks. A person who knows the gold words
decides on them in the order of the review page that is asked for, and accepts the gold words. After
each 100, 300 and 1,000 decisions it is printed

- how many right words were accepted, for 100 decisions;
- which share of all occurrences of new gold words they cover;
- how many of 100 decisions set something right, against a list that is cut at a score of .5, and
  how many uses of the text each 100 decisions set right: those of words that were wrongly listed,
  and of words that were wrongly left out.

The weights that come with newword were trained on segmented corpora; to measure them on one of
these, see `benchmarks.jieba_gain`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

import newword
from benchmarks.held_out import add_weights_option, given_weights, weights_of
from newword.evaluation.gold import is_unsegmented

DECIDED = (100, 300, 1000)
_LISTED = 0.5


def _suggested(lexicon: newword.Lexicon) -> np.ndarray:
    """As the page has it: the uses that a decision is expected to set right."""
    score = lexicon.column("score")
    return np.asarray(lexicon.column("count") * np.minimum(score, 1 - score))


ORDERS: dict[str, Callable[[newword.Lexicon], np.ndarray]] = {
    "score": lambda lexicon: lexicon.column("score"),
    "importance": lambda lexicon: lexicon.importance,
    "suggested": _suggested,
    "uncertain": lambda lexicon: -np.abs(lexicon.column("score") - _LISTED),
}


def simulate(
    lexicon: newword.Lexicon, key: np.ndarray, wanted: dict[str, int]
) -> list[tuple[float, float, float, float]]:
    """The four figures after each number of decisions.

    Args:
        lexicon: Words of which a person could say whether they are right.
        key: What they are put in order by, largest first.
        wanted: The right words and their occurrences.
    """
    places = np.argsort(-key, kind="stable").tolist()
    words, counts = lexicon.words, lexicon.column("count").tolist()
    is_listed = (lexicon.column("score") >= _LISTED).tolist()
    total = sum(wanted.values())
    figures = []
    for decided in DECIDED:
        first = places[:decided]
        right = [place for place in first if words[place] in wanted]
        changed = [place for place in first if (words[place] in wanted) != is_listed[place]]
        hundreds = max(len(first), 1) / 100
        figures.append(
            (
                len(right) / hundreds,
                sum(wanted[words[place]] for place in right) / max(total, 1),
                len(changed) / hundreds,
                sum(counts[place] for place in changed) / hundreds,
            )
        )
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line, measures every file and prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decisions", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--gold", type=Path, required=True, help="directory of *.seg files")
    add_weights_option(parser)
    options = parser.parse_args(argv)
    paths = sorted(options.gold.glob("*.seg"))
    if not paths:
        parser.error(f"there is no *.seg file in {options.gold}")
    known = newword.load_dictionary("jieba")
    heads = "".join(f" | {f'first {n:,}':>8}: right cover set uses" for n in DECIDED)
    print(f"{'corpus':8s} {'order':11s}{heads}")
    sums: dict[str, list[np.ndarray]] = {name: [] for name in ORDERS}
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        sentences = [line.split() for line in lines if line.strip()]
        gold = newword.Gold(sentences)
        wanted = {word: gold.counts[word] for word in gold.words() if word not in known}
        texts = newword.Documents(["\n".join("".join(sentence) for sentence in sentences)])
        with weights_of(given_weights(options, path)):
            lexicon = newword.discover(texts, dictionary=known, new_only=True)
        lexicon = lexicon.where([len(word) > 1 and is_unsegmented(word) for word in lexicon.words])
        for name, key in ORDERS.items():
            figures = np.array(simulate(lexicon, key(lexicon), wanted))
            sums[name].append(figures)
            print(_line(path.stem, name, figures), flush=True)
    for name, rows in sums.items():
        print(_line("mean", name, np.mean(rows, axis=0)))
    return 0


def _line(corpus: str, order: str, figures: np.ndarray) -> str:
    cells = "".join(
        f" |{'':10}{right:6.1f} {cover:.3f} {changed:3.0f} {uses:4.0f}"
        for right, cover, changed, uses in figures.tolist()
    )
    return f"{corpus:8s} {order:11s}{cells}"


if __name__ == "__main__":
    sys.exit(main())
