"""sentencepiece: a unigram model of 30,000 pieces; the pieces, best first, are its word list.

Usage: python -I sentencepiece_words.py TEXT WORDS
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path


def main(text: str, words: str) -> None:
    """Trains on the lines of `text`; leaves the model and the piece list beside `words`."""
    importlib.import_module("sentencepiece").SentencePieceTrainer.train(
        input=text,
        model_prefix=str(Path(words).with_suffix("")),
        model_type="unigram",
        vocab_size=30_000,
        hard_vocab_limit=False,
        num_threads=2,
        minloglevel=2,
    )
    table = Path(words).with_suffix(".vocab").read_text(encoding="utf-8").split("\n")
    pieces = [line.partition("\t")[0].lstrip("\u2581") for line in table]
    Path(words).write_text("\n".join(pieces), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
