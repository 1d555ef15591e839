"""From logits to probabilities, by length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newword.model.network import sigmoid

__all__ = ["LENGTHS", "Calibration"]

LENGTHS = (2, 3, 4, 5)
"""Lengths that have a line of their own; longer ones share the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """p = 1 / (1 + e^-(slope y + offset)), with slope and offset by length.

    Source: Platt (1999).
    """

    slope: tuple[float, ...]
    offset: tuple[float, ...]

    def probability(self, logit: np.ndarray, units: int) -> np.ndarray:
        """Of strings of so many units to be words."""
        at = min(units, LENGTHS[-1]) - LENGTHS[0]
        return sigmoid(self.slope[at] * logit + self.offset[at])
