"""How long words are, in what counts as one character."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from newword.core._core import TagCutter
from newword.language.words import WEIGHTS, empty_model
from newword.platform.pattern import pattern

__all__ = ["unit_lengths"]

# Kana, hangul, and the scripts from Thai to Khmer, in which a unit is often several characters.
_CLUSTERED = pattern(
    "[\u3041-\u30ff\u0e00-\u11ff\u1780-\u17ff\u1a20-\u1bff\ua9e0-\ua9ff\uaa60-\uaadf]"
)


def unit_lengths(words: Sequence[str], *, tokens: bool = False) -> np.ndarray:
    """The units of each word of a script of clusters; of any other the characters.

    Args:
        words: In their shown forms.
        tokens: Units are what stands between spaces.
    """
    if tokens:
        return np.array([len(word.split()) for word in words], dtype=np.int64)
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    rows = [row for row, word in enumerate(words) if _CLUSTERED.search(word)]
    if rows:
        lengths[rows] = _units([words[row] for row in rows])
    return lengths


def _units(words: Sequence[str]) -> np.ndarray:
    lines = [word.encode("utf-8", "replace") + b"\n" for word in words]
    begins, _, _ = TagCutter(empty_model(), WEIGHTS).evidence(b"".join(lines))
    ends = np.cumsum([len(line) for line in lines])
    before = np.searchsorted(begins, ends)
    return np.diff(before, prepend=0)
