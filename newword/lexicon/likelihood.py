"""Whether a word is more frequent in one text than in another than chance makes it."""

from __future__ import annotations

import numpy as np

__all__ = ["log_likelihood"]


def log_likelihood(
    count: np.ndarray, other: np.ndarray, units: int, other_units: int
) -> np.ndarray:
    """G2 of words in two corpora, with the sign of the difference of their frequencies.

    Args:
        count: Occurrences of each word in the first corpus.
        other: In the other.
        units: Size of the first corpus.
        other_units: Of the other.

    Source: Rayson and Garside (2000).
    """
    a, b = count.astype(np.float64), other.astype(np.float64)
    share = units / max(units + other_units, 1)
    expected = share * (a + b), (1 - share) * (a + b)
    g2 = 2 * (_term(a, expected[0]) + _term(b, expected[1]))
    # Rounding can leave a tiny negative number where the frequencies are equal.
    return np.asarray(np.sign(a - expected[0]) * np.maximum(g2, 0))


def _term(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Observed times ln(observed / expected), 0 for nothing observed."""
    is_there = observed > 0
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=is_there)
    return np.asarray(observed * np.log(ratio))
