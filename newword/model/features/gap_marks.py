"""Where a gap network cuts the text, gap by gap, and what that says of a string."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.ranking.features import log_odds

if TYPE_CHECKING:
    from newword.core._core import GapPosteriors
    from newword.model.features.structure import Rows, Structure

__all__ = ["GAPS", "GapMarks"]

GAPS = (
    "network_left",
    "network_right",
    "network_both",
    "network_joined",
    "network_share_expected",
    "network_expected",
    "network_surest",
    "network_share",
    "network_words",
)
"""With g the probability of a cut and e, of an occurrence, that of being a word: log-odds of the
mean g at the left edge, at the right edge, of their mean product, and of the least mean of 1 - g
inside; of n occurrences, log-odds of s / (n + 1) and ln(1 + s), s the sum of e; log-odds of the
mean e weighted by e itself; w / (n + 2) and ln(1 + w), w the occurrences that are cut out whole."""

_ONCE_MORE, _TWICE_MORE = 1.0, 2.0


class GapMarks:
    """The features of `GAPS`.

    Args:
        structure: The n-grams.
        posteriors: Of `session.gap_posteriors()`.
    """

    def __init__(self, structure: Structure, posteriors: GapPosteriors) -> None:
        self._count = structure.count
        self._columns = tuple([of.astype(np.float32) for of in column] for column in posteriors)

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        words, expected, squares, left, right, both, joined = (
            column[order][rows].astype(np.float64) for column in self._columns
        )
        count = self._count[order][rows]
        return [
            log_odds(left),
            log_odds(right),
            log_odds(both),
            log_odds(joined),
            log_odds(expected / (count + _ONCE_MORE)),
            np.log1p(expected),
            log_odds(squares / np.maximum(expected, 1e-9)),
            words / (count + _TWICE_MORE),
            np.log1p(words),
        ]

    def share_of_words(self, order: int) -> np.ndarray:
        """Of the occurrences of all n-grams of an order, how many are cut out whole."""
        return np.asarray(self._columns[0][order] / self._count[order])
