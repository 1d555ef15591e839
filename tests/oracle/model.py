"""Composition, frames and shapes of the ranking model, from plain dictionaries of strings.

Every unit is one character here, so strings are n-grams.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Probabilities = Mapping[str, float]
Counts = Mapping[str, int]


def log_odds(p: float) -> float:
    """Finite at 0 and 1."""
    return math.log((p + 0.01) / (1.01 - p))


def composition(word: str, probability: Probabilities, counts: Counts) -> list[float]:
    """Parts, splits, and longer strings around it."""

    def p(part: str) -> float:
        return 0.3 if len(part) == 1 else probability[part]

    splits = {k: min(p(word[:k]), p(word[k:])) for k in range(1, len(word))}
    long_splits = [value for k, value in splits.items() if 2 <= k <= len(word) - 2]
    longer = [w for w in probability if len(w) == len(word) + 1]
    return [
        log_odds(value)
        for value in (
            p(word[:-1]),
            p(word[1:]),
            max(splits.values()),
            max(long_splits, default=0.0),
            max((_share(w, word, probability, counts) for w in longer if w[1:] == word), default=0),
            max(
                (_share(w, word, probability, counts) for w in longer if w[:-1] == word), default=0
            ),
        )
    ]


def _share(longer: str, word: str, probability: Probabilities, counts: Counts) -> float:
    return probability[longer] * counts[longer] / counts[word]


def frames(word: str, probability: Probabilities) -> list[float]:
    """Other strings of its length with its last, or first, one or two characters."""
    same_length = [w for w in probability if len(w) == len(word)]
    mean = sum(probability[w] for w in same_length) / len(same_length)
    features = []
    for is_frame in (str.endswith, str.startswith):
        for k in (1, 2):
            part = word[-k:] if is_frame is str.endswith else word[:k]
            others = [
                probability[w]
                for w in same_length
                if k < len(word) and w != word and is_frame(w, part)
            ]
            features.append(log_odds((sum(others) + 3 * mean) / (len(others) + 3)))
            features.append(math.log1p(sum(others)))
    return features


def shapes(word: str) -> list[float]:
    """AA, ABB, AAB, AABB or ABAB."""
    a = [*word]
    return [
        float(len(a) == 2 and a[0] == a[1]),
        float(len(a) == 3 and a[1] == a[2]),
        float(len(a) == 3 and a[0] == a[1]),
        float(len(a) == 4 and ((a[0] == a[1] and a[2] == a[3]) or a[:2] == a[2:])),
    ]
