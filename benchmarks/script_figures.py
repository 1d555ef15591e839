"""How good the lists and the cuts of a text in another script than Chinese are.

    python -m benchmarks.script_figures GOLD.seg... [--weights FILE] [--syllables]

The files hold a sentence a line, words separated by spaces. Printed are, of the text without its
spaces: P@500, P@1000 and average precision of all that is ranked, for the words of two and more
characters that occur twice; of the list that `discover` makes, the share of words and what the
scores claim that it is; word F1 of `segment`. `--weights` is a file of `python -m training.scripts`
that has not seen the text, in place of those that come with newword. `--syllables` is for
Vietnamese: the text has a space between all syllables and is read with units tokens, and the words
that count have two and more syllables.
"""

from __future__ import annotations

import argparse
import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np

import newword
from benchmarks.syllables import with_syllables
from newword.counting.reading import Reading
from newword.evaluation.gold import is_unsegmented
from newword.methods.model import MIN_SCORE
from newword.model.script_weights import script_weights_of
from newword.model.weights import load_weights


def is_word(string: str) -> bool:
    """Whether a string has two characters and more, all of scripts without spaces."""
    return len(string) > 1 and is_unsegmented(string)


@contextlib.contextmanager
def weights_of(path: Path | None) -> Iterator[None]:
    """The weights of a file for all other scripts, while they are wanted."""
    if path is None:
        yield
        return
    weights, given = load_weights(), script_weights_of(path.read_text(encoding="utf-8"))
    other = replace(weights, scripts=dict.fromkeys(weights.scripts, given))
    with (
        mock.patch("newword.methods.model.load_weights", return_value=other),
        mock.patch("newword.segmentation.judged_words.load_weights", return_value=other),
    ):
        yield


def is_word_of_tokens(string: str) -> bool:
    """Whether a string has two tokens and more, all of letters."""
    return " " in string and string.replace(" ", "").isalpha()


def figures(path: Path, *, syllables: bool, dictionary: Path | None = None) -> str:
    """A line of the table."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    sentences = [words for line in lines if (words := line.split())]
    if syllables:
        spaced = [list(map(" ".join, words)) for words in with_syllables(sentences)]
    else:
        spaced = sentences
    counts = Counter(word for words in spaced for word in words)
    is_listed = is_word_of_tokens if syllables else is_word
    gold = {word for word, count in counts.items() if count > 1 and is_listed(word)}
    between, units = (" ", "tokens") if syllables else ("", "characters")
    texts = [between.join(words) for words in spaced]
    text = "".join(line + "\n" for line in texts)
    lexicon = newword.discover(
        newword.Documents([text]), min_score=0, names=False, spread=False, units=units
    )
    listed = [(entry.word, entry.score) for entry in lexicon if is_listed(entry.word)]
    hits = np.array([word in gold for word, _ in listed])
    scores = np.array([score for _, score in listed])
    area = float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].sum()) / len(gold)
    kept = scores >= MIN_SCORE
    segmenter = newword.learn_segmenter(text, dictionary=dictionary, reading=Reading(units=units))
    pieces = [map(str.split, segmenter.cut(line)) for line in texts]
    cut = [["".join(tokens) for tokens in line if tokens] for line in pieces]
    f1 = newword.evaluate_segmentation(cut, newword.Gold(sentences)).f1
    numbers = [
        *(hits[:500].mean(), hits[:1000].mean(), area),
        *(hits[kept].mean(), scores[kept].mean(), hits[kept].sum() / len(gold), f1),
    ]
    return f"| {path.stem} | " + " | ".join(f"{number:.3f}" for number in numbers) + " |"


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="GOLD.seg")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--syllables", action="store_true")
    parser.add_argument("--dict", type=Path, help="known words for the cut")
    options = parser.parse_args()
    print("| text | P@500 | P@1000 | AP | list: words | claimed | recall | F1 of the cut |")
    print("|---" * 8 + "|")
    with weights_of(options.weights):
        for path in options.files:
            print(figures(path, syllables=options.syllables, dictionary=options.dict), flush=True)


if __name__ == "__main__":
    main()
