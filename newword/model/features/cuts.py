"""How the text is cut by its own language model, unit by unit, and what that says of a string."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newword.core._core import TagPosteriors
    from newword.model.features.structure import Rows, Structure

__all__ = ["CUTS", "TAG_ROWS", "Cuts"]

CUTS = (
    "gap_left",
    "gap_right",
    "gap_joined",
    "tagged_share_expected",
    "tagged_share",
    "log_tagged",
)
"""Mean probability of a cut at the left and at the right edge; of the places inside, the least mean
probability of none; of n occurrences, e expected and w in the best cut are words: e / (n + 2),
w / (n + 2), ln(1 + w)."""

TAG_ROWS = ("second", "third", "fourth", "later")
"""What a unit becomes in its word: the rows of the weights of the cut."""

_NEVER_WORDS = 2.0


class Cuts:
    """The features of `CUTS`.

    Args:
        structure: The n-grams.
        posteriors: Of `session.tag_posteriors()`.

    Source: cutting by tags: Su Jianlin (2016).
    """

    def __init__(self, structure: Structure, posteriors: TagPosteriors) -> None:
        self._count = structure.count
        self._columns = tuple([of.astype(np.float32) for of in column] for column in posteriors)

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        words, expected, left, right, joined = (column[order][rows] for column in self._columns)
        occurrences = self._count[order][rows] + _NEVER_WORDS
        return [left, right, joined, expected / occurrences, words / occurrences, np.log1p(words)]
