"""smoothnlp: `extract_phrase` over the lines, all of its phrases.

Usage: python -I smoothnlp_words.py TEXT WORDS
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(text: str, words: str) -> None:
    """Writes the words of `text`, best first, one a line."""
    extract_phrase = importlib.import_module("smoothnlp.algorithm.phrase").extract_phrase
    lines = Path(text).read_text(encoding="utf-8", errors="replace").splitlines()
    ranked = extract_phrase(lines, top_k=10**9, min_n=2, max_n=4, min_freq=5)
    Path(words).write_text("\n".join(ranked) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
