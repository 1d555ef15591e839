"""What tests of language models share: small odd corpora, and reading models."""

from __future__ import annotations

import random
from pathlib import Path

LETTERS = "的一是不了人我在有他这中大来上国"


def random_sentences(rng: random.Random) -> list[list[str]]:
    """Up to two hundred sentences of up to sixteen letters; the last has one of its own."""
    letters = LETTERS[: rng.choice([1, 2, 3, 5, 16])]
    sentences = [
        [rng.choice(letters) for _ in range(rng.choice([1, 2, 3, 5, 9, 20]))]
        for _ in range(rng.choice([1, 2, 5, 30, 200]))
    ]
    return [*sentences, ["終"]]


def text_of(sentences: list[list[str]]) -> str:
    return "。".join("".join(sentence) for sentence in sentences)


def read_arpa(path: Path) -> dict[tuple[str, ...], tuple[float, float]]:
    """log10 of probability and backoff weight by n-gram; -99 stands for minus infinity."""
    found = {}
    for line in path.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 1:
            backoff = float(fields[2]) if len(fields) > 2 else 0.0
            found[tuple(fields[1].split(" "))] = (max(-99, float(fields[0])), max(-99, backoff))
    return found
