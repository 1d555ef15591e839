"""Strings as 64-bit keys: which n-gram is which word of a dictionary, without spelling any."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from newword.model.features.structure import Structure

__all__ = ["CharacterText", "SortedKeys", "codes_of_units", "keys_of_ngrams", "look_up"]

Compared: TypeAlias = "Callable[[Sequence[str]], Sequence[str]]"

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def _scatter(codes: np.ndarray) -> np.ndarray:
    """Code points spread over 64 bits, by the finaliser of splitmix64: keys must not collide."""
    x = codes.astype(np.uint64) + _MULTIPLIER
    x = (x ^ (x >> np.uint64(30))) * _MIX[0]
    x = (x ^ (x >> np.uint64(27))) * _MIX[1]
    return np.asarray(x ^ (x >> np.uint64(31)))


class CharacterText:
    """Words one after the other, as code points.

    Attributes:
        codes: Of all words, uint32.
        begin: Where each word begins; one more than there are words.
        length: Of each word, in code points.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.codes = np.frombuffer("".join(words).encode("utf-32-le", "replace"), dtype=np.uint32)
        self.length = np.fromiter(map(len, words), np.int64, len(words))
        self.begin = np.concatenate([[0], np.cumsum(self.length)])
        self._spread = _scatter(self.codes)

    def keys(self, begin: np.ndarray, length: int) -> np.ndarray:
        """For the stretches of this many characters that begin there."""
        keys = np.zeros(len(begin), dtype=np.uint64)
        for i in range(length):
            keys = keys * _MULTIPLIER + self._spread[begin + i]
        return keys

    def word_keys(self) -> np.ndarray:
        """Of all words, in their order."""
        keys = np.zeros(len(self.length), dtype=np.uint64)
        for length in np.flatnonzero(np.bincount(self.length)):
            rows = np.flatnonzero(self.length == length)
            keys[rows] = self.keys(self.begin[rows], int(length))
        return keys


def codes_of_units(structure: Structure, compared: Compared) -> np.ndarray:
    """Code point of each single unit; 0 for those of several characters."""
    shown = _shown_units(structure, compared)
    return np.array([ord(word) if len(word) == 1 else 0 for word in shown], dtype=np.uint32)


def keys_of_ngrams(structure: Structure, compared: Compared) -> list[np.ndarray]:
    """Keys of all n-grams by order: equal to those of the same strings in a `CharacterText`.

    Args:
        structure: The n-grams.
        compared: Gives units as a dictionary compares them.
    """
    text = CharacterText(_shown_units(structure, compared))
    with np.errstate(over="ignore"):
        keys = text.word_keys()
        powers = np.full(len(keys), _MULTIPLIER) ** text.length.astype(np.uint64)
        by_order = [np.empty(0, dtype=np.uint64), keys]
        for order in structure.orders:
            last = structure.last[order]
            before = by_order[order - 1][structure.prefix(order)]
            by_order.append(before * powers[last] + keys[last])
    return by_order


def _shown_units(structure: Structure, compared: Compared) -> Sequence[str]:
    table = structure.table
    return compared(table.words(1, np.arange(table.size(1), dtype=np.uint32)))


class SortedKeys:
    """Sorted distinct keys of strings, found by their leading bits.

    Args:
        keys: uint64, well spread, as those of a `CharacterText` are.
    """

    def __init__(self, keys: np.ndarray) -> None:
        self._keys = keys
        bits = len(keys).bit_length()
        self._shift = np.uint64(63 - bits)
        sizes = np.bincount((keys >> self._shift).astype(np.int64), minlength=2 << bits)
        self._begin = np.cumsum(sizes) - sizes

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where each wanted key stands, and whether it does."""
        if len(self._keys) == 0:
            return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
        last = len(self._keys) - 1
        at = np.minimum(self._begin[(wanted >> self._shift).astype(np.int64)], last)
        found = self._keys[at]
        behind = np.flatnonzero((found < wanted) & (at < last))
        while len(behind):
            at[behind] += 1
            found[behind] = self._keys[at[behind]]
            behind = behind[(found[behind] < wanted[behind]) & (at[behind] < last)]
        return at, np.asarray(found == wanted)


def look_up(wanted: np.ndarray, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each wanted value stands among sorted distinct ones, and whether it does."""
    if len(keys) == 0:
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, np.asarray(keys[at] == wanted)
