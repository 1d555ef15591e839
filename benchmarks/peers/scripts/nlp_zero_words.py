"""nlp-zero: `Word_Finder`, its two passes over the lines, words by count.

Usage: python -I nlp_zero_words.py TEXT WORDS
"""

from __future__ import annotations

import collections
import collections.abc
import importlib
import logging
import sys
from pathlib import Path


def main(text: str, words: str) -> None:
    """Writes the words of `text`, most frequent first, one a line."""
    # The package imports this name from where it was before Python 3.10.
    vars(collections)["Iterable"] = collections.abc.Iterable
    finder = importlib.import_module("nlp_zero").Word_Finder(min_proba=1e-6, min_pmi=0.5)
    logging.disable(logging.INFO)
    lines = Path(text).read_text(encoding="utf-8", errors="replace").splitlines()
    finder.train(lines)
    finder.find(lines)
    ranked = sorted(finder.words, key=lambda word: -finder.words[word])
    Path(words).write_text("\n".join(ranked) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
