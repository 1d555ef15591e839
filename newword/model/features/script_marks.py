"""Where scripts change: inside a string, and at its edges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from newword.language.scripts import HIRAGANA, KATAKANA

if TYPE_CHECKING:
    from newword.model.features.scripts import Scripts
    from newword.model.features.structure import Rows, Structure

__all__ = ["SCRIPT_MARKS", "ScriptMarks"]

SCRIPT_MARKS = (
    "begins_in_hiragana",
    "begins_in_katakana",
    "ends_in_hiragana",
    "ends_in_katakana",
    "changes_of_script",
    "is_of_one_script",
    "left_is_of_same_script",
    "right_is_of_same_script",
)
"""The last two: the share of the occurrences beside which, in the same run, stands a unit of the
script of the first, or the last, unit. Of neighbours that are too rare to be in the table the
share is that of the string without its far end."""


class ScriptMarks:
    """The features of `SCRIPT_MARKS`.

    Args:
        structure: The n-grams.
        scripts: Theirs.
    """

    def __init__(self, structure: Structure, scripts: Scripts) -> None:
        self._structure, self._of_unit = structure, scripts.of_unit
        self._changes = [np.empty(0), np.zeros(structure.size(1))]
        for order in structure.orders:
            inner = self._changes[order - 1][structure.prefix(order)]
            pair = self._of_unit[self._unit_before_last(order)]
            self._changes.append(inner + (pair != self._of_unit[structure.last[order]]))
        self._left = self._shares(structure.suffix, structure.prefix, structure.first)
        self._right = self._shares(structure.prefix, structure.suffix, structure.last)

    def _unit_before_last(self, order: int) -> np.ndarray:
        structure = self._structure
        return np.asarray(structure.last[order - 1][structure.prefix(order)])

    def _shares(
        self,
        inner_of: Callable[[int], np.ndarray],
        outer_of: Callable[[int], np.ndarray],
        edge: Sequence[np.ndarray],
    ) -> list[np.ndarray]:
        """Of the neighbours at one side.

        Args:
            inner_of: Of the strings of an order, those without the unit at that side.
            outer_of: Those without the unit at the other side.
            edge: By order, the unit at that side.
        """
        structure = self._structure
        shares: list[np.ndarray] = [np.empty(0)]
        for order in range(1, structure.max_order + 1):
            count, size = structure.count[order], structure.size(order)
            longer = structure.count[order + 1] if order < structure.max_order else np.empty(0)
            inner = inner_of(order + 1) if len(longer) else np.empty(0, dtype=np.int64)
            is_same = np.zeros(len(longer))
            if len(longer):
                is_same += self._of_unit[edge[order + 1]] == self._of_unit[edge[order][inner]]
            known = np.bincount(inner, weights=longer, minlength=size)
            same = np.bincount(inner, weights=longer * is_same, minlength=size)
            if order == 1:
                rest = np.full(size, same.sum() / max(known.sum(), 1))
            else:
                rest = shares[order - 1][outer_of(order)]
            shares.append((same + np.maximum(count - known, 0) * rest) / count)
        return shares

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        first = self._of_unit[self._structure.first[order][rows]]
        last = self._of_unit[self._structure.last[order][rows]]
        changes = self._changes[order][rows]
        columns = [
            first == HIRAGANA,
            first == KATAKANA,
            last == HIRAGANA,
            last == KATAKANA,
            changes,
            changes == 0,
            self._left[order][rows],
            self._right[order][rows],
        ]
        return [np.asarray(column, dtype=np.float64) for column in columns]
