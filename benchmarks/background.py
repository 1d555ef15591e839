"""What a background does for short texts: `python -m benchmarks.background --background PATH GOLD`.

A gold file has one sentence a line, its words separated by spaces. From its middle on so many
characters are cut as a text of their own, by a gap network that learns from them alone and by one
that is told of the background as well. Printed for each size: the mean word F1 of all files, with
punctuation, without and with jieba's dictionary.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.evaluation.gold import Gold, read_gold
from newword.evaluation.segmentation import evaluate_segmentation
from newword.segmentation.background_text import BackgroundText, read_background
from newword.segmentation.gap_segmenter import gap_segmenter

SIZES = (300, 1000, 3000, 8000)


def middle(sentences: Sequence[Sequence[str]], characters: int) -> list[Sequence[str]]:
    """The sentences from the middle on, until they have so many characters."""
    taken: list[Sequence[str]] = []
    for sentence in sentences[len(sentences) // 2 :]:
        taken.append(sentence)
        characters -= sum(map(len, sentence))
        if characters <= 0:
            break
    return taken


def word_f1(
    sentences: Sequence[Sequence[str]],
    dictionary: BackgroundDictionary | None,
    background: BackgroundText | None,
) -> float:
    """Of a text that is cut by what it says itself, and a dictionary and a background if given."""
    lines = ["".join(words) for words in sentences]
    segmenter = gap_segmenter("\n".join(lines).encode(), dictionary, Reading(), background)
    return evaluate_segmentation([segmenter.cut(line) for line in lines], Gold(sentences)).f1


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.background", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD.seg")
    parser.add_argument("--background", required=True, type=Path, metavar="PATH")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), metavar="N,N,...")
    options = parser.parse_args(argv)
    background = read_background(options.background, Reading())
    texts = [read_gold(path).sentences for path in options.gold]
    jieba = load_dictionary("jieba")
    print("| characters | alone | background | jieba | jieba, background |")
    print("|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        parts = [middle(text, size) for text in texts]
        means = [
            sum(word_f1(part, dictionary, told) for part in parts) / len(parts)
            for dictionary in (None, jieba)
            for told in (None, background)
        ]
        print(f"| {size:,} | " + " | ".join(f"{mean:.3f}" for mean in means) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
