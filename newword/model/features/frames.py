"""FAM: how often other strings with the same beginning or the same end are words."""

from __future__ import annotations

import numpy as np

from newword.model.features.structure import Rows, Structure
from newword.ranking.features import log_odds

__all__ = ["FRAMES", "Frames"]

FRAMES = tuple(
    f"{side}{units}_{what}"
    for side in ("suffix", "prefix")
    for units in (1, 2)
    for what in ("mean", "sum")
)
"""A frame is a length and the last, or first, one or two units. `mean`: log-odds of the mean
probability of the other candidates of the frame, with 3 more of the mean of the length; `sum`:
ln(1 + sum of their probabilities)."""

_PSEUDO = 3.0


class Frames:
    """The features of `FRAMES`, from the probability of every n-gram to be a word.

    Args:
        structure: The n-grams.
        probability: By order (indices 0 and 1 unused); 0 for what is no candidate.
    """

    def __init__(self, structure: Structure, probability: list[np.ndarray]) -> None:
        self._structure = structure
        self._probability = probability
        self._mean = [0.0, 0.0]
        self._sums: dict[tuple[int, str, int], tuple[np.ndarray, np.ndarray]] = {}
        for order in structure.orders:
            candidates = max(int(structure.is_candidate[order].sum()), 1)
            self._mean.append(float(probability[order].sum()) / candidates)
            everything = slice(0, structure.size(order))
            for (side, units), frame in self._frames(order, everything).items():
                size = structure.size(units)
                weights = structure.is_candidate[order].astype(np.float64)
                self._sums[order, side, units] = (
                    np.bincount(frame, weights=probability[order], minlength=size),
                    np.bincount(frame, weights=weights, minlength=size),
                )

    def _frames(self, order: int, rows: Rows) -> dict[tuple[str, int], np.ndarray]:
        """Places of the first and last units, where the string is longer than they."""
        suffixes = self._structure.suffixes(order, rows)
        prefixes = self._structure.prefixes(order, rows)
        return {
            (side, units): chain[units]
            for side, chain in (("suffix", suffixes), ("prefix", prefixes))
            for units in (1, 2)
            if units < order
        }

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        own = self._probability[order][rows]
        counted = self._structure.is_candidate[order][rows]
        mean = self._mean[order]
        frames = self._frames(order, rows)
        columns = []
        for side in ("suffix", "prefix"):
            for units in (1, 2):
                frame = frames.get((side, units))
                if frame is None:
                    columns += [log_odds(np.full(len(own), mean)), np.zeros(len(own))]
                    continue
                total, size = self._sums[order, side, units]
                others = np.maximum(total[frame] - own, 0.0)
                number = size[frame] - counted
                columns.append(log_odds((others + _PSEUDO * mean) / (number + _PSEUDO)))
                columns.append(np.log1p(others))
        return columns
