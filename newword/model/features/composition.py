"""R: what the parts of a string and the strings around it say about it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from newword.model.features.structure import Rows, Structure
from newword.ranking.features import log_odds

__all__ = ["COMPOSITION", "Composition"]

COMPOSITION = (
    "without_last",
    "without_first",
    "best_split",
    "best_long_split",
    "longer_left",
    "longer_right",
)
"""Log-odds of: the word without its last, its first unit; the weaker part of its best split, of the
best split into parts of two and more units; its most probable extension by one unit to the left,
to the right, by its share of the occurrences."""

_SINGLE = 0.3


class Composition:
    """The features of `COMPOSITION`, from the probability of every n-gram to be a word.

    Args:
        structure: The n-grams.
        probability: By order (indices 0 and 1 unused); 0 for what is no candidate.
    """

    def __init__(self, structure: Structure, probability: list[np.ndarray]) -> None:
        self._structure = structure
        single = np.full(structure.size(1), _SINGLE)
        self._probability = [np.empty(0), single, *probability[2:]]
        self._longer_left = self._longer(structure.suffix)
        self._longer_right = self._longer(structure.prefix)

    def _longer(self, link_of: Callable[[int], np.ndarray]) -> list[np.ndarray]:
        longer = [np.zeros(self._structure.size(order)) for order in range(len(self._probability))]
        for order in range(3, self._structure.max_order + 1):
            words = self._probability[order] * self._structure.count[order]
            np.maximum.at(longer[order - 1], link_of(order), words)
        return longer

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        prefixes = self._structure.prefixes(order, rows)
        suffixes = self._structure.suffixes(order, rows)
        probability = self._probability
        count = self._structure.count[order][rows]
        weaker = [
            np.minimum(probability[k][prefixes[k]], probability[order - k][suffixes[order - k]])
            for k in range(1, order)
        ]
        nothing = np.zeros(len(count))
        columns = [
            probability[order - 1][prefixes[order - 1]],
            probability[order - 1][suffixes[order - 1]],
            np.maximum.reduce(weaker),
            np.maximum.reduce([nothing, *weaker[1:-1]]),
            self._longer_left[order][rows] / count,
            self._longer_right[order][rows] / count,
        ]
        return [log_odds(column) for column in columns]
