"""What a gap network knows about strings: how likely each is a word, as small integers."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.core._core import GapStrings
from newword.dictionary.script import simplified_forms

__all__ = ["MOST_ODDS", "StringRows", "levels_by_order", "simplification", "word_levels"]

_HIGHEST = 255
_LONGEST = 8

MOST_ODDS = float(np.log(101))
"""Level 0 stands for log-odds of minus this value, and the highest level for plus this value."""


@functools.cache
def simplification() -> tuple[np.ndarray, np.ndarray]:
    """Code points of traditional characters, ascending, and those of their simplified forms."""
    forms = sorted(simplified_forms().items())
    written = np.array([code for code, _ in forms], dtype=np.uint32)
    return written, np.array([ord(form) for _, form in forms], dtype=np.uint32)


def word_levels(probability: np.ndarray) -> np.ndarray:
    """Probabilities of being a word as uint8: their log-odds, damped by .01, evenly spaced."""
    odds = np.log((probability + 0.01) / (1.01 - probability))
    level = np.rint((odds / MOST_ODDS + 1) * (_HIGHEST / 2))
    return np.asarray(np.clip(level, 0, _HIGHEST).astype(np.uint8))


def levels_by_order(probability: Sequence[np.ndarray]) -> list[np.ndarray]:
    """`word_levels` of the n-grams of two and more units, by order from 2."""
    return [word_levels(of_order) for of_order in probability[2:]]


@dataclass(frozen=True, slots=True, eq=False)
class StringRows:
    """Strings about which a network knows something.

    Attributes:
        codes: Code points of all in simplified form, one string behind the other.
        sizes: Of each, in characters.
        levels: Of each, from `word_levels`; 0 says nothing.
        are_known: Which are words of a dictionary.
    """

    codes: np.ndarray
    sizes: np.ndarray
    levels: np.ndarray
    are_known: np.ndarray

    @classmethod
    def none(cls) -> StringRows:
        """Not one."""
        return cls.of_codes(np.empty(0, np.uint32), np.empty(0, np.int64), np.empty(0, np.uint8))

    @classmethod
    def of(cls, words: Sequence[str], levels: np.ndarray) -> StringRows:
        """Words and their levels."""
        codes = np.frombuffer("".join(words).encode("utf-32-le", "replace"), dtype=np.uint32)
        return cls.of_codes(codes, np.fromiter(map(len, words), np.int64, len(words)), levels)

    @classmethod
    def of_codes(
        cls, codes: np.ndarray, sizes: np.ndarray, levels: np.ndarray | None
    ) -> StringRows:
        """Strings as code points, and their levels; without levels the words of a dictionary.

        Those that are too long to be looked for are left out.
        """
        fits = sizes <= _LONGEST
        written, simplified = simplification()
        kept = codes[np.repeat(fits, sizes)]
        at = np.minimum(np.searchsorted(written, kept), len(written) - 1)
        plain = np.where(written[at] == kept, simplified[at], kept).astype(np.uint32)
        size = np.count_nonzero(fits)
        return cls(
            plain,
            sizes[fits].astype(np.uint8),
            np.zeros(size, np.uint8) if levels is None else levels[fits],
            np.full(size, levels is None, dtype=np.uint8),
        )

    def __len__(self) -> int:
        return len(self.sizes)

    def __add__(self, other: StringRows) -> StringRows:
        return StringRows(
            np.concatenate([self.codes, other.codes]),
            np.concatenate([self.sizes, other.sizes]),
            np.concatenate([self.levels, other.levels]),
            np.concatenate([self.are_known, other.are_known]),
        )

    def likely_words(self) -> int:
        """How many are rather words than not."""
        return int(np.count_nonzero(self.levels > _HIGHEST // 2))

    def joined(self) -> GapStrings:
        """For the core."""
        return GapStrings(self.codes, self.sizes, self.levels, self.are_known)
