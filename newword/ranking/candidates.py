"""From a table of n-grams to the columns of those that might be words."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newword.config import Thresholds
    from newword.core._core import NgramTable

__all__ = ["Candidates", "gather_candidates", "keep_reaching"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """N-grams of two and more units, one at least of an unsegmented script, as parallel columns.

    Attributes:
        order: Units of each, uint8.
        index: Place within its order in the table, uint32.
        count: Occurrences, uint64.
        cohesion: Smallest PMI over two-part splits, nats.
        left_entropy: Branching entropy of the left side, nats.
        right_entropy: Branching entropy of the right side, nats.
        accessor_variety: Distinct neighbours, the smaller of the two sides, uint64.
    """

    order: np.ndarray
    index: np.ndarray
    count: np.ndarray
    cohesion: np.ndarray
    left_entropy: np.ndarray
    right_entropy: np.ndarray
    accessor_variety: np.ndarray

    def __len__(self) -> int:
        return len(self.order)

    @property
    def min_entropy(self) -> np.ndarray:
        """The smaller of the two branching entropies, nats."""
        return np.asarray(np.minimum(self.left_entropy, self.right_entropy))

    def take(self, rows: np.ndarray) -> Candidates:
        """The candidates at `rows` (indices or a mask), in that order."""
        return Candidates(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def pick(self, columns: Sequence[np.ndarray]) -> np.ndarray:
        """The candidates' values out of one column per order (index 0 unused)."""
        values = np.empty(len(self), dtype=np.float64)
        for order in np.flatnonzero(np.bincount(self.order)).tolist():
            rows = np.flatnonzero(self.order == order)
            values[rows] = columns[order][self.index[rows]]
        return values

    def words(self, table: NgramTable) -> list[str]:
        """The candidates as they are shown, in their order."""
        words = np.empty(len(self), dtype=object)
        for order in np.flatnonzero(np.bincount(self.order)).tolist():
            rows = np.flatnonzero(self.order == order)
            words[rows] = table.words(order, self.index[rows])
        return list(words)


def gather_candidates(table: NgramTable) -> Candidates:
    """All candidates of a table, by order and within an order by code points."""
    parts = [_candidates_of(table, order) for order in range(2, table.max_order + 1)]
    return Candidates(
        **{
            f.name: np.concatenate([getattr(part, f.name) for part in parts])
            for f in fields(Candidates)
        }
    )


def _candidates_of(table: NgramTable, order: int) -> Candidates:
    index = np.flatnonzero(table.holds_script(order)).astype(np.uint32)

    def column(name: str) -> np.ndarray:
        return np.asarray(table.column(order, name)[index])

    return Candidates(
        order=np.full(len(index), order, dtype=np.uint8),
        index=index,
        count=column("count"),
        cohesion=column("cohesion"),
        left_entropy=column("left_entropy"),
        right_entropy=column("right_entropy"),
        accessor_variety=np.minimum(column("left_variety"), column("right_variety")),
    )


def keep_reaching(candidates: Candidates, thresholds: Thresholds) -> np.ndarray:
    """Which candidates reach the thresholds of cohesion and entropy that are set: a mask."""
    keep = np.ones(len(candidates), dtype=bool)
    if thresholds.min_cohesion is not None:
        keep &= candidates.cohesion >= thresholds.min_cohesion
    if thresholds.min_entropy is not None:
        keep &= candidates.min_entropy >= thresholds.min_entropy
    return keep
