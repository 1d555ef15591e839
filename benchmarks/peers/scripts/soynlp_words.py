"""soynlp: `WordExtractor` trained on the lines, its words by cohesion times branching entropy.

Usage: python -I soynlp_words.py TEXT WORDS
"""

from __future__ import annotations

import importlib
import math
import sys
from pathlib import Path


def main(text: str, words: str) -> None:
    """Writes the words of `text`, best first, one a line."""
    extractor = importlib.import_module("soynlp.word").WordExtractor(
        min_frequency=32, min_cohesion_forward=0.05, min_right_branching_entropy=0.0
    )
    extractor.train(Path(text).read_text(encoding="utf-8", errors="replace").splitlines())
    scores = extractor.extract()

    def rank(word: str) -> float:
        score = scores[word]
        return float(score.cohesion_forward) * math.exp(score.right_branching_entropy)

    ranked = sorted(scores, key=rank, reverse=True)
    Path(words).write_text("\n".join(ranked) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
