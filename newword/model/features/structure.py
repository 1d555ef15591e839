"""How the n-grams of a table hang together: prefixes, suffixes, units; all by numpy lookups."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from newword.core._core import NgramTable
    from newword.core.text_passes import TextPasses

__all__ = ["MAX_MODEL_ORDER", "Rows", "Structure", "Tick"]

MAX_MODEL_ORDER = 7
"""Units of the longest word of the lattice, and so of the longest n-gram that can be scored."""

_MAX_ALPHANUMERIC = 2

Tick: TypeAlias = "Callable[[int, int], None]"
"""Told of the work done and of all there is, during passes over the text."""

Rows: TypeAlias = "slice | np.ndarray"
"""Some n-grams of one order: a stretch, or their places."""


class Structure:
    """The n-grams of a table by order, each addressed by its place in its order.

    Attributes:
        table: The n-grams.
        are_tokens: Whether units are what stands between spaces.
        max_order: Units of the longest that the lattice knows.
        count: By order (index 0 unused): occurrences as float64.
        least_count: Of all n-grams; 2 if there are none.
        first: By order: place of the first unit among the single units.
        last: By order: place of the last unit.
        is_candidate: By order: two units and more, at most two of them alphanumeric.
    """

    def __init__(self, session: TextPasses, table: NgramTable, *, tick: Tick | None = None) -> None:
        self.table = table
        self.are_tokens = session.tokens
        self.max_order = min(table.max_order, MAX_MODEL_ORDER)
        orders = range(2, self.max_order + 1)
        nothing = np.empty(0, dtype=np.uint32)
        links = [(nothing, nothing)] * 2 + [session.links(order, tick=tick) for order in orders]
        self._prefix = [link[0] for link in links]
        self._suffix = [link[1] for link in links]
        self.count = [np.empty(0)] + [
            table.column(order, "count").astype(np.float64)
            for order in range(1, self.max_order + 1)
        ]
        least = [float(of_order.min()) for of_order in self.count if len(of_order)]
        self.least_count = min(least, default=2.0)
        single = np.arange(table.size(1), dtype=np.uint32)
        self.first, self.last = [nothing, single], [nothing, single]
        is_alphanumeric = ~table.holds_script(1)
        alphanumeric = is_alphanumeric.astype(np.uint8)
        self.is_candidate = [np.empty(0, dtype=bool), np.zeros(len(single), dtype=bool)]
        for order in orders:
            self.first.append(self.first[order - 1][self._prefix[order]])
            self.last.append(self.last[order - 1][self._suffix[order]])
            alphanumeric = alphanumeric[self._prefix[order]] + is_alphanumeric[self.last[order]]
            self.is_candidate.append(alphanumeric <= _MAX_ALPHANUMERIC)

    def size(self, order: int) -> int:
        """N-grams of that order; 0 beyond the longest."""
        return len(self.count[order]) if order <= self.max_order else 0

    @property
    def orders(self) -> range:
        """Of several units."""
        return range(2, self.max_order + 1)

    def prefixes(self, order: int, rows: Rows) -> list[np.ndarray]:
        """Places of the prefixes: at [k] those of k units, k below the order ([0] unused)."""
        return self._chain(self._prefix, order, rows)

    def suffixes(self, order: int, rows: Rows) -> list[np.ndarray]:
        """Places of the suffixes, as `prefixes`."""
        return self._chain(self._suffix, order, rows)

    def prefix(self, order: int) -> np.ndarray:
        """Places of all n-grams of an order without their last unit."""
        return np.asarray(self._prefix[order])

    def suffix(self, order: int) -> np.ndarray:
        """Places of all n-grams of an order without their first unit."""
        return np.asarray(self._suffix[order])

    def units(self, order: int, rows: Rows) -> list[np.ndarray]:
        """Places of the units, from first to last."""
        prefixes = self.prefixes(order, rows)
        inner = [self.last[k][prefixes[k]] for k in range(1, order)]
        return [*inner, self.last[order][rows]]

    def _chain(self, links: list[np.ndarray], order: int, rows: Rows) -> list[np.ndarray]:
        chain = [links[order][rows]]
        for shorter in range(order - 1, 1, -1):
            chain.append(links[shorter][chain[-1]])
        return [np.empty(0, dtype=np.uint32), *reversed(chain)]
