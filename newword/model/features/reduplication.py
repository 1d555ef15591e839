"""RED: strings that repeat their units."""

from __future__ import annotations

import numpy as np

from newword.model.features.structure import Rows, Structure

__all__ = ["REDUPLICATION", "reduplication_columns"]

REDUPLICATION = ("aa", "abb", "aab", "aabb_or_abab")
"""1 for strings of exactly that shape, else 0."""


def reduplication_columns(structure: Structure, order: int, rows: Rows) -> list[np.ndarray]:
    """The features of some n-grams."""
    u = structure.units(order, rows)
    columns = [np.zeros(len(u[0])) for _ in REDUPLICATION]
    if order == 2:
        columns[0] += u[0] == u[1]
    elif order == 3:
        columns[1] += u[1] == u[2]
        columns[2] += u[0] == u[1]
    elif order == 4:
        columns[3] += ((u[0] == u[1]) & (u[2] == u[3])) | ((u[0] == u[2]) & (u[1] == u[3]))
    return columns
