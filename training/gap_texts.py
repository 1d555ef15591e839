"""Texts as a gap network learns them: what it sees of each gap, and whether people cut there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.core._core import GapStrings, gap_inputs
from newword.model.features.gap_inputs import MOST_ODDS, levels_by_order, simplification
from training.gaps import are_cut
from training.samples import Sample

__all__ = ["GapText", "characters_of", "look"]

_MIN_COUNT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GapText:
    """All units of a text, one row each.

    Attributes:
        codes: Code points in simplified form, 0 for Latin words and numbers.
        numbers: float32: evidence on the gap before the unit, log-odds of strings around it, and
            whether words of a dictionary are around it.
        is_first: Of its run, which has no gap before it.
        is_cut: People cut before it.
    """

    codes: np.ndarray
    numbers: np.ndarray
    is_first: np.ndarray
    is_cut: np.ndarray


def look(sample: Sample, likely: Sequence[np.ndarray], strings: GapStrings) -> GapText:
    """A text as a network sees it.

    Args:
        sample: The text.
        likely: Probability of each n-gram to be a word, by order, as its first stage says.
        strings: Words of a dictionary, and what other text holds to be words.
    """
    found = gap_inputs(sample.session, levels_by_order(likely), strings, *simplification())
    codes, evidence, levels, known, is_first = found
    odds = (levels.astype(np.float32) / 127.5 - 1) * np.float32(MOST_ODDS)
    return GapText(
        codes=codes,
        numbers=np.hstack([evidence.astype(np.float32), odds, known.astype(np.float32) / 255]),
        is_first=is_first,
        is_cut=are_cut(sample.sentences, is_first),
    )


def characters_of(texts: Sequence[GapText]) -> np.ndarray:
    """Characters that occur often enough to learn them, ascending."""
    codes, counts = np.unique(np.concatenate([text.codes for text in texts]), return_counts=True)
    return codes[(counts >= _MIN_COUNT) & (codes > 0)].astype(np.uint32)
