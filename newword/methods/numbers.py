"""Numbers before a measure: 28日, 17岁, 10楼 are phrases that any number makes, not words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

__all__ = ["are_counted_things", "is_number_and_ending"]

_FEWEST_NUMBERS = 3
_NUMBER_AND_ENDING = re.compile(r"([0-9][0-9.]*)([^0-9A-Za-z]{1,2})")


def is_number_and_ending(word: str) -> bool:
    """Whether a word has the shape of a counted thing."""
    return _NUMBER_AND_ENDING.fullmatch(word) is not None


def are_counted_things(words: Sequence[str]) -> np.ndarray:
    """Which words are a number and an ending of one or two characters that follows others too.

    An ending is a measure when at least three different numbers stand before it among the words;
    so 4S店, K7芯 and a lone 12306网 stay.

    Returns:
        One bool for each word.

    Example:
        >>> are_counted_things(["10楼", "11楼", "12楼", "3D版"]).tolist()
        [True, True, True, False]
    """
    parts = [_NUMBER_AND_ENDING.fullmatch(word) for word in words]
    numbers: dict[str, set[str]] = {}
    for part in parts:
        if part is not None:
            numbers.setdefault(part[2], set()).add(part[1])
    return np.array(
        [part is not None and len(numbers[part[2]]) >= _FEWEST_NUMBERS for part in parts],
        dtype=bool,
    )
