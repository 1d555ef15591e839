"""What a ranking model looks at: the 25 base features of every candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newword._core import EdgeMeans, NgramTable, Posteriors, Session
    from newword.candidates import Candidates

__all__ = [
    "BASE_FEATURES",
    "MAX_LATTICE_ORDER",
    "base_features",
    "edge_log_ratios",
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
"""Columns of `base_features`, in order."""


def log_odds(share: np.ndarray) -> np.ndarray:
    """ln((p + .01) / (1 - p + .01)): log odds that stay finite at 0 and 1."""
    return np.asarray(np.log((share + 0.01) / (1.01 - share)))


def normalized_entropy(entropy: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Branching entropy in nats as a share of its maximum, ln(count), of at least half a nat."""
    return np.asarray(entropy / np.maximum(np.log(count), 0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Units:
    """What the single units of a table tell, by index in its first order."""

    log_frequency: np.ndarray
    begins_runs: np.ndarray
    ends_runs: np.ndarray


def base_features(
    session: Session, table: NgramTable, candidates: Candidates, posteriors: Posteriors
) -> np.ndarray:
    """The base features of every candidate.

    Args:
        session: The corpus; its last count made `table`.
        table: Counted n-grams of at most 7 units.
        candidates: N-grams of the table, in any order.
        posteriors: Of `session.expectation()` without weights.

    Returns:
        float64, one row a candidate, one column for each of `BASE_FEATURES`; natural logarithms.

    Raises:
        ValueError: The posteriors come without significance or edges.

    Source: branching entropy: Jin and Tanaka-Ishii (2006); accessor variety: Feng et al. (2004);
    significance: TopWORDS, Deng et al. (2016).
    """
    if posteriors.significance is None or posteriors.edges is None:
        raise ValueError("the posteriors come without significance or edges; ask for both")
    features = np.empty((len(candidates), len(BASE_FEATURES)))
    units = _units_of(session, table)
    first = last = np.arange(table.size(1), dtype=np.uint32)
    for order in range(2, min(table.max_order, MAX_LATTICE_ORDER) + 1):
        prefix, suffix = session.links(order)
        first, last = first[prefix], last[suffix]
        rows = np.flatnonzero(candidates.order == order)
        index = candidates.index[rows]
        features[rows, :8] = _neighbour_features(table, order, index, prefix[index], suffix[index])
        features[rows, 8:14] = _unit_features(units, first[index], last[index])
        features[rows, 14:18] = [order, order == 2, order == 3, order == 4]
        features[rows, 18:] = _posterior_features(
            table, posteriors.edges, posteriors.expected, posteriors.significance, order, index
        )
    return features


def edge_log_ratios(
    session: Session, table: NgramTable
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


def _units_of(session: Session, table: NgramTable) -> _Units:
    begins, ends, frequency = edge_log_ratios(session, table)
    return _Units(log_frequency=frequency, begins_runs=begins, ends_runs=ends)


def _neighbour_features(
    table: NgramTable, order: int, index: np.ndarray, prefix: np.ndarray, suffix: np.ndarray
) -> np.ndarray:
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


def _unit_features(units: _Units, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    return np.stack(
        [
            units.begins_runs[first],
            units.ends_runs[last],
            units.begins_runs[last],
            units.ends_runs[first],
            units.log_frequency[first],
            units.log_frequency[last],
        ],
        axis=1,
    )


def _posterior_features(
    table: NgramTable,
    edges: EdgeMeans,
    expected: list[np.ndarray],
    significances: list[np.ndarray],
    order: int,
    index: np.ndarray,
) -> np.ndarray:
    count = table.column(order, "count")[index]
    significance = significances[order][index]
    return np.stack(
        [
            np.log1p(significance),
            np.log(significance / count + 0.01),
            np.log(expected[order][index] / count + 0.01),
            log_odds(edges.left[order][index]),
            log_odds(edges.right[order][index]),
            log_odds(edges.both[order][index]),
            log_odds(edges.inner[order][index]),
        ],
        axis=1,
    )
