"""Q: where the re-segmented text has its boundaries, by unit and by pair of units."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from newword.model.features.structure import Rows, Structure
from newword.ranking.features import log_odds

if TYPE_CHECKING:
    from newword.core._core import EdgeMeans, Posteriors

__all__ = ["BOUNDARIES", "Boundaries"]

BOUNDARIES = (
    "first_left",
    "first_right",
    "first_single",
    "last_left",
    "last_right",
    "last_single",
    "pair_left",
    "pair_right",
    "pair_both",
    "pair_inner",
)
"""Log-odds of the mean posterior of a boundary left of, right of and on both sides of the first
and of the last unit, wherever it stands; and, smoothed by pairs of units, at the word's left edge,
right edge, both, and inside."""

_PSEUDO = 5.0


class Boundaries:
    """The features of `BOUNDARIES`, from the last pass of a re-segmentation.

    Args:
        structure: The n-grams.
        posteriors: With pair edges.
    """

    def __init__(self, structure: Structure, posteriors: Posteriors) -> None:
        edges, count = cast("EdgeMeans", posteriors.edges), structure.count[1]
        self._structure = structure
        self._pair = cast("EdgeMeans", posteriors.pair_edges)
        self._of_unit = [
            log_odds((means[1] * count + _PSEUDO * overall) / (count + _PSEUDO))
            for means, overall in zip(
                (edges.left, edges.right, edges.both), posteriors.unit_means, strict=True
            )
        ]

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        first, last = self._structure.first[order][rows], self._structure.last[order][rows]
        return (
            [column[first] for column in self._of_unit]
            + [column[last] for column in self._of_unit]
            + [
                log_odds(means[order][rows])
                for means in (self._pair.left, self._pair.right, self._pair.both, self._pair.inner)
            ]
        )
