"""A network of one hidden layer, evaluated with numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Network", "sigmoid"]

CLIP = 4.0
"""Standardised features are cut off here."""

_ROWS_AT_ONCE = 32
"""Small products stay in the thread that asks for them: the threads of a BLAS would wait for each
other longer than they work, and the order of their additions may depend on how many they are."""


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
        size, width = features.shape
        groups = -(-size // _ROWS_AT_ONCE)
        standard = np.zeros((groups * _ROWS_AT_ONCE, width))
        np.subtract(features, self.mean, out=standard[:size])
        standard /= self.sd
        np.clip(standard, -CLIP, CLIP, out=standard)
        active = standard.reshape(groups, _ROWS_AT_ONCE, width) @ self.hidden
        active += self.hidden_bias
        np.tanh(active, out=active)
        logit = active @ self.output[:, None]
        return np.asarray(logit.reshape(-1)[:size] + self.output_bias)
