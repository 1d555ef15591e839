"""A network of one hidden layer, evaluated with numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Network", "sigmoid"]

CLIP = 4.0
"""Standardised features are cut off here."""


def sigmoid(logit: np.ndarray) -> np.ndarray:
    """1 / (1 + e^-x), without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * logit)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """clip((x - mean) / sd, -4, 4) -> tanh layer -> logit; the mean of several such.

    Attributes:
        mean: Of each feature.
        sd: Of each feature.
        hidden: Weights, features x units; the units of all networks side by side.
        hidden_bias: By unit.
        output: By unit; already divided by the number of networks.
        output_bias: The mean of theirs.
    """

    mean: np.ndarray
    sd: np.ndarray
    hidden: np.ndarray
    hidden_bias: np.ndarray
    output: np.ndarray
    output_bias: float

    def logit(self, features: np.ndarray) -> np.ndarray:
        """One number for each row of a float64 matrix rows x features."""
        standard = np.clip((features - self.mean) / self.sd, -CLIP, CLIP)
        active = standard @ self.hidden
        active += self.hidden_bias
        np.tanh(active, out=active)
        return np.asarray(active @ self.output + self.output_bias)
