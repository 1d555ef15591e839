"""What a ranking model looks at: the 25 base features of every candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import NgramTable, Posteriors
    from newword.core.text_passes import TextPasses

__all__ = [
    "BASE_FEATURES",
    "MAX_LATTICE_ORDER",
    "BaseFeatures",
    "edge_log_ratios",
    "first_and_last_units",
    "log_odds",
    "normalized_entropy",
]

MAX_LATTICE_ORDER = 7
"""Units of the longest string that the passes over the text look at."""

BASE_FEATURES = (
    "cohesion",
    "normalized_left_entropy",
    "normalized_right_entropy",
    "log_left_variety",
    "log_right_variety",
    "log_share_of_prefix",
    "log_share_of_suffix",
    "inner_entropy",
    "first_begins_runs",
    "last_ends_runs",
    "last_begins_runs",
    "first_ends_runs",
    "log_frequency_of_first",
    "log_frequency_of_last",
    "units",
    "has_two_units",
    "has_three_units",
    "has_four_units",
    "log_significance",
    "log_significance_per_occurrence",
    "log_share_of_word",
    "left_edge",
    "right_edge",
    "both_edges",
    "inner_edge",
)
"""Columns of `BaseFeatures`, in order."""


def log_odds(share: np.ndarray) -> np.ndarray:
    """ln((p + .01) / (1 - p + .01)): log odds that stay finite at 0 and 1."""
    return np.asarray(np.log((share + 0.01) / (1.01 - share)))


def normalized_entropy(entropy: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Branching entropy in nats as a share of its maximum, ln(count), of at least half a nat."""
    return np.asarray(entropy / np.maximum(np.log(count), 0.5))


class BaseFeatures:
    """The base features of the n-grams of a table of at most 7 units.

    Args:
        session: The corpus; its last count made `table`.
        table: The n-grams.
        posteriors: Of `session.expectation()` without weights.

    Raises:
        ValueError: The posteriors come without significance or edges.

    Source: branching entropy: Jin and Tanaka-Ishii (2006); accessor variety: Feng et al. (2004);
    significance: TopWORDS, Deng et al. (2016).
    """

    def __init__(self, session: TextPasses, table: NgramTable, posteriors: Posteriors) -> None:
        if posteriors.significance is None or posteriors.edges is None:
            raise ValueError(
                message("the posteriors come without significance or edges; ask for both")
            )
        self._table = table
        self._edges, self._expected = posteriors.edges, posteriors.expected
        self._significance = posteriors.significance
        self._begins, self._ends, self._frequency = edge_log_ratios(session, table)
        orders = range(2, min(table.max_order, MAX_LATTICE_ORDER) + 1)
        self._links = {order: session.links(order) for order in orders}
        self._first, self._last = first_and_last_units(session, table)

    def of(self, order: int, index: np.ndarray) -> np.ndarray:
        """Of the n-grams at these places of an order.

        Returns:
            float64, one row an n-gram, one column for each of `BASE_FEATURES`; natural logarithms.
        """
        features = np.empty((len(index), len(BASE_FEATURES)))
        features[:, :8] = self._neighbours(order, index)
        features[:, 8:14] = self._units(self._first[order][index], self._last[order][index])
        features[:, 14:18] = [order, order == 2, order == 3, order == 4]
        features[:, 18:] = self._posteriors(order, index)
        return features

    def _neighbours(self, order: int, index: np.ndarray) -> np.ndarray:
        table = self._table
        prefix, suffix = (link[index] for link in self._links[order])
        count = table.column(order, "count")[index]
        left_entropy = table.column(order, "left_entropy")[index]
        right_entropy = table.column(order, "right_entropy")[index]
        return np.stack(
            [
                table.column(order, "cohesion")[index],
                normalized_entropy(left_entropy, count),
                normalized_entropy(right_entropy, count),
                np.log(np.maximum(table.column(order, "left_variety")[index], 1)),
                np.log(np.maximum(table.column(order, "right_variety")[index], 1)),
                np.log(count / table.column(order - 1, "count")[prefix]),
                np.log(count / table.column(order - 1, "count")[suffix]),
                np.maximum(
                    table.column(order - 1, "right_entropy")[prefix],
                    table.column(order - 1, "left_entropy")[suffix],
                ),
            ],
            axis=1,
        )

    def _units(self, first: np.ndarray, last: np.ndarray) -> np.ndarray:
        return np.stack(
            [
                self._begins[first],
                self._ends[last],
                self._begins[last],
                self._ends[first],
                self._frequency[first],
                self._frequency[last],
            ],
            axis=1,
        )

    def _posteriors(self, order: int, index: np.ndarray) -> np.ndarray:
        edges = self._edges
        count = self._table.column(order, "count")[index]
        significance = self._significance[order][index]
        return np.stack(
            [
                np.log1p(significance),
                np.log(significance / count + 0.01),
                np.log(self._expected[order][index] / count + 0.01),
                log_odds(edges.left[order][index]),
                log_odds(edges.right[order][index]),
                log_odds(edges.both[order][index]),
                log_odds(edges.inner[order][index]),
            ],
            axis=1,
        )


def first_and_last_units(
    session: TextPasses, table: NgramTable
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Places of the first and of the last unit of every n-gram among the single units, by order."""
    nothing, single = np.empty(0, dtype=np.uint32), np.arange(table.size(1), dtype=np.uint32)
    first, last = [nothing, single], [nothing, single]
    for order in range(2, min(table.max_order, MAX_LATTICE_ORDER) + 1):
        prefix, suffix = session.links(order)
        first.append(first[-1][prefix])
        last.append(last[-1][suffix])
    return first, last


def edge_log_ratios(
    session: TextPasses, table: NgramTable
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each single unit: how much more often it begins, and ends, runs than units do.

    Returns:
        Logarithms of both ratios, and of the relative frequency, by place in the first order.
    """
    begins, ends, runs = session.run_edges()
    symbol, count = table.column(1, "symbol"), table.column(1, "count")
    mean = runs / max(table.units, 1)

    def edge_log_ratio(edges: np.ndarray) -> np.ndarray:
        return np.asarray(np.log((edges[symbol] + 5 * mean) / (count + 5) / mean))

    frequency = np.asarray(np.log(count / max(table.units, 1)))
    return edge_log_ratio(begins), edge_log_ratio(ends), frequency
