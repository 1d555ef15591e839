"""From logits to probabilities, by length and by how rare the strings may be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newword.model.network import sigmoid

__all__ = ["LENGTHS", "Calibration", "log_least_count"]

LENGTHS = (2, 3, 4, 5)
"""Lengths that have a line of their own; longer ones share the last."""

_LEAST, _MOST = 2, 8


def log_least_count(least_count: float) -> float:
    """ln(m / 2) of the least count m of the n-grams that were looked at, m taken as 2 to 8.

    With a higher bound the strings that remain look more like words than they are.
    """
    return float(np.log(min(max(least_count, _LEAST), _MOST) / _LEAST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """p = 1 / (1 + e^-(slope y + offset + shift ln(m / 2))), m the least count.

    Slope and offset are by length. One shift serves all: with higher counts there are few long
    strings in the small texts that it is learned from.

    Source: Platt (1999).
    """

    slope: tuple[float, ...]
    offset: tuple[float, ...]
    shift: float

    def probability(self, logit: np.ndarray, units: int, least_count: float) -> np.ndarray:
        """The probabilities that strings of this many units are words."""
        at = min(units, LENGTHS[-1]) - LENGTHS[0]
        offset = self.offset[at] + self.shift * log_least_count(least_count)
        return sigmoid(self.slope[at] * logit + offset)
